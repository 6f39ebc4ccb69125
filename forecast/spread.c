/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spread.c - dispersions that make bands hold.
 *
 * For a grain (cell, day, week) c is the value at which the bands of 70, 80 and 90 % of negative
 * binomial counts with mean f and variance f + c f^2 hold as many of the pairs (y, f), together, as
 * they say: robust against a few wild days, about the band that is asked for, and less a matter of
 * one day more or less than that band alone.  Quantiles by the expansion of
 * Cornish & Fisher to the skewness,
 *
 *     q_p = f + s (z + g (z^2 - 1) / 6),   s^2 = f + c f^2,   g = (1 + 2 c f) / s.
 *
 * Cells of one day share a gamma factor of mean 1 and variance v, so that
 *
 *     Var(day) - M = c_cell S + v (M^2 - S),   S = sum m^2 over cells, M = sum m,
 *
 * which gives v from c_cell and c_day.  Sources: Cornish & Fisher 1938, doi:10.2307/1400905;
 * Ibrahim & L'Ecuyer 2013, doi:10.1287/msom.1120.0405 (the common factor of a day). */
#include "forecast/spread.h"

#include <math.h>
#include <string.h>

#define MOST 4.0
#define PART_HELD 0.8 /* of the three bands, on average */
#define ORIGINS_HALF_LIFE 3.0
#define LEAST_CELLS (50 * N_ENDS)
#define LEAST_DAYS (14 * N_ENDS)
#define LEAST_WEEKS (8 * N_ENDS)

/* Normal quantiles of the upper ends of the bands of 70, 80 and 90 %. */
static const double band_ends[] = {1.0364333894937896, 1.2815515655446004, 1.6448536269514722};
enum { N_ENDS = sizeof band_ends / sizeof *band_ends };

const struct spread spread_unknown = {.cell = 0.02, .day = 0.01, .week = 0.01, .day_cv = 0.1};

static struct spread_pairs pairs_of(int cap, struct arena *scratch)
{
    cap *= N_ENDS;
    return (struct spread_pairs){.pair = ARENA_ARRAY(scratch, struct spread_pair, cap), .cap = cap};
}

void spread_begin(struct spread_sample *out, const struct daytable *t, int n_days,
                  struct arena *scratch)
{
    *out = (struct spread_sample){.cell = pairs_of(n_days * t->n_cells, scratch),
                                  .day = pairs_of(n_days, scratch),
                                  .week = pairs_of(n_days, scratch)};
}

double spread_weight(int i)
{
    return exp2(-i / ORIGINS_HALF_LIFE);
}

/* Least c whose band holds the pair.  With d = y - f - k, k = (z^2 - 1) / 6, it is held where
 * (d - 2 k f c)^2 <= z^2 (f + c f^2): nowhere below the smaller root, everywhere from it to MOST.
 */
static double least_holding(double came, double forecast, double z)
{
    const double k = (z * z - 1) / 6;
    double f = forecast, d = came - f - k;
    double rest = d * d - z * z * f, half = (4 * k * f * d + z * z * f * f) / 2;
    double root = half * half - 4 * k * k * f * f * rest;
    if (rest <= 0)
        return 0;
    return half > 0 && root >= 0 ? fmin(rest / (half + sqrt(root)), MOST) : MOST;
}

static void add_pair(struct spread_pairs *pairs, double came, double forecast, double weight)
{
    for (int i = 0; i < N_ENDS && pairs->n < pairs->cap && forecast > 0; i++)
        pairs->pair[pairs->n++] =
            (struct spread_pair){least_holding(came, forecast, band_ends[i]), weight};
}

void spread_add(struct spread_sample *sample, const struct daytable *t, int origin, int lead,
                int n_ahead, const double *cells, double weight)
{
    double week_came = 0, week_forecast = 0;
    for (int h = lead; h < n_ahead; h++) {
        const double *row = daytable_row(t, origin + h);
        const struct day_mark *mark = &t->mark[origin + h];
        double came = 0, forecast = 0, squares = 0;
        for (int c = 0; c < t->n_cells && !mark->left_out && mark->holiday < 0; c++) {
            double f = cells[(size_t)h * (size_t)t->n_cells + (size_t)c];
            if (isnan(row[c]) || isnan(f))
                continue;
            add_pair(&sample->cell, row[c], f, weight);
            came += row[c];
            forecast += f;
            squares += f * f;
        }
        add_pair(&sample->day, came, forecast, weight);
        sample->squares += squares;
        sample->all += forecast * forecast;
        week_came += came;
        week_forecast += forecast;
        if ((h - lead) % 7 == 6 || h == n_ahead - 1) {
            add_pair(&sample->week, week_came, week_forecast, weight);
            week_came = week_forecast = 0;
        }
    }
}

/* The middle one of three. */
static double middle(double a, double b, double c)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* Pairs below the pivot to the front, their number.
 *   below, at  out  weight of those, and of those that lie at the pivot */
static int split(struct spread_pair *pair, int n, double pivot, double *below, double *at)
{
    int front = 0;
    *below = *at = 0;
    for (int i = 0; i < n; i++) {
        struct spread_pair mine = pair[i];
        if (mine.least < pivot) {
            pair[i] = pair[front];
            pair[front++] = mine;
            *below += mine.weight;
        } else if (mine.least == pivot)
            *at += mine.weight;
    }
    return front;
}

/* The least c that holds its part of the weight: a weighted quantile, found as quicksort would but
 * on the one side that it lies on. */
static double fit(struct spread_pairs *pairs)
{
    struct spread_pair *pair = pairs->pair;
    double wanted = 0, pivot = 0, below, at;
    int n = pairs->n;
    for (int i = 0; i < n; i++)
        wanted += PART_HELD * pair[i].weight;
    while (n > 0) {
        pivot = middle(pair[0].least, pair[n / 2].least, pair[n - 1].least);
        int front = split(pair, n, pivot, &below, &at), above = 0;
        if (below < wanted && below + at >= wanted)
            return pivot;
        if (below >= wanted) {
            n = front;
            continue;
        }
        wanted -= below + at;
        for (int i = front; i < n; i++)
            if (pair[i].least > pivot)
                pair[above++] = pair[i];
        n = above;
    }
    return pivot;
}

void spread_fit(struct spread *out, struct spread_sample *sample)
{
    *out = spread_unknown;
    if (sample->cell.n >= LEAST_CELLS)
        out->cell = fit(&sample->cell);
    if (sample->day.n >= LEAST_DAYS)
        out->day = fit(&sample->day);
    out->week = sample->week.n >= LEAST_WEEKS ? fit(&sample->week) : out->day;
    double part = sample->all > 0 ? sample->squares / sample->all : 0;
    double v = part < 1 ? (out->day - out->cell * part) / (1 - part) : 0;
    out->day_cv = sqrt(fmin(fmax(v, 0), out->cell));
}
