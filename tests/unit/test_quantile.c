/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_quantile.c - against sums of the probabilities themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "forecast/forecast.h"
#include "forecast/quantile.h"

/* The least k with P(X <= k) >= p, term by term. */
static double by_sum(double mean, double c, double p)
{
    double term = c > 0 ? exp(-log1p(c * mean) / c) : exp(-mean), sum = term;
    double k = 0;
    while (sum < p) {
        term *= c > 0 ? (1 / c + k) / (k + 1) * (c * mean / (1 + c * mean)) : mean / (k + 1);
        sum += term;
        k++;
    }
    return k;
}

static void quantiles_are_those_of_the_sums(void **state)
{
    (void)state;
    static const double means[] = {0.01, 0.5, 1, 3.7, 21, 111, 400}, cs[] = {0, 0.002, 0.05, 0.8};
    for (int m = 0; m < 7; m++)
        for (int c = 0; c < 4; c++)
            for (int i = 0; i < N_QUANTILES; i++)
                assert_true(quantile_count(means[m], cs[c], forecast_quantiles[i]) ==
                            by_sum(means[m], cs[c], forecast_quantiles[i]));
}

/* All at once, by a walk, or one by one by incomplete functions. */
static void a_walk_finds_the_same(void **state)
{
    (void)state;
    static const double means[] = {0.001, 0.3, 2, 17, 250, 5000, 90000, 3e6};
    static const double cs[] = {0, 1e-5, 0.004, 0.05, 1.5};
    double q[N_QUANTILES];
    for (int m = 0; m < 8; m++)
        for (int c = 0; c < 5; c++) {
            quantile_reals(q, means[m], cs[c], forecast_quantiles, N_QUANTILES);
            for (int i = 0; i < N_QUANTILES; i++) {
                double alone = quantile_real(means[m], cs[c], forecast_quantiles[i]);
                assert_true(fabs(q[i] - alone) <= 1e-5 * (1 + alone));
            }
        }
    quantile_reals(q, 0, 0.1, forecast_quantiles, N_QUANTILES);
    assert_true(q[N_QUANTILES - 1] == 0);
}

static void large_means_are_nearly_normal(void **state)
{
    (void)state;
    for (double mean = 1e4; mean < 2e7; mean *= 10) {
        double deviation = sqrt(mean + 0.0001 * mean * mean);
        assert_true(fabs(quantile_count(mean, 0.0001, 0.9) - mean - 1.2816 * deviation) <
                    0.02 * deviation + 1);
    }
}

static void nothing_comes_of_nothing(void **state)
{
    (void)state;
    assert_true(quantile_count(0, 0.1, 0.95) == 0);
}

/* Over means spread evenly, a band of real quantiles holds what it says: whole numbers hold more.
 */
static void real_quantiles_hold_on_the_average(void **state)
{
    (void)state;
    double inside = 0;
    int n = 0;
    for (double mean = 4; mean < 12; mean += 0.01, n++) {
        double lo = quantile_real(mean, 0.05, 0.1), hi = quantile_real(mean, 0.05, 0.9);
        assert_true(lo > 0 && lo < mean && mean < hi);
        assert_true(fabs(quantile_count(mean, 0.05, 0.1) - lo) <= 1);
        double r = 1 / 0.05, p = pow(r / (r + mean), r);
        for (int k = 0; k < 100; k++) {
            inside += k >= lo && k <= hi ? p : 0;
            p *= (k + r) / (k + 1) * mean / (r + mean);
        }
    }
    assert_true(fabs(inside / n - 0.8) < 0.01);
    assert_true(quantile_real(0, 0.1, 0.95) == 0);
    assert_true(quantile_real(0.01, 0, 0.05) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_the_sums),
        cmocka_unit_test(a_walk_finds_the_same),
        cmocka_unit_test(large_means_are_nearly_normal),
        cmocka_unit_test(nothing_comes_of_nothing),
        cmocka_unit_test(real_quantiles_hold_on_the_average),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
