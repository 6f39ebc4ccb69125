/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv.h - rows of a CSV file one at a time, in bounded memory, each field with its place.
 * UTF-8 with or without byte order mark; delimiter , ; or tab, found from the first line; quotes as
 * in RFC 4180; CRLF, LF or CR; blank lines are passed over; bare fields are trimmed. */
#ifndef RONDA_IO_CSV_H
#define RONDA_IO_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/status.h"

struct csv;

struct csv_field {
    const char *text; /* NUL-terminated */
    size_t n;
    int line, col; /* of its first character (a quote included), 1-based, in characters */
};

struct csv_row {
    int line; /* of its first field */
    int n;
    const struct csv_field *field; /* [n], valid until the next row is asked for */
};

/* Opens the file.  delimiters: those to choose from, NULL = ",;\t".
 * Errors: ERR_IO (missing, a folder, unreadable), ERR_DATA (empty, UTF-16), reported. */
enum status csv_open(struct csv **out, const char *file, const char *delimiters,
                     struct diags *diags);
/* As csv_open, but leniently, for files of other programs: from a stream that stays the caller's,
 * at its present place; UTF-16 is taken, and a byte that is not UTF-8 becomes '?', with a warning
 * for the first one unless *told, which it sets.  file: its name, for messages. */
enum status csv_open_stream(struct csv **out, FILE *stream, bool *told, const char *file,
                            const char *delimiters, struct diags *diags);
/* The next row, *row NULL at the end.  Errors: ERR_DATA, reported: no row at all, quoting that is
 * broken, bytes that are not UTF-8, a zero byte, a field beyond 64 KiB, more than 4096 fields; the
 * file cannot be read further. */
enum status csv_next(const struct csv_row **row, struct csv *csv);
void csv_close(struct csv *csv); /* NULL is fine */
char csv_delimiter(const struct csv *csv);
/* Place of a field; of the row's line if there is no such field. */
struct place csv_place(const struct csv *csv, const struct csv_row *row, int field);

#endif
