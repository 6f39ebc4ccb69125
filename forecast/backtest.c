/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backtest.c - WAPE and its kin over rolling origins.
 *
 *   WAPE = sum |y - f| / sum y          bias = sum (f - y) / sum y
 *   MASE = mean |y - f| / mean |y_t - y_(t - 7 days)| before the first origin
 *   pinball = mean over cells and quantiles p of max(p (y - q), (p - 1)(y - q)), over mean y
 * Sources: Hyndman & Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001 (MASE). */
#include "forecast/backtest.h"

#include <assert.h>
#include <math.h>

#include "forecast/combine.h"
#include "forecast/quantile.h"

#define LEAST_BEFORE 28

enum method { COMBINATION, MEDIAN_6, MEAN_8, MEAN_4, NAIVE, N_METHODS };
static const char *const method_names[N_METHODS] = {"combination", "median of 6", "mean of 8",
                                                    "mean of 4", "last week"};

struct sums {
    double error, signed_error, came, pinball;
    long n, in_80, in_90;
};

/* One run: the truth, and the sums by method and week; week 0 is all. */
struct run_state {
    const struct forecast_input *in;
    struct daytable truth;
    int slot_s, horizon, n_weeks;
    struct sums *sums; /* [N_METHODS * (n_weeks + 1)] */
};

static int last_known_day(const struct daytable *t)
{
    for (int d = t->n_known - 1; d >= 0; d--)
        for (int c = 0; c < t->n_cells; c++)
            if (!isnan(daytable_row(t, d)[c]))
                return d;
    return -1;
}

static bool never_open(const struct daytable *t, int day)
{
    const bool *open = t->open + (size_t)daytable_weekday(t, day) * (size_t)t->n_cells;
    for (int c = 0; c < t->n_cells; c++)
        if (open[c])
            return false;
    return true;
}

/* Rows of the origins, newest first; returns how many. */
static int find_origins(int *origin, const struct daytable *t, int most, int horizon)
{
    int last = last_known_day(t), n = 0;
    if (last < 0)
        return 0;
    int end = last + 1;
    while (end < last + 7 && never_open(t, end))
        end++;
    int o = end - horizon;
    while (o > 0 && daytable_weekday(t, o) != MONDAY)
        o--;
    for (; o >= LEAST_BEFORE && n < most; o -= 7)
        origin[n++] = o;
    return n;
}

static void add(struct sums *s, double y, double f)
{
    s->error += fabs(y - f);
    s->signed_error += f - y;
    s->came += y;
    s->n++;
}

static void add_quantiles(struct sums *s, double y, double f, double c)
{
    double q[N_QUANTILES];
    for (int i = 0; i < N_QUANTILES; i++) {
        q[i] = quantile_count(f, c, forecast_quantiles[i]);
        double p = forecast_quantiles[i];
        s->pinball += (y > q[i] ? p * (y - q[i]) : (1 - p) * (q[i] - y)) / N_QUANTILES;
    }
    s->in_80 += y >= q[1] && y <= q[5];
    s->in_90 += y >= q[0] && y <= q[6];
}

static void score(struct run_state *run, enum method method, int origin, const double *cells,
                  double dispersion)
{
    const struct daytable *t = &run->truth;
    struct sums *mine = run->sums + (size_t)method * (size_t)(run->n_weeks + 1);
    for (int h = 0; h < run->horizon && origin + h < t->n_known; h++) {
        const double *row = daytable_row(t, origin + h);
        for (int c = 0; c < t->n_cells; c++) {
            double f = cells[(size_t)h * (size_t)t->n_cells + (size_t)c];
            if (isnan(row[c]))
                continue;
            f = isnan(f) ? 0 : f;
            add(&mine[0], row[c], f);
            add(&mine[1 + h / 7], row[c], f);
            if (method != COMBINATION)
                continue;
            add_quantiles(&mine[0], row[c], f, dispersion);
            add_quantiles(&mine[1 + h / 7], row[c], f, dispersion);
        }
    }
}

static void run_origin(struct run_state *run, int origin)
{
    struct arena *scratch = arena_new();
    struct forecast_input before = *run->in;
    struct daytable t;
    struct choice choice;
    int n = run->horizon;
    before.until = run->truth.first + origin;
    daytable_make(&t, &before, run->slot_s, before.until + n - 1, scratch);
    double *cells = ARENA_ARRAY(scratch, double, (size_t)n *(size_t)t.n_cells);
    combine_choose(&choice, &t, origin, 0, n, scratch);
    combine_predict(cells, &choice, &t, origin, n, scratch);
    score(run, COMBINATION, origin, cells, choice.dispersion);
    floor_median(cells, &t, origin, n, 6);
    score(run, MEDIAN_6, origin, cells, 0);
    static const int weeks[N_METHODS] = {[MEAN_8] = 8, [MEAN_4] = 4, [NAIVE] = 1};
    for (int m = MEAN_8; m < N_METHODS; m++) {
        floor_mean(cells, &t, origin, n, weeks[m]);
        score(run, (enum method)m, origin, cells, 0);
    }
    arena_free(scratch);
}

/* Mean |y_t - y_(t - 7 days)| before the row. */
static double weekly_change(const struct daytable *t, int origin)
{
    double sum = 0;
    long n = 0;
    for (int d = 7; d < origin; d++)
        for (int c = 0; c < t->n_cells; c++) {
            double change = fabs(daytable_row(t, d)[c] - daytable_row(t, d - 7)[c]);
            if (!isnan(change)) {
                sum += change;
                n++;
            }
        }
    return n > 0 ? sum / (double)n : NAN;
}

static struct backtest_row row_of(const struct sums *s, enum method method, int week, double change)
{
    double n = (double)s->n;
    struct backtest_row row = {.method = method_names[method],
                               .week = week,
                               .n = s->n,
                               .pinball = NAN,
                               .cover_80 = NAN,
                               .cover_90 = NAN};
    row.wape = s->error / s->came;
    row.bias = s->signed_error / s->came;
    row.mase = s->error / n / change;
    if (method == COMBINATION) {
        row.pinball = s->pinball / s->came;
        row.cover_80 = (double)s->in_80 / n;
        row.cover_90 = (double)s->in_90 / n;
    }
    return row;
}

static void fill(struct backtest *out, const struct run_state *run, const int *origin,
                 struct arena *arena)
{
    double change = weekly_change(&run->truth, origin[out->n_origins - 1]);
    out->origin = ARENA_ARRAY(arena, int32_t, out->n_origins);
    for (int i = 0; i < out->n_origins; i++)
        out->origin[i] = run->truth.first + origin[out->n_origins - 1 - i];
    out->row = ARENA_ARRAY(arena, struct backtest_row, N_METHODS * (run->n_weeks + 1));
    for (int m = 0; m < N_METHODS; m++)
        for (int w = 0; w <= run->n_weeks; w++)
            out->row[out->n_rows++] =
                row_of(&run->sums[m * (run->n_weeks + 1) + w], (enum method)m, w, change);
}

enum status backtest_run(struct backtest *out, const struct forecast_input *in, int slot_s,
                         int n_origins, int horizon_days, struct arena *arena, struct diags *diags)
{
    assert(n_origins > 0 && horizon_days > 0);
    *out = (struct backtest){0};
    struct arena *scratch = arena_new();
    struct run_state run = {
        .in = in, .slot_s = slot_s, .horizon = horizon_days, .n_weeks = (horizon_days + 6) / 7};
    run.sums = ARENA_ARRAY(scratch, struct sums, N_METHODS * (run.n_weeks + 1));
    int *origin = ARENA_ARRAY(scratch, int, n_origins);
    if (in->series->grid.n_slots > 0) {
        daytable_make(&run.truth, in, slot_s, NO_DATE, scratch);
        out->n_origins = find_origins(origin, &run.truth, n_origins, horizon_days);
    }
    for (int i = out->n_origins - 1; i >= 0; i--)
        run_origin(&run, origin[i]);
    if (out->n_origins > 0)
        fill(out, &run, origin, arena);
    arena_free(scratch);
    if (out->n_origins > 0)
        return OK;
    diag_error(diags, in->hours ? &in->hours->at : NULL,
               "'%s' has too short a history to test: it needs %d days and %d more to forecast",
               in->name, LEAST_BEFORE, horizon_days);
    return ERR_DATA;
}
