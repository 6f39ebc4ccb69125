/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_calls.c - calls/ as one series a queue, in two looks at the files, so that memory holds the
 * series and nothing else:
 *   1. span and spacing: the slot length of a queue is the difference between neighbouring rows
 *      that occurs most often; all files of the queue must agree;
 *   2. values into slots.  A slot without a row, or whose row is empty or doubtful, is NAN. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "io/interval.h"

#define MOST_YEARS 60
enum { OFFERED = 2, HANDLED = 3, AHT = 4 }; /* columns of calls */

/* What the first look learns of a queue. */
struct span {
    int64_t first, last;
    int n_rows, slot_s;
    const char *slot_file; /* that said so */
    bool has_handled, has_aht;
    int *line; /* [n_slots] of the row that filled a slot, 0 = none */
    short *file;
};

struct calls {
    struct reading *reading;
    const char *const *files;
    int n_files;
    struct span *span; /* [n_queues] */
};

/* ---- first look ---- */

static void settle_spacing(struct calls *calls, const struct spacing *spacing, const char *file)
{
    struct plan *plan = calls->reading->plan;
    for (int q = 0; q < plan->n_queues; q++) {
        struct span *span = &calls->span[q];
        int slot_s = spacing_slot_s(&spacing[q]);
        if (slot_s == 0)
            continue;
        if (span->slot_s == 0) {
            span->slot_s = slot_s;
            span->slot_file = file;
        } else if (span->slot_s != slot_s) {
            struct place at = {.file =
                                   path_join(calls->reading->arena, calls->reading->folder, file)};
            diag_error(calls->reading->diags, &at,
                       "queue '%s' comes in slots of %d minutes here, of %d in %s",
                       plan->queues[q].id, slot_s / 60, span->slot_s / 60, span->slot_file);
        }
    }
}

static void look_at_file(struct calls *calls, const char *name)
{
    struct plan *plan = calls->reading->plan;
    struct interval_file *file = NULL;
    struct interval_row row;
    if (interval_open(&file, calls->reading, TABLE_CALLS, name, true) != OK)
        return;
    struct spacing *spacing = NEW_ARRAY(struct spacing, plan->n_queues + 1);
    while (interval_next(&row, file)) {
        if (row.queue < 0 || row.start == NO_TIME)
            continue;
        struct span *span = &calls->span[row.queue];
        if (row.is_doubtful) {
            plan->history[row.queue].n_ambiguous++;
            continue;
        }
        span->first = span->n_rows == 0 || row.start < span->first ? row.start : span->first;
        span->last = span->n_rows == 0 || row.start > span->last ? row.start : span->last;
        span->n_rows++;
        span->has_handled = span->has_handled || !isnan(row.value[HANDLED]);
        span->has_aht = span->has_aht || !isnan(row.value[AHT]);
        spacing_add(&spacing[row.queue], row.start);
    }
    interval_close(file);
    settle_spacing(calls, spacing, name);
    mem_free(spacing);
}

/* ---- between the looks ---- */

static double *unknowns(struct arena *arena, int n)
{
    double *values = ARENA_ARRAY(arena, double, n);
    for (int i = 0; i < n; i++)
        values[i] = NAN;
    return values;
}

static void make_series(struct calls *calls, int queue)
{
    struct reading *reading = calls->reading;
    struct span *span = &calls->span[queue];
    struct series *series = &reading->plan->history[queue];
    series->queue = queue;
    series->grid.slot_s = span->slot_s ? span->slot_s : reading->plan->site.slot_min * 60;
    if (span->n_rows == 0)
        return;
    int64_t n = (span->last - span->first) / series->grid.slot_s + 1;
    if (n > (int64_t)MOST_YEARS * 366 * 86400 / series->grid.slot_s) {
        diag_error(reading->diags, &reading->plan->queues[queue].at,
                   "the rows of queue '%s' in calls/ span more than %d years",
                   reading->plan->queues[queue].id, MOST_YEARS);
        return;
    }
    series->grid.begin = span->first;
    series->grid.n_slots = (int)n;
    series->offered = unknowns(reading->arena, (int)n);
    series->handled = span->has_handled ? unknowns(reading->arena, (int)n) : NULL;
    series->aht_s = span->has_aht ? unknowns(reading->arena, (int)n) : NULL;
    span->line = NEW_ARRAY(int, n);
    span->file = NEW_ARRAY(short, n);
}

/* ---- second look ---- */

static void report_off_slot(struct calls *calls, const struct series *series,
                            const struct place *at)
{
    struct place copy = *at;
    diag_error(calls->reading->diags, &copy,
               "this row does not start on one of the %d-minute slots of queue '%s'",
               series->grid.slot_s / 60, calls->reading->plan->queues[series->queue].id);
}

static void fill_slot(struct calls *calls, const struct interval_row *row, int file)
{
    struct plan *plan = calls->reading->plan;
    struct span *span = &calls->span[row->queue];
    struct series *series = &plan->history[row->queue];
    int64_t slot = grid_slot(&series->grid, row->start);
    if (!span->line || slot < 0 || slot >= series->grid.n_slots)
        return;
    if (row->start != series->grid.begin + slot * series->grid.slot_s) {
        report_off_slot(calls, series, &row->at);
        return;
    }
    if (span->line[slot] > 0) {
        bool is_same = span->file[slot] == file;
        diag_error(calls->reading->diags, &row->at,
                   "this slot of queue '%s' has a row already: line %d%s%s",
                   plan->queues[row->queue].id, span->line[slot], is_same ? "" : " of ",
                   is_same ? "" : calls->files[span->file[slot]]);
        return;
    }
    span->line[slot] = row->at.line;
    span->file[slot] = (short)file;
    series->offered[slot] = row->value[OFFERED];
    if (series->handled)
        series->handled[slot] = row->value[HANDLED];
    if (series->aht_s)
        series->aht_s[slot] = row->value[AHT];
}

static void fill_from_file(struct calls *calls, int f)
{
    struct interval_file *file = NULL;
    struct interval_row row;
    if (interval_open(&file, calls->reading, TABLE_CALLS, calls->files[f], false) != OK)
        return;
    while (interval_next(&row, file))
        if (row.queue >= 0 && row.start != NO_TIME && !row.is_doubtful)
            fill_slot(calls, &row, f);
    interval_close(file);
}

static void set_last_date(struct plan *plan)
{
    for (int q = 0; q < plan->n_queues; q++) {
        const struct series *series = &plan->history[q];
        int account = plan->queues[q].account;
        int64_t slot = (int64_t)series->grid.n_slots - 1;
        while (slot >= 0 && isnan(series->offered[slot]))
            slot--;
        if (slot < 0 || account < 0 || !plan->accounts[account].zone)
            continue;
        int32_t date =
            tz_date(plan->accounts[account].zone, series->grid.begin + slot * series->grid.slot_s);
        if (plan->last_call_date == NO_DATE || date > plan->last_call_date)
            plan->last_call_date = date;
    }
}

void plan_read_calls(struct reading *reading)
{
    struct plan *plan = reading->plan;
    struct calls calls = {.reading = reading};
    plan->history = ARENA_ARRAY(reading->arena, struct series, plan->n_queues + 1);
    calls.span = NEW_ARRAY(struct span, plan->n_queues + 1);
    calls.n_files = files_in(&calls.files, reading, "calls");
    for (int f = 0; f < calls.n_files; f++)
        look_at_file(&calls, calls.files[f]);
    for (int q = 0; q < plan->n_queues; q++)
        make_series(&calls, q);
    for (int f = 0; f < calls.n_files; f++)
        fill_from_file(&calls, f);
    set_last_date(plan);
    for (int q = 0; q < plan->n_queues; q++) {
        mem_free(calls.span[q].line);
        mem_free(calls.span[q].file);
    }
    mem_free(calls.span);
}
