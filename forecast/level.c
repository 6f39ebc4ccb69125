/* SPDX-License-Identifier: GPL-3.0-or-later */
/* level.c - day totals by a weighted ridge regression of their logarithm.
 *
 * log(L_d + 1/2) - log(effect_d) = x_d' b + e_d,  x = intercept, weekday, day-of-month bins, yearly
 * Fourier terms (given more than a year), holiday: shared and by name, eve, day after a closed day.
 *     b = argmin sum_d u_d (.)^2 + sum_j r_j b_j^2
 * u_d = 2^(-age / half-life) * Huber weight (three rounds, 2 robust deviations).  The recent level
 * is the weighted mean residual with a half-life of days, pulled to 0 by a prior of some days; it
 * is held over the horizon: no trend (Taylor 2012, doi:10.1287/mnsc.1110.1434, pulls levels back to
 * a mean).  exp() of the sum is the median; it is scaled to the mean of the fitted days.
 *
 * Sources: Aldor-Noiman, Feigin & Mandelbaum 2009, doi:10.1214/09-AOAS255; Ibrahim & L'Ecuyer 2013,
 * doi:10.1287/msom.1120.0405 (calendar effects); Huber 1964 (weights). */
#include <math.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

#include "forecast/methods.h"

#define FOURIER 3
#define HUBER 2.0
#define YEAR_DAYS 365.25

enum { INTERCEPT, WEEKDAY, HOLIDAY = WEEKDAY + 7, EVE, AFTER, MONTH };

/* Columns: INTERCEPT, 7 weekdays, holiday, eve, after, month bins, Fourier pairs, holiday names. */
struct design {
    const struct daytable *t;
    int month, yearly, names, n; /* first column of each part; columns in all */
    int month_bins, fourier;
};

static struct design design_make(const struct daytable *t, int origin,
                                 const struct level_options *options)
{
    struct design x = {.t = t, .month = MONTH, .month_bins = options->month_bins};
    x.fourier = options->yearly && origin > 400 ? FOURIER : 0;
    x.yearly = x.month + x.month_bins;
    x.names = x.yearly + 2 * x.fourier;
    x.n = x.names + t->n_holiday_names;
    return x;
}

static void design_row(double *row, const struct design *x, int day)
{
    const struct day_mark *mark = &x->t->mark[day];
    memset(row, 0, sizeof *row * (size_t)x->n);
    row[INTERCEPT] = 1;
    row[WEEKDAY + daytable_weekday(x->t, day)] = 1;
    row[HOLIDAY] = mark->holiday >= 0;
    row[EVE] = mark->eve;
    row[AFTER] = mark->after_closed;
    int year, month, dom;
    date_to_civil(&year, &month, &dom, x->t->first + day);
    if (x->month_bins > 0)
        row[x->month + (dom - 1) * x->month_bins / 31] = 1;
    double angle = 2 * M_PI * (x->t->first + day) / YEAR_DAYS;
    for (int k = 0; k < x->fourier; k++) {
        row[x->yearly + 2 * k] = cos((k + 1) * angle);
        row[x->yearly + 2 * k + 1] = sin((k + 1) * angle);
    }
    if (mark->holiday >= 0)
        row[x->names + mark->holiday] = 1;
}

static double ridge(const struct design *x, int column)
{
    if (column == INTERCEPT)
        return 1e-6;
    if (column < HOLIDAY)
        return 0.1;
    if (column < MONTH)
        return 0.5;
    if (column < x->yearly)
        return 2;
    return column < x->names ? 4 : 1;
}

/* b[n] by Cholesky of the normal equations; rows[origin * n], zero weight where y is unknown. */
static void solve(double *b, const struct design *x, const double *rows, const double *y,
                  const double *weight, int origin, struct arena *scratch)
{
    size_t n = (size_t)x->n;
    double *normal = ARENA_ARRAY(scratch, double, n *n);
    double *right = ARENA_ARRAY(scratch, double, n);
    int *used = ARENA_ARRAY(scratch, int, n);
    for (int d = 0; d < origin; d++) {
        if (weight[d] <= 0)
            continue;
        const double *row = rows + (size_t)d * n;
        int n_used = 0; /* most entries are 0 */
        for (int j = 0; j < x->n; j++)
            if (row[j] != 0)
                used[n_used++] = j;
        for (int i = 0; i < n_used; i++) {
            double wx = weight[d] * row[used[i]];
            right[used[i]] += wx * y[d];
            for (int j = 0; j <= i; j++)
                normal[(size_t)used[i] * n + (size_t)used[j]] += wx * row[used[j]];
        }
    }
    for (size_t j = 0; j < n; j++)
        normal[j * n + j] += ridge(x, (int)j);
    gsl_matrix_view a = gsl_matrix_view_array(normal, n, n);
    gsl_vector_view r = gsl_vector_view_array(right, n), s = gsl_vector_view_array(b, n);
    gsl_set_error_handler_off();
    if (gsl_linalg_cholesky_decomp1(&a.matrix) == GSL_SUCCESS)
        gsl_linalg_cholesky_solve(&a.matrix, &r.vector, &s.vector);
}

static double dot(const double *a, const double *b, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Weighted median of |e|, by bisection: a robust scale. */
static double scale_of(const double *e, const double *age_weight, int origin)
{
    double lo = 0, hi = 0, all = 0;
    for (int d = 0; d < origin; d++) {
        all += age_weight[d];
        if (age_weight[d] > 0)
            hi = fmax(hi, fabs(e[d]));
    }
    for (int round = 0; round < 30; round++) {
        double mid = (lo + hi) / 2, below = 0;
        for (int d = 0; d < origin; d++)
            if (age_weight[d] > 0 && fabs(e[d]) <= mid)
                below += age_weight[d];
        if (2 * below < all)
            lo = mid;
        else
            hi = mid;
    }
    return hi * 1.4826;
}

static double recent_level(const double *e, const double *weight, const double *age_weight,
                           int origin, const struct level_options *options)
{
    double sum = 0, n = 0;
    for (int d = origin - 1; d >= 0; d--) {
        if (age_weight[d] <= 0)
            continue;
        double u = exp2(-(origin - 1 - d) / options->recent_half_life);
        u *= weight[d] / age_weight[d]; /* the Huber part */
        sum += u * e[d];
        n += u;
    }
    return sum / (n + options->recent_prior);
}

/* Sum of totals over sum of exp(fit), over the days that count. */
static double median_to_mean(const double *total, const double *y, const double *e,
                             const double *weight, const double *effect, int origin)
{
    double came = 0, fitted = 0;
    for (int d = 0; d < origin; d++)
        if (weight[d] > 0) {
            came += weight[d] * total[d];
            fitted += weight[d] * fmax(exp(y[d] - e[d]) * effect[d] - 0.5, 0);
        }
    return came > 0 && fitted > 0 ? came / fitted : 1;
}

void level_fit(double *level, const struct daytable *t, int origin, int n_ahead,
               const double *total, const struct level_options *options, struct arena *scratch)
{
    struct design x = design_make(t, origin, options);
    size_t n = (size_t)x.n;
    double *rows = ARENA_ARRAY(scratch, double, (size_t)(origin + 1) * n);
    double *y = ARENA_ARRAY(scratch, double, origin + 1);
    double *e = ARENA_ARRAY(scratch, double, origin + 1);
    double *age_weight = ARENA_ARRAY(scratch, double, origin + 1);
    double *weight = ARENA_ARRAY(scratch, double, origin + 1);
    double *effect = ARENA_ARRAY(scratch, double, origin + 1);
    double *b = ARENA_ARRAY(scratch, double, n);
    for (int d = 0; d < origin; d++) {
        if (isnan(total[d]) || t->mark[d].left_out)
            continue;
        design_row(rows + (size_t)d * n, &x, d);
        effect[d] = t->mark[d].effect;
        y[d] = log((total[d] + 0.5) / effect[d]);
        age_weight[d] = weight[d] = exp2(-(origin - 1 - d) / (options->half_life_weeks * 7));
    }
    for (int round = 0; round < 4; round++) {
        solve(b, &x, rows, y, weight, origin, scratch);
        for (int d = 0; d < origin; d++)
            e[d] = weight[d] > 0 ? y[d] - dot(rows + (size_t)d * n, b, x.n) : 0;
        double limit = HUBER * scale_of(e, age_weight, origin);
        for (int d = 0; d < origin; d++)
            weight[d] = age_weight[d] * (fabs(e[d]) > limit && limit > 0 ? limit / fabs(e[d]) : 1);
    }
    double shift = recent_level(e, weight, age_weight, origin, options);
    double scale = median_to_mean(total, y, e, weight, effect, origin);
    double *row = ARENA_ARRAY(scratch, double, n);
    for (int h = 0; h < n_ahead; h++) {
        design_row(row, &x, origin + h);
        double fit = exp(dot(row, b, x.n) + shift) * t->mark[origin + h].effect - 0.5;
        level[h] = fmax(fit, 0) * scale;
    }
}
