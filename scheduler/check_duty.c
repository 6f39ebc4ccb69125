/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_duty.c - each shift by itself: is it one that the catalogue offers to this agent on this
 * work date, at a start that exists, as long as it says, with the pauses it asks for?
 *
 * A fixed shift need not be for the agent's team nor within the contract's hours a day; whether it
 * is the right one is a question of check_week.c. */
#include <string.h>

#include "base/posts.h"
#include "scheduler/check_part.h"

struct view {
    struct check *check;
    int index;
    const struct duty *duty;
    const struct shift *shift;
    const struct agent *agent;
    const char *who, *date; /* "A012", "2003-10-27" */
    bool fixed;
};

#define FAULT(view, ...) check_fault((view)->check, (view)->duty->agent, (view)->index, __VA_ARGS__)

static void check_dates(const struct view *v)
{
    const struct check *c = v->check;
    const struct site *site = &c->plan->site;
    int32_t first = c->horizon->first, last = first + c->horizon->n_days - 1;
    int32_t date = v->duty->work_date;
    if (date < first || date > last)
        FAULT(v, "%s: work date %s is outside the dates planned, %s to %s", v->who, v->date,
              check_date(c, first), check_date(c, last));
    int32_t by_start = tz_work_date(site->zone, v->duty->start, site->day_starts_min);
    if (by_start != date)
        FAULT(v, "%s: the shift that starts at %s belongs to work date %s, not %s", v->who,
              check_stamp(c, v->duty->start), check_date(c, by_start), v->date);
    if (v->agent->from != NO_DATE && date < v->agent->from)
        FAULT(v, "%s works on %s, but is employed only from %s", v->who, v->date,
              check_date(c, v->agent->from));
    if (v->agent->to != NO_DATE && date > v->agent->to)
        FAULT(v, "%s works on %s, but was employed only to %s", v->who, v->date,
              check_date(c, v->agent->to));
}

static bool is_for_team(const struct shift *shift, const char *team)
{
    if (shift->n_teams == 0)
        return true;
    for (int i = 0; team && i < shift->n_teams; i++)
        if (strcmp(shift->teams[i], team) == 0)
            return true;
    return false;
}

static void check_catalogue(const struct view *v)
{
    const struct shift *s = v->shift;
    int32_t date = v->duty->work_date;
    if (!((s->weekdays >> date_weekday(date)) & 1u))
        FAULT(v, "%s: shift %s is not offered on a %s (%s)", v->who, s->id,
              weekday_names[date_weekday(date)], v->date);
    if (s->from != NO_DATE && date < s->from)
        FAULT(v, "%s: shift %s is offered only from %s, not on %s", v->who, s->id,
              check_date(v->check, s->from), v->date);
    if (s->to != NO_DATE && date > s->to)
        FAULT(v, "%s: shift %s is offered only to %s, not on %s", v->who, s->id,
              check_date(v->check, s->to), v->date);
    if (s->branch != v->agent->branch)
        FAULT(v, "%s: shift %s on %s is one of site %s, not of %s", v->who, s->id, v->date,
              plan_site(v->check->plan, s->branch)->id,
              plan_site(v->check->plan, v->agent->branch)->id);
    if (!v->fixed && !is_for_team(s, v->agent->team))
        FAULT(v, "%s: shift %s on %s is not for team '%s'", v->who, s->id, v->date,
              v->agent->team ? v->agent->team : "");
}

static void check_start(const struct view *v)
{
    const struct shift *s = v->shift;
    int64_t start = v->duty->start;
    int wall = tz_minute(plan_site(v->check->plan, s->branch)->zone, start);
    int step = s->start_step_min > 0 ? s->start_step_min : 30;
    int after = ((wall - s->start_min) % 1440 + 1440) % 1440; /* minutes after the first start */
    if (after > s->start_last_min - s->start_min)
        FAULT(v, "%s starts shift %s at %s; it may start from %02d:%02d to %02d:%02d", v->who,
              s->id, check_stamp(v->check, start), s->start_min / 60 % 24, s->start_min % 60,
              s->start_last_min / 60 % 24, s->start_last_min % 60);
    else if (after % step != 0 || start % 60 != 0)
        FAULT(v, "%s starts shift %s at %s, which is not one of its starts each %d minutes", v->who,
              s->id, check_stamp(v->check, start), step);
    int64_t end = start + (int64_t)s->length_min * 60;
    if (v->duty->end != end)
        FAULT(v, "%s: shift %s from %s lasts %d minutes, so it ends at %s, not at %s", v->who,
              s->id, check_stamp(v->check, start), s->length_min, check_stamp(v->check, end),
              check_stamp(v->check, v->duty->end));
}

static void check_agent_days(const struct view *v)
{
    const struct plan *plan = v->check->plan;
    if (v->fixed)
        return;
    if (!(v->agent->weekdays >> date_weekday(v->duty->work_date) & 1))
        FAULT(v, "%s works on %s (%s), which is none of their days", v->who, v->date,
              weekday_names[date_weekday(v->duty->work_date)]);
    if (!plan_can_arrive(plan, check_rules(v->check, v->duty->agent), v->duty->start))
        FAULT(v, "%s starts at %s, an hour of travel at night at which no shuttle comes", v->who,
              check_stamp(v->check, v->duty->start));
}

/* Overtime and days off that are worked: only with consent, overtime within the rule for a shift.
 */
static void check_bought(const struct view *v, int over_min)
{
    const struct rule_set *rules = check_rules(v->check, v->duty->agent);
    const struct rule *most = &rules->rule[RULE_OVERTIME_SHIFT];
    if (v->duty->is_rest_day) {
        if (v->agent->rest_days <= 0)
            FAULT(v, "%s works a day off on %s, but has agreed to none (rest_days)", v->who,
                  v->date);
        return;
    }
    if (over_min > 0 && v->agent->overtime_h <= 0)
        FAULT(v, "%s works %.4g h of overtime on %s, but has agreed to none (overtime_h)", v->who,
              over_min / 60.0, v->date);
    if (rule_in_force(rules, RULE_OVERTIME_SHIFT) && over_min / 60.0 > most->value + 1e-6)
        FAULT(v, "%s works %.4g h of overtime on %s; %s allows %.4g in a shift", v->who,
              over_min / 60.0, v->date, rule_defs[RULE_OVERTIME_SHIFT].name, most->value);
}

static void check_hours(const struct view *v)
{
    const struct contract *contract = &v->check->plan->contracts[v->agent->contract];
    int paid = v->shift->length_min - v->shift->meal_min;
    if (v->duty->paid_min != paid)
        FAULT(v, "%s: shift %s pays %d minutes, the roster says %d (%s)", v->who, v->shift->id,
              paid, v->duty->paid_min, v->date);
    struct duty as_contract = *v->duty;
    as_contract.is_rest_day = false;
    int ordinary = check_ordinary_min(v->check->plan, &as_contract);
    if (v->fixed && v->duty->is_rest_day)
        FAULT(v, "%s: the fixed shift on %s cannot be a day off that is worked", v->who, v->date);
    if (v->fixed)
        return;
    if (ordinary > contract->hours_day[1] * 60 + 1e-6)
        FAULT(v, "%s works %.4g paid hours on %s; contract %s allows at most %.4g a day", v->who,
              ordinary / 60.0, v->date, contract->id, contract->hours_day[1]);
    if (ordinary < contract->hours_day[0] * 60 - 1e-6)
        FAULT(v, "%s works %.4g paid hours on %s; contract %s asks for at least %.4g a day", v->who,
              ordinary / 60.0, v->date, contract->id, contract->hours_day[0]);
    check_bought(v, paid - ordinary);
}

static void check_queues(const struct view *v)
{
    const struct plan *plan = v->check->plan;
    uint64_t may = 0;
    for (int q = 0; q < plan->n_queues; q++) {
        const struct queue *queue = &plan->queues[q];
        bool can = posts_can_serve(plan, v->duty->agent, q, v->duty->work_date);
        may |= (uint64_t)can << q;
        if (!can && (v->duty->queues >> q & 1))
            FAULT(v, "%s is given to queue %s on %s without skill %s at level %d", v->who,
                  queue->id, v->date, plan->skills ? plan->skills[queue->skill] : queue->id,
                  queue->level);
    }
    if (may && !(v->duty->queues & may))
        FAULT(v, "%s is given to no queue on %s that their skills fit", v->who, v->date);
}

static int meals_of(const struct duty *duty)
{
    int n = 0;
    for (int i = 0; i < duty->n_pauses; i++)
        n += duty->pause[i].is_meal;
    return n;
}

static void check_number_of_pauses(const struct view *v)
{
    int meals = meals_of(v->duty), want = v->shift->meal_min > 0 ? 1 : 0;
    int breaks = v->duty->n_pauses - meals;
    if (meals < want)
        FAULT(v, "%s has no meal on %s; shift %s asks for one of %d minutes", v->who, v->date,
              v->shift->id, v->shift->meal_min);
    if (meals > want)
        FAULT(v, "%s has %d meals on %s; shift %s has %d", v->who, meals, v->date, v->shift->id,
              want);
    if (breaks != v->shift->n_breaks)
        FAULT(v, "%s has %d short breaks on %s; shift %s has %d", v->who, breaks, v->date,
              v->shift->id, v->shift->n_breaks);
}

static void check_pause(const struct view *v, const struct pause *pause, int n_breaks_before)
{
    const struct shift *s = v->shift;
    const char *what = pause->is_meal ? "meal" : "break", *at = check_stamp(v->check, pause->start);
    int64_t after_s = pause->start - v->duty->start;
    int length = pause->is_meal                  ? s->meal_min
                 : n_breaks_before < s->n_breaks ? s->break_min[n_breaks_before]
                                                 : pause->min;
    int step =
        v->check->plan->policy.break_step_min > 0 ? v->check->plan->policy.break_step_min : 15;
    if (pause->min != length)
        FAULT(v, "%s: the %s at %s is %d minutes, shift %s says %d", v->who, what, at, pause->min,
              s->id, length);
    if (pause->start < v->duty->start || pause->start + (int64_t)pause->min * 60 > v->duty->end)
        FAULT(v, "%s: the %s at %s is not inside the shift, %s to %s", v->who, what, at,
              check_stamp(v->check, v->duty->start), check_stamp(v->check, v->duty->end));
    else if (after_s % ((int64_t)step * 60) != 0)
        FAULT(v, "%s: the %s at %s does not start on a step of %d minutes after the shift's start",
              v->who, what, at, step);
    if (pause->is_meal && (after_s < s->meal_from_min * 60 || after_s > s->meal_to_min * 60))
        FAULT(v, "%s: the meal at %s starts %d minutes into shift %s; its window is %d to %d",
              v->who, at, (int)(after_s / 60), s->id, s->meal_from_min, s->meal_to_min);
}

/* Stretches of work before, between and after the pauses. */
static void check_work(const struct view *v)
{
    int64_t since = v->duty->start;
    for (int i = 0; i <= v->duty->n_pauses; i++) {
        bool last = i == v->duty->n_pauses;
        int64_t until = last ? v->duty->end : v->duty->pause[i].start;
        if (until < since)
            FAULT(v, "%s: the pause at %s begins before the one before it has ended", v->who,
                  check_stamp(v->check, until));
        int longest = v->shift->longest_work_min;
        if (longest > 0 && until - since > (int64_t)longest * 60)
            FAULT(v, "%s works %d minutes without a pause from %s; shift %s allows %d", v->who,
                  (int)((until - since) / 60), check_stamp(v->check, since), v->shift->id, longest);
        if (!last)
            since = until + (int64_t)v->duty->pause[i].min * 60;
    }
}

static void check_one(struct check *c, int index)
{
    const struct duty *duty = &c->roster->duty[index];
    struct view v = {.check = c,
                     .index = index,
                     .duty = duty,
                     .shift = &c->plan->shifts[duty->shift],
                     .agent = &c->plan->agents[duty->agent],
                     .who = check_agent(c, duty->agent),
                     .date = check_date(c, duty->work_date),
                     .fixed = check_leave(c, duty->agent, duty->work_date, true) >= 0};
    check_dates(&v);
    check_catalogue(&v);
    check_start(&v);
    check_agent_days(&v);
    check_hours(&v);
    check_queues(&v);
    check_number_of_pauses(&v);
    for (int i = 0, n_breaks = 0; i < duty->n_pauses; i++) {
        check_pause(&v, &duty->pause[i], n_breaks);
        n_breaks += !duty->pause[i].is_meal;
    }
    check_work(&v);
}

void check_duties(struct check *check)
{
    for (int i = 0; i < check->roster->n_duties; i++)
        check_one(check, check->order[i]);
}
