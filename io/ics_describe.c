/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_describe.c - a shift in words, in the site's time and in each client's. */
#include "io/ics_describe.h"

#include <stdio.h>
#include <string.h>

#define NAME_MOST 100 /* characters of an id or name that are shown */

/* U+200E, U+200F, U+202A..U+202E, U+2066..U+2069 */
static bool turns_direction(const char *s, size_t n)
{
    if (n != 3 || (unsigned char)s[0] != 0xe2)
        return false;
    unsigned char a = (unsigned char)s[1], b = (unsigned char)s[2];
    return (a == 0x80 && (b == 0x8e || b == 0x8f || (b >= 0xaa && b <= 0xae))) ||
           (a == 0x81 && b >= 0xa6 && b <= 0xa9);
}

void ics_add_clean(struct text *out, const char *s, int most)
{
    for (int count = 0; *s && count < most; count++) {
        size_t n = text_utf8_length(s, strlen(s));
        if (n == 0)
            text_add_char(out, '?');
        else if (!text_is_clean_utf8(s, n) || *s == '\t')
            text_add_char(out, ' ');
        else if (!turns_direction(s, n))
            text_add_n(out, s, n);
        s += n ? n : 1;
    }
}

static void add_name(struct text *out, const char *name)
{
    ics_add_clean(out, name, NAME_MOST);
}

/* Which accounts a duty serves. */
static bool serves(const struct plan *plan, const struct duty *duty, int account)
{
    for (int q = 0; q < plan->n_queues; q++)
        if (duty->queues >> q & 1 && plan->queues[q].account == account)
            return true;
    return false;
}

void ics_summary(struct text *out, const struct ics_words *words, const struct plan *plan,
                 const struct duty *duty, const char *shift)
{
    struct text name = {0}, accounts = {0};
    text_clear(&name);
    text_clear(&accounts);
    add_name(&name, shift);
    for (int a = 0; a < plan->n_accounts; a++)
        if (serves(plan, duty, a)) {
            text_add(&accounts, accounts.n ? ", " : "");
            add_name(&accounts, plan->accounts[a].id);
        }
    ics_say(out, words->shift, name.bytes, accounts.n ? accounts.bytes : "-",
            words->role[plan->agents[duty->agent].role], NULL);
    text_free(&name);
    text_free(&accounts);
}

static void add_duration(struct text *out, const struct ics_words *words, int minutes)
{
    char hours[16], rest[16];
    snprintf(hours, sizeof hours, "%d", minutes / 60);
    snprintf(rest, sizeof rest, "%02d", minutes % 60);
    ics_say(out, words->duration, hours, rest, NULL);
}

/* "Tue 2003-10-28 21:00", or "21:00" if it falls on the date of the instant `other`; splits off the
 * offset. */
static void add_clock(struct text *out, char offset[STAMP_TEXT], const struct ics_words *words,
                      const struct tz *zone, int64_t instant, int64_t other)
{
    char stamp[STAMP_TEXT];
    int32_t date = tz_date(zone, instant);
    tz_format(stamp, zone, instant);
    if (instant == other || tz_date(zone, other) != date) {
        text_add(out, words->weekday[date_weekday(date)]);
        text_add_char(out, ' ');
        text_add_n(out, stamp, 10);
        text_add_char(out, ' ');
    }
    text_add_n(out, stamp + 11, 5);
    memcpy(offset, stamp + 16, STAMP_TEXT - 16);
}

/* "Tue 2003-10-28 21:00 to Wed 2003-10-29 06:00 (UTC+08:00)"; true if the clocks change in it. */
static bool add_span(struct text *out, const struct ics_words *words, const struct tz *zone,
                     const struct duty *duty)
{
    struct text start = {0}, end = {0};
    char before[STAMP_TEXT], after[STAMP_TEXT];
    add_clock(&start, before, words, zone, duty->start, duty->start);
    add_clock(&end, after, words, zone, duty->end, duty->start);
    bool changes = strcmp(before, after) != 0;
    ics_say(out, changes ? words->span_change : words->span, start.bytes, end.bytes, before, after,
            NULL);
    text_free(&start);
    text_free(&end);
    return changes;
}

static void add_site_time(struct text *out, const struct ics_words *words, const struct plan *plan,
                          const struct duty *duty)
{
    struct text span = {0}, length = {0};
    bool changes = add_span(&span, words, plan_zone(plan, duty->agent), duty);
    ics_say(out, words->site_time, tz_name(plan_zone(plan, duty->agent)), span.bytes, NULL);
    text_add_char(out, '\n');
    if (changes) {
        add_duration(&length, words, (int)((duty->end - duty->start) / 60));
        ics_say(out, words->clocks, length.bytes, NULL);
        text_add_char(out, '\n');
    }
    text_free(&span);
    text_free(&length);
}

static void add_client_time(struct text *out, const struct ics_words *words,
                            const struct account *account, const struct duty *duty)
{
    struct text span = {0}, name = {0};
    add_name(&name, account->id);
    bool changes = add_span(&span, words, account->zone, duty);
    ics_say(out, words->client_time, name.bytes, tz_name(account->zone), span.bytes, NULL);
    text_add_char(out, '\n');
    if (changes) {
        ics_say(out, words->client_clocks, name.bytes, NULL);
        text_add_char(out, '\n');
    }
    text_free(&span);
    text_free(&name);
}

/* "01:30"; with the offset where the clocks show that twice. */
static void clock_in(char clock[2 * STAMP_TEXT], const struct tz *zone, int64_t at)
{
    char stamp[STAMP_TEXT];
    int64_t first, second;
    tz_format(stamp, zone, at);
    bool twice =
        tz_instant(&first, &second, zone, tz_date(zone, at), tz_minute(zone, at), 0) == LOCAL_TWICE;
    snprintf(clock, 2 * STAMP_TEXT, "%.5s%s%s%s", stamp + 11, twice ? " (UTC" : "",
             twice ? stamp + 16 : "", twice ? ")" : "");
}

/* "01:30, 15 min" */
static void add_pause(struct text *out, const struct ics_words *words, const struct tz *zone,
                      const struct pause *pause)
{
    char clock[2 * STAMP_TEXT], minutes[16];
    clock_in(clock, zone, pause->start);
    snprintf(minutes, sizeof minutes, "%d", pause->min);
    ics_say(out, words->pause, clock, minutes, NULL);
}

static void add_pauses(struct text *out, const struct ics_words *words, const struct tz *zone,
                       const struct duty *duty, bool meals)
{
    struct text list = {0};
    for (int i = 0; i < duty->n_pauses; i++)
        if (duty->pause[i].is_meal == meals) {
            text_add(&list, list.n ? "; " : "");
            add_pause(&list, words, zone, &duty->pause[i]);
        }
    if (list.n > 0) {
        ics_say(out, meals ? words->meal : words->breaks, list.bytes, NULL);
        text_add_char(out, '\n');
    }
    text_free(&list);
}

static void add_sessions(struct text *out, const struct ics_words *words, const struct plan *plan,
                         const struct duty *duty)
{
    struct text list = {0};
    for (int i = 0; i < duty->n_lessons; i++) {
        const struct training *training = &plan->trainings[duty->lesson[i].training];
        char clock[2 * STAMP_TEXT], minutes[16];
        clock_in(clock, plan_zone(plan, duty->agent), duty->lesson[i].start);
        snprintf(minutes, sizeof minutes, "%d", training->length_min);
        text_add(&list, list.n ? "; " : "");
        ics_say(&list, words->session, words->session_kind[training->kind], training->id, clock,
                minutes, NULL);
    }
    if (list.n > 0) {
        ics_say(out, words->sessions, list.bytes, NULL);
        text_add_char(out, '\n');
    }
    text_free(&list);
}

void ics_description(struct text *out, const struct ics_words *words, const struct plan *plan,
                     const struct duty *duty)
{
    struct text list = {0}, length = {0}, paid = {0};
    add_site_time(out, words, plan, duty);
    for (int a = 0; a < plan->n_accounts; a++)
        if (serves(plan, duty, a))
            add_client_time(out, words, &plan->accounts[a], duty);
    for (int q = 0; q < plan->n_queues; q++)
        if (duty->queues >> q & 1) {
            text_add(&list, list.n ? ", " : "");
            add_name(&list, plan->queues[q].id);
        }
    if (list.n > 0) {
        ics_say(out, words->queues, list.bytes, NULL);
        text_add_char(out, '\n');
    }
    ics_say(out, words->role_is, words->role[plan->agents[duty->agent].role], NULL);
    text_add_char(out, '\n');
    add_pauses(out, words, plan_zone(plan, duty->agent), duty, true);
    add_pauses(out, words, plan_zone(plan, duty->agent), duty, false);
    add_sessions(out, words, plan, duty);
    add_duration(&length, words, (int)((duty->end - duty->start) / 60));
    add_duration(&paid, words, duty->paid_min);
    ics_say(out, words->length, length.bytes, paid.bytes, NULL);
    text_free(&list);
    text_free(&length);
    text_free(&paid);
}
