/* SPDX-License-Identifier: GPL-3.0-or-later */
/* space.h - all tours that one kind of person can have, compiled for pricing: allowed choices a
 * day, the automaton of counters, and which ends of work still matter to later starts. */
#ifndef RONDA_SCHEDULER_SPACE_H
#define RONDA_SCHEDULER_SPACE_H

#include <stdbool.h>
#include <stdint.h>

#include "scheduler/automaton.h"
#include "scheduler/breaks.h"
#include "scheduler/problem.h"

/* Layer d is the moment before day d; layer n_days the end.  A label is (state, flag, end): state
 * of the automaton, flag 1 if the long rest of the window in force has been had, end an entry of
 * the layer's list of last ends of work (0: so long ago that nothing ahead depends on it). */
struct space {
    int n_days, n_kinds, n_items, n_flags;
    int *first;      /* [n_days * n_kinds + 1] items of day d, kind k: first[d * n_kinds + k] .. */
    int32_t *choice; /* [n_items] */
    bool *may_rest;  /* [n_days] a day off is allowed */

    struct automaton *automaton;
    struct kind *kinds;  /* [n_kinds] */
    struct tally *tally; /* NULL, or counts that the automaton leaves out (tally.h) */

    int *n_ends;      /* [n_days + 1] */
    int16_t *end_at;  /* [n_items] entry of layer d + 1 that the item leads to */
    int16_t **carry;  /* [n_days] -> [n_ends[d]] entry of layer d + 1 after a day off */
    int16_t *ready;   /* [n_items] entries of layer d that may come before: the first `ready` ... */
    int16_t *rested;  /* [n_items] ... of which the first `rested` give the long rest */
    double **pair;    /* NULL, or where prefixes do not say it: [n_items] -> [n_ends[d]] cost */
    bool **pair_rest; /* the same for the long rest */

    bool *close;         /* [n_days] a long-rest window closes after the day */
    double *close_price; /* [n_days] price of not having had it; INFINITY: hard */
    bool **close_rest;   /* [n_days] -> [n_ends[d + 1]] the rest up to the close is long enough */

    size_t *at, *before; /* [n_days + 1] offsets of layers' labels in scratch; before closing */
    size_t n_labels, n_prefix;
};

/* Person's space; NULL if its automaton is too large.  Choices whose pauses cannot be placed are
 * not in it. */
struct space *space_new(const struct problem *problem, const struct break_model *breaks,
                        const struct person *person);
/* The same where counts go to a grid from `small` states a day on; 0: by the number of people. */
struct space *space_new_within(const struct problem *problem, const struct break_model *breaks,
                               const struct person *person, int small);
void space_free(struct space *space);

/* Bytes that two people of the same space have in common; *n gets their number.  Caller frees. */
unsigned char *space_key(const struct problem *problem, const struct person *person, size_t *n);

/* Position of a choice among the items; -1 if not allowed. */
int space_item(const struct space *space, int day, int32_t choice);

#endif
