/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_spread.c - made-up days with a known common factor: its size is found again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "base/rng.h"
#include "forecast/spread.h"

enum { DAYS = 600, CELLS = 24 };

static double normal_count(struct rng *rng, double mean)
{
    double y = floor(mean + sqrt(mean) * rng_normal(rng) + 0.5);
    return y > 0 ? y : 0;
}

/* y = Poisson-like about mean * day's factor * cell's factor. */
static void fit(struct spread *out, double day_cv, double cell_cv)
{
    struct arena *arena = arena_new();
    struct daytable t = {.n_days = DAYS, .n_known = DAYS, .slot_s = 3600, .n_cells = CELLS};
    struct spread_sample sample;
    struct rng rng;
    rng_seed(&rng, 1, 2, 3);
    t.calls = ARENA_ARRAY(arena, double, DAYS *CELLS);
    t.mark = ARENA_ARRAY(arena, struct day_mark, DAYS);
    double *cells = ARENA_ARRAY(arena, double, DAYS *CELLS);
    for (int d = 0; d < DAYS; d++) {
        double factor = 1 + day_cv * rng_normal(&rng);
        t.mark[d] = (struct day_mark){.holiday = -1, .effect = 1};
        for (int c = 0; c < CELLS; c++) {
            cells[d * CELLS + c] = 100 + 20 * c;
            t.calls[d * CELLS + c] = normal_count(&rng, cells[d * CELLS + c] * factor *
                                                            (1 + cell_cv * rng_normal(&rng)));
        }
    }
    t.mark[7].holiday = 0; /* passed over, as wild as it is */
    t.calls[7 * CELLS] = 1e6;
    spread_begin(&sample, &t, DAYS, arena);
    spread_add(&sample, &t, 0, 0, DAYS, cells, 1);
    assert_int_equal(sample.day.n, 3 * (DAYS - 1)); /* a pair a band */
    spread_fit(out, &sample);
    arena_free(arena);
}

static void a_common_factor_is_found(void **state)
{
    (void)state;
    struct spread s;
    fit(&s, 0.1, 0.05);
    assert_true(fabs(sqrt(s.cell) - hypot(0.1, 0.05)) < 0.01);
    assert_true(fabs(sqrt(s.day) - 0.1) < 0.015);
    assert_true(fabs(s.day_cv - 0.1) < 0.015);
    fit(&s, 0, 0.1);
    assert_true(fabs(sqrt(s.cell) - 0.1) < 0.01);
    assert_true(s.day_cv < 0.02);
    assert_true(s.day < 0.001);
}

static void a_few_errors_say_nothing(void **state)
{
    (void)state;
    struct spread_sample none = {0};
    struct spread s;
    spread_fit(&s, &none);
    assert_true(s.cell == spread_unknown.cell && s.day == spread_unknown.day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_common_factor_is_found),
                                       cmocka_unit_test(a_few_errors_say_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
