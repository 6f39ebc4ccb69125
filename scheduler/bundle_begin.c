/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bundle_begin.c - the bundle's memory, and how it begins: people, flows, duals, whose tours have
 * which values. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/bundle_part.h"
#include "scheduler/tally.h"

#define MOST_EFFORT 4

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
                         .n_prices = instance->cover->n_prices,
                         .n_posts = problem->n_posts,
                         .n_groups = problem->n_groups,
                         .n_workers = pool_workers(pool),
                         .curve = curve};
    m->person = NEW_ARRAY(int, max_people);
    m->fix = NEW_ARRAY(int32_t, (size_t)max_people *n_days);
    m->pack = NEW_ARRAY(struct pack, max_people);
    m->frozen = NEW_ARRAY(bool, cells + 1);
    m->settled = NEW_ARRAY(bool, max_people);
    for (int i = 0; i < max_people; i++) {
        m->pack[i].weight = NEW_ARRAY(double, cap);
        m->pack[i].cost = NEW_ARRAY(double, cap);
        m->pack[i].idle = NEW_ARRAY(int, cap);
        m->pack[i].column = NEW_ARRAY(int, cap);
    }
    m->choice = NEW_ARRAY(int32_t, n_tours *n_days);
    m->at = mem_alloc(n_tours * n_days, sizeof *m->at);
    m->units = NEW_ARRAY(int16_t, n_tours *(size_t)m->max_units + 1);
    m->flow = NEW_ARRAY(double, (size_t)m->n_groups *cells + 1);
    m->total = NEW_ARRAY(double, cells + 1);
    m->rest = NEW_ARRAY(double, (m->n_groups + problem->n_side_posts) * m->n_rows + 1);
    m->price = NEW_ARRAY(double, cells + 1);
    m->centre = NEW_ARRAY(double, cells + 1);
    m->trial = NEW_ARRAY(double, cells + 1);
    m->active = NEW_ARRAY(bool, m->n_groups);
    m->needed = NEW_ARRAY(bool, problem->n_choices);
    m->group_price = NEW_ARRAY(double, m->n_groups * m->n_prices + 1);
    m->max_slots = m->n_groups * (problem->n_teams + 1);
    m->max_slots = m->max_slots < max_people ? m->max_slots : max_people;
    m->values = NEW_ARRAY(struct values, m->max_slots + 1);
    m->slot = NEW_ARRAY(int, max_people + 1);
    m->slot_group = NEW_ARRAY(int, m->max_slots + 1);
    m->slot_team = NEW_ARRAY(int, m->max_slots + 1);
    m->teams = teams_new(instance);
    m->team_step = NEW_ARRAY(double, instance->breaks->n_ticks + 1);
    m->away = NEW_ARRAY(struct away_entry, instance->breaks->n_ticks + 1);
    m->found_at = mem_alloc(n_days, sizeof *m->found_at);
    m->best = NEW_ARRAY(double, max_people);
    m->tour_best = NEW_ARRAY(double, max_people);
    for (int i = 0; i < instance->n_distinct; i++) {
        const struct tally *tally = instance->distinct[i]->tally;
        m->n_tolls = tally && tally->n_out > m->n_tolls ? tally->n_out : m->n_tolls;
    }
    m->toll = NEW_ARRAY(double, max_people * m->n_tolls + 1);
    m->found = NEW_ARRAY(int32_t, (size_t)max_people *n_days);
    m->scratch = NEW_ARRAY(struct scratch, m->n_workers);
    m->score = NEW_ARRAY(double, cap);
    m->step = NEW_ARRAY(double, m->n_prices + 1);
    m->seen = NEW_ARRAY(double, m->n_prices + 1);
    m->entry = NEW_ARRAY(struct entry, cells + 2);
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
        mem_free(m->pack[i].column);
    }
    for (int i = 0; i < m->max_slots; i++)
        if (m->values[i].choice)
            values_free(&m->values[i]);
    teams_free(m->teams);
    for (int w = 0; w < m->n_workers; w++)
        scratch_free(&m->scratch[w]);
    void *parts[] = {m->settled,   m->person,    m->fix,         m->pack,      m->choice,
                     m->at,        m->units,     m->flow,        m->total,     m->price,
                     m->centre,    m->trial,     m->active,      m->needed,    m->values,
                     m->best,      m->found,     m->group_price, m->scratch,   m->score,
                     m->step,      m->seen,      m->entry,       m->slot,      m->slot_group,
                     m->away,      m->slot_team, m->found_at,    m->team_step, m->rest,
                     m->tour_best, m->toll,      m->frozen};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        mem_free(parts[i]);
    mem_free(m);
}

/* Which groups and choices these people have any use for. */
static void mark_needs(struct master *m)
{
    memset(m->active, 0, (size_t)m->n_groups * sizeof *m->active);
    memset(m->needed, 0, (size_t)m->instance->problem->n_choices * sizeof *m->needed);
    const struct space *last = NULL;
    for (int i = 0; i < m->n_people; i++) {
        const struct space *space = m->instance->space[m->person[i]];
        m->active[bundle_group(m, i)] = true;
        for (int j = 0; j < space->n_items && space != last; j++)
            m->needed[space->choice[j]] = true;
        last = space;
    }
}

double bundle_on_grid(const struct price_curve *curve, double price)
{
    double x = floor(price * PRICE_GRID + 0.5) / PRICE_GRID;
    double least = curve->price[curve->n - 1], most = curve->price[0];
    return x < least ? least : x > most ? most : x;
}

/* Side posts that are hard, or nearly, have prices far above those that decide: to begin half-way
 * up would cost a hundred rounds down again. */
static void begin_prices(struct master *m, const double *centre)
{
    for (int i = 0; i < m->n_posts * m->n_rows; i++) {
        const struct price_curve *curve = &m->curve[i];
        double most = curve->price[0], least = curve->price[curve->n - 1];
        if (i >= m->instance->cover->first_side * m->n_rows)
            most = fmin(most, (double)m->instance->price_scale);
        double start = centre ? centre[i] : curve->n > 1 ? 0.5 * (most > 0 ? most : 0) : least;
        m->centre[i] = bundle_on_grid(curve, start);
        m->price[i] = smooth_price(curve, m->centre[i], m->tau, m->total[i]);
    }
}

/* People of one group share the values of choices; with teams priced, of one group and team. */
static void assign_slots(struct master *m)
{
    m->n_slots = 0;
    for (int i = 0; i < m->n_people; i++) {
        int group = bundle_group(m, i), team = bundle_team(m, i), s = 0;
        while (s < m->n_slots && (m->slot_group[s] != group || m->slot_team[s] != team))
            s++;
        m->slot[i] = s;
        if (s < m->n_slots)
            continue;
        assert(m->n_slots < m->max_slots);
        m->slot_group[s] = group;
        m->slot_team[s] = team;
        m->n_slots++;
        if (!m->values[s].choice)
            values_init(&m->values[s], m->instance);
    }
    m->rounds = 0; /* pauses are placed anew */
}

static void begin_flows(struct master *m, const struct cover_state *cover)
{
    size_t P = (size_t)m->n_posts, R = (size_t)m->n_rows, G = (size_t)m->n_groups;
    size_t first_side = (size_t)m->instance->cover->first_side;
    memset(m->total, 0, P * R * sizeof *m->total);
    memset(m->rest, 0, (G + P - first_side) * R * sizeof *m->rest);
    for (size_t t = 0; t < R; t++)
        for (size_t p = 0; p < P; p++)
            for (size_t g = 0; g < G; g++) {
                double units = cover ? cover->flow[(t * G + g) * P + p] : 0;
                m->flow[(g * P + p) * R + t] = units;
                m->total[p * R + t] += units;
                m->rest[(p < first_side ? g : G + p - first_side) * R + t] += units;
            }
}

void master_begin(struct master *m, const int *person, int n_people,
                  const struct incumbent *incumbent, const double *centre, double tau)
{
    assert(n_people <= m->max_people);
    m->n_people = n_people;
    memcpy(m->person, person, (size_t)n_people * sizeof *person);
    for (int i = 0; i < n_people; i++) {
        const struct tally *tally = m->instance->space[person[i]]->tally;
        m->pack[i].n = 0;
        m->settled[i] = false;
        if (tally)
            memcpy(m->toll + i * m->n_tolls, tally->toll, (size_t)tally->n_out * sizeof *m->toll);
    }
    for (int i = 0; i < n_people * m->n_days; i++)
        m->fix[i] = FIX_FREE;
    memset(m->frozen, 0, (size_t)(m->n_posts * m->n_rows) * sizeof *m->frozen);
    m->tau = tau;
    m->tau_most = 4 * tau;
    m->tau_least = tau / 1024;
    m->effort = 1;
    m->most_effort = MOST_EFFORT;
    m->centre_value = -INFINITY;
    m->streak = 0;
    m->infeasible = -1;
    m->place_every = 1;
    m->use_teams = incumbent && m->teams;
    if (m->use_teams)
        teams_begin(m->teams, incumbent);
    m->has_rest = incumbent != NULL;
    begin_flows(m, incumbent ? incumbent->cover : NULL);
    mark_needs(m);
    assign_slots(m);
    begin_prices(m, centre);
}

void master_freeze(struct master *m, int from_day, int to_day)
{
    const struct problem *problem = m->instance->problem;
    for (int i = 0; i < m->n_people; i++)
        for (int d = 0; d < m->n_days; d++)
            if (d < from_day || d >= to_day)
                m->fix[i * m->n_days + d] = m->choice[master_tour(m, i, 0) + (size_t)d];
    for (int i = 0; i < m->n_posts * m->n_rows; i++)
        m->frozen[i] = true;
    for (int c = problem->first_choice[from_day]; c < problem->first_choice[to_day]; c++)
        for (int t = 0; t < problem->choices[c].n_rows; t++)
            for (int p = 0; p < m->n_posts; p++)
                m->frozen[p * m->n_rows + problem->choices[c].first_row + t] = false;
}

void master_use_teams(struct master *m)
{
    if (!m->teams)
        return;
    m->use_teams = true;
    m->centre_value = -INFINITY; /* another function from here on */
    teams_begin(m->teams, NULL);
    for (int i = 0; i < m->n_people; i++)
        for (int k = 0; k < m->pack[i].n && bundle_team(m, i) >= 0; k++)
            if (m->pack[i].weight[k] > 0)
                teams_add(m->teams, bundle_team(m, i), m->choice + master_tour(m, i, k),
                          m->at + master_tour(m, i, k), m->pack[i].weight[k]);
    assign_slots(m);
}
