/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file.h - regular files and folders, opened for reading with a clear word when that fails. */
#ifndef RONDA_IO_FILE_H
#define RONDA_IO_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/status.h"

/* Opens a regular file; never waits on a pipe.  Errors: ERR_IO, reported at the file. */
enum status file_open(FILE **out, const char *path, struct diags *diags);
/* The whole file, NUL-terminated, for mem_free.  Errors: ERR_IO; ERR_DATA beyond `most` bytes. */
enum status file_read(char **bytes, size_t *n, const char *path, size_t most, struct diags *diags);
/* Something of that name is there, of whatever kind. */
bool file_exists(const char *path);
/* Names in a folder, sorted by bytes, without those that begin with a dot or end in '~'.
 * Errors: ERR_IO, reported at the folder. */
enum status folder_list(const char *const **names, int *n, const char *path, struct arena *arena,
                        struct diags *diags);
bool name_ends(const char *name, const char *end);
/* "FOLDER/NAME" */
const char *path_join(struct arena *arena, const char *folder, const char *name);

#endif
