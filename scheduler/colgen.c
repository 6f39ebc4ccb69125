/* SPDX-License-Identifier: GPL-3.0-or-later */
/* colgen.c - column generation on GLPK.
 *
 * Variables: weight of every tour known; x_gpt, units that group g gives post p on row t, where the
 * group has several posts or shares its one; z_pti, the part of the post's cover in piece i of its
 * curve, 0 .. width, at the piece's slope.  Rows:
 *     one a person:                 sum of weights = 1
 *     one a row and such a group:   sum of units * weight - sum_p x_gpt = 0
 *     one a row and post:           sum of x_gpt + units * weight of lone groups - sum_i z_pti = 0
 *     one a row and side post:      sum of units * weight - sum_i z_pti = its least
 * The dual of a post's row is its price pi.  Pricing is the bundle's (bundle_price.c), at Wentges'
 * mixture of these duals and those of the best bound, so the two back ends share all but the
 * master, and every round gives a bound. */
#include "scheduler/colgen.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/bundle_part.h"
#include "scheduler/lp.h"

struct columns {
    struct master *m;
    struct lp *lp;
    int *person_row;  /* [n_people] */
    int *post_row;    /* [n_posts * n_rows] post-major */
    int *group_row;   /* [n_groups * n_rows], -1: a lone group */
    int *tour_column; /* [n_people * cap] in the lp, -1: not there yet */
    int *index;
    double *value; /* one column */
    bool integer;
};

static void add_pieces(struct columns *c, int post, int row)
{
    const struct cover_model *cover = c->m->instance->cover;
    const struct curve *curve = &cover->curve[row * cover->n_posts + post];
    int at = c->post_row[post * c->m->n_rows + row];
    double minus = -1;
    for (int i = 0; i < curve->n; i++) {
        double width =
            i + 1 < curve->n ? (double)(curve->from[i + 1] - curve->from[i]) : (double)INFINITY;
        lp_add_column(c->lp, (double)curve->slope[i], 0, width, false, 1, &at, &minus);
    }
}

static void add_transport(struct columns *c, int group, int row)
{
    const struct cover_model *cover = c->m->instance->cover;
    int n_rows = c->m->n_rows;
    c->group_row[group * n_rows + row] = lp_add_row(c->lp, 0, 0);
    for (int p = 0; p < c->m->n_posts; p++) {
        if (!(cover->group_posts[group] >> p & 1))
            continue;
        int index[] = {c->group_row[group * n_rows + row], c->post_row[p * n_rows + row]};
        double value[] = {-1, 1};
        lp_add_column(c->lp, 0, 0, INFINITY, false, 2, index, value);
    }
}

static double least_of(const struct master *m, int post, int row)
{
    return m->instance->cover->curve[row * m->n_posts + post].from[0];
}

static void add_rows(struct columns *c)
{
    const struct master *m = c->m;
    const struct cover_model *cover = m->instance->cover;
    for (int i = 0; i < m->n_people; i++)
        c->person_row[i] = lp_add_row(c->lp, 1, 1);
    for (int i = 0; i < m->n_posts * m->n_rows; i++) {
        double least = least_of(m, i / m->n_rows, i % m->n_rows);
        c->post_row[i] = lp_add_row(c->lp, least, least);
    }
    for (int p = 0; p < m->n_posts; p++)
        for (int t = 0; t < m->n_rows; t++)
            add_pieces(c, p, t);
    for (int g = 0; g < m->n_groups; g++)
        for (int t = 0; t < m->n_rows; t++) {
            c->group_row[g * m->n_rows + t] = -1;
            if (m->active[g] && cover->lone_post[g] < 0 && cover->group_posts[g] != 0)
                add_transport(c, g, t);
        }
}

static void add_tour_column(struct columns *c, int i, int k)
{
    struct master *m = c->m;
    const struct cover_model *cover = m->instance->cover;
    int group = bundle_group(m, i), lone = cover->lone_post[group], n = 0;
    double weight = cover->group_posts[group] != 0 ? 0.25 * cover->weight_q[group] : 0;
    memset(m->step, 0, (size_t)cover->n_prices * sizeof *m->step);
    bundle_add_tour(m, i, k, 1, m->step);
    c->index[n] = c->person_row[i];
    c->value[n++] = 1;
    for (int t = 0; t < m->n_rows && weight > 0; t++) {
        if (m->step[t] == 0)
            continue;
        c->index[n] =
            lone >= 0 ? c->post_row[lone * m->n_rows + t] : c->group_row[group * m->n_rows + t];
        c->value[n++] = weight * m->step[t];
    }
    for (int p = cover->first_side; p < m->n_posts && cover->has_sides[group]; p++)
        for (int t = 0; t < m->n_rows; t++) {
            double by = bundle_side_step(m, group, p, t);
            if (by == 0)
                continue;
            c->index[n] = c->post_row[p * m->n_rows + t];
            c->value[n++] = by;
        }
    c->tour_column[i * m->cap + k] =
        lp_add_column(c->lp, m->pack[i].cost[k], 0, 1, c->integer, n, c->index, c->value);
}

static bool add_tours(struct columns *c)
{
    bool any = false;
    for (int i = 0; i < c->m->n_people; i++)
        for (int k = 0; k < c->m->pack[i].n; k++)
            if (c->tour_column[i * c->m->cap + k] < 0) {
                add_tour_column(c, i, k);
                any = true;
            }
    return any;
}

static double constant(const struct master *m)
{
    double sum = 0;
    for (int i = 0; i < m->n_posts * m->n_rows; i++)
        sum += (double)m->instance->cover->curve[i].at_least;
    return sum;
}

/* Weights of the master's tours from the program's solution. */
static void read_weights(struct columns *c)
{
    for (int i = 0; i < c->m->n_people; i++)
        for (int k = 0; k < c->m->pack[i].n; k++)
            c->m->pack[i].weight[k] = lp_column(c->lp, c->tour_column[i * c->m->cap + k]);
}

/* Prices everybody at a mixture of the program's duals and the best; keeps a better bound. */
static void price_mixture(struct columns *c, const struct colgen_rules *rules,
                          struct colgen_answer *answer, double *dual)
{
    struct master *m = c->m;
    double keep = isinf(answer->bound) ? 0 : rules->smoothing;
    for (int i = 0; i < m->n_posts * m->n_rows; i++)
        m->price[i] = (keep > 0 ? keep * dual[i] : 0) + (1 - keep) * lp_dual(c->lp, c->post_row[i]);
    bundle_price_trial(m);
    if (m->infeasible < 0 && m->trial_value > answer->bound) {
        answer->bound = m->trial_value;
        memcpy(dual, m->trial, (size_t)(m->n_posts * m->n_rows) * sizeof *dual);
    }
}

/* True while packs have room: tours are never dropped here, since the program refers to them. */
static bool has_room(const struct master *m)
{
    for (int i = 0; i < m->n_people; i++)
        if (m->pack[i].n >= m->cap)
            return false;
    return true;
}

static enum lp_end generate(struct columns *c, const struct colgen_rules *rules,
                            struct colgen_answer *answer, double *dual, struct run *run)
{
    double smoothing = rules->smoothing;
    enum lp_end end = LP_LIMIT;
    add_tours(c);
    for (; answer->rounds < rules->rounds && has_room(c->m); answer->rounds++) {
        end = lp_solve(c->lp, rules->iterations);
        if (end != LP_OPTIMAL)
            return end;
        answer->lp_value = lp_value(c->lp) + constant(c->m);
        read_weights(c);
        struct colgen_rules now = *rules;
        now.smoothing = smoothing;
        price_mixture(c, &now, answer, dual);
        double room = rules->tolerance * (fabs(answer->lp_value) + 1);
        answer->solved = answer->lp_value - answer->bound <= room;
        if (answer->solved || run_should_stop(run))
            break;
        for (int i = 0; i < c->m->n_people; i++)
            bundle_add_found(c->m, i);
        /* Mispricing: nothing new at the mixture, so the next round prices the duals as they are.
         */
        bool any = add_tours(c);
        if (!any && smoothing == 0)
            break;
        smoothing = any ? rules->smoothing : 0;
    }
    return end;
}

/* The integer program over the columns known, and its tours. */
static void solve_integer(struct columns *c, const struct colgen_rules *rules,
                          struct colgen_answer *answer)
{
    struct master *m = c->m;
    if (lp_solve(c->lp, rules->iterations) != LP_OPTIMAL)
        return;
    enum lp_end end = lp_solve_integer(c->lp, rules->nodes);
    if (end != LP_OPTIMAL && end != LP_FEASIBLE)
        return;
    answer->found = true;
    answer->column = NEW_ARRAY(int, m->n_people + 1);
    for (int i = 0; i < m->n_people; i++)
        for (int k = 0; k < m->pack[i].n; k++)
            if (lp_column(c->lp, c->tour_column[i * m->cap + k]) > 0.5)
                answer->column[i] = k;
}

bool colgen(struct colgen_answer *answer, struct master *m, const struct colgen_rules *rules,
            double *dual, struct run *run)
{
    int cells = m->n_posts * m->n_rows, n_tours = m->n_people * m->cap;
    struct columns c = {.m = m,
                        .lp = lp_new(),
                        .person_row = NEW_ARRAY(int, m->n_people + 1),
                        .post_row = NEW_ARRAY(int, cells + 1),
                        .group_row = NEW_ARRAY(int, m->n_groups * m->n_rows + 1),
                        .tour_column = NEW_ARRAY(int, n_tours + 1),
                        .index = NEW_ARRAY(int, m->n_rows + cells + 1),
                        .value = NEW_ARRAY(double, m->n_rows + cells + 1),
                        .integer = rules->nodes > 0};
    for (int k = 0; k < n_tours; k++)
        c.tour_column[k] = -1;
    *answer = (struct colgen_answer){.bound = answer->bound, .lp_value = INFINITY};
    add_rows(&c);
    enum lp_end end = generate(&c, rules, answer, dual, run);
    if (end == LP_OPTIMAL && rules->nodes > 0)
        solve_integer(&c, rules, answer);
    lp_free(c.lp);
    mem_free(c.person_row);
    mem_free(c.post_row);
    mem_free(c.group_row);
    mem_free(c.tour_column);
    mem_free(c.index);
    mem_free(c.value);
    return end != LP_FAILED;
}
