/* SPDX-License-Identifier: GPL-3.0-or-later */
/* anneal.h - a few shifts out, each back where it costs least; worse rosters taken while it is hot.
 */
#ifndef RONDA_SCHEDULER_ANNEAL_H
#define RONDA_SCHEDULER_ANNEAL_H

#include "base/run.h"
#include "scheduler/lean.h"

struct anneal_rules {
    long steps;           /* of every chain */
    int attempt;          /* another one takes another way */
    double hot, cold;     /* temperatures, grains */
    int64_t away_penalty; /* grains a tick and person away too many meanwhile: low, so that people
                             can pass one another */
    struct lean *lean;    /* draws teams apart meanwhile; NULL */
    double end_s;         /* of the run, where it has a limit of time */
};

/* Slot cover only.  Everybody must be here.  The incumbent gets better or stays, by its own
 * away_penalty.  Deterministic for any number of workers unless the clock is short. */
void anneal(struct incumbent *incumbent, const struct anneal_rules *rules, struct run *run);

#endif
