/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load_run.h - the folder that `plan` left, read back: for the verbs that show or judge it. */
#ifndef RONDA_CLI_LOAD_RUN_H
#define RONDA_CLI_LOAD_RUN_H

#include "cli/load.h"
#include "planner/planner.h"

/* Horizon, forecast, requirement and roster of the run in argument[1], or of --roster and
 * --requirement.  The forecast is the folder's, made again for the weeks of the requirement; the
 * requirement is the run's own, else the folder's.  Errors: ERR_USAGE where neither says which
 * roster; ERR_IO, ERR_DATA of the files. */
enum status load_run(struct planned *planned, const struct loaded *loaded, struct command *command);

/* The run of --from as where the search of planned->horizon begins; with --lock-until what of it
 * stays, *locks.  Nothing without --from.  Errors: ERR_USAGE for days that --from does not have. */
enum status load_earlier(struct planned *planned, struct locks *locks, const struct loaded *loaded,
                         struct command *command);

#endif
