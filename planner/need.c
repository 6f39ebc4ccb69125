/* SPDX-License-Identifier: GPL-3.0-or-later */
/* need.c - the stages before the roster: horizon, forecast, staffing. */
#include "forecast/forecast.h"
#include "forecast/staffing.h"
#include "planner/planner.h"

enum status planner_need(struct planned *out, const struct plan *plan, int32_t first, int n_weeks,
                         struct arena *arena, struct run *run, struct diags *diags)
{
    const struct site *site = &plan->site;
    TRY(horizon_make(&out->horizon, site->zone, first, 7 * n_weeks, site->day_starts_min,
                     site->slot_min, diags));
    TRY(forecast_demand_parallel(&out->demand, plan, &out->horizon.grid, run->pool, arena, diags));
    return staffing_requirement(&out->requirement, plan, &out->demand, arena, diags);
}
