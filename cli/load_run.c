/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load_run.c - see load_run.h. */
#include "cli/load_run.h"

#include "io/outputs.h"

/* Weeks, forecast and requirement. */
static enum status read_need(struct planned *planned, const char *file, const struct loaded *loaded,
                             struct command *command)
{
    int32_t first;
    int n_weeks = 1;
    struct requirement given = {0};
    if (file) {
        struct horizon horizon;
        TRY(requirement_csv_read(&given, file, loaded->plan, loaded->arena, command->diags));
        TRY(requirement_horizon(&horizon, loaded->plan, &given, command->diags));
        first = horizon.first;
        n_weeks = horizon.n_days / 7;
    } else {
        TRY(load_week(&first, loaded, command));
    }
    TRY(planner_need(planned, loaded->plan, first, n_weeks, loaded->arena, &command->run,
                     command->diags));
    if (file)
        planned->requirement = given;
    return OK;
}

enum status load_run(struct planned *planned, const struct loaded *loaded, struct command *command)
{
    const struct options *options = &command->options;
    const char *roster = options->option[OPT_ROSTER].text;
    const char *requirement = options->option[OPT_REQUIREMENT].text;
    if (options->n_arguments > 1) {
        const char *folder = options->argument[1];
        if (!roster)
            roster = arena_printf(loaded->arena, "%s/roster.csv", folder);
        if (!requirement)
            requirement = arena_printf(loaded->arena, "%s/requirement.csv", folder);
    }
    if (!roster) {
        diag_error(command->diags, NULL, "say which roster: ronda %s FOLDER OUT%s",
                   verb_defs[options->verb].name,
                   verb_takes(&verb_defs[options->verb], OPT_ROSTER) ? ", or --roster FILE" : "");
        return ERR_USAGE;
    }
    TRY(read_need(planned, requirement, loaded, command));
    planned->roster.horizon = planned->horizon;
    return roster_csv_read(&planned->roster, roster, loaded->plan, loaded->arena, command->diags);
}
