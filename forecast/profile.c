/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profile.c - the shape of a day.
 *
 * Weekday w, cell c:  mean_w(c) = sum_d u_d y_dc / sum_d u_d over the days with a known cell, u_d =
 * 2^(-age / half-life).  Each weekday's means, and the means pooled over weekdays, are brought to
 * sum 1; share_w = (n_w share_w + k pooled) / (n_w + k), n_w = sum of u_d.  Holidays are left out.
 * Source: Weinberg, Brown & Stroud 2007, doi:10.1198/016214506000001455 (day total x profile). */
#include <math.h>
#include <string.h>

#include "forecast/methods.h"

static bool usable(const struct daytable *t, int day)
{
    return !t->mark[day].left_out && t->mark[day].holiday < 0;
}

/* sum, weight: [8 * n_cells], row 7 is pooled. */
static void add_days(double *sum, double *weight, const struct daytable *t, int origin,
                     double half_life_days)
{
    size_t n = (size_t)t->n_cells;
    for (int d = 0; d < origin; d++) {
        if (!usable(t, d))
            continue;
        double u = exp2(-(origin - d) / half_life_days);
        const double *row = daytable_row(t, d);
        size_t w = (size_t)daytable_weekday(t, d) * n;
        for (size_t c = 0; c < n; c++)
            if (!isnan(row[c])) {
                sum[w + c] += u * row[c];
                weight[w + c] += u;
            }
    }
    for (size_t w = 0; w < 7; w++)
        for (size_t c = 0; c < n; c++) {
            sum[7 * n + c] += sum[w * n + c];
            weight[7 * n + c] += weight[w * n + c];
        }
}

/* Means where open, brought to sum 1.  Returns false if nothing came at all. */
static bool normalise(double *share, const double *sum, const double *weight, const bool *open,
                      int n_cells)
{
    double total = 0;
    for (int c = 0; c < n_cells; c++) {
        share[c] = open[c] && weight[c] > 0 ? sum[c] / weight[c] : 0;
        total += share[c];
    }
    for (int c = 0; c < n_cells && total > 0; c++)
        share[c] /= total;
    return total > 0;
}

static void smooth(double *share, const bool *open, int n_cells, int passes)
{
    for (; passes > 0; passes--) {
        double before = share[0];
        for (int c = 1; c + 1 < n_cells; c++) {
            double here = share[c];
            if (open[c - 1] && open[c] && open[c + 1])
                share[c] = (before + 2 * here + share[c + 1]) / 4;
            before = here;
        }
    }
}

/* The pooled profile on the weekday's own open cells; even where nothing is known. */
static void pool_for(double *pooled, const double *sum, const double *weight, const bool *open,
                     int n_cells)
{
    if (normalise(pooled, sum, weight, open, n_cells))
        return;
    int n_open = 0;
    for (int c = 0; c < n_cells; c++)
        n_open += open[c];
    for (int c = 0; c < n_cells; c++)
        pooled[c] = open[c] ? 1.0 / n_open : 0;
}

void profile_fit(double *share, const struct daytable *t, int origin,
                 const struct profile_options *options, struct arena *scratch)
{
    int n = t->n_cells;
    double *sum = ARENA_ARRAY(scratch, double, 8 * n);
    double *weight = ARENA_ARRAY(scratch, double, 8 * n);
    double *pooled = ARENA_ARRAY(scratch, double, n);
    add_days(sum, weight, t, origin, options->half_life_weeks * 7);
    for (int w = 0; w < 7; w++) {
        double *mine = share + (size_t)w * (size_t)n;
        const double *weight_w = weight + (size_t)w * (size_t)n;
        const bool *open = t->open + (size_t)w * (size_t)n;
        pool_for(pooled, sum + 7 * (size_t)n, weight + 7 * (size_t)n, open, n);
        bool own = normalise(mine, sum + (size_t)w * (size_t)n, weight_w, open, n);
        double most = 0;
        for (int c = 0; c < n; c++)
            most = fmax(most, weight_w[c]);
        double pull = own ? options->pooled_weeks / (options->pooled_weeks + most) : 1;
        for (int c = 0; c < n; c++)
            mine[c] += pull * (pooled[c] - mine[c]);
        smooth(mine, open, n, options->smooth);
    }
}

void profile_totals(double *total, const struct daytable *t, int origin, const double *share)
{
    for (int d = 0; d < origin; d++) {
        const double *row = daytable_row(t, d);
        const double *s = share + (size_t)daytable_weekday(t, d) * (size_t)t->n_cells;
        double sum = 0, part = 0;
        for (int c = 0; c < t->n_cells; c++)
            if (!isnan(row[c])) {
                sum += row[c];
                part += s[c];
            }
        total[d] = part >= 0.5 ? sum / part : NAN;
    }
}
