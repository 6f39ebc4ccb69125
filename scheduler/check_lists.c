/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_lists.c - night.csv and offers.csv against the roster, counted anew minute by minute.
 *
 * Night.  A shift that begins (ends) in the hours of travel at night calls for transport to it
 * (home from it) where nights_without_transport_max is a rule of the site, and one with a
 * minute of work in the hours of the night meal for a meal, at its unpaid meal or in its middle,
 * where night_meal_kcal is.
 *
 * Offers.  Minutes beyond the first tier of a contract's day are overtime, all of a day off that is
 * worked is bought; both cost what these minutes earn.  What the contract's days of a week fall
 * short of the contract is time off, and saves its wage.  Fixed shifts are nobody's offer. */
#include <math.h>
#include <string.h>

#include "scheduler/check_part.h"

/* ---- night.csv ---- */

static bool is_between(const struct tz *zone, int64_t at, double from_h, double to_h)
{
    int minute = tz_minute(zone, at);
    double from = from_h * 60, to = to_h * 60;
    return to > from ? minute >= from && minute < to : minute >= from || minute < to;
}

static bool is_of(const struct rule_set *rules, const struct tz *zone, int64_t at,
                  enum rule_id from, enum rule_id to)
{
    return is_between(zone, at, rules->rule[from].value, rules->rule[to].value);
}

static int64_t meal_of(const struct duty *duty)
{
    for (int k = 0; k < duty->n_pauses; k++)
        if (duty->pause[k].is_meal)
            return duty->pause[k].start;
    return duty->start + (duty->end - duty->start) / 120 * 60;
}

/* When what is called for by the shift; NO_TIME: it is not. */
static int64_t called_for(const struct plan *plan, const struct duty *duty, enum night_what what)
{
    const struct rule_set *rules = plan_rules(plan, duty->agent);
    const struct tz *zone = plan_zone(plan, duty->agent);
    bool transport =
        rule_in_force(rules->branch ? &rules->branch->rules : &plan->rules, RULE_NO_TRANSPORT);
    switch (what) {
    case NIGHT_TRANSPORT_TO:
        return transport && is_of(rules, zone, duty->start, RULE_TRAVEL_FROM, RULE_TRAVEL_TO)
                   ? duty->start
                   : NO_TIME;
    case NIGHT_TRANSPORT_HOME:
        return transport && is_of(rules, zone, duty->end, RULE_TRAVEL_FROM, RULE_TRAVEL_TO)
                   ? duty->end
                   : NO_TIME;
    case NIGHT_MEAL:
        for (int64_t at = duty->start; at < duty->end && rule_in_force(rules, RULE_NIGHT_MEAL);
             at += 60)
            if (is_of(rules, zone, at, RULE_NIGHT_MEAL_FROM, RULE_NIGHT_MEAL_TO))
                return meal_of(duty);
        break;
    case N_NIGHT_WHATS:
        break;
    }
    return NO_TIME;
}

static bool is_listed(const struct night_row *row, int n, const struct duty *duty,
                      enum night_what what, int64_t at)
{
    for (int i = 0; i < n; i++)
        if (row[i].agent == duty->agent && row[i].work_date == duty->work_date &&
            row[i].what == what && row[i].instant == at)
            return true;
    return false;
}

int check_night(const struct night_row *row, int n, const struct plan *plan,
                const struct roster *roster, struct diags *diags)
{
    int n_due = 0, n_faults = 0;
    char date[DATE_TEXT], stamp[STAMP_TEXT];
    for (int d = 0; d < roster->n_duties; d++)
        for (enum night_what what = 0; what < N_NIGHT_WHATS; what++) {
            const struct duty *duty = &roster->duty[d];
            int64_t at = called_for(plan, duty, what);
            n_due += at != NO_TIME;
            if (at == NO_TIME || is_listed(row, n, duty, what, at))
                continue;
            diag_error(diags, NULL, "night.csv lacks %s of %s on %s, at %s", night_what_names[what],
                       plan->agents[duty->agent].id, date_format(date, duty->work_date),
                       tz_format(stamp, plan_zone(plan, duty->agent), at));
            n_faults++;
        }
    if (n_faults > 0 || n <= n_due)
        return n_faults;
    diag_error(diags, &row[n - 1].at, "night.csv has %d rows; the roster calls for %d", n, n_due);
    return 1;
}

/* ---- offers.csv ---- */

/* What one shift buys; false: nothing. */
static bool bought(struct offer *out, const struct plan *plan, const struct duty *duty)
{
    struct check_paid paid;
    int over_min = duty->paid_min - check_ordinary_min(plan, duty);
    check_pay(&paid, plan, plan_rules(plan, duty->agent), duty);
    *out = (struct offer){.agent = duty->agent,
                          .date = duty->work_date,
                          .kind = duty->is_rest_day ? OFFER_REST_DAY : OFFER_OVERTIME,
                          .minutes = over_min,
                          .price = plan->agents[duty->agent].wage_per_h *
                                   (duty->is_rest_day ? paid.hours : paid.over_hours)};
    return over_min > 0;
}

static int find_offer(const struct offer_row *row, int n, const struct offer *offer)
{
    for (int i = 0; i < n; i++)
        if (row[i].offer.agent == offer->agent && row[i].offer.date == offer->date &&
            row[i].offer.kind == offer->kind)
            return i;
    return -1;
}

/* Faults of one offer that the roster makes. */
static int check_offer(const struct offer_row *row, int n, const struct plan *plan,
                       const struct offer *offer, struct diags *diags)
{
    char date[DATE_TEXT];
    const char *who = plan->agents[offer->agent].id, *kind = offer_kind_names[offer->kind];
    int i = find_offer(row, n, offer);
    date_format(date, offer->date);
    if (i < 0) {
        diag_error(diags, NULL, "offers.csv lacks %s of %s on %s", kind, who, date);
        return 1;
    }
    if (row[i].offer.minutes == offer->minutes &&
        fabs(row[i].offer.price - offer->price) < 0.006 + 1e-9 * fabs(offer->price))
        return 0;
    diag_error(diags, &row[i].at, "%s: %s of %d minutes for %.2f on %s; they are %d and %.2f", who,
               kind, row[i].offer.minutes, row[i].offer.price, date, offer->minutes, offer->price);
    return 1;
}

/* Time off of one week; false: none. */
static bool given_up(struct offer *out, const struct week *w, int from_day, int to_day)
{
    const struct check *c = w->check;
    const struct agent *agent = &c->plan->agents[w->agent];
    int left = (int)floor(check_owed_h(w, from_day, to_day, true) * 60 + 1e-6);
    for (int i = 0; i < week_n(w); i++) {
        int day = week_duty(w, i)->work_date - c->horizon->first;
        if (day >= from_day && day < to_day)
            left -= check_ordinary_min(c->plan, week_duty(w, i));
    }
    *out = (struct offer){.agent = w->agent,
                          .date = c->horizon->first + from_day,
                          .kind = OFFER_TIME_OFF,
                          .minutes = left,
                          .price = -agent->wage_per_h * left / 60};
    return agent->time_off_h > 0 && left > 0;
}

int check_offers(const struct offer_row *row, int n, const struct plan *plan,
                 const struct requirement *requirement, const struct roster *roster,
                 struct diags *diags)
{
    struct check_result result = {0};
    struct arena *arena = arena_new();
    struct check check = {.plan = plan,
                          .requirement = requirement,
                          .roster = roster,
                          .horizon = &roster->horizon,
                          .out = &result,
                          .arena = arena,
                          .diags = diags};
    struct offer offer;
    int n_due = 0, n_faults = 0;
    check_prepare(&check);
    for (int a = 0; a < plan->n_agents; a++) {
        struct week w = check_week(&check, a);
        for (int i = 0; i < week_n(&w); i++) {
            const struct duty *duty = week_duty(&w, i);
            if (check_leave(&check, a, duty->work_date, true) >= 0 || !bought(&offer, plan, duty))
                continue;
            n_due++;
            n_faults += check_offer(row, n, plan, &offer, diags);
        }
        for (int from = 0; from < check.horizon->n_days; from += 7) {
            int to = from + 7 < check.horizon->n_days ? from + 7 : check.horizon->n_days;
            if (!given_up(&offer, &w, from, to))
                continue;
            n_due++;
            n_faults += check_offer(row, n, plan, &offer, diags);
        }
    }
    if (n_faults == 0 && n > n_due) {
        diag_error(diags, &row[n - 1].at, "offers.csv has %d rows; the roster makes %d offers", n,
                   n_due);
        n_faults++;
    }
    arena_free(arena);
    return n_faults;
}
