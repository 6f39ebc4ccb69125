/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_profile.h - the layouts of other programs that are known: one table row each. */
#ifndef RONDA_IO_IMPORT_PROFILE_H
#define RONDA_IO_IMPORT_PROFILE_H

#include "io/import.h"

/* What a column can hold. */
enum import_key {
    KEY_START,
    KEY_QUEUE,
    KEY_OFFERED,
    KEY_HANDLED,
    KEY_AHT,     /* mean handling time */
    KEY_TOTAL,   /* handling time of all contacts of the row */
    KEY_LENGTH,  /* minutes that the row covers: "30", "15mins" */
    KEY_CONTACT, /* the contact's id: rows with the same one are one contact */
    N_KEYS
};
extern const char *const import_keys[N_KEYS];

enum import_layout { LAYOUT_INTERVALS, LAYOUT_CONTACTS, LAYOUT_QUEUE_LOG, LAYOUT_MATRIX };

struct import_profile {
    const char *name, *help;
    enum import_layout layout;
    const char
        *names; /* of the fields of a file without a header, comma-separated; NULL: it has one */
    /* The columns of each key: parts joined by '+' (dates and times, names, figures to be added),
     * each with other names after '|', and '?' behind one that may be missing.  NULL: none. */
    const char *column[N_KEYS];
    const char *zone; /* of stamps without offset; NULL: --zone says it */
    bool hhmm;        /* times are whole numbers, 930 */
    enum import_missing missing;
    enum import_as as;
};

/* profile: from 1; 0: the one that stands for --columns alone. */
const struct import_profile *import_profile(int profile);

#endif
