/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables_part.h - tables of columns that have a file of their own. */
#ifndef RONDA_IO_TABLES_PART_H
#define RONDA_IO_TABLES_PART_H

#include "io/tables.h"

#define N_QUEUE_COLUMNS 33
extern const struct column queue_columns[N_QUEUE_COLUMNS];
#define N_LIST_COLUMNS 9
extern const struct column list_columns[N_LIST_COLUMNS];

#endif
