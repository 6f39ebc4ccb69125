/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interval.h - rows of interval files (calls/, forecast/, requirement/) one by one, never held
 * together: history can be longer than memory. */
#ifndef RONDA_IO_INTERVAL_H
#define RONDA_IO_INTERVAL_H

#include "io/csv.h"
#include "io/plan_build.h"
#include "io/spacing.h"

#define MOST_VALUES 12

struct interval_row {
    int queue;                 /* index; -1: unknown, reported */
    bool is_doubtful;          /* its local time does not exist or occurs twice; reported */
    int64_t start;             /* instant; NO_TIME: none, reported */
    int whole_s;               /* start names a whole day or week of so many seconds; 0: a slot */
    double value[MOST_VALUES]; /* by column of the table, NAN = empty or bad */
    struct place at;           /* of the start, valid while the file is open */
};

struct interval_file;

/* Opens FOLDER/name; its columns are those of the table (`start` and `queue` first).
 * report: false for a second look at a file whose faults are known. */
enum status interval_open(struct interval_file **out, struct reading *reading, enum table_id id,
                          const char *name, bool report);
/* The next row; false at the end or where the file cannot be read further. */
bool interval_next(struct interval_row *row, struct interval_file *file);
void interval_close(struct interval_file *file); /* NULL is fine */

/* The files of the document whose names begin with `folder` and '/'. */
int files_in(const char *const **names, const struct reading *reading, const char *folder);

#endif
