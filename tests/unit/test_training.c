/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_training.c - sessions within shifts: placed where cover is best, counted alike by solver and
 * checker, left out where nobody can be brought together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/training.h"
#include "scheduler/check.h"
#include "scheduler/scheduler.h"
#include "tests/unit/centre.h"

static struct roster solve_with(struct centre *c, const struct locks *locks)
{
    struct roster roster;
    struct run run = {
        .seed = 1, .iteration_limit = 60, .gap_target = 1e-4, .started_s = clock_now_s()};
    assert_int_equal(scheduler_roster(&roster, &c->plan, &c->horizon, &c->requirement, 1, NULL,
                                      locks, c->arena, &run, c->diags),
                     OK);
    return roster;
}

static struct roster solve(struct centre *c)
{
    return solve_with(c, NULL);
}

static struct check_result look(struct centre *c, const struct roster *roster)
{
    struct check_result result;
    assert_int_equal(check_roster(&result, &c->plan, &c->requirement, roster, c->arena, c->diags),
                     OK);
    return result;
}

/* No fault, and the same cost: the checker compares value, bound and gap with its own. */
static struct check_result verify(struct centre *c, const struct roster *roster)
{
    struct check_result result = look(c, roster);
    if (result.n_broken > 0)
        fail_msg("%s", centre_messages(c));
    assert_true(fabs(result.cost_training - roster->cost_training) < 0.01);
    assert_true(fabs(result.value - roster->value) <= 1e-5 * fabs(result.value) + 1);
    return result;
}

static struct training *add(struct centre *c, const char *id, int length_min, int quorum)
{
    static struct training rows[8];
    c->plan.trainings = rows;
    rows[c->plan.n_trainings] = (struct training){.id = id,
                                                  .length_min = length_min,
                                                  .from = NO_DATE,
                                                  .by = c->horizon.first + 6,
                                                  .quorum = quorum,
                                                  .trainer = -1,
                                                  .price = 5000};
    return &rows[c->plan.n_trainings++];
}

/* Three people by day all week, one of them too many in one hour of Wednesday. */
static void small_site(struct centre *c)
{
    centre_init(c, "Asia/Jakarta", 0, "2026-12-21", 7, 30);
    centre_add_shift(c, "D", 8 * 60, 8 * 60, 540, 60, 0);
    for (int a = 0; a < 3; a++)
        centre_add_agent(c, arena_printf(c->arena, "A%d", a + 1), 0, 1);
    c->plan.shifts[0].weekdays = 0x1f;
    centre_need(c, 0, 8 * 60, 17 * 60, 3);
    for (int t = 0; t < 2; t++)
        c->requirement.need[2 * 48 + 2 * 10 + t] = 2;
}

static const struct duty *find_duty(const struct roster *roster, int agent, int32_t date)
{
    for (int d = 0; d < roster->n_duties; d++)
        if (roster->duty[d].agent == agent && roster->duty[d].work_date == date)
            return &roster->duty[d];
    fail_msg("no such shift");
    return NULL;
}

static void coaching_takes_the_slack(void **state)
{
    (void)state;
    struct centre c;
    static const char *const only[] = {"A2"};
    small_site(&c);
    struct training *coach = add(&c, "coach", 60, 1);
    coach->agents = only;
    coach->n_agents = 1;
    struct roster roster = solve(&c);
    verify(&c, &roster);
    const struct duty *duty = find_duty(&roster, 1, c.horizon.first + 2);
    assert_int_equal(duty->n_lessons, 1);
    assert_true(duty->lesson[0].start == centre_at(&c, "2026-12-23", 10 * 60));
    assert_true(roster.cost_training == 0);
    centre_free(&c);
}

/* On a day that stays a session stays too, wherever cover would have it by now; a free day's moves.
 */
static void kept_days_keep_sessions(void **state)
{
    (void)state;
    for (int is_kept = 0; is_kept < 2; is_kept++) {
        struct centre c;
        struct locks locks;
        static const char *const only[] = {"A2"};
        small_site(&c);
        struct training *coach = add(&c, "coach", 60, 1);
        coach->agents = only;
        coach->n_agents = 1;
        struct roster before = solve(&c);
        int32_t date = c.horizon.first + 2;
        const struct duty *was = find_duty(&before, 1, date);
        assert_int_equal(was->n_lessons, 1);
        int64_t published = centre_at(&c, "2026-12-23", 8 * 60);
        before.duty[was - before.duty].lesson[0].start = published;
        locks_make(&locks, &before, &c.horizon, c.plan.n_agents, c.arena);
        locks_keep(&locks, EVERY_AGENT, c.horizon.first, c.horizon.first + (is_kept ? 6 : 1));
        struct roster after = solve_with(&c, &locks);
        verify(&c, &after);
        const struct duty *is = find_duty(&after, 1, date);
        assert_int_equal(is->n_lessons, 1);
        assert_int_equal(is->lesson[0].start == published, is_kept);
        centre_free(&c);
    }
}

/* A session of a free day does not go to where days stay, though they have the slack. */
static void kept_days_get_no_more(void **state)
{
    (void)state;
    for (int is_kept = 0; is_kept < 2; is_kept++) {
        struct centre c;
        struct locks locks;
        small_site(&c);
        struct roster before = solve(&c);
        struct training *coach = add(&c, "coach", 60, 1);
        coach->class_most = 1;
        locks_make(&locks, &before, &c.horizon, c.plan.n_agents, c.arena);
        if (is_kept)
            locks_keep(&locks, EVERY_AGENT, c.horizon.first, c.horizon.first + 2);
        struct roster after = solve_with(&c, &locks);
        verify(&c, &after);
        int n_early = 0;
        for (int d = 0; d < after.n_duties; d++)
            n_early += after.duty[d].work_date <= c.horizon.first + 2 ? after.duty[d].n_lessons : 0;
        assert_int_equal(n_early > 0, !is_kept);
        assert_true(after.cost_training == 0);
        centre_free(&c);
    }
}

/* Of all starts of one person's session none costs less: each is priced by the checker. */
static void no_start_is_better(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct centre c;
        static const char *only[1];
        centre_random(&c, seed, 6, 1 + (int)(seed % 3));
        struct training *coach = add(&c, "coach", c.plan.site.slot_min, 1);
        only[0] = c.plan.agents[seed % 6].id;
        coach->agents = only;
        coach->n_agents = 1;
        struct roster roster = solve(&c);
        if (roster.end == ROSTER_INFEASIBLE)
            fail_msg("seed %d: %s", (int)seed, centre_messages(&c));
        double best = verify(&c, &roster).value;
        roster.value = roster.bound = roster.gap = NAN;
        for (int d = 0; d < roster.n_duties; d++)
            roster.duty[d].n_lessons = 0;
        int n_tried = 0;
        for (int d = 0; d < roster.n_duties; d++)
            for (int t = 0; t < c.horizon.grid.n_slots; t++) {
                struct duty *duty = &roster.duty[d];
                int64_t at = c.horizon.grid.begin + (int64_t)t * c.horizon.grid.slot_s;
                if (duty->agent != (int)(seed % 6) || at < duty->start || at >= duty->end)
                    continue;
                duty->lesson[0] = (struct lesson){0, at};
                duty->n_lessons = 1;
                struct check_result result = look(&c, &roster);
                assert_true(result.n_broken > 0 || result.value >= best - 0.01);
                n_tried += result.n_broken == 0;
                duty->n_lessons = 0;
            }
        assert_true(n_tried > 0 || best >= coach->price);
        centre_free(&c);
    }
}

static void random_weeks_cost_the_same(void **state)
{
    (void)state;
    int n_lessons = 0;
    double cost = 0;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct centre c;
        static const char *const reds[] = {"red"};
        centre_random(&c, seed, 5 + (int)(seed % 7), 1 + (int)(seed % 3));
        int slot = c.plan.site.slot_min;
        struct training *all = add(&c, "all", slot, 2);
        all->class_most = 3;
        all->room = "blue";
        struct training *led = add(&c, "led", 2 * slot, 1);
        led->trainer = 0;
        led->room = "blue";
        led->from = c.horizon.first + 2;
        struct training *team = add(&c, "team", slot, 2);
        team->teams = reds;
        team->n_teams = 1;
        add(&c, "later", slot, 1)->by = c.horizon.first + 30;
        for (int a = 0; a < c.plan.n_agents; a++)
            c.plan.agents[a].team = a % 2 ? "red" : "";
        struct roster roster = solve(&c);
        if (roster.end == ROSTER_INFEASIBLE)
            fail_msg("seed %d: %s", (int)seed, centre_messages(&c));
        cost += verify(&c, &roster).cost_training;
        for (int d = 0; d < roster.n_duties; d++)
            n_lessons += roster.duty[d].n_lessons;
        centre_free(&c);
    }
    assert_true(n_lessons > 50 && cost > 0);
}

static void too_few_for_the_quorum(void **state)
{
    (void)state;
    struct centre c;
    small_site(&c);
    add(&c, "many", 30, 4);
    struct roster roster = solve(&c);
    verify(&c, &roster);
    assert_true(fabs(roster.cost_training - 3 * 5000) < 0.01);
    for (int d = 0; d < roster.n_duties; d++)
        assert_int_equal(roster.duty[d].n_lessons, 0);
    centre_free(&c);
}

/* Nobody leaves the queues for what can wait; the hour to spare is taken. */
static void later_only_in_slack(void **state)
{
    (void)state;
    struct centre c;
    small_site(&c);
    add(&c, "later", 30, 1)->by = c.horizon.first + 20;
    struct roster roster = solve(&c);
    double short_h = verify(&c, &roster).hours_short;
    int n = 0;
    for (int d = 0; d < roster.n_duties; d++)
        n += roster.duty[d].n_lessons;
    c.plan.n_trainings = 0;
    struct roster without = solve(&c);
    assert_true(short_h <= look(&c, &without).hours_short + 1e-9);
    assert_int_equal(n, 2);
    centre_free(&c);
}

static void faults_are_found(void **state)
{
    (void)state;
    struct centre c;
    small_site(&c);
    struct training *pair = add(&c, "pair", 30, 2);
    pair->trainer = 2;
    pair->room = "blue";
    struct roster roster = solve(&c);
    verify(&c, &roster);
    roster.value = roster.bound = roster.gap = NAN;
    int64_t at = NO_TIME;
    struct duty *first = NULL;
    for (int d = 0; d < roster.n_duties; d++)
        if (roster.duty[d].n_lessons == 1 && roster.duty[d].agent == 0)
            first = &roster.duty[d];
    assert_non_null(first);
    at = first->lesson[0].start;
    static const struct {
        int move_min;
        const char *says;
    } moves[] = {{-24 * 60, "is not inside the shift"},
                 {7, "does not begin with a slot"},
                 {0, "is held without its trainer A3"}};
    for (int i = 0; i < 3; i++) {
        first->lesson[0].start = at + moves[i].move_min * 60;
        pair->trainer = 2;
        for (int d = 0; d < roster.n_duties; d++)
            if (i == 2 && roster.duty[d].agent == 2)
                roster.duty[d].n_lessons = 0;
        assert_true(look(&c, &roster).n_broken > 0);
        if (!strstr(centre_messages(&c), moves[i].says))
            fail_msg("%s", centre_messages(&c));
    }
    first->lesson[0].start = first->pause[0].start;
    look(&c, &roster);
    assert_non_null(strstr(centre_messages(&c), "lies on a pause"));
    first->lesson[0].start = at;
    first->lesson[first->n_lessons++] = (struct lesson){0, at};
    look(&c, &roster);
    assert_non_null(strstr(centre_messages(&c), "attends session pair twice"));
    assert_non_null(strstr(centre_messages(&c), "sessions pair and pair at"));
    first->n_lessons = 0;
    look(&c, &roster);
    assert_non_null(strstr(centre_messages(&c), "has 1 people; its quorum is 2"));
    pair->quorum = 1;
    pair->by = c.horizon.first - 1;
    look(&c, &roster);
    assert_non_null(strstr(centre_messages(&c), "is outside its dates"));
    centre_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coaching_takes_the_slack),   cmocka_unit_test(kept_days_keep_sessions),
        cmocka_unit_test(kept_days_get_no_more),      cmocka_unit_test(no_start_is_better),
        cmocka_unit_test(random_weeks_cost_the_same), cmocka_unit_test(too_few_for_the_quorum),
        cmocka_unit_test(later_only_in_slack),        cmocka_unit_test(faults_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
