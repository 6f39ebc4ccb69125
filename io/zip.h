/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zip.h - members of a zip file, read as streams.  Workbooks are zip files. */
#ifndef RONDA_IO_ZIP_H
#define RONDA_IO_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/status.h"

struct zip;
/* Reads the list of members; the stream stays the caller's.  Errors: ERR_DATA, reported. */
enum status zip_open(struct zip **out, FILE *stream, const char *file, struct diags *diags);
void zip_close(struct zip *zip); /* NULL is fine */

/* Begins to read a member; one at a time.  False if there is none of that name, or it is stored in
 * a way that we cannot read (encrypted, or not deflated). */
bool zip_begin(struct zip *zip, const char *name);
/* At most n of its next bytes; 0 at the end; -1 if it is damaged. */
long zip_read(struct zip *zip, char *bytes, size_t n);

#endif
