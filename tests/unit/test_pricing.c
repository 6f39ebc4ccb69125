/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pricing against the enumeration of all tours of one person, under every kind of limit, hard and
 * priced; fixings; the width of the states. */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "little.h"
#include "scheduler/instance.h"
#include "scheduler/tally.h"
#include "scheduler/value.h"

static double item_price(uint64_t seed, int32_t choice)
{
    struct rng rng;
    rng_seed(&rng, seed, 9, (uint64_t)choice);
    return 25 * ((double)rng_below(&rng, 400) - 250) / 4;
}

/* Cheapest tour by trying all, its cost the sum of tour_cost and the items' prices. */
static double enumerate(const struct problem *p, uint64_t seed, const int32_t *fix)
{
    int32_t choice[8];
    double best = INFINITY;
    for (int d = 0; d < p->n_days; d++)
        choice[d] = -1;
    do {
        bool fits = true;
        for (int d = 0; d < p->n_days; d++)
            fits = fits && (fix[d] == FIX_FREE || fix[d] == choice[d]);
        int64_t cost = fits ? tour_cost(p, &p->people[0], choice) : GRAIN_FORBIDDEN;
        if (cost >= GRAIN_FORBIDDEN)
            continue;
        double sum = (double)cost;
        for (int d = 0; d < p->n_days; d++)
            sum += choice[d] >= 0 ? item_price(seed, choice[d]) : 0;
        best = sum < best ? sum : best;
    } while (little_next(p, choice));
    return best;
}

static int n_relaxed, n_coarse; /* left to labels; cells of several steps */
static int n_none, n_dear;      /* cut: nothing found, a dearer tour found */

/* The tour fits and costs what is said. */
static void check_tour(const struct problem *p, uint64_t seed, const int32_t *fix,
                       const int32_t *choice, double said)
{
    double cost = (double)tour_cost(p, &p->people[0], choice);
    for (int d = 0; d < p->n_days; d++) {
        cost += choice[d] >= 0 ? item_price(seed, choice[d]) : 0;
        assert_true(fix[d] == FIX_FREE || fix[d] == choice[d]);
    }
    assert_true(cost == said);
}

/* Value and tour agree with the enumeration.  Where labels are cut at once, most_labels > 0: a
 * bound, and a legal tour that costs what is said. */
static void check_space(const struct problem *p, const struct space *space, uint64_t seed,
                        const int32_t *fix, int most_labels)
{
    struct scratch scratch = {.most_labels = most_labels};
    int32_t choice[8];
    double *cost = scratch_items(&scratch, space);
    for (int i = 0; i < space->n_items; i++)
        cost[i] = (double)p->people[0].cost[space->choice[i]] + item_price(seed, space->choice[i]);
    double want = enumerate(p, seed, fix);
    double value = price_tour(space, cost, p->people[0].cost_off, fix, &scratch, choice);
    bool is_found = !isinf(scratch.tour_value);
    assert_true(most_labels > 0 || value == want);
    assert_true(most_labels > 0 || scratch.tour_value == want);
    assert_true(isinf(want) || value <= want);
    assert_true(!isinf(want) || !is_found);
    n_none += !is_found && !isinf(want);
    if (is_found) {
        check_tour(p, seed, fix, choice, scratch.tour_value);
        assert_true(scratch.tour_value >= want);
        n_dear += scratch.tour_value > want;
    }
    scratch_free(&scratch);
}

/* Over an automaton with all limits, and over one with counts on a grid or left to labels. */
static void check_person(const struct problem *p, uint64_t seed, const int32_t *fix)
{
    struct instance *instance = instance_new(p);
    int cells = seed % 2 ? 1 : 6;
    struct space_room room = {
        .states = cells, .cells = cells, .values = seed % 4 < 2 ? 1 : 1000, .most_values = 16};
    struct space *relaxed = space_new_within(p, instance->breaks, &p->people[0], room);
    check_space(p, instance->space[0], seed, fix, 0);
    n_relaxed += relaxed->tally && relaxed->tally->n_out > 0;
    n_coarse += relaxed->tally && relaxed->tally->shift > 0;
    check_space(p, relaxed, seed, fix, 0);
    check_space(p, relaxed, seed, fix, 8);
    space_free(relaxed);
    instance_free(instance);
}

static void enumeration_of(int n_limits, bool hard, bool fixed, bool starts)
{
    struct little_size size = {.n_people = 1,
                               .n_days = 5,
                               .n_posts = 1,
                               .n_starts = 3,
                               .n_limits = n_limits,
                               .hard = hard,
                               .starts = starts};
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct arena *arena = arena_new();
        struct problem *p = little_problem(&size, seed * 31 + (uint64_t)n_limits, arena);
        int32_t fix[8];
        for (int d = 0; d < 8; d++)
            fix[d] = FIX_FREE;
        if (fixed) {
            fix[seed % 5] = (seed & 8) != 0 ? -1 : p->first_choice[seed % 5];
            fix[(seed + 2) % 5] = p->first_choice[(seed + 2) % 5] + 1;
        }
        check_person(p, seed, fix);
        arena_free(arena);
    }
}

static void enumeration(int n_limits, bool hard, bool fixed)
{
    enumeration_of(n_limits, hard, fixed, false);
    enumeration_of(n_limits, hard, fixed, true);
}

static void no_limits(void **state)
{
    (void)state;
    enumeration(0, true, false);
}
static void one_limit(void **state)
{
    (void)state;
    enumeration(1, true, false);
    enumeration(1, false, false);
}
static void few_limits(void **state)
{
    (void)state;
    enumeration(3, true, false);
    enumeration(3, false, false);
}
static void many_limits(void **state)
{
    (void)state;
    enumeration(7, false, false);
    enumeration(7, false, true);
    enumeration(4, true, true);
}

/* Five days exactly, minutes exactly, at most six in a row: three states a day, days off so far. */
static void states_that_bind(void **state)
{
    (void)state;
    struct limit limits[] = {
        {.kind = LIMIT_COUNT, .classes = 1, .lo = 5, .hi = 5, .to_day = 7},
        {.kind = LIMIT_MINUTES, .classes = 1, .lo = 2400, .hi = 2400, .to_day = 7},
        {.kind = LIMIT_RUN, .classes = 1, .hi = 6},
    };
    for (int i = 0; i < 3; i++)
        limits[i].price_lo = limits[i].price_hi = GRAIN_FORBIDDEN;
    struct person person = {.limits = limits, .n_limits = 3};
    struct kind kind = {.classes = 1, .minutes = {480}};
    bool available[14];
    for (int i = 0; i < 14; i++)
        available[i] = true;
    struct automaton *a = automaton_new(&person, &kind, 1, 7, available, MAX_STATES);
    assert_non_null(a);
    for (int d = 0; d <= 7; d++)
        assert_true(a->n_states[d] >= 1 && a->n_states[d] <= 3);
    assert_int_equal(a->n_states[4], 3);
    assert_int_equal(a->n_states[7], 1);
    automaton_free(a);
}

/* Counts that forbid, beside other limits that say nothing of instants. */
static void counts_left_out(void **state)
{
    (void)state;
    struct little_size size = {
        .n_people = 1, .n_days = 5, .n_posts = 1, .n_starts = 3, .n_limits = 8};
    const int32_t fix[8] = {FIX_FREE, FIX_FREE, FIX_FREE, FIX_FREE, FIX_FREE, FIX_FREE};
    n_relaxed = n_coarse = n_none = n_dear = 0;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        struct arena *arena = arena_new();
        struct problem *p = little_problem(&size, seed, arena);
        struct person person = p->people[0];
        struct limit limit[8];
        person.limits = limit;
        person.n_limits = 0;
        for (int i = 0; i < p->people[0].n_limits; i++) {
            struct limit *to = &limit[person.n_limits];
            *to = p->people[0].limits[i];
            if (to->kind == LIMIT_GAP || to->kind == LIMIT_LONG_REST || to->kind == LIMIT_MOVE)
                continue;
            person.n_limits++;
            to->price_lo = to->price_hi = GRAIN_FORBIDDEN;
            if (to->kind == LIMIT_COUNT || to->kind == LIMIT_MINUTES) {
                to->from_day = 0;
                to->to_day = p->n_days;
                to->lo = to->kind == LIMIT_COUNT ? 0 : to->lo;
            }
        }
        p->people = &person;
        check_person(p, seed, fix);
        arena_free(arena);
    }
    assert_true(n_relaxed >= 100);
    assert_true(n_coarse >= 30);
    assert_true(n_dear > 0);
    assert_int_equal(n_none, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_limits),        cmocka_unit_test(one_limit),
        cmocka_unit_test(few_limits),       cmocka_unit_test(many_limits),
        cmocka_unit_test(states_that_bind), cmocka_unit_test(counts_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
