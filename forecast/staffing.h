/* SPDX-License-Identifier: GPL-3.0-or-later */
/* staffing.h - people needed per slot to reach the service level.
 * Reads struct demand, writes struct requirement.  Pure: no I/O, clock or globals. */
#ifndef RONDA_FORECAST_STAFFING_H
#define RONDA_FORECAST_STAFFING_H

#include "base/plan.h"

/* Every queue over demand->grid: Erlang C or A, occupancy ceiling, shrinkage divided in, rounded
 * once; given head-counts replace ours.  Prices from the queues.  Memory in arena.
 * Errors: ERR_DATA when a slot's load is beyond a million erlangs. */
enum status staffing_requirement(struct requirement *out, const struct plan *plan,
                                 const struct demand *demand, struct arena *arena,
                                 struct diags *diags);

/* Expected service level over slots [from, to) of one queue by its own definition, or the share of
 * work done before its deadline (e-mail, back office), weighted by contacts; NAN if none are
 * expected.  A queue without a stated answer time is measured at 20 s, work without a deadline by
 * what the people of its slot can do of it.
 *   people[n_slots]   rostered people per slot of demand->grid, shrinkage not yet taken off;
 *                     fractions are interpolated */
double staffing_cover_service_level(const struct plan *plan, const struct demand *demand, int queue,
                                    const double *people, int from, int to);

/* The same slot by slot: level[n_slots] is the share of each slot's contacts that is in time, 1
 * where there are none. */
void staffing_slot_levels(double *level, const struct plan *plan, const struct demand *demand,
                          int queue, const double *people);

/* Seconds of [begin, begin + slot_s) in which the queue is open, by its opening hours on the
 * account's clock. */
int staffing_open_s(const struct plan *plan, int queue, int64_t begin, int slot_s);

#endif
