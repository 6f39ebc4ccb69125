/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_simulate.c - `simulate`: a roster's files read back, and its weeks lived through many times.
 *
 * The contacts are the folder's forecast; the requirement counts only for queues that are not
 * simulated. */
#include "cli/load_run.h"
#include "cli/sim_page.h"

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
        status = load_run(&planned, &loaded, command);
    enum outcome outcome =
        status == OK ? simulate(&planned, &loaded, command) : command_outcome(status, true);
    load_free(&loaded);
    return outcome;
}
