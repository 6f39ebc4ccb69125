/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures.c - sums over the checker's cover.
 *
 * With need n(q, t) and cover c(q, t) in people and slots of h hours:
 *   hours_need  = h sum n                 hours_given = h sum c
 *   hours_short = h sum max(0, n - c)     hours_over  = h sum max(0, c - n)
 * so given - need = over - short.  A day's worst slot is the one with the largest n - c.
 *
 * Why a slot stays short is asked in the order of enum short_reason; the first that holds is
 * named.  The first three are facts about the plan; the last one is what is left: the solver found
 * nothing cheaper. */
#include "planner/figures.h"

#include <math.h>
#include <stdlib.h>

#include "forecast/staffing.h"
#include "scheduler/wellbeing.h"

#define NOTICED 0.005 /* people; a smaller shortage is rounding */

const char *const short_reason_names[N_SHORT_REASONS] = {"no_shift", "no_people", "no_hours",
                                                         "dearer"};
const char *const short_reason_help[N_SHORT_REASONS] = {
    "no shift reaches it",
    "fewer people are there that day",
    "all contract hours are used",
    "covering it costs more than it saves",
};

static size_t cell(const struct planned *planned, int queue, int slot)
{
    return (size_t)queue * (size_t)planned->horizon.grid.n_slots + (size_t)slot;
}

static double missing(const struct planned *planned, int queue, int slot)
{
    size_t at = cell(planned, queue, slot);
    return planned->requirement.need[at] - planned->check.cover[at];
}

static int first_slot(const struct planned *planned, int day)
{
    return (int)grid_slot(&planned->horizon.grid, planned->horizon.begin[day]);
}

/* Adds one queue's slots [from, to). */
static void add_queue(struct span_figures *out, const struct planned *planned, int queue, int from,
                      int to)
{
    double h = planned->horizon.grid.slot_s / 3600.0;
    for (int t = from; t < to; t++) {
        size_t at = cell(planned, queue, t);
        double lack = missing(planned, queue, t);
        out->hours_need += planned->requirement.need[at] * h;
        out->hours_given += planned->check.cover[at] * h;
        out->hours_short += fmax(lack, 0) * h;
        out->hours_over += fmax(-lack, 0) * h;
        if (lack > NOTICED &&
            (out->worst_slot < 0 || lack > out->worst_need - out->worst_given + NOTICED)) {
            out->worst_slot = t;
            out->worst_queue = queue;
            out->worst_need = planned->requirement.need[at];
            out->worst_given = planned->check.cover[at];
        }
    }
}

/* Contacts and their service level over slots [from, to). */
static void add_service(struct span_figures *out, const struct plan *plan,
                        const struct planned *planned, int from, int to)
{
    double weighted = 0, weight = 0;
    for (int q = 0; q < planned->demand.n_queues; q++) {
        double calls = 0;
        for (int t = from; t < to; t++)
            calls += planned->demand.calls[cell(planned, q, t)];
        out->calls += calls;
        double share = staffing_cover_service_level(
            plan, &planned->demand, q, planned->check.cover + cell(planned, q, 0), from, to);
        if (isnan(share))
            continue;
        weighted += share * calls;
        weight += calls;
    }
    out->service_level = weight > 0 ? weighted / weight : NAN;
}

static struct span_figures span_figures(const struct plan *plan, const struct planned *planned,
                                        int from, int to)
{
    struct span_figures out = {.worst_slot = -1, .worst_queue = -1};
    for (int q = 0; q < planned->requirement.n_queues; q++)
        add_queue(&out, planned, q, from, to);
    add_service(&out, plan, planned, from, to);
    return out;
}

static void add_premiums(struct figures *out, const struct plan *plan, const struct duty *duty)
{
    struct premiums premiums;
    if (duty->is_fixed)
        return;
    pay_of_duty(&premiums, plan, duty);
    for (int p = 0; p < N_PREMIUMS; p++)
        out->premium[p] += premiums.hours[p] * plan->agents[duty->agent].wage_per_h;
}

/* Shifts and nights by work date, people, paid hours. */
static void add_duties(struct figures *out, const struct plan *plan, const struct planned *planned)
{
    const struct roster *roster = &planned->roster;
    int before = -1;
    for (int d = 0; d < roster->n_duties; d++) {
        const struct duty *duty = &roster->duty[d];
        int day = duty->work_date - planned->horizon.first;
        if (day < 0 || day >= out->n_days)
            continue;
        bool night = plan_is_night(plan, plan->agents[duty->agent].rules, duty->start, duty->end);
        out->day[day].n_shifts++;
        out->day[day].n_nights += night;
        out->week.n_shifts++;
        out->week.n_nights += night;
        out->paid_hours += duty->paid_min / 60.0;
        add_premiums(out, plan, duty);
        out->n_people_working += duty->agent != before;
        before = duty->agent;
    }
}

/* Some shift of the catalogue, on some work date, is under way at the instant. */
static bool shift_reaches(const struct plan *plan, const struct planned *planned, int64_t instant)
{
    for (int s = 0; s < plan->n_shifts; s++) {
        const struct shift *shift = &plan->shifts[s];
        for (int day = -1; day < planned->horizon.n_days; day++) {
            int32_t date = planned->horizon.first + day;
            if (!(shift->weekdays >> date_weekday(date) & 1))
                continue;
            const struct tz *zone = plan_site(plan, shift->branch)->zone;
            int64_t first = tz_day_boundary(zone, date, shift->start_min);
            int64_t last = tz_day_boundary(zone, date, shift->start_last_min);
            if (instant >= first && instant < last + shift->length_min * INT64_C(60))
                return true;
        }
    }
    return false;
}

static bool is_employed(const struct agent *agent, int32_t date)
{
    return (agent->from == NO_DATE || agent->from <= date) &&
           (agent->to == NO_DATE || agent->to >= date);
}

static bool is_away(const struct roster *roster, int agent, int32_t date)
{
    for (int a = 0; a < roster->n_absences; a++)
        if (roster->absence[a].agent == agent && roster->absence[a].work_date == date)
            return true;
    return false;
}

static int people_there(const struct plan *plan, const struct planned *planned, int queue,
                        int32_t date)
{
    int n = 0;
    for (int a = 0; a < plan->n_agents; a++)
        n += plan_can_serve(plan, a, queue) && is_employed(&plan->agents[a], date) &&
             !is_away(&planned->roster, a, date);
    return n;
}

/* Minutes that the agent works or is away on contract time, in the horizon. */
static double minutes_used(const struct plan *plan, const struct planned *planned, int agent)
{
    const struct roster *roster = &planned->roster;
    const struct contract *contract = &plan->contracts[plan->agents[agent].contract];
    double minutes = 0;
    for (int d = 0; d < roster->n_duties; d++)
        if (roster->duty[d].agent == agent)
            minutes += roster->duty[d].paid_min;
    for (int a = 0; a < roster->n_absences; a++)
        if (roster->absence[a].agent == agent && roster->absence[a].kind != LEAVE_UNAVAILABLE)
            minutes += 60 * contract->hours_week[1] / fmax(contract->days_week[1], 1);
    return minutes;
}

/* Nobody who serves the queue has a shift's worth of contract hours left. */
static bool hours_used(const struct plan *plan, const struct planned *planned, int queue)
{
    double weeks = planned->horizon.n_days / 7.0;
    for (int a = 0; a < plan->n_agents; a++) {
        const struct contract *contract = &plan->contracts[plan->agents[a].contract];
        double left = 60 * weeks * contract->hours_week[1] - minutes_used(plan, planned, a);
        if (plan_can_serve(plan, a, queue) && left >= 60 * contract->hours_day[0] - NOTICED)
            return false;
    }
    return true;
}

static enum short_reason reason_of(const struct plan *plan, const struct planned *planned,
                                   const struct short_span *span, double need, bool all_used)
{
    const struct grid *grid = &planned->horizon.grid;
    int64_t middle = grid->begin + (int64_t)span->from * grid->slot_s +
                     (span->to - span->from) * grid->slot_s / 2;
    if (!shift_reaches(plan, planned, middle))
        return SHORT_NO_SHIFT;
    if (people_there(plan, planned, span->queue, planned->horizon.first + span->day) < need)
        return SHORT_NO_PEOPLE;
    return all_used ? SHORT_NO_HOURS : SHORT_DEARER;
}

/* The run of short slots from `from` on. */
static struct short_span span_from(const struct planned *planned, int queue, int day, int from,
                                   int end, double *need)
{
    struct short_span span = {queue, day, from, from, 0, 0, NAN, SHORT_DEARER};
    double h = planned->horizon.grid.slot_s / 3600.0;
    *need = 0;
    while (span.to < end && missing(planned, queue, span.to) > NOTICED) {
        double lack = missing(planned, queue, span.to);
        size_t at = cell(planned, queue, span.to);
        span.hours += lack * h;
        span.most = fmax(span.most, lack);
        *need = fmax(*need, planned->requirement.need[at]);
        if (planned->roster.dual)
            span.worth_per_h = fmax(span.worth_per_h, planned->roster.dual[at]);
        span.to++;
    }
    return span;
}

/* Largest first; then in time, so that the order is one. */
static int by_hours(const void *a, const void *b)
{
    const struct short_span *x = a, *y = b;
    if (x->hours != y->hours)
        return x->hours > y->hours ? -1 : 1;
    return x->from != y->from ? (x->from > y->from) - (x->from < y->from) : x->queue - y->queue;
}

static void find_shorts(struct figures *out, const struct plan *plan, const struct planned *planned,
                        struct arena *arena)
{
    int n_queues = planned->requirement.n_queues, n_slots = planned->horizon.grid.n_slots;
    out->shorts = ARENA_ARRAY(arena, struct short_span, n_queues * n_slots + 1);
    for (int q = 0; q < n_queues; q++) {
        bool all_used = hours_used(plan, planned, q);
        for (int day = 0; day < out->n_days; day++) {
            int end = first_slot(planned, day + 1);
            for (int t = first_slot(planned, day); t < end; t++) {
                if (missing(planned, q, t) <= NOTICED)
                    continue;
                double need;
                struct short_span span = span_from(planned, q, day, t, end, &need);
                span.reason = reason_of(plan, planned, &span, need, all_used);
                out->shorts[out->n_shorts++] = span;
                t = span.to;
            }
        }
    }
    qsort(out->shorts, (size_t)out->n_shorts, sizeof *out->shorts, by_hours);
}

/* Price of a missing hour, the mean over what is needed. */
static double mean_price(const struct planned *planned)
{
    double hours = 0, worth = 0;
    for (int q = 0; q < planned->requirement.n_queues; q++)
        for (int t = 0; t < planned->horizon.grid.n_slots; t++) {
            hours += planned->requirement.need[cell(planned, q, t)];
            worth += planned->requirement.need[cell(planned, q, t)] *
                     planned->requirement.price_short[q];
        }
    return hours > 0 ? worth / hours : NAN;
}

/* Balances as they will be if all is worked as planned.  None where the ledger reaches into the
 * horizon: it was not used either. */
static void find_evenness(struct figures *out, const struct plan *plan,
                          const struct planned *planned, struct arena *arena)
{
    struct closed closed;
    struct diags *diags = diags_new();
    int32_t first = planned->horizon.first;
    if (planner_close(&closed, plan, &planned->roster, first, first + out->n_days - 1, NULL, 0,
                      arena, diags) == OK)
        out->n_even = planner_evenness(&out->even, plan, closed.ledger, closed.n_ledger, arena);
    diags_free(diags);
}

void planner_figures(struct figures *out, const struct plan *plan, const struct planned *planned,
                     struct arena *arena)
{
    *out = (struct figures){.n_days = planned->horizon.n_days};
    out->day = ARENA_ARRAY(arena, struct span_figures, out->n_days);
    for (int d = 0; d < out->n_days; d++)
        out->day[d] =
            span_figures(plan, planned, first_slot(planned, d), first_slot(planned, d + 1));
    out->week = span_figures(plan, planned, 0, planned->horizon.grid.n_slots);
    add_duties(out, plan, planned);
    out->gap_value = planned->roster.value - planned->roster.bound;
    out->gap_hours = out->gap_value / mean_price(planned);
    find_shorts(out, plan, planned, arena);
    find_evenness(out, plan, planned, arena);
    out->n_wishes =
        planner_wishes(&out->wishes, plan, &planned->requirement, &planned->roster, arena);
    out->training = planner_training(plan, planned, arena);
    out->wellbeing = wellbeing_new(plan, &planned->roster, planned->notice_days, arena);
}
