/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scheduler.h - from a plan and its requirement to a roster.  [The formulation heads this file.] */
#ifndef RONDA_SCHEDULER_SCHEDULER_H
#define RONDA_SCHEDULER_SCHEDULER_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/run.h"

/* Translate, solve, translate back.  All memory of *out in `arena`.
 * price_factor: scales the price of a missing hour (1 as it is; 0.5 and 2 for the planner's page).
 * start: a roster to begin with (same plan and horizon), or NULL.
 * Infeasible: out->end says so, and a diag names the agent and the rules in conflict. */
enum status scheduler_roster(struct roster *out, const struct plan *plan,
                             const struct horizon *horizon, const struct requirement *requirement,
                             double price_factor, const struct roster *start, struct arena *arena,
                             struct run *run, struct diags *diags);

#endif
