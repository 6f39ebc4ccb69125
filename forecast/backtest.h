/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backtest.h - how well a series would have been forecast: rolling origins, each method, each week
 * ahead. */
#ifndef RONDA_FORECAST_BACKTEST_H
#define RONDA_FORECAST_BACKTEST_H

#include "forecast/forecast.h"

enum backtest_grain { GRAIN_SLOT, GRAIN_DAY, GRAIN_WEEK, N_GRAINS };
enum { BAND_50, BAND_80, BAND_90, N_BANDS };

/* Sums are over the open cells that are known; closed days are not scored. */
struct backtest_row {
    const char *method;  /* "combination", "median of 6", ... */
    int week;            /* ahead, from 1; 0: all of them */
    long n;              /* cells scored */
    double wape;         /* sum |y - f| / sum y */
    double bias;         /* sum (f - y) / sum y */
    double mase;         /* mean |y - f| over that of the week before, in the days before */
    double pinball;      /* mean over the cells and 7 quantiles, over the mean of y */
    long n_of[N_GRAINS]; /* with a band */
    double cover[N_GRAINS][N_BANDS]; /* part within the bands; NAN where nothing was */
};

struct backtest {
    int n_origins;
    int32_t *origin; /* local dates, the oldest first */
    int n_rows;
    struct backtest_row *row; /* by method, then week */
};

/* Origins lie on Mondays, a week apart; the last is the last with horizon_days of history after it
 * (weekdays that are never open need not be there).  Each is fitted on what came before it only.
 * Cells of slot_s on the client's clock.  Memory in arena.
 * Errors: ERR_DATA if the history is too short for one origin with four weeks before it. */
enum status backtest_run(struct backtest *out, const struct forecast_input *in, int slot_s,
                         int n_origins, int horizon_days, struct arena *arena, struct diags *diags);

#endif
