/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_build.c - a week of a centre as a problem: counts, instants, limits, money. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <math.h>
#include <string.h>

#include "scheduler/build.h"
#include "tests/unit/centre.h"

static struct build made(struct centre *c)
{
    struct build b;
    assert_int_equal(
        build_problem(&b, &c->plan, &c->horizon, &c->requirement, 1, NULL, c->arena, c->diags), OK);
    return b;
}

static const struct limit *limit_of(const struct build *b, int agent, int source)
{
    const struct person *p = &b->problem.people[agent];
    for (int i = 0; i < p->n_limits; i++)
        if (p->limits[i].source == source)
            return &p->limits[i];
    return NULL;
}

static int n_allowed(const struct build *b, int agent, int day)
{
    int n = 0;
    for (int i = b->problem.first_choice[day]; i < b->problem.first_choice[day + 1]; i++)
        n += b->problem.people[agent].cost[i] < GRAIN_FORBIDDEN;
    return n;
}

static void choices_are_counted(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    centre_add_shift(&c, "N", 19 * 60, 24 * 60, 540, 60, 2); /* 11 starts, the last at 00:00 */
    int day = centre_add_shift(&c, "D", 8 * 60, 8 * 60, 480, 0, 0);
    c.plan.shifts[day].weekdays = 31; /* Monday to Friday */
    c.plan.shifts[day].to = test_date("2003-10-29");
    centre_add_agent(&c, "A1", 0, 1);
    struct build b = made(&c);
    assert_int_equal(b.problem.n_choices, 7 * 11 + 3);
    assert_int_equal(b.problem.first_choice[1] - b.problem.first_choice[0], 12);
    assert_int_equal(b.problem.first_choice[7] - b.problem.first_choice[6], 11);
    /* A start at midnight belongs to the date that it is on. */
    assert_int_equal(b.problem.choices[0].start_min, 0);
    assert_int_equal(b.problem.choices[0].end_min, 540);
    assert_int_equal(b.problem.choices[0].minutes[MEASURE_WORK], 480);
    assert_int_equal(b.problem.choices[0].n_rows, 18);
    assert_int_equal(b.problem.choices[0].units[17], 120);
    /* The last shift ends after the horizon: its rows are cut. */
    const struct choice *last = &b.problem.choices[b.problem.n_choices - 1];
    assert_int_equal(last->start_min, 6 * 1440 + 23 * 60 + 30);
    assert_int_equal(last->n_rows, 1);
    centre_free(&c);
}

static void work_dates_follow_day_starts(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 12 * 60, "2003-10-27", 7, 30);
    int n = centre_add_shift(&c, "N", 23 * 60, 25 * 60, 540, 60, 2);
    c.plan.shifts[n].weekdays = 1; /* Mondays */
    centre_add_agent(&c, "A1", 0, 1);
    struct build b = made(&c);
    assert_int_equal(b.problem.n_choices, 5);
    const struct choice *last = &b.problem.choices[4];
    assert_int_equal(last->day, 0);
    int64_t start = c.horizon.begin[0] + last->start_min * 60;
    assert_true(start == centre_at(&c, "2003-10-28", 60)); /* Tuesday 01:00 is Monday's */
    centre_free(&c);
}

static void clock_changes_move_instants(void **state)
{
    (void)state;
    /* New York goes back on 26 October 2003, a day of 25 hours. */
    struct centre c;
    centre_init(&c, "America/New_York", 0, "2003-10-20", 7, 30);
    centre_add_shift(&c, "N", 22 * 60, 22 * 60, 480, 0, 0);
    centre_add_agent(&c, "A1", 0, 1);
    struct build b = made(&c);
    assert_int_equal(b.problem.n_choices, 7);
    assert_int_equal(b.problem.day_begin_min[7], 7 * 1440 + 60);
    for (int d = 0; d < 6; d++)
        assert_int_equal(b.problem.choices[d].start_min, d * 1440 + 22 * 60);
    assert_int_equal(b.problem.choices[6].start_min, 6 * 1440 + 23 * 60);
    assert_int_equal(b.problem.choices[5].end_min, 6 * 1440 + 6 * 60); /* 05:00 by the clock */
    assert_int_equal(b.problem.n_rows, 169 * 2);
    centre_free(&c);
}

static void doubtful_starts_are_errors(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Europe/Warsaw", 0, "2026-03-23", 7, 30);
    centre_add_shift(&c, "E", 2 * 60, 3 * 60, 480, 0, 0); /* 02:00 and 02:30 are skipped */
    centre_add_agent(&c, "A1", 0, 1);
    struct build b;
    assert_int_equal(
        build_problem(&b, &c.plan, &c.horizon, &c.requirement, 1, NULL, c.arena, c.diags),
        ERR_DATA);
    assert_int_equal(c.diags->n_errors, 2);
    assert_string_equal(c.diags->item[0].message,
                        "shift E would start at 02:00 on work date 2026-03-29, a local time that "
                        "does not exist in Europe/Warsaw: it could be 2026-03-29T03:00+02:00 or "
                        "2026-03-29T01:00+01:00; leave that date out with from and to, or move "
                        "the start");
    assert_string_equal(c.diags->item[0].at.file, "shifts.csv");
    centre_free(&c);
    centre_init(&c, "Europe/Warsaw", 0, "2026-10-19", 7, 30);
    centre_add_shift(&c, "E", 2 * 60, 3 * 60, 480, 0, 0);
    centre_add_agent(&c, "A1", 0, 1);
    assert_int_equal(
        build_problem(&b, &c.plan, &c.horizon, &c.requirement, 1, NULL, c.arena, c.diags),
        ERR_DATA);
    assert_int_equal(c.diags->n_errors, 2);
    assert_non_null(strstr(c.diags->item[1].message, "02:30 on work date 2026-10-25"));
    assert_non_null(strstr(c.diags->item[1].message, "occurs twice"));
    centre_free(&c);
}

static void leave_counts_as_worked(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    centre_add_shift(&c, "D", 8 * 60, 8 * 60, 540, 60, 0);
    int part = centre_add_contract(&c, "part", 4, 5, 20, 30, 4, 8);
    int leave = centre_add_agent(&c, "A1", 0, 1);
    int away = centre_add_agent(&c, "A2", 0, 1);
    int range = centre_add_agent(&c, "A3", part, 1);
    int asked = centre_add_agent(&c, "A4", 0, 1);
    int joiner = centre_add_agent(&c, "A5", 0, 1);
    int ill = centre_add_agent(&c, "A6", 0, 1);
    centre_add_leave(&c, leave, "2003-10-25", "2003-10-28", LEAVE_LEAVE, -1); /* 2 in the week */
    centre_add_leave(&c, away, "2003-10-27", "2003-10-28", LEAVE_UNAVAILABLE, -1);
    centre_add_leave(&c, range, "2003-10-27", "2003-10-28", LEAVE_TRAINING, -1);
    centre_add_leave(&c, asked, "2003-10-27", "2003-10-28", LEAVE_LEAVE, -1);
    centre_add_leave(&c, ill, "2003-10-27", "2003-11-02", LEAVE_SICK, -1);
    c.plan.leaves[3].status = LEAVE_REQUESTED;
    c.plan.agents[joiner].from = test_date("2003-10-31"); /* employed 3 of 7 days */
    struct build b = made(&c);
    static const int want[6][4] = {/* days, minutes */
                                   {3, 3, 1440, 1440}, {5, 5, 2400, 2400}, {2, 3, 600, 1080},
                                   {5, 5, 2400, 2400}, {2, 3, 960, 1440},  {0, 0, 0, 0}};
    for (int a = 0; a < 6; a++) {
        const struct limit *days = limit_of(&b, a, REASON_DAYS);
        const struct limit *hours = limit_of(&b, a, REASON_HOURS);
        assert_int_equal(days->lo, want[a][0]);
        assert_int_equal(days->hi, want[a][1]);
        assert_int_equal(hours->lo, want[a][2]);
        assert_int_equal(hours->hi, want[a][3]);
    }
    assert_int_equal(n_allowed(&b, leave, 1), 0);
    assert_int_equal(n_allowed(&b, leave, 2), 1);
    assert_int_equal(n_allowed(&b, away, 0), 0);
    assert_int_equal(n_allowed(&b, asked, 0), 1);
    assert_int_equal(n_allowed(&b, joiner, 3), 0);
    assert_int_equal(n_allowed(&b, joiner, 4), 1);
    centre_free(&c);
}

static void choices_are_restricted(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    static const char *const red[] = {"red"};
    centre_add_shift(&c, "D", 8 * 60, 9 * 60, 540, 60, 0);
    int short_ = centre_add_shift(&c, "S", 8 * 60, 8 * 60, 300, 0, 0);
    int r = centre_add_shift(&c, "R", 8 * 60, 8 * 60, 540, 60, 0);
    c.plan.shifts[r].teams = red;
    c.plan.shifts[r].n_teams = 1;
    int plain = centre_add_agent(&c, "A1", 0, 1);
    int of_red = centre_add_agent(&c, "A2", 0, 1);
    int fixed = centre_add_agent(&c, "A3", 0, 1);
    c.plan.agents[of_red].team = "red";
    centre_add_leave(&c, fixed, "2003-10-27", "2003-10-27", LEAVE_FIXED, short_);
    centre_add_leave(&c, fixed, "2003-10-28", "2003-10-28", LEAVE_FIXED, 0);
    c.plan.leaves[1].fixed_start_min = 8 * 60 + 30;
    struct build b = made(&c);
    assert_int_equal(b.problem.first_choice[1], 5);
    assert_int_equal(n_allowed(&b, plain, 0), 3);
    assert_int_equal(n_allowed(&b, of_red, 0), 4);
    assert_int_equal(n_allowed(&b, fixed, 0), 1);
    assert_int_equal(n_allowed(&b, fixed, 1), 1);
    assert_true(b.problem.people[fixed].cost_off[0] == GRAIN_FORBIDDEN);
    assert_true(b.problem.people[fixed].cost_off[2] == 0);
    c.plan.leaves[1].fixed_start_min = 11 * 60;
    assert_int_equal(
        build_problem(&b, &c.plan, &c.horizon, &c.requirement, 1, NULL, c.arena, c.diags),
        ERR_DATA);
    assert_string_equal(centre_messages(&c),
                        "agent A3 has shift D fixed on 2003-10-28, but shifts.csv offers no such "
                        "start then\n");
    centre_free(&c);
}

static void rules_become_limits(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 14, 30);
    centre_add_shift(&c, "N", 21 * 60, 21 * 60, 540, 60, 0);
    centre_add_shift(&c, "D", 8 * 60, 8 * 60, 540, 60, 0);
    int a = centre_add_agent(&c, "A1", 0, 1);
    centre_rule(&c, RULE_REST_BETWEEN, 11);
    centre_rule(&c, RULE_RUN_DAYS, 6);
    centre_rule(&c, RULE_RUN_NIGHTS, 3);
    centre_rule(&c, RULE_WEEKLY_REST, 35);
    centre_rule(&c, RULE_WEEK_HOURS, 48);
    c.plan.rules.rule[RULE_RUN_DAYS].layer = LAYER_CARE;
    c.plan.rules.rule[RULE_RUN_DAYS].price = 50;
    centre_add_ledger(&c, a, c.horizon.begin[0] + 5 * 3600, 4, 2);
    centre_need(&c, 0, 0, 1440, 3);
    struct build b = made(&c);
    const struct person *p = &b.problem.people[a];
    assert_int_equal(p->n_limits, 4 + 2 * 4);
    assert_int_equal(limit_of(&b, a, REASON_RULE + RULE_REST_BETWEEN)->lo, 660);
    const struct limit *nights = limit_of(&b, a, REASON_RULE + RULE_RUN_NIGHTS);
    assert_int_equal(nights->hi, 3);
    assert_true(nights->price_hi == GRAIN_FORBIDDEN);
    assert_int_equal(nights->classes & b.problem.choices[0].classes, 0);
    assert_int_not_equal(nights->classes & b.problem.choices[1].classes, 0);
    const struct limit *days = limit_of(&b, a, REASON_RULE + RULE_RUN_DAYS);
    assert_true(fabs((double)days->price_hi * b.problem.currency_per_grain - 50) < 1e-4);
    assert_int_equal(limit_of(&b, a, REASON_RULE + RULE_WEEKLY_REST)->lo, 2100);
    assert_int_equal(limit_of(&b, a, REASON_RULE + RULE_WEEK_HOURS)->hi, 2880);
    assert_int_equal(p->past.last_end_min, 300);
    assert_int_equal(p->past.run_of_work, 4);
    assert_int_equal(p->past.run_of_class[__builtin_ctzll(nights->classes)], 2);
    /* Still on duty for five hours: ten rows of one person. */
    assert_int_equal(b.problem.given[9], 120);
    assert_int_equal(b.problem.given[10], 0);
    c.plan.ledger[0].until -= 1; /* a day unknown: no run */
    b = made(&c);
    assert_int_equal(b.problem.people[a].past.run_of_work, 0);
    c.plan.ledger[0].until += 5; /* a later week's ledger says nothing */
    b = made(&c);
    assert_int_equal(b.problem.people[a].past.last_end_min, INT32_MIN);
    assert_null(b.problem.given);
    centre_free(&c);
}

static double currency(const struct build *b, int64_t grains)
{
    return (double)grains * b->problem.currency_per_grain;
}

static void money_is_as_stated(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    int n = centre_add_shift(&c, "N", 20 * 60, 20 * 60, 540, 60, 0); /* meal 23:00..02:00 */
    centre_add_shift(&c, "D", 8 * 60, 8 * 60, 540, 60, 0);
    int a = centre_add_agent(&c, "A1", 0, 1);
    centre_rule(&c, RULE_NIGHT_PREMIUM, 0.1);
    centre_add_wish(&c, a, "2003-10-27", WISH_OFF, -1, 3);
    centre_add_wish(&c, a, "2003-10-28", WISH_SHIFT, n, 2);
    centre_add_wish(&c, a, NULL, WISH_NOT_SHIFT, n, 1)->weekday = WEDNESDAY;
    centre_add_wish(&c, a, "2003-10-30", WISH_WORK, -1, 4);
    centre_add_wish(&c, a, "2003-10-31", WISH_WORK, -1, 4);
    centre_add_leave(&c, a, "2003-10-31", "2003-10-31", LEAVE_LEAVE, -1);
    centre_need(&c, 0, 0, 1440, 10);
    struct build b = made(&c);
    const struct person *p = &b.problem.people[a];
    /* Day 0: 08:00 D, 20:00 N.  N has 22:00-05:00 less an hour's meal: 6 h at 10 a night hour. */
    static const double want[4][3] = {/* off, D, N */
                                      {0, 30, 90},
                                      {20, 20, 60},
                                      {0, 0, 70},
                                      {40, 0, 60}};
    for (int d = 0; d < 4; d++) {
        assert_true(fabs(currency(&b, p->cost_off[d]) - want[d][0]) < 1e-4);
        assert_true(fabs(currency(&b, p->cost[2 * d]) - want[d][1]) < 1e-4);
        assert_true(fabs(currency(&b, p->cost[2 * d + 1]) - want[d][2]) < 1e-4);
    }
    assert_true(p->cost_off[4] == 0); /* on leave: no wish to grant */
    const struct cover_price *price = &b.problem.cover[0];
    assert_int_equal(price->need, 1200);
    /* 5 % and 15 % of 10 people for half an hour, in whole people; a fifth. */
    assert_int_equal(price->n_short, 3);
    assert_int_equal(price->short_width[0], 120);
    assert_int_equal(price->short_width[1], 240 - 120);
    assert_int_equal(price->surplus_width[0], 240);
    static const double factor[] = {1, 1.5, 2.5};
    for (int k = 0; k < 3; k++)
        assert_true(fabs(currency(&b, price->short_price[k] * 240) - 400 * factor[k]) < 1e-3);
    assert_true(fabs(currency(&b, price->surplus_price[0] * 240) - 100) < 1e-3);
    assert_true(fabs(currency(&b, price->surplus_price[1] * 240) - 150) < 1e-3);
    centre_free(&c);
}

/* The limit on paid minutes of an agent that has a price; NULL: none. */
static const struct limit *paid_limit(const struct build *b, int agent)
{
    const struct person *p = &b->problem.people[agent];
    for (int i = 0; i < p->n_limits; i++)
        if (p->limits[i].source == REASON_HOURS && p->limits[i].price_hi < GRAIN_FORBIDDEN)
            return &p->limits[i];
    return NULL;
}

/* 20:00 to 05:00, the meal from 22:30 to 00:30 into a holiday: before midnight it is the
 * ordinary date's, after it the holiday's, and no choice leaves that open. */
static void meals_have_one_price(void **state)
{
    (void)state;
    static const char *const calendars[] = {"XX"};
    struct holiday holiday = {.calendar = "XX", .date = test_date("2003-10-29")};
    struct centre c;
    centre_init(&c, "Asia/Manila", 12 * 60, "2003-10-27", 7, 30);
    int n = centre_add_shift(&c, "N", 20 * 60, 20 * 60, 540, 60, 2);
    c.plan.shifts[n].meal_from_min = 150; /* 22:30 to 00:30 */
    c.plan.shifts[n].meal_to_min = 270;
    c.plan.site.calendars = calendars;
    c.plan.site.n_calendars = 1;
    c.plan.holidays = &holiday;
    c.plan.n_holidays = 1;
    c.plan.pay.holiday[HOLIDAY_REGULAR] = PAY_REGULAR_HOLIDAY;
    c.plan.pay.day[PAY_REGULAR] = (struct pay_rates){.n = 1, .rate = {2}};
    centre_add_agent(&c, "A1", 0, 1);
    struct build b = made(&c);
    /* Six nights have one choice; that into Wednesday two, that out of it two. */
    assert_int_equal(b.problem.n_choices, 9);
    const int *first = b.problem.first_choice;
    assert_int_equal(first[2] - first[1], 2);
    assert_int_equal(first[3] - first[2], 2);
    for (int i = first[1]; i < first[2]; i++) {
        const struct break_plan *plan = &b.problem.break_plans[b.problem.choices[i].break_plan];
        bool before = plan->to_min[1] == 180;
        assert_true(before ? plan->from_min[1] == 150 : plan->from_min[1] == 240);
        assert_true(fabs(currency(&b, build_premium(&b, 0, i)) - (before ? 500 : 400)) < 1e-3);
    }
    assert_true(build_premium(&b, 0, 0) == 0);
    centre_free(&c);
}

static void hours_above_the_least_are_paid(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    int d = centre_add_shift(&c, "D", 8 * 60, 8 * 60, 300, 0, 0);
    int part = centre_add_contract(&c, "part", 3, 5, 15, 25, 4, 6);
    centre_add_agent(&c, "A1", part, 1);
    centre_add_agent(&c, "A2", 0, 1); /* 40 h, neither more nor less */
    int away = centre_add_agent(&c, "A3", part, 1);
    int fixed = centre_add_agent(&c, "A4", part, 1);
    centre_add_leave(&c, away, "2003-10-27", "2003-10-27", LEAVE_LEAVE, -1);
    static const char *const day[] = {"2003-10-27", "2003-10-28", "2003-10-29", "2003-10-30"};
    for (int i = 0; i < 4; i++)
        centre_add_leave(&c, fixed, day[i], day[i], LEAVE_FIXED, d);
    c.plan.agents[0].wage_per_h = 84;
    struct build b = made(&c);
    const struct limit *paid = paid_limit(&b, 0);
    assert_true(paid && paid->kind == LIMIT_MINUTES && paid->hi == 15 * 60 && paid->lo <= 0);
    assert_true(fabs(currency(&b, paid->price_hi * 60) - 84) < 1e-3);
    assert_null(paid_limit(&b, 1));
    assert_int_equal(paid_limit(&b, away)->hi, 10 * 60);
    assert_int_equal(paid_limit(&b, fixed)->hi, 20 * 60);
    int32_t choice[] = {0, 1, 2, 3, -1, -1, -1};
    assert_true(fabs(currency(&b, build_hours(&b, 0, choice)) - 5 * 84) < 1e-3);
    assert_true(fabs(currency(&b, build_hours(&b, away, choice)) - 10 * 100) < 1e-3);
    assert_true(build_hours(&b, 1, choice) == 0 && build_hours(&b, fixed, choice) == 0);
    assert_true(fabs(b.week_wages - (15 * 84 + 40 * 100 + 15 * 100 + 15 * 100)) < 1e-9);
    centre_free(&c);
}

static void groups_are_sets_of_queues(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    centre_add_queue(&c, "mail");
    centre_add_shift(&c, "D", 8 * 60, 8 * 60, 540, 60, 0);
    centre_add_agent(&c, "A1", 0, 1);
    centre_add_agent(&c, "A2", 0, 3);
    centre_add_agent(&c, "A3", 0, 1);
    centre_add_agent(&c, "A4", 0, 2);
    c.plan.queues[1].level = 2; /* nobody has it */
    struct build b = made(&c);
    assert_int_equal(b.problem.n_groups, 2);
    assert_int_equal(b.problem.people[1].group, b.problem.people[0].group);
    assert_true(b.problem.group_posts[b.problem.people[3].group] == 0);
    c.plan.queues[1].level = 1;
    b = made(&c);
    assert_int_equal(b.problem.n_groups, 3);
    assert_true(b.problem.group_posts[b.problem.people[1].group] == 3);
    centre_free(&c);
}

/* Every order that build_breaks gives has a placement: found here by trying all. */
static bool place_all(const struct break_plan *plan, int length_min, int k, int after)
{
    int longest = plan->longest_work_min > 0 ? plan->longest_work_min : length_min;
    if (k == plan->n_pauses)
        return length_min - after <= longest;
    for (int at = 0; at + plan->len_min[k] <= length_min; at += plan->step_min) {
        int work = at - after;
        if (work < 0 || work > longest || (k > 0 && work < plan->least_work_min) ||
            at < plan->from_min[k] || at > plan->to_min[k])
            continue;
        if (place_all(plan, length_min, k + 1, at + plan->len_min[k]))
            return true;
    }
    return false;
}

static void breaks_have_a_placement(void **state)
{
    (void)state;
    struct shift s = {.length_min = 540,
                      .meal_min = 60,
                      .meal_from_min = 180,
                      .meal_to_min = 330,
                      .n_breaks = 2,
                      .break_min = {15, 15},
                      .longest_work_min = 240};
    struct break_plan plan;
    assert_true(build_breaks(&plan, &s, 15));
    assert_int_equal(plan.n_pauses, 3);
    assert_true(plan.is_meal[1]);
    assert_int_equal(plan.least_work_min, 60);
    for (int longest = 30; longest <= 300; longest += 15) {
        for (int n = 0; n <= 4; n++) {
            s.longest_work_min = longest;
            s.n_breaks = n;
            s.break_min[2] = s.break_min[3] = 10;
            if (build_breaks(&plan, &s, 5)) {
                assert_int_equal(plan.n_pauses, n + 1);
                assert_true(place_all(&plan, s.length_min, 0, 0));
            } else {
                /* Work of 540 - 60 - pauses in n + 2 stretches cannot all be that short, or the
                 * meal's window leaves a stretch too long on one side. */
                assert_true(longest * (n + 2) < 540 - 60 || longest < 195);
            }
        }
    }
    s = (struct shift){.length_min = 480, .longest_work_min = 240};
    assert_false(build_breaks(&plan, &s, 15));
    s.longest_work_min = 0;
    assert_true(build_breaks(&plan, &s, 15));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_are_counted),
        cmocka_unit_test(work_dates_follow_day_starts),
        cmocka_unit_test(clock_changes_move_instants),
        cmocka_unit_test(doubtful_starts_are_errors),
        cmocka_unit_test(leave_counts_as_worked),
        cmocka_unit_test(choices_are_restricted),
        cmocka_unit_test(rules_become_limits),
        cmocka_unit_test(money_is_as_stated),
        cmocka_unit_test(meals_have_one_price),
        cmocka_unit_test(hours_above_the_least_are_paid),
        cmocka_unit_test(groups_are_sets_of_queues),
        cmocka_unit_test(breaks_have_a_placement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
