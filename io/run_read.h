/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_read.h - a run's folder read back by itself, without the plan folder that it was made from.
 */
#ifndef RONDA_IO_RUN_READ_H
#define RONDA_IO_RUN_READ_H

#include "io/outputs.h"

/* What the files of a run tell.  The plan holds what they name and no more: agents (id, name, team,
 * role), queues, shifts (id), the site's zone, currency, week, slots and night window; it is no
 * plan to solve or to check with. */
struct run_files {
    const char *folder; /* in the arena */
    struct plan *plan;  /* plan_free */
    struct horizon horizon;
    struct roster roster; /* with absences, and the costs of summary.json */
    struct requirement requirement;
    double *cover;                     /* [n_queues * n_slots] people given */
    double hours_short, hours_surplus; /* of summary.json */
};

/* path: the folder, or a roster's file in it.  Errors: ERR_IO, ERR_DATA, reported. */
enum status run_read(struct run_files *out, const char *path, struct arena *arena,
                     struct diags *diags);

#endif
