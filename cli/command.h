/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.h - what a verb is given and what it leaves for main.c to print. */
#ifndef RONDA_CLI_COMMAND_H
#define RONDA_CLI_COMMAND_H

#include "base/diag.h"
#include "base/run.h"
#include "base/text.h"
#include "cli/options.h"

struct command {
    struct options options;
    struct diags *diags;
    struct text out; /* for the standard output */
    struct run run;  /* stop flag and progress are set by main.c */
};

/* What a failed stage comes to; `reading` input makes a file that cannot be read invalid input. */
enum outcome command_outcome(enum status status, bool reading);

/* One function a verb, in its order. */
enum outcome verb_help(struct command *command);
enum outcome verb_man(struct command *command);
enum outcome verb_completion(struct command *command);

#endif
