/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_offered.c - work in hand against exact figures and against the equation it solves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "base/rng.h"
#include "forecast/offered.h"

/* Half hours at 60, 120, 180, 120 and 0 an hour, contacts of 10 minutes, an empty start. */
static void known_means(void **state)
{
    (void)state;
    const double calls[] = {30, 60, 90, 60, 0}, aht_s[] = {600, 600, 600, 600, 600};
    const double known[] = {6.833, 16.675, 26.667, 23.001, 6.484};
    double load[5];
    offered_load(load, OFFERED_MODIFIED, calls, aht_s, 5, 1800, 0);
    for (int k = 0; k < 5; k++)
        assert_true(fabs(load[k] - known[k]) < 5.1e-4);
}

/* Euler steps of m' = lambda - mu m. */
static void solves_its_equation(void **state)
{
    (void)state;
    struct rng rng;
    rng_seed(&rng, 4, 5, 6);
    double calls[20], aht_s[20], load[20], start = 30 * rng_uniform(&rng), m = start;
    for (int k = 0; k < 20; k++) {
        calls[k] = 100 * rng_uniform(&rng);
        aht_s[k] = 60 + 4000 * rng_uniform(&rng);
    }
    offered_load(load, OFFERED_MODIFIED, calls, aht_s, 20, 900, start);
    for (int k = 0; k < 20; k++) {
        double sum = 0;
        for (int i = 0; i < 90000; i++) {
            sum += m;
            m += 0.01 * (calls[k] / 900 - m / aht_s[k]);
        }
        assert_true(fabs(load[k] - sum / 90000) < 1e-3 * (1 + load[k]));
    }
}

/* Nothing is lost: what came is worked off in the end. */
static void keeps_all_work(void **state)
{
    (void)state;
    double calls[40] = {10, 50, 20}, aht_s[40] = {700, 700, 700}, load[40];
    for (int method = OFFERED_SIPP; method <= OFFERED_MODIFIED; method++) {
        double worked_s = 0;
        offered_load(load, (enum offered_method)method, calls, aht_s, 40, 900, 0);
        for (int k = 0; k < 40; k++)
            worked_s += load[k] * 900;
        assert_true(fabs(worked_s - 80 * 700) < 1e-6);
    }
}

static void a_steady_rate_is_a_steady_load(void **state)
{
    (void)state;
    double calls[] = {30, 30, 30}, aht_s[] = {600, 600, 600}, load[3];
    for (int method = OFFERED_SIPP; method <= OFFERED_MODIFIED; method++) {
        offered_load(load, (enum offered_method)method, calls, aht_s, 3, 1800, 10);
        for (int k = 0; k < 3; k++)
            assert_true(fabs(load[k] - 10) < 1e-12);
    }
}

static void method_by_length(void **state)
{
    (void)state;
    assert_int_equal(offered_method(240, 1800), OFFERED_SIPP);
    assert_int_equal(offered_method(600, 1800), OFFERED_LAGGED);
    assert_int_equal(offered_method(3600, 1800), OFFERED_MODIFIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_means),      cmocka_unit_test(solves_its_equation),
        cmocka_unit_test(keeps_all_work),   cmocka_unit_test(a_steady_rate_is_a_steady_load),
        cmocka_unit_test(method_by_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
