/* SPDX-License-Identifier: GPL-3.0-or-later */
/* level.c - day totals by a weighted ridge regression of their logarithm.
 *
 *     log((L_d + 1/2) / effect_d) = x_d' b + e_d
 *     b = argmin sum_d u_d e_d^2 + sum_j r_j b_j^2
 *
 * x_d as design.c says: weekday, day of the month and its turn, season, holidays, eves, days after
 * closed days, and a step every four weeks of the past.  u_d = 2^(-age / half-life) times a Huber
 * weight (three rounds, beyond 2 robust deviations).  The steps keep slow change out of the other
 * effects and are then taken back into e.  The recent level is
 *
 *     sum_d v_d e_d / (sum_d v_d + prior),  v_d = 2^(-age / recent half-life)
 *
 * and is held over the horizon without a trend: levels are best pulled back to a mean (Taylor 2012,
 * doi:10.1287/mnsc.1110.1434).  The prior gives way to a jump far beyond the usual residual.  exp()
 * of the sum is the median; for small counts it is scaled to the mean of the fitted days.
 *
 * Sources: Aldor-Noiman, Feigin & Mandelbaum 2009, doi:10.1214/09-AOAS255; Ibrahim & L'Ecuyer 2013,
 * doi:10.1287/msom.1120.0405 (calendar effects); Huber 1964 (weights). */
#include <math.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

#include "forecast/design.h"

#define HUBER 2.0
#define ROUNDS 4
#define JUMP 3.0
#define FEW_A_DAY 20.0

/* b by Cholesky of the normal equations; zero weight where y is unknown. */
static void solve(double *b, const struct design *x, const struct design_row *rows, const double *y,
                  const double *weight, struct arena *scratch)
{
    size_t n = (size_t)design_columns(x);
    double *normal = ARENA_ARRAY(scratch, double, n *n);
    double *right = ARENA_ARRAY(scratch, double, n);
    for (int d = 0; d < x->origin; d++) {
        const struct design_row *row = &rows[d];
        for (int i = 0; i < row->n && weight[d] > 0; i++) {
            double wx = weight[d] * row->value[i];
            right[row->column[i]] += wx * y[d];
            for (int j = 0; j < row->n; j++)
                normal[(size_t)row->column[i] * n + (size_t)row->column[j]] += wx * row->value[j];
        }
    }
    for (size_t j = 0; j < n; j++)
        normal[j * n + j] += design_ridge(x, (int)j);
    gsl_matrix_view a = gsl_matrix_view_array(normal, n, n);
    gsl_vector_view r = gsl_vector_view_array(right, n), s = gsl_vector_view_array(b, n);
    gsl_set_error_handler_off();
    if (gsl_linalg_cholesky_decomp1(&a.matrix) == GSL_SUCCESS)
        gsl_linalg_cholesky_solve(&a.matrix, &r.vector, &s.vector);
}

static double dot(const struct design_row *row, const double *b)
{
    double sum = 0;
    for (int i = 0; i < row->n; i++)
        sum += row->value[i] * b[row->column[i]];
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
    for (int round = 0; round < 20; round++) {
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

/* Mean of the last totals of the same weekday: the floor among levels. */
static void seasonal_mean(double *level, const struct daytable *t, int origin, int n_ahead,
                          const double *total, int weeks)
{
    for (int h = 0; h < n_ahead; h++) {
        double sum = 0;
        int n = 0;
        for (int d = origin + h - (h / 7 + 1) * 7; d >= 0 && n < weeks; d -= 7)
            if (!isnan(total[d]) && !t->mark[d].left_out && t->mark[d].holiday < 0) {
                sum += total[d] / t->mark[d].effect;
                n++;
            }
        level[h] = n > 0 ? sum / n * t->mark[origin + h].effect : 0;
    }
}

/* What the fit of one series at one origin holds. */
struct fit {
    struct design x;
    struct design_row *rows; /* [origin] */
    double *y, *e, *age_weight, *weight, *b;
};

static void fit_alloc(struct fit *fit, const struct daytable *t, int origin,
                      const struct level_options *options, struct arena *scratch)
{
    design_make(&fit->x, t, origin, options);
    fit->rows = ARENA_ARRAY(scratch, struct design_row, origin + 1);
    fit->y = ARENA_ARRAY(scratch, double, origin + 1);
    fit->e = ARENA_ARRAY(scratch, double, origin + 1);
    fit->age_weight = ARENA_ARRAY(scratch, double, origin + 1);
    fit->weight = ARENA_ARRAY(scratch, double, origin + 1);
    fit->b = ARENA_ARRAY(scratch, double, design_columns(&fit->x));
}

static void fit_load(struct fit *fit, const double *total, const struct level_options *options)
{
    const struct daytable *t = fit->x.t;
    int origin = fit->x.origin;
    for (int d = 0; d < origin; d++) {
        if (isnan(total[d]) || t->mark[d].left_out)
            continue;
        design_row(&fit->rows[d], &fit->x, d);
        fit->y[d] = log((total[d] + 0.5) / t->mark[d].effect);
        fit->age_weight[d] = exp2(-(origin - 1 - d) / (options->half_life_weeks * 7));
        fit->weight[d] = fit->age_weight[d];
    }
}

/* Solve, weigh down what lies far off, again. */
static void fit_robustly(struct fit *fit, struct arena *scratch)
{
    int origin = fit->x.origin;
    for (int round = 0; round < ROUNDS; round++) {
        solve(fit->b, &fit->x, fit->rows, fit->y, fit->weight, scratch);
        for (int d = 0; d < origin; d++)
            if (fit->weight[d] > 0)
                fit->e[d] = fit->y[d] - dot(&fit->rows[d], fit->b);
        double limit = HUBER * scale_of(fit->e, fit->age_weight, origin);
        for (int d = 0; d < origin; d++) {
            bool judged = limit > 0 && fit->x.t->mark[d].holiday < 0; /* few, and meant to differ */
            double far = judged ? fabs(fit->e[d]) / limit : 0;
            fit->weight[d] = fit->age_weight[d] / fmax(1, far);
        }
    }
}

/* Sum of totals over sum of exp(fit), over the days that count; in full for a few contacts a day,
 * where the logarithm's mean is far from that of the counts, and hardly for many. */
static double median_to_mean(const double *total, const struct day_mark *mark,
                             const struct fit *fit)
{
    double came = 0, fitted = 0, all = 0;
    for (int d = 0; d < fit->x.origin; d++) {
        if (fit->weight[d] <= 0)
            continue;
        all += fit->weight[d];
        came += fit->weight[d] * total[d];
        fitted += fit->weight[d] * fmax(0, exp(fit->y[d] - fit->e[d]) * mark[d].effect - 0.5);
    }
    if (!(came > 0) || !(fitted > 0))
        return 1;
    return pow(came / fitted, 1 / (1 + came / all / FEW_A_DAY));
}

/* The pull gives way when the residuals are far beyond the usual: the level has jumped. */
static double recent_level(const struct fit *fit, double scale, const struct level_options *options)
{
    double sum = 0, n = 0;
    for (int d = fit->x.origin - 1; d >= 0; d--) {
        if (fit->age_weight[d] <= 0)
            continue;
        double u = exp2(-(fit->x.origin - 1 - d) / options->recent_half_life);
        u *= fit->weight[d] / fit->age_weight[d]; /* the Huber part */
        sum += u * fit->e[d];
        n += u;
    }
    double jump = n > 0 && scale > 0 ? sum / n / (JUMP * scale) : 0;
    return n > 0 ? sum / (n + options->recent_prior / (1 + jump * jump)) : 0;
}

void level_fit(double *level, const struct daytable *t, int origin, int n_ahead,
               const double *total, const struct level_options *options, struct arena *scratch)
{
    if (options->mean_weeks > 0) {
        seasonal_mean(level, t, origin, n_ahead, total, options->mean_weeks);
        return;
    }
    struct fit fit;
    fit_alloc(&fit, t, origin, options, scratch);
    fit_load(&fit, total, options);
    fit_robustly(&fit, scratch);
    double to_mean = median_to_mean(total, t->mark, &fit);
    double noise = scale_of(fit.e, fit.age_weight, origin);
    for (int d = 0; d < origin; d++)
        if (fit.weight[d] > 0)
            fit.e[d] += fit.b[design_block(&fit.x, d)];
    double shift = recent_level(&fit, noise, options);
    struct design_row row;
    for (int h = 0; h < n_ahead; h++) {
        design_row(&row, &fit.x, origin + h);
        double log_level = dot(&row, fit.b) + shift;
        level[h] = to_mean * fmax(0, exp(log_level) * t->mark[origin + h].effect - 0.5);
    }
}
