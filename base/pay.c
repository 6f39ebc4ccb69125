/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pay.c - pay of a shift, minute by minute of its own time.
 *
 * A paid minute (the meal is not) has
 *   a class  d: ordinary date, special or regular holiday, each also as a day off that is worked,
 *   a tier   k: which stretch of paid minutes since the shift's start it lies in,
 *   a night  n: 1 inside the night window on the site's clock, else 0.
 * It earns, in minutes of wage, r(d, k) (1 + n s) where premiums multiply, r(d, k) + n s where they
 * add, s the night premium.  The contract's wage holds 1 of it in the first tier of a class whose
 * rate includes the base and that is not a day off; the rest is extra.  Nothing depends on where a
 * shift is cut, since d, k and n of a minute hang on the shift and the clock alone.
 *
 * pay_count does not walk minutes but stretches: to the next midnight, edge of night, end of a
 * tier, or edge of the meal, whichever comes first. */
#include "base/pay.h"

#include <math.h>
#include <string.h>

#include "base/plan.h"
#include "base/roster.h"

const char *const pay_day_names[N_PAY_DAYS] = {"ordinary",     "rest",        "special",
                                               "special_rest", "regular",     "regular_rest",
                                               "double",       "double_rest", "regular_shortest"};
const enum pay_day pay_fallback[N_PAY_DAYS] = {PAY_ORDINARY, PAY_ORDINARY,     PAY_ORDINARY,
                                               PAY_REST,     PAY_ORDINARY,     PAY_REGULAR,
                                               PAY_REGULAR,  PAY_REGULAR_REST, PAY_REGULAR};
const char *const pay_stacking_names[N_PAY_STACKINGS] = {"multiply", "add"};
const char *const holiday_attribution_names[N_HOLIDAY_ATTRIBUTIONS] = {"calendar_hours",
                                                                       "shift_start"};
const char *const pay_holiday_names[N_PAY_HOLIDAYS] = {"none", "special", "regular"};
const char *const pay_rounding_names[N_PAY_ROUNDINGS] = {"none", "down", "nearest", "up"};
const char *const premium_names[N_PREMIUMS] = {"night", "overtime", "rest_day", "holiday"};

static const struct pay_rates plain = {.n = 1, .rate = {1}};

const struct pay_rates *pay_rates(const struct pay_scheme *scheme, enum pay_day day)
{
    while (scheme->day[day].n == 0 && pay_fallback[day] != day)
        day = pay_fallback[day];
    return scheme->day[day].n > 0 ? &scheme->day[day] : &plain;
}

int pay_ordinary_min(const struct pay_scheme *scheme, int paid_min)
{
    const struct pay_rates *rates = pay_rates(scheme, PAY_ORDINARY);
    return rates->n > 1 && rates->until_min[0] < paid_min ? rates->until_min[0] : paid_min;
}

double pay_hourly(const struct pay_scheme *scheme, double wage_per_month)
{
    double wage = wage_per_month / scheme->hours_of_month;
    switch (scheme->rounding) {
    case ROUND_DOWN:
        return floor(wage + 1e-9);
    case ROUND_NEAREST:
        return round(wage);
    case ROUND_UP:
        return ceil(wage - 1e-9);
    case ROUND_NONE:
    case N_PAY_ROUNDINGS:
        break;
    }
    return wage;
}

struct pay_work pay_work_of(const struct duty *duty)
{
    struct pay_work work = {
        .start = duty->start, .end = duty->end, .is_rest_day = duty->is_rest_day};
    for (int i = 0; i < duty->n_pauses; i++)
        if (duty->pause[i].is_meal) {
            work.meal = duty->pause[i].start;
            work.meal_end = work.meal + (int64_t)duty->pause[i].min * 60;
        }
    return work;
}

/* What a date is in one calendar: 0 nothing, 1 special, 2 regular, 3 two regular ones. */
static int holiday_rank(const struct plan *plan, const struct pay_scheme *pay, const char *calendar,
                        int32_t date)
{
    int n_regular = 0, n_special = 0;
    for (int i = 0; i < plan->n_holidays; i++) {
        const struct holiday *h = &plan->holidays[i];
        if (h->date != date || strcmp(h->calendar, calendar) != 0)
            continue;
        n_regular += pay->holiday[h->kind] == PAY_REGULAR_HOLIDAY;
        n_special += pay->holiday[h->kind] == PAY_SPECIAL_HOLIDAY;
    }
    return n_regular > 1 ? 3 : n_regular > 0 ? 2 : n_special > 0;
}

static enum pay_day day_of(const struct plan *plan, const struct branch *branch, int32_t date,
                           bool is_rest)
{
    const struct site *site = plan_site(plan, branch);
    const struct pay_scheme *pay = plan_pay(plan, branch);
    static const enum pay_day of_rank[4][2] = {{PAY_ORDINARY, PAY_REST},
                                               {PAY_SPECIAL, PAY_SPECIAL_REST},
                                               {PAY_REGULAR, PAY_REGULAR_REST},
                                               {PAY_DOUBLE, PAY_DOUBLE_REST}};
    int rank = 0;
    for (int c = 0; c < site->n_calendars; c++) {
        int own = holiday_rank(plan, pay, site->calendars[c], date);
        rank = own > rank ? own : rank;
    }
    if (rank == 2 && !is_rest && (pay->shortest_days >> date_weekday(date) & 1u))
        return PAY_REGULAR_SHORTEST;
    return of_rank[rank][is_rest];
}

/* Lowers *until to `edge` if that lies between. */
static void cut(int64_t *until, int64_t at, int64_t edge)
{
    if (edge > at && edge < *until)
        *until = edge;
}

/* Whether `at` lies in the night window; *until no later than the next edge of it. */
static bool is_night(const struct plan *plan, const struct rule_set *rules, int64_t at,
                     int64_t *until)
{
    int from = (int)lround(rules->rule[RULE_NIGHT_FROM].value * 60);
    int to = (int)lround(rules->rule[RULE_NIGHT_TO].value * 60);
    const struct tz *zone = plan_site(plan, rules->branch)->zone;
    int32_t date = tz_date(zone, at);
    bool night = false;
    to += to <= from ? 1440 : 0;
    for (int32_t d = date - 1; d <= date; d++) {
        int64_t begin = tz_day_boundary(zone, d, from);
        int64_t end = tz_day_boundary(zone, d, to);
        night = night || (at >= begin && at < end);
        cut(until, at, begin);
        cut(until, at, end);
    }
    return night;
}

static int tier_at(const struct pay_rates *rates, int paid_min)
{
    int tier = 0;
    while (tier < rates->n - 1 && paid_min >= rates->until_min[tier])
        tier++;
    return tier;
}

void pay_count(struct pay_minutes *out, const struct plan *plan, const struct rule_set *rules,
               const struct pay_work *work, int64_t from, int64_t to)
{
    const struct tz *zone = plan_site(plan, rules->branch)->zone;
    const struct pay_scheme *pay = plan_pay(plan, rules->branch);
    bool by_start = pay->attribution == BY_SHIFT_START;
    int paid_min = 0;
    for (int64_t at = work->start, until; at < work->end; at = until) {
        until = work->end;
        cut(&until, at, work->meal);
        cut(&until, at, work->meal_end);
        if (at >= work->meal && at < work->meal_end)
            continue;
        int32_t date = tz_date(zone, by_start ? work->start : at);
        enum pay_day day = day_of(plan, rules->branch, date, work->is_rest_day);
        bool night = is_night(plan, rules, at, &until);
        const struct pay_rates *rates = pay_rates(pay, day);
        int tier = tier_at(rates, paid_min);
        if (tier < rates->n - 1)
            cut(&until, at, at + (int64_t)(rates->until_min[tier] - paid_min) * 60);
        cut(&until, at, tz_day_boundary(zone, tz_date(zone, at) + 1, 0));
        cut(&until, at, from);
        cut(&until, at, to);
        int minutes = (int)((until - at) / 60);
        if (at >= from && at < to)
            out->min[day][tier][night] += minutes;
        paid_min += minutes;
    }
}

double pay_rate(const struct pay_scheme *scheme, enum pay_day day, int tier, bool night,
                double night_share)
{
    double rate = pay_rates(scheme, day)->rate[tier];
    if (!night)
        return rate;
    return scheme->stacking == PAY_MULTIPLY ? rate * (1 + night_share) : rate + night_share;
}

bool pay_is_rest(enum pay_day day)
{
    return day == PAY_REST || day == PAY_SPECIAL_REST || day == PAY_REGULAR_REST ||
           day == PAY_DOUBLE_REST;
}

double pay_base(const struct pay_scheme *scheme, enum pay_day day, int tier)
{
    return tier == 0 && !pay_is_rest(day) && !pay_rates(scheme, day)->on_top ? 1 : 0;
}

void pay_premiums(struct premiums *out, const struct pay_scheme *scheme,
                  const struct pay_minutes *minutes, double night_share)
{
    *out = (struct premiums){0};
    for (enum pay_day day = 0; day < N_PAY_DAYS; day++) {
        enum premium cause = pay_is_rest(day)      ? PREMIUM_REST_DAY
                             : day == PAY_ORDINARY ? PREMIUM_OVERTIME
                                                   : PREMIUM_HOLIDAY;
        for (int tier = 0; tier < pay_rates(scheme, day)->n; tier++) {
            double by_day = pay_rate(scheme, day, tier, false, 0);
            double by_night = pay_rate(scheme, day, tier, true, night_share) - by_day;
            const int *min = minutes->min[day][tier];
            out->hours[cause] += (by_day - pay_base(scheme, day, tier)) * (min[0] + min[1]) / 60;
            out->hours[PREMIUM_NIGHT] += by_night * min[1] / 60;
        }
    }
}

double pay_sum(const struct premiums *premiums)
{
    double sum = 0;
    for (int p = 0; p < N_PREMIUMS; p++)
        sum += premiums->hours[p];
    return sum;
}

void pay_of_duty(struct premiums *out, const struct plan *plan, const struct duty *duty)
{
    const struct rule_set *rules = plan_rules(plan, duty->agent);
    struct pay_work work = pay_work_of(duty);
    struct pay_minutes minutes = {0};
    pay_count(&minutes, plan, rules, &work, work.start, work.end);
    pay_premiums(out, plan_pay(plan, rules->branch), &minutes,
                 rule_in_force(rules, RULE_NIGHT_PREMIUM) ? rules->rule[RULE_NIGHT_PREMIUM].value
                                                          : 0);
}
