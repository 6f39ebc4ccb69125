/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doc.h - the plan as one JSON-like tree; each node knows its place.
 * The root holds the members of site.json and one object a table ("queues", "agents", ...), its
 * rows keyed as io/tables.h says: so that a merge patch (RFC 7396) can change a single cell.  All
 * nodes and strings live in the document's arena. */
#ifndef RONDA_IO_DOC_H
#define RONDA_IO_DOC_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/text.h"

enum doc_type { DOC_NULL, DOC_BOOL, DOC_NUMBER, DOC_STRING, DOC_OBJECT, DOC_ARRAY };
extern const char *const doc_type_names[]; /* "a string", ...: for messages */

struct doc_node {
    enum doc_type type;
    const char *key; /* of a member of an object, else NULL */
    struct place at; /* path: of nodes that came from JSON */
    double number;   /* DOC_NUMBER; DOC_BOOL: 0 or 1 */
    const char *string;
    struct doc_node *first, *last, *next; /* children in order; next of the same parent */
    int n;                                /* children */
    bool is_partial; /* a table whose file was not read to its end: rows may be missing */
};

struct doc {
    struct arena *arena;
    struct doc_node *root;
    const char **files; /* [n_files] that were read, relative to the folder, sorted */
    int n_files, cap_files;
    const char **removed; /* [n_removed] queues that a patch took away: calls/ may keep them */
    int n_removed;
    size_t n_errors; /* faults of form that were reported while it was read */
};

struct doc *doc_new(void);
/* A copy of the place, its strings in the arena. */
struct place doc_place(struct arena *arena, const struct place *at);
/* `at` is copied as it is: its strings must live as long as the arena. */
struct doc_node *doc_node_new(struct arena *arena, enum doc_type type, const char *key,
                              const struct place *at);
void doc_append(struct doc_node *parent, struct doc_node *child);
/* Member of an object; NULL if there is none or the node is none (NULL is fine). */
struct doc_node *doc_find(const struct doc_node *object, const char *key);
void doc_remove(struct doc_node *object, const struct doc_node *child);
/* Members of one object in the order of their keys, then of the object: array[object->n]. */
struct doc_node **doc_sorted(struct arena *arena, const struct doc_node *object);
/* Reports each key that occurs twice, with the line of the first.  `what`: "member", "agent". */
void doc_report_twins(const struct doc_node *object, const char *what, struct arena *arena,
                      struct diags *diags);

/* JSON Merge Patch (RFC 7396): the target changed, or what stands in its place; it may be NULL.
 * What the patch brings keeps the patch's places. */
struct doc_node *doc_merge(struct arena *arena, struct doc_node *target,
                           const struct doc_node *patch);

/* JSON text with two spaces of indent; nulls are left out.  Numbers as short as they read back. */
void doc_print(struct text *out, const struct doc_node *node);
void doc_print_number(struct text *out, double number);
void doc_print_string(struct text *out, const char *s);

#endif
