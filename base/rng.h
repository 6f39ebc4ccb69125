/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rng.h - deterministic random numbers, the same on every machine.  One stream per (seed, purpose,
 * item), so that neither threads nor order change what is drawn. */
#ifndef RONDA_BASE_RNG_H
#define RONDA_BASE_RNG_H

#include <stdint.h>

struct rng {
    uint64_t state[4];
};

void rng_seed(struct rng *rng, uint64_t seed, uint64_t purpose, uint64_t item);
uint64_t rng_bits(struct rng *rng);
double rng_uniform(struct rng *rng);             /* [0, 1) */
uint32_t rng_below(struct rng *rng, uint32_t n); /* 0..n-1, unbiased, n >= 1 */
double rng_normal(struct rng *rng);              /* mean 0, deviation 1 */

#endif
