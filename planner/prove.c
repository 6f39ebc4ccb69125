/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prove.c - simulate, correct, solve again.
 *
 * A queue whose target lies above its band's lower end is short of D = calls x (target - lower end)
 * contacts a week: it is to hold with confidence, not by chance.  Its slots below the target are
 * raised, those that miss most first, until they make up D: a slot of need n that lacks the share x
 * of its service gets max(1, x sqrt(n)) people more, as the staffing above the load that a share of
 * service takes grows with the root of the load (Halfin & Whitt 1981, doi:10.1287/opre.29.3.567).
 * Where wait or abandonment is missed, all slots that miss theirs are raised.  A slot whose present
 * need is not covered is left alone: asking for more there brings nobody. */
#include "planner/prove.h"

#include <math.h>
#include <string.h>

#define COVERED 0.5 /* people missing that still count as covered */

static size_t cell(const struct planned *planned, int queue, int slot)
{
    return (size_t)queue * (size_t)planned->horizon.grid.n_slots + (size_t)slot;
}

/* Share of its service that a span lacks by the queue's targets. */
static double lack_of(const struct queue *queue, const struct sim_span *span)
{
    double lack = 0;
    if (!isnan(span->service_level.mean))
        lack = fmax(lack, queue->service_level - span->service_level.mean);
    if (span->asa_s.mean > 0)
        lack = fmax(lack, 1 - queue->asa_s / span->asa_s.mean);
    if (queue->patience_s > 0 && !isnan(span->abandoned.mean))
        lack = fmax(lack, span->abandoned.mean - queue->abandon_max);
    return lack;
}

/* Contacts that the queue's weekly service level needs to hold; INFINITY where another target does
 * not hold. */
static double weekly_miss(const struct queue *queue, const struct sim_queue *of)
{
    const struct sim_measure *level = &of->week.service_level;
    double miss = queue->service_level - (level->mean - level->half);
    return miss > 0 ? miss * of->week.calls : INFINITY;
}

static bool holds(const struct sim_queue *of)
{
    return of->verdict == SIM_HOLDS || of->verdict == SIM_NO_TARGET;
}

static bool is_raisable(const struct planned *planned, int queue, int slot)
{
    size_t at = cell(planned, queue, slot);
    return planned->check.cover[at] + COVERED >= planned->requirement.need[at];
}

static void raise_need(struct prove_round *next, int q, int slot, double lack)
{
    double *need = &next->planned.requirement.need[cell(&next->planned, q, slot)];
    double more = fmax(1, round(lack * sqrt(*need)));
    *need += more;
    next->slots_raised++;
    next->hours_raised += more * next->planned.horizon.grid.slot_s / 3600.0;
}

/* The next round's requirement from what this round's simulation misses. */
static void correct(struct prove_round *next, const struct prove_round *round,
                    const struct plan *plan, struct arena *arena)
{
    const struct planned *planned = &round->planned;
    int n_slots = planned->horizon.grid.n_slots;
    size_t n = (size_t)planned->requirement.n_queues * (size_t)n_slots;
    *next = (struct prove_round){.planned = *planned};
    next->planned.requirement.need = ARENA_ARRAY(arena, double, n + 1);
    memcpy(next->planned.requirement.need, planned->requirement.need, n * sizeof(double));
    for (int q = 0; q < plan->n_queues; q++) {
        const struct queue *queue = &plan->queues[q];
        const struct sim_queue *of = &round->sim.queue[q];
        if (holds(of))
            continue;
        double miss = weekly_miss(queue, of);
        for (int i = 0; i < round->sim.n_weak && miss > 0 && isfinite(miss); i++) {
            const struct sim_weak *weak = &round->sim.weak[i];
            if (weak->queue != q || !is_raisable(planned, q, weak->slot))
                continue;
            raise_need(next, q, weak->slot, lack_of(queue, &of->slot[weak->slot]));
            miss -= weak->missing;
        }
        for (int k = 0; k < n_slots && isinf(miss); k++) {
            double lack = of->slot[k].calls > 0 ? lack_of(queue, &of->slot[k]) : 0;
            if (lack > 0 && is_raisable(planned, q, k))
                raise_need(next, q, k, lack);
        }
    }
}

/* The span at the end of its bands that is the worse for the queue. */
static struct sim_span worst_of(const struct sim_span *span)
{
    struct sim_span worst = *span;
    worst.service_level.mean -= span->service_level.half;
    worst.asa_s.mean += span->asa_s.half;
    worst.abandoned.mean += span->abandoned.half;
    return worst;
}

/* Contacts a week that all queues' targets are short of holding. */
static double missed(const struct prove_round *round, const struct plan *plan)
{
    double sum = 0;
    for (int q = 0; q < round->sim.n_queues; q++) {
        const struct sim_queue *of = &round->sim.queue[q];
        if (holds(of))
            continue;
        struct sim_span worst = worst_of(&of->week);
        sum += of->week.calls * lack_of(&plan->queues[q], &worst);
    }
    return sum;
}

/* A round's part of what is left of the time limit. */
static void allow_round(struct run *run, double limit_s, int rounds_left)
{
    double elapsed_s = run_elapsed_s(run);
    if (limit_s > elapsed_s)
        run->time_limit_s = elapsed_s + (limit_s - elapsed_s) / rounds_left;
}

static void choose(struct proof *proof, const struct plan *plan)
{
    proof->chosen = 0;
    for (int i = 1; i < proof->n_rounds; i++)
        if (missed(&proof->round[i], plan) < missed(&proof->round[proof->chosen], plan))
            proof->chosen = i;
}

static void simulate(struct prove_round *round, const struct plan *plan,
                     const struct sim_options *options, struct arena *arena, struct run *run)
{
    const struct planned *planned = &round->planned;
    struct sim_options until_clear = *options;
    until_clear.decide = true;
    sim_roster(&round->sim, plan, &planned->demand, &planned->requirement, &planned->roster,
               &until_clear, arena, run);
}

enum status planner_prove(struct proof *out, struct planned *planned, const struct plan *plan,
                          const struct sim_options *options, struct arena *arena, struct run *run,
                          struct diags *diags)
{
    double limit_s = run->time_limit_s;
    enum status status = OK;
    *out = (struct proof){.n_rounds = 1};
    out->round[0].planned = *planned;
    simulate(&out->round[0], plan, options, arena, run);
    while (out->n_rounds <= PROVE_ROUNDS && !run_should_stop(run)) {
        const struct prove_round *round = &out->round[out->n_rounds - 1];
        struct prove_round *next = &out->round[out->n_rounds];
        if (round->sim.verdict == SIM_HOLDS || round->sim.verdict == SIM_NO_TARGET)
            break;
        correct(next, round, plan, arena);
        if (next->slots_raised == 0)
            break;
        allow_round(run, limit_s, PROVE_ROUNDS + 1 - out->n_rounds);
        status = planner_roster(&next->planned, plan, false, arena, run, diags);
        run->time_limit_s = limit_s;
        if (status != OK || !next->planned.has_roster || next->planned.check.n_broken > 0)
            break;
        simulate(next, plan, options, arena, run);
        out->n_rounds++;
        if (missed(next, plan) >= missed(round, plan))
            break; /* more is asked for and nobody more comes */
    }
    choose(out, plan);
    *planned = out->round[out->chosen].planned;
    return status;
}
