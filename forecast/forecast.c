/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast.c - from histories to the demand of a plan.
 *
 * A series becomes a table of local days (daytable.c), its days to come are predicted (combine.c),
 * and each UTC slot takes the contacts of the local cells that it overlaps.  Quantiles are negative
 * binomial about that; a part p routed here keeps the dispersion, since it thins the count. */
#include "forecast/forecast.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/pool.h"
#include "forecast/aht.h"
#include "forecast/combine.h"
#include "forecast/daytable.h"
#include "forecast/hours.h"
#include "forecast/quantile.h"

#define FEW_DAYS 21
#define STALE_DAYS 28

const double forecast_quantiles[N_QUANTILES] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

static void forecast_alloc(struct forecast *out, const struct grid *grid, struct arena *arena)
{
    *out = (struct forecast){.grid = *grid};
    out->calls = ARENA_ARRAY(arena, double, grid->n_slots);
    out->aht_s = ARENA_ARRAY(arena, double, grid->n_slots);
    out->open = ARENA_ARRAY(arena, bool, grid->n_slots);
    for (int i = 0; i < N_QUANTILES; i++)
        out->quantile[i] = ARENA_ARRAY(arena, double, grid->n_slots);
}

/* Contacts of [begin, begin + slot_s): the local cells at their rate, cut where cells end. */
static double slot_calls(bool *open, const struct daytable *t, const double *cells,
                         const struct tz *zone, int64_t begin, int slot_s)
{
    int piece_s = t->slot_s < slot_s ? t->slot_s : slot_s;
    double sum = 0;
    for (int64_t at = begin; at < begin + slot_s; at += piece_s) {
        int day = tz_date(zone, at) - t->first;
        int cell = tz_minute(zone, at) * 60 / t->slot_s - t->first_cell;
        if (day < t->n_known || day >= t->n_days || cell < 0 || cell >= t->n_cells)
            continue;
        size_t w = (size_t)daytable_weekday(t, day) * (size_t)t->n_cells;
        *open |= t->open[w + (size_t)cell] && !t->mark[day].closed;
        sum += cells[(size_t)(day - t->n_known) * (size_t)t->n_cells + (size_t)cell] * piece_s /
               t->slot_s;
    }
    return sum;
}

static void fill_quantiles(double *const quantile[N_QUANTILES], int k, double calls, double c)
{
    double q[N_QUANTILES];
    quantile_reals(q, calls, c, forecast_quantiles, N_QUANTILES);
    for (int i = 0; i < N_QUANTILES; i++)
        quantile[i][k] = q[i];
}

static void fill_slots(struct forecast *out, const struct forecast_input *in,
                       const struct daytable *t, const double *cells)
{
    double aht_s[AHT_HOURS];
    aht_by_hour(aht_s, in->series, in->zone, in->aht_s, t->first + t->n_known);
    for (int k = 0; k < out->grid.n_slots; k++) {
        int64_t begin = out->grid.begin + (int64_t)k * out->grid.slot_s;
        double calls = slot_calls(&out->open[k], t, cells, in->zone, begin, out->grid.slot_s);
        out->calls[k] = calls;
        out->aht_s[k] = aht_s[tz_minute(in->zone, begin) / 60];
        fill_quantiles(out->quantile, k, calls, out->dispersion);
    }
}

static int count_known_days(const struct daytable *t)
{
    int n = 0;
    for (int d = 0; d < t->n_known; d++) {
        const double *row = daytable_row(t, d);
        for (int c = 0; c < t->n_cells; c++)
            if (!isnan(row[c])) {
                n++;
                break;
            }
    }
    return n;
}

static void say_how(const struct forecast *out, const struct forecast_input *in, int n_days,
                    const struct daytable *t, struct diags *diags)
{
    const struct place *at = in->hours ? &in->hours->at : NULL;
    int lead = tz_date(in->zone, out->grid.begin) - (t->first + t->n_known);
    if (n_days <= FEW_DAYS)
        diag_note(diags, at, "queue '%s': only %d days of history; the forecast is %s", in->name,
                  n_days, out->method);
    if (t->n_outages > 0)
        diag_note(diags, at, "queue '%s': %d days of zero amid busy ones are taken as outages",
                  in->name, t->n_outages);
    if (t->n_cut > 0)
        diag_note(diags, at,
                  "queue '%s': %d slots of history are spikes or dead hours and left out", in->name,
                  t->n_cut);
    if (lead > STALE_DAYS)
        diag_warning(diags, at,
                     "queue '%s': its history ends %d days before the days to forecast; add newer "
                     "calls if there are any",
                     in->name, lead);
}

enum status forecast_series(struct forecast *out, const struct forecast_input *in,
                            const struct grid *grid, struct arena *arena, struct diags *diags)
{
    assert(grid->n_slots > 0);
    enum status status = OK;
    struct arena *scratch = arena_new();
    struct daytable t;
    struct forecast_input until = *in;
    int32_t begin = tz_date(in->zone, grid->begin);
    if (in->until == NO_DATE || in->until > begin)
        until.until = begin; /* a week of the past is forecast as it would have been */
    int n_days = 0;
    forecast_alloc(out, grid, arena);
    if (in->series->grid.n_slots > 0) {
        daytable_make(&t, &until, grid->slot_s, tz_date(in->zone, grid_end(grid) - 1), scratch);
        n_days = count_known_days(&t);
    }
    if (n_days == 0) {
        diag_error(diags, in->hours ? &in->hours->at : NULL,
                   "queue '%s' has no history before the days to forecast: give calls/, or the "
                   "client's own forecast/",
                   in->name);
        status = ERR_DATA;
        goto out;
    }
    int n_ahead = t.n_days - t.n_known;
    double *cells = ARENA_ARRAY(scratch, double, (size_t)n_ahead *(size_t)t.n_cells);
    struct choice choice;
    combine_predict(cells, &choice, &t, t.n_known, begin - t.first - t.n_known, n_ahead, scratch);
    out->dispersion = choice.spread.cell;
    out->day_cv = choice.spread.day_cv;
    snprintf(out->method, sizeof out->method, "%s",
             choice.n_origins > 0 ? "chosen by backtest"
                                  : "weekday level times the pooled profile");
    fill_slots(out, &until, &t, cells);
    say_how(out, in, n_days, &t, diags);
out:
    arena_free(scratch);
    return status;
}

/* The demand's rows of one queue. */
struct row {
    double *calls, *aht_s, *quantile[N_QUANTILES], *day_cv;
    bool *open;
};

static struct row demand_row(struct demand *demand, int queue)
{
    size_t at = (size_t)queue * (size_t)demand->grid.n_slots;
    return (struct row){.calls = demand->calls + at,
                        .aht_s = demand->aht_s + at,
                        .quantile = {demand->p05 + at, demand->p10 + at, demand->p25 + at,
                                     demand->p50 + at, demand->p75 + at, demand->p90 + at,
                                     demand->p95 + at},
                        .day_cv = demand->day_cv + queue,
                        .open = demand->open + at};
}

static void demand_alloc(struct demand *out, int n_queues, const struct grid *grid,
                         struct arena *arena)
{
    size_t n = (size_t)n_queues * (size_t)grid->n_slots;
    *out = (struct demand){.grid = *grid, .n_queues = n_queues};
    out->calls = ARENA_ARRAY(arena, double, n);
    out->aht_s = ARENA_ARRAY(arena, double, n);
    out->open = ARENA_ARRAY(arena, bool, n);
    double **quantile[N_QUANTILES] = {&out->p05, &out->p10, &out->p25, &out->p50,
                                      &out->p75, &out->p90, &out->p95};
    for (int i = 0; i < N_QUANTILES; i++)
        *quantile[i] = ARENA_ARRAY(arena, double, n);
    out->source = ARENA_ARRAY(arena, char, n_queues + 1);
    out->day_cv = ARENA_ARRAY(arena, double, n_queues + 1);
    memset(out->source, '-', (size_t)n_queues);
}

struct forecast_input forecast_queue_input(const struct plan *plan, int queue)
{
    const struct queue *q = &plan->queues[queue];
    const struct account *account = &plan->accounts[q->account];
    static const char *const none = ""; /* an account without calendars has no holidays */
    return (struct forecast_input){.name = q->id,
                                   .series = &plan->history[queue],
                                   .zone = account->zone,
                                   .hours = q->n_open > 0 ? q : NULL,
                                   .aht_s = q->aht_s,
                                   .holidays = plan->holidays,
                                   .n_holidays = plan->n_holidays,
                                   .calendars = account->calendars ? account->calendars : &none,
                                   .n_calendars = account->n_calendars,
                                   .events = plan->events,
                                   .n_events = plan->n_events,
                                   .queue = queue,
                                   .weeks_of_history = plan->policy.weeks_of_history,
                                   .until = NO_DATE};
}

static enum status fill_row(struct row *row, const struct plan *plan, int queue,
                            const struct grid *grid, struct arena *arena, struct diags *diags)
{
    struct forecast_input in = forecast_queue_input(plan, queue);
    struct forecast f;
    TRY(forecast_series(&f, &in, grid, arena, diags));
    *row->day_cv = f.day_cv;
    double share = plan->accounts[plan->queues[queue].account].share;
    for (int k = 0; k < grid->n_slots; k++) {
        row->calls[k] = share * f.calls[k];
        row->aht_s[k] = f.aht_s[k];
        row->open[k] = f.open[k];
        fill_quantiles(row->quantile, k, row->calls[k], f.dispersion);
    }
    return OK;
}

/* Without a forecast of ours: open by its hours, and no contacts. */
static void blank_row(struct row *row, const struct plan *plan, int queue, const struct grid *grid)
{
    const struct queue *q = &plan->queues[queue];
    const struct tz *zone = plan->accounts[q->account].zone;
    for (int k = 0; k < grid->n_slots; k++) {
        row->aht_s[k] = q->aht_s;
        row->open[k] =
            hours_open_s(q, zone, grid->begin + (int64_t)k * grid->slot_s, grid->slot_s) > 0;
    }
}

static bool has_given(const struct given *rows, int n, int queue, const struct grid *grid)
{
    for (int i = 0; i < n; i++)
        if (rows[i].queue == queue && rows[i].start < grid_end(grid) &&
            rows[i].start + rows[i].slot_s > grid->begin)
            return true;
    return false;
}

/* Part of a row's contacts and time that falls in each slot. */
static void spread_given(double *calls, double *covered_s, double *work_s, const struct given *row,
                         const struct grid *grid)
{
    int64_t end = row->start + row->slot_s;
    int64_t at = row->start > grid->begin ? row->start : grid->begin;
    for (int64_t k = grid_slot(grid, at); k < grid->n_slots; k++) {
        int64_t lo = grid->begin + k * grid->slot_s, hi = lo + grid->slot_s;
        if (lo >= end)
            break;
        double overlap_s = (double)((hi < end ? hi : end) - (lo > row->start ? lo : row->start));
        double part = row->value * overlap_s / row->slot_s;
        covered_s[k] += overlap_s;
        calls[k] += part;
        work_s[k] += row->aht_s > 0 ? part * row->aht_s : NAN;
    }
}

/* The client's own figures are of what is routed here: no share.  They carry no spread of their
 * own, so the quantiles are Poisson. */
static void take_given(struct row *row, const struct plan *plan, int queue, const struct grid *grid,
                       struct arena *arena, struct diags *diags)
{
    double *calls = ARENA_ARRAY(arena, double, grid->n_slots);
    double *covered_s = ARENA_ARRAY(arena, double, grid->n_slots);
    double *work_s = ARENA_ARRAY(arena, double, grid->n_slots);
    const struct place *closed_at = NULL;
    for (int i = 0; i < plan->n_forecast_given; i++) {
        const struct given *g = &plan->forecast_given[i];
        if (g->queue == queue && g->start < grid_end(grid) && g->start + g->slot_s > grid->begin)
            spread_given(calls, covered_s, work_s, g, grid);
    }
    for (int k = 0; k < grid->n_slots; k++) {
        if (covered_s[k] <= 0)
            continue;
        row->open[k] |= plan->queues[queue].n_open == 0;
        double rest = fmax(0, 1 - covered_s[k] / grid->slot_s);
        row->calls[k] = calls[k] + rest * row->calls[k];
        if (isfinite(work_s[k]) && calls[k] > 0)
            row->aht_s[k] = work_s[k] / calls[k];
        if (!row->open[k] && row->calls[k] > 0) {
            closed_at = &plan->queues[queue].at;
            row->calls[k] = 0;
        }
        fill_quantiles(row->quantile, k, row->calls[k], 0);
    }
    if (closed_at)
        diag_warning(diags, closed_at,
                     "forecast/ has contacts of queue '%s' while it is closed: they are left out; "
                     "widen its open hours if they are real",
                     plan->queues[queue].id);
}

/* Anything known before the local date on which the days to forecast begin. */
static bool has_history(const struct plan *plan, int queue, int64_t begin)
{
    if (!plan->history)
        return false;
    const struct series *s = &plan->history[queue];
    const struct tz *zone = plan->accounts[plan->queues[queue].account].zone;
    int64_t end = tz_day_boundary(zone, tz_date(zone, begin), 0);
    for (int k = 0; k < s->grid.n_slots; k++)
        if (isfinite(s->offered[k]))
            return s->grid.begin + (int64_t)k * s->grid.slot_s < end;
    return false;
}

static enum status demand_queue(struct demand *out, const struct plan *plan, int queue,
                                struct arena *arena, struct diags *diags)
{
    const struct grid *grid = &out->grid;
    struct row row = demand_row(out, queue);
    bool given = has_given(plan->forecast_given, plan->n_forecast_given, queue, grid);
    bool counts = has_given(plan->requirement_given, plan->n_requirement_given, queue, grid);
    bool history = has_history(plan, queue, grid->begin);
    if (history)
        TRY(fill_row(&row, plan, queue, grid, arena, diags));
    else
        blank_row(&row, plan, queue, grid);
    if (!history && !given && !counts) {
        diag_error(diags, &plan->queues[queue].at,
                   "queue '%s' has neither calls/ nor forecast/ nor requirement/ for these days: "
                   "give one of them",
                   plan->queues[queue].id);
        return ERR_DATA;
    }
    if (given)
        take_given(&row, plan, queue, grid, arena, diags);
    out->source[queue] = given ? 'c' : history ? 'f' : '-';
    return OK;
}

/* The queues side by side: each has its own arena and faults, which are put together in order. */
struct jobs {
    struct demand *out;
    const struct plan *plan;
    struct diags **diags; /* [n_queues] */
};

static void run_job(void *context, int queue, int worker)
{
    struct jobs *jobs = context;
    struct arena *arena = arena_new();
    (void)worker;
    demand_queue(jobs->out, jobs->plan, queue, arena, jobs->diags[queue]);
    arena_free(arena);
}

static enum status hand_over(struct diags *to, const struct diags *from)
{
    for (size_t i = 0; i < from->n; i++)
        diag_add(to, from->item[i].severity, &from->item[i].at, "%s", from->item[i].message);
    return from->n_errors > 0 ? ERR_DATA : OK;
}

enum status forecast_demand_parallel(struct demand *out, const struct plan *plan,
                                     const struct grid *grid, struct pool *pool,
                                     struct arena *arena, struct diags *diags)
{
    enum status status = OK;
    struct jobs jobs = {
        .out = out, .plan = plan, .diags = ARENA_ARRAY(arena, struct diags *, plan->n_queues + 1)};
    demand_alloc(out, plan->n_queues, grid, arena);
    for (int q = 0; q < plan->n_queues; q++)
        jobs.diags[q] = diags_new();
    pool_map(pool, plan->n_queues, run_job, &jobs);
    for (int q = 0; q < plan->n_queues; q++) {
        if (hand_over(diags, jobs.diags[q]) != OK)
            status = ERR_DATA;
        diags_free(jobs.diags[q]);
    }
    return status;
}

enum status forecast_demand(struct demand *out, const struct plan *plan, const struct grid *grid,
                            struct arena *arena, struct diags *diags)
{
    return forecast_demand_parallel(out, plan, grid, NULL, arena, diags);
}
