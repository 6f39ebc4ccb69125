/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_backlog.c - deferred work: level, in time, nothing lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "forecast/backlog.h"

#define N 48

static void fill(double *values, double value)
{
    for (int k = 0; k < N; k++)
        values[k] = value;
}

static double sum_s(const double *people, const double *open_s)
{
    double sum = 0;
    for (int k = 0; k < N; k++)
        sum += people[k] * open_s[k];
    return sum;
}

/* With time enough the sum of both is flat: work goes where the lines are quiet. */
static void valleys_are_filled(void **state)
{
    (void)state;
    double work_s[N] = {[20] = 48 * 1800}, open_s[N], beside[N], people[N];
    fill(open_s, 1800);
    for (int k = 0; k < N; k++)
        beside[k] = 4 + (k >= 16 && k < 40 ? 1 : 0); /* 24 slots of 4, 24 of 5 */
    struct backlog backlog = {work_s, open_s, N, N};
    backlog_level(people, &backlog, beside);
    for (int k = 0; k < N; k++)
        assert_true(fabs(beside[k] + people[k] - 5.5) < 1e-6);
}

/* A deadline keeps it within its window, over the end of the week into its begin. */
static void deadlines_bind(void **state)
{
    (void)state;
    double work_s[N] = {[46] = 8 * 1800}, open_s[N], beside[N], people[N], in_time[N];
    fill(open_s, 1800);
    fill(beside, 0);
    open_s[47] = 0;
    struct backlog backlog = {work_s, open_s, N, 5};
    backlog_level(people, &backlog, beside);
    for (int k = 0; k < N; k++)
        assert_true(fabs(people[k] - (k == 46 || k < 3 ? 2 : 0)) < 1e-6);
    backlog_in_time(in_time, &backlog, people);
    for (int k = 0; k < N; k++)
        assert_true(fabs(in_time[k] - 1) < 1e-6);
    people[2] = 0; /* a quarter is late, however much is done after it */
    people[3] = 9;
    backlog_in_time(in_time, &backlog, people);
    assert_true(fabs(in_time[46] - 0.75) < 1e-6 && in_time[45] == 1);
}

/* No work is lost, all of it is in time, and no shift of work within a window makes it leveller. */
static void level_and_in_time(void **state)
{
    (void)state;
    struct rng rng;
    rng_seed(&rng, 1, 2, 3);
    for (int trial = 0; trial < 20; trial++) {
        double work_s[N], open_s[N], beside[N], people[N], in_time[N], all_s = 0;
        struct backlog backlog = {work_s, open_s, N, 1 + (int)rng_below(&rng, 20)};
        for (int k = 0; k < N; k++) {
            work_s[k] = 9000 * rng_uniform(&rng);
            open_s[k] = 900 + 900 * rng_uniform(&rng);
            beside[k] = 8 * rng_uniform(&rng);
            all_s += work_s[k];
        }
        backlog_level(people, &backlog, beside);
        assert_true(fabs(sum_s(people, open_s) - all_s) < 1e-3);
        backlog_in_time(in_time, &backlog, people);
        for (int k = 0; k < N; k++)
            assert_true(in_time[k] > 1 - 1e-4);
        if (backlog.reach < 2)
            continue;
        /* Work that came in k and could be done in k + 1 is not in a higher slot than it need be:
         * where k's own total is the higher one, nothing of k's work can be left in it. */
        for (int k = 0; k < N; k++) {
            int next = (k + 1) % N;
            double before[N];
            double higher = beside[k] + people[k] - beside[next] - people[next];
            if (higher < 1e-3)
                continue;
            memcpy(before, people, sizeof before);
            people[k] -= 1e-3;
            people[next] += 1e-3 * open_s[k] / open_s[next];
            backlog_in_time(in_time, &backlog, people);
            double late = 0;
            for (int j = 0; j < N; j++)
                late += 1 - in_time[j];
            assert_true(late > 1e-9 || people[k] < 0);
            memcpy(people, before, sizeof before);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valleys_are_filled),
        cmocka_unit_test(deadlines_bind),
        cmocka_unit_test(level_and_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
