/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ran.h - a run read back for looking at: from its own files alone, or with its plan folder, which
 * lets a roster of another place be looked at too and counts cover and cost anew. */
#ifndef RONDA_CLI_RAN_H
#define RONDA_CLI_RAN_H

#include "cli/load.h"
#include "io/run_read.h"

struct ran {
    const struct plan *plan; /* the folder's, or what the files tell (io/run_read.h) */
    struct plan *own;        /* the same if it is to be freed */
    struct horizon horizon;
    struct requirement requirement;
    struct roster roster;
    struct check_result check; /* by the checker; without a plan folder what summary.json says */
    bool is_checked;
};

/* path: a run's folder or a roster's file.  loaded: the plan folder, or NULL.  What the checker
 * finds is counted, not told: that is verify's.  Errors: reported; ran_free in any case. */
enum status ran_read(struct ran *out, const char *path, const struct loaded *loaded,
                     struct arena *arena, struct command *command);
/* Of that id; -1, reported with the nearest one. */
int ran_find_agent(const struct ran *ran, const char *id, struct diags *diags);
void ran_free(struct ran *ran);

#endif
