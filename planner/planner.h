/* SPDX-License-Identifier: GPL-3.0-or-later */
/* planner.h - whole runs over models: models in, models out.  Pure: no I/O. */
#ifndef RONDA_PLANNER_PLANNER_H
#define RONDA_PLANNER_PLANNER_H

#include "base/locks.h"
#include "base/plan.h"
#include "base/run.h"
#include "base/status.h"
#include "scheduler/check.h"

/* A roster in four figures, when a missing hour costs `factor` times its price. */
struct planned_price {
    double factor;
    bool is_known; /* false: the run was stopped before */
    double hours_short, hours_surplus;
    double service_level; /* expected over the horizon, weighted by contacts; NAN without any */
    double cost_hours;    /* paid above the least of contracts, currency */
    double cost_people;   /* premiums and wishes not granted, currency */
    double cost;          /* of all decisions, at this price */
};

struct planned {
    const struct locks *locks; /* in: what of an earlier roster holds; NULL: nothing */
    int notice_days; /* in: from the day on which the week is told to its first; 0: not known */
    struct horizon horizon;
    struct demand demand; /* n_queues 0: not asked for (head-counts from a file) */
    struct requirement requirement;
    struct roster roster;
    bool has_roster; /* roster.end may say why not */
    struct check_result check;
    struct planned_price at_half, at_once, at_double;
};

/* Horizon, demand and requirement of n_weeks from work date `first`.  Memory in arena.
 * Errors: ERR_DATA from forecast and staffing. */
enum status planner_need(struct planned *out, const struct plan *plan, int32_t first, int n_weeks,
                         struct arena *arena, struct run *run, struct diags *diags);

/* Roster and check for the horizon and requirement that `out` holds; with_prices: also what half
 * and double the price of a missing hour would do, found from the roster with a small budget.
 * A roster that `out` holds already (out->has_roster) is where the search begins; of its agents
 * whose days are legal no more, others are found.  out->locks: what must stay, and what changes
 * cost.
 * Infeasible and stopped are results: out->roster.end.  out->check.n_broken > 0: the checker
 * refuses the roster; why is in diags. */
enum status planner_roster(struct planned *out, const struct plan *plan, bool with_prices,
                           struct arena *arena, struct run *run, struct diags *diags);

/* Only half and double the price, of a roster made without. */
enum status planner_prices(struct planned *out, const struct plan *plan, struct arena *arena,
                           struct run *run, struct diags *diags);

/* Both. */
enum status planner_plan(struct planned *out, const struct plan *plan, int32_t first, int n_weeks,
                         bool with_prices, struct arena *arena, struct run *run,
                         struct diags *diags);

#endif
