/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spread.h - how far counts lie about their forecast: measured on a backtest's errors. */
#ifndef RONDA_FORECAST_SPREAD_H
#define RONDA_FORECAST_SPREAD_H

#include "forecast/daytable.h"

/* c of the variance m + c m^2 of the contacts of a cell, of a day, of seven days.  A day's cells
 * share a factor of mean 1: day_cv is its coefficient of variation, such that cell and day agree.
 */
struct spread {
    double cell, day, week;
    double day_cv;
};
extern const struct spread spread_unknown; /* without errors to learn from */

/* What came and what was forecast, of one grain and one band: the least c whose band holds it. */
struct spread_pair {
    double least, weight;
};
struct spread_pairs {
    struct spread_pair *pair;
    int n, cap;
};
struct spread_sample {
    struct spread_pairs cell, day, week;
    double squares, all; /* sums over days of sum m^2 and M^2: what cells alone give a day */
};

/* Room for n_days days of t.  Memory in scratch. */
void spread_begin(struct spread_sample *out, const struct daytable *t, int n_days,
                  struct arena *scratch);
/* Weight of the errors of the i-th origin, the newest is 0: an old one had less to learn from. */
double spread_weight(int i);

/* Rows origin + lead .. origin + n_ahead - 1 against cells[n_ahead * n_cells]; days of holidays and
 * those left out are passed over, as are NAN cells.  weight > 0: of these days among all. */
void spread_add(struct spread_sample *sample, const struct daytable *t, int origin, int lead,
                int n_ahead, const double *cells, double weight);
/* Reorders the sample. */
void spread_fit(struct spread *out, struct spread_sample *sample);

#endif
