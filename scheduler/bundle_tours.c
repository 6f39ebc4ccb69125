/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bundle_tours.c - the packs: tours that people have, their scores, their fixings.  Units of a tour
 * lie day by day, the rows of each worked day in a piece. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/bundle_part.h"

static int16_t *tour_rows(const struct master *m, int i, int column)
{
    return m->units + ((size_t)i * (size_t)m->cap + (size_t)column) * (size_t)m->max_units;
}

/* Four sums side by side: a fixed order, and no waiting for the sum before. */
static double dot(const double *price, const int16_t *units, int n)
{
    double a = 0, b = 0, c = 0, d = 0;
    int k = 0;
    for (; k + 4 <= n; k += 4) {
        a += price[k] * units[k];
        b += price[k + 1] * units[k + 1];
        c += price[k + 2] * units[k + 2];
        d += price[k + 3] * units[k + 3];
    }
    for (; k < n; k++)
        a += price[k] * units[k];
    return (a + b) + (c + d);
}

double bundle_score(const struct master *m, int i, int column, const double *price)
{
    const struct choice *choices = m->instance->problem->choices;
    const int32_t *choice = m->choice + master_tour(m, i, column);
    const int16_t *units = tour_rows(m, i, column);
    bool sides = m->instance->cover->sides[bundle_group(m, i)] != 0;
    double worth = 0;
    for (int d = 0; d < m->n_days; d++) {
        if (choice[d] < 0)
            continue;
        const struct choice *c = &choices[choice[d]];
        const double *at = price + c->first_row;
        worth += dot(at, units, c->n_rows);
        worth += sides ? cover_duty_value(m->instance->cover, c, price) : 0;
        units += c->n_rows;
    }
    int team = bundle_team(m, i);
    double away =
        team >= 0 ? teams_cost(m->teams, team, choice, m->at + master_tour(m, i, column)) : 0;
    return m->pack[i].cost[column] - worth + away;
}

static void add_duty(const struct master *m, const struct choice *c, double by, double *step)
{
    double *duty = step + m->n_rows + c->first_row;
    for (int k = 0; k < c->n_rows; k++)
        duty[k] += by * c->units[k];
    if (c->n_rows > 0)
        duty[m->n_rows] += by * m->instance->problem->full_row;
}

void bundle_add_tour(const struct master *m, int i, int column, double by, double *step)
{
    const struct choice *choices = m->instance->problem->choices;
    const int32_t *choice = m->choice + master_tour(m, i, column);
    const int16_t *units = tour_rows(m, i, column);
    bool sides = m->instance->cover->sides[bundle_group(m, i)] != 0;
    for (int d = 0; d < m->n_days; d++) {
        if (choice[d] < 0)
            continue;
        const struct choice *c = &choices[choice[d]];
        for (int k = 0; k < c->n_rows; k++)
            step[c->first_row + k] += by * units[k];
        units += c->n_rows;
        if (sides)
            add_duty(m, c, by, step);
    }
}

/* Fills the place `column` of person i's pack. */
static void write_tour(struct master *m, int i, int column, const int32_t *choice,
                       uint8_t (*at)[MAX_BREAKS], double cost)
{
    size_t first = master_tour(m, i, column);
    int16_t *units = tour_rows(m, i, column);
    memcpy(m->choice + first, choice, (size_t)m->n_days * sizeof *choice);
    memcpy(m->at + first, at, (size_t)m->n_days * sizeof *at);
    for (int d = 0; d < m->n_days; d++) {
        if (choice[d] < 0)
            continue;
        choice_units(m->instance, choice[d], at[d], units);
        units += m->instance->problem->choices[choice[d]].n_rows;
    }
    m->pack[i].cost[column] = cost;
    m->pack[i].weight[column] = 0;
    m->pack[i].idle[column] = 0;
    m->pack[i].column[column] = -1;
}

static bool agrees(const struct master *m, int i, const int32_t *choice)
{
    for (int d = 0; d < m->n_days; d++) {
        int32_t want = m->fix[i * m->n_days + d];
        if (want != FIX_FREE && want != choice[d])
            return false;
    }
    return true;
}

static bool has_tour(const struct master *m, int i, const int32_t *choice,
                     uint8_t (*at)[MAX_BREAKS])
{
    for (int k = 0; k < m->pack[i].n; k++) {
        size_t first = master_tour(m, i, k);
        bool same = memcmp(m->choice + first, choice, (size_t)m->n_days * sizeof *choice) == 0;
        for (int d = 0; d < m->n_days && same; d++) {
            int shape = choice[d] >= 0 ? m->instance->breaks->shape_of[choice[d]] : -1;
            if (shape >= 0)
                same = memcmp(m->at[first + (size_t)d], at[d],
                              (size_t)m->instance->breaks->shape[shape].n_pauses) == 0;
        }
        if (same)
            return true;
    }
    return false;
}

/* A place for one more tour: the next, or that of the tour longest without weight. */
static int find_place(const struct master *m, int i)
{
    const struct pack *pack = &m->pack[i];
    if (pack->n < m->cap)
        return pack->n;
    int oldest = -1;
    for (int k = 0; k < pack->n; k++)
        if (pack->weight[k] <= 0 && (oldest < 0 || pack->idle[k] > pack->idle[oldest]))
            oldest = k;
    return oldest;
}

bool master_add(struct master *m, int i, const int32_t *choice, uint8_t (*at)[MAX_BREAKS],
                double cost)
{
    if (!agrees(m, i, choice) || has_tour(m, i, choice, at))
        return false;
    int place = find_place(m, i);
    if (place < 0)
        return false;
    m->pack[i].n = place == m->pack[i].n ? place + 1 : m->pack[i].n;
    write_tour(m, i, place, choice, at, cost);
    return true;
}

/* Person i's first tour is not among those of the people who are not here any more. */
static void leave_rest(struct master *m, int i)
{
    const struct cover_model *cover = m->instance->cover;
    int group = bundle_group(m, i), R = m->n_rows;
    memset(m->step, 0, (size_t)m->n_prices * sizeof *m->step);
    bundle_add_tour(m, i, 0, 1, m->step);
    for (int t = 0; t < R; t++)
        m->rest[group * R + t] -= cover_weight(cover, group, t) * m->step[t];
    for (uint64_t left = cover->sides[group]; left; left &= left - 1) {
        int p = cover->first_side + __builtin_ctzll(left);
        for (int t = 0; t < R; t++)
            m->rest[(m->n_groups + p - cover->first_side) * R + t] -=
                bundle_side_step(m, group, p, t);
    }
}

void master_seed(struct master *m, int i, const int32_t *choice, uint8_t (*at)[MAX_BREAKS],
                 int64_t cost)
{
    assert(m->pack[i].n == 0);
    m->pack[i].n = 1;
    write_tour(m, i, 0, choice, at, (double)cost);
    m->pack[i].weight[0] = 1;
    if (m->has_rest)
        leave_rest(m, i);
    if (bundle_team(m, i) >= 0)
        teams_leave(m->teams, bundle_team(m, i), m->choice + master_tour(m, i, 0),
                    m->at + master_tour(m, i, 0));
}

bool bundle_add_found(struct master *m, int i)
{
    if (m->settled[i] || isinf(m->tour_best[i]))
        return false;
    const struct values *values = &m->values[m->slot[i]];
    const int32_t *choice = m->found + i * m->n_days;
    double cost = m->tour_best[i];
    for (int d = 0; d < m->n_days; d++) {
        if (choice[d] < 0)
            continue;
        cost += values->choice[choice[d]] - values->away[choice[d]];
        memcpy(m->found_at[d], values->at[choice[d]], sizeof m->found_at[d]);
    }
    bool added = master_add(m, i, choice, m->found_at, cost);
    if (added && m->pack[i].n == 1) {
        m->pack[i].weight[0] = 1;
        bundle_count_first(m, i);
    }
    return added;
}

void bundle_age_tours(struct master *m)
{
    for (int i = 0; i < m->n_people; i++)
        for (int k = 0; k < m->pack[i].n; k++)
            m->pack[i].idle[k] = m->pack[i].weight[k] > 0 ? 0 : m->pack[i].idle[k] + 1;
}

/* Tour `from` takes the place of tour `to`. */
static void copy_tour(struct master *m, int i, int to, int from)
{
    struct pack *pack = &m->pack[i];
    size_t n_days = (size_t)m->n_days;
    memcpy(m->choice + master_tour(m, i, to), m->choice + master_tour(m, i, from),
           n_days * sizeof *m->choice);
    memcpy(m->at + master_tour(m, i, to), m->at + master_tour(m, i, from), n_days * sizeof *m->at);
    memcpy(tour_rows(m, i, to), tour_rows(m, i, from), (size_t)m->max_units * sizeof(int16_t));
    pack->weight[to] = pack->weight[from];
    pack->cost[to] = pack->cost[from];
    pack->idle[to] = pack->idle[from];
    pack->column[to] = pack->column[from];
}

static void drop_tour(struct master *m, int i, int k)
{
    int last = --m->pack[i].n;
    if (k != last)
        copy_tour(m, i, k, last);
}

void master_drop_idle(struct master *m, int rounds)
{
    for (int i = 0; i < m->n_people; i++)
        for (int k = m->pack[i].n - 1; k >= 0; k--)
            if (m->pack[i].weight[k] <= 0 && m->pack[i].idle[k] > rounds)
                drop_tour(m, i, k);
}

void master_fix(struct master *m, int i, int day, int32_t choice)
{
    struct pack *pack = &m->pack[i];
    int keep = -1;
    m->fix[i * m->n_days + day] = choice;
    for (int k = 0; k < pack->n; k++)
        if (m->choice[master_tour(m, i, k) + (size_t)day] == choice &&
            (keep < 0 || pack->weight[k] > pack->weight[keep]))
            keep = k;
    assert(keep >= 0);
    for (int k = 0; k < pack->n; k++)
        if (m->choice[master_tour(m, i, k) + (size_t)day] != choice && pack->weight[k] > 0)
            bundle_move_weight(m, i, k, keep, pack->weight[k]);
    for (int k = pack->n - 1; k >= 0; k--)
        if (m->choice[master_tour(m, i, k) + (size_t)day] != choice)
            drop_tour(m, i, k);
}

int master_best(const struct master *m, int i)
{
    const struct pack *pack = &m->pack[i];
    int best = 0;
    assert(pack->n > 0);
    for (int k = 1; k < pack->n; k++)
        if (pack->weight[k] > pack->weight[best])
            best = k;
    return best;
}

void master_settle(struct master *m, int i)
{
    struct pack *pack = &m->pack[i];
    int best = master_best(m, i);
    for (int k = 0; k < pack->n; k++)
        if (k != best && pack->weight[k] > 0)
            bundle_move_weight(m, i, k, best, pack->weight[k]);
    if (best != 0)
        copy_tour(m, i, 0, best);
    pack->n = 1;
    m->settled[i] = true;
}
