/* SPDX-License-Identifier: GPL-3.0-or-later */
/* whatif_store.h - results of scenarios that outlive a kill: one file each, named by a hash of all
 * that it hangs on. */
#ifndef RONDA_CLI_WHATIF_STORE_H
#define RONDA_CLI_WHATIF_STORE_H

#include "cli/load.h"
#include "io/hash.h"
#include "planner/scenarios.h"

/* What every scenario of a run hangs on: the plan's files and the options. */
enum status store_key_begin(struct sha256 *out, const struct loaded *base,
                            const struct scenarios *of, struct command *command);
/* With the scenario's own document. */
void store_key(char key[SHA256_TEXT], const struct sha256 *begun, const struct loaded *scenario);

/* The result in FOLDER/scenarios/KEY.json, if it is there and whole. */
void store_read(struct scenario *out, const char *folder, const char *key);
enum status store_write(const struct scenario *scenario, const char *folder, const char *key,
                        struct diags *diags);

#endif
