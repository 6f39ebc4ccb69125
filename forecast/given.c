/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/given.h"

bool given_take(double *need, const struct plan *plan, int queue, const struct grid *grid,
                struct arena *arena)
{
    double *covered_s = NULL, *sum = NULL;
    for (int i = 0; i < plan->n_requirement_given; i++) {
        const struct given *row = &plan->requirement_given[i];
        if (row->queue != queue)
            continue;
        int64_t end = row->start + row->slot_s;
        if (end <= grid->begin || row->start >= grid_end(grid))
            continue;
        if (!sum) {
            sum = ARENA_ARRAY(arena, double, grid->n_slots);
            covered_s = ARENA_ARRAY(arena, double, grid->n_slots);
        }
        int64_t at = row->start > grid->begin ? row->start : grid->begin;
        for (int64_t k = grid_slot(grid, at); k < grid->n_slots; k++) {
            int64_t lo = grid->begin + k * grid->slot_s, hi = lo + grid->slot_s;
            if (lo >= end)
                break;
            int64_t overlap = (hi < end ? hi : end) - (lo > row->start ? lo : row->start);
            covered_s[k] += (double)overlap;
            sum[k] += row->value * (double)overlap;
        }
    }
    if (!sum)
        return false;
    for (int k = 0; k < grid->n_slots; k++)
        if (covered_s[k] > 0)
            need[k] = sum[k] / (covered_s[k] > grid->slot_s ? covered_s[k] : grid->slot_s);
    return true;
}
