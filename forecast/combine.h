/* SPDX-License-Identifier: GPL-3.0-or-later */
/* combine.h - the forecast of days to come from the methods, weighed by an internal backtest. */
#ifndef RONDA_FORECAST_COMBINE_H
#define RONDA_FORECAST_COMBINE_H

#include "forecast/methods.h"

/* What the backtest chose for a series. */
struct choice {
    int n_origins;     /* backtest origins that counted; 0: nothing to choose from */
    double dispersion; /* c of the variance m + c m^2 of a cell */
};

/* Cells of rows origin .. origin + n_ahead - 1; 0 where closed.  Rows from origin on are not read.
 *   out[n_ahead * n_cells]   choice may be NULL */
void combine_predict(double *out, struct choice *choice, const struct daytable *t, int origin,
                     int n_ahead, struct arena *scratch);

#endif
