/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tally.h - hard counts beside an automaton: minutes, weekends and kinds of shift over the horizon
 * lie on a tally, so that a move of the automaton is one shift of whole rows of it. */
#ifndef RONDA_SCHEDULER_TALLY_H
#define RONDA_SCHEDULER_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "scheduler/space.h"

/* Cell = outer * n_inner + inner.  The inner count is of minutes, in whole steps, the outer ones
 * are of days or blocks.  A move's cost in space->automaton is the set of counts that it takes one
 * of: bits 0 .. n_dims - 1 those of the tally, the next n_out those left to labels.c. */
struct tally {
    int n_inner, n_outer, n_dims, n_out;
    int least;       /* of the inner count at the end */
    int *step;       /* [n_kinds + 1] that a letter adds to the inner count */
    int *outer_to;   /* [2^n_dims * n_outer] outer cell after a set has gone up; -1: too many */
    int *most;       /* [n_out] */
    double *toll;    /* [n_out] where labels.c begins; the engine sets them once */
    size_t *span_at; /* [n_days + 1] offsets of layers' spans, one a state and outer cell */
    size_t n_spans, n_values;
};

/* Inner cells lo .. hi that the begin reaches and that reach the end; none if lo > hi.  Their
 * values are at `at`. */
struct span {
    int lo, hi;
    size_t at;
};

/* Gives the space its automaton and grid.  available[] as in automaton_new().  False: limits are
 * soft or on instants, or the grid would be too large.  Counts of kinds join the grid up to
 * most_cells cells, the tightest first. */
bool tally_make(struct space *space, const struct person *person, const bool *available,
                int most_cells);
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

/* Cost to go from a place, INFINITY outside its span. */
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
