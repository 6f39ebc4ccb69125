/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_publish.c - versions over publications, and what a calendar server gives back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "io/ics_object.h"
#include "io/publish/changes.h"
#include "io/publish/dav_xml.h"
#include "io/publish/revise.h"
#include "week.h"

#define NOW INT64_C(1797827200) /* 2026-12-21T04:26:40Z */

static int32_t date_of(const char *s)
{
    int32_t date = NO_DATE;
    assert_true(date_parse(&date, s));
    return date;
}

struct office {
    struct plan *plan;
    struct roster *roster;
    struct arena *arena, *words;
};

static void begin(struct office *o)
{
    int32_t first = date_of("2026-12-21");
    o->plan = week_plan("Asia/Manila", "America/New_York", first);
    o->roster = week_roster(o->plan, first);
    o->arena = arena_new();
    o->words = arena_new();
}

static void end(struct office *o)
{
    arena_free(o->words);
    arena_free(o->arena);
    plan_free(o->plan);
}

/* Agent 0's rows after another publication. */
static void publish_first(struct records *out, struct revision *revision, struct office *o,
                          const struct records *old, int64_t now)
{
    *out = (struct records){0};
    revision_begin(revision, o->plan, o->roster, old, now, o->arena);
    revise_agent(out, revision, 0, old->record, old->n, o->words);
}

static void test_revise(void **state)
{
    (void)state;
    struct office o;
    struct revision revision;
    struct records none = {0}, first, same, moved, gone;
    begin(&o);
    publish_first(&first, &revision, &o, &none, NOW);
    assert_int_equal(first.n, WEEK_DAYS);
    publish_first(&same, &revision, &o, &first, NOW + 60);
    assert_int_equal(same.n, first.n);
    for (int i = 0; i < same.n; i++) {
        assert_false(same.record[i].is_changed);
        assert_int_equal(same.record[i].entry.stamp, NOW);
        assert_int_equal(same.record[i].entry.sequence, 0);
    }
    o.roster->duty[3].start += 3600;
    publish_first(&moved, &revision, &o, &same, NOW - 60);
    assert_int_equal(revision.number, 2);
    for (int i = 0; i < moved.n; i++)
        assert_int_equal(moved.record[i].is_changed, i == 3);
    assert_string_equal(moved.record[3].entry.uid, first.record[3].entry.uid);
    assert_int_equal(moved.record[3].entry.sequence, 1);
    assert_int_equal(moved.record[3].entry.stamp, NOW); /* never an earlier one */
    o.roster->duty++;                                   /* without the first */
    o.roster->n_duties--;
    publish_first(&gone, &revision, &o, &moved, NOW + 120);
    assert_int_equal(gone.n, first.n);
    assert_true(gone.record[0].entry.is_cancelled && gone.record[0].is_changed);
    assert_int_equal(gone.record[0].entry.sequence, 1);
    records_free(&first);
    records_free(&same);
    records_free(&moved);
    records_free(&gone);
    end(&o);
}

static void test_message(void **state)
{
    (void)state;
    struct office o;
    struct revision revision;
    struct records none = {0}, first, moved;
    struct text text = {0};
    begin(&o);
    publish_first(&first, &revision, &o, &none, NOW);
    int32_t date = changes_message(&text, &revision, ics_words_of("en"), first.record, first.n);
    assert_int_equal(date, date_of("2026-12-21"));
    assert_string_equal(text.bytes,
                        "New roster Mon 21 Dec to Sun 27 Dec: 7 shifts, the first Mon 21 Dec "
                        "21:00-06:00.");
    o.roster->duty[3].start += 3600;
    publish_first(&moved, &revision, &o, &first, NOW);
    text_clear(&text);
    date = changes_message(&text, &revision, ics_words_of("en"), moved.record, moved.n);
    assert_int_equal(date, date_of("2026-12-24"));
    assert_string_equal(text.bytes, "Roster changed: Thu 24 Dec 22:00-06:00 (was 21:00-06:00).");
    text_free(&text);
    records_free(&first);
    records_free(&moved);
    end(&o);
}

/* What a server holds of a row, with `from` replaced by `to` once. */
static struct ics_object object_of(struct office *o, const char *from, const char *to)
{
    struct revision revision;
    struct records none = {0}, rows;
    struct ics_voice voice;
    struct text events = {0}, calendar = {0}, changed = {0};
    struct ics_object object;
    publish_first(&rows, &revision, o, &none, NOW);
    ics_voice_begin(&voice, o->plan, ics_words_of("en"), NULL, NULL);
    ics_add_event(&events, &voice, &rows.record[0].entry, 0);
    ics_add_calendar(&calendar, &voice, &events, false);
    const char *at = strstr(calendar.bytes, from);
    assert_non_null(at);
    text_add_n(&changed, calendar.bytes, (size_t)(at - calendar.bytes));
    text_add(&changed, to);
    text_add(&changed, at + strlen(from));
    assert_true(ics_read_object(&object, changed.bytes, changed.n, o->arena));
    assert_string_equal(object.uid, rows.record[0].entry.uid);
    ics_voice_end(&voice);
    records_free(&rows);
    text_free(&events);
    text_free(&calendar);
    text_free(&changed);
    return object;
}

static void test_object(void **state)
{
    (void)state;
    struct office o;
    struct ics_object object;
    begin(&o);
    object = object_of(&o, "VERSION:2.0", "VERSION:2.0");
    assert_true(object.is_ours && object.is_as_left);
    object = object_of(&o, "SEQUENCE:0", "SEQUENCE:7"); /* a version is nobody's change */
    assert_true(object.is_as_left);
    assert_int_equal(object.sequence, 7);
    static const char *const by_hand[][2] = {
        {"SUMMARY:S", "SUMMARY:s"},
        {"DTSTART:202612", "DTSTART:202712"},
        {"END:VEVENT", "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT"},
        {"X-RONDA-DIGEST:", "X-RONDA-DIGEST:0"}};
    for (int i = 0; i < 4; i++) {
        object = object_of(&o, by_hand[i][0], by_hand[i][1]);
        assert_true(object.is_ours);
        assert_false(object.is_as_left);
    }
    object = object_of(&o, "X-RONDA-DIGEST", "X-OTHER");
    assert_false(object.is_ours || object.is_as_left);
    char bad[] = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    assert_false(ics_read_object(&object, bad, strlen(bad), o.arena));
    end(&o);
}

static void test_xml(void **state)
{
    (void)state;
    static const struct {
        const char *xml;
        int n; /* -1: refused */
    } cases[] = {
        {"<m xmlns='DAV:'/>", 0},
        {"<m xmlns='DAV:' "
         "xmlns:c='urn:ietf:params:xml:ns:caldav'><response><href>/a</href><propstat>"
         "<prop><getetag>\"1\"</getetag><c:calendar-data>x</c:calendar-data></prop></propstat>"
         "</response><response><href>/b</href></response></m>",
         1},
        {"<m>", -1},
        {"<!DOCTYPE m [<!ENTITY a 'b'>]><m>&a;</m>", -1},
        {"", -1}};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text = {0};
        struct dav_item *item;
        int n;
        text_add(&text, cases[i].xml);
        assert_int_equal(dav_items(&item, &n, &text, arena), cases[i].n >= 0);
        assert_int_equal(n, cases[i].n < 0 ? 0 : cases[i].n);
        if (n == 1) {
            assert_string_equal(item[0].href, "/a");
            assert_string_equal(item[0].etag, "\"1\"");
            assert_string_equal(item[0].data, "x");
        }
        text_free(&text);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_revise),
        cmocka_unit_test(test_message),
        cmocka_unit_test(test_object),
        cmocka_unit_test(test_xml),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
