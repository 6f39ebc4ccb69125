/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_posts.c - leaders, company, counters, guides, seats: solver and checker count the same, and
 * the solver pays for what is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/posts.h"
#include "scheduler/check.h"
#include "scheduler/scheduler.h"
#include "tests/unit/centre.h"

static struct tenure stages[] = {
    {.id = "class", .from_day = 0, .stage = STAGE_CLASS, .handling = 1, .level = 9},
    {.id = "tandem",
     .from_day = 10,
     .stage = STAGE_TANDEM,
     .handling = 1,
     .support_min_per_h = 15,
     .level = 9},
    {.id = "pool",
     .from_day = 20,
     .stage = STAGE_POOL,
     .handling = 1.4,
     .support_min_per_h = 5,
     .level = 1},
    {.id = "full", .from_day = 60, .stage = STAGE_FULL, .handling = 1, .level = 9}};

static struct pair named_pairs[] = {{.agent = 0, .other = 1, .kind = PAIR_TOGETHER},
                                    {.agent = 2, .other = 3, .kind = PAIR_APART}};

static struct roster solve(struct centre *c)
{
    struct roster roster;
    struct run run = {
        .seed = 1, .iteration_limit = 12, .gap_target = 1e-4, .started_s = clock_now_s()};
    assert_int_equal(scheduler_roster(&roster, &c->plan, &c->horizon, &c->requirement, 1, NULL,
                                      NULL, c->arena, &run, c->diags),
                     OK);
    return roster;
}

/* The checker finds no fault and the same cost. */
static struct check_result verify(struct centre *c, const struct roster *roster)
{
    struct check_result result;
    assert_int_equal(check_roster(&result, &c->plan, &c->requirement, roster, c->arena, c->diags),
                     OK);
    if (result.n_broken > 0)
        fail_msg("%s", centre_messages(c));
    assert_true(fabs(result.cost_duty - roster->cost_duty) <= 1e-5 * result.cost_duty + 0.01);
    assert_true(roster->bound <= roster->value);
    return result;
}

/* Everybody's role, stage and mentor by chance; every post that there is. */
static void people_of_all_sorts(struct centre *c, uint64_t seed)
{
    struct rng rng;
    rng_seed(&rng, seed, 4, 0);
    c->plan.tenure = stages;
    c->plan.n_tenure = 4;
    c->plan.policy.leader_span = 3;
    c->plan.policy.night_senior_span = 4;
    c->plan.site.seats = 2;
    c->plan.prices.span_per_h = 300;
    c->plan.prices.alone_per_h = 900;
    c->plan.prices.seat_per_h = 250;
    c->plan.prices.pair_per_h = 200;
    c->plan.pairs = named_pairs;
    c->plan.n_pairs = c->plan.n_agents >= 4 ? 2 : 0;
    if (seed % 3 == 0)
        c->plan.queues[0].channel = CHANNEL_COUNTER;
    for (int a = 0; a < c->plan.n_agents; a++) {
        struct agent *agent = &c->plan.agents[a];
        agent->role = (enum role)rng_below(&rng, N_ROLES);
        if (rng_below(&rng, 2))
            agent->since = c->horizon.first - 10 - (int32_t)rng_below(&rng, 60);
        if (rng_below(&rng, 3) == 0)
            agent->mentor = a > 0 ? a - 1 : -1;
    }
}

static void random_weeks_cost_the_same(void **state)
{
    (void)state;
    double cost = 0;
    for (uint64_t seed = 1; seed <= 7; seed++) {
        struct centre c;
        centre_random(&c, seed, 5 + (int)(seed % 7), 1 + (int)(seed % 3));
        people_of_all_sorts(&c, seed);
        struct roster roster = solve(&c);
        if (roster.end == ROSTER_INFEASIBLE)
            fail_msg("seed %d: %s", (int)seed, centre_messages(&c));
        cost += verify(&c, &roster).cost_duty;
        centre_free(&c);
    }
    assert_true(cost > 0);
}

/* Two weeks of shifts by day and night, four people who could do either. */
static void small_site(struct centre *c)
{
    centre_init(c, "Asia/Jakarta", 0, "2026-12-21", 7, 60);
    centre_add_shift(c, "D", 8 * 60, 8 * 60, 540, 60, 0);
    centre_add_shift(c, "E", 14 * 60, 14 * 60, 540, 60, 0);
    centre_need(c, 0, 8 * 60, 23 * 60, 1);
    for (int a = 0; a < 4; a++)
        centre_add_agent(c, arena_printf(c->arena, "A%d", a + 1), 0, 1);
    c->plan.prices.span_per_h = 500;
    c->plan.prices.alone_per_h = 2000;
    c->plan.prices.seat_per_h = 2000;
}

static int starts_with(const struct roster *roster, int agent, int64_t start)
{
    for (int i = 0; i < roster->n_duties; i++)
        if (roster->duty[i].agent == agent && roster->duty[i].start == start)
            return 1;
    return 0;
}

static int missing_starts(const struct roster *roster, int learner, int mentor)
{
    int n = 0;
    for (int i = 0; i < roster->n_duties; i++)
        if (roster->duty[i].agent == learner)
            n += !starts_with(roster, mentor, roster->duty[i].start);
    return n;
}

static void learners_begin_with_their_mentor(void **state)
{
    (void)state;
    struct centre c;
    small_site(&c);
    c.plan.tenure = stages;
    c.plan.n_tenure = 4;
    c.plan.agents[3].since = c.horizon.first - 12;
    c.plan.agents[3].mentor = 1;
    assert_int_equal(posts_work(&c.plan, 3, c.horizon.first).quarters, 0);
    assert_int_equal(posts_work(&c.plan, 1, c.horizon.first).quarters, 3);
    assert_false(posts_can_serve(&c.plan, 3, 0, c.horizon.first));
    struct roster roster = solve(&c);
    verify(&c, &roster);
    assert_int_equal(missing_starts(&roster, 3, 1), 0);
    assert_true(missing_starts(&roster, 3, 0) > 0);
    /* with nobody named any senior will do */
    c.plan.agents[3].mentor = -1;
    c.plan.agents[2].role = ROLE_SENIOR;
    roster = solve(&c);
    verify(&c, &roster);
    assert_int_equal(missing_starts(&roster, 3, 2), 0);
    centre_free(&c);
}

/* Hours at work of an agent on slots that begin from one date to another, both inclusive; minute by
 * minute. */
static double hours_at_work(const struct centre *c, const struct roster *roster, int agent,
                            int32_t from, int32_t to)
{
    int minutes = 0;
    for (int i = 0; i < roster->n_duties; i++) {
        const struct duty *duty = &roster->duty[i];
        for (int64_t at = duty->start; duty->agent == agent && at < duty->end; at += 60) {
            int32_t date = tz_work_date(c->plan.site.zone, at, 0);
            bool works = date >= from && date <= to;
            for (int k = 0; k < duty->n_pauses; k++)
                works = works && (at < duty->pause[k].start ||
                                  at >= duty->pause[k].start + duty->pause[k].min * 60);
            minutes += works;
        }
    }
    return minutes / 60.0;
}

static double covered_hours(const struct centre *c, const struct check_result *result)
{
    double hours = 0;
    for (int t = 0; t < c->requirement.grid.n_slots; t++)
        hours += result->cover[t] * c->requirement.grid.slot_s / 3600;
    return hours;
}

/* A guide who is not named loses a quarter of a person while the learner is at work, and that has
 * its price: the learner would be anywhere, with support they are where most can be spared. */
static void guides_give_a_quarter(void **state)
{
    (void)state;
    double value[2];
    struct tenure tandem = stages[1];
    for (int i = 0; i < 2; i++) {
        struct centre c;
        small_site(&c);
        tandem.support_min_per_h = i == 0 ? 0 : 15;
        c.plan.tenure = &tandem;
        c.plan.n_tenure = 1;
        c.plan.agents[3].since = c.horizon.first - 12;
        for (int a = 0; a < 3; a++)
            c.plan.agents[a].role = ROLE_SENIOR;
        struct post_work work = posts_work(&c.plan, 3, c.horizon.first);
        assert_int_equal(work.queues, i);
        assert_int_equal(work.quarters, -i);
        assert_int_equal(posts_work(&c.plan, 0, c.horizon.first).quarters, 4);
        struct roster roster = solve(&c);
        struct check_result result = verify(&c, &roster);
        int32_t first = c.horizon.first, last = first + 6;
        double hours = -0.25 * i * hours_at_work(&c, &roster, 3, first, last);
        for (int a = 0; a < 3; a++)
            hours += hours_at_work(&c, &roster, a, first, last);
        assert_true(fabs(covered_hours(&c, &result) - hours) < 1e-6);
        value[i] = roster.value;
        centre_free(&c);
    }
    assert_true(value[1] > value[0]);
}

/* Three stages in a fortnight: who is in tandem begins with the mentor and serves nothing, from the
 * day of the pool on they serve alone and count less. */
static void stages_change_within_the_horizon(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Jakarta", 0, "2026-12-21", 14, 60);
    centre_add_shift(&c, "D", 8 * 60, 8 * 60, 540, 60, 0);
    centre_add_shift(&c, "N", 22 * 60, 22 * 60, 540, 60, 0);
    centre_need(&c, 0, 0, 1440, 1);
    for (int a = 0; a < 4; a++)
        centre_add_agent(&c, arena_printf(c.arena, "A%d", a + 1), 0, 1);
    c.plan.prices.alone_per_h = 2000;
    c.plan.tenure = stages;
    c.plan.n_tenure = 4;
    int32_t first = c.horizon.first, pool = first + 3;
    c.plan.agents[3].since = pool - 20;
    c.plan.agents[3].mentor = 1;
    c.plan.agents[2].since = first + 9 - 60; /* in the pool up to the second Wednesday */
    struct roster roster = solve(&c);
    struct check_result result = verify(&c, &roster);
    int n_tandem = 0, n_pool = 0;
    for (int i = 0; i < roster.n_duties; i++) {
        const struct duty *duty = &roster.duty[i];
        if (duty->agent != 3)
            continue;
        assert_int_equal(duty->queues, duty->work_date < pool ? 0 : 1);
        if (duty->work_date < pool)
            assert_true(starts_with(&roster, 1, duty->start));
        *(duty->work_date < pool ? &n_tandem : &n_pool) += 1;
    }
    assert_true(n_tandem > 0 && n_pool > 0);
    double hours = hours_at_work(&c, &roster, 0, first, first + 13) +
                   0.75 * hours_at_work(&c, &roster, 1, first, pool - 1) +
                   hours_at_work(&c, &roster, 1, pool, first + 13) +
                   0.75 * hours_at_work(&c, &roster, 2, first, first + 8) +
                   hours_at_work(&c, &roster, 2, first + 9, first + 13) +
                   0.75 * hours_at_work(&c, &roster, 3, pool, first + 13);
    assert_true(fabs(covered_hours(&c, &result) - hours) < 1e-6);
    assert_true(roster.bound <= roster.value);
    centre_free(&c);
}

/* A leader comes where people are needed, a seat is for one: each asked for, and not. */
static void money_is_given_up(void **state)
{
    (void)state;
    struct centre c;
    small_site(&c);
    c.plan.agents[0].role = c.plan.agents[1].role = ROLE_LEADER;
    struct roster before = solve(&c);
    c.plan.policy.leader_span = 12;
    double unasked = 0, asked;
    struct check_result result;
    before.value = before.bound = NAN;
    check_roster(&result, &c.plan, &c.requirement, &before, c.arena, c.diags);
    unasked = result.cost_duty;
    struct roster after = solve(&c);
    asked = verify(&c, &after).cost_duty;
    assert_true(unasked > 0 && asked < unasked);
    c.plan.policy.leader_span = 0;
    c.plan.site.seats = 1;
    before = solve(&c);
    asked = verify(&c, &before).cost_duty;
    c.plan.site.seats = 4;
    after = solve(&c);
    assert_true(verify(&c, &after).cost_duty == 0);
    assert_true(asked > 0); /* four weeks of 40 hours do not fit 15 hours a day on one seat */
    centre_free(&c);
}

static void stages_by_the_day(void **state)
{
    (void)state;
    struct centre c;
    small_site(&c);
    c.plan.tenure = stages;
    c.plan.n_tenure = 4;
    struct agent *agent = &c.plan.agents[0];
    agent->since = c.horizon.first - 20;
    assert_int_equal(tenure_on(&c.plan, 0, c.horizon.first)->stage, STAGE_POOL);
    assert_int_equal(tenure_on(&c.plan, 0, c.horizon.first - 1)->stage, STAGE_TANDEM);
    assert_null(tenure_on(&c.plan, 0, c.horizon.first + 40));
    assert_null(tenure_on(&c.plan, 0, c.horizon.first - 21));
    /* 1/1.4 - 5/60 = 0.63 */
    assert_int_equal(posts_work(&c.plan, 0, c.horizon.first).quarters, 3);
    assert_true(posts_can_serve(&c.plan, 0, 0, c.horizon.first));
    c.plan.queues[0].level = 2; /* beyond the pool's cases */
    assert_false(posts_can_serve(&c.plan, 0, 0, c.horizon.first));
    centre_free(&c);
}

/* A learner whose mentor is on leave for most of the week is anybody's. */
static void mentor_on_leave(void **state)
{
    (void)state;
    struct centre c;
    struct duty_post post[MOST_DUTY_POSTS];
    small_site(&c);
    c.plan.tenure = stages;
    c.plan.n_tenure = 4;
    c.plan.agents[0].since = c.horizon.first - 12;
    c.plan.agents[0].mentor = 1;
    c.plan.agents[1].role = c.plan.agents[2].role = ROLE_SENIOR;
    int n = duty_posts(post, &c.plan, c.horizon.first, 7);
    assert_int_equal(post[n - 1].kind, POST_PAIR);
    centre_add_leave(&c, 1, "2026-12-21", "2026-12-23", LEAVE_LEAVE, -1);
    assert_false(posts_mentor_away(&c.plan, 0, c.horizon.first));
    c.plan.leaves[0].to++;
    assert_true(posts_mentor_away(&c.plan, 0, c.horizon.first));
    n = duty_posts(post, &c.plan, c.horizon.first, 7);
    assert_int_equal(post[n - 1].kind, POST_GUIDE);
    assert_int_equal(duty_post_quarters(&c.plan, post, n, n - 1, 0, c.horizon.first), -4);
    assert_int_equal(duty_post_quarters(&c.plan, post, n, n - 1, 2, c.horizon.first), 4);
    centre_free(&c);
}

static int64_t start_on(const struct roster *roster, int agent, int32_t date)
{
    for (int i = 0; i < roster->n_duties; i++)
        if (roster->duty[i].agent == agent && roster->duty[i].work_date == date)
            return roster->duty[i].start;
    return NO_TIME;
}

/* Early and late shifts for four alike: the first two on one shift, the others never at once. */
static void named_pairs_are_kept(void **state)
{
    (void)state;
    struct centre c;
    double free_cost = 0;
    for (int paired = 0; paired < 2; paired++) {
        centre_init(&c, "Asia/Manila", 0, "2026-11-02", 7, 60);
        c.plan.shifts[centre_add_shift(&c, "D", 480, 960, 480, 0, 0)].start_step_min = 480;
        for (int a = 0; a < 4; a++)
            centre_add_agent(&c, a == 0 ? "A1" : a == 1 ? "A2" : a == 2 ? "A3" : "A4", 0, 1);
        centre_need(&c, 0, 480, 960, 2);
        centre_need(&c, 0, 960, 1440, 1);
        c.plan.prices.pair_per_h = 1e4;
        c.plan.pairs = named_pairs;
        c.plan.n_pairs = paired ? 2 : 0;
        struct roster roster = solve(&c);
        verify(&c, &roster);
        int n_apart = 0, n_at_once = 0;
        for (int32_t date = c.horizon.first; date < c.horizon.first + 7; date++) {
            n_apart += start_on(&roster, 0, date) != start_on(&roster, 1, date);
            n_at_once += start_on(&roster, 2, date) != NO_TIME &&
                         start_on(&roster, 2, date) == start_on(&roster, 3, date);
        }
        assert_true(paired ? n_apart == 0 && n_at_once == 0 : n_apart + n_at_once > 0);
        if (paired)
            assert_true(roster.value > free_cost); /* what keeping them costs */
        free_cost = roster.value;
        centre_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(named_pairs_are_kept),
                                       cmocka_unit_test(stages_by_the_day),
                                       cmocka_unit_test(mentor_on_leave),
                                       cmocka_unit_test(random_weeks_cost_the_same),
                                       cmocka_unit_test(learners_begin_with_their_mentor),
                                       cmocka_unit_test(guides_give_a_quarter),
                                       cmocka_unit_test(stages_change_within_the_horizon),
                                       cmocka_unit_test(money_is_given_up)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
