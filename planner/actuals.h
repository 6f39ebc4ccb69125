/* SPDX-License-Identifier: GPL-3.0-or-later */
/* actuals.h - the rest of a day's forecast, from what has come in of it so far. */
#ifndef RONDA_PLANNER_ACTUALS_H
#define RONDA_PLANNER_ACTUALS_H

#include "planner/planner.h"

/* What a queue's day came to. */
struct arrived_day {
    double expected, came; /* contacts in the slots that are known */
    double factor;         /* on what is expected in the rest of the day; 1: nothing is known */
};

/* Slots of the local day of `now` that end by then and have a row are known.  The rest of that day
 * of each queue is scaled, quantiles too, and the requirement made anew.  day[n_queues]  out.
 * Errors: those of staffing.  Memory in arena. */
enum status planner_take_actuals(struct planned *planned, struct arrived_day *day,
                                 const struct plan *plan, const struct arrived *arrived,
                                 int n_arrived, int64_t now, struct arena *arena,
                                 struct diags *diags);

#endif
