/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_outbound.c - lists within the windows of those called, and staffing for a volume that is not
 * known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "forecast/erlang.h"
#include "forecast/outbound.h"
#include "forecast/staffing.h"
#include "forecast/uncertain.h"

#define SLOTS 336

/* Monday 2026-10-26, 00:00 in Manila; New York is on summer time until 1 November. */
#define MONDAY_MANILA ((int64_t)20752 * 86400 - 8 * 3600)

static const struct open_span us = {.weekdays = 0x7f, .from_min = 480, .to_min = 1260};

struct fixture {
    struct arena *arena;
    struct diags *diags;
    struct account account;
    struct queue queue;
    struct calling calling;
    struct dial_list list;
    struct holiday holiday;
    struct plan plan;
    struct demand demand;
    struct requirement need;
};

static void build(struct fixture *f, const char *zone)
{
    *f = (struct fixture){.arena = arena_new(), .diags = diags_new()};
    assert_int_equal(tz_load(&f->account.zone, "Asia/Manila", NULL, f->diags), OK);
    assert_int_equal(tz_load(&f->list.zone, zone, NULL, f->diags), OK);
    f->queue = (struct queue){.id = "survey",
                              .channel = CHANNEL_OUTBOUND,
                              .aht_s = 300,
                              .service_level = NAN,
                              .asa_s = NAN,
                              .abandon_max = NAN,
                              .occupancy_max = 1,
                              .patience_s = NAN,
                              .deadline_min = NAN};
    f->calling = (struct calling){.id = "US", .open = &us, .n_open = 1, .abandon_max = 0.03};
    struct tz *called = f->list.zone;
    f->list = (struct dial_list){.zone = called,
                                 .windows = "US",
                                 .records = 5000,
                                 .contact_rate = 0.3,
                                 .dial_s = 25,
                                 .attempts = 2,
                                 .from = NO_DATE,
                                 .to = NO_DATE};
    f->plan = (struct plan){.arena = f->arena,
                            .accounts = &f->account,
                            .n_accounts = 1,
                            .queues = &f->queue,
                            .n_queues = 1,
                            .callings = &f->calling,
                            .n_callings = 1,
                            .lists = &f->list,
                            .n_lists = 1,
                            .holidays = &f->holiday};
    f->demand = (struct demand){.grid = {MONDAY_MANILA, 1800, SLOTS}, .n_queues = 1};
    f->demand.calls = ARENA_ARRAY(f->arena, double, SLOTS);
    f->demand.aht_s = ARENA_ARRAY(f->arena, double, SLOTS);
    f->demand.open = ARENA_ARRAY(f->arena, bool, SLOTS);
    f->demand.source = arena_strdup(f->arena, "-");
}

static enum status staff(struct fixture *f)
{
    return staffing_requirement(&f->need, &f->plan, &f->demand, f->arena, f->diags);
}

static void end(struct fixture *f)
{
    tz_free(f->account.zone);
    tz_free(f->list.zone);
    diags_free(f->diags);
    arena_free(f->arena);
}

/* 08:00-21:00 in New York is 20:00-09:00 in Manila, an hour later from 1 November on; all the work
 * is in there, level, and nothing outside. */
static void windows_are_those_of_the_called(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "America/New_York");
    assert_int_equal(staff(&f), OK);
    double sum_s = 0, most = 0;
    for (int k = 0; k < SLOTS; k++) {
        int of_day = k % 48;
        bool open = k < 48 * 6 + 12 ? of_day >= 40 || of_day < 18 : true;
        if (k >=
            48 * 6 + 28) /* Sunday 14:00 in Manila: 01:00 there, the clock goes back at 02:00 */
            open = of_day >= 42;
        else if (k >= 48 * 6 + 12)
            open = of_day < 18;
        assert_int_equal(outbound_open_s(&f.plan, &f.list, MONDAY_MANILA + k * 1800, 1800) > 0,
                         open);
        assert_true(open || f.need.need[k] == 0);
        sum_s += f.need.need_base[k] * 1800;
        most = fmax(most, f.need.need_base[k]);
    }
    double contacts = 1 - 0.7 * 0.7, dials = contacts / 0.3;
    assert_true(fabs(sum_s / (5000 * (contacts * 300 + dials * 25)) - 1) < 1e-6);
    for (int k = 0; k < SLOTS; k++)
        assert_true(f.need.need_base[k] == 0 || f.need.need_base[k] > most - 1e-3);
    end(&f);
}

/* By power no more than the cap of those who answer find nobody, and one fewer would break it. */
static void power_keeps_the_cap(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "America/New_York");
    double by_hand = 0, by_power = 0;
    assert_int_equal(staff(&f), OK);
    for (int k = 0; k < SLOTS; k++)
        by_hand += f.need.need_base[k];
    f.queue.pacing = PACING_POWER;
    assert_int_equal(staff(&f), OK);
    double load_erl = 5000 * 0.51 * 300 / 1800;
    int open = 0;
    for (int k = 0; k < SLOTS; k++)
        open += f.need.need_base[k] > 0;
    for (int k = 0; k < SLOTS; k++) {
        int n = (int)f.need.need_base[k];
        by_power += n;
        assert_true(n == 0 || (erlang_b(n, load_erl / open) <= 0.03 &&
                               erlang_b(n - 1, load_erl / open) > 0.03));
    }
    assert_true(open > 150 && by_power < 3 * by_hand);
    f.queue.abandon_max = 0.001;
    assert_int_equal(staff(&f), OK);
    assert_true(f.need.need_base[45] > 1 &&
                erlang_b((int)f.need.need_base[45], load_erl / open) < 0.001);
    end(&f);
}

/* A list with dates is dialled evenly over its days; a holiday of the calendar is none of them. */
static void dates_and_holidays(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "America/New_York");
    f.calling.calendar = "US";
    f.holiday = (struct holiday){.calendar = "US", .date = 20754, .kind = HOLIDAY_REGULAR};
    f.plan.n_holidays = 1;
    f.list.from = 20753; /* Tuesday to Friday of next week: 11 days, one of them the holiday */
    f.list.to = 20763;
    assert_int_equal(staff(&f), OK);
    double sum_s = 0;
    for (int k = 0; k < SLOTS; k++) {
        int32_t date = tz_date(f.list.zone, MONDAY_MANILA + k * 1800);
        assert_true((date != 20754 && date >= 20753) || f.need.need[k] == 0);
        sum_s += f.need.need_base[k] * 1800;
    }
    /* of ten days there are 26 October's Tuesday, Thursday to Saturday, and 1 November's begin: the
     * week ends at 11:00 of Sunday in New York (10:00 before the clock goes back) */
    double share = (4 * 13 + 3) / (10 * 13.0);
    double per_record = 0.51 * 300 + 0.51 / 0.3 * 25;
    assert_true(fabs(sum_s / (5000 * share * per_record) - 1) < 1e-3);
    end(&f);
}

static void empty_window_is_refused(void **state)
{
    (void)state;
    static const struct open_span morning = {.weekdays = 0x7f, .from_min = 600, .to_min = 1080};
    struct fixture f;
    build(&f, "America/New_York");
    f.queue.open = &morning; /* 10:00-18:00 in Manila: 22:00-06:00 there */
    f.queue.n_open = 1;
    assert_int_equal(staff(&f), ERR_DATA);
    assert_int_equal(f.diags->n_errors, 1);
    end(&f);
}

/* The cheapest of many cases by trying all; with one price each it is the newsvendor's quantile. */
static void cheapest_is_least(void **state)
{
    (void)state;
    double need[UNCERTAIN_CASES];
    for (int i = 0; i < UNCERTAIN_CASES; i++)
        need[i] = 10 + i * i / 20;
    assert_true(uncertain_cheapest(need, 1, 1e6) == need[0]);
    assert_true(uncertain_cheapest(need, 1e6, 1) == need[UNCERTAIN_CASES - 1]);
    double last = 0;
    for (double ratio = 0.1; ratio < 20; ratio *= 1.3) {
        double people = uncertain_cheapest(need, ratio, 1);
        assert_true(people >= last);
        last = people;
    }
    for (int i = 0; i < UNCERTAIN_CASES; i++)
        need[i] = 7;
    assert_true(uncertain_cheapest(need, 3, 1) == 7);
}

static void factors_have_mean_and_variance(void **state)
{
    (void)state;
    double mean = 0, square = 0;
    const int n = 20000;
    for (int i = 0; i < n; i++) {
        double factor = uncertain_factor(0.04, (i + 0.5) / n);
        mean += factor / n;
        square += factor * factor / n;
    }
    assert_true(fabs(mean - 1) < 1e-4 && fabs(square - mean * mean - 0.04) < 1e-4);
    assert_true(uncertain_factor(0, 0.9) == 1);
}

/* Voice of 100 calls a half hour whose rate is known to 20 %: the quantile needs more people than
 * the mean, the dearer a missing hour the more; without uncertainty all are the same. */
static void staffing_for_more_than_the_mean(void **state)
{
    (void)state;
    struct fixture f;
    double need[5] = {0};
    build(&f, "UTC");
    f.plan.n_lists = 0;
    f.queue.channel = CHANNEL_VOICE;
    f.queue.service_level = 0.8;
    f.queue.answer_s = 20;
    f.queue.sl_definition = SL_OFFERED;
    f.queue.aht_s = 180;
    f.queue.price_surplus_per_h = 1;
    double cv = 0.2;
    for (int k = 0; k < SLOTS; k++) {
        f.demand.calls[k] = 100;
        f.demand.aht_s[k] = 180;
        f.demand.open[k] = true;
    }
    for (int i = 0; i < 5; i++) {
        f.demand.day_cv = i < 4 ? &cv : NULL;
        f.plan.policy.staff_for = i == 0 ? STAFF_MEAN : i == 1 ? STAFF_QUANTILE : STAFF_COST;
        f.plan.policy.staff_quantile = 0.9;
        f.queue.price_short_per_h = i == 2 ? 0.5 : 20;
        assert_int_equal(staff(&f), OK);
        need[i] = f.need.need_base[3];
    }
    struct erlang_load load = {.calls_per_s = 100 * uncertain_factor(0.04, 0.9) / 1800,
                               .aht_s = 180,
                               .patience_s = NAN,
                               .answer_s = 20,
                               .short_s = 5};
    struct erlang_goal goal = {0.8, SL_OFFERED, NAN, NAN, NAN};
    assert_true(need[0] == 14 && need[1] == erlang_least(&load, &goal, 0));
    assert_true(need[1] > need[0] && need[2] < need[3] && need[3] > need[0]);
    assert_true(need[4] == 14);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_are_those_of_the_called),
        cmocka_unit_test(power_keeps_the_cap),
        cmocka_unit_test(dates_and_holidays),
        cmocka_unit_test(empty_window_is_refused),
        cmocka_unit_test(cheapest_is_least),
        cmocka_unit_test(factors_have_mean_and_variance),
        cmocka_unit_test(staffing_for_more_than_the_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
