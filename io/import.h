/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.h - histories and forecasts of other programs become rows of calls/. */
#ifndef RONDA_IO_IMPORT_H
#define RONDA_IO_IMPORT_H

#include <stdbool.h>

#include "base/demand.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/status.h"
#include "base/text.h"
#include "io/figure.h"
#include "io/when.h"

/* Names of the layouts that are known, in the order of their table. */
#define IMPORT_PROFILES                                                              \
    "genesys|genesys-forecast|amazon-connect|calabrio|avaya-cms|asterisk-queue-log|" \
    "freepbx-cdr|ronda|matrix"
int import_profile_count(void);
const char *import_profile_name(int profile);
const char *import_profile_help(int profile);

enum import_as { AS_BY_PROFILE, AS_CALLS, AS_FORECAST, AS_REQUIREMENT };
enum import_missing { MISSING_BY_PROFILE, MISSING_UNKNOWN, MISSING_ZERO };

struct import_options {
    int profile;         /* place in IMPORT_PROFILES, from 1; 0: none, columns say it all */
    const char *columns; /* "start=local_time,offered=calls,...": over the profile's own */
    bool is_contacts;    /* without a profile: a row is one contact */
    const char *queue;   /* name for every row; NULL if a column gives it */
    const char *only;    /* import_series: the queue that is wanted; NULL: the only one */
    const char *zone;    /* of local times, IANA name; NULL if each row has its offset */
    const char *sheet;   /* of a workbook; NULL: the first */
    int slot_min;        /* 5, 15, 30, 60: rows are summed into such slots; 0: as the file has it */
    bool refuse_dst;     /* a doubtful local time is an error */
    bool sum_repeats;    /* rows of the same slot add up */
    enum date_order order;       /* of ambiguous dates; ORDER_UNKNOWN: as the file proves */
    enum decimal decimal;        /* POINT or COMMA; else as the file proves */
    enum import_missing missing; /* what a slot without a row is */
    enum import_as as;           /* which columns are written */
};

/* Why a row is skipped. */
enum import_skip {
    SKIP_FIELDS,
    SKIP_TIME,
    SKIP_DATE_AMBIGUOUS,
    SKIP_LOCAL_GAP,
    SKIP_LOCAL_TWICE,
    SKIP_VALUE,
    SKIP_VALUE_AMBIGUOUS,
    SKIP_QUEUE,
    SKIP_TOTAL,
    SKIP_LENGTH,
    SKIP_OFF_SLOT,
    SKIP_REPEATED,
    SKIP_EVENT,
    N_SKIPS
};

/* What happened; counts of rows of the file (of a matrix: filled cells). */
struct import_report {
    bool is_read; /* to its end; what failed after that is the writing */
    long n_rows, n_taken, n_skipped, n_doubtful;
    long skipped[N_SKIPS]; /* by reason */
    int first_line[N_SKIPS];
    long n_contacts,
        n_repeated;       /* of files with a row a contact or event; rows summed into others */
    long n_other;         /* events that say nothing of contacts */
    long n_slots, n_gaps; /* slots written; runs of missing slots within the series */
    long n_missing;       /* slots missing in them */
    long n_zero;          /* slots without a row that were written as 0 */
    long gap_slots;       /* the longest gap */
    char gap_first[40], gap_last[40]; /* its first and last slot */
    int n_queues, slot_min;           /* of what was written */
    char first[40], last[40];         /* starts of the first and the last slot */
    char delimiter;                   /* 0: a workbook or an event log */
    int header_line;                  /* 0: none */
    enum date_order order;            /* that was used, by the option or the line that proves it */
    int order_line;                   /* 0: by the option */
    enum decimal decimal;
    int decimal_line;
};

/* Reads `file` ("-": the standard input), writes calls rows (start,queue,offered[,handled][,aht_s];
 * start with offset) into `out`, sorted by queue, then time.  A row that cannot be read is skipped
 * with a warning that has its line; it never takes a good one along.  A slot with a missing part is
 * left out: unknown.
 * Memory: the slots of some queues (128 MiB, unless one queue has more), no rows, and `out`.
 * Errors: ERR_USAGE: options; ERR_IO, ERR_DATA: the file; no row taken. */
enum status import_calls(struct text *out, struct import_report *report, const char *file,
                         const struct import_options *options, struct diags *diags);
/* The same into a file, whole or not at all, in pieces.  Errors: also ERR_IO. */
enum status import_calls_to(const char *out_file, struct import_report *report, const char *file,
                            const struct import_options *options, struct diags *diags);
/* One queue of the file as a series, at the spacing that the file has.  Memory in arena.
 * Errors: as import_calls, and ERR_DATA if the queue is not there, or it is not said which. */
enum status import_series(struct series *out, struct import_report *report, const char *file,
                          const struct import_options *options, struct arena *arena,
                          struct diags *diags);
/* The report as lines for people. */
void import_describe(struct text *out, const struct import_report *report);

#endif
