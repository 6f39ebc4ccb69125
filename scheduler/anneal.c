/* SPDX-License-Identifier: GPL-3.0-or-later */
/* anneal.c - ruin and recreate under simulated annealing.
 *
 * A step takes one to five shifts out, of people who share a queue and begin within hours of one
 * another, and puts one after the other back at the start and with the pauses that cost least as
 * the roster then is: the change of cover by k ticks more on a row is looked up from an exact
 * probe, so a start costs a chain program (breaks.c), not a count of the roster.  A fifth of the
 * shifts try another day, some people who are off are asked too, and a day off stands beside the
 * shifts wherever it is legal.  A step that makes the roster dearer by x is kept with the chance
 * exp(-x / T); T falls geometrically.  Between steps people who serve the same queues trade their
 * shifts of a day: cover stays, and a team that has too many on a pause finds another mix of
 * starts.  (Schrimpf et al., Record breaking optimization results using the ruin and recreate
 * principle, 2000, doi:10.1006/jcph.1999.6413.)
 *
 * Two in five steps keep starts as they are and place the pauses anew: quarters of an hour are what
 * shifts cannot fit.
 *
 * Teams may be drawn to hours of their own on the way (lean.c), less from round to round.
 *
 * Two chains run side by side from one roster with streams of random numbers of their own.  Few
 * people: after each of ROUNDS rounds both go on from the better.  Many people: in each round
 * people and days are halved at random, and each chain walks with one half of the people on one
 * half of the days; nobody's tour is changed by both, cover meets only where nights pass into the
 * other half, so both walks are put together.  It is always two: the number of workers changes
 * nothing.
 */
#include "scheduler/anneal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "scheduler/away.h"
#include "scheduler/value.h"

#define CHAINS 2
#define ROUNDS 12
#define HALVES_FROM 300 /* people */
#define HARD_FROM 8     /* round from which on the price of people away rises */
#define MOST_SEATS 5
#define NEAR_MIN 180   /* a shift begins within this of where it began ... */
#define NEAR_OF 4      /* ... in all but one of so many steps */
#define SAME_SHARE 0.4 /* of steps in which every shift begins where it began */
#define OTHER_DAY_OF 5
#define OFF_OF 4
#define TRADES 4      /* after every step: they cost little */
#define CROWD_MIN 360 /* shifts that begin within this of one another are taken out together */

/* Somebody's day, as it was. */
struct seat {
    int person, day, other_day; /* other_day -1: none was tried */
    int32_t choice;             /* -1: off */
    int32_t start_min;          /* of the shift, or of the first one taken out */
    uint8_t at[MAX_BREAKS];
    int64_t cost; /* of the tour */
};

struct chain {
    struct incumbent *s;
    struct rng rng;
    double temperature;
    int per_row;
    int64_t *gain;   /* [n_rows * (per_row + 1)] change of cover cost by so many ticks more */
    int64_t *sum;    /* [n_rows + 1] of the gains of whole rows */
    int64_t *full;   /* [n_ticks + 1] of the price of ticks without room for a pause */
    int32_t *choice; /* [n_days] */
    int n_own, n_days;
    int *own, *day; /* [n_people], [n_days] people and days that it may change */
};

struct annealing {
    struct chain chain[CHAINS];
    const struct incumbent *from;
    struct run *run;
    const struct anneal_rules *rules;
    bool halves; /* each chain has its own people and days */
    int round;
    long steps; /* of this round */
};

static void chain_init(struct chain *c, const struct incumbent *from, int64_t away_penalty)
{
    const struct problem *problem = from->instance->problem;
    c->s = incumbent_new(from->instance);
    c->s->away_penalty = away_penalty;
    c->per_row = problem->row_min / from->instance->breaks->tick_min;
    c->gain = NEW_ARRAY(int64_t, (problem->n_rows + 1) * (c->per_row + 1));
    c->sum = NEW_ARRAY(int64_t, problem->n_rows + 1);
    c->full = NEW_ARRAY(int64_t, from->instance->breaks->n_ticks + 1);
    c->choice = NEW_ARRAY(int32_t, problem->n_days);
    c->own = NEW_ARRAY(int, problem->n_people + 1);
    c->day = NEW_ARRAY(int, problem->n_days + 1);
}

static void chain_free(struct chain *c)
{
    incumbent_free(c->s);
    mem_free(c->gain);
    mem_free(c->sum);
    mem_free(c->full);
    mem_free(c->choice);
    mem_free(c->own);
    mem_free(c->day);
}

static int draw_person(struct chain *c)
{
    return c->own[rng_below(&c->rng, (uint32_t)c->n_own)];
}

static int draw_day(struct chain *c)
{
    return c->day[rng_below(&c->rng, (uint32_t)c->n_days)];
}

static double noise(struct chain *c)
{
    return -c->temperature * log(1 - rng_uniform(&c->rng));
}

/* --- putting a shift back --- */

/* What presence of the person would change on rows [from, to), and where its team has no room. */
static void see_rows(struct chain *c, int person, int from, int to)
{
    const struct instance *instance = c->s->instance;
    const struct person *who = &instance->problem->people[person];
    int n = c->per_row, n_rows = instance->problem->n_rows;
    c->sum[from] = 0;
    for (int r = from; r < to; r++) {
        int64_t *gain = c->gain + r * (n + 1);
        cover_probes(c->s->cover, r, who->group, instance->units_per_tick, n, gain + 1);
        c->sum[r + 1] = c->sum[r] + gain[n];
    }
    int end = to == n_rows ? instance->breaks->n_ticks : to * n;
    c->full[from * n] = 0;
    for (int t = from * n; t < end; t++)
        c->full[t + 1] =
            c->full[t] + (incumbent_has_room(c->s, who->team, t) ? 0 : c->s->away_penalty);
}

/* Change by presence on ticks [from, to), which the rows seen hold or which lie beyond all rows. */
static int64_t presence_gain(const struct chain *c, int from, int to)
{
    int n = c->per_row, n_rows = c->s->instance->problem->n_rows;
    int first = (from + n - 1) / n, last = to / n < n_rows ? to / n : n_rows;
    int64_t gain = first < last ? c->sum[last] - c->sum[first] : 0;
    if (from % n > 0 && from / n < n_rows)
        gain += c->gain[from / n * (n + 1) + n - from % n];
    if (to % n > 0 && to / n < n_rows)
        gain += c->gain[to / n * (n + 1) + to % n];
    return gain;
}

/* What a pause on ticks [from, to) of somebody else present loses. */
static int64_t pause_loss(const struct chain *c, int from, int to)
{
    int n = c->per_row, n_rows = c->s->instance->problem->n_rows;
    int64_t loss = c->full[to] - c->full[from];
    for (int row = from / n; row * n < to && row < n_rows; row++) {
        int lo = row * n > from ? row * n : from, hi = (row + 1) * n < to ? (row + 1) * n : to;
        const int64_t *gain = c->gain + row * (n + 1);
        loss += gain[n - (hi - lo)] - gain[n];
    }
    return loss;
}

/* Change of cover and of people away by a shift, its pauses where they lose least. */
static double shift_change(struct chain *c, int group, int32_t choice, uint8_t *at)
{
    const struct break_model *breaks = c->s->instance->breaks;
    const struct choice *what = &c->s->instance->problem->choices[choice];
    int begin = what->start_min / breaks->tick_min;
    double change = (double)presence_gain(c, begin, what->end_min / breaks->tick_min);
    if (c->s->instance->cover->sides[group] != 0) {
        int64_t before = c->s->cover->value;
        cover_add_duty(c->s->cover, what, group, 1);
        change += (double)(c->s->cover->value - before);
        cover_add_duty(c->s->cover, what, group, -1);
    }
    if (breaks->shape_of[choice] < 0)
        return change;
    const struct break_shape *shape = &breaks->shape[breaks->shape_of[choice]];
    double loss[MAX_BREAKS][MAX_POSITIONS];
    for (int k = 0; k < shape->n_pauses; k++)
        for (int i = 0; i < shape->n[k]; i++)
            loss[k][i] = (double)pause_loss(c, begin + shape->at[k][i],
                                            begin + shape->at[k][i] + shape->len[k]);
    return change + breaks_best(shape, loss, at);
}

static bool fits(const struct instance *instance, int person, int32_t choice, int32_t start_min,
                 int within_min)
{
    int shape = instance->breaks->shape_of[choice];
    return instance->problem->people[person].cost[choice] < GRAIN_FORBIDDEN &&
           instance->plain[choice] && (shape < 0 || instance->breaks->shape[shape].feasible) &&
           abs(instance->problem->choices[choice].start_min - start_min) <= within_min;
}

/* Rows that shifts of the day which fit can touch; false if none fits. */
static bool find_rows(const struct instance *instance, int person, int day, int32_t start_min,
                      int within_min, int *from, int *to)
{
    const struct problem *problem = instance->problem;
    *from = problem->n_rows;
    *to = 0;
    for (int k = problem->first_choice[day]; k < problem->first_choice[day + 1]; k++) {
        const struct choice *choice = &problem->choices[k];
        if (!fits(instance, person, k, start_min, within_min))
            continue;
        *from = choice->first_row < *from ? choice->first_row : *from;
        *to = choice->first_row + choice->n_rows > *to ? choice->first_row + choice->n_rows : *to;
    }
    return *from < *to;
}

/* What is best on a day, a shift near a start or the day off, for somebody whose day is empty;
 * false if nothing is legal. */
static bool insert(struct chain *c, const struct seat *seat, int day, int32_t start_min,
                   int within_min)
{
    const struct problem *problem = c->s->instance->problem;
    const struct person *person = &problem->people[seat->person];
    int from, to;
    memcpy(c->choice, c->s->choice + (size_t)seat->person * (size_t)problem->n_days,
           (size_t)problem->n_days * sizeof *c->choice);
    int64_t best_cost = tour_cost(problem, person, c->choice);
    bool found = best_cost < GRAIN_FORBIDDEN;
    double best = found ? (double)best_cost + noise(c) : INFINITY;
    int32_t best_choice = -1;
    if (find_rows(c->s->instance, seat->person, day, start_min, within_min, &from, &to))
        see_rows(c, seat->person, from, to);
    uint8_t at[MAX_BREAKS] = {0}, best_at[MAX_BREAKS] = {0};
    for (int k = problem->first_choice[day]; k < problem->first_choice[day + 1]; k++) {
        if (!fits(c->s->instance, seat->person, k, start_min, within_min))
            continue;
        double change = shift_change(c, person->group, k, at) + noise(c);
        if (change + (double)problem->least_people >= best)
            continue;
        c->choice[day] = k;
        int64_t cost = tour_cost(problem, person, c->choice);
        if (cost >= GRAIN_FORBIDDEN || change + (double)cost >= best)
            continue;
        best = change + (double)cost;
        found = true;
        best_choice = k;
        best_cost = cost;
        memcpy(best_at, at, sizeof at);
    }
    if (found)
        incumbent_set_day(c->s, seat->person, day, best_choice, best_at, best_cost);
    return found;
}

/* --- a step --- */

/* Adds the person's shift of the day to those to take out, if it belongs there; now and then
 * somebody who is off and may come. */
static int pick(struct chain *c, struct seat *seat, int n, int person, int day)
{
    const struct incumbent *s = c->s;
    const struct problem *problem = s->instance->problem;
    size_t i = (size_t)person * (size_t)problem->n_days + (size_t)day;
    int32_t choice = s->choice[i];
    if (choice < 0 && (n == 0 || rng_below(&c->rng, OFF_OF) > 0))
        return n;
    for (int k = 0; k < n; k++)
        if (seat[k].person == person)
            return n;
    int32_t start_min = choice < 0 ? seat[0].start_min : problem->choices[choice].start_min;
    if (n > 0 && (abs(start_min - seat[0].start_min) > CROWD_MIN ||
                  (problem_posts(problem, problem->people[person].group) &
                   problem_posts(problem, problem->people[seat[0].person].group)) == 0))
        return n;
    seat[n] = (struct seat){.person = person,
                            .day = day,
                            .other_day = -1,
                            .choice = choice,
                            .start_min = start_min,
                            .cost = s->cost[person]};
    memcpy(seat[n].at, s->at[i], sizeof seat[n].at);
    return n + 1;
}

/* The shift goes back: now and then to another day, else to its own. */
static bool put_back(struct chain *c, struct seat *seat, int within_min)
{
    const struct problem *problem = c->s->instance->problem;
    const int32_t *tour = c->s->choice + (size_t)seat->person * (size_t)problem->n_days;
    int32_t start_min = seat->start_min;
    if (within_min > 0 && seat->choice >= 0 && rng_below(&c->rng, OTHER_DAY_OF) == 0) {
        int day = draw_day(c);
        int32_t moved = start_min + problem->day_begin_min[day] - problem->day_begin_min[seat->day];
        if (day != seat->day && tour[day] < 0) {
            seat->other_day = day;
            if (insert(c, seat, day, moved, within_min))
                return true;
            seat->other_day = -1;
        }
    }
    return insert(c, seat, seat->day, start_min, within_min);
}

static void step(struct chain *c)
{
    enum { TRIES = 40 };
    struct incumbent *s = c->s;
    struct seat seat[MOST_SEATS];
    int n = 0, back = 0, want = 1 + (int)rng_below(&c->rng, MOST_SEATS);
    int day = draw_day(c);
    int64_t before = incumbent_value(s);
    for (int tries = 0; tries < TRIES && n < want; tries++)
        n = pick(c, seat, n, draw_person(c), day);
    for (int k = 0; k < n; k++)
        incumbent_set_day(s, seat[k].person, day, -1, NULL, seat[k].cost);
    int within_min = rng_uniform(&c->rng) < SAME_SHARE ? 0
                     : rng_below(&c->rng, NEAR_OF) > 0 ? NEAR_MIN
                                                       : INT32_MAX / 2;
    while (back < n && put_back(c, &seat[back], within_min))
        back++;
    if (back == n && (double)(incumbent_value(s) - before) <= noise(c))
        return;
    for (int k = 0; k < n; k++) {
        if (seat[k].other_day >= 0)
            incumbent_set_day(s, seat[k].person, seat[k].other_day, -1, NULL, seat[k].cost);
        incumbent_set_day(s, seat[k].person, day, seat[k].choice, seat[k].at, seat[k].cost);
    }
}

/* Cost of the person's tour with another choice on the day. */
static int64_t cost_with(struct chain *c, int person, int day, int32_t choice)
{
    const struct problem *problem = c->s->instance->problem;
    const struct person *who = &problem->people[person];
    if (choice >= 0 && who->cost[choice] >= GRAIN_FORBIDDEN)
        return GRAIN_FORBIDDEN;
    memcpy(c->choice, c->s->choice + (size_t)person * (size_t)problem->n_days,
           (size_t)problem->n_days * sizeof *c->choice);
    c->choice[day] = choice;
    return tour_cost(problem, who, c->choice);
}

/* Two people exchange their shifts of a day, or one takes over the other's: where both serve the
 * same queues cover stays as it is, and people of different teams can pass one another. */
static void trade(struct chain *c)
{
    enum { TRIES = 8 };
    struct incumbent *s = c->s;
    const struct problem *problem = s->instance->problem;
    int day = draw_day(c), a = draw_person(c), b = a, group = problem->people[a].group;
    for (int k = 0; k < TRIES && (b == a || problem->people[b].group != group); k++)
        b = draw_person(c);
    size_t i = (size_t)a * (size_t)problem->n_days + (size_t)day;
    size_t j = (size_t)b * (size_t)problem->n_days + (size_t)day;
    int32_t mine = s->choice[i], other = s->choice[j];
    if (a == b || mine == other)
        return;
    int64_t before = incumbent_value(s), old_a = s->cost[a], old_b = s->cost[b];
    int64_t new_a = cost_with(c, a, day, other);
    int64_t new_b = new_a < GRAIN_FORBIDDEN ? cost_with(c, b, day, mine) : GRAIN_FORBIDDEN;
    if (new_b >= GRAIN_FORBIDDEN)
        return;
    uint8_t at_a[MAX_BREAKS], at_b[MAX_BREAKS];
    memcpy(at_a, s->at[i], sizeof at_a);
    memcpy(at_b, s->at[j], sizeof at_b);
    incumbent_set_day(s, a, day, other, at_b, new_a);
    incumbent_set_day(s, b, day, mine, at_a, new_b);
    if ((double)(incumbent_value(s) - before) <= noise(c))
        return;
    incumbent_set_day(s, a, day, mine, at_a, old_a);
    incumbent_set_day(s, b, day, other, at_b, old_b);
}

/* --- chains and rounds --- */

/* All people and days to both chains, or halves at random. */
static void share_out(struct annealing *a)
{
    enum { PURPOSE = 0x73686172 };
    const struct problem *problem = a->from->instance->problem;
    struct rng rng;
    rng_seed(&rng, a->run->seed, PURPOSE + (uint64_t)a->rules->attempt, (uint64_t)a->round);
    for (int i = 0; i < CHAINS; i++)
        a->chain[i].n_own = a->chain[i].n_days = 0;
    int first = (int)rng_below(&rng, (uint32_t)problem->n_days);
    for (int d = 0; d < problem->n_days; d++)
        for (int i = 0; i < CHAINS; i++)
            if (!a->halves || d * CHAINS / problem->n_days == i)
                a->chain[i].day[a->chain[i].n_days++] = (first + d) % problem->n_days;
    for (int p = 0; p < problem->n_people; p++) {
        int whose = (int)rng_below(&rng, CHAINS);
        for (int i = 0; i < CHAINS; i++)
            if (!a->halves || whose == i)
                a->chain[i].own[a->chain[i].n_own++] = p;
    }
}

/* What the chain did to its people. */
static void take_over(struct incumbent *now, const struct chain *c)
{
    size_t n_days = (size_t)now->instance->problem->n_days;
    for (int k = 0; k < c->n_own; k++) {
        int p = c->own[k];
        size_t i = (size_t)p * n_days;
        if (memcmp(now->choice + i, c->s->choice + i, n_days * sizeof *now->choice) == 0 &&
            memcmp(now->at + i, c->s->at + i, n_days * sizeof *now->at) == 0)
            continue;
        incumbent_take(now, p);
        incumbent_put(now, p, c->s->choice + i, c->s->at + i, c->s->cost[p]);
    }
}

static const struct incumbent *better_chain(const struct annealing *a)
{
    int best = 0;
    for (int i = 1; i < CHAINS; i++)
        if (incumbent_value(a->chain[i].s) < incumbent_value(a->chain[best].s))
            best = i;
    return a->chain[best].s;
}

static void run_chain(void *context, int item, int worker)
{
    enum { PURPOSE = 0x616e6e65, ASK_EVERY = 32 };
    struct annealing *a = context;
    struct chain *c = &a->chain[item];
    const struct anneal_rules *rules = a->rules;
    int64_t penalty = c->s->away_penalty;
    (void)worker;
    incumbent_copy(c->s, a->from);
    c->s->away_penalty = penalty;
    rng_seed(&c->rng, a->run->seed, PURPOSE + (uint64_t)rules->attempt,
             (uint64_t)(a->round * CHAINS + item));
    for (long i = 0; i < a->steps && c->n_own > 0 && c->n_days > 0; i++) {
        if (i % ASK_EVERY == 0) {
            if (run_should_stop(a->run))
                return;
            double done = (a->round + (double)i / (double)a->steps) / ROUNDS;
            c->temperature = rules->hot * pow(rules->cold / rules->hot, done);
        }
        step(c);
        for (int k = 0; k < TRADES; k++)
            trade(c);
    }
}

/* Steps of the next round: an even share, or fewer where the clock is short. */
static long steps_of_round(const struct annealing *a, double begin_s, long done)
{
    long even = (a->rules->steps + ROUNDS - 1) / ROUNDS;
    double now = run_elapsed_s(a->run);
    if (a->run->time_limit_s <= 0 || done == 0 || now <= begin_s)
        return even;
    double left = (double)done / (now - begin_s) * (a->rules->end_s - now) / (ROUNDS - a->round);
    return left < 1 ? 1 : left < (double)even ? (long)left : even;
}

/* It doubles round after round at the end, so that nobody stays away too many. */
static int64_t penalty_of_round(const struct anneal_rules *rules, int round)
{
    return rules->away_penalty << (round < HARD_FROM ? 0 : round - HARD_FROM + 1);
}

/* A few away too many, at the low price of the walk, are no reason to lose it: pauses give way. */
static void mend_pauses(struct incumbent *s, uint64_t seed)
{
    for (int turn = 0; turn < 2 && s->n_over > 0; turn++) {
        for (int a = 0; a < s->instance->problem->n_people; a++)
            incumbent_place_pauses(s, a);
        away_mend(s, seed);
    }
}

static void draw_teams(struct lean *lean, double share, struct incumbent *now)
{
    if (!lean)
        return;
    lean_set(lean, share);
    lean_recost(now);
}

void anneal(struct incumbent *incumbent, const struct anneal_rules *rules, struct run *run)
{
    struct annealing a = {.run = run,
                          .rules = rules,
                          .halves = incumbent->instance->problem->n_people >= HALVES_FROM};
    struct incumbent *now = incumbent_new(incumbent->instance);
    double begin_s = run_elapsed_s(run);
    long even = 0, done = 0;
    for (int i = 0; i < CHAINS; i++)
        chain_init(&a.chain[i], incumbent, rules->away_penalty);
    incumbent_copy(now, incumbent);
    now->away_penalty = rules->away_penalty;
    a.from = now;
    for (a.round = 0; a.round < ROUNDS && !run_should_stop(run); a.round++) {
        a.steps = steps_of_round(&a, begin_s, done);
        even = a.steps > even ? a.steps : even;
        run->stopped_by_clock = run->stopped_by_clock || a.steps < even;
        now->away_penalty = penalty_of_round(rules, a.round);
        for (int i = 0; i < CHAINS; i++)
            a.chain[i].s->away_penalty = now->away_penalty;
        double left = 1 - (double)a.round / (ROUNDS - 1);
        draw_teams(rules->lean, left * left, now);
        share_out(&a);
        pool_map(run->pool, CHAINS, run_chain, &a);
        done += a.steps;
        if (a.halves)
            for (int i = 0; i < CHAINS; i++)
                take_over(now, &a.chain[i]);
        else
            incumbent_copy(now, better_chain(&a));
    }
    draw_teams(rules->lean, 0, now);
    now->away_penalty = incumbent->away_penalty;
    mend_pauses(now, run->seed);
    if (incumbent_value(now) < incumbent_value(incumbent))
        incumbent_copy(incumbent, now);
    incumbent_free(now);
    for (int i = 0; i < CHAINS; i++)
        chain_free(&a.chain[i]);
}
