/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cover.h - what cover costs: convex curves a row and post, and the exact transport of the groups'
 * people to posts, kept up to date as people come and go. */
#ifndef RONDA_SCHEDULER_COVER_H
#define RONDA_SCHEDULER_COVER_H

#include <stdbool.h>
#include <stdint.h>

#include "scheduler/problem.h"

#define CURVE_PIECES (2 * MAX_PIECES)

/* Convex piecewise-linear cost of `y` >= 0 units that the roster brings to one row of one post
 * (units given anyway are already counted in).  Slope i holds on [from[i], from[i + 1]); from[0] is
 * 0, slopes rise. */
struct curve {
    int n;
    int32_t from[CURVE_PIECES];
    int64_t slope[CURVE_PIECES]; /* grains a unit */
    int64_t at_zero;             /* grains */
};

struct cover_model {
    int n_rows, n_posts, n_groups;
    const uint64_t *group_posts; /* [n_groups] */
    struct curve *curve;         /* [n_rows * n_posts], row-major */
    int *lone_post; /* [n_groups] the one post of the group if no other group with several posts
                       serves it; -1 */
};

struct cover_model *cover_model_new(const struct problem *problem);
void cover_model_free(struct cover_model *model);

/* Cost of y >= 0 units. */
int64_t curve_cost(const struct curve *curve, int32_t y);
/* min over y >= 0 of cost(y) + price * y, for price >= -slope[n - 1].  Exact if price is a multiple
 * of 1/256 grain. */
double curve_conjugate(const struct curve *curve, double price);

/* Units of every group on every row, transported to posts at least cost. */
struct cover_state {
    const struct cover_model *model;
    int32_t *total; /* [n_rows * n_posts] units a post gets */
    int32_t *flow;  /* [n_rows * n_groups * n_posts] */
    int32_t *saved; /* one row's flow and total, for probes */
    int64_t value;  /* grains: sum of the curves */
};

struct cover_state *cover_state_new(const struct cover_model *model); /* nobody there */
void cover_state_free(struct cover_state *state);
void cover_state_copy(struct cover_state *to, const struct cover_state *from);

/* `units` more (or fewer, when negative) people of `group` on `row`; returns the change of value.
 * Cost: some tens of ns for a lone post, else O(groups * posts) a piece of a curve. */
int64_t cover_add(struct cover_state *state, int row, int group, int32_t units);
/* The same change of value without doing it. */
int64_t cover_probe(struct cover_state *state, int row, int group, int32_t units);

#endif
