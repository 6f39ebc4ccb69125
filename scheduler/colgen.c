/* SPDX-License-Identifier: GPL-3.0-or-later */
/* colgen.c - column generation on GLPK.
 *
 * Variables: weight of every tour known; x_gpt, units that group g gives post p on row t, where the
 * group has several posts or shares its one; z_pti, the part of the post's cover in piece i of its
 * curve, 0 .. width, at the piece's slope.  With rest_gt the units of people who are not priced
 * here, rows:
 *     one a person:                 sum of weights = 1
 *     one a row and such a group:   sum of units * weight - sum_p x_gpt = -rest_gt
 *     one a row and post:           sum of x_gpt + units * weight of lone groups - sum_i z_pti
 *                                       = -sum of rest_gt of lone groups
 *     one a row and side post:      sum of units * weight - sum_i z_pti = its least - its rest
 * The dual of a post's row is its price pi.  Pricing is the bundle's (bundle_price.c), at Wentges'
 * mixture of these duals and those of the best bound, so the two back ends share all but the
 * master, and every round gives a bound.  Tours that left their pack stay as columns bound to 0
 * until there are many. */
#include "scheduler/colgen.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/bundle_part.h"
#include "scheduler/lp.h"

#define MOST_RETIRED 1500

struct colgen {
    struct master *m;
    struct lp *lp;
    int *person_row;                   /* [n_people] */
    int *post_row;                     /* [n_posts * n_rows] post-major */
    int *group_row;                    /* [n_groups * n_rows], -1: a lone group */
    double *frozen_price, frozen_cost; /* [n_posts * n_rows] of rows that nobody here can change */
    int first_tour;                    /* columns before it are of the cover */
    int n_columns, n_retired, cap;
    char *state; /* [n_columns] of a tour: IN_PACK, LEFT its pack, RETIRED: bound to 0 */
    int *index;
    double *value; /* one column */
    bool integer;
};
enum { LEFT, IN_PACK, RETIRED };

static int add_column(struct colgen *c, double cost, double hi, bool integer, int n,
                      const int *index, const double *value)
{
    int column = lp_add_column(c->lp, cost, 0, hi, integer, n, index, value);
    MEM_GROW(c->state, c->n_columns, c->cap);
    c->state[c->n_columns++] = IN_PACK;
    return column;
}

static void add_pieces(struct colgen *c, int post, int row)
{
    const struct cover_model *cover = c->m->instance->cover;
    const struct curve *curve = &cover->curve[row * cover->n_posts + post];
    int at = c->post_row[post * c->m->n_rows + row];
    double minus = -1;
    for (int i = 0; i < curve->n; i++) {
        double width =
            i + 1 < curve->n ? (double)(curve->from[i + 1] - curve->from[i]) : (double)INFINITY;
        add_column(c, (double)curve->slope[i], width, false, 1, &at, &minus);
    }
}

static void add_transport(struct colgen *c, int group, int row)
{
    const struct cover_model *cover = c->m->instance->cover;
    int n_rows = c->m->n_rows;
    double rest = c->m->rest[group * n_rows + row];
    c->group_row[group * n_rows + row] = lp_add_row(c->lp, -rest, -rest);
    uint64_t posts = cover->group_posts[problem_group(cover->problem, group, row)];
    for (int p = 0; p < cover->first_side; p++) {
        if (!(posts >> p & 1))
            continue;
        int index[] = {c->group_row[group * n_rows + row], c->post_row[p * n_rows + row]};
        double value[] = {-1, 1};
        add_column(c, 0, INFINITY, false, 2, index, value);
    }
}

/* Units that people who are not priced here give a post without a transport: of groups with one
 * post, or of all at a side post. */
static double rest_of(const struct master *m, int post, int row)
{
    const struct cover_model *cover = m->instance->cover;
    if (post >= cover->first_side)
        return m->rest[(m->n_groups + post - cover->first_side) * m->n_rows + row];
    double rest = 0;
    for (int g = 0; g < m->n_groups; g++)
        rest += cover_sole_post(cover, g, row) == post ? m->rest[g * m->n_rows + row] : 0;
    return rest;
}

/* A row that nobody here can change costs what it costs, and its price is the slope there, so that
 * the Lagrangian loses nothing. */
static void freeze_row(struct colgen *c, int post, int row)
{
    const struct master *m = c->m;
    const struct curve *curve = &m->instance->cover->curve[row * m->n_posts + post];
    int i = post * m->n_rows + row, k = 0;
    double units = 0;
    for (int g = 0; g < m->n_groups; g++)
        units += m->flow[(g * m->n_posts + post) * m->n_rows + row];
    while (k + 1 < curve->n && units >= curve->from[k + 1])
        k++;
    c->post_row[i] = -1;
    c->frozen_price[i] = -(double)curve->slope[k];
    c->frozen_cost += (double)curve_cost(curve, (int32_t)lround(units)) - (double)curve->at_least;
}

static void add_post(struct colgen *c, int post, int row)
{
    const struct master *m = c->m;
    if (m->frozen[post * m->n_rows + row]) {
        freeze_row(c, post, row);
        return;
    }
    double least = m->instance->cover->curve[row * m->n_posts + post].from[0];
    double side = least - rest_of(m, post, row);
    c->post_row[post * m->n_rows + row] = lp_add_row(c->lp, side, side);
    add_pieces(c, post, row);
}

static void add_rows(struct colgen *c)
{
    const struct master *m = c->m;
    const struct cover_model *cover = m->instance->cover;
    for (int i = 0; i < m->n_people; i++)
        c->person_row[i] = lp_add_row(c->lp, 1, 1);
    for (int p = 0; p < m->n_posts; p++)
        for (int t = 0; t < m->n_rows; t++)
            add_post(c, p, t);
    for (int g = 0; g < m->n_groups; g++)
        for (int t = 0; t < m->n_rows; t++) {
            bool any = m->active[g] || m->rest[g * m->n_rows + t] > 0;
            c->group_row[g * m->n_rows + t] = -1;
            if (any && cover_sole_post(cover, g, t) < 0 && cover_weight(cover, g, t) > 0)
                add_transport(c, g, t);
        }
    c->first_tour = c->n_columns;
}

static void add_tour_column(struct colgen *c, int i, int k)
{
    struct master *m = c->m;
    const struct cover_model *cover = m->instance->cover;
    int group = bundle_group(m, i), n = 0;
    memset(m->step, 0, (size_t)cover->n_prices * sizeof *m->step);
    bundle_add_tour(m, i, k, 1, m->step);
    c->index[n] = c->person_row[i];
    c->value[n++] = 1;
    for (int t = 0; t < m->n_rows; t++) {
        double by = m->step[t] != 0 ? cover_weight(cover, group, t) * m->step[t] : 0;
        int sole = cover_sole_post(cover, group, t);
        if (by == 0 || (sole >= 0 && m->frozen[sole * m->n_rows + t]))
            continue;
        c->index[n] =
            sole >= 0 ? c->post_row[sole * m->n_rows + t] : c->group_row[group * m->n_rows + t];
        c->value[n++] = by;
    }
    for (uint64_t left = cover->sides[group]; left; left &= left - 1) {
        int p = cover->first_side + __builtin_ctzll(left);
        for (int t = 0; t < m->n_rows; t++) {
            double by = bundle_side_step(m, group, p, t);
            if (by == 0)
                continue;
            c->index[n] = c->post_row[p * m->n_rows + t];
            c->value[n++] = by;
        }
    }
    m->pack[i].column[k] =
        add_column(c, m->pack[i].cost[k], INFINITY, c->integer, n, c->index, c->value);
}

/* Without those in the basis, which would have to be found anew. */
static void drop_retired(struct colgen *c)
{
    bool *mark = NEW_ARRAY(bool, c->n_columns + 1);
    int *place = NEW_ARRAY(int, c->n_columns + 1), n = 0, n_left = 0;
    for (int j = 0; j < c->n_columns; j++) {
        place[j] = n;
        mark[j] = j >= c->first_tour && c->state[j] == RETIRED && !lp_is_basic(c->lp, j);
        n_left += c->state[j] == RETIRED && !mark[j];
        if (!mark[j])
            c->state[n++] = c->state[j];
    }
    lp_drop_columns(c->lp, mark, c->n_columns);
    for (int i = 0; i < c->m->n_people; i++)
        for (int k = 0; k < c->m->pack[i].n; k++)
            c->m->pack[i].column[k] = place[c->m->pack[i].column[k]];
    c->n_columns = n;
    c->n_retired = n_left;
    mem_free(mark);
    mem_free(place);
}

/* Columns for new tours; columns whose tours have gone are bound to 0. */
static void follow_packs(struct colgen *c)
{
    struct master *m = c->m;
    for (int j = c->first_tour; j < c->n_columns; j++)
        c->state[j] = c->state[j] == RETIRED ? RETIRED : LEFT;
    for (int i = 0; i < m->n_people; i++)
        for (int k = 0; k < m->pack[i].n; k++) {
            if (m->pack[i].column[k] < 0)
                add_tour_column(c, i, k);
            c->state[m->pack[i].column[k]] = IN_PACK;
        }
    for (int j = c->first_tour; j < c->n_columns; j++)
        if (c->state[j] == LEFT) {
            lp_bound_column(c->lp, j, 0, 0);
            c->state[j] = RETIRED;
            c->n_retired++;
        }
    if (c->n_retired > MOST_RETIRED)
        drop_retired(c);
}

static double constant(const struct master *m)
{
    double sum = 0;
    for (int i = 0; i < m->n_posts * m->n_rows; i++)
        sum += (double)m->instance->cover->curve[i].at_least;
    return sum;
}

/* Weights of the master's tours from the program's solution. */
static void read_weights(struct colgen *c)
{
    for (int i = 0; i < c->m->n_people; i++)
        for (int k = 0; k < c->m->pack[i].n; k++) {
            double weight = lp_column(c->lp, c->m->pack[i].column[k]);
            c->m->pack[i].weight[k] = weight > 1e-9 ? weight : 0;
        }
}

/* Prices everybody at a mixture of the program's duals and the best; keeps a better bound. */
static void price_mixture(struct colgen *c, double keep, struct colgen_answer *answer, double *dual)
{
    struct master *m = c->m;
    keep = isinf(answer->bound) ? 0 : keep;
    for (int i = 0; i < m->n_posts * m->n_rows; i++)
        m->price[i] = m->frozen[i] ? c->frozen_price[i]
                                   : (keep > 0 ? keep * dual[i] : 0) +
                                         (1 - keep) * lp_dual(c->lp, c->post_row[i]);
    bundle_price_trial(m);
    if (m->infeasible < 0 && m->trial_value > answer->bound) {
        answer->bound = m->trial_value;
        memcpy(dual, m->trial, (size_t)(m->n_posts * m->n_rows) * sizeof *dual);
    }
}

void colgen_begin(struct colgen *c, struct colgen_answer *answer, const double *dual)
{
    struct master *m = c->m;
    for (int i = 0; i < m->n_posts * m->n_rows; i++)
        m->price[i] = m->frozen[i] ? c->frozen_price[i] : dual[i];
    bundle_price_trial(m);
    if (m->infeasible >= 0)
        return;
    answer->bound = m->trial_value > answer->bound ? m->trial_value : answer->bound;
    for (int i = 0; i < m->n_people; i++)
        bundle_add_found(m, i);
}

enum lp_end colgen_generate(struct colgen *c, const struct colgen_rules *rules, double cutoff,
                            struct colgen_answer *answer, double *dual, struct run *run)
{
    double smoothing = rules->smoothing;
    enum lp_end end = LP_LIMIT;
    answer->solved = false;
    for (int round = 0; round < rules->rounds; round++) {
        follow_packs(c);
        if (run->time_limit_s > 0)
            lp_limit_time(c->lp, fmax(run->time_limit_s - run_elapsed_s(run), 0.05));
        end = lp_solve(c->lp, rules->iterations);
        if (end != LP_OPTIMAL)
            return end;
        answer->rounds++;
        answer->lp_value = lp_value(c->lp) + constant(c->m) + c->frozen_cost;
        read_weights(c);
        price_mixture(c, smoothing, answer, dual);
        if (c->m->infeasible >= 0)
            return LP_INFEASIBLE;
        double room = rules->tolerance * (fabs(answer->lp_value) + 1);
        answer->solved = answer->lp_value - answer->bound <= room;
        if (answer->solved || answer->bound >= cutoff || run_should_stop(run))
            break;
        bool any = false;
        for (int i = 0; i < c->m->n_people; i++)
            any = bundle_add_found(c->m, i) || any;
        bundle_age_tours(c->m);
        /* Mispricing: nothing new at the mixture, so the next round prices the duals as they are.
         */
        if (!any && smoothing == 0)
            break;
        smoothing = any ? rules->smoothing : 0;
    }
    return end;
}

/* The integer program over the columns known, and its tours. */
static void solve_integer(struct colgen *c, const struct colgen_rules *rules,
                          struct colgen_answer *answer)
{
    struct master *m = c->m;
    follow_packs(c);
    if (lp_solve(c->lp, rules->iterations) != LP_OPTIMAL)
        return;
    enum lp_end end = lp_solve_integer(c->lp, rules->nodes);
    if (end != LP_OPTIMAL && end != LP_FEASIBLE)
        return;
    answer->found = true;
    answer->column = NEW_ARRAY(int, m->n_people + 1);
    for (int i = 0; i < m->n_people; i++)
        for (int k = 0; k < m->pack[i].n; k++)
            if (lp_column(c->lp, m->pack[i].column[k]) > 0.5)
                answer->column[i] = k;
}

struct colgen *colgen_new(struct master *m, bool integer)
{
    struct colgen *c = NEW(struct colgen);
    *c = (struct colgen){.m = m,
                         .lp = lp_new(),
                         .person_row = NEW_ARRAY(int, m->n_people + 1),
                         .post_row = NEW_ARRAY(int, m->n_posts * m->n_rows + 1),
                         .frozen_price = NEW_ARRAY(double, m->n_posts * m->n_rows + 1),
                         .group_row = NEW_ARRAY(int, m->n_groups * m->n_rows + 1),
                         .index = NEW_ARRAY(int, (m->n_posts + 1) * m->n_rows + 1),
                         .value = NEW_ARRAY(double, (m->n_posts + 1) * m->n_rows + 1),
                         .integer = integer};
    for (int i = 0; i < m->n_people; i++)
        for (int k = 0; k < m->pack[i].n; k++)
            m->pack[i].column[k] = -1;
    add_rows(c);
    return c;
}

void colgen_free(struct colgen *c)
{
    if (!c)
        return;
    lp_free(c->lp);
    mem_free(c->person_row);
    mem_free(c->post_row);
    mem_free(c->group_row);
    mem_free(c->frozen_price);
    mem_free(c->state);
    mem_free(c->index);
    mem_free(c->value);
    mem_free(c);
}

bool colgen(struct colgen_answer *answer, struct master *m, const struct colgen_rules *rules,
            double *dual, struct run *run)
{
    struct colgen *c = colgen_new(m, rules->nodes > 0);
    *answer = (struct colgen_answer){.bound = answer->bound, .lp_value = INFINITY};
    enum lp_end end = colgen_generate(c, rules, INFINITY, answer, dual, run);
    if (end == LP_OPTIMAL && rules->nodes > 0)
        solve_integer(c, rules, answer);
    colgen_free(c);
    return end != LP_FAILED;
}
