/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom people serve who are on duty from before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/carried.h"
#include "tests/unit/centre.h"

/* Monday 00:00-08:00, hours of 240 quarter-minutes: queues 0 and 1 want `first` and `second`
 * people. */
static void make(struct centre *c, double first, double second)
{
    centre_init(c, "UTC", 0, "2026-11-02", 7, 60);
    c->plan.accounts[0].zone = c->plan.site.zone;
    centre_add_queue(c, "chat");
    centre_add_contract(c, "full", 0, 5, 0, 40, 8, 8);
    centre_need(c, 0, 0, 480, first);
    centre_need(c, 1, 0, 480, second);
}

static void add(struct centre *c, const char *id, uint64_t queues, int until_min)
{
    centre_add_ledger(c, centre_add_agent(c, id, 0, queues), c->horizon.begin[0] + until_min * 60,
                      1, 1);
}

/* Of two flexible people one goes to each queue, whoever comes first; the one of a single queue
 * stays there.  Nobody counts twice. */
static void test_spread(void **state)
{
    (void)state;
    struct centre c;
    int32_t given[2 * 7 * 24];
    make(&c, 2, 1);
    add(&c, "A1", 3, 360);
    add(&c, "A2", 3, 360);
    add(&c, "A3", 1, 360);
    assert_true(carried_cover(given, &c.plan, &c.requirement, c.horizon.first));
    int n = c.requirement.grid.n_slots;
    for (int t = 0; t < 6; t++) {
        assert_int_equal(given[t], 2 * 240);
        assert_int_equal(given[n + t], 240);
    }
    for (int t = 6; t < n; t++)
        assert_int_equal(given[t] + given[n + t], 0);
    centre_free(&c);
}

/* A person is split where less than one is missing; what nobody lacks is with the first queue; a
 * shift ends within a slot. */
static void test_parts(void **state)
{
    (void)state;
    struct centre c;
    int32_t given[2 * 7 * 24];
    make(&c, 0.25, 0.5);
    add(&c, "A1", 3, 90);
    assert_true(carried_cover(given, &c.plan, &c.requirement, c.horizon.first));
    int n = c.requirement.grid.n_slots;
    assert_int_equal(given[0], 60 + 60); /* its need, and what is over */
    assert_int_equal(given[n], 120);
    assert_int_equal(given[1], 0);
    assert_int_equal(given[n + 1], 120);
    assert_int_equal(given[2] + given[n + 2], 0);
    centre_free(&c);
}

static void test_nobody(void **state)
{
    (void)state;
    struct centre c;
    int32_t given[2 * 7 * 24];
    make(&c, 1, 1);
    add(&c, "A1", 3, 0);
    add(&c, "A2", 0, 360);
    assert_false(carried_cover(given, &c.plan, &c.requirement, c.horizon.first));
    assert_int_equal(given[0], 0);
    c.plan.ledger[0].last_shift_end += 3600;
    c.plan.ledger[0].until = c.horizon.first; /* a later week's ledger says nothing */
    assert_false(carried_cover(given, &c.plan, &c.requirement, c.horizon.first));
    centre_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spread),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
