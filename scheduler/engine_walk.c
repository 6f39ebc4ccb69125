/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine_walk.c - walks between the dive and the neighbourhoods, for cover by slots.
 *
 * Annealing (anneal.c) from the dive's roster, and where the share of a team that may be away is
 * felt also from a second dive with teams drawn apart (lean.c).  Without a limit of time: a number
 * of steps a person, scaled by the budget.  With one, walks have half of the time that the dive has
 * left, or more among few people, and each is twice as long as the one before; neighbourhoods have
 * the rest. */
#include "scheduler/anneal.h"
#include "scheduler/engine_part.h"
#include "scheduler/lean.h"

#define STEPS 2000 /* a person */
#define LEAST_STEPS 100000
#define TIME_SHARE 0.5      /* of what a limit of time has left */
#define FEW_TIME_SHARE 0.85 /* ... up to FEW people, among whom neighbourhoods soon see all */
#define FEW 100

/* A limit of time and nothing else: what is left of it is worth other attempts. */
static bool has_time(const struct engine *e, const struct anneal_rules *rules)
{
    const struct run *run = e->run;
    double gap = engine_gap(e, (double)incumbent_value(e->incumbent), e->best);
    return run->iteration_limit <= 0 && run->time_limit_s > 0 && gap > run->gap_target &&
           run_elapsed_s(run) < rules->end_s;
}

/* One walk from the roster there is.  Temperatures are shares of a missing tick. */
static void attempt(struct engine *e, struct anneal_rules *rules, double heat)
{
    double tick = (double)e->instance->price_scale * e->instance->units_per_tick;
    rules->hot = 0.05 * heat * tick;
    rules->cold = 0.003 * heat * tick;
    anneal(e->incumbent, rules, e->run);
    rules->attempt++;
}

/* Where teams can be drawn apart: another roster, from a dive in which they are; NULL. */
static struct incumbent *dive_leaning(struct engine *e, struct lean *lean)
{
    struct engine other = *e;
    int n = e->problem->n_people;
    if (!lean || n > FEW_PEOPLE || run_should_stop(e->run) ||
        engine_is_over(e->run, SLOT_DIVE_SHARE))
        return NULL;
    other.root = master_new(e->instance, e->curve, n, ROOT_PACK, e->run->pool);
    other.incumbent = incumbent_new(e->instance);
    lean_set(lean, 1);
    master_begin(other.root, e->root->person, n, NULL, e->dual, engine_first_tau(e));
    master_look(other.root);
    engine_dive(&other);
    lean_set(lean, 0);
    lean_recost(other.incumbent);
    master_free(other.root);
    return other.incumbent;
}

/* The first walks: teams as they come, and from `apart`, drawn apart; the better roster stays, and
 * later walks are like its. */
static void begin_walks(struct engine *e, struct anneal_rules *rules, struct lean *lean,
                        struct incumbent *apart)
{
    struct incumbent *first = e->incumbent;
    double end_s = rules->end_s;
    if (apart) {
        rules->steps = rules->steps / 2 + 1;
        rules->end_s = (run_elapsed_s(e->run) + end_s) / 2;
    }
    attempt(e, rules, 1);
    if (!apart)
        return;
    rules->end_s = end_s;
    rules->lean = lean;
    e->incumbent = apart;
    attempt(e, rules, 1);
    e->incumbent = first;
    if (incumbent_value(apart) < incumbent_value(first))
        incumbent_copy(first, apart);
    else
        rules->lean = NULL;
}

/* Slot cover: shifts find one another's gaps.  A small problem has few ways in and many dead ends:
 * several attempts, each from the best, every other one so hot that whole shifts go astray.  Where
 * a limit of time leaves room each is twice as long as the one before. */
void engine_walk(struct engine *e)
{
    if (e->problem->row_min <= 0)
        return;
    double tick = (double)e->instance->price_scale * e->instance->units_per_tick;
    struct anneal_rules rules = {.steps =
                                     1 + (long)(engine_effort(e) * STEPS * e->problem->n_people),
                                 .away_penalty = (int64_t)(2 * tick)};
    struct lean *lean = lean_is_worth(e->incumbent) ? lean_new(e->instance, e->root) : NULL;
    long least = (long)(engine_effort(e) * LEAST_STEPS);
    struct incumbent *apart = dive_leaning(e, lean);
    double now = run_elapsed_s(e->run);
    rules.end_s = now + (e->problem->n_people > FEW ? TIME_SHARE : FEW_TIME_SHARE) *
                            (e->run->time_limit_s - now);
    begin_walks(e, &rules, lean, apart);
    for (bool more = has_time(e, &rules); more || rules.attempt * rules.steps < least;
         more = has_time(e, &rules)) {
        rules.steps *= more ? 2 : 1;
        attempt(e, &rules, rules.attempt % 2 == 0 ? 1 : 8);
    }
    incumbent_free(apart);
    lean_free(lean);
    engine_place_pauses(e);
    double value = (double)incumbent_value(e->incumbent), scale = e->problem->currency_per_grain;
    run_progress(e->run, "anneal", value * scale, e->best * scale, engine_gap(e, value, e->best));
}
