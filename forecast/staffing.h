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

/* Expected service level of a slot by the queue's own definition, or the share of work done in time
 * for work without a queue (e-mail, back office): min(1, people / people needed).
 *   calls    expected contacts of the slot
 *   open_s   seconds of it in which the queue is open; with 0, or without calls, the result is 1
 *   people   rostered people who cover it, shrinkage not yet taken off; fractions are interpolated
 * A queue without a stated answer time is measured at 20 s. */
double staffing_service_level(const struct queue *queue, double calls, double aht_s, double open_s,
                              double people);

/* The same over slots [from, to) of one queue, weighted by contacts; NAN if none are expected.
 *   people[n_slots]   rostered people per slot of demand->grid */
double staffing_cover_service_level(const struct plan *plan, const struct demand *demand, int queue,
                                    const double *people, int from, int to);

/* Seconds of [begin, begin + slot_s) in which the queue is open, by its opening hours on the
 * account's clock. */
int staffing_open_s(const struct plan *plan, int queue, int64_t begin, int slot_s);

#endif
