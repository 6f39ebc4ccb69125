/* SPDX-License-Identifier: GPL-3.0-or-later */
/* data_frame.c - place, time, queues and shifts of a roster, for both kinds of page.
 *
 * Instants are seconds since 1970; a zone is the list of its offsets over the horizon, so that the
 * page shows local times by our own tz data and not the browser's. */
#include <string.h>

#include "io/report/data.h"

/* Offsets from a day before the horizon to two days after: [from, offset_s, abbreviation]. */
static void put_changes(struct text *out, const struct tz *zone, const struct horizon *horizon)
{
    const int64_t hour = 3600, day = 24 * hour;
    int before = 0;
    put_open(out, '[');
    for (int64_t t = horizon->begin[0] - day; t < horizon->begin[horizon->n_days] + 2 * day;
         t += hour / 4) {
        const char *abbreviation;
        int offset = tz_offset_s(zone, t, &abbreviation);
        if (t > horizon->begin[0] - day && offset == before)
            continue;
        before = offset;
        put_open(out, '[');
        put_number(out, (double)t, 0);
        put_number(out, offset, 0);
        put_text(out, abbreviation);
        put_close(out, ']');
    }
    put_close(out, ']');
}

/* Zone of each account: 0 is the site's, the others are numbered as they come first.  Returns how
 * many.
 *   number[n_accounts]  out */
static int number_zones(int *number, const struct plan *plan)
{
    int n = 1;
    for (int a = 0; a < plan->n_accounts; a++) {
        const char *name = tz_name(plan->accounts[a].zone);
        number[a] = strcmp(name, tz_name(plan->site.zone)) == 0 ? 0 : n;
        for (int b = 0; number[a] == n && b < a; b++)
            if (strcmp(name, tz_name(plan->accounts[b].zone)) == 0)
                number[a] = number[b];
        n += number[a] == n;
    }
    return n;
}

static void put_zone(struct text *out, const struct tz *zone, const struct horizon *horizon)
{
    put_open(out, '{');
    put_text_member(out, "name", tz_name(zone));
    put_key(out, "changes");
    put_changes(out, zone, horizon);
    put_close(out, '}');
}

static void put_places(struct text *out, const struct plan *plan, const struct horizon *horizon)
{
    int *number = NEW_ARRAY(int, plan->n_accounts), n_zones = number_zones(number, plan), next = 1;
    put_key(out, "zones");
    put_open(out, '[');
    put_zone(out, plan->site.zone, horizon);
    for (int a = 0; a < plan->n_accounts && next < n_zones; a++)
        if (number[a] == next) {
            put_zone(out, plan->accounts[a].zone, horizon);
            next++;
        }
    put_close(out, ']');
    put_key(out, "accounts");
    put_open(out, '[');
    for (int a = 0; a < plan->n_accounts; a++) {
        put_open(out, '{');
        put_text_member(out, "id", plan->accounts[a].id);
        put_number_member(out, "zone", number[a], 0);
        put_close(out, '}');
    }
    put_close(out, ']');
    mem_free(number);
}

static void put_queues(struct text *out, const struct plan *plan)
{
    put_key(out, "queues");
    put_open(out, '[');
    for (int q = 0; q < plan->n_queues; q++) {
        const struct queue *queue = &plan->queues[q];
        put_open(out, '{');
        put_text_member(out, "id", queue->id);
        put_number_member(out, "account", queue->account, 0);
        put_text_member(out, "channel", channel_names[queue->channel]);
        put_number_member(out, "target", queue->service_level, 4);
        put_number_member(out, "answer_s", queue->answer_s, 1);
        put_close(out, '}');
    }
    put_close(out, ']');
    put_key(out, "shifts");
    put_open(out, '[');
    for (int s = 0; s < plan->n_shifts; s++)
        put_text(out, plan->shifts[s].id);
    put_close(out, ']');
}

void data_frame(struct text *out, const struct report *report)
{
    char date[DATE_TEXT];
    const struct site *site = &report->plan->site;
    const struct horizon *horizon = report->horizon;
    put_number_member(out, "schema", 1, 0);
    put_key(out, "site");
    put_open(out, '{');
    put_text_member(out, "id", site->id);
    put_text_member(out, "currency", site->currency);
    put_close(out, '}');
    put_text_member(out, "first", date_format(date, horizon->first));
    put_key(out, "days"); /* begin of each work date, and the end of the last */
    put_open(out, '[');
    for (int d = 0; d <= horizon->n_days; d++)
        put_number(out, (double)horizon->begin[d], 0);
    put_close(out, ']');
    put_number_member(out, "slot_s", horizon->grid.slot_s, 0);
    put_number_member(out, "slots", horizon->grid.n_slots, 0);
    put_places(out, report->plan, horizon);
    put_queues(out, report->plan);
}
