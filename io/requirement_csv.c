/* SPDX-License-Identifier: GPL-3.0-or-later */
/* requirement_csv.c - requirement.csv and the figures of summary.json, read back. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "io/back.h"
#include "io/json.h"
#include "io/outputs.h"

enum { START, QUEUE, NEED, N_COLUMNS };
static const char *const columns[N_COLUMNS] = {"start", "queue", "need"};
#define NEED_MOST 100000

struct need_row {
    int queue;
    int64_t start;
    double need;
    int line;
};

struct rows {
    struct need_row *row; /* [n], mem_free */
    size_t n, cap;
};

static void read_rows(struct rows *rows, struct back *back)
{
    struct back_ids queues;
    int slot_s = back->plan->site.slot_min * 60;
    back_ids_queues(&queues, back->plan, back->arena);
    while (back_next(back)) {
        struct need_row row = {.line = back->row->line};
        bool good = back_id(&row.queue, back, QUEUE, back_text(back, QUEUE), &queues);
        good &= back_number(&row.need, back, NEED, 0, NEED_MOST);
        if (!back_stamp(&row.start, back, START) || !good)
            continue;
        if (row.start % slot_s != 0) {
            back_fault(back, START, "the start is not one of a slot of %d minutes",
                       back->plan->site.slot_min);
            continue;
        }
        MEM_GROW(rows->row, rows->n, rows->cap);
        rows->row[rows->n++] = row;
    }
}

/* Unless the caller knows the grid: the weeks that hold all rows. */
static enum status find_grid(struct grid *grid, const struct back *back, const struct rows *rows)
{
    const struct site *site = &back->plan->site;
    struct horizon horizon;
    if (grid->n_slots > 0)
        return OK;
    if (rows->n == 0) {
        diag_error(back->diags, &(struct place){.file = back->file},
                   "holds no row, so its week is not known");
        return ERR_DATA;
    }
    int64_t first = rows->row[0].start, last = first;
    for (size_t i = 1; i < rows->n; i++) {
        first = rows->row[i].start < first ? rows->row[i].start : first;
        last = rows->row[i].start > last ? rows->row[i].start : last;
    }
    TRY(back_horizon(&horizon, back->plan, tz_work_date(site->zone, first, site->day_starts_min),
                     tz_work_date(site->zone, last, site->day_starts_min), back->file,
                     back->diags));
    *grid = horizon.grid;
    return OK;
}

/* Rows onto the grid; a slot without one needs nobody. */
static enum status place_rows(struct requirement *out, const struct back *back,
                              const struct rows *rows)
{
    enum status status = OK;
    size_t all = (size_t)out->n_queues * (size_t)out->grid.n_slots, n_outside = 0;
    int *line = NEW_ARRAY(int, all);
    for (size_t i = 0; i < rows->n; i++) {
        const struct need_row *row = &rows->row[i];
        struct place at = {.file = back->file, .line = row->line};
        int64_t slot = grid_slot(&out->grid, row->start);
        if (slot < 0 || slot >= out->grid.n_slots) {
            if (n_outside++ == 0)
                diag_warning(back->diags, &at,
                             "this and other slots lie outside of the planned weeks: not read");
            continue;
        }
        size_t cell = (size_t)row->queue * (size_t)out->grid.n_slots + (size_t)slot;
        if (line[cell] > 0) {
            diag_error(back->diags, &at, "queue '%s' has this slot twice: first in line %d",
                       back->plan->queues[row->queue].id, line[cell]);
            status = ERR_DATA;
        }
        line[cell] = row->line;
        out->need[cell] = row->need;
        out->source[row->queue] = 'c';
    }
    mem_free(line);
    return status;
}

static void make_arrays(struct requirement *out, const struct plan *plan, struct arena *arena)
{
    out->n_queues = plan->n_queues;
    out->need = ARENA_ARRAY(arena, double, (size_t)plan->n_queues *(size_t)out->grid.n_slots);
    out->need_base = NULL;
    out->price_short = ARENA_ARRAY(arena, double, plan->n_queues);
    out->price_surplus = ARENA_ARRAY(arena, double, plan->n_queues);
    out->source = ARENA_ARRAY(arena, char, plan->n_queues + 1);
    for (int q = 0; q < plan->n_queues; q++) {
        out->price_short[q] = plan->queues[q].price_short_per_h;
        out->price_surplus[q] = plan->queues[q].price_surplus_per_h;
        out->source[q] = '-';
    }
}

enum status requirement_csv_read(struct requirement *out, const char *file, const struct plan *plan,
                                 struct arena *arena, struct diags *diags)
{
    struct back back;
    struct rows rows = {0};
    TRY(back_open(&back, file, columns, N_COLUMNS, N_COLUMNS, plan, arena, diags));
    read_rows(&rows, &back);
    enum status status = back_close(&back, OK);
    if (status == OK)
        status = find_grid(&out->grid, &back, &rows);
    if (status == OK) {
        make_arrays(out, plan, arena);
        status = place_rows(out, &back, &rows);
    }
    mem_free(rows.row);
    return status;
}

enum status requirement_horizon(struct horizon *out, const struct plan *plan,
                                const struct requirement *requirement, struct diags *diags)
{
    const struct site *site = &plan->site;
    int32_t first = tz_work_date(site->zone, requirement->grid.begin, site->day_starts_min);
    int32_t last = tz_work_date(site->zone, grid_end(&requirement->grid) - 1, site->day_starts_min);
    return horizon_make(out, site->zone, first, last - first + 1, site->day_starts_min,
                        site->slot_min, diags);
}

/* A number that the summary may lack: NAN. */
static enum status read_figure(double *out, const struct doc_node *root, const char *name,
                               struct diags *diags)
{
    const struct doc_node *node = doc_find(root, name);
    *out = NAN;
    if (!node || node->type == DOC_NULL)
        return OK;
    if (node->type != DOC_NUMBER) {
        diag_error(diags, &node->at, "%s must be a number", name);
        return ERR_DATA;
    }
    *out = node->number;
    return OK;
}

enum status summary_value_read(double *value, double *bound, const char *file, struct diags *diags)
{
    enum status status = OK;
    struct doc_node *root = NULL;
    struct arena *arena = arena_new();
    TRY_OUT(json_read(&root, file, arena, diags));
    TRY_OUT(read_figure(value, root, "value", diags));
    TRY_OUT(read_figure(bound, root, "bound", diags));
out:
    arena_free(arena);
    return status;
}
