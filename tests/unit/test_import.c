/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_import.c - interval files of other programs into rows of calls/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/tz.h"
#include "io/import.h"
#include "tests/unit/scratch.h"

static void expect_import(const char *file, const struct import_options *options, const char *want,
                          struct import_report *report, struct diags *diags)
{
    struct text out = {0};
    enum status status =
        import_calls(&out, report, scratch_write("f.csv", file, strlen(file)), options, diags);
    if (status != OK)
        fail_msg("%s", diags->item[0].message);
    assert_string_equal(out.bytes, want);
    text_free(&out);
}

static void test_columns(void **state)
{
    (void)state;
    struct import_report report;
    struct diags *diags = diags_new();
    struct import_options options = {.columns = "start=Day+Time,offered=Calls,aht=AHT,queue=Skill",
                                     .zone = "America/New_York"};
    expect_import("Skill|Day|Time|Calls|AHT|Other\n"
                  "Sales (en)|2026-03-02|9:00|4|200|x\n"
                  "care|2026-03-02|09:00|1||x\n"
                  "Sales (en)|2026-03-02|09:30|5|210.5|x\n"
                  "Sales (en)|2026-03-09|09:00|6||x\n",
                  &options,
                  "start,queue,offered,aht_s\n"
                  "2026-03-02T09:00-05:00,Sales__en_,4,200\n"
                  "2026-03-02T09:30-05:00,Sales__en_,5,210.5\n"
                  "2026-03-09T09:00-04:00,Sales__en_,6,\n"
                  "2026-03-02T09:00-05:00,care,1,\n",
                  &report, diags);
    assert_int_equal(report.n_rows, 4);
    assert_int_equal(report.n_taken, 4);
    assert_int_equal(report.n_slots, 4);
    assert_int_equal(report.slot_min, 30);
    assert_int_equal(report.n_gaps, 1);
    assert_int_equal(report.n_missing, 7 * 48 - 2 - 2); /* an hour less at the change */
    assert_int_equal(diags->n, 1);                      /* the queue's new name */
    expect_fault(diags, 2, 12, "queue 'Sales (en)' is named 'Sales__en_'");
    diags_free(diags);
}

/* Nothing is dropped silently, and a bad row takes no good one along. */
static void test_skipped_rows(void **state)
{
    (void)state;
    struct import_report report;
    struct diags *diags = diags_new();
    struct import_options options = {
        .columns = "start=t,offered=n", .queue = "q", .zone = "America/New_York"};
    expect_import("t,n\n"
                  "2026-11-01 00:00,1\n"
                  "2026-11-01 00:30,2\n"
                  "2026-11-01 01:00,3\n"
                  "2026-11-01 02:00,4,5\n"
                  "2026-11-01 02:30,-6\n"
                  "2026-11-01 03:00,7\n"
                  "2026-11-01 03:00,8\n"
                  "2026-11-01 03:10,9\n"
                  "1.11.2026 03:30,10\n"
                  "2026-11-01 04:00,\n"
                  "2026-11-01 04:30,12\n",
                  &options,
                  "start,queue,offered\n"
                  "2026-11-01T00:00-04:00,q,1\n"
                  "2026-11-01T00:30-04:00,q,2\n"
                  "2026-11-01T03:00-05:00,q,7\n"
                  "2026-11-01T04:30-05:00,q,12\n",
                  &report, diags);
    static const struct {
        int line, col;
        const char *part;
    } want[] = {{4, 1, "occurs twice"},       {5, 1, "3 fields, the first line names 2"},
                {6, 18, "'-6' is no number"}, {8, 1, "line 7 has"},
                {9, 1, "30-minute slots"},    {10, 1, "does not tell the day from the month"}};
    assert_int_equal(diags->n_warnings, 6);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(diags->item[i].at.line, want[i].line);
        assert_int_equal(diags->item[i].at.col, want[i].col);
        assert_non_null(strstr(diags->item[i].message, want[i].part));
    }
    assert_int_equal(report.n_rows, 11);
    assert_int_equal(report.n_taken, 5);
    assert_int_equal(report.n_skipped, 6);
    assert_int_equal(report.n_doubtful, 1);
    diags_free(diags);
}

/* Longer slots: summed where all parts are there, handling times weighted by contacts. */
static void test_summed_slots(void **state)
{
    (void)state;
    struct import_report report;
    struct diags *diags = diags_new();
    struct import_options options = {
        .columns = "start=t,offered=n,handled=h,aht=a", .queue = "q", .slot_min = 30};
    expect_import("t;n;h;a\n"
                  "2026-01-01T00:15Z;1;1;100\n"
                  "2026-01-01T00:30Z;2;2;100\n"
                  "2026-01-01T00:45Z;4;3;200\n"
                  "2026-01-01T01:00Z;5;5;\n"
                  "2026-01-01T01:30Z;6;6;60\n"
                  "2026-01-01T01:45Z;7;;70\n",
                  &options,
                  "start,queue,offered,handled,aht_s\n"
                  "2026-01-01T00:30Z,q,6,5,160\n"
                  "2026-01-01T01:30Z,q,13,,65.38461538461539\n",
                  &report, diags);
    assert_int_equal(report.slot_min, 30);
    assert_int_equal(report.n_missing, 1);
    assert_string_equal(report.first, "2026-01-01T00:30Z");
    assert_string_equal(report.last, "2026-01-01T01:30Z");
    assert_int_equal(diags->n, 0);
    struct text text = {0};
    import_describe(&text, &report);
    assert_non_null(strstr(text.bytes, "slots written 2 of 30 minutes"));
    text_free(&text);
    diags_free(diags);
}

/* Three queues of fifty years each: their slots are held one queue after the other, and all is told
 * as if they had been held together. */
static void test_more_slots_than_are_held(void **state)
{
    (void)state;
    const char *file = "t,q,n\n"
                       "1970-01-01T00:00Z,c,1\n1970-01-01T00:05Z,c,2\n2019-12-31T00:00Z,c,3\n"
                       "1970-01-01T00:00Z,a,4\n1970-01-01T00:05Z,a,5\n2019-12-31T00:00Z,a,x\n"
                       "2019-12-31T00:00Z,a,6\n1970-01-01T00:00Z,b,7\n2019-12-31T00:00Z,b,8\n"
                       "1970-01-01T00:05Z,c,9\n1970-01-01T00:00Z,a,9\n2000-01-01T00:01Z,b,9\n";
    const char *want = "start,queue,offered\n1970-01-01T00:00Z,a,4\n1970-01-01T00:05Z,a,5\n"
                       "2019-12-31T00:00Z,a,6\n1970-01-01T00:00Z,b,7\n2019-12-31T00:00Z,b,8\n"
                       "1970-01-01T00:00Z,c,1\n1970-01-01T00:05Z,c,2\n2019-12-31T00:00Z,c,3\n";
    struct import_report report, again;
    struct diags *diags = diags_new();
    struct import_options options = {.columns = "start=t,queue=q,offered=n"};
    expect_import(file, &options, want, &report, diags);
    assert_int_equal(report.n_rows, 12);
    assert_int_equal(report.n_taken, 8);
    assert_int_equal(report.n_skipped, 4);
    assert_int_equal(report.skipped[SKIP_VALUE], 1);
    assert_int_equal(report.skipped[SKIP_REPEATED], 2);
    assert_int_equal(report.first_line[SKIP_REPEATED], 11);
    assert_int_equal(report.skipped[SKIP_OFF_SLOT], 1);
    assert_int_equal(report.n_gaps, 3);
    assert_int_equal(report.n_queues, 3);
    assert_int_equal(diags->n, 4); /* one each, however often the file was looked at */
    char to[300];
    snprintf(to, sizeof to, "%s", scratch_write("out.csv", "old", 3));
    const char *in = scratch_write("f.csv", file, strlen(file));
    assert_int_equal(import_calls_to(to, &again, in, &options, diags), OK);
    assert_int_equal(again.n_slots, report.n_slots);
    char bytes[1000] = {0};
    FILE *written = fopen(to, "r");
    assert_non_null(written);
    assert_int_equal(fread(bytes, 1, sizeof bytes - 1, written), strlen(want));
    fclose(written);
    assert_string_equal(bytes, want);
    diags_free(diags);
}

static void expect_refused(const char *file, const struct import_options *options,
                           enum status status, const char *part)
{
    struct import_report report;
    struct diags *diags = diags_new();
    struct text out = {0};
    const char *path = scratch_write("f.csv", file, strlen(file));
    assert_int_equal(import_calls(&out, &report, path, options, diags), status);
    assert_true(diags->n_errors > 0);
    const char *message = diags->item[diags->n - 1].message;
    if (!strstr(message, part))
        fail_msg("%s\nwanted %s", message, part);
    assert_int_equal(out.n, 0);
    text_free(&out);
    diags_free(diags);
}

static void test_refused(void **state)
{
    (void)state;
    const char *good = "t,n\n2026-01-01T00:15,1\n2026-01-01T00:30,2\n";
    struct import_options options = {.columns = "start=t,offered=n", .queue = "q"};
    expect_refused(good, &options, ERR_DATA, "no row could be taken"); /* no zone */
    options.zone = "Europe/London";
    options.slot_min = 5;
    expect_refused(good, &options, ERR_DATA, "do not add up to 5");
    options.slot_min = 0;
    expect_refused("t,n\n2026-01-01T00:15,1\n", &options, ERR_DATA, "how long a slot is");
    expect_refused("t,n\n1900-01-01T00:00,1\n1900-01-01T00:05,1\n2100-01-01T00:00,1\n", &options,
                   ERR_DATA, "more than 60 years");
    expect_refused("", &options, ERR_DATA, "empty");
    options.columns = "start=t";
    expect_refused(good, &options, ERR_USAGE, "both start and offered");
    options.columns = "start=t,offered=n,start=n";
    expect_refused(good, &options, ERR_USAGE, "'start' twice");
    options.columns = "start=t,offered=n,queue=n";
    expect_refused(good, &options, ERR_USAGE, "exclude one another");
    options.columns = "start=t,offered=m";
    expect_refused(good, &options, ERR_DATA, "no column 'm'");
    options.zone = "Nowhere/Land";
    expect_refused(good, &options, ERR_DATA, "there is no time zone");
}

/* The words of --profile stand in the order of the table. */
static void test_profiles(void **state)
{
    (void)state;
    struct text words = {0};
    for (int i = 1; i <= import_profile_count(); i++)
        text_printf(&words, "%s%s", i > 1 ? "|" : "", import_profile_name(i));
    assert_string_equal(words.bytes, IMPORT_PROFILES);
    text_free(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),      cmocka_unit_test(test_skipped_rows),
        cmocka_unit_test(test_summed_slots), cmocka_unit_test(test_more_slots_than_are_held),
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_profiles),
    };
    return cmocka_run_group_tests(tests, scratch_set_up, scratch_tear_down);
}
