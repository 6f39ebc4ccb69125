/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim.c - replications until the half-width is reached, and their statistics.
 *
 * Every measure is a ratio of sums, y = sum Y_r / sum X_r over R replications (answered in time
 * over offered, and so on).  Its variance by linearising (Law, Simulation Modeling and
 * Analysis, 9.5): sum (Y_r - y X_r)^2 / (R (R - 1) mean(X)^2) and the band is y +- t(0.975, R - 1)
 * of its root, so five sums a measure are kept.  Replications run in batches of a fixed size, each
 * into its own place, and are added in their order: the number of workers changes no byte.
 *
 * A target is missed where the whole band is on the wrong side, held where all of it is on the
 * right side, open in between. */
#include "scheduler/sim.h"

#include <math.h>
#include <stdlib.h>

#include "base/pool.h"
#include "scheduler/sim_part.h"

#define BATCH 16
#define NORMAL_975 1.959963984540054
#define LOOK 1.5 /* of a band, for a stop before the last replication */

const char *const sim_verdict_names[N_SIM_VERDICTS] = {"none", "holds", "open", "missed"};

enum measure {
    SERVICE,
    ASA,
    WAIT,
    ABANDONED,
    OCCUPANCY,
    RETRIED,
    CALLED_BACK,
    KEPT_PROMISE,
    BACKLOG,
    N_MEASURES
};

struct sums {
    double y, x, yy, xx, xy;
};

/* A line over a span. */
struct cell {
    struct sums of[N_MEASURES];
    double offered, people; /* sums over the replications */
};

struct simulation {
    const struct sim_model *model;
    const struct sim_options *options;
    struct sim_counts counts[BATCH];
    struct sim_scratch **scratch; /* [n_workers] */
    struct cell *cell;            /* [(n_lines + n_deferred) * n_cells]: slots, days, all */
    int n_cells, first, n_done;
    int *weeks_held; /* [n_lines + n_deferred] */
    double contacts;
};

/* ---- one replication into the sums ---- */

static void tally_add(struct sim_tally *t, const struct sim_tally *of)
{
    t->offered += of->offered;
    t->answered += of->answered;
    t->in_time += of->in_time;
    t->abandoned += of->abandoned;
    t->abandoned_in_time += of->abandoned_in_time;
    t->abandoned_short += of->abandoned_short;
    t->retried += of->retried;
    t->called_back += of->called_back;
    t->kept_promise += of->kept_promise;
    t->wait_answered += of->wait_answered;
    t->wait_abandoned += of->wait_abandoned;
    t->busy += of->busy;
    t->staffed += of->staffed;
}

static struct sim_tally tally_of(const struct sim_model *model, const struct sim_counts *counts,
                                 int l, int k)
{
    size_t n = (size_t)model->grid.n_slots;
    const struct sim_count *c = &counts->cell[(size_t)l * n + (size_t)k];
    struct sim_tally t = {.offered = c->offered,
                          .answered = c->answered,
                          .in_time = c->in_time,
                          .abandoned = c->abandoned,
                          .abandoned_in_time = c->abandoned_in_time,
                          .abandoned_short = c->abandoned_short,
                          .retried = c->retried,
                          .called_back = c->called_back,
                          .kept_promise = c->kept_promise,
                          .wait_answered = c->wait_answered,
                          .wait_abandoned = c->wait_abandoned};
    for (int g = 0; g < model->n_groups; g++) {
        if (!(model->group[g].lines >> l & 1))
            continue;
        t.busy += counts->busy[(size_t)g * n + (size_t)k];
        t.staffed += counts->staffed[(size_t)g * n + (size_t)k];
    }
    return t;
}

void sim_service(double *y, double *x, const struct sim_tally *t, enum sl_definition definition)
{
    *y = (double)t->in_time;
    *x = (double)t->offered;
    switch (definition) {
    case SL_ANSWERED_AND_ABANDONED_IN_TIME:
        *y += (double)t->abandoned_in_time;
        break;
    case SL_ANSWERED:
        *x = (double)t->answered;
        break;
    case SL_OFFERED_LESS_ABANDONED_IN_TIME:
        *x -= (double)t->abandoned_in_time;
        break;
    case SL_SHORT_ABANDON:
        *y += (double)t->abandoned_short;
        break;
    default:
        break;
    }
}

static void sums_add(struct sums *s, double y, double x)
{
    s->y += y;
    s->x += x;
    s->yy += y * y;
    s->xx += x * x;
    s->xy += x * y;
}

static void cell_add(struct cell *cell, const struct sim_tally *t, enum sl_definition definition,
                     double ticks)
{
    double y, x;
    sim_service(&y, &x, t, definition);
    sums_add(&cell->of[SERVICE], y, x);
    sums_add(&cell->of[ASA], (double)t->wait_answered / SIM_TICKS, (double)t->answered);
    sums_add(&cell->of[WAIT], (double)(t->wait_answered + t->wait_abandoned) / SIM_TICKS,
             (double)t->offered);
    sums_add(&cell->of[ABANDONED], (double)t->abandoned, (double)t->offered);
    sums_add(&cell->of[OCCUPANCY], (double)t->busy / ticks, (double)t->staffed / ticks);
    sums_add(&cell->of[RETRIED], (double)t->retried, (double)t->offered);
    sums_add(&cell->of[CALLED_BACK], (double)t->called_back, (double)t->offered);
    sums_add(&cell->of[KEPT_PROMISE], (double)t->kept_promise, (double)t->called_back);
    cell->offered += (double)t->offered;
    cell->people += (double)t->staffed / ticks;
}

static void add_line(struct simulation *s, const struct sim_counts *counts, int l)
{
    const struct sim_model *model = s->model;
    const struct queue *queue = &model->plan->queues[model->line[l].queue];
    struct cell *cell = s->cell + (size_t)l * (size_t)s->n_cells;
    int n = model->grid.n_slots, day_slots = 0;
    struct sim_tally day = {0}, all = {0};
    double ticks = (double)model->slot_ticks;
    for (int k = 0; k < n; k++) {
        struct sim_tally t = tally_of(model, counts, l, k);
        cell_add(&cell[k], &t, queue->sl_definition, ticks);
        tally_add(&day, &t);
        tally_add(&all, &t);
        day_slots++;
        if (k + 1 < n && model->day_of[k + 1] == model->day_of[k])
            continue;
        cell_add(&cell[n + model->day_of[k]], &day, queue->sl_definition, ticks * day_slots);
        day = (struct sim_tally){0};
        day_slots = 0;
    }
    cell_add(&cell[s->n_cells - 1], &all, queue->sl_definition, ticks * n);
    double y, x;
    sim_service(&y, &x, &all, queue->sl_definition);
    s->weeks_held[l] += y >= queue->service_level * x;
    s->contacts += (double)all.offered;
}

/* Deferred work of a span. */
struct pile {
    double offered, in_time, done, able,
        left; /* contacts, contacts, ticks, ticks, ticks at its end */
};

static void pile_add(struct pile *p, const struct pile *of)
{
    p->offered += of->offered;
    p->in_time += of->in_time;
    p->done += of->done;
    p->able += of->able;
    p->left = of->left;
}

static void cell_add_pile(struct cell *cell, const struct pile *p, double ticks)
{
    sums_add(&cell->of[SERVICE], p->in_time, p->offered);
    sums_add(&cell->of[OCCUPANCY], p->done / ticks, p->able / ticks);
    sums_add(&cell->of[BACKLOG], p->left / SIM_TICKS / 3600, 1);
    cell->offered += p->offered;
    cell->people += p->able / ticks;
}

static void add_work(struct simulation *s, const struct sim_counts *counts, int d)
{
    const struct sim_model *model = s->model;
    int n = model->grid.n_slots, day_slots = 0, l = model->n_lines + d;
    struct cell *cell = s->cell + (size_t)l * (size_t)s->n_cells;
    struct pile day = {0}, all = {0};
    double ticks = (double)model->slot_ticks;
    for (int k = 0; k < n; k++) {
        const struct sim_work *work = &counts->work[(size_t)d * (size_t)n + (size_t)k];
        double offered = counts->cell[(size_t)l * (size_t)n + (size_t)k].offered;
        struct pile p = {offered, offered * work->in_time, work->done, work->able, work->left};
        cell_add_pile(&cell[k], &p, ticks);
        pile_add(&day, &p);
        pile_add(&all, &p);
        day_slots++;
        if (k + 1 < n && model->day_of[k + 1] == model->day_of[k])
            continue;
        cell_add_pile(&cell[n + model->day_of[k]], &day, ticks * day_slots);
        day = (struct pile){0};
        day_slots = 0;
    }
    cell_add_pile(&cell[s->n_cells - 1], &all, ticks * n);
    s->weeks_held[l] +=
        all.in_time >= model->plan->queues[model->line[l].queue].service_level * all.offered;
    s->contacts += all.offered;
}

static void replicate(void *context, int item, int worker)
{
    struct simulation *s = context;
    if (!s->scratch[worker])
        s->scratch[worker] = sim_scratch_new(s->model);
    sim_replicate(&s->counts[item], s->model, s->first + item, s->scratch[worker]);
}

/* ---- measures ---- */

/* Student's t at 0.975 by Cornish and Fisher's expansion; within 0.1 % from 8 degrees on. */
static double student_975(int degrees)
{
    double z = NORMAL_975, z3 = z * z * z, z5 = z3 * z * z, v = degrees;
    return z + (z3 + z) / (4 * v) + (5 * z5 + 16 * z3 + 3 * z) / (96 * v * v) +
           (3 * z5 * z * z + 19 * z5 + 17 * z3 - 15 * z) / (384 * v * v * v);
}

static struct sim_measure measure(const struct sums *s, int n)
{
    if (!(s->x > 0) || n < 2)
        return (struct sim_measure){NAN, NAN};
    double mean = s->y / s->x;
    double squares = s->yy - 2 * mean * s->xy + mean * mean * s->xx;
    double variance = fmax(0, squares) * n / ((n - 1) * s->x * s->x);
    return (struct sim_measure){mean, student_975(n - 1) * sqrt(variance)};
}

static struct sim_span span_of(const struct cell *cell, int n)
{
    return (struct sim_span){.calls = cell->offered / n,
                             .people = cell->people / n,
                             .service_level = measure(&cell->of[SERVICE], n),
                             .asa_s = measure(&cell->of[ASA], n),
                             .wait_s = measure(&cell->of[WAIT], n),
                             .abandoned = measure(&cell->of[ABANDONED], n),
                             .occupancy = measure(&cell->of[OCCUPANCY], n),
                             .retried = measure(&cell->of[RETRIED], n),
                             .called_back = measure(&cell->of[CALLED_BACK], n),
                             .promise_kept = measure(&cell->of[KEPT_PROMISE], n),
                             .backlog_h = measure(&cell->of[BACKLOG], n)};
}

/* ---- verdicts ---- */

static enum sim_verdict worse(enum sim_verdict a, enum sim_verdict b)
{
    return a > b ? a : b;
}

/* `sign` 1: at least `target`; -1: at most. */
static enum sim_verdict judge(struct sim_measure m, double target, int sign)
{
    if (isnan(target) || isnan(m.mean))
        return SIM_NO_TARGET;
    double over = sign * (m.mean - target);
    return over >= m.half ? SIM_HOLDS : over < -m.half ? SIM_MISSED : SIM_OPEN;
}

static enum sim_verdict judge_queue(const struct sim_span *week, const struct plan *plan, int q)
{
    const struct queue *queue = &plan->queues[q];
    enum sim_verdict verdict = judge(week->service_level, queue->service_level, 1);
    verdict = worse(verdict, judge(week->asa_s, queue->asa_s, -1));
    verdict = worse(verdict, judge(week->occupancy, queue->occupancy_max, -1));
    return worse(verdict, judge(week->abandoned, plan_abandon_max(plan, q), -1));
}

/* The span with bands so wide that looking at them after each batch stops hardly ever by chance:
 * three standard errors (Haybittle 1971; Peto et al. 1976, doi:10.1038/bjc.1976.220). */
static struct sim_span widened(struct sim_span span)
{
    span.service_level.half *= LOOK;
    span.asa_s.half *= LOOK;
    span.occupancy.half *= LOOK;
    span.abandoned.half *= LOOK;
    return span;
}

static bool is_narrow(const struct simulation *s)
{
    for (int l = 0; l < s->model->n_lines + s->model->n_deferred; l++) {
        const struct cell *week = &s->cell[(size_t)(l + 1) * (size_t)s->n_cells - 1];
        struct sim_measure level = measure(&week->of[SERVICE], s->n_done);
        if (level.half > s->options->half_width)
            return false;
        struct sim_span span = widened(span_of(week, s->n_done));
        if (s->options->decide &&
            judge_queue(&span, s->model->plan, s->model->line[l].queue) == SIM_OPEN)
            return false;
    }
    return true;
}

/* True when the target is reached. */
static bool run_batches(struct simulation *s, struct run *run)
{
    while (s->n_done < s->options->replications) {
        int left = s->options->replications - s->n_done, n = left < BATCH ? left : BATCH;
        s->first = s->n_done;
        pool_map(run->pool, n, replicate, s);
        for (int i = 0; i < n; i++) {
            for (int l = 0; l < s->model->n_lines; l++)
                add_line(s, &s->counts[i], l);
            for (int d = 0; d < s->model->n_deferred; d++)
                add_work(s, &s->counts[i], d);
        }
        s->n_done += n;
        if (s->n_done >= SIM_FEWEST_RUNS && is_narrow(s))
            return true;
        run_progress(run, "simulate", NAN, NAN, NAN);
        if (run_should_stop(run))
            break;
    }
    return false;
}

/* ---- weak slots ---- */

static int by_missing(const void *a, const void *b)
{
    const struct sim_weak *x = a, *y = b;
    if (x->missing != y->missing)
        return x->missing > y->missing ? -1 : 1;
    return x->slot != y->slot ? x->slot - y->slot : x->queue - y->queue;
}

static void find_weak(struct sim_result *out, const struct plan *plan, struct arena *arena)
{
    int n = out->grid.n_slots;
    out->weak = ARENA_ARRAY(arena, struct sim_weak, (size_t)out->n_queues * (size_t)n + 1);
    for (int q = 0; q < out->n_queues; q++)
        for (int k = 0; out->queue[q].is_simulated && k < n; k++) {
            const struct sim_span *slot = &out->queue[q].slot[k];
            double lack = plan->queues[q].service_level - slot->service_level.mean;
            if (lack > 0)
                out->weak[out->n_weak++] = (struct sim_weak){q, k, lack * slot->calls};
        }
    qsort(out->weak, (size_t)out->n_weak, sizeof *out->weak, by_missing);
}

static void report(struct sim_result *out, const struct simulation *s, struct arena *arena)
{
    const struct sim_model *model = s->model;
    int n = model->grid.n_slots;
    out->n_replications = s->n_done;
    out->contacts = s->contacts;
    for (int q = 0; q < out->n_queues; q++)
        out->queue[q].reserved_h = model->reserved_h[q];
    for (int l = 0; l < model->n_lines + model->n_deferred && s->n_done > 0; l++) {
        const struct queue *queue = &model->plan->queues[model->line[l].queue];
        const struct cell *cell = s->cell + (size_t)l * (size_t)s->n_cells;
        struct sim_queue *of = &out->queue[model->line[l].queue];
        of->is_simulated = true;
        of->is_deferred = l >= model->n_lines;
        of->slot = ARENA_ARRAY(arena, struct sim_span, n);
        of->day = ARENA_ARRAY(arena, struct sim_span, out->n_days);
        for (int k = 0; k < n; k++)
            of->slot[k] = span_of(&cell[k], s->n_done);
        for (int d = 0; d < out->n_days; d++)
            of->day[d] = span_of(&cell[n + d], s->n_done);
        of->week = span_of(&cell[s->n_cells - 1], s->n_done);
        of->weeks_held = isnan(queue->service_level) ? NAN : (double)s->weeks_held[l] / s->n_done;
        of->verdict = judge_queue(&of->week, model->plan, model->line[l].queue);
        out->verdict = worse(out->verdict, of->verdict);
    }
}

void sim_roster(struct sim_result *out, const struct plan *plan, const struct demand *demand,
                const struct requirement *requirement, const struct roster *roster,
                const struct sim_options *options, struct arena *arena, struct run *run)
{
    struct sim_model model;
    sim_model(&model, plan, demand, requirement, roster, options, run->seed, arena);
    size_t n_slots = (size_t)model.grid.n_slots;
    int n_workers = pool_workers(run->pool);
    struct simulation s = {.model = &model,
                           .options = options,
                           .scratch = NEW_ARRAY(struct sim_scratch *, n_workers),
                           .n_cells = model.grid.n_slots + model.n_days + 1};
    size_t n_all = (size_t)(model.n_lines + model.n_deferred);
    s.cell = ARENA_ARRAY(arena, struct cell, n_all * (size_t)s.n_cells + 1);
    s.weeks_held = ARENA_ARRAY(arena, int, n_all + 1);
    for (int i = 0; i < BATCH; i++) {
        s.counts[i].cell = ARENA_ARRAY(arena, struct sim_count, n_all * n_slots + 1);
        s.counts[i].work =
            ARENA_ARRAY(arena, struct sim_work, (size_t)model.n_deferred * n_slots + 1);
        s.counts[i].busy = ARENA_ARRAY(arena, int64_t, (size_t)model.n_groups *n_slots + 1);
        s.counts[i].staffed = ARENA_ARRAY(arena, int64_t, (size_t)model.n_groups *n_slots + 1);
    }
    *out =
        (struct sim_result){.grid = model.grid, .n_days = model.n_days, .n_queues = plan->n_queues};
    out->queue = ARENA_ARRAY(arena, struct sim_queue, plan->n_queues + 1);
    out->reached = n_all == 0 || run_batches(&s, run);
    report(out, &s, arena);
    find_weak(out, plan, arena);
    for (int i = 0; i < n_workers; i++)
        sim_scratch_free(s.scratch[i]);
    mem_free(s.scratch);
    mem_free(model.kept);
}
