/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lpdive.h - from tours to a roster by the linear program: generate, fix, generate, fix. */
#ifndef RONDA_SCHEDULER_LPDIVE_H
#define RONDA_SCHEDULER_LPDIVE_H

#include "base/run.h"
#include "scheduler/colgen.h"

struct lpdive_rules {
    struct colgen_rules root, step; /* of the generation before the first fixing, and after */
    double threshold;               /* weight from which days are fixed ... */
    double share;                   /* ... at most this share of those free a step; below the */
    double least_share;             /* threshold, down to a half, while it is less than this */
};

enum lpdive_end {
    LPDIVE_FOUND, /* whole tours, master_best() of each, below the cutoff */
    LPDIVE_CUT,   /* none below the cutoff on this way */
    LPDIVE_FAILED /* the library gave up, or the run should stop */
};

/* The whole problem's program is one that the library solves in moments: day-level, few rows. */
bool lpdive_fits(const struct problem *problem);

/* Dives over the people of `master`, whose packs must hold a tour each; teams are not priced.  The
 * value (grains) is that of the cover, with everybody who is there, and of these people's tours;
 * only what is below `cutoff` is of use.  dual[n_posts * n_rows] begins with duals to try first,
 * and gets those of answer->bound, which is the bound before any fixing.  Deterministic unless the
 * run is stopped. */
enum lpdive_end lpdive(struct master *master, const struct lpdive_rules *rules, double cutoff,
                       struct colgen_answer *answer, double *dual, struct run *run);

#endif
