/* SPDX-License-Identifier: GPL-3.0-or-later */
/* back.h - what reading back the tables of a run has in common: columns in any order, each fault
 * with its place.  Not for use outside io/. */
#ifndef RONDA_IO_BACK_H
#define RONDA_IO_BACK_H

#include "base/plan.h"
#include "io/sheet.h"

#define BACK_COLUMNS_MOST 24

/* Ids of one table of the plan, for look-up by name. */
struct back_ids {
    const char *what;         /* "agent" */
    const char **name;        /* [n] in the plan's order */
    const char **sorted_name; /* [n] */
    int *sorted_row;          /* [n] */
    int n;
};
void back_ids_agents(struct back_ids *out, const struct plan *plan, struct arena *arena);
void back_ids_shifts(struct back_ids *out, const struct plan *plan, struct arena *arena);
void back_ids_queues(struct back_ids *out, const struct plan *plan, struct arena *arena);
void back_ids_trainings(struct back_ids *out, const struct plan *plan, struct arena *arena);

struct back {
    const struct plan *plan;
    struct arena *arena;
    struct diags *diags;
    const char *file; /* in the arena */
    struct sheet *sheet;
    const struct csv_row *row; /* the current one */
    const char *const *column; /* [n_columns] names, those that must be there first */
    int n_columns;
    int field[BACK_COLUMNS_MOST]; /* [n_columns] of the row; -1: no such column */
    int n_fields;
    size_t n_errors;
};

/* Opens the file and reads its header.  Errors: ERR_IO, ERR_DATA, reported. */
enum status back_open(struct back *back, const char *file, const char *const *column, int n_columns,
                      int n_required, const struct plan *plan, struct arena *arena,
                      struct diags *diags);
/* The same of a workbook's sheet of that name; of a CSV file the name says nothing. */
enum status back_open_sheet(struct back *back, const char *file, const char *sheet,
                            const char *const *column, int n_columns, int n_required,
                            const struct plan *plan, struct arena *arena, struct diags *diags);
/* The next row of the right length into back->row; false at the end. */
bool back_next(struct back *back);
/* Closes; ERR_DATA if any fault was reported since back_open, or status if that is not OK. */
enum status back_close(struct back *back, enum status status);

const char *back_text(const struct back *back, int column); /* "" without such a column */
struct place back_place(const struct back *back, int column);
void back_fault(struct back *back, int column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Cells; false if the fault was reported. */
bool back_date(int32_t *out, struct back *back, int column);
/* With offset, or the site's wall clock where that says one instant. */
bool back_stamp(int64_t *out, struct back *back, int column);
bool back_number(double *out, struct back *back, int column, double least, double most);
bool back_id(int *out, struct back *back, int column, const char *name, const struct back_ids *ids);

/* Whole weeks of the site that hold both work dates.  Errors: ERR_DATA beyond MAX_DAYS. */
enum status back_horizon(struct horizon *out, const struct plan *plan, int32_t first, int32_t last,
                         const char *file, struct diags *diags);

#endif
