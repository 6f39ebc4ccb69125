/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out_csv.c - the tables of a run as CSV (RFC 4180 with LF). */
#include "io/out_csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void csv_add_field(struct text *out, const char *s)
{
    size_t n = strlen(s);
    bool quote = strpbrk(s, ",;\t\"\r\n") || (n > 0 && (s[0] == ' ' || s[n - 1] == ' '));
    if (!quote) {
        text_add(out, s);
        return;
    }
    text_add_char(out, '"');
    for (; *s; s++) {
        if (*s == '"')
            text_add_char(out, '"');
        text_add_char(out, *s);
    }
    text_add_char(out, '"');
}

/* Source: OWASP, CSV injection. */
void csv_add_cell(struct text *out, const char *s)
{
    if (!*s || !strchr("=+-@\t\r", *s)) {
        csv_add_field(out, s);
        return;
    }
    struct text safe = {0};
    text_add_char(&safe, '\'');
    text_add(&safe, s);
    csv_add_field(out, safe.bytes);
    text_free(&safe);
}

/* Fewest decimals that read back as the same number. */
static int exact_decimals(double value)
{
    char text[400];
    for (int decimals = 0; decimals < 60; decimals++) {
        snprintf(text, sizeof text, "%.*f", decimals, value);
        if (strtod(text, NULL) == value)
            return decimals;
    }
    return 60;
}

void csv_add_number(struct text *out, double value, int decimals)
{
    char text[400];
    if (isnan(value))
        return;
    if (decimals < 0)
        decimals = exact_decimals(value);
    snprintf(text, sizeof text, "%.*f", decimals, value);
    char *end = text + strlen(text);
    if (strchr(text, '.')) {
        while (end[-1] == '0')
            *--end = 0;
        if (end[-1] == '.')
            *--end = 0;
    }
    text_add(out, strcmp(text, "-0") == 0 ? "0" : text);
}

/* "start,queue" of a slot. */
static void add_slot(struct text *out, const struct tz *zone, const struct grid *grid, int slot,
                     const char *queue)
{
    char stamp[STAMP_TEXT];
    text_add(out, tz_format(stamp, zone, grid->begin + (int64_t)slot * grid->slot_s));
    text_add_char(out, ',');
    csv_add_field(out, queue);
}

void forecast_csv(struct text *out, const struct plan *plan, const struct demand *demand)
{
    const struct {
        const char *name;
        const double *values;
    } columns[] = {{"p05", demand->p05}, {"p10", demand->p10}, {"p25", demand->p25},
                   {"p50", demand->p50}, {"p75", demand->p75}, {"p90", demand->p90},
                   {"p95", demand->p95}};
    const size_t n_columns = sizeof columns / sizeof *columns;
    text_add(out, "start,queue,expected");
    for (size_t c = 0; c < n_columns; c++)
        if (columns[c].values)
            text_printf(out, ",%s", columns[c].name);
    text_add(out, ",aht_s\n");
    for (int q = 0; q < demand->n_queues; q++) {
        const struct queue *queue = &plan->queues[q];
        for (int slot = 0; slot < demand->grid.n_slots; slot++) {
            int i = q * demand->grid.n_slots + slot;
            add_slot(out, plan->accounts[queue->account].zone, &demand->grid, slot, queue->id);
            text_add_char(out, ',');
            csv_add_number(out, demand->calls[i], 4);
            for (size_t c = 0; c < n_columns; c++)
                if (columns[c].values) {
                    text_add_char(out, ',');
                    csv_add_number(out, columns[c].values[i], 4);
                }
            text_add_char(out, ',');
            csv_add_number(out, demand->aht_s ? demand->aht_s[i] : NAN, 2);
            text_add_char(out, '\n');
        }
    }
}

void requirement_csv(struct text *out, const struct plan *plan, const struct requirement *need)
{
    text_add(out, "start,queue,need\n");
    for (int q = 0; q < need->n_queues; q++)
        for (int slot = 0; slot < need->grid.n_slots; slot++) {
            add_slot(out, plan->site.zone, &need->grid, slot, plan->queues[q].id);
            text_add_char(out, ',');
            csv_add_number(out, need->need[q * need->grid.n_slots + slot], -1);
            text_add_char(out, '\n');
        }
}

void coverage_csv(struct text *out, const struct plan *plan, const struct requirement *need,
                  const double *cover)
{
    text_add(out, "start,queue,need,given,short,over\n");
    for (int q = 0; q < need->n_queues; q++)
        for (int slot = 0; slot < need->grid.n_slots; slot++) {
            int i = q * need->grid.n_slots + slot;
            const double values[] = {need->need[i], cover[i], fmax(need->need[i] - cover[i], 0),
                                     fmax(cover[i] - need->need[i], 0)};
            add_slot(out, plan->site.zone, &need->grid, slot, plan->queues[q].id);
            for (int v = 0; v < 4; v++) {
                text_add_char(out, ',');
                csv_add_number(out, values[v], 4);
            }
            text_add_char(out, '\n');
        }
}

void csv_add_queues(struct text *out, const struct plan *plan, uint64_t queues)
{
    const char *space = "";
    for (int q = 0; q < plan->n_queues; q++)
        if (queues >> q & 1) {
            text_printf(out, "%s%s", space, plan->queues[q].id);
            space = " ";
        }
}

void groups_csv(struct text *out, const struct plan *plan, const struct grid *grid,
                const struct group_share *share, int n_shares)
{
    text_add(out, "group,queue,start,need,given\n");
    for (int i = 0; i < n_shares; i++) {
        char start[STAMP_TEXT];
        csv_add_queues(out, plan, share[i].group);
        text_printf(
            out, ",%s,%s,", plan->queues[share[i].queue].id,
            tz_format(start, plan->site.zone, grid->begin + (int64_t)share[i].slot * grid->slot_s));
        csv_add_number(out, share[i].need, 4);
        text_add_char(out, ',');
        csv_add_number(out, share[i].given, 4);
        text_add_char(out, '\n');
    }
}

/* "01:30/15", or "01:30+10:00/15" where the clocks show 01:30 twice. */
static void add_clock(struct text *out, const struct tz *zone, int64_t start, int minutes)
{
    char stamp[STAMP_TEXT];
    int64_t first, second;
    tz_format(stamp, zone, start);
    text_add_n(out, stamp + 11, 5);
    if (tz_instant(&first, &second, zone, tz_date(zone, start), tz_minute(zone, start), 0) ==
        LOCAL_TWICE)
        text_add(out, stamp + 16);
    text_printf(out, "/%d", minutes);
}

/* "coach@01:30/30 meet@03:00/60" */
static void add_lessons(struct text *out, const struct plan *plan, const struct duty *duty)
{
    for (int i = 0; i < duty->n_lessons; i++) {
        const struct training *training = &plan->trainings[duty->lesson[i].training];
        text_printf(out, "%s%s@", i > 0 ? " " : "", training->id);
        add_clock(out, plan_zone(plan, duty->agent), duty->lesson[i].start, training->length_min);
    }
}

static void add_pauses(struct text *out, const struct tz *zone, const struct duty *duty, bool meals)
{
    bool any = false;
    for (int i = 0; i < duty->n_pauses; i++) {
        if (duty->pause[i].is_meal != meals)
            continue;
        if (any)
            text_add_char(out, ' ');
        any = true;
        add_clock(out, zone, duty->pause[i].start, duty->pause[i].min);
    }
}

/* What of a shift is no part of the contract. */
static const char *bought_word(const struct plan *plan, const struct duty *duty)
{
    if (duty->is_rest_day)
        return "rest_day";
    return pay_ordinary_min(plan_pay(plan, plan->agents[duty->agent].branch), duty->paid_min) <
                   duty->paid_min
               ? "overtime"
               : "";
}

void roster_csv(struct text *out, const struct plan *plan, const struct roster *roster)
{
    char date[DATE_TEXT], start[STAMP_TEXT], end[STAMP_TEXT];
    bool any = false;
    for (int d = 0; d < roster->n_duties; d++)
        any = any || *bought_word(plan, &roster->duty[d]);
    text_add(out, "agent,work_date,start,end,shift,meal,breaks,queue,role,paid_min");
    text_add(out, any ? ",bought" : "");
    text_add(out, plan->n_trainings > 0 ? ",training\n" : "\n");
    for (int d = 0; d < roster->n_duties; d++) {
        const struct duty *duty = &roster->duty[d];
        const struct agent *agent = &plan->agents[duty->agent];
        const struct tz *zone = plan_zone(plan, duty->agent);
        csv_add_field(out, agent->id);
        text_printf(out, ",%s,%s,%s,", date_format(date, duty->work_date),
                    tz_format(start, zone, duty->start), tz_format(end, zone, duty->end));
        csv_add_field(out, plan->shifts[duty->shift].id);
        text_add_char(out, ',');
        add_pauses(out, zone, duty, true);
        text_add_char(out, ',');
        add_pauses(out, zone, duty, false);
        text_add_char(out, ',');
        csv_add_queues(out, plan, duty->queues);
        text_printf(out, ",%s,%d", role_names[agent->role], duty->paid_min);
        text_printf(out, any ? ",%s" : "%s", any ? bought_word(plan, duty) : "");
        text_add(out, plan->n_trainings > 0 ? "," : "");
        add_lessons(out, plan, duty);
        text_add_char(out, '\n');
    }
}

/* An agent's part of the roster, which is sorted by agent: duty[from, to), absence[from, to). */
struct part {
    int agent, duty_from, duty_to, absence_from, absence_to;
};

static struct part next_part(const struct roster *roster, int agent, const struct part *before)
{
    struct part part = {.agent = agent,
                        .duty_from = before->duty_to,
                        .duty_to = before->duty_to,
                        .absence_from = before->absence_to,
                        .absence_to = before->absence_to};
    while (part.duty_to < roster->n_duties && roster->duty[part.duty_to].agent <= agent)
        part.duty_to++;
    while (part.absence_to < roster->n_absences && roster->absence[part.absence_to].agent <= agent)
        part.absence_to++;
    return part;
}

/* The duties of one work date ("21:00-06:00"), else what the agent is away for, else OFF. */
static void add_day(struct text *out, const struct plan *plan, const struct roster *roster,
                    const struct part *part, int32_t date)
{
    static const char *const code[N_LEAVE_KINDS] = {[LEAVE_LEAVE] = "VL",
                                                    [LEAVE_SICK] = "VL",
                                                    [LEAVE_TRAINING] = "TR",
                                                    [LEAVE_UNAVAILABLE] = "UA"};
    const struct agent *a = &plan->agents[part->agent];
    char start[STAMP_TEXT], end[STAMP_TEXT];
    bool any = false;
    for (int d = part->duty_from; d < part->duty_to; d++) {
        const struct duty *duty = &roster->duty[d];
        if (duty->work_date != date)
            continue;
        tz_format(start, plan_zone(plan, duty->agent), duty->start);
        tz_format(end, plan_zone(plan, duty->agent), duty->end);
        text_printf(out, "%s%.5s-%.5s", any ? " " : "", start + 11, end + 11);
        any = true;
    }
    for (int i = part->absence_from; !any && i < part->absence_to; i++) {
        const struct absence *absence = &roster->absence[i];
        if (absence->work_date == date && code[absence->kind]) {
            text_add(out, code[absence->kind]);
            any = true;
        }
    }
    bool employed = (a->from == NO_DATE || a->from <= date) && (a->to == NO_DATE || date <= a->to);
    if (!any && employed)
        text_add(out, "OFF");
}

void roster_grid_csv(struct text *out, const struct plan *plan, const struct roster *roster)
{
    const struct horizon *horizon = &roster->horizon;
    char date[DATE_TEXT];
    text_add(out, "agent,name,team");
    for (int day = 0; day < horizon->n_days; day++)
        text_printf(out, ",%s", date_format(date, horizon->first + day));
    text_add_char(out, '\n');
    struct part part = {0};
    for (int a = 0; a < plan->n_agents; a++) {
        const struct agent *agent = &plan->agents[a];
        part = next_part(roster, a, &part);
        csv_add_cell(out, agent->id);
        text_add_char(out, ',');
        csv_add_cell(out, agent->name ? agent->name : "");
        text_add_char(out, ',');
        csv_add_cell(out, agent->team ? agent->team : "");
        for (int day = 0; day < horizon->n_days; day++) {
            text_add_char(out, ',');
            add_day(out, plan, roster, &part, horizon->first + day);
        }
        text_add_char(out, '\n');
    }
}

void ledger_csv(struct text *out, const struct plan *plan, const struct ledger_entry *ledger,
                int n_ledger)
{
    char date[DATE_TEXT], stamp[STAMP_TEXT];
    text_add(out, "agent,until,last_shift_end,run_days,run_nights");
    for (int k = 0; k < N_BURDENS; k++)
        text_printf(out, ",%s", burden_names[k]);
    text_add(out, ",wishes_granted,late_changes,hours\n");
    for (int i = 0; i < n_ledger; i++) {
        const struct ledger_entry *entry = &ledger[i];
        csv_add_field(out, plan->agents[entry->agent].id);
        text_printf(out, ",%s,%s,%d,%d", date_format(date, entry->until),
                    entry->last_shift_end == NO_TIME
                        ? ""
                        : tz_format(stamp, plan->site.zone, entry->last_shift_end),
                    entry->run_days, entry->run_nights);
        const double rest[] = {entry->wishes_granted, entry->late_changes, entry->hours};
        for (int k = 0; k < N_BURDENS + 3; k++) {
            text_add_char(out, ',');
            csv_add_number(out, k < N_BURDENS ? entry->burden[k] : rest[k - N_BURDENS], 4);
        }
        text_add_char(out, '\n');
    }
}

void fairness_csv(struct text *out, const struct plan *plan, const struct evenness *even,
                  int n_even)
{
    text_add(out, "team,contract,role,profile,balance,people,least,median,most,mean,gini\n");
    for (int i = 0; i < n_even; i++) {
        const struct evenness *e = &even[i];
        const struct agent *agent = &plan->agents[e->first_agent];
        csv_add_cell(out, agent->team ? agent->team : "");
        text_printf(out, ",%s,%s,%s,%s,%d", plan->contracts[agent->contract].id,
                    role_names[agent->role], profile_names[agent->profile],
                    balance_names[e->balance], e->n_people);
        const double values[] = {e->least, e->median, e->most, e->mean, e->gini};
        for (int v = 0; v < 5; v++) {
            text_add_char(out, ',');
            csv_add_number(out, values[v], 4);
        }
        text_add_char(out, '\n');
    }
}

void wishes_csv(struct text *out, const struct plan *plan, const struct wish_answer *wishes,
                int n_wishes)
{
    char date[DATE_TEXT];
    text_add(out, "agent,work_date,wish,shift,points,granted,price\n");
    for (int i = 0; i < n_wishes; i++) {
        const struct wish *wish = &plan->wishes[wishes[i].wish];
        csv_add_field(out, plan->agents[wish->agent].id);
        text_printf(out, ",%s,%s,%s,", date_format(date, wishes[i].date),
                    wish_kind_names[wish->kind],
                    wish->shift >= 0 ? plan->shifts[wish->shift].id : "");
        csv_add_number(out, wish->points, 3);
        text_add(out, wishes[i].granted ? ",yes," : ",no,");
        csv_add_number(out, wishes[i].price, 3);
        text_add_char(out, '\n');
    }
}
