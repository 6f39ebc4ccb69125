/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xlsx.h - rows of a sheet of an Office Open XML workbook (ISO/IEC 29500), one at a time.
 * A cell is text as a CSV file would have it: numbers with a decimal point, dates 2026-12-24, times
 * 21:05:00, both with a blank between them, as the cell's number format asks.  Formulas give the
 * value that was saved with them. */
#ifndef RONDA_IO_XLSX_H
#define RONDA_IO_XLSX_H

#include "io/csv.h"

struct xlsx;
/* sheet: a name or a number from 1; NULL = the first that is not hidden.  The stream stays the
 * caller's.  Errors: ERR_DATA, reported: damaged, or no such sheet. */
enum status xlsx_open(struct xlsx **out, FILE *stream, const char *file, const char *sheet,
                      struct diags *diags);
/* As csv_next; a field's place is its row and column.  Rows without a filled cell are passed over;
 * a row is as long as the longest one before it. */
enum status xlsx_next(const struct csv_row **row, struct xlsx *xlsx);
void xlsx_close(struct xlsx *xlsx); /* NULL is fine */

#endif
