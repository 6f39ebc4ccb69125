/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_locks.c - what of an earlier roster holds, as data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/locks.h"

static struct duty duty_on(int agent, int32_t date, int shift, int64_t start)
{
    return (struct duty){.agent = agent, .work_date = date, .shift = shift, .start = start};
}

static void test_days(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct duty duties[] = {duty_on(0, 101, 1, 5000), duty_on(1, 100, 0, 4000),
                            duty_on(1, 106, 0, 9000)};
    struct roster before = {.horizon = {.first = 100, .n_days = 7}, .duty = duties, .n_duties = 3};
    struct horizon later = {.first = 104, .n_days = 14};
    struct locks locks;
    locks_make(&locks, &before, &later, 2, arena);
    assert_null(locks_day(&locks, 0, 103));
    assert_null(locks_day(&locks, 2, 104));
    assert_null(locks_day(&locks, 0, 118));
    assert_true(locks_day(&locks, 1, 106)->was == &duties[2]);
    assert_true(locks_day(&locks, 0, 106)->is_known);
    assert_null(locks_day(&locks, 0, 106)->was);
    assert_false(locks_day(&locks, 0, 107)->is_known);
    locks_keep(&locks, EVERY_AGENT, 105, 117);
    assert_false(locks_day(&locks, 1, 104)->is_kept);
    assert_true(locks_day(&locks, 1, 106)->is_kept);
    assert_false(locks_day(&locks, 1, 107)->is_kept); /* not known */
    locks_free(&locks, 1, 106, 106);
    assert_false(locks_day(&locks, 1, 106)->is_kept);
    assert_true(locks_day(&locks, 0, 106)->is_kept);
    arena_free(arena);
}

static void test_changes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct duty duties[] = {duty_on(0, 100, 1, 5000), duty_on(0, 101, 1, 6000),
                            duty_on(1, 100, 0, 4000)};
    struct roster before = {.horizon = {.first = 100, .n_days = 3}, .duty = duties, .n_duties = 3};
    struct horizon horizon = before.horizon;
    struct locks locks;
    double cost;
    locks_make(&locks, &before, &horizon, 2, arena);
    locks_price(&locks, EVERY_AGENT, 100, 102, 10);
    locks_price(&locks, 1, 101, 101, 3);
    assert_int_equal(locks_changes(&cost, &locks, &before), 0);
    assert_true(cost == 0);
    struct duty now[] = {duty_on(0, 100, 1, 5000), duty_on(0, 101, 1, 6060),
                         duty_on(1, 101, 0, 4500)};
    now[0].pause[0].start = 5500; /* moves for nothing */
    struct roster after = {.horizon = horizon, .duty = now, .n_duties = 3};
    /* another start, off in place of a shift, a shift in place of off */
    assert_int_equal(locks_changes(&cost, &locks, &after), 3);
    assert_true(cost == 10 + 10 + 3);
    now[1] = duty_on(0, 101, 0, 6000);
    after.n_duties = 2;
    assert_int_equal(locks_changes(&cost, &locks, &after), 2); /* another shift; off */
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_days), cmocka_unit_test(test_changes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
