/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scratch.h - a folder of its own for each test that reads files, and the faults it finds. */
#ifndef RONDA_TESTS_SCRATCH_H
#define RONDA_TESTS_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

static char scratch_folder[64];
static char scratch_path[256];

static inline int scratch_set_up(void **state)
{
    (void)state;
    strcpy(scratch_folder, "/tmp/ronda-test-XXXXXX");
    return mkdtemp(scratch_folder) ? 0 : -1;
}

static inline int scratch_tear_down(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", scratch_folder);
    return system(command) == 0 ? 0 : -1;
}

/* Writes a file of the folder; its path, until the next call. */
static inline const char *scratch_write(const char *name, const char *bytes, size_t n)
{
    snprintf(scratch_path, sizeof scratch_path, "%s/%s", scratch_folder, name);
    FILE *file = fopen(scratch_path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
    return scratch_path;
}

/* The first fault: its place and a part of its message. */
static inline void expect_fault(const struct diags *diags, int line, int col, const char *part)
{
    assert_true(diags->n > 0);
    const struct diag *diag = &diags->item[0];
    if (diag->at.line != line || diag->at.col != col || !strstr(diag->message, part))
        fail_msg("%d:%d: %s\nwanted %d:%d: %s", diag->at.line, diag->at.col, diag->message, line,
                 col, part);
}

#endif
