/* SPDX-License-Identifier: GPL-3.0-or-later */
/* little.h - random problems so small that every roster can be tried. */
#ifndef RONDA_TESTS_UNIT_LITTLE_H
#define RONDA_TESTS_UNIT_LITTLE_H

#include "base/mem.h"
#include "base/rng.h"
#include "scheduler/problem.h"

struct little_size {
    int n_people, n_days, n_posts, n_starts; /* starts a day */
    int n_limits;                            /* of random kinds, per person */
    bool pauses, hard;                       /* hard: limits forbid; else they are priced, mostly */
    bool starts; /* also gaps by class and after runs, moves of starts */
    int n_sides; /* side posts, at most 2 */
    bool stages; /* groups change after half the rows, and some take from their post */
};

/* All memory in the arena. */
struct problem *little_problem(const struct little_size *size, uint64_t seed, struct arena *arena);

/* The next roster of one person in counting order, -1 (off) first; false after the last. */
bool little_next(const struct problem *problem, int32_t *choice);

#endif
