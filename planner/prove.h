/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prove.h - does the planned roster hold in the simulation, and what makes it hold? */
#ifndef RONDA_PLANNER_PROVE_H
#define RONDA_PLANNER_PROVE_H

#include "planner/planner.h"
#include "scheduler/sim.h"

#define PROVE_ROUNDS 4 /* corrections at most */

struct prove_round {
    struct planned planned; /* roster and the requirement that it was made for */
    struct sim_result sim;
    int slots_raised; /* in the requirement, against the round before */
    double hours_raised;
    bool *in_vain; /* [n_queues * n_slots] more was asked for there and did not come */
};

struct proof {
    struct prove_round round[PROVE_ROUNDS + 1]; /* [n_rounds] */
    int n_rounds;
    int chosen; /* the round whose roster stands */
};

/* Simulates the planned week.  Where a queue's target over the week does not hold with all of its
 * band, its requirement is raised in slots that the roster does cover, where that wins most for its
 * price, the roster is made again from the one at hand and simulated with the same contacts, until
 * all hold, nothing can be raised, two rounds bring nothing, or the rounds are over.  `planned`
 * becomes the first round in which all hold, else the one that is least short; its requirement is
 * the raised one.  A time limit is shared out among the rounds; a stop of the run ends it with what
 * there is.  Errors: the roster's.  Memory in arena. */
enum status planner_prove(struct proof *out, struct planned *planned, const struct plan *plan,
                          const struct sim_options *options, struct arena *arena, struct run *run,
                          struct diags *diags);

#endif
