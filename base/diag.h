/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diag.h - faults found, each with its place; collected, never printed here.
 * A reader goes on after a fault so that the planner sees all of them at once; it returns ERR_DATA
 * at the end.  cli prints: 20 a file, then "N more".  Not for several threads at once. */
#ifndef RONDA_BASE_DIAG_H
#define RONDA_BASE_DIAG_H

#include <stddef.h>

enum severity { SEV_NOTE, SEV_WARNING, SEV_ERROR };

/* A place in an input file.  line and col are 1-based, 0 = not known.  path: JSON path or NULL. */
struct place {
    const char *file;
    int line, col;
    const char *path;
};

struct diag {
    enum severity severity;
    struct place at; /* strings owned by the diags */
    char *message;   /* one sentence, no newline, says the way out */
};

/* Kept of each file and severity; those after are counted only. */
#define DIAG_KEPT 1000

struct diag_file {
    char *name;  /* NULL: faults without a file */
    size_t n[3]; /* by severity: all, kept or not */
};

struct diags {
    struct diag *item; /* those kept, in the order found */
    size_t n, cap;
    size_t n_errors, n_warnings; /* all */
    struct diag_file *file;      /* in the order first seen */
    size_t n_files, cap_files, last_file;
};

struct diags *diags_new(void);
void diags_free(struct diags *diags);

/* Add one.  `at` may be NULL.  Strings are copied; control bytes and bad UTF-8 in the
 * message and in at->path become '?'. */
void diag_add(struct diags *diags, enum severity severity, const struct place *at,
              const char *format, ...) __attribute__((format(printf, 4, 5)));

#define diag_error(diags, at, ...) diag_add((diags), SEV_ERROR, (at), __VA_ARGS__)
#define diag_warning(diags, at, ...) diag_add((diags), SEV_WARNING, (at), __VA_ARGS__)
#define diag_note(diags, at, ...) diag_add((diags), SEV_NOTE, (at), __VA_ARGS__)

#endif
