/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.c - what all verbs share, and the verbs that only print texts. */
#include "cli/command.h"

#include <string.h>

#include "cli/manual.h"

enum outcome command_outcome(enum status status, bool reading)
{
    switch (status) {
    case OK:
        return DONE;
    case ERR_USAGE:
        return USAGE;
    case ERR_DATA:
        return INVALID;
    case ERR_IO:
        return reading ? INVALID : FAILED;
    case ERR_INTERNAL:
        break;
    }
    return FAILED;
}

enum outcome command_planned(const struct planned *planned, struct command *command)
{
    struct diags *diags = command->diags;
    if (planned->roster.end == ROSTER_INFEASIBLE)
        return INFEASIBLE;
    bool holds = planned->check.n_broken == 0;
    if (!planned->has_roster || (!holds && command->run.stopped_by_clock)) {
        diag_error(diags, NULL, "stopped before there was a roster that holds; nothing is written");
        return LIMIT_WITHOUT_ROSTER;
    }
    if (!holds) {
        diag_error(diags, NULL, "the checker refuses the roster; nothing is written");
        return NOT_HELD;
    }
    if (!command->run.stopped_by_clock)
        return DONE;
    diag_warning(diags, NULL, "stopped early: this is the best roster so far");
    return LIMIT_WITH_ROSTER;
}

enum outcome verb_help(struct command *command)
{
    const struct options *options = &command->options;
    if (options->n_arguments == 0) {
        manual_help(&command->out);
        return DONE;
    }
    const char *names[N_VERBS];
    for (int v = 0; v < N_VERBS; v++) {
        names[v] = verb_defs[v].name;
        if (strcmp(names[v], options->argument[0]) == 0) {
            manual_help_verb(&command->out, (enum verb_id)v);
            return DONE;
        }
    }
    int near = text_nearest(options->argument[0], names, N_VERBS);
    diag_error(command->diags, NULL, "there is no verb '%s'; %s%s%s", options->argument[0],
               near >= 0 ? "did you mean '" : "'ronda help", near >= 0 ? names[near] : "",
               near >= 0 ? "'?" : "' lists them");
    return USAGE;
}

enum outcome verb_man(struct command *command)
{
    manual_roff(&command->out, PACKAGE_VERSION);
    return DONE;
}

enum outcome verb_completion(struct command *command)
{
    if (strcmp(command->options.argument[0], "bash") != 0) {
        diag_error(command->diags, NULL, "completion is made for bash, not for '%s'",
                   command->options.argument[0]);
        return USAGE;
    }
    manual_bash(&command->out);
    return DONE;
}
