/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.h - rows of a table that another program wrote, whether as CSV or as a workbook.
 * The source can be read several times, also when it is the standard input. */
#ifndef RONDA_IO_SHEET_H
#define RONDA_IO_SHEET_H

#include "io/csv.h"

/* A file that can be read again and again. */
struct source {
    FILE *stream;
    const char *name; /* for messages */
    bool is_workbook; /* XLSX: a zip file */
    bool told;        /* that some byte is not UTF-8 */
};

/* file: a regular file, or "-", the standard input, which is copied to a temporary file first.
 * Errors: ERR_IO, ERR_DATA (an old .xls), reported. */
enum status source_open(struct source *out, const char *file, struct diags *diags);
void source_close(struct source *source); /* also of one that was never opened ({0}) */

struct sheet;
/* Rows from the first on.  delimiters: as for csv_open; sheet: name or number of the workbook's
 * sheet, NULL = the first.  Errors: as csv_open, and of a workbook that is damaged. */
enum status sheet_open(struct sheet **out, struct source *source, const char *delimiters,
                       const char *sheet, struct diags *diags);
/* A file of our own kind by its name: a CSV file as strict as csv_open, or a workbook's sheet of
 * that name or number (NULL: the first). */
enum status sheet_open_file(struct sheet **out, const char *file, const char *sheet,
                            struct diags *diags);
/* The next row, *row NULL at the end.  Errors: ERR_DATA, reported: no further row can be read. */
enum status sheet_next(const struct csv_row **row, struct sheet *sheet);
void sheet_close(struct sheet *sheet); /* NULL is fine */
struct place sheet_place(const struct sheet *sheet, const struct csv_row *row, int field);
char sheet_delimiter(const struct sheet *sheet); /* 0: a workbook */

#endif
