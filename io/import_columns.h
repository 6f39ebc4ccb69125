/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_columns.h - which column of a file is what: a profile's row and
 * "start=local_time,offered=calls". */
#ifndef RONDA_IO_IMPORT_COLUMNS_H
#define RONDA_IO_IMPORT_COLUMNS_H

#include "base/mem.h"
#include "io/import_profile.h"
#include "io/sheet.h"

#define MOST_PARTS 4

/* Fields of a row by key; n 0: none. */
struct import_columns {
    int n_fields;
    struct column_set {
        int n, at[MOST_PARTS];
    } set[N_KEYS];
    bool by_number; /* all are numbers, so there may be no header */
};

/* What is looked for, before a file is seen. */
struct import_wanted {
    const char *spec[N_KEYS];
    const struct import_profile *profile;
    bool by_number;
};

/* Errors: ERR_USAGE: the option is not of its form, names no start or offered, or gives the queue
 * twice or not at all. */
enum status import_wanted_read(struct import_wanted *out, const struct import_options *options,
                               struct arena *arena, struct diags *diags);
/* Looks the columns up in a row of names.  Returns how many are missing; each is reported at `at`
 * unless diags is NULL. */
int import_columns_find(struct import_columns *out, const struct import_wanted *wanted,
                        const struct csv_row *header, const struct place *at, struct arena *arena,
                        struct diags *diags);

#endif
