/* SPDX-License-Identifier: GPL-3.0-or-later */
/* labels.h - pricing over a grid of counts. */
#ifndef RONDA_SCHEDULER_LABELS_H
#define RONDA_SCHEDULER_LABELS_H

#include "scheduler/pricing.h"

/* Cheapest item of each day and letter, the last letter a day off, under fixings (NULL: none):
 * out[n_days * (n_kinds + 1)]; item[] the same of the items, -1: none or a day off; NULL. */
void letter_costs(double *out, int *item, const struct space *space, const double *item_cost,
                  const int64_t *off_cost, const int32_t *fix);
/* Least cost from each state to the end, out[n_values] laid out as states are (no instants, no
 * grid). */
void costs_to_go(double *out, const struct space *space, const double *letter);

/* As price_tour, for a space with a grid.  The value is exact, or, when too many labels were looked
 * at, what the tour costs at least; scratch->tour_value is that of choice[], INFINITY if none was
 * found.  scratch->toll[n_out], unless NULL, is where the tolls begin, and gets better ones. */
double price_labels(const struct space *space, const double *item_cost, const int64_t *off_cost,
                    const int32_t *fix, struct scratch *scratch, int32_t *choice);

#endif
