/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init_guess.h - what a file of a planner holds, by the names of its columns. */
#ifndef RONDA_IO_INIT_GUESS_H
#define RONDA_IO_INIT_GUESS_H

#include "base/mem.h"
#include "io/sheet.h"
#include "io/when.h"

enum guess_kind { GUESS_NOTHING, GUESS_CALLS, GUESS_PEOPLE, GUESS_LEAVE, GUESS_GRID };

enum guess_column {
    GUESS_AGENT,
    GUESS_NAME,
    GUESS_SKILLS,
    GUESS_TEAM,
    GUESS_CONTRACT,
    GUESS_FROM,
    GUESS_TO,
    GUESS_LEAVE_KIND,
    GUESS_START,
    GUESS_TIME,
    GUESS_OFFERED,
    GUESS_AHT,
    GUESS_QUEUE,
    N_GUESS_COLUMNS
};
extern const char *const guess_column_names[N_GUESS_COLUMNS]; /* as a plan folder calls them */

struct guess {
    enum guess_kind kind;
    int header_line;                    /* of the file, from 1 */
    int at[N_GUESS_COLUMNS];            /* field of the row, -1: there is none */
    const char *title[N_GUESS_COLUMNS]; /* as the file has it */
    enum date_order order;              /* of its dates */
    int32_t *date;                      /* GUESS_GRID: of each field, NO_DATE */
    int n_fields;
};

/* By the first rows of the file.  `order` is that of dates which do not tell it.  Memory in arena.
 * A file that cannot be read is GUESS_NOTHING, and told to nobody. */
void guess_file(struct guess *out, const char *file, enum date_order order, struct arena *arena);

/* "Alice", "alice " and "ALICE" are one: letters and figures, small.  Memory in arena. */
const char *guess_plain(const char *text, struct arena *arena);

#endif
