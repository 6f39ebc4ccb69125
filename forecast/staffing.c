/* SPDX-License-Identifier: GPL-3.0-or-later */
/* staffing.c - people needed per slot.
 *
 * Each slot is staffed as if in steady state at its offered load (offered.h: its own, lagged, or
 * what is really in hand, by handling time against slot).  The load is that of the open seconds: a
 * queue that closes five minutes into a slot needs its people in those five.  After closing, those
 * still in a contact are needed and nobody else.
 *
 *   voice, counter    least n whose Erlang A (patience stated) or Erlang C meets every target
 *   chat              a person holds m chats at once, each the slower the more there are; the
 *                     stated handling time is that at m
 *   e-mail and such   no line that waits in seconds: people = work / occupancy, worked before its
 *                     deadline in the valleys of the lines that the same people serve (backlog.h)
 *   outbound          lists that are dialled within the windows of those called (outbound.h)
 *   nothing asked     occupancy 0.85
 *   abuse             its share of contacts costs recovery seconds on top of the handling time
 *
 * Target over a day or a week:  sum_t w_t SL_t(n_t) >= target * sum_t w_t,  w = contacts.  From the
 * least stable n_t upwards, always the person who gains most; at last those that can be spared.  SL
 * is concave in n above the load, so this takes the fewest people but for the last one.
 *
 * Shrinkage s is divided in, x = n / (1 - s), and rounded up once, over all queues that the same
 * people serve (skill and level): sum of need = ceil(sum of x) in every slot. */
#include "forecast/staffing.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "forecast/backlog.h"
#include "forecast/erlang.h"
#include "forecast/given.h"
#include "forecast/hours.h"
#include "forecast/offered.h"
#include "forecast/outbound.h"
#include "forecast/uncertain.h"

#define OCCUPANCY_UNSTATED 0.85
#define ANSWER_UNSTATED_S 20
#define SHORT_ABANDON_S 5
#define OCCUPANCY_EPS 1e-9
#define LOAD_MOST 1e6 /* erlangs */

static bool has_line(const struct queue *queue)
{
    return queue->channel == CHANNEL_VOICE || queue->channel == CHANNEL_COUNTER ||
           queue->channel == CHANNEL_CHAT;
}

static int held_at_once(const struct queue *queue)
{
    return queue->channel == CHANNEL_CHAT && queue->concurrency > 1 ? queue->concurrency : 1;
}

static double backlog_occupancy(const struct queue *queue)
{
    return isnan(queue->occupancy_max) ? OCCUPANCY_UNSTATED : queue->occupancy_max;
}

static double work_s(const struct queue *queue, double aht_s)
{
    return aht_s + queue->abuse_share * queue->recovery_s;
}

static struct erlang_load slot_load(const struct queue *queue, double load_erl, double aht_s)
{
    return (struct erlang_load){
        .calls_per_s = load_erl / work_s(queue, aht_s),
        .aht_s = work_s(queue, aht_s),
        .patience_s = queue->patience_s,
        .answer_s = isnan(queue->answer_s) ? ANSWER_UNSTATED_S : queue->answer_s,
        .short_s = SHORT_ABANDON_S,
        .concurrency = held_at_once(queue),
        .pace = queue->n_pace == held_at_once(queue) ? queue->pace_s : NULL,
        .retry_share = queue->retry_share,
    };
}

static struct erlang_goal queue_goal(const struct queue *queue)
{
    struct erlang_goal goal = {
        .service_level = queue->service_level,
        .definition = queue->sl_definition,
        .asa_s = queue->asa_s,
        .abandon_max = isnan(queue->patience_s) ? NAN : queue->abandon_max,
        .occupancy_max = queue->occupancy_max,
    };
    if (isnan(goal.service_level) && isnan(goal.asa_s) && isnan(goal.abandon_max) &&
        isnan(goal.occupancy_max))
        goal.occupancy_max = OCCUPANCY_UNSTATED;
    goal.occupancy_max = fmin(goal.occupancy_max, 1 - OCCUPANCY_EPS); /* fmin passes over NAN */
    return goal;
}

/* One queue over the grid while its need is made. */
struct job {
    const struct plan *plan;
    const struct demand *demand;
    const struct queue *queue;
    const struct tz *zone;
    const double *calls, *aht_s;   /* [n_slots] */
    double *open_s;                /* [n_slots] */
    double *load_erl;              /* [n_slots] while open; after closing, over the slot */
    double *need;                  /* [n_slots] before shrinkage */
    const struct dialled *dialled; /* of this queue, [n_slots], out; NULL: not asked for */
    int n_slots;
};

/* Nobody comes. */
static bool idle(const struct job *job, int k)
{
    return job->open_s[k] <= 0 || !(job->calls[k] > 0);
}

static struct erlang_load load_of(const struct job *job, int k)
{
    return slot_load(job->queue, job->load_erl[k], job->aht_s[k]);
}

/* Each slot's own goals, the service level among them or not.  Its answer is a good guess for the
 * next slot. */
static void staff_slots(struct job *job, int from, int to, const struct erlang_goal *goal)
{
    int guess = 0;
    for (int k = from; k < to; k++) {
        if (idle(job, k)) {
            job->need[k] = floor(job->load_erl[k] / held_at_once(job->queue) + 0.5);
            continue;
        }
        struct erlang_load load = load_of(job, k);
        job->need[k] = guess = erlang_least(&load, goal, guess);
    }
}

/* Each slot's own targets apart from the service level, and at least a stable queue. */
static void staff_floor(struct job *job, int from, int to)
{
    struct erlang_goal goal = queue_goal(job->queue);
    goal.service_level = NAN;
    staff_slots(job, from, to, &goal);
    for (int k = from; k < to; k++)
        if (!idle(job, k))
            job->need[k] =
                fmax(job->need[k], floor(job->load_erl[k] / held_at_once(job->queue)) + 1);
}

static double level_with(const struct queue *queue, const struct erlang_load *load, double people)
{
    struct erlang_result result;
    erlang_measure(&result, load, (int)people);
    return result.service_level[queue->sl_definition];
}

static double level_of(const struct job *job, int k, double people)
{
    struct erlang_load load = load_of(job, k);
    return level_with(job->queue, &load, people);
}

/* Contacts answered in time that one more person in slot k brings. */
static double gain_of(const struct job *job, int k, double level_now)
{
    return job->calls[k] * (level_of(job, k, job->need[k] + 1) - level_now);
}

/* Slots [from, to) that share a target. */
struct pool {
    struct job *job;
    int from, to;
    double *level, *gain, *least; /* [to - from] */
    double target, in_time;       /* contacts */
};

static void pool_set(struct pool *pool, int k, double people)
{
    struct job *job = pool->job;
    int i = k - pool->from;
    job->need[k] = people;
    pool->in_time -= job->calls[k] * pool->level[i];
    pool->level[i] = level_of(job, k, people);
    pool->gain[i] = gain_of(job, k, pool->level[i]);
    pool->in_time += job->calls[k] * pool->level[i];
}

/* The slot that gains most by one person more, -1. */
static int pool_best(const struct pool *pool)
{
    int best = -1;
    for (int k = pool->from; k < pool->to; k++)
        if (pool->gain[k - pool->from] > (best < 0 ? 0 : pool->gain[best - pool->from]))
            best = k;
    return best;
}

/* A slot that can spare one person after the last one overshot, -1. */
static int pool_spare(const struct pool *pool)
{
    const struct job *job = pool->job;
    for (int k = pool->from; k < pool->to; k++) {
        int i = k - pool->from;
        if (job->need[k] <= pool->least[i])
            continue;
        double loss = job->calls[k] * (pool->level[i] - level_of(job, k, job->need[k] - 1));
        if (pool->in_time - loss >= pool->target)
            return k;
    }
    return -1;
}

/* O(people added * slots). */
static void staff_pooled(struct job *job, int from, int to, struct arena *arena)
{
    struct pool pool = {.job = job, .from = from, .to = to};
    pool.level = ARENA_ARRAY(arena, double, to - from);
    pool.gain = ARENA_ARRAY(arena, double, to - from);
    pool.least = ARENA_ARRAY(arena, double, to - from);
    staff_floor(job, from, to);
    for (int k = from; k < to; k++) {
        pool.least[k - from] = job->need[k];
        if (idle(job, k))
            continue;
        pool_set(&pool, k, job->need[k]);
        pool.target += job->queue->service_level * job->calls[k];
    }
    for (int k; pool.in_time < pool.target && (k = pool_best(&pool)) >= 0;)
        pool_set(&pool, k, job->need[k] + 1);
    for (int k; (k = pool_spare(&pool)) >= 0;)
        pool_set(&pool, k, job->need[k] - 1);
}

/* Slots of one client day, or of seven, are one pool. */
static void staff_pools(struct job *job, struct arena *arena)
{
    const struct grid *grid = &job->demand->grid;
    int days = job->queue->target_over == OVER_WEEK ? 7 : 1;
    int32_t first = tz_date(job->zone, grid->begin);
    for (int from = 0, to; from < job->n_slots; from = to) {
        int32_t pool =
            (tz_date(job->zone, grid->begin + (int64_t)from * grid->slot_s) - first) / days;
        for (to = from + 1; to < job->n_slots; to++)
            if ((tz_date(job->zone, grid->begin + (int64_t)to * grid->slot_s) - first) / days !=
                pool)
                break;
        staff_pooled(job, from, to, arena);
    }
}

/* Work without a line, at its occupancy. */
static struct backlog backlog_of(const struct job *job, struct arena *arena)
{
    const struct queue *queue = job->queue;
    int slot_s = job->demand->grid.slot_s;
    double *work = ARENA_ARRAY(arena, double, job->n_slots);
    for (int k = 0; k < job->n_slots; k++)
        work[k] = fmax(0, job->calls[k] * work_s(queue, job->aht_s[k])) / backlog_occupancy(queue);
    double reach = isnan(queue->deadline_min) ? 1 : fmax(1, queue->deadline_min * 60 / slot_s);
    return (struct backlog){work, job->open_s, job->n_slots, (int)fmin(reach, 1e6)};
}

static bool some_serve_both(const struct plan *plan, int p, int q)
{
    for (int a = 0; a < plan->n_agents; a++)
        if (plan_can_serve(plan, a, p) && plan_can_serve(plan, a, q))
            return true;
    return false;
}

/* In the valleys of the lines that some of its people serve too, which have been staffed before. */
static void staff_backlog(struct job *job, const double *all_needs, struct arena *arena)
{
    const struct plan *plan = job->plan;
    double *beside = ARENA_ARRAY(arena, double, job->n_slots);
    int own = (int)(job->queue - plan->queues);
    for (int q = 0; q < plan->n_queues; q++) {
        if (!has_line(&plan->queues[q]) || !some_serve_both(plan, own, q))
            continue;
        for (int k = 0; k < job->n_slots; k++)
            beside[k] += all_needs[(size_t)q * (size_t)job->n_slots + (size_t)k];
    }
    struct backlog backlog = backlog_of(job, arena);
    backlog_level(job->need, &backlog, beside);
    for (int k = 0; k < job->n_slots; k++) {
        job->need[k] *= job->open_s[k] / job->demand->grid.slot_s;
        beside[k] += job->need[k];
    }
    size_t size = (size_t)job->n_slots * sizeof(double);
    const struct dialled *dialled = job->dialled;
    if (dialled) {
        memset(dialled->dials, 0, size);
        memset(dialled->reached, 0, size);
        memset(dialled->dial_s, 0, size);
        memset(dialled->open_s, 0, size);
    }
    outbound_add(job->need, plan, own, &job->demand->grid, beside, dialled, arena);
}

static void staff_queue(struct job *job, const double *all_needs, struct arena *arena)
{
    if (!has_line(job->queue))
        staff_backlog(job, all_needs, arena);
    else if (job->queue->target_over == OVER_INTERVAL || isnan(job->queue->service_level)) {
        struct erlang_goal goal = queue_goal(job->queue);
        staff_slots(job, 0, job->n_slots, &goal);
    } else
        staff_pools(job, arena);
}

static void note_pooling(const struct queue *queue, struct diags *diags)
{
    if (!isnan(queue->deadline_min) || has_line(queue))
        return;
    diag_note(diags, &queue->at,
              "queue '%s' has no deadline_min: its work is staffed in the slot in which it comes",
              queue->id);
}

/* Loads beyond the formulas' range are typing errors of volume or handling time. */
static enum status check_loads(const struct job *job, struct diags *diags)
{
    for (int k = 0; k < job->n_slots; k++) {
        if (idle(job, k) || job->load_erl[k] <= LOAD_MOST)
            continue;
        diag_error(diags, &job->queue->at,
                   "queue '%s': %g contacts of %g s in one slot keep %.0f people busy; check its "
                   "volume and aht_s",
                   job->queue->id, job->calls[k], job->aht_s[k], job->load_erl[k]);
        return ERR_DATA;
    }
    return OK;
}

/* Load of the open seconds of each slot. */
static void job_load(struct job *job, struct arena *arena)
{
    const struct grid *grid = &job->demand->grid;
    double *calls = ARENA_ARRAY(arena, double, job->n_slots);
    double *work = ARENA_ARRAY(arena, double, job->n_slots);
    double all = 0, all_s = 0;
    for (int k = 0; k < job->n_slots; k++) {
        calls[k] = idle(job, k) ? 0 : job->calls[k];
        work[k] = work_s(job->queue, job->aht_s[k]);
        all += calls[k];
        all_s += calls[k] * work[k];
    }
    job->load_erl = ARENA_ARRAY(arena, double, job->n_slots);
    if (!(all_s > 0))
        return;
    int queue = (int)(job->queue - job->plan->queues);
    bool was_open = staffing_open_s(job->plan, queue, grid->begin - grid->slot_s, grid->slot_s) > 0;
    offered_load(job->load_erl, offered_method(all_s / all, grid->slot_s), calls, work,
                 job->n_slots, grid->slot_s, was_open ? calls[0] * work[0] / grid->slot_s : 0);
    for (int k = 0; k < job->n_slots; k++)
        if (!idle(job, k))
            job->load_erl[k] *= grid->slot_s / job->open_s[k];
}

static struct job job_make(const struct plan *plan, const struct demand *demand, int queue,
                           double *need, struct arena *arena)
{
    const struct grid *grid = &demand->grid;
    size_t at = (size_t)queue * (size_t)grid->n_slots;
    struct job job = {.plan = plan,
                      .demand = demand,
                      .queue = &plan->queues[queue],
                      .zone = plan->accounts[plan->queues[queue].account].zone,
                      .calls = demand->calls + at,
                      .aht_s = demand->aht_s + at,
                      .open_s = ARENA_ARRAY(arena, double, grid->n_slots),
                      .need = need ? need + at : NULL,
                      .n_slots = grid->n_slots};
    for (int k = 0; k < grid->n_slots; k++)
        if (demand->open[at + (size_t)k])
            job.open_s[k] =
                staffing_open_s(plan, queue, grid->begin + (int64_t)k * grid->slot_s, grid->slot_s);
    job_load(&job, arena);
    return job;
}

/* For a volume at that quantile of how each slot may turn out. */
static void staff_quantile(struct job *job, double quantile, const double *all_needs,
                           struct arena *arena)
{
    const double *expected = job->calls;
    double *calls = ARENA_ARRAY(arena, double, job->n_slots);
    int queue = (int)(job->queue - job->plan->queues);
    for (int k = 0; k < job->n_slots; k++)
        calls[k] =
            expected[k] * uncertain_factor(uncertain_variance(job->demand, queue, k), quantile);
    job->calls = calls;
    job_load(job, arena);
    staff_queue(job, all_needs, arena);
    job->calls = expected;
}

/* For a quantile of the volume, or for the least cost in the mean over its quantiles. */
static void staff_uncertain(struct job *job, const double *all_needs, struct arena *arena)
{
    const struct policy *policy = &job->plan->policy;
    if (policy->staff_for == STAFF_QUANTILE) {
        staff_quantile(job, policy->staff_quantile, all_needs, arena);
        return;
    }
    double *need = job->need, *case_of = ARENA_ARRAY(arena, double, UNCERTAIN_CASES);
    double **cases = ARENA_ARRAY(arena, double *, UNCERTAIN_CASES);
    for (int i = 0; i < UNCERTAIN_CASES; i++) {
        job->need = cases[i] = ARENA_ARRAY(arena, double, job->n_slots);
        staff_quantile(job, (i + 0.5) / UNCERTAIN_CASES, all_needs, arena);
    }
    job->need = need;
    for (int k = 0; k < job->n_slots; k++) {
        for (int i = 0; i < UNCERTAIN_CASES; i++)
            case_of[i] = cases[i][k];
        need[k] = uncertain_cheapest(case_of, job->queue->price_short_per_h,
                                     job->queue->price_surplus_per_h);
    }
}

static enum status require_queue(struct requirement *out, const struct plan *plan,
                                 const struct demand *demand, int q, struct arena *arena,
                                 struct diags *diags)
{
    const struct queue *queue = &plan->queues[q];
    assert(queue->shrinkage >= 0 && queue->shrinkage < 1);
    double *need = out->need + (size_t)q * (size_t)out->grid.n_slots;
    struct job job = job_make(plan, demand, q, out->need_base, arena);
    size_t row = (size_t)q * (size_t)out->grid.n_slots;
    struct dialled dialled = {out->dialled.dials + row, out->dialled.reached + row,
                              out->dialled.dial_s + row, out->dialled.open_s + row};
    job.dialled = &dialled;
    TRY(check_loads(&job, diags));
    TRY(outbound_check(plan, q, &demand->grid, diags));
    if (plan->policy.staff_for == STAFF_MEAN)
        staff_queue(&job, out->need_base, arena);
    else
        staff_uncertain(&job, out->need_base, arena);
    bool any = demand->source[q] != '-';
    for (int k = 0; k < job.n_slots; k++) {
        need[k] = job.need[k] / (1 - queue->shrinkage);
        any |= need[k] > 0;
    }
    out->source[q] = any ? 's' : '-';
    out->price_short[q] = queue->price_short_per_h;
    out->price_surplus[q] = queue->price_surplus_per_h;
    return OK;
}

/* Whole people, over the queues that the same people serve: what one queue's rounding gives too
 * much, the next one takes off. */
static void round_need(struct requirement *out, const struct plan *plan, struct arena *arena)
{
    int n_slots = out->grid.n_slots;
    double **spare = ARENA_ARRAY(arena, double *, plan->n_queues); /* of the first such queue */
    for (int q = 0; q < plan->n_queues; q++) {
        int first = 0;
        while (plan->queues[first].skill != plan->queues[q].skill ||
               plan->queues[first].level != plan->queues[q].level)
            first++;
        if (!spare[first])
            spare[first] = ARENA_ARRAY(arena, double, n_slots);
        double *need = out->need + (size_t)q * (size_t)n_slots;
        for (int k = 0; k < n_slots; k++) {
            double whole = fmax(0, ceil(need[k] - spare[first][k] - 1e-9));
            spare[first][k] += whole - need[k];
            need[k] = whole;
        }
    }
}

enum status staffing_requirement(struct requirement *out, const struct plan *plan,
                                 const struct demand *demand, struct arena *arena,
                                 struct diags *diags)
{
    assert(demand->n_queues == plan->n_queues);
    enum status status = OK;
    size_t all = (size_t)plan->n_queues * (size_t)demand->grid.n_slots;
    *out = (struct requirement){.grid = demand->grid, .n_queues = plan->n_queues};
    out->need = ARENA_ARRAY(arena, double, all);
    out->need_base = ARENA_ARRAY(arena, double, all);
    out->dialled =
        (struct dialled){ARENA_ARRAY(arena, double, all), ARENA_ARRAY(arena, double, all),
                         ARENA_ARRAY(arena, double, all), ARENA_ARRAY(arena, double, all)};
    out->price_short = ARENA_ARRAY(arena, double, plan->n_queues);
    out->price_surplus = ARENA_ARRAY(arena, double, plan->n_queues);
    out->source = ARENA_ARRAY(arena, char, plan->n_queues + 1);
    for (int with_line = 1; with_line >= 0; with_line--)
        for (int q = 0; q < plan->n_queues; q++)
            if (has_line(&plan->queues[q]) == with_line &&
                require_queue(out, plan, demand, q, arena, diags) != OK)
                status = ERR_DATA;
    if (status != OK)
        return status;
    round_need(out, plan, arena);
    for (int q = 0; q < plan->n_queues; q++)
        if (given_take(out->need + (size_t)q * (size_t)out->grid.n_slots, plan, q, &out->grid,
                       arena))
            out->source[q] = 'c';
        else
            note_pooling(&plan->queues[q], diags);
    return OK;
}

int staffing_open_s(const struct plan *plan, int queue, int64_t begin, int slot_s)
{
    const struct queue *q = &plan->queues[queue];
    return hours_open_s(q, plan->accounts[q->account].zone, begin, slot_s);
}

/* Expected service level at an offered load; people may be fractions. */
static double level_at(const struct queue *queue, double load_erl, double aht_s, double people)
{
    double present = people * (1 - queue->shrinkage);
    struct erlang_load load = slot_load(queue, load_erl, aht_s);
    double whole = floor(present), part = present - whole;
    double level = level_with(queue, &load, whole);
    if (part > 0)
        level += part * (level_with(queue, &load, whole + 1) - level);
    return level;
}

/* Of work without a line; without a deadline what the people of its slot can do of it. */
static void backlog_levels(double *level, const struct job *job, const double *people,
                           struct arena *arena)
{
    struct backlog backlog = backlog_of(job, arena);
    double *able = ARENA_ARRAY(arena, double, job->n_slots);
    for (int k = 0; k < job->n_slots; k++) {
        /* They can do more than their occupancy asks. */
        able[k] = people[k] * (1 - job->queue->shrinkage) / backlog_occupancy(job->queue);
        level[k] = fmin(1, able[k] * job->open_s[k] / backlog.work_s[k]);
    }
    if (!isnan(job->queue->deadline_min))
        backlog_in_time(level, &backlog, able);
}

/* Share of each slot's contacts that are in time. */
static double *levels(struct job *job, const double *people, struct arena *arena)
{
    double *level = ARENA_ARRAY(arena, double, job->n_slots);
    if (!has_line(job->queue)) {
        backlog_levels(level, job, people, arena);
        return level;
    }
    for (int k = 0; k < job->n_slots; k++)
        level[k] =
            idle(job, k) ? 1 : level_at(job->queue, job->load_erl[k], job->aht_s[k], people[k]);
    return level;
}

void staffing_slot_levels(double *level, const struct plan *plan, const struct demand *demand,
                          int queue, const double *people)
{
    struct arena *arena = arena_new();
    struct job job = job_make(plan, demand, queue, NULL, arena);
    memcpy(level, levels(&job, people, arena), (size_t)job.n_slots * sizeof *level);
    arena_free(arena);
}

double staffing_cover_service_level(const struct plan *plan, const struct demand *demand, int queue,
                                    const double *people, int from, int to)
{
    double offered = 0, in_time = 0;
    struct arena *arena = arena_new();
    struct job job = job_make(plan, demand, queue, NULL, arena);
    const double *level = levels(&job, people, arena);
    for (int k = from; k < to; k++) {
        if (!(job.calls[k] > 0))
            continue;
        offered += job.calls[k];
        in_time += job.calls[k] * level[k];
    }
    arena_free(arena);
    return offered > 0 ? in_time / offered : NAN;
}
