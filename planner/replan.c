/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replan.c - an earlier roster, what of it holds, and the engine on what is free.
 *
 *   minimise  cost of decisions + sum over days that become different of price(days of notice)
 *   over rosters with the days kept that have begun, are locked, or lie with people off-limits.
 *
 * The event's own days change for nothing: whoever is ill has no shift, whatever it costs.  Large
 * sites are restricted to REPLAN_MOST people: those touched, then those with their skills, off on
 * the days of the event first, since a shift on a day off is the change that brings people. */
#include "planner/replan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const change_kind_names[N_CHANGE_KINDS] = {"event", "call", "move", "off"};

#define DAY_TODAY_H 16.0
#define LEAST_H 1.0
#define REPLAN_ITERATIONS 120
#define DAYS_AFTER 3 /* of the event, that may change for it */

double replan_price(const struct plan *plan, int notice_days)
{
    int days = notice_days > 0 ? notice_days : 0;
    return plan_mean_wage(plan) * fmax(LEAST_H, DAY_TODAY_H / (1 + days));
}

/* The roster with swaps made. */
static struct roster swapped(const struct replan *ask, struct arena *arena)
{
    struct roster out = *ask->before;
    out.duty = ARENA_ARRAY(arena, struct duty, out.n_duties + 1);
    if (out.n_duties > 0)
        memcpy(out.duty, ask->before->duty, (size_t)out.n_duties * sizeof *out.duty);
    for (int k = 0; k < ask->n_incidents; k++) {
        const struct incident *swap = &ask->incident[k];
        for (int i = 0; i < out.n_duties && swap->what == HAPPENED_SWAP; i++) {
            struct duty *duty = &out.duty[i];
            if (duty->work_date != swap->from)
                continue;
            if (duty->agent == swap->agent)
                duty->agent = swap->other;
            else if (duty->agent == swap->other)
                duty->agent = swap->agent;
        }
    }
    roster_sort(&out);
    return out;
}

/* ---- what may change ---- */

static bool is_off(const struct replan *ask, int agent, int32_t date)
{
    const struct locked_day *day = locks_day(&ask->locks, agent, date);
    return day && !day->was;
}

/* Queues that somebody absent served, or whose volume jumped. */
static uint64_t touched_queues(const struct replan *ask, const struct plan *plan)
{
    uint64_t queues = 0;
    for (int k = 0; k < ask->n_incidents; k++) {
        const struct incident *i = &ask->incident[k];
        for (int q = 0; q < plan->n_queues; q++)
            if (i->what == HAPPENED_VOLUME ? i->queue < 0 || i->queue == q
                                           : i->agent >= 0 && plan_can_serve(plan, i->agent, q))
                queues |= (uint64_t)1 << q;
    }
    return queues;
}

static bool serves(const struct plan *plan, int agent, uint64_t queues)
{
    for (int q = 0; q < plan->n_queues; q++)
        if (queues >> q & 1 && plan_can_serve(plan, agent, q))
            return true;
    return false;
}

static void event_dates(int32_t *from, int32_t *to, const struct replan *ask)
{
    *from = INT32_MAX;
    *to = INT32_MIN;
    for (int k = 0; k < ask->n_incidents; k++) {
        if (ask->incident[k].what == HAPPENED_LOCKED)
            continue;
        *from = ask->incident[k].from < *from ? ask->incident[k].from : *from;
        *to = ask->incident[k].to > *to ? ask->incident[k].to : *to;
    }
}

/* How well an agent is placed to help: days off among the event's, people touched first. */
static int help_of(const struct replan *ask, const struct plan *plan, int agent, uint64_t queues,
                   int32_t from, int32_t to)
{
    int help = 0;
    for (int k = 0; k < ask->n_incidents; k++)
        if (ask->incident[k].agent == agent || ask->incident[k].other == agent)
            return INT32_MAX;
    if (!serves(plan, agent, queues))
        return -1;
    for (int32_t date = from; date <= to && date < from + MAX_DAYS; date++)
        help += is_off(ask, agent, date);
    return help;
}

struct helper {
    int agent, help;
};

static int by_help(const void *left, const void *right)
{
    const struct helper *a = left, *b = right;
    return a->help != b->help ? (a->help < b->help) - (a->help > b->help) : a->agent - b->agent;
}

/* Of a large site, only those who can help are free. */
static void keep_others(struct replan *ask, const struct plan *plan, int32_t from, int32_t to)
{
    if (plan->n_agents <= REPLAN_MOST)
        return;
    struct helper *helper = NEW_ARRAY(struct helper, plan->n_agents);
    uint64_t queues = touched_queues(ask, plan);
    for (int a = 0; a < plan->n_agents; a++)
        helper[a] = (struct helper){a, help_of(ask, plan, a, queues, from, to)};
    qsort(helper, (size_t)plan->n_agents, sizeof *helper, by_help);
    for (int i = 0; i < plan->n_agents; i++)
        if (i >= REPLAN_MOST || helper[i].help < 0)
            locks_keep(&ask->locks, helper[i].agent, INT32_MIN + 1, INT32_MAX);
    mem_free(helper);
}

static void keep_begun(struct replan *ask, const struct plan *plan)
{
    int32_t today = tz_work_date(plan->site.zone, ask->now, plan->site.day_starts_min);
    locks_keep(&ask->locks, EVERY_AGENT, INT32_MIN + 1, today - 1);
    ask->locks.begun = ask->now;
    for (int a = 0; a < plan->n_agents; a++) {
        struct locked_day *day = locks_day(&ask->locks, a, today);
        if (day && day->was && day->was->start <= ask->now)
            day->is_kept = true;
    }
}

static void set_locks(struct replan *ask, const struct plan *plan, const struct roster *before,
                      const struct horizon *horizon, struct arena *arena)
{
    int32_t from, to, today = tz_work_date(plan->site.zone, ask->now, plan->site.day_starts_min);
    locks_make(&ask->locks, before, horizon, plan->n_agents, arena);
    for (int d = 0; d < horizon->n_days; d++)
        locks_price(&ask->locks, EVERY_AGENT, horizon->first + d, horizon->first + d,
                    replan_price(plan, horizon->first + d - today));
    event_dates(&from, &to, ask);
    keep_others(ask, plan, from, to);
    if (to != INT32_MIN && to < horizon->first + horizon->n_days)
        locks_keep(&ask->locks, EVERY_AGENT, to + DAYS_AFTER + 1, INT32_MAX);
    for (int k = 0; k < ask->n_incidents; k++) {
        const struct incident *i = &ask->incident[k];
        if (i->what == HAPPENED_SWAP) {
            locks_keep(&ask->locks, i->agent, i->from, i->to);
            locks_keep(&ask->locks, i->other, i->from, i->to);
        } else if (i->what == HAPPENED_LOCKED) {
            locks_keep(&ask->locks, i->agent, i->from, i->to);
        }
    }
    keep_begun(ask, plan);
    for (int k = 0; k < ask->n_incidents; k++) {
        const struct incident *i = &ask->incident[k];
        if (i->what != HAPPENED_ABSENT && i->what != HAPPENED_BID)
            continue;
        int32_t first = i->from > today ? i->from : today;
        locks_free(&ask->locks, i->agent, first, i->to);
        locks_price(&ask->locks, i->agent, first, i->to, 0);
    }
}

/* ---- what changed ---- */

static bool is_of_event(const struct replan *ask, int agent, int32_t date)
{
    for (int k = 0; k < ask->n_incidents; k++) {
        const struct incident *i = &ask->incident[k];
        if (i->what != HAPPENED_VOLUME && i->what != HAPPENED_LOCKED &&
            (i->agent == agent || i->other == agent) && date >= i->from && date <= i->to)
            return true;
    }
    return false;
}

static bool is_bought(const struct roster *roster, int agent, int32_t date)
{
    for (int i = 0; i < roster->n_offers; i++)
        if (roster->offer[i].agent == agent && roster->offer[i].date == date &&
            roster->offer[i].kind != OFFER_TIME_OFF)
            return true;
    return false;
}

/* The nearest shift first: its hours run out.  Of one start, whoever is paid for it anyway, then
 * who is asked for a day off or for overtime, then who is sent home. */
static int by_urgency(const void *left, const void *right)
{
    const struct change_made *a = left, *b = right;
    bool event_a = a->kind == CHANGE_EVENT, event_b = b->kind == CHANGE_EVENT;
    if (event_a != event_b)
        return event_a - event_b;
    int64_t at_a = a->now ? a->now->start : a->was->start;
    int64_t at_b = b->now ? b->now->start : b->was->start;
    if (at_a != at_b)
        return (at_a > at_b) - (at_a < at_b);
    if (a->is_overtime != b->is_overtime)
        return a->is_overtime - b->is_overtime;
    if (a->kind != b->kind)
        return (int)a->kind - (int)b->kind;
    return a->agent - b->agent;
}

static const struct duty *duty_on(const struct roster *roster, int agent, int32_t date)
{
    for (int i = 0; i < roster->n_duties; i++)
        if (roster->duty[i].agent == agent && roster->duty[i].work_date == date)
            return &roster->duty[i];
    return NULL;
}

static void list_changes(struct replan *ask, const struct plan *plan, const struct planned *planned,
                         struct arena *arena)
{
    const struct horizon *horizon = &planned->horizon;
    struct locks plain;
    locks_make(&plain, ask->before, horizon, plan->n_agents, arena);
    ask->change = ARENA_ARRAY(arena, struct change_made, plan->n_agents * horizon->n_days + 1);
    for (int a = 0; a < plan->n_agents; a++)
        for (int32_t date = horizon->first; date < horizon->first + horizon->n_days; date++) {
            const struct locked_day *day = locks_day(&plain, a, date);
            const struct duty *now = duty_on(&planned->roster, a, date);
            if (!day || !locks_is_changed(day, now))
                continue;
            bool event = is_of_event(ask, a, date);
            struct change_made *change = &ask->change[ask->n_changes++];
            *change = (struct change_made){
                .kind = event       ? CHANGE_EVENT
                        : !day->was ? CHANGE_CALL
                        : !now      ? CHANGE_OFF
                                    : CHANGE_MOVE,
                .agent = a,
                .date = date,
                .was = day->was,
                .now = now,
                .price = event ? 0 : locks_day(&ask->locks, a, date)->change_price,
                .is_overtime = now && is_bought(&planned->roster, a, date)};
            ask->cost_changes += change->price;
        }
    qsort(ask->change, (size_t)ask->n_changes, sizeof *ask->change, by_urgency);
    for (int i = 0; i < ask->n_changes; i++)
        if (ask->change[i].kind != CHANGE_EVENT)
            ask->change[i].order = ++ask->n_to_call;
}

/* Hours short if the people away were simply not there. */
static enum status short_before(struct replan *ask, const struct planned *planned,
                                const struct plan *plan, const struct roster *before,
                                struct arena *arena)
{
    struct roster left = *before;
    struct check_result check;
    struct diags *unsaid = diags_new();
    left.duty = ARENA_ARRAY(arena, struct duty, before->n_duties + 1);
    left.n_duties = 0;
    left.horizon = planned->horizon;
    left.value = left.bound = left.gap = NAN;
    for (int i = 0; i < before->n_duties; i++) {
        bool away = false;
        for (int k = 0; k < ask->n_incidents; k++)
            away |= ask->incident[k].what == HAPPENED_ABSENT &&
                    ask->incident[k].agent == before->duty[i].agent &&
                    before->duty[i].work_date >= ask->incident[k].from &&
                    before->duty[i].work_date <= ask->incident[k].to;
        if (!away)
            left.duty[left.n_duties++] = before->duty[i];
    }
    enum status status = check_roster(&check, plan, &planned->requirement, &left, arena, unsaid);
    ask->hours_short_before = check.hours_short;
    diags_free(unsaid);
    return status;
}

enum status planner_replan(struct replan *ask, struct planned *planned, const struct plan *plan,
                           struct arena *arena, struct run *run, struct diags *diags)
{
    struct roster *before = ARENA_NEW(arena, struct roster);
    *before = swapped(ask, arena);
    set_locks(ask, plan, before, &planned->horizon, arena);
    TRY(short_before(ask, planned, plan, before, arena));
    planned->locks = &ask->locks;
    planned->roster = *before;
    planned->has_roster = true;
    if (run->iteration_limit <= 0)
        run->iteration_limit = REPLAN_ITERATIONS;
    TRY(planner_roster(planned, plan, false, arena, run, diags));
    if (!planned->has_roster)
        return OK;
    ask->hours_short = planned->check.hours_short;
    list_changes(ask, plan, planned, arena);
    return OK;
}
