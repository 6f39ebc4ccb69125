/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tally.h - hard counts beside an automaton: minutes, weekends and kinds of shift over the horizon
 * lie on a tally, so that a move of the automaton is one shift of whole rows of it. */
#ifndef RONDA_SCHEDULER_TALLY_H
#define RONDA_SCHEDULER_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "scheduler/space.h"

/* Cell = outer * n_inner + inner.  The inner count is of minutes, in whole steps, 2^shift of them a
 * cell: where shift > 0 the grid holds possible what the steps within a cell may make so, and
 * labels (labels.c) count the steps.  The outer counts are of days or blocks.  A move's cost in
 * space->automaton is the set of counts that it takes one of: bits 0 .. n_dims - 1 those of the
 * tally, the next n_out those left to labels.c. */
struct tally {
    int n_inner, n_outer, n_dims, n_out;
    int shift;
    int least, limit; /* steps at the end, at least and at most */
    int *step;        /* [n_kinds + 1] that a letter adds */
    int *outer_to;    /* [2^n_dims * n_outer] outer cell after a set has gone up; -1: too many */
    int *most;        /* [n_out] */
    double *toll;     /* [n_out] where labels.c begins; the engine sets them once */
    size_t *span_at;  /* [n_days + 1] offsets of layers' spans, one a state and outer cell */
    size_t n_spans, n_values;
};

/* Inner cells lo .. hi that the begin reaches and that reach the end; none if lo > hi.  Their
 * values are at `at`. */
struct span {
    int lo, hi;
    size_t at;
};

/* Gives the space its automaton and grid.  available[] as in automaton_new().  False: limits are
 * soft or on instants.  Counts of kinds join the grid up to room.cells cells, the tightest first;
 * blocks if it then has no more than room.values, and without them it is as coarse as it has to be
 * for room.most_values. */
bool tally_make(struct space *space, const struct person *person, const bool *available,
                struct space_room room);
/* Values that minutes and blocks over the horizon can have together. */
double tally_size(const struct space *space, const struct person *person);
void tally_free(struct tally *tally);

static inline int64_t tally_mask(struct move move)
{
    return (int64_t)move.cost;
}

/* Outer cell after a move that takes the set; -1: too many. */
static inline int tally_outer(const struct tally *tally, int outer, int64_t mask)
{
    return tally->outer_to[(mask & ((1 << tally->n_dims) - 1)) * tally->n_outer + outer];
}

/* Spans of all layers, span[n_spans], under what letters allow: letter[] as letter_costs() gives
 * it. */
void tally_spans(struct span *span, const struct space *space, const double *letter);
/* Least costs to the end, out[n_values], in these spans; each count left out costs toll[n_out] a
 * unit, multiples of 1/256 grain. */
void tally_costs_to_go(double *out, const struct span *span, const struct space *space,
                       const double *letter, const double *toll);

/* Whether a letter may lead one cell on from where its whole cells do. */
static inline int tally_carry(const struct tally *tally, int letter)
{
    return (tally->step[letter] & ((1 << tally->shift) - 1)) != 0;
}

/* Cost to go from a place, its inner count in cells; INFINITY outside its span. */
static inline double tally_cost(const double *to_go, const struct span *span,
                                const struct tally *tally, int layer, int state, int outer,
                                int inner)
{
    const struct span *s =
        &span[tally->span_at[layer] + (size_t)state * (size_t)tally->n_outer + (size_t)outer];
    return inner < s->lo || inner > s->hi ? (double)__builtin_inf()
                                          : to_go[s->at + (size_t)(inner - s->lo)];
}

#endif
