/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bundle_price.c - the bundle's oracle: everybody's best tour at the trial prices, in parallel; and
 * what the model thinks of the same prices.  People of one group (and, when teams are priced, of
 * one team) share the values of choices: a slot. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/bundle_part.h"

const double *bundle_group_prices(const struct master *m, int group, const double *price,
                                  double *out)
{
    const struct cover_model *cover = m->instance->cover;
    if (cover->is_plain[group])
        return price + cover->lone_post[group] * m->n_rows;
    cover_group_prices(cover, group, price, out);
    return out;
}

static void value_day(void *context, int item, int worker)
{
    struct master *m = context;
    int s = item / m->n_days, d = item % m->n_days, team = m->slot_team[s];
    const double *away =
        team >= 0 ? m->teams->edge + (ptrdiff_t)team * (m->teams->n_ticks + 1) : NULL;
    (void)worker;
    values_days(&m->values[s], m->instance, m->group_price + m->slot_group[s] * m->n_prices, away,
                m->needed, d, d + 1, m->rounds % m->place_every != 0);
}

static void price_person(void *context, int i, int worker)
{
    struct master *m = context;
    int a = m->person[i];
    const struct person *person = &m->instance->problem->people[a];
    const struct space *space = m->instance->space[a];
    if (m->settled[i]) {
        m->best[i] = bundle_score(m, i, 0, m->group_price + person->group * m->n_prices);
        return;
    }
    const struct values *values = &m->values[m->slot[i]];
    double *cost = scratch_items(&m->scratch[worker], space);
    for (int k = 0; k < space->n_items; k++) {
        int32_t c = space->choice[k];
        cost[k] = (double)person->cost[c] - values->choice[c] + values->away[c];
    }
    m->scratch[worker].toll = m->toll + i * m->n_tolls;
    m->best[i] = price_tour(space, cost, person->cost_off, m->fix + i * m->n_days,
                            &m->scratch[worker], m->found + i * m->n_days);
    m->tour_best[i] = m->scratch[worker].tour_value;
    m->scratch[worker].toll = NULL;
}

/* Prices on the grid; each active group's row of prices; the integrals over time. */
static void fix_trial(struct master *m)
{
    for (int i = 0; i < m->n_posts * m->n_rows; i++)
        m->trial[i] = bundle_on_grid(&m->curve[i], m->price[i]);
    for (int g = 0; g < m->n_groups; g++) {
        double *out = m->group_price + g * m->n_prices;
        const double *price = m->active[g] ? bundle_group_prices(m, g, m->trial, out) : out;
        if (price != out)
            memcpy(out, price, (size_t)m->n_rows * sizeof *out);
    }
    for (int s = 0; s < m->n_slots; s++)
        values_edges(&m->values[s], m->instance, m->group_price + m->slot_group[s] * m->n_prices);
}

/* Worth of the people who are not here at the trial prices. */
static double rest_worth(struct master *m)
{
    double worth = 0;
    for (int g = 0; g < m->n_groups; g++) {
        const double *rest = m->rest + g * m->n_rows;
        const double *price = m->active[g] ? m->group_price + g * m->n_prices : NULL;
        for (int t = 0; t < m->n_rows; t++) {
            if (rest[t] == 0)
                continue;
            if (!price)
                price = bundle_group_prices(m, g, m->trial, m->group_price + g * m->n_prices);
            worth += rest[t] * price[t] / cover_weight(m->instance->cover, g, t);
        }
    }
    const double *side = m->rest + m->n_groups * m->n_rows;
    int first = m->instance->cover->first_side * m->n_rows;
    for (int i = first; i < m->n_posts * m->n_rows; i++)
        worth += side[i - first] * m->trial[i];
    return worth;
}

void bundle_price_trial(struct master *m)
{
    fix_trial(m);
    double value = m->use_teams ? -teams_fix_prices(m->teams) : 0;
    pool_map(m->pool, m->n_slots * m->n_days, value_day, m);
    pool_map(m->pool, m->n_people, price_person, m);
    m->rounds++;
    for (int p = 0; p < m->n_posts; p++)
        for (int t = 0; t < m->n_rows; t++)
            value += curve_conjugate(&m->instance->cover->curve[t * m->n_posts + p],
                                     m->trial[p * m->n_rows + t]);
    value -= rest_worth(m);
    for (int i = 0; i < m->n_people; i++) {
        if (isinf(m->best[i]) && m->infeasible < 0)
            m->infeasible = m->person[i];
        value += m->best[i];
    }
    m->trial_value = value;
}

double bundle_model_value(const struct master *m)
{
    double value = m->trial_value;
    for (int i = 0; i < m->n_people; i++) {
        const double *price = m->group_price + bundle_group(m, i) * m->n_prices;
        double best = INFINITY;
        for (int k = 0; k < m->pack[i].n; k++) {
            double score = bundle_score(m, i, k, price);
            best = score < best ? score : best;
        }
        value += isinf(best) ? 0 : best - m->best[i];
    }
    return value;
}

/* Cost of `y` units, whole or not. */
static double curve_at(const struct curve *curve, double y)
{
    double cost = (double)curve->at_least;
    int i = 0;
    for (; i + 1 < curve->n && y > curve->from[i + 1]; i++)
        cost += (double)curve->slope[i] * (curve->from[i + 1] - curve->from[i]);
    return cost + (double)curve->slope[i] * (y - curve->from[i]);
}

double bundle_primal_value(const struct master *m)
{
    double value = m->use_teams ? teams_excess_cost(m->teams) : 0;
    for (int p = 0; p < m->n_posts; p++)
        for (int t = 0; t < m->n_rows; t++)
            value += curve_at(&m->instance->cover->curve[t * m->n_posts + p],
                              m->total[p * m->n_rows + t]);
    for (int i = 0; i < m->n_people; i++)
        for (int k = 0; k < m->pack[i].n; k++)
            value += m->pack[i].weight[k] * m->pack[i].cost[k];
    return value;
}
