/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_part.h - what the files import*.c share: a layout reads rows, import.c takes them. */
#ifndef RONDA_IO_IMPORT_PART_H
#define RONDA_IO_IMPORT_PART_H

#include <stdio.h>

#include "io/import_columns.h"
#include "io/spacing.h"

enum import_value { IMPORT_OFFERED, IMPORT_HANDLED, IMPORT_AHT, N_IMPORT_VALUES };

struct slot {
    double value[N_IMPORT_VALUES]; /* NAN = not given; where rows add up, AHT is a sum of seconds */
    int line;                      /* 0 = no row */
    int n_timed;                   /* contacts whose seconds are in that sum */
};

struct import_queue {
    char *raw, *name; /* as the file has it, and as an id */
    struct spacing spacing;
    int64_t first, last;
    long n_rows;
    int64_t n_slots;
    struct slot *slot; /* [n_slots]; NULL: not of the group being filled */
};

/* What a look at the file is for. */
enum import_look {
    LOOK_SPAN, /* silently: queues, span, spacing */
    LOOK_FILL, /* all is told and counted, the first group of queues filled */
    LOOK_AGAIN /* silently but for the slots of the next group */
};

struct import {
    const struct import_options *options;
    const struct import_profile *profile;
    enum import_layout layout;
    struct import_wanted wanted;
    struct import_report *report;
    struct diags *diags;
    struct source source;
    const char *delimiters; /* that the header was found with */
    struct arena *arena;
    struct tz *zone; /* NULL: stamps must have offsets */
    struct import_queue *queue;
    size_t n_queues, cap_queues;
    int *index; /* open addressing over the raw names: queue + 1 */
    size_t n_index;
    struct spacing spacing; /* of a matrix: of its times of day */
    int64_t first, last;    /* starts of the slots written */
    int slot_s;             /* of the file, or asked for */
    bool adds;              /* rows are contacts: they are added to their slots */
    enum date_order order;
    enum decimal decimal;
    enum import_look look;
    size_t group_begin, group_end; /* queues whose slots are held */
    bool has[N_IMPORT_VALUES];     /* some row gives it */
    bool has_failed;
    FILE *file; /* what is written goes there in pieces; NULL: it is kept */
    bool write_failed;
};

/* A row is counted once, however often the file is looked at. */
static inline bool import_counts(const struct import *import)
{
    return import->look == LOOK_FILL;
}

/* One row, understood.  Of contacts: what it adds, AHT its seconds, NAN nothing. */
struct import_row {
    int64_t start;
    const char *queue;
    double value[N_IMPORT_VALUES];
    struct place at;
};

/* Each reads the source from its begin and gives every good row to import_take. */
enum status import_look_rows(struct import *import);
enum status import_look_matrix(struct import *import);
enum status import_look_log(struct import *import);
/* First, where dates may be ambiguous: the order that some date proves. */
enum status import_order_of_rows(struct import *import);
enum status import_order_of_matrix(struct import *import);

/* The row into its slot (on the first look: its span).  False: nothing further can be read. */
bool import_take(struct import *import, const struct import_row *row);
/* Counts and tells a row that is skipped, once. */
void import_skip(struct import *import, enum import_skip why, const struct place *at,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The instant of a cell or two; false: skipped, and told.  time may be NULL. */
bool import_start(struct import *import, int64_t *start, const char *date, const char *time,
                  const struct place *at);
bool import_stamp_start(struct import *import, int64_t *start, const struct stamp *stamp,
                        const char *text, const struct place *at);
/* A figure, or a duration: NAN where the cell is empty; false: skipped, and told. */
bool import_value(struct import *import, double *out, const char *text, bool is_duration,
                  double most, const struct place *at);
/* "Total", "Summe", "Jumlah", ... */
bool import_is_total(const char *text);

/* import_write.c: the names of the columns, then the slots of the group. */
void import_write_head(struct text *out, struct import *import);
void import_write_group(struct text *out, struct import *import);
/* What has come together goes to the file, if there is one and it is worth it (or `all`). */
void import_flush(struct text *out, struct import *import, bool all);

#endif
