/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_tz.c - names and folders, readings that do not exist or occur twice, work dates, weeks of
 * 167 and 169 hours, night shifts over the changes of the clock.  Instants are written out by hand
 * from the zones' known rules; test_tz_libc.c does the same at large against the C library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/tz.h"

static struct tz *zone(const char *name)
{
    struct diags *diags = diags_new();
    struct tz *tz = NULL;
    assert_int_equal(tz_load(&tz, name, NULL, diags), OK);
    assert_int_equal(diags->n, 0);
    diags_free(diags);
    return tz;
}

static int64_t utc(int year, int month, int day, int hour, int min)
{
    return (int64_t)date_from_civil(year, month, day) * 86400 + hour * 3600 + min * 60;
}

/* The message that a zone's name brings; in a buffer that the next call overwrites. */
static const char *refusal(const char *name, enum status expected)
{
    static char message[512];
    struct diags *diags = diags_new();
    struct tz *tz = NULL;
    struct place at = {.file = "site.json", .line = 4, .col = 13, .path = "/site/zone"};
    assert_int_equal(tz_load(&tz, name, &at, diags), expected);
    assert_null(tz);
    assert_int_equal(diags->n_errors, 1);
    assert_int_equal(diags->item[0].at.col, 13);
    snprintf(message, sizeof message, "%s", diags->item[0].message);
    diags_free(diags);
    return message;
}

static void unknown_names_get_the_nearest(void **state)
{
    (void)state;
    static const struct {
        const char *name, *nearest;
    } rows[] = {
        {"Asia/Manilla", "Asia/Manila"},
        {"asia/manila", "Asia/Manila"},
        {"Manila", "Asia/Manila"},
        {"America/New York", "America/New_York"},
        {"Amercia/Chicago", "America/Chicago"},
        {"utc", "UTC"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char expected[200];
        snprintf(expected, sizeof expected, "there is no time zone '%s'; did you mean '%s'?",
                 rows[i].name, rows[i].nearest);
        assert_string_equal(refusal(rows[i].name, ERR_DATA), expected);
    }
}

static void names_that_are_none(void **state)
{
    (void)state;
    static const char *const names[] = {"",
                                        "/",
                                        "../../etc/passwd",
                                        "/usr/share/zoneinfo/UTC",
                                        "Asia/",
                                        "PST",
                                        "GMT+8",
                                        "localtime",
                                        "posixrules",
                                        "tzdata.zi",
                                        "Asia//Manila",
                                        "right/UTC",
                                        "Asia/../UTC",
                                        "a\x1b[3m",
                                        "zone1970.tab"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *message = refusal(names[i], ERR_DATA);
        assert_non_null(strstr(message, "there is no time zone"));
        assert_null(strchr(message, '\x1b'));
    }
    char longest[5001];
    memset(longest, 'a', 5000);
    longest[5000] = '\0';
    refusal(longest, ERR_DATA);
}

static void write_file(const char *folder, const char *name, const void *bytes, size_t n)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static void remove_files(const char *folder, const char *const *names)
{
    char path[512];
    for (; *names; names++) {
        snprintf(path, sizeof path, "%s/%s", folder, *names);
        assert_int_equal(remove(path), 0);
    }
    assert_int_equal(rmdir(folder), 0);
}

static void another_folder(void **state)
{
    (void)state;
    char folder[] = "/tmp/ronda-tz-XXXXXX", sub[64];
    assert_non_null(mkdtemp(folder));
    tz_set_folder(folder);
    assert_string_equal(tz_data_version(), "unknown");
    assert_string_equal(
        refusal("Asia/Manilla", ERR_DATA),
        "there is no time zone 'Asia/Manilla'; write an IANA name such as 'Asia/Manila'");
    write_file(folder, "+VERSION", "2024a\n", 6);
    assert_string_equal(tz_data_version(), "2024a");
    write_file(folder, "tzdata.zi", "# version 2031c\nZ Xx/Yzyz 8 - +08\nL Xx/Yzyz Xx/Gone\n", 53);
    assert_string_equal(tz_data_version(), "2031c");
    snprintf(sub, sizeof sub, "%s/Xx", folder);
    assert_int_equal(mkdir(sub, 0700), 0);
    write_file(folder, "Xx/Yzyz", "TZif", 4);
    assert_string_equal(refusal("Xx/Yzyx", ERR_DATA),
                        "there is no time zone 'Xx/Yzyx'; did you mean 'Xx/Yzyz'?");
    assert_null(strstr(refusal("Xx/Gona", ERR_DATA), "Gone'?")); /* listed, but not there */
    assert_string_equal(
        refusal("Xx/Yzyz", ERR_IO),
        "the data of time zone 'Xx/Yzyz' is damaged: it is cut off; install the tzdata "
        "package again");
    write_file(folder, "Xx/Yzyz", "", 0);
    assert_non_null(strstr(refusal("Xx/Yzyz", ERR_IO), "cut off"));
    refusal("Xx", ERR_DATA); /* a folder is no zone */
    write_file(folder, "zone1970.tab", "# x\nPH\t+1435+12100\tXx/Yzyz\tmost\n", 33);
    remove(strcat(strcpy(sub, folder), "/tzdata.zi"));
    assert_non_null(strstr(refusal("Xx/Yzy", ERR_DATA), "did you mean 'Xx/Yzyz'"));
    tz_set_folder(NULL);
    remove_files(folder, (const char *const[]){"Xx/Yzyz", "Xx", "+VERSION", "zone1970.tab", NULL});
    assert_string_not_equal(tz_data_version(), "");
}

static void formats(void **state)
{
    (void)state;
    char text[STAMP_TEXT];
    struct tz *manila = zone("Asia/Manila"), *st_johns = zone("America/St_Johns");
    assert_string_equal(tz_name(manila), "Asia/Manila");
    assert_string_equal(tz_format(text, manila, utc(2026, 12, 24, 13, 0)),
                        "2026-12-24T21:00+08:00");
    assert_string_equal(tz_format(text, st_johns, utc(2026, 1, 1, 3, 29)),
                        "2025-12-31T23:59-03:30");
    assert_string_equal(tz_format(text, manila, utc(2026, 12, 24, 13, 0) + 7),
                        "2026-12-24T21:00:07+08:00");
    /* Local mean time, with seconds. */
    assert_string_equal(tz_format(text, st_johns, utc(1850, 1, 1, 12, 0)),
                        "1850-01-01T08:29:08-03:30:52");
    tz_free(manila);
    tz_free(st_johns);
}

static void new_york_readings(void **state)
{
    (void)state;
    struct tz *tz = zone("America/New_York");
    int64_t first, second;
    int32_t spring = date_from_civil(2027, 3, 14), autumn = date_from_civil(2026, 11, 1);
    /* 02:30 does not exist: RFC 5545 reads it with the offset before, 07:30 UTC = 03:30 EDT. */
    assert_int_equal(tz_instant(&first, &second, tz, spring, 150, 0), LOCAL_GAP);
    assert_true(first == utc(2027, 3, 14, 7, 30) && second == utc(2027, 3, 14, 6, 30));
    assert_true(tz_day_boundary(tz, spring, 150) == utc(2027, 3, 14, 7, 30));
    assert_int_equal(tz_instant(&first, &second, tz, autumn, 90, 15), LOCAL_TWICE);
    assert_true(first == utc(2026, 11, 1, 5, 30) + 15 && second == utc(2026, 11, 1, 6, 30) + 15);
    /* The edges. */
    assert_int_equal(tz_instant(&first, &second, tz, spring, 119, 59), LOCAL_ONE);
    assert_int_equal(tz_instant(&first, &second, tz, spring, 120, 0), LOCAL_GAP);
    assert_int_equal(tz_instant(&first, &second, tz, spring, 180, 0), LOCAL_ONE);
    assert_int_equal(tz_instant(&first, &second, tz, autumn, 59, 59), LOCAL_ONE);
    assert_int_equal(tz_instant(&first, &second, tz, autumn, 60, 0), LOCAL_TWICE);
    assert_int_equal(tz_instant(&first, &second, tz, autumn, 120, 0), LOCAL_ONE);
    /* Minutes outside the day are carried. */
    assert_int_equal(tz_instant(&first, &second, tz, autumn - 1, 1440 + 90, 0), LOCAL_TWICE);
    assert_true(first == utc(2026, 11, 1, 5, 30));
    assert_int_equal(tz_instant(&first, &second, tz, autumn + 1, -60, 0), LOCAL_ONE);
    assert_true(first == utc(2026, 11, 2, 4, 0) && second == first);
    tz_free(tz);
}

static void midnight_that_does_not_exist(void **state)
{
    (void)state;
    struct tz *cairo = zone("Africa/Cairo"), *apia = zone("Pacific/Apia");
    /* Cairo, 24 April 2026: 00:00 becomes 01:00, so the day begins at 01:00 = 22:00 UTC. */
    int32_t date = date_from_civil(2026, 4, 24);
    assert_true(tz_day_boundary(cairo, date, 0) == utc(2026, 4, 23, 22, 0));
    assert_int_equal(tz_minute(cairo, utc(2026, 4, 23, 22, 0)), 60);
    assert_int_equal(tz_work_date(cairo, utc(2026, 4, 23, 22, 0), 0), date);
    assert_int_equal(tz_work_date(cairo, utc(2026, 4, 23, 21, 59), 0), date - 1);
    /* Samoa had no 30 December 2011: that day has no length. */
    date = date_from_civil(2011, 12, 30);
    assert_true(tz_day_boundary(apia, date, 0) == utc(2011, 12, 30, 10, 0));
    assert_true(tz_day_boundary(apia, date + 1, 0) == utc(2011, 12, 30, 10, 0));
    assert_int_equal(tz_work_date(apia, utc(2011, 12, 30, 10, 0), 0), date + 1);
    assert_int_equal(tz_work_date(apia, utc(2011, 12, 30, 9, 59), 0), date - 1);
    tz_free(cairo);
    tz_free(apia);
}

static void work_date_by_day_starts(void **state)
{
    (void)state;
    struct tz *manila = zone("Asia/Manila");
    int32_t tuesday = date_from_civil(2026, 11, 3);
    int64_t midnight = utc(2026, 11, 2, 16, 0);
    /* With days from noon to noon both Monday's evening and Tuesday's first hours are Monday. */
    assert_int_equal(tz_work_date(manila, midnight - 3600, 720), tuesday - 1);
    assert_int_equal(tz_work_date(manila, midnight, 720), tuesday - 1);
    assert_int_equal(tz_work_date(manila, midnight, 0), tuesday);
    assert_int_equal(tz_work_date(manila, midnight + 12 * 3600 - 1, 720), tuesday - 1);
    assert_int_equal(tz_work_date(manila, midnight + 12 * 3600, 720), tuesday);
    tz_free(manila);
}

/* Each instant of a horizon has the work date of the span that holds it, whatever the clock does.
 */
static void work_dates_agree_with_horizons(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int year, month, day;
    } changes[] = {{"America/New_York", 2026, 3, 2},    {"America/New_York", 2026, 10, 26},
                   {"America/Havana", 2026, 10, 26},    {"Africa/Cairo", 2026, 4, 18},
                   {"Pacific/Apia", 2011, 12, 26},      {"Australia/Lord_Howe", 2026, 9, 28},
                   {"America/Sao_Paulo", 2018, 10, 29}, {"America/Sao_Paulo", 2018, 2, 12},
                   {"America/St_Johns", 2010, 11, 1},   {"Africa/Casablanca", 2026, 2, 9}};
    static const int starts_min[] = {0, 30, 60, 90, 150, 720, 1410};
    struct diags *diags = diags_new();
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct tz *tz = zone(changes[i].zone);
        int32_t first = date_from_civil(changes[i].year, changes[i].month, changes[i].day);
        for (size_t k = 0; k < sizeof starts_min / sizeof *starts_min; k++) {
            struct horizon horizon;
            /* Days that begin at 00:01 lie on no slot; the boundaries are filled in all the same.
             */
            (void)horizon_make(&horizon, tz, first, 14, starts_min[k], 5, diags);
            for (int day = 0; day < 14; day++)
                for (int64_t t = horizon.begin[day]; t < horizon.begin[day + 1]; t += 300)
                    assert_int_equal(tz_work_date(tz, t, starts_min[k]), first + day);
        }
        tz_free(tz);
    }
    diags_free(diags);
}

static void week_hours(const char *name, const char *week, int slot_min, int hours)
{
    struct tz *tz = zone(name);
    struct diags *diags = diags_new();
    struct horizon horizon;
    int year, number;
    assert_true(week_parse(&year, &number, week));
    int32_t monday = week_monday(year, number);
    assert_int_equal(horizon_make(&horizon, tz, monday, 7, 0, slot_min, diags), OK);
    assert_int_equal(diags->n, 0);
    assert_true(horizon.begin[7] - horizon.begin[0] == hours * 3600);
    assert_int_equal(horizon.grid.n_slots, hours * 60 / slot_min);
    assert_int_equal(horizon.grid.slot_s, slot_min * 60);
    assert_true(horizon.grid.begin == horizon.begin[0]);
    assert_true(grid_end(&horizon.grid) == horizon.begin[7]);
    assert_true(horizon.first == monday && horizon.n_days == 7);
    for (int day = 0; day < 7; day++)
        assert_int_equal(tz_date(tz, horizon.begin[day]), monday + day);
    diags_free(diags);
    tz_free(tz);
}

static void weeks_have_their_true_length(void **state)
{
    (void)state;
    week_hours("America/New_York", "2026-W10", 30, 167);
    week_hours("America/New_York", "2026-W44", 30, 169);
    week_hours("America/New_York", "2026-W45", 60, 168);
    week_hours("Europe/London", "2027-W12", 15, 167);
    week_hours("Europe/London", "2026-W43", 15, 169);
    week_hours("Australia/Sydney", "2026-W14", 60, 169);
    week_hours("Australia/Sydney", "2026-W40", 60, 167);
    week_hours("Asia/Manila", "2003-W44", 30, 168);
    week_hours("Asia/Kolkata", "2026-W53", 30, 168);
}

static void slots_that_do_not_fit(void **state)
{
    (void)state;
    struct tz *kolkata = zone("Asia/Kolkata"), *kathmandu = zone("Asia/Kathmandu");
    struct diags *diags = diags_new();
    struct horizon horizon;
    assert_int_equal(horizon_make(&horizon, kolkata, 20000, 7, 0, 60, diags), ERR_DATA);
    assert_string_equal(
        diags->item[0].message,
        "days in Asia/Kolkata do not begin on a whole 60-minute slot of UTC; set slot_min "
        "to 30 or less, or another day_starts");
    assert_int_equal(horizon_make(&horizon, kolkata, 20000, 7, 30, 60, diags), OK);
    assert_int_equal(horizon_make(&horizon, kathmandu, 20000, 7, 0, 30, diags), ERR_DATA);
    assert_non_null(strstr(diags->item[1].message, "slot_min to 15"));
    assert_int_equal(horizon_make(&horizon, kathmandu, 20000, 42, 0, 15, diags), OK);
    assert_int_equal(horizon_make(&horizon, kathmandu, 20000, 1, 7, 15, diags), ERR_DATA);
    assert_non_null(strstr(diags->item[2].message, "set another day_starts"));
    diags_free(diags);
    tz_free(kolkata);
    tz_free(kathmandu);
}

/* Local 22:00 to 06:00: the night of the change is an hour shorter or longer, and each start and
 * end is the instant that the zone's law says. */
static void nights(const char *name, int year, int month, int day, int n_hours, int offset_before_h,
                   int offset_after_h)
{
    struct tz *tz = zone(name);
    int32_t change =
        date_from_civil(year, month, day); /* work date of the night in which it happens */
    for (int32_t date = change - 3; date <= change + 3; date++) {
        int64_t start, end, second;
        int start_h = date <= change ? offset_before_h : offset_after_h;
        int end_h = date < change ? offset_before_h : offset_after_h;
        assert_int_equal(tz_instant(&start, &second, tz, date, 22 * 60, 0), LOCAL_ONE);
        assert_int_equal(tz_instant(&end, &second, tz, date, 30 * 60, 0), LOCAL_ONE);
        assert_true(start == (int64_t)date * 86400 + (22 - start_h) * 3600);
        assert_true(end == (int64_t)date * 86400 + (30 - end_h) * 3600);
        assert_true(end - start == (date == change ? n_hours : 8) * 3600);
        assert_int_equal(tz_work_date(tz, start, 12 * 60), date);
        assert_int_equal(tz_work_date(tz, end - 1, 12 * 60), date);
    }
    tz_free(tz);
}

static void night_shifts_over_both_changes(void **state)
{
    (void)state;
    nights("America/New_York", 2003, 10, 25, 9, -4, -5);
    nights("America/New_York", 2026, 3, 7, 7, -5, -4);
    nights("America/New_York", 2026, 10, 31, 9, -4, -5);
    nights("Europe/London", 2026, 3, 28, 7, 0, 1);
    nights("Europe/London", 2026, 10, 24, 9, 1, 0);
    nights("Australia/Sydney", 2026, 4, 4, 9, 11, 10);
    nights("Australia/Sydney", 2026, 10, 3, 7, 10, 11);
    nights("Asia/Manila", 2026, 10, 31, 8, 8, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_names_get_the_nearest),
        cmocka_unit_test(names_that_are_none),
        cmocka_unit_test(another_folder),
        cmocka_unit_test(formats),
        cmocka_unit_test(new_york_readings),
        cmocka_unit_test(midnight_that_does_not_exist),
        cmocka_unit_test(work_date_by_day_starts),
        cmocka_unit_test(work_dates_agree_with_horizons),
        cmocka_unit_test(weeks_have_their_true_length),
        cmocka_unit_test(slots_that_do_not_fit),
        cmocka_unit_test(night_shifts_over_both_changes),
    };
    return cmocka_run_group_tests_name("tz", tests, NULL, NULL);
}
