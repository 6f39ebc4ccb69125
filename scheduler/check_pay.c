/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_pay.c - what a shift earns, counted minute by minute from the scheme's data alone.
 *
 * Each minute outside the meal is paid.  Its number among the paid ones picks the tier of its class
 * of day, the site's clock says whether it is night and whose date it is.  It earns rate x (1 +
 * night premium), or rate + night premium where premiums add; the contract's wage holds one of it
 * in the first tier, unless the day is one off or its rate is paid on top. */
#include <math.h>
#include <string.h>

#include "scheduler/check_part.h"

/* What the date is: its holidays in each of the site's calendars, the highest counts. */
static enum pay_day class_of(const struct plan *plan, const struct branch *branch, int32_t date,
                             bool day_off)
{
    const struct site *site = plan_site(plan, branch);
    const struct pay_scheme *pay = plan_pay(plan, branch);
    int regular = 0, special = 0;
    for (int c = 0; c < site->n_calendars; c++) {
        int here = 0;
        for (int i = 0; i < plan->n_holidays; i++) {
            const struct holiday *holiday = &plan->holidays[i];
            if (strcmp(holiday->calendar, site->calendars[c]) != 0 || holiday->date != date)
                continue;
            if (pay->holiday[holiday->kind] == PAY_REGULAR_HOLIDAY)
                here++;
            else if (pay->holiday[holiday->kind] == PAY_SPECIAL_HOLIDAY)
                special = 1;
        }
        regular = here > regular ? here : regular;
    }
    if (regular >= 2)
        return day_off ? PAY_DOUBLE_REST : PAY_DOUBLE;
    if (regular == 1 && day_off)
        return PAY_REGULAR_REST;
    if (regular == 1)
        return (pay->shortest_days & 1u << date_weekday(date)) ? PAY_REGULAR_SHORTEST : PAY_REGULAR;
    if (special)
        return day_off ? PAY_SPECIAL_REST : PAY_SPECIAL;
    return day_off ? PAY_REST : PAY_ORDINARY;
}

/* The rates that hold on a day of the class; NULL: the plain wage. */
static const struct pay_rates *rates_of(const struct pay_scheme *pay, enum pay_day day)
{
    while (pay->day[day].n == 0 && day != PAY_ORDINARY)
        day = pay_fallback[day];
    return pay->day[day].n > 0 ? &pay->day[day] : NULL;
}

/* Tier of the n-th paid minute (from 0). */
static int tier_of(const struct pay_rates *rates, int n)
{
    int tier = 0;
    for (int i = 0; rates && i + 1 < rates->n; i++)
        tier += n >= rates->until_min[i];
    return tier;
}

/* Hours of wage that an hour of the class earns; *extra: beside the contract's. */
static double hour_of(double *extra, const struct pay_scheme *pay, enum pay_day day, int tier,
                      bool night, double share)
{
    const struct pay_rates *rates = rates_of(pay, day);
    bool day_off = day == PAY_REST || day == PAY_SPECIAL_REST || day == PAY_REGULAR_REST ||
                   day == PAY_DOUBLE_REST;
    double rate = rates ? rates->rate[tier] : 1;
    if (night)
        rate = pay->stacking == PAY_ADD ? rate + share : rate * (1 + share);
    *extra = tier > 0 || day_off || (rates && rates->on_top) ? rate : rate - 1;
    return rate;
}

static bool is_in_window(int minute, double from_h, double to_h)
{
    double from = from_h * 60, to = to_h * 60;
    return to > from ? minute >= from && minute < to : minute >= from || minute < to;
}

static bool is_meal(const struct duty *duty, int64_t at)
{
    for (int i = 0; i < duty->n_pauses; i++)
        if (duty->pause[i].is_meal && at >= duty->pause[i].start &&
            at < duty->pause[i].start + (int64_t)duty->pause[i].min * 60)
            return true;
    return false;
}

int check_ordinary_min(const struct plan *plan, const struct duty *duty)
{
    const struct shift *shift = &plan->shifts[duty->shift];
    const struct pay_rates *rates = rates_of(plan_pay(plan, shift->branch), PAY_ORDINARY);
    int paid = shift->length_min - shift->meal_min;
    if (duty->is_rest_day)
        return 0;
    return rates && rates->n > 1 && paid > rates->until_min[0] ? rates->until_min[0] : paid;
}

static double night_share(const struct rule_set *rules)
{
    return rule_in_force(rules, RULE_NIGHT_PREMIUM) ? rules->rule[RULE_NIGHT_PREMIUM].value : 0;
}

void check_pay(struct check_paid *out, const struct plan *plan, const struct rule_set *rules,
               const struct duty *duty)
{
    const struct pay_scheme *pay = plan_pay(plan, rules->branch);
    const struct tz *zone = plan_site(plan, rules->branch)->zone;
    int32_t start_date = tz_date(zone, duty->start), classed = NO_DATE;
    enum pay_day day = PAY_ORDINARY;
    *out = (struct check_paid){0};
    for (int64_t at = duty->start; at < duty->end; at += 60) {
        if (is_meal(duty, at))
            continue;
        struct civil local;
        tz_civil(&local, zone, at);
        int32_t date = pay->attribution == BY_SHIFT_START
                           ? start_date
                           : date_from_civil(local.year, local.month, local.day);
        if (date != classed)
            day = class_of(plan, rules->branch, date, duty->is_rest_day);
        classed = date;
        int tier = tier_of(rates_of(pay, day), out->paid_min++);
        bool night = is_in_window(local.hour * 60 + local.min, rules->rule[RULE_NIGHT_FROM].value,
                                  rules->rule[RULE_NIGHT_TO].value);
        double extra, hour = hour_of(&extra, pay, day, tier, night, night_share(rules));
        out->min[day][tier][night]++;
        out->hours += hour / 60;
        out->extra_hours += extra / 60;
        out->over_hours += tier > 0 ? hour / 60 : 0;
        out->ordinary_min += tier == 0 && !duty->is_rest_day;
    }
}

/* ---- payroll.csv against the roster ---- */

static int find_duty(const struct roster *roster, const struct payroll_row *row)
{
    for (int lo = 0, hi = roster->n_duties; lo < hi;) {
        int mid = (lo + hi) / 2;
        const struct duty *duty = &roster->duty[mid];
        if (duty->agent == row->agent && duty->work_date == row->work_date)
            return mid;
        if (duty->agent < row->agent ||
            (duty->agent == row->agent && duty->work_date < row->work_date))
            lo = mid + 1;
        else
            hi = mid;
    }
    return -1;
}

/* One row; its minutes are taken off what the duty has. */
static int check_payroll_row(const struct plan *plan, const struct payroll_row *row,
                             struct check_paid *paid, struct diags *diags)
{
    const struct agent *agent = &plan->agents[row->agent];
    const struct rule_set *rules = plan_rules(plan, row->agent);
    const struct pay_scheme *pay = plan_pay(plan, agent->branch);
    const struct pay_rates *rates = rates_of(pay, row->day);
    char date[DATE_TEXT];
    double extra, rate = 0;
    if (row->tier < (rates ? rates->n : 1))
        rate = hour_of(&extra, pay, row->day, row->tier, row->is_night, night_share(rules));
    int *min = &paid->min[row->day][row->tier][row->is_night];
    if (rate == 0 || *min != row->min) {
        diag_error(diags, &row->at,
                   "%s: %d minutes of class %s, tier %d, %s on %s; the roster has %d", agent->id,
                   row->min, pay_day_names[row->day], row->tier + 1,
                   row->is_night ? "night" : "not night", date_format(date, row->work_date), *min);
        return 1;
    }
    *min = 0;
    double money = extra * row->min / 60 * agent->wage_per_h;
    if (fabs(row->rate - rate) < 1e-5 && fabs(row->extra - money) < 1e-3 + 1e-9 * fabs(money))
        return 0;
    diag_error(diags, &row->at, "%s: rate %g and extra %.2f on %s; they are %g and %.2f", agent->id,
               row->rate, row->extra, date_format(date, row->work_date), rate, money);
    return 1;
}

static int left_over(const struct check_paid *paid)
{
    int left = 0;
    for (int day = 0; day < N_PAY_DAYS; day++)
        for (int tier = 0; tier < MAX_PAY_TIERS; tier++)
            left += paid->min[day][tier][0] + paid->min[day][tier][1];
    return left;
}

int check_payroll(const struct payroll_row *row, int n, const struct plan *plan,
                  const struct roster *roster, struct diags *diags)
{
    struct check_paid *paid = NEW_ARRAY(struct check_paid, roster->n_duties + 1);
    int n_faults = 0;
    char date[DATE_TEXT];
    for (int d = 0; d < roster->n_duties; d++)
        check_pay(&paid[d], plan, plan_rules(plan, roster->duty[d].agent), &roster->duty[d]);
    for (int i = 0; i < n; i++) {
        int d = find_duty(roster, &row[i]);
        if (d >= 0) {
            n_faults += check_payroll_row(plan, &row[i], &paid[d], diags);
            continue;
        }
        diag_error(diags, &row[i].at, "%s is paid for %s, but has no shift then in the roster",
                   plan->agents[row[i].agent].id, date_format(date, row[i].work_date));
        n_faults++;
    }
    for (int d = 0; d < roster->n_duties && n_faults == 0; d++) {
        if (left_over(&paid[d]) == 0)
            continue;
        diag_error(diags, NULL, "payroll.csv lacks %d minutes of %s on %s", left_over(&paid[d]),
                   plan->agents[roster->duty[d].agent].id,
                   date_format(date, roster->duty[d].work_date));
        n_faults++;
    }
    mem_free(paid);
    return n_faults;
}
