/* SPDX-License-Identifier: GPL-3.0-or-later */
/* design.h - what the calendar says of a day, as a row of a regression. */
#ifndef RONDA_FORECAST_DESIGN_H
#define RONDA_FORECAST_DESIGN_H

#include "forecast/methods.h"
#include "forecast/ridge.h"

enum design_part {
    PART_INTERCEPT,
    PART_WEEKDAY, /* 7 */
    PART_HOLIDAY, /* any holiday */
    PART_NAME,    /* each holiday by name */
    PART_EVE,     /* the day before one */
    PART_AFTER,   /* the day after a closed day */
    PART_YEARLY,  /* Fourier pairs over the year */
    PART_MONTH,   /* days of the month; from here what some methods do without */
    PART_TURN,    /* first and last working days of the month */
    N_PARTS
};

struct design {
    const struct daytable *t;
    int now;                /* rows of history */
    int first[N_PARTS + 1]; /* columns of part p: first[p] .. first[p + 1] - 1 */
    int n_blocks;           /* four weeks of history each: slow change */
};

void design_make(struct design *out, const struct daytable *t, int now);
static inline int design_columns(const struct design *x)
{
    return x->first[N_PARTS];
}

/* The columns that a method with these options uses, ascending; their number.
 *   used[design_columns]  out */
int design_used(int *used, const struct design *x, const struct level_options *options);

/* The day may be of the past or to come. */
void design_row(struct ridge_row *row, const struct design *x, int day);
/* Days' worth of pull of a column's coefficient, and of a block's, to 0. */
double design_pull(const struct design *x, int column);
#define DESIGN_BLOCK_PULL 2.0
/* The block of a day of the past. */
int design_block(const struct design *x, int day);

/* A year is seen once and a bit: season can be told from slow change. */
#define DESIGN_YEARLY_DAYS 400

#endif
