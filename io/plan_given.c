/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_given.c - forecast/ and requirement/: a client's own figures, kept as rows.
 * A row's slot length is the spacing of its file and queue; of a single row the site's.  Rows that
 * are a day apart are totals of days. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "io/interval.h"

enum { VALUE = 2, AHT_OF_FORECAST = 3 }; /* columns of both tables */

struct given_rows {
    struct given *row;
    size_t n, cap;
};

static void set_length(struct given *row, const struct spacing *spacing, const struct plan *plan,
                       enum table_id id)
{
    const struct tz *zone = plan->accounts[plan->queues[row->queue].account].zone;
    int slot_s = spacing_slot_s(spacing);
    if (row->is_total)
        return;
    row->is_total = id == TABLE_FORECAST && slot_s == 0 && spacing->days > 0;
    row->slot_s = slot_s ? slot_s
                  : row->is_total
                      ? (int)(tz_day_boundary(zone, tz_date(zone, row->start) + 1, 0) - row->start)
                      : plan->site.slot_min * 60;
}

static void read_file(struct reading *reading, struct given_rows *rows, enum table_id id,
                      const char *name)
{
    struct plan *plan = reading->plan;
    struct interval_file *file = NULL;
    struct interval_row row;
    const char *path = path_join(reading->arena, reading->folder, name);
    if (interval_open(&file, reading, id, name, true) != OK)
        return;
    struct spacing *spacing = NEW_ARRAY(struct spacing, plan->n_queues + 1);
    size_t first = rows->n;
    while (interval_next(&row, file)) {
        if (row.queue < 0 || row.start == NO_TIME || row.is_doubtful)
            continue;
        if (row.whole_s == 0)
            spacing_add(&spacing[row.queue], row.start);
        if (isnan(row.value[VALUE]))
            continue;
        MEM_GROW(rows->row, rows->n, rows->cap);
        rows->row[rows->n++] = (struct given){
            .queue = row.queue,
            .start = row.start,
            .slot_s = row.whole_s,
            .is_total = row.whole_s > 0,
            .value = row.value[VALUE],
            .aht_s = id == TABLE_FORECAST ? row.value[AHT_OF_FORECAST] : NAN,
            .at = {.file = path, .line = row.at.line, .col = row.at.col},
        };
    }
    interval_close(file);
    for (size_t i = first; i < rows->n; i++)
        set_length(&rows->row[i], &spacing[rows->row[i].queue], plan, id);
    mem_free(spacing);
}

static int by_queue_and_start(const void *left, const void *right)
{
    const struct given *a = left, *b = right;
    if (a->queue != b->queue)
        return a->queue - b->queue;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    int d = strcmp(a->at.file, b->at.file);
    return d ? d : a->at.line - b->at.line;
}

static void check_overlaps(struct reading *reading, const struct given_rows *rows)
{
    for (size_t i = 1; i < rows->n; i++) {
        const struct given *before = &rows->row[i - 1], *row = &rows->row[i];
        if (row->queue == before->queue && row->start < before->start + before->slot_s)
            diag_error(reading->diags, &row->at, "this slot overlaps that of %s, line %d",
                       before->at.file, before->at.line);
    }
}

static struct given *read_folder(int *n, struct reading *reading, enum table_id id,
                                 const char *folder)
{
    struct given_rows rows = {0};
    const char *const *names;
    int n_files = files_in(&names, reading, folder);
    for (int i = 0; i < n_files; i++)
        read_file(reading, &rows, id, names[i]);
    if (rows.n == 0)
        return NULL;
    qsort(rows.row, rows.n, sizeof *rows.row, by_queue_and_start);
    check_overlaps(reading, &rows);
    struct given *kept = ARENA_COPY(reading->arena, rows.row, rows.n);
    mem_free(rows.row);
    *n = (int)rows.n;
    return kept;
}

void plan_read_given(struct reading *reading)
{
    struct plan *plan = reading->plan;
    plan->forecast_given =
        read_folder(&plan->n_forecast_given, reading, TABLE_FORECAST, "forecast");
    plan->requirement_given =
        read_folder(&plan->n_requirement_given, reading, TABLE_REQUIREMENT, "requirement");
}
