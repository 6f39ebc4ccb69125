/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register.c - published.csv, read and written.
 *
 * One row an event: identity (agent, kind, date, number, uid), version (sequence, stamp, revision,
 * state, hash of what is visible), content (start, end, label, serves, pauses, paid_min), and what
 * was handed out of it (breaks, put).  Instants are UTC ("2026-12-24T13:00:00Z"); whole days are
 * dates, the end exclusive.  A pause is "90/15" or "240/60m": minutes after the start, length, m
 * for a meal.  The rows are sorted, so that a version control system shows what changed. */
#include "io/publish/register.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/back.h"
#include "io/file.h"
#include "io/out_csv.h"
#include "io/stamp.h"

enum {
    AGENT,
    KIND,
    DATE,
    NUMBER,
    UID,
    SEQUENCE,
    STAMP,
    REVISION,
    STATE,
    HASH,
    START,
    END,
    LABEL,
    SERVES,
    PAUSES,
    PAID_MIN,
    BREAKS,
    PUT,
    N_COLUMNS
};
static const char *const columns[N_COLUMNS] = {
    "agent", "kind",  "date", "number", "uid",    "sequence", "stamp",    "revision", "state",
    "hash",  "start", "end",  "label",  "serves", "pauses",   "paid_min", "breaks",   "put"};
static const char *const states[2] = {"live", "cancelled"};

void records_free(struct records *records)
{
    mem_free(records->record);
    *records = (struct records){0};
}

/* ---- reading ---- */

static bool read_count(int *out, struct back *back, int column, int most)
{
    double value;
    if (!back_number(&value, back, column, 0, most))
        return false;
    *out = (int)value;
    return true;
}

static bool read_choice(int *out, struct back *back, int column, const char *const *words, int n)
{
    for (*out = 0; *out < n; ++*out)
        if (strcmp(words[*out], back_text(back, column)) == 0)
            return true;
    back_fault(back, column, "%s is '%.40s', which is none of this register's",
               back->column[column], back_text(back, column));
    return false;
}

static bool read_instant(int64_t *out, struct back *back, int column)
{
    struct stamp stamp;
    int64_t second;
    if (stamp_parse(&stamp, back_text(back, column)) && stamp.has_offset) {
        stamp_instant(out, &second, &stamp, NULL);
        return true;
    }
    back_fault(back, column, "%s must be an instant such as 2026-12-24T13:00:00Z",
               back->column[column]);
    return false;
}

/* Begin or end: an instant, or a date for whole days. */
static bool read_time(int64_t *out, struct back *back, int column, enum ics_kind kind)
{
    int32_t date;
    if (kind == ICS_SHIFT)
        return read_instant(out, back, column);
    bool good = back_date(&date, back, column);
    *out = date;
    return good;
}

static bool read_uid(char uid[UUID_TEXT], struct back *back)
{
    const char *text = back_text(back, UID);
    if (strlen(text) == UUID_TEXT - 1 && strspn(text, "0123456789abcdef-") == UUID_TEXT - 1) {
        memcpy(uid, text, UUID_TEXT);
        return true;
    }
    back_fault(back, UID,
               "uid must be 36 characters such as "
               "3c40f489-4650-55a6-8eaf-a8aeb73e8aa6");
    return false;
}

static bool read_hash(uint64_t *out, struct back *back)
{
    const char *text = back_text(back, HASH);
    *out = strtoull(text, NULL, 16);
    if (strlen(text) == 16 && strspn(text, "0123456789abcdef") == 16)
        return true;
    back_fault(back, HASH, "hash must be 16 hexadecimal digits");
    return false;
}

static bool read_pauses(struct duty *duty, struct back *back)
{
    for (const char *s = back_text(back, PAUSES); *s;) {
        int after, length, n = 0;
        if (sscanf(s, "%4d/%4d%n", &after, &length, &n) < 2 || n == 0 || after < 0 || length < 1 ||
            duty->n_pauses == MAX_BREAKS) {
            back_fault(back, PAUSES, "pauses must be such as '90/15 240/60m', at most %d",
                       MAX_BREAKS);
            return false;
        }
        s += n;
        duty->pause[duty->n_pauses++] =
            (struct pause){.start = duty->start + after * 60, .min = length, .is_meal = *s == 'm'};
        s += *s == 'm';
        s += *s == ' ';
    }
    return true;
}

/* Queues that the plan still has. */
static uint64_t read_queues(const struct plan *plan, const char *serves)
{
    uint64_t queues = 0;
    for (size_t n; (serves += strspn(serves, " "), n = strcspn(serves, " ")) > 0; serves += n)
        for (int q = 0; q < plan->n_queues; q++)
            if (strlen(plan->queues[q].id) == n && strncmp(plan->queues[q].id, serves, n) == 0)
                queues |= (uint64_t)1 << q;
    return queues;
}

static bool read_duty(struct record *record, struct back *back)
{
    struct duty *duty = ARENA_NEW(back->arena, struct duty);
    *duty = (struct duty){.agent = record->entry.agent,
                          .work_date = record->entry.date,
                          .shift = -1,
                          .start = record->entry.start,
                          .end = record->entry.end,
                          .queues = read_queues(back->plan, record->serves)};
    record->entry.duty = duty;
    return read_pauses(duty, back) && read_count(&duty->paid_min, back, PAID_MIN, 100000);
}

static int find_account(const struct plan *plan, const char *id)
{
    for (int a = 0; a < plan->n_accounts; a++)
        if (strcmp(plan->accounts[a].id, id) == 0)
            return a;
    return -1;
}

static int find_agent(const struct back_ids *ids, const char *id)
{
    int low = 0, high = ids->n;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = strcmp(ids->sorted_name[middle], id);
        if (order == 0)
            return ids->sorted_row[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* The cell's text; the string of the row before where it is the same, as it often is. */
static const char *kept_text(struct back *back, int column, const char *before)
{
    const char *text = back_text(back, column);
    return before && strcmp(before, text) == 0 ? before : arena_strdup(back->arena, text);
}

/* Each cell is looked at, so that all faults of the row are told.  out[-1] is the row before if
 * `has_before`. */
static bool read_record(struct record *out, bool has_before, struct back *back,
                        const struct back_ids *agents)
{
    struct ics_entry *entry = &out->entry;
    int kind, state;
    bool put = *back_text(back, PUT) != 0;
    out->agent = kept_text(back, AGENT, has_before ? out[-1].agent : NULL);
    entry->agent = find_agent(agents, out->agent);
    entry->label = kept_text(back, LABEL, has_before ? out[-1].entry.label : NULL);
    out->serves = kept_text(back, SERVES, has_before ? out[-1].serves : NULL);
    entry->account = find_account(back->plan, out->serves);
    out->put = -1;
    bool good = read_choice(&kind, back, KIND, ics_kind_names, N_ICS_KINDS);
    entry->kind = good ? (enum ics_kind)kind : ICS_SHIFT;
    good &= back_date(&entry->date, back, DATE);
    good &= read_count(&entry->number, back, NUMBER, 1000);
    good &= read_uid(entry->uid, back);
    good &= read_count(&entry->sequence, back, SEQUENCE, 1000000000);
    good &= read_instant(&entry->stamp, back, STAMP);
    good &= read_count(&entry->revision, back, REVISION, 1000000000);
    good &= read_choice(&state, back, STATE, states, 2);
    entry->is_cancelled = state == 1;
    good &= read_hash(&out->hash, back);
    bool times = read_time(&entry->start, back, START, entry->kind);
    times &= read_time(&entry->end, back, END, entry->kind);
    good &= times && (entry->kind != ICS_SHIFT || read_duty(out, back));
    good &= read_count(&out->n_breaks, back, BREAKS, MAX_BREAKS);
    good &= !put || read_count(&out->put, back, PUT, 1000000000);
    return good;
}

static int compare(const void *left, const void *right)
{
    const struct record *a = left, *b = right;
    int order = strcmp(a->agent, b->agent);
    if (order == 0)
        order = (a->entry.kind > b->entry.kind) - (a->entry.kind < b->entry.kind);
    if (order == 0)
        order = (a->entry.date > b->entry.date) - (a->entry.date < b->entry.date);
    return order ? order
                 : (a->entry.number > b->entry.number) - (a->entry.number < b->entry.number);
}

static void refuse_doubles(const struct records *records, const char *file, struct back *back)
{
    for (int i = 1; i < records->n; i++)
        if (compare(&records->record[i - 1], &records->record[i]) == 0) {
            char date[DATE_TEXT];
            diag_error(
                back->diags, &(struct place){.file = file},
                "%s %s of %s, number %d, stands twice: keep the row with the higher sequence",
                ics_kind_names[records->record[i].entry.kind],
                date_format(date, records->record[i].entry.date), records->record[i].agent,
                records->record[i].entry.number);
            back->n_errors++;
        }
}

enum status register_read(struct records *out, const char *file, const struct plan *plan,
                          struct arena *arena, struct diags *diags)
{
    struct back back;
    struct back_ids agents;
    *out = (struct records){0};
    if (!file_exists(file))
        return OK;
    TRY(back_open(&back, file, columns, N_COLUMNS, N_COLUMNS, plan, arena, diags));
    back_ids_agents(&agents, plan, arena);
    while (back_next(&back)) {
        MEM_GROW(out->record, out->n, out->cap);
        out->record[out->n] = (struct record){0};
        out->n += read_record(&out->record[out->n], out->n > 0, &back, &agents);
    }
    if (out->n > 0)
        qsort(out->record, (size_t)out->n, sizeof *out->record, compare);
    refuse_doubles(out, file, &back);
    enum status status = back_close(&back, OK);
    if (status != OK)
        records_free(out);
    return status;
}

/* ---- writing ---- */

#define INSTANT_TEXT 32
static char *instant_text(char text[INSTANT_TEXT], int64_t instant)
{
    int32_t date = (int32_t)((instant - (instant % 86400 + 86400) % 86400) / 86400);
    int s = (int)(instant - (int64_t)date * 86400);
    memcpy(date_format(text, date) + 10, "T00:00:00Z", 11);
    digits_put(text + 11, s / 3600, 2);
    digits_put(text + 14, s / 60 % 60, 2);
    digits_put(text + 17, s % 60, 2);
    return text;
}

static void add_time(struct text *out, const struct ics_entry *entry, int64_t time)
{
    char text[INSTANT_TEXT], date[DATE_TEXT];
    text_add(out, entry->kind == ICS_SHIFT ? instant_text(text, time)
                                           : date_format(date, (int32_t)time));
    text_add_char(out, ',');
}

static void add_count(struct text *out, int value, char behind)
{
    char digits[12];
    int width = 1;
    for (int left = value; left > 9; left /= 10)
        width++;
    *digits_put(digits, value, width) = behind;
    text_add_n(out, digits, (size_t)width + 1);
}

static void add_duty(struct text *out, const struct duty *duty)
{
    for (int i = 0; i < duty->n_pauses; i++) {
        const struct pause *pause = &duty->pause[i];
        text_add(out, i > 0 ? " " : "");
        add_count(out, (int)((pause->start - duty->start) / 60), '/');
        add_count(out, pause->min, pause->is_meal ? 'm' : ' ');
        if (!pause->is_meal)
            out->bytes[--out->n] = 0;
    }
    text_add_char(out, ',');
    add_count(out, duty->paid_min, ',');
}

static void add_field(struct text *out, const char *s)
{
    text_add(out, s);
    text_add_char(out, ',');
}

static void add_hash(struct text *out, uint64_t hash)
{
    char digits[17];
    for (int i = 15; i >= 0; i--, hash >>= 4)
        digits[i] = "0123456789abcdef"[hash & 15];
    digits[16] = ',';
    text_add_n(out, digits, sizeof digits);
}

static void add_record(struct text *out, const struct record *record)
{
    const struct ics_entry *entry = &record->entry;
    char date[DATE_TEXT], stamp[INSTANT_TEXT];
    csv_add_field(out, record->agent);
    text_add_char(out, ',');
    add_field(out, ics_kind_names[entry->kind]);
    add_field(out, date_format(date, entry->date));
    add_count(out, entry->number, ',');
    add_field(out, entry->uid);
    add_count(out, entry->sequence, ',');
    add_field(out, instant_text(stamp, entry->stamp));
    add_count(out, entry->revision, ',');
    add_field(out, states[entry->is_cancelled]);
    add_hash(out, record->hash);
    add_time(out, entry, entry->start);
    add_time(out, entry, entry->end);
    csv_add_field(out, entry->label);
    text_add_char(out, ',');
    csv_add_field(out, record->serves);
    text_add_char(out, ',');
    if (entry->duty)
        add_duty(out, entry->duty);
    else
        text_add(out, ",0,");
    add_count(out, record->n_breaks, ',');
    if (record->put >= 0)
        add_count(out, record->put, '\n');
    else
        text_add_char(out, '\n');
}

void register_print(struct text *out, const struct records *records)
{
    for (int c = 0; c < N_COLUMNS; c++)
        text_printf(out, "%s%s", c > 0 ? "," : "", columns[c]);
    text_add_char(out, '\n');
    for (int i = 0; i < records->n; i++)
        add_record(out, &records->record[i]);
}
