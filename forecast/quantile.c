/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quantile.c - P(X <= k) is a regularised incomplete beta (gamma for Poisson) function; the
 * quantile is bracketed from the normal approximation and halved. */
#include "forecast/quantile.h"

#include <assert.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

static double at_most(double k, double mean, double c)
{
    if (k < 0)
        return 0;
    if (c * mean < 1e-6)
        return gsl_cdf_gamma_Q(mean, k + 1, 1);
    double r = 1 / c;
    return gsl_cdf_beta_P(r / (r + mean), r, k + 1);
}

double quantile_count(double mean, double c, double p)
{
    assert(mean >= 0 && c >= 0 && p > 0 && p < 1);
    gsl_set_error_handler_off();
    if (mean <= 0)
        return 0;
    double deviation = sqrt(mean + c * mean * mean);
    double step = 1 + floor(deviation / 16);
    double hi = fmax(0, floor(mean + gsl_cdf_ugaussian_Pinv(p) * deviation));
    double lo = hi - 1;
    for (double s = step; at_most(hi, mean, c) < p; s *= 2) {
        lo = hi;
        hi += s;
    }
    for (double s = step; lo >= 0 && at_most(lo, mean, c) >= p; s *= 2) {
        hi = lo;
        lo -= s;
    }
    if (lo < -1)
        lo = -1;
    while (hi - lo > 1) {
        double mid = floor((lo + hi) / 2);
        if (at_most(mid, mean, c) >= p)
            hi = mid;
        else
            lo = mid;
    }
    return hi;
}

double quantile_real(double mean, double c, double p)
{
    double k = quantile_count(mean, c, p);
    double below = at_most(k - 1, mean, c), here = at_most(k, mean, c) - below;
    double q = k - 0.5 + (here > 0 ? (p - below) / here : 0.5);
    return mean > 0 && q > 0 ? q : 0;
}
