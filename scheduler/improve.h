/* SPDX-License-Identifier: GPL-3.0-or-later */
/* improve.h - large-neighbourhood search from an incumbent. */
#ifndef RONDA_SCHEDULER_IMPROVE_H
#define RONDA_SCHEDULER_IMPROVE_H

#include "base/run.h"
#include "scheduler/bundle.h"
#include "scheduler/incumbent.h"
#include "scheduler/thin.h"

struct improve_goal {
    int64_t bound;             /* grains */
    int64_t enough;            /* stop when the value is at most this */
    double gap_base;           /* grains: what progress divides value - bound by, at least */
    int64_t forced;            /* grains */
    long neighbourhoods;       /* at most */
    long patience;             /* neighbourhoods without gain that end it; 0: none */
    double tau;                /* step of the duals to begin with */
    struct thinning *thinning; /* NULL: spaces stay whole */
    bool sweeps;               /* first each person alone, as long as that brings much */
};

/* Betters the incumbent in place; returns the number of neighbourhoods tried.  centre: duals of the
 * whole problem.  Deterministic for any number of workers unless the run is stopped. */
long improve(struct incumbent *incumbent, const struct price_curve *curve, const double *centre,
             const struct improve_goal *goal, struct run *run);

#endif
