/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cover.c - curves, the transport and the side posts.
 *
 * On one row, groups g hold S_g units and posts p take y_p = sum_g x_gp; cost is sum_p phi_p(y_p),
 * phi convex.  Moving a unit of a group between two of its posts is free, so the shortest
 * augmenting path for one more unit of g ends at the post of least marginal cost among those
 * reachable by such moves, and one unit less is taken from the post of largest saving.  Successive
 * shortest paths keep the flow optimal at every step, both up and down (the residual network never
 * has a negative cycle), so the value is a function of the supplies alone, whatever the order.
 *
 * A group whose weight is below 0 takes from its one post: as if so much less were given there, so
 * one more of it is one unit less along the same paths, whatever flow it has.
 *
 * A side post p holds y_p = sum_g (q_gp / 4) D_gt, D the units of presence of g's people on duty on
 * the row, or beginning there; no choice is made, so a price pi adds (q_gp / 4) pi_pt to what the
 * group's presence is worth. */
#include "scheduler/cover.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"

/* Adds a piece that begins at y >= 0; equal slopes are one piece. */
static void add_piece(struct curve *curve, int64_t from, int64_t slope)
{
    int n = curve->n;
    assert(n >= 0 && n < CURVE_PIECES);
    if (n > 0 && curve->slope[n - 1] == slope)
        return;
    assert(n == 0 || slope > curve->slope[n - 1]);
    curve->from[n] = (int32_t)from;
    curve->slope[n] = slope;
    curve->n = n + 1;
}

/* Cost of `distance` units away from the need. */
static int64_t away_cost(int64_t distance, int n, const int32_t *width, const int64_t *price)
{
    int64_t cost = 0;
    for (int k = 0; k < n && distance > 0; k++) {
        int64_t part = k < n - 1 && distance > width[k] ? width[k] : distance;
        cost += part * price[k];
        distance -= part;
    }
    return cost;
}

/* Needs seen from the least the roster can bring: need less what is given. */
static void make_curve(struct curve *curve, const struct cover_price *price, int32_t given,
                       int32_t least)
{
    int64_t need = (int64_t)price->need - given - least;
    int64_t begin = 0; /* of the piece nearest to the need, below it */
    curve->n = 0;
    curve->at_least =
        need >= 0 ? away_cost(need, price->n_short, price->short_width, price->short_price)
                  : away_cost(-need, price->n_surplus, price->surplus_width, price->surplus_price);
    for (int k = price->n_short - 1; k >= 0 && need > 0; k--) {
        int64_t below = 0; /* piece k ends at need - below */
        for (int i = 0; i < k; i++)
            below += price->short_width[i];
        int64_t end = need - below;
        if (end <= 0)
            continue;
        add_piece(curve, begin, -price->short_price[k]);
        begin = end;
    }
    if (price->n_short == 0 && need > 0)
        add_piece(curve, 0, 0);
    int64_t at = need;
    for (int k = 0; k < price->n_surplus; k++) {
        int64_t end = k < price->n_surplus - 1 ? at + price->surplus_width[k] : INT32_MAX;
        if (end > 0)
            add_piece(curve, at > 0 ? at : 0, price->surplus_price[k]);
        at = end;
    }
    if (price->n_surplus == 0)
        add_piece(curve, need > 0 ? need : 0, 0);
    for (int i = 0; i < curve->n; i++)
        curve->from[i] += least;
}

/* Most quarters that one of the group takes from the post, <= 0. */
static int taken_q(const struct cover_model *model, int group, int post)
{
    const struct problem *problem = model->problem;
    int least = 0;
    for (int i = group; i < model->n_spells * model->n_groups; i += model->n_groups) {
        int q = post >= model->first_side
                    ? problem->group_side_q[i * problem->n_side_posts + post - model->first_side]
                : model->group_posts[i] >> post & 1 ? model->weight_q[i]
                                                    : 0;
        least = q < least ? q : least;
    }
    return least;
}

/* Less than a post ever has: all who take from it there with the shifts of all days at once, and
 * one more. */
static int32_t least_units(const struct cover_model *model, int post)
{
    int64_t least = 0;
    for (int a = 0; a < model->problem->n_people; a++)
        least += (int64_t)taken_q(model, model->problem->people[a].group, post) * model->full_row /
                 4 * (model->problem->n_days + 1);
    assert(least > INT32_MIN / 2);
    return (int32_t)least;
}

/* The only post of the group in the spell, if all groups that serve that post serve no other. */
static int find_lone_post(const struct problem *problem, int spell, int group)
{
    const uint64_t *of = problem->group_posts + spell * problem->n_groups;
    uint64_t posts = of[group];
    if (posts == 0 || (posts & (posts - 1)) != 0)
        return -1;
    for (int g = 0; g < problem->n_groups; g++)
        if ((of[g] & posts) != 0 && of[g] != posts)
            return -1;
    return __builtin_ctzll(posts);
}

static void describe_group(struct cover_model *model, int group)
{
    const struct problem *problem = model->problem;
    bool is_wide = false;
    model->is_plain[group] = true;
    for (int s = 0; s < model->n_spells; s++) {
        int i = s * model->n_groups + group;
        uint64_t posts = problem->group_posts[i];
        assert(model->first_side == 64 || posts >> model->first_side == 0);
        model->weight_q[i] = problem->group_weight_q ? problem->group_weight_q[i] : 4;
        assert(model->weight_q[i] >= 0 || (posts != 0 && (posts & (posts - 1)) == 0));
        model->lone_post[i] = find_lone_post(problem, s, group);
        model->work_posts |= posts;
        is_wide = is_wide || (posts & (posts - 1)) != 0;
        for (int k = 0; k < problem->n_side_posts; k++)
            if (problem->group_side_q[i * problem->n_side_posts + k] != 0)
                model->sides[group] |= UINT64_C(1) << k;
        model->is_plain[group] = model->is_plain[group] && model->lone_post[i] >= 0 &&
                                 model->lone_post[i] == model->lone_post[group] &&
                                 model->weight_q[i] == 4;
    }
    model->is_plain[group] = model->is_plain[group] && model->sides[group] == 0;
    if (is_wide)
        model->wide[model->n_wide++] = group;
}

static void fill_curves(struct cover_model *model)
{
    const struct problem *problem = model->problem;
    int n_rows = model->n_rows, n_posts = model->n_posts;
    for (int p = 0; p < n_posts; p++) {
        int32_t least = least_units(model, p);
        for (int row = 0; row < n_rows; row++) {
            int at = p * n_rows + row;
            make_curve(&model->curve[row * n_posts + p], &problem->cover[at],
                       problem->given ? problem->given[at] : 0, least);
        }
    }
}

struct cover_model *cover_model_new(const struct problem *problem)
{
    struct cover_model *model = NEW(struct cover_model);
    int n_groups = problem->n_groups, n_spells = problem->n_spells > 1 ? problem->n_spells : 1;
    *model = (struct cover_model){
        .n_rows = problem->n_rows,
        .n_posts = problem->n_posts,
        .n_groups = n_groups,
        .n_spells = n_spells,
        .first_side = problem->n_posts - problem->n_side_posts,
        .n_prices = problem->n_side_posts > 0 ? 3 * problem->n_rows : problem->n_rows,
        .full_row = problem->full_row,
        .problem = problem,
        .group_posts = problem->group_posts,
        .weight_q = NEW_ARRAY(int, n_spells *n_groups),
        .sides = NEW_ARRAY(uint64_t, n_groups),
        .is_plain = NEW_ARRAY(bool, n_groups),
        .curve = NEW_ARRAY(struct curve, problem->n_rows * problem->n_posts),
        .lone_post = NEW_ARRAY(int, n_spells *n_groups),
        .wide = NEW_ARRAY(int, n_groups + 1),
    };
    for (int g = 0; g < n_groups; g++)
        describe_group(model, g);
    fill_curves(model);
    return model;
}

void cover_model_free(struct cover_model *model)
{
    if (!model)
        return;
    mem_free(model->weight_q);
    mem_free(model->sides);
    mem_free(model->is_plain);
    mem_free(model->curve);
    mem_free(model->lone_post);
    mem_free(model->wide);
    mem_free(model);
}

int64_t curve_cost(const struct curve *curve, int32_t y)
{
    assert(y >= curve->from[0]);
    int64_t cost = curve->at_least;
    int i = 0;
    for (; i + 1 < curve->n && y > curve->from[i + 1]; i++)
        cost += curve->slope[i] * (curve->from[i + 1] - curve->from[i]);
    return cost + curve->slope[i] * (y - curve->from[i]);
}

double curve_conjugate(const struct curve *curve, double price)
{
    double cost = (double)curve->at_least + price * curve->from[0];
    for (int i = 0; i + 1 < curve->n; i++) {
        double slope = (double)curve->slope[i] + price;
        if (slope >= 0)
            break;
        cost += slope * (curve->from[i + 1] - curve->from[i]);
    }
    return cost;
}

bool cover_serves(const struct cover_model *model, int group, int post, int row)
{
    int at = problem_group(model->problem, group, row);
    return post < model->first_side ? (model->group_posts[at] >> post & 1) != 0
                                    : cover_side_q(model, group, post, row) != 0;
}

/* Adds what side posts are worth: price[n_posts * n_rows]. */
static void add_side_prices(const struct cover_model *model, int group, const double *price,
                            double *out)
{
    int n_rows = model->n_rows;
    for (uint64_t left = model->sides[group]; left; left &= left - 1) {
        int p = model->first_side + __builtin_ctzll(left);
        double *to = out + (cover_at_start(model, p) ? 2 : 1) * n_rows;
        for (int t = 0, end; t < n_rows; t = end) {
            double quarters = 0.25 * cover_side_q(model, group, p, t);
            end = problem_spell_end(model->problem, t);
            for (int row = t; row < end && quarters != 0; row++)
                to[row] += quarters * price[p * n_rows + row];
        }
    }
}

void cover_group_prices(const struct cover_model *model, int group, const double *price,
                        double *out)
{
    int n_rows = model->n_rows;
    memset(out, 0, (size_t)model->n_prices * sizeof *out);
    for (int t = 0, end; t < n_rows; t = end) {
        uint64_t posts = model->group_posts[problem_group(model->problem, group, t)];
        double weight = cover_weight(model, group, t);
        end = problem_spell_end(model->problem, t);
        for (int row = t; row < end && posts != 0; row++) {
            double best = -INFINITY;
            for (uint64_t left = posts; left; left &= left - 1) {
                double of_post = price[__builtin_ctzll(left) * n_rows + row];
                best = of_post > best ? of_post : best;
            }
            out[row] = weight * best;
        }
    }
    if (model->sides[group] != 0)
        add_side_prices(model, group, price, out);
}

double cover_duty_value(const struct cover_model *model, const struct choice *choice,
                        const double *group_price)
{
    const double *duty = group_price + model->n_rows + choice->first_row;
    double value = 0;
    for (int i = 0; i < choice->n_rows; i++)
        value += duty[i] * choice->units[i];
    return value + (choice->n_rows > 0 ? duty[model->n_rows] * model->full_row : 0);
}

struct cover_state *cover_state_new(const struct cover_model *model)
{
    struct cover_state *state = NEW(struct cover_state);
    int n_posts = model->n_posts;
    state->model = model;
    state->total = NEW_ARRAY(int32_t, model->n_rows *n_posts);
    state->flow = NEW_ARRAY(int32_t, (size_t)(model->n_rows * model->n_groups) * (size_t)n_posts);
    state->held = NEW_ARRAY(uint64_t, model->n_rows * model->n_groups + 1);
    state->saved = NEW_ARRAY(int32_t, (model->n_groups + 1) * n_posts);
    state->saved_held = NEW_ARRAY(uint64_t, model->n_groups + 1);
    for (int i = 0; i < model->n_rows * n_posts; i++)
        state->value += curve_cost(&model->curve[i], 0);
    return state;
}

void cover_state_free(struct cover_state *state)
{
    if (!state)
        return;
    mem_free(state->total);
    mem_free(state->flow);
    mem_free(state->held);
    mem_free(state->saved);
    mem_free(state->saved_held);
    mem_free(state);
}

void cover_state_copy(struct cover_state *to, const struct cover_state *from)
{
    const struct cover_model *m = from->model;
    assert(to->model == m);
    size_t n = (size_t)(m->n_rows * m->n_posts);
    memcpy(to->total, from->total, n * sizeof *to->total);
    memcpy(to->flow, from->flow, n * (size_t)m->n_groups * sizeof *to->flow);
    memcpy(to->held, from->held, (size_t)(m->n_rows * m->n_groups) * sizeof *to->held);
    to->value = from->value;
}

/* A path of free moves: how each post was reached, from which post and by which group's people. */
struct reach {
    uint64_t posts;
    int8_t from[MAX_POSTS]; /* -1: the first step */
    int16_t by[MAX_POSTS];
};

/* The posts of `more` that are not reached yet are, by the group's people. */
static void reach_more(struct reach *reach, uint64_t more, int from, int group)
{
    for (uint64_t left = more & ~reach->posts; left; left &= left - 1) {
        int p = __builtin_ctzll(left);
        reach->from[p] = (int8_t)from;
        reach->by[p] = (int16_t)group;
    }
    reach->posts |= more;
}

/* Posts that one more unit of `group` can end at (up), or that one unit less can be taken from.
 * posts, held [n_groups]: those that the group serves, and those that have people of it. */
static void find_reach(struct reach *reach, const struct cover_model *m, const uint64_t *posts,
                       const uint64_t *held, int group, bool up, bool takes)
{
    uint64_t before;
    reach->posts = 0;
    reach_more(reach, up || takes ? posts[group] : held[group], -1, group);
    do {
        before = reach->posts;
        for (int k = 0; k < m->n_wide; k++) {
            int g = m->wide[k]; /* who serves one post leads nowhere from it */
            uint64_t give = (up ? held[g] : posts[g]) & reach->posts;
            uint64_t take = up ? posts[g] : held[g];
            if (give != 0 && (take & ~reach->posts) != 0)
                reach_more(reach, take, __builtin_ctzll(give), g);
        }
    } while (reach->posts != before && reach->posts != m->work_posts);
}

/* Piece in which the next unit (up) or the last unit (down) of y lies. */
static int piece_at(const struct curve *curve, int32_t y, bool up)
{
    int i = 0;
    while (i + 1 < curve->n && (up ? y >= curve->from[i + 1] : y > curve->from[i + 1]))
        i++;
    return i;
}

/* Least room for a change along the path that ends at `post`. */
static int32_t path_room(const struct reach *reach, const int32_t *flow, int n_posts, int post,
                         int32_t most, bool up, bool takes)
{
    for (int p = post; p >= 0; p = reach->from[p]) {
        int at = up ? reach->from[p] : p; /* the post that gives a unit away */
        if (takes && reach->from[p] < 0)
            continue; /* who takes needs no flow of their own */
        if (at >= 0 && flow[reach->by[p] * n_posts + at] < most)
            most = flow[reach->by[p] * n_posts + at];
    }
    return most;
}

static void add_flow(int32_t *flow, uint64_t *held, int n_posts, int group, int post, int32_t units)
{
    int32_t *at = &flow[group * n_posts + post];
    *at += units;
    held[group] = *at > 0 ? held[group] | 1ull << post : held[group] & ~(1ull << post);
}

static void shift_path(const struct reach *reach, int32_t *flow, uint64_t *held, int n_posts,
                       int post, int32_t units)
{
    for (int p = post; p >= 0; p = reach->from[p]) {
        add_flow(flow, held, n_posts, reach->by[p], p, units);
        if (reach->from[p] >= 0)
            add_flow(flow, held, n_posts, reach->by[p], reach->from[p], -units);
    }
}

/* One augmentation of at most `units`; returns how many it did, *change gets the cost. */
static int32_t augment(struct cover_state *state, int row, int group, int32_t units, bool up,
                       int64_t *change)
{
    const struct cover_model *m = state->model;
    int n_posts = m->n_posts, best = -1;
    int32_t *flow = state->flow + (ptrdiff_t)row * m->n_groups * n_posts;
    int32_t *total = state->total + row * n_posts;
    const struct curve *curve = m->curve + row * n_posts;
    uint64_t *held = state->held + (ptrdiff_t)row * m->n_groups;
    int at = problem_group(m->problem, group, row);
    bool takes = m->weight_q[at] < 0;
    struct reach reach;
    find_reach(&reach, m, m->group_posts + at - group, held, group, up, takes);
    int64_t best_slope = 0;
    for (uint64_t left = reach.posts; left; left &= left - 1) {
        int p = __builtin_ctzll(left);
        int64_t slope = curve[p].slope[piece_at(&curve[p], total[p], up)];
        if (best < 0 || (up ? slope < best_slope : slope > best_slope)) {
            best = p;
            best_slope = slope;
        }
    }
    assert(best >= 0);
    int i = piece_at(&curve[best], total[best], up);
    int32_t room = !up                     ? total[best] - curve[best].from[i]
                   : i + 1 < curve[best].n ? curve[best].from[i + 1] - total[best]
                                           : units;
    room = path_room(&reach, flow, n_posts, best, room < units ? room : units, up, takes);
    assert(room > 0);
    shift_path(&reach, flow, held, n_posts, best, up ? room : -room);
    total[best] += up ? room : -room;
    *change += up ? best_slope * room : -best_slope * room;
    return room;
}

/* The same in units of work as it counts, by the group's weight. */
static int64_t add_weighed(struct cover_state *state, int row, int group, int32_t units)
{
    const struct cover_model *m = state->model;
    int lone = m->lone_post[problem_group(m->problem, group, row)];
    int64_t change = 0;
    if (lone >= 0) {
        int at = row * m->n_posts + lone;
        change = -curve_cost(&m->curve[at], state->total[at]);
        state->total[at] += units;
        state->flow[(ptrdiff_t)row * m->n_groups * m->n_posts + group * m->n_posts + lone] += units;
        change += curve_cost(&m->curve[at], state->total[at]);
    } else {
        bool up = units > 0;
        for (int32_t left = up ? units : -units; left > 0;)
            left -= augment(state, row, group, left, up, &change);
    }
    state->value += change;
    return change;
}

static int32_t weigh(const struct cover_model *m, int row, int group, int32_t units)
{
    int at = problem_group(m->problem, group, row);
    assert(units * m->weight_q[at] % 4 == 0);
    return m->group_posts[at] != 0 ? units * m->weight_q[at] / 4 : 0;
}

int64_t cover_add(struct cover_state *state, int row, int group, int32_t units)
{
    units = weigh(state->model, row, group, units);
    return units != 0 ? add_weighed(state, row, group, units) : 0;
}

static void probe_lone(const struct cover_state *state, int at, int32_t units, int n, int64_t *out)
{
    const struct curve *curve = &state->model->curve[at];
    int64_t now = curve_cost(curve, state->total[at]);
    for (int k = 0; k < n; k++)
        out[k] = curve_cost(curve, state->total[at] + (k + 1) * units) - now;
}

void cover_probes(struct cover_state *state, int row, int group, int32_t units, int n,
                  int64_t *out /* [n] */)
{
    const struct cover_model *m = state->model;
    int lone = m->lone_post[problem_group(m->problem, group, row)];
    units = weigh(m, row, group, units);
    if (units == 0 || lone >= 0) {
        probe_lone(state, row * m->n_posts + (lone < 0 ? 0 : lone), units, n, out);
        return;
    }
    size_t n_posts = (size_t)m->n_posts, n_groups = (size_t)m->n_groups,
           n_flow = n_posts * n_groups;
    int32_t *flow = state->flow + (size_t)row * n_flow;
    int32_t *total = state->total + (size_t)row * n_posts;
    uint64_t *held = state->held + (size_t)row * n_groups;
    int64_t before = state->value;
    memcpy(state->saved, flow, n_flow * sizeof *flow);
    memcpy(state->saved + n_flow, total, n_posts * sizeof *total);
    memcpy(state->saved_held, held, n_groups * sizeof *held);
    for (int k = 0; k < n; k++) {
        add_weighed(state, row, group, units);
        out[k] = state->value - before;
    }
    memcpy(flow, state->saved, n_flow * sizeof *flow);
    memcpy(total, state->saved + n_flow, n_posts * sizeof *total);
    memcpy(held, state->saved_held, n_groups * sizeof *held);
    state->value = before;
}

int64_t cover_probe(struct cover_state *state, int row, int group, int32_t units)
{
    int64_t change;
    cover_probes(state, row, group, units, 1, &change);
    return change;
}

static void add_side(struct cover_state *state, int row, int group, int post, int32_t units)
{
    const struct cover_model *m = state->model;
    int at = row * m->n_posts + post;
    state->value -= curve_cost(&m->curve[at], state->total[at]);
    state->total[at] += units;
    state->value += curve_cost(&m->curve[at], state->total[at]);
    state->flow[(ptrdiff_t)row * m->n_groups * m->n_posts + group * m->n_posts + post] += units;
}

void cover_add_duty(struct cover_state *state, const struct choice *choice, int group, int by)
{
    const struct cover_model *m = state->model;
    for (uint64_t left = m->sides[group]; left; left &= left - 1) {
        int p = m->first_side + __builtin_ctzll(left);
        bool at_start = cover_at_start(m, p);
        int n = at_start && choice->n_rows > 0 ? 1 : choice->n_rows;
        for (int i = 0; i < n; i++) {
            int row = choice->first_row + i, quarters = by * cover_side_q(m, group, p, row);
            if (quarters != 0)
                add_side(state, row, group, p,
                         (at_start ? m->full_row : choice->units[i]) * quarters / 4);
        }
    }
}

void cover_marginal(struct cover_state *state, int group, double *out)
{
    const struct cover_model *m = state->model;
    int32_t full = m->full_row;
    memset(out, 0, (size_t)m->n_prices * sizeof *out);
    for (int t = 0; t < m->n_rows; t++)
        out[t] = -(double)cover_probe(state, t, group, full) / full;
    for (uint64_t left = m->sides[group]; left; left &= left - 1) {
        int p = m->first_side + __builtin_ctzll(left);
        double *to = out + (cover_at_start(m, p) ? 2 : 1) * m->n_rows;
        for (int t = 0; t < m->n_rows; t++) {
            int32_t units = full * cover_side_q(m, group, p, t) / 4;
            if (units == 0)
                continue;
            const struct curve *curve = &m->curve[t * m->n_posts + p];
            int32_t now = state->total[t * m->n_posts + p], least = curve->from[0];
            int32_t then = now + units > least ? now + units : least;
            to[t] -= (double)(curve_cost(curve, then) - curve_cost(curve, now)) / full;
        }
    }
}
