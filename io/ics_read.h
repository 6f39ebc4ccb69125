/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_read.h - holidays from an iCalendar feed. */
#ifndef RONDA_IO_ICS_READ_H
#define RONDA_IO_ICS_READ_H

#include <stdint.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/status.h"

struct ics_holiday {
    int32_t date;
    const char *name; /* one clean line; "holiday" if the event has no summary */
    int line;         /* of the event in the file */
};

/* Every date of every event, by date then name, none twice; all in the arena.  An event of several
 * days gives each of them, a rule its dates until 2099.
 * The feed is a stranger's: at most 8 MiB, 200 rules and 20,000 dates; rules are yearly or monthly;
 * what is refused is reported with line and column, all of it at once.  An event with a time of day
 * counts on the date that is written, with a warning.
 * Errors: ERR_IO; ERR_DATA, nothing is then given out. */
enum status ics_read_holidays(struct ics_holiday **out, int *n, const char *file,
                              struct arena *arena, struct diags *diags);

/* "3.0.16": libical, which expands the rules. */
const char *ics_library_version(void);

#endif
