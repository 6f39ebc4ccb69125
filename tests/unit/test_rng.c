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
    /* 2^32 products fall on 3 * 2^30 results: without rejection each third result comes twice. */
    int n_third = 0;
    for (int i = 0; i < 9000; i++)
        n_third += rng_below(&rng, UINT32_C(3) << 30) % 3 == 0;
    assert_true(abs(n_third - 3000) < 250);
}

static double uniform_cdf(double x)
{
    return x;
}
static double normal_cdf(double x)
{
    return erfc(-x / sqrt(2)) / 2;
}

/* Chi-square of a large sample over 60 bins of equal width on [lo, hi], and both tails. */
static double chi_square(double (*draw)(struct rng *), double (*cdf)(double), double lo, double hi)
{
    enum { N = 8000000, BINS = 62 };
    static int count[BINS];
    double width = (hi - lo) / (BINS - 2), sum = 0;
    struct rng rng;
    rng_seed(&rng, 5, 5, 5);
    for (int k = 0; k < BINS; k++)
        count[k] = 0;
    for (int i = 0; i < N; i++) {
        double place = floor((draw(&rng) - lo) / width) + 1;
        count[(int)fmin(fmax(place, 0), BINS - 1)]++;
    }
    for (int k = 0; k < BINS; k++) {
        double below = k == 0 ? 0 : cdf(lo + (k - 1) * width);
        double p = (k == BINS - 1 ? 1 : cdf(lo + k * width)) - below;
        if (p > 0)
            sum += pow(count[k] - (double)N * p, 2) / ((double)N * p);
        else
            assert_int_equal(count[k], 0);
    }
    return sum;
}

static void deviates_have_their_laws(void **state)
{
    (void)state;
    /* 99.9 % of chi-square with 61 and 59 degrees of freedom: 100.9 and 98.3. */
    assert_true(chi_square(rng_normal, normal_cdf, -4.5, 4.5) < 100.9);
    assert_true(chi_square(rng_uniform, uniform_cdf, 0, 1) < 98.3);
}

static void uniform_is_below_one(void **state)
{
    (void)state;
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
