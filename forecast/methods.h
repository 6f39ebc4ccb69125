/* SPDX-License-Identifier: GPL-3.0-or-later */
/* methods.h - the parts of a forecast: level of a day, profile of a weekday, and the plain floors.
 * All read rows before an origin only.  Levels and profiles keep sums that grow with the history,
 * so that a rolling backtest, asking for one origin after the other, reads each day once. */
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
    bool monthly;            /* day of the month and its turn */
    bool yearly;             /* Fourier terms, given more than a year */
    bool follows_months;     /* the pull is to the mean of the last months in place of all */
    int mean_weeks;          /* > 0: plain mean of as many weeks, none of the above */
    double smoothing;        /* > 0: exponential smoothing with this weight, none of the above */
};

/* Part of the day's contacts in each cell, for several options.  Memory in arena. */
struct profile_bank;
struct profile_bank *profile_bank_new(const struct daytable *t,
                                      const struct profile_options *options, int n_options,
                                      struct arena *arena);
/* As of `origin`, never earlier than the one asked for before.
 *   share[n_options][7 * n_cells]  out  each weekday sums to 1 over its open cells, 0 where closed;
 *                                       zeroed before; NULL: not wanted */
void profile_bank_shares(double *const *share, struct profile_bank *bank, int origin);

/* Contacts of a day of 24 hours as its known cells and the profile say; NAN when they hold less
 * than half of it.   total[origin] out */
void profile_totals(double *total, const struct daytable *t, int origin, const double *share);

/* Totals of days, for several options.  Rows before `now` are the history; how far off each day of
 * it lies (Huber's weight) is judged once, on all of it.
 *   total[now]  in, NAN unknown; kept.  Memory in arena. */
struct level_bank;
struct level_bank *level_bank_new(const struct daytable *t, int now, const double *total,
                                  const struct level_options *options, int n_options,
                                  struct arena *arena);
/* Of rows origin .. origin + n_ahead - 1 as of `origin`, never earlier than the one before.
 *   level[n_options][n_ahead]  out; NULL: not wanted */
void level_bank_totals(double *const *level, struct level_bank *bank, int origin, int n_ahead);

/* Mean (median) of the last `weeks` known values of the same weekday and cell, NAN if there are
 * none.  Holidays and days left out are passed over.
 *   out[n_ahead * n_cells] */
void floor_mean(double *out, const struct daytable *t, int origin, int n_ahead, int weeks);
void floor_median(double *out, const struct daytable *t, int origin, int n_ahead, int weeks);

#endif
