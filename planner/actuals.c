/* SPDX-License-Identifier: GPL-3.0-or-later */
/* actuals.c - contacts of a local day share a factor F of mean 1 and coefficient of variation c
 * (demand.day_cv), drawn from a Gamma distribution; given F, slots are Poisson.  So counts have the
 * negative binomial spread of the forecast, and after `came` contacts where `expected` were,
 *   F ~ Gamma(1 / c^2 + came, 1 / c^2 + expected),  E F = (1 / c^2 + came) / (1 / c^2 + expected):
 * the ratio of what came, shrunk towards 1 by its uncertainty.
 * Source: Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, section 2.6. */
#include "planner/actuals.h"

#include <math.h>

#include "forecast/staffing.h"

#define UNKNOWN_CV 0.1 /* where the forecast does not know how days differ */

static bool is_known(const struct arrived *arrived, int n, int queue, const struct grid *grid,
                     int slot)
{
    for (int i = 0; i < n; i++)
        if (arrived[i].queue == queue && grid_slot(grid, arrived[i].start) == slot)
            return true;
    return false;
}

/* Only the day of `now` tells of its factor. */
static struct arrived_day day_of(const struct demand *demand, const struct tz *zone, int queue,
                                 const struct arrived *arrived, int n, int64_t now)
{
    struct arrived_day day = {.factor = 1};
    const struct grid *grid = &demand->grid;
    int32_t today = tz_date(zone, now);
    for (int t = 0; t < grid->n_slots; t++) {
        int64_t begin = grid->begin + (int64_t)t * grid->slot_s;
        if (begin + grid->slot_s > now || tz_date(zone, begin) != today ||
            !is_known(arrived, n, queue, grid, t))
            continue;
        day.expected += demand->calls[(size_t)queue * (size_t)grid->n_slots + (size_t)t];
        for (int i = 0; i < n; i++)
            if (arrived[i].queue == queue && grid_slot(grid, arrived[i].start) == t)
                day.came += arrived[i].contacts;
    }
    double cv = demand->day_cv && demand->day_cv[queue] > 0 ? demand->day_cv[queue] : UNKNOWN_CV;
    double shape = 1 / (cv * cv);
    if (day.expected > 0 || day.came > 0)
        day.factor = (shape + day.came) / (shape + day.expected);
    return day;
}

static void scale_rest(struct demand *demand, const struct tz *zone, int queue, double factor,
                       int64_t now)
{
    const struct grid *grid = &demand->grid;
    double *rows[] = {demand->calls, demand->p05, demand->p10, demand->p25,
                      demand->p50,   demand->p75, demand->p90, demand->p95};
    int32_t today = tz_date(zone, now);
    for (int t = 0; t < grid->n_slots; t++) {
        int64_t begin = grid->begin + (int64_t)t * grid->slot_s;
        if (begin + grid->slot_s <= now || tz_date(zone, begin) != today)
            continue;
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
            if (rows[k])
                rows[k][(size_t)queue * (size_t)grid->n_slots + (size_t)t] *= factor;
    }
}

enum status planner_take_actuals(struct planned *planned, struct arrived_day *day,
                                 const struct plan *plan, const struct arrived *arrived,
                                 int n_arrived, int64_t now, struct arena *arena,
                                 struct diags *diags)
{
    for (int q = 0; q < plan->n_queues; q++) {
        const struct tz *zone = plan->accounts[plan->queues[q].account].zone;
        day[q] = day_of(&planned->demand, zone, q, arrived, n_arrived, now);
        scale_rest(&planned->demand, zone, q, day[q].factor, now);
    }
    return staffing_requirement(&planned->requirement, plan, &planned->demand, arena, diags);
}
