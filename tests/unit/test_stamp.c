/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_stamp.c - points of time as files write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "io/stamp.h"

static void test_good(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t utc; /* read in UTC */
    } cases[] = {
        {"1970-01-01T00:00", 0},      {"1970-01-01 00:00:59", 59},   {"1970-01-01T08:00+08:00", 0},
        {"1969-12-31T19:00-0500", 0}, {"1970-01-01T05:45+05:45", 0}, {"1970-01-01T05:00+05", 0},
        {"1970-01-01T24:00Z", 86400}, {"1970-01-01 7:30", 27000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stamp stamp;
        assert_true(stamp_parse(&stamp, cases[i].text));
        int64_t utc = stamp.date * (int64_t)86400 + stamp.minute * 60 + stamp.second;
        assert_int_equal(utc - stamp.offset_s, cases[i].utc);
        assert_int_equal(stamp.has_offset, strpbrk(cases[i].text + 11, "Z+-") != NULL);
    }
}

static void test_bad(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "2026-12-24",
        "2026-12-24T21",
        "2026-12-24T21:",
        "2026-12-24T21:60",
        "2026-12-24T24:01",
        "2026-12-24T25:00",
        "2026-12-24T21:00:60",
        "2026-12-24T21:00 ",
        "2026-12-24T21:00+",
        "2026-12-24T21:00+8",
        "2026-12-24T21:00+15:00",
        "2026-12-24T21:00+08:0",
        "2026-12-24T21:00+08:60",
        "2026-12-24T21:00z",
        "2026-02-29T21:00",
        "2026-13-01T21:00",
        "26-12-24T21:00:00",
        "2026/12/24 21:00",
        "24.12.2026 21:00",
        "2026-12-24T21:00:00.5",
        "2026-12-24t21:00",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct stamp stamp;
        if (stamp_parse(&stamp, texts[i]))
            fail_msg("taken: %s", texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
