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
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/bundle_part.h"
#include "scheduler/coarse.h"
#include "scheduler/engine_part.h"
#include "scheduler/forced.h"
#include "scheduler/improve.h"
#include "scheduler/incumbent.h"
#include "scheduler/polish.h"
#include "scheduler/value.h"

#define ROUNDS_MOST 300
#define COARSE_SHARE 0.15 /* of a limit of time, up to which rows are added up */
#define MANY_SHARE 0.35   /* ... when the bound ends where they were */
#define BOUND_SHARE 0.25  /* ... where not */
#define ROOT_TOLERANCE 1e-3
#define DAY_TOLERANCE 1e-3 /* day-level rows are few: to the optimum */
#define DAY_EFFORT 64

/* --- budgets --- */

long engine_neighbourhoods(const struct problem *problem)
{
    return problem->row_min > 0 ? 600 + 6l * problem->n_people : 4000 + 40l * problem->n_people;
}

/* A budget other than the default scales the steps too, within reason. */
double engine_effort(const struct engine *e)
{
    double share = (double)e->run->iteration_limit / (double)engine_neighbourhoods(e->problem);
    return e->run->iteration_limit <= 0 ? 1 : share < 20 ? share : 20;
}

/* --- bound --- */

double engine_gap(const struct engine *e, double value, double bound)
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

double engine_tolerance(const struct engine *e)
{
    return e->problem->row_min > 0 ? ROOT_TOLERANCE : DAY_TOLERANCE;
}

double engine_first_tau(const struct engine *e)
{
    double row = e->problem->full_row > 0 ? e->problem->full_row : 1;
    return 0.1 * (double)e->instance->price_scale / row;
}

/* A limit of time is for the search above all: other stages end at their share of it. */
bool engine_is_over(struct run *run, double share)
{
    bool over = run->time_limit_s > 0 && run_elapsed_s(run) > share * run->time_limit_s;
    run->stopped_by_clock = run->stopped_by_clock || over;
    return over;
}

/* Rosters cost multiples of the step, so the bound is rounded up to one. */
void engine_set_bound(struct engine *e, double value)
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
    bool looks = coarse_begin(e->root, e->start->dual, engine_first_tau(e), run,
                              COARSE_SHARE * run->time_limit_s);
    e->root->most_effort = e->problem->row_min > 0 ? e->root->most_effort : DAY_EFFORT;
    double share = coarse_helps(e->problem) ? MANY_SHARE : BOUND_SHARE;
    e->best = -INFINITY;
    do {
        enum round_result result =
            looks ? master_look(e->root) : master_round(e->root, 8, engine_tolerance(e));
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
             !engine_is_over(run, share));
    engine_set_bound(e, e->best);
    return true;
}

/* --- neighbourhoods --- */

/* Slot cover and a limit of time alone: as many as it has room for. */
static void set_budget(const struct engine *e, struct improve_goal *goal)
{
    bool by_clock = e->run->iteration_limit <= 0 && e->run->time_limit_s > 0;
    goal->neighbourhoods = engine_neighbourhoods(e->problem);
    goal->patience = goal->neighbourhoods / 4;
    if (e->run->iteration_limit > 0) {
        goal->neighbourhoods = e->run->iteration_limit;
        goal->patience = 0;
    } else if (by_clock && e->problem->row_min > 0) {
        goal->neighbourhoods = LONG_MAX;
        goal->patience = 0;
    }
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
        .tau = engine_first_tau(e),
        .sweeps = e->by_bundle && e->problem->row_min <= 0,
        .thinning = e->problem->row_min > 0 ? NULL : thinning_new(e->instance, e->dual, e->best),
    };
    set_budget(e, &goal);
    e->out->neighbourhoods = improve(e->incumbent, e->curve, e->dual, &goal, e->run);
    thinning_free(goal.thinning);
    engine_place_pauses(e);
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
        engine_place_everybody(other, 4);
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
    bool enough = engine_gap(e, (double)out->value, (double)out->bound) <= e->run->gap_target;
    out->end = enough                     ? ROSTER_OPTIMAL_ENOUGH
               : e->run->stopped_by_clock ? ROSTER_STOPPED
                                          : ROSTER_BUDGET_SPENT;
}

static void solve(struct engine *e)
{
    e->most_rounds = ROUNDS_MOST;
    e->incumbent = incumbent_new(e->instance);
    if (find_bound(e) && master_has_tours(e->root)) {
        engine_dive(e);
        if (e->start->tours)
            try_start(e, e->start->tours);
        engine_walk(e);
        improve_roster(e);
        if (polish_fits(e->problem) && !run_should_stop(e->run)) {
            polish(e->incumbent, e->root, &e->best, e->dual, e->run);
            engine_set_bound(e, e->best);
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
