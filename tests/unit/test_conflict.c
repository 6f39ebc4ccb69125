/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_conflict.c - hard posts that cannot be had: the conflict is proven, needs each of its
 * members, and the change it offers makes a roster possible. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "scheduler/check.h"
#include "scheduler/conflict.h"
#include "scheduler/scheduler.h"
#include "tests/unit/centre.h"

static struct roster solve(struct centre *c)
{
    struct roster roster;
    struct run run = {.seed = 1, .iteration_limit = 60, .started_s = clock_now_s()};
    assert_int_equal(scheduler_roster(&roster, &c->plan, &c->horizon, &c->requirement, 1, NULL,
                                      NULL, c->arena, &run, c->diags),
                     OK);
    return roster;
}

/* One at the phones from 20:00 to 05:00, a senior with them: six agents, three of them seniors. */
static void night_site(struct centre *c)
{
    centre_init(c, "Asia/Jakarta", 12 * 60, "2026-12-21", 7, 60);
    centre_add_shift(c, "N", 20 * 60, 20 * 60, 540, 60, 0);
    centre_need(c, 0, 20 * 60, 29 * 60, 1);
    for (int a = 0; a < 6; a++) {
        centre_add_agent(c, arena_printf(c->arena, "A%d", a + 1), 0, 1);
        c->plan.agents[a].role = a < 3 ? ROLE_SENIOR : ROLE_AGENT;
    }
    c->plan.contracts[0].days_week[0] = 0;
    c->plan.contracts[0].hours_week[0] = 0;
    c->plan.prices.span_per_h = 500;
    c->plan.policy.night_senior_span = 20;
    c->plan.policy.night_senior_hard = true;
}

/* Each member left out by itself: the proof falls. */
static void needs_all(const struct conflict *c, bool *member, int n)
{
    bool can;
    for (int i = 0; i < n; i++) {
        if (!member[i])
            continue;
        member[i] = false;
        assert_false(conflict_is_proven(c, &can));
        member[i] = true;
    }
}

static void is_irreducible(struct centre *c)
{
    struct build b;
    struct conflict conflict;
    struct run run = {.seed = 1};
    bool can;
    assert_int_equal(
        build_problem(&b, &c->plan, &c->horizon, &c->requirement, 1, NULL, c->arena, c->diags), OK);
    assert_int_equal(conflict_find(&conflict, &b, &run), CONFLICT_PROVEN);
    assert_true(conflict_is_proven(&conflict, &can));
    needs_all(&conflict, conflict.day, b.n_duty * b.problem.n_days);
    needs_all(&conflict, conflict.reason, n_reasons(&c->plan));
    needs_all(&conflict, conflict.person, c->plan.n_agents);
}

/* Refused with these words; is_irreducible. */
static void refused(struct centre *c, const char *what, const char *repair)
{
    struct roster roster = solve(c);
    assert_int_equal(roster.end, ROSTER_INFEASIBLE);
    const char *said = centre_messages(c);
    if (!strstr(said, what) || !strstr(said, repair))
        fail_msg("%s", said);
    is_irreducible(c);
}

static void holds(struct centre *c)
{
    struct roster roster = solve(c);
    struct check_result result;
    if (roster.end == ROSTER_INFEASIBLE || roster.end == ROSTER_NONE)
        fail_msg("%s", centre_messages(c));
    assert_int_equal(check_roster(&result, &c->plan, &c->requirement, &roster, c->arena, c->diags),
                     OK);
    if (result.n_broken > 0)
        fail_msg("%s", centre_messages(c));
}

static void too_many_on_leave(void **state)
{
    (void)state;
    struct centre c;
    night_site(&c);
    holds(&c);
    for (int a = 0; a < 3; a++)
        centre_add_leave(&c, a, "2026-12-24", "2026-12-24", LEAVE_LEAVE, -1);
    refused(&c, "no roster has seniors at night on 2026-12-24; A1: leave 2026-12-24",
            "what would do: without leave 2026-12-24 (leave.csv line 4) for A3");
    c.plan.leaves[2].status = LEAVE_REFUSED;
    holds(&c);
    centre_free(&c);
}

static void no_senior_may_work_nights(void **state)
{
    (void)state;
    struct centre c;
    night_site(&c);
    centre_rule(&c, RULE_NO_CONSENT, 0);
    for (int a = 0; a < 6; a++)
        c.plan.agents[a].night_consent = a >= 3;
    struct rule_set *own = ARENA_ARRAY(c.arena, struct rule_set, 6);
    for (int a = 0; a < 6; a++) {
        rule_set_narrow(&own[a], &c.plan.rules, &c.plan.agents[a]);
        c.plan.agents[a].rules = &own[a];
    }
    refused(&c, "nights_without_consent_max 0", "night_consent on file for all of them");
    for (int a = 0; a < 3; a++) {
        c.plan.agents[a].night_consent = true;
        rule_set_narrow(&own[a], &c.plan.rules, &c.plan.agents[a]);
    }
    holds(&c);
    centre_free(&c);
}

/* One senior for every night, and 16 h of rest between shifts that begin 15 h apart. */
static void rest_against_starts(void **state)
{
    (void)state;
    struct centre c;
    night_site(&c);
    for (int a = 1; a < 3; a++)
        c.plan.agents[a].role = ROLE_AGENT;
    c.plan.contracts[0].days_week[1] = 7;
    c.plan.contracts[0].hours_week[1] = 56;
    holds(&c);
    centre_rule(&c, RULE_REST_BETWEEN, 16);
    c.plan.rules.rule[RULE_REST_BETWEEN].layer = LAYER_GOLD; /* law is not offered for change */
    refused(&c, "without rest_between_shifts_h 16", "for all of them");
    c.plan.rules.rule[RULE_REST_BETWEEN].value = NAN; /* as it says */
    holds(&c);
    centre_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_many_on_leave),
        cmocka_unit_test(no_senior_may_work_nights),
        cmocka_unit_test(rest_against_starts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
