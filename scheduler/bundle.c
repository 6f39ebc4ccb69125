/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bundle.c - the proximal bundle.
 *
 * Dual, with pi one price a row and post, boxed by the slopes of its curve phi:
 *     L(pi) = sum_pt h_pt(pi_pt) + sum_a min_tours (cost - sum_t units_t max_{p serves} pi_pt),
 *     h(pi) = min_y phi(y) + pi y.
 * With p the centre, the master over the tours known maximises L's model less |pi - p|^2 / (2 tau).
 * Its primal: weights over each person's tours, flows of groups to posts, and cost plus the sum of
 *     psi(y) = max_pi [h(pi) - pi y - (pi - p)^2 / (2 tau)],
 * a smooth curve whose slope is -pi(y): pi(y) = p + tau (b - y) for the kink b of phi that fits,
 * cut into the prices left and right of it.  No LP is needed: for one person after the other,
 * weight moves from the worst tour that has some to the best (exact line search on psi), and
 * between the posts of a group where their prices differ.  Then everybody is priced at pi (rounded
 * to the price grid, so L is exact): enough true gain moves the centre, anything else joins the
 * packs. */
#include "scheduler/bundle.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"

#ifndef GROW_AFTER
#define GROW_AFTER 2
#define SHRINK_AFTER 5
#endif

/* A total that changes along a direction. */
struct entry {
    int total, flow; /* indices */
    double by;       /* units for a whole step */
};

struct price_curve *price_curves_new(const struct cover_model *cover)
{
    int n_rows = cover->n_rows, n_posts = cover->n_posts;
    struct price_curve *curves = NEW_ARRAY(struct price_curve, n_rows * n_posts + 1);
    for (int p = 0; p < n_posts; p++)
        for (int t = 0; t < n_rows; t++) {
            const struct curve *from = &cover->curve[t * n_posts + p];
            struct price_curve *to = &curves[p * n_rows + t];
            to->n = from->n;
            for (int i = 0; i < from->n; i++) {
                to->from[i] = from->from[i];
                to->price[i] = -(double)from->slope[i];
            }
        }
    return curves;
}

/* pi(y) of the smoothed curve. */
static double smooth_price(const struct price_curve *curve, double centre, double tau, double y)
{
    for (int i = 0; i + 1 < curve->n; i++) {
        double at_kink = centre + tau * (curve->from[i + 1] - y);
        if (at_kink >= curve->price[i])
            return curve->price[i];
        if (at_kink >= curve->price[i + 1])
            return at_kink;
    }
    return curve->price[curve->n - 1];
}

struct master *master_new(const struct instance *instance, const struct price_curve *curve,
                          int max_people, int cap, struct pool *pool)
{
    const struct problem *problem = instance->problem;
    struct master *m = NEW(struct master);
    size_t n_tours = (size_t)max_people * (size_t)cap, n_days = (size_t)problem->n_days;
    size_t cells = (size_t)problem->n_posts * (size_t)problem->n_rows;
    *m = (struct master){.instance = instance,
                         .pool = pool,
                         .max_people = max_people,
                         .cap = cap,
                         .n_days = problem->n_days,
                         .max_units = instance->max_units,
                         .n_rows = problem->n_rows,
                         .n_posts = problem->n_posts,
                         .n_groups = problem->n_groups,
                         .n_workers = pool_workers(pool),
                         .curve = curve};
    m->person = NEW_ARRAY(int, max_people);
    m->fix = NEW_ARRAY(int32_t, (size_t)max_people *n_days);
    m->pack = NEW_ARRAY(struct pack, max_people);
    for (int i = 0; i < max_people; i++) {
        m->pack[i].weight = NEW_ARRAY(double, cap);
        m->pack[i].cost = NEW_ARRAY(double, cap);
        m->pack[i].idle = NEW_ARRAY(int, cap);
    }
    m->choice = NEW_ARRAY(int32_t, n_tours *n_days);
    m->at = mem_alloc(n_tours * n_days, sizeof *m->at);
    m->units = NEW_ARRAY(int16_t, n_tours *(size_t)m->max_units + 1);
    m->flow = NEW_ARRAY(double, (size_t)m->n_groups *cells + 1);
    m->total = NEW_ARRAY(double, cells + 1);
    m->price = NEW_ARRAY(double, cells + 1);
    m->centre = NEW_ARRAY(double, cells + 1);
    m->trial = NEW_ARRAY(double, cells + 1);
    m->active = NEW_ARRAY(bool, m->n_groups);
    m->needed = NEW_ARRAY(bool, problem->n_choices);
    m->group_price = NEW_ARRAY(double, m->n_groups * m->n_rows + 1);
    m->values = NEW_ARRAY(struct values, m->n_groups);
    for (int g = 0; g < m->n_groups; g++)
        values_init(&m->values[g], instance);
    m->best = NEW_ARRAY(double, max_people);
    m->found = NEW_ARRAY(int32_t, (size_t)max_people *n_days);
    m->scratch = NEW_ARRAY(struct scratch, m->n_workers);
    m->score = NEW_ARRAY(double, cap);
    m->step = NEW_ARRAY(double, m->n_rows + 1);
    m->seen = NEW_ARRAY(double, m->n_rows + 1);
    m->entry = NEW_ARRAY(struct entry, cells + 2);
    m->new_units = NEW_ARRAY(int16_t, m->max_units + 1);
    return m;
}

void master_free(struct master *m)
{
    if (!m)
        return;
    for (int i = 0; i < m->max_people; i++) {
        mem_free(m->pack[i].weight);
        mem_free(m->pack[i].cost);
        mem_free(m->pack[i].idle);
    }
    for (int g = 0; g < m->n_groups; g++)
        values_free(&m->values[g]);
    for (int w = 0; w < m->n_workers; w++)
        scratch_free(&m->scratch[w]);
    void *parts[] = {m->person, m->fix,    m->pack,  m->choice,      m->at,       m->units,
                     m->flow,   m->total,  m->price, m->centre,      m->trial,    m->active,
                     m->needed, m->values, m->best,  m->group_price, m->found,    m->scratch,
                     m->score,  m->step,   m->seen,  m->entry,       m->new_units};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        mem_free(parts[i]);
    mem_free(m);
}

static int group_of(const struct master *m, int i)
{
    return m->instance->problem->people[m->person[i]].group;
}
static int weight_of(const struct master *m, int i)
{
    return m->instance->problem->people[m->person[i]].weight_q;
}

/* Which groups and choices these people have any use for. */
static void mark_needs(struct master *m)
{
    memset(m->active, 0, (size_t)m->n_groups * sizeof *m->active);
    memset(m->needed, 0, (size_t)m->instance->problem->n_choices * sizeof *m->needed);
    const struct space *last = NULL;
    for (int i = 0; i < m->n_people; i++) {
        const struct space *space = m->instance->space[m->person[i]];
        m->active[group_of(m, i)] = true;
        for (int j = 0; j < space->n_items && space != last; j++)
            m->needed[space->choice[j]] = true;
        last = space;
    }
}

static double on_grid(const struct price_curve *curve, double price)
{
    double x = floor(price * PRICE_GRID + 0.5) / PRICE_GRID;
    double least = curve->price[curve->n - 1], most = curve->price[0];
    return x < least ? least : x > most ? most : x;
}

static void begin_prices(struct master *m, const double *centre)
{
    for (int i = 0; i < m->n_posts * m->n_rows; i++) {
        const struct price_curve *curve = &m->curve[i];
        double most = curve->price[0], least = curve->price[curve->n - 1];
        double start = centre ? centre[i] : curve->n > 1 ? 0.5 * (most > 0 ? most : 0) : least;
        m->centre[i] = on_grid(curve, start);
        m->price[i] = smooth_price(curve, m->centre[i], m->tau, m->total[i]);
    }
}

void master_begin(struct master *m, const int *person, int n_people,
                  const struct cover_state *cover, const double *centre, double tau)
{
    int P = m->n_posts, R = m->n_rows, G = m->n_groups;
    assert(n_people <= m->max_people);
    m->n_people = n_people;
    memcpy(m->person, person, (size_t)n_people * sizeof *person);
    for (int i = 0; i < n_people; i++)
        m->pack[i].n = 0;
    for (int i = 0; i < n_people * m->n_days; i++)
        m->fix[i] = FIX_FREE;
    memset(m->total, 0, (size_t)(P * R) * sizeof *m->total);
    for (int t = 0; t < R; t++)
        for (int p = 0; p < P; p++)
            for (int g = 0; g < G; g++) {
                double units =
                    cover ? cover->flow[((size_t)t * (size_t)G + (size_t)g) * (size_t)P + (size_t)p]
                          : 0;
                m->flow[(g * P + p) * R + t] = units;
                m->total[p * R + t] += units;
            }
    m->tau = tau;
    m->centre_value = -INFINITY;
    m->tau_most = 4 * tau;
    m->streak = 0;
    m->infeasible = -1;
    m->keep_pauses = false;
    mark_needs(m);
    begin_prices(m, centre);
}

static void refresh_price(struct master *m, int i)
{
    m->price[i] = smooth_price(&m->curve[i], m->centre[i], m->tau, m->total[i]);
}

static void refresh_prices(struct master *m)
{
    for (int i = 0; i < m->n_posts * m->n_rows; i++)
        refresh_price(m, i);
}

/* The highest price of the group's posts on every row: out[n_rows], or a post's own row of prices.
 */
static const double *group_prices(const struct master *m, int group, const double *price,
                                  double *out)
{
    int lone = m->instance->cover->lone_post[group], R = m->n_rows;
    uint64_t posts = m->instance->cover->group_posts[group];
    if (lone >= 0)
        return price + lone * R;
    bool first = true;
    if (posts == 0)
        memset(out, 0, (size_t)R * sizeof *out);
    for (int p = 0; p < m->n_posts; p++) {
        if (!(posts >> p & 1))
            continue;
        for (int t = 0; t < R; t++)
            out[t] = first || price[p * R + t] > out[t] ? price[p * R + t] : out[t];
        first = false;
    }
    return out;
}

static int16_t *tour_rows(const struct master *m, int i, int column)
{
    return m->units + ((size_t)i * (size_t)m->cap + (size_t)column) * (size_t)m->max_units;
}

/* What the tour is worth under prices, less its cost, negated: its reduced cost. */
static double tour_score(const struct master *m, int i, int column, const double *price)
{
    const struct choice *choices = m->instance->problem->choices;
    const int32_t *choice = m->choice + master_tour(m, i, column);
    const int16_t *units = tour_rows(m, i, column);
    double worth = 0;
    for (int d = 0; d < m->n_days; d++) {
        if (choice[d] < 0)
            continue;
        const struct choice *c = &choices[choice[d]];
        const double *at = price + c->first_row;
        double sum = 0;
        for (int k = 0; k < c->n_rows; k++)
            sum += at[k] * units[k];
        worth += sum;
        units += c->n_rows;
    }
    return m->pack[i].cost[column] - worth;
}

/* step[row] += by * units of the tour. */
static void add_tour(const struct master *m, int i, int column, double by, double *step)
{
    const struct choice *choices = m->instance->problem->choices;
    const int32_t *choice = m->choice + master_tour(m, i, column);
    const int16_t *units = tour_rows(m, i, column);
    for (int d = 0; d < m->n_days; d++) {
        if (choice[d] < 0)
            continue;
        const struct choice *c = &choices[choice[d]];
        for (int k = 0; k < c->n_rows; k++)
            step[c->first_row + k] += by * units[k];
        units += c->n_rows;
    }
}

/* Where a change of a group's presence goes: more to the dearest post, less from posts by their
 * share.  Returns the number of entries. */
static int list_entries(struct master *m, int group, const double *step)
{
    int R = m->n_rows, P = m->n_posts, n = 0;
    uint64_t posts = m->instance->cover->group_posts[group];
    int lone = m->instance->cover->lone_post[group];
    if (posts == 0)
        return 0;
    for (int t = 0; t < R; t++) {
        if (step[t] == 0)
            continue;
        if (lone >= 0) {
            m->entry[n++] = (struct entry){lone * R + t, (group * P + lone) * R + t, step[t]};
            continue;
        }
        int top = -1;
        double held = 0;
        for (int p = 0; p < P; p++) {
            if (!(posts >> p & 1))
                continue;
            held += m->flow[(group * P + p) * R + t];
            if (top < 0 || m->price[p * R + t] > m->price[top * R + t])
                top = p;
        }
        if (step[t] > 0 || held <= 0) {
            m->entry[n++] = (struct entry){top * R + t, (group * P + top) * R + t, step[t]};
            continue;
        }
        for (int p = 0; p < P; p++) {
            double part = posts >> p & 1 ? m->flow[(group * P + p) * R + t] / held : 0;
            if (part > 0)
                m->entry[n++] = (struct entry){p * R + t, (group * P + p) * R + t, step[t] * part};
        }
    }
    return n;
}

/* Slope of the objective after a part `theta` of the step; `cost` is the step's own. */
static double slope_after(const struct master *m, int n, double cost, double theta)
{
    double slope = cost;
    for (int k = 0; k < n; k++) {
        int i = m->entry[k].total;
        double by = m->entry[k].by;
        slope -= by * smooth_price(&m->curve[i], m->centre[i], m->tau, m->total[i] + theta * by);
    }
    return slope;
}

/* The part of the step, at most `most`, where the slope turns: false position, a few looks. */
static double line_search(const struct master *m, int n, double cost, double most)
{
    double lo = 0, hi = most, slope_lo = slope_after(m, n, cost, 0);
    if (slope_lo >= 0)
        return 0;
    double slope_hi = slope_after(m, n, cost, most);
    if (slope_hi <= 0)
        return most;
    for (int look = 0; look < 4; look++) {
        double theta = lo + (hi - lo) * slope_lo / (slope_lo - slope_hi);
        double slope = slope_after(m, n, cost, theta);
        if (slope < 0) {
            lo = theta;
            slope_lo = slope;
            slope_hi *= 0.5; /* keeps the other end from sticking */
        } else {
            hi = theta;
            slope_hi = slope;
            slope_lo *= 0.5;
        }
        if (fabs(slope) < 1e-3 * fabs(cost) + 1e-9)
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

/* Moves weight of person i from tour `from` to tour `to`: all that helps, or exactly `theta` if it
 * is not negative. */
static double move_weight(struct master *m, int i, int from, int to, double theta)
{
    struct pack *pack = &m->pack[i];
    memset(m->step, 0, (size_t)m->n_rows * sizeof *m->step);
    add_tour(m, i, to, 1, m->step);
    add_tour(m, i, from, -1, m->step);
    int n = list_entries(m, group_of(m, i), m->step);
    if (theta < 0)
        theta = line_search(m, n, pack->cost[to] - pack->cost[from], pack->weight[from]);
    take_step(m, n, theta);
    pack->weight[to] += theta;
    pack->weight[from] -= theta;
    if (pack->weight[from] < 1e-9)
        pack->weight[from] = 0;
    return theta;
}

/* One pairwise step of person i; returns the gain per unit of weight times the weight moved. */
static double step_person(struct master *m, int i)
{
    struct pack *pack = &m->pack[i];
    int best = -1, worst = -1;
    if (pack->n < 2)
        return 0;
    const double *price = group_prices(m, group_of(m, i), m->price, m->seen);
    for (int k = 0; k < pack->n; k++) {
        m->score[k] = tour_score(m, i, k, price);
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
    uint64_t posts = m->instance->cover->group_posts[group];
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
    take_step(m, 2, line_search(m, 2, 0, m->flow[(group * P + low) * R + t]));
}

static void level_posts(struct master *m)
{
    for (int g = 0; g < m->n_groups; g++) {
        if (__builtin_popcountll(m->instance->cover->group_posts[g]) < 2)
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
    for (int s = 0; s < sweeps; s++) {
        double gain = 0;
        for (int i = 0; i < m->n_people; i++)
            gain += step_person(m, i);
        level_posts(m);
        first = s == 0 ? gain : first;
        if (gain <= 0.02 * first)
            break;
    }
}

/* --- pricing at the trial point --- */

static void value_day(void *context, int item, int worker)
{
    struct master *m = context;
    int g = item / m->n_days, d = item % m->n_days;
    (void)worker;
    if (m->active[g])
        values_days(&m->values[g], m->instance, m->group_price + g * m->n_rows, m->needed, d, d + 1,
                    m->keep_pauses);
}

static void price_person(void *context, int i, int worker)
{
    struct master *m = context;
    int a = m->person[i];
    const struct person *person = &m->instance->problem->people[a];
    const struct space *space = m->instance->space[a];
    const double *value = m->values[person->group].choice;
    double *cost = scratch_items(&m->scratch[worker], space), weight = 0.25 * person->weight_q;
    for (int k = 0; k < space->n_items; k++) {
        int32_t c = space->choice[k];
        cost[k] = (double)person->cost[c] - weight * value[c];
    }
    m->best[i] = price_tour(space, cost, person->cost_off, m->fix + i * m->n_days,
                            &m->scratch[worker], m->found + i * m->n_days);
}

/* L at the trial prices; tours in found[].  -INFINITY and `infeasible` if somebody has no tour. */
static void price_trial(struct master *m)
{
    double value = 0;
    int cells = m->n_posts * m->n_rows;
    for (int i = 0; i < cells; i++)
        m->trial[i] = on_grid(&m->curve[i], m->price[i]);
    for (int g = 0; g < m->n_groups; g++) {
        if (!m->active[g])
            continue;
        double *out = m->group_price + g * m->n_rows;
        const double *price = group_prices(m, g, m->trial, out);
        if (price != out)
            memcpy(out, price, (size_t)m->n_rows * sizeof *out);
        values_edges(&m->values[g], m->instance, out);
    }
    pool_map(m->pool, m->n_groups * m->n_days, value_day, m);
    pool_map(m->pool, m->n_people, price_person, m);
    m->n_priced += m->n_people;
    for (int p = 0; p < m->n_posts; p++)
        for (int t = 0; t < m->n_rows; t++)
            value += curve_conjugate(&m->instance->cover->curve[t * m->n_posts + p],
                                     m->trial[p * m->n_rows + t]);
    for (int i = 0; i < m->n_people; i++) {
        if (isinf(m->best[i]) && m->infeasible < 0)
            m->infeasible = m->person[i];
        value += m->best[i];
    }
    m->trial_value = value;
}

/* --- tours --- */

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
        choice_units(m->instance, choice[d], at[d], weight_of(m, i), units);
        units += m->instance->problem->choices[choice[d]].n_rows;
    }
    m->pack[i].cost[column] = cost;
    m->pack[i].weight[column] = 0;
    m->pack[i].idle[column] = 0;
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

void master_seed(struct master *m, int i, const int32_t *choice, uint8_t (*at)[MAX_BREAKS],
                 int64_t cost)
{
    assert(m->pack[i].n == 0);
    m->pack[i].n = 1;
    write_tour(m, i, 0, choice, at, (double)cost);
    m->pack[i].weight[0] = 1;
}

/* The tour that pricing found for person i joins the pack; a first one gets all the weight. */
static void add_found(struct master *m, int i)
{
    const struct person *person = &m->instance->problem->people[m->person[i]];
    const struct values *values = &m->values[person->group];
    const int32_t *choice = m->found + i * m->n_days;
    uint8_t at[64][MAX_BREAKS] = {0};
    double cost = m->best[i];
    assert(m->n_days <= 64);
    for (int d = 0; d < m->n_days; d++) {
        if (choice[d] < 0)
            continue;
        cost += 0.25 * person->weight_q * values->choice[choice[d]];
        memcpy(at[d], values->at[choice[d]], sizeof at[d]);
    }
    bool added = master_add(m, i, choice, at, cost);
    if (added && m->pack[i].n == 1) {
        m->pack[i].weight[0] = 1;
        memset(m->step, 0, (size_t)m->n_rows * sizeof *m->step);
        add_tour(m, i, 0, 1, m->step);
        take_step(m, list_entries(m, person->group, m->step), 1);
    }
}

/* The model at the trial prices: curves and the best tours known. */
static double model_value(struct master *m)
{
    double value = m->trial_value;
    for (int i = 0; i < m->n_people; i++) {
        const double *price = m->group_price + group_of(m, i) * m->n_rows;
        double best = INFINITY;
        for (int k = 0; k < m->pack[i].n; k++) {
            double score = tour_score(m, i, k, price);
            best = score < best ? score : best;
        }
        value += isinf(best) ? 0 : best - m->best[i];
    }
    return value;
}

static void age_tours(struct master *m)
{
    for (int i = 0; i < m->n_people; i++)
        for (int k = 0; k < m->pack[i].n; k++)
            m->pack[i].idle[k] = m->pack[i].weight[k] > 0 ? 0 : m->pack[i].idle[k] + 1;
}

/* The centre moves if the true gain is a fair part of what the model promised.  Steps grow while
 * the centre moves round after round, and shrink while it does not. */
static enum round_result judge_trial(struct master *m, double tolerance)
{
    bool first = isinf(m->centre_value);
    double promised = model_value(m) - m->centre_value;
    double gained = m->trial_value - m->centre_value;
    bool moves = first || (gained > 0 && gained >= 0.1 * promised);
    if (moves) {
        memcpy(m->centre, m->trial, (size_t)(m->n_posts * m->n_rows) * sizeof *m->centre);
        m->centre_value = m->trial_value;
        m->streak = first ? 0 : m->streak > 0 ? m->streak + 1 : 1;
    } else {
        m->streak = m->streak < 0 ? m->streak - 1 : -1;
    }
    if (m->streak >= GROW_AFTER && m->tau < m->tau_most)
        m->tau *= 1.5;
    if (m->streak < 0 && m->streak % SHRINK_AFTER == 0)
        m->tau *= 0.6;
    if (promised <= tolerance * fabs(m->centre_value))
        return ROUND_CONVERGED;
    return moves ? ROUND_MOVED : ROUND_NULL;
}

enum round_result master_round(struct master *m, int sweeps, double tolerance)
{
    sweep_people(m, sweeps);
    price_trial(m);
    if (m->infeasible >= 0)
        return ROUND_INFEASIBLE;
    enum round_result result = judge_trial(m, tolerance);
    age_tours(m);
    for (int i = 0; i < m->n_people; i++)
        add_found(m, i);
    return result;
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
            move_weight(m, i, k, keep, pack->weight[k]);
    for (int k = pack->n - 1; k >= 0; k--) {
        if (m->choice[master_tour(m, i, k) + (size_t)day] == choice)
            continue;
        int last = --pack->n;
        if (k == last)
            continue;
        memcpy(m->choice + master_tour(m, i, k), m->choice + master_tour(m, i, last),
               (size_t)m->n_days * sizeof *m->choice);
        memcpy(m->at + master_tour(m, i, k), m->at + master_tour(m, i, last),
               (size_t)m->n_days * sizeof *m->at);
        memcpy(tour_rows(m, i, k), tour_rows(m, i, last), (size_t)m->max_units * sizeof(int16_t));
        pack->weight[k] = pack->weight[last];
        pack->cost[k] = pack->cost[last];
        pack->idle[k] = pack->idle[last];
    }
}
