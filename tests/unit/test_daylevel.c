/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Day-level problems of so many rows that the bundle dives: after it everybody answers in turn to
 * everybody else, until nobody alone can do better; and sums of rows, from which duals begin. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/pool.h"
#include "little.h"
#include "scheduler/coarse.h"
#include "scheduler/engine.h"
#include "scheduler/improve.h"
#include "scheduler/value.h"

#define PEOPLE 6
#define DAYS 4
#define TYPES 2
#define ROWS 720 /* more than the linear program is given; most are idle */
#define LATE ((uint64_t)CLASS_BIT_WORK << 1)
#define EARLY ((uint64_t)CLASS_BIT_WORK << 2)

/* Late and early shifts; nobody goes from late to early or works more than three days. */
static const struct limit limits[] = {{.kind = LIMIT_COUNT,
                                       .classes = CLASS_BIT_WORK,
                                       .hi = 3,
                                       .to_day = DAYS,
                                       .price_hi = GRAIN_FORBIDDEN},
                                      {.kind = LIMIT_SUCCESSION,
                                       .classes = LATE,
                                       .then = EARLY,
                                       .to_day = DAYS,
                                       .price_hi = GRAIN_FORBIDDEN}};

static struct problem *draw_problem(uint64_t seed, struct arena *arena)
{
    static const int16_t one = 1;
    static const uint64_t posts = 1;
    struct rng rng;
    rng_seed(&rng, seed, 0, 0);
    struct problem *p = ARENA_NEW(arena, struct problem);
    struct choice *choice = ARENA_ARRAY(arena, struct choice, DAYS * TYPES);
    struct cover_price *cover = ARENA_ARRAY(arena, struct cover_price, ROWS);
    struct person *people = ARENA_ARRAY(arena, struct person, PEOPLE);
    int *first = ARENA_ARRAY(arena, int, DAYS + 1);
    int32_t *begin = ARENA_ARRAY(arena, int32_t, DAYS + 1);
    for (int d = 0; d <= DAYS; d++) {
        first[d] = d * TYPES;
        begin[d] = d * 1440;
    }
    for (int i = 0; i < DAYS * TYPES; i++)
        choice[i] = (struct choice){.day = i / TYPES,
                                    .type = i % TYPES,
                                    .start_min = begin[i / TYPES],
                                    .end_min = begin[i / TYPES] + 480,
                                    .minutes = {480},
                                    .classes = CLASS_BIT_WORK | (i % TYPES == 0 ? LATE : EARLY),
                                    .first_row = i,
                                    .n_rows = 1,
                                    .units = &one,
                                    .break_plan = -1};
    for (int i = 0; i < ROWS; i++)
        cover[i] = (struct cover_price){.need = i < DAYS * TYPES ? (int)rng_below(&rng, 4) : 0,
                                        .n_short = 1,
                                        .n_surplus = 1,
                                        .short_width = {INT32_MAX},
                                        .surplus_width = {INT32_MAX},
                                        .short_price = {4},
                                        .surplus_price = {1}};
    for (int a = 0; a < PEOPLE; a++) {
        int64_t *cost = ARENA_ARRAY(arena, int64_t, DAYS *TYPES);
        for (int i = 0; i < DAYS * TYPES; i++)
            cost[i] = rng_below(&rng, 3);
        people[a] = (struct person){.team = -1,
                                    .cost = cost,
                                    .limits = limits,
                                    .n_limits = (int)(sizeof limits / sizeof *limits),
                                    .past.last_end_min = INT32_MIN};
    }
    *p = (struct problem){.n_days = DAYS,
                          .n_people = PEOPLE,
                          .n_choices = DAYS * TYPES,
                          .n_rows = ROWS,
                          .n_posts = 1,
                          .n_groups = 1,
                          .day_begin_min = begin,
                          .choices = choice,
                          .first_choice = first,
                          .cover = cover,
                          .group_posts = &posts,
                          .people = people,
                          .full_row = 1,
                          .currency_per_grain = 1};
    return p;
}

/* The least value with person a's tour changed at will, all tours tried. */
static int64_t best_alone(const struct problem *p, const struct tour *tours, int a)
{
    struct tour changed[PEOPLE];
    int32_t choice[DAYS] = {-1, -1, -1, -1};
    int64_t best = INT64_MAX;
    memcpy(changed, tours, sizeof changed);
    changed[a].choice = choice;
    do {
        if (tour_cost(p, &p->people[a], choice) >= GRAIN_FORBIDDEN)
            continue;
        int64_t value = problem_value(p, changed);
        best = value < best ? value : best;
    } while (little_next(p, choice));
    return best;
}

/* From nobody at work the sweep alone comes to a roster in which nobody can do better.  It goes on
 * while it gains 1 %, and so, below 100 grains, while it gains at all. */
static void nobody_alone_does_better(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct arena *arena = arena_new();
        struct problem *p = draw_problem(seed, arena);
        struct instance *instance = instance_new(p);
        struct price_curve *curve = price_curves_new(instance->cover);
        struct incumbent *s = incumbent_new(instance);
        int32_t off[DAYS] = {-1, -1, -1, -1};
        uint8_t at[DAYS][MAX_BREAKS] = {{0}};
        double *dual = ARENA_ARRAY(arena, double, ROWS);
        for (int a = 0; a < PEOPLE; a++)
            incumbent_put(s, a, off, at, tour_cost(p, &p->people[a], off));
        int64_t idle = incumbent_value(s);
        struct run run = {.seed = seed, .pool = pool_new(2)};
        struct improve_goal goal = {.enough = INT64_MIN, .tau = 1, .sweeps = true};
        assert_int_equal(improve(s, curve, dual, &goal, &run), 0);
        struct tour tours[PEOPLE];
        for (int a = 0; a < PEOPLE; a++)
            tours[a] = (struct tour){.choice = s->choice + a * DAYS};
        int64_t value = incumbent_value(s);
        assert_true(value < idle && value < 99);
        assert_int_equal(problem_value(p, tours), value);
        for (int a = 0; a < PEOPLE; a++)
            assert_int_equal(best_alone(p, tours, a), value);
        pool_free(run.pool);
        incumbent_free(s);
        mem_free(curve);
        instance_free(instance);
        arena_free(arena);
    }
}

static struct solution solve(const struct problem *p, struct arena *arena, int workers)
{
    struct diags *diags = diags_new();
    struct run run = {.seed = 1, .iteration_limit = 4, .pool = pool_new(workers)};
    struct solution out;
    assert_int_equal(engine_solve(&out, p, NULL, arena, &run, diags), OK);
    pool_free(run.pool);
    diags_free(diags);
    return out;
}

/* Idle rows change nothing: the same problem without them, which the linear program dives on, has
 * no better roster than the bound found with them, and the other way round. */
static void many_rows_or_few(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct arena *arena = arena_new();
        struct problem *p = draw_problem(seed, arena), few = *p;
        few.n_rows = DAYS * TYPES;
        assert_true(coarse_helps(p) && !coarse_helps(&few));
        struct solution many = solve(p, arena, 1), two = solve(p, arena, 2);
        struct solution least = solve(&few, arena, 1);
        assert_int_equal(problem_value(p, many.tours), many.value);
        assert_true(many.bound <= least.value && least.bound <= many.value);
        assert_true(least.bound - many.bound <= 1);
        for (int a = 0; a < PEOPLE; a++) {
            assert_true(tour_cost(p, &p->people[a], many.tours[a].choice) < GRAIN_FORBIDDEN);
            assert_memory_equal(many.tours[a].choice, two.tours[a].choice, DAYS * sizeof(int32_t));
        }
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_alone_does_better),
        cmocka_unit_test(many_rows_or_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
