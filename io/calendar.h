/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calendar.h - holidays and events from one file each, without a plan folder, and the table of an
 * earlier forecast. */
#ifndef RONDA_IO_CALENDAR_H
#define RONDA_IO_CALENDAR_H

#include "base/mem.h"
#include "base/site.h"
#include "base/status.h"

/* A CSV file with the columns of holidays/ (only date must be there), or an iCalendar feed, which
 * the name's ending says.  By date; memory in arena.
 * Errors: ERR_IO; ERR_DATA, each fault reported with its place. */
enum status calendar_holidays(struct holiday **out, int *n, const char *file, struct arena *arena,
                              struct diags *diags);

/* A CSV file with the columns of events.csv (only from must be there; to is then the same day).  A
 * row for a queue other than `queue` is passed over.  Errors as above. */
enum status calendar_events(struct event **out, int *n, const char *file, const char *queue,
                            struct arena *arena, struct diags *diags);

/* One row of a table as `ronda forecast` writes it. */
struct forecast_row {
    int64_t start;
    const char *queue;
    double expected;
    double p10, p90; /* NAN if the table has none */
};

/* start with its offset, or the wall clock of `zone` (rows whose wall clock is doubtful are
 * faults).  In the file's order.  Errors as above. */
enum status calendar_forecast(struct forecast_row **out, int *n, const char *file,
                              const struct tz *zone, struct arena *arena, struct diags *diags);

#endif
