/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_check.c - the checker: a good roster passes, each kind of damage is found with its words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/good_roster.h"

static void move_duty(struct duty *d, int minutes)
{
    d->start += minutes * 60;
    d->end += minutes * 60;
    for (int i = 0; i < d->n_pauses; i++)
        d->pause[i].start += minutes * 60;
}

static void drop(struct good *g, int i)
{
    g->roster.n_duties--;
    memmove(&g->roster.duty[i], &g->roster.duty[i + 1],
            (size_t)(g->roster.n_duties - i) * sizeof *g->roster.duty);
}

#define DAMAGE(name) static void name(struct good *g, struct duty *d)

DAMAGE(outside_dates)
{
    d[9].work_date += 2;
    (void)g;
}
DAMAGE(wrong_work_date)
{
    d[4].work_date += 2;
    (void)g;
}
DAMAGE(not_yet_employed)
{
    g->c.plan.agents[A1].from = d[0].work_date + 1;
}
DAMAGE(no_longer_employed)
{
    g->c.plan.agents[A1].to = d[4].work_date - 1;
}
DAMAGE(wrong_weekday)
{
    good_add_duty(g, A3, P, "2003-11-01", 9 * 60, 150);
    (void)d;
}
DAMAGE(too_early_in_year)
{
    d[0].shift = W;
    (void)g;
}
DAMAGE(too_late_in_year)
{
    d[4].shift = W;
    (void)g;
}
DAMAGE(other_team)
{
    d[13].shift = R;
    (void)g;
}
DAMAGE(start_too_late)
{
    move_duty(&d[0], 90);
    (void)g;
}
DAMAGE(start_off_step)
{
    move_duty(&d[0], 10);
    (void)g;
}
DAMAGE(wrong_length)
{
    d[0].end += 1800;
    (void)g;
}
DAMAGE(wrong_paid)
{
    d[0].paid_min = 500;
    (void)g;
}
DAMAGE(day_too_long)
{
    drop(g, 12);
    good_add_duty(g, A3, N, "2003-10-30", 21 * 60, 240);
    (void)d;
}
DAMAGE(day_too_short)
{
    drop(g, 0);
    good_add_duty(g, A1, P, "2003-10-27", 9 * 60, 150);
    (void)d;
}
DAMAGE(unskilled)
{
    d[0].queues = 3;
    (void)g;
}
DAMAGE(no_queue)
{
    d[0].queues = 0;
    (void)g;
}
DAMAGE(meal_dropped)
{
    d[0].pause[1] = d[0].pause[2];
    d[0].n_pauses = 2;
    (void)g;
}
DAMAGE(two_meals)
{
    d[0].pause[2].is_meal = true;
    (void)g;
}
DAMAGE(break_dropped)
{
    d[0].n_pauses = 2;
    (void)g;
}
DAMAGE(meal_too_short)
{
    d[0].pause[1].min = 45;
    (void)g;
}
DAMAGE(break_too_long)
{
    d[0].pause[0].min = 30;
    (void)g;
}
DAMAGE(meal_too_early)
{
    d[0].pause[1].start -= 75 * 60;
    (void)g;
}
DAMAGE(pause_outside)
{
    d[0].pause[2].start = d[0].end - 600;
    (void)g;
}
DAMAGE(pause_off_step)
{
    d[0].pause[0].start += 300;
    (void)g;
}
DAMAGE(pauses_overlap)
{
    d[0].pause[2].start = d[0].pause[1].start + 1800;
    (void)g;
}
DAMAGE(work_too_long)
{
    d[0].pause[2].start = d[0].pause[1].start + 3600;
    (void)g;
}
DAMAGE(too_many_away)
{
    d[5].pause[1].start = d[1].pause[1].start;
    (void)g;
}
DAMAGE(two_on_one_date)
{
    good_add_duty(g, A3, P, "2003-10-27", 12 * 60, 150);
    (void)d;
}
DAMAGE(overlap)
{
    good_add_duty(g, A4, N, "2003-10-28", 21 * 60 + 30, 240);
    (void)d;
}
DAMAGE(overlap_with_ledger)
{
    g->c.plan.ledger[0].last_shift_end = d[0].start + 3600;
}
DAMAGE(rest_too_short)
{
    g->c.plan.shifts[N].start_min = 10 * 60;
    move_duty(&d[2], -7 * 60); /* 21:00 - 06:00, then 14:00 */
}
DAMAGE(rest_after_ledger)
{
    g->c.plan.ledger[0].last_shift_end = d[0].start - 10 * 3600;
    (void)d;
}
DAMAGE(works_on_leave)
{
    good_add_duty(g, A3, P, "2003-10-31", 9 * 60, 150);
    (void)d;
}
DAMAGE(works_when_unavailable)
{
    good_add_duty(g, A3, P, "2003-10-28", 9 * 60, 150);
    (void)d;
}
DAMAGE(fixed_dropped)
{
    drop(g, 15);
    (void)d;
}
DAMAGE(fixed_other_shift)
{
    d[15].shift = W;
    (void)g;
}
DAMAGE(fixed_other_start)
{
    move_duty(&d[15], 30);
    (void)g;
}
DAMAGE(too_few_days)
{
    drop(g, 2);
    (void)d;
}
DAMAGE(too_many_days)
{
    good_add_duty(g, A2, N, "2003-11-02", 20 * 60 + 30, 210);
    (void)d;
}
DAMAGE(too_few_hours)
{
    g->c.plan.contracts[1].hours_week[0] = 24;
    (void)d;
}
DAMAGE(too_many_hours)
{
    g->c.plan.contracts[1].hours_week[1] = 16;
    (void)d;
}
DAMAGE(run_too_long)
{
    g->c.plan.ledger[0].run_days = 2;
    (void)d;
}
DAMAGE(nights_too_long)
{
    g->c.plan.ledger[1].run_nights = 2;
    (void)d;
}
DAMAGE(no_weekly_rest)
{
    g->c.plan.rules.rule[RULE_WEEKLY_REST].value = 44;
    (void)d;
}
DAMAGE(week_too_long)
{
    good_add_duty(g, A1, N, "2003-11-01", 21 * 60, 240);
    (void)d;
}
DAMAGE(false_absence)
{
    g->roster.absence[0].kind = LEAVE_SICK;
    (void)d;
}
DAMAGE(false_value)
{
    g->roster.value = 1;
    (void)d;
}
DAMAGE(false_bound)
{
    g->roster.bound = 1e9;
    (void)d;
}

static const struct {
    const char *name;
    void (*damage)(struct good *good, struct duty *duty);
    const char *message;
} damages[] = {
    {"work date outside", outside_dates,
     "A2: work date 2003-11-03 is outside the dates planned, 2003-10-27 to 2003-11-02"},
    {"work date wrong", wrong_work_date,
     "A1: the shift that starts at 2003-10-31T21:00+08:00 belongs to work date 2003-10-31, not "
     "2003-11-02"},
    {"before employment", not_yet_employed,
     "A1 works on 2003-10-27, but is employed only from 2003-10-28"},
    {"after employment", no_longer_employed,
     "A1 works on 2003-10-31, but was employed only to 2003-10-30"},
    {"weekday", wrong_weekday, "A3: shift P is not offered on a sat (2003-11-01)"},
    {"shift not yet offered", too_early_in_year,
     "A1: shift W is offered only from 2003-10-28, not on 2003-10-27"},
    {"shift no longer offered", too_late_in_year,
     "A1: shift W is offered only to 2003-10-30, not on 2003-10-31"},
    {"team", other_team, "A4: shift R on 2003-10-27 is not for team ''"},
    {"start outside", start_too_late,
     "A1 starts shift N at 2003-10-27T22:30+08:00; it may start from 20:00 to 22:00"},
    {"start off step", start_off_step,
     "A1 starts shift N at 2003-10-27T21:10+08:00, which is not one of its starts each 30 minutes"},
    {"length", wrong_length,
     "A1: shift N from 2003-10-27T21:00+08:00 lasts 540 minutes, so it ends at "
     "2003-10-28T06:00+08:00, not at 2003-10-28T06:30+08:00"},
    {"paid minutes", wrong_paid, "A1: shift N pays 480 minutes, the roster says 500 (2003-10-27)"},
    {"day too long", day_too_long,
     "A3 works 8 paid hours on 2003-10-30; contract part allows at most 6 a day"},
    {"day too short", day_too_short,
     "A1 works 5 paid hours on 2003-10-27; contract full asks for at least 8 a day"},
    {"skill", unskilled, "A1 is given to queue mail on 2003-10-27 without skill mail at level 1"},
    {"no queue", no_queue, "A1 is given to no queue on 2003-10-27 that their skills fit"},
    {"no meal", meal_dropped, "A1 has no meal on 2003-10-27; shift N asks for one of 60 minutes"},
    {"two meals", two_meals, "A1 has 2 meals on 2003-10-27; shift N has 1"},
    {"too few breaks", break_dropped, "A1 has 1 short breaks on 2003-10-27; shift N has 2"},
    {"meal length", meal_too_short,
     "A1: the meal at 2003-10-28T01:00+08:00 is 45 minutes, shift N says 60"},
    {"break length", break_too_long,
     "A1: the break at 2003-10-27T23:00+08:00 is 30 minutes, shift N says 15"},
    {"meal window", meal_too_early,
     "A1: the meal at 2003-10-27T23:45+08:00 starts 165 minutes into shift N; its window is 180 to "
     "360"},
    {"pause outside shift", pause_outside,
     "A1: the break at 2003-10-28T05:50+08:00 is not inside the shift, 2003-10-27T21:00+08:00 to "
     "2003-10-28T06:00+08:00"},
    {"pause off step", pause_off_step,
     "A1: the break at 2003-10-27T23:05+08:00 does not start on a step of 15 minutes after the "
     "shift's start"},
    {"pauses overlap", pauses_overlap,
     "A1: the pause at 2003-10-28T01:30+08:00 begins before the one before it has ended"},
    {"work too long", work_too_long,
     "A1 works 225 minutes without a pause from 2003-10-28T02:15+08:00; shift N allows 210"},
    {"away at once", too_many_away,
     "team red: 2 of 2 on duty are away at 2003-10-29T01:00+08:00; shift N allows 1 at once"},
    {"two on a date", two_on_one_date, "A3 has two shifts on work date 2003-10-27"},
    {"overlap", overlap,
     "A4 starts a shift at 2003-10-28T21:30+08:00 while the shift before it goes on to "
     "2003-10-29T06:00+08:00"},
    {"overlap with the ledger", overlap_with_ledger,
     "A1 starts a shift at 2003-10-27T21:00+08:00 while the ledger's last shift goes on to "
     "2003-10-27T22:00+08:00"},
    {"rest", rest_too_short,
     "A1 rests 8 h from 2003-10-29T06:00+08:00 to 2003-10-29T14:00+08:00 after the shift before "
     "it; rest_between_shifts_h of test asks for 11 h"},
    {"rest after the ledger", rest_after_ledger,
     "A1 rests 10 h from 2003-10-27T11:00+08:00 to 2003-10-27T21:00+08:00 after the ledger's last "
     "shift; rest_between_shifts_h of test asks for 11 h"},
    {"leave", works_on_leave,
     "A3 works on 2003-10-31, but is on leave from 2003-10-31 to 2003-10-31"},
    {"unavailable", works_when_unavailable,
     "A3 works on 2003-10-28, but is unavailable from 2003-10-28 to 2003-10-28"},
    {"fixed shift dropped", fixed_dropped,
     "A4 is off on 2003-10-29, but shift N is fixed for that date"},
    {"fixed shift changed", fixed_other_shift,
     "A4 works shift W on 2003-10-29, but shift N is fixed for that date"},
    {"fixed start changed", fixed_other_start,
     "A4 starts shift N at 2003-10-29T21:30+08:00, but its start is fixed at 21:00"},
    {"too few days", too_few_days,
     "A1 works 4 days in the week of 2003-10-27; contract full, less leave, asks for 5"},
    {"too many days", too_many_days,
     "A2 works 6 days in the week of 2003-10-27; contract full, less leave, allows 5"},
    {"too few hours", too_few_hours,
     "A3 works 15 h in the week of 2003-10-27; contract part, less leave, asks for 16"},
    {"too many hours", too_many_hours,
     "A3 works 15 h in the week of 2003-10-27; contract part, less leave, allows 12"},
    {"run of days", run_too_long,
     "A1 works 7 days in a row up to 2003-10-31, 2 of them by the ledger; consecutive_days_max of "
     "test allows 6"},
    {"run of nights", nights_too_long,
     "A4 works 7 nights in a row up to 2003-10-31, 2 of them by the ledger; consecutive_nights_max "
     "of test allows 6"},
    {"weekly rest", no_weekly_rest,
     "A1 has no rest longer than 42 h in the week of 2003-10-27; weekly_rest_h of test asks for 44 "
     "h"},
    {"week's hours", week_too_long,
     "A1 works 48 h in the week of 2003-10-27; week_hours_max of test allows 41"},
    {"absence", false_absence,
     "A3 is shown as on sick leave on 2003-10-28; leave.csv does not say so"},
    {"value", false_value, "the roster says that it costs 1.00; it costs "},
    {"bound", false_bound, "the roster says that none costs less than 1000000000.00; it costs "},
};

static void a_good_roster_passes(void **state)
{
    (void)state;
    struct good g;
    good_roster(&g);
    struct check_result result = good_check(&g);
    assert_string_equal(centre_messages(&g.c), "");
    assert_int_equal(result.n_broken, 0);
    /* A1, A4: 22-05 and 05-06 of 21-06 less the meal: 7 h; A2: 22-05:30 less its meal 6.5 h, each
     * at 10; 5 shifts each, one fixed. */
    assert_true(fabs(result.cost_premium - (5 * 70 + 5 * 65 + 4 * 70)) < 1e-9);
    /* A3 works 15 h; 3 days and 15 h at the least, one of them on leave, are 2 and 10. */
    assert_true(fabs(result.cost_hours - 5 * 100) < 1e-9);
    centre_free(&g.c);
}

static void each_damage_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct good g;
        good_roster(&g);
        damages[i].damage(&g, g.roster.duty);
        good_check(&g);
        const char *messages = centre_messages(&g.c);
        if (!strstr(messages, damages[i].message))
            fail_msg("%s: not found in:\n%s", damages[i].name, messages);
        centre_free(&g.c);
    }
}

static void a_fault_names_the_row(void **state)
{
    (void)state;
    struct good g;
    good_roster(&g);
    struct place *at = ARENA_ARRAY(g.c.arena, struct place, 40);
    for (int i = 0; i < 40; i++)
        at[i] = (struct place){.file = "out/roster.csv", .line = i + 2};
    g.roster.duty_at = at;
    g.roster.duty[7].paid_min = 1;
    good_check(&g);
    assert_int_equal(g.c.diags->n, 1);
    assert_string_equal(g.c.diags->item[0].at.file, "out/roster.csv");
    assert_int_equal(g.c.diags->item[0].at.line, 9);
    centre_free(&g.c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_roster_passes),
        cmocka_unit_test(each_damage_is_found),
        cmocka_unit_test(a_fault_names_the_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
