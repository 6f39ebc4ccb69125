/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.h - what a verb is given and what it leaves for main.c to print. */
#ifndef RONDA_CLI_COMMAND_H
#define RONDA_CLI_COMMAND_H

#include "base/diag.h"
#include "base/run.h"
#include "base/text.h"
#include "cli/options.h"
#include "planner/prove.h"

struct command {
    struct options options;
    struct diags *diags;
    struct text out;   /* for the standard output */
    struct text aside; /* for the standard error, where the output is a table */
    struct run run;    /* stop flag and progress are set by main.c */
};

/* What a failed stage comes to; `reading` input makes a file that cannot be read invalid input. */
enum outcome command_outcome(enum status status, bool reading);

/* What the end of a solver's run comes to, and the sentence for it that the exit code lacks. */
enum outcome command_planned(const struct planned *planned, struct command *command);

/* What the options ask of a simulation. */
void simulate_options(struct sim_options *out, const struct options *options);

/* `forecast` with --calls. */
enum outcome verb_forecast_series(struct command *command);

/* One function a verb, in its order. */
enum outcome verb_init(struct command *command);
enum outcome verb_check(struct command *command);
enum outcome verb_import(struct command *command);
enum outcome verb_forecast(struct command *command);
enum outcome verb_backtest(struct command *command);
enum outcome verb_accuracy(struct command *command);
enum outcome verb_staff(struct command *command);
enum outcome verb_roster(struct command *command);
enum outcome verb_plan(struct command *command);
enum outcome verb_verify(struct command *command);
enum outcome verb_rules(struct command *command);
enum outcome verb_close(struct command *command);
enum outcome verb_simulate(struct command *command);
enum outcome verb_capacity(struct command *command);
enum outcome verb_whatif(struct command *command);
enum outcome verb_replan(struct command *command);
enum outcome verb_swap(struct command *command);
enum outcome verb_leave(struct command *command);
enum outcome verb_diff(struct command *command);
enum outcome verb_explain(struct command *command);
enum outcome verb_show(struct command *command);
enum outcome verb_report(struct command *command);
enum outcome verb_publish(struct command *command);
enum outcome verb_feeds(struct command *command);
enum outcome verb_help(struct command *command);
enum outcome verb_man(struct command *command);
enum outcome verb_completion(struct command *command);

#endif
