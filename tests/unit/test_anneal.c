/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Annealing keeps every tour and pause legal, counts its roster rightly and betters it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scheduler/anneal.h"
#include "scheduler/engine.h"
#include "scheduler/value.h"
#include "tests/unit/little.h"

/* Everybody with the tour that costs least by itself, pauses anywhere; NULL if somebody has none.
 */
static struct incumbent *first_roster(const struct instance *instance)
{
    const struct problem *p = instance->problem;
    const struct break_model *breaks = instance->breaks;
    double loss[MAX_BREAKS][MAX_POSITIONS] = {0};
    struct incumbent *s = incumbent_new(instance);
    struct scratch scratch = {0};
    int32_t choice[16];
    uint8_t at[16][MAX_BREAKS] = {0};
    bool all = true;
    assert_true(p->n_days <= 16);
    for (int a = 0; a < p->n_people && all; a++) {
        const struct space *space = instance->space[a];
        double *cost = scratch_items(&scratch, space);
        for (int k = 0; k < space->n_items; k++)
            cost[k] = (double)p->people[a].cost[space->choice[k]];
        all = !isinf(price_tour(space, cost, p->people[a].cost_off, NULL, &scratch, choice));
        for (int d = 0; d < p->n_days && all; d++)
            if (choice[d] >= 0 && breaks->shape_of[choice[d]] >= 0)
                breaks_best(&breaks->shape[breaks->shape_of[choice[d]]], loss, at[d]);
        if (all)
            incumbent_put(s, a, choice, at, tour_cost(p, &p->people[a], choice));
    }
    scratch_free(&scratch);
    if (all)
        return s;
    incumbent_free(s);
    return NULL;
}

/* The roster from scratch: what it costs, every tour and pause legal. */
static void assert_sound(const struct incumbent *s, struct arena *arena)
{
    const struct problem *p = s->instance->problem;
    const struct break_model *breaks = s->instance->breaks;
    struct tour *tours = ARENA_ARRAY(arena, struct tour, p->n_people);
    for (int a = 0; a < p->n_people; a++) {
        size_t first = (size_t)a * (size_t)p->n_days;
        tours[a].choice = s->choice + first;
        tours[a].pause = arena_alloc(arena, (size_t)p->n_days, sizeof *tours[a].pause);
        assert_true(tour_cost(p, &p->people[a], tours[a].choice) == s->cost[a]);
        assert_true(s->cost[a] < GRAIN_FORBIDDEN);
        for (int d = 0; d < p->n_days; d++) {
            int c = tours[a].choice[d], shape = c >= 0 ? breaks->shape_of[c] : -1;
            uint8_t at[MAX_BREAKS];
            for (int k = 0; shape >= 0 && k < breaks->shape[shape].n_pauses; k++)
                tours[a].pause[d][k] = (int16_t)break_start_min(breaks, &breaks->shape[shape], k,
                                                                s->at[first + (size_t)d][k]);
            if (shape >= 0)
                assert_true(break_positions(breaks, &breaks->shape[shape], tours[a].pause[d], at));
        }
    }
    assert_true(problem_value(p, tours) == s->cover->value + s->costs);
}

static void legal_and_better(void **state)
{
    (void)state;
    static const struct little_size size = {.n_people = 8,
                                            .n_days = 4,
                                            .n_posts = 2,
                                            .n_starts = 4,
                                            .n_limits = 2,
                                            .pauses = true,
                                            .n_sides = 1};
    int rosters = 0, gains = 0;
    for (uint64_t seed = 1; seed <= 400 && rosters < 40; seed++) {
        struct arena *arena = arena_new();
        struct problem *p = little_problem(&size, seed, arena);
        struct instance *instance = instance_new(p);
        struct incumbent *s = first_roster(instance);
        if (s) {
            double tick = (double)instance->price_scale * instance->units_per_tick;
            struct anneal_rules rules = {.steps = 600,
                                         .hot = 0.3 * tick,
                                         .cold = 0.03 * tick,
                                         .away_penalty = (int64_t)tick};
            struct run run = {.seed = seed};
            int64_t before = incumbent_value(s);
            anneal(s, &rules, &run);
            assert_true(incumbent_value(s) <= before);
            assert_sound(s, arena);
            gains += incumbent_value(s) < before;
            rosters++;
        }
        incumbent_free(s);
        instance_free(instance);
        arena_free(arena);
    }
    assert_int_equal(rosters, 40);
    assert_true(gains > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(legal_and_better)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
