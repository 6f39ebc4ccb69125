/* SPDX-License-Identifier: GPL-3.0-or-later */
/* planner.h - whole runs over models: models in, models out. */
#ifndef RONDA_PLANNER_PLANNER_H
#define RONDA_PLANNER_PLANNER_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/run.h"
#include "scheduler/check.h"

struct planned {
    struct horizon horizon;
    struct demand demand;
    struct requirement requirement;
    struct roster roster;
    struct check_result check;
    /* what happens at half and double the price of a missing hour: [0] half, [1] double */
    struct planned_price {
        double hours_short, hours_surplus, value;
        double service_level; /* expected, weighted by contacts */
    } at_half, at_once, at_double;
};

/* Forecast, staff, roster, check.  n_weeks 1.  Memory in arena. */
enum status planner_plan(struct planned *out, const struct plan *plan, int32_t first, int n_weeks,
                         bool with_prices, struct arena *arena, struct run *run,
                         struct diags *diags);

#endif
