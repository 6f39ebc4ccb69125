/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine.h - solve a struct problem: a roster, its value, a proven lower bound. */
#ifndef RONDA_SCHEDULER_ENGINE_H
#define RONDA_SCHEDULER_ENGINE_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/roster.h"
#include "base/run.h"
#include "base/status.h"
#include "scheduler/problem.h"

/* All memory in the arena given to engine_solve. */
struct solution {
    enum roster_end end;
    struct tour *tours; /* [n_people]; NULL when end is ROSTER_INFEASIBLE or ROSTER_NONE */
    int64_t
        value; /* grains: cover + choices + days off + priced limits, recomputed from the tours */
    int64_t bound;     /* grains: no roster is cheaper; valid after a round, tours or not */
    int64_t relaxed;   /* grains: engine_bound only */
    int64_t forced;    /* grains: cost that total minutes against total need force on any roster */
    double *dual;      /* [n_posts * n_rows] grains a unit: worth of one more unit there */
    double lagrangian; /* its value at `dual`, grains: no roster is cheaper */
    int32_t
        *given_to; /* [n_posts * n_rows] units of cover each post gets from the exact transport */
    int infeasible_person; /* with ROSTER_INFEASIBLE: someone without any legal roster; else -1 */
    long rounds, neighbourhoods;
};

/* What a neighbouring problem's answer tells of this one. */
struct engine_start {
    const struct tour *tours; /* a roster of the same people and choices; NULL */
    const double *dual;       /* [n_posts * n_rows] grains a unit; NULL */
};

/* Deterministic under run->iteration_limit (0: the default) whatever the number of workers.
 * start: where to begin, or NULL.
 * Errors: ERR_INTERNAL if GLPK fails beyond repair.  Infeasible and limits are results. */
enum status engine_solve(struct solution *out, const struct problem *problem,
                         const struct engine_start *start, struct arena *arena, struct run *run,
                         struct diags *diags);

/* The bound only: no tours, end ROSTER_NONE; given_to is that of a mixture of tours which costs
 * `relaxed`.  No search would raise the bound above that. */
enum status engine_bound(struct solution *out, const struct problem *problem,
                         const struct engine_start *start, struct arena *arena, struct run *run,
                         struct diags *diags);

/* Price of tours, from scratch (used by engine_solve at its end, and by tests). */
int64_t problem_value(const struct problem *problem, const struct tour *tours /* [n_people] */);

#endif
