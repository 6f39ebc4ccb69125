/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_pay.c - what choices earn beside the contract's wage, and meals that leave no doubt of it.
 *
 * An agent of wage w and night premium s earns for a choice
 *     w (extra + s night)
 * beside the contract's wage, where `extra` are hours of wage by class and tier (base/pay.h) and
 * `night` the paid hours of night, weighted by their rate where premiums multiply.  Both depend on
 * where the unpaid meal lies, while the pauses of a choice are placed by worth of cover alone, the
 * same for all wages.  So the starts of a meal are split into runs of equal pay, and each run is a
 * choice of its own with that window: every choice has one exact price.  Of a meal that straddles a
 * change of rate each start would be such a run; these are left out while any other fits, so that a
 * meal lies on one side of it and few choices are added.  Where pay is the same everywhere, as for
 * most shifts, the window stays whole. */
#include <assert.h>
#include <math.h>

#include "base/pay.h"
#include "scheduler/build_part.h"

/* Hours of wage with the meal at one start. */
struct earned {
    double extra_h, night_h[MAX_NIGHT_WINDOWS];
};

struct span { /* a shift on the clock, and how long its meal is */
    const struct build *b;
    int64_t start, end;
    int meal_s;
    const struct branch *branch;
    bool is_rest_day;
};

static struct rule_set window_rules(const struct build *b, int k)
{
    return build_rules_of_window(&b->nights[k]);
}

static struct earned earned_with(const struct span *s, int64_t meal)
{
    const struct pay_scheme *pay = plan_pay(s->b->plan, s->branch);
    struct pay_work work = {.start = s->start,
                            .end = s->end,
                            .meal = meal,
                            .meal_end = meal + s->meal_s,
                            .is_rest_day = s->is_rest_day};
    struct earned out = {0};
    for (int k = 0; k < s->b->n_nights; k++) {
        struct rule_set rules = window_rules(s->b, k);
        struct pay_minutes minutes = {0};
        struct premiums premiums;
        if (rules.branch != s->branch) /* nobody with these hours works it */
            continue;
        pay_count(&minutes, s->b->plan, &rules, &work, work.start, work.end);
        pay_premiums(&premiums, pay, &minutes, 1);
        out.night_h[k] = premiums.hours[PREMIUM_NIGHT];
        out.extra_h = pay_sum(&premiums) - premiums.hours[PREMIUM_NIGHT];
    }
    return out;
}

static bool same(const struct span *s, const struct earned *a, const struct earned *b)
{
    bool same = fabs(a->extra_h - b->extra_h) < 1e-9;
    for (int k = 0; k < s->b->n_nights; k++)
        same = same && (!s->b->night_pays[k] || fabs(a->night_h[k] - b->night_h[k]) < 1e-9);
    return same;
}

static int n_rates(const struct pay_minutes *minutes, bool night_pays)
{
    int n = 0;
    for (int day = 0; day < N_PAY_DAYS; day++)
        for (int tier = 0; tier < MAX_PAY_TIERS; tier++) {
            const int *min = minutes->min[day][tier];
            n += night_pays ? (min[0] > 0) + (min[1] > 0) : min[0] + min[1] > 0;
        }
    return n;
}

/* All of [from, to) would earn one rate, were it worked. */
static bool is_one_rate(const struct span *s, int64_t from, int64_t to)
{
    struct pay_work work = {.start = s->start, .end = s->end, .is_rest_day = s->is_rest_day};
    for (int k = 0; k < s->b->n_nights; k++) {
        struct rule_set rules = window_rules(s->b, k);
        struct pay_minutes minutes = {0};
        if (rules.branch != s->branch)
            continue;
        pay_count(&minutes, s->b->plan, &rules, &work, from, to);
        if (n_rates(&minutes, s->b->night_pays[k]) > 1)
            return false;
    }
    return true;
}

static int first_start(const struct break_plan *plan, int pause)
{
    return (plan->from_min[pause] + plan->step_min - 1) / plan->step_min * plan->step_min;
}

/* Starts of the meal in a window, in steps of the plan, as runs of equal pay; with `mixed` also
 * those that straddle a change of rate. */
static void add_runs(struct meal_runs *out, const struct span *s, const struct break_plan *plan,
                     int meal, int length_min, bool mixed)
{
    int step = plan->step_min;
    struct earned before = {0};
    bool follows = false;
    for (int at = first_start(plan, meal); at <= plan->to_min[meal]; at += step) {
        int64_t from = s->start + (int64_t)at * 60;
        if (!mixed && !is_one_rate(s, from, from + s->meal_s)) {
            follows = false;
            continue;
        }
        struct earned now = earned_with(s, from);
        struct meal_run *last = follows ? &out->run[out->n - 1] : NULL;
        if (last && same(s, &before, &now))
            last->to_min = at;
        else if (out->n < MOST_MEAL_RUNS)
            out->run[out->n++] = (struct meal_run){at, at};
        before = now;
        follows = true;
    }
    for (int i = out->n - 1; i >= 0; i--) {
        struct break_plan narrow;
        if (!build_narrow_meal(&narrow, plan, length_min, out->run[i].from_min, out->run[i].to_min))
            out->run[i] = out->run[--out->n]; /* cannot be placed; the order does not matter */
    }
}

static int meal_of(const struct break_plan *plan)
{
    for (int k = 0; k < plan->n_pauses; k++)
        if (plan->is_meal[k])
            return k;
    return -1;
}

static struct span span_of(const struct build *b, const struct choice *c)
{
    int64_t begin = b->horizon->begin[0];
    return (struct span){.b = b,
                         .start = begin + (int64_t)c->start_min * 60,
                         .end = begin + (int64_t)c->end_min * 60,
                         .meal_s = b->plan->shifts[c->type].meal_min * 60,
                         .branch = b->plan->shifts[c->type].branch,
                         .is_rest_day = build_is_rest_day(c)};
}

void build_meal_runs(struct meal_runs *out, const struct build *b, const struct choice *choice)
{
    const struct shift *s = &b->plan->shifts[choice->type];
    const struct break_plan *plan = &b->problem.break_plans[choice->type];
    int meal = meal_of(plan);
    struct span span = span_of(b, choice);
    out->n = 0;
    if (meal < 0)
        return;
    int64_t from = span.start + (int64_t)plan->from_min[meal] * 60;
    int64_t to = span.start + (int64_t)plan->to_min[meal] * 60 + span.meal_s;
    if (is_one_rate(&span, from, to))
        return;
    add_runs(out, &span, plan, meal, s->length_min, false);
    if (out->n == 0)
        add_runs(out, &span, plan, meal, s->length_min, true);
}

void build_earnings(struct build *b)
{
    int n = b->problem.n_choices;
    b->extra_h = ARENA_ARRAY(b->arena, double, n);
    b->night_h = ARENA_ARRAY(b->arena, double, b->n_nights *n);
    for (int i = 0; i < n; i++) {
        const struct choice *c = &b->problem.choices[i];
        struct span span = span_of(b, c);
        const struct break_plan *plan =
            c->break_plan >= 0 ? &b->problem.break_plans[c->break_plan] : NULL;
        int meal = plan ? meal_of(plan) : -1, at = meal >= 0 ? first_start(plan, meal) : 0;
        struct earned earned = earned_with(&span, span.start + (int64_t)at * 60);
        b->extra_h[i] = earned.extra_h;
        for (int k = 0; k < b->n_nights; k++)
            b->night_h[k * n + i] = earned.night_h[k];
    }
}

int64_t build_premium(const struct build *b, int agent, int choice)
{
    const struct rule_set *rules = build_rules(b->plan, agent);
    if (build_leave_on(b, agent, b->problem.choices[choice].day, true) >= 0)
        return 0;
    struct night_window window = build_night_window(rules);
    int k = build_night_index(b, &window);
    double hours = b->extra_h[choice] +
                   build_night_premium(rules) * b->night_h[k * b->problem.n_choices + choice];
    return llround(b->plan->agents[agent].wage_per_h * hours / b->problem.currency_per_grain);
}

int64_t build_hours(const struct build *b, int agent, const int32_t *choice)
{
    const struct person *person = &b->problem.people[agent];
    int64_t cost = 0;
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        if (limit->source != REASON_HOURS || limit->price_hi >= GRAIN_FORBIDDEN)
            continue;
        int64_t over = -limit->hi;
        for (int day = limit->from_day; day < limit->to_day; day++)
            over += choice[day] >= 0 ? b->problem.choices[choice[day]].minutes[MEASURE_WORK] : 0;
        cost += over > 0 ? over * limit->price_hi : 0;
    }
    return cost;
}
