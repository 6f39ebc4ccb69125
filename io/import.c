/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.c - an interval file with named columns becomes rows of calls/.
 * Two looks at the file, so that memory holds one series a queue and no rows:
 *   1. queues, span and spacing (the difference of neighbouring rows that occurs most often);
 *   2. values into slots of that spacing, with the line that filled each.
 * Then slots of the length asked for are summed from their parts: one that lacks a part is left
 * out, since nobody knows what came.  Handling times are weighted by contacts. */
#include "io/import.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/csv.h"
#include "io/doc.h"
#include "io/import_columns.h"
#include "io/spacing.h"
#include "io/stamp.h"

#define MOST_YEARS 60

struct slot {
    double value[N_IMPORT_VALUES]; /* NAN = not given */
    int line;                      /* 0 = no row */
};

struct import_queue {
    char *name;
    struct spacing spacing;
    int64_t first, last;
    long n_rows;
    int64_t n_slots;
    struct slot *slot; /* [n_slots] */
};

struct import {
    const struct import_options *options;
    struct import_report *report;
    struct diags *diags;
    const char *file;
    struct arena *arena;
    struct tz *zone;
    struct import_queue *queue;
    size_t n_queues, cap_queues, last_queue;
    int slot_s; /* of the file */
    bool is_second_look;
};

/* One row, understood. */
struct import_row {
    int64_t start;
    double value[N_IMPORT_VALUES];
    struct place at;
    struct import_queue *queue;
};

/* ---- queues ---- */

/* The name as an id: what an id cannot hold becomes '_'. */
static char *make_id(const char *text)
{
    char *id = mem_strdup(text);
    if (strlen(id) > 64)
        id[64] = '\0';
    for (char *c = id; *c; c++) {
        char one[2] = {*c == '.' ? 'x' : *c, '\0'};
        if (!text_is_id(one))
            *c = '_';
    }
    return id;
}

static struct import_queue *find_queue(struct import *import, const char *text,
                                       const struct place *at)
{
    char *id = make_id(text);
    size_t i = import->last_queue;
    if (i >= import->n_queues || strcmp(import->queue[i].name, id) != 0)
        for (i = 0; i < import->n_queues && strcmp(import->queue[i].name, id) != 0; i++)
            continue;
    import->last_queue = i;
    if (i < import->n_queues) {
        mem_free(id);
        return &import->queue[i];
    }
    if (strcmp(id, text) != 0)
        diag_note(import->diags, at, "queue '%s' is named '%s'", text, id);
    MEM_GROW(import->queue, import->n_queues, import->cap_queues);
    struct import_queue *queue = &import->queue[import->n_queues++];
    queue->name = id;
    return queue;
}

/* ---- a row ---- */

/* False: the row is skipped, and told on the first look. */
static bool read_start(struct import *import, struct import_row *out, const char *text)
{
    struct stamp stamp;
    int64_t second;
    struct diags *diags = import->is_second_look ? NULL : import->diags;
    if (!stamp_parse(&stamp, text)) {
        if (diags)
            diag_warning(diags, &out->at,
                         "row skipped: '%.40s' is no time such as 2026-12-24T21:00", text);
        return false;
    }
    if (!stamp.has_offset && !import->zone) {
        if (diags)
            diag_warning(diags, &out->at,
                         "row skipped: '%.40s' has no offset, and no zone was given", text);
        return false;
    }
    enum local_kind kind = stamp_instant(&out->start, &second, &stamp, import->zone);
    if (kind == LOCAL_ONE)
        return true;
    if (diags) {
        import->report->n_doubtful++;
        diag_add(diags, import->options->refuse_dst ? SEV_ERROR : SEV_WARNING, &out->at,
                 "row skipped: %s %s in %s", text,
                 kind == LOCAL_GAP ? "does not exist" : "occurs twice", tz_name(import->zone));
    }
    return false;
}

static bool read_values(struct import *import, struct import_row *out,
                        const struct import_columns *columns, const struct csv *csv,
                        const struct csv_row *row)
{
    for (int v = 0; v < N_IMPORT_VALUES; v++) {
        int field = columns->value[v];
        const char *text = field >= 0 ? row->field[field].text : "";
        char *end = NULL;
        out->value[v] = NAN;
        if (*text == '\0')
            continue;
        out->value[v] = strtod(text, &end);
        if (*end == '\0' && text[strspn(text, "0123456789.eE+-")] == '\0' && out->value[v] >= 0 &&
            out->value[v] <= 1e9)
            continue;
        struct place at = csv_place(csv, row, field);
        if (!import->is_second_look)
            diag_warning(import->diags, &at, "row skipped: '%.40s' is no number from 0 to 1e9",
                         text);
        return false;
    }
    return true;
}

static const char *start_text(struct text *both, const struct import_columns *columns,
                              const struct csv_row *row)
{
    if (columns->time < 0)
        return row->field[columns->start].text;
    text_clear(both);
    text_printf(both, "%s %s", row->field[columns->start].text, row->field[columns->time].text);
    return both->bytes;
}

/* ---- the looks ---- */

static void look_at_row(const struct import_row *row)
{
    struct import_queue *queue = row->queue;
    queue->first = queue->n_rows == 0 || row->start < queue->first ? row->start : queue->first;
    queue->last = queue->n_rows == 0 || row->start > queue->last ? row->start : queue->last;
    queue->n_rows++;
    spacing_add(&queue->spacing, row->start);
}

static void fill_slot(struct import *import, const struct import_row *row)
{
    struct import_queue *queue = row->queue;
    int64_t after = row->start - queue->first;
    int64_t slot = after / import->slot_s;
    struct import_report *report = import->report;
    if (after % import->slot_s != 0) {
        diag_warning(import->diags, &row->at,
                     "row skipped: it does not start on one of the %d-minute slots",
                     import->slot_s / 60);
        report->n_skipped++;
    } else if (queue->slot[slot].line > 0) {
        diag_warning(import->diags, &row->at, "row skipped: line %d has this slot already",
                     queue->slot[slot].line);
        report->n_skipped++;
    } else {
        memcpy(queue->slot[slot].value, row->value, sizeof row->value);
        queue->slot[slot].line = row->at.line;
        report->n_taken++;
    }
}

static void take_row(struct import *import, const struct import_columns *columns,
                     const struct csv *csv, const struct csv_row *fields, struct text *both)
{
    struct import_row row = {.at = csv_place(csv, fields, columns->start)};
    bool first_look = !import->is_second_look;
    import->report->n_rows += first_look;
    const char *name = import->options->queue;
    bool is_good = fields->n == columns->n_fields;
    if (!is_good && first_look)
        diag_warning(import->diags, &row.at, "row skipped: %d fields, the first line names %d",
                     fields->n, columns->n_fields);
    is_good = is_good && read_start(import, &row, start_text(both, columns, fields)) &&
              read_values(import, &row, columns, csv, fields);
    if (is_good && !name)
        name = fields->field[columns->queue].text;
    if (is_good && *name == '\0' && first_look)
        diag_warning(import->diags, &row.at, "row skipped: it names no queue");
    if (!is_good || *name == '\0') {
        import->report->n_skipped += first_look;
        return;
    }
    row.queue = find_queue(import, name, &row.at);
    if (first_look)
        look_at_row(&row);
    else
        fill_slot(import, &row);
}

static enum status look(struct import *import)
{
    enum status status = OK;
    struct csv *csv = NULL;
    struct text both = {0};
    struct import_columns columns;
    const struct csv_row *row;
    TRY_OUT(csv_open(&csv, import->file, ",;\t|", import->diags));
    TRY_OUT(csv_next(&row, csv));
    TRY_OUT(import_columns_find(&columns, import->options, csv, row, import->arena, import->diags));
    for (;;) {
        TRY_OUT(csv_next(&row, csv));
        if (!row)
            break;
        take_row(import, &columns, csv, row, &both);
    }
out:
    text_free(&both);
    csv_close(csv);
    return status;
}

/* ---- between the looks ---- */

static enum status make_series(struct import *import)
{
    struct spacing all = {0};
    for (size_t q = 0; q < import->n_queues; q++)
        for (int i = 0; i < 4; i++)
            all.count[i] += import->queue[q].spacing.count[i];
    int asked_s = import->options->slot_min * 60;
    struct place at = {.file = import->file};
    import->slot_s = spacing_slot_s(&all);
    if (import->slot_s == 0 && asked_s == 0) {
        diag_error(import->diags, &at,
                   "no two rows are 5, 15, 30 or 60 minutes apart: say how long a slot is");
        return ERR_DATA;
    }
    import->slot_s = import->slot_s ? import->slot_s : asked_s;
    if (asked_s % import->slot_s != 0) {
        diag_error(import->diags, &at, "rows are %d minutes apart: they do not add up to %d",
                   import->slot_s / 60, import->options->slot_min);
        return ERR_DATA;
    }
    for (size_t q = 0; q < import->n_queues; q++) {
        struct import_queue *queue = &import->queue[q];
        queue->n_slots = (queue->last - queue->first) / import->slot_s + 1;
        if (queue->n_slots > (int64_t)MOST_YEARS * 366 * 86400 / import->slot_s) {
            diag_error(import->diags, &at, "the rows of queue '%s' span more than %d years",
                       queue->name, MOST_YEARS);
            return ERR_DATA;
        }
        queue->slot = NEW_ARRAY(struct slot, queue->n_slots);
    }
    return OK;
}

/* ---- writing ---- */

/* The slots from `first` on, `n` of them, as one.  False if a part is missing. */
static bool sum_slots(struct slot *out, const struct slot *slot, int n)
{
    double weight = 0, seconds = 0;
    *out = (struct slot){{0, 0, NAN}, 1};
    for (int i = 0; i < n; i++) {
        if (slot[i].line == 0 || isnan(slot[i].value[IMPORT_OFFERED]))
            return false;
        out->value[IMPORT_OFFERED] += slot[i].value[IMPORT_OFFERED];
        out->value[IMPORT_HANDLED] += slot[i].value[IMPORT_HANDLED]; /* NAN stays NAN */
        double contacts = isnan(slot[i].value[IMPORT_HANDLED]) ? slot[i].value[IMPORT_OFFERED]
                                                               : slot[i].value[IMPORT_HANDLED];
        if (isnan(slot[i].value[IMPORT_AHT]))
            continue;
        weight += contacts;
        seconds += contacts * slot[i].value[IMPORT_AHT];
    }
    if (n == 1)
        out->value[IMPORT_AHT] = slot->value[IMPORT_AHT];
    else if (weight > 0)
        out->value[IMPORT_AHT] = seconds / weight;
    return true;
}

static void add_number(struct text *out, double value)
{
    text_add_char(out, ',');
    if (!isnan(value))
        doc_print_number(out, value);
}

static void format_start(char text[STAMP_TEXT], const struct import *import, int64_t start)
{
    int32_t date = (int32_t)(start / 86400);
    if (import->zone) {
        tz_format(text, import->zone, start);
        return;
    }
    struct text both = {0};
    char day[DATE_TEXT];
    text_printf(&both, "%s", date_format(day, date));
    int minute = (int)(start % 86400 / 60);
    text_printf(&both, "T%02d:%02dZ", minute / 60, minute % 60);
    memcpy(text, both.bytes, both.n + 1);
    text_free(&both);
}

static void write_queue(struct text *out, struct import *import, const struct import_queue *queue,
                        const bool *has)
{
    struct import_report *report = import->report;
    int parts = import->options->slot_min ? import->options->slot_min * 60 / import->slot_s : 1;
    int slot_s = parts * import->slot_s;
    /* Longer slots lie on multiples of their length. */
    int64_t offset = (queue->first % slot_s) / import->slot_s;
    bool after_gap = true;
    for (int64_t i = offset > 0 ? parts - offset : 0; i + parts <= queue->n_slots; i += parts) {
        struct slot sum;
        char start[STAMP_TEXT];
        if (!sum_slots(&sum, queue->slot + i, parts)) {
            report->n_missing++;
            report->n_gaps += !after_gap;
            after_gap = true;
            continue;
        }
        after_gap = false;
        format_start(start, import, queue->first + i * import->slot_s);
        text_printf(out, "%s,%s", start, queue->name);
        for (int v = 0; v < N_IMPORT_VALUES; v++)
            if (has[v])
                add_number(out, sum.value[v]);
        text_add_char(out, '\n');
        memcpy(report->last, start, sizeof start);
        if (report->n_slots++ == 0)
            memcpy(report->first, start, sizeof start);
    }
}

static int by_name(const void *left, const void *right)
{
    const struct import_queue *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static void write_rows(struct text *out, struct import *import)
{
    static const char *const names[N_IMPORT_VALUES] = {"offered", "handled", "aht_s"};
    bool has[N_IMPORT_VALUES] = {true};
    for (size_t q = 0; q < import->n_queues; q++)
        for (int64_t i = 0; i < import->queue[q].n_slots; i++)
            for (int v = 1; v < N_IMPORT_VALUES; v++)
                has[v] = has[v] || (import->queue[q].slot[i].line > 0 &&
                                    !isnan(import->queue[q].slot[i].value[v]));
    text_add(out, "start,queue");
    for (int v = 0; v < N_IMPORT_VALUES; v++)
        if (has[v])
            text_printf(out, ",%s", names[v]);
    text_add_char(out, '\n');
    qsort(import->queue, import->n_queues, sizeof *import->queue, by_name);
    for (size_t q = 0; q < import->n_queues; q++)
        write_queue(out, import, &import->queue[q], has);
}

/* ---- the whole ---- */

static void import_free(struct import *import)
{
    for (size_t q = 0; q < import->n_queues; q++) {
        mem_free(import->queue[q].name);
        mem_free(import->queue[q].slot);
    }
    mem_free(import->queue);
    tz_free(import->zone);
    arena_free(import->arena);
}

/* Both looks; the series stand in import->queue.  import_free in any case. */
static enum status read_series(struct import *import)
{
    if (import->options->zone)
        TRY(tz_load(&import->zone, import->options->zone, NULL, import->diags));
    TRY(look(import));
    if (import->n_queues == 0) {
        struct place at = {.file = import->file};
        diag_error(import->diags, &at, "no row could be taken");
        return ERR_DATA;
    }
    TRY(make_series(import));
    import->is_second_look = true;
    return look(import);
}

enum status import_calls(struct text *out, struct import_report *report, const char *file,
                         const struct import_options *options, struct diags *diags)
{
    enum status status = OK;
    struct import import = {
        .options = options, .report = report, .diags = diags, .file = file, .arena = arena_new()};
    size_t before = diags->n_errors;
    *report = (struct import_report){0};
    TRY_OUT(read_series(&import));
    write_rows(out, &import);
    report->slot_min = options->slot_min ? options->slot_min : import.slot_s / 60;
    status = diags->n_errors > before ? ERR_DATA : OK;
out:
    import_free(&import);
    return status;
}

static void copy_series(struct series *out, const struct import *import, struct arena *arena)
{
    const struct import_queue *queue = &import->queue[0];
    out->grid = (struct grid){queue->first, import->slot_s, (int)queue->n_slots};
    out->offered = ARENA_ARRAY(arena, double, queue->n_slots);
    out->aht_s = ARENA_ARRAY(arena, double, queue->n_slots);
    out->n_ambiguous = (int)import->report->n_doubtful;
    for (int64_t i = 0; i < queue->n_slots; i++) {
        const struct slot *slot = &queue->slot[i];
        out->offered[i] = slot->line > 0 ? slot->value[IMPORT_OFFERED] : NAN;
        out->aht_s[i] = slot->line > 0 ? slot->value[IMPORT_AHT] : NAN;
    }
}

enum status import_series(struct series *out, struct import_report *report, const char *file,
                          const struct import_options *options, struct arena *arena,
                          struct diags *diags)
{
    enum status status = OK;
    struct import import = {
        .options = options, .report = report, .diags = diags, .file = file, .arena = arena_new()};
    size_t before = diags->n_errors;
    *report = (struct import_report){0};
    *out = (struct series){0};
    TRY_OUT(read_series(&import));
    if (import.n_queues > 1) {
        struct place at = {.file = file};
        diag_error(diags, &at,
                   "the file holds %zu queues ('%s', '%s', ...); one is forecast at a time",
                   import.n_queues, import.queue[0].name, import.queue[1].name);
        TRY_OUT(ERR_DATA);
    }
    report->slot_min = import.slot_s / 60;
    copy_series(out, &import, arena);
    status = diags->n_errors > before ? ERR_DATA : OK;
out:
    import_free(&import);
    return status;
}

void import_describe(struct text *out, const struct import_report *report)
{
    text_printf(out, "rows read     %ld\n", report->n_rows);
    text_printf(out, "rows taken    %ld\n", report->n_taken);
    text_printf(out, "rows skipped  %ld", report->n_skipped);
    if (report->n_doubtful > 0)
        text_printf(out, ", of them %ld with a local time that does not exist or occurs twice",
                    report->n_doubtful);
    text_printf(out, "\nslots written %ld of %d minutes", report->n_slots, report->slot_min);
    if (report->n_slots > 0)
        text_printf(out, ", %s to %s", report->first, report->last);
    text_printf(out, "\nslots missing %ld in %ld gaps (nights and closed days are gaps too)\n",
                report->n_missing, report->n_gaps);
}
