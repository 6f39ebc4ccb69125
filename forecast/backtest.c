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

/* A forecast of n_ahead days from an origin. */
struct asked {
    const struct daytable *t;
    int origin, n_ahead;
    struct arena *scratch;
};

static void predict_single(double *out, const struct asked *a, int unused)
{
    (void)unused;
    combine_single(out, a->t, a->origin, a->n_ahead, a->scratch);
}

static void predict_median(double *out, const struct asked *a, int weeks)
{
    floor_median(out, a->t, a->origin, a->n_ahead, weeks);
}

static void predict_mean(double *out, const struct asked *a, int weeks)
{
    floor_mean(out, a->t, a->origin, a->n_ahead, weeks);
}

static const struct {
    const char *name;
    void (*predict)(double *out, const struct asked *asked, int weeks);
    int weeks;
} methods[] = {
    {"combination", NULL, 0},           {"regression", predict_single, 0},
    {"median of 6", predict_median, 6}, {"mean of 8", predict_mean, 8},
    {"mean of 4", predict_mean, 4},     {"last week", predict_mean, 1},
};
enum { COMBINATION, N_METHODS = sizeof methods / sizeof methods[0] };

struct sums {
    double error, signed_error, came, pinball;
    long n, of[N_GRAINS], in[N_GRAINS][N_BANDS];
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

static void add_band(struct sums *s, enum backtest_grain grain, double y, const double *q)
{
    static const int low[N_BANDS] = {2, 1, 0}; /* of forecast_quantiles, and the same from above */
    for (int b = 0; b < N_BANDS; b++)
        s->in[grain][b] += y >= q[low[b]] && y <= q[N_QUANTILES - 1 - low[b]];
    s->of[grain]++;
}

static void add_total(struct sums *s, enum backtest_grain grain, double y, double f, double c)
{
    double q[N_QUANTILES];
    quantile_reals(q, f, c, forecast_quantiles, N_QUANTILES);
    add_band(s, grain, y, q);
}

static void add_cell(struct sums *s, double y, double f, double c)
{
    double loss = 0, q[N_QUANTILES];
    quantile_reals(q, f, c, forecast_quantiles, N_QUANTILES);
    for (int i = 0; i < N_QUANTILES; i++) {
        double p = forecast_quantiles[i];
        loss += (y > q[i] ? p * (y - q[i]) : (1 - p) * (q[i] - y)) / N_QUANTILES;
    }
    add_band(s, GRAIN_SLOT, y, q);
    s->pinball += loss;
    s->error += fabs(y - f);
    s->signed_error += f - y;
    s->came += y;
    s->n++;
}

/* cells[horizon * seen->n_cells]: the hours that were known to be open then. */
static void score(struct run_state *run, int method, int origin, const double *cells,
                  const struct daytable *seen, const struct spread *spread)
{
    const struct daytable *t = &run->truth;
    struct sums *mine = run->sums + (size_t)method * (size_t)(run->n_weeks + 1);
    double week_came = 0, week_forecast = 0;
    for (int h = 0; h < run->horizon && origin + h < t->n_known; h++) {
        const double *row = daytable_row(t, origin + h);
        double came = 0, forecast = 0;
        int week = 1 + h / 7;
        for (int c = 0; c < t->n_cells; c++) {
            int at = c + t->first_cell - seen->first_cell;
            bool was_open = at >= 0 && at < seen->n_cells;
            double f = was_open ? cells[(size_t)h * (size_t)seen->n_cells + (size_t)at] : 0;
            if (isnan(row[c]))
                continue;
            f = isnan(f) ? 0 : f;
            add_cell(&mine[week], row[c], f, spread->cell);
            came += row[c];
            forecast += f;
        }
        if (forecast > 0)
            add_total(&mine[week], GRAIN_DAY, came, forecast, spread->day);
        week_came += came;
        week_forecast += forecast;
        if (h % 7 == 6 && week_forecast > 0)
            add_total(&mine[week], GRAIN_WEEK, week_came, week_forecast, spread->week);
        if (h % 7 == 6)
            week_came = week_forecast = 0;
    }
}

/* What the method's own errors before the origin say. */
static void method_spread(struct spread *out, int method, const struct asked *asked, double *cells)
{
    int origins[MAX_ORIGINS];
    struct spread_sample sample;
    int n = combine_origins(origins, asked->origin, asked->n_ahead);
    spread_begin(&sample, asked->t, n * asked->n_ahead + 1, asked->scratch);
    for (int i = 0; i < n; i++) {
        struct asked before = *asked;
        before.origin = origins[i];
        methods[method].predict(cells, &before, methods[method].weeks);
        spread_add(&sample, asked->t, origins[i], 0, asked->n_ahead, cells, spread_weight(i));
    }
    spread_fit(out, &sample);
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
    combine_predict(cells, &choice, &t, NULL, origin, 0, n, scratch);
    score(run, COMBINATION, origin, cells, &t, &choice.spread);
    struct asked asked = {&t, origin, n, scratch};
    for (int m = COMBINATION + 1; m < N_METHODS; m++) {
        struct spread spread;
        method_spread(&spread, m, &asked, cells);
        methods[m].predict(cells, &asked, methods[m].weeks);
        score(run, m, origin, cells, &t, &spread);
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

/* The weeks' sums into that of all. */
static void add_up(struct sums *all, const struct sums *weeks, int n_weeks)
{
    for (int w = 0; w < n_weeks; w++) {
        all->error += weeks[w].error;
        all->signed_error += weeks[w].signed_error;
        all->came += weeks[w].came;
        all->pinball += weeks[w].pinball;
        all->n += weeks[w].n;
        for (int g = 0; g < N_GRAINS; g++) {
            all->of[g] += weeks[w].of[g];
            for (int b = 0; b < N_BANDS; b++)
                all->in[g][b] += weeks[w].in[g][b];
        }
    }
}

static struct backtest_row row_of(const struct sums *s, int method, int week, double change)
{
    struct backtest_row row = {.method = methods[method].name, .week = week, .n = s->n};
    row.wape = s->error / s->came;
    row.bias = s->signed_error / s->came;
    row.mase = s->error / (double)s->n / change;
    row.pinball = s->pinball / s->came;
    for (int g = 0; g < N_GRAINS; g++)
        row.n_of[g] = s->of[g];
    for (int g = 0; g < N_GRAINS; g++)
        for (int b = 0; b < N_BANDS; b++)
            row.cover[g][b] = s->of[g] > 0 ? (double)s->in[g][b] / (double)s->of[g] : NAN;
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
    for (int m = 0; m < N_METHODS; m++) {
        struct sums *mine = run->sums + (size_t)m * (size_t)(run->n_weeks + 1);
        add_up(&mine[0], &mine[1], run->n_weeks);
        for (int w = 0; w <= run->n_weeks; w++)
            out->row[out->n_rows++] = row_of(&mine[w], m, w, change);
    }
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
