/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rng.c - random numbers: xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", ACM TOMS 47(4), 2021, doi:10.1145/3460772), its state filled by splitmix64 (Steele,
 * Lea and Flood, OOPSLA 2014, doi:10.1145/2660193.2660195) from a hash of seed, purpose and item.
 *
 * Why not GSL's generators: a stream is wanted for each item (person, day, replication), millions
 * of them, so it must be cheap to start and small to hold.  gsl_rng_mt19937 takes 5 KB and 624
 * steps to seed and is seeded by one unsigned long only, of which it uses 32 bits; GSL has no
 * generator with a short state, 64-bit output and a defined way to split it into streams.
 *
 * The same on every machine: integers and IEEE + - * / only.  rng_normal returns a quotient of two
 * uniforms; the mathematics library takes part in accepting it alone, so a logarithm that differs
 * in its last digit does not change what is returned. */
#include "base/rng.h"

#include <assert.h>
#include <math.h>

#define GOLDEN UINT64_C(0x9e3779b97f4a7c15) /* 2^64 / golden ratio, odd */

static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

void rng_seed(struct rng *rng, uint64_t seed, uint64_t purpose, uint64_t item)
{
    /* mix is one to one, so for one seed and purpose no two items share a stream. */
    uint64_t z = mix(seed + GOLDEN);
    z = mix((z ^ purpose) + GOLDEN);
    z = mix((z ^ item) + GOLDEN);
    for (int i = 0; i < 4; i++)
        rng->state[i] = mix(z += GOLDEN);
}

uint64_t rng_bits(struct rng *rng)
{
    uint64_t *s = rng->state;
    uint64_t bits = rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return bits;
}

double rng_uniform(struct rng *rng)
{
    return (double)(rng_bits(rng) >> 11) * 0x1p-53;
}

/* Lemire, "Fast random integer generation in an interval", doi:10.1145/3230636: the high half of a
 * product, rejecting the low halves that would make some results one count likelier. */
uint32_t rng_below(struct rng *rng, uint32_t n)
{
    assert(n >= 1);
    uint32_t reject = (UINT32_MAX - n + 1) % n; /* 2^32 mod n */
    uint64_t product;
    do {
        product = (rng_bits(rng) >> 32) * n;
    } while ((uint32_t)product < reject);
    return (uint32_t)(product >> 32);
}

/* Ratio of uniforms with Leva's quadratic bounds, "A fast normal random number generator", ACM TOMS
 * 18(4), 1992, doi:10.1145/138351.138364: v / u is normal if v^2 <= -4 u^2 log u.  The bounds
 * decide all but 1 % of the pairs. */
double rng_normal(struct rng *rng)
{
    for (;;) {
        double u = 1 - rng_uniform(rng); /* (0, 1] */
        double v = 1.7156 * (rng_uniform(rng) - 0.5);
        double x = u - 0.449871;
        double y = fabs(v) + 0.386595;
        double q = x * x + y * (0.19600 * y - 0.25472 * x);
        if (q < 0.27597 || (q <= 0.27846 && v * v <= -4 * u * u * log(u)))
            return v / u;
    }
}
