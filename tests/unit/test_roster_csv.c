/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_roster_csv.c - tables of a run: exact bytes, read back equal over changes of the clock,
 * faults with their places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/out_csv.h"
#include "io/outputs.h"
#include "week.h"

static char path[64];

static void make_file(const char *bytes)
{
    strcpy(path, "/tmp/ronda-csv-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
    close(fd);
}

static int32_t date_of(const char *s)
{
    int32_t date = NO_DATE;
    assert_true(date_parse(&date, s));
    return date;
}

/* What is said of a file: "LINE:COL message" each. */
static void say(struct text *out, const struct diags *diags)
{
    text_clear(out);
    for (size_t i = 0; i < diags->n; i++)
        text_printf(out, "%s%d:%d %s\n", diags->item[i].severity == SEV_ERROR ? "" : "warning ",
                    diags->item[i].at.line, diags->item[i].at.col, diags->item[i].message);
}

static void assert_same_roster(const struct roster *got, const struct roster *wanted)
{
    assert_int_equal(got->n_duties, wanted->n_duties);
    for (int i = 0; i < wanted->n_duties; i++) {
        const struct duty *a = &got->duty[i], *b = &wanted->duty[i];
        assert_int_equal(a->agent, b->agent);
        assert_int_equal(a->work_date, b->work_date);
        assert_int_equal(a->shift, b->shift);
        assert_int_equal(a->start, b->start);
        assert_int_equal(a->end, b->end);
        assert_int_equal(a->queues, b->queues);
        assert_int_equal(a->paid_min, b->paid_min);
        assert_int_equal(a->n_pauses, b->n_pauses);
        for (int p = 0; p < b->n_pauses; p++) {
            assert_int_equal(a->pause[p].start, b->pause[p].start);
            assert_int_equal(a->pause[p].min, b->pause[p].min);
            assert_int_equal(a->pause[p].is_meal, b->pause[p].is_meal);
        }
        assert_int_equal(got->duty_at[i].line, i + 2);
    }
    assert_int_equal(got->n_absences, wanted->n_absences);
    for (int i = 0; i < wanted->n_absences; i++) {
        assert_int_equal(got->absence[i].agent, wanted->absence[i].agent);
        assert_int_equal(got->absence[i].work_date, wanted->absence[i].work_date);
        assert_int_equal(got->absence[i].kind, wanted->absence[i].kind);
    }
}

/* Weeks with clocks going back and forward: pauses within the doubled hour among them. */
static void test_round_trip(void **state)
{
    (void)state;
    static const char *const weeks[][3] = {{"America/New_York", "Asia/Manila", "2026-10-26"},
                                           {"America/New_York", "Asia/Manila", "2027-03-08"},
                                           {"Europe/London", "Asia/Jakarta", "2026-10-19"},
                                           {"Australia/Lord_Howe", "Asia/Manila", "2026-03-30"},
                                           {"Asia/Manila", "America/New_York", "2026-10-26"}};
    for (int i = 0; i < 5; i++) {
        int32_t first = date_of(weeks[i][2]);
        struct plan *plan = week_plan(weeks[i][0], weeks[i][1], first);
        struct roster *roster = week_roster(plan, first), got = {0};
        struct diags *diags = diags_new();
        struct text csv = {0}, said = {0};
        roster_csv(&csv, plan, roster);
        make_file(csv.bytes);
        enum status status = roster_csv_read(&got, path, plan, plan->arena, diags);
        unlink(path);
        say(&said, diags);
        assert_string_equal(said.bytes, "");
        assert_int_equal(status, OK);
        assert_same_roster(&got, roster);
        assert_int_equal(got.horizon.first, first);
        assert_int_equal(got.horizon.n_days, WEEK_DAYS);
        assert_string_equal(got.duty_at[0].file, path);
        text_free(&csv);
        text_free(&said);
        diags_free(diags);
        plan_free(plan);
    }
}

#define HEAD "agent,work_date,start,end,shift,meal,breaks,queue,role,paid_min\n"
#define NIGHT "2026-10-31T21:00-04:00,2026-11-01T05:00-05:00,N"

struct example {
    const char *bytes, *expected;
};

static void test_faults(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"agent,start,end,shfit,meal,breaks\n",
         "1:17 unknown column 'shfit'; did you mean 'shift'?\n"
         "1:0 column 'work_date' is missing\n1:0 column 'shift' is missing\n"},
        {"agent,agent,work_date,start,end,shift,meal,breaks\n",
         "1:7 column 'agent' occurs twice\n"},
        {HEAD "A1,2026-10-31\n", "2:1 this row has 2 fields, the first line names 10 columns\n"},
        {HEAD "A9,2026-10-32," NIGHT "x,,,bank-vice,agent,480\n",
         "2:1 there is no agent 'A9'; did you mean 'A1'?\n"
         "2:4 work_date must be a date such as 2026-12-24, not '2026-10-32'\n"
         "2:61 there is no shift 'Nx'; did you mean 'N'?\n"},
        {HEAD "A1,2026-10-31," NIGHT ",,,bank-vice,senior,480.5\n",
         "2:65 there is no queue 'bank-vice'; did you mean 'bank-voice'?\n"
         "2:75 the role is 'senior', but that of A1 is 'agent'\n"
         "2:82 paid_min must be a whole number\n"},
        {HEAD "A1,2026-10-31,2026-11-01T01:30,2026-11-01T09:00,N,,,,,\n",
         "2:15 2026-11-01T01:30 occurs twice in America/New_York: write 2026-11-01T01:30-04:00 or "
         "2026-11-01T01:30-05:00\n"},
        {HEAD "A1,2026-10-31,10/31/2026 21:00,2026-11-01T05:00,N,,,,,\n",
         "2:15 start must be a time such as 2026-12-24T21:00+08:00, not '10/31/2026 21:00'\n"},
        {HEAD "A1,2026-10-31,2026-10-31T21:00,2026-10-31T05:00,N,,,,,\n",
         "2:32 the shift ends before it begins\n"},
        {HEAD "A1,2026-10-31,2026-10-31T21:00,2026-11-05T05:00,N,,,,,\n",
         "2:32 the shift is longer than two days\n"},
        {HEAD "A1,2026-10-31," NIGHT ",01:30/60,,,,\n",
         "2:63 the clocks show '01:30/60' twice in this shift: write it with its offset, such as "
         "01:30+10:00/15\n"},
        {HEAD "A1,2026-10-31," NIGHT ",12:00/60,x,,,\n",
         "2:63 '12:00/60' does not lie in this shift\n"},
        {HEAD "A1,2026-10-31," NIGHT ",,22:00 23:00/15,,,\n",
         "2:64 '22:00' must be a clock and minutes such as 01:30/15\n"},
        {HEAD "A1,2026-10-31," NIGHT
              ",,22:00/5 22:05/5 22:10/5 22:15/5 22:20/5 22:25/5 22:30/5,,,\n",
         "2:64 more than 6 pauses in a shift\n"},
        {HEAD, "0:0 holds no shift, so its week is not known\n"},
        {HEAD "A1,2026-10-31," NIGHT ",,,,,\nA1,2099-10-31," NIGHT ",,,,,\n",
         "0:0 its dates reach from 2026-10-26 to 2099-10-31: more than 6 weeks\n"},
    };
    int32_t first = date_of("2026-10-26");
    struct plan *plan = week_plan("America/New_York", "Asia/Manila", first);
    struct text said = {0};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct roster got = {0};
        struct diags *diags = diags_new();
        make_file(examples[i].bytes);
        assert_int_equal(roster_csv_read(&got, path, plan, plan->arena, diags), ERR_DATA);
        unlink(path);
        say(&said, diags);
        assert_string_equal(said.bytes, examples[i].expected);
        diags_free(diags);
    }
    text_free(&said);
    plan_free(plan);
}

/* Cut at each byte and each byte changed: understood or refused with a word, never a crash. */
static void test_damaged(void **state)
{
    (void)state;
    const char *good = HEAD "A1,2026-10-31," NIGHT ",01:30-04:00/60,22:30/15 04:15/15,bank-voice "
                            "shop-chat,agent,480\nB2,2026-10-28,2026-10-28T09:00,2026-10-28T14:00"
                            ",D,,10:30/15,\"bank-mail\",senior,300\n";
    int32_t first = date_of("2026-10-26");
    struct plan *plan = week_plan("America/New_York", "Asia/Manila", first);
    char *bytes = mem_alloc(strlen(good) + 1, 1);
    for (size_t i = 0; good[i]; i++)
        for (int change = 0; change < 3; change++) {
            struct roster got = {0};
            struct diags *diags = diags_new();
            struct arena *arena = arena_new();
            strcpy(bytes, good);
            bytes[i] = (char)(change == 0   ? 0
                              : change == 1 ? ",;/:+- \"\n9"[i % 10]
                                            : good[i] ^ (1 << i % 7));
            make_file(bytes);
            enum status status = roster_csv_read(&got, path, plan, arena, diags);
            unlink(path);
            assert_true(status == OK ? diags->n_errors == 0 : diags->n_errors > 0);
            arena_free(arena);
            diags_free(diags);
        }
    mem_free(bytes);
    plan_free(plan);
}

/* Columns in another order, fewer of them, semicolons, wall clock without offset. */
static void test_edited(void **state)
{
    (void)state;
    int32_t first = date_of("2026-10-26");
    struct plan *plan = week_plan("America/New_York", "Asia/Manila", first);
    struct roster got = {0};
    struct diags *diags = diags_new();
    struct text said = {0};
    make_file("\xef\xbb\xbfshift;start;end;work_date;breaks;meal;agent\r\n"
              "D;2026-10-28 09:00;2026-10-28 14:00;2026-10-28;;;B2\r\n"
              "N;2026-10-27T21:00;2026-10-28T06:00;2026-10-27;5:15/15 22:30/15;01:30/60;A1\r\n");
    enum status status = roster_csv_read(&got, path, plan, plan->arena, diags);
    unlink(path);
    say(&said, diags);
    assert_string_equal(said.bytes, "");
    assert_int_equal(status, OK);
    assert_int_equal(got.n_duties, 2);
    assert_int_equal(got.duty[0].agent, 0);
    assert_int_equal(got.duty[0].paid_min, 480);
    assert_int_equal(got.duty[0].n_pauses, 3);
    assert_true(got.duty[0].pause[1].is_meal);
    assert_int_equal(got.duty_at[0].line, 3);
    assert_int_equal(got.duty_at[0].col, 74);
    assert_int_equal(got.duty[1].paid_min, 300);
    text_free(&said);
    diags_free(diags);
    plan_free(plan);
}

/* A week that the caller knows holds against a stray date. */
static void test_known_week(void **state)
{
    (void)state;
    int32_t first = date_of("2026-10-26");
    struct plan *plan = week_plan("America/New_York", "Asia/Manila", first);
    struct roster got = {.horizon = week_roster(plan, first)->horizon};
    struct diags *diags = diags_new();
    struct text said = {0};
    make_file(HEAD "A1,2026-11-02,2026-11-02T21:00,2026-11-03T06:00,N,,,,,\n");
    assert_int_equal(roster_csv_read(&got, path, plan, plan->arena, diags), ERR_DATA);
    unlink(path);
    say(&said, diags);
    assert_string_equal(said.bytes,
                        "2:1 the work date 2026-11-02 lies outside of the planned weeks\n");
    text_free(&said);
    diags_free(diags);
    plan_free(plan);
}

static void test_requirement(void **state)
{
    (void)state;
    int32_t first = date_of("2026-10-26");
    struct plan *plan = week_plan("America/New_York", "Asia/Manila", first);
    struct horizon horizon = week_roster(plan, first)->horizon, again;
    int n = horizon.grid.n_slots;
    assert_int_equal(n, 169 * 2); /* clocks go back on Sunday */
    struct requirement need = {.grid = horizon.grid, .n_queues = plan->n_queues}, got = {0};
    need.need = ARENA_ARRAY(plan->arena, double, plan->n_queues *n);
    for (int i = 0; i < plan->n_queues * n; i++)
        need.need[i] = i % 3 ? i % 7 : sqrt(i);
    struct text csv = {0}, said = {0};
    struct diags *diags = diags_new();
    requirement_csv(&csv, plan, &need);
    make_file(csv.bytes);
    assert_int_equal(requirement_csv_read(&got, path, plan, plan->arena, diags), OK);
    unlink(path);
    assert_int_equal(got.grid.begin, need.grid.begin);
    assert_int_equal(got.grid.n_slots, n);
    for (int i = 0; i < plan->n_queues * n; i++)
        assert_true(got.need[i] == need.need[i]); /* to the last bit */
    assert_true(got.price_short[0] == 9 && got.price_surplus[2] == 1);
    assert_int_equal(requirement_horizon(&again, plan, &got, diags), OK);
    assert_int_equal(again.first, first);
    assert_int_equal(again.n_days, 7);
    assert_int_equal(diags->n, 0);
    diags_free(diags);
    diags = diags_new();
    make_file("queue,need,start\nbank-voice,3,2026-10-27T09:00\nbank-voice,-1,2026-10-27T09:30\n"
              "bank-voice,2,2026-10-27T09:10\nbank-voice,4,2026-10-27T09:00\n");
    assert_int_equal(requirement_csv_read(&got, path, plan, plan->arena, diags), ERR_DATA);
    unlink(path);
    say(&said, diags);
    assert_string_equal(said.bytes, "3:12 need must be a number from 0 to 100000, not '-1'\n"
                                    "4:14 the start is not one of a slot of 30 minutes\n");
    diags_free(diags);
    diags = diags_new();
    make_file("queue,need,start\nbank-voice,3,2026-10-27T09:00\nshop-chat,2,2026-11-30T09:00\n"
              "bank-voice,4,2026-10-27T09:00\n");
    assert_int_equal(requirement_csv_read(&got, path, plan, plan->arena, diags), ERR_DATA);
    unlink(path);
    say(&said, diags);
    assert_string_equal(said.bytes,
                        "warning 3:0 this and other slots lie outside of the planned weeks: not "
                        "read\n4:0 queue 'bank-voice' has this slot twice: first in line 2\n");
    diags_free(diags);
    text_free(&csv);
    text_free(&said);
    plan_free(plan);
}

static void test_summary(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    double value, bound;
    make_file("{\"schema\": 1, \"value\": 826833.5519999999, \"bound\": null}\n");
    assert_int_equal(summary_value_read(&value, &bound, path, diags), OK);
    unlink(path);
    assert_true(value == 826833.5519999999);
    assert_true(isnan(bound));
    make_file("{\"value\": \"x\"}\n");
    assert_int_equal(summary_value_read(&value, &bound, path, diags), ERR_DATA);
    assert_string_equal(diags->item[0].message, "value must be a number");
    unlink(path);
    assert_int_equal(summary_value_read(&value, &bound, path, diags), ERR_IO);
    diags_free(diags);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *text;
    } cases[] = {{0, 4, "0"},
                 {-0.0, 4, "0"},
                 {-0.00001, 4, "0"},
                 {1.50000, 4, "1.5"},
                 {10, 4, "10"},
                 {100.00004, 4, "100"},
                 {0.1 + 0.2, -1, "0.30000000000000004"},
                 {NAN, 4, ""},
                 {2.0 / 3, 2, "0.67"},
                 {1e15, -1, "1000000000000000"}};
    struct text text = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_clear(&text);
        csv_add_number(&text, cases[i].value, cases[i].decimals);
        assert_string_equal(text.bytes, cases[i].text);
    }
    text_free(&text);
}

static void test_grid(void **state)
{
    (void)state;
    int32_t first = date_of("2026-10-26");
    struct plan *plan = week_plan("America/New_York", "Asia/Manila", first);
    struct roster *roster = week_roster(plan, first);
    struct text csv = {0};
    plan->agents[0].name = "=1+1";
    plan->agents[1].name = "a,\"b\"\r\nc";
    plan->agents[2].name = "@x";
    plan->agents[2].team = "-y";
    plan->agents[3].name = NULL;
    plan->agents[4].id = "-E5";
    plan->agents[4].from = first + 5;
    roster_grid_csv(&csv, plan, roster);
    assert_string_equal(
        csv.bytes,
        "agent,name,team,2026-10-26,2026-10-27,2026-10-28,2026-10-29,2026-10-30,2026-10-31,"
        "2026-11-01\n"
        "A1,'=1+1,night,21:00-06:00,21:00-06:00,21:00-06:00,21:00-06:00,21:00-06:00,21:00-05:00,"
        "21:00-06:00\n"
        "B2,\"a,\"\"b\"\"\r\nc\",night,21:00-06:00,09:00-14:00,21:00-06:00,09:00-14:00,"
        "21:00-06:00,09:00-14:00,21:00-06:00\n"
        "C3,'@x,'-y,VL,VL,OFF,OFF,OFF,OFF,OFF\n"
        "D4,,night,TR,09:00-14:00,09:00-14:00,09:00-14:00 21:00-06:00,OFF,OFF,OFF\n"
        "'-E5,Nick Name,night,,,,,,OFF,OFF\n");
    text_free(&csv);
    plan_free(plan);
}

static void test_cover(void **state)
{
    (void)state;
    int32_t first = date_of("2026-10-26");
    struct plan *plan = week_plan("Asia/Manila", "America/New_York", first);
    double need[3] = {2, 0, 1.5}, cover[3] = {1.25, 0, 3}, calls[3] = {10.25, 0, 1.0 / 3};
    double p05[3] = {1, 0, 0}, aht[3] = {180, NAN, 200.126};
    struct grid grid = {(int64_t)first * 86400, 1800, 1};
    struct requirement requirement = {.grid = grid, .n_queues = 3, .need = need};
    struct demand demand = {.grid = grid, .n_queues = 3, .calls = calls, .p05 = p05, .aht_s = aht};
    struct text csv = {0};
    coverage_csv(&csv, plan, &requirement, cover);
    assert_string_equal(csv.bytes, "start,queue,need,given,short,over\n"
                                   "2026-10-26T08:00+08:00,bank-voice,2,1.25,0.75,0\n"
                                   "2026-10-26T08:00+08:00,shop-chat,0,0,0,0\n"
                                   "2026-10-26T08:00+08:00,bank-mail,1.5,3,0,1.5\n");
    text_clear(&csv);
    forecast_csv(&csv, plan, &demand);
    assert_string_equal(csv.bytes, "start,queue,expected,p05,aht_s\n"
                                   "2026-10-25T20:00-04:00,bank-voice,10.25,1,180\n"
                                   "2026-10-26T00:00+00:00,shop-chat,0,0,\n"
                                   "2026-10-25T20:00-04:00,bank-mail,0.3333,0,200.13\n");
    text_free(&csv);
    plan_free(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_faults),
        cmocka_unit_test(test_edited),     cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_known_week), cmocka_unit_test(test_requirement),
        cmocka_unit_test(test_summary),    cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_grid),       cmocka_unit_test(test_cover),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
