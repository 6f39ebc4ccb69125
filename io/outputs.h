/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outputs.h - the folder of a run: appears whole or not at all; an earlier one is kept until the
 * new one stands. */
#ifndef RONDA_IO_OUTPUTS_H
#define RONDA_IO_OUTPUTS_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/wellbeing.h"

struct out_folder;

/* Files are written into a hidden sibling (.NAME.new-...); out_commit fsyncs and renames; out_abort
 * removes.  Replaces only an empty folder or one of ours: a manifest.json lists every file in it.
 * What a killed run left is removed by the next out_begin.
 * Always end with out_abort: before out_commit, or after its failure, nothing of the run remains
 * and an earlier folder is as it was; after its success out_abort only frees. Errors: ERR_IO;
 * ERR_USAGE for a folder that cannot be replaced ("/", ".."). */
enum status out_begin(struct out_folder **out, const char *folder, struct diags *diags);
enum status out_file(struct out_folder *out, const char *name /* "ics/A017.ics" */,
                     const char *bytes, size_t n, struct diags *diags);
enum status out_commit(struct out_folder *out, struct diags *diags);
void out_abort(struct out_folder *out); /* NULL is fine; frees */

/* One file, whole or not at all; a device or a pipe is written to as it is.  Errors: ERR_IO. */
enum status out_write_file(const char *file, const char *bytes, size_t n, struct diags *diags);

/* The same for a file that a library writes by its name; false: it cannot. */
enum status out_write_by(const char *file, bool (*write)(void *context, const char *name),
                         void *context, struct diags *diags);

/* A folder for such files, with those above it missing too.  Errors: ERR_IO. */
enum status out_make_folder(const char *folder, struct diags *diags);

/* What a run knows; members that are NULL are left out. */
struct outputs {
    const struct plan *plan;
    const struct horizon *horizon;
    const struct demand *demand;
    const struct requirement *requirement;
    const struct roster *roster;
    const double *cover;             /* [n_queues * n_slots] people per queue */
    const struct group_share *share; /* [n_shares] the same by group */
    int n_shares;
    const char *const
        *input_names; /* [n_inputs] relative to input_folder, for the manifest's hashes */
    int n_inputs;
    const char *input_folder;
    const char *version;
    const char *solver; /* "GLPK 5.0", for the manifest; may be NULL */
    uint64_t seed;
    int64_t now;                 /* --now: DTSTAMP of calendars; NO_TIME: the horizon's begin */
    const struct evenness *even; /* [n_even] balances by group; NULL */
    int n_even;
    const struct wish_answer *wishes; /* [n_wishes] */
    int n_wishes;
    const struct wellbeing *wellbeing; /* [n_agents] */
    const char *summary_json;          /* made by the caller (planner's figures) */
    /* Writes more files before the manifest lists them all; NULL. */
    enum status (*write_more)(struct out_folder *out, const struct outputs *what,
                              struct diags *diags);
};
/* forecast.csv, requirement.csv, roster.csv, roster-grid.csv, payroll.csv, offers.csv, night.csv,
 * coverage.csv, groups.csv, summary.json, ics/<agent>.ics, manifest.json: those whose data is
 * there. */
enum status outputs_write(struct out_folder *out, const struct outputs *what, struct diags *diags);

/* Sheets of a workbook that these are read from. */
#define SHEET_GRID "Grid"
#define SHEET_ROSTER "Roster"

/* Read back what outputs_write wrote (verify), or a copy edited by hand; every fault of form has
 * its place.  Errors: ERR_IO, ERR_DATA. */

/* duty_at tells the row of each duty; absences are those of leave.csv.  out->horizon is kept if it
 * has days, else it becomes the whole weeks that hold all work dates. */
enum status roster_csv_read(struct roster *out, const char *file, const struct plan *plan,
                            struct arena *arena, struct diags *diags);
/* What came of a day so far: start, queue, offered. */
enum status arrived_csv_read(struct arrived **out, int *n, const char *file,
                             const struct plan *plan, struct arena *arena, struct diags *diags);
/* attendance.csv: agent, work_date, start, end; shift, lost_min, reason.  Start and end both empty:
 * did not work. */
enum status attendance_csv_read(struct attended **out, int *n, const char *file,
                                const struct plan *plan, struct arena *arena, struct diags *diags);
/* A sheet as roster_grid_csv writes it; its dates are first ... last, without a hole.  Duties have
 * the shift of the catalogue with that start and length, -1 if there is none, and no pauses. */
enum status roster_grid_read(struct roster *out, int32_t *first, int32_t *last, const char *file,
                             const struct plan *plan, struct arena *arena, struct diags *diags);
/* Either of them, or a run's workbook, edited by hand.  base: the run's roster, with its horizon,
 * for what a grid does not say; NULL: not known. */
enum status roster_file_read(struct roster *out, const char *file, const struct roster *base,
                             const struct plan *plan, struct arena *arena, struct diags *diags);
/* out->grid is kept if it has slots (rows outside are warned of), else it becomes the whole weeks
 * that hold all rows.  A slot without a row needs nobody.  Prices are the queues'. */
enum status requirement_csv_read(struct requirement *out, const char *file, const struct plan *plan,
                                 struct arena *arena, struct diags *diags);
/* The work dates of a requirement's grid. */
enum status requirement_horizon(struct horizon *out, const struct plan *plan,
                                const struct requirement *requirement, struct diags *diags);
/* "value" and "bound" of summary.json; NAN where it has none. */
enum status summary_value_read(double *value, double *bound, const char *file, struct diags *diags);

#endif
