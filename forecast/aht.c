/* SPDX-License-Identifier: GPL-3.0-or-later */
/* aht.c - sum of u n a over sum of u n; n = contacts handled, u = 2^(-age / 8 weeks), each hour
 * with 100 contacts' worth of the mean of all hours added. */
#include "forecast/aht.h"

#include <math.h>

#define HALF_LIFE_DAYS 56.0
#define PRIOR_CONTACTS 100.0

void aht_by_hour(double *aht_s, const struct series *series, const struct tz *zone, double stated,
                 int32_t until)
{
    double time_s[AHT_HOURS] = {0}, contacts[AHT_HOURS] = {0}, all_s = 0, all = 0;
    const struct grid *grid = &series->grid;
    for (int k = 0; k < grid->n_slots && series->aht_s; k++) {
        double a = series->aht_s[k];
        double n = series->handled ? series->handled[k] : series->offered[k];
        int64_t at = grid->begin + (int64_t)k * grid->slot_s;
        if (!(a > 0) || !isfinite(a) || !(n > 0) || tz_date(zone, at) >= until)
            continue;
        n *= exp2((double)(at - grid_end(grid)) / 86400 / HALF_LIFE_DAYS);
        int hour = tz_minute(zone, at) / 60;
        time_s[hour] += n * a;
        contacts[hour] += n;
        all_s += n * a;
        all += n;
    }
    double mean_s = all > 0 ? all_s / all : stated;
    for (int h = 0; h < AHT_HOURS; h++)
        aht_s[h] = all > 0 ? (time_s[h] + PRIOR_CONTACTS * mean_s) / (contacts[h] + PRIOR_CONTACTS)
                           : stated;
}
