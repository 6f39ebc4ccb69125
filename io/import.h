/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.h - any simple interval file becomes rows of calls/. */
#ifndef RONDA_IO_IMPORT_H
#define RONDA_IO_IMPORT_H

#include <stdbool.h>

#include "base/demand.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/status.h"
#include "base/text.h"

struct import_options {
    const char *columns; /* "start=local_time,offered=calls[,handled=COL][,aht=COL][,queue=COL]" */
    const char *queue;   /* name for every row; NULL if a column gives it */
    const char *zone;    /* of local times, IANA name; NULL if each row has its offset */
    int slot_min;        /* 5, 15, 30, 60: rows are summed into such slots; 0: as the file has it */
    bool refuse_dst;     /* a doubtful local time is an error */
};

/* What happened; counts of rows of the file. */
struct import_report {
    long n_rows, n_taken, n_skipped, n_doubtful;
    long n_slots, n_gaps;     /* slots written; runs of missing slots within the series */
    long n_missing;           /* slots missing in them */
    int slot_min;             /* of what was written */
    char first[40], last[40]; /* starts of the first and the last slot */
};

/* Reads `file`, writes calls rows (start,queue,offered[,handled][,aht_s]; start with offset) into
 * `out`, sorted by queue, then time.  A row that cannot be read is skipped with a warning that has
 * its line; it never takes a good one along.  A slot with a missing part is left out: unknown.
 * Errors: ERR_USAGE: options; ERR_IO, ERR_DATA: the file; no row taken. */
enum status import_calls(struct text *out, struct import_report *report, const char *file,
                         const struct import_options *options, struct diags *diags);
/* The one queue of the file as a series, at the spacing that the file has.  Memory in arena.
 * Errors: as import_calls, and ERR_DATA if the file holds several queues. */
enum status import_series(struct series *out, struct import_report *report, const char *file,
                          const struct import_options *options, struct arena *arena,
                          struct diags *diags);
/* The report as lines for people. */
void import_describe(struct text *out, const struct import_report *report);

#endif
