/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bundle.c - the proximal bundle.
 *
 * Dual, with pi one price a row and post, boxed by the slopes of its curve phi:
 *     L(pi) = sum_pt h_pt(pi_pt) + sum_a min_tours (cost - sum_t units_t max_{p serves} pi_pt),
 *     h(pi) = min_y phi(y) + pi y;
 * with side posts a tour is also worth its time on duty at theirs (scheduler.h, cover.h).
 * With p the centre, the master over the tours known maximises L's model less |pi - p|^2 / (2 tau).
 * Its primal: weights over each person's tours, flows of groups to posts, and cost plus the sum of
 *     psi(y) = max_pi [h(pi) - pi y - (pi - p)^2 / (2 tau)],
 * a smooth curve whose slope is -pi(y): pi(y) = p + tau (b - y) for the kink b of phi that fits,
 * cut into the prices left and right of it.  No LP is needed: for one person after the other,
 * weight moves from the worst tour that has some to the best (exact line search on psi), and
 * between the posts of a group where their prices differ.  Then everybody is priced at pi (rounded
 * to the price grid, so L is exact): enough true gain moves the centre, anything else joins the
 * packs.  It has converged when what the weights cost, on the true curves, is what the centre is
 * worth: what the model promises says nothing while the weights are not swept to the end. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/bundle_part.h"

#ifndef GROW_AFTER
#define GROW_AFTER 2
#define SHRINK_AFTER 5
#endif

static void refresh_price(struct master *m, int i)
{
    m->price[i] = smooth_price(&m->curve[i], m->centre[i], m->tau, m->total[i]);
}

static void refresh_prices(struct master *m)
{
    for (int i = 0; i < m->n_posts * m->n_rows; i++)
        refresh_price(m, i);
}

double bundle_side_step(const struct master *m, int group, int post, int t)
{
    const struct cover_model *cover = m->instance->cover;
    const double *step = m->step + (cover_at_start(cover, post) ? 2 : 1) * m->n_rows;
    return step[t] != 0 ? 0.25 * cover_side_q(cover, group, post, t) * step[t] : 0;
}

static int list_side_entries(struct master *m, int group, int n)
{
    const struct cover_model *cover = m->instance->cover;
    int R = m->n_rows;
    for (uint64_t left = cover->sides[group]; left; left &= left - 1) {
        int p = cover->first_side + __builtin_ctzll(left);
        const double *step = m->step + (cover_at_start(cover, p) ? 2 : 1) * R;
        for (int t = 0, end; t < R; t = end) {
            double weight = 0.25 * cover_side_q(cover, group, p, t);
            end = problem_spell_end(cover->problem, t);
            for (int row = t; row < end && weight != 0; row++)
                if (step[row] != 0)
                    m->entry[n++] = (struct entry){p * R + row, (group * m->n_posts + p) * R + row,
                                                   weight * step[row]};
        }
    }
    return n;
}

/* Where a change of a group's presence goes: more to the dearest post, less from posts by their
 * share.  Returns the number of entries. */
static int list_entries(struct master *m, int group)
{
    int R = m->n_rows, P = m->n_posts, n = 0;
    const struct cover_model *cover = m->instance->cover;
    for (int t = 0; t < R; t++) {
        double step = m->step[t] != 0 ? cover_weight(cover, group, t) * m->step[t] : 0;
        if (step == 0)
            continue;
        int sole = cover_sole_post(cover, group, t), top = -1;
        if (sole >= 0) {
            m->entry[n++] = (struct entry){sole * R + t, (group * P + sole) * R + t, step};
            continue;
        }
        uint64_t posts = cover->group_posts[problem_group(cover->problem, group, t)];
        double held = 0;
        for (int p = 0; p < P; p++) {
            if (!(posts >> p & 1))
                continue;
            held += m->flow[(group * P + p) * R + t];
            if (top < 0 || m->price[p * R + t] > m->price[top * R + t])
                top = p;
        }
        if (step > 0 || held <= 0) {
            m->entry[n++] = (struct entry){top * R + t, (group * P + top) * R + t, step};
            continue;
        }
        for (int p = 0; p < P; p++) {
            double part = posts >> p & 1 ? m->flow[(group * P + p) * R + t] / held : 0;
            if (part > 0)
                m->entry[n++] = (struct entry){p * R + t, (group * P + p) * R + t, step * part};
        }
    }
    return list_side_entries(m, group, n);
}

/* Ticks of pauses of a tour, `by` people each, into team_step; new ones are listed. */
static int list_pauses(struct master *m, int team, size_t tour, double by, int n)
{
    const struct problem *problem = m->instance->problem;
    const struct break_model *breaks = m->instance->breaks;
    for (int d = 0; d < m->n_days; d++) {
        int32_t choice = m->choice[tour + (size_t)d];
        if (choice < 0 || breaks->shape_of[choice] < 0)
            continue;
        const struct break_shape *shape = &breaks->shape[breaks->shape_of[choice]];
        int begin = problem->choices[choice].start_min / breaks->tick_min;
        for (int k = 0; k < shape->n_pauses; k++) {
            int from = begin + shape->at[k][m->at[tour + (size_t)d][k]];
            for (int t = from; t < from + shape->len[k]; t++) {
                if (m->team_step[t] == 0)
                    m->away[n++].at = (size_t)team * (size_t)m->teams->n_ticks + (size_t)t;
                m->team_step[t] += by;
            }
        }
    }
    return n;
}

/* People away that a change from one tour to another adds and takes. */
static int list_away(struct master *m, int i, int from, int to)
{
    int team = bundle_team(m, i);
    if (team < 0)
        return 0;
    int n = list_pauses(m, team, master_tour(m, i, to), 1, 0);
    n = list_pauses(m, team, master_tour(m, i, from), -1, n);
    for (int k = 0; k < n; k++) {
        double *step = &m->team_step[m->away[k].at % (size_t)m->teams->n_ticks];
        m->away[k].by = *step;
        *step = 0;
    }
    return n;
}

/* A direction: what its totals and people away do, and the cost of its own. */
struct line {
    int n, n_away;
    double cost;
};

/* Slope of the objective after a part `theta` of the step. */
static double slope_after(const struct master *m, const struct line *line, double theta)
{
    double slope = line->cost;
    for (int k = 0; k < line->n; k++) {
        int i = m->entry[k].total;
        double by = m->entry[k].by;
        slope -= by * smooth_price(&m->curve[i], m->centre[i], m->tau, m->total[i] + theta * by);
    }
    for (int k = 0; k < line->n_away; k++) {
        size_t i = m->away[k].at;
        double by = m->away[k].by;
        slope += by * teams_price_at(m->teams, i, m->teams->away[i] + theta * by);
    }
    return slope;
}

/* The same before the step, where prices are known. */
static double slope_before(const struct master *m, const struct line *line)
{
    double slope = line->cost;
    for (int k = 0; k < line->n; k++)
        slope -= m->entry[k].by * m->price[m->entry[k].total];
    for (int k = 0; k < line->n_away; k++)
        slope +=
            m->away[k].by * teams_price_at(m->teams, m->away[k].at, m->teams->away[m->away[k].at]);
    return slope;
}

/* The part of the step, at most `most`, where the slope turns: false position, a few looks. */
static double line_search(const struct master *m, const struct line *line, double most)
{
    double lo = 0, hi = most, slope_lo = slope_before(m, line);
    if (slope_lo >= 0)
        return 0;
    double slope_hi = slope_after(m, line, most);
    if (slope_hi <= 0)
        return most;
    for (int look = 0; look < 4; look++) {
        double theta = lo + (hi - lo) * slope_lo / (slope_lo - slope_hi);
        double slope = slope_after(m, line, theta);
        if (slope < 0) {
            lo = theta;
            slope_lo = slope;
            slope_hi *= 0.5; /* keeps the other end from sticking */
        } else {
            hi = theta;
            slope_hi = slope;
            slope_lo *= 0.5;
        }
        if (fabs(slope) < 1e-3 * fabs(line->cost) + 1e-9)
            return theta;
    }
    return lo > 0 ? lo : 0.5 * hi;
}

static void take_step(struct master *m, int n, double theta)
{
    for (int k = 0; k < n; k++) {
        m->total[m->entry[k].total] += theta * m->entry[k].by;
        m->flow[m->entry[k].flow] += theta * m->entry[k].by;
        refresh_price(m, m->entry[k].total);
    }
}

static void move_away(struct master *m, int i, int from, int to, double theta, int n_away)
{
    int team = bundle_team(m, i);
    if (team < 0)
        return;
    size_t to_tour = master_tour(m, i, to), from_tour = master_tour(m, i, from);
    teams_add(m->teams, team, m->choice + to_tour, m->at + to_tour, theta);
    teams_add(m->teams, team, m->choice + from_tour, m->at + from_tour, -theta);
    for (int k = 0; k < n_away; k++) {
        size_t at = m->away[k].at;
        m->teams->price[at] = teams_price_at(m->teams, at, m->teams->away[at]);
    }
}

/* Moves weight of person i from tour `from` to tour `to`: all that helps, or exactly `theta` if it
 * is not negative. */
static double move_weight(struct master *m, int i, int from, int to, double theta)
{
    struct pack *pack = &m->pack[i];
    memset(m->step, 0, (size_t)m->n_prices * sizeof *m->step);
    bundle_add_tour(m, i, to, 1, m->step);
    bundle_add_tour(m, i, from, -1, m->step);
    struct line line = {.n = list_entries(m, bundle_group(m, i)),
                        .n_away = list_away(m, i, from, to),
                        .cost = pack->cost[to] - pack->cost[from]};
    if (theta < 0)
        theta = line_search(m, &line, pack->weight[from]);
    take_step(m, line.n, theta);
    move_away(m, i, from, to, theta, line.n_away);
    pack->weight[to] += theta;
    pack->weight[from] -= theta;
    if (pack->weight[from] < 1e-9)
        pack->weight[from] = 0;
    return theta;
}

void bundle_move_weight(struct master *m, int i, int from, int to, double theta)
{
    move_weight(m, i, from, to, theta);
}

void bundle_count_first(struct master *m, int i)
{
    size_t tour = master_tour(m, i, 0);
    memset(m->step, 0, (size_t)m->n_prices * sizeof *m->step);
    bundle_add_tour(m, i, 0, 1, m->step);
    take_step(m, list_entries(m, bundle_group(m, i)), 1);
    if (bundle_team(m, i) >= 0)
        teams_add(m->teams, bundle_team(m, i), m->choice + tour, m->at + tour, 1);
}

/* One pairwise step of person i; returns the gain per unit of weight times the weight moved. */
static double step_person(struct master *m, int i)
{
    struct pack *pack = &m->pack[i];
    int best = -1, worst = -1;
    if (pack->n < 2)
        return 0;
    const double *price = bundle_group_prices(m, bundle_group(m, i), m->price, m->seen);
    for (int k = 0; k < pack->n; k++) {
        m->score[k] = bundle_score(m, i, k, price);
        if (best < 0 || m->score[k] < m->score[best])
            best = k;
        if (pack->weight[k] > 0 && (worst < 0 || m->score[k] > m->score[worst]))
            worst = k;
    }
    double gain = m->score[worst] - m->score[best];
    if (best == worst || gain <= 1e-7 * fabs(m->score[worst]) + 1e-6)
        return 0;
    return gain * move_weight(m, i, worst, best, -1);
}

/* Evens out the prices of a group's posts on one row. */
static void level_row(struct master *m, int group, int t)
{
    int R = m->n_rows, P = m->n_posts, top = -1, low = -1;
    const struct cover_model *cover = m->instance->cover;
    uint64_t posts = cover->group_posts[problem_group(cover->problem, group, t)];
    for (int p = 0; p < P; p++) {
        if (!(posts >> p & 1))
            continue;
        double price = m->price[p * R + t];
        if (top < 0 || price > m->price[top * R + t])
            top = p;
        if (m->flow[(group * P + p) * R + t] > 1e-9 && (low < 0 || price < m->price[low * R + t]))
            low = p;
    }
    if (low < 0 || m->price[top * R + t] - m->price[low * R + t] < 1e-6)
        return;
    m->entry[0] = (struct entry){top * R + t, (group * P + top) * R + t, 1};
    m->entry[1] = (struct entry){low * R + t, (group * P + low) * R + t, -1};
    struct line line = {.n = 2};
    take_step(m, 2, line_search(m, &line, m->flow[(group * P + low) * R + t]));
}

static void level_posts(struct master *m)
{
    for (int g = 0; g < m->n_groups; g++) {
        if (__builtin_popcountll(problem_posts(m->instance->problem, g)) < 2)
            continue;
        for (int t = 0; t < m->n_rows; t++)
            level_row(m, g, t);
    }
}

/* Totals are kept up by differences: begin each round from the flows. */
static void sum_flows(struct master *m)
{
    int cells = m->n_posts * m->n_rows;
    memset(m->total, 0, (size_t)cells * sizeof *m->total);
    for (int g = 0; g < m->n_groups; g++)
        for (int i = 0; i < cells; i++)
            m->total[i] += m->flow[g * cells + i];
}

static void sweep_people(struct master *m, int sweeps)
{
    double first = 0;
    sum_flows(m);
    refresh_prices(m);
    if (m->use_teams)
        teams_price(m->teams);
    for (int s = 0; s < (int)(sweeps * m->effort); s++) {
        double gain = 0;
        for (int i = 0; i < m->n_people; i++)
            gain += step_person(m, i);
        level_posts(m);
        first = s == 0 ? gain : first;
        if (gain <= 0.02 / m->effort * first)
            break;
    }
}

/* The centre moves if the true gain is a fair part of what the model promised.  Steps grow while
 * the centre moves round after round, and shrink while it does not.  Weights that cost more than
 * the centre is worth, beside a model that promises nothing, were not swept enough: then the sweeps
 * work harder. */
static enum round_result judge_trial(struct master *m, double tolerance)
{
    bool first = isinf(m->centre_value);
    double promised = bundle_model_value(m) - m->centre_value;
    double gained = m->trial_value - m->centre_value;
    bool moves = first || (gained > 0 && gained >= 0.1 * promised);
    if (moves) {
        memcpy(m->centre, m->trial, (size_t)(m->n_posts * m->n_rows) * sizeof *m->centre);
        m->centre_value = m->trial_value;
        if (m->use_teams)
            teams_move_centre(m->teams);
        m->streak = first ? 0 : m->streak > 0 ? m->streak + 1 : 1;
    } else {
        m->streak = m->streak < 0 ? m->streak - 1 : -1;
    }
    if (m->streak >= GROW_AFTER && m->tau < m->tau_most)
        m->tau *= 1.5;
    if (m->streak < 0 && m->streak % SHRINK_AFTER == 0 && m->tau > m->tau_least)
        m->tau *= 0.6;
    double room = tolerance * fabs(m->centre_value);
    if (!first && bundle_primal_value(m) - m->centre_value <= room)
        return ROUND_CONVERGED;
    if (!first && promised <= room && m->effort < m->most_effort)
        m->effort *= 2;
    return moves ? ROUND_MOVED : ROUND_NULL;
}

static enum round_result price_round(struct master *m, double tolerance)
{
    bundle_price_trial(m);
    if (m->infeasible >= 0)
        return ROUND_INFEASIBLE;
    enum round_result result = judge_trial(m, tolerance);
    bundle_age_tours(m);
    for (int i = 0; i < m->n_people; i++)
        bundle_add_found(m, i);
    return result;
}

enum round_result master_look(struct master *m)
{
    memcpy(m->price, m->centre, (size_t)(m->n_posts * m->n_rows) * sizeof *m->price);
    return price_round(m, 0);
}

enum round_result master_round(struct master *m, int sweeps, double tolerance)
{
    sweep_people(m, sweeps);
    return price_round(m, tolerance);
}
