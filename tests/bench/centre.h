/* SPDX-License-Identifier: GPL-3.0-or-later */
/* centre.h - made-up centre weeks of any size, the same on every machine: for benchmarks. */
#ifndef RONDA_TESTS_BENCH_CENTRE_H
#define RONDA_TESTS_BENCH_CENTRE_H

#include "base/mem.h"
#include "scheduler/problem.h"

struct centre_size {
    int agents, queues, slot_min;
    int weeks; /* solved as one; 0: one */
    int night; /* 1: a client's day seen from the other side, 20:00 to 10:00; 0: round the clock */
    double away_share; /* most of a team on a pause at once, 1: everybody may be; 0: as usual */
    uint64_t seed;
};

/* All memory in the arena. */
struct problem *centre_week(const struct centre_size *size, struct arena *arena);

#endif
