/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lists.h - numbers to be dialled, and when their owners may be called. */
#ifndef RONDA_BASE_LISTS_H
#define RONDA_BASE_LISTS_H

#include "base/site.h"

/* When people may be called, by their own clock; a member of a rule pack's "calling". */
struct calling {
    const char *id;
    const struct open_span *open; /* [n_open] */
    int n_open;
    const char *calendar; /* on whose holidays nobody is called; NULL */
    double abandon_max;   /* of those who answer; NAN */
    const char *pack, *article;
    char certainty;
    struct place at;
};

/* A row of lists.csv: numbers to be dialled for an outbound queue. */
struct dial_list {
    int queue;
    struct tz *zone;     /* of the people called */
    const char *windows; /* id of a calling; NULL: the queue's opening hours on their clock */
    int calling;         /* its index, -1 */
    double records;      /* numbers: a week, or from `from` to `to` */
    double contact_rate; /* of dials, that reach the person */
    double dial_s;       /* of a person, for each dial by PACING_PROGRESSIVE */
    int attempts;        /* dials of a number at most, until it is reached */
    int32_t from, to;    /* dates of the zone; NO_DATE */
    struct place at;
};

#endif
