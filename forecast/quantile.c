/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quantile.c - P(X <= k) is a regularised incomplete beta (gamma for Poisson) function; the
 * quantile is bracketed from the normal approximation and halved.  Where counts are not many, terms
 * are added from far below the mean instead, P(k + 1) = P(k) q (k + r) / (k + 1), r = 1 / c, q = m
 * / (r + m), which gives all quantiles at once. */
#include "forecast/quantile.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#define POISSON 1e-6     /* c m below which the count is one */
#define FAR_BELOW 5.0    /* deviations: 3e-7 of a normal count lies there, less of these */
#define WALK_MOST 2000.0 /* counts within a deviation */

static double at_most(double k, double mean, double c)
{
    if (k < 0)
        return 0;
    if (c * mean < POISSON)
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

/* Logarithm of P(X = k). */
static double log_term(double k, double mean, double c)
{
    if (c * mean < POISSON)
        return k * log(mean) - mean - lgamma(k + 1);
    double r = 1 / c;
    return lgamma(k + r) - lgamma(r) - lgamma(k + 1) - r * log1p(c * mean) +
           k * log(c * mean / (1 + c * mean));
}

/* P(X = k + 1) / P(X = k) = (least + step k) / (k + 1). */
struct ratio {
    double least, step;
};

/* A count, its probability, and that of all below it. */
struct walk {
    double k, term, below;
};

/* Four terms on, by one division that waits for no term; false, and nothing done, if p lies among
 * them. */
static bool stride(struct walk *w, const struct ratio *r, double p)
{
    double n0 = r->least + r->step * w->k, n1 = n0 + r->step, n2 = n1 + r->step, n3 = n2 + r->step;
    double d1 = w->k + 2, d3 = w->k + 4, d23 = (w->k + 3) * d3;
    double inverse = 1 / ((w->k + 1) * d1 * d23), n01 = n0 * n1 * inverse;
    double three = n0 * inverse * (d1 * d23) + (n01 * d23 + n01 * (n2 * d3));
    double below = w->below + (w->term + w->term * three), fifth = w->term * (n01 * (n2 * n3));
    if (below >= p || !(fifth > 0))
        return false;
    w->k += 4;
    w->term = fifth;
    w->below = below;
    return true;
}

/* On to the least k with P(X <= k) >= p. */
static void walk_to(struct walk *w, const struct ratio *r, double p)
{
    while (stride(w, r, p))
        ;
    while (w->below + w->term < p && w->term > 0) {
        w->below += w->term;
        w->term *= (r->least + r->step * w->k) / (w->k + 1);
        w->k++;
    }
}

void quantile_reals(double *q, double mean, double c, const double *p, int n)
{
    double deviation = sqrt(mean + c * mean * mean);
    struct ratio r = {mean / (1 + c * mean), c * mean / (1 + c * mean)};
    struct walk w = {.k = fmax(0, floor(mean - FAR_BELOW * deviation))};
    w.term = mean > 0 ? exp(log_term(w.k, mean, c)) : 0;
    bool walk = mean > 0 && deviation < WALK_MOST && w.term > 0;
    for (int i = 0; i < n; i++) {
        if (walk)
            walk_to(&w, &r, p[i]);
        q[i] = walk && w.term > 0 ? fmax(0, w.k - 0.5 + (p[i] - w.below) / w.term)
                                  : quantile_real(mean, c, p[i]);
    }
}
