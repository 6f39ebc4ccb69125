/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_time.c - dates against a count day by day, ISO weeks against the C library, slots. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/time.h"

/* Counted from 1600-01-01, a Saturday, by the rules of the calendar as they are told. */
static void each_day_of_eight_centuries(void **state)
{
    (void)state;
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t date = date_from_civil(1600, 1, 1);
    int weekday = SATURDAY;
    assert_int_equal(date_from_civil(1970, 1, 1), 0);
    for (int year = 1600; year < 2400; year++)
        for (int month = 1; month <= 12; month++) {
            int leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
            int n = days[month - 1] + (month == 2 && leap);
            for (int day = 1; day <= n; day++, date++, weekday = (weekday + 1) % 7) {
                int y, m, d;
                date_to_civil(&y, &m, &d, date);
                assert_true(y == year && m == month && d == day);
                assert_int_equal(date_from_civil(year, month, day), date);
                assert_int_equal((int)date_weekday(date), weekday);
            }
            assert_int_equal(date_is_valid(year, month, n), year >= 1900 && year < 2200);
            assert_false(date_is_valid(year, month, n + 1));
        }
    assert_false(date_is_valid(2026, 0, 1) || date_is_valid(2026, 13, 1) ||
                 date_is_valid(2026, 1, 0));
}

/* strftime's %G and %V, over the year ends above all. */
static void iso_weeks_as_the_c_library(void **state)
{
    (void)state;
    for (int32_t date = date_from_civil(1970, 1, 1); date < date_from_civil(2199, 1, 1); date++) {
        time_t t = (time_t)date * 86400;
        struct tm tm;
        char expected[16], got[40];
        int year, week;
        gmtime_r(&t, &tm);
        strftime(expected, sizeof expected, "%G-W%V", &tm);
        date_iso_week(&year, &week, date);
        snprintf(got, sizeof got, "%04d-W%02d", year, week);
        assert_string_equal(got, expected);
        assert_int_equal(week_monday(year, week), date - (int)date_weekday(date));
    }
}

static void weeks_that_are_not_there(void **state)
{
    (void)state;
    assert_true(week_monday(2026, 53) != NO_DATE); /* 2026 begins on a Thursday */
    assert_true(week_monday(2025, 53) == NO_DATE);
    assert_true(week_monday(2026, 54) == NO_DATE);
    assert_true(week_monday(2026, 0) == NO_DATE);
    assert_true(week_monday(1899, 1) == NO_DATE);
    assert_true(week_monday(2200, 1) == NO_DATE);
}

static void parses_exactly(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "2026-12-2",  "2026-12-245", "2026-12-24 ", " 2026-12-24", "2026/12/24",
        "2026-13-01", "2026-02-29", "2026-00-10",  "2026-01-00",  "1899-12-31",  "2200-01-01",
        "-026-12-24", "2026-1a-24", "20261224",    "2026-W52",    "2026-12-24T", "+2026-12-24"};
    static const char *const bad_weeks[] = {"",          "2026-W1",  "2026-W54",   "2025-W53",
                                            "2026-w52",  "2026W52",  "2026-W00",   "2026-52",
                                            "2026-W521", "1899-W10", "2026-W5\xc2"};
    int32_t date = 7;
    int year = 7, week = 7;
    char text[DATE_TEXT];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(date_parse(&date, bad[i]));
    for (size_t i = 0; i < sizeof bad_weeks / sizeof *bad_weeks; i++)
        assert_false(week_parse(&year, &week, bad_weeks[i]));
    assert_true(date == 7 && year == 7 && week == 7); /* left alone */
    assert_true(date_parse(&date, "2028-02-29"));
    assert_string_equal(date_format(text, date), "2028-02-29");
    assert_true(week_parse(&year, &week, "2003-W44"));
    assert_string_equal(date_format(text, week_monday(year, week)), "2003-10-27");
    for (date = date_from_civil(1900, 1, 1); date <= date_from_civil(2199, 12, 31); date += 13) {
        int32_t again;
        assert_true(date_parse(&again, date_format(text, date)));
        assert_int_equal(again, date);
    }
    assert_true(strlen(date_format(text, INT32_MIN)) < DATE_TEXT);
}

static void slots_outside_too(void **state)
{
    (void)state;
    struct grid grid = {.begin = 1000 * 1800, .slot_s = 1800, .n_slots = 10};
    assert_true(grid_end(&grid) == 1010 * 1800);
    for (int64_t k = -5; k < 15; k++) {
        assert_int_equal(grid_slot(&grid, (1000 + k) * 1800), k);
        assert_int_equal(grid_slot(&grid, (1001 + k) * 1800 - 1), k);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_day_of_eight_centuries), cmocka_unit_test(iso_weeks_as_the_c_library),
        cmocka_unit_test(weeks_that_are_not_there),    cmocka_unit_test(parses_exactly),
        cmocka_unit_test(slots_outside_too),
    };
    return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
