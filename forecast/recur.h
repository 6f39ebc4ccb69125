/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recur.h - holidays that nobody told of, found by their coming back every year. */
#ifndef RONDA_FORECAST_RECUR_H
#define RONDA_FORECAST_RECUR_H

#include "forecast/daytable.h"

/* Marks the days of t, past and to come, that bear a date which was unlike its neighbours in every
 * year so far; adds to t->n_holiday_names.  sum[n_days]: contacts of a day, NAN without rows.
 * open[7]: weekdays that take contacts. */
void recur_mark(struct daytable *t, const double *sum, const bool open[7], struct arena *scratch);

#endif
