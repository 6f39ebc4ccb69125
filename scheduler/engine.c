/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine.c - bound, dive, improve.
 *
 * 1. bound    the proximal bundle on the whole problem; the best Lagrangian value seen, rounded up
 *             to a whole grain, is the bound.  It is exact: prices are multiples of 1/256 grain, so
 *             every sum in double is exact below 2^44 grains, which is asserted.
 * 2. dive     from the weights to whole tours, with pricing kept on; day-level rows by the linear
 *             program.
 * 3. anneal   slot cover: shifts out and in again, one by one, while it cools.
 * 4. improve  neighbourhoods until the budget, the gap or the clock.
 * 5. polish   small problems once more, with the linear and the integer program.
 * Whenever it stops there is a roster, as every person has a tour after the first pricing; but for
 * one whose counts leave so few tours that label setting found none in time: then there is the
 * bound alone. */
#include "scheduler/engine.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/anneal.h"
#include "scheduler/away.h"
#include "scheduler/bundle_part.h"
#include "scheduler/coarse.h"
#include "scheduler/dive.h"
#include "scheduler/forced.h"
#include "scheduler/improve.h"
#include "scheduler/incumbent.h"
#include "scheduler/lean.h"
#include "scheduler/lpdive.h"
#include "scheduler/polish.h"
#include "scheduler/settle.h"
#include "scheduler/value.h"

#define ROUNDS_MOST 300
#define ROOT_PACK 40
#define DAY_PACK 100
#define IDLE_MOST 5         /* rounds after which a tour is not worth a column */
#define COARSE_SHARE 0.2    /* of a limit of time, up to which rows are added up */
#define BOUND_SHARE 0.25    /* ... when the bound ends */
#define DIVE_SHARE 0.75     /* ... and the dive */
#define SLOT_DIVE_SHARE 0.5 /* the same where annealing follows */
#define FEW_PEOPLE 300      /* up to here a dive is careful, and neighbourhoods still find much */
#define TEAM_ROUNDS 40
#define PENALTY_TURNS 10
#define ANNEAL_STEPS 2000 /* a person */
#define ANNEAL_LEAST 100000
#define ATTEMPTS_SHARE 0.9 /* of a limit of time, up to which annealing begins again */
#define ROOT_TOLERANCE 1e-3
#define DAY_TOLERANCE 1e-3 /* day-level rows are few: to the optimum */
#define DAY_EFFORT 64

struct engine {
    const struct problem *problem;
    struct run *run;
    struct solution *out;
    const struct engine_start *start;
    struct arena *arena;
    struct instance *instance;
    struct price_curve *curve;
    struct master *root;
    struct incumbent *incumbent;
    bool by_bundle; /* the dive */
    double *dual;   /* [n_posts * n_rows] of the best Lagrangian value */
    double best;    /* that value */
    long most_rounds;
};

/* --- bound --- */

static double to_gap(const struct engine *e, double value, double bound)
{
    double base = value - (double)e->out->forced;
    base = base > (double)e->problem->gap_floor ? base : (double)e->problem->gap_floor;
    return value <= bound ? 0 : base > 0 ? (value - bound) / base : INFINITY;
}

static void keep_best(struct engine *e)
{
    const struct master *m = e->root;
    if (!(m->trial_value > e->best))
        return;
    e->best = m->trial_value;
    memcpy(e->dual, m->trial, (size_t)(m->n_posts * m->n_rows) * sizeof *e->dual);
    assert(fabs(e->best) < 0x1p44);
}

static double root_tolerance(const struct engine *e)
{
    return e->problem->row_min > 0 ? ROOT_TOLERANCE : DAY_TOLERANCE;
}

static double first_tau(const struct engine *e)
{
    double row = e->problem->full_row > 0 ? e->problem->full_row : 1;
    return 0.1 * (double)e->instance->price_scale / row;
}

/* A limit of time is for the search above all: other stages end at their share of it. */
static bool is_over(struct run *run, double share)
{
    bool over = run->time_limit_s > 0 && run_elapsed_s(run) > share * run->time_limit_s;
    run->stopped_by_clock = run->stopped_by_clock || over;
    return over;
}

/* Rosters cost multiples of the step, so the bound is rounded up to one. */
static void set_bound(struct engine *e, double value)
{
    double step = (double)e->instance->grain_step;
    e->best = value > e->best ? value : e->best;
    double least = (double)(e->out->forced + e->problem->least_people);
    double up = e->best > least ? e->best : least;
    e->out->bound = (int64_t)(ceil(up / step) * step);
}

/* False if somebody has no tour at all. */
static bool find_bound(struct engine *e)
{
    struct run *run = e->run;
    double scale = e->problem->currency_per_grain;
    bool looks =
        coarse_begin(e->root, e->start->dual, first_tau(e), run, COARSE_SHARE * run->time_limit_s);
    e->root->most_effort = e->problem->row_min > 0 ? e->root->most_effort : DAY_EFFORT;
    e->best = -INFINITY;
    do {
        enum round_result result =
            looks ? master_look(e->root) : master_round(e->root, 8, root_tolerance(e));
        looks = false;
        if (result == ROUND_INFEASIBLE) {
            e->out->end = ROSTER_INFEASIBLE;
            e->out->infeasible_person = e->root->infeasible;
            return false;
        }
        keep_best(e);
        e->out->rounds++;
        run_progress(run, "bound", NAN, e->best * scale, NAN);
        if (result == ROUND_CONVERGED)
            break;
    } while (e->out->rounds < e->most_rounds && !run_should_stop(run) &&
             !is_over(run, BOUND_SHARE));
    set_bound(e, e->best);
    return true;
}

/* --- roster --- */

static void place_everybody(struct incumbent *s, int rounds)
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
static void place_pauses(struct engine *e)
{
    struct incumbent *s = e->incumbent;
    place_everybody(s, 4);
    if (s->n_over == 0)
        return;
    if (!away_mend(s, e->run->seed))
        settle_teams(s, e->root->needed, e->run->seed);
    place_everybody(s, 4);
}

/* The same, but one too many of a team away costs little at first and more with every turn: shifts
 * make room for one another before the price locks them in. */
static void harden_pauses(struct engine *e)
{
    struct incumbent *s = e->incumbent;
    for (int turn = PENALTY_TURNS; turn > 0; turn--) {
        s->away_penalty = e->instance->away_penalty >> turn;
        place_everybody(s, 3);
    }
    s->away_penalty = e->instance->away_penalty;
    place_pauses(e);
}

/* Rows are priced anew after each step: steps of one size from here on. */
static void fix_tau(struct engine *e)
{
    struct master *m = e->root;
    m->tau_least = m->tau_most = m->tau = first_tau(e);
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
        if (master_round(m, 6, root_tolerance(e)) == ROUND_CONVERGED)
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
    set_bound(e, answer.bound);
    return end == LPDIVE_FOUND;
}

static void dive_everybody(struct engine *e)
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
    run_progress(e->run, "dive", value * scale, e->best * scale, to_gap(e, value, e->best));
}

static long default_neighbourhoods(const struct problem *problem)
{
    return problem->row_min > 0 ? 600 + 6l * problem->n_people : 4000 + 40l * problem->n_people;
}

/* A budget other than the default scales the steps too, within reason. */
static double effort(const struct engine *e)
{
    double share = (double)e->run->iteration_limit / (double)default_neighbourhoods(e->problem);
    return e->run->iteration_limit <= 0 ? 1 : share < 20 ? share : 20;
}

/* A limit of time and nothing else: what is left of it is worth other attempts. */
static bool has_time(const struct engine *e)
{
    const struct run *run = e->run;
    double gap = to_gap(e, (double)incumbent_value(e->incumbent), e->best);
    return run->iteration_limit <= 0 && run->time_limit_s > 0 && gap > run->gap_target &&
           run_elapsed_s(run) < ATTEMPTS_SHARE * run->time_limit_s;
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
    if (!lean || n > FEW_PEOPLE || run_should_stop(e->run) || is_over(e->run, SLOT_DIVE_SHARE))
        return NULL;
    other.root = master_new(e->instance, e->curve, n, ROOT_PACK, e->run->pool);
    other.incumbent = incumbent_new(e->instance);
    lean_set(lean, 1);
    master_begin(other.root, e->root->person, n, NULL, e->dual, first_tau(e));
    master_look(other.root);
    dive_everybody(&other);
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
    double share = rules->time_share;
    rules->steps = apart ? rules->steps / 2 + 1 : rules->steps;
    rules->time_share = apart ? share / 2 : share;
    attempt(e, rules, 1);
    if (!apart)
        return;
    rules->time_share = share;
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
static void anneal_roster(struct engine *e)
{
    if (e->problem->row_min <= 0)
        return;
    double tick = (double)e->instance->price_scale * e->instance->units_per_tick;
    struct anneal_rules rules = {.steps =
                                     1 + (long)(effort(e) * ANNEAL_STEPS * e->problem->n_people),
                                 .away_penalty = (int64_t)(2 * tick),
                                 .time_share = e->problem->n_people > FEW_PEOPLE ? 0.95 : 0.7};
    struct lean *lean = lean_is_worth(e->incumbent) ? lean_new(e->instance, e->root) : NULL;
    long least = (long)(effort(e) * ANNEAL_LEAST);
    struct incumbent *apart = dive_leaning(e, lean);
    begin_walks(e, &rules, lean, apart);
    for (bool more = has_time(e); more || rules.attempt * rules.steps < least; more = has_time(e)) {
        rules.steps *= more ? 2 : 1;
        attempt(e, &rules, rules.attempt % 2 == 0 ? 1 : 8);
    }
    incumbent_free(apart);
    lean_free(lean);
    place_pauses(e);
    double value = (double)incumbent_value(e->incumbent), scale = e->problem->currency_per_grain;
    run_progress(e->run, "anneal", value * scale, e->best * scale, to_gap(e, value, e->best));
}

static void improve_roster(struct engine *e)
{
    int64_t bound = e->out->bound;
    double target = e->run->gap_target, forced = (double)e->out->forced;
    double base = ((double)bound - target * forced) / (1 - target) - forced;
    int64_t by_floor = bound + (int64_t)(target * (double)e->problem->gap_floor);
    int64_t by_value = base > 0 ? bound + (int64_t)(target * base) : bound;
    struct improve_goal goal = {
        .bound = bound,
        .enough = by_floor > by_value ? by_floor : by_value,
        .gap_base = (double)e->problem->gap_floor,
        .forced = e->out->forced,
        .neighbourhoods = e->run->iteration_limit > 0 ? e->run->iteration_limit
                                                      : default_neighbourhoods(e->problem),
        .patience = e->run->iteration_limit > 0 ? 0 : default_neighbourhoods(e->problem) / 4,
        .tau = first_tau(e),
        .sweeps = e->by_bundle && e->problem->row_min <= 0,
        .thinning = e->problem->row_min > 0 ? NULL : thinning_new(e->instance, e->dual, e->best),
    };
    e->out->neighbourhoods = improve(e->incumbent, e->curve, e->dual, &goal, e->run);
    thinning_free(goal.thinning);
    place_pauses(e);
}

/* --- a roster to begin with --- */

/* The legal tour with most days as in `like`. */
static bool nearest_tour(struct engine *e, int a, const int32_t *like, int32_t *choice)
{
    const struct space *space = e->instance->space[a];
    const struct person *person = &e->problem->people[a];
    struct scratch scratch = {0};
    double *cost = scratch_items(&scratch, space);
    int64_t *off = NEW_ARRAY(int64_t, e->problem->n_days);
    int64_t day_price = e->instance->price_scale + 1;
    for (int i = 0; i < space->n_items; i++) {
        int32_t c = space->choice[i];
        cost[i] = c == like[e->problem->choices[c].day] ? 0 : (double)day_price;
    }
    for (int d = 0; d < e->problem->n_days; d++)
        off[d] = person->cost_off && person->cost_off[d] >= GRAIN_FORBIDDEN ? GRAIN_FORBIDDEN
                 : like[d] < 0                                              ? 0
                                                                            : day_price;
    price_tour(space, cost, off, NULL, &scratch, choice);
    bool found = isfinite(scratch.tour_value);
    mem_free(off);
    scratch_free(&scratch);
    return found;
}

/* Pauses of a start where they fit, else anywhere. */
static void start_pauses(struct engine *e, const struct tour *start, const int32_t *choice,
                         uint8_t (*at)[MAX_BREAKS])
{
    static double no_loss[MAX_BREAKS][MAX_POSITIONS];
    const struct break_model *breaks = e->instance->breaks;
    for (int d = 0; d < e->problem->n_days; d++) {
        int shape = choice[d] >= 0 ? breaks->shape_of[choice[d]] : -1;
        if (shape >= 0 && !(start->pause && start->choice[d] == choice[d] &&
                            break_positions(breaks, &breaks->shape[shape], start->pause[d], at[d])))
            breaks_best(&breaks->shape[shape], no_loss, at[d]);
    }
}

/* Everybody as in `start`, or as near to it as is legal here; kept if it is better than what there
 * is. */
static void try_start(struct engine *e, const struct tour *start)
{
    const struct problem *problem = e->problem;
    struct incumbent *other = incumbent_new(e->instance);
    uint8_t(*at)[MAX_BREAKS] = mem_alloc((size_t)problem->n_days, sizeof *at);
    int32_t *choice = NEW_ARRAY(int32_t, problem->n_days);
    bool fits = true;
    for (int a = 0; a < problem->n_people && fits; a++) {
        const struct person *person = &problem->people[a];
        memcpy(choice, start[a].choice, (size_t)problem->n_days * sizeof *choice);
        if (tour_cost(problem, person, choice) >= GRAIN_FORBIDDEN)
            fits = nearest_tour(e, a, start[a].choice, choice);
        int64_t cost = fits ? tour_cost(problem, person, choice) : GRAIN_FORBIDDEN;
        fits = cost < GRAIN_FORBIDDEN;
        if (!fits)
            break;
        start_pauses(e, &start[a], choice, at);
        incumbent_put(other, a, choice, at, cost);
    }
    mem_free(choice);
    mem_free(at);
    if (fits) {
        place_everybody(other, 4);
        if (incumbent_value(other) < incumbent_value(e->incumbent))
            incumbent_copy(e->incumbent, other);
    }
    incumbent_free(other);
}

/* --- the answer --- */

static void write_tours(struct engine *e)
{
    const struct problem *problem = e->problem;
    const struct break_model *breaks = e->instance->breaks;
    size_t n_days = (size_t)problem->n_days;
    e->out->tours = ARENA_ARRAY(e->arena, struct tour, problem->n_people);
    for (int a = 0; a < problem->n_people; a++) {
        struct tour *tour = &e->out->tours[a];
        size_t first = (size_t)a * n_days;
        tour->choice = ARENA_ARRAY(e->arena, int32_t, n_days);
        memcpy(tour->choice, e->incumbent->choice + first, n_days * sizeof *tour->choice);
        if (problem->n_break_plans == 0)
            continue;
        tour->pause = arena_alloc(e->arena, n_days, sizeof *tour->pause);
        for (size_t d = 0; d < n_days; d++) {
            int shape = tour->choice[d] >= 0 ? breaks->shape_of[tour->choice[d]] : -1;
            for (int k = 0; shape >= 0 && k < breaks->shape[shape].n_pauses; k++)
                tour->pause[d][k] = (int16_t)break_start_min(breaks, &breaks->shape[shape], k,
                                                             e->incumbent->at[first + d][k]);
        }
    }
}

static void write_dual(struct engine *e)
{
    int n = e->problem->n_posts * e->problem->n_rows;
    e->out->dual = ARENA_ARRAY(e->arena, double, n);
    e->out->given_to = ARENA_ARRAY(e->arena, int32_t, n);
    memcpy(e->out->dual, e->dual, (size_t)n * sizeof *e->dual);
    e->out->lagrangian = e->best;
}

static void write_cover(struct engine *e)
{
    const struct problem *problem = e->problem;
    int R = problem->n_rows, P = problem->n_posts;
    struct cover_state *state = cover_state_new(e->instance->cover);
    tours_cover(state, e->out->tours);
    for (int row = 0; row < R; row++)
        for (int p = 0; p < P; p++)
            e->out->given_to[p * R + row] = state->total[row * P + p];
    cover_state_free(state);
}

static void write_answer(struct engine *e)
{
    struct solution *out = e->out;
    write_tours(e);
    write_dual(e);
    write_cover(e);
    out->value = problem_value(e->problem, out->tours);
    assert(out->value >= out->bound);
    bool enough = to_gap(e, (double)out->value, (double)out->bound) <= e->run->gap_target;
    out->end = enough                     ? ROSTER_OPTIMAL_ENOUGH
               : e->run->stopped_by_clock ? ROSTER_STOPPED
                                          : ROSTER_BUDGET_SPENT;
}

static bool all_have_tours(const struct engine *e)
{
    for (int a = 0; a < e->problem->n_people; a++)
        if (e->root->pack[a].n == 0)
            return false;
    return true;
}

static void solve(struct engine *e)
{
    e->most_rounds = ROUNDS_MOST;
    e->incumbent = incumbent_new(e->instance);
    if (find_bound(e) && all_have_tours(e)) {
        dive_everybody(e);
        if (e->start->tours)
            try_start(e, e->start->tours);
        anneal_roster(e);
        improve_roster(e);
        if (polish_fits(e->problem) && !run_should_stop(e->run)) {
            polish(e->incumbent, e->root, &e->best, e->dual, e->run);
            set_bound(e, e->best);
        }
        write_answer(e);
    }
    incumbent_free(e->incumbent);
}

/* The bound, and the mixture of tours that is worth it. */
static void relax(struct engine *e)
{
    e->most_rounds = e->run->iteration_limit > 0 ? e->run->iteration_limit : ROUNDS_MOST;
    if (!find_bound(e))
        return;
    write_dual(e);
    for (int i = 0; i < e->problem->n_posts * e->problem->n_rows; i++)
        e->out->given_to[i] = (int32_t)lround(e->root->total[i]);
    e->out->relaxed = (int64_t)ceil(bundle_primal_value(e->root));
}

static enum status with_instance(struct engine *e, void (*work)(struct engine *e),
                                 struct diags *diags)
{
    static const struct engine_start nowhere;
    const struct problem *problem = e->problem;
    *e->out = (struct solution){.end = ROSTER_NONE, .infeasible_person = -1};
    e->start = e->start ? e->start : &nowhere;
    e->instance = instance_compile(problem, e->run);
    int too_large = e->instance->too_large;
    if (too_large < 0 && !e->instance->unfinished) {
        int cap = problem->row_min > 0 ? ROOT_PACK : DAY_PACK;
        e->curve = price_curves_new(e->instance->cover);
        e->root = master_new(e->instance, e->curve, problem->n_people, cap, e->run->pool);
        e->dual = NEW_ARRAY(double, problem->n_posts * problem->n_rows + 1);
        e->out->forced = forced_cost(e->instance);
        work(e);
        mem_free(e->dual);
        master_free(e->root);
        mem_free(e->curve);
    }
    instance_free(e->instance);
    if (too_large < 0)
        return OK;
    diag_error(diags, NULL,
               "person %d has too many limits with counters that all bind: more than %d states",
               too_large, MAX_STATES);
    return ERR_DATA;
}

enum status engine_solve(struct solution *out, const struct problem *problem,
                         const struct engine_start *start, struct arena *arena, struct run *run,
                         struct diags *diags)
{
    struct engine e = {.problem = problem, .run = run, .out = out, .start = start, .arena = arena};
    return with_instance(&e, solve, diags);
}

enum status engine_bound(struct solution *out, const struct problem *problem,
                         const struct engine_start *start, struct arena *arena, struct run *run,
                         struct diags *diags)
{
    struct engine e = {.problem = problem, .run = run, .out = out, .start = start, .arena = arena};
    return with_instance(&e, relax, diags);
}
