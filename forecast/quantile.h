/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quantile.h - counts about a forecast: negative binomial. */
#ifndef RONDA_FORECAST_QUANTILE_H
#define RONDA_FORECAST_QUANTILE_H

/* Quantile of a count with mean m >= 0 and variance m + c m^2 (Poisson when c m is next to 0),
 * taken as the least whole number k with P(X <= k) >= p, 0 < p < 1. */
double quantile_count(double mean, double c, double p);

/* The same between whole numbers: each count k is spread evenly over k - 1/2 .. k + 1/2, none below
 * 0.  So a band of small counts holds what it says on the average, where whole numbers hold more.
 */
double quantile_real(double mean, double c, double p);

/* The same for several p, ascending: one walk over the counts.
 *   q[n]  out   p[n]  in */
void quantile_reals(double *q, double mean, double c, const double *p, int n);

#endif
