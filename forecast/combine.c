/* SPDX-License-Identifier: GPL-3.0-or-later */
/* combine.c - level x profile. */
#include "forecast/combine.h"

#include <math.h>
#include <string.h>

static void level_by_profile(double *out, const struct daytable *t, int origin, int n_ahead,
                             const double *level, const double *share)
{
    size_t n = (size_t)t->n_cells;
    for (int h = 0; h < n_ahead; h++) {
        size_t w = (size_t)daytable_weekday(t, origin + h) * n;
        for (size_t c = 0; c < n; c++)
            out[(size_t)h * n + c] = level[h] * share[w + c];
    }
}

static void close_cells(double *out, const struct daytable *t, int origin, int n_ahead)
{
    size_t n = (size_t)t->n_cells;
    for (int h = 0; h < n_ahead; h++) {
        size_t w = (size_t)daytable_weekday(t, origin + h) * n;
        for (size_t c = 0; c < n; c++)
            if (t->mark[origin + h].closed || !t->open[w + c])
                out[(size_t)h * n + c] = 0;
    }
}

void combine_predict(double *out, struct choice *choice, const struct daytable *t, int origin,
                     int n_ahead, struct arena *scratch)
{
    static const struct profile_options profile = {.half_life_weeks = 12, .pooled_weeks = 1};
    static const struct level_options level_options = {.half_life_weeks = 52,
                                                       .recent_half_life = 10,
                                                       .recent_prior = 3,
                                                       .month_bins = 8,
                                                       .yearly = true};
    double *share = ARENA_ARRAY(scratch, double, 7 * t->n_cells);
    double *total = ARENA_ARRAY(scratch, double, origin + 1);
    double *level = ARENA_ARRAY(scratch, double, n_ahead + 1);
    profile_fit(share, t, origin, &profile, scratch);
    profile_totals(total, t, origin, share);
    level_fit(level, t, origin, n_ahead, total, &level_options, scratch);
    level_by_profile(out, t, origin, n_ahead, level, share);
    close_cells(out, t, origin, n_ahead);
    if (choice)
        *choice = (struct choice){.dispersion = 0.01};
}
