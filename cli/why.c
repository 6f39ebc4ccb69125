/* SPDX-License-Identifier: GPL-3.0-or-later */
/* why.c - words for weeks, days and money; and a slot explained. */
#include "cli/why.h"

#include <math.h>

#include "cli/numbers.h"
#include "io/doc.h"
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

void why_json_key(const struct why *why, const char *name)
{
    struct text *out = why->out;
    char last = out->bytes[out->n - 1];
    text_add(out, last == '{' || last == '[' ? "" : ", ");
    doc_print_string(out, name);
    text_add(out, ": ");
}

void why_json_number(const struct why *why, const char *name, double value)
{
    why_json_key(why, name);
    doc_print_number(why->out, round(value * 1e6) / 1e6 + 0.0);
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
    const struct site *site = &why->plan->site;
    int32_t date = tz_work_date(site->zone, from, site->day_starts_min);
    *crowd = (struct crowd){.cheapest = -1};
    for (int a = 0; a < why->plan->n_agents; a++) {
        struct found_week week;
        if (!posts_can_serve(why->plan, a, queue, date))
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

/* A queue in a slot. */
struct lack {
    const char *queue;
    int64_t at;
    double need, given, worth; /* worth of one more person, currency */
    bool is_short;
};

static void say_lack(const struct why *why, const struct lack *lack)
{
    char stamp[STAMP_TEXT], n[3][NUMBER_TEXT];
    struct text worth = {0};
    tz_format(stamp, why->plan->site.zone, lack->at);
    why_money(&worth, why, lack->worth);
    ics_say(why->out, why->words->slot_head, stamp, lack->queue, number_text(n[0], lack->need, 1),
            number_text(n[1], lack->given, 1), NULL);
    text_add(why->out, "\n  ");
    if (lack->is_short)
        ics_say(why->out, why->words->slot_short, number_text(n[2], lack->need - lack->given, 1),
                worth.bytes, NULL);
    else
        ics_say(why->out, why->words->slot_enough, worth.bytes, NULL);
    text_add_char(why->out, '\n');
    text_free(&worth);
}

/* crowd: NULL where nobody is missing. */
static void json_lack(const struct why *why, const struct lack *lack, const struct crowd *crowd)
{
    struct text *out = why->out;
    text_add(out, out->bytes[out->n - 1] == '[' ? "{" : ", {");
    why_json_key(why, "queue");
    doc_print_string(out, lack->queue);
    why_json_number(why, "need", lack->need);
    why_json_number(why, "given", lack->given);
    why_json_number(why, "worth_one_more", lack->worth);
    if (crowd) {
        why_json_number(why, "can_serve", crowd->n);
        why_json_number(why, "on_duty", crowd->on_duty);
        why_json_number(why, "on_pause", crowd->on_pause);
        why_json_number(why, "could_come", crowd->could);
    }
    if (crowd && crowd->cheapest >= 0) {
        why_json_key(why, "cheapest");
        doc_print_string(out, why->plan->agents[crowd->cheapest].id);
        why_json_number(why, "cheapest_costs", crowd->week.value - why->value);
    }
    text_add_char(out, '}');
}

static void explain_queue(struct why *why, int queue, int slot)
{
    const struct grid *grid = &why->ran->requirement.grid;
    struct crowd crowd;
    struct lack lack = {.queue = why->plan->queues[queue].id,
                        .at = grid->begin + (int64_t)slot * grid->slot_s,
                        .need = why->ran->requirement.need[queue * grid->n_slots + slot],
                        .given = why->ran->check.cover[queue * grid->n_slots + slot],
                        .worth = own_week_worth(why->own, queue, slot)};
    lack.is_short = lack.need - lack.given > 1e-6;
    if (lack.is_short)
        count_crowd(&crowd, why, queue, lack.at, lack.at + grid->slot_s);
    if (why->is_json) {
        json_lack(why, &lack, lack.is_short ? &crowd : NULL);
        return;
    }
    say_lack(why, &lack);
    if (lack.is_short)
        say_crowd(why, &crowd);
}

static void explain_queues(struct why *why, int slot)
{
    const struct grid *grid = &why->ran->requirement.grid;
    char stamp[STAMP_TEXT];
    if (why->is_json) {
        text_add(why->out, "{\"schema\": 1");
        why_json_key(why, "at");
        doc_print_string(why->out, tz_format(stamp, why->plan->site.zone,
                                             grid->begin + (int64_t)slot * grid->slot_s));
        why_json_key(why, "queues");
        text_add_char(why->out, '[');
    }
    for (int q = 0; q < why->plan->n_queues; q++)
        explain_queue(why, q, slot);
    if (why->is_json)
        text_add(why->out, "]}\n");
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
    explain_queues(why, (int)slot);
    return DONE;
}
