/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine_part.h - what the files of the engine share: one run of it. */
#ifndef RONDA_SCHEDULER_ENGINE_PART_H
#define RONDA_SCHEDULER_ENGINE_PART_H

#include "scheduler/bundle.h"
#include "scheduler/engine.h"
#include "scheduler/incumbent.h"

#define ROOT_PACK 40
#define DAY_PACK 100
#define FEW_PEOPLE 300      /* up to here a dive is careful, and teams can be drawn apart */
#define SLOT_DIVE_SHARE 0.5 /* of a limit of time, when the dive ends where walks follow */

struct engine {
    const struct problem *problem;
    struct run *run;
    struct solution *out;
    const struct engine_start *start;
    struct arena *arena;
    struct instance *instance;
    struct price_curve *curve;
    struct master *root;
    struct incumbent *incumbent;
    bool by_bundle; /* the dive */
    double *dual;   /* [n_posts * n_rows] of the best Lagrangian value */
    double best;    /* that value */
    long most_rounds;
};

/* engine.c */
double engine_gap(const struct engine *e, double value, double bound);
/* The bound is at least `value`. */
void engine_set_bound(struct engine *e, double value);
/* A limit of time is for the search above all: other stages end at their share of it. */
bool engine_is_over(struct run *run, double share);
double engine_tolerance(const struct engine *e);
double engine_first_tau(const struct engine *e);
/* The run's budget over the default one; 1 without. */
double engine_effort(const struct engine *e);
long engine_neighbourhoods(const struct problem *problem); /* by default */

/* engine_dive.c */
/* From the root's weights to everybody's tours in the incumbent. */
void engine_dive(struct engine *e);
/* One person's pauses after the other's where they cost least, in `rounds` turns at most. */
void engine_place_everybody(struct incumbent *s, int rounds);
/* The same, and none of a team too many away if that can be. */
void engine_place_pauses(struct engine *e);

/* engine_walk.c */
/* Slot cover: walks from the incumbent; nothing for day-level rows. */
void engine_walk(struct engine *e);

#endif
