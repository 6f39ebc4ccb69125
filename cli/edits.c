/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edits.c - one edit at a time laid over the run's roster and counted by the checker. */
#include "cli/edits.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "cli/numbers.h"
#include "io/doc.h"
#include "scheduler/check.h"

struct judge {
    const struct plan *plan;
    const struct requirement *requirement;
    const struct roster *base, *edited;
    struct check_result as_is;
    struct diags *before; /* of the run's roster */
    struct text *out;
    bool as_json;
    int n;
};

static bool same_duty(const struct duty *a, const struct duty *b)
{
    if (!a || !b)
        return a == b;
    bool same = a->start == b->start && a->end == b->end && a->shift == b->shift &&
                a->n_pauses == b->n_pauses && a->is_rest_day == b->is_rest_day &&
                a->paid_min == b->paid_min && a->queues == b->queues;
    for (int k = 0; same && k < a->n_pauses; k++)
        same = a->pause[k].start == b->pause[k].start && a->pause[k].min == b->pause[k].min &&
               a->pause[k].is_meal == b->pause[k].is_meal;
    return same;
}

/* The k-th duty of an agent on a work date; NULL. */
static const struct duty *duty_on(const struct roster *roster, int agent, int32_t date, int k)
{
    for (int d = 0; d < roster->n_duties; d++)
        if (roster->duty[d].agent == agent && roster->duty[d].work_date == date && k-- == 0)
            return &roster->duty[d];
    return NULL;
}

static bool same_day(const struct judge *j, int agent, int32_t date)
{
    for (int k = 0;; k++) {
        const struct duty *was = duty_on(j->base, agent, date, k);
        const struct duty *is = duty_on(j->edited, agent, date, k);
        if (!same_duty(was, is))
            return false;
        if (!was)
            return true;
    }
}

static void add_duty(struct roster *out, struct place *at, const struct roster *from, int d)
{
    if (from->duty_at)
        at[out->n_duties] = from->duty_at[d];
    out->duty[out->n_duties++] = from->duty[d];
}

/* The run's roster with that day as edited; by agent, then start. */
static struct roster with_edit(const struct judge *j, int agent, int32_t date, struct arena *arena)
{
    struct roster out = *j->base;
    int most = j->base->n_duties + j->edited->n_duties, e = 0;
    struct place *at = ARENA_ARRAY(arena, struct place, most + 1);
    out.duty = ARENA_ARRAY(arena, struct duty, most + 1);
    out.n_duties = 0;
    out.n_offers = 0;
    out.duty_at = at;
    for (int d = 0; d <= j->base->n_duties; d++) {
        const struct duty *next = d < j->base->n_duties ? &j->base->duty[d] : NULL;
        for (; e < j->edited->n_duties; e++) {
            const struct duty *new = &j->edited->duty[e];
            if (next && (new->agent > next->agent ||
                         (new->agent == next->agent &&new->work_date > next->work_date)))
                break;
            if (new->agent == agent &&new->work_date == date)
                add_duty(&out, at, j->edited, e);
        }
        if (next && !(next->agent == agent && next->work_date == date))
            add_duty(&out, at, j->base, d);
    }
    out.value = out.bound = out.gap = NAN;
    return out;
}

static void span_text(struct text *out, const struct judge *j, const struct roster *roster,
                      int agent, int32_t date)
{
    const struct duty *duty;
    for (int k = 0; (duty = duty_on(roster, agent, date, k)); k++) {
        char from[STAMP_TEXT], to[STAMP_TEXT];
        tz_format(from, j->plan->site.zone, duty->start);
        tz_format(to, j->plan->site.zone, duty->end);
        text_printf(out, "%s%.5s-%.5s %s", k > 0 ? " " : "", from + 11, to + 11,
                    duty->shift >= 0 ? j->plan->shifts[duty->shift].id : "?");
    }
    if (out->n == 0)
        text_add(out, "off");
}

static bool is_told(const struct diags *diags, const char *message)
{
    for (size_t i = 0; i < diags->n; i++)
        if (diags->item[i].severity == SEV_ERROR && strcmp(diags->item[i].message, message) == 0)
            return true;
    return false;
}

static void say_faults(struct judge *j, const struct diags *diags)
{
    int n = 0;
    for (size_t i = 0; i < diags->n; i++) {
        const struct diag *diag = &diags->item[i];
        if (diag->severity != SEV_ERROR || is_told(j->before, diag->message))
            continue;
        if (j->as_json) {
            text_add(j->out, n++ > 0 ? ", " : "");
            doc_print_string(j->out, diag->message);
        } else {
            text_printf(j->out, "    breaks: %s\n", diag->message);
        }
    }
}

static void json_number(struct judge *j, const char *name, double value)
{
    text_printf(j->out, ", \"%s\": ", name);
    doc_print_number(j->out, round(value * 1e3) / 1e3 + 0.0);
}

/* "+1,234.50" */
static const char *signed_text(char text[NUMBER_TEXT + 1], double value, int decimals)
{
    text[0] = '+';
    number_text(text + (value >= 0), value, decimals);
    return text;
}

static void say_edit(struct judge *j, int agent, int32_t date, const struct check_result *check,
                     const struct diags *diags)
{
    char day[NUMBER_TEXT], iso[DATE_TEXT], n[3][NUMBER_TEXT + 1];
    struct text was = {0}, is = {0};
    double cost = check->value - j->as_is.value;
    double missing = check->hours_short - j->as_is.hours_short;
    double over = check->hours_surplus - j->as_is.hours_surplus;
    span_text(&was, j, j->base, agent, date);
    span_text(&is, j, j->edited, agent, date);
    if (j->as_json) {
        text_printf(j->out,
                    "%s\n    {\"agent\": \"%s\", \"date\": \"%s\", \"was\": \"%s\", "
                    "\"is\": \"%s\"",
                    j->n > 0 ? "," : "", j->plan->agents[agent].id, date_format(iso, date),
                    was.bytes, is.bytes);
        json_number(j, "cost", cost);
        json_number(j, "hours_short", missing);
        json_number(j, "hours_over", over);
        text_add(j->out, ", \"breaks\": [");
        say_faults(j, diags);
        text_add(j->out, "]}");
    } else {
        text_printf(j->out, "  %s %s  %s -> %s%s: cost %s, %s h short, %s h over\n",
                    j->plan->agents[agent].id, day_text(day, date), was.bytes, is.bytes,
                    strcmp(was.bytes, is.bytes) == 0 ? " (pauses)" : "", signed_text(n[0], cost, 2),
                    signed_text(n[1], missing, 1), signed_text(n[2], over, 1));
        say_faults(j, diags);
    }
    j->n++;
    text_free(&was);
    text_free(&is);
}

static enum status judge_day(struct judge *j, int agent, int32_t date)
{
    struct check_result check;
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct roster roster = with_edit(j, agent, date, arena);
    enum status status = check_roster(&check, j->plan, j->requirement, &roster, arena, diags);
    if (status == OK)
        say_edit(j, agent, date, &check, diags);
    diags_free(diags);
    arena_free(arena);
    return status;
}

static enum status judge_days(struct judge *j, struct arena *arena)
{
    const struct horizon *horizon = &j->base->horizon;
    struct roster run = *j->base;
    run.value = run.bound = run.gap = NAN;
    TRY(check_roster(&j->as_is, j->plan, j->requirement, &run, arena, j->before));
    for (int a = 0; a < j->plan->n_agents; a++)
        for (int d = 0; d < horizon->n_days; d++)
            if (!same_day(j, a, horizon->first + d))
                TRY(judge_day(j, a, horizon->first + d));
    return OK;
}

enum status edits_say(struct text *out, bool as_json, const struct plan *plan,
                      const struct requirement *requirement, const struct roster *base,
                      const struct roster *edited)
{
    struct arena *arena = arena_new();
    struct judge j = {.plan = plan,
                      .requirement = requirement,
                      .base = base,
                      .edited = edited,
                      .before = diags_new(),
                      .out = out,
                      .as_json = as_json};
    text_add(out, as_json ? ",\n  \"edits\": [" : "Edits, each alone against the run:\n");
    enum status status = judge_days(&j, arena);
    if (as_json)
        text_add(out, "]");
    else if (j.n == 0)
        text_add(out, "  none\n");
    diags_free(j.before);
    arena_free(arena);
    return status;
}
