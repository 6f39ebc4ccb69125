/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.h - a folder that is kept up to date: files are staged, those that are equal already are
 * not touched, and all others take their names at once. */
#ifndef RONDA_IO_PUBLISH_PLACE_H
#define RONDA_IO_PUBLISH_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/status.h"

struct place_dir;

/* Opens the folder, makes it if it is not there.  locked: waits for another run that has it; a run
 * must not lock a folder twice.  No symbolic link is followed at or below it.  Errors: ERR_IO. */
enum status dir_open(struct place_dir **out, const char *folder, bool locked, struct diags *diags);
/* Stages a file unless it is there with just these bytes.  mode: of a new file, under the umask.
 * The name has no slash and no leading dot. */
enum status dir_put(struct place_dir *dir, const char *name, const char *bytes, size_t n,
                    unsigned mode, struct diags *diags);
/* Makes what is staged durable, then gives the names, in the order of the puts; a file's
 * modification time never goes back.  More may be staged after. */
enum status dir_commit(struct place_dir *dir, struct diags *diags);
/* Removes the files for which is_ours(name) holds and that were not put; returns how many.  What a
 * killed run staged has the name ".NAME.new". */
int dir_sweep(struct place_dir *dir, bool (*is_ours)(const char *name));
/* Renames if it is there. */
void dir_rename(struct place_dir *dir, const char *from, const char *to);
bool dir_remove(struct place_dir *dir, const char *name);
int dir_n_written(const struct place_dir *dir); /* staged so far */
int dir_n_put(const struct place_dir *dir);     /* asked for so far */
void dir_close(struct place_dir *dir); /* NULL is fine; what is staged and not committed goes */

#endif
