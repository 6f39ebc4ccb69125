/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, dates and faults as people read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/time.h"
#include "cli/faults.h"
#include "cli/numbers.h"
#include "cli/progress.h"

static void test_numbers(void **state)
{
    (void)state;
    char text[NUMBER_TEXT];
    assert_string_equal(number_text(text, 0, 0), "0");
    assert_string_equal(number_text(text, 999, 0), "999");
    assert_string_equal(number_text(text, 1000, 0), "1,000");
    assert_string_equal(number_text(text, 999.96, 1), "1,000.0");
    assert_string_equal(number_text(text, -1234567.25, 1), "-1,234,567.2");
    assert_string_equal(number_text(text, -0.04, 1), "0.0");
    assert_string_equal(number_text(text, NAN, 1), "-");
    assert_string_equal(number_text(text, INFINITY, 0), "-");
    assert_string_equal(number_text(text, 1e300, 2), "-");
    assert_string_equal(share_text(text, 0.8214), "82.1 %");
    assert_string_equal(share_text(text, NAN), "-");
}

static void test_dates(void **state)
{
    (void)state;
    char text[NUMBER_TEXT];
    int32_t monday = date_from_civil(2003, 10, 27);
    assert_string_equal(day_text(text, monday), "Mon 27 Oct");
    assert_string_equal(day_text(text, monday + 5), "Sat  1 Nov");
    assert_string_equal(date_text(text, monday + 5), "1 November 2003");
    assert_string_equal(week_text(text, monday), "2003-W44");
    assert_string_equal(week_text(text, monday - 1), "2003-W44"); /* a week from Sunday on */
    assert_string_equal(week_text(text, date_from_civil(2026, 12, 28)), "2026-W53");
}

static void test_faults(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct text out = {0};
    diag_error(diags, (&(struct place){"b.csv", 3, 7, NULL}), "wrong");
    diag_warning(diags, (&(struct place){"b.csv", 4, 0, NULL}), "odd");
    diag_error(diags, NULL, "no place");
    diag_error(diags, (&(struct place){"s.json", 2, 5, "/site/zone"}), "no zone");
    diag_note(diags, (&(struct place){"b.csv", 1, 1, NULL}), "by the way");
    for (int i = 0; i < 30; i++)
        diag_error(diags, (&(struct place){"a.csv", i + 1, 1, NULL}), "bad");
    faults_print(&out, diags, SEV_WARNING);
    const char *want = "b.csv:3:7: error: wrong\nb.csv:4: warning: odd\n"
                       "ronda: error: no place\ns.json:2:5: error: no zone (at /site/zone)\n"
                       "a.csv:1:1: error: bad\n";
    assert_int_equal(strncmp(out.bytes, want, strlen(want)), 0);
    assert_null(strstr(out.bytes, "by the way"));
    assert_non_null(strstr(out.bytes, "a.csv:20:1: error: bad\na.csv: 10 more errors\n"));
    assert_null(strstr(out.bytes, "a.csv:21:"));
    text_clear(&out);
    faults_print(&out, diags, SEV_ERROR);
    assert_null(strstr(out.bytes, "odd"));
    text_clear(&out);
    faults_print(&out, diags, SEV_NOTE);
    assert_non_null(strstr(out.bytes, "b.csv:1:1: note: by the way\n"));
    text_free(&out);
    diags_free(diags);
}

static void test_progress(void **state)
{
    (void)state;
    struct text out = {0};
    progress_line(&out, &(struct progress){"bound", 1.4, NAN, 1234567.8, NAN});
    assert_string_equal(out.bytes, "bound            1 s  bound 1,234,568");
    text_clear(&out);
    progress_line(&out, &(struct progress){"improve", 61, 200, 190, 0.05});
    assert_string_equal(out.bytes, "improve         61 s  objective 200  bound 190  gap 5.0 %");
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_progress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
