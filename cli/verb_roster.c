/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_roster.c - `roster`: the solver's stage alone, from people needed to who works when. */
#include <string.h>

#include "cli/load_run.h"
#include "io/out_csv.h"
#include "io/outputs.h"
#include "planner/planner.h"
#include "scheduler/lp.h"
#include "scheduler/scheduler.h"

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

/* The program under way to a file. */
struct written {
    struct lp *lp;
    bool as_lp;
};

static bool write_program(void *context, const char *name)
{
    const struct written *written = context;
    return lp_write(written->lp, name, written->as_lp);
}

static enum outcome export(const struct planned *planned, const struct loaded *loaded,
                           struct command *command) {
    const char *file = command->options.option[OPT_WRITE_MPS].text; size_t n = strlen(file);
    struct written written = {.as_lp = n > 3 && strcmp(file + n - 3, ".lp") == 0};
    enum status status = scheduler_program(&written.lp, loaded->plan, &planned->horizon,
                                           &planned->requirement, planned->locks, loaded->arena,
                                           command->diags);
    if (status == OK) status = out_write_by(file, write_program, &written, command->diags);
    lp_free(written.lp);
    return command_outcome(status, false);
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
    enum outcome outcome = command_outcome(status, true);
    if (status == OK && command->options.option[OPT_WRITE_MPS].given)
        outcome = export(&planned, &loaded, command);
    else if (status == OK)
        outcome = solve(&planned, &loaded, command);
    load_free(&loaded);
    return outcome;
}
