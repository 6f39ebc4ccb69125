/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_when.c - dates, times, figures and cells of other programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "io/figure.h"
#include "io/when.h"
#include "io/xlsx_cell.h"

static void test_points_of_time(void **state)
{
    (void)state;
    static const struct {
        const char *date, *time;
        enum date_order order;
        bool hhmm;
        enum when when;
        const char *day;
        int minute, second;
    } cases[] = {
        {"2026-12-24T21:00", NULL, ORDER_UNKNOWN, false, WHEN_OK, "2026-12-24", 1260, 0},
        {"24.12.2026 21.05", NULL, ORDER_DMY, false, WHEN_OK, "2026-12-24", 1265, 0},
        {"24.12.2026 21.05", NULL, ORDER_MDY, false, WHEN_BAD, NULL, 0, 0},
        {"12/24/2026 9:05:07 PM", NULL, ORDER_MDY, false, WHEN_OK, "2026-12-24", 1265, 7},
        {"3/4/2026 9:00", NULL, ORDER_UNKNOWN, false, WHEN_AMBIGUOUS, NULL, 0, 0},
        {"4/4/2026 9:00", NULL, ORDER_UNKNOWN, false, WHEN_OK, "2026-04-04", 540, 0},
        {"26/12/24", "0", ORDER_YMD, true, WHEN_OK, "2026-12-24", 0, 0},
        {"26/12/24", "0", ORDER_UNKNOWN, true, WHEN_AMBIGUOUS, NULL, 0, 0},
        {"24/12/69", "2330", ORDER_DMY, false, WHEN_OK, "2069-12-24", 1410, 0},
        {"24/12/70", "2330", ORDER_DMY, false, WHEN_OK, "1970-12-24", 1410, 0},
        {"20261224", "930", ORDER_UNKNOWN, true, WHEN_OK, "2026-12-24", 570, 0},
        {"20261224", "930", ORDER_UNKNOWN, false, WHEN_BAD, NULL, 0, 0},
        {"2026-12-24 00:00:00", "21:00:00", ORDER_UNKNOWN, false, WHEN_OK, "2026-12-24", 1260, 0},
        {"2026-12-24 01:00:00", "21:00:00", ORDER_UNKNOWN, false, WHEN_BAD, NULL, 0, 0},
        {"2026-12-24", "24:00", ORDER_UNKNOWN, false, WHEN_OK, "2026-12-24", 1440, 0},
        {"2026-12-24", "24:01", ORDER_UNKNOWN, false, WHEN_BAD, NULL, 0, 0},
        {"2026-12-24", "13:00 PM", ORDER_UNKNOWN, false, WHEN_BAD, NULL, 0, 0},
        {"2026-12-24", "12 AM", ORDER_UNKNOWN, false, WHEN_OK, "2026-12-24", 0, 0},
        {"2026-12-24", "12 p.m.", ORDER_UNKNOWN, false, WHEN_OK, "2026-12-24", 720, 0},
        {"2026-12-24", "9", ORDER_UNKNOWN, false, WHEN_BAD, NULL, 0, 0},
        {"2026-12-24", "21h05", ORDER_UNKNOWN, false, WHEN_OK, "2026-12-24", 1265, 0},
        {"2026-12-24", "23:30 - 00:00", ORDER_UNKNOWN, false, WHEN_OK, "2026-12-24", 1410, 0},
        {"2026-12-24", "23:30 - 23:00", ORDER_UNKNOWN, false, WHEN_BAD, NULL, 0, 0},
        {"Thu, 24 December 2026", "1:00 to 1:30", ORDER_UNKNOWN, false, WHEN_OK, "2026-12-24", 60,
         0},
        {"2026-02-30 09:00", NULL, ORDER_UNKNOWN, false, WHEN_BAD, NULL, 0, 0},
        {"24/12/2026", NULL, ORDER_DMY, false, WHEN_OK, "2026-12-24", 0, 0},
        {"24/12/2026 x", NULL, ORDER_DMY, false, WHEN_BAD, NULL, 0, 0},
        {"", "", ORDER_DMY, true, WHEN_BAD, NULL, 0, 0},
        {"Total", NULL, ORDER_DMY, false, WHEN_BAD, NULL, 0, 0},
        {"99999999999999999999", NULL, ORDER_DMY, false, WHEN_BAD, NULL, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stamp stamp;
        char day[DATE_TEXT];
        enum when when =
            when_parse(&stamp, cases[i].date, cases[i].time, cases[i].order, cases[i].hhmm);
        if (when != cases[i].when)
            fail_msg("%s %s: %d", cases[i].date, cases[i].time ? cases[i].time : "", (int)when);
        if (when != WHEN_OK)
            continue;
        assert_string_equal(date_format(day, stamp.date), cases[i].day);
        assert_int_equal(stamp.minute, cases[i].minute);
        assert_int_equal(stamp.second, cases[i].second);
    }
}

static void test_proofs(void **state)
{
    (void)state;
    assert_int_equal(when_proof("13/04/2026 09:00"), ORDER_DMY);
    assert_int_equal(when_proof("04-13-2026"), ORDER_MDY);
    assert_int_equal(when_proof("03/04/2026"), ORDER_UNKNOWN);
    assert_int_equal(when_proof("13/04/26"), ORDER_UNKNOWN); /* or 2013-04-26 */
    assert_int_equal(when_proof("13/13/2026"), ORDER_UNKNOWN);
    assert_int_equal(when_proof("2026-04-13"), ORDER_UNKNOWN);
}

static void test_figures(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum decimal decimal;
        enum figure figure;
        double value;
    } cases[] = {
        {"1234", DECIMAL_UNKNOWN, FIGURE_OK, 1234},
        {"12.5", DECIMAL_UNKNOWN, FIGURE_OK, 12.5},
        {"12,5", DECIMAL_UNKNOWN, FIGURE_OK, 12.5},
        {"12,5", DECIMAL_POINT, FIGURE_BAD, 0},
        {"1,234", DECIMAL_UNKNOWN, FIGURE_AMBIGUOUS, 0},
        {"1,234", DECIMAL_POINT, FIGURE_OK, 1234},
        {"1,234", DECIMAL_COMMA, FIGURE_OK, 1.234},
        {"0,234", DECIMAL_UNKNOWN, FIGURE_OK, 0.234},
        {"1.234", DECIMAL_UNKNOWN, FIGURE_OK, 1.234},
        {"1.234", DECIMAL_DOUBTFUL, FIGURE_AMBIGUOUS, 0},
        {"1.234,5", DECIMAL_UNKNOWN, FIGURE_OK, 1234.5},
        {"1,234.5", DECIMAL_UNKNOWN, FIGURE_OK, 1234.5},
        {"1,234.5", DECIMAL_COMMA, FIGURE_BAD, 0},
        {"1.234.567", DECIMAL_UNKNOWN, FIGURE_OK, 1234567},
        {"1.23.567", DECIMAL_UNKNOWN, FIGURE_BAD, 0},
        {"1 234,5", DECIMAL_UNKNOWN, FIGURE_OK, 1234.5},
        {"1\xc2\xa0"
         "234",
         DECIMAL_UNKNOWN, FIGURE_OK, 1234},
        {"1'234.5", DECIMAL_UNKNOWN, FIGURE_OK, 1234.5},
        {"1e3", DECIMAL_UNKNOWN, FIGURE_OK, 1000},
        {"1e999", DECIMAL_UNKNOWN, FIGURE_BAD, 0},
        {"-1", DECIMAL_UNKNOWN, FIGURE_BAD, 0},
        {"0x10", DECIMAL_UNKNOWN, FIGURE_BAD, 0},
        {"nan", DECIMAL_UNKNOWN, FIGURE_BAD, 0},
        {",", DECIMAL_UNKNOWN, FIGURE_BAD, 0},
        {"1,,5", DECIMAL_UNKNOWN, FIGURE_BAD, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = 0;
        enum figure figure = figure_number(&value, cases[i].text, cases[i].decimal);
        if (figure != cases[i].figure || (figure == FIGURE_OK && value != cases[i].value))
            fail_msg("%s: %d, %g", cases[i].text, (int)figure, value);
    }
    assert_int_equal(figure_proof("12,5"), DECIMAL_COMMA);
    assert_int_equal(figure_proof("1.234.567"), DECIMAL_COMMA);
    assert_int_equal(figure_proof("1,234.50"), DECIMAL_POINT);
    assert_int_equal(figure_proof("1.234"), DECIMAL_UNKNOWN);
    assert_int_equal(figure_proof("12"), DECIMAL_UNKNOWN);
    assert_int_equal(figure_proof("."), DECIMAL_UNKNOWN);
}

static void test_durations(void **state)
{
    (void)state;
    double s = 0;
    assert_int_equal(figure_duration(&s, "00:04:35", DECIMAL_UNKNOWN), FIGURE_OK);
    assert_true(s == 275);
    assert_int_equal(figure_duration(&s, "4:35,5", DECIMAL_UNKNOWN), FIGURE_OK);
    assert_true(s == 275.5);
    assert_int_equal(figure_duration(&s, "100:00:00", DECIMAL_UNKNOWN), FIGURE_OK);
    assert_true(s == 360000);
    assert_int_equal(figure_duration(&s, "4:75", DECIMAL_UNKNOWN), FIGURE_BAD);
    assert_int_equal(figure_duration(&s, "1:2:3:4", DECIMAL_UNKNOWN), FIGURE_BAD);
    assert_int_equal(figure_duration(&s, "4:", DECIMAL_UNKNOWN), FIGURE_BAD);
    assert_int_equal(figure_duration(&s, ":", DECIMAL_UNKNOWN), FIGURE_BAD);
}

static void expect_cell(const char *number, enum cell_format format, bool from_1904,
                        const char *want)
{
    struct text text = {0};
    cell_print(&text, number, format, from_1904);
    assert_string_equal(text.bytes, want);
    text_free(&text);
}

static void test_cells(void **state)
{
    (void)state;
    assert_int_equal(cell_format_of("dd/mm/yyyy hh:mm"), FORMAT_BOTH);
    assert_int_equal(cell_format_of("[h]:mm:ss"), FORMAT_DURATION);
    assert_int_equal(cell_format_of("[Red]0.00"), FORMAT_PLAIN);
    assert_int_equal(cell_format_of("0\\d \"days\""), FORMAT_PLAIN);
    assert_int_equal(cell_format_of("[$-409]d-mmm-yy;@"), FORMAT_DATE);
    assert_int_equal(cell_format_of("h:mm AM/PM"), FORMAT_TIME);
    expect_cell("46097", FORMAT_DATE, false, "2026-03-16");
    expect_cell("44635", FORMAT_DATE, true, "2026-03-16");
    expect_cell("46097.020833333336", FORMAT_BOTH, false, "2026-03-16 00:30:00");
    expect_cell("46097", FORMAT_BOTH, false, "2026-03-16 00:00:00");
    expect_cell("0.875", FORMAT_TIME, false, "21:00:00");
    expect_cell("0.99999999", FORMAT_TIME, false, "24:00:00");
    expect_cell("1.5", FORMAT_DURATION, false, "36:00:00");
    expect_cell("3.1827546296296296E-3", FORMAT_TIME, false, "00:04:35");
    expect_cell("-1", FORMAT_DATE, false, "-1");
    expect_cell("1e300", FORMAT_DATE, false, "1e300");
    expect_cell("12.5", FORMAT_PLAIN, false, "12.5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points_of_time), cmocka_unit_test(test_proofs),
        cmocka_unit_test(test_figures),        cmocka_unit_test(test_durations),
        cmocka_unit_test(test_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
