/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_scheduler.c - plan to roster and back: the checker finds nothing and computes the same cost;
 * tiny centres reach the best of all rosters; an agent without a legal week is explained. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "planner/wishes.h"
#include "scheduler/check.h"
#include "scheduler/scheduler.h"
#include "tests/unit/centre.h"

static struct roster solve_in(struct centre *c, double price_factor, const struct roster *start,
                              long iterations)
{
    struct roster roster;
    struct run run = {
        .seed = 1, .iteration_limit = iterations, .gap_target = 1e-4, .started_s = clock_now_s()};
    assert_int_equal(scheduler_roster(&roster, &c->plan, &c->horizon, &c->requirement, price_factor,
                                      start, NULL, c->arena, &run, c->diags),
                     OK);
    return roster;
}

static struct roster solve(struct centre *c, double price_factor, const struct roster *start)
{
    return solve_in(c, price_factor, start, 60);
}

static struct check_result verify(struct centre *c, const struct roster *roster)
{
    struct check_result result;
    assert_int_equal(check_roster(&result, &c->plan, &c->requirement, roster, c->arena, c->diags),
                     OK);
    if (result.n_broken > 0)
        fail_msg("%s", centre_messages(c));
    return result;
}

static void assert_close(double a, double b)
{
    assert_true(fabs(a - b) <= 1e-5 * fmax(fabs(a), fabs(b)) + 0.01);
}

static void random_weeks_pass_the_check(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 16; seed++) {
        struct centre c;
        centre_random(&c, seed, 4 + (int)(seed % 9), 1 + (int)(seed % 3));
        struct roster roster = solve(&c, 1, NULL);
        if (roster.end == ROSTER_INFEASIBLE)
            fail_msg("seed %d: %s", (int)seed, centre_messages(&c));
        struct check_result result = verify(&c, &roster);
        assert_close(result.value, roster.value);
        assert_close(result.cost_premium, roster.cost_premium);
        assert_close(result.cost_wishes, roster.cost_wishes);
        assert_close(result.cost_hours, roster.cost_hours);
        assert_close(result.cost_short + result.cost_surplus,
                     roster.cost_short + roster.cost_surplus);
        assert_close(roster.cost_care, 0);
        assert_true(roster.bound <= roster.value);
        assert_true(roster.forced <= roster.bound * (1 + 1e-9) + 0.01);
        assert_true(roster.gap >= 0);
        centre_free(&c);
    }
}

/* One person of 40 hours a week, a shift of 8 hours and one of 10 with 2 of overtime. */
static void make_lone(struct centre *c, double need)
{
    centre_init(c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    centre_add_shift(c, "D", 8 * 60, 8 * 60, 540, 60, 0);
    centre_add_shift(c, "L", 8 * 60, 8 * 60, 660, 60, 0);
    centre_add_agent(c, "A1", 0, 1);
    c->plan.pay.day[PAY_ORDINARY] =
        (struct pay_rates){.n = 2, .until_min = {480, 0}, .rate = {1, 1.25}};
    c->plan.pay.day[PAY_REST] = (struct pay_rates){.n = 2, .until_min = {480, 0}, .rate = {1.3, 2}};
    centre_need(c, 0, 8 * 60, 19 * 60, need);
}

static int count(const struct roster *roster, int shift, bool is_rest_day)
{
    int n = 0;
    for (int d = 0; d < roster->n_duties; d++)
        n += roster->duty[d].shift == shift && roster->duty[d].is_rest_day == is_rest_day;
    return n;
}

static void overtime_is_bought_within_consent(void **state)
{
    (void)state;
    static const struct {
        double agreed_h, rule_h;
        int long_shifts;
    } cases[] = {{0, NAN, 0}, {5, NAN, 2}, {60, NAN, 5}, {60, 6, 3}};
    for (int i = 0; i < 4; i++) {
        struct centre c;
        make_lone(&c, 1);
        c.plan.agents[0].overtime_h = cases[i].agreed_h;
        centre_rule(&c, RULE_OVERTIME_WEEK, cases[i].rule_h);
        struct roster roster = solve(&c, 1, NULL);
        struct check_result result = verify(&c, &roster);
        assert_int_equal(roster.n_duties, 5);
        assert_int_equal(count(&roster, 1, false), cases[i].long_shifts);
        assert_close(roster.cost_premium, cases[i].long_shifts * 2 * 125.0);
        assert_int_equal(roster.n_offers, cases[i].long_shifts);
        for (int o = 0; o < roster.n_offers; o++) {
            const struct offer *offer = &roster.offer[o];
            assert_int_equal(offer->kind, OFFER_OVERTIME);
            assert_int_equal(offer->minutes, 120);
            assert_close(offer->price, 250);
            assert_int_equal(offer->queue, 0);
        }
        assert_close(result.value, roster.value);
        centre_free(&c);
    }
    struct centre c; /* a rule for the single shift, and a price that is not worth it */
    make_lone(&c, 1);
    c.plan.agents[0].overtime_h = 60;
    centre_rule(&c, RULE_OVERTIME_SHIFT, 1);
    struct roster roster = solve(&c, 1, NULL);
    assert_int_equal(count(&roster, 1, false), 0);
    centre_rule(&c, RULE_OVERTIME_SHIFT, NAN);
    c.plan.pay.day[PAY_ORDINARY].rate[1] = 20;
    roster = solve(&c, 1, NULL);
    assert_int_equal(count(&roster, 1, false), 0);
    centre_free(&c);
}

static void days_off_are_bought_within_consent(void **state)
{
    (void)state;
    for (int agreed = 0; agreed <= 2; agreed++) {
        struct centre c;
        make_lone(&c, 1);
        c.plan.agents[0].rest_days = agreed;
        c.plan.shifts[1].weekdays = 0;
        struct roster roster = solve(&c, 1, NULL);
        struct check_result result = verify(&c, &roster);
        assert_int_equal(count(&roster, 0, false), 5);
        assert_int_equal(count(&roster, 0, true), agreed);
        assert_close(roster.cost_premium, agreed * 8 * 130.0);
        assert_int_equal(roster.n_offers, agreed);
        for (int o = 0; o < agreed; o++) {
            assert_int_equal(roster.offer[o].kind, OFFER_REST_DAY);
            assert_close(roster.offer[o].price, 8 * 130.0);
        }
        assert_close(result.value, roster.value);
        if (agreed > 0) {
            c.plan.agents[0].rest_days--;
            assert_int_equal(
                check_roster(&result, &c.plan, &c.requirement, &roster, c.arena, c.diags), OK);
            assert_int_equal(result.n_broken, agreed == 1 ? 2 : 1);
        }
        centre_free(&c);
    }
}

static void hours_are_given_up_where_nobody_calls(void **state)
{
    (void)state;
    for (int days = 0; days <= 2; days++) {
        struct centre c;
        make_lone(&c, 0);
        c.plan.agents[0].time_off_h = days * 8.0 + 3;
        struct roster roster = solve(&c, 1, NULL);
        struct check_result result = verify(&c, &roster);
        assert_int_equal(roster.n_duties, 5 - days);
        assert_close(roster.week_wages, 100 * (40 - (days * 8 + 3)));
        assert_close(roster.cost_hours, 100 * 3);
        assert_int_equal(roster.n_offers, days > 0);
        if (days > 0) {
            assert_int_equal(roster.offer[0].kind, OFFER_TIME_OFF);
            assert_int_equal(roster.offer[0].minutes, days * 480);
            assert_close(roster.offer[0].price, -800.0 * days);
        }
        assert_close(result.value, roster.value);
        centre_free(&c);
    }
}

static void care_costs_agree(void **state)
{
    (void)state;
    double care = 0;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct centre c;
        centre_random(&c, seed, 8, 1);
        struct rule *rest = &c.plan.rules.rule[RULE_REST_BETWEEN];
        rest->value = 15;
        rest->layer = LAYER_CARE;
        rest->price = 35;
        centre_rule(&c, RULE_RUN_NIGHTS, 2);
        struct rule *nights = &c.plan.rules.rule[RULE_RUN_NIGHTS];
        nights->layer = LAYER_CARE;
        nights->price = 120;
        struct roster roster = solve(&c, 1, NULL);
        assert_int_not_equal(roster.end, ROSTER_INFEASIBLE);
        struct check_result result = verify(&c, &roster);
        assert_close(result.value, roster.value);
        assert_close(result.cost_care, roster.cost_care);
        assert_true(roster.forced <= roster.bound * (1 + 1e-9) + 0.01);
        care += result.cost_care;
        centre_free(&c);
    }
    assert_true(care > 0); /* nights in a row are not to be had without */
}

/* Two agents, one or two days each, one shift of two starts: all pairs of weeks, valued by the
 * checker. */
struct tiny {
    struct centre c;
    struct duty week[2][200][2];
    int n_weeks[2], n_days[2][200];
};

static void list_weeks(struct tiny *t, int agent)
{
    const struct shift *s = &t->c.plan.shifts[0];
    int n = 0;
    for (int a = 0; a < 14; a++) {
        for (int b = a; b < 14; b++) {
            if (a != b && a / 2 == b / 2)
                continue;
            t->n_days[agent][n] = a == b ? 1 : 2;
            int slot[2] = {a, b};
            for (int k = 0; k < 2; k++) {
                int64_t start = t->c.horizon.begin[slot[k] / 2] + 8 * 3600 + slot[k] % 2 * 10800;
                t->week[agent][n][k] = (struct duty){.agent = agent,
                                                     .work_date = t->c.horizon.first + slot[k] / 2,
                                                     .start = start,
                                                     .end = start + s->length_min * 60,
                                                     .queues = agent == 0 ? 1 : 3,
                                                     .paid_min = s->length_min};
            }
            n++;
        }
    }
    t->n_weeks[agent] = n;
}

static double best_of_all(struct tiny *t)
{
    double best = INFINITY;
    for (int i = 0; i < t->n_weeks[0]; i++) {
        for (int k = 0; k < t->n_weeks[1]; k++) {
            int n = t->n_days[0][i], m = t->n_days[1][k];
            struct duty duty[4] = {t->week[0][i][0], t->week[0][i][1]};
            memcpy(duty + n, t->week[1][k], (size_t)m * sizeof *duty);
            struct roster roster = {.horizon = t->c.horizon,
                                    .duty = duty,
                                    .n_duties = n + m,
                                    .value = NAN,
                                    .bound = NAN};
            struct arena *arena = arena_new();
            struct diags *diags = diags_new();
            struct check_result result;
            check_roster(&result, &t->c.plan, &t->c.requirement, &roster, arena, diags);
            if (result.n_broken == 0)
                best = fmin(best, result.value);
            diags_free(diags);
            arena_free(arena);
        }
    }
    return best;
}

static void tiny_centres_reach_the_best(void **state)
{
    (void)state;
    struct tiny *t = NEW(struct tiny);
    struct rng rng;
    rng_seed(&rng, 9, 0, 0);
    int n_paid = 0, n_unpaid = 0, n_uneven = 0, n_moved = 0;
    for (int round = 0; round < 8; round++) {
        centre_init(&t->c, "Asia/Jakarta", 0, "2026-12-21", 7, 60);
        centre_add_queue(&t->c, "mail");
        centre_add_shift(&t->c, "D", 8 * 60, 11 * 60, 360, 0, 0);
        t->c.plan.shifts[0].start_step_min = 180;
        bool range = round >= 4; /* the second day is paid, and may be dear */
        int two = centre_add_contract(&t->c, "two", range ? 1 : 2, 2, range ? 6 : 12, 12, 6, 6);
        centre_add_agent(&t->c, "A1", two, 1);
        centre_add_agent(&t->c, "A2", two, 3);
        centre_rule(&t->c, RULE_WEEKLY_REST, 60);
        centre_rule(&t->c, RULE_REST_BETWEEN, 20);
        centre_add_wish(&t->c, 0, "2026-12-23", WISH_OFF, -1, rng_below(&rng, 40));
        if (round % 4 >= 2) {
            struct wish *same =
                centre_add_wish(&t->c, 1, "2026-12-23", WISH_SAME_START, -1, rng_below(&rng, 40));
            same->date = NO_DATE;
            same->weekday = -1;
        }
        t->c.plan.agents[0].weekdays = round % 3 == 0 ? 0x5f : 0x7f; /* no Saturday */
        for (int i = 0; i < 2 * t->c.horizon.grid.n_slots; i++)
            t->c.requirement.need[i] = rng_below(&rng, 3);
        for (int a = 0; a < 2 && round % 2 == 1; a++) { /* burdens to be evened out */
            centre_add_ledger(&t->c, a, NO_TIME, 0, 0);
            struct ledger_entry *entry = &t->c.plan.ledger[a];
            entry->burden[BURDEN_WEEKENDS] = rng_below(&rng, 9);
            entry->burden[BURDEN_UNDESIRED] = rng_below(&rng, 9);
            entry->wishes_granted = rng_below(&rng, 9);
        }
        t->c.plan.shifts[0].undesired = round >= 4;
        for (int k = 0; k < N_BURDENS; k++)
            t->c.plan.prices.uneven[k] = 100;
        list_weeks(t, 0);
        list_weeks(t, 1);
        for (int a = 0; a < 2 && range; a++)
            t->c.plan.agents[a].wage_per_h = 50 + rng_below(&rng, 1500);
        assert_int_equal(t->n_weeks[0], 84 + 14);
        struct roster roster = solve(&t->c, 1, NULL);
        verify(&t->c, &roster);
        struct wish_answer *answers;
        double refused = 0;
        for (int n = planner_wishes(&answers, &t->c.plan, &t->c.requirement, &roster, t->c.arena);
             n > 0; n--)
            refused += answers[n - 1].price;
        assert_close(roster.cost_wishes, refused);
        n_moved += roster.cost_wishes > 0;
        double best = best_of_all(t);
        assert_close(roster.value, best);
        assert_true(roster.forced + fmin(roster.cost_uneven, 0) <= best + 0.01);
        n_uneven += roster.cost_uneven != 0;
        n_paid += roster.cost_hours > 0;
        n_unpaid += range && roster.cost_hours == 0;
        centre_free(&t->c);
    }
    assert_true(n_paid > 0 && n_unpaid > 0 && n_uneven > 0 && n_moved > 0);
    mem_free(t);
}

static void prices_scale_and_starts_warm(void **state)
{
    (void)state;
    struct centre c;
    centre_random(&c, 3, 8, 2);
    struct roster base = solve(&c, 1, NULL);
    struct roster again = solve(&c, 1, NULL);
    assert_true(base.n_duties == again.n_duties && base.value == again.value);
    assert_memory_equal(base.duty, again.duty, (size_t)base.n_duties * sizeof *base.duty);
    struct roster warm = solve(&c, 1, &base);
    assert_true(warm.value <= base.value + 0.01);
    struct roster dear = solve(&c, 2, &base);
    /* The base roster costs as much at twice the price as its lack once more. */
    assert_true(dear.bound <= base.value + base.cost_short + 0.01);
    assert_true(dear.value >= base.bound - 0.01);
    centre_free(&c);
}

static void duties_say_what_was_planned(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Europe/Warsaw", 0, "2026-03-23", 7, 30);
    int n = centre_add_shift(&c, "N", 22 * 60, 22 * 60, 480, 30, 1);
    int a = centre_add_agent(&c, "A1", centre_add_contract(&c, "c", 1, 7, 0, 60, 7, 8), 1);
    centre_add_leave(&c, a, "2026-03-28", "2026-03-28", LEAVE_FIXED, n);
    centre_add_leave(&c, a, "2026-03-24", "2026-03-25", LEAVE_SICK, -1);
    struct roster roster = solve(&c, 1, NULL);
    verify(&c, &roster);
    assert_int_equal(roster.n_absences, 2);
    assert_int_equal(roster.absence[1].work_date, test_date("2026-03-25"));
    const struct duty *d = roster.duty;
    while (d->work_date != test_date("2026-03-28"))
        d++;
    assert_true(d->is_fixed && d->paid_min == 450 && d->n_pauses == 2);
    assert_true(d->start == centre_at(&c, "2026-03-28", 22 * 60));
    assert_true(d->end == centre_at(&c, "2026-03-29", 7 * 60)); /* clocks went forward */
    assert_true(roster.week_wages == 0);                        /* the least of 0 to 60 hours */
    double paid_h = 0;
    for (int i = 0; i < roster.n_duties; i++)
        paid_h += roster.duty[i].is_fixed ? 0 : roster.duty[i].paid_min / 60.0;
    assert_close(roster.cost_hours, 100 * paid_h);
    centre_free(&c);
}

/* Small teams with a small share: one at a time, and pauses must take turns. */
static void pauses_take_turns(void **state)
{
    (void)state;
    static const int seeds[] = {25, 40, 52, 54};
    for (int i = 0; i < 4; i++) {
        struct centre c;
        centre_random(&c, (uint64_t)seeds[i], 3 + seeds[i] % 14, 1 + seeds[i] % 3);
        c.plan.shifts[0].away_share_max = c.plan.shifts[1].away_share_max = 0.3;
        struct roster roster = solve_in(&c, 1, NULL, 1);
        verify(&c, &roster);
        centre_free(&c);
    }
}

/* Teams of five, three tenths of whom may be away: one at a time.  Moving pauses is not always
 * enough (seed 103), and no search follows that would put it right. */
static void small_teams_are_settled(void **state)
{
    (void)state;
    static const char *const team[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 20; i++) {
        struct centre c;
        int seed = i == 0 ? 103 : i;
        centre_random(&c, (uint64_t)seed, 5 + 5 * (seed % 4), 1 + seed % 3);
        for (int a = 0; a < c.plan.n_agents; a++)
            c.plan.agents[a].team = team[a / 5];
        for (int s = 0; s < 2; s++) {
            c.plan.shifts[s].away_share_max = 0.3;
            if (seed % 2 == 1)
                c.plan.shifts[s].start_last_min = c.plan.shifts[s].start_min + 60;
        }
        struct roster roster;
        struct run run = {.seed = (uint64_t)seed, .iteration_limit = 1, .gap_target = 1e-4};
        assert_int_equal(scheduler_roster(&roster, &c.plan, &c.horizon, &c.requirement, 1, NULL,
                                          NULL, c.arena, &run, c.diags),
                         OK);
        verify(&c, &roster);
        centre_free(&c);
    }
}

static void conflicts_are_explained(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    centre_add_shift(&c, "N", 20 * 60, 22 * 60, 540, 60, 2);
    centre_add_agent(&c, "A1", 0, 1);
    int away = centre_add_agent(&c, "A2", 0, 1);
    int run = centre_add_agent(&c, "A3", centre_add_contract(&c, "six", 6, 6, 48, 48, 8, 8), 1);
    int short_ = centre_add_agent(&c, "A4", centre_add_contract(&c, "four", 5, 5, 20, 20, 4, 4), 1);
    centre_add_leave(&c, away, "2003-10-27", "2003-10-27", LEAVE_LEAVE, -1);
    centre_add_leave(&c, away, "2003-10-29", "2003-10-31", LEAVE_UNAVAILABLE, -1);
    centre_rule(&c, RULE_REST_BETWEEN, 11);
    centre_rule(&c, RULE_RUN_DAYS, 5);
    centre_add_ledger(&c, run, centre_at(&c, "2003-10-27", 5 * 60), 5, 5);
    (void)short_;
    struct roster roster = solve(&c, 1, NULL);
    assert_int_equal(roster.end, ROSTER_INFEASIBLE);
    assert_int_equal(roster.n_duties, 0);
    assert_string_equal(
        centre_messages(&c),
        "agent A2 has no legal roster from 2003-10-27 with the shifts offered: contract full: 5 "
        "days a week; unavailable 2003-10-29 to 2003-10-31 (leave.csv line 3) cannot hold "
        "together; what would do: contract full: at least 4 days and 32 hours a week, or "
        "unavailable only to 2003-10-30\n"
        "agent A3 has no legal roster from 2003-10-27 with the shifts offered: the ledger: last "
        "shift to 2003-10-27T05:00+08:00, 5 days and 5 nights in a row; consecutive_days_max 5 "
        "(test); contract six: 6 days a week cannot hold together; what would do: contract six: "
        "at least 5 days and 40 hours a week\n"
        "agent A4 has no legal roster from 2003-10-27 with the shifts offered: contract four: 20 "
        "hours a week cannot hold; what would do: contract four: at least 0 days and 0 hours a "
        "week\n");
    assert_int_equal(c.diags->item[0].at.line, 3);
    /* What is offered does. */
    c.plan.leaves[1].to = test_date("2003-10-30");
    c.plan.contracts[1].days_week[0] = 5;
    c.plan.contracts[1].hours_week[0] = 40;
    c.plan.contracts[2].days_week[0] = 0;
    c.plan.contracts[2].hours_week[0] = 0;
    roster = solve(&c, 1, NULL);
    assert_true(roster.end != ROSTER_INFEASIBLE);
    assert_int_equal(verify(&c, &roster).n_broken, 0);
    centre_free(&c);
}

/* Late and early shifts by turns, and a rest that the starts do not leave: what is offered is the
 * most that the week can keep; the law is not offered for change. */
static void rest_against_starts(void **state)
{
    (void)state;
    struct centre c;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    int late = centre_add_shift(&c, "L", 14 * 60, 14 * 60, 480, 0, 0);
    int early = centre_add_shift(&c, "E", 8 * 60, 8 * 60, 480, 0, 0);
    c.plan.shifts[late].weekdays = 0x55;
    c.plan.shifts[early].weekdays = 0x2a;
    centre_add_agent(&c, "A1", centre_add_contract(&c, "seven", 7, 7, 56, 56, 8, 8), 1);
    centre_rule(&c, RULE_REST_BETWEEN, 12);
    c.plan.rules.rule[RULE_REST_BETWEEN].layer = LAYER_GOLD;
    struct roster roster = solve(&c, 1, NULL);
    assert_int_equal(roster.end, ROSTER_INFEASIBLE);
    assert_string_equal(
        centre_messages(&c),
        "agent A1 has no legal roster from 2003-10-27 with the shifts offered: "
        "rest_between_shifts_h 12 (test); contract seven: 7 days a week cannot hold together; what "
        "would do: rest_between_shifts_h 10 h, or contract seven: at least 4 days and 32 hours a "
        "week\n");
    c.plan.rules.rule[RULE_REST_BETWEEN].value = 10;
    roster = solve(&c, 1, NULL);
    assert_int_equal(verify(&c, &roster).n_broken, 0);
    assert_int_equal(roster.n_duties, 7);
    c.plan.rules.rule[RULE_REST_BETWEEN].value = 12;
    c.plan.contracts[1].days_week[0] = 4;
    c.plan.contracts[1].hours_week[0] = 32;
    roster = solve(&c, 1, NULL);
    assert_int_equal(verify(&c, &roster).n_broken, 0);
    c.plan.contracts[1].days_week[0] = 7;
    c.plan.contracts[1].hours_week[0] = 56;
    c.plan.rules.rule[RULE_REST_BETWEEN].layer = LAYER_LAW;
    assert_int_equal(solve(&c, 1, NULL).end, ROSTER_INFEASIBLE);
    assert_null(strstr(c.diags->item[c.diags->n - 1].message, "rest_between_shifts_h 10"));
    centre_free(&c);
}

/* A senior is needed at night: one has not agreed to nights, one is away; each says so. */
static void nobody_may_come(void **state)
{
    (void)state;
    struct centre c;
    struct rule_set own;
    centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    centre_add_shift(&c, "N", 22 * 60, 22 * 60, 480, 0, 0);
    int any = centre_add_contract(&c, "any", 0, 5, 0, 40, 8, 8);
    centre_add_agent(&c, "A1", any, 1);
    centre_add_agent(&c, "S1", any, 1);
    centre_add_agent(&c, "S2", any, 1);
    c.plan.agents[1].role = c.plan.agents[2].role = ROLE_SENIOR;
    centre_add_leave(&c, 2, "2003-10-27", "2003-11-02", LEAVE_UNAVAILABLE, -1);
    c.plan.policy.night_senior_span = 4;
    c.plan.prices.span_per_h = 1e4;
    c.requirement.need[44] = c.requirement.need[45] = 1; /* Monday 22:00 to 23:00 */
    centre_rule(&c, RULE_NO_CONSENT, 0);
    for (int a = 0; a < 3; a++)
        c.plan.agents[a].night_consent = a != 1;
    rule_set_narrow(&own, &c.plan.rules, &c.plan.agents[0]);
    c.plan.agents[0].rules = c.plan.agents[2].rules = &own;
    struct roster roster = solve(&c, 1, NULL);
    assert_int_equal(verify(&c, &roster).n_broken, 0);
    assert_string_equal(
        centre_messages(&c),
        "seniors at night: no roster brings the 1 needed on 2003-10-27T22:00+08:00, 0 may be "
        "there; S1: nights_without_consent_max 0 (test); what would do: night_consent on file; "
        "S2: unavailable 2003-10-27 to 2003-11-02 (leave.csv line 2); what would do: unavailable "
        "only from 2003-10-28\n");
    size_t told = c.diags->n;
    c.plan.leaves[0].from = test_date("2003-10-28");
    roster = solve(&c, 1, NULL);
    assert_int_equal(verify(&c, &roster).n_broken, 0);
    assert_true(c.diags->n == told && roster.cost_duty == 0);
    centre_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_weeks_pass_the_check),
        cmocka_unit_test(overtime_is_bought_within_consent),
        cmocka_unit_test(days_off_are_bought_within_consent),
        cmocka_unit_test(hours_are_given_up_where_nobody_calls),
        cmocka_unit_test(care_costs_agree),
        cmocka_unit_test(tiny_centres_reach_the_best),
        cmocka_unit_test(prices_scale_and_starts_warm),
        cmocka_unit_test(duties_say_what_was_planned),
        cmocka_unit_test(pauses_take_turns),
        cmocka_unit_test(small_teams_are_settled),
        cmocka_unit_test(conflicts_are_explained),
        cmocka_unit_test(rest_against_starts),
        cmocka_unit_test(nobody_may_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
