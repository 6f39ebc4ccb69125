/* SPDX-License-Identifier: GPL-3.0-or-later */
/* aht.h - mean handling time over the hours of a day. */
#ifndef RONDA_FORECAST_AHT_H
#define RONDA_FORECAST_AHT_H

#include "forecast/forecast.h"

#define AHT_HOURS 24

/* Mean handling time by local hour before local date `until`, weighted by contacts, newer weeks
 * more, each hour pulled to the mean of all; `stated` (may be NAN) where the history has none.
 *   aht_s[AHT_HOURS]  out */
void aht_by_hour(double *aht_s, const struct series *series, const struct tz *zone, double stated,
                 int32_t until);

#endif
