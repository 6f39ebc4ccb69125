/* SPDX-License-Identifier: GPL-3.0-or-later */
/* borrow.h - what a young queue takes from its client's other queues. */
#ifndef RONDA_FORECAST_BORROW_H
#define RONDA_FORECAST_BORROW_H

#include "forecast/combine.h"

/* The other queues, summed, with the days of the one that leans on them. */
struct related {
    struct daytable t;
    const double *cells; /* [n_ahead * t.n_cells] their forecast */
    const double *past;  /* [n_past][n_ahead * t.n_cells] at the origins of the backtest */
    int n_past;
    struct spread spread;
};

/* Forecasts in->related for the days of `own`, the last n_ahead of which are to come.  NULL if
 * there is none, if the queue is old enough to stand alone, or if the others are hardly older.
 * n_days: of own history that are known.  Memory in arena. */
const struct related *borrow_related(const struct forecast_input *in, const struct daytable *own,
                                     int n_days, int lead, struct arena *arena);

/* Cells of rows origin .. origin + n_ahead - 1 of `own` as of `origin`; NAN where the others say
 * nothing.   back: 0 for the days to come, i + 1 for origin i of the backtest
 *   out[n_ahead * own->n_cells] */
void borrow_predict(double *out, const struct related *related, const struct daytable *own,
                    int origin, int back, int n_ahead);

/* A day that their calendar sets apart. */
bool borrow_is_special(const struct related *related, const struct daytable *own, int day);

#endif
