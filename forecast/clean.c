/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clean.c - what cannot be demand.
 *
 * For weekday w and cell c, m = median and q = 90 % point of all its values; for a day, R = median
 * over cells of y / m, at least 1: how much busier the whole day was.  So a level that jumps moves
 * R and nothing is cut, while
 *
 *     y > 5 R q + 10 sqrt(R q + 1) + 10    is a spike: a storm, a test, a typing error
 *     y = 0 where m > 25                   is a dead line
 *
 * A week of data is too little to say either. */
#include "forecast/clean.h"

#include <math.h>

#include <gsl/gsl_statistics_double.h>

#define LEAST_WEEKS 4
#define DEAD_LEAST 25.0
#define HIGH 0.9

static int rank(int n, double part)
{
    return (int)(part * (n - 1) + 0.5);
}

/* Value below which `part` of value[n] lies; reorders; NAN if there are none. */
static double point(double *value, int n, double part)
{
    return n == 0 ? NAN : gsl_stats_select(value, 1, (size_t)n, (size_t)rank(n, part));
}

/* The known values of the weekday's cell, their number. */
static int values_of(double *value, const struct daytable *t, int w, int c)
{
    int n = 0;
    for (int d = (w - (int)daytable_weekday(t, 0) + 7) % 7; d < t->n_known; d += 7)
        if (!isnan(daytable_row(t, d)[c]))
            value[n++] = daytable_row(t, d)[c];
    return n;
}

/* Whether a spike or a dead line can be among them: most cells have none, and need no medians.  No
 * spike is below 5 q + 20, and q is at least what a tenth of the values reach. */
static bool suspect(const double *value, int n)
{
    double most = 0, least = INFINITY;
    int near = 0, busy = 0;
    for (int i = 0; i < n; i++) {
        most = value[i] > most ? value[i] : most;
        least = value[i] < least ? value[i] : least;
    }
    for (int i = 0; i < n; i++) {
        near += 5 * value[i] + 20 >= most;
        busy += value[i] > DEAD_LEAST;
    }
    return near < n - rank(n, HIGH) || (least <= 0 && busy >= n - rank(n, 0.5));
}

static bool any_suspect(const struct daytable *t, double *value)
{
    for (int w = 0; w < 7; w++)
        for (int c = 0; c < t->n_cells; c++) {
            int n = values_of(value, t, w, c);
            if (n >= LEAST_WEEKS && suspect(value, n))
                return true;
        }
    return false;
}

/* median, high: [7 * n_cells], NAN with fewer than LEAST_WEEKS values. */
static void usual_values(double *median, double *high, const struct daytable *t, double *value)
{
    for (int w = 0; w < 7; w++)
        for (int c = 0; c < t->n_cells; c++) {
            size_t at = (size_t)w * (size_t)t->n_cells + (size_t)c;
            int n = values_of(value, t, w, c);
            high[at] = n < LEAST_WEEKS ? NAN : point(value, n, HIGH);
            median[at] = n < LEAST_WEEKS ? NAN : point(value, n, 0.5);
        }
}

static double day_ratio(const double *row, const double *median, int n_cells, double *value)
{
    int n = 0;
    for (int c = 0; c < n_cells; c++)
        if (!isnan(row[c]) && median[c] > 0)
            value[n++] = row[c] / median[c];
    double ratio = point(value, n, 0.5);
    return ratio > 1 ? ratio : 1;
}

int clean_cells(struct daytable *t, struct arena *scratch)
{
    size_t n_cells = (size_t)t->n_cells;
    double *median = ARENA_ARRAY(scratch, double, 7 * n_cells);
    double *high = ARENA_ARRAY(scratch, double, 7 * n_cells);
    double *value = ARENA_ARRAY(scratch, double, n_cells + (size_t)t->n_known);
    int cut = 0;
    if (!any_suspect(t, value))
        return 0;
    usual_values(median, high, t, value);
    for (int d = 0; d < t->n_known; d++) {
        const struct day_mark *mark = &t->mark[d];
        if (mark->holiday >= 0 || mark->left_out || mark->effect != 1)
            continue;
        double *row = t->calls + (size_t)d * n_cells;
        size_t w = (size_t)daytable_weekday(t, d) * n_cells;
        double ratio = day_ratio(row, median + w, t->n_cells, value);
        for (size_t c = 0; c < n_cells; c++) {
            double most = ratio * high[w + c];
            bool spike = row[c] > 5 * most + 10 * sqrt(most + 1) + 10;
            bool dead = row[c] <= 0 && median[w + c] > DEAD_LEAST;
            if (spike || dead) {
                row[c] = NAN;
                cut++;
            }
        }
    }
    return cut;
}
