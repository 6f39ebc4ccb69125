/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_ics_write.c - calendars: instants over the changes of the clock, identity, folding, what
 * must not be in them, hostile names.
 *
 * With arguments it is no test but writes a run for tests/readers:
 *     test_ics_write --write OUT SITE_ZONE CLIENT_ZONE FIRST_DATE LANGUAGE [hostile] */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

#include "io/ics_lines.h"
#include "io/ics_words.h"
#include "io/ics_write.h"
#include "io/outputs.h"
#include "week.h"

static int32_t date_of(const char *s)
{
    int32_t date = NO_DATE;
    assert_true(date_parse(&date, s));
    return date;
}

/* The calendar of one agent; the text is the caller's. */
static int calendar(struct text *text, const struct plan *plan, const struct roster *roster,
                    int agent)
{
    text_clear(text);
    return ics_calendar(text, plan, roster, agent, NO_TIME);
}

/* Names that a stranger could have put into the plan's files. */
#define LONG_100                                         \
    "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm" \
    "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm"
static void make_hostile(struct plan *plan)
{
    plan->agents[0].id = "../../etc/passwd";
    plan->agents[1].id = "x\r\nATTENDEE:mailto:a@b\r\n";
    plan->agents[2].id = "=cmd|' /C calc'!A0";
    plan->agents[3].id = "\xe2\x80\xaetxt.exe,\"quoted\";\\";
    plan->agents[0].name = "=HYPERLINK(\"http://x\")";
    plan->agents[1].name = "a\r\nb,\"c\"";
    plan->agents[2].name = LONG_100 LONG_100 LONG_100;
    plan->agents[3].name = "+1\xff\xfe";
    plan->site.id = "s\r\nX-EVIL:1;,\\\"\x01\xff";
    plan->shifts[0].id = "N\r\nEND:VEVENT";
    plan->shifts[1].id = "\xe2\x80\xae" LONG_100 LONG_100 LONG_100;
    plan->accounts[0].id = "b;a,n\\k\n\"quoted\"";
    plan->accounts[1].id = "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 \xe6\x97\xa5"
                           "\xe6\x9c\xac\xf0\x9f\x98\x80;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;"
                           ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\\\\\\\\\\\\\\\\";
    plan->queues[1].id = "\xff\xff\x80";
}

/* How often `needle` occurs. */
static int count(const char *text, const char *needle)
{
    int n = 0;
    for (; (text = strstr(text, needle)); text += strlen(needle))
        n++;
    return n;
}

/* The values of a property, unfolded, one a line. */
static void values_of(struct text *out, const char *lines, const char *property)
{
    text_clear(out);
    for (const char *s = lines; (s = strstr(s, property)); s++) {
        if (s != lines && s[-1] != '\n')
            continue;
        for (const char *c = s + strlen(property); *c; c++) {
            if (strncmp(c, "\r\n ", 3) == 0) {
                c += 2;
                continue;
            }
            if (strncmp(c, "\r\n", 2) == 0)
                break;
            text_add_char(out, *c);
        }
        text_add_char(out, '\n');
    }
}

/* RFC 5545, 3.1, in octets; no unit is split. */
static void assert_well_folded(const char *text)
{
    assert_true(strlen(text) >= 2);
    assert_string_equal(text + strlen(text) - 2, "\r\n");
    for (const char *line = text; *line;) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_true(end - line <= 75);
        assert_true(end > line);
        assert_true(text_is_clean_utf8(line, (size_t)(end - line)));
        assert_true(line[0] != ' ' || end - line > 1);
        int backslashes = 0;
        while (end - backslashes > line && end[-1 - backslashes] == '\\')
            backslashes++;
        assert_int_equal(backslashes % 2, 0);
        line = end + 2;
    }
}

/* libical reads it again without a fault. */
static void assert_parses(const char *text, int n_events)
{
    icalcomponent *parsed = icalparser_parse_string(text);
    assert_non_null(parsed);
    assert_int_equal(icalcomponent_count_errors(parsed), 0);
    assert_int_equal(icalcomponent_count_components(parsed, ICAL_VEVENT_COMPONENT), n_events);
    assert_int_equal(icalcomponent_count_components(parsed, ICAL_ANY_COMPONENT), n_events);
    assert_int_equal(icalrestriction_check(parsed), 1);
    icalcomponent_free(parsed);
}

static void test_instants(void **state)
{
    (void)state;
    /* Site in New York: clocks go back on 1 November 2026, forward on 14 March 2027.
     * 21:00 EDT = 01:00Z, 21:00 EST = 02:00Z; nine hours of elapsed time each. */
    static const struct {
        const char *first, *starts, *ends;
    } cases[] = {{"2026-10-30",
                  "20261031T010000Z\n20261101T010000Z\n20261102T020000Z\n20261103T020000Z\n"
                  "20261104T020000Z\n20261105T020000Z\n20261106T020000Z\n",
                  "20261031T100000Z\n20261101T100000Z\n20261102T110000Z\n20261103T110000Z\n"
                  "20261104T110000Z\n20261105T110000Z\n20261106T110000Z\n"},
                 {"2027-03-12",
                  "20270313T020000Z\n20270314T020000Z\n20270315T010000Z\n20270316T010000Z\n"
                  "20270317T010000Z\n20270318T010000Z\n20270319T010000Z\n",
                  "20270313T110000Z\n20270314T110000Z\n20270315T100000Z\n20270316T100000Z\n"
                  "20270317T100000Z\n20270318T100000Z\n20270319T100000Z\n"}};
    for (int i = 0; i < 2; i++) {
        int32_t first = date_of(cases[i].first);
        struct plan *plan = week_plan("America/New_York", "Asia/Manila", first);
        struct roster *roster = week_roster(plan, first);
        struct text text = {0}, values = {0};
        assert_int_equal(calendar(&text, plan, roster, 0), WEEK_DAYS);
        values_of(&values, text.bytes, "DTSTART:");
        assert_string_equal(values.bytes, cases[i].starts);
        values_of(&values, text.bytes, "DTEND:");
        assert_string_equal(values.bytes, cases[i].ends);
        values_of(&values, text.bytes, "DESCRIPTION:");
        assert_int_equal(count(values.bytes, "it truly lasts 9 h 00 min."), 1);
        text_free(&text);
        text_free(&values);
        plan_free(plan);
    }
}

static void test_words(void **state)
{
    (void)state;
    int32_t first = date_of("2026-10-31");
    struct plan *plan = week_plan("America/New_York", "Europe/London", first);
    struct roster *roster = week_roster(plan, first);
    struct text text = {0}, values = {0};
    calendar(&text, plan, roster, 0);
    values_of(&values, text.bytes, "DESCRIPTION:");
    strchr(values.bytes, '\n')[0] = 0;
    assert_string_equal(
        values.bytes,
        "Site time (America/New_York): Sat 2026-10-31 21:00 (UTC-04:00) to Sun 2026-11-01 05:00 "
        "(UTC-05:00).\\nThe clocks change during this shift: it truly lasts 9 h 00 min.\\n"
        "Client time (bank\\, Europe/London): Sun 2026-11-01 01:00 to 10:00 (UTC+00:00).\\n"
        "Queues: bank-voice.\\nRole: agent.\\nMeal: 01:30 (UTC-04:00)\\, 60 min.\\n"
        "Breaks: 22:30\\, 15 min\\; 04:15\\, 15 min.\\n"
        "Length: 9 h 00 min\\, of which 8 h 00 min paid.");
    plan->policy.language = "id";
    calendar(&text, plan, roster, 1);
    values_of(&values, text.bytes, "SUMMARY:");
    strchr(values.bytes, '\n')[0] = 0;
    assert_string_equal(values.bytes, "Sif N: bank\\, shop (senior)");
    values_of(&values, text.bytes, "NAME:");
    assert_string_equal(values.bytes, "Jadwal kerja site-1\n");
    text_free(&text);
    text_free(&values);
    plan_free(plan);
}

/* Every language has every sentence. */
static void test_languages(void **state)
{
    (void)state;
    static const char *const languages[] = {"en", "id"};
    for (int i = 0; i < 2; i++) {
        assert_true(ics_speaks(languages[i]));
        const struct ics_words *words = ics_words_of(languages[i]);
        const char *const *sentence = (const char *const *)words;
        for (size_t s = 0; s < sizeof *words / sizeof *sentence; s++)
            assert_non_null(sentence[s]);
    }
    assert_false(ics_speaks("xx"));
    assert_string_equal(ics_words_of("xx")->language, "en");
    assert_string_equal(ics_words_of(NULL)->language, "en");
}

static void test_leave(void **state)
{
    (void)state;
    int32_t first = date_of("2026-12-21");
    struct plan *plan = week_plan("Asia/Manila", "America/New_York", first);
    struct roster *roster = week_roster(plan, first);
    struct text text = {0}, values = {0};
    assert_int_equal(calendar(&text, plan, roster, 2), 1);
    values_of(&values, text.bytes, "DTSTART;VALUE=DATE:");
    assert_string_equal(values.bytes, "20261218\n");
    values_of(&values, text.bytes, "DTEND;VALUE=DATE:");
    assert_string_equal(values.bytes, "20261223\n");
    values_of(&values, text.bytes, "SUMMARY:");
    assert_string_equal(values.bytes, "Leave\n");
    assert_null(strstr(text.bytes, "X-WR-CALNAME")); /* a single event */
    assert_int_equal(calendar(&text, plan, roster, 3), 5);
    values_of(&values, text.bytes, "SUMMARY:");
    assert_non_null(strstr(values.bytes, "Training\n"));
    assert_int_equal(calendar(&text, plan, roster, 4), 0); /* only asked for */
    assert_int_equal(text.n, 0);
    text_free(&text);
    text_free(&values);
    plan_free(plan);
}

static void test_nothing_private(void **state)
{
    (void)state;
    int32_t first = date_of("2026-12-21");
    struct plan *plan = week_plan("Asia/Manila", "America/New_York", first);
    struct roster *roster = week_roster(plan, first);
    struct text text = {0};
    for (int agent = 0; agent < 4; agent++) {
        calendar(&text, plan, roster, agent);
        assert_null(strstr(text.bytes, "Nick"));
        assert_null(strcasestr(text.bytes, "sick"));
        assert_null(strstr(text.bytes, "reason"));
        assert_null(strstr(text.bytes, plan->agents[agent].id));
    }
    text_free(&text);
    plan_free(plan);
}

static void test_identity(void **state)
{
    (void)state;
    int32_t first = date_of("2026-12-21");
    struct plan *plan = week_plan("Asia/Manila", "America/New_York", first);
    struct roster *roster = week_roster(plan, first);
    struct text text = {0}, before = {0}, after = {0};
    calendar(&text, plan, roster, 3);
    values_of(&before, text.bytes, "UID:");
    for (const char *a = before.bytes; *a; a = strchr(a, '\n') + 1)
        assert_int_equal(strcspn(a, "\n"), 36);
    roster->duty[roster->n_duties - 1].start += 3 * 3600; /* 21:00 to 00:00 of the next date */
    roster->duty[roster->n_duties - 1].end += 3 * 3600;
    plan->agents[3].name = "Other";
    plan->policy.language = "id";
    calendar(&text, plan, roster, 3);
    values_of(&after, text.bytes, "UID:");
    assert_string_equal(before.bytes, after.bytes);
    calendar(&text, plan, roster, 0);
    values_of(&after, text.bytes, "UID:");
    char uid[40];
    for (const char *a = after.bytes; *a; a = strchr(a, '\n') + 1) {
        snprintf(uid, sizeof uid, "%.37s", a);
        assert_int_equal(count(after.bytes, uid), 1);
        assert_int_equal(count(before.bytes, uid), 0);
    }
    text_free(&text);
    text_free(&before);
    text_free(&after);
    plan_free(plan);
}

static void test_stamp(void **state)
{
    (void)state;
    int32_t first = date_of("2026-12-21");
    struct plan *plan = week_plan("Asia/Manila", "America/New_York", first);
    struct roster *roster = week_roster(plan, first);
    struct text text = {0}, again = {0};
    calendar(&text, plan, roster, 0);
    calendar(&again, plan, roster, 0);
    assert_string_equal(text.bytes, again.bytes);
    assert_int_equal(count(text.bytes, "DTSTAMP:20261220T160000Z"), WEEK_DAYS);
    text_clear(&text);
    ics_calendar(&text, plan, roster, 0, -1);
    assert_int_equal(count(text.bytes, "DTSTAMP:19691231T235959Z"), WEEK_DAYS);
    text_free(&text);
    text_free(&again);
    plan_free(plan);
}

static void test_hostile(void **state)
{
    (void)state;
    int32_t first = date_of("2026-12-21");
    struct plan *plan = week_plan("Asia/Manila", "America/New_York", first);
    struct roster *roster = week_roster(plan, first);
    struct text text = {0};
    for (int hostile = 0; hostile < 2; hostile++) {
        for (int agent = 0; agent < 4; agent++) {
            int n = calendar(&text, plan, roster, agent);
            assert_well_folded(text.bytes);
            assert_parses(text.bytes, n);
            assert_null(strstr(text.bytes, "\nX-EVIL"));
            assert_null(strstr(text.bytes, "\nATTENDEE"));
            assert_int_equal(count(text.bytes, "BEGIN:VEVENT\r\n"), n);
            assert_int_equal(count(text.bytes, "\nEND:VEVENT\r\n"), n);
            assert_null(strstr(text.bytes, "\xe2\x80\xae"));
        }
        make_hostile(plan);
    }
    text_free(&text);
    plan_free(plan);
}

static void test_fold(void **state)
{
    (void)state;
    struct text folded = {0}, line = {0}, unfolded = {0};
    static const char *const units[] = {
        "a", "\\,", "\\\\", "\xc3\xa9", "\xe6\x97\xa5", "\xf0\x9f\x98\x80", " ", "\\n"};
    for (unsigned pattern = 1; pattern < 4096; pattern++) {
        text_clear(&line);
        text_clear(&folded);
        for (unsigned i = 0, bits = pattern; i < 130; i++, bits = bits * 5 + 3)
            text_add(&line, units[bits >> 4 & 7]);
        text_add(&line, "z");
        ics_line(&folded, "D", line.bytes);
        assert_well_folded(folded.bytes);
        values_of(&unfolded, folded.bytes, "D:");
        assert_int_equal(unfolded.n, line.n + 1);
        assert_memory_equal(unfolded.bytes, line.bytes, line.n);
    }
    text_free(&folded);
    text_free(&line);
    text_free(&unfolded);
}

static void test_file_names(void **state)
{
    (void)state;
    int32_t first = date_of("2026-12-21");
    struct plan *plan = week_plan("Asia/Manila", "America/New_York", first);
    plan->agents[0].id = "A-1_x";
    plan->agents[1].id = "twin";
    plan->agents[2].id = "Twin";
    plan->agents[3].id = "../../etc/passwd";
    plan->agents[4].id = "A.17";
    struct ics_names *names = ics_names_new(plan);
    assert_string_equal(ics_name(names, 0), "A-1_x");
    assert_int_equal(strncmp(ics_name(names, 1), "twin-", 5), 0);
    assert_int_equal(strncmp(ics_name(names, 2), "Twin-", 5), 0);
    assert_string_not_equal(ics_name(names, 1) + 5, ics_name(names, 2) + 5);
    assert_int_equal(strncmp(ics_name(names, 3), "etc-passwd-", 11), 0);
    assert_int_equal(strncmp(ics_name(names, 4), "A-17-", 5), 0);
    for (int i = 0; i < WEEK_AGENTS; i++)
        assert_true(strspn(ics_name(names, i),
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                           "0123456789_-") == strlen(ics_name(names, i)));
    ics_names_free(names);
    make_hostile(plan);
    names = ics_names_new(plan);
    for (int i = 0; i < WEEK_AGENTS; i++)
        assert_true(strlen(ics_name(names, i)) < 60 && strlen(ics_name(names, i)) > 2);
    ics_names_free(names);
    ics_names_free(NULL);
    plan_free(plan);
}

/* A whole run for other readers. */
static int write_run(char **argument, bool hostile)
{
    int32_t first;
    struct diags *diags = diags_new();
    struct out_folder *out = NULL;
    if (!date_parse(&first, argument[3]))
        return 2;
    struct plan *plan = week_plan(argument[1], argument[2], first);
    struct roster *roster = week_roster(plan, first);
    plan->policy.language = argument[4];
    if (strrchr(argument[0], '/')) /* so that no two runs share a UID */
        plan->site.id = strrchr(argument[0], '/') + 1;
    if (hostile)
        make_hostile(plan);
    struct outputs outputs = {.plan = plan,
                              .horizon = &roster->horizon,
                              .roster = roster,
                              .version = "test",
                              .now = NO_TIME};
    bool good = out_begin(&out, argument[0], diags) == OK &&
                outputs_write(out, &outputs, diags) == OK && out_commit(out, diags) == OK;
    out_abort(out);
    for (size_t i = 0; i < diags->n; i++)
        fprintf(stderr, "%s: %s\n", diags->item[i].at.file, diags->item[i].message);
    diags_free(diags);
    plan_free(plan);
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc >= 7 && strcmp(argv[1], "--write") == 0)
        return write_run(argv + 2, argc > 7);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_instants),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_leave),
        cmocka_unit_test(test_nothing_private),
        cmocka_unit_test(test_identity),
        cmocka_unit_test(test_stamp),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_file_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
