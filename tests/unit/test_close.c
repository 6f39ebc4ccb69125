/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A week as worked against balances by hand: burdens, credit, joiners, runs over the week's edge,
 * shrinkage; how evenly balances are borne. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "planner/close.h"
#include "scheduler/scheduler.h"
#include "tests/unit/centre.h"

static void assert_near(double got, double want)
{
    if (!(fabs(got - want) < 1e-9))
        fail_msg("got %.12g, want %.12g", got, want);
}

/* Three alike, A1 to A3, in Manila: day D 09:00-18:00 and night N 22:00-07:00, an hour's meal. */
struct week {
    struct centre c;
    struct roster roster;
    int day, night;
    struct closed closed;
};

static void week_init(struct week *w)
{
    centre_init(&w->c, "Asia/Manila", 0, "2026-11-02", 7, 60);
    w->day = centre_add_shift(&w->c, "D", 540, 540, 540, 60, 0);
    w->night = centre_add_shift(&w->c, "N", 22 * 60, 22 * 60, 540, 60, 0);
    for (int a = 0; a < 3; a++)
        centre_add_agent(&w->c, a == 0 ? "A1" : a == 1 ? "A2" : "A3", 0, 1);
    w->c.plan.queues[0].shrinkage = 0.25;
    w->roster = (struct roster){.horizon = w->c.horizon,
                                .duty = ARENA_ARRAY(w->c.arena, struct duty, 32),
                                .absence = ARENA_ARRAY(w->c.arena, struct absence, 32)};
}

static void work(struct week *w, int agent, int day, int shift)
{
    const struct shift *s = &w->c.plan.shifts[shift];
    int64_t start = w->c.horizon.begin[day] + s->start_min * 60;
    w->roster.duty[w->roster.n_duties++] = (struct duty){.agent = agent,
                                                         .work_date = w->c.horizon.first + day,
                                                         .shift = shift,
                                                         .start = start,
                                                         .end = start + s->length_min * 60,
                                                         .queues = 1,
                                                         .paid_min = 480};
}

static enum status close_week(struct week *w, const struct attended *attended, int n)
{
    return planner_close(&w->closed, &w->c.plan, &w->roster, w->c.horizon.first,
                         w->c.horizon.first + 6, attended, n, w->c.arena, w->c.diags);
}

static void burdens_are_counted(void **state)
{
    (void)state;
    struct week w = {0};
    week_init(&w);
    w.c.plan.shifts[w.day].undesired = true;
    work(&w, 0, 4, w.night);
    work(&w, 0, 5, w.night);
    work(&w, 0, 6, w.night);
    work(&w, 1, 0, w.day);
    work(&w, 1, 6, w.day);
    assert_int_equal(close_week(&w, NULL, 0), OK);
    assert_int_equal(w.closed.n_ledger, 3);
    const struct ledger_entry *e = w.closed.ledger;
    assert_near(e[0].burden[BURDEN_NIGHTS], 3);
    assert_near(e[0].burden[BURDEN_WEEKENDS], 1); /* both days are one weekend */
    assert_near(e[1].burden[BURDEN_UNDESIRED], 2);
    assert_near(e[1].burden[BURDEN_WEEKENDS], 1);
    assert_int_equal(e[0].run_days, 3);
    assert_int_equal(e[0].run_nights, 3);
    assert_int_equal(e[1].run_days, 1);
    assert_int_equal(e[1].run_nights, 0);
    assert_int_equal(e[2].run_days, 0);
    assert_true(e[0].last_shift_end == centre_at(&w.c, "2026-11-09", 7 * 60));
    assert_true(e[2].last_shift_end == NO_TIME);
    assert_int_equal(e[0].until, test_date("2026-11-08"));
    assert_near(e[0].hours, 24 - 40);
    centre_free(&w.c);
}

static struct holiday two_calendars[] = {
    {.calendar = "ID", .date = 0, .kind = HOLIDAY_REGULAR, .name = "theirs"},
    {.calendar = "ID", .date = 0, .kind = HOLIDAY_REGULAR, .name = "theirs and the site's"},
    {.calendar = "PH", .date = 0, .kind = HOLIDAY_REGULAR, .name = "theirs and the site's"},
};
static const char *const of_site[] = {"PH"};

/* Wednesday is a holiday of ID alone, Thursday of ID and of the site. */
static void set_holidays(struct week *w)
{
    two_calendars[0].date = w->c.horizon.first + 2;
    two_calendars[1].date = two_calendars[2].date = w->c.horizon.first + 3;
    w->c.plan.holidays = two_calendars;
    w->c.plan.n_holidays = 3;
    w->c.plan.site.calendars = of_site;
    w->c.plan.site.n_calendars = 1;
}

static void observances_are_counted_apart(void **state)
{
    (void)state;
    struct week w = {0};
    week_init(&w);
    set_holidays(&w);
    w.c.plan.agents[0].observance = "ID";
    for (int agent = 0; agent < 2; agent++)
        for (int day = 2; day < 4; day++)
            work(&w, agent, day, w.day);
    assert_int_equal(close_week(&w, NULL, 0), OK);
    const struct ledger_entry *e = w.closed.ledger;
    assert_near(e[0].burden[BURDEN_OBSERVANCES], 1);
    assert_near(e[0].burden[BURDEN_HOLIDAYS], 1);
    assert_near(e[1].burden[BURDEN_OBSERVANCES], 0);
    assert_near(e[1].burden[BURDEN_HOLIDAYS], 1);
    centre_free(&w.c);
}

/* Of two who keep the day it is worked by who has missed fewer, though an hour of theirs is dearer.
 */
static void observances_are_evened_out(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct week w = {0};
        struct roster roster;
        struct run run = {.seed = 1, .iteration_limit = 20, .started_s = clock_now_s()};
        week_init(&w);
        set_holidays(&w);
        w.c.plan.n_agents = 2;
        w.c.plan.contracts[0].days_week[0] = 0;
        w.c.plan.contracts[0].hours_week[0] = 0;
        w.c.plan.prices.uneven[BURDEN_OBSERVANCES] = 1000;
        for (int a = 0; a < 2; a++) {
            w.c.plan.agents[a].observance = "ID";
            w.c.plan.agents[a].wage_per_h = a == more ? 100 : 110;
            centre_add_ledger(&w.c, a, NO_TIME, 0, 0);
            w.c.plan.ledger[a].burden[BURDEN_OBSERVANCES] = a == more ? 4 : 0;
        }
        centre_need(&w.c, 0, 0, 24 * 60, 0);
        for (int hour = 9; hour < 18; hour++)
            w.c.requirement.need[2 * 24 + hour] = 1;
        assert_int_equal(scheduler_roster(&roster, &w.c.plan, &w.c.horizon, &w.c.requirement, 1,
                                          NULL, NULL, w.c.arena, &run, w.c.diags),
                         OK);
        assert_int_equal(roster.n_duties, 1);
        assert_int_equal(roster.duty[0].agent, 1 - more);
        centre_free(&w.c);
    }
}

static void runs_go_on_over_the_edge(void **state)
{
    (void)state;
    struct week w = {0};
    week_init(&w);
    centre_add_ledger(&w.c, 0, centre_at(&w.c, "2026-11-02", 7 * 60), 4, 2);
    for (int day = 0; day < 7; day++)
        work(&w, 0, day, w.night);
    assert_int_equal(close_week(&w, NULL, 0), OK);
    assert_int_equal(w.closed.ledger[0].run_days, 11);
    assert_int_equal(w.closed.ledger[0].run_nights, 9);
    /* what the next week is told */
    w.c.plan.ledger[0] = w.closed.ledger[0];
    w.roster.n_duties = 0;
    assert_int_equal(planner_close(&w.closed, &w.c.plan, &w.roster, w.c.horizon.first + 7,
                                   w.c.horizon.first + 13, NULL, 0, w.c.arena, w.c.diags),
                     OK);
    assert_int_equal(w.closed.ledger[0].run_days, 0);
    assert_true(w.closed.ledger[0].last_shift_end == centre_at(&w.c, "2026-11-09", 7 * 60));
    assert_near(w.closed.ledger[0].burden[BURDEN_NIGHTS], 7);
    centre_free(&w.c);
}

static void twice_is_refused(void **state)
{
    (void)state;
    struct week w = {0};
    week_init(&w);
    work(&w, 0, 0, w.day);
    assert_int_equal(close_week(&w, NULL, 0), OK);
    for (int i = 0; i < w.closed.n_ledger; i++)
        w.c.plan.ledger[w.c.plan.n_ledger++] = w.closed.ledger[i];
    assert_int_equal(close_week(&w, NULL, 0), ERR_DATA);
    assert_non_null(strstr(centre_messages(&w.c), "counts up to 2026-11-08 already"));
    centre_free(&w.c);
}

/* A1 works three nights, A2 one, A3 is on leave: credited the mean of two a date, 1 of 2 each
 * night.  A4 joins: mean of the rows before, and nothing borne. */
static void away_and_new_stand_at_the_mean(void **state)
{
    (void)state;
    struct week w = {0};
    week_init(&w);
    int joiner = centre_add_agent(&w.c, "A4", 0, 1);
    for (int a = 0; a < 3; a++) {
        centre_add_ledger(&w.c, a, NO_TIME, 0, 0);
        w.c.plan.ledger[a].burden[BURDEN_NIGHTS] = 10 * a;
        w.c.plan.ledger[a].burden[BURDEN_WEEKENDS] = a;
    }
    w.c.plan.agents[joiner].from = test_date("2026-11-09") - 1; /* there on the last day */
    for (int day = 0; day < 3; day++)
        work(&w, 0, day, w.night);
    work(&w, 1, 3, w.night);
    for (int day = 0; day < 7; day++)
        w.roster.absence[w.roster.n_absences++] =
            (struct absence){2, w.c.horizon.first + day, LEAVE_LEAVE};
    assert_int_equal(close_week(&w, NULL, 0), OK);
    const struct ledger_entry *e = w.closed.ledger;
    assert_near(e[0].burden[BURDEN_NIGHTS], 0 + 3);
    assert_near(e[1].burden[BURDEN_NIGHTS], 10 + 1);
    assert_near(e[2].burden[BURDEN_NIGHTS], 20 + 4 * 0.5);
    assert_near(e[joiner].burden[BURDEN_NIGHTS], 10 + 4 * 0.5);
    assert_near(e[joiner].burden[BURDEN_WEEKENDS], 1);
    assert_near(e[2].hours, 0);
    centre_free(&w.c);
}

static void attendance_replaces_the_plan(void **state)
{
    (void)state;
    struct week w = {0};
    week_init(&w);
    for (int day = 0; day < 4; day++)
        work(&w, 0, day, w.day);
    work(&w, 1, 5, w.night);
    int32_t first = w.c.horizon.first;
    int64_t nine = w.c.horizon.begin[0] + 9 * 3600;
    const struct attended attended[] = {
        {.agent = 0, .work_date = first, .start = NO_TIME, .end = NO_TIME, .shift = -1},
        {.agent = 0, /* two hours late */
         .work_date = first + 1,
         .start = nine + 86400 + 7200,
         .end = nine + 86400 + 9 * 3600,
         .shift = -1},
        {.agent = 0, /* three hours longer */
         .work_date = first + 2,
         .start = nine + 2 * 86400,
         .end = nine + 2 * 86400 + 12 * 3600,
         .shift = -1,
         .reason = ATTENDED_CHANGED},
        {.agent = 1,
         .work_date = first + 5,
         .start = NO_TIME,
         .end = NO_TIME,
         .shift = -1,
         .reason = ATTENDED_SWAP},
        {.agent = 2,
         .work_date = first + 5,
         .start = w.roster.duty[4].start,
         .end = w.roster.duty[4].end,
         .shift = w.night,
         .lost_min = 30,
         .reason = ATTENDED_SWAP},
    };
    assert_int_equal(close_week(&w, attended, 5), OK);
    const struct closed *got = &w.closed;
    assert_int_equal(got->n_planned, 5);
    assert_int_equal(got->n_worked, 4);
    assert_int_equal(got->n_missed, 1);
    assert_int_equal(got->n_swapped, 1);
    assert_int_equal(got->n_late, 1);
    assert_near(got->hours_planned, 40);
    assert_near(got->hours_lost, 8 + 2 + 0.5);
    assert_near(got->hours_extra, 3);
    assert_near(got->hours_assumed, 10);
    assert_near(got->ledger[0].late_changes, 1);
    assert_near(got->ledger[1].burden[BURDEN_NIGHTS], 0);
    assert_near(got->ledger[2].burden[BURDEN_NIGHTS], 1);
    assert_near(got->ledger[2].burden[BURDEN_WEEKENDS], 1);
    assert_near(got->ledger[0].hours, 6 + 11 + 8 - 40);
    /* a row of another week, and two rows of one date */
    struct attended wrong[] = {attended[0], attended[0]};
    wrong[0].work_date += 7;
    assert_int_equal(close_week(&w, wrong, 1), ERR_DATA);
    wrong[0].work_date -= 7;
    assert_int_equal(close_week(&w, wrong, 2), ERR_DATA);
    centre_free(&w.c);
}

static void wishes_are_counted_by_the_plan(void **state)
{
    (void)state;
    struct week w = {0};
    week_init(&w);
    work(&w, 0, 0, w.day);
    centre_add_wish(&w.c, 0, "2026-11-02", WISH_SHIFT, w.day, 2);
    centre_add_wish(&w.c, 0, "2026-11-03", WISH_OFF, -1, 3);
    centre_add_wish(&w.c, 0, "2026-11-04", WISH_WORK, -1, 5);
    centre_add_wish(&w.c, 0, "2026-11-02", WISH_NOT_SHIFT, w.day, 7);
    assert_int_equal(close_week(&w, NULL, 0), OK);
    assert_near(w.closed.ledger[0].wishes_granted, 5);
    centre_free(&w.c);
}

static void evenness_by_hand(void **state)
{
    (void)state;
    struct week w = {0};
    week_init(&w);
    w.c.plan.agents[2].team = "other";
    struct ledger_entry e[3] = {
        {.agent = 0, .until = 5}, {.agent = 1, .until = 5}, {.agent = 2, .until = 5}};
    e[0].burden[BURDEN_NIGHTS] = 1;
    e[1].burden[BURDEN_NIGHTS] = 3;
    e[2].hours = -2;
    struct evenness *even;
    assert_int_equal(planner_evenness(&even, &w.c.plan, e, 3, w.c.arena), 2);
    assert_int_equal(even[0].first_agent, 0);
    assert_int_equal((int)even[0].balance, (int)BURDEN_NIGHTS);
    assert_int_equal(even[0].n_people, 2);
    assert_near(even[0].least, 1);
    assert_near(even[0].median, 2);
    assert_near(even[0].most, 3);
    assert_near(even[0].gini, 0.25); /* |1-3| twice over 2 x 4 x 2 */
    assert_int_equal((int)even[1].balance, (int)BALANCE_HOURS);
    assert_true(isnan(even[1].gini));
    centre_free(&w.c);
}

/* Excess over the group's mean, cut; nobody's row from before counts as standing. */
static void excess_by_hand(void **state)
{
    (void)state;
    struct week w = {0};
    week_init(&w);
    double excess[3 * N_BURDENS], weight[3];
    for (int a = 0; a < 3; a++)
        centre_add_ledger(&w.c, a, NO_TIME, 0, 0);
    w.c.plan.ledger[0].burden[BURDEN_NIGHTS] = 4;
    w.c.plan.ledger[1].burden[BURDEN_NIGHTS] = 50;
    w.c.plan.ledger[1].wishes_granted = 6;
    w.c.plan.ledger[2].burden[BURDEN_NIGHTS] = 99;
    w.c.plan.ledger[2].until -= 7; /* was not there last week */
    ledger_excess(excess, &w.c.plan, w.c.horizon.first);
    assert_near(excess[BURDEN_NIGHTS], -LEDGER_EXCESS_MOST);
    assert_near(excess[N_BURDENS + BURDEN_NIGHTS], LEDGER_EXCESS_MOST);
    assert_near(excess[2 * N_BURDENS + BURDEN_NIGHTS], 0);
    ledger_wish_weights(weight, &w.c.plan, w.c.horizon.first);
    assert_near(weight[0], 1.5);
    assert_near(weight[1], 0.5);
    assert_near(weight[2], 1);
    w.c.plan.policy.wish_order = WISHES_BY_POINTS;
    ledger_wish_weights(weight, &w.c.plan, w.c.horizon.first);
    assert_near(weight[0], 1);
    w.c.plan.policy.wish_order = WISHES_BY_SENIORITY;
    for (int a = 0; a < 3; a++)
        w.c.plan.agents[a].since = NO_DATE;
    w.c.plan.agents[0].since = w.c.horizon.first - 3 * 1461; /* 12 years, against 0 */
    w.c.plan.agents[1].since = w.c.horizon.first;
    ledger_wish_weights(weight, &w.c.plan, w.c.horizon.first);
    assert_near(weight[0], 1.5);
    assert_near(weight[1], 0.5);
    centre_free(&w.c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(burdens_are_counted),
        cmocka_unit_test(observances_are_counted_apart),
        cmocka_unit_test(observances_are_evened_out),
        cmocka_unit_test(runs_go_on_over_the_edge),
        cmocka_unit_test(twice_is_refused),
        cmocka_unit_test(away_and_new_stand_at_the_mean),
        cmocka_unit_test(attendance_replaces_the_plan),
        cmocka_unit_test(wishes_are_counted_by_the_plan),
        cmocka_unit_test(evenness_by_hand),
        cmocka_unit_test(excess_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
