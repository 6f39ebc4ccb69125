/* SPDX-License-Identifier: GPL-3.0-or-later */
/* methods.h - the parts of a forecast: level of a day, profile of a weekday, and the plain floors.
 * All read rows before `origin` only, so that a backtest is a call with an earlier origin. */
#ifndef RONDA_FORECAST_METHODS_H
#define RONDA_FORECAST_METHODS_H

#include "forecast/daytable.h"

struct profile_options {
    double half_life_weeks;
    double pooled_weeks; /* weight of the profile pooled over weekdays */
    int smooth;          /* passes of the kernel 1/4 1/2 1/4 */
};

struct level_options {
    double half_life_weeks;  /* of the regression */
    double recent_half_life; /* days, of the recent level */
    double recent_prior;     /* days' worth of pull to no change */
    int month_bins;          /* of the day of the month; 0: none */
    bool yearly;             /* Fourier terms, given more than a year */
    int mean_weeks;          /* > 0: plain mean of as many weeks, none of the above */
};

/* Part of the day's contacts in each cell.
 *   share[7 * n_cells]  out  each weekday sums to 1 over its open cells; 0 where closed */
void profile_fit(double *share, const struct daytable *t, int origin,
                 const struct profile_options *options, struct arena *scratch);

/* Contacts of a day of 24 hours as its known cells and the profile say; NAN when they hold less
 * than half of it.   total[origin] out */
void profile_totals(double *total, const struct daytable *t, int origin, const double *share);

/* Totals of rows origin .. origin + n_ahead - 1.
 *   level[n_ahead]  out     total[origin]  in, NAN unknown */
void level_fit(double *level, const struct daytable *t, int origin, int n_ahead,
               const double *total, const struct level_options *options, struct arena *scratch);

/* Mean (median) of the last `weeks` known values of the same weekday and cell, NAN if there are
 * none.  Holidays and days left out are passed over.
 *   out[n_ahead * n_cells] */
void floor_mean(double *out, const struct daytable *t, int origin, int n_ahead, int weeks);
void floor_median(double *out, const struct daytable *t, int origin, int n_ahead, int weeks);

#endif
