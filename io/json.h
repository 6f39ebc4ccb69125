/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.h - strict reading of JSON (RFC 8259) with comments, every node with line and column. */
#ifndef RONDA_IO_JSON_H
#define RONDA_IO_JSON_H

#include "base/status.h"
#include "io/doc.h"

/* The file as a tree in `arena`.  UTF-8 with or without a byte order mark; comments of both kinds;
 * nothing else beyond the RFC, and no duplicate keys, no number that a double cannot hold, no
 * "\u0000", at most 64 levels.  Errors: ERR_DATA, ERR_IO, with line, column and path. */
enum status json_read(struct doc_node **out, const char *file, struct arena *arena,
                      struct diags *diags);
/* The same for a text in memory that was read from `file`; bytes[n] is 0; comments in it are
 * blanked. */
enum status json_parse(struct doc_node **out, const char *file, char *bytes, size_t n,
                       struct arena *arena, struct diags *diags);

#endif
