/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_tz_libc.c - local time against the C library's own conversion, instant by instant and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/tz.h"

static const char *const zones[] = {
    "America/New_York",    "Asia/Manila",       "Asia/Jakarta",
    "Asia/Kolkata",        "Europe/London",     "Australia/Sydney",
    "America/Sao_Paulo",   "Asia/Tehran",       "Africa/Casablanca",
    "Pacific/Apia",        "America/St_Johns",  "Australia/Lord_Howe",
    "Europe/Dublin",       "Africa/Cairo",      "America/Chicago",
    "America/Los_Angeles", "Asia/Kathmandu",    "America/Havana",
    "America/Nuuk",        "Asia/Gaza",         "Pacific/Chatham",
    "Antarctica/Troll",    "Europe/Warsaw",     "America/Bogota",
    "Africa/Johannesburg", "Asia/Kuala_Lumpur", "UTC",
};
#define N_ZONES (sizeof zones / sizeof *zones)

static struct tz *open_zone(const char *name)
{
    struct diags *diags = diags_new();
    struct tz *tz = NULL;
    if (tz_load(&tz, name, NULL, diags) != OK)
        fail_msg("%s: %s", name, diags->item[0].message);
    diags_free(diags);
    setenv("TZ", name, 1);
    tzset();
    return tz;
}

static int64_t instant_of(int year)
{
    return (int64_t)date_from_civil(year, 1, 1) * 86400;
}

/* Offset by the C library, after its conversion was compared with ours. */
static int check_instant(const struct tz *tz, int64_t instant)
{
    time_t t = (time_t)instant;
    struct tm tm;
    struct civil c;
    const char *abbreviation;
    localtime_r(&t, &tm);
    tz_civil(&c, tz, instant);
    int offset = tz_offset_s(tz, instant, &abbreviation);
    if (c.year != tm.tm_year + 1900 || c.month != tm.tm_mon + 1 || c.day != tm.tm_mday ||
        c.hour != tm.tm_hour || c.min != tm.tm_min || c.s != tm.tm_sec || offset != tm.tm_gmtoff ||
        strcmp(abbreviation, tm.tm_zone) != 0)
        fail_msg("%s at %lld: offset %d %s, C library %ld %s", tz_name(tz), (long long)instant,
                 offset, abbreviation, tm.tm_gmtoff, tm.tm_zone);
    int32_t date = date_from_civil(c.year, c.month, c.day);
    assert_int_equal(tz_date(tz, instant), date);
    assert_int_equal(tz_minute(tz, instant), c.hour * 60 + c.min);
    return offset;
}

/* The instants within a window that the C library reads as `local` seconds, minute by minute. */
static int instants_of(int64_t found[2], int64_t local, const int *offset_s, int64_t begin, int n)
{
    int n_found = 0;
    for (int i = 0; i < n; i++)
        if (begin + 60 * i + offset_s[i] == local) {
            assert_true(n_found < 2);
            found[n_found++] = begin + 60 * i;
        }
    return n_found;
}

/* Readings of each minute round a change, the hours of it and two more on each side. */
static void check_change(const struct tz *tz, int64_t change)
{
    enum {
        HALF = 60 * 60,
        N = 2 * HALF
    }; /* minutes: 60 hours each way, for days that were left out */
    static int offset_s[N];
    int64_t begin = change - (int64_t)HALF * 60;
    for (int i = 0; i < N; i++)
        offset_s[i] = check_instant(tz, begin + 60 * i);
    int before = offset_s[HALF - 1], after = offset_s[HALF];
    int64_t lo = change + (before < after ? before : after) - 2 * 3600;
    int64_t hi = change + (before < after ? after : before) + 2 * 3600;
    for (int64_t local = lo; local < hi; local += 60) {
        int64_t found[2], first, second;
        int n = instants_of(found, local, offset_s, begin, N);
        int32_t date = (int32_t)(local / 86400);
        enum local_kind kind = tz_instant(&first, &second, tz, date, (int)(local % 86400) / 60, 0);
        assert_int_equal((int)kind, n == 0 ? LOCAL_GAP : n == 1 ? LOCAL_ONE : LOCAL_TWICE);
        if (n == 0) {
            assert_true(first == local - before && second == local - after);
        } else {
            assert_true(first == found[0] && second == found[n - 1]);
        }
        assert_true(tz_day_boundary(tz, date, (int)(local % 86400) / 60) == first);
    }
}

/* A reading on the whole hour, and mktime's answer to it. */
static void check_reading(const struct tz *tz, int64_t instant)
{
    struct civil c;
    int64_t first, second;
    tz_civil(&c, tz, instant);
    enum local_kind kind = tz_instant(&first, &second, tz, date_from_civil(c.year, c.month, c.day),
                                      c.hour * 60 + c.min, c.s);
    struct tm tm = {.tm_year = c.year - 1900,
                    .tm_mon = c.month - 1,
                    .tm_mday = c.day,
                    .tm_hour = c.hour,
                    .tm_min = c.min,
                    .tm_sec = c.s,
                    .tm_isdst = -1};
    int64_t libc = (int64_t)mktime(&tm);
    assert_true(kind != LOCAL_GAP); /* it was read off a clock */
    assert_true(instant == first || instant == second);
    assert_true(libc == first || libc == second);
    assert_int_equal(kind == LOCAL_TWICE, first != second);
}

/* Returns the changes of offset that were found. */
static int check_years(const struct tz *tz, int first_year, int end_year)
{
    int n_changes = 0;
    int before = check_instant(tz, instant_of(first_year));
    for (int64_t t = instant_of(first_year); t < instant_of(end_year); t += 3600) {
        int offset = check_instant(tz, t);
        check_reading(tz, t);
        if (offset != before) {
            int64_t change = t - 3600; /* the exact minute of it */
            while (check_instant(tz, change) == before)
                change += 60;
            check_change(tz, change);
            n_changes++;
        }
        before = offset;
    }
    return n_changes;
}

static void each_zone_hour_by_hour(void **state)
{
    (void)state;
    int n_changes = 0;
    for (size_t i = 0; i < N_ZONES; i++) {
        struct tz *tz = open_zone(zones[i]);
        n_changes += check_years(tz, 2003, 2004);
        n_changes += check_years(tz, 2011, 2014); /* Samoa left out a day in 2011 */
        n_changes += check_years(tz, 2026, 2041);
        tz_free(tz);
    }
    assert_true(n_changes > 400); /* some 14 zones change twice a year */
}

/* Every zone of the machine, thinly: the end of the tables and the rules after it. */
static void all_zones_through_three_centuries(void **state)
{
    (void)state;
    FILE *list = fopen("/usr/share/zoneinfo/zone1970.tab", "r");
    char line[512], name[128];
    int n_zones = 0;
    assert_non_null(list);
    while (fgets(line, sizeof line, list)) {
        if (line[0] == '#' || sscanf(line, "%*s %*s %127s", name) != 1)
            continue;
        struct tz *tz = open_zone(name);
        for (int64_t t = instant_of(1890); t < instant_of(2200); t += 86400 * 53 + 3607)
            check_instant(tz, t);
        tz_free(tz);
        n_zones++;
    }
    fclose(list);
    assert_true(n_zones > 250);
}

/* The rules repeat every 400 years; the C library works each year out. */
static void far_years(void **state)
{
    (void)state;
    struct tz *tz = open_zone("America/New_York");
    for (int year = 2390; year < 3300; year += 101)
        assert_int_equal(check_years(tz, year, year + 1), 2);
    tz_free(tz);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_zone_hour_by_hour),
        cmocka_unit_test(all_zones_through_three_centuries),
        cmocka_unit_test(far_years),
    };
    return cmocka_run_group_tests_name("tz_libc", tests, NULL, NULL);
}
