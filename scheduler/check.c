/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.c - is a roster right?  Written from the plan's rules alone: no file of the solver is
 * included, and nothing that it computed is believed.
 *
 * check_duty.c  each shift: dates, start, length, pauses, queues, hours a day
 * check_week.c  each agent: leave, fixed shifts, overlaps, contract
 * check_rules.c each agent: working-time rules by kind
 * check_team.c  each team: how many are away at once
 * check_cover.c people against need: exact transport, convex prices
 * check_posts.c leaders, company, guides, seats
 * check_training.c sessions within shifts
 * check_pay.c   what a shift earns, minute by minute
 * check_money.c premiums, wishes, and the figures that the roster claims
 *
 * Every broken rule is one error, in words that name agent, date and figures; a warning where the
 * agent's days were kept against rules (roster.bends). */
#include "scheduler/check.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "scheduler/check_part.h"

static struct place place_of(const struct check *c, int agent, int duty)
{
    struct place at = {0};
    if (!c->roster->duty_at || c->roster->n_duties == 0)
        return at;
    if (duty < 0 && agent >= 0 && c->first_of[agent] < c->first_of[agent + 1])
        duty = c->order[c->first_of[agent]];
    if (duty >= 0)
        return c->roster->duty_at[duty];
    at.file = c->roster->duty_at[0].file;
    return at;
}

void check_fault(struct check *check, int agent, int duty, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct place at = place_of(check, agent, duty);
    if (agent >= 0 && check->roster->bends && check->roster->bends[agent]) {
        diag_warning(check->diags, at.file ? &at : NULL, "%s", message);
        return;
    }
    diag_error(check->diags, at.file ? &at : NULL, "%s", message);
    check->out->n_broken++;
}

const char *check_stamp(const struct check *check, int64_t instant)
{
    char text[STAMP_TEXT];
    return arena_strdup(check->arena, tz_format(text, check->plan->site.zone, instant));
}

const char *check_date(const struct check *check, int32_t date)
{
    char text[DATE_TEXT];
    return arena_strdup(check->arena, date_format(text, date));
}

const char *check_agent(const struct check *check, int agent)
{
    return check->plan->agents[agent].id;
}

int check_leave(const struct check *check, int agent, int32_t date, bool fixed)
{
    for (int k = check->leave_first[agent]; k < check->leave_first[agent + 1]; k++) {
        const struct leave *leave = &check->plan->leaves[check->leave_row[k]];
        if (leave->from <= date && date <= leave->to && leave->status == LEAVE_APPROVED &&
            fixed == (leave->kind == LEAVE_FIXED))
            return check->leave_row[k];
    }
    return -1;
}

bool check_employed(const struct check *check, int agent, int32_t date)
{
    const struct agent *a = &check->plan->agents[agent];
    return !(a->from != NO_DATE && date < a->from) && !(a->to != NO_DATE && date > a->to);
}

const struct rule_set *check_rules(const struct check *check, int agent)
{
    const struct rule_set *own = check->plan->agents[agent].rules;
    return own ? own : &check->plan->rules;
}

/* Sorting needs the duties; they are read only, so the key carries what it compares. */
struct duty_key {
    int agent, duty;
    int64_t start;
};

static int by_agent_then_start(const void *left, const void *right)
{
    const struct duty_key *a = left, *b = right;
    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->duty < b->duty ? -1 : 1;
}

static void sort_duties(struct check *c)
{
    int n = c->roster->n_duties;
    struct duty_key *key = ARENA_ARRAY(c->arena, struct duty_key, n + 1);
    for (int i = 0; i < n; i++) {
        const struct duty *duty = &c->roster->duty[i];
        assert(duty->agent >= 0 && duty->agent < c->plan->n_agents);
        assert(duty->shift >= 0 && duty->shift < c->plan->n_shifts);
        key[i] = (struct duty_key){.agent = duty->agent, .duty = i, .start = duty->start};
    }
    qsort(key, (size_t)n, sizeof *key, by_agent_then_start);
    c->order = ARENA_ARRAY(c->arena, int, n + 1);
    c->first_of = ARENA_ARRAY(c->arena, int, c->plan->n_agents + 1);
    for (int i = 0, agent = 0; agent <= c->plan->n_agents; agent++) {
        while (i < n && key[i].agent < agent)
            i++;
        c->first_of[agent] = i;
    }
    for (int i = 0; i < n; i++)
        c->order[i] = key[i].duty;
}

static void index_days(struct check *c)
{
    int n_days = c->horizon->n_days;
    c->duty_on = ARENA_ARRAY(c->arena, int, c->plan->n_agents *n_days + 1);
    for (int i = 0; i < c->plan->n_agents * n_days; i++)
        c->duty_on[i] = -1;
    for (int i = c->roster->n_duties - 1; i >= 0; i--) {
        const struct duty *duty = &c->roster->duty[c->order[i]];
        int32_t day = duty->work_date - c->horizon->first;
        if (day >= 0 && day < n_days)
            c->duty_on[duty->agent * n_days + day] = c->order[i];
    }
}

static void index_rows(struct check *c)
{
    const struct plan *plan = c->plan;
    c->leave_first = ARENA_ARRAY(c->arena, int, plan->n_agents + 1);
    c->leave_row = ARENA_ARRAY(c->arena, int, plan->n_leaves + 1);
    int *fill = ARENA_ARRAY(c->arena, int, plan->n_agents + 1);
    for (int i = 0; i < plan->n_leaves; i++)
        c->leave_first[plan->leaves[i].agent + 1]++;
    for (int a = 0; a < plan->n_agents; a++) {
        c->leave_first[a + 1] += c->leave_first[a];
        fill[a] = c->leave_first[a];
    }
    for (int i = 0; i < plan->n_leaves; i++)
        c->leave_row[fill[plan->leaves[i].agent]++] = i;
    c->ledger = ARENA_ARRAY(c->arena, const struct ledger_entry *, plan->n_agents + 1);
    for (int i = 0; i < plan->n_ledger; i++)
        if (plan->ledger[i].until < c->horizon->first)
            c->ledger[plan->ledger[i].agent] = &plan->ledger[i];
}

void check_prepare(struct check *check)
{
    sort_duties(check);
    index_days(check);
    index_rows(check);
}

enum status check_roster(struct check_result *out, const struct plan *plan,
                         const struct requirement *requirement, const struct roster *roster,
                         struct arena *arena, struct diags *diags)
{
    *out = (struct check_result){0};
    struct check check = {.plan = plan,
                          .requirement = requirement,
                          .roster = roster,
                          .horizon = &roster->horizon,
                          .out = out,
                          .arena = arena,
                          .diags = diags};
    const struct grid *mine = &roster->horizon.grid, *needed = &requirement->grid;
    if (mine->begin != needed->begin || mine->slot_s != needed->slot_s ||
        mine->n_slots != needed->n_slots || requirement->n_queues != plan->n_queues) {
        diag_error(diags, NULL,
                   "the roster's slots and those of the requirement are not the same span");
        return ERR_DATA;
    }
    check_prepare(&check);
    check_duties(&check);
    check_weeks(&check);
    check_teams(&check);
    check_cover(&check);
    check_posts(&check);
    check_training(&check);
    check_money(&check);
    return OK;
}
