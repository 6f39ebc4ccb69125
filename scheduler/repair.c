/* SPDX-License-Identifier: GPL-3.0-or-later */
/* repair.c - a reason loosened step by step until there is a week.
 *
 * The plan is copied as far as one agent can see it; a single figure of the copy moves away from
 * what it is: a rule's towards the end of its range (by half an hour, ten minutes, a day, a time),
 * a contract's days and hours, the least down first, then the most up; a row of leave gives dates
 * up, at its end or its begin, whichever takes fewer.  Weeks only come with loosening, so that the
 * first that is found is the smallest.  The law is not offered for change. */
#include "scheduler/repair.h"

#include <math.h>

#include "base/people.h"
#include "scheduler/build_part.h"
#include "scheduler/explain.h"
#include "scheduler/pricing.h"

/* Some tour has a choice that touches the row. */
static bool reaches(const struct build *b, const struct space *space, int row,
                    const double *free_items, struct scratch *scratch)
{
    bool found = false;
    int32_t *fix = NEW_ARRAY(int32_t, b->problem.n_days);
    for (int day = 0; day < b->problem.n_days; day++)
        fix[day] = FIX_FREE;
    for (int i = 0; i < space->n_items && !found; i++) {
        const struct choice *c = &b->problem.choices[space->choice[i]];
        if (row < c->first_row || row >= c->first_row + c->n_rows)
            continue;
        fix[c->day] = space->choice[i];
        found = isfinite(price_tour(space, free_items, NULL, fix, scratch, NULL));
        fix[c->day] = FIX_FREE;
    }
    mem_free(fix);
    return found;
}

bool repair_has_week(const struct build *b, const struct break_model *breaks, int agent,
                     const bool *binding, int row)
{
    struct person person;
    struct scratch scratch = {0};
    build_person(&person, b, agent, binding);
    struct space *space = space_new(&b->problem, breaks, &person);
    if (!space)
        return true; /* too large to tell: claim nothing */
    double *free_items = NEW_ARRAY(double, space->n_items + 1);
    bool has = row == ANY_ROW ? isfinite(price_tour(space, free_items, NULL, NULL, &scratch, NULL))
                              : reaches(b, space, row, free_items, &scratch);
    mem_free(free_items);
    scratch_free(&scratch);
    space_free(space);
    return has;
}

/* A build whose plan is the agent's own to change. */
struct copy {
    struct build build;
    struct plan plan;
    struct rule_set rules;
    struct contract *contract;
    struct leave *leaves;
    int row; /* on duty there, or ANY_ROW */
};

static struct copy *copy_for(const struct build *b, int agent, int row)
{
    struct copy *copy = ARENA_NEW(b->arena, struct copy);
    struct agent *agents = ARENA_ARRAY(b->arena, struct agent, b->plan->n_agents);
    struct contract *contracts = ARENA_ARRAY(b->arena, struct contract, b->plan->n_contracts);
    copy->leaves = ARENA_ARRAY(b->arena, struct leave, b->plan->n_leaves + 1);
    for (int i = 0; i < b->plan->n_agents; i++)
        agents[i] = b->plan->agents[i];
    for (int i = 0; i < b->plan->n_contracts; i++)
        contracts[i] = b->plan->contracts[i];
    for (int i = 0; i < b->plan->n_leaves; i++)
        copy->leaves[i] = b->plan->leaves[i];
    copy->row = row;
    copy->build = *b;
    copy->plan = *b->plan;
    copy->rules = *build_rules(b->plan, agent);
    copy->build.plan = &copy->plan;
    copy->build.bends = NULL; /* a repair is one without bending */
    copy->plan.agents = agents;
    copy->plan.contracts = contracts;
    copy->plan.leaves = copy->leaves;
    copy->contract = &contracts[agents[agent].contract];
    agents[agent].rules = &copy->rules;
    return copy;
}

static bool does(const struct copy *copy, const struct break_model *breaks, int agent)
{
    return repair_has_week(&copy->build, breaks, agent, NULL, copy->row);
}

static double step_of(const char *unit)
{
    return strcmp(unit, "h") == 0 ? 0.5 : strcmp(unit, "min") == 0 ? 10 : 1;
}

const char *explain_what_is_missing(enum rule_who who)
{
    return who == WHO_NO_CONSENT        ? "night_consent"
           : who == WHO_NO_HEALTH_CHECK ? "health_check"
           : who == WHO_NO_TRANSPORT    ? "transport"
                                        : NULL;
}

static bool loosen_rule(struct text *out, struct copy *copy, const struct break_model *breaks,
                        int agent, int id)
{
    const struct rule_def *def = &rule_defs[id];
    struct rule *rule = &copy->rules.rule[id];
    double step = step_of(def->unit) * (rule_is_least(def->kind) ? -1 : 1);
    const char *on_file = explain_what_is_missing(def->who);
    if (on_file) {
        rule->value = NAN;
        if (!does(copy, breaks, agent))
            return false;
        text_printf(out, "%s on file", on_file);
        return true;
    }
    if (rule->layer == LAYER_LAW)
        return false;
    for (double value = rule->value + step; value >= def->least && value <= def->most;
         value += step) {
        rule->value = value;
        if (!does(copy, breaks, agent))
            continue;
        text_printf(out, "%s %g %s", def->name, value, def->unit);
        return true;
    }
    rule->waiver = "tried";
    if (!does(copy, breaks, agent))
        return false;
    text_printf(out, "%s waived", def->name);
    return true;
}

/* Hours of the contract: least down, then most up, by whole ones. */
static bool loosen_hours(struct text *out, struct copy *copy, const struct break_model *breaks,
                         int agent, bool of_week)
{
    struct contract *c = copy->contract;
    double *of = of_week ? c->hours_week : c->hours_day;
    for (int side = 0; side < 2; side++) {
        double was = of[side], sign = side == 0 ? -1 : 1;
        for (of[side] += sign; of[side] >= 0 && of[side] <= (of_week ? 100 : 24);
             of[side] += sign) {
            if (!does(copy, breaks, agent))
                continue;
            text_printf(out, "contract %s: at %s %g hours a %s", c->id,
                        side == 0 ? "least" : "most", of[side], of_week ? "week" : "day");
            return true;
        }
        of[side] = was;
    }
    return false;
}

/* Days of the contract, by themselves or the hours of the week with them. */
static bool loosen_days(struct text *out, struct copy *copy, const struct break_model *breaks,
                        int agent)
{
    struct contract *c = copy->contract;
    const struct contract was = *c;
    for (int side = 0; side < 2; side++) {
        int sign = side == 0 ? -1 : 1;
        for (int days = was.days_week[side] + sign; days >= 0 && days <= 7; days += sign) {
            for (int with_hours = 0; with_hours < 2; with_hours++) {
                *c = was;
                c->days_week[side] = days;
                if (with_hours && was.days_week[side] > 0)
                    c->hours_week[side] = was.hours_week[side] * days / was.days_week[side];
                if (!does(copy, breaks, agent))
                    continue;
                text_printf(out, "contract %s: at %s %d days", c->id, side == 0 ? "least" : "most",
                            days);
                if (with_hours)
                    text_printf(out, " and %g hours", c->hours_week[side]);
                text_add(out, " a week");
                return true;
            }
        }
    }
    return false;
}

/* Dates that the row has to give up at one end; INT_MAX: none suffice. */
static int dates_given(struct copy *copy, const struct break_model *breaks, int agent, int row,
                       bool at_end)
{
    struct leave *leave = &copy->leaves[row];
    const struct leave was = *leave;
    int days = was.to - was.from + 1, n = 1;
    for (; n < days; n++) {
        leave->to = at_end ? was.to - n : was.to;
        leave->from = at_end ? was.from : was.from + n;
        if (does(copy, breaks, agent))
            break;
    }
    *leave = was;
    return n;
}

static bool loosen_leave(struct text *out, struct copy *copy, const struct break_model *breaks,
                         int agent, int row)
{
    struct leave *leave = &copy->leaves[row];
    char date[DATE_TEXT];
    int at_end = dates_given(copy, breaks, agent, row, true);
    int at_begin = dates_given(copy, breaks, agent, row, false);
    const char *kind = leave_kind_names[leave->kind];
    int days = leave->to - leave->from + 1;
    if (at_end < days && at_end <= at_begin)
        text_printf(out, "%s only to %s", kind, date_format(date, leave->to - at_end));
    else if (at_begin < days)
        text_printf(out, "%s only from %s", kind, date_format(date, leave->from + at_begin));
    else {
        leave->status = LEAVE_REFUSED;
        if (!does(copy, breaks, agent))
            return false;
        text_printf(out, "no %s on %s", kind, date_format(date, leave->from));
    }
    return true;
}

bool repair_say(struct text *out, const struct build *build, const struct break_model *breaks,
                int agent, int reason, int row)
{
    struct copy *copy = copy_for(build, agent, row);
    if (reason >= REASON_RULE + N_RULES)
        return loosen_leave(out, copy, breaks, agent, reason - REASON_RULE - N_RULES);
    if (reason >= REASON_RULE)
        return loosen_rule(out, copy, breaks, agent, reason - REASON_RULE);
    if (reason == REASON_DAYS)
        return loosen_days(out, copy, breaks, agent);
    if (reason == REASON_HOURS || reason == REASON_DAY_HOURS)
        return loosen_hours(out, copy, breaks, agent, reason == REASON_HOURS);
    return false; /* the ledger is past; teams and dates of employment have no figure */
}

bool repair_say_none_owed(struct text *out, const struct build *build,
                          const struct break_model *breaks, int agent)
{
    struct copy *copy = copy_for(build, agent, ANY_ROW);
    copy->contract->days_week[0] = 0;
    copy->contract->hours_week[0] = 0;
    if (!does(copy, breaks, agent))
        return false;
    text_printf(out, "contract %s: at least 0 days and 0 hours a week", copy->contract->id);
    return true;
}
