/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail.c - one event a message, since a REQUEST may hold one UID only (RFC 5546, 3.2.2).  The
 * calendar is the body, in base64: no gateway touches its line ends or its folds. */
#include "io/publish/mail.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/back.h"
#include "io/file.h"
#include "io/ics_describe.h"

#define SUBJECT_MOST 120
#define ADDRESS_MOST 254 /* RFC 5321, 4.5.3.1.3 */

/* Plain ones only: nothing that a header would read as more than an address. */
static bool is_address(const char *s)
{
    const char *at = strchr(s, '@');
    size_t n = strlen(s);
    return at && at > s && at[1] && !strchr(at + 1, '@') && n <= ADDRESS_MOST &&
           strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                     ".!#$%&'*+/=?^_`{|}~-@") == n;
}

enum status addresses_read(struct addresses *out, const char *folder, const struct plan *plan,
                           struct arena *arena, struct diags *diags)
{
    static const char *const columns[2] = {"agent", "address"};
    struct back back;
    struct back_ids agents;
    int agent;
    out->address = ARENA_ARRAY(arena, const char *, plan->n_agents + 1);
    back_ids_agents(&agents, plan, arena);
    TRY(back_open(&back, path_join(arena, folder, "addresses.csv"), columns, 2, 2, plan, arena,
                  diags));
    while (back_next(&back)) {
        if (!back_id(&agent, &back, 0, back_text(&back, 0), &agents))
            continue;
        if (is_address(back_text(&back, 1)))
            out->address[agent] = arena_strdup(arena, back_text(&back, 1));
        else
            back_fault(&back, 1, "'%.60s' is no mail address such as ana@example.org",
                       back_text(&back, 1));
    }
    return back_close(&back, OK);
}

/* RFC 4648, in lines of 76 characters. */
static void add_base64(struct text *out, const char *bytes, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        unsigned v = (unsigned)(unsigned char)bytes[i] << 16;
        v |= i + 1 < n ? (unsigned)(unsigned char)bytes[i + 1] << 8 : 0;
        v |= i + 2 < n ? (unsigned)(unsigned char)bytes[i + 2] : 0;
        text_add_char(out, digits[v >> 18]);
        text_add_char(out, digits[v >> 12 & 63]);
        text_add_char(out, i + 1 < n ? digits[v >> 6 & 63] : '=');
        text_add_char(out, i + 2 < n ? digits[v & 63] : '=');
        if (i / 3 % 19 == 18 || i + 3 >= n)
            text_add(out, "\r\n");
    }
}

/* RFC 5322, 3.3 */
static void add_date(struct text *out, int64_t instant)
{
    static const char *const weekday[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const month[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t date = (int32_t)(instant / 86400);
    int s = (int)(instant % 86400), year, m, day;
    date_to_civil(&year, &m, &day, date);
    text_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", weekday[date_weekday(date)],
                day, month[m - 1], year, s / 3600, s / 60 % 60, s % 60);
}

/* What a header can hold: ASCII, one line. */
static void add_subject(struct text *out, const char *summary)
{
    struct text clean = {0};
    ics_add_clean(&clean, summary, SUBJECT_MOST);
    for (char *s = clean.bytes; s && *s; s++)
        if ((unsigned char)*s >= 0x80)
            *s = '?';
    text_printf(out, "Subject: %s\r\n", clean.bytes ? clean.bytes : "");
    text_free(&clean);
}

static void add_message(struct text *out, const struct ics_voice *voice,
                        const struct record *record)
{
    struct text events = {0}, calendar = {0};
    const char *organizer = voice->plan->policy.organizer;
    const struct ics_entry *entry = &record->entry;
    text_printf(out, "From: <%s>\r\nTo: <%s>\r\n",
                organizer && is_address(organizer) ? organizer : "roster@site.invalid",
                voice->attendee);
    add_subject(out, entry->summary);
    add_date(out, entry->stamp);
    text_printf(out,
                "Message-ID: <%s.%d@ronda.invalid>\r\nMIME-Version: 1.0\r\n"
                "Content-Type: text/calendar; method=%s; charset=UTF-8; component=VEVENT\r\n"
                "Content-Transfer-Encoding: base64\r\n\r\n",
                entry->uid, entry->sequence, voice->method);
    ics_add_event(&events, voice, entry, 0);
    ics_add_calendar(&calendar, voice, &events, false);
    add_base64(out, calendar.bytes, calendar.n);
    text_free(&events);
    text_free(&calendar);
}

static bool is_sent(const struct revision *revision, const struct record *record)
{
    const struct ics_entry *entry = &record->entry;
    int64_t end = entry->kind == ICS_SHIFT ? entry->end : entry->end * 86400;
    return record->is_changed && entry->kind != ICS_HOLIDAY && entry->summary &&
           end > revision->now;
}

enum status mail_put(struct place_dir *dir, const struct revision *revision,
                     const struct addresses *addresses, int agent, const struct record *record,
                     int n, struct diags *diags)
{
    enum status status = OK;
    const char *address = addresses->address[agent];
    struct text text = {0}, name = {0};
    for (int i = 0; status == OK && address && i < n; i++) {
        if (!is_sent(revision, &record[i]))
            continue;
        struct ics_voice voice;
        text_clear(&text);
        text_clear(&name);
        ics_voice_begin(&voice, revision->plan, ics_words_for(revision->plan, agent),
                        record[i].entry.is_cancelled ? "CANCEL" : "REQUEST", address);
        add_message(&text, &voice, &record[i]);
        ics_voice_end(&voice);
        text_printf(&name, "%s-%d.eml", record[i].entry.uid, record[i].entry.sequence);
        status = dir_put(dir, name.bytes, text.bytes, text.n, 0600, diags);
    }
    text_free(&text);
    text_free(&name);
    return status;
}
