/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_event.c - entries as VEVENTs (RFC 5545, 5546, 7986).
 *
 * Instants are UTC, the one form that every reader takes alike; whole days are VALUE=DATE with an
 * exclusive end.  What gets here is clean (no control characters, valid UTF-8); escaping and
 * folding are ics_lines'.  Nothing in an event names the agent. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "io/ics_describe.h"
#include "io/ics_entry.h"
#include "io/ics_lines.h"

#define NAME_MOST 120 /* characters of the calendar's name */
#define TIME_TEXT 32

const struct ics_words *ics_words_for(const struct plan *plan, int agent)
{
    const char *own = plan->agents[agent].language;
    return ics_words_of(own ? own : plan->policy.language);
}

int ics_n_breaks(const struct ics_entry *entry, const struct plan *plan)
{
    return entry->duty && plan->policy.calendar_breaks && !entry->is_cancelled
               ? entry->duty->n_pauses
               : 0;
}

/* ---- words ---- */

static const char *kept(struct arena *arena, struct text *text)
{
    const char *s = arena_strndup(arena, text->bytes ? text->bytes : "", text->n);
    text_clear(text);
    return s;
}

/* "Shift N: bank (agent)", "Leave", "Thanksgiving (bank)" */
static void add_title(struct text *out, const struct ics_entry *entry, const struct plan *plan,
                      const struct ics_words *words)
{
    struct text name = {0}, account = {0};
    text_clear(&name);
    switch (entry->kind) {
    case ICS_SHIFT:
        ics_summary(out, words, plan, entry->duty, entry->label);
        break;
    case ICS_HOLIDAY:
        ics_add_clean(&name, entry->label, NAME_MOST);
        ics_add_clean(&account, plan->accounts[entry->account].id, NAME_MOST);
        ics_say(out, words->holiday, name.bytes, account.bytes ? account.bytes : "", NULL);
        break;
    default:
        text_add(out, entry->kind == ICS_TRAINING ? words->training : words->leave);
    }
    text_free(&name);
    text_free(&account);
}

void ics_put_into_words(struct ics_entry *entry, const struct plan *plan,
                        const struct ics_words *words, struct arena *arena)
{
    struct text text = {0};
    text_clear(&text);
    add_title(&text, entry, plan, words);
    entry->summary = kept(arena, &text);
    entry->description = NULL;
    if (entry->is_cancelled) {
        ics_say(&text, words->cancelled, entry->summary, NULL);
        entry->summary = kept(arena, &text);
    } else if (entry->duty) {
        ics_description(&text, words, plan, entry->duty);
        entry->description = kept(arena, &text);
    }
    text_free(&text);
}

/* ---- hashes: FNV-1a (Fowler, Noll, Vo 1991), 64 bits ---- */

#define FNV_BEGIN UINT64_C(0xcbf29ce484222325)

static uint64_t mix(uint64_t hash, const void *bytes, size_t n)
{
    for (const unsigned char *p = bytes; n > 0; n--)
        hash = (hash ^ *p++) * UINT64_C(0x100000001b3);
    return hash;
}

static uint64_t mix_string(uint64_t hash, const char *s)
{
    return mix(hash, s, strlen(s) + 1);
}

uint64_t ics_content_hash(const struct ics_entry *entry, const struct plan *plan)
{
    int64_t numbers[4] = {(int64_t)entry->kind, entry->start, entry->end,
                          entry->duty ? plan->policy.alarm_min : 0};
    uint64_t hash = mix(FNV_BEGIN, numbers, sizeof numbers);
    hash = mix_string(hash, entry->summary);
    if (entry->description)
        hash = mix_string(hash, entry->description);
    for (int i = 0; i < ics_n_breaks(entry, plan); i++) {
        const struct pause *pause = &entry->duty->pause[i];
        int64_t of_pause[3] = {pause->start, pause->min, pause->is_meal};
        hash = mix(hash, of_pause, sizeof of_pause);
    }
    return hash;
}

uint64_t ics_digest(const char *start, const char *end, const char *summary,
                    const char *description, int n_alarms)
{
    uint64_t hash = mix_string(FNV_BEGIN, start);
    hash = mix_string(hash, end);
    for (const char *s = summary; *s; s++)
        hash = mix(hash, *s == '\n' ? " " : s, 1);
    hash = mix(hash, "", 1);
    for (const char *s = description; *s; s++)
        hash = mix(hash, *s == '\n' ? " " : s, 1);
    return mix(hash, &(unsigned char){(unsigned char)n_alarms}, 1);
}

/* ---- who speaks ---- */

/* "Roster manila-1"; without quotes, which a parameter cannot hold. */
static void name_calendar(struct ics_voice *voice)
{
    struct text site = {0};
    text_clear(&site);
    ics_add_clean(&site, voice->plan->site.id, NAME_MOST);
    for (char *s = site.bytes; (s = strpbrk(s, "\\;,\""));)
        *s = '-';
    ics_say(&voice->name, voice->words->calendar, site.bytes, NULL);
    text_free(&site);
}

/* The policy's address, else one that nobody answers to: RFC 5546 wants an organizer. */
static void add_organizer(struct text *out, const struct ics_voice *voice)
{
    struct text head = {0}, address = {0};
    const char *given = voice->plan->policy.organizer;
    text_add(&address, "mailto:");
    ics_add_clean(&address, given ? given : "roster@", NAME_MOST);
    if (!given) {
        size_t begin = address.n;
        for (const char *s = voice->plan->site.id; *s; s++)
            if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') ||
                *s == '-')
                text_add_char(&address, *s);
        text_add(&address, address.n == begin ? "site.invalid" : ".invalid");
    }
    text_printf(&head, "ORGANIZER;CN=\"%s\"", voice->name.bytes);
    ics_line(out, head.bytes, address.bytes);
    text_free(&head);
    text_free(&address);
}

void ics_voice_begin(struct ics_voice *voice, const struct plan *plan,
                     const struct ics_words *words, const char *method, const char *attendee)
{
    *voice =
        (struct ics_voice){.plan = plan, .words = words, .method = method, .attendee = attendee};
    name_calendar(voice);
    text_add(&voice->people, "CLASS:PRIVATE\r\n");
    if (method)
        add_organizer(&voice->people, voice);
    if (attendee) {
        struct text address = {0};
        text_add(&address, "mailto:");
        ics_add_clean(&address, attendee, NAME_MOST);
        ics_line(&voice->people, "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE",
                 address.bytes);
        text_free(&address);
    }
}

void ics_voice_end(struct ics_voice *voice)
{
    text_free(&voice->people);
    text_free(&voice->name);
}

/* ---- events ---- */

static char *day_text(char text[TIME_TEXT], int64_t date)
{
    int year, month, day;
    date_to_civil(&year, &month, &day, (int32_t)date);
    digits_put(text, year, 4);
    digits_put(text + 4, month, 2);
    *digits_put(text + 6, day, 2) = 0;
    return text;
}

/* "20261224T130000Z" */
static char *utc_text(char text[TIME_TEXT], int64_t instant)
{
    int64_t days = instant / 86400, s = instant % 86400;
    if (s < 0) {
        days--;
        s += 86400;
    }
    day_text(text, days);
    text[8] = 'T';
    digits_put(text + 9, (int)s / 3600, 2);
    digits_put(text + 11, (int)s / 60 % 60, 2);
    digits_put(text + 13, (int)s % 60, 2);
    memcpy(text + 15, "Z", 2);
    return text;
}

/* What one VEVENT says. */
struct saying {
    const char *uid, *start, *end, *summary, *description, *category;
    bool is_day, is_opaque, is_cancelled;
    int alarm_min; /* 0: none */
};

static void add_alarm(struct text *out, const struct saying *saying)
{
    text_printf(out, "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT%dM\r\n", saying->alarm_min);
    ics_text_line(out, "DESCRIPTION", saying->summary);
    text_add(out, "END:VALARM\r\n");
}

static void add_event(struct text *out, const struct ics_voice *voice,
                      const struct ics_entry *version, const struct saying *saying)
{
    char stamp[TIME_TEXT], sequence[16];
    utc_text(stamp, version->stamp);
    snprintf(sequence, sizeof sequence, "%d", version->sequence);
    text_add(out, "BEGIN:VEVENT\r\n");
    ics_line(out, "UID", saying->uid);
    ics_line(out, "DTSTAMP", stamp);
    ics_line(out, "LAST-MODIFIED", stamp);
    ics_line(out, "SEQUENCE", sequence);
    ics_line(out, saying->is_day ? "DTSTART;VALUE=DATE" : "DTSTART", saying->start);
    ics_line(out, saying->is_day ? "DTEND;VALUE=DATE" : "DTEND", saying->end);
    ics_text_line(out, "SUMMARY", saying->summary);
    if (saying->description)
        ics_text_line(out, "DESCRIPTION", saying->description);
    ics_text_line(out, "CATEGORIES", saying->category);
    ics_line(out, "STATUS", saying->is_cancelled ? "CANCELLED" : "CONFIRMED");
    ics_line(out, "TRANSP", saying->is_opaque ? "OPAQUE" : "TRANSPARENT");
    text_add_n(out, voice->people.bytes, voice->people.n);
    if (!voice->method)
        text_printf(out, "X-RONDA-DIGEST:%016" PRIx64 "\r\n",
                    ics_digest(saying->start, saying->end, saying->summary,
                               saying->description ? saying->description : "",
                               saying->alarm_min > 0));
    if (saying->alarm_min > 0)
        add_alarm(out, saying);
    text_add(out, "END:VEVENT\r\n");
}

void ics_event_uid(char uid[UUID_TEXT], const struct ics_entry *entry, int number)
{
    memcpy(uid, entry->uid, UUID_TEXT);
    if (number == 0)
        return;
    char name[UUID_TEXT + 32];
    int n = snprintf(name, sizeof name, "%s\nbreak\n%d", entry->uid, number);
    uuid_of_name(uid, name, (size_t)n);
}

/* The entry's own event. */
static void add_main(struct text *out, const struct ics_voice *voice, const struct ics_entry *entry)
{
    char start[TIME_TEXT], end[TIME_TEXT];
    bool is_day = entry->kind != ICS_SHIFT;
    const char *categories[N_ICS_KINDS] = {
        voice->words->shift_category, voice->words->leave_category, voice->words->leave_category,
        voice->words->holiday_category};
    struct text description = {0};
    if (entry->description) {
        text_add(&description, entry->description);
        if (entry->revision > 0) {
            char number[16];
            snprintf(number, sizeof number, "%d", entry->revision);
            text_add_char(&description, '\n');
            ics_say(&description, voice->words->revision, number, NULL);
        }
    }
    struct saying saying = {
        .uid = entry->uid,
        .start = is_day ? day_text(start, entry->start) : utc_text(start, entry->start),
        .end = is_day ? day_text(end, entry->end) : utc_text(end, entry->end),
        .summary = entry->summary,
        .description = description.bytes,
        .category = categories[entry->kind],
        .is_day = is_day,
        .is_opaque = entry->kind != ICS_HOLIDAY && !entry->is_cancelled,
        .is_cancelled = entry->is_cancelled,
        .alarm_min = !is_day && !entry->is_cancelled ? voice->plan->policy.alarm_min : 0};
    add_event(out, voice, entry, &saying);
    text_free(&description);
}

/* That of a pause; of one that the version has no longer a cancelled one at the shift's begin. */
static void add_break(struct text *out, const struct ics_voice *voice,
                      const struct ics_entry *entry, int number)
{
    char start[TIME_TEXT], end[TIME_TEXT], uid[UUID_TEXT];
    bool is_there = number <= ics_n_breaks(entry, voice->plan);
    struct pause pause = is_there ? entry->duty->pause[number - 1]
                                  : (struct pause){.start = entry->start, .min = 15};
    struct text summary = {0};
    const char *title = pause.is_meal ? voice->words->meal_event : voice->words->break_event;
    if (is_there)
        text_add(&summary, title);
    else
        ics_say(&summary, voice->words->cancelled, title, NULL);
    ics_event_uid(uid, entry, number);
    struct saying saying = {.uid = uid,
                            .start = utc_text(start, pause.start),
                            .end = utc_text(end, pause.start + 60 * pause.min),
                            .summary = summary.bytes,
                            .category = voice->words->break_event,
                            .is_cancelled = !is_there};
    add_event(out, voice, entry, &saying);
    text_free(&summary);
}

void ics_add_event(struct text *out, const struct ics_voice *voice, const struct ics_entry *entry,
                   int number)
{
    if (number == 0)
        add_main(out, voice, entry);
    else
        add_break(out, voice, entry, number);
}

int ics_add_events(struct text *out, const struct ics_voice *voice, const struct ics_entry *entry,
                   bool all_cancelled)
{
    int n = 1 + ics_n_breaks(entry, voice->plan);
    if (all_cancelled && n < 1 + entry->n_breaks_before)
        n = 1 + entry->n_breaks_before;
    for (int number = 0; number < n; number++)
        ics_add_event(out, voice, entry, number);
    return n;
}

void ics_add_calendar(struct text *out, const struct ics_voice *voice, const struct text *events,
                      bool is_named)
{
    text_add(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ronda//ronda//EN\r\n"
                  "CALSCALE:GREGORIAN\r\n");
    if (voice->method && events->n > 0)
        ics_line(out, "METHOD", voice->method);
    if (is_named) {
        ics_text_line(out, "NAME", voice->name.bytes);
        ics_text_line(out, "X-WR-CALNAME", voice->name.bytes);
        text_add(out, "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\nX-PUBLISHED-TTL:PT4H\r\n");
    }
    if (events->n > 0)
        text_add_n(out, events->bytes, events->n);
    else
        text_add(out, "BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\nBEGIN:STANDARD\r\n"
                      "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n"
                      "END:STANDARD\r\nEND:VTIMEZONE\r\n");
    text_add(out, "END:VCALENDAR\r\n");
}
