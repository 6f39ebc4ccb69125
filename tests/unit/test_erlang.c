/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_erlang.c - exact vectors, figures that everybody knows, extremes, and the least staffing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "forecast/erlang.h"

#define COLUMNS 17

/* Rows of numbers below the header; returns how many. */
static int read_vectors(double rows[][COLUMNS], char text[][COLUMNS][32], int max, const char *name)
{
    char path[4096], line[1024];
    snprintf(path, sizeof path, "%s/tests/data/%s", getenv("TOP_SRCDIR"), name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    int n = -1; /* the header */
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#' || n++ < 0)
            continue;
        assert_true(n <= max);
        char *save = NULL;
        int c = 0;
        for (char *s = strtok_r(line, ",\r\n", &save); s; s = strtok_r(NULL, ",\r\n", &save), c++) {
            snprintf(text[n - 1][c], sizeof text[n - 1][c], "%s", s);
            rows[n - 1][c] = strtod(s, NULL);
        }
    }
    fclose(file);
    return n;
}

/* Equal to the digits printed: within half a unit of the last one. */
static void assert_digits(double got, const char *printed)
{
    const char *point = strchr(printed, '.');
    int decimals = point ? (int)strlen(point + 1) : 0;
    double half = 0.5000001 * pow(10, -decimals);
    if (!(fabs(got - strtod(printed, NULL)) <= half))
        fail_msg("got %.12g, expected %s", got, printed);
}

static double rows[32][COLUMNS];
static char text[32][COLUMNS][32];

static void patience_vectors(void **state)
{
    (void)state;
    int n = read_vectors(rows, text, 32, "erlang_a.csv");
    assert_int_equal(n, 11);
    for (int i = 0; i < n; i++) {
        const double *v = rows[i];
        struct erlang_load load = {v[0] / v[1], v[2], v[5], v[4], 5, 1, NULL, 0};
        struct erlang_result r;
        erlang_measure(&r, &load, (int)v[3]);
        const double got[] = {r.wait_share,
                              r.abandon_share,
                              r.wait_s,
                              r.wait_answered_s,
                              r.occupancy,
                              r.queue_length,
                              r.service_level[SL_OFFERED],
                              r.service_level[SL_OFFERED_LESS_ABANDONED_IN_TIME],
                              r.service_level[SL_ANSWERED_AND_ABANDONED_IN_TIME],
                              r.service_level[SL_ANSWERED]};
        for (int k = 0; k < 10; k++)
            assert_digits(got[k], text[i][7 + k]);
    }
}

static void delay_vectors(void **state)
{
    (void)state;
    int n = read_vectors(rows, text, 32, "erlang_c.csv");
    assert_int_equal(n, 18);
    for (int i = 0; i < n; i++) {
        const double *v = rows[i];
        struct erlang_load load = {v[0] / v[1], v[2], NAN, v[4], 5, 1, NULL, 0};
        struct erlang_result r;
        erlang_measure(&r, &load, (int)v[3]);
        const double got[] = {r.wait_share, r.service_level[SL_OFFERED], r.wait_s, r.occupancy,
                              r.queue_length};
        for (int k = 0; k < 5; k++)
            assert_digits(got[k], text[i][6 + k]);
        assert_true(r.abandon_share == 0);
        for (int d = 0; d < N_SL_DEFINITIONS; d++)
            assert_true(r.service_level[d] == r.service_level[SL_OFFERED]);
    }
}

/* The chain itself, state by state, for small n: an oracle that shares no formula. */
static void patience_against_the_chain(void **state)
{
    (void)state;
    struct rng rng;
    rng_seed(&rng, 1, 2, 3);
    for (int trial = 0; trial < 200; trial++) {
        int n = 1 + (int)rng_below(&rng, 40);
        double a = n * (0.2 + 1.5 * rng_uniform(&rng));
        double patience_s = exp(6 * rng_uniform(&rng)), aht_s = 200;
        double lambda = a / aht_s, p = 1, all = 1, wait = 0, line = 0, busy = 0;
        for (int j = 1; j < 20000; j++) {
            int working = j < n ? j : n;
            p *= lambda / (working / aht_s + (j - working) / patience_s);
            all += p;
            busy += p * working;
            line += p * (j - working);
            wait += j >= n ? p : 0;
            if (all > 1e200) {
                p /= 1e200, all /= 1e200, busy /= 1e200, line /= 1e200, wait /= 1e200;
            }
        }
        struct erlang_load load = {lambda, aht_s, patience_s, 20, 5, 1, NULL, 0};
        struct erlang_result r;
        erlang_measure(&r, &load, n);
        assert_true(fabs(r.wait_share - wait / all) < 1e-10);
        assert_true(fabs(r.queue_length - line / all) < 1e-9 * (1 + line / all));
        assert_true(fabs(r.occupancy - busy / all / n) < 1e-10);
        assert_true(fabs(r.abandon_share - line / all / patience_s / lambda) < 1e-10);
    }
}

static void five_definitions_keep_their_order(void **state)
{
    (void)state;
    struct erlang_load load = {0.5, 180, 60, 20, 5, 1, NULL, 0};
    for (int n = 1; n < 150; n++) {
        struct erlang_result r;
        erlang_measure(&r, &load, n);
        const double *sl = r.service_level;
        assert_true(sl[SL_OFFERED] <= sl[SL_SHORT_ABANDON]);
        assert_true(sl[SL_SHORT_ABANDON] <= sl[SL_ANSWERED_AND_ABANDONED_IN_TIME]);
        assert_true(sl[SL_OFFERED] <= sl[SL_OFFERED_LESS_ABANDONED_IN_TIME]);
        assert_true(sl[SL_OFFERED_LESS_ABANDONED_IN_TIME] <= sl[SL_ANSWERED] + 1e-12);
    }
    /* All abandons forgiven up to T: the fifth is the first. */
    load.short_s = load.answer_s;
    struct erlang_result r;
    erlang_measure(&r, &load, 80);
    assert_true(fabs(r.service_level[SL_SHORT_ABANDON] -
                     r.service_level[SL_ANSWERED_AND_ABANDONED_IN_TIME]) < 1e-14);
}

static struct erlang_goal goal_80(enum sl_definition definition)
{
    return (struct erlang_goal){0.8, definition, NAN, NAN, NAN};
}

static void known_head_counts(void **state)
{
    (void)state;
    static const struct {
        double calls, aht_s;
        int people;
    } known[] = {{100, 180, 14}, {100, 240, 17}, {200, 240, 32},
                 {240, 300, 46}, {500, 300, 91}, {1000, 300, 176}};
    struct erlang_goal goal = goal_80(SL_OFFERED);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct erlang_load load = {known[i].calls / 1800, known[i].aht_s, NAN, 20, 5, 1, NULL, 0};
        assert_int_equal(erlang_least(&load, &goal, 0), known[i].people);
    }
}

static bool holds(const struct erlang_load *load, const struct erlang_goal *goal, int n)
{
    struct erlang_result r;
    erlang_measure(&r, load, n);
    return erlang_meets(&r, goal);
}

/* One fewer misses, over loads of nine decades, all definitions and kinds of target. */
static void least_is_least(void **state)
{
    (void)state;
    struct rng rng;
    rng_seed(&rng, 7, 0, 0);
    for (int trial = 0; trial < 3000; trial++) {
        double a = pow(10, -3 + 9 * rng_uniform(&rng)), aht_s = 30 + 900 * rng_uniform(&rng);
        double patience_s = rng_below(&rng, 3) ? pow(10, 1 + 3 * rng_uniform(&rng)) : NAN;
        struct erlang_load load = {a / aht_s, aht_s, patience_s, 60 * rng_uniform(&rng),
                                   5,         1,     NULL,       0};
        struct erlang_goal goal = goal_80((enum sl_definition)rng_below(&rng, N_SL_DEFINITIONS));
        goal.service_level = 0.5 + 0.495 * rng_uniform(&rng);
        if (rng_below(&rng, 2))
            goal.asa_s = 1 + 60 * rng_uniform(&rng);
        if (rng_below(&rng, 2) && !isnan(patience_s))
            goal.abandon_max = 0.001 + 0.1 * rng_uniform(&rng);
        if (rng_below(&rng, 2))
            goal.occupancy_max = 0.5 + 0.49 * rng_uniform(&rng);
        int n = erlang_least(&load, &goal, 0);
        assert_true(n >= 1);
        assert_true(holds(&load, &goal, n));
        assert_false(n > 1 && holds(&load, &goal, n - 1));
    }
}

static void monotone_and_finite_at_the_ends(void **state)
{
    (void)state;
    static const double patiences[] = {NAN, 0.1, 60, 1e6};
    for (double a = 1e-3; a < 2e6; a *= 10)
        for (int p = 0; p < 4; p++) {
            struct erlang_load load = {a / 300, 300, patiences[p], 20, 5, 1, NULL, 0};
            double last[N_SL_DEFINITIONS] = {0}, busy = 1, gone = 1;
            for (int k = 1; k <= 40; k++) {
                int n = (int)(a * k / 20) + 1 + k;
                struct erlang_result r;
                erlang_measure(&r, &load, n);
                for (int d = 0; d < N_SL_DEFINITIONS; d++) {
                    assert_true(isfinite(r.service_level[d]));
                    assert_true(r.service_level[d] >= last[d] - 1e-9);
                    last[d] = r.service_level[d];
                }
                assert_true(r.occupancy <= busy + 1e-9 && r.occupancy >= 0);
                assert_true(isnan(patiences[p]) || r.abandon_share <= gone + 1e-9);
                busy = r.occupancy;
                gone = r.abandon_share;
            }
            assert_true(last[SL_OFFERED] > 0.99);
        }
}

static void loss_formula(void **state)
{
    (void)state;
    assert_true(fabs(erlang_b(0, 5) - 1) < 1e-15);
    assert_true(fabs(erlang_b(1, 1) - 0.5) < 1e-15);
    assert_true(fabs(erlang_b(2, 1) - 0.2) < 1e-15);
    assert_true(erlang_b(100000, 1) == 0);
    for (int n = 1; n < 400; n++) { /* the plain recursion */
        double b = 1;
        for (int k = 1; k <= n; k++)
            b = 170.5 * b / (k + 170.5 * b);
        assert_true(fabs(erlang_b(n, 170.5) / b - 1) < 1e-12);
    }
}

/* 5 people, 3 chats each that take longer the more a person holds, 60 an hour. */
static void chats_known(void **state)
{
    (void)state;
    static const double aht_at_s[] = {300, 420, 540};
    struct erlang_load load = {60 / 3600.0, 540, NAN, 20, 5, 3, aht_at_s, 0};
    struct erlang_result r;
    erlang_measure(&r, &load, 5);
    assert_true(fabs(r.wait_share - 0.011810) < 5e-7);
    assert_true(fabs(r.in_hand / 5 - 1.2020) < 5e-5);
    assert_true(fabs(r.in_hand / load.calls_per_s - 360.6) < 0.05);
}

/* Chats that never slow down are servers; the chain of states with patience, state by state. */
static void chats_against_servers_and_chain(void **state)
{
    (void)state;
    struct rng rng;
    rng_seed(&rng, 7, 8, 9);
    for (int trial = 0; trial < 100; trial++) {
        int n = 1 + (int)rng_below(&rng, 12), m = 2 + (int)rng_below(&rng, 4);
        double aht_at_s[5] = {100 + 200 * rng_uniform(&rng)};
        for (int j = 1; j < 5; j++)
            aht_at_s[j] = aht_at_s[j - 1] * (1 + 0.6 * rng_uniform(&rng));
        double lambda = n * m * (0.2 + rng_uniform(&rng)) / aht_at_s[m - 1];
        double patience_s = 20 + 300 * rng_uniform(&rng);
        struct erlang_load load = {lambda, aht_at_s[m - 1], patience_s, 20, 5, m, aht_at_s, 0};
        double p = 1, all = 1, wait = 0, waiting = 0, in_hand = 0;
        for (int k = 1; k < 3000; k++) {
            int held = k < n * m ? k : n * m, each = held / n, more = held % n;
            double rate = (k - held) / patience_s;
            rate += each > 0 ? (n - more) * each / aht_at_s[each - 1] : 0;
            rate += more > 0 ? more * (each + 1) / aht_at_s[each] : 0;
            p *= lambda / rate;
            all += p;
            wait += k >= n * m ? p : 0;
            waiting += p * (k - held);
            in_hand += p * held;
        }
        struct erlang_result r, servers;
        erlang_measure(&r, &load, n);
        assert_true(fabs(r.wait_share - wait / all) < 1e-10);
        assert_true(fabs(r.in_hand - in_hand / all) < 1e-8);
        assert_true(fabs(r.abandon_share - waiting / all / patience_s / lambda) < 1e-10);
        load.pace = NULL;
        erlang_measure(&r, &load, n);
        load.concurrency = 1;
        erlang_measure(&servers, &load, n * m);
        assert_true(fabs(r.wait_share - servers.wait_share) < 1e-10);
        assert_true(fabs(r.in_hand - servers.in_hand) < 1e-8);
        assert_true(fabs(r.service_level[SL_OFFERED] - servers.service_level[SL_OFFERED]) < 1e-10);
    }
}

/* All arrivals are the first ones and the share of those who gave up; more people are needed, and
 * one fewer misses. */
static void retries_are_a_fixed_point(void **state)
{
    (void)state;
    struct rng rng;
    rng_seed(&rng, 17, 0, 0);
    for (int trial = 0; trial < 300; trial++) {
        double a = pow(10, -3 + 7 * rng_uniform(&rng)), aht_s = 30 + 900 * rng_uniform(&rng);
        struct erlang_load load = {.calls_per_s = a / aht_s,
                                   .aht_s = aht_s,
                                   .patience_s = pow(10, 1 + 2 * rng_uniform(&rng)),
                                   .answer_s = 20,
                                   .short_s = 5,
                                   .retry_share = 0.95 * rng_uniform(&rng)};
        struct erlang_goal goal = goal_80(SL_OFFERED);
        struct erlang_result r, once;
        int n = erlang_least(&load, &goal, 0);
        assert_true(holds(&load, &goal, n) && !(n > 1 && holds(&load, &goal, n - 1)));
        int fewer = n > 2 ? n - (int)rng_below(&rng, (uint32_t)(n / 3 + 1)) : n;
        erlang_measure(&r, &load, fewer);
        double first = r.tries_per_s * (1 - load.retry_share * r.abandon_share);
        assert_true(fabs(first / load.calls_per_s - 1) < 1e-10);
        struct erlang_load all = load;
        all.retry_share = 0;
        assert_true(erlang_least(&all, &goal, 0) <= n);
        all.calls_per_s = r.tries_per_s;
        erlang_measure(&once, &all, fewer);
        assert_true(once.abandon_share == r.abandon_share && once.wait_s == r.wait_s);
    }
}

static void nobody_and_nothing(void **state)
{
    (void)state;
    struct erlang_load load = {0, 180, NAN, 20, 5, 1, NULL, 0};
    struct erlang_goal goal = goal_80(SL_OFFERED);
    assert_int_equal(erlang_least(&load, &goal, 0), 0);
    struct erlang_result r;
    load.calls_per_s = 0.1;
    erlang_measure(&r, &load, 0);
    assert_true(r.service_level[SL_OFFERED] == 0 && isinf(r.wait_s));
    load.patience_s = 60;
    erlang_measure(&r, &load, 0);
    assert_true(r.abandon_share == 1 && r.wait_s == 60 && r.service_level[SL_ANSWERED] == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loss_formula),
        cmocka_unit_test(delay_vectors),
        cmocka_unit_test(patience_vectors),
        cmocka_unit_test(patience_against_the_chain),
        cmocka_unit_test(five_definitions_keep_their_order),
        cmocka_unit_test(known_head_counts),
        cmocka_unit_test(least_is_least),
        cmocka_unit_test(monotone_and_finite_at_the_ends),
        cmocka_unit_test(chats_known),
        cmocka_unit_test(chats_against_servers_and_chain),
        cmocka_unit_test(retries_are_a_fixed_point),
        cmocka_unit_test(nobody_and_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
