/* SPDX-License-Identifier: GPL-3.0-or-later */
/* uncertain.h - how the volume of a slot may turn out, and what to be ready for.
 * Pure: no I/O, clock or globals. */
#ifndef RONDA_FORECAST_UNCERTAIN_H
#define RONDA_FORECAST_UNCERTAIN_H

#include "base/plan.h"

#define UNCERTAIN_CASES 19 /* quantiles, each as likely */

/* Variance of the factor between a slot's rate and its forecast: what its quantiles spread beyond
 * chance, which the queueing formulas hold; of a forecast without quantiles, its days' factor. */
double uncertain_variance(const struct demand *demand, int queue, int slot);

/* That factor at a quantile in (0, 1): log-normal, mean 1. */
double uncertain_factor(double variance, double quantile);

/* People that cost least in the mean: each of need[UNCERTAIN_CASES] (rising) may turn out to be
 * needed, a missing hour costs price_short, a surplus one price_surplus, in the steps of
 * requirement.h.  One of need. */
double uncertain_cheapest(const double *need, double price_short, double price_surplus);

#endif
