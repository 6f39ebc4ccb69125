/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steady.h - a centre under a steady load, for tests of the simulation. */
#ifndef RONDA_TESTS_STEADY_H
#define RONDA_TESTS_STEADY_H

#include "scheduler/sim_part.h"
#include "tests/unit/centre.h"

#define Z99 2.5758293035489004
#define Z95 1.959963984540054

/* A week with a steady load and people who never leave. */
struct steady {
    struct centre c;
    struct demand demand;
    struct roster roster;
    struct sim_options options;
    struct sim_result result;
    struct run run;
};

/* Slots of an hour, handling times exponential, volume as forecast. */
void steady_init(struct steady *s, int n_days);
void steady_load(struct steady *s, int q, double calls_per_h, double aht_s, double patience_s);
/* n people for the whole of the days; the first of them. */
struct duty *steady_people(struct steady *s, int n, uint64_t queues);
void steady_run(struct steady *s, int replications);
/* Within the 99 % band, which the 95 % band is scaled to. */
void assert_in_band(const char *what, int setting, struct sim_measure got, double want);

#endif
