/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_svd.c - days made of two shapes are given back; what has too few days is not guessed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "forecast/svd.h"

#define DAYS 140
#define AHEAD 14
#define CELLS 12

/* Mornings and evenings of their own weight by weekday. */
static double truth(int day, int cell)
{
    double morning = sin(M_PI * (cell + 0.5) / CELLS), evening = cell / 12.0;
    int w = (int)date_weekday(day);
    double root = (10 + w) * morning + (w == SUNDAY ? 1 : 8) * evening;
    return root * root;
}

static struct daytable table(int n_known, struct arena *arena)
{
    struct daytable t = {
        .n_days = DAYS + AHEAD, .n_known = n_known, .slot_s = 3600, .n_cells = CELLS};
    t.calls = ARENA_ARRAY(arena, double, (DAYS + AHEAD) * CELLS);
    t.open = ARENA_ARRAY(arena, bool, 7 * CELLS);
    t.mark = ARENA_ARRAY(arena, struct day_mark, DAYS + AHEAD);
    for (int k = 0; k < 7 * CELLS; k++)
        t.open[k] = true;
    for (int d = 0; d < DAYS + AHEAD; d++) {
        t.mark[d] = (struct day_mark){.holiday = -1, .effect = 1};
        for (int c = 0; c < CELLS; c++)
            t.calls[d * CELLS + c] = d < n_known ? truth(d, c) - 0.25 : NAN;
    }
    return t;
}

static void two_shapes_are_found(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct daytable t = table(DAYS, arena);
    double *out = ARENA_ARRAY(arena, double, AHEAD *CELLS);
    struct svd svd;
    t.calls[30 * CELLS] = NAN; /* not a whole day: passed over */
    t.mark[40].holiday = 0;    /* and so is a holiday */
    t.calls[40 * CELLS + 3] = 1e5;
    t.mark[DAYS + 2].effect = 1.5;
    svd_make(&svd, &t, DAYS - 28, arena);
    svd_predict(out, &svd, DAYS - 7, 1); /* an earlier origin first */
    svd_predict(out, &svd, DAYS, AHEAD);
    for (int h = 0; h < AHEAD; h++)
        for (int c = 0; c < CELLS; c++) {
            double expected = truth(DAYS + h, c) * (h == 2 ? 1.5 : 1);
            assert_true(fabs(out[h * CELLS + c] - expected) < 0.01 * expected + 0.5);
        }
    arena_free(arena);
}

static void few_days_say_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct daytable t = table(14, arena);
    double out[CELLS];
    struct svd svd;
    svd_make(&svd, &t, 14, arena);
    svd_predict(out, &svd, 14, 1);
    assert_true(isnan(out[0]) && isnan(out[CELLS - 1]));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(two_shapes_are_found),
                                       cmocka_unit_test(few_days_say_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
