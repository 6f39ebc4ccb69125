/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_rules.c - working-time rules by kind, for each agent.
 *
 *   gap        rest from a shift of class A to the next, of class B; also from the ledger's last
 *   recovery   the same after the last shift of a run of A: not where A goes on the next date
 *   return     the same as gap; counts how often
 *   run        work dates of a class in a row, from the ledger's on if it ends on the day before
 *   off run    days off between two shifts of the horizon
 *   count      work dates of a class in each week of seven work dates
 *   minutes    their paid hours
 *   succession class B on the date after class A, the ledger's last night too
 *   move       whole hours of the clock, the short way round, from a start to the next of the week
 *   backward   the same, to an earlier hour only
 *   long rest  the longest stretch without work wholly within each week
 *   length, meal, pauses, stretch  each shift by itself
 *
 * A hard rule broken is a fault.  One of the care layer costs its price for each unit beyond: an
 * hour, a day, a time, a week without its rest (days before the first date are not charged). */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/posts.h"
#include "scheduler/check_part.h"

#define TINY 1e-6

/* One rule looked at with one figure. */
struct look {
    const struct week *week;
    int id;
    double value;
    bool only_count;
    double units; /* beyond the figure, summed */
};

/* "rest_between_shifts_h of pack gold-eu (Directive 2003/88/EC art 3)" */
static const char *source_of(const struct look *look)
{
    const struct rule *rule = &look->week->rules->rule[look->id];
    return arena_printf(look->week->check->arena, "%s of %s%s%s%s", rule_defs[look->id].name,
                        rule->pack ? rule->pack : "the site", rule->article ? " (" : "",
                        rule->article ? rule->article : "", rule->article ? ")" : "");
}

static bool is_silent(const struct look *look)
{
    return look->only_count || look->week->rules->rule[look->id].layer == LAYER_CARE;
}

/* The rule is broken by `units`: said if it is hard. */
static void broken(struct look *look, int duty, double units, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static void broken(struct look *look, int duty, double units, const char *format, ...)
{
    char message[400];
    va_list arguments;
    look->units += units;
    if (is_silent(look))
        return;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    check_fault(look->week->check, look->week->agent, duty, "%s %s", look->week->who, message);
}

static const char *date_of(const struct look *look, int day)
{
    return check_date(look->week->check, look->week->check->horizon->first + day);
}

/* By the queues that the agent can serve, whatever the roster names. */
static bool is_hard(const struct week *w, const struct duty *duty)
{
    const struct check *c = w->check;
    uint64_t queues = posts_queues_in(c->plan, w->agent, c->horizon->first, c->horizon->n_days);
    double share = plan_abuse_share(c->plan, c->requirement, queues, duty->start, duty->end);
    return share > 0 && share >= w->rules->rule[RULE_HARD_SHARE].value - 1e-9;
}

static bool is_of_class(const struct week *w, const struct duty *duty, enum rule_class class_)
{
    const struct plan *plan = w->check->plan;
    if (!duty)
        return false;
    switch (class_) {
    case CLASS_NIGHT:
        return plan_is_night(plan, w->rules, duty->start, duty->end);
    case CLASS_DAY:
        return !plan_is_night(plan, w->rules, duty->start, duty->end);
    case CLASS_TOUCHES_NIGHT:
        return plan_night_min(plan, w->rules, duty->start, duty->end) > 0;
    case CLASS_TRAVEL:
        return plan_travels_at_night(plan, w->rules, duty->start, duty->end);
    case CLASS_WEEKEND:
        return date_weekday(duty->work_date) == SATURDAY || date_weekday(duty->work_date) == SUNDAY;
    case CLASS_HARD:
        return is_hard(w, duty);
    case CLASS_ANY:
    case N_CLASSES:
        break;
    }
    return true;
}

static const char *days_word(enum rule_class class_)
{
    return class_ == CLASS_NIGHT           ? "nights"
           : class_ == CLASS_TOUCHES_NIGHT ? "shifts with night in them"
           : class_ == CLASS_TRAVEL        ? "shifts with travel at night"
           : class_ == CLASS_WEEKEND       ? "days of the weekend"
           : class_ == CLASS_HARD          ? "hard shifts"
                                           : "days";
}

static double paid_h(const struct week *w, const struct duty *duty)
{
    const struct shift *shift = &w->check->plan->shifts[duty->shift];
    return (shift->length_min - shift->meal_min) / 60.0;
}

/* What the ledger says of the work dates of a class up to the day before the first. */
static int run_before(const struct week *w, enum rule_class class_)
{
    const struct ledger_entry *ledger = w->check->ledger[w->agent];
    if (!ledger || ledger->until + 1 != w->check->horizon->first)
        return 0;
    return class_ == CLASS_NIGHT ? ledger->run_nights : class_ == CLASS_ANY ? ledger->run_days : 0;
}

/* Between two shifts. */

static void look_at_gap(struct look *look, int i, int64_t end, bool next_date, const char *after)
{
    const struct week *w = look->week;
    const struct rule_def *def = &rule_defs[look->id];
    const struct duty *duty = week_duty(w, i);
    double rest_h = (double)(duty->start - end) / 3600;
    if (rest_h < 0 || rest_h >= look->value - TINY || !is_of_class(w, duty, def->then))
        return;
    if (def->kind == KIND_RECOVERY && next_date && is_of_class(w, duty, def->class_))
        return;
    broken(look, week_index(w, i), def->kind == KIND_RETURN ? 1 : look->value - rest_h,
           "rests %.4g h from %s to %s after %s; %s asks for %.4g h", rest_h,
           check_stamp(w->check, end), check_stamp(w->check, duty->start), after, source_of(look),
           look->value);
}

static void look_at_gaps(struct look *look)
{
    const struct week *w = look->week;
    const struct ledger_entry *ledger = w->check->ledger[w->agent];
    enum rule_class class_ = rule_defs[look->id].class_;
    int run = run_before(w, class_);
    if (ledger && ledger->last_shift_end != NO_TIME && week_n(w) > 0 &&
        (class_ == CLASS_ANY || run > 0))
        look_at_gap(look, 0, ledger->last_shift_end,
                    run > 0 && week_duty(w, 0)->work_date == w->check->horizon->first,
                    "the ledger's last shift");
    for (int i = 1; i < week_n(w); i++) {
        const struct duty *before = week_duty(w, i - 1);
        if (is_of_class(w, before, class_))
            look_at_gap(look, i, before->end, week_duty(w, i)->work_date == before->work_date + 1,
                        "the shift before it");
    }
}

static void look_at_days_off(struct look *look)
{
    const struct week *w = look->week;
    for (int i = 1; i < week_n(w); i++) {
        int off = week_duty(w, i)->work_date - week_duty(w, i - 1)->work_date - 1;
        int least = (int)look->value;
        if (off >= 1 && off < least)
            broken(look, week_index(w, i), least - off,
                   "has %d days off in a row up to %s; %s asks for %d", off,
                   check_date(w->check, week_duty(w, i)->work_date), source_of(look), least);
    }
}

static void look_at_successions(struct look *look)
{
    const struct week *w = look->week;
    const struct rule_def *def = &rule_defs[look->id];
    for (int i = 0; i < week_n(w); i++) {
        const struct duty *duty = week_duty(w, i), *before = i > 0 ? week_duty(w, i - 1) : NULL;
        bool follows =
            before ? before->work_date + 1 == duty->work_date && is_of_class(w, before, def->class_)
                   : duty->work_date == w->check->horizon->first && run_before(w, def->class_) > 0;
        if (follows && is_of_class(w, duty, def->then))
            broken(look, week_index(w, i), 1,
                   "works a shift that is no night on %s, after a night; %s forbids it",
                   check_date(w->check, duty->work_date), source_of(look));
    }
}

static int hour_of(const struct week *w, const struct duty *duty)
{
    return tz_minute(plan_zone(w->check->plan, w->agent), duty->start) / 60;
}

static void look_at_moves(struct look *look, int from_day, int to_day)
{
    const struct week *w = look->week;
    const struct duty *before = NULL;
    int most = (int)look->value;
    for (int day = from_day; day < to_day; day++) {
        const struct duty *duty = week_on(w, day);
        if (!duty)
            continue;
        int later = before ? ((hour_of(w, duty) - hour_of(w, before)) % 24 + 24) % 24 : 0;
        int move = later > 12 ? later - 24 : later;
        bool is_back = rule_defs[look->id].kind == KIND_BACKWARD;
        int beyond = (move < 0 ? -move : is_back ? 0 : move) - most;
        if (beyond > 0)
            broken(look, -1, beyond, "starts %d h %s on %s than before; %s allows %d", abs(move),
                   move < 0 ? "earlier" : "later", date_of(look, day), source_of(look), most);
        before = duty;
    }
}

/* Runs. */

static void end_run(struct look *look, int past, int own, int last_day)
{
    const struct week *w = look->week;
    int most = (int)look->value, over = past + own - most;
    if (own == 0 || over <= 0)
        return;
    broken(look, w->check->duty_on[w->agent * w->check->horizon->n_days + last_day],
           over < own ? over : own, "works %d %s in a row up to %s%s; %s allows %d", past + own,
           days_word(rule_defs[look->id].class_), date_of(look, last_day),
           past > 0 ? arena_printf(w->check->arena, ", %d of them by the ledger", past) : "",
           source_of(look), most);
}

static void look_at_runs(struct look *look)
{
    const struct week *w = look->week;
    enum rule_class class_ = rule_defs[look->id].class_;
    int past = run_before(w, class_), own = 0;
    for (int day = 0; day < w->check->horizon->n_days; day++) {
        if (is_of_class(w, week_on(w, day), class_)) {
            own++;
            continue;
        }
        end_run(look, past, own, day - 1);
        past = own = 0;
    }
    end_run(look, past, own, w->check->horizon->n_days - 1);
}

/* Weeks. */

/* Work dates, or paid hours, of a class in a week. */
static void look_at_sum(struct look *look, int from_day, int to_day)
{
    const struct week *w = look->week;
    const struct rule_def *def = &rule_defs[look->id];
    bool in_hours = def->kind != KIND_COUNT;
    double sum = 0;
    for (int day = from_day; day < to_day; day++) {
        const struct duty *duty = week_on(w, day);
        if (is_of_class(w, duty, def->class_))
            sum += def->kind == KIND_COUNT      ? 1
                   : def->kind == KIND_ORDINARY ? check_ordinary_min(w->check->plan, duty) / 60.0
                                                : paid_h(w, duty);
    }
    if (sum > look->value + TINY)
        broken(look, -1, sum - look->value, "works %.4g %s in the week of %s; %s allows %.4g%s%s",
               sum, in_hours ? "h" : days_word(def->class_), date_of(look, from_day),
               source_of(look), look->value, def->who == WHO_ANYONE ? "" : " for ",
               def->who == WHO_ANYONE ? "" : rule_who_names[def->who]);
}

/* The longest stretch without work between the begins of two days. */
static void look_at_long_rest(struct look *look, int from_day, int to_day)
{
    const struct week *w = look->week;
    const struct horizon *horizon = w->check->horizon;
    int64_t since = horizon->begin[from_day], close = horizon->begin[to_day], longest = 0;
    const struct ledger_entry *ledger = w->check->ledger[w->agent];
    if (ledger && ledger->last_shift_end > since)
        since = ledger->last_shift_end;
    for (int i = 0; i < week_n(w) && week_duty(w, i)->start < close; i++) {
        const struct duty *duty = week_duty(w, i);
        if (duty->start - since > longest)
            longest = duty->start - since;
        since = duty->end > since ? duty->end : since;
    }
    longest = close - since > longest ? close - since : longest;
    double hours = (double)longest / 3600;
    if (hours < look->value - TINY)
        broken(look, -1, 1, "has no rest longer than %.4g h in the week of %s; %s asks for %.4g h",
               hours, date_of(look, from_day), source_of(look), look->value);
}

/* Shifts by themselves. */

static void look_at_length(struct look *look, const struct duty *duty, int index)
{
    double hours = paid_h(look->week, duty);
    if (hours > look->value + TINY)
        broken(look, index, hours - look->value, "works %.4g paid hours on %s; %s allows %.4g",
               hours, check_date(look->week->check, duty->work_date), source_of(look), look->value);
}

static void look_at_meal(struct look *look, const struct duty *duty, int index)
{
    double after_h = look->week->rules->rule[RULE_MEAL_AFTER].value;
    int meal = look->week->check->plan->shifts[duty->shift].meal_min;
    if (paid_h(look->week, duty) > after_h + TINY && meal < look->value - TINY)
        broken(look, index, (look->value - meal) / 60,
               "has a meal of %d minutes on %s; %s asks for %.4g in a shift of more than %.4g h",
               meal, check_date(look->week->check, duty->work_date), source_of(look), look->value,
               after_h);
}

static void look_at_stretch(struct look *look, const struct duty *duty, int index)
{
    int64_t since = duty->start;
    for (int k = 0; k <= duty->n_pauses; k++) {
        bool is_last = k == duty->n_pauses;
        double hours = (double)((is_last ? duty->end : duty->pause[k].start) - since) / 3600;
        if (hours > look->value + TINY)
            broken(look, index, hours - look->value,
                   "works %.4g h without a pause from %s; %s allows %.4g", hours,
                   check_stamp(look->week->check, since), source_of(look), look->value);
        if (!is_last)
            since = duty->pause[k].start + (int64_t)duty->pause[k].min * 60;
    }
}

static void look_at_breaks(struct look *look, const struct duty *duty, int index)
{
    double minutes = 0;
    for (int k = 0; k < duty->n_pauses; k++)
        minutes += duty->pause[k].is_meal ? 0 : duty->pause[k].min;
    if (minutes < look->value - TINY)
        broken(look, index, (look->value - minutes) / 60,
               "has %g minutes of short breaks in a hard shift on %s; %s asks for %g", minutes,
               check_date(look->week->check, duty->work_date), source_of(look), look->value);
}

static void look_at_shifts(struct look *look)
{
    const struct week *w = look->week;
    const struct rule_def *def = &rule_defs[look->id];
    for (int i = 0; i < week_n(w); i++) {
        const struct duty *duty = week_duty(w, i);
        if (!is_of_class(w, duty, def->class_))
            continue;
        if (def->kind == KIND_LENGTH)
            look_at_length(look, duty, week_index(w, i));
        else if (def->kind == KIND_MEAL)
            look_at_meal(look, duty, week_index(w, i));
        else if (def->kind == KIND_PAUSES)
            look_at_breaks(look, duty, week_index(w, i));
        else
            look_at_stretch(look, duty, week_index(w, i));
    }
}

static void look_at_weeks(struct look *look,
                          void (*look_at_week)(struct look *look, int from_day, int to_day))
{
    int n_days = look->week->check->horizon->n_days;
    for (int from = 0; from < n_days; from += 7)
        look_at_week(look, from, from + 7 < n_days ? from + 7 : n_days);
}

static void look_at_rule(struct look *look)
{
    switch (rule_defs[look->id].kind) {
    case KIND_GAP:
    case KIND_RECOVERY:
    case KIND_RETURN:
        look_at_gaps(look);
        break;
    case KIND_RUN:
        look_at_runs(look);
        break;
    case KIND_OFF_RUN:
        look_at_days_off(look);
        break;
    case KIND_SUCCESSION:
        look_at_successions(look);
        break;
    case KIND_COUNT:
    case KIND_MINUTES:
    case KIND_ORDINARY:
        look_at_weeks(look, look_at_sum);
        break;
    case KIND_MOVE:
    case KIND_BACKWARD:
        look_at_weeks(look, look_at_moves);
        break;
    case KIND_LONG_REST:
        look_at_weeks(look, look_at_long_rest);
        break;
    case KIND_LENGTH:
    case KIND_MEAL:
    case KIND_PAUSES:
    case KIND_STRETCH:
        look_at_shifts(look);
        break;
    case KIND_FIGURE:
    case N_KINDS:
        break;
    }
}

void check_rules_of(const struct week *w)
{
    for (int id = 0; id < N_RULES; id++) {
        if (!rule_in_force(w->rules, (enum rule_id)id))
            continue;
        const struct rule *rule = &w->rules->rule[id];
        struct look look = {.week = w, .id = id, .value = rule->value};
        look_at_rule(&look);
        if (rule->layer == LAYER_CARE && rule->price > 0) /* not a number where none was given */
            w->check->out->cost_care += look.units * rule->price;
    }
}

double check_rule_units(const struct week *w, int id, double value)
{
    struct look look = {.week = w, .id = id, .value = value, .only_count = true};
    look_at_rule(&look);
    return look.units;
}
