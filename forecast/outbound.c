/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outbound.c - people who dial.
 *
 * A number is dialled until it is reached, A times at most, each dial reaching the person with
 * chance p: contacts c = 1 - (1 - p)^A of a number, dials d = c / p.
 *
 *   progressive   a person waits for each dial of theirs: work d dial_s + c AHT, over the occupancy
 *   power         only contacts take people: work c AHT; those who answer while nobody is free are
 *                 lost, so of n people the share B(n, a) of Erlang's loss formula, a the load of
 *                 those who answer: the least n with B(n, a) <= the cap.  Those lost are dialled
 *                 again, of which the cap makes little.
 *
 * Where the work goes: each list's into all slots of its windows, so that the sum with other work
 * of the same people is as level as can be (backlog.h).  A list with dates is dialled evenly over
 * its open time; the horizon takes its part. */
#include "forecast/outbound.h"

#include <math.h>

#include "forecast/backlog.h"
#include "forecast/erlang.h"
#include "forecast/hours.h"

#define MINUTES_ASKED 5 /* windows are looked at in steps of so many minutes */
#define OCCUPANCY_UNSTATED 0.85
#define WEEK_S (7 * 86400)

static bool is_holiday(const struct plan *plan, const char *calendar, int32_t date)
{
    for (int i = 0; calendar && i < plan->n_holidays; i++)
        if (plan->holidays[i].date == date && plan->holidays[i].kind == HOLIDAY_REGULAR &&
            plan_holiday(plan, &calendar, 1, date) >= 0)
            return true;
    return false;
}

static bool may_dial(const struct plan *plan, const struct dial_list *list, int64_t instant)
{
    const struct queue *queue = &plan->queues[list->queue];
    const struct calling *calling = list->calling >= 0 ? &plan->callings[list->calling] : NULL;
    const struct tz *own = plan->accounts[queue->account].zone;
    int32_t date = tz_date(list->zone, instant);
    struct queue called = {.open = calling ? calling->open : queue->open,
                           .n_open = calling ? calling->n_open : queue->n_open};
    if ((list->from != NO_DATE && date < list->from) || (list->to != NO_DATE && date > list->to))
        return false;
    if (!hours_open(&called, date, tz_minute(list->zone, instant)))
        return false;
    if (calling && !hours_open(queue, tz_date(own, instant), tz_minute(own, instant)))
        return false;
    return !calling || !is_holiday(plan, calling->calendar, date);
}

int outbound_open_s(const struct plan *plan, const struct dial_list *list, int64_t begin,
                    int slot_s)
{
    int open_s = 0;
    for (int s = 0; s < slot_s; s += MINUTES_ASKED * 60)
        if (may_dial(plan, list, begin + s))
            open_s += MINUTES_ASKED * 60;
    return open_s < slot_s ? open_s : slot_s;
}

/* Open seconds of the horizon's slots; their sum. */
static double open_slots(double *open_s, const struct plan *plan, const struct dial_list *list,
                         const struct grid *grid)
{
    double sum = 0;
    for (int k = 0; k < grid->n_slots; k++) {
        open_s[k] =
            outbound_open_s(plan, list, grid->begin + (int64_t)k * grid->slot_s, grid->slot_s);
        sum += open_s[k];
    }
    return sum;
}

/* Numbers of the list that are dialled in the horizon. */
static double records_now(const struct plan *plan, const struct dial_list *list,
                          const struct grid *grid, double open_s)
{
    if (list->from == NO_DATE || list->to == NO_DATE)
        return list->records * (double)(grid_end(grid) - grid->begin) / WEEK_S;
    double all_s = 0;
    for (int32_t date = list->from; date <= list->to; date++) {
        int64_t begin = tz_day_boundary(list->zone, date, 0);
        all_s += outbound_open_s(plan, list, begin,
                                 (int)(tz_day_boundary(list->zone, date + 1, 0) - begin));
    }
    return all_s > 0 ? list->records * open_s / all_s : 0;
}

enum status outbound_check(const struct plan *plan, int queue, const struct grid *grid,
                           struct diags *diags)
{
    for (int i = 0; i < plan->n_lists; i++) {
        const struct dial_list *list = &plan->lists[i];
        if (list->queue != queue || !(list->records > 0))
            continue;
        struct dial_list any = *list;
        any.from = any.to = NO_DATE;
        bool is_open = false;
        for (int k = 0; k < grid->n_slots && !is_open; k++)
            is_open = outbound_open_s(plan, &any, grid->begin + (int64_t)k * grid->slot_s,
                                      grid->slot_s) > 0;
        if (is_open)
            continue;
        diag_error(diags, &list->at,
                   "the calling window of this list is empty: no minute of the week lies in the "
                   "opening hours of queue '%s' and, in %s, in %s%s%s; widen either",
                   plan->queues[queue].id, tz_name(list->zone),
                   list->windows ? "window '" : "the same hours",
                   list->windows ? list->windows : "", list->windows ? "'" : "");
        return ERR_DATA;
    }
    return OK;
}

static double cap_of(const struct plan *plan, const struct dial_list *list)
{
    double own = plan->queues[list->queue].abandon_max;
    return fmin(own, list->calling >= 0 ? plan->callings[list->calling].abandon_max : NAN);
}

static double power_need(double load_erl, double cap)
{
    int n = (int)load_erl;
    while (load_erl > 1e-9 && erlang_b(n, load_erl) > cap)
        n++;
    return n;
}

/* records: so many numbers of the list are dialled in slot k. */
static void lay_dials(const struct dialled *out, const struct dial_list *list, int k,
                      double records, bool is_power, double open_s)
{
    double reached = records * (1 - pow(1 - list->contact_rate, list->attempts));
    double dials = reached / list->contact_rate, before = out->dials[k];
    if (!(dials > 0))
        return;
    out->dials[k] += dials;
    out->reached[k] += reached;
    double dial_s = is_power ? 0 : list->dial_s;
    out->dial_s[k] += (dial_s - out->dial_s[k]) * dials / (before + dials);
    out->open_s[k] = fmax(out->open_s[k], open_s);
}

void outbound_add(double *need, const struct plan *plan, int queue, const struct grid *grid,
                  double *beside, const struct dialled *dialled, struct arena *arena)
{
    const struct queue *q = &plan->queues[queue];
    double occupancy = isnan(q->occupancy_max) ? OCCUPANCY_UNSTATED : q->occupancy_max;
    double aht_s = q->aht_s + q->abuse_share * q->recovery_s;
    double *open_s = ARENA_ARRAY(arena, double, grid->n_slots);
    double *people = ARENA_ARRAY(arena, double, grid->n_slots);
    double *load_erl = ARENA_ARRAY(arena, double, grid->n_slots); /* of all lists, by power */
    double cap = INFINITY;
    for (int i = 0; i < plan->n_lists; i++) {
        const struct dial_list *list = &plan->lists[i];
        double all_s = list->queue == queue ? open_slots(open_s, plan, list, grid) : 0;
        if (!(all_s > 0))
            continue;
        bool is_power = q->pacing == PACING_POWER;
        double contacts = 1 - pow(1 - list->contact_rate, list->attempts);
        double per_record_s = contacts * aht_s;
        if (!is_power)
            per_record_s =
                (per_record_s + contacts / list->contact_rate * list->dial_s) / occupancy;
        double *work_s = ARENA_ARRAY(arena, double, grid->n_slots);
        work_s[0] = records_now(plan, list, grid, all_s) * per_record_s;
        struct backlog backlog = {work_s, open_s, grid->n_slots, grid->n_slots};
        backlog_level(people, &backlog, beside);
        cap = is_power ? fmin(cap, cap_of(plan, list)) : cap;
        for (int k = 0; k < grid->n_slots; k++) {
            double mean = people[k] * open_s[k] / grid->slot_s;
            beside[k] += mean;
            *(is_power ? &load_erl[k] : &need[k]) += mean;
            if (dialled)
                lay_dials(dialled, list, k, people[k] * open_s[k] / per_record_s, is_power,
                          open_s[k]);
        }
    }
    for (int k = 0; k < grid->n_slots; k++)
        need[k] += power_need(load_erl[k], cap);
}
