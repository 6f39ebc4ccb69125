/* SPDX-License-Identifier: GPL-3.0-or-later */
/* breaks.h - where the pauses of a choice can lie, and the cheapest place for them. */
#ifndef RONDA_SCHEDULER_BREAKS_H
#define RONDA_SCHEDULER_BREAKS_H

#include <stdbool.h>
#include <stdint.h>

#include "scheduler/problem.h"

#define MAX_POSITIONS 64 /* starts a pause can take; a longer window is thinned evenly */

/* The pauses of one break plan in a shift of one length, in ticks of a common grid. */
struct break_shape {
    int plan, length_min;
    bool feasible;
    int n_pauses;
    int n[MAX_BREAKS];                     /* positions of each pause */
    int16_t at[MAX_BREAKS][MAX_POSITIONS]; /* ticks after the shift's start */
    int16_t len[MAX_BREAKS];               /* ticks */
    /* Positions of the pause before that position i of pause k can follow: [lo, hi). */
    uint8_t lo[MAX_BREAKS][MAX_POSITIONS], hi[MAX_BREAKS][MAX_POSITIONS];
    bool open[MAX_BREAKS][MAX_POSITIONS]; /* some full placement has pause k there */
};

struct break_model {
    int tick_min; /* divides rows, starts, ends, pauses and their steps */
    int n_ticks;  /* from 0 to the last end of a choice */
    int n_shapes;
    struct break_shape *shape;
    int *shape_of; /* [n_choices] -1: no pauses */
};

struct break_model *break_model_new(const struct problem *problem);
void break_model_free(struct break_model *model);

/* Cheapest placement: loss of pause k at position i is loss[k][i].  Returns the least sum and the
 * positions in at[n_pauses].  The shape must be feasible.  Cost: O(positions). */
double breaks_best(const struct break_shape *shape, double (*loss)[MAX_POSITIONS], uint8_t *at);

/* Minutes after the start of pause k at position i. */
static inline int break_start_min(const struct break_model *model, const struct break_shape *shape,
                                  int k, int i)
{
    return shape->at[k][i] * model->tick_min;
}
/* Positions of pauses given in minutes; false if they are none of the shape's. */
bool break_positions(const struct break_model *model, const struct break_shape *shape,
                     const int16_t *start_min, uint8_t *at);

#endif
