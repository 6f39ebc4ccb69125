/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_ics_read.c - holiday feeds: what they give, and what is refused at which line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/time.h"
#include "io/ics_read.h"

#define BEGIN "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define END "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"
#define FEED(lines)    \
    BEGIN EVENT(lines) \
    END

/* What a feed gives, one line a date, or what is said of it: "LINE:COL message". */
static void read_text(struct text *out, const char *bytes, size_t n)
{
    char path[] = "/tmp/ronda-ics-XXXXXX";
    int fd = mkstemp(path);
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct ics_holiday *holidays;
    int n_holidays;
    char date[DATE_TEXT];
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    close(fd);
    enum status status = ics_read_holidays(&holidays, &n_holidays, path, arena, diags);
    text_clear(out);
    for (size_t i = 0; i < diags->n; i++) {
        assert_string_equal(diags->item[i].at.file, path);
        text_printf(out, "%s%d:%d %s\n", diags->item[i].severity == SEV_ERROR ? "" : "warning ",
                    diags->item[i].at.line, diags->item[i].at.col, diags->item[i].message);
    }
    assert_int_equal(status, diags->n_errors > 0 ? ERR_DATA : OK);
    assert_true(status == OK || n_holidays == 0);
    for (int i = 0; i < n_holidays; i++)
        text_printf(out, "%s %s\n", date_format(date, holidays[i].date), holidays[i].name);
    unlink(path);
    diags_free(diags);
    arena_free(arena);
}

struct example {
    const char *bytes, *expected;
};

static void check_all(const struct example *examples, size_t n)
{
    struct text text = {0};
    for (size_t i = 0; i < n; i++) {
        read_text(&text, examples[i].bytes, strlen(examples[i].bytes));
        assert_string_equal(text.bytes, examples[i].expected);
    }
    text_free(&text);
}

static void test_dates(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {FEED("DTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas\r\n"), "2026-12-25 Christmas\n"},
        {"\xef\xbb\xbf"
         "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nSUMMARY:LF\nEND:VEVENT\nEND:VCALENDAR",
         "2026-12-25 LF\n"},
        {FEED("SUMMARY;LANGUAGE=en;X-A=\"a:b;c\":All Saints\\, \r\n and \\\\ All\\nSouls\r\n"
              "DTSTART;VALUE=DATE:20261101\r\nDTEND;VALUE=DATE:20261103\r\n"),
         "2026-11-01 All Saints, and \\ All Souls\n2026-11-02 All Saints, and \\ All Souls\n"},
        {FEED("DTSTART;VALUE=DATE:20261231\r\nDURATION:P3D\r\n"),
         "2026-12-31 holiday\n2027-01-01 holiday\n2027-01-02 holiday\n"},
        {FEED("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20261231\r\nSUMMARY:same\r\n"),
         "2026-12-31 same\n"},
        {BEGIN EVENT("DTSTART:20261225\r\nSUMMARY:b\r\n") EVENT("DTSTART:20261224\r\nSUMMARY:c\r\n")
             EVENT("DTSTART:20261225\r\nSUMMARY:a\r\n") EVENT("DTSTART:20261225\r\nSUMMARY:b\r\n")
                 END,
         "2026-12-24 c\n2026-12-25 a\n2026-12-25 b\n"},
        {FEED("DTSTART:20261225\r\nSTATUS:CANCELLED\r\n"), ""},
        {FEED("DTSTART;TZID=Asia/Manila:20261225T000000\r\nDTEND;TZID=Asia/Manila:20261226T000000"
              "\r\nSUMMARY:timed\r\n"),
         "warning 3:0 the event has a time of day: it counts on the date that is written\n"
         "2026-12-25 timed\n"},
        {FEED("DTSTART:20261224T220000Z\r\nDURATION:PT4H\r\nSUMMARY:over midnight\r\n"),
         "warning 3:0 the event has a time of day: it counts on the date that is written\n"
         "2026-12-24 over midnight\n2026-12-25 over midnight\n"},
        {BEGIN "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19701345T000000\r\n"
               "RRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
                   "DTSTART:20261225\r\nBEGIN:VALARM\r\nTRIGGER:-P1D\r\nSUMMARY:alarm\r\n"
                   "END:VALARM\r\nSUMMARY:x\r\n") END,
         "2026-12-25 x\n"},
    };
    check_all(examples, sizeof examples / sizeof *examples);
}

static void test_rules(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {FEED("DTSTART:20260101\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nSUMMARY:n\r\n"),
         "2026-01-01 n\n2027-01-01 n\n2028-01-01 n\n"},
        {FEED("DTSTART:20261126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20291231\r\n"
              "SUMMARY:thanks\r\n"),
         "2026-11-26 thanks\n2027-11-25 thanks\n2028-11-23 thanks\n2029-11-22 thanks\n"},
        {FEED("DTSTART:20260131\r\nRRULE:FREQ=MONTHLY;COUNT=3\r\nEXDATE:20260331,20260132\r\n"),
         "6:8 EXDATE '20260132' is no date: 20261225 is expected\n"},
        {FEED("DTSTART:20260131\r\nRRULE:FREQ=MONTHLY;COUNT=3\r\nEXDATE:20260331\r\n"
              "RDATE:20260704,20260131\r\nSUMMARY:m\r\n"),
         "2026-01-31 m\n2026-05-31 m\n2026-07-04 m\n"},
        {FEED("DTSTART:20240229\r\nRRULE:FREQ=YEARLY;UNTIL=20321231T000000Z\r\nSUMMARY:leap\r\n"),
         "2024-02-29 leap\n2028-02-29 leap\n2032-02-29 leap\n"},
    };
    check_all(examples, sizeof examples / sizeof *examples);
    struct text text = {0};
    const char *forever = FEED("DTSTART:20260101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:n\r\n");
    read_text(&text, forever, strlen(forever));
    assert_non_null(strstr(text.bytes, "2099-01-01 n\n"));
    assert_null(strstr(text.bytes, "2100"));
    text_free(&text);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"", "1:0 is empty: a calendar is expected\n"},
        {"id,name\r\n", "1:1 is no line of a calendar: NAME:VALUE is expected\n"},
        {"a:b\r\nc:d\r\n", "1:1 a calendar begins with BEGIN:VCALENDAR\n"},
        {"BEGIN:VCARD\r\nEND:VCARD\r\n", "1:1 a calendar begins with BEGIN:VCALENDAR\n"},
        {BEGIN EVENT("DTSTART:20261225\r\n"), "6:0 ends before END:VCALENDAR: is it whole?\n"},
        {BEGIN "BEGIN:VEVENT\r\nDTSTART:20261225\r\nEND:VCALENDAR\r\n",
         "5:1 END:VCALENDAR ends nothing that is open\n"},
        {FEED("SUMMARY:x\r\n"), "3:0 the event has no DTSTART\n"},
        {FEED("DTSTART;VALUE=DATE:20261045\r\n"),
         "4:20 DTSTART '20261045' is no date: 20261225 is expected\n"},
        {FEED("DTSTART:2026-13-45\r\n"),
         "4:9 DTSTART '2026-13-45' is no date: 20261225 is expected\n"},
        {FEED("DTSTART:20261225\r\nDTEND:20261224\r\n"), "3:0 the event ends before it begins\n"},
        {FEED("DTSTART:20261225\r\nDTEND:20281225\r\n"),
         "3:0 an event of more than 400 days is refused\n"},
        {FEED("DTSTART:20261225\r\nDURATION:PT\r\n"),
         "5:10 DURATION 'PT' is none: P1D is expected\n"},
        {FEED("DTSTART:20261225\r\nRRULE:FREQ=SECONDLY\r\n"),
         "5:7 FREQ=SECONDLY is refused: holidays come yearly or monthly\n"},
        {FEED("DTSTART:20261225\r\nRRULE:FREQ=DAILY\r\n"),
         "5:7 FREQ=DAILY is refused: holidays come yearly or monthly\n"},
        {FEED("DTSTART:20261225\r\nRRULE:COUNT=3\r\n"), "5:7 the rule has no FREQ\n"},
        {FEED("DTSTART:20261225\r\nRRULE:FREQ=YEARLY;BYHOUR=1\r\n"),
         "5:7 the part 'BYHOUR=1' of the rule is refused\n"},
        {FEED("DTSTART:20261225\r\nRRULE:RSCALE=CHINESE;FREQ=YEARLY\r\n"),
         "5:7 the part 'RSCALE=CHINESE' of the rule is refused\n"},
        {FEED("DTSTART:20261225\r\nRRULE:FREQ=YEARLY;COUNT=0\r\n"),
         "5:7 COUNT=0 is refused: 1 to 9999 is expected\n"},
        {FEED("DTSTART:20261225\r\nRRULE:FREQ=YEARLY;INTERVAL=99999\r\n"),
         "5:7 INTERVAL=99999 is refused: 1 to 9999 is expected\n"},
        {FEED("DTSTART:20261225\r\nRRULE:FREQ=YEARLY;UNTIL=20261345\r\n"),
         "5:7 UNTIL=20261345 is no date: UNTIL=20301231 is expected\n"},
        {FEED("DTSTART:20261225\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
         "5:7 the rule 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' is not understood or has no date\n"},
        {FEED("DTSTART:20261225\r\nRRULE:FREQ=YEARLY\r\nRRULE:FREQ=YEARLY\r\n"),
         "6:1 a second RRULE in one event is refused\n"},
        {FEED("DTSTART:20261225\r\nRECURRENCE-ID:20261225\r\n"),
         "5:1 RECURRENCE-ID is refused: list the dates as events of their own\n"},
        {FEED("DTSTART:20261225\r\nSUMMARY:a\x01\r\nSUMMARY:\xff\r\n"),
         "5:1 the line holds a control character or bytes that are not UTF-8\n"
         "6:1 the line holds a control character or bytes that are not UTF-8\n"},
        {FEED("DTSTART:20261045\r\nRRULE:FREQ=HOURLY\r\nDTEND:x\r\n"),
         "4:9 DTSTART '20261045' is no date: 20261225 is expected\n"
         "6:7 DTEND 'x' is no date: 20261225 is expected\n"},
        {"\xff\xfe"
         "B",
         "1:1 is UTF-16: save it as UTF-8\n"},
    };
    check_all(examples, sizeof examples / sizeof *examples);
}

/* Feeds made to hang or to fill the memory. */
static void test_guards(void **state)
{
    (void)state;
    struct text feed = {0}, text = {0};
    double begin = clock_now_s();
    text_add(&feed, BEGIN);
    for (int i = 0; i < 400; i++)
        text_add(&feed, EVENT("DTSTART:20260101\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=1\r\n"));
    text_add(&feed, END);
    read_text(&text, feed.bytes, feed.n);
    assert_non_null(strstr(text.bytes, "a feed with more than 20000 dates is refused\n"));
    text_clear(&feed);
    text_add(&feed, BEGIN);
    for (int i = 0; i < 400; i++)
        text_add(&feed, EVENT("DTSTART:20260101\r\nRRULE:FREQ=YEARLY;COUNT=2\r\n"));
    text_add(&feed, END);
    read_text(&text, feed.bytes, feed.n);
    assert_non_null(strstr(text.bytes, "a feed with more than 200 rules is refused\n"));
    text_clear(&feed);
    text_add(&feed, BEGIN);
    for (int i = 0; i < 200; i++) /* each takes libical a second: three are enough */
        text_add(&feed, EVENT("DTSTART:20260101\r\nRRULE:FREQ=MONTHLY;BYDAY=5FR;BYSETPOS=19\r\n"));
    text_add(&feed, END);
    read_text(&text, feed.bytes, feed.n);
    assert_non_null(strstr(text.bytes, "13:7 the rule"));
    assert_null(strstr(text.bytes, "17:7 the rule"));
    text_clear(&feed);
    for (int i = 0; i < 1000; i++)
        text_add(&feed, "BEGIN:VCALENDAR\r\n");
    read_text(&text, feed.bytes, feed.n);
    assert_non_null(strstr(text.bytes, "components are nested too deeply\n"));
    text_clear(&feed);
    while (feed.n <= 9 << 20)
        text_add(&feed, "X:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n ");
    read_text(&text, feed.bytes, feed.n);
    assert_non_null(strstr(text.bytes, "is larger than 8388608 bytes"));
    assert_true(clock_now_s() - begin < 60);
    text_free(&feed);
    text_free(&text);
}

/* Cut at every byte, and with every byte changed: no crash, and never a date beyond the guard. */
static void test_damaged(void **state)
{
    (void)state;
    const char *feed = BEGIN EVENT("SUMMARY;X=\"a\":b\\,\r\n c\r\nDTSTART;VALUE=DATE:20261225\r\n"
                                   "DTEND:20261227\r\nEXDATE:20261225\r\nDURATION:P1DT2H\r\n"
                                   "RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5;COUNT=2\r\n") END;
    struct text text = {0};
    size_t n = strlen(feed);
    char *copy = mem_alloc(n + 1, 1);
    for (size_t i = 0; i < n; i++) {
        read_text(&text, feed, i);
        memcpy(copy, feed, n);
        copy[i] = (char)(copy[i] ^ (1 << i % 8));
        read_text(&text, copy, n);
        copy[i] = "\r\n\":;=9 "[i % 8];
        read_text(&text, copy, n);
    }
    mem_free(copy);
    text_free(&text);
}

static void test_no_file(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct ics_holiday *holidays;
    int n;
    assert_int_equal(ics_read_holidays(&holidays, &n, "/nonexistent.ics", arena, diags), ERR_IO);
    assert_int_equal(ics_read_holidays(&holidays, &n, "/tmp", arena, diags), ERR_IO);
    assert_int_equal(diags->n_errors, 2);
    diags_free(diags);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),   cmocka_unit_test(test_rules),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_guards),
        cmocka_unit_test(test_damaged), cmocka_unit_test(test_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
