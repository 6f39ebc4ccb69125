/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine_dive.c - from weights to whole tours and pauses.
 *
 * Day-level rows are few: the linear program's vertices are nearly whole (lpdive.c).  Slot-level
 * rows are many: the dive goes by the bundle's weights (dive.c), with the away rows of teams priced
 * (teams.c), and pauses are placed in whole people afterwards. */
#include <math.h>

#include "scheduler/away.h"
#include "scheduler/bundle_part.h"
#include "scheduler/dive.h"
#include "scheduler/engine_part.h"
#include "scheduler/lpdive.h"
#include "scheduler/settle.h"

#define IDLE_MOST 5     /* rounds after which a tour is not worth a column */
#define DIVE_SHARE 0.75 /* of a limit of time, when a dive ends that no walk follows */
#define TEAM_ROUNDS 40
#define PENALTY_TURNS 10

void engine_place_everybody(struct incumbent *s, int rounds)
{
    for (int round = 0; round < rounds; round++) {
        int64_t change = 0;
        for (int a = 0; a < s->instance->problem->n_people; a++)
            change += incumbent_place_pauses(s, a);
        if (change == 0)
            break;
    }
}

/* Pauses where they cost least; then, where too many of a team are away, together with others'; at
 * last with other tours. */
void engine_place_pauses(struct engine *e)
{
    struct incumbent *s = e->incumbent;
    engine_place_everybody(s, 4);
    if (s->n_over == 0)
        return;
    if (!away_mend(s, e->run->seed))
        settle_teams(s, e->root->needed, e->run->seed);
    engine_place_everybody(s, 4);
}

/* The same, but one too many of a team away costs little at first and more with every turn: shifts
 * make room for one another before the price locks them in. */
static void harden_pauses(struct engine *e)
{
    struct incumbent *s = e->incumbent;
    for (int turn = PENALTY_TURNS; turn > 0; turn--) {
        s->away_penalty = e->instance->away_penalty >> turn;
        engine_place_everybody(s, 3);
    }
    s->away_penalty = e->instance->away_penalty;
    engine_place_pauses(e);
}

/* Rows are priced anew after each step: steps of one size from here on. */
static void fix_tau(struct engine *e)
{
    struct master *m = e->root;
    m->tau_least = m->tau_most = m->tau = engine_first_tau(e);
}

/* Where the clock is short the dive ends at its share: the heaviest tours stand as they are. */
static struct run dive_run(const struct engine *e, double share)
{
    struct run part = *e->run;
    part.time_limit_s *= share;
    return part;
}

/* Slot-level rows are many, and annealing mends what a bold step has spoilt: the more people, the
 * bolder. */
static void dive_by_bundle(struct engine *e)
{
    struct master *m = e->root;
    struct run part = dive_run(e, SLOT_DIVE_SHARE);
    double share = 0.1 * e->problem->n_people / FEW_PEOPLE;
    share = share < 0.1 ? 0.1 : share > 0.3 ? 0.3 : share;
    struct dive_rules rules = {
        .rounds = 3, .sweeps = 5, .threshold = 0.95, .share = share, .settle = share};
    master_use_teams(m);
    for (int r = 0; r < TEAM_ROUNDS && m->use_teams && !run_should_stop(&part); r++)
        if (master_round(m, 6, engine_tolerance(e)) == ROUND_CONVERGED)
            break;
    fix_tau(e);
    dive(m, &rules, &part);
    e->run->stopped_by_clock = e->run->stopped_by_clock || part.stopped_by_clock;
}

/* Day-level rows are few: the linear program's vertices are nearly whole. */
static bool dive_by_program(struct engine *e)
{
    static const struct lpdive_rules rules = {
        .root = {.rounds = 40, .iterations = 50000, .smoothing = 0.7, .tolerance = 1e-6},
        .step = {.rounds = 10, .iterations = 50000, .smoothing = 0.5, .tolerance = 1e-6},
        .threshold = 0.75,
        .share = 0.1,
        .least_share = 0.04};
    struct colgen_answer answer = {.bound = e->best};
    if (!lpdive_fits(e->problem))
        return false;
    struct run part = dive_run(e, DIVE_SHARE);
    fix_tau(e);
    master_drop_idle(e->root, IDLE_MOST);
    enum lpdive_end end = lpdive(e->root, &rules, INFINITY, &answer, e->dual, &part);
    e->run->stopped_by_clock = e->run->stopped_by_clock || part.stopped_by_clock;
    engine_set_bound(e, answer.bound);
    return end == LPDIVE_FOUND;
}

void engine_dive(struct engine *e)
{
    struct master *m = e->root;
    double scale = e->problem->currency_per_grain;
    e->by_bundle = !dive_by_program(e);
    if (e->by_bundle)
        dive_by_bundle(e);
    for (int a = 0; a < e->problem->n_people; a++) {
        int k = master_best(m, a);
        size_t tour = master_tour(m, a, k);
        incumbent_put(e->incumbent, a, m->choice + tour, m->at + tour,
                      (int64_t)llround(m->pack[a].cost[k]));
    }
    harden_pauses(e);
    double value = (double)incumbent_value(e->incumbent);
    run_progress(e->run, "dive", value * scale, e->best * scale, engine_gap(e, value, e->best));
}
