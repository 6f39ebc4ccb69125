/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_pay.c - what a shift earns, counted minute by minute from the scheme's data alone.
 *
 * Each minute outside the meal is paid.  Its number among the paid ones picks the tier of its class
 * of day, the site's clock says whether it is night and whose date it is.  It earns rate x (1 +
 * night premium), or rate + night premium where premiums add; the contract's wage holds one of it
 * in the first tier, unless the day is one off or its rate is paid on top. */
#include <string.h>

#include "scheduler/check_part.h"

/* What the date is: its holidays in each of the site's calendars, the highest counts. */
static enum pay_day class_of(const struct plan *plan, int32_t date, bool day_off)
{
    int regular = 0, special = 0;
    for (int c = 0; c < plan->site.n_calendars; c++) {
        int here = 0;
        for (int i = 0; i < plan->n_holidays; i++) {
            const struct holiday *holiday = &plan->holidays[i];
            if (strcmp(holiday->calendar, plan->site.calendars[c]) != 0 || holiday->date != date)
                continue;
            if (plan->pay.holiday[holiday->kind] == PAY_REGULAR_HOLIDAY)
                here++;
            else if (plan->pay.holiday[holiday->kind] == PAY_SPECIAL_HOLIDAY)
                special = 1;
        }
        regular = here > regular ? here : regular;
    }
    if (regular >= 2)
        return day_off ? PAY_DOUBLE_REST : PAY_DOUBLE;
    if (regular == 1 && day_off)
        return PAY_REGULAR_REST;
    if (regular == 1)
        return (plan->pay.shortest_days & 1u << date_weekday(date)) ? PAY_REGULAR_SHORTEST
                                                                    : PAY_REGULAR;
    if (special)
        return day_off ? PAY_SPECIAL_REST : PAY_SPECIAL;
    return day_off ? PAY_REST : PAY_ORDINARY;
}

/* Rate and base of the n-th paid minute (from 0) on a day of the class. */
static double rate_of(const struct pay_scheme *pay, enum pay_day day, int n, bool *is_first,
                      bool *on_top)
{
    while (pay->day[day].n == 0 && day != PAY_ORDINARY)
        day = pay_fallback[day];
    const struct pay_rates *rates = &pay->day[day];
    *is_first = true;
    *on_top = rates->on_top;
    if (rates->n == 0)
        return 1;
    for (int tier = 0; tier + 1 < rates->n; tier++) {
        if (n < rates->until_min[tier])
            return rates->rate[tier];
        *is_first = false;
    }
    return rates->rate[rates->n - 1];
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

void check_pay(struct check_paid *out, const struct plan *plan, const struct rule_set *rules,
               const struct duty *duty)
{
    const struct pay_scheme *pay = &plan->pay;
    const struct tz *zone = plan->site.zone;
    double share =
        rule_in_force(rules, RULE_NIGHT_PREMIUM) ? rules->rule[RULE_NIGHT_PREMIUM].value : 0;
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
            day = class_of(plan, date, duty->is_rest_day);
        classed = date;
        bool is_first, on_top;
        double rate = rate_of(pay, day, out->paid_min++, &is_first, &on_top), more = 0;
        if (is_in_window(local.hour * 60 + local.min, rules->rule[RULE_NIGHT_FROM].value,
                         rules->rule[RULE_NIGHT_TO].value))
            more = pay->stacking == PAY_ADD ? share : rate * share;
        out->hours += (rate + more) / 60;
        out->extra_hours +=
            (rate + more - (is_first && !on_top && !duty->is_rest_day ? 1 : 0)) / 60;
        out->ordinary_min += is_first && !duty->is_rest_day;
    }
}
