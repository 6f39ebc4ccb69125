/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clean.h - spikes and dead hours made unknown before anything is fitted. */
#ifndef RONDA_FORECAST_CLEAN_H
#define RONDA_FORECAST_CLEAN_H

#include "forecast/daytable.h"

/* Single cells far outside what their weekday, hour and day say become unknown.  Days of a holiday
 * or an event are left as they are: they are meant to differ.  Returns how many cells. */
int clean_cells(struct daytable *t, struct arena *scratch);

#endif
