/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init.h - a plan folder to begin with. */
#ifndef RONDA_IO_INIT_H
#define RONDA_IO_INIT_H

#include "base/diag.h"
#include "base/status.h"
#include "base/text.h"
#include "io/figure.h"
#include "io/when.h"

/* Writes a commented plan folder that works as it is: a small queue served round the clock from an
 * offshore site, twelve agents, ten weeks of made-up calls (the same bytes each time).  The folder
 * is made if it is not there, and must hold nothing.
 * Errors: ERR_USAGE if it holds something; ERR_IO, and then nothing is left behind. */
enum status init_write(const char *folder, struct diags *diags);

/* How the files of a planner are to be read. */
struct init_from {
    const char *zone;      /* of the client; NULL: UTC, and said */
    enum date_order order; /* of dates that do not tell it */
    enum decimal decimal;
};

/* The same from what is in from_folder: histories, a people list, leave sheets, last month's grid.
 * report: what was found and how it was read, and what was assumed.
 * Errors: also ERR_DATA if there is no history or nobody. */
enum status init_from(const char *folder, const char *from_folder, const struct init_from *how,
                      struct text *report, struct diags *diags);

/* Nothing must be there that a planner could lose.  Errors: ERR_USAGE. */
enum status init_check_empty(const char *folder, struct diags *diags);

#endif
