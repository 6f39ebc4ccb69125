/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner's runs over models: a roster and its prices, and what a stop leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "planner/planner.h"
#include "tests/unit/centre.h"

/* Four agents for two at a time, 09:00-18:00, seven days. */
static void small_centre(struct centre *c, struct planned *planned)
{
    static const char *const ids[] = {"A", "B", "C", "D"};
    centre_init(c, "Asia/Manila", 0, "2026-11-02", 7, 60);
    centre_add_shift(c, "D", 540, 600, 540, 60, 0);
    for (int i = 0; i < 4; i++)
        centre_add_agent(c, ids[i], 0, 1);
    centre_need(c, 0, 540, 1080, 3);
    c->requirement.n_queues = 1;
    *planned = (struct planned){.horizon = c->horizon, .requirement = c->requirement};
}

static struct run new_run(void)
{
    return (struct run){.seed = 1, .started_s = clock_now_s()};
}

static void test_prices(void **state)
{
    (void)state;
    struct centre c;
    struct planned p;
    small_centre(&c, &p);
    struct run run = new_run();
    assert_int_equal(planner_roster(&p, &c.plan, true, c.arena, &run, c.diags), OK);
    assert_string_equal(centre_messages(&c), "");
    assert_true(p.has_roster);
    assert_int_equal(p.check.n_broken, 0);
    assert_int_equal(p.roster.n_duties, 20);
    assert_true(p.roster.bound <= p.roster.value);
    assert_true(p.at_half.is_known && p.at_once.is_known && p.at_double.is_known);
    assert_true(fabs(p.at_once.cost - p.check.value) < 1e-9);
    assert_true(p.at_half.cost <= p.at_once.cost && p.at_once.cost <= p.at_double.cost);
    /* dearer missing hours are not more of them */
    assert_true(p.at_double.hours_short <= p.at_half.hours_short);
    assert_true(isnan(p.at_once.service_level)); /* no contacts are known */
    centre_free(&c);
}

static int n_calls;
static void count_progress(void *context, const struct progress *progress)
{
    (void)context;
    n_calls += strcmp(progress->stage, "half price") == 0;
}

static void test_progress_is_renamed(void **state)
{
    (void)state;
    struct centre c;
    struct planned p;
    small_centre(&c, &p);
    struct run run = new_run();
    run.on_progress = count_progress;
    n_calls = 0;
    assert_int_equal(planner_roster(&p, &c.plan, true, c.arena, &run, c.diags), OK);
    assert_true(n_calls > 0);
    centre_free(&c);
}

/* Asked to stop from the start: a roster or none, and no prices. */
static void test_stop(void **state)
{
    (void)state;
    struct centre c;
    struct planned p;
    small_centre(&c, &p);
    struct run run = new_run();
    volatile sig_atomic_t stop = 1;
    run.stop = &stop;
    assert_int_equal(planner_roster(&p, &c.plan, true, c.arena, &run, c.diags), OK);
    assert_true(run.stopped_by_clock);
    assert_false(p.at_half.is_known);
    assert_false(p.at_double.is_known);
    centre_free(&c);
}

/* Somebody with no legal week: no roster, and why is said. */
static void test_infeasible(void **state)
{
    (void)state;
    struct centre c;
    struct planned p;
    small_centre(&c, &p);
    centre_add_leave(&c, 1, "2026-11-02", "2026-11-05", LEAVE_UNAVAILABLE, -1);
    struct run run = new_run();
    assert_int_equal(planner_roster(&p, &c.plan, true, c.arena, &run, c.diags), OK);
    assert_int_equal(p.roster.end, ROSTER_INFEASIBLE);
    assert_false(p.has_roster);
    assert_non_null(strstr(centre_messages(&c), "B has no legal roster"));
    centre_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prices),
        cmocka_unit_test(test_progress_is_renamed),
        cmocka_unit_test(test_stop),
        cmocka_unit_test(test_infeasible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
