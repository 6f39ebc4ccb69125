/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dive.h - from weights to whole tours: fix, price again, fix. */
#ifndef RONDA_SCHEDULER_DIVE_H
#define RONDA_SCHEDULER_DIVE_H

#include "base/run.h"
#include "scheduler/bundle.h"

struct dive_rules {
    int rounds, sweeps; /* of the bundle between fixings */
    double threshold;   /* weight at which a person's day is fixed at once */
    double share;       /* least share of the free days fixed a step */
    double settle;      /* then the same for people's pauses; 0: not here */
};

/* Fixes every day of everybody.  Each pack must hold a tour.  Afterwards master_best() is the tour
 * of a person.  Stops early when the run should: then the heaviest tours stand as they are. */
void dive(struct master *master, const struct dive_rules *rules, struct run *run);

#endif
