/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_tzif.c - the parser of zone files: rules of every form, and hostile bytes.
 * The files are made here, byte by byte, in blocks of exactly their size, so that under ASan a read
 * past the end is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/text.h"
#include "base/tz.h"
#include "base/tzif.h"

static void add_u32(struct text *file, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        text_add_char(file, (char)(v >> shift));
}

static void add_header(struct text *file, char version, uint32_t n_times, uint32_t n_types,
                       uint32_t n_chars)
{
    text_add(file, "TZif");
    text_add_char(file, version);
    text_add_n(file, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 15);
    for (int i = 0; i < 3; i++)
        add_u32(file, 0); /* isut, isstd, leap */
    add_u32(file, n_times);
    add_u32(file, n_types);
    add_u32(file, n_chars);
}

/* Two changes, EST to EDT and back, in 1918; then the rule. */
static void make_file(struct text *file, char version, const char *rule)
{
    static const int32_t times[] = {-1633280400, -1615140000};
    for (int width = version ? 4 : 8; width <= 8; width += 4) {
        add_header(file, version, 2, 2, 8);
        for (int i = 0; i < 2; i++) {
            if (width == 8 && version)
                add_u32(file, UINT32_MAX); /* high half of a negative number */
            add_u32(file, (uint32_t)times[i]);
        }
        text_add_n(file, "\1\0", 2);
        add_u32(file, (uint32_t)-18000);
        text_add_n(file, "\0\0", 2);
        add_u32(file, (uint32_t)-14400);
        text_add_n(file, "\1\4", 2);
        text_add_n(file, "EST\0EDT", 8);
    }
    if (version)
        text_printf(file, "\n%s\n", rule);
}

static void free_spans(struct tz *tz)
{
    free(tz->from);
    free(tz->kind);
    free(tz->type);
}

/* Asks a parsed zone about all of time; answers must hang together. */
static void ask(const struct tz *tz)
{
    static const int64_t base[] = {
        INT64_C(-62000000000), -1633280400,          -1615140000, 0, 1700000000,
        INT64_C(17000000000),  INT64_C(253000000000)};
    for (size_t i = 0; i < sizeof base / sizeof *base; i++)
        for (int k = -2; k <= 2; k++) {
            int64_t t = base[i] + k * 1800, first, second;
            struct civil c;
            tz_civil(&c, tz, t);
            enum local_kind kind =
                tz_instant(&first, &second, tz, date_from_civil(c.year, c.month, c.day),
                           c.hour * 60 + c.min, c.s);
            assert_true(kind != LOCAL_GAP && first <= t && second >= t);
        }
    tz_offset_s(tz, INT64_MIN, NULL);
    tz_offset_s(tz, INT64_MAX, NULL);
}

/* True if the bytes are taken for a zone. */
static bool parse(const char *bytes, size_t n)
{
    struct tz tz = {0};
    unsigned char *exact = malloc(n > 0 ? n : 1);
    assert_non_null(exact);
    if (n > 0)
        memcpy(exact, bytes, n);
    const char *fault = tzif_parse(&tz, n > 0 ? exact : NULL, n);
    free(exact);
    if (!fault)
        ask(&tz);
    else
        assert_true(strlen(fault) > 5);
    free_spans(&tz);
    return !fault;
}

static void each_version(void **state)
{
    (void)state;
    static const char versions[] = {'\0', '2', '3', '4'};
    for (const char *version = versions; version < versions + sizeof versions; version++) {
        struct text file = {0};
        struct tz tz = {0};
        make_file(&file, *version, "EST5EDT,M3.2.0,M11.1.0");
        assert_null(tzif_parse(&tz, (const unsigned char *)file.bytes, file.n));
        const char *abbreviation;
        assert_int_equal(tz_offset_s(&tz, -1633280401, NULL), -18000);
        assert_int_equal(tz_offset_s(&tz, -1633280400, &abbreviation), -14400);
        assert_string_equal(abbreviation, "EDT");
        assert_int_equal(tz_offset_s(&tz, -1615140000, NULL), -18000);
        /* 15 July 2026: only the rule knows. */
        assert_int_equal(tz_offset_s(&tz, 1784116800, NULL), *version ? -14400 : -18000);
        free_spans(&tz);
        text_free(&file);
    }
}

static void cut_at_each_length(void **state)
{
    (void)state;
    struct text file = {0};
    make_file(&file, '3', "<+03>-3<+04>,J80/-2:30,280/167:59:59");
    for (size_t n = 0; n < file.n; n++)
        if (parse(file.bytes, n))
            fail_msg("%zu of %zu bytes are taken for a zone", n, file.n);
    assert_true(parse(file.bytes, file.n));
    text_clear(&file);
    make_file(&file, '\0', "");
    size_t whole = file.n;
    for (size_t n = 0; n < whole; n++)
        assert_false(parse(file.bytes, n));
    assert_true(parse(file.bytes, whole));
    text_free(&file);
}

static void each_byte_changed(void **state)
{
    (void)state;
    struct text file = {0};
    int n_taken = 0, n_refused = 0;
    make_file(&file, '2', "EST5EDT,M3.2.0/-1,M11.1.0/26:00");
    for (size_t i = 0; i < file.n; i++)
        for (int v = 0; v < 256; v++) {
            char kept = file.bytes[i];
            file.bytes[i] = (char)v;
            if (parse(file.bytes, file.n))
                n_taken++;
            else
                n_refused++;
            file.bytes[i] = kept;
        }
    assert_true(n_taken > 1000 && n_refused > 1000);
    text_free(&file);
}

/* One field at a time, each to the first value that it must not have; in a version 1 file. */
static void fields_out_of_range(void **state)
{
    (void)state;
    enum { KINDS = 44 + 8, TYPES = KINDS + 2, NAMES = TYPES + 12 };
    static const struct {
        int place, value;
    } rows[] = {
        {0, 't'},         {4, '1'},         {44, 0xa0},      {44 + 4, 0x9d},    {KINDS, 2},
        {KINDS + 1, 2},   {TYPES, 1},       {TYPES + 4, 2},  {TYPES + 5, 8},    {TYPES + 5, 3},
        {NAMES + 7, 'x'}, {NAMES + 1, ' '}, {NAMES, '\x80'}, {TYPES + 6, 0x7f}, {TYPES + 11, 255},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text file = {0};
        make_file(&file, '\0', "");
        file.bytes[rows[i].place] = (char)rows[i].value;
        if (parse(file.bytes, file.n))
            fail_msg("byte %d may be %d", rows[i].place, rows[i].value);
        text_free(&file);
    }
}

static void many_bytes_changed(void **state)
{
    (void)state;
    struct text file = {0}, damaged = {0};
    struct rng rng;
    rng_seed(&rng, 8536, 0, 0);
    make_file(&file, '4', "EST5EDT,M3.2.0,M11.1.0");
    for (int k = 0; k < 20000; k++) {
        text_clear(&damaged);
        text_add_n(&damaged, file.bytes, file.n);
        for (uint32_t i = rng_below(&rng, 12); i > 0; i--)
            damaged.bytes[rng_below(&rng, (uint32_t)file.n)] = (char)rng_below(&rng, 256);
        parse(damaged.bytes, file.n - rng_below(&rng, 3));
    }
    text_free(&file);
    text_free(&damaged);
}

/* Counts so large that their sums would wrap round. */
static void absurd_counts(void **state)
{
    (void)state;
    struct text file = {0};
    for (size_t place = 20; place < 44; place += 4)
        for (int second = 0; second < 2; second++)
            for (uint32_t k = 0; k < 4; k++) {
                static const uint32_t absurd[] = {UINT32_MAX, 0x80000000, 0x10000000, 257};
                struct text count = {0};
                text_clear(&file);
                make_file(&file, '2', "EST5");
                add_u32(&count, absurd[k]);
                size_t block = 44 + 2 * 5 + 2 * 6 + 8;
                memcpy(file.bytes + place + (second ? block : 0), count.bytes, 4);
                assert_false(parse(file.bytes, file.n));
                text_free(&count);
            }
    text_free(&file);
}

static void rules_that_are_none(void **state)
{
    (void)state;
    static const char *const rules[] = {"E5",
                                        "EST",
                                        "EST25",
                                        "EST5:60",
                                        "EST5:00:60",
                                        "<EST5",
                                        "<>5",
                                        "EST5EDT",
                                        "EST5EDT,",
                                        "EST5EDT,M3.2.0",
                                        "EST5EDT,M3.2.0,",
                                        "EST5EDT,M0.2.0,M11.1.0",
                                        "EST5EDT,M13.2.0,M11.1.0",
                                        "EST5EDT,M3.0.0,M11.1.0",
                                        "EST5EDT,M3.6.0,M11.1.0",
                                        "EST5EDT,M3.2.7,M11.1.0",
                                        "EST5EDT,M3.2,M11.1.0",
                                        "EST5EDT,J0,J365",
                                        "EST5EDT,J1,J366",
                                        "EST5EDT,0,366",
                                        "EST5EDT,0/168,365",
                                        "EST5EDT,0/-168,365",
                                        "EST5EDT,M3.2.0,M11.1.0x",
                                        "EST5EDT,M3.2.0,M11.1.0,",
                                        "EST5 EDT,M3.2.0,M11.1.0",
                                        "EST99999999999999999999",
                                        "5",
                                        "-5",
                                        "EST+-5",
                                        "<E T>5",
                                        "ABCDEFGHIJKLMNOPQRSTU5",
                                        "EST5EDT25,M3.2.0,M11.1.0",
                                        "<\xc3\xa9\xc3\xa9>5"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct text file = {0};
        make_file(&file, '3', rules[i]);
        if (parse(file.bytes, file.n))
            fail_msg("the rule %s is taken", rules[i]);
        text_free(&file);
    }
}

/* The C library reads the same strings from TZ.  glibc 2.36 knows hours to 167 and quoted names. */
static void rules_as_the_c_library(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "EST5EDT,M3.2.0,M11.1.0",
        "<+08>-8",
        "<+0330>-3:30",
        "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "IST-1GMT0,M10.5.0,M3.5.0/1",
        "AEST-10AEDT,M10.1.0,M4.1.0/3",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "EET-2EEST,M3.4.4/50,M10.4.4/50",
        "IST-2IDT,M3.4.4/26,M10.5.0",
        "ABC1:02:03DEF,J60,J300/5:06:07",
        "ABC-14DEF,59/0,300/24",
        "NZST-12NZDT,M9.5.0,M4.1.0/3",
        "ABC12DEF,J1/3,J365/1",
        "UTC0",
        "XXX-2:30YYY-4,M2.5.6/23:59:59,M12.5.1/0",
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct tz tz = {.repeat_from = INT64_MAX};
        tzif_add_span(&tz, INT64_MIN, 0);
        assert_null(tzif_add_rule(&tz, rules[i], strlen(rules[i])));
        setenv("TZ", rules[i], 1);
        tzset();
        for (int64_t t = INT64_C(946684800); t < INT64_C(16725225600);
             t += t < 1900000000 ? 1801 : 864001) {
            time_t libc_time = (time_t)t;
            struct tm tm;
            const char *abbreviation;
            localtime_r(&libc_time, &tm);
            int offset = tz_offset_s(&tz, t, &abbreviation);
            if (offset != tm.tm_gmtoff || strcmp(abbreviation, tm.tm_zone) != 0)
                fail_msg("%s at %lld: %d, C library %ld", rules[i], (long long)t, offset,
                         tm.tm_gmtoff);
        }
        free_spans(&tz);
    }
}

/* RFC 8536, 3.3.1: daylight time all year, with and without negative savings. */
static void daylight_time_all_year(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        int offset_s;
    } rows[] = {{"EST5EDT,0/0,J365/25", -4 * 3600}, {"XXX3EDT4,0/0,J365/23", -4 * 3600}};
    for (size_t i = 0; i < 2; i++) {
        struct tz tz = {.repeat_from = INT64_MAX};
        tzif_add_span(&tz, INT64_MIN, 0);
        assert_null(tzif_add_rule(&tz, rows[i].rule, strlen(rows[i].rule)));
        for (int64_t t = 0; t < INT64_C(30000000000); t += 3599)
            if (tz_offset_s(&tz, t, NULL) != rows[i].offset_s)
                fail_msg("%s at %lld", rows[i].rule, (long long)t);
        free_spans(&tz);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_version),           cmocka_unit_test(cut_at_each_length),
        cmocka_unit_test(each_byte_changed),      cmocka_unit_test(fields_out_of_range),
        cmocka_unit_test(many_bytes_changed),     cmocka_unit_test(absurd_counts),
        cmocka_unit_test(rules_that_are_none),    cmocka_unit_test(rules_as_the_c_library),
        cmocka_unit_test(daylight_time_all_year),
    };
    return cmocka_run_group_tests_name("tzif", tests, NULL, NULL);
}
