/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_week.c - each agent over the weeks: one shift at a time, leave kept, fixed shifts kept, the
 * contract met; working-time rules: check_rules.c.
 *
 * Contract of a week of seven work dates.  Somebody employed on e < 7 of them owes floor(lo e / 7)
 * to min(e, ceil(hi e / 7)) days.  Each employed date on leave, sick or in training counts as a day
 * worked: it lowers both figures, as far as the upper one goes.  Hours go with days, the least with
 * the least and the most with the most.  Paid hours above the least cost the agent's wage; the
 * least is counted in whole minutes, rounded down, and is what fixed shifts take if that is more.
 */
#include <math.h>

#include "scheduler/check_part.h"

#define FAULT(week, duty, ...) check_fault((week)->check, (week)->agent, duty, __VA_ARGS__)

/* Leave and fixed shifts. */

static const char *leave_word(enum leave_kind kind)
{
    static const char *const words[N_LEAVE_KINDS] = {"on leave", "on sick leave", "in training",
                                                     "unavailable", "fixed"};
    return words[kind];
}

static void check_leaves(const struct week *w)
{
    const struct check *c = w->check;
    for (int i = 0; i < week_n(w); i++) {
        const struct duty *duty = week_duty(w, i);
        int row = check_leave(c, w->agent, duty->work_date, false);
        if (row < 0)
            continue;
        const struct leave *leave = &c->plan->leaves[row];
        FAULT(w, week_index(w, i), "%s works on %s, but is %s from %s to %s", w->who,
              check_date(c, duty->work_date), leave_word(leave->kind), check_date(c, leave->from),
              check_date(c, leave->to));
    }
}

static void check_fixed(const struct week *w, int day)
{
    const struct check *c = w->check;
    int32_t date = c->horizon->first + day;
    int row = check_leave(c, w->agent, date, true);
    if (row < 0 || !check_employed(c, w->agent, date))
        return;
    const struct leave *fixed = &c->plan->leaves[row];
    const char *shift = c->plan->shifts[fixed->shift].id;
    const struct duty *duty = week_on(w, day);
    int index = c->duty_on[w->agent * c->horizon->n_days + day];
    if (!duty)
        FAULT(w, -1, "%s is off on %s, but shift %s is fixed for that date", w->who,
              check_date(c, date), shift);
    else if (duty->shift != fixed->shift)
        FAULT(w, index, "%s works shift %s on %s, but shift %s is fixed for that date", w->who,
              c->plan->shifts[duty->shift].id, check_date(c, date), shift);
    else if (fixed->fixed_start_min >= 0 &&
             tz_minute(plan_zone(c->plan, w->agent), duty->start) != fixed->fixed_start_min % 1440)
        FAULT(w, index, "%s starts shift %s at %s, but its start is fixed at %02d:%02d", w->who,
              shift, check_stamp(c, duty->start), fixed->fixed_start_min / 60 % 24,
              fixed->fixed_start_min % 60);
}

/* The list of absences that the grid shows. */
static void check_absences(struct check *c)
{
    const struct roster *roster = c->roster;
    for (int i = 0; i < roster->n_absences; i++) {
        const struct absence *absence = &roster->absence[i];
        int row = check_leave(c, absence->agent, absence->work_date, false);
        if (row < 0 || c->plan->leaves[row].kind != absence->kind)
            check_fault(c, absence->agent, -1, "%s is shown as %s on %s; leave.csv does not say so",
                        check_agent(c, absence->agent), leave_word(absence->kind),
                        check_date(c, absence->work_date));
    }
}

/* One shift at a time, rest between shifts. */

static void check_overlap(const struct week *w, int i, int64_t end, const char *after)
{
    const struct check *c = w->check;
    int64_t start = week_duty(w, i)->start;
    if (start < end)
        FAULT(w, week_index(w, i), "%s starts a shift at %s while %s goes on to %s", w->who,
              check_stamp(c, start), after, check_stamp(c, end));
}

static void check_overlaps(const struct week *w)
{
    const struct ledger_entry *ledger = w->check->ledger[w->agent];
    if (ledger && ledger->last_shift_end != NO_TIME && week_n(w) > 0)
        check_overlap(w, 0, ledger->last_shift_end, "the ledger's last shift");
    for (int i = 1; i < week_n(w); i++) {
        const struct duty *before = week_duty(w, i - 1), *duty = week_duty(w, i);
        check_overlap(w, i, before->end, "the shift before it");
        if (before->work_date == duty->work_date)
            FAULT(w, week_index(w, i), "%s has two shifts on work date %s", w->who,
                  check_date(w->check, duty->work_date));
    }
}

/* The contract. */

struct owed {
    double days_lo, days_hi, hours_lo, hours_hi;
};

/* What the agent agrees to give up lowers the least. */
static void give_up(struct owed *owed, double hours)
{
    hours = floor(fmin(hours, owed->hours_lo) * 60 + 1e-6) / 60;
    if (hours > 0)
        owed->days_lo -= ceil(hours / owed->hours_lo * owed->days_lo - 1e-9);
    owed->hours_lo -= fmax(hours, 0);
}

static struct owed contract_in(const struct week *w, int from_day, int to_day)
{
    const struct check *c = w->check;
    const struct contract *contract = &c->plan->contracts[c->plan->agents[w->agent].contract];
    double employed = 0, away = 0;
    for (int day = from_day; day < to_day; day++) {
        int32_t date = c->horizon->first + day;
        int row = check_leave(c, w->agent, date, false);
        if (!check_employed(c, w->agent, date))
            continue;
        employed += 1;
        away += row >= 0 && c->plan->leaves[row].kind != LEAVE_UNAVAILABLE;
    }
    double lo = contract->days_week[0], hi = contract->days_week[1];
    struct owed owed = {.days_lo = lo, .days_hi = hi};
    if (employed < 7) {
        owed.days_lo = floor(lo * employed / 7 + 1e-9);
        owed.days_hi = fmin(employed, ceil(hi * employed / 7 - 1e-9));
    }
    away = fmin(away, owed.days_hi);
    owed.days_lo = fmax(0, owed.days_lo - away);
    owed.days_hi -= away;
    double of_hi = hi > 0 ? owed.days_hi / hi : 0;
    owed.hours_hi = contract->hours_week[1] * of_hi;
    owed.hours_lo = contract->hours_week[0] * (lo > 0 ? owed.days_lo / lo : of_hi);
    return owed;
}

static struct owed owed_in(const struct week *w, int from_day, int to_day)
{
    struct owed owed = contract_in(w, from_day, to_day);
    give_up(&owed, w->check->plan->agents[w->agent].time_off_h);
    return owed;
}

double check_owed_h(const struct week *w, int from_day, int to_day, bool before)
{
    return (before ? contract_in(w, from_day, to_day) : owed_in(w, from_day, to_day)).hours_lo;
}

/* Paid hours of the week above what is owed, at the agent's wage. */
static void pay_hours(const struct week *w, int from_day, int to_day, double hours, double least)
{
    const struct check *c = w->check;
    double fixed = 0, owed = floor(least * 60 + 1e-6) / 60;
    for (int day = from_day; day < to_day; day++) {
        int row = check_leave(c, w->agent, c->horizon->first + day, true);
        if (row < 0 || !check_employed(c, w->agent, c->horizon->first + day))
            continue;
        const struct shift *shift = &c->plan->shifts[c->plan->leaves[row].shift];
        fixed +=
            check_ordinary_min(c->plan, &(struct duty){.shift = (int)(shift - c->plan->shifts)}) /
            60.0;
    }
    double over = hours - fmax(owed, fixed);
    c->out->cost_hours += over > 0 ? over * c->plan->agents[w->agent].wage_per_h : 0;
}

/* Overtime and days off worked in a week against what was agreed to; fixed shifts are nobody's
 * wish. */
static void check_bought(const struct week *w, int from_day, int to_day)
{
    const struct check *c = w->check;
    const struct agent *agent = &c->plan->agents[w->agent];
    double over = 0, forced = 0, most = agent->overtime_h;
    const char *by = "overtime_h of the agent";
    int days = 0;
    for (int i = 0; i < week_n(w); i++) {
        const struct duty *duty = week_duty(w, i);
        const struct shift *shift = &c->plan->shifts[duty->shift];
        int day = duty->work_date - c->horizon->first;
        if (day < from_day || day >= to_day)
            continue;
        days += duty->is_rest_day;
        double hours =
            duty->is_rest_day
                ? 0
                : (shift->length_min - shift->meal_min - check_ordinary_min(c->plan, duty)) / 60.0;
        over += hours;
        forced += check_leave(c, w->agent, duty->work_date, true) >= 0 ? hours : 0;
    }
    if (rule_in_force(w->rules, RULE_OVERTIME_WEEK) &&
        w->rules->rule[RULE_OVERTIME_WEEK].value < most) {
        most = w->rules->rule[RULE_OVERTIME_WEEK].value;
        by = rule_defs[RULE_OVERTIME_WEEK].name;
    }
    if (over > fmax(most, forced) + 1e-6)
        FAULT(w, -1, "%s works %.4g h of overtime in the week of %s; %s allows %.4g", w->who, over,
              check_date(c, c->horizon->first + from_day), by, most);
    if (days > agent->rest_days)
        FAULT(w, -1, "%s works %d days off in the week of %s; agreed to are %d", w->who, days,
              check_date(c, c->horizon->first + from_day), agent->rest_days);
}

static void check_contract(const struct week *w, int from_day, int to_day)
{
    const struct check *c = w->check;
    struct owed owed = owed_in(w, from_day, to_day);
    const char *contract = c->plan->contracts[c->plan->agents[w->agent].contract].id;
    const char *monday = check_date(c, c->horizon->first + from_day);
    int days = 0;
    double hours = 0;
    for (int i = 0; i < week_n(w); i++) {
        const struct duty *duty = week_duty(w, i);
        int day = duty->work_date - c->horizon->first;
        if (day < from_day || day >= to_day)
            continue;
        days += week_on(w, day) == duty && !duty->is_rest_day;
        hours += check_ordinary_min(c->plan, duty) / 60.0;
    }
    if (days < owed.days_lo)
        FAULT(w, -1, "%s works %d days in the week of %s; contract %s, less leave, asks for %g",
              w->who, days, monday, contract, owed.days_lo);
    if (days > owed.days_hi)
        FAULT(w, -1, "%s works %d days in the week of %s; contract %s, less leave, allows %g",
              w->who, days, monday, contract, owed.days_hi);
    if (hours < owed.hours_lo - 1.0 / 60)
        FAULT(w, -1, "%s works %.4g h in the week of %s; contract %s, less leave, asks for %.4g",
              w->who, hours, monday, contract, owed.hours_lo);
    if (hours > owed.hours_hi + 1.0 / 60)
        FAULT(w, -1, "%s works %.4g h in the week of %s; contract %s, less leave, allows %.4g",
              w->who, hours, monday, contract, owed.hours_hi);
    pay_hours(w, from_day, to_day, hours, owed.hours_lo);
    check_bought(w, from_day, to_day);
}

void check_weeks(struct check *check)
{
    int n_days = check->horizon->n_days;
    for (int a = 0; a < check->plan->n_agents; a++) {
        struct week w = check_week(check, a);
        check_leaves(&w);
        for (int day = 0; day < n_days; day++)
            check_fixed(&w, day);
        check_overlaps(&w);
        check_rules_of(&w);
        for (int from = 0; from < n_days; from += 7)
            check_contract(&w, from, from + 7 < n_days ? from + 7 : n_days);
    }
    check_absences(check);
}
