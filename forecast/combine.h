/* SPDX-License-Identifier: GPL-3.0-or-later */
/* combine.h - the forecast of days to come from the methods, weighed by an internal backtest. */
#ifndef RONDA_FORECAST_COMBINE_H
#define RONDA_FORECAST_COMBINE_H

#include "forecast/methods.h"
#include "forecast/spread.h"

enum { N_LEVELS = 21, N_SHAPES = 12, N_MIXES = 13 };

/* What the backtest chose for a series. */
struct choice {
    int n_origins;          /* backtest origins that counted; 0: nothing to choose from */
    double level[N_LEVELS]; /* weights, sum 1, over the rows of combine.c's tables */
    double profile[N_SHAPES];
    int mix; /* row of the table of mixtures with the floors */
    struct spread spread;
    const double *past; /* [n_origins][n_ahead * n_cells], newest first: what it would have said */
};

/* Origins of the internal backtest, newest first; their number. */
#define MAX_ORIGINS 12
int combine_origins(int origin[MAX_ORIGINS], int now, int n_ahead);

/* Cells of rows origin .. origin + n_ahead - 1; 0 where closed.  Rows from origin on are not read.
 * The choice is made by rolling origins before `origin` at the lead that is asked for: days origin
 * + lead .. origin + n_ahead - 1.
 *   related               in   other queues of the same client, made for this origin; NULL: none
 *   out[n_ahead * n_cells] */
struct related;
void combine_predict(double *out, struct choice *choice, const struct daytable *t,
                     const struct related *related, int origin, int lead, int n_ahead,
                     struct arena *scratch);

/* The same by one recipe, with nothing to choose by. */
void combine_single(double *out, const struct daytable *t, int origin, int n_ahead,
                    struct arena *scratch);

#endif
