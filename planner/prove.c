/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prove.c - simulate, correct, solve again.
 *
 * A queue whose target lies above its band's lower end is short of D = calls x (target - lower end)
 * contacts a week: it is to hold with confidence, not by chance.  D is at least SIM_HALF_WIDTH of
 * the calls, as less is lost in how the next roster happens to fall.  A target of the week can be
 * met by any of its hours, so more people are asked for where one more wins most contacts for what
 * one costs:
 *
 *   wins   the formulas of the staffing, led through what was simulated: m people would have given
 *          slot k the service simulated, so the j-th person more wins calls x (level(m + j) -
 *          level(m + j - 1)); of work with a deadline what a person does in the slot, as far as it
 *          was late
 *   costs  the worth of a person-hour by the dual prices of the roster, at least a part of the
 *          price of a missing one
 *
 * until that makes up D with a margin, since not everybody who is asked for comes.  Who is there
 * beyond the need already counts as there.  Where wait, abandonment or occupancy is missed, all
 * slots that miss theirs are raised: by max(1, x sqrt(n)) for a need of n that lacks the share x,
 * as the staffing above the load that a share of service takes grows with the root of the load
 * (Halfin & Whitt 1981, doi:10.1287/opre.29.3.567).
 *
 * A slot whose present need is not covered is left alone: asking for more there brings nobody.
 * Where more was asked for in vain it is taken back and not asked for again, as such a lack only
 * draws people from elsewhere. */
#include "planner/prove.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/staffing.h"

#define COVERED 0.5        /* people missing that still count as covered */
#define MOST_MORE 3        /* people more in a slot and round */
#define MARGIN 1.5         /* of D that is asked for */
#define PRICE_LEAST 0.1    /* of the price of a missing hour */
#define HALVINGS 20        /* of the people that give a service level */
#define VAIN_ROUNDS_MOST 2 /* in a row that come no nearer */

static size_t cell(const struct planned *planned, int queue, int slot)
{
    return (size_t)queue * (size_t)planned->horizon.grid.n_slots + (size_t)slot;
}

/* Share of its service that a span lacks by the queue's targets. */
static double lack_of(const struct plan *plan, int q, const struct sim_span *span)
{
    const struct queue *queue = &plan->queues[q];
    double lack = 0;
    if (!isnan(span->service_level.mean))
        lack = fmax(lack, queue->service_level - span->service_level.mean);
    if (span->asa_s.mean > 0)
        lack = fmax(lack, 1 - queue->asa_s / span->asa_s.mean);
    if (!isnan(span->abandoned.mean))
        lack = fmax(lack, span->abandoned.mean - plan_abandon_max(plan, q));
    if (span->occupancy.mean > 0)
        lack = fmax(lack, 1 - queue->occupancy_max / span->occupancy.mean);
    return lack;
}

/* Contacts that the queue's weekly service level is short of; INFINITY where another target does
 * not hold. */
static double weekly_miss(const struct queue *queue, const struct sim_queue *of)
{
    const struct sim_measure *level = &of->week.service_level;
    double miss = queue->service_level - (level->mean - level->half);
    return miss > 0 ? fmax(miss, SIM_HALF_WIDTH) * of->week.calls : INFINITY;
}

static bool holds(const struct sim_queue *of)
{
    return of->verdict == SIM_HOLDS || of->verdict == SIM_NO_TARGET;
}

static bool is_raisable(const struct prove_round *round, int queue, int slot)
{
    size_t at = cell(&round->planned, queue, slot);
    return !round->in_vain[at] &&
           round->planned.check.cover[at] + COVERED >= round->planned.requirement.need[at];
}

/* Asks for `more` people than are there. */
static void raise_need(struct prove_round *next, int q, int slot, double more)
{
    size_t at = cell(&next->planned, q, slot);
    double *need = &next->planned.requirement.need[at];
    double asked = fmax(*need, floor(next->planned.check.cover[at] + COVERED)) + more;
    next->slots_raised++;
    next->hours_raised += (asked - *need) * next->planned.horizon.grid.slot_s / 3600.0;
    *need = asked;
}

/* What was asked for beyond the first need and did not come. */
static void take_back(struct prove_round *next, const struct requirement *first)
{
    const struct planned *planned = &next->planned;
    size_t n = (size_t)first->n_queues * (size_t)first->grid.n_slots;
    for (size_t at = 0; at < n; at++) {
        double *need = &planned->requirement.need[at];
        double came = fmax(first->need[at], floor(planned->check.cover[at] + COVERED));
        if (*need <= came)
            continue;
        next->hours_raised -= (*need - came) * first->grid.slot_s / 3600.0;
        *need = came;
        next->in_vain[at] = true;
    }
}

/* ---- where one more wins most ---- */

struct more {
    int slot;
    double wins, price; /* contacts of the week; currency */
};

static int by_worth(const void *a, const void *b)
{
    const struct more *x = a, *y = b;
    double left = x->wins * y->price, right = y->wins * x->price;
    if (left != right)
        return left > right ? -1 : 1;
    return x->slot - y->slot;
}

/* People that would have given each slot the service simulated. */
static void people_like(double *people, const struct planned *planned, const struct plan *plan,
                        int q, const struct sim_queue *of)
{
    int n = planned->horizon.grid.n_slots;
    double *high = NEW_ARRAY(double, n + 1), *middle = NEW_ARRAY(double, n + 1);
    double *level = NEW_ARRAY(double, n + 1);
    for (int k = 0; k < n; k++) {
        people[k] = 0;
        high[k] = 2 * fmax(planned->requirement.need[cell(planned, q, k)],
                           planned->check.cover[cell(planned, q, k)]) +
                  4;
    }
    for (int i = 0; i < HALVINGS; i++) {
        for (int k = 0; k < n; k++)
            middle[k] = (people[k] + high[k]) / 2;
        staffing_slot_levels(level, plan, &planned->demand, q, middle);
        for (int k = 0; k < n; k++)
            *(level[k] < of->slot[k].service_level.mean ? &people[k] : &high[k]) = middle[k];
    }
    mem_free(level);
    mem_free(middle);
    mem_free(high);
}

/* wins[j * n_slots + k]: contacts in time by the j-th person more in slot k of a line. */
static void wins_of_line(double *wins, const struct planned *planned, const struct plan *plan,
                         int q, const struct sim_queue *of)
{
    int n = planned->horizon.grid.n_slots;
    double *people = NEW_ARRAY(double, n + 1), *level = NEW_ARRAY(double, n + 1);
    double *before = NEW_ARRAY(double, n + 1);
    people_like(people, planned, plan, q, of);
    staffing_slot_levels(before, plan, &planned->demand, q, people);
    for (int j = 0; j < MOST_MORE; j++) {
        for (int k = 0; k < n; k++)
            people[k]++;
        staffing_slot_levels(level, plan, &planned->demand, q, people);
        for (int k = 0; k < n; k++) {
            wins[j * n + k] = of->slot[k].calls * (level[k] - before[k]);
            before[k] = level[k];
        }
    }
    mem_free(before);
    mem_free(level);
    mem_free(people);
}

static void wins_of_work(double *wins, const struct planned *planned, int q,
                         const struct sim_queue *of)
{
    int n = planned->horizon.grid.n_slots;
    for (int k = 0; k < n; k++) {
        double does = planned->horizon.grid.slot_s / planned->demand.aht_s[cell(planned, q, k)];
        double late = of->slot[k].calls * (1 - of->slot[k].service_level.mean);
        for (int j = 0; j < MOST_MORE; j++)
            wins[j * n + k] = fmax(0, fmin(does, late - j * does));
    }
}

static double price_of(const struct planned *planned, int q, int slot)
{
    double least = PRICE_LEAST * planned->requirement.price_short[q];
    return planned->roster.dual ? fmax(least, planned->roster.dual[cell(planned, q, slot)]) : least;
}

/* Asks for people where they win most for their price until they win `miss` contacts. */
static void raise_best(struct prove_round *next, const struct prove_round *round,
                       const struct plan *plan, int q, double miss)
{
    const struct planned *planned = &round->planned;
    const struct sim_queue *of = &round->sim.queue[q];
    int n_slots = planned->horizon.grid.n_slots, n = 0;
    double *wins = NEW_ARRAY(double, MOST_MORE *n_slots + 1);
    struct more *more = NEW_ARRAY(struct more, MOST_MORE * n_slots + 1);
    if (of->is_deferred)
        wins_of_work(wins, planned, q, of);
    else
        wins_of_line(wins, planned, plan, q, of);
    for (int k = 0; k < n_slots; k++)
        for (int j = 0; j < MOST_MORE && is_raisable(next, q, k); j++)
            if (of->slot[k].calls > 0 && wins[j * n_slots + k] > 0)
                more[n++] = (struct more){k, wins[j * n_slots + k], price_of(planned, q, k)};
    qsort(more, (size_t)n, sizeof *more, by_worth);
    int *asked = NEW_ARRAY(int, n_slots + 1);
    for (int i = 0; i < n && miss > 0; i++) {
        asked[more[i].slot]++;
        miss -= more[i].wins;
    }
    for (int k = 0; k < n_slots; k++)
        if (asked[k] > 0)
            raise_need(next, q, k, asked[k]);
    mem_free(asked);
    mem_free(more);
    mem_free(wins);
}

static void raise_all(struct prove_round *next, const struct prove_round *round,
                      const struct plan *plan, int q)
{
    const struct sim_queue *of = &round->sim.queue[q];
    for (int k = 0; k < next->planned.horizon.grid.n_slots; k++) {
        double lack = of->slot[k].calls > 0 ? lack_of(plan, q, &of->slot[k]) : 0;
        if (lack > 0 && is_raisable(next, q, k)) {
            double need = next->planned.requirement.need[cell(&next->planned, q, k)];
            raise_need(next, q, k, fmax(1, floor(lack * sqrt(need) + 0.5)));
        }
    }
}

/* The next round's requirement from what this round's simulation misses. */
static void correct(struct prove_round *next, const struct prove_round *round,
                    const struct requirement *first, const struct plan *plan, struct arena *arena)
{
    const struct planned *planned = &round->planned;
    size_t n = (size_t)first->n_queues * (size_t)first->grid.n_slots;
    *next = (struct prove_round){.planned = *planned};
    next->planned.requirement.need = ARENA_ARRAY(arena, double, n + 1);
    next->in_vain = ARENA_ARRAY(arena, bool, n + 1);
    memcpy(next->planned.requirement.need, planned->requirement.need, n * sizeof(double));
    memcpy(next->in_vain, round->in_vain, n * sizeof(bool));
    take_back(next, first);
    for (int q = 0; q < plan->n_queues; q++) {
        const struct sim_queue *of = &round->sim.queue[q];
        double miss = weekly_miss(&plan->queues[q], of);
        if (holds(of))
            continue;
        if (isfinite(miss))
            raise_best(next, round, plan, q, MARGIN * miss);
        else
            raise_all(next, round, plan, q);
    }
}

/* The span at the end of its bands that is the worse for the queue. */
static struct sim_span worst_of(const struct sim_span *span)
{
    struct sim_span worst = *span;
    worst.service_level.mean -= span->service_level.half;
    worst.asa_s.mean += span->asa_s.half;
    worst.abandoned.mean += span->abandoned.half;
    worst.occupancy.mean += span->occupancy.half;
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
        sum += of->week.calls * lack_of(plan, q, &worst);
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
    double limit_s = run->time_limit_s;
    run->time_limit_s = 0; /* takes seconds at most, and cut short it would decide nothing */
    sim_roster(&round->sim, plan, &planned->demand, &planned->requirement, &planned->roster,
               &until_clear, arena, run);
    run->time_limit_s = limit_s;
}

enum status planner_prove(struct proof *out, struct planned *planned, const struct plan *plan,
                          const struct sim_options *options, struct arena *arena, struct run *run,
                          struct diags *diags)
{
    double limit_s = run->time_limit_s;
    enum status status = OK;
    const struct requirement *first = &planned->requirement;
    int n_vain = 0;
    *out = (struct proof){.n_rounds = 1};
    out->round[0].planned = *planned;
    out->round[0].in_vain =
        ARENA_ARRAY(arena, bool, (size_t)first->n_queues *(size_t)first->grid.n_slots + 1);
    simulate(&out->round[0], plan, options, arena, run);
    while (out->n_rounds <= PROVE_ROUNDS && !run_should_stop(run)) {
        const struct prove_round *round = &out->round[out->n_rounds - 1];
        struct prove_round *next = &out->round[out->n_rounds];
        if (round->sim.verdict == SIM_HOLDS || round->sim.verdict == SIM_NO_TARGET)
            break;
        correct(next, round, first, plan, arena);
        if (next->slots_raised == 0)
            break;
        allow_round(run, limit_s, PROVE_ROUNDS + 1 - out->n_rounds);
        status = planner_roster(&next->planned, plan, false, arena, run, diags);
        run->time_limit_s = limit_s;
        if (status != OK || !next->planned.has_roster || next->planned.check.n_broken > 0)
            break;
        simulate(next, plan, options, arena, run);
        double least = missed(&out->round[out->chosen], plan);
        out->n_rounds++;
        n_vain = missed(next, plan) >= least ? n_vain + 1 : 0;
        choose(out, plan);
        if (n_vain == VAIN_ROUNDS_MOST)
            break; /* more is asked for and nobody more comes */
    }
    *planned = out->round[out->chosen].planned;
    return status;
}
