/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cover.h - what cover costs: convex curves a row and post, the exact transport of the groups'
 * people to posts, and the side posts they count towards, kept up to date as people come and go. */
#ifndef RONDA_SCHEDULER_COVER_H
#define RONDA_SCHEDULER_COVER_H

#include <stdbool.h>
#include <stdint.h>

#include "scheduler/problem.h"

#define CURVE_PIECES (2 * MAX_PIECES)

/* Convex piecewise-linear cost of `y` units that the roster brings to one row of one post (units
 * given anyway are already counted in).  Slope i holds on [from[i], from[i + 1]); from[0] is the
 * least y can be: 0, or what people take from the post.  Slopes rise. */
struct curve {
    int n;
    int32_t from[CURVE_PIECES];
    int64_t slope[CURVE_PIECES]; /* grains a unit */
    int64_t at_least;            /* grains at from[0] */
};

struct cover_model {
    int n_rows, n_posts, n_groups;
    int first_side; /* side posts: first_side .. n_posts - 1 */
    int n_prices;   /* a group's prices: n_rows, with side posts 3 n_rows */
    int32_t full_row;
    const struct problem *problem;
    int n_spells;
    const uint64_t *group_posts; /* [n_spells * n_groups]: problem_group */
    int *weight_q;               /* [n_spells * n_groups] */
    uint64_t *sides;             /* [n_groups] side posts, from first_side on, that it counts at */
    bool *is_plain; /* [n_groups] whole people of one lone post all the time, and no side posts */
    struct curve *curve; /* [n_rows * n_posts], row-major */
    uint64_t work_posts; /* all that some group serves */
    int n_wide, *wide;   /* groups that serve several */
    int *lone_post;      /* [n_spells * n_groups] the one post of the group if no other group with
                            several      posts serves it; -1 */
};

struct cover_model *cover_model_new(const struct problem *problem);
void cover_model_free(struct cover_model *model);

/* Cost of y >= from[0] units. */
int64_t curve_cost(const struct curve *curve, int32_t y);
/* min over y >= from[0] of cost(y) + price * y, for price >= -slope[n - 1].  Exact if price is a
 * multiple of 1/256 grain. */
double curve_conjugate(const struct curve *curve, double price);

/* Quarters of one of the group's people at a side post on a row. */
static inline int cover_side_q(const struct cover_model *model, int group, int post, int row)
{
    return problem_side_q(model->problem, group, post - model->first_side, row);
}
/* Part of a person that one of the group counts at work on a row; 0 without posts. */
static inline double cover_weight(const struct cover_model *model, int group, int row)
{
    int at = problem_group(model->problem, group, row);
    return model->group_posts[at] != 0 ? 0.25 * model->weight_q[at] : 0;
}
/* The group's one post on a row, -1: none or several. */
static inline int cover_sole_post(const struct cover_model *model, int group, int row)
{
    uint64_t posts = model->group_posts[problem_group(model->problem, group, row)];
    return posts != 0 && (posts & (posts - 1)) == 0 ? __builtin_ctzll(posts) : -1;
}
static inline bool cover_at_start(const struct cover_model *model, int post)
{
    return model->problem->side_at_start[post - model->first_side];
}
/* The group's people fill the post, as a queue or beside one. */
bool cover_serves(const struct cover_model *model, int group, int post, int row);

/* What a whole person of the group is worth under the posts' prices, price[n_posts * n_rows]
 * post-major: out[n_prices], grains a unit, for each row
 *     at work      the dearest queue's, by the weight,
 *     on duty      [n_rows + row] the sum over side posts, by their quarters,
 *     at a start   [2 n_rows + row] the same for side posts that count there. */
void cover_group_prices(const struct cover_model *model, int group, const double *price,
                        double *out);
/* What being on duty for a choice is worth beside work, under a group's prices. */
double cover_duty_value(const struct cover_model *model, const struct choice *choice,
                        const double *group_price);

/* Units of every group on every row, transported to posts at least cost. */
struct cover_state {
    const struct cover_model *model;
    int32_t *total; /* [n_rows * n_posts] units a post gets */
    int32_t *flow;  /* [n_rows * n_groups * n_posts] */
    uint64_t *held; /* [n_rows * n_groups] posts with a flow of the group's; not of lone posts */
    int32_t *saved; /* one row's flow and total, for probes */
    uint64_t *saved_held; /* [n_groups] */
    int64_t value;        /* grains: sum of the curves */
};

struct cover_state *cover_state_new(const struct cover_model *model); /* nobody there */
void cover_state_free(struct cover_state *state);
void cover_state_copy(struct cover_state *to, const struct cover_state *from);

/* `units` more (or fewer, when negative) of work of whole people of `group` on `row`; returns the
 * change of value.  Cost: some tens of ns for a lone post, else O(groups * posts) a piece of a
 * curve. */
int64_t cover_add(struct cover_state *state, int row, int group, int32_t units);
/* The same change of value without doing it. */
int64_t cover_probe(struct cover_state *state, int row, int group, int32_t units);
/* The same for once, twice .. n times the units: out[n]. */
void cover_probes(struct cover_state *state, int row, int group, int32_t units, int n,
                  int64_t *out);
/* One person of `group` more (by 1) or fewer (-1) on duty for a choice: the side posts. */
void cover_add_duty(struct cover_state *state, const struct choice *choice, int group, int by);
/* What one more person of the group would save, a unit, like cover_group_prices. */
void cover_marginal(struct cover_state *state, int group, double *out);

#endif
