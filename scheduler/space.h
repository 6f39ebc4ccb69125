/* SPDX-License-Identifier: GPL-3.0-or-later */
/* space.h - all tours that one kind of person can have, compiled for pricing: allowed choices a
 * day, the automaton of counters, and which ends of work still matter to later starts. */
#ifndef RONDA_SCHEDULER_SPACE_H
#define RONDA_SCHEDULER_SPACE_H

#include <stdbool.h>
#include <stdint.h>

#include "scheduler/automaton.h"
#include "scheduler/breaks.h"
#include "scheduler/net.h"
#include "scheduler/problem.h"

/* Where limits look at instants the automaton becomes a net of labels (net.h).  Else it is priced
 * by itself: layer d is the moment before day d, n_days the end. */
struct space {
    int n_days, n_kinds, n_items;
    int *first;      /* [n_days * n_kinds + 1] items of day d, kind k: first[d * n_kinds + k] .. */
    int32_t *choice; /* [n_items] */
    bool *may_rest;  /* [n_days] a day off is allowed */
    bool is_empty;   /* nobody can obey the limits */

    struct automaton *automaton; /* NULL: net */
    struct net *net;             /* NULL: automaton */
    struct kind *kinds;          /* [n_kinds] */
    struct tally *tally;         /* NULL, or counts that the automaton leaves out (tally.h) */

    size_t *at; /* [n_days + 1] offsets of layers' states in scratch */
    size_t n_values;
};

/* Person's space; NULL if its automaton is too large.  Choices whose pauses cannot be placed are
 * not in it. */
struct space *space_new(const struct problem *problem, const struct break_model *breaks,
                        const struct person *person);
/* From how many states a day on counts go to a grid, up to how many cells of it, and how many
 * values that grid has with blocks, and at most (tally.h). */
struct space_room {
    int states, cells;
    size_t values, most_values;
};
/* The same within that room. */
struct space *space_new_within(const struct problem *problem, const struct break_model *breaks,
                               const struct person *person, struct space_room room);
void space_free(struct space *space);

/* Bytes that two people of the same space have in common; *n gets their number.  Caller frees. */
unsigned char *space_key(const struct problem *problem, const struct person *person, size_t *n);

/* Position of a choice among the items; -1 if not allowed. */
int space_item(const struct space *space, int day, int32_t choice);

#endif
