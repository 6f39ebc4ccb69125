/* SPDX-License-Identifier: GPL-3.0-or-later */
/* good_roster.c - the week itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "tests/unit/good_roster.h"

void good_add_duty(struct good *g, int agent, int shift, const char *date, int start_min,
                   int meal_at)
{
    const struct shift *s = &g->c.plan.shifts[shift];
    struct duty *d = &g->roster.duty[g->roster.n_duties++];
    int64_t start = centre_at(&g->c, date, start_min);
    *d = (struct duty){.agent = agent,
                       .work_date = test_date(date),
                       .shift = shift,
                       .start = start,
                       .end = start + s->length_min * 60,
                       .paid_min = s->length_min - s->meal_min};
    int first = s->n_breaks == 2 ? 120 : 75;
    d->pause[0] = (struct pause){.start = start + first * 60, .min = 15};
    d->pause[1] =
        (struct pause){.start = start + meal_at * 60, .min = s->meal_min, .is_meal = true};
    d->pause[2] = (struct pause){.start = start + 405 * 60, .min = 15};
    d->n_pauses = s->n_breaks + 1;
    for (int q = 0; q < g->c.plan.n_queues; q++)
        d->queues |= (uint64_t)plan_can_serve(&g->c.plan, agent, q) << q;
}

static void make_shifts(struct centre *c)
{
    static const char *const red[] = {"red"};
    centre_add_shift(c, "N", 20 * 60, 22 * 60, 540, 60, 2);
    centre_add_shift(c, "P", 9 * 60, 12 * 60, 330, 30, 1);
    centre_add_shift(c, "W", 20 * 60, 22 * 60, 540, 60, 2);
    centre_add_shift(c, "R", 20 * 60, 22 * 60, 540, 60, 2);
    for (int s = N; s <= R; s++)
        c->plan.shifts[s].longest_work_min = 210;
    c->plan.shifts[N].away_share_max = 0.5;
    c->plan.shifts[P].weekdays = 31;
    c->plan.shifts[W].from = test_date("2003-10-28");
    c->plan.shifts[W].to = test_date("2003-10-30");
    c->plan.shifts[R].teams = red;
    c->plan.shifts[R].n_teams = 1;
}

static void make_agents(struct centre *c)
{
    int part = centre_add_contract(c, "part", 3, 4, 15, 24, 4, 6);
    centre_add_agent(c, "A1", 0, 1);
    centre_add_agent(c, "A2", 0, 3);
    centre_add_agent(c, "A3", part, 2);
    centre_add_agent(c, "A4", 0, 1);
    c->plan.agents[A1].team = c->plan.agents[A2].team = "red";
    c->plan.agents[A3].from = test_date("2003-10-01");
    c->plan.agents[A3].to = test_date("2003-12-31");
    centre_add_leave(c, A3, "2003-10-31", "2003-10-31", LEAVE_LEAVE, -1);
    centre_add_leave(c, A3, "2003-10-28", "2003-10-28", LEAVE_UNAVAILABLE, -1);
    centre_add_leave(c, A4, "2003-10-29", "2003-10-29", LEAVE_FIXED, N);
    c->plan.leaves[2].fixed_start_min = 21 * 60;
    centre_add_ledger(c, A1, centre_at(c, "2003-10-26", 6 * 60), 1, 0);
    centre_add_ledger(c, A4, centre_at(c, "2003-10-27", 3 * 60), 1, 1);
    centre_rule(c, RULE_REST_BETWEEN, 11);
    centre_rule(c, RULE_RUN_DAYS, 6);
    centre_rule(c, RULE_RUN_NIGHTS, 6);
    centre_rule(c, RULE_WEEKLY_REST, 35);
    centre_rule(c, RULE_WEEK_HOURS, 41);
    centre_rule(c, RULE_NIGHT_PREMIUM, 0.1);
}

void good_roster(struct good *g)
{
    *g = (struct good){0};
    centre_init(&g->c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    static const char *skills[] = {"voice", "mail"};
    g->c.plan.skills = skills;
    centre_add_queue(&g->c, "mail");
    make_shifts(&g->c);
    make_agents(&g->c);
    centre_need(&g->c, 0, 20 * 60, 30 * 60, 2);
    g->roster = (struct roster){.horizon = g->c.horizon,
                                .duty = ARENA_ARRAY(g->c.arena, struct duty, 40),
                                .value = NAN,
                                .bound = NAN,
                                .forced = NAN,
                                .gap = NAN,
                                .week_wages = NAN};
    static const char *const day[] = {"2003-10-27", "2003-10-28", "2003-10-29",
                                      "2003-10-30", "2003-10-31", "2003-11-01"};
    for (int d = 0; d < 5; d++)
        good_add_duty(g, A1, N, day[d], 21 * 60, 240);
    for (int d = 1; d < 6; d++)
        good_add_duty(g, A2, N, day[d], 20 * 60 + 30, 210);
    good_add_duty(g, A3, P, day[0], 9 * 60, 150);
    good_add_duty(g, A3, P, day[2], 9 * 60, 150);
    good_add_duty(g, A3, P, day[3], 9 * 60, 150);
    for (int d = 0; d < 5; d++)
        good_add_duty(g, A4, N, day[d], 21 * 60, 240);
    g->roster.absence = ARENA_ARRAY(g->c.arena, struct absence, 2);
    g->roster.absence[0] = (struct absence){A3, test_date("2003-10-28"), LEAVE_UNAVAILABLE};
    g->roster.absence[1] = (struct absence){A3, test_date("2003-10-31"), LEAVE_LEAVE};
    g->roster.n_absences = 2;
}

struct check_result good_check(struct good *g)
{
    struct check_result result;
    assert_int_equal(
        check_roster(&result, &g->c.plan, &g->c.requirement, &g->roster, g->c.arena, g->c.diags),
        OK);
    assert_int_equal(result.n_broken, g->c.diags->n_errors);
    return result;
}

/* Duties: 0-4 A1 Mon-Fri, 5-9 A2 Tue-Sat, 10-12 A3 Mon Wed Thu, 13-17 A4 Mon-Fri. */
