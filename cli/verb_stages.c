/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_stages.c - the stages of a plan one by one: `forecast` and `staff`.  Each computes what it
 * needs of the stages before it, and leaves one table. */
#include "cli/load.h"
#include "forecast/forecast.h"
#include "io/out_csv.h"
#include "planner/planner.h"

enum outcome verb_forecast(struct command *command)
{
    struct loaded loaded;
    struct horizon horizon;
    struct demand demand;
    struct text table = {0};
    int32_t first;
    enum status status = OK;
    if (command->options.option[OPT_CALLS].given)
        return verb_forecast_series(command);
    if (command->options.n_arguments == 0) {
        diag_error(command->diags, NULL,
                   "say which folder: ronda forecast FOLDER, or --calls FILE");
        return USAGE;
    }
    TRY_OUT(load_plan_week(&loaded, &first, command));
    const struct site *site = &loaded.plan->site;
    TRY_OUT(horizon_make(&horizon, site->zone, first, 7 * load_n_weeks(command),
                         site->day_starts_min, site->slot_min, command->diags));
    load_begin_run(command);
    TRY_OUT(forecast_demand_parallel(&demand, loaded.plan, &horizon.grid, command->run.pool,
                                     loaded.arena, command->diags));
    forecast_csv(&table, loaded.plan, &demand);
out:;
    load_end_run(command);
    enum outcome outcome =
        status == OK ? load_deliver(&table, command) : command_outcome(status, true);
    load_free(&loaded);
    return outcome;
}

enum outcome verb_staff(struct command *command)
{
    struct loaded loaded;
    struct planned planned = {0};
    struct text table = {0};
    int32_t first;
    enum status status = OK;
    TRY_OUT(load_plan_week(&loaded, &first, command));
    TRY_OUT(planner_need(&planned, loaded.plan, first, load_n_weeks(command), loaded.arena,
                         &command->run, command->diags));
    requirement_csv(&table, loaded.plan, &planned.requirement);
out:;
    enum outcome outcome =
        status == OK ? load_deliver(&table, command) : command_outcome(status, true);
    load_free(&loaded);
    return outcome;
}
