/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.c - JSON written from the top; a member a line, rows of tables on one line.
 *
 * Money and hours are rounded to the thousandth, shares to the millionth, so that a reader of the
 * file is not shown the noise of sums; value and bound are written to the last bit, since verify
 * compares the value. */
#include "cli/summary.h"

#include <math.h>

#include "io/doc.h"

/* Begins "name": with the comma that is due. */
static void name(struct text *out, const char *s)
{
    char before = out->n > 0 ? out->bytes[out->n - 1] : '{';
    if (before != '{' && before != '[')
        text_add(out, ", ");
    doc_print_string(out, s);
    text_add(out, ": ");
}

/* The same on a line of its own, two spaces in. */
static void line(struct text *out, const char *s)
{
    char before = out->n > 0 ? out->bytes[out->n - 1] : '{';
    text_add(out, before == '{' ? "\n  " : ",\n  ");
    doc_print_string(out, s);
    text_add(out, ": ");
}

static void value(struct text *out, double number, double unit)
{
    if (!isfinite(number))
        text_add(out, "null");
    else
        doc_print_number(out, unit > 0 ? round(number * unit) / unit + 0.0 : number);
}

static void member(struct text *out, const char *s, double number, double unit)
{
    name(out, s);
    value(out, number, unit);
}

static void line_number(struct text *out, const char *s, double number, double unit)
{
    line(out, s);
    value(out, number, unit);
}

static void line_string(struct text *out, const char *s, const char *string)
{
    line(out, s);
    doc_print_string(out, string);
}

static void line_bool(struct text *out, const char *s, bool yes)
{
    line(out, s);
    text_add(out, yes ? "true" : "false");
}

static void stamp(struct text *out, const struct plan *plan, const struct planned *planned,
                  int slot)
{
    char text[STAMP_TEXT];
    const struct grid *grid = &planned->horizon.grid;
    doc_print_string(out,
                     tz_format(text, plan->site.zone, grid->begin + (int64_t)slot * grid->slot_s));
}

/* Members of a span, without braces. */
static void span(struct text *out, const struct plan *plan, const struct planned *planned,
                 const struct span_figures *figures)
{
    member(out, "contacts", figures->calls, 1e3);
    member(out, "service_level", figures->service_level, 1e6);
    member(out, "hours_need", figures->hours_need, 1e3);
    member(out, "hours_given", figures->hours_given, 1e3);
    member(out, "hours_short", figures->hours_short, 1e3);
    member(out, "hours_over", figures->hours_over, 1e3);
    member(out, "shifts", figures->n_shifts, 1);
    member(out, "nights", figures->n_nights, 1);
    name(out, "worst");
    if (figures->worst_slot < 0) {
        text_add(out, "null");
        return;
    }
    text_add(out, "{\"start\": ");
    stamp(out, plan, planned, figures->worst_slot);
    name(out, "queue");
    doc_print_string(out, plan->queues[figures->worst_queue].id);
    member(out, "need", figures->worst_need, 1e3);
    member(out, "given", figures->worst_given, 1e3);
    text_add_char(out, '}');
}

static void days(struct text *out, const struct plan *plan, const struct planned *planned,
                 const struct figures *figures)
{
    line(out, "days");
    text_add_char(out, '[');
    for (int d = 0; d < figures->n_days; d++) {
        char date[DATE_TEXT];
        text_printf(out, "%s\n    {\"date\": \"%s\"", d > 0 ? "," : "",
                    date_format(date, planned->horizon.first + d));
        span(out, plan, planned, &figures->day[d]);
        text_add_char(out, '}');
    }
    text_add(out, "\n  ]");
}

static void cost(struct text *out, const struct roster *roster, const struct figures *figures)
{
    line_number(out, "value", roster->value, 0);
    line_number(out, "bound", roster->bound, 0);
    line_number(out, "gap", roster->gap, 1e6);
    line_number(out, "gap_value", figures->gap_value, 1e3);
    line_number(out, "gap_hours", figures->gap_hours, 1e3);
    line_number(out, "forced", roster->forced, 1e3);
    line_number(out, "week_wages", roster->week_wages, 1e3);
    line(out, "cost");
    text_add_char(out, '{');
    member(out, "short", roster->cost_short, 1e3);
    member(out, "over", roster->cost_surplus, 1e3);
    member(out, "duty", roster->cost_duty, 1e3);
    member(out, "hours", roster->cost_hours, 1e3);
    member(out, "premium", roster->cost_premium, 1e3);
    name(out, "premium_by");
    text_add_char(out, '{');
    for (int p = 0; p < N_PREMIUMS; p++)
        member(out, premium_names[p], figures->premium[p], 1e3);
    text_add_char(out, '}');
    member(out, "wishes", roster->cost_wishes, 1e3);
    member(out, "training", roster->cost_training, 1e3);
    member(out, "uneven", roster->cost_uneven, 1e3);
    member(out, "care", roster->cost_care, 1e3);
    text_add_char(out, '}');
}

static void prices(struct text *out, const struct planned *planned)
{
    const struct planned_price *of[3] = {&planned->at_half, &planned->at_once, &planned->at_double};
    line(out, "price_of_a_missing_hour");
    text_add_char(out, '[');
    int n = 0;
    for (int i = 0; i < 3; i++) {
        if (!of[i]->is_known)
            continue;
        text_printf(out, "%s\n    {", n++ > 0 ? "," : "");
        member(out, "factor", of[i]->factor, 0);
        member(out, "service_level", of[i]->service_level, 1e6);
        member(out, "hours_short", of[i]->hours_short, 1e3);
        member(out, "hours_over", of[i]->hours_surplus, 1e3);
        member(out, "hours_above_least", of[i]->cost_hours, 1e3);
        member(out, "premiums_and_wishes", of[i]->cost_people, 1e3);
        member(out, "cost", of[i]->cost, 1e3);
        text_add_char(out, '}');
    }
    text_add(out, n > 0 ? "\n  ]" : "]");
}

static void shorts(struct text *out, const struct plan *plan, const struct planned *planned,
                   const struct figures *figures)
{
    line(out, "short");
    text_add_char(out, '[');
    for (int i = 0; i < figures->n_shorts; i++) {
        const struct short_span *s = &figures->shorts[i];
        text_printf(out, "%s\n    {\"start\": ", i > 0 ? "," : "");
        stamp(out, plan, planned, s->from);
        name(out, "end");
        stamp(out, plan, planned, s->to);
        name(out, "queue");
        doc_print_string(out, plan->queues[s->queue].id);
        member(out, "hours", s->hours, 1e3);
        member(out, "most", s->most, 1e3);
        member(out, "worth_per_hour", s->worth_per_h, 1e3);
        name(out, "why");
        doc_print_string(out, short_reason_names[s->reason]);
        text_add_char(out, '}');
    }
    text_add(out, figures->n_shorts > 0 ? "\n  ]" : "]");
}

static void fairness(struct text *out, const struct plan *plan, const struct evenness *even,
                     int n_even)
{
    line(out, "fairness");
    text_add_char(out, '[');
    for (int i = 0; i < n_even; i++) {
        const struct evenness *s = &even[i];
        const struct agent *agent = &plan->agents[s->first_agent];
        text_printf(out, "%s\n    {\"team\": ", i > 0 ? "," : "");
        doc_print_string(out, agent->team ? agent->team : "");
        name(out, "contract");
        doc_print_string(out, plan->contracts[agent->contract].id);
        name(out, "role");
        doc_print_string(out, role_names[agent->role]);
        name(out, "profile");
        doc_print_string(out, profile_names[agent->profile]);
        name(out, "balance");
        doc_print_string(out, balance_names[s->balance]);
        member(out, "people", s->n_people, 1);
        member(out, "least", s->least, 1e3);
        member(out, "median", s->median, 1e3);
        member(out, "most", s->most, 1e3);
        member(out, "mean", s->mean, 1e3);
        member(out, "gini", s->gini, 1e3);
        text_add_char(out, '}');
    }
    text_add(out, n_even > 0 ? "\n  ]" : "]");
}

/* Only where training.csv asks for anything. */
static void training(struct text *out, const struct plan *plan,
                     const struct training_figures *figures)
{
    if (plan->n_trainings == 0)
        return;
    line(out, "training");
    text_add_char(out, '[');
    for (int i = 0; i < plan->n_trainings; i++) {
        const struct training_figures *of = &figures[i];
        char by[DATE_TEXT];
        text_printf(out, "%s\n    {\"session\": ", i > 0 ? "," : "");
        doc_print_string(out, plan->trainings[i].id);
        text_printf(out, ", \"by\": \"%s\"", date_format(by, plan->trainings[i].by));
        member(out, "asked", of->n_asked, 1);
        member(out, "attend", of->n_attend, 1);
        member(out, "held", of->n_sessions, 1);
        name(out, "missing");
        text_add_char(out, '[');
        for (int k = 0; k < of->n_asked - of->n_attend; k++) {
            text_add(out, k > 0 ? ", " : "");
            doc_print_string(out, plan->agents[of->missing[k]].id);
        }
        text_add(out, "]}");
    }
    text_add(out, "\n  ]");
}

/* The rules that the score counts, and what all people together are beyond each. */
static void wellbeing(struct text *out, const struct plan *plan, const struct wellbeing *scores)
{
    double least = 100, sum = 0, units[N_WELLBEING] = {0};
    for (int a = 0; a < plan->n_agents; a++) {
        sum += scores[a].score;
        least = fmin(least, scores[a].score);
        for (int k = 0; k < N_WELLBEING; k++)
            units[k] += scores[a].units[k];
    }
    line(out, "wellbeing");
    text_add_char(out, '{');
    name(out, "note");
    doc_print_string(out, "100 less points for each unit beyond good practice; no official index");
    member(out, "mean", sum / plan->n_agents, 1e3);
    member(out, "least", least, 1e3);
    name(out, "rules");
    text_add_char(out, '[');
    for (int k = 0; k < N_WELLBEING; k++) {
        const struct wellbeing_rule *rule = &wellbeing_rules[k];
        text_printf(out, "%s\n    {\"rule\": \"%s\"", k > 0 ? "," : "", rule_defs[rule->id].name);
        member(out, "value", rule->value, 1e3);
        member(out, "points", rule->points, 1e3);
        member(out, "units", units[k], 1e3);
        name(out, "source");
        doc_print_string(out, rule->source);
        text_printf(out, ", \"certainty\": \"%c\"}", rule->certainty);
    }
    text_add(out, "\n  ]}");
}

/* When days begin, how long slots are, what a night is: what it takes to read the files alone. */
static void clock_range(struct text *out, const struct plan *plan)
{
    const struct rule *rule = plan->rules.rule;
    line(out, "day_starts");
    text_printf(out, "\"%02d:%02d\"", plan->site.day_starts_min / 60,
                plan->site.day_starts_min % 60);
    line_number(out, "slot_min", plan->site.slot_min, 1);
    line(out, "night");
    text_add_char(out, '{');
    member(out, "from_h", rule[RULE_NIGHT_FROM].value, 1e6);
    member(out, "to_h", rule[RULE_NIGHT_TO].value, 1e6);
    member(out, "least_h", rule[RULE_NIGHT_LEAST].value, 1e6);
    text_add_char(out, '}');
}

void summary_print(struct text *out, const struct plan *plan, const struct planned *planned,
                   const struct figures *figures)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    const struct horizon *horizon = &planned->horizon;
    text_add_char(out, '{');
    line_number(out, "schema", SUMMARY_SCHEMA, 1);
    line_string(out, "site", plan->site.id);
    line_string(out, "zone", tz_name(plan->site.zone));
    line_string(out, "currency", plan->site.currency);
    line_string(out, "from", date_format(from, horizon->first));
    line_string(out, "to", date_format(to, horizon->first + horizon->n_days - 1));
    clock_range(out, plan);
    line_bool(out, "reproducible", planned->roster.reproducible);
    if (planned->notice_days > 0)
        line_number(out, "notice_days", planned->notice_days, 1);
    line_number(out, "rules_broken", planned->check.n_broken, 1);
    cost(out, &planned->roster, figures);
    line_number(out, "people", figures->n_people_working, 1);
    line_number(out, "paid_hours", figures->paid_hours, 1e3);
    line(out, "week");
    text_add_char(out, '{');
    span(out, plan, planned, &figures->week);
    text_add_char(out, '}');
    days(out, plan, planned, figures);
    prices(out, planned);
    shorts(out, plan, planned, figures);
    training(out, plan, figures->training);
    fairness(out, plan, figures->even, figures->n_even);
    wellbeing(out, plan, figures->wellbeing);
    text_add(out, "\n}\n");
}

void summary_closed(struct text *out, const struct plan *plan, const struct closed *closed,
                    const struct evenness *even, int n_even)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    text_add_char(out, '{');
    line_number(out, "schema", SUMMARY_SCHEMA, 1);
    line_string(out, "site", plan->site.id);
    line_string(out, "from", date_format(from, closed->first));
    line_string(out, "to", date_format(to, closed->last));
    line_number(out, "people", closed->n_ledger, 1);
    line_number(out, "shifts_planned", closed->n_planned, 1);
    line_number(out, "shifts_worked", closed->n_worked, 1);
    line_number(out, "missed", closed->n_missed, 1);
    line_number(out, "swapped", closed->n_swapped, 1);
    line_number(out, "late_changes", closed->n_late, 1);
    line_number(out, "hours_planned", closed->hours_planned, 1e3);
    line_number(out, "hours_beyond", closed->hours_extra, 1e3);
    line_number(out, "hours_lost", closed->hours_lost, 1e3);
    line_number(out, "shrinkage", closed->hours_lost / closed->hours_planned, 1e6);
    line_number(out, "shrinkage_assumed", closed->hours_assumed / closed->hours_planned, 1e6);
    fairness(out, plan, even, n_even);
    text_add(out, "\n}\n");
}
