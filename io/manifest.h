/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.h - manifest.json: what a run was made of, so that it can be made again and judged. */
#ifndef RONDA_IO_MANIFEST_H
#define RONDA_IO_MANIFEST_H

#include "base/text.h"
#include "io/out_folder.h"

/* The file's text: horizon, seed, whether it is reproducible, versions (ronda, solver, libical, tz
 * data), SHA-256 of every input and of every file that `folder` holds so far.
 * Errors: ERR_IO if an input cannot be read. */
enum status manifest_json(struct text *out, const struct outputs *what,
                          const struct out_folder *folder, struct diags *diags);

#endif
