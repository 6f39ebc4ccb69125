/* SPDX-License-Identifier: GPL-3.0-or-later */
/* full_part.h - what full.c and full_limits.c share: a program that grows row by row. */
#ifndef RONDA_SCHEDULER_FULL_PART_H
#define RONDA_SCHEDULER_FULL_PART_H

#include <math.h>

#include "base/mem.h"
#include "scheduler/breaks.h"
#include "scheduler/full.h"

/* A linear expression; `constant` beside. */
struct terms {
    int *column;
    double *by;
    int n, cap_column, cap_by;
    double constant;
};

struct full {
    const struct problem *problem;
    struct break_model *breaks;
    struct lp *lp;
    int n_columns;
    int *x;             /* [n_people * n_choices] column, -1: not allowed */
    struct terms terms; /* of the row under way */
    int *place;         /* [n_place] of a column in that row, -1 */
    int n_place;
    struct { /* entries of the matrix */
        int *row, *column;
        double *by;
        int n, cap_row, cap_column, cap_by;
    } entry;
    const char *refusal; /* NULL: all went in */
};

int full_column(struct full *full, double cost, double lo, double hi, bool integer);
/* Adds to the row under way; a column may come several times. */
void full_add(struct full *full, int column, double by);
/* Ends it: lo <= terms <= hi, the constant included. */
void full_row(struct full *full, double lo, double hi);

static inline double full_money(const struct full *full, int64_t grains)
{
    return (double)grains * full->problem->currency_per_grain;
}
static inline int full_x(const struct full *full, int person, int choice)
{
    return full->x[(size_t)person * (size_t)full->problem->n_choices + (size_t)choice];
}

/* All limits of a person, and the past (full_limits.c). */
void full_limits(struct full *full, int person);

#endif
