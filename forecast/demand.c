/* SPDX-License-Identifier: GPL-3.0-or-later */
/* demand.c - from the histories and given figures of a plan to its demand.
 *
 * A part p routed here keeps the dispersion of the whole, since it thins the count.  Given slots
 * replace ours.  A given total T of a day or a week scales the pattern that is there,
 *
 *     calls_k = T pattern_k / sum_j pattern_j,   j over the slots of the day or week,
 *
 * the queue's own forecast where it has a history, else that of its client's other queues, else
 * evenly the hours in which it is open. */
#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "forecast/forecast.h"
#include "forecast/hours.h"

#define YOUNG_S ((int64_t)182 * 24 * 3600)
#define WEEK_HOURS 168
#define SELDOM 0.3 /* part of the weeks in which an hour is known */

/* One queue over some slots. */
struct row {
    double *calls, *aht_s, *quantile[N_QUANTILES], *day_cv;
    bool *open;
    double dispersion;
};

static struct row row_new(const struct grid *grid, struct arena *arena)
{
    struct row row = {.calls = ARENA_ARRAY(arena, double, grid->n_slots),
                      .aht_s = ARENA_ARRAY(arena, double, grid->n_slots),
                      .open = ARENA_ARRAY(arena, bool, grid->n_slots),
                      .day_cv = ARENA_NEW(arena, double)};
    for (int i = 0; i < N_QUANTILES; i++)
        row.quantile[i] = ARENA_ARRAY(arena, double, grid->n_slots);
    return row;
}

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
                                   .series = plan->history ? &plan->history[queue] : NULL,
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

/* Queues whose contacts follow the same day: what is answered at once, and what may wait.  A list
 * to be called follows nobody. */
static bool are_alike(const struct queue *a, const struct queue *b)
{
    bool wait_a = a->channel == CHANNEL_EMAIL || a->channel == CHANNEL_BACK_OFFICE;
    bool wait_b = b->channel == CHANNEL_EMAIL || b->channel == CHANNEL_BACK_OFFICE;
    return a->account == b->account && wait_a == wait_b && a->channel != CHANNEL_OUTBOUND &&
           b->channel != CHANNEL_OUTBOUND;
}

/* Queues alike with the same slots; slot_s 0: any. */
static bool is_related(const struct plan *plan, int queue, int other, int slot_s)
{
    const struct grid *grid = &plan->history[other].grid;
    return other != queue && grid->n_slots > 0 && (slot_s == 0 || grid->slot_s == slot_s) &&
           are_alike(&plan->queues[queue], &plan->queues[other]);
}

enum known { NOBODY_OPEN, KNOWN, UNKNOWN };

/* Adds what is known.  An hour of the week that is seldom known is closed and adds nothing; else
 * what is unknown, as before the first row, leaves the sum unknown.   state[sum->grid.n_slots] */
static void add_series(struct series *sum, unsigned char *state, const struct series *one)
{
    int known[WEEK_HOURS] = {0}, all[WEEK_HOURS] = {0};
    for (int k = 0; k < one->grid.n_slots; k++) {
        int64_t hour = (one->grid.begin + (int64_t)k * one->grid.slot_s) / 3600 % WEEK_HOURS;
        known[hour] += isfinite(one->offered[k]);
        all[hour]++;
    }
    for (int k = 0; k < sum->grid.n_slots; k++) {
        int64_t begin = sum->grid.begin + (int64_t)k * sum->grid.slot_s;
        int64_t hour = begin / 3600 % WEEK_HOURS, at = grid_slot(&one->grid, begin);
        double y = at >= 0 && at < one->grid.n_slots ? one->offered[at] : NAN;
        if (isfinite(y)) {
            sum->offered[k] += y;
            state[k] = state[k] == UNKNOWN ? UNKNOWN : KNOWN;
        } else if (known[hour] > SELDOM * all[hour])
            state[k] = UNKNOWN;
    }
}

/* Alike and at least half as old as the oldest of those. */
static bool is_grown(const struct plan *plan, int queue, int other, int slot_s, int64_t longest_s)
{
    const struct grid *grid = &plan->history[other].grid;
    return is_related(plan, queue, other, slot_s) &&
           2 * (grid_end(grid) - grid->begin) >= longest_s;
}

static struct series *sum_series(const struct plan *plan, int queue, int slot_s, int64_t longest_s,
                                 struct arena *arena)
{
    const struct grid *own = &plan->history[queue].grid;
    int64_t begin = INT64_MAX, end = own->n_slots > 0 ? grid_end(own) : INT64_MIN;
    for (int q = 0; q < plan->n_queues; q++)
        if (is_grown(plan, queue, q, slot_s, longest_s)) {
            const struct grid *grid = &plan->history[q].grid;
            begin = grid->begin < begin ? grid->begin : begin;
            end = grid_end(grid) > end ? grid_end(grid) : end;
        }
    struct series *sum = ARENA_NEW(arena, struct series);
    sum->grid = (struct grid){begin, slot_s, (int)((end - begin) / slot_s)};
    sum->offered = ARENA_ARRAY(arena, double, sum->grid.n_slots);
    unsigned char *state = ARENA_ARRAY(arena, unsigned char, sum->grid.n_slots);
    for (int q = 0; q < plan->n_queues; q++)
        if (is_grown(plan, queue, q, slot_s, longest_s))
            add_series(sum, state, &plan->history[q]);
    for (int k = 0; k < sum->grid.n_slots; k++)
        if (state[k] != KNOWN)
            sum->offered[k] = NAN;
    return sum;
}

/* Of a queue whose own history is short, the sum of those alike that have a longer one, to the end
 * of its own.  NULL: old enough, or alone. */
static const struct series *related_series(const struct plan *plan, int queue, struct arena *arena)
{
    if (!plan->history)
        return NULL;
    const struct grid *own = &plan->history[queue].grid;
    int slot_s = own->n_slots > 0 ? own->slot_s : 0;
    int64_t own_s = (int64_t)own->n_slots * slot_s, longest_s = 0;
    for (int q = 0; q < plan->n_queues && own_s < YOUNG_S; q++)
        if (is_related(plan, queue, q, slot_s)) {
            const struct grid *grid = &plan->history[q].grid;
            int64_t length_s = grid_end(grid) - grid->begin;
            slot_s = grid->slot_s;
            longest_s = length_s > longest_s ? length_s : longest_s;
        }
    return longest_s > 2 * own_s ? sum_series(plan, queue, slot_s, longest_s, arena) : NULL;
}

static enum status fill_row(struct row *row, const struct plan *plan,
                            const struct forecast_input *in, const struct grid *grid,
                            struct arena *arena, struct diags *diags)
{
    struct forecast f;
    TRY(forecast_series(&f, in, grid, arena, diags));
    *row->day_cv = f.day_cv;
    row->dispersion = f.dispersion;
    double share = plan->accounts[plan->queues[in->queue].account].share;
    for (int k = 0; k < grid->n_slots; k++) {
        row->calls[k] = share * f.calls[k];
        row->aht_s[k] = f.aht_s[k];
        row->open[k] = f.open[k];
        forecast_fill_quantiles(row->quantile, k, row->calls[k], f.dispersion);
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

static bool is_in(const struct given *row, int queue, const struct grid *grid)
{
    return row->queue == queue && row->start < grid_end(grid) &&
           row->start + row->slot_s > grid->begin;
}

static bool has_given(const struct given *rows, int n, int queue, const struct grid *grid)
{
    for (int i = 0; i < n; i++)
        if (is_in(&rows[i], queue, grid))
            return true;
    return false;
}

/* The slots of `grid` and of all days and weeks that have a total and meet it. */
static struct grid widen(const struct plan *plan, int queue, const struct grid *grid)
{
    int64_t begin = grid->begin, end = grid_end(grid);
    for (int i = 0; i < plan->n_forecast_given; i++) {
        const struct given *g = &plan->forecast_given[i];
        if (!g->is_total || !is_in(g, queue, grid))
            continue;
        while (begin > g->start)
            begin -= grid->slot_s;
        while (end < g->start + g->slot_s)
            end += grid->slot_s;
    }
    return (struct grid){begin, grid->slot_s, (int)((end - begin) / grid->slot_s)};
}

/* Part of slot k that lies in the row's time. */
static double part_in(const struct given *row, const struct grid *grid, int k)
{
    int64_t lo = grid->begin + (int64_t)k * grid->slot_s, hi = lo + grid->slot_s;
    int64_t end = row->start + row->slot_s;
    lo = row->start > lo ? row->start : lo;
    hi = end < hi ? end : hi;
    return hi > lo ? (double)(hi - lo) / grid->slot_s : 0;
}

/* Adds the total to row, in the pattern's proportions, else over the open hours. */
static void add_total(struct row *row, const struct row *pattern, const struct given *total,
                      const struct grid *grid)
{
    double sum = 0, open = 0;
    for (int k = 0; k < grid->n_slots; k++) {
        sum += part_in(total, grid, k) * pattern->calls[k];
        open += row->open[k] ? part_in(total, grid, k) : 0;
    }
    for (int k = 0; k < grid->n_slots; k++) {
        double part = part_in(total, grid, k);
        if (sum > 0)
            row->calls[k] += part * pattern->calls[k] * total->value / sum;
        else if (open > 0 && row->open[k])
            row->calls[k] += part * total->value / open;
        if (part > 0 && total->aht_s > 0)
            row->aht_s[k] = total->aht_s;
    }
}

/* All totals that meet `grid`; what no total covers stays our own forecast, or nothing. */
static void add_totals(struct row *row, const struct plan *plan, int queue, bool history,
                       const struct grid *grid, const struct grid *wide, struct arena *arena)
{
    struct row pattern = {.calls = ARENA_ARRAY(arena, double, wide->n_slots)};
    memcpy(pattern.calls, row->calls, sizeof *row->calls * (size_t)wide->n_slots);
    if (!history)
        memset(row->calls, 0, sizeof *row->calls * (size_t)wide->n_slots);
    for (int i = 0; i < plan->n_forecast_given && history; i++)
        if (plan->forecast_given[i].is_total && is_in(&plan->forecast_given[i], queue, grid))
            for (int k = 0; k < wide->n_slots; k++)
                row->calls[k] = fmax(0, row->calls[k] - part_in(&plan->forecast_given[i], wide, k) *
                                                            pattern.calls[k]);
    for (int i = 0; i < plan->n_forecast_given; i++)
        if (plan->forecast_given[i].is_total && is_in(&plan->forecast_given[i], queue, grid))
            add_total(row, &pattern, &plan->forecast_given[i], wide);
    for (int k = 0; k < wide->n_slots; k++)
        forecast_fill_quantiles(row->quantile, k, row->calls[k], row->dispersion);
}

/* A row over a wider grid than the demand's, cut to it. */
static void cut_row(struct row *to, const struct row *from, const struct grid *grid,
                    const struct grid *wide)
{
    int at = (int)((grid->begin - wide->begin) / grid->slot_s);
    size_t n = (size_t)grid->n_slots;
    memcpy(to->calls, from->calls + at, n * sizeof *to->calls);
    memcpy(to->aht_s, from->aht_s + at, n * sizeof *to->aht_s);
    memcpy(to->open, from->open + at, n * sizeof *to->open);
    for (int i = 0; i < N_QUANTILES; i++)
        memcpy(to->quantile[i], from->quantile[i] + at, n * sizeof *to->quantile[i]);
    *to->day_cv = *from->day_cv;
}

/* Days and weeks of which only the total is known. */
static enum status take_totals(struct row *row, const struct plan *plan,
                               const struct forecast_input *in, bool history,
                               const struct grid *grid, struct arena *arena, struct diags *diags)
{
    struct grid wide = widen(plan, in->queue, grid);
    struct row all = row_new(&wide, arena);
    struct forecast_input others = *in;
    others.series = in->related;
    others.related = NULL;
    blank_row(&all, plan, in->queue, &wide);
    if (history)
        TRY(fill_row(&all, plan, in, &wide, arena, diags));
    else if (in->related)
        TRY(fill_row(&all, plan, &others, &wide, arena, diags));
    diag_note(diags, &plan->queues[in->queue].at,
              "queue '%s': totals of forecast/ are spread over the slots by %s", in->name,
              history       ? "its own history"
              : in->related ? "the pattern of the client's other queues"
                            : "its open hours, evenly");
    add_totals(&all, plan, in->queue, history, grid, &wide, arena);
    cut_row(row, &all, grid, &wide);
    return OK;
}

static bool has_totals(const struct plan *plan, int queue, const struct grid *grid)
{
    for (int i = 0; i < plan->n_forecast_given; i++)
        if (plan->forecast_given[i].is_total && is_in(&plan->forecast_given[i], queue, grid))
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
        if (!g->is_total && is_in(g, queue, grid))
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
        forecast_fill_quantiles(row->quantile, k, row->calls[k], 0);
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

static bool has_list(const struct plan *plan, int queue)
{
    for (int i = 0; i < plan->n_lists; i++)
        if (plan->lists[i].queue == queue)
            return true;
    return false;
}

/* What-ifs: more or fewer contacts, shorter or longer ones, whoever forecast them. */
static void scale_row(struct row *row, const struct queue *queue, double dispersion, int n_slots)
{
    for (int k = 0; k < n_slots && queue->aht_factor != 1; k++)
        row->aht_s[k] *= queue->aht_factor;
    for (int k = 0; k < n_slots && queue->volume_factor != 1; k++) {
        row->calls[k] *= queue->volume_factor;
        forecast_fill_quantiles(row->quantile, k, row->calls[k], dispersion);
    }
}

static enum status demand_queue(struct demand *out, const struct plan *plan, int queue,
                                struct arena *arena, struct diags *diags)
{
    const struct grid *grid = &out->grid;
    struct row row = demand_row(out, queue);
    bool given = has_given(plan->forecast_given, plan->n_forecast_given, queue, grid);
    bool counts = has_given(plan->requirement_given, plan->n_requirement_given, queue, grid);
    bool history = has_history(plan, queue, grid->begin);
    struct forecast_input in = forecast_queue_input(plan, queue);
    in.related = related_series(plan, queue, arena);
    blank_row(&row, plan, queue, grid);
    if (has_totals(plan, queue, grid))
        TRY(take_totals(&row, plan, &in, history, grid, arena, diags));
    else if (history)
        TRY(fill_row(&row, plan, &in, grid, arena, diags));
    if (!history && !given && !counts && !has_list(plan, queue)) {
        diag_error(diags, &plan->queues[queue].at,
                   "queue '%s' has neither calls/ nor forecast/ nor requirement/ for these days: "
                   "give one of them; a total of the week in forecast/ will do",
                   plan->queues[queue].id);
        return ERR_DATA;
    }
    if (given)
        take_given(&row, plan, queue, grid, arena, diags);
    scale_row(&row, &plan->queues[queue], given ? 0 : row.dispersion, grid->n_slots);
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
