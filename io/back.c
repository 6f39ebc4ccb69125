/* SPDX-License-Identifier: GPL-3.0-or-later */
/* back.c - tables of a run, read back cell by cell. */
#include "io/back.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "io/plan_build.h"
#include "io/stamp.h"

#define MESSAGE_MOST 400

/* ---- ids ---- */

struct named {
    const char *name;
    int row;
};

static int compare_named(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

/* Sorts what is in out->name. */
static void sort_ids(struct back_ids *out, struct arena *arena)
{
    struct named *named = NEW_ARRAY(struct named, out->n);
    for (int i = 0; i < out->n; i++)
        named[i] = (struct named){out->name[i], i};
    if (out->n > 0)
        qsort(named, (size_t)out->n, sizeof *named, compare_named);
    out->sorted_name = ARENA_ARRAY(arena, const char *, out->n + 1);
    out->sorted_row = ARENA_ARRAY(arena, int, out->n + 1);
    for (int i = 0; i < out->n; i++) {
        out->sorted_name[i] = named[i].name;
        out->sorted_row[i] = named[i].row;
    }
    mem_free(named);
}

void back_ids_agents(struct back_ids *out, const struct plan *plan, struct arena *arena)
{
    *out = (struct back_ids){.what = "agent", .n = plan->n_agents};
    out->name = ARENA_ARRAY(arena, const char *, plan->n_agents + 1);
    for (int i = 0; i < plan->n_agents; i++)
        out->name[i] = plan->agents[i].id;
    sort_ids(out, arena);
}

void back_ids_shifts(struct back_ids *out, const struct plan *plan, struct arena *arena)
{
    *out = (struct back_ids){.what = "shift", .n = plan->n_shifts};
    out->name = ARENA_ARRAY(arena, const char *, plan->n_shifts + 1);
    for (int i = 0; i < plan->n_shifts; i++)
        out->name[i] = plan->shifts[i].id;
    sort_ids(out, arena);
}

void back_ids_queues(struct back_ids *out, const struct plan *plan, struct arena *arena)
{
    *out = (struct back_ids){.what = "queue", .n = plan->n_queues};
    out->name = ARENA_ARRAY(arena, const char *, plan->n_queues + 1);
    for (int i = 0; i < plan->n_queues; i++)
        out->name[i] = plan->queues[i].id;
    sort_ids(out, arena);
}

void back_ids_trainings(struct back_ids *out, const struct plan *plan, struct arena *arena)
{
    *out = (struct back_ids){.what = "session", .n = plan->n_trainings};
    out->name = ARENA_ARRAY(arena, const char *, plan->n_trainings + 1);
    for (int i = 0; i < plan->n_trainings; i++)
        out->name[i] = plan->trainings[i].id;
    sort_ids(out, arena);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool back_id(int *out, struct back *back, int column, const char *name, const struct back_ids *ids)
{
    const char **found = ids->n > 0 ? bsearch(&name, ids->sorted_name, (size_t)ids->n,
                                              sizeof *ids->sorted_name, compare_names)
                                    : NULL;
    if (found) {
        *out = ids->sorted_row[found - ids->sorted_name];
        return true;
    }
    back_fault(back, column, "there is no %s '%.80s'%s", ids->what, name,
               text_hint(back->arena, name, ids->name, ids->n));
    return false;
}

/* ---- header and rows ---- */

static void read_header(struct back *back, int n_required)
{
    const struct csv_row *row = back->row;
    back->n_fields = row->n;
    for (int c = 0; c < back->n_columns; c++)
        back->field[c] = -1;
    for (int i = 0; i < row->n; i++) {
        struct place at = sheet_place(back->sheet, row, i);
        int column = back->n_columns - 1;
        while (column >= 0 && strcmp(back->column[column], row->field[i].text) != 0)
            column--;
        if (column >= 0 && back->field[column] < 0) {
            back->field[column] = i;
            continue;
        }
        back->n_errors++;
        if (column >= 0)
            diag_error(back->diags, &at, "column '%s' occurs twice", back->column[column]);
        else
            diag_error(back->diags, &at, "unknown column '%.80s'%s", row->field[i].text,
                       text_hint(back->arena, row->field[i].text, back->column, back->n_columns));
    }
    struct place at = sheet_place(back->sheet, row, -1);
    for (int c = 0; c < n_required; c++)
        if (back->field[c] < 0) {
            back->n_errors++;
            diag_error(back->diags, &at, "column '%s' is missing", back->column[c]);
        }
}

enum status back_open(struct back *back, const char *file, const char *const *column, int n_columns,
                      int n_required, const struct plan *plan, struct arena *arena,
                      struct diags *diags)
{
    return back_open_sheet(back, file, NULL, column, n_columns, n_required, plan, arena, diags);
}

enum status back_open_sheet(struct back *back, const char *file, const char *sheet,
                            const char *const *column, int n_columns, int n_required,
                            const struct plan *plan, struct arena *arena, struct diags *diags)
{
    assert(n_columns <= BACK_COLUMNS_MOST);
    *back = (struct back){.plan = plan,
                          .arena = arena,
                          .diags = diags,
                          .file = arena_strdup(arena, file),
                          .column = column,
                          .n_columns = n_columns};
    enum status status = OK;
    TRY_OUT(sheet_open_file(&back->sheet, file, sheet, diags));
    TRY_OUT(sheet_next(&back->row, back->sheet));
    read_header(back, n_required);
    if (back->n_errors > 0)
        status = ERR_DATA;
out:
    if (status != OK) {
        sheet_close(back->sheet);
        back->sheet = NULL;
    }
    return status;
}

bool back_next(struct back *back)
{
    for (;;) {
        if (sheet_next(&back->row, back->sheet) != OK) {
            back->n_errors++; /* reported there */
            return false;
        }
        if (!back->row)
            return false;
        if (back->row->n == back->n_fields)
            return true;
        struct place at = sheet_place(back->sheet, back->row, 0);
        back->n_errors++;
        diag_error(back->diags, &at, "this row has %d fields, the first line names %d columns",
                   back->row->n, back->n_fields);
    }
}

enum status back_close(struct back *back, enum status status)
{
    sheet_close(back->sheet);
    back->sheet = NULL;
    return status == OK && back->n_errors > 0 ? ERR_DATA : status;
}

/* ---- cells ---- */

const char *back_text(const struct back *back, int column)
{
    int field = back->field[column];
    return field >= 0 ? back->row->field[field].text : "";
}

struct place back_place(const struct back *back, int column)
{
    struct place at = sheet_place(back->sheet, back->row, back->field[column]);
    at.file = back->file; /* outlives the open file */
    return at;
}

void back_fault(struct back *back, int column, const char *format, ...)
{
    char message[MESSAGE_MOST];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct place at = back_place(back, column);
    diag_error(back->diags, &at, "%s", message);
    back->n_errors++;
}

bool back_date(int32_t *out, struct back *back, int column)
{
    const char *text = back_text(back, column);
    if (date_parse(out, text))
        return true;
    back_fault(back, column, "%s must be a date such as 2026-12-24, not '%.40s'",
               back->column[column], text);
    return false;
}

bool back_stamp(int64_t *out, struct back *back, int column)
{
    const char *text = back_text(back, column);
    const struct tz *zone = back->plan->site.zone;
    struct stamp stamp;
    int64_t second;
    char one[STAMP_TEXT], two[STAMP_TEXT];
    if (!stamp_parse(&stamp, text)) {
        back_fault(back, column, "%s must be a time such as 2026-12-24T21:00+08:00, not '%.40s'",
                   back->column[column], text);
        return false;
    }
    enum local_kind kind = stamp_instant(out, &second, &stamp, zone);
    if (kind == LOCAL_ONE)
        return true;
    back_fault(back, column, "%s %s in %s: write %s or %s", text,
               kind == LOCAL_GAP ? "does not exist" : "occurs twice", tz_name(zone),
               tz_format(one, zone, *out), tz_format(two, zone, second));
    return false;
}

bool back_number(double *out, struct back *back, int column, double least, double most)
{
    const char *text = back_text(back, column);
    char *end;
    *out = strtod(text, &end);
    if (*text && !*end && text[strspn(text, "0123456789.eE+-")] == 0 && *out >= least &&
        *out <= most)
        return true;
    back_fault(back, column, "%s must be a number from %g to %g, not '%.40s'", back->column[column],
               least, most, text);
    return false;
}

enum status back_horizon(struct horizon *out, const struct plan *plan, int32_t first, int32_t last,
                         const char *file, struct diags *diags)
{
    const struct site *site = &plan->site;
    while (date_weekday(first) != site->week_start)
        first--;
    int n_weeks = (last - first) / 7 + 1;
    if (n_weeks * 7 <= MAX_DAYS)
        return horizon_make(out, site->zone, first, n_weeks * 7, site->day_starts_min,
                            site->slot_min, diags);
    char from[DATE_TEXT], to[DATE_TEXT];
    diag_error(diags, &(struct place){.file = file},
               "its dates reach from %s to %s: more than %d weeks", date_format(from, first),
               date_format(to, last), MAX_DAYS / 7);
    return ERR_DATA;
}
