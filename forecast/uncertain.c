/* SPDX-License-Identifier: GPL-3.0-or-later */
/* uncertain.c - staffing for a volume that is not known.
 *
 * A slot's count has the variance m + c m^2 round its mean m: m is chance, which Erlang's formulas
 * hold, and c the variance of the rate's factor, sd = (p95 - p05) / (2 x 1.645).  The need rises
 * with the rate, so its quantile is the need at the quantile of the rate; with plain prices the
 * cheapest is that at short / (short + surplus) (the newsvendor's quantile), with steps it is found
 * among the needs themselves, since the mean cost is piecewise linear between them.
 *
 * Source: Arrow, Harris & Marschak 1951, Econometrica 19, doi:10.2307/1906813 (newsvendor). */
#include "forecast/uncertain.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#define NORMAL_95 1.6448536269514722

double uncertain_variance(const struct demand *demand, int queue, int slot)
{
    size_t at = (size_t)queue * (size_t)demand->grid.n_slots + (size_t)slot;
    double mean = demand->calls[at];
    double cv = demand->day_cv ? demand->day_cv[queue] : 0;
    if (!(mean > 0) || !demand->p05 || !demand->p95)
        return cv * cv;
    double deviation = (demand->p95[at] - demand->p05[at]) / (2 * NORMAL_95);
    if (!isfinite(deviation))
        return cv * cv;
    return fmax(0, (deviation * deviation - mean) / (mean * mean));
}

double uncertain_factor(double variance, double quantile)
{
    double sigma = sqrt(log1p(variance));
    return exp(sigma * gsl_cdf_ugaussian_Pinv(quantile) - sigma * sigma / 2);
}

/* Of `off` people, in the steps of the slot's need. */
static double cost_of(double off, double need, double price, const struct price_step *steps, int n)
{
    double cost = 0, begin = 0;
    for (int i = 0; i < n && off > begin; i++) {
        double end = i + 1 < n ? fmax(ceil(steps[i].share * need - 1e-9), steps[i].people) : off;
        cost += (fmin(off, fmax(end, begin)) - begin) * steps[i].factor * price;
        begin = fmax(begin, end);
    }
    return cost;
}

double uncertain_cheapest(const double *need, double price_short, double price_surplus)
{
    double best = need[0], least = INFINITY;
    for (int i = 0; i < UNCERTAIN_CASES; i++) {
        double cost = 0;
        for (int j = 0; j < UNCERTAIN_CASES; j++)
            cost += need[j] > need[i] ? cost_of(need[j] - need[i], need[j], price_short,
                                                short_steps, N_SHORT_STEPS)
                                      : cost_of(need[i] - need[j], need[j], price_surplus,
                                                surplus_steps, N_SURPLUS_STEPS);
        if (cost < least) {
            least = cost;
            best = need[i];
        }
    }
    return best;
}
