/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register.h - published.csv: what every event was when it was last published, so that the next
 * publication knows what is new, what has changed and what has gone. */
#ifndef RONDA_IO_PUBLISH_REGISTER_H
#define RONDA_IO_PUBLISH_REGISTER_H

#include "io/ics_entry.h"

/* A row.  entry.agent is -1 where the plan has no such agent any longer; a shift always has a duty
 * (agent, work date, times, pauses, queues that still exist, paid minutes). */
struct record {
    const char *agent; /* id */
    struct ics_entry entry;
    uint64_t hash;      /* ics_content_hash */
    const char *serves; /* queue ids split by blanks; a holiday's account */
    int n_breaks;       /* events of pauses, as published */
    int put;            /* sequence that a CalDAV server last had; -1: none */

    /* Of this publication, not in the file. */
    const struct record *before; /* NULL: new */
    bool is_changed;             /* sequence and stamp are new */
    bool is_shown;               /* in words, and in what is handed out */
};

struct records {
    struct record *record; /* [n] by agent id, kind, date, number */
    int n, cap;
};
void records_free(struct records *records);

/* Strings and duties in the arena.  A register that is not there is an empty one.
 * Errors: ERR_IO; ERR_DATA, every fault with its place. */
enum status register_read(struct records *out, const char *file, const struct plan *plan,
                          struct arena *arena, struct diags *diags);
/* The whole file. */
void register_print(struct text *out, const struct records *records);

#endif
