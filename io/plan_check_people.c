/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_check_people.c - agents, leave, wishes and ledger against one another and the catalogue. */
#include <stdlib.h>
#include <string.h>

#include "io/plan_check.h"

/* ---- agents ---- */

static bool is_wanted(const struct plan *plan, int skill)
{
    for (int q = 0; q < plan->n_queues; q++)
        if (plan->queues[q].skill == skill)
            return true;
    return false;
}

/* Skills that no queue asks for, once each, at the first agent who has it and is there to serve. */
static void warn_idle_skills(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    bool *told = ARENA_ARRAY(reading->arena, bool, plan->n_skills + 1);
    const char **wanted = ARENA_ARRAY(reading->arena, const char *, plan->n_skills + 1);
    int n = 0;
    for (int s = 0; s < plan->n_skills; s++)
        if (is_wanted(plan, s))
            wanted[n++] = plan->skills[s];
    if (reading->index[TABLE_QUEUES].is_partial)
        return;
    for (int a = 0; a < plan->n_agents; a++)
        for (int i = 0; i < plan->agents[a].n_skills && plan->agents[a].role <= ROLE_SENIOR; i++) {
            int skill = plan->agents[a].skills[i].skill;
            if (skill < 0 || told[skill] || is_wanted(plan, skill))
                continue;
            told[skill] = true;
            struct place at = cell_place(reading, TABLE_AGENTS, &plan->agents[a], "skills");
            diag_warning(reading->diags, &at, "no queue asks for skill '%s'%s", plan->skills[skill],
                         text_hint(reading->arena, plan->skills[skill], wanted, n));
        }
}

/* Somebody has the role `least` or a higher one; analysts lead nobody. */
static bool has_role(const struct plan *plan, enum role least)
{
    for (int a = 0; a < plan->n_agents; a++)
        if (plan->agents[a].role >= least && plan->agents[a].role != ROLE_ANALYST)
            return true;
    return false;
}

/* A figure of "policy" that asks for people nobody is. */
static void report_policy(struct reading *reading, const char *key, const char *what)
{
    const struct doc_node *policy = doc_find(reading->doc->root, tables[TABLE_POLICY].name);
    const struct doc_node *figure = policy ? doc_find(policy, key) : NULL;
    diag_error(reading->diags, figure ? &figure->at : NULL, "policy.%s asks for %s", key, what);
}

/* What is asked for on duty can be had. */
static void check_spans(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    if (reading->index[TABLE_AGENTS].is_partial)
        return;
    if (plan->policy.leader_span > 0 && !has_role(plan, ROLE_LEADER))
        report_policy(reading, "leader_span",
                      "a leader, but nobody in agents.csv has role leader or supervisor");
    if (plan->policy.night_senior_span > 0 && !has_role(plan, ROLE_SENIOR))
        report_policy(reading, "night_senior_span",
                      "a senior, but nobody in agents.csv has role senior, leader or supervisor");
}

static void check_tenure(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    for (int i = 0; i < plan->n_tenure; i++)
        for (int k = 0; k < i; k++)
            if (plan->tenure[i].from_day == plan->tenure[k].from_day)
                REPORT(reading, TABLE_TENURE, &plan->tenure[i], "from_day",
                       "stages '%s' and '%s' begin on the same day", plan->tenure[k].id,
                       plan->tenure[i].id);
}

/* Conditions are known words; nights by choice have consent and health check on file. */
static void check_night_work(struct reading *reading, const struct agent *agent)
{
    for (int i = 0; i < agent->n_conditions; i++) {
        bool is_known = false;
        for (int c = 0; c < N_CONDITIONS; c++)
            is_known = is_known || strcmp(agent->conditions[i], condition_names[c]) == 0;
        if (!is_known)
            REPORT(reading, TABLE_AGENTS, agent, "conditions",
                   "condition must be minor, pregnant or night_unfit, not '%s'%s",
                   agent->conditions[i],
                   text_hint(reading->arena, agent->conditions[i], condition_names, N_CONDITIONS));
    }
    if (agent->profile != PROFILE_FIXED_NIGHT || (agent->night_consent && agent->health_check))
        return;
    REPORT(reading, TABLE_AGENTS, agent, "profile",
           "profile fixed_night_by_choice of agent '%s' asks for %s%s%s on file", agent->id,
           agent->night_consent ? "" : "night_consent",
           agent->night_consent || agent->health_check ? "" : " and ",
           agent->health_check ? "" : "health_check");
}

static void check_agent(struct reading *reading, const struct agent *agent, int index)
{
    const struct plan *plan = reading->plan;
    if (agent->from != NO_DATE && agent->to != NO_DATE && agent->from > agent->to)
        REPORT(reading, TABLE_AGENTS, agent, "to", "agent '%s' leaves before the first day",
               agent->id);
    check_site_named(reading, TABLE_AGENTS, agent, agent->site);
    check_night_work(reading, agent);
    if (agent->mentor == index)
        REPORT(reading, TABLE_AGENTS, agent, "mentor", "agent '%s' cannot be their own mentor",
               agent->id);
    if (agent->observance && !has_calendar(plan, agent->observance)) {
        struct place at = cell_place(reading, TABLE_AGENTS, agent, "observance");
        check_calendar(reading, agent->observance, &at);
    }
}

/* ---- leave ---- */

static bool starts_at(const struct shift *shift, int start)
{
    for (int at = shift->start_min; at <= shift->start_last_min; at += shift->start_step_min)
        if (at == start || at % 1440 == start % 1440)
            return true;
    return false;
}

static void check_fixed(struct reading *reading, const struct leave *leave)
{
    const struct plan *plan = reading->plan;
    struct place at = cell_place(reading, TABLE_LEAVE, leave, "shift");
    if (leave->shift < 0) {
        if (at.col == leave->at.col && !reading->index[TABLE_SHIFTS].is_partial)
            diag_error(reading->diags, &at, "kind fixed must name its shift");
        return;
    }
    const struct shift *shift = &plan->shifts[leave->shift];
    if (leave->fixed_start_min >= 0 && shift->start_min >= 0 && shift->start_step_min > 0 &&
        !starts_at(shift, leave->fixed_start_min))
        diag_error(reading->diags, &at, "shift '%s' cannot start at %02d:%02d", shift->id,
                   leave->fixed_start_min / 60, leave->fixed_start_min % 60);
    for (int32_t date = leave->from; date <= leave->to; date++) {
        bool is_valid = (shift->weekdays >> date_weekday(date) & 1) &&
                        (shift->from == NO_DATE || date >= shift->from) &&
                        (shift->to == NO_DATE || date <= shift->to);
        char text[DATE_TEXT];
        if (is_valid)
            continue;
        diag_error(reading->diags, &at, "shift '%s' is not worked on %s (%s)", shift->id,
                   date_format(text, date), weekday_names[date_weekday(date)]);
        return;
    }
}

#define MOST_LEAVE_DAYS 800

static void check_leave(struct reading *reading, const struct leave *leave)
{
    const struct plan *plan = reading->plan;
    if (leave->from == NO_DATE || leave->to == NO_DATE || leave->agent < 0)
        return; /* reported */
    if (leave->to < leave->from || leave->to - leave->from > MOST_LEAVE_DAYS) {
        REPORT(reading, TABLE_LEAVE, leave, "to",
               leave->to < leave->from ? "the leave ends before it begins"
                                       : "the leave is longer than %d days",
               MOST_LEAVE_DAYS);
        return;
    }
    const struct agent *agent = &plan->agents[leave->agent];
    char text[DATE_TEXT];
    if (agent->from != NO_DATE && leave->from < agent->from)
        REPORT(reading, TABLE_LEAVE, leave, "from",
               "the leave begins before agent '%s' does, on %s", agent->id,
               date_format(text, agent->from));
    if (agent->to != NO_DATE && leave->to > agent->to)
        REPORT(reading, TABLE_LEAVE, leave, "to", "the leave ends after agent '%s' leaves, on %s",
               agent->id, date_format(text, agent->to));
    if (leave->kind == LEAVE_FIXED) {
        check_fixed(reading, leave);
    } else if (leave->shift >= 0) {
        REPORT(reading, TABLE_LEAVE, leave, "shift", "only kind fixed names a shift");
    }
}

static int by_agent_and_date(const void *left, const void *right)
{
    const struct leave *a = *(const struct leave *const *)left;
    const struct leave *b = *(const struct leave *const *)right;
    int d = (a->agent > b->agent) - (a->agent < b->agent);
    d = d ? d : (a->from > b->from) - (a->from < b->from);
    return d ? d : a->at.line - b->at.line;
}

static void check_overlaps(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    const struct leave **sorted =
        ARENA_ARRAY(reading->arena, const struct leave *, plan->n_leaves + 1);
    int n = 0;
    for (int i = 0; i < plan->n_leaves; i++)
        if (plan->leaves[i].agent >= 0 && plan->leaves[i].status != LEAVE_REFUSED)
            sorted[n++] = &plan->leaves[i];
    qsort(sorted, (size_t)n, sizeof *sorted, by_agent_and_date);
    for (int i = 1, latest = 0; i < n; i++) {
        const struct leave *before = sorted[latest], *leave = sorted[i];
        bool is_same = before->agent == leave->agent;
        bool is_twin = is_same && leave->from == before->from && !leave->at.path;
        if (is_same && !is_twin && leave->from <= before->to && leave->from != NO_DATE) {
            REPORT(reading, TABLE_LEAVE, leave, "from",
                   "this overlaps the leave of '%s' in line %d", plan->agents[leave->agent].id,
                   before->at.line);
        }
        if (!is_same || leave->to > before->to)
            latest = i;
    }
}

/* ---- wishes, ledger ---- */

/* The cell holds something, good or not. */
static bool is_given(const struct reading *reading, const struct wish *wish, const char *column)
{
    struct place at = cell_place(reading, TABLE_WISHES, wish, column);
    return at.col != wish->at.col || at.line != wish->at.line;
}

static void check_wish(struct reading *reading, const struct wish *wish)
{
    bool has_day = wish->weekday >= 0, has_date = wish->date != NO_DATE;
    if (wish->kind == WISH_SAME_START || wish->kind == WISH_TEAM_OFF) {
        const struct plan *plan = reading->plan;
        if (has_day || has_date)
            REPORT(reading, TABLE_WISHES, wish, "date", "wish '%s' has no date",
                   wish_kind_names[wish->kind]);
        if (wish->shift >= 0)
            REPORT(reading, TABLE_WISHES, wish, "shift", "wish '%s' names no shift",
                   wish_kind_names[wish->kind]);
        if (wish->kind == WISH_TEAM_OFF && wish->agent >= 0 && !*plan->agents[wish->agent].team)
            REPORT(reading, TABLE_WISHES, wish, "wish", "agent '%s' has no team",
                   plan->agents[wish->agent].id);
        return;
    }
    if (has_day && has_date)
        REPORT(reading, TABLE_WISHES, wish, "date", "a wish has a date or a weekday, not both");
    else if (!has_day && !has_date && !is_given(reading, wish, "date") &&
             !is_given(reading, wish, "weekday"))
        diag_error(reading->diags, &wish->at, "a wish needs a date or a weekday");
    bool names_shift = wish->kind == WISH_SHIFT || wish->kind == WISH_NOT_SHIFT;
    if (names_shift && wish->shift < 0 && !is_given(reading, wish, "shift"))
        diag_error(reading->diags, &wish->at, "wish '%s' must name its shift",
                   wish_kind_names[wish->kind]);
    else if (!names_shift && wish->shift >= 0)
        REPORT(reading, TABLE_WISHES, wish, "shift", "wish '%s' names no shift",
               wish_kind_names[wish->kind]);
}

static void check_pairs(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    for (int i = 0; i < plan->n_pairs; i++) {
        const struct pair *pair = &plan->pairs[i];
        if (pair->agent >= 0 && pair->agent == pair->other)
            REPORT(reading, TABLE_PAIRS, pair, "other", "agent '%s' is paired with themselves",
                   plan->agents[pair->agent].id);
        for (int k = 0; k < i; k++)
            if (plan->pairs[k].agent == pair->other && plan->pairs[k].other == pair->agent)
                REPORT(reading, TABLE_PAIRS, pair, "other",
                       "the same two are a pair in line %d already", plan->pairs[k].at.line);
    }
    if (plan->n_pairs > MOST_PAIRS)
        diag_error(reading->diags, &plan->pairs[MOST_PAIRS].at, "more than %d pairs", MOST_PAIRS);
}

/* Each name of a list of agents is one. */
static void check_agent_list(struct reading *reading, const struct training *row,
                             const char *column, const char *const *list, int n)
{
    const struct name_index *agents = &reading->index[TABLE_AGENTS];
    for (int i = 0; i < n; i++)
        if (index_find(agents, list[i]) < 0 && !agents->is_partial)
            REPORT(reading, TABLE_TRAINING, row, column, "agents.csv has no '%s'%s", list[i],
                   text_hint(reading->arena, list[i], agents->name, agents->n));
}

static bool has_team(const struct plan *plan, const char *team)
{
    for (int a = 0; a < plan->n_agents; a++)
        if (plan->agents[a].team && strcmp(plan->agents[a].team, team) == 0)
            return true;
    return false;
}

static void check_training(struct reading *reading, const struct training *row)
{
    const struct plan *plan = reading->plan;
    check_agent_list(reading, row, "agents", row->agents, row->n_agents);
    check_agent_list(reading, row, "done", row->done, row->n_done);
    for (int i = 0; i < row->n_teams; i++)
        if (!has_team(plan, row->teams[i]) && !reading->index[TABLE_AGENTS].is_partial)
            REPORT(reading, TABLE_TRAINING, row, "teams", "nobody in agents.csv is of team '%s'",
                   row->teams[i]);
    if (plan->site.slot_min > 0 && row->length_min > 0 &&
        row->length_min % plan->site.slot_min != 0)
        REPORT(reading, TABLE_TRAINING, row, "length_min",
               "a session lasts whole slots of %d minutes, not %d minutes", plan->site.slot_min,
               row->length_min);
    if (row->from != NO_DATE && row->by != NO_DATE && row->by < row->from)
        REPORT(reading, TABLE_TRAINING, row, "by", "the deadline is before the first date");
    if (row->class_most > 0 && row->quorum > row->class_most)
        REPORT(reading, TABLE_TRAINING, row, "quorum",
               "quorum is %d, but a session takes at most %d (class_max)", row->quorum,
               row->class_most);
}

static void check_ledger(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    const struct ledger_entry **of =
        ARENA_ARRAY(reading->arena, const struct ledger_entry *, plan->n_agents + 1);
    for (int i = 0; i < plan->n_ledger; i++) {
        const struct ledger_entry *entry = &plan->ledger[i];
        if (entry->run_nights > entry->run_days)
            REPORT(reading, TABLE_LEDGER, entry, "run_nights",
                   "run_nights is %d, more than run_days, %d", entry->run_nights, entry->run_days);
        if (entry->agent < 0)
            continue;
        if (of[entry->agent] && (entry->at.path || of[entry->agent]->at.path))
            diag_error(reading->diags, &entry->at, "agent '%s' has two rows: first in line %d",
                       plan->agents[entry->agent].id, of[entry->agent]->at.line);
        of[entry->agent] = entry;
    }
}

void check_people(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    for (int i = 0; i < plan->n_agents; i++)
        check_agent(reading, &plan->agents[i], i);
    warn_idle_skills(reading);
    check_spans(reading);
    check_tenure(reading);
    for (int i = 0; i < plan->n_leaves; i++)
        check_leave(reading, &plan->leaves[i]);
    check_overlaps(reading);
    for (int i = 0; i < plan->n_wishes; i++)
        check_wish(reading, &plan->wishes[i]);
    check_pairs(reading);
    for (int i = 0; i < plan->n_trainings; i++)
        check_training(reading, &plan->trainings[i]);
    check_ledger(reading);
}
