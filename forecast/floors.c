/* SPDX-License-Identifier: GPL-3.0-or-later */
/* floors.c - seasonal mean and median: what every other method has to beat.  Past two or three days
 * "a simplistic historical average is difficult to beat" (Taylor 2008, doi:10.1287/mnsc.1070.0786).
 */
#include <math.h>

#include "forecast/methods.h"

#define MAX_WEEKS 8

/* The last values of the weekday's cell before origin, newest first. */
static int last_values(double *value, const struct daytable *t, int origin, int day, int cell,
                       int weeks)
{
    int n = 0;
    int from = day - ((day - origin) / 7 + 1) * 7;
    for (int d = from; d >= 0 && n < weeks; d -= 7) {
        double y = daytable_row(t, d)[cell];
        if (!isnan(y) && !t->mark[d].left_out && t->mark[d].holiday < 0)
            value[n++] = y / t->mark[d].effect;
    }
    return n;
}

static double mean_of(double *value, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += value[i];
    return n > 0 ? sum / n : NAN;
}

/* By insertion without a branch: the greater of two goes on. */
static double median_of(double *value, int n)
{
    for (int i = 1; i < n; i++)
        for (int j = i; j > 0; j--) {
            double a = value[j - 1], b = value[j];
            value[j - 1] = a < b ? a : b;
            value[j] = a < b ? b : a;
        }
    return n == 0 ? NAN : n % 2 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}

/* What `of` makes of the last values, for the days of one week and then again. */
static void fill(double *out, const struct daytable *t, int origin, int n_ahead, int weeks,
                 double (*of)(double *value, int n))
{
    double value[MAX_WEEKS];
    size_t n_cells = (size_t)t->n_cells;
    for (int h = 0; h < n_ahead; h++) {
        double *row = out + (size_t)h * n_cells;
        const bool *open = t->open + (size_t)daytable_weekday(t, origin + h) * n_cells;
        for (size_t c = 0; c < n_cells; c++)
            if (h >= 7)
                row[c] = (row - 7 * n_cells)[c];
            else
                row[c] = open[c]
                             ? of(value, last_values(value, t, origin, origin + h, (int)c, weeks))
                             : NAN;
    }
    for (int h = 0; h < n_ahead; h++)
        for (size_t c = 0; c < n_cells && t->mark[origin + h].effect != 1; c++)
            out[(size_t)h * n_cells + c] *= t->mark[origin + h].effect;
}

void floor_mean(double *out, const struct daytable *t, int origin, int n_ahead, int weeks)
{
    fill(out, t, origin, n_ahead, weeks, mean_of);
}

void floor_median(double *out, const struct daytable *t, int origin, int n_ahead, int weeks)
{
    fill(out, t, origin, n_ahead, weeks, median_of);
}
