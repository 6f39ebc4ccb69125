/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a week against sums by hand; why slots stay short; which differences count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "planner/compare.h"
#include "planner/figures.h"
#include "tests/unit/centre.h"

static void assert_near(double got, double want)
{
    if (!(fabs(got - want) < 1e-9))
        fail_msg("got %.12g, want %.12g", got, want);
}

/* Two agents, one shift 09:00-17:00 (start 09:00 only); A works Monday, B never. */
static void one_duty_week(struct centre *c, struct planned *planned)
{
    centre_init(c, "Asia/Manila", 0, "2026-11-02", 7, 60);
    int shift = centre_add_shift(c, "D", 540, 540, 480, 0, 0);
    int a = centre_add_agent(c, "A", 0, 1);
    centre_add_agent(c, "B", 0, 1);
    *planned = (struct planned){.horizon = c->horizon, .requirement = c->requirement};
    planned->requirement.n_queues = 1;
    planned->requirement.price_short[0] = 500;
    planned->has_roster = true;
    planned->roster = (struct roster){.value = 1500, .bound = 1000, .week_wages = 1e5, .gap = 0.1};
    planned->roster.duty = ARENA_ARRAY(c->arena, struct duty, 1);
    planned->roster.n_duties = 1;
    planned->roster.duty[0] = (struct duty){.agent = a,
                                            .work_date = c->horizon.first,
                                            .shift = shift,
                                            .start = centre_at(c, "2026-11-02", 540),
                                            .end = centre_at(c, "2026-11-02", 1020),
                                            .queues = 1,
                                            .paid_min = 480};
    planned->check.cover = ARENA_ARRAY(c->arena, double, c->horizon.grid.n_slots);
    for (int t = 9; t < 17; t++)
        planned->check.cover[t] = 1;
}

static void test_sums(void **state)
{
    (void)state;
    struct centre c;
    struct planned planned;
    struct figures f;
    one_duty_week(&c, &planned);
    for (int t = 8; t < 18; t++)
        planned.requirement.need[t] = t == 12 ? 3 : t == 13 ? 0 : 1;
    planner_figures(&f, &c.plan, &planned, c.arena);
    assert_int_equal(f.n_days, 7);
    assert_near(f.day[0].hours_need, 11);
    assert_near(f.day[0].hours_given, 8);
    assert_near(f.day[0].hours_short, 4);
    assert_near(f.day[0].hours_over, 1);
    assert_near(f.week.hours_given - f.week.hours_need, f.week.hours_over - f.week.hours_short);
    assert_int_equal(f.day[0].worst_slot, 12);
    assert_near(f.day[0].worst_need - f.day[0].worst_given, 2);
    assert_int_equal(f.day[1].worst_slot, -1);
    assert_int_equal(f.week.n_shifts, 1);
    assert_int_equal(f.week.n_nights, 0);
    assert_int_equal(f.n_people_working, 1);
    assert_near(f.paid_hours, 8);
    assert_near(f.gap_value, 500);
    assert_near(f.gap_hours, 1);
    assert_true(isnan(f.week.service_level));
    centre_free(&c);
}

/* Largest first; a neighbour of another kind of shortage is its own span only if a slot lies
 * between. */
static void test_shorts(void **state)
{
    (void)state;
    struct centre c;
    struct planned planned;
    struct figures f;
    one_duty_week(&c, &planned);
    double *need = planned.requirement.need;
    need[9] = 2;             /* one missing: B could come */
    need[11] = need[12] = 3; /* two missing, and there are two people in all */
    need[20] = 1;            /* after the last shift */
    planner_figures(&f, &c.plan, &planned, c.arena);
    assert_int_equal(f.n_shorts, 3);
    assert_int_equal(f.shorts[0].from, 11);
    assert_int_equal(f.shorts[0].to, 13);
    assert_near(f.shorts[0].hours, 4);
    assert_near(f.shorts[0].most, 2);
    assert_int_equal(f.shorts[0].reason, SHORT_NO_PEOPLE);
    assert_int_equal(f.shorts[1].from, 9);
    assert_int_equal(f.shorts[1].reason, SHORT_DEARER);
    assert_int_equal(f.shorts[2].from, 20);
    assert_int_equal(f.shorts[2].reason, SHORT_NO_SHIFT);
    centre_free(&c);
}

/* With both at their forty hours nobody has an hour left. */
static void test_hours_used(void **state)
{
    (void)state;
    struct centre c;
    struct planned planned;
    struct figures f;
    one_duty_week(&c, &planned);
    planned.requirement.need[9] = 2;
    planned.roster.duty[0].paid_min = 40 * 60;
    planned.roster.absence = ARENA_ARRAY(c.arena, struct absence, 5);
    planned.roster.n_absences = 5;
    for (int i = 0; i < 5; i++)
        planned.roster.absence[i] = (struct absence){1, c.horizon.first + 2 + i, LEAVE_LEAVE};
    planner_figures(&f, &c.plan, &planned, c.arena);
    assert_int_equal(f.shorts[0].reason, SHORT_NO_HOURS);
    planned.roster.absence[4].kind = LEAVE_UNAVAILABLE;
    planner_figures(&f, &c.plan, &planned, c.arena);
    assert_int_equal(f.shorts[0].reason, SHORT_DEARER);
    centre_free(&c);
}

static void compare(struct comparison *out, const struct planned *a, const struct figures *fa,
                    const struct planned *b, const struct figures *fb)
{
    static const struct plan nobody;
    struct week_figures x, y;
    planner_week_figures(&x, &nobody, a, fa);
    planner_week_figures(&y, &nobody, b, fb);
    planner_compare(out, &x, &y);
}

static void test_compare(void **state)
{
    (void)state;
    struct planned a = {.roster = {.value = 1000, .bound = 900, .cost_premium = 50}};
    struct planned b = {.roster = {.value = 1050, .bound = 1010, .cost_premium = 151}};
    struct figures fa = {.gap_value = 100, .gap_hours = 2, .week = {.hours_short = 10, .calls = 7}};
    struct figures fb = {.gap_value = 40, .gap_hours = 1, .week = {.hours_short = 12, .calls = 8}};
    struct comparison c;
    compare(&c, &a, &fa, &b, &fb);
    assert_near(c.gap_value, 100);
    assert_true(c.row[ROW_CALLS].is_decided);
    assert_true(c.row[ROW_COST].is_decided); /* 1000 < 1010: the intervals do not meet */
    assert_true(c.row[ROW_PREMIUM].is_decided);
    assert_false(c.row[ROW_HOURS_SHORT].is_decided); /* 2 hours, and 2 is the gap */
    assert_false(c.row[ROW_SERVICE].is_decided);
    b.roster.bound = 999;
    fb.week.hours_short = 12.5;
    fb.week.hours_over = 3;
    compare(&c, &a, &fa, &b, &fb);
    assert_false(c.row[ROW_COST].is_decided);
    assert_true(c.row[ROW_HOURS_SHORT].is_decided);
    assert_true(c.row[ROW_SERVICE].is_decided);
    fa.gap_value = fb.gap_value = 0;
    compare(&c, &a, &fa, &b, &fb);
    for (int r = 0; r < N_COMPARISON_ROWS; r++)
        assert_true(c.row[r].is_decided); /* both are proven best */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums),
        cmocka_unit_test(test_shorts),
        cmocka_unit_test(test_hours_used),
        cmocka_unit_test(test_compare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
