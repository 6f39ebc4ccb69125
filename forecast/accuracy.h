/* SPDX-License-Identifier: GPL-3.0-or-later */
/* accuracy.h - an earlier forecast against what came: by slot, day and week. */
#ifndef RONDA_FORECAST_ACCURACY_H
#define RONDA_FORECAST_ACCURACY_H

#include "base/demand.h"
#include "base/tz.h"

enum { ACCURACY_SLOT, ACCURACY_DAY, ACCURACY_WEEK, N_ACCURACY_GRAINS };
extern const char *const accuracy_grain_names[N_ACCURACY_GRAINS]; /* slot day week */

/* One slot that was forecast, of slot_s seconds. */
struct accuracy_slot {
    int64_t start;
    double expected;
    double p10, p90; /* NAN if there are none */
};

struct accuracy {
    long n;                /* slots, days, weeks scored */
    double expected, came; /* sums */
    double wape, bias;     /* sum |y - f| / sum y, sum (f - y) / sum y; NAN if nothing came */
    double mape;           /* mean of |y - f| / y over those with y > 0; NAN if none */
    double within_80;      /* part within p10 .. p90; slots only, NAN else */
};

/* By grain, on the zone's calendar (weeks begin on Monday).  slot[n] by start, none twice; a slot
 * counts if the whole of it is in the history; days and weeks are of the slots that count.  The
 * part `share` of what came is held against the forecast. out[N_ACCURACY_GRAINS] */
void accuracy_measure(struct accuracy *out, const struct accuracy_slot *slot, int n, int slot_s,
                      const struct series *series, double share, const struct tz *zone);

#endif
