/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_accuracy.c - errors by slot, day and week, worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "forecast/accuracy.h"

#define MONDAY ((int64_t)19723 * 86400) /* 2024-01-01 00:00 UTC */
enum { NOON = 12 * 3600 };

static void near(double got, double wanted)
{
    assert_true(fabs(got - wanted) < 1e-12);
}

/* Half hours of calls; a Monday, a Tuesday and the next Monday are forecast by the hour. */
static void by_hand(void **state)
{
    (void)state;
    struct tz *zone = NULL;
    struct diags *diags = diags_new();
    double offered[7 * 48 + 48];
    for (int k = 0; k < 8 * 48; k++)
        offered[k] = NAN;
    offered[24] = 6, offered[25] = 4;                     /* Monday noon: 10 */
    offered[26] = 10, offered[27] = 10;                   /* 13:00: 20 */
    offered[48 + 24] = 0, offered[48 + 25] = 0;           /* Tuesday: a row that says 0 */
    offered[48 + 26] = 7;                                 /* half an hour is not known */
    offered[7 * 48 + 24] = 30, offered[7 * 48 + 25] = 10; /* next Monday: 40 */
    struct series series = {.grid = {MONDAY, 1800, 8 * 48}, .offered = offered};
    struct accuracy_slot slot[] = {{MONDAY + NOON, 12, 8, 14},
                                   {MONDAY + NOON + 3600, 16, 12, 18},
                                   {MONDAY + 86400 + NOON, 5, NAN, NAN},
                                   {MONDAY + 86400 + NOON + 3600, 5, 1, 9},
                                   {MONDAY + 7 * 86400 + NOON, 50, 40, 60}};
    struct accuracy got[N_ACCURACY_GRAINS];
    assert_int_equal(tz_load(&zone, "UTC", NULL, diags), OK);
    accuracy_measure(got, slot, 5, 3600, &series, 1, zone);
    assert_int_equal(got[ACCURACY_SLOT].n, 4);
    near(got[ACCURACY_SLOT].came, 70);
    near(got[ACCURACY_SLOT].expected, 83);
    near(got[ACCURACY_SLOT].wape, (2 + 4 + 5 + 10) / 70.0);
    near(got[ACCURACY_SLOT].bias, 13 / 70.0);
    near(got[ACCURACY_SLOT].mape, (0.2 + 0.2 + 0.25) / 3);
    near(got[ACCURACY_SLOT].within_80, 2 / 3.0);
    assert_int_equal(got[ACCURACY_DAY].n, 3);
    near(got[ACCURACY_DAY].wape, (2 + 5 + 10) / 70.0);
    assert_int_equal(got[ACCURACY_WEEK].n, 2);
    near(got[ACCURACY_WEEK].wape, (3 + 10) / 70.0);
    assert_true(isnan(got[ACCURACY_WEEK].within_80));
    accuracy_measure(got, slot, 5, 3600, &series, 0.5, zone);
    near(got[ACCURACY_SLOT].came, 35);
    slot[0].start -= 3 * 86400; /* before the history */
    accuracy_measure(got, slot, 1, 3600, &series, 1, zone);
    assert_int_equal(got[ACCURACY_SLOT].n, 0);
    assert_true(isnan(got[ACCURACY_SLOT].wape));
    tz_free(zone);
    diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_hand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
