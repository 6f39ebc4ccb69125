/* SPDX-License-Identifier: GPL-3.0-or-later */
/* planner.c - need, roster, check, in this order; then the roster once more at half
 * and at double the price of a missing hour.
 *
 * A price run has a bound and a dive of its own, begins no worse than the roster at full price, and
 * gets PRICE_ITERATIONS or what the user allows, if less: it shows where service and cost go; its
 * gap is not told. */
#include "planner/planner.h"

#include <math.h>

#include "forecast/staffing.h"
#include "scheduler/scheduler.h"

#define PRICE_ITERATIONS 500

/* Expected service level of the whole horizon under `cover`, weighted by contacts. */
static double service_level(const struct planned *planned, const struct plan *plan,
                            const double *cover)
{
    const struct demand *demand = &planned->demand;
    int n_slots = planned->horizon.grid.n_slots;
    double calls = 0, served = 0;
    for (int q = 0; q < demand->n_queues; q++) {
        double share = staffing_cover_service_level(
            plan, demand, q, cover + (size_t)q * (size_t)n_slots, 0, n_slots);
        if (isnan(share))
            continue;
        double of_queue = 0;
        for (int t = 0; t < n_slots; t++)
            of_queue += demand->calls[(size_t)q * (size_t)n_slots + (size_t)t];
        calls += of_queue;
        served += share * of_queue;
    }
    return calls > 0 ? served / calls : NAN;
}

static struct planned_price price_figures(const struct planned *planned, const struct plan *plan,
                                          const struct check_result *check, double factor)
{
    return (struct planned_price){
        .factor = factor,
        .is_known = true,
        .hours_short = check->hours_short,
        .hours_surplus = check->hours_surplus,
        .service_level = service_level(planned, plan, check->cover),
        .cost_hours = check->cost_hours,
        .cost_people = check->cost_premium + check->cost_wishes,
        .cost = check->value + (factor - 1) * check->cost_short,
    };
}

/* The caller's progress under the name of the price run. */
struct renamed {
    const struct run *run;
    const char *stage;
};

static void renamed_progress(void *context, const struct progress *progress)
{
    const struct renamed *renamed = context;
    struct progress copy = *progress;
    copy.stage = renamed->stage;
    renamed->run->on_progress(renamed->run->context, &copy);
}

/* Roster and figures when a missing hour costs factor times its price. */
static enum status price_run(struct planned_price *out, const struct planned *planned,
                             const struct plan *plan, double factor, struct arena *arena,
                             struct run *run, struct diags *diags)
{
    struct renamed renamed = {run, factor < 1 ? "half price" : "double price"};
    struct run small = *run;
    struct roster roster = {0};
    struct check_result check = {0};
    *out = (struct planned_price){.factor = factor};
    if (small.iteration_limit <= 0 || small.iteration_limit > PRICE_ITERATIONS)
        small.iteration_limit = PRICE_ITERATIONS;
    small.context = &renamed;
    small.on_progress = run->on_progress ? renamed_progress : NULL;
    TRY(scheduler_roster(&roster, plan, &planned->horizon, &planned->requirement, factor,
                         &planned->roster, planned->locks, arena, &small, diags));
    run->stopped_by_clock |= small.stopped_by_clock;
    if (roster.n_duties == 0 || roster.end == ROSTER_STOPPED)
        return OK;
    /* the check is asked for its figures at the plan's own prices, not for the roster's claims */
    roster.value = roster.bound = roster.gap = NAN;
    TRY(check_roster(&check, plan, &planned->requirement, &roster, arena, diags));
    *out = price_figures(planned, plan, &check, factor);
    return OK;
}

enum status planner_roster(struct planned *out, const struct plan *plan, bool with_prices,
                           struct arena *arena, struct run *run, struct diags *diags)
{
    const struct roster before = out->roster;
    TRY(scheduler_roster(&out->roster, plan, &out->horizon, &out->requirement, 1,
                         out->has_roster ? &before : NULL, out->locks, arena, run, diags));
    enum roster_end end = out->roster.end;
    out->has_roster = end != ROSTER_INFEASIBLE && end != ROSTER_NONE;
    if (!out->has_roster)
        return OK;
    TRY(check_roster(&out->check, plan, &out->requirement, &out->roster, arena, diags));
    out->at_once = price_figures(out, plan, &out->check, 1);
    out->at_half = (struct planned_price){.factor = 0.5};
    out->at_double = (struct planned_price){.factor = 2};
    return with_prices ? planner_prices(out, plan, arena, run, diags) : OK;
}

enum status planner_prices(struct planned *out, const struct plan *plan, struct arena *arena,
                           struct run *run, struct diags *diags)
{
    if (out->check.n_broken > 0 || run_should_stop(run))
        return OK;
    TRY(price_run(&out->at_half, out, plan, 0.5, arena, run, diags));
    return price_run(&out->at_double, out, plan, 2, arena, run, diags);
}

enum status planner_plan(struct planned *out, const struct plan *plan, int32_t first, int n_weeks,
                         bool with_prices, struct arena *arena, struct run *run,
                         struct diags *diags)
{
    *out = (struct planned){0};
    TRY(planner_need(out, plan, first, n_weeks, arena, run, diags));
    return planner_roster(out, plan, with_prices, arena, run, diags);
}
