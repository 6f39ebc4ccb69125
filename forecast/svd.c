/* SPDX-License-Identifier: GPL-3.0-or-later */
/* svd.c - the table of days by cells, cut to its first singular vectors.
 *
 *     x_dc = sqrt(y_dc / effect_d + 1/4) = sum_k b_dk v_k(c) + e_dc
 *
 * The root makes the noise of counts even over the day, and sqrt(y + 1/4) has mean sqrt(m) for a
 * Poisson count, so that squares lead back.  v_k span the dominant subspace of X'UX, U fading with
 * age, found by orthogonal iteration on whole days.  The scores b_k of a weekday are smoothed,
 *
 *     s_w += a (b_d - s_w),  a = max(SMOOTHING, 1 / n),
 *
 * and held.  Sources: Shen & Huang 2008, doi:10.1287/msom.1070.0179; Brown et al. 2005,
 * doi:10.1198/016214504000001808 (root); Golub & Van Loan, Matrix Computations, 8.2 (iteration). */
#include "forecast/svd.h"

#include <math.h>
#include <string.h>

#define YEAR_DAYS 364
#define LEAST_DAYS 21
#define HALF_LIFE_DAYS 182.0
#define ITERATIONS 6
#define SMOOTHING 0.15

/* The roots of a whole day; false if a cell misses or the day is one apart. */
static bool roots(double *x, const struct daytable *t, int day)
{
    const struct day_mark *mark = &t->mark[day];
    const double *row = daytable_row(t, day);
    const bool *open = t->open + (size_t)daytable_weekday(t, day) * (size_t)t->n_cells;
    bool any = false;
    if (mark->left_out || mark->holiday >= 0 || !(mark->effect > 0))
        return false;
    for (int c = 0; c < t->n_cells; c++) {
        if (open[c] && isnan(row[c]))
            return false;
        any |= open[c];
        x[c] = open[c] ? sqrt(row[c] / mark->effect + 0.25) : 0;
    }
    return any;
}

static double dot(const double *a, const double *b, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Gram and Schmidt, twice is not needed: the vectors are few and far from parallel.  What vanishes
 * becomes 0. */
static void orthonormalise(double *v, int n)
{
    for (int k = 0; k < SVD_SHAPES; k++) {
        double *mine = v + k * n;
        double before = dot(mine, mine, n);
        for (int j = 0; j < k; j++) {
            double along = dot(mine, v + j * n, n);
            for (int c = 0; c < n; c++)
                mine[c] -= along * v[j * n + c];
        }
        double length = dot(mine, mine, n);
        double scale = length > 1e-18 * before ? 1 / sqrt(length) : 0;
        for (int c = 0; c < n; c++)
            mine[c] *= scale;
    }
}

/* v = X'UX v, orthonormal; x[n_days * n] has U in it. */
static void iterate(double *v, double *next, const double *x, int n_days, int n)
{
    memset(next, 0, sizeof *next * (size_t)(SVD_SHAPES * n));
    for (int d = 0; d < n_days; d++)
        for (int k = 0; k < SVD_SHAPES; k++) {
            double score = dot(x + (size_t)d * (size_t)n, v + k * n, n);
            for (int c = 0; c < n; c++)
                next[k * n + c] += score * x[(size_t)d * (size_t)n + (size_t)c];
        }
    memcpy(v, next, sizeof *next * (size_t)(SVD_SHAPES * n));
    orthonormalise(v, n);
}

void svd_make(struct svd *out, const struct daytable *t, int origin, struct arena *scratch)
{
    int n = t->n_cells, n_days = 0;
    double *x = ARENA_ARRAY(scratch, double, (size_t)YEAR_DAYS *(size_t)n);
    double *v = ARENA_ARRAY(scratch, double, SVD_SHAPES *n);
    *out = (struct svd){.t = t};
    for (int d = origin > YEAR_DAYS ? origin - YEAR_DAYS : 0; d < origin; d++) {
        double *mine = x + (size_t)n_days * (size_t)n;
        if (!roots(mine, t, d))
            continue;
        double u = exp2((d - origin) / HALF_LIFE_DAYS / 2);
        for (int c = 0; c < n; c++) {
            mine[c] *= u;
            for (int k = 0; k < SVD_SHAPES; k++) /* something to begin with that differs by k */
                v[k * n + c] += mine[c] * cos(k * (d - origin));
        }
        n_days++;
    }
    if (n_days < LEAST_DAYS)
        return;
    orthonormalise(v, n);
    double *next = ARENA_ARRAY(scratch, double, SVD_SHAPES *n);
    for (int i = 0; i < ITERATIONS; i++)
        iterate(v, next, x, n_days, n);
    out->shape = v;
}

static void add_day(struct svd *svd, int day, double *x)
{
    int n = svd->t->n_cells, w = (int)daytable_weekday(svd->t, day);
    if (!roots(x, svd->t, day))
        return;
    double a = fmax(SMOOTHING, 1.0 / ++svd->n[w]);
    for (int k = 0; k < SVD_SHAPES; k++)
        svd->score[w][k] += a * (dot(x, svd->shape + k * n, n) - svd->score[w][k]);
}

void svd_predict(double *out, struct svd *svd, int origin, int n_ahead)
{
    const struct daytable *t = svd->t;
    int n = t->n_cells;
    for (; svd->shape && svd->upto < origin; svd->upto++)
        add_day(svd, svd->upto, out); /* its first row is room enough */
    for (int h = 0; h < n_ahead; h++) {
        int w = (int)daytable_weekday(t, origin + h);
        for (int c = 0; c < n; c++) {
            double root = 0;
            for (int k = 0; k < SVD_SHAPES && svd->shape; k++)
                root += svd->score[w][k] * svd->shape[k * n + c];
            out[(size_t)h * (size_t)n + (size_t)c] =
                svd->n[w] > 0 ? fmax(0, root) * fmax(0, root) * t->mark[origin + h].effect : NAN;
        }
    }
}
