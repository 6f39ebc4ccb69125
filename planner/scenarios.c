/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenarios.c - the week as it is, by all workers; then the others, a worker each.
 *
 * A scenario is another plan: rows of its tables may be missing, new, or in other places.  So what
 * it begins from is carried over by name: duties by agent and shift, duals by queue and post. */
#include "planner/scenarios.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/pool.h"
#include "base/posts.h"
#include "scheduler/scheduler.h"

const char *const scenario_end_names[N_SCENARIO_ENDS] = {"done", "infeasible", "stopped",
                                                         "refused"};

/* The base's answer, and where it came from. */
struct guide {
    const struct plan *plan;
    const struct roster *roster; /* duals, and duties if there are any */
};

/* ---- carrying over ---- */

static int agent_of(const struct plan *plan, const char *id)
{
    for (int a = 0; a < plan->n_agents; a++)
        if (strcmp(plan->agents[a].id, id) == 0)
            return a;
    return -1;
}

static int shift_of(const struct plan *plan, const char *id)
{
    for (int s = 0; s < plan->n_shifts; s++)
        if (strcmp(plan->shifts[s].id, id) == 0)
            return s;
    return -1;
}

static void carry_duties(struct roster *out, const struct guide *guide, const struct plan *plan,
                         struct arena *arena)
{
    out->duty = ARENA_ARRAY(arena, struct duty, guide->roster->n_duties + 1);
    for (int i = 0; i < guide->roster->n_duties; i++) {
        struct duty duty = guide->roster->duty[i];
        duty.agent = agent_of(plan, guide->plan->agents[duty.agent].id);
        duty.shift = shift_of(plan, guide->plan->shifts[duty.shift].id);
        if (duty.agent >= 0 && duty.shift >= 0)
            out->duty[out->n_duties++] = duty;
    }
    roster_sort(out);
}

/* The base's row of duals for a queue, or for a post beside the queues; -1. */
static int row_of_queue(const struct plan *base, const char *id)
{
    for (int q = 0; q < base->n_queues; q++)
        if (strcmp(base->queues[q].id, id) == 0)
            return q;
    return -1;
}

static int row_of_post(const struct guide *guide, const struct duty_post *post, int nth,
                       const struct horizon *horizon)
{
    struct duty_post old[MOST_DUTY_POSTS];
    int n = duty_posts(old, guide->plan, horizon->first, horizon->n_days);
    for (int i = 0; i < n; i++)
        if (old[i].kind == post->kind && nth-- == 0)
            return guide->plan->n_queues + i;
    return -1;
}

/* Posts of one kind are told apart by their order. */
static int nth_of_kind(const struct duty_post *post, int i)
{
    int nth = 0;
    for (int j = 0; j < i; j++)
        nth += post[j].kind == post[i].kind;
    return nth;
}

static void carry_duals(struct roster *out, const struct guide *guide, const struct plan *plan,
                        const struct planned *planned, struct arena *arena)
{
    struct duty_post post[MOST_DUTY_POSTS];
    int n_slots = planned->horizon.grid.n_slots, n_posts = plan->n_queues;
    n_posts += duty_posts(post, plan, planned->horizon.first, planned->horizon.n_days);
    out->n_dual = n_posts;
    out->dual = ARENA_ARRAY(arena, double, (size_t)n_posts *(size_t)n_slots + 1);
    for (int p = 0; p < n_posts; p++) {
        int k = p - plan->n_queues;
        int row = k < 0 ? row_of_queue(guide->plan, plan->queues[p].id)
                        : row_of_post(guide, &post[k], nth_of_kind(post, k), &planned->horizon);
        double unknown = (k < 0 ? planned->requirement.price_short[p] : post[k].price_short) / 2;
        double *to = out->dual + (size_t)p * (size_t)n_slots;
        for (int t = 0; t < n_slots; t++)
            to[t] = row < 0 || row >= guide->roster->n_dual
                        ? unknown
                        : guide->roster->dual[(size_t)row * (size_t)n_slots + (size_t)t];
    }
}

/* Where a scenario begins: nothing where the base found nothing. */
static bool carry(struct roster *out, const struct guide *guide, const struct plan *plan,
                  const struct planned *planned, struct arena *arena)
{
    *out = (struct roster){.horizon = planned->horizon};
    if (!guide->roster || !guide->roster->dual)
        return false;
    carry_duties(out, guide, plan, arena);
    carry_duals(out, guide, plan, planned, arena);
    return true;
}

/* ---- one scenario ---- */

struct making {
    struct scenarios *of;
    struct run *run;
    struct guide guide;
};

static double total(const double *x, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

static void screened(struct week_figures *out, const struct planned *planned,
                     const struct relaxation *relaxed)
{
    const struct requirement *need = &planned->requirement;
    int n = need->n_queues * need->grid.n_slots;
    for (int r = 0; r < N_COMPARISON_ROWS; r++)
        out->row[r] = NAN;
    out->row[ROW_CALLS] =
        total(planned->demand.calls, planned->demand.n_queues * need->grid.n_slots);
    out->row[ROW_HOURS_NEED] = total(need->need, n) * need->grid.slot_s / 3600;
    out->row[ROW_HOURS_SHORT] = relaxed->hours_short;
    out->row[ROW_HOURS_OVER] = relaxed->hours_surplus;
    out->row[ROW_HOURS_GIVEN] =
        out->row[ROW_HOURS_NEED] - relaxed->hours_short + relaxed->hours_surplus;
    out->row[ROW_WAGES] = relaxed->week_wages;
    out->row[ROW_COST] = relaxed->bound;
    out->bound = relaxed->bound;
    out->value = relaxed->value;
    out->gap_value = relaxed->value - relaxed->bound;
    double hours = 0, worth = 0;
    for (int q = 0; q < need->n_queues; q++) {
        double of_queue =
            total(need->need + (size_t)q * (size_t)need->grid.n_slots, need->grid.n_slots);
        hours += of_queue;
        worth += of_queue * need->price_short[q];
    }
    out->gap_hours = worth > 0 ? out->gap_value * hours / worth : NAN;
}

/* The bound, and for the base the duals that the others begin from. */
static enum scenario_end screen(struct scenario *s, const struct making *making,
                                struct planned *planned, struct roster *keep, struct arena *arena,
                                struct run *run)
{
    struct relaxation relaxed;
    struct roster start;
    bool has_start = carry(&start, &making->guide, s->plan, planned, arena);
    run->iteration_limit = has_start ? SCENARIO_ROUNDS : BASE_ROUNDS;
    if (scheduler_relax(&relaxed, s->plan, &planned->horizon, &planned->requirement,
                        has_start ? &start : NULL, arena, run, s->diags) != OK)
        return SCENARIO_REFUSED;
    if (!relaxed.is_known)
        return run->stopped_by_clock ? SCENARIO_STOPPED : SCENARIO_INFEASIBLE;
    screened(&s->figures, planned, &relaxed);
    s->has_figures = true;
    *keep = relaxed.guide;
    return run->stopped_by_clock ? SCENARIO_STOPPED : SCENARIO_DONE;
}

/* Service as simulated, over the queues that are. */
static double simulated(const struct proof *proof)
{
    const struct sim_result *sim = &proof->round[proof->chosen].sim;
    double calls = 0, served = 0;
    for (int q = 0; q < sim->n_queues; q++) {
        const struct sim_span *week = &sim->queue[q].week;
        if (!sim->queue[q].is_simulated || isnan(week->service_level.mean))
            continue;
        calls += week->calls;
        served += week->calls * week->service_level.mean;
    }
    return calls > 0 ? served / calls : NAN;
}

static enum scenario_end solve(struct scenario *s, const struct making *making,
                               struct planned *planned, struct arena *arena, struct run *run)
{
    struct figures figures;
    struct proof proof = {0};
    planned->has_roster = carry(&planned->roster, &making->guide, s->plan, planned, arena);
    if (run->iteration_limit <= 0)
        run->iteration_limit = SCENARIO_ITERATIONS;
    if (planner_roster(planned, s->plan, false, arena, run, s->diags) != OK)
        return SCENARIO_REFUSED;
    if (planned->roster.end == ROSTER_INFEASIBLE)
        return SCENARIO_INFEASIBLE;
    if (!planned->has_roster || planned->check.n_broken > 0)
        return run->stopped_by_clock ? SCENARIO_STOPPED : SCENARIO_REFUSED;
    if (making->of->proof &&
        planner_prove(&proof, planned, s->plan, making->of->proof, arena, run, s->diags) != OK)
        return SCENARIO_REFUSED;
    planner_figures(&figures, s->plan, planned, arena);
    planner_week_figures(&s->figures, s->plan, planned, &figures);
    if (proof.n_rounds > 0)
        s->figures.row[ROW_SERVICE] = simulated(&proof);
    s->has_figures = true;
    return run->stopped_by_clock ? SCENARIO_STOPPED : SCENARIO_DONE;
}

/* keep: the roster, or its duals only; in arena. */
static void make(const struct making *making, int i, struct roster *keep, struct arena *arena,
                 struct run *run)
{
    struct scenarios *of = making->of;
    struct scenario *s = &of->scenario[i];
    struct planned planned = {0};
    run->started_s = clock_now_s();
    if (planner_need(&planned, s->plan, of->first, 1, arena, run, s->diags) != OK)
        s->end = SCENARIO_REFUSED;
    else if (of->screens)
        s->end = screen(s, making, &planned, keep, arena, run);
    else
        s->end = solve(s, making, &planned, arena, run);
    if (!of->screens)
        *keep = planned.roster;
    if (of->done)
        of->done(of->context, i);
}

static void make_other(void *context, int item, int worker)
{
    struct making *making = context;
    struct scenario *s = &making->of->scenario[item + 1];
    (void)worker;
    if (s->is_known)
        return;
    struct arena *arena = arena_new();
    struct run run = *making->run;
    struct roster keep;
    run.pool = NULL; /* its workers are busy with scenarios */
    run.on_progress = NULL;
    make(making, item + 1, &keep, arena, &run);
    arena_free(arena);
}

void planner_scenarios(struct scenarios *of, struct run *run)
{
    struct making making = {.of = of, .run = run};
    struct roster base = {0};
    bool all = true;
    for (int i = 0; i < of->n; i++)
        all &= of->scenario[i].is_known;
    if (all)
        return;
    struct arena *arena = arena_new();
    struct run whole = *run;
    make(&making, 0, &base, arena, &whole);
    making.guide = (struct guide){of->scenario[0].plan, &base};
    pool_map(run->pool, of->n - 1, make_other, &making);
    for (int i = 0; i < of->n; i++)
        run->stopped_by_clock |= of->scenario[i].end == SCENARIO_STOPPED;
    arena_free(arena);
}
