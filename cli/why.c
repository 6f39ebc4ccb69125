/* SPDX-License-Identifier: GPL-3.0-or-later */
/* why.c - words for weeks, days and money; and a slot explained. */
#include "cli/why.h"

#include <math.h>

#include "cli/numbers.h"
#include "io/stamp.h"

/* ---- words ---- */

const char *why_date(struct text *to, const struct why *why, int32_t date)
{
    int year, month, day;
    char number[NUMBER_TEXT];
    date_to_civil(&year, &month, &day, date);
    text_clear(to);
    ics_say(to, why->dates->short_date, why->dates->weekday[date_weekday(date)],
            number_text(number, day, 0), why->dates->month[month - 1], NULL);
    return to->bytes;
}

const char *why_money(struct text *to, const struct why *why, double value)
{
    char number[NUMBER_TEXT];
    text_clear(to);
    text_printf(to, "%s %s", why->plan->site.currency, number_text(number, value, 2));
    return to->bytes;
}

static void add_span(struct text *to, const struct why *why, const struct duty *duty)
{
    char from[STAMP_TEXT], until[STAMP_TEXT];
    tz_format(from, why->plan->site.zone, duty->start);
    tz_format(until, why->plan->site.zone, duty->end);
    text_printf(to, "%.5s-%.5s", from + 11, until + 11);
}

const char *why_week(struct text *to, const struct why *why, const struct found_week *week)
{
    struct text date = {0}, span = {0};
    text_clear(to);
    for (int d = 0; d < week->n_duties; d++) {
        const struct duty *duty = &week->duty[d];
        text_clear(&span);
        add_span(&span, why, duty);
        text_add(to, d > 0 ? ", " : "");
        ics_say(to, why->words->item, why_date(&date, why, duty->work_date), span.bytes,
                why->plan->shifts[duty->shift].id, NULL);
    }
    if (week->n_duties == 0)
        text_add(to, why->words->week_off);
    text_free(&date);
    text_free(&span);
    return to->bytes;
}

const struct duty *why_duty_on(const struct duty *duty, int n, int agent, int32_t date)
{
    for (int d = 0; d < n; d++)
        if (duty[d].agent == agent && duty[d].work_date == date)
            return &duty[d];
    return NULL;
}

static void add_day(struct text *to, const struct why *why, const struct duty *duty)
{
    if (duty)
        add_span(to, why, duty);
    else
        text_add(to, why->words->off);
}

/* The days on which a week is not the roster's; "" if only pauses differ. */
const char *why_differences(struct text *to, const struct why *why, int agent,
                            const struct found_week *week)
{
    const struct roster *roster = &why->ran->roster;
    struct text date = {0}, was = {0}, is = {0};
    text_clear(to);
    text_add(to, "");
    for (int d = 0; d < roster->horizon.n_days; d++) {
        int32_t day = roster->horizon.first + d;
        const struct duty *old = why_duty_on(roster->duty, roster->n_duties, agent, day);
        const struct duty *new = why_duty_on(week->duty, week->n_duties, agent, day);
        if ((!old && !new) || (old && new && old->start == new->start && old->end == new->end))
            continue;
        text_clear(&was);
        text_clear(&is);
        add_day(&was, why, old);
        add_day(&is, why, new);
        text_add(to, to->n > 0 ? "; " : "");
        ics_say(to, why->words->instead, why_date(&date, why, day), was.bytes, is.bytes, NULL);
    }
    text_free(&date);
    text_free(&was);
    text_free(&is);
    return to->bytes;
}

void why_begin(const struct why *why)
{
    text_add(why->out, "  ");
}

void why_end(const struct why *why)
{
    text_add_char(why->out, '\n');
}

/* ---- a slot ---- */

struct crowd {
    int n, on_duty, on_pause, cannot, could;
    int cheapest; /* agent, -1 */
    struct found_week week;
};

static const struct duty *duty_at(const struct roster *roster, int agent, int64_t at)
{
    for (int d = 0; d < roster->n_duties; d++)
        if (roster->duty[d].agent == agent && roster->duty[d].start <= at &&
            at < roster->duty[d].end)
            return &roster->duty[d];
    return NULL;
}

static bool pauses_in(const struct duty *duty, int64_t from, int64_t to)
{
    for (int k = 0; k < duty->n_pauses; k++)
        if (duty->pause[k].start < to && duty->pause[k].start + duty->pause[k].min * 60 > from)
            return true;
    return false;
}

static void count_crowd(struct crowd *crowd, struct why *why, int queue, int64_t from, int64_t to)
{
    *crowd = (struct crowd){.cheapest = -1};
    for (int a = 0; a < why->plan->n_agents; a++) {
        struct found_week week;
        if (!posts_can_serve(why->plan, a, queue, why->ran->horizon.first))
            continue;
        const struct duty *duty = duty_at(&why->ran->roster, a, from);
        crowd->n++;
        crowd->on_duty += duty != NULL;
        crowd->on_pause += duty && pauses_in(duty, from, to);
        if (duty)
            continue;
        own_week_best(&week, why->own, a, &(struct ask){.kind = ASK_AT, .at = from});
        crowd->could += week.exists;
        crowd->cannot += !week.exists;
        if (week.exists && (crowd->cheapest < 0 || week.value < crowd->week.value)) {
            crowd->cheapest = a;
            crowd->week = week;
        }
    }
}

static void say_crowd(const struct why *why, const struct crowd *crowd)
{
    char n[5][NUMBER_TEXT];
    struct text what = {0}, cost = {0};
    const struct why_words *w = why->words;
    why_begin(why);
    ics_say(why->out, w->slot_people, number_text(n[0], crowd->n, 0),
            number_text(n[1], crowd->on_duty, 0), number_text(n[2], crowd->on_pause, 0),
            number_text(n[3], crowd->cannot, 0), number_text(n[4], crowd->could, 0), NULL);
    why_end(why);
    why_begin(why);
    double more = crowd->week.value - why->value;
    if (crowd->cheapest < 0)
        text_add(why->out, w->slot_nobody);
    else
        ics_say(why->out, more >= 0 ? w->slot_dearer : w->slot_cheaper,
                why->plan->agents[crowd->cheapest].id,
                why_differences(&what, why, crowd->cheapest, &crowd->week),
                why_money(&cost, why, fabs(more)), NULL);
    why_end(why);
    text_free(&what);
    text_free(&cost);
}

static void explain_queue(struct why *why, int queue, int slot)
{
    const struct grid *grid = &why->ran->requirement.grid;
    int64_t from = grid->begin + (int64_t)slot * grid->slot_s;
    double need = why->ran->requirement.need[queue * grid->n_slots + slot];
    double given = why->ran->check.cover[queue * grid->n_slots + slot];
    char stamp[STAMP_TEXT], n[3][NUMBER_TEXT];
    struct text worth = {0};
    struct crowd crowd;
    tz_format(stamp, why->plan->site.zone, from);
    why_money(&worth, why, own_week_worth(why->own, queue, slot));
    ics_say(why->out, why->words->slot_head, stamp, why->plan->queues[queue].id,
            number_text(n[0], need, 1), number_text(n[1], given, 1), NULL);
    text_add(why->out, "\n  ");
    if (need - given > 1e-6)
        ics_say(why->out, why->words->slot_short, number_text(n[2], need - given, 1), worth.bytes,
                NULL);
    else
        ics_say(why->out, why->words->slot_enough, worth.bytes, NULL);
    text_add_char(why->out, '\n');
    if (need - given > 1e-6) {
        count_crowd(&crowd, why, queue, from, from + grid->slot_s);
        say_crowd(why, &crowd);
    }
    text_free(&worth);
}

enum outcome why_slot(struct why *why, const char *time)
{
    struct stamp stamp;
    int64_t at, second;
    const struct grid *grid = &why->ran->requirement.grid;
    struct diags *diags = why->command->diags;
    if (!stamp_parse(&stamp, time) ||
        stamp_instant(&at, &second, &stamp, why->plan->site.zone) != LOCAL_ONE) {
        diag_error(diags, NULL,
                   "--slot wants one time of the site such as 2026-12-24T22:00, not "
                   "'%s'",
                   time);
        return USAGE;
    }
    int64_t slot = grid_slot(grid, at);
    if (slot < 0 || slot >= grid->n_slots) {
        diag_error(diags, NULL, "%s lies outside of the roster's weeks", time);
        return USAGE;
    }
    for (int q = 0; q < why->plan->n_queues; q++)
        explain_queue(why, q, (int)slot);
    return DONE;
}
