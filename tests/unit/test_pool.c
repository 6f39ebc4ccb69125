/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_pool.c - each item once, workers in range, and the same reduction for any number of workers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/pool.h"
#include "base/rng.h"

enum { N_ITEMS = 500 };

struct work {
    int n_workers;
    int times[N_ITEMS];
    int worker_out_of_range[N_ITEMS];
    double value[N_ITEMS];
};

static void draw(void *context, int item, int worker)
{
    struct work *work = context;
    struct rng rng;
    rng_seed(&rng, 42, 1, (uint64_t)item);
    work->times[item]++;
    work->worker_out_of_range[item] = worker < 0 || worker >= work->n_workers;
    for (uint32_t k = rng_below(&rng, 200); k > 0; k--) /* items of unequal length */
        work->value[item] += rng_normal(&rng) * 1e-3;
}

/* Reduced in item order: floating-point sums depend on the order. */
static double reduce(struct pool *pool, int n_items)
{
    struct work work = {.n_workers = pool_workers(pool)};
    double sum = 0;
    pool_map(pool, n_items, draw, &work);
    for (int i = 0; i < N_ITEMS; i++) {
        assert_int_equal(work.times[i], i < n_items);
        assert_false(work.worker_out_of_range[i]);
        sum += work.value[i];
    }
    return sum;
}

static void same_for_any_number_of_workers(void **state)
{
    (void)state;
    double alone = reduce(NULL, N_ITEMS);
    assert_true(alone != 0);
    for (int n = 0; n <= 8; n++) {
        struct pool *pool = pool_new(n);
        assert_true(pool_workers(pool) >= 1);
        if (n > 0)
            assert_int_equal(pool_workers(pool), n);
        for (int round = 0; round < 50; round++) {
            double sum = reduce(pool, N_ITEMS);
            assert_memory_equal(&sum, &alone, sizeof sum);
        }
        pool_free(pool);
    }
}

static void few_items_and_none(void **state)
{
    (void)state;
    struct pool *pool = pool_new(4);
    for (int n_items = 0; n_items < 8; n_items++)
        reduce(pool, n_items);
    pool_free(pool);
    pool_free(NULL);
    assert_int_equal(pool_workers(NULL), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_for_any_number_of_workers),
        cmocka_unit_test(few_items_and_none),
    };
    return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
