/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_full.c - the full integer program solved by GLPK against the engine, whose value tests/unit/
 * test_engine.c holds against the enumeration of all rosters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "little.h"
#include "scheduler/engine.h"
#include "scheduler/full.h"

#define NODES 20000

/* Value of the full program in grains; INFINITY: it has no solution, NAN: too many nodes. */
static double solve_full(const struct problem *problem, struct diags *diags)
{
    struct lp *lp;
    double value = NAN;
    assert_int_equal(full_program(&lp, NULL, problem, diags), OK);
    enum lp_end end = lp_solve(lp, 100000);
    if (end == LP_OPTIMAL)
        end = lp_solve_integer(lp, NODES);
    if (end == LP_OPTIMAL)
        value = lp_value(lp) / problem->currency_per_grain;
    else if (end == LP_INFEASIBLE)
        value = INFINITY;
    lp_free(lp);
    return value;
}

static struct solution solve(const struct problem *problem, struct arena *arena,
                             struct diags *diags)
{
    struct solution solution;
    struct run run = {.seed = 3};
    assert_int_equal(engine_solve(&solution, problem, NULL, arena, &run, diags), OK);
    return solution;
}

/* The program's optimum lies between the engine's bound and value; of nearly all instances the two
 * are one. */
static void compare(struct little_size size, int n_seeds)
{
    int n_same = 0, n_known = 0;
    for (uint64_t seed = 1; seed <= (uint64_t)n_seeds; seed++) {
        struct arena *arena = arena_new();
        struct diags *diags = diags_new();
        struct problem *problem = little_problem(&size, seed, arena);
        struct solution solution = solve(problem, arena, diags);
        double value = solve_full(problem, diags);
        if (!solution.tours) {
            assert_true(isinf(value));
            n_known++;
            n_same++;
        } else if (!isnan(value)) {
            double close = 1e-6 * (fabs(value) + 1000);
            if (!(value >= (double)solution.bound - close &&
                  value <= (double)solution.value + close))
                fail_msg("seed %d: program %.3f, engine %lld to %lld", (int)seed, value,
                         (long long)solution.bound, (long long)solution.value);
            n_known++;
            n_same += fabs(value - (double)solution.value) <= close;
        }
        diags_free(diags);
        arena_free(arena);
    }
    assert_true(n_known >= n_seeds - 2);
    assert_true(n_same >= n_known - 1);
}

static void every_limit_hard(void **state)
{
    (void)state;
    compare((struct little_size){.n_people = 2,
                                 .n_days = 4,
                                 .n_posts = 1,
                                 .n_starts = 2,
                                 .n_limits = 4,
                                 .hard = true,
                                 .starts = true},
            24);
}

static void every_limit_priced(void **state)
{
    (void)state;
    compare(
        (struct little_size){
            .n_people = 2, .n_days = 4, .n_posts = 1, .n_starts = 2, .n_limits = 4, .starts = true},
        40);
}

static void pauses_and_queues(void **state)
{
    (void)state;
    compare(
        (struct little_size){
            .n_people = 2, .n_days = 2, .n_posts = 2, .n_starts = 2, .n_limits = 2, .pauses = true},
        12);
    compare(
        (struct little_size){
            .n_people = 2, .n_days = 3, .n_posts = 1, .n_starts = 2, .n_limits = 2, .n_sides = 2},
        12);
    compare((struct little_size){.n_people = 2,
                                 .n_days = 2,
                                 .n_posts = 2,
                                 .n_starts = 2,
                                 .n_limits = 1,
                                 .pauses = true,
                                 .n_sides = 1,
                                 .stages = true},
            4);
}

/* In either form; other programs read it in tests/peers/run. */
static void a_file_is_written(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct little_size size = {.n_people = 2, .n_days = 3, .n_posts = 1, .n_starts = 2};
    struct problem *problem = little_problem(&size, 1, arena);
    struct lp *lp;
    char line[64];
    assert_int_equal(full_program(&lp, NULL, problem, diags), OK);
    assert_false(lp_write(lp, "no/such/folder/x.mps", false));
    for (int as_lp = 0; as_lp < 2; as_lp++) {
        const char *name = as_lp ? "test_full.lp" : "test_full.mps";
        assert_true(lp_write(lp, name, as_lp != 0));
        FILE *file = fopen(name, "r");
        assert_non_null(file);
        assert_non_null(fgets(line, sizeof line, file));
        assert_non_null(strstr(line, "Problem"));
        fclose(file);
        remove(name);
    }
    lp_free(lp);
    diags_free(diags);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_limit_hard),
        cmocka_unit_test(every_limit_priced),
        cmocka_unit_test(pauses_and_queues),
        cmocka_unit_test(a_file_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
