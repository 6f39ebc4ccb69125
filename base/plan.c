/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.c - questions that every room asks of a plan. */
#include "base/plan.h"

#include <math.h>
#include <string.h>

const struct price_step short_steps[N_SHORT_STEPS] = {
    {0.05, 1, 1}, {0.15, 2, 1.5}, {INFINITY, INFINITY, 2.5}};
const struct price_step surplus_steps[N_SURPLUS_STEPS] = {{0.2, 1, 1}, {INFINITY, INFINITY, 1.5}};

void plan_free(struct plan *plan)
{
    if (!plan)
        return;
    for (int i = 0; i < plan->n_accounts; i++)
        tz_free(plan->accounts[i].zone);
    for (int i = 0; i < plan->n_branches; i++)
        tz_free(plan->branches[i].site.zone);
    tz_free(plan->site.zone);
    for (int i = 0; i < plan->n_lists; i++)
        tz_free(plan->lists[i].zone);
    arena_free(plan->arena); /* holds the plan itself */
}

/* Work date of the first of the client's own figures; NO_DATE without any. */
static int32_t first_given_date(const struct plan *plan)
{
    int64_t first = NO_TIME;
    for (int i = 0; i < plan->n_forecast_given; i++)
        if (first == NO_TIME || plan->forecast_given[i].start < first)
            first = plan->forecast_given[i].start;
    for (int i = 0; i < plan->n_requirement_given; i++)
        if (first == NO_TIME || plan->requirement_given[i].start < first)
            first = plan->requirement_given[i].start;
    if (first == NO_TIME)
        return NO_DATE;
    return tz_work_date(plan->site.zone, first, plan->site.day_starts_min);
}

int32_t plan_default_week(const struct plan *plan)
{
    if (plan->last_call_date == NO_DATE) {
        int32_t given = first_given_date(plan);
        while (given != NO_DATE && date_weekday(given) != plan->site.week_start)
            given--;
        return given;
    }
    int32_t date = plan->last_call_date + 1;
    while (date_weekday(date) != plan->site.week_start)
        date++;
    return date;
}

int plan_holiday(const struct plan *plan, const char *const *calendars, int n_calendars,
                 int32_t date)
{
    for (int i = 0; i < plan->n_holidays; i++) {
        if (plan->holidays[i].date != date)
            continue;
        for (int c = 0; c < n_calendars; c++)
            if (strcmp(calendars[c], plan->holidays[i].calendar) == 0)
                return i;
    }
    return -1;
}

double plan_mean_wage(const struct plan *plan)
{
    double sum = 0;
    int n = 0;
    for (int i = 0; i < plan->n_agents; i++) {
        if (isnan(plan->agents[i].wage_per_h))
            continue;
        sum += plan->agents[i].wage_per_h;
        n++;
    }
    return n > 0 ? sum / n : 1;
}

double plan_abandon_max(const struct plan *plan, int queue)
{
    const struct queue *q = &plan->queues[queue];
    bool is_ahead = q->channel == CHANNEL_OUTBOUND && q->pacing == PACING_POWER;
    double most = q->patience_s > 0 || is_ahead ? q->abandon_max : NAN;
    for (int i = 0; i < plan->n_lists && is_ahead; i++) {
        const struct dial_list *list = &plan->lists[i];
        if (list->queue == queue && list->calling >= 0)
            most = fmin(most, plan->callings[list->calling].abandon_max);
    }
    return most;
}

bool plan_can_serve(const struct plan *plan, int agent, int queue)
{
    const struct agent *a = &plan->agents[agent];
    const struct queue *q = &plan->queues[queue];
    for (int i = 0; i < a->n_skills; i++)
        if (a->skills[i].skill == q->skill)
            return a->skills[i].level >= q->level;
    return false;
}

static const struct tz *zone_of(const struct plan *plan, const struct rule_set *rules)
{
    return plan_site(plan, rules->branch)->zone;
}

static int64_t overlap_s(int64_t from, int64_t to, int64_t begin, int64_t end)
{
    int64_t lo = from > begin ? from : begin;
    int64_t hi = to < end ? to : end;
    return hi > lo ? hi - lo : 0;
}

/* Minutes of [start, end) between two hours of the clock, every day. */
static int window_min(const struct tz *zone, double from_h, double to_h, int64_t start, int64_t end)
{
    int from = (int)lround(from_h * 60), to = (int)lround(to_h * 60);
    if (to <= from)
        to += 1440;
    int64_t seconds = 0;
    for (int32_t date = tz_date(zone, start) - 1; date <= tz_date(zone, end); date++)
        seconds += overlap_s(tz_day_boundary(zone, date, from), tz_day_boundary(zone, date, to),
                             start, end);
    return (int)(seconds / 60);
}

int plan_night_min(const struct plan *plan, const struct rule_set *rules, int64_t start,
                   int64_t end)
{
    return window_min(zone_of(plan, rules), rules->rule[RULE_NIGHT_FROM].value,
                      rules->rule[RULE_NIGHT_TO].value, start, end);
}

int plan_night_meal_min(const struct plan *plan, const struct rule_set *rules, int64_t start,
                        int64_t end)
{
    return window_min(zone_of(plan, rules), rules->rule[RULE_NIGHT_MEAL_FROM].value,
                      rules->rule[RULE_NIGHT_MEAL_TO].value, start, end);
}

bool plan_is_night(const struct plan *plan, const struct rule_set *rules, int64_t start,
                   int64_t end)
{
    return plan_night_min(plan, rules, start, end) >= rules->rule[RULE_NIGHT_LEAST].value * 60;
}

bool plan_can_arrive(const struct plan *plan, const struct rule_set *rules, int64_t start)
{
    const struct site *site = plan_site(plan, rules->branch);
    int minute = tz_minute(site->zone, start);
    if (site->n_shuttles == 0 ||
        window_min(zone_of(plan, rules), rules->rule[RULE_TRAVEL_FROM].value,
                   rules->rule[RULE_TRAVEL_TO].value, start, start + 60) == 0)
        return true;
    for (int i = 0; i < site->n_shuttles; i++)
        if (site->shuttles[i] % 1440 == minute)
            return true;
    return false;
}

bool plan_travels_at_night(const struct plan *plan, const struct rule_set *rules, int64_t start,
                           int64_t end)
{
    double from = rules->rule[RULE_TRAVEL_FROM].value * 60;
    double length = fmod(rules->rule[RULE_TRAVEL_TO].value * 60 - from + 1440, 1440);
    double at_start = fmod(tz_minute(zone_of(plan, rules), start) - from + 1440, 1440);
    double at_end = fmod(tz_minute(zone_of(plan, rules), end) - from + 1440, 1440);
    return at_start < length || at_end < length;
}

double plan_abuse_share(const struct plan *plan, const struct requirement *requirement,
                        uint64_t queues, int64_t start, int64_t end)
{
    const struct grid *grid = &requirement->grid;
    double need = 0, abuse = 0;
    for (int t = 0; t < grid->n_slots; t++) {
        int64_t begin = grid->begin + (int64_t)t * grid->slot_s;
        double seconds = (double)overlap_s(start, end, begin, begin + grid->slot_s);
        for (int q = 0; seconds > 0 && q < requirement->n_queues; q++) {
            if (!(queues >> q & 1))
                continue;
            double people = seconds * requirement->need[q * grid->n_slots + t];
            need += people;
            abuse += people * plan->queues[q].abuse_share;
        }
    }
    return need > 0 ? abuse / need : 0;
}
