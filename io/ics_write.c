/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_write.c - calendars of agents, built with libical.
 *
 * What libical gets is clean (no control characters, valid UTF-8), instants are UTC, and its lines
 * are folded again: its traps are told where they are met.  Nothing in an event names the agent;
 * the UID is a version 5 UUID of site, agent, work date and number in that day (RFC 7986, 5.3). */
#include "io/ics_write.h"

#include <assert.h>
#include <libical/ical.h>
#include <string.h>

#include "base/mem.h"
#include "io/hash.h"
#include "io/ics_describe.h"

#define CALENDAR_NAME_MOST 120 /* characters */

const char *ics_library_version(void)
{
    return ICAL_VERSION;
}

/* What all events of a calendar share. */
struct maker {
    const struct plan *plan;
    const struct agent *agent;
    const struct ics_words *words;
    icalcomponent *calendar;
    struct text name; /* of the calendar */
    int64_t now;
    int n_events;
};

static struct icaltimetype utc_time(int64_t instant)
{
    struct icaltimetype t = icaltime_null_time();
    int64_t days = instant / 86400, s = instant % 86400;
    if (s < 0) {
        days--;
        s += 86400;
    }
    date_to_civil(&t.year, &t.month, &t.day, (int32_t)days);
    t.hour = (int)s / 3600;
    t.minute = (int)s / 60 % 60;
    t.second = (int)s % 60;
    t.zone = icaltimezone_get_utc_timezone();
    return t;
}

static struct icaltimetype whole_day(int32_t date)
{
    struct icaltimetype t = icaltime_null_time();
    t.is_date = 1;
    date_to_civil(&t.year, &t.month, &t.day, date);
    return t;
}

/* Of X- properties libical escapes the backslash, but neither comma nor semicolon: they must not
 * hold any of the three. */
static void add_x(icalcomponent *to, const char *name, const char *value)
{
    assert(!strpbrk(value, "\\;,\""));
    icalproperty *property = icalproperty_new_x(value);
    icalproperty_set_x_name(property, name);
    icalcomponent_add_property(to, property);
}

/* "Roster manila-1": an id has no character that would need escaping, and none may come in. */
static void name_calendar(struct maker *maker)
{
    struct text site = {0};
    text_clear(&site);
    ics_add_clean(&site, maker->plan->site.id, CALENDAR_NAME_MOST);
    for (char *s = site.bytes; (s = strpbrk(s, "\\;,\""));)
        *s = '-';
    ics_say(&maker->name, maker->words->calendar, site.bytes, NULL);
    text_free(&site);
}

/* An address that nobody answers to: RFC 5546 wants an organizer in what is published. */
static icalproperty *organizer(const struct maker *maker)
{
    struct text address = {0};
    text_add(&address, "mailto:roster@");
    for (const char *s = maker->plan->site.id; *s; s++)
        if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') ||
            *s == '-')
            text_add_char(&address, *s);
    text_add(&address, address.bytes[address.n - 1] == '@' ? "site.invalid" : ".invalid");
    icalproperty *property = icalproperty_new_organizer(address.bytes);
    icalproperty_add_parameter(property, icalparameter_new_cn(maker->name.bytes));
    text_free(&address);
    return property;
}

/* The same event in every publication: kind and number tell apart what begins on one work date. */
static icalproperty *uid(const struct maker *maker, const char *kind, int32_t date, int number)
{
    char day[DATE_TEXT], uuid[UUID_TEXT];
    struct text name = {0};
    text_printf(&name, "%s\n%s\n%s\n%s\n%d", maker->plan->site.id, maker->agent->id, kind,
                date_format(day, date), number);
    uuid_of_name(uuid, name.bytes, name.n);
    text_free(&name);
    return icalproperty_new_uid(uuid);
}

static icalcomponent *add_event(struct maker *maker, icalproperty *identity,
                                struct icaltimetype start, struct icaltimetype end,
                                const char *summary, const char *category)
{
    icalcomponent *event = icalcomponent_vanew(
        ICAL_VEVENT_COMPONENT, identity, icalproperty_new_dtstamp(utc_time(maker->now)),
        icalproperty_new_dtstart(start), icalproperty_new_dtend(end),
        icalproperty_new_summary(summary), icalproperty_new_categories(category),
        icalproperty_new_class(ICAL_CLASS_PRIVATE), icalproperty_new_status(ICAL_STATUS_CONFIRMED),
        icalproperty_new_transp(ICAL_TRANSP_OPAQUE), icalproperty_new_sequence(0), organizer(maker),
        (void *)0);
    icalcomponent_add_component(maker->calendar, event);
    maker->n_events++;
    return event;
}

static void add_shift(struct maker *maker, const struct duty *duty, int number)
{
    struct text summary = {0}, description = {0};
    ics_summary(&summary, maker->words, maker->plan, duty);
    ics_description(&description, maker->words, maker->plan, duty);
    icalcomponent *event =
        add_event(maker, uid(maker, "shift", duty->work_date, number), utc_time(duty->start),
                  utc_time(duty->end), summary.bytes, maker->words->shift_category);
    icalcomponent_add_property(event, icalproperty_new_description(description.bytes));
    text_free(&summary);
    text_free(&description);
}

/* Whole, also where it reaches over the horizon: so it is the same event in the next week's file.
 */
static void add_leave(struct maker *maker, const struct leave *leave)
{
    const struct ics_words *words = maker->words;
    const char *summary = leave->kind == LEAVE_TRAINING ? words->training : words->leave;
    add_event(maker, uid(maker, "leave", leave->from, 0), whole_day(leave->from),
              whole_day(leave->to + 1), summary, words->leave_category);
}

static bool is_shown(const struct leave *leave, int agent, const struct horizon *horizon)
{
    bool kind =
        leave->kind == LEAVE_LEAVE || leave->kind == LEAVE_SICK || leave->kind == LEAVE_TRAINING;
    return kind && leave->agent == agent && leave->status == LEAVE_APPROVED &&
           leave->from < horizon->first + horizon->n_days && leave->to >= horizon->first;
}

/* First duty of the agent or of those after. */
static int first_duty(const struct roster *roster, int agent)
{
    int low = 0, high = roster->n_duties;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (roster->duty[middle].agent < agent)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_events(struct maker *maker, const struct roster *roster, int agent)
{
    int number = 0;
    for (int d = first_duty(roster, agent); d < roster->n_duties && roster->duty[d].agent == agent;
         d++) {
        const struct duty *duty = &roster->duty[d];
        bool same_day = d > 0 && duty[-1].agent == agent && duty[-1].work_date == duty->work_date;
        number = same_day ? number + 1 : 0;
        add_shift(maker, duty, number);
    }
    for (int i = 0; i < maker->plan->n_leaves; i++)
        if (is_shown(&maker->plan->leaves[i], agent, &roster->horizon))
            add_leave(maker, &maker->plan->leaves[i]);
}

/* The calendar's own properties; RFC 5545 wants them before the events. */
static void add_head(struct maker *maker)
{
    icalcomponent *c = maker->calendar;
    icalcomponent_add_property(c, icalproperty_new_version("2.0"));
    icalcomponent_add_property(c, icalproperty_new_prodid("-//ronda//ronda//EN"));
    icalcomponent_add_property(c, icalproperty_new_calscale("GREGORIAN"));
    icalcomponent_add_property(c, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    if (maker->n_events > 1) { /* a single event is imported into a calendar that has its name */
        icalcomponent_add_property(c, icalproperty_new_name(maker->name.bytes));
        add_x(c, "X-WR-CALNAME", maker->name.bytes);
    }
    struct icaldurationtype every = icaldurationtype_from_int(4 * 3600);
    icalcomponent_add_property(c, icalproperty_new_refreshinterval(every));
    add_x(c, "X-PUBLISHED-TTL", "PT4H");
}

int ics_calendar(struct text *out, const struct plan *plan, const struct roster *roster, int agent,
                 int64_t now)
{
    struct maker maker = {.plan = plan,
                          .agent = &plan->agents[agent],
                          .words = ics_words_of(plan->policy.language),
                          .calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT),
                          .now = now != NO_TIME ? now : roster->horizon.begin[0]};
    name_calendar(&maker);
    add_events(&maker, roster, agent);
    if (maker.n_events > 0) {
        add_head(&maker);
        char *lines = icalcomponent_as_ical_string_r(maker.calendar);
        ics_fold(out, lines);
        icalmemory_free_buffer(lines);
    }
    icalcomponent_free(maker.calendar);
    text_free(&maker.name);
    return maker.n_events;
}
