/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pricing.h - the cheapest tour of one person for given values of the choices. */
#ifndef RONDA_SCHEDULER_PRICING_H
#define RONDA_SCHEDULER_PRICING_H

#include "scheduler/space.h"

#define FIX_FREE (-2) /* fix[day]: any; -1: off; >= 0: that choice */

/* One worker's memory: labels and a row of items for the largest space it has seen. */
struct scratch {
    double *label, *row, *item;
    size_t n_label, n_row, n_item;
    double tour_value; /* of the last tour that price_tour() gave */
    double *toll;      /* in and out, a space with a grid: labels.h; NULL */
    int most_labels;   /* until its value is a bound only; 0: 20,000 */
};
void scratch_free(struct scratch *scratch);
/* Room for one value an item of the space. */
double *scratch_items(struct scratch *scratch, const struct space *space);

/* Least sum of item_cost[item] over worked days, off_cost over days off, and the prices of limits;
 * INFINITY if there is no tour.
 *   choice[n_days]     out  the tour (-1 off); NULL: only the value is wanted
 *   item_cost[n_items] in   grains, finite
 *   off_cost[n_days]   in   grains, or NULL
 *   fix[n_days]        in   or NULL
 * Where the space has a grid the value may be only a bound, never above the least, and the tour one
 * that costs scratch->tour_value, or, if that is INFINITY, none; else both are the same.
 * Exact: if all costs are multiples of 1/256 grain and sums stay below 2^44, no operation rounds.
 * Cost: rows of labels times items, a day; some tens of microseconds a week. */
double price_tour(const struct space *space, const double *item_cost, const int64_t *off_cost,
                  const int32_t *fix, struct scratch *scratch, int32_t *choice);

#endif
