/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_week.c - each agent over the weeks: one shift at a time, leave kept, fixed shifts kept, the
 * contract met, rules by kind.
 *
 * Contract of a week of seven work dates.  Somebody employed on e < 7 of them owes floor(lo e / 7)
 * to min(e, ceil(hi e / 7)) days.  Each employed date on leave, sick or in training counts as a day
 * worked: it lowers both figures, as far as the upper one goes.  Hours go with days, the least with
 * the least and the most with the most.  Paid hours above the least cost the agent's wage; the
 * least is counted in whole minutes, rounded down, and is what fixed shifts take if that is more.
 *
 * Runs are of consecutive work dates and go on from the ledger if it ends on the day before the
 * first date.  The weekly rest lies wholly within the seven work dates.  A rule of the care layer
 * is priced: by the hour that lacks, by the day over (days before the week are not charged). */
#include <math.h>

#include "scheduler/check_part.h"

struct week {
    struct check *check;
    int agent;
    const char *who;
    const struct rule_set *rules;
};

#define FAULT(week, duty, ...) check_fault((week)->check, (week)->agent, duty, __VA_ARGS__)

static int n_duties(const struct week *w)
{
    return w->check->first_of[w->agent + 1] - w->check->first_of[w->agent];
}

static int nth(const struct week *w, int i)
{
    return w->check->order[w->check->first_of[w->agent] + i];
}

static const struct duty *duty_at(const struct week *w, int i)
{
    return &w->check->roster->duty[nth(w, i)];
}

static const struct duty *duty_on(const struct week *w, int day)
{
    int i = w->check->duty_on[w->agent * w->check->horizon->n_days + day];
    return i < 0 ? NULL : &w->check->roster->duty[i];
}

/* "rest_between_shifts_h of pack gold-eu (Directive 2003/88/EC art 3)" */
static const char *source_of(const struct week *w, int id)
{
    const struct rule *rule = &w->rules->rule[id];
    return arena_printf(w->check->arena, "%s of %s%s%s%s", rule_defs[id].name,
                        rule->pack ? rule->pack : "the site", rule->article ? " (" : "",
                        rule->article ? rule->article : "", rule->article ? ")" : "");
}

static bool is_care(const struct week *w, int id)
{
    return w->rules->rule[id].layer == LAYER_CARE;
}

static void pay_care(const struct week *w, int id, double units)
{
    double price = w->rules->rule[id].price; /* not a number where none was given */
    w->check->out->cost_care += price > 0 ? units * price : 0;
}

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
    for (int i = 0; i < n_duties(w); i++) {
        const struct duty *duty = duty_at(w, i);
        int row = check_leave(c, w->agent, duty->work_date, false);
        if (row < 0)
            continue;
        const struct leave *leave = &c->plan->leaves[row];
        FAULT(w, nth(w, i), "%s works on %s, but is %s from %s to %s", w->who,
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
    const struct duty *duty = duty_on(w, day);
    int index = c->duty_on[w->agent * c->horizon->n_days + day];
    if (!duty)
        FAULT(w, -1, "%s is off on %s, but shift %s is fixed for that date", w->who,
              check_date(c, date), shift);
    else if (duty->shift != fixed->shift)
        FAULT(w, index, "%s works shift %s on %s, but shift %s is fixed for that date", w->who,
              c->plan->shifts[duty->shift].id, check_date(c, date), shift);
    else if (fixed->fixed_start_min >= 0 &&
             tz_minute(c->plan->site.zone, duty->start) != fixed->fixed_start_min % 1440)
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

static void check_gap(const struct week *w, int i, int64_t end, const char *after)
{
    const struct check *c = w->check;
    int64_t start = duty_at(w, i)->start;
    if (start < end) {
        FAULT(w, nth(w, i), "%s starts a shift at %s while %s goes on to %s", w->who,
              check_stamp(c, start), after, check_stamp(c, end));
        return;
    }
    for (int id = 0; id < N_RULES; id++) {
        if (rule_defs[id].kind != KIND_GAP || !rule_in_force(w->rules, (enum rule_id)id))
            continue;
        double rest_h = (double)(start - end) / 3600, least_h = w->rules->rule[id].value;
        if (rest_h >= least_h - 1e-6)
            continue;
        if (is_care(w, id))
            pay_care(w, id, least_h - rest_h);
        else
            FAULT(w, nth(w, i), "%s rests %.4g h from %s to %s after %s; %s asks for %.4g h",
                  w->who, rest_h, check_stamp(c, end), check_stamp(c, start), after,
                  source_of(w, id), least_h);
    }
}

static void check_gaps(const struct week *w)
{
    const struct ledger_entry *ledger = w->check->ledger[w->agent];
    if (ledger && ledger->last_shift_end != NO_TIME && n_duties(w) > 0)
        check_gap(w, 0, ledger->last_shift_end, "the ledger's last shift");
    for (int i = 1; i < n_duties(w); i++) {
        const struct duty *before = duty_at(w, i - 1), *duty = duty_at(w, i);
        check_gap(w, i, before->end, "the shift before it");
        if (before->work_date == duty->work_date)
            FAULT(w, nth(w, i), "%s has two shifts on work date %s", w->who,
                  check_date(w->check, duty->work_date));
    }
}

/* The contract. */

struct owed {
    double days_lo, days_hi, hours_lo, hours_hi;
};

static struct owed owed_in(const struct week *w, int from_day, int to_day)
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
        fixed += (shift->length_min - shift->meal_min) / 60.0;
    }
    double over = hours - fmax(owed, fixed);
    c->out->cost_hours += over > 0 ? over * c->plan->agents[w->agent].wage_per_h : 0;
}

static void check_contract(const struct week *w, int from_day, int to_day)
{
    const struct check *c = w->check;
    struct owed owed = owed_in(w, from_day, to_day);
    const char *contract = c->plan->contracts[c->plan->agents[w->agent].contract].id;
    const char *monday = check_date(c, c->horizon->first + from_day);
    int days = 0;
    double hours = 0;
    for (int i = 0; i < n_duties(w); i++) {
        const struct duty *duty = duty_at(w, i);
        const struct shift *shift = &c->plan->shifts[duty->shift];
        int day = duty->work_date - c->horizon->first;
        if (day < from_day || day >= to_day)
            continue;
        days += duty_on(w, day) == duty;
        hours += (shift->length_min - shift->meal_min) / 60.0;
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
}

/* Rules by kind. */

static bool is_of_class(const struct week *w, const struct duty *duty, enum rule_class class_)
{
    if (!duty)
        return false;
    switch (class_) {
    case CLASS_NIGHT:
        return plan_is_night(w->check->plan, w->rules, duty->start, duty->end);
    case CLASS_DAY:
        return !plan_is_night(w->check->plan, w->rules, duty->start, duty->end);
    case CLASS_WEEKEND:
        return date_weekday(duty->work_date) == SATURDAY || date_weekday(duty->work_date) == SUNDAY;
    default:
        return true;
    }
}

static void end_run(const struct week *w, int id, int past, int own, int last_day)
{
    int most = (int)w->rules->rule[id].value, over = past + own - most;
    if (own == 0 || over <= 0)
        return;
    if (is_care(w, id)) {
        pay_care(w, id, over < own ? over : own);
        return;
    }
    const struct check *c = w->check;
    FAULT(w, c->duty_on[w->agent * c->horizon->n_days + last_day],
          "%s works %d %s in a row up to %s%s; %s allows %d", w->who, past + own,
          rule_defs[id].class_ == CLASS_NIGHT ? "nights" : "days",
          check_date(c, c->horizon->first + last_day),
          past > 0 ? arena_printf(c->arena, ", %d of them by the ledger", past) : "",
          source_of(w, id), most);
}

static void check_runs(const struct week *w, int id)
{
    const struct check *c = w->check;
    enum rule_class class_ = rule_defs[id].class_;
    const struct ledger_entry *ledger = c->ledger[w->agent];
    int past = 0, own = 0;
    if (ledger && ledger->until + 1 == c->horizon->first)
        past = class_ == CLASS_NIGHT ? ledger->run_nights
               : class_ == CLASS_ANY ? ledger->run_days
                                     : 0;
    for (int day = 0; day < c->horizon->n_days; day++) {
        if (is_of_class(w, duty_on(w, day), class_)) {
            own++;
            continue;
        }
        end_run(w, id, past, own, day - 1);
        past = own = 0;
    }
    end_run(w, id, past, own, c->horizon->n_days - 1);
}

/* Work dates, or paid hours, of a class in a week. */
static void check_sum(const struct week *w, int id, int from_day, int to_day)
{
    const struct check *c = w->check;
    bool in_hours = rule_defs[id].kind == KIND_MINUTES;
    double sum = 0, most = w->rules->rule[id].value;
    for (int day = from_day; day < to_day; day++) {
        const struct duty *duty = duty_on(w, day);
        if (!is_of_class(w, duty, rule_defs[id].class_))
            continue;
        const struct shift *shift = &c->plan->shifts[duty->shift];
        sum += in_hours ? (shift->length_min - shift->meal_min) / 60.0 : 1;
    }
    if (sum <= most + 1e-6)
        return;
    if (is_care(w, id))
        pay_care(w, id, sum - most);
    else
        FAULT(w, -1, "%s works %.4g %s in the week of %s; %s allows %.4g", w->who, sum,
              in_hours                              ? "h"
              : rule_defs[id].class_ == CLASS_NIGHT ? "nights"
                                                    : "days",
              check_date(c, c->horizon->first + from_day), source_of(w, id), most);
}

/* The longest stretch without work between the begins of two days. */
static void check_long_rest(const struct week *w, int id, int from_day, int to_day)
{
    const struct check *c = w->check;
    int64_t since = c->horizon->begin[from_day], close = c->horizon->begin[to_day], longest = 0;
    const struct ledger_entry *ledger = c->ledger[w->agent];
    if (ledger && ledger->last_shift_end > since)
        since = ledger->last_shift_end;
    for (int i = 0; i < n_duties(w) && duty_at(w, i)->start < close; i++) {
        const struct duty *duty = duty_at(w, i);
        if (duty->start - since > longest)
            longest = duty->start - since;
        since = duty->end > since ? duty->end : since;
    }
    longest = close - since > longest ? close - since : longest;
    double hours = (double)longest / 3600, least = w->rules->rule[id].value;
    if (hours >= least - 1e-6)
        return;
    FAULT(w, -1, "%s has no rest longer than %.4g h in the week of %s; %s asks for %.4g h", w->who,
          hours, check_date(c, c->horizon->first + from_day), source_of(w, id), least);
}

static void check_week_rules(const struct week *w, int from_day, int to_day)
{
    for (int id = 0; id < N_RULES; id++) {
        if (!rule_in_force(w->rules, (enum rule_id)id))
            continue;
        enum rule_kind kind = rule_defs[id].kind;
        if (kind == KIND_COUNT || kind == KIND_MINUTES)
            check_sum(w, id, from_day, to_day);
        else if (kind == KIND_LONG_REST)
            check_long_rest(w, id, from_day, to_day);
    }
}

void check_weeks(struct check *check)
{
    int n_days = check->horizon->n_days;
    for (int a = 0; a < check->plan->n_agents; a++) {
        struct week w = {.check = check,
                         .agent = a,
                         .who = check_agent(check, a),
                         .rules = check_rules(check, a)};
        check_leaves(&w);
        for (int day = 0; day < n_days; day++)
            check_fixed(&w, day);
        check_gaps(&w);
        for (int id = 0; id < N_RULES; id++)
            if (rule_defs[id].kind == KIND_RUN && rule_in_force(w.rules, (enum rule_id)id))
                check_runs(&w, id);
        for (int from = 0; from < n_days; from += 7) {
            int to = from + 7 < n_days ? from + 7 : n_days;
            check_contract(&w, from, to);
            check_week_rules(&w, from, to);
        }
    }
    check_absences(check);
}
