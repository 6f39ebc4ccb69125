/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outputs.h - the folder of a run: appears whole or not at all; an earlier one is kept until the
 * new one stands. */
#ifndef RONDA_IO_OUTPUTS_H
#define RONDA_IO_OUTPUTS_H

#include "base/plan.h"
#include "base/roster.h"

struct out_folder;

/* Files are written into a hidden sibling (.NAME.new-...); out_commit fsyncs and renames; out_abort
 * removes. Refuses to replace a folder that is not one of ours (no manifest.json in it) unless it
 * is empty. */
enum status out_begin(struct out_folder **out, const char *folder, struct diags *diags);
enum status out_file(struct out_folder *out, const char *name /* "ics/A017.ics" */,
                     const char *bytes, size_t n, struct diags *diags);
enum status out_commit(struct out_folder *out, struct diags *diags);
void out_abort(struct out_folder *out); /* NULL is fine; frees */

/* What a run knows; members that are NULL are left out. */
struct outputs {
    const struct plan *plan;
    const struct horizon *horizon;
    const struct demand *demand;
    const struct requirement *requirement;
    const struct roster *roster;
    const double *cover; /* [n_queues * n_slots] people per queue */
    const char *const
        *input_names; /* [n_inputs] relative to input_folder, for the manifest's hashes */
    int n_inputs;
    const char *input_folder;
    const char *version;
    uint64_t seed;
    int64_t now;              /* --now: DTSTAMP of calendars; NO_TIME: the horizon's begin */
    const char *summary_json; /* made by the caller (planner's figures) */
};
/* forecast.csv, requirement.csv, roster.csv, roster-grid.csv, coverage.csv, summary.json,
 * ics/<agent>.ics, manifest.json: those whose data is there. */
enum status outputs_write(struct out_folder *out, const struct outputs *what, struct diags *diags);

/* Read back what outputs_write wrote (verify): roster.csv, or a hand-edited copy; requirement.csv.
 */
enum status roster_csv_read(struct roster *out, const char *file, const struct plan *plan,
                            struct arena *arena, struct diags *diags);
enum status requirement_csv_read(struct requirement *out, const char *file, const struct plan *plan,
                                 struct arena *arena, struct diags *diags);
enum status summary_value_read(double *value, double *bound, const char *file, struct diags *diags);

#endif
