/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenarios.h - one week under many plans: the one as it is, and what if. */
#ifndef RONDA_PLANNER_SCENARIOS_H
#define RONDA_PLANNER_SCENARIOS_H

#include "planner/compare.h"
#include "planner/prove.h"

enum scenario_end {
    SCENARIO_DONE,
    SCENARIO_INFEASIBLE, /* no roster keeps the rules */
    SCENARIO_STOPPED,    /* by the clock: what there is, if anything, hangs on the machine */
    SCENARIO_REFUSED,    /* a stage failed, or the checker refuses the roster: diags say why */
    N_SCENARIO_ENDS
};
extern const char *const scenario_end_names[N_SCENARIO_ENDS];

struct scenario {
    const char *name;
    const struct plan *plan;
    bool is_known; /* in: `end` and `figures` are an earlier run's */
    /* out */
    enum scenario_end end;
    bool has_figures;
    struct week_figures figures;
    struct diags *diags; /* the caller's, one each */
};

struct scenarios {
    struct scenario *scenario; /* [n], the plan as it is first */
    int n;
    int32_t first;                   /* work date */
    bool screens;                    /* only the bound: see below */
    const struct sim_options *proof; /* each roster is simulated and corrected (prove.h); NULL */
    /* After each, by the thread that made it; may be NULL. */
    void (*done)(void *context, int i);
    void *context;
};

/* Neighbourhoods of a roster here where the run sets no limit; rounds of a bound that has duals to
 * begin with, and of the first. */
#define SCENARIO_ITERATIONS 200
#define SCENARIO_ROUNDS 50
#define BASE_ROUNDS 80

/* Forecast, staffing and roster of each scenario, begun from the roster and the duals of the first,
 * side by side; a limit of time is each one's.  The results are the same for any number of workers.
 * A scenario that is known is not made again; the first is, where any other is not.
 * Screening stops at the bound: hours short and over are those of the best mixture of weeks, cost
 * is the bound, `value` the mixture's cost, which the bound cannot rise above; what only a roster
 * tells is NAN. Errors: none of its own; each scenario has its end. */
void planner_scenarios(struct scenarios *of, struct run *run);

#endif
