/* SPDX-License-Identifier: GPL-3.0-or-later */
/* design.h - what the calendar and the past say of a day, as a row of a regression. */
#ifndef RONDA_FORECAST_DESIGN_H
#define RONDA_FORECAST_DESIGN_H

#include "forecast/methods.h"

enum design_part {
    PART_INTERCEPT,
    PART_WEEKDAY, /* 7 */
    PART_HOLIDAY, /* any holiday */
    PART_NAME,    /* each holiday by name */
    PART_EVE,     /* the day before one */
    PART_AFTER,   /* the day after a closed day */
    PART_MONTH,   /* bins of the day of the month */
    PART_TURN,    /* first and last working days of the month */
    PART_YEARLY,  /* Fourier pairs over the year */
    PART_BLOCK,   /* four weeks of history each: slow change, 0 for days to come */
    N_PARTS
};

struct design {
    const struct daytable *t;
    int origin;
    int first[N_PARTS + 1]; /* columns of part p: first[p] .. first[p + 1] - 1 */
};

void design_make(struct design *out, const struct daytable *t, int origin,
                 const struct level_options *options);
static inline int design_columns(const struct design *x)
{
    return x->first[N_PARTS];
}

/* A row is sparse: at most DESIGN_MOST of its entries are not 0. */
#define DESIGN_MOST 20
struct design_row {
    int n;
    int column[DESIGN_MOST];
    double value[DESIGN_MOST];
};

/* The day may be of the past or to come. */
void design_row(struct design_row *row, const struct design *x, int day);
/* Days' worth of pull of a column's coefficient to 0. */
double design_ridge(const struct design *x, int column);
/* The column that carries the slow change of a day of the past. */
int design_block(const struct design *x, int day);

#endif
