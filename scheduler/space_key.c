/* SPDX-License-Identifier: GPL-3.0-or-later */
/* space_key.c - all of a person that a space hangs on, byte by byte: people of one key share one.
 */
#include "base/mem.h"
#include "scheduler/space.h"

struct key {
    unsigned char *byte;
    size_t n, cap;
};

static void key_put(struct key *key, const void *value, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        MEM_GROW(key->byte, key->n, key->cap);
        key->byte[key->n++] = ((const unsigned char *)value)[i];
    }
}

static void key_limit(struct key *key, const struct limit *limit, int n_days)
{
    int32_t head[] = {(int32_t)limit->kind,
                      limit->of_days_off,
                      limit->after_run,
                      limit->each,
                      limit->lo_waived_at_edges,
                      limit->lo,
                      limit->hi,
                      limit->from_day,
                      limit->to_day,
                      limit->block_of_day != NULL};
    key_put(key, head, sizeof head);
    key_put(key, &limit->classes, sizeof limit->classes);
    key_put(key, &limit->then, sizeof limit->then);
    key_put(key, &limit->price_lo, sizeof limit->price_lo);
    key_put(key, &limit->price_hi, sizeof limit->price_hi);
    if (limit->block_of_day)
        key_put(key, limit->block_of_day, (size_t)n_days);
}

unsigned char *space_key(const struct problem *problem, const struct person *person, size_t *n)
{
    struct key key = {0};
    unsigned char bits = 0;
    for (int i = 0; i < person->n_limits; i++)
        key_limit(&key, &person->limits[i], problem->n_days);
    key_put(&key, &person->past.last_end_min, sizeof person->past.last_end_min);
    key_put(&key, &person->past.run_of_work, sizeof person->past.run_of_work);
    key_put(&key, person->past.run_of_class, sizeof person->past.run_of_class);
    for (int d = 0; d < problem->n_days; d++) {
        bits = person->cost_off && person->cost_off[d] >= GRAIN_FORBIDDEN;
        key_put(&key, &bits, 1);
    }
    for (int c = 0; c < problem->n_choices; c++) {
        bits = (unsigned char)(bits << 1 | (person->cost[c] < GRAIN_FORBIDDEN));
        if (c % 8 == 7 || c == problem->n_choices - 1)
            key_put(&key, &bits, 1);
    }
    *n = key.n;
    return key.byte;
}
