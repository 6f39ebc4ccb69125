/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deliver.h - the files of a run, for the verbs that make a roster. */
#ifndef RONDA_CLI_DELIVER_H
#define RONDA_CLI_DELIVER_H

#include "cli/load.h"
#include "io/outputs.h"
#include "planner/figures.h"

/* All files of a planned week into the folder, which is committed. */
enum status deliver_files(struct out_folder *folder, const struct loaded *loaded,
                          const struct planned *planned, const struct figures *figures,
                          const char *summary, struct command *command);

#endif
