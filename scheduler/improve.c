/* SPDX-License-Identifier: GPL-3.0-or-later */
/* improve.c - free some people, solve for them again, keep what is better.
 *
 * Neighbourhoods run in batches of a fixed size, all from one incumbent, each with a stream of
 * random numbers of its own; the workers only take turns.  Results are looked at in the batch's
 * order, measured on the incumbent as it then is, and kept if they still help: so the number of
 * workers changes nothing.
 *
 * Day-level rosters have many of nearly equal cost.  When nothing better was found for long, every
 * other neighbourhood may end in one that costs as much, or some steps more than the best: from
 * there others are near.  The best is kept.
 *
 * People to free are drawn where the duals say that the roster loses (neighbours.c).  They are
 * solved by the same bundle and dive as the whole roster, against the cover of everybody else; then
 * pauses are placed exactly and each of them answers best to the others. */
#include "scheduler/improve.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "scheduler/dive.h"
#include "scheduler/lpdive.h"
#include "scheduler/neighbours.h"

#define BATCH 16
#define DAY_BATCH 4 /* neighbourhoods of day-level rows take long, and overlap */
#define MEND_BATCHES 250
#define STUCK_AFTER 60 /* neighbourhoods without a gain, then the incumbent walks ... */
#define WALK_STEPS 4   /* ... further from the best by a step each time, up to here */
#define MOST_PEOPLE 18
#define LEAST_PEOPLE 4
#define SWEEP_GAIN 0.01 /* of the value, that makes another sweep over the people worth it */
#define LONG_HORIZON 28 /* days */
#define WINDOW_FROM 10  /* days of a window; a longer horizon is looked at in windows too */
#define WINDOW_TO 42
#define PACK 20
#define DAY_PACK 60

/* What a neighbourhood came to. */
struct result {
    bool better;
    int64_t walk; /* a roster that costs no more is taken in any case */
    int n_people, person[MOST_PEOPLE];
    int32_t *choice;           /* [MOST_PEOPLE * n_days] */
    uint8_t (*at)[MAX_BREAKS]; /* the same */
    int64_t cost[MOST_PEOPLE];
};

struct worker {
    struct master *master;
    struct incumbent *incumbent;
    long version;
    struct scratch scratch;
    struct values values;
    double *price;   /* [n_rows] */
    double *dual;    /* [n_posts * n_rows] of a neighbourhood's program */
    int32_t *choice; /* [n_days] a tour found */
    uint8_t (*at)[MAX_BREAKS];
    int32_t *old; /* [n_days] the tour before */
    uint8_t (*old_at)[MAX_BREAKS];
};

struct search {
    const struct instance *instance;
    const struct improve_goal *goal;
    const double *centre;
    struct run *run;
    struct incumbent *incumbent;
    long version, first; /* of the incumbent; index of the batch's first neighbourhood */
    struct neighbours *neighbours;
    int *row_day; /* [n_rows] of a choice that touches it */
    struct worker *worker;
    int n_workers, n_batch;
    struct incumbent *best; /* NULL, or where the incumbent walks */
    bool walks;             /* nothing better was found for long */
    int64_t room;           /* over the best, while it walks */
    struct result result[BATCH], undo;
};

/* --- one neighbourhood --- */

/* The person's best tour with everybody else as they are; kept only if better.  needed[n_choices]:
 * NULL or which choices the person has. */
static bool answer_best(struct worker *w, int a, const bool *needed)
{
    struct incumbent *s = w->incumbent;
    const struct instance *instance = s->instance;
    const struct problem *problem = instance->problem;
    const struct person *person = &problem->people[a];
    const struct space *space = instance->space[a];
    int n_days = problem->n_days;
    size_t first = (size_t)a * (size_t)n_days;
    int64_t before = incumbent_value(s), old_cost = s->cost[a];
    memcpy(w->old, s->choice + first, (size_t)n_days * sizeof *w->old);
    memcpy(w->old_at, s->at + first, (size_t)n_days * sizeof *w->old_at);
    incumbent_take(s, a);
    cover_marginal(s->cover, person->group, w->price);
    values_edges(&w->values, instance, w->price);
    values_days(&w->values, instance, w->price, NULL, needed, 0, n_days, false);
    double *cost = scratch_items(&w->scratch, space);
    for (int k = 0; k < space->n_items; k++)
        cost[k] = (double)person->cost[space->choice[k]] - w->values.choice[space->choice[k]];
    price_tour(space, cost, person->cost_off, NULL, &w->scratch, w->choice);
    double own = w->scratch.tour_value; /* INFINITY: none was found in time (labels.h) */
    for (int d = 0; d < n_days && !isinf(own); d++) {
        if (w->choice[d] < 0)
            continue;
        own += w->values.choice[w->choice[d]];
        memcpy(w->at[d], w->values.at[w->choice[d]], sizeof w->at[d]);
    }
    if (!isinf(own)) {
        incumbent_put(s, a, w->choice, w->at, (int64_t)llround(own));
        incumbent_place_pauses(s, a);
        if (incumbent_value(s) < before)
            return true;
        incumbent_take(s, a);
    }
    incumbent_put(s, a, w->old, w->old_at, old_cost);
    return false;
}

static void put_columns(struct worker *w)
{
    struct master *m = w->master;
    for (int i = 0; i < m->n_people; i++)
        incumbent_take(w->incumbent, m->person[i]);
    for (int i = 0; i < m->n_people; i++) {
        int k = master_best(m, i);
        size_t tour = master_tour(m, i, k);
        incumbent_put(w->incumbent, m->person[i], m->choice + tour, m->at + tour,
                      (int64_t)llround(m->pack[i].cost[k]));
    }
    for (int i = 0; i < m->n_people; i++)
        incumbent_place_pauses(w->incumbent, m->person[i]);
}

static void begin_people(struct search *search, struct worker *w, const int *person, int n)
{
    struct incumbent *s = w->incumbent;
    master_begin(w->master, person, n, s, search->centre, search->goal->tau);
    for (int i = 0; i < n; i++) {
        size_t first = (size_t)person[i] * (size_t)w->master->n_days;
        master_seed(w->master, i, s->choice + first, s->at + first, s->cost[person[i]]);
    }
}

/* Slot-level rows are many: the bundle. */
static void solve_by_bundle(struct search *search, struct worker *w)
{
    static const struct dive_rules rules = {
        .rounds = 2, .sweeps = 3, .threshold = 0.9, .share = 0.3};
    w->master->place_every = 3;
    for (int r = 0; r < 5; r++)
        if (master_round(w->master, 3, 1e-4) == ROUND_CONVERGED)
            break;
    dive(w->master, &rules, search->run);
}

/* A long horizon: days near `day` only, always where the rows are too many for the program. */
static void freeze_days(struct search *search, struct worker *w, struct rng *rng, int day)
{
    int n_days = w->master->n_days, most = 2 * n_days / 3, length = WINDOW_FROM;
    if (n_days < LONG_HORIZON || (lpdive_fits(search->instance->problem) && rng_below(rng, 2) == 0))
        return;
    most = most < WINDOW_TO ? most : WINDOW_TO;
    length += (int)rng_below(rng, (uint32_t)(most - WINDOW_FROM + 1));
    int from = day - (int)rng_below(rng, (uint32_t)length);
    from = from + length > n_days ? n_days - length : from;
    from = from > 0 ? from : 0;
    master_freeze(w->master, from, from + length);
}

/* Day-level rows are few: the linear program, which is left as soon as nothing better can come of
 * it.  room: by how much it may cost more than now.  False: nothing came of it. */
static bool solve_by_program(struct search *search, struct worker *w, struct rng *rng, int day,
                             int64_t room)
{
    freeze_days(search, w, rng, day);
    struct lpdive_rules rules = {
        .root = {.rounds = 60, .iterations = 5000, .smoothing = 0.7, .tolerance = 1e-6},
        .step = {.rounds = 10, .iterations = 5000, .smoothing = 0.5, .tolerance = 1e-6},
        .threshold = 0.6 + 0.3 * rng_uniform(rng),
        .share = 0.02 + 0.18 * rng_uniform(rng)};
    struct colgen_answer answer = {.bound = -INFINITY};
    const struct incumbent *s = w->incumbent;
    memcpy(w->dual, search->centre,
           (size_t)(w->master->n_posts * w->master->n_rows) * sizeof *w->dual);
    double here = (double)s->cover->value;
    for (int i = 0; i < w->master->n_people; i++)
        here += (double)s->cost[w->master->person[i]];
    double better = here + (double)room + 1e-3;
    return lpdive(w->master, &rules, better, &answer, w->dual, search->run) == LPDIVE_FOUND;
}

static void copy_people(struct result *to, const struct incumbent *s, const int *person, int n)
{
    size_t n_days = (size_t)s->instance->problem->n_days;
    to->n_people = n;
    for (int i = 0; i < n; i++) {
        size_t from = (size_t)person[i] * n_days, at = (size_t)i * n_days;
        to->person[i] = person[i];
        to->cost[i] = s->cost[person[i]];
        memcpy(to->choice + at, s->choice + from, n_days * sizeof *s->choice);
        memcpy(to->at + at, s->at + from, n_days * sizeof *s->at);
    }
}

/* While the incumbent walks every other neighbourhood may end as far from the best. */
static int64_t walk_most(const struct search *search, int item)
{
    bool walks = search->walks && (search->first + item) % 2 != 0;
    return walks ? incumbent_value(search->best) + search->room : INT64_MIN;
}

static bool is_taken(const struct result *result, int64_t value, int64_t before)
{
    return value < before || value <= result->walk;
}

static void search_one(void *context, int item, int worker)
{
    struct search *search = context;
    struct worker *w = &search->worker[worker];
    struct result *result = &search->result[item];
    struct rng rng;
    int person[MOST_PEOPLE];
    result->better = false;
    result->walk = walk_most(search, item);
    if (run_should_stop(search->run))
        return;
    if (w->version != search->version) {
        incumbent_copy(w->incumbent, search->incumbent);
        w->version = search->version;
    }
    rng_seed(&rng, search->run->seed, 0x6e656967, (uint64_t)(search->first + item));
    int want = LEAST_PEOPLE + (int)rng_below(&rng, MOST_PEOPLE - LEAST_PEOPLE + 1);
    int row, n = neighbours_draw(search->neighbours, w->incumbent, &rng, want, person, &row);
    int64_t before = incumbent_value(w->incumbent), most = before - search->instance->grain_step;
    most = result->walk > most ? result->walk : most;
    begin_people(search, w, person, n);
    if (search->instance->problem->row_min > 0)
        solve_by_bundle(search, w);
    else if (!solve_by_program(search, w, &rng, search->row_day[row], most - before))
        return;
    put_columns(w);
    for (int round = 0; round < 2; round++) {
        bool any = false;
        for (int i = 0; i < n; i++)
            any = answer_best(w, person[i], w->master->needed) || any;
        if (!any)
            break;
    }
    if (is_taken(result, incumbent_value(w->incumbent), before)) {
        result->better = true;
        copy_people(result, w->incumbent, person, n);
    }
    w->version = -1;
}

/* A neighbourhood of one person. */
static void answer_one(void *context, int item, int worker)
{
    struct search *search = context;
    struct worker *w = &search->worker[worker];
    struct result *result = &search->result[item];
    int a = (int)search->first + item;
    result->better = false;
    result->walk = INT64_MIN;
    if (a >= search->instance->problem->n_people || run_should_stop(search->run))
        return;
    if (w->version != search->version) {
        incumbent_copy(w->incumbent, search->incumbent);
        w->version = search->version;
    }
    result->better = answer_best(w, a, NULL);
    if (!result->better)
        return;
    copy_people(result, w->incumbent, &a, 1);
    w->version = -1;
}

/* --- the batches --- */

static void put_people(struct incumbent *s, const struct result *from)
{
    size_t n_days = (size_t)s->instance->problem->n_days;
    for (int i = 0; i < from->n_people; i++)
        incumbent_take(s, from->person[i]);
    for (int i = 0; i < from->n_people; i++)
        incumbent_put(s, from->person[i], from->choice + (size_t)i * n_days,
                      from->at + (size_t)i * n_days, from->cost[i]);
}

/* Applies a result to the incumbent; takes it back if it does not help any more. */
static bool apply_result(struct incumbent *s, const struct result *result, struct result *undo)
{
    int64_t before = incumbent_value(s);
    copy_people(undo, s, result->person, result->n_people);
    put_people(s, result);
    if (is_taken(result, incumbent_value(s), before))
        return true;
    put_people(s, undo);
    return false;
}

static void result_init(struct result *result, int n_days)
{
    size_t n_tours = (size_t)(MOST_PEOPLE * n_days);
    result->choice = NEW_ARRAY(int32_t, n_tours);
    result->at = mem_alloc(n_tours, sizeof *result->at);
}

static void result_free(struct result *result)
{
    mem_free(result->choice);
    mem_free(result->at);
}

static void search_init(struct search *search, const struct price_curve *curve)
{
    const struct instance *instance = search->instance;
    size_t n_days = (size_t)instance->problem->n_days;
    int pack = instance->problem->row_min > 0 ? PACK : DAY_PACK;
    search->n_workers = pool_workers(search->run->pool);
    search->neighbours = neighbours_new(instance, search->centre);
    search->worker = NEW_ARRAY(struct worker, search->n_workers);
    search->row_day = NEW_ARRAY(int, instance->problem->n_rows + 1);
    for (int c = 0; c < instance->problem->n_choices; c++)
        for (int t = 0; t < instance->problem->choices[c].n_rows; t++)
            search->row_day[instance->problem->choices[c].first_row + t] =
                instance->problem->choices[c].day;
    for (int i = 0; i < search->n_workers; i++) {
        struct worker *w = &search->worker[i];
        w->master = master_new(instance, curve, MOST_PEOPLE, pack, NULL);
        w->incumbent = incumbent_new(instance);
        w->version = -1;
        values_init(&w->values, instance);
        w->price = NEW_ARRAY(double, instance->cover->n_prices + 1);
        w->dual = NEW_ARRAY(double, instance->problem->n_posts * instance->problem->n_rows + 1);
        w->choice = NEW_ARRAY(int32_t, n_days);
        w->at = mem_alloc(n_days, sizeof *w->at);
        w->old = NEW_ARRAY(int32_t, n_days);
        w->old_at = mem_alloc(n_days, sizeof *w->old_at);
    }
    for (int i = 0; i < BATCH; i++)
        result_init(&search->result[i], (int)n_days);
    result_init(&search->undo, (int)n_days);
}

static void search_free(struct search *search)
{
    for (int i = 0; i < search->n_workers; i++) {
        struct worker *w = &search->worker[i];
        master_free(w->master);
        incumbent_free(w->incumbent);
        scratch_free(&w->scratch);
        values_free(&w->values);
        mem_free(w->price);
        mem_free(w->dual);
        mem_free(w->choice);
        mem_free(w->at);
        mem_free(w->old);
        mem_free(w->old_at);
    }
    mem_free(search->worker);
    mem_free(search->row_day);
    for (int i = 0; i < BATCH; i++)
        result_free(&search->result[i]);
    result_free(&search->undo);
    neighbours_free(search->neighbours);
}

static int64_t best_value(const struct search *search)
{
    return incumbent_value(search->best ? search->best : search->incumbent);
}

static void report(struct search *search)
{
    const struct improve_goal *goal = search->goal;
    double scale = search->instance->problem->currency_per_grain;
    double value = (double)best_value(search);
    double base = value - (double)goal->forced;
    base = base > goal->gap_base ? base : goal->gap_base;
    run_progress(search->run, "improve", value * scale, (double)goal->bound * scale,
                 (value - (double)goal->bound) / base);
}

static bool takes(const struct problem *problem, int a)
{
    for (int row = 0; row < problem->n_rows; row++)
        for (int k = 0; k < problem->n_side_posts; k++)
            if (problem_side_q(problem, problem->people[a].group, k, row) < 0)
                return true;
    return false;
}

/* Whoever takes from a side post follows those who give, wherever a batch has put them. */
static void follow(struct search *search)
{
    struct incumbent *own = search->worker[0].incumbent;
    const struct problem *problem = search->instance->problem;
    for (int a = 0; a < problem->n_people; a++)
        if (takes(problem, a)) {
            search->worker[0].incumbent = search->incumbent;
            search->version += answer_best(&search->worker[0], a, NULL);
        }
    search->worker[0].incumbent = own;
}

/* One batch of neighbourhoods from the same incumbent, accepted in their order. */
static void run_batch(struct search *search, long first, void (*work)(void *, int, int))
{
    search->first = first;
    pool_map(search->run->pool, search->n_batch, work, search);
    for (int i = 0; i < search->n_batch; i++)
        if (search->result[i].better &&
            apply_result(search->incumbent, &search->result[i], &search->undo))
            search->version++;
}

static void search_batch(struct search *search, long first)
{
    neighbours_weigh(search->neighbours, search->incumbent);
    run_batch(search, first, search_one);
    follow(search);
    report(search);
}

/* Each person in turn: what a long horizon gains most by, soonest. */
static void sweep(struct search *search)
{
    int64_t before;
    do {
        before = incumbent_value(search->incumbent);
        for (long a = 0; a < search->instance->problem->n_people && !run_should_stop(search->run);
             a += search->n_batch) {
            run_batch(search, a, answer_one);
            report(search);
        }
    } while ((double)(before - incumbent_value(search->incumbent)) >
             SWEEP_GAIN * fabs((double)before));
}

/* A run that is stopped early may hold a roster with too many of a team away at once, which no
 * price allows: the search then goes on, deaf to the clock, until nobody is or the cap is met. */
static void mend(struct search *search, long done)
{
    struct run *run = search->run, deaf = *run;
    deaf.stop = NULL;
    deaf.time_limit_s = 0;
    search->run = &deaf;
    for (int i = 0; i < MEND_BATCHES && search->incumbent->n_over > 0; i++)
        search_batch(search, done + (long)i * search->n_batch);
    search->run = run;
}

/* Rosters that the walk can come to keep their tours. */
static void thin_for(struct search *search)
{
    int64_t most = best_value(search);
    if (search->best)
        most += WALK_STEPS * search->instance->grain_step;
    thin_spaces(search->goal->thinning, (double)most, search->run->pool);
}

long improve(struct incumbent *incumbent, const struct price_curve *curve, const double *centre,
             const struct improve_goal *goal, struct run *run)
{
    struct search search = {.instance = incumbent->instance,
                            .goal = goal,
                            .centre = centre,
                            .run = run,
                            .incumbent = incumbent,
                            .n_batch =
                                incumbent->instance->problem->row_min > 0 ? BATCH : DAY_BATCH};
    const struct problem *problem = incumbent->instance->problem;
    long done = 0, last_gain = 0;
    search_init(&search, curve);
    if (goal->sweeps)
        sweep(&search);
    if (problem->row_min <= 0) {
        search.best = incumbent_new(incumbent->instance);
        incumbent_copy(search.best, incumbent);
    }
    thin_for(&search);
    while (done < goal->neighbourhoods && best_value(&search) > goal->enough &&
           !(goal->patience > 0 && done - last_gain >= goal->patience) && !run_should_stop(run)) {
        int64_t before = best_value(&search);
        long idle = (done - last_gain) / STUCK_AFTER;
        search.walks = search.best && idle > 0;
        search.room = (idle - 1) % WALK_STEPS * incumbent->instance->grain_step;
        search_batch(&search, done);
        done += search.n_batch;
        if (search.best && incumbent_value(incumbent) < before)
            incumbent_copy(search.best, incumbent);
        if (best_value(&search) < before) {
            last_gain = done;
            thin_for(&search);
        }
    }
    if (search.best)
        incumbent_copy(incumbent, search.best);
    mend(&search, done);
    incumbent_free(search.best);
    search_free(&search);
    return done;
}
