/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xlsx_cell.h - what a number of a workbook means under its number format. */
#ifndef RONDA_IO_XLSX_CELL_H
#define RONDA_IO_XLSX_CELL_H

#include <stdbool.h>

#include "base/text.h"

/* DATE | TIME: both; DURATION: hours may pass 24. */
enum cell_format { FORMAT_PLAIN, FORMAT_DATE, FORMAT_TIME, FORMAT_BOTH, FORMAT_DURATION };

/* Of a number format that every workbook knows by its number. */
enum cell_format cell_format_known(int id);
/* Of a format of the workbook's own: "dd/mm/yyyy hh:mm". */
enum cell_format cell_format_of(const char *code);
/* The number as text: a date, a time, both, or itself. */
void cell_print(struct text *out, const char *number, enum cell_format format, bool from_1904);

#endif
