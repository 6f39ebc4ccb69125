/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_columns.h - which column of a file is what: "start=local_time,offered=calls". */
#ifndef RONDA_IO_IMPORT_COLUMNS_H
#define RONDA_IO_IMPORT_COLUMNS_H

#include "base/mem.h"
#include "io/csv.h"
#include "io/import.h"

enum import_value { IMPORT_OFFERED, IMPORT_HANDLED, IMPORT_AHT, N_IMPORT_VALUES };

/* Fields of a row; -1: none. */
struct import_columns {
    int n_fields;
    int start, time; /* time: a second column, "start=date+time" */
    int queue;
    int value[N_IMPORT_VALUES];
};

/* Errors: ERR_USAGE: the option is not of its form, names no start or offered, or gives the queue
 * twice or not at all; ERR_DATA: the file has no such column. */
enum status import_columns_find(struct import_columns *out, const struct import_options *options,
                                const struct csv *csv, const struct csv_row *header,
                                struct arena *arena, struct diags *diags);

#endif
