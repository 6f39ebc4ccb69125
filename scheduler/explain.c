/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.c - a smallest set of reasons by a deletion filter.
 *
 * All that binds an agent is a set of reasons (build.h).  One after another is left out; where the
 * agent still has no week without it, it stays out.  What remains cannot hold together, and would
 * without any one of them.  Another conflict may lie behind it: what repair.c offers is tried with
 * everything else as it is.  What a planner changes most easily (leave, then the
 * contract) is tried last, so that it is named where there is a choice.  "No week" is asked of the
 * pricing: least cost of a tour when everything allowed is free. */
#include "scheduler/explain.h"

#include <string.h>

#include "base/text.h"
#include "scheduler/build_part.h"
#include "scheduler/repair.h"

/* Reasons in the order in which they are left out; -1 ends.  Only those that bind this agent. */
int *explain_reasons(const struct build *b, int agent)
{
    int *list = ARENA_ARRAY(b->arena, int, n_reasons(b->plan) + 1), n = 0;
    static const int early[] = {REASON_LEDGER,    REASON_TEAM,    REASON_EMPLOYED,
                                REASON_DAY_HOURS, REASON_SHUTTLE, REASON_PATTERN};
    for (size_t i = 0; i < sizeof early / sizeof *early; i++)
        list[n++] = early[i];
    if (b->locks)
        list[n++] = REASON_KEPT;
    for (int id = 0; id < N_RULES; id++)
        if (rule_in_force(build_rules(b->plan, agent), (enum rule_id)id))
            list[n++] = REASON_RULE + id;
    list[n++] = REASON_HOURS;
    list[n++] = REASON_DAYS;
    for (int k = b->leaves.first[agent]; k < b->leaves.first[agent + 1]; k++)
        list[n++] = reason_of_leave(b->leaves.row[k]);
    list[n] = -1;
    return list;
}

static void say_range(struct text *text, double lo, double hi, const char *unit)
{
    if (lo < hi)
        text_printf(text, "%g to %g %s", lo, hi, unit);
    else
        text_printf(text, "%g %s", hi, unit);
}

static void say_contract(struct text *text, const struct contract *c, int reason)
{
    text_printf(text, "contract %s: ", c->id);
    if (reason == REASON_DAYS)
        say_range(text, c->days_week[0], c->days_week[1], "days a week");
    else if (reason == REASON_HOURS)
        say_range(text, c->hours_week[0], c->hours_week[1], "hours a week");
    else
        say_range(text, c->hours_day[0], c->hours_day[1], "hours a day");
}

static void say_ledger(struct text *text, const struct build *b, int agent)
{
    const struct ledger_entry *entry = build_ledger(b, agent);
    char stamp[STAMP_TEXT];
    text_add(text, "the ledger:");
    if (entry->last_shift_end != NO_TIME)
        text_printf(text, " last shift to %s,",
                    tz_format(stamp, b->plan->site.zone, entry->last_shift_end));
    text_printf(text, " %d days and %d nights in a row", entry->run_days, entry->run_nights);
}

static void say_rule(struct text *text, const struct rule *rule, int id)
{
    text_printf(text, "%s %g (%s%s%s)", rule_defs[id].name, rule->value,
                rule->pack ? rule->pack : "site", rule->article ? ", " : "",
                rule->article ? rule->article : "");
}

static void say_leave(struct text *text, const struct build *b, const struct leave *leave)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    text_printf(text, "%s %s", leave_kind_names[leave->kind], date_format(from, leave->from));
    if (leave->to != leave->from)
        text_printf(text, " to %s", date_format(to, leave->to));
    if (leave->kind == LEAVE_FIXED)
        text_printf(text, ", shift %s", b->plan->shifts[leave->shift].id);
    /* classes of new hires stand in agents.csv */
    const char *slash = leave->at.file ? strrchr(leave->at.file, '/') : NULL;
    if (leave->at.line > 0)
        text_printf(text, " (%s line %d)",
                    slash            ? slash + 1
                    : leave->at.file ? leave->at.file
                                     : "leave.csv",
                    leave->at.line);
}

static void say_employed(struct text *text, const struct agent *agent)
{
    char date[DATE_TEXT];
    text_add(text, "employed");
    if (agent->from != NO_DATE)
        text_printf(text, " from %s", date_format(date, agent->from));
    if (agent->to != NO_DATE)
        text_printf(text, " to %s", date_format(date, agent->to));
}

void explain_say_reason(struct text *text, const struct build *b, int agent, int reason)
{
    const struct agent *who = &b->plan->agents[agent];
    if (reason >= REASON_RULE + N_RULES)
        say_leave(text, b, &b->plan->leaves[reason - REASON_RULE - N_RULES]);
    else if (reason >= REASON_RULE)
        say_rule(text, &build_rules(b->plan, agent)->rule[reason - REASON_RULE],
                 reason - REASON_RULE);
    else if (reason == REASON_LEDGER)
        say_ledger(text, b, agent);
    else if (reason == REASON_EMPLOYED)
        say_employed(text, who);
    else if (reason == REASON_PATTERN)
        text_add(text, "the days of agents.csv");
    else if (reason == REASON_SHUTTLE)
        text_add(text, "starts at night at which no shuttle comes");
    else if (reason == REASON_KEPT)
        text_add(text, "the days that stay as they were");
    else if (reason == REASON_TEAM)
        text_printf(text, "shifts that are for other teams than '%s'", who->team);
    else
        say_contract(text, &b->plan->contracts[who->contract], reason);
}

/* For each reason of the conflict the smallest change that does, where one is known. */
static void say_repairs(struct text *out, const struct build *b, const struct break_model *breaks,
                        int agent, const int *reasons, const bool *binding, int row)
{
    for (int i = 0; reasons[i] >= 0; i++) {
        struct text one = {0};
        if (binding[reasons[i]] && repair_say(&one, b, breaks, agent, reasons[i], row))
            text_printf(out, "%s%s", out->n > 0 ? ", or " : "", one.bytes);
        text_free(&one);
    }
    if (out->n == 0 && row == ANY_ROW)
        repair_say_none_owed(out, b, breaks, agent);
}

/* Reasons that keep the agent from any week, or from duty in a row: a smallest set, by leaving out
 * one after another; and what would do. */
static int say_conflict(struct text *out, struct text *repairs, const struct build *b,
                        const struct break_model *breaks, int agent, int row)
{
    int *reasons = explain_reasons(b, agent), n = 0;
    bool *binding = ARENA_ARRAY(b->arena, bool, n_reasons(b->plan));
    for (int i = 0; reasons[i] >= 0; i++)
        binding[reasons[i]] = true;
    for (int i = 0; reasons[i] >= 0; i++) {
        binding[reasons[i]] = false;
        binding[reasons[i]] = repair_has_week(b, breaks, agent, binding, row);
    }
    for (int i = 0; reasons[i] >= 0; i++) {
        if (!binding[reasons[i]])
            continue;
        text_add(out, n++ > 0 ? "; " : "");
        explain_say_reason(out, b, agent, reasons[i]);
    }
    say_repairs(repairs, b, breaks, agent, reasons, binding, row);
    return n;
}

static void explain(const struct build *b, const struct break_model *breaks, int agent,
                    struct diags *diags)
{
    char date[DATE_TEXT];
    struct text text = {0}, repairs = {0};
    int n = say_conflict(&text, &repairs, b, breaks, agent, ANY_ROW);
    diag_error(diags, &b->plan->agents[agent].at,
               "agent %s has no legal roster from %s with the shifts offered: %s %s%s%s",
               b->plan->agents[agent].id, date_format(date, b->horizon->first),
               text.n > 0 ? text.bytes : "nothing", n > 1 ? "cannot hold together" : "cannot hold",
               repairs.n > 0 ? "; what would do: " : "", repairs.n > 0 ? repairs.bytes : "");
    text_free(&repairs);
    text_free(&text);
}

int explain_infeasible(const struct build *build, struct diags *diags)
{
    struct break_model *breaks = break_model_new(&build->problem);
    int n = 0;
    for (int a = 0; a < build->problem.n_people; a++) {
        if (repair_has_week(build, breaks, a, NULL, ANY_ROW))
            continue;
        explain(build, breaks, a, diags);
        n++;
    }
    break_model_free(breaks);
    return n;
}

static void explain_bent_agent(const struct build *b, const struct break_model *breaks, int agent,
                               struct diags *diags)
{
    struct text text = {0}, repairs = {0};
    bool *all = ARENA_ARRAY(b->arena, bool, n_reasons(b->plan));
    for (int i = 0; i < n_reasons(b->plan); i++)
        all[i] = true;
    if (repair_has_week(b, breaks, agent, all, ANY_ROW))
        text_add(&text, "a shift that stays is none that shifts.csv offers");
    else if (say_conflict(&text, &repairs, b, breaks, agent, ANY_ROW) > 1)
        text_add(&text, " cannot hold together");
    else
        text_add(&text, " cannot hold");
    diag_warning(diags, &b->plan->agents[agent].at,
                 "agent %s: %s; the days that stay are kept all the same%s%s",
                 b->plan->agents[agent].id, text.bytes, repairs.n > 0 ? "; what would do: " : "",
                 repairs.n > 0 ? repairs.bytes : "");
    text_free(&repairs);
    text_free(&text);
}

void explain_bent(const struct build *b, struct diags *diags)
{
    struct break_model *breaks = break_model_new(&b->problem);
    for (int a = 0; b->bends && a < b->problem.n_people; a++)
        if (b->bends[a])
            explain_bent_agent(b, breaks, a, diags);
    break_model_free(breaks);
}

/* Quarters of people that the tours bring to side post k in a row. */
static int present_q(const struct build *b, const struct tour *tours, int k, int row)
{
    int quarters = 0;
    for (int a = 0; a < b->problem.n_people; a++)
        for (int day = 0; day < b->problem.n_days; day++) {
            int32_t i = tours[a].choice[day];
            if (i < 0)
                continue;
            const struct choice *c = &b->problem.choices[i];
            if (row >= c->first_row && row < c->first_row + c->n_rows)
                quarters += problem_side_q(&b->problem, b->problem.people[a].group, k, row);
        }
    return quarters;
}

/* Whether all who count there and may come are fewer than needed: then the conflicts of the others.
 * No more than MOST_NAMED of them. */
#define MOST_NAMED 4
static void explain_post(const struct build *b, const struct break_model *breaks, int k, int row,
                         struct diags *diags)
{
    double need = duty_post_need(b->plan, &b->duty[k], b->requirement, row), able = 0;
    int *unable = ARENA_ARRAY(b->arena, int, b->problem.n_people + 1), n = 0;
    for (int a = 0; a < b->problem.n_people && able < need; a++) {
        int quarters = problem_side_q(&b->problem, b->problem.people[a].group, k, row);
        if (quarters <= 0)
            continue;
        if (repair_has_week(b, breaks, a, NULL, row))
            able += quarters / 4.0;
        else
            unable[n++] = a;
    }
    if (able >= need)
        return;
    struct text text = {0};
    for (int i = 0; i < n && i < MOST_NAMED; i++) {
        struct text why = {0}, repairs = {0};
        say_conflict(&why, &repairs, b, breaks, unable[i], row);
        text_printf(&text, "; %s: %s%s%s", b->plan->agents[unable[i]].id,
                    why.n > 0 ? why.bytes : "no shift offered reaches it",
                    repairs.n > 0 ? "; what would do: " : "", repairs.n > 0 ? repairs.bytes : "");
        text_free(&why);
        text_free(&repairs);
    }
    if (n > MOST_NAMED)
        text_printf(&text, "; and %d more", n - MOST_NAMED);
    char stamp[STAMP_TEXT];
    int64_t start = b->horizon->grid.begin + (int64_t)row * b->horizon->grid.slot_s;
    diag_warning(diags, NULL, "%s: no roster brings the %.4g needed on %s, %.4g may be there%s",
                 post_kind_names[b->duty[k].kind], need,
                 tz_format(stamp, b->plan->site.zone, start), able,
                 text.n > 0 ? text.bytes : "; nobody has the role");
    text_free(&text);
}

static bool needs_people(enum post_kind kind)
{
    return kind == POST_LEADER || kind == POST_SENIOR || kind == POST_COMPANY;
}

/* The row of the work date where most people lack at side post k, -1: nowhere. */
static int worst_row(const struct build *b, const struct tour *tours, int k, int day)
{
    const struct grid *grid = &b->horizon->grid;
    int from = (int)grid_slot(grid, b->horizon->begin[day]), worst = -1;
    int to = (int)grid_slot(grid, b->horizon->begin[day + 1]);
    double most = 1e-9;
    for (int row = from; row < to; row++) {
        double need = duty_post_need(b->plan, &b->duty[k], b->requirement, row);
        double lack = need > 0 ? need - present_q(b, tours, k, row) / 4.0 : 0;
        worst = lack > most ? row : worst;
        most = lack > most ? lack : most;
    }
    return worst;
}

void explain_scarce(const struct build *b, const struct tour *tours, struct diags *diags)
{
    struct break_model *breaks = break_model_new(&b->problem);
    for (int k = 0; k < b->n_duty; k++)
        for (int day = 0; day < b->problem.n_days && needs_people(b->duty[k].kind); day++) {
            int row = worst_row(b, tours, k, day);
            if (row >= 0)
                explain_post(b, breaks, k, row, diags);
        }
    break_model_free(breaks);
}
