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

static double mean_of(const double *value, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += value[i];
    return n > 0 ? sum / n : NAN;
}

static double median_of(double *value, int n)
{
    for (int i = 1; i < n; i++)
        for (int j = i; j > 0 && value[j] < value[j - 1]; j--) {
            double swap = value[j];
            value[j] = value[j - 1];
            value[j - 1] = swap;
        }
    return n == 0 ? NAN : n % 2 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}

void floor_mean(double *out, const struct daytable *t, int origin, int n_ahead, int weeks)
{
    double value[MAX_WEEKS];
    for (int h = 0; h < n_ahead; h++)
        for (int c = 0; c < t->n_cells; c++) {
            int n = last_values(value, t, origin, origin + h, c, weeks);
            out[(size_t)h * (size_t)t->n_cells + (size_t)c] =
                mean_of(value, n) * t->mark[origin + h].effect;
        }
}

void floor_median(double *out, const struct daytable *t, int origin, int n_ahead, int weeks)
{
    double value[MAX_WEEKS];
    for (int h = 0; h < n_ahead; h++)
        for (int c = 0; c < t->n_cells; c++) {
            int n = last_values(value, t, origin, origin + h, c, weeks);
            out[(size_t)h * (size_t)t->n_cells + (size_t)c] =
                median_of(value, n) * t->mark[origin + h].effect;
        }
}
