/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_kept.c - a new roster beside an earlier one: kept days stay to the minute, changes cost
 * their price, and rules bend to kept days only as far as they must. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "scheduler/check.h"
#include "scheduler/scheduler.h"
#include "tests/unit/centre.h"

static struct roster solve(struct centre *c, const struct roster *start, const struct locks *locks)
{
    struct roster roster;
    struct run run = {
        .seed = 1, .iteration_limit = 12, .gap_target = 1e-4, .started_s = clock_now_s()};
    assert_int_equal(scheduler_roster(&roster, &c->plan, &c->horizon, &c->requirement, 1, start,
                                      locks, c->arena, &run, c->diags),
                     OK);
    return roster;
}

/* The checker finds nothing, or only what is told of kept days, and the same cost. */
static void verify(struct centre *c, const struct roster *roster)
{
    struct check_result result;
    assert_int_equal(check_roster(&result, &c->plan, &c->requirement, roster, c->arena, c->diags),
                     OK);
    if (result.n_broken > 0)
        fail_msg("%s", centre_messages(c));
    double close = 1e-5 * fabs(result.value) + 0.01;
    assert_true(fabs(result.value - roster->value) <= close);
    assert_true(roster->bound <= roster->value + close);
}

static const struct duty *duty_on(const struct roster *roster, int agent, int32_t date)
{
    for (int i = 0; i < roster->n_duties; i++)
        if (roster->duty[i].agent == agent && roster->duty[i].work_date == date)
            return &roster->duty[i];
    return NULL;
}

static void assert_same(const struct duty *a, const struct duty *b)
{
    assert_int_equal(a != NULL, b != NULL);
    if (!a)
        return;
    assert_int_equal(a->shift, b->shift);
    assert_true(a->start == b->start && a->end == b->end);
    assert_int_equal(a->is_rest_day, b->is_rest_day);
    assert_int_equal(a->n_pauses, b->n_pauses);
    for (int k = 0; k < a->n_pauses; k++) {
        assert_true(a->pause[k].start == b->pause[k].start);
        assert_int_equal(a->pause[k].min, b->pause[k].min);
    }
}

static void assert_kept(const struct locks *locks, const struct roster *now)
{
    for (int a = 0; a < locks->n_agents; a++)
        for (int day = 0; day < locks->n_days; day++) {
            const struct locked_day *lock = locks_day(locks, a, locks->first + day);
            if (lock->is_kept)
                assert_same(lock->was, duty_on(now, a, locks->first + day));
        }
}

static struct locks locks_of(struct centre *c, const struct roster *before)
{
    struct locks locks;
    locks_make(&locks, before, &c->horizon, c->plan.n_agents, c->arena);
    return locks;
}

static void a_whole_week_is_kept(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        struct centre c;
        centre_random(&c, seed, 4 + (int)(seed % 5), 1 + (int)(seed % 2));
        struct roster before = solve(&c, NULL, NULL);
        assert_int_not_equal(before.end, ROSTER_INFEASIBLE);
        struct locks locks = locks_of(&c, &before);
        locks_keep(&locks, EVERY_AGENT, c.horizon.first, c.horizon.first + c.horizon.n_days - 1);
        struct roster now = solve(&c, NULL, &locks);
        assert_kept(&locks, &now);
        assert_int_equal(now.n_duties, before.n_duties);
        assert_true(fabs(now.value - before.value) <= 1e-6 * fabs(before.value) + 1e-6);
        assert_int_equal(now.n_changed, 0);
        verify(&c, &now);
        centre_free(&c);
    }
}

static void kept_days_stay_when_need_moves(void **state)
{
    (void)state;
    for (uint64_t seed = 8; seed <= 10; seed++) {
        struct centre c;
        centre_random(&c, seed, 4 + (int)(seed % 5), 1 + (int)(seed % 2));
        struct roster before = solve(&c, NULL, NULL);
        struct locks locks = locks_of(&c, &before);
        locks_keep(&locks, EVERY_AGENT, c.horizon.first, c.horizon.first + 2);
        locks_keep(&locks, 0, c.horizon.first + 5, c.horizon.first + 5);
        for (int i = 0; i < c.requirement.n_queues * c.requirement.grid.n_slots; i++)
            c.requirement.need[i] = i % 3 == 0 ? c.requirement.need[i] + 1 : 0;
        struct roster now = solve(&c, &before, &locks);
        assert_kept(&locks, &now);
        for (int a = 0; a < c.plan.n_agents; a++)
            assert_false(now.bends[a]); /* the earlier week was legal: it still can be had */
        verify(&c, &now);
        centre_free(&c);
    }
}

/* A dear change is made by nobody who need not; of who must, as few days as can be. */
static void changes_cost_their_price(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    int early = centre_add_shift(&c, "E", 6 * 60, 6 * 60, 540, 60, 2);
    centre_add_shift(&c, "L", 14 * 60, 14 * 60, 540, 60, 2);
    for (int a = 0; a < 4; a++)
        centre_add_agent(&c, (const char *[]){"A1", "A2", "A3", "A4"}[a], 0, 1);
    centre_need(&c, 0, 6 * 60, 15 * 60, 2);
    centre_need(&c, 0, 15 * 60, 23 * 60, 1);
    struct roster before = solve(&c, NULL, NULL);
    struct locks locks = locks_of(&c, &before);
    locks_price(&locks, EVERY_AGENT, c.horizon.first, c.horizon.first + 6, 1e5);
    centre_need(&c, 0, 6 * 60, 15 * 60, 1);
    centre_need(&c, 0, 15 * 60, 23 * 60, 2);
    struct roster now = solve(&c, NULL, &locks);
    assert_int_equal(now.n_changed, 0);
    assert_true(now.cost_changes == 0);
    verify(&c, &now);
    /* Somebody is on leave on a day of work: that day is free and costs nothing, no other moves. */
    int32_t date = c.horizon.first;
    while (!duty_on(&before, 1, date))
        date++;
    char text[DATE_TEXT];
    date_format(text, date);
    centre_add_leave(&c, 1, text, text, LEAVE_SICK, -1);
    now = solve(&c, &before, &locks);
    assert_int_equal(now.n_changed, 1);
    assert_null(duty_on(&now, 1, date));
    assert_true(fabs(now.cost_changes - 1e5) < 1);
    verify(&c, &now);
    /* Cheap changes are made where they win more. */
    locks_price(&locks, EVERY_AGENT, c.horizon.first, c.horizon.first + 6, 0.01);
    now = solve(&c, &before, &locks);
    assert_true(now.n_changed > 3);
    assert_true(fabs(now.cost_changes - 0.01 * now.n_changed) < 1e-9);
    verify(&c, &now);
    (void)early;
    centre_free(&c);
}

/* Late on Monday and early on Tuesday stay, though the rule of rest came later; what is free keeps
 * it. */
static void a_rule_bends_to_kept_days(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    centre_add_shift(&c, "E", 6 * 60, 6 * 60, 540, 60, 2);
    centre_add_shift(&c, "L", 14 * 60, 14 * 60, 540, 60, 2);
    centre_add_agent(&c, "A1", 0, 1);
    centre_add_agent(&c, "A2", 0, 1);
    /* on odd days late, on even days early: every pair late to early lacks two hours */
    for (int day = 0; day < 7; day++) {
        char text[DATE_TEXT];
        date_format(text, c.horizon.first + day);
        int64_t from = (centre_at(&c, text, 0) - c.horizon.grid.begin) / 1800;
        for (int slot = day % 2 == 0 ? 28 : 12; slot < (day % 2 == 0 ? 46 : 30); slot++)
            c.requirement.need[from + slot] = 2;
    }
    struct roster before = solve(&c, NULL, NULL);
    assert_true(duty_on(&before, 0, c.horizon.first) && duty_on(&before, 0, c.horizon.first + 1));
    struct locks locks = locks_of(&c, &before);
    locks_keep(&locks, 0, c.horizon.first, c.horizon.first + 1);
    centre_rule(&c, RULE_REST_BETWEEN, 11);
    struct roster now = solve(&c, NULL, &locks);
    assert_kept(&locks, &now);
    assert_true(now.bends[0]);
    assert_false(now.bends[1]);
    assert_non_null(strstr(centre_messages(&c), "agent A1: "));
    assert_non_null(strstr(centre_messages(&c), "rest_between_shifts_h 11"));
    verify(&c, &now);
    int too_short = 0;
    for (int i = 1; i < now.n_duties; i++)
        if (now.duty[i].agent == now.duty[i - 1].agent &&
            now.duty[i].start - now.duty[i - 1].end < 11 * 3600)
            too_short++;
    assert_int_equal(too_short, 1);
    centre_free(&c);
}

/* Leave that came later, and a shift that the catalogue has no more. */
static void what_is_published_stays(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    int early = centre_add_shift(&c, "E", 6 * 60, 6 * 60, 540, 60, 2);
    centre_add_agent(&c, "A1", 0, 1);
    centre_add_agent(&c, "A2", 0, 1);
    centre_need(&c, 0, 6 * 60, 15 * 60, 2);
    struct roster before = solve(&c, NULL, NULL);
    struct locks locks = locks_of(&c, &before);
    int32_t date = c.horizon.first;
    while (!duty_on(&before, 0, date) || !duty_on(&before, 1, date))
        date++;
    locks_keep(&locks, EVERY_AGENT, date, date);
    char text[DATE_TEXT];
    date_format(text, date);
    centre_add_leave(&c, 0, text, text, LEAVE_LEAVE, -1);
    c.plan.shifts[early].start_min = c.plan.shifts[early].start_last_min = 7 * 60;
    struct roster now = solve(&c, &before, &locks);
    assert_kept(&locks, &now);
    assert_true(now.bends[0] && now.bends[1]);
    assert_non_null(strstr(centre_messages(&c), "leave 2003-"));
    assert_non_null(strstr(centre_messages(&c), "none that shifts.csv offers"));
    for (int i = 0; i < now.n_duties; i++)
        if (now.duty[i].work_date != date)
            assert_int_equal(tz_minute(c.plan.site.zone, now.duty[i].start), 7 * 60);
    verify(&c, &now);
    centre_free(&c);
}

/* Nobody can be at two places. */
static void an_overlap_of_kept_shifts_is_a_conflict(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    int early = centre_add_shift(&c, "E", 6 * 60, 6 * 60, 540, 60, 0);
    centre_add_agent(&c, "A1", 0, 1);
    centre_need(&c, 0, 6 * 60, 15 * 60, 1);
    struct duty duties[2] = {{.shift = early, .work_date = c.horizon.first},
                             {.shift = early, .work_date = c.horizon.first + 1}};
    duties[0].start = centre_at(&c, "2003-10-27", 23 * 60);
    duties[0].end = duties[0].start + 9 * 3600;
    duties[1].start = centre_at(&c, "2003-10-28", 6 * 60);
    duties[1].end = duties[1].start + 9 * 3600;
    struct roster before = {.horizon = c.horizon, .duty = duties, .n_duties = 2};
    struct locks locks = locks_of(&c, &before);
    locks_keep(&locks, EVERY_AGENT, c.horizon.first, c.horizon.first + 1);
    struct roster now = solve(&c, NULL, &locks);
    assert_int_equal(now.end, ROSTER_INFEASIBLE);
    assert_non_null(strstr(centre_messages(&c), "the days that stay as they were"));
    centre_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_week_is_kept),
        cmocka_unit_test(kept_days_stay_when_need_moves),
        cmocka_unit_test(changes_cost_their_price),
        cmocka_unit_test(a_rule_bends_to_kept_days),
        cmocka_unit_test(what_is_published_stays),
        cmocka_unit_test(an_overlap_of_kept_shifts_is_a_conflict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
