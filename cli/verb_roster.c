/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_roster.c - `roster`: the solver's stage alone, from people needed to who works when. */
#include "cli/load_run.h"
#include "io/out_csv.h"
#include "io/outputs.h"
#include "planner/planner.h"

/* Horizon and requirement: a table that an earlier `staff` left, or computed. */
static enum status need(struct planned *planned, const struct loaded *loaded, int32_t first,
                        struct command *command)
{
    const struct option_value *given = &command->options.option[OPT_REQUIREMENT];
    const struct site *site = &loaded->plan->site;
    if (!given->given)
        return planner_need(planned, loaded->plan, first, load_n_weeks(command), loaded->arena,
                            &command->run, command->diags);
    TRY(horizon_make(&planned->horizon, site->zone, first, 7 * load_n_weeks(command),
                     site->day_starts_min, site->slot_min, command->diags));
    planned->requirement.grid = planned->horizon.grid;
    return requirement_csv_read(&planned->requirement, given->text, loaded->plan, loaded->arena,
                                command->diags);
}

static enum outcome solve(struct planned *planned, const struct loaded *loaded,
                          struct command *command)
{
    struct text table = {0};
    load_begin_run(command);
    enum status status =
        planner_roster(planned, loaded->plan, false, loaded->arena, &command->run, command->diags);
    load_end_run(command);
    enum outcome outcome =
        status == OK ? command_planned(planned, command) : command_outcome(status, false);
    if (outcome != DONE && outcome != LIMIT_WITH_ROSTER)
        return outcome;
    roster_csv(&table, loaded->plan, &planned->roster);
    enum outcome delivered = load_deliver(&table, command);
    return delivered == DONE ? outcome : delivered;
}

enum outcome verb_roster(struct command *command)
{
    struct loaded loaded;
    struct planned planned = {0};
    struct locks locks;
    int32_t first;
    enum status status = load_plan_week(&loaded, &first, command);
    if (status == OK)
        status = need(&planned, &loaded, first, command);
    if (status == OK)
        status = load_earlier(&planned, &locks, &loaded, command);
    enum outcome outcome =
        status == OK ? solve(&planned, &loaded, command) : command_outcome(status, true);
    load_free(&loaded);
    return outcome;
}
