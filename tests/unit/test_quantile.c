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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_the_sums),
        cmocka_unit_test(large_means_are_nearly_normal),
        cmocka_unit_test(nothing_comes_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
