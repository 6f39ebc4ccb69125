/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_simulate.c - `simulate`: a roster's files read back, and its weeks lived through many times.
 *
 * The contacts are the folder's forecast, made again for the weeks of the requirement; the
 * requirement itself counts only for queues that are not simulated. */
#include "cli/load.h"
#include "cli/sim_page.h"
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

static enum status read_run(struct planned *planned, const struct loaded *loaded,
                            struct command *command)
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
        diag_error(command->diags, NULL,
                   "say which roster: ronda simulate FOLDER OUT, or --roster FILE");
        return ERR_USAGE;
    }
    TRY(read_need(planned, requirement, loaded, command));
    planned->roster.horizon = planned->horizon;
    return roster_csv_read(&planned->roster, roster, loaded->plan, loaded->arena, command->diags);
}

void simulate_options(struct sim_options *out, const struct options *options)
{
    *out = sim_defaults();
    if (options->option[OPT_HALF_WIDTH].given)
        out->half_width = options->option[OPT_HALF_WIDTH].number;
    if (options->option[OPT_REPLICATIONS].given)
        out->replications = (int)options->option[OPT_REPLICATIONS].number;
    if (options->option[OPT_HANDLING_CV].given)
        out->handling_cv = options->option[OPT_HANDLING_CV].number;
}

static enum outcome simulate(const struct planned *planned, const struct loaded *loaded,
                             struct command *command)
{
    struct sim_result sim;
    struct sim_options options;
    simulate_options(&options, &command->options);
    load_begin_run(command);
    sim_roster(&sim, loaded->plan, &planned->demand, &planned->requirement, &planned->roster,
               &options, loaded->arena, &command->run);
    load_end_run(command);
    if (command->options.option[OPT_JSON].given)
        sim_json(&command->out, loaded->plan, planned, &sim);
    else if (!command->options.option[OPT_QUIET].given)
        sim_page(&command->out, loaded->plan, planned, &sim);
    if (command->run.stopped_by_clock)
        diag_warning(command->diags, NULL, "stopped early, after %d replications",
                     sim.n_replications);
    return sim_missed(loaded->plan, &sim, command->diags) ? NOT_HELD : DONE;
}

enum outcome verb_simulate(struct command *command)
{
    struct loaded loaded;
    struct planned planned = {0};
    enum status status = load_plan(&loaded, command, command->options.argument[0], NULL);
    if (status == OK)
        status = read_run(&planned, &loaded, command);
    enum outcome outcome =
        status == OK ? simulate(&planned, &loaded, command) : command_outcome(status, true);
    load_free(&loaded);
    return outcome;
}
