/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_rng.c - the generator is the published one, streams are apart, deviates have their laws. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "base/rng.h"

/* From state 1, 2, 3, 4; the first by hand: rotl(2 * 5, 7) * 9 = 11520; then s[1] = 0. */
static void bits_are_xoshiro256ss(void **state)
{
    (void)state;
    static const uint64_t expected[] = {
        11520, 0, 1509978240, UINT64_C(1215971899390074240), UINT64_C(1216172134540287360),
    };
    struct rng rng = {.state = {1, 2, 3, 4}};
    for (int i = 0; i < 5; i++)
        assert_true(rng_bits(&rng) == expected[i]);
}

/* A stream is part of every output file made by chance: it must never change unnoticed. */
static void streams_are_pinned_and_apart(void **state)
{
    (void)state;
    struct rng a, b;
    rng_seed(&a, 1, 2, 3);
    rng_seed(&b, 1, 2, 3);
    assert_memory_equal(&a, &b, sizeof a);
    for (uint64_t seed = 0; seed < 4; seed++)
        for (uint64_t purpose = 0; purpose < 4; purpose++)
            for (uint64_t item = 0; item < 4; item++) {
                rng_seed(&b, seed, purpose, item);
                if (seed != 1 || purpose != 2 || item != 3)
                    assert_memory_not_equal(&a, &b, sizeof a);
            }
    assert_true(rng_bits(&a) == UINT64_C(14585400150120891368));
}

/* Share of equal bits in the first outputs of neighbouring items: 1/2 with deviation 1/(2 sqrt n).
 */
static void neighbours_are_not_correlated(void **state)
{
    (void)state;
    long n = 0, n_equal = 0;
    for (uint64_t item = 0; item < 5000; item++) {
        struct rng a, b;
        rng_seed(&a, 9, 1, item);
        rng_seed(&b, 9, 1, item + 1);
        n_equal += 64 - __builtin_popcountll(rng_bits(&a) ^ rng_bits(&b));
        n += 64;
    }
    assert_true(fabs((double)n_equal / (double)n - 0.5) < 5 * 0.5 / sqrt((double)n));
}

static void below_is_unbiased(void **state)
{
    (void)state;
    enum { SIDES = 6, N = 120000 };
    struct rng rng;
    int count[SIDES] = {0};
    double chi2 = 0;
    rng_seed(&rng, 3, 0, 0);
    for (int i = 0; i < N; i++) {
        uint32_t k = rng_below(&rng, SIDES);
        assert_true(k < SIDES);
        count[k]++;
    }
    for (int k = 0; k < SIDES; k++)
        chi2 += pow(count[k] - N / SIDES, 2) / (N / SIDES);
    assert_true(chi2 < 20.5); /* 99.9 % of chi-square with 5 degrees of freedom */
    assert_int_equal(rng_below(&rng, 1), 0);
    /* Plain truncation of 32 bits would give the lower half of 3 * 2^30 two thirds, not half. */
    int n_low = 0;
    for (int i = 0; i < 10000; i++)
        n_low += rng_below(&rng, UINT32_C(3) << 30) < UINT32_C(3) << 29;
    assert_true(abs(n_low - 5000) < 250);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double uniform_cdf(double x)
{
    return x;
}
static double normal_cdf(double x)
{
    return erfc(-x / sqrt(2)) / 2;
}

/* Largest distance of the sample's distribution from the law, times sqrt(n): Kolmogorov and
 * Smirnov. */
static double distance(double (*draw)(struct rng *), double (*cdf)(double))
{
    enum { N = 200000 };
    double *sample = malloc(N * sizeof *sample), most = 0;
    struct rng rng;
    assert_non_null(sample);
    rng_seed(&rng, 5, 5, 5);
    for (int i = 0; i < N; i++)
        sample[i] = draw(&rng);
    qsort(sample, N, sizeof *sample, compare);
    for (int i = 0; i < N; i++) {
        double p = cdf(sample[i]);
        most = fmax(most, fmax(p - (double)i / N, (double)(i + 1) / N - p));
    }
    free(sample);
    return most * sqrt(N);
}

static void deviates_have_their_laws(void **state)
{
    (void)state;
    assert_true(distance(rng_uniform, uniform_cdf) < 1.95); /* 99.9 % */
    assert_true(distance(rng_normal, normal_cdf) < 1.95);
    assert_true(distance(rng_uniform, normal_cdf) > 10); /* the test can fail */
}

static void uniform_is_below_one(void **state)
{
    (void)state;
    /* s[1] = the inverse image of all bits set gives the largest value. */
    struct rng rng = {.state = {0, 0, 0, 0}};
    assert_true(rng_uniform(&rng) == 0);
    rng_seed(&rng, 0, 0, 0);
    for (int i = 0; i < 100000; i++) {
        double u = rng_uniform(&rng);
        assert_true(u >= 0 && u < 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_are_xoshiro256ss),
        cmocka_unit_test(streams_are_pinned_and_apart),
        cmocka_unit_test(neighbours_are_not_correlated),
        cmocka_unit_test(below_is_unbiased),
        cmocka_unit_test(deviates_have_their_laws),
        cmocka_unit_test(uniform_is_below_one),
    };
    return cmocka_run_group_tests_name("rng", tests, NULL, NULL);
}
