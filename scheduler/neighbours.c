/* SPDX-License-Identifier: GPL-3.0-or-later */
/* neighbours.c - where a roster loses.
 *
 * With duals pi, value - L(pi) is a sum of terms that are all >= 0: of each row and post,
 *     phi(y) + pi y - h(pi),
 * and of each person, the reduced cost of the tour less that of the best tour.  (Where posts share
 * people a group is credited with its dearest post, so the terms are those of an optimal
 * transport up to ties.)  So a cell or a person is drawn in proportion to its part of the gap.
 * People around a cell: a third of those who serve the post and are on duty near the row, a third
 * who serve the post, the others by their own term or by chance. */
#include "scheduler/neighbours.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

static void price_groups(struct neighbours *n)
{
    const struct cover_model *cover = n->instance->cover;
    for (int g = 0; g < cover->n_groups; g++)
        cover_group_prices(cover, g, n->dual, n->group_price + g * cover->n_prices);
}

static void price_people(struct neighbours *n)
{
    const struct instance *instance = n->instance;
    const struct problem *problem = instance->problem;
    struct values values;
    struct scratch scratch = {0};
    values_init(&values, instance);
    for (int g = 0; g < problem->n_groups; g++) {
        const double *price = n->group_price + g * instance->cover->n_prices;
        values_edges(&values, instance, price);
        values_days(&values, instance, price, NULL, NULL, 0, problem->n_days, false);
        for (int a = 0; a < problem->n_people; a++) {
            const struct person *person = &problem->people[a];
            const struct space *space = instance->space[a];
            if (person->group != g)
                continue;
            double *cost = scratch_items(&scratch, space);
            for (int k = 0; k < space->n_items; k++)
                cost[k] = (double)person->cost[space->choice[k]] - values.choice[space->choice[k]];
            n->least[a] = price_tour(space, cost, person->cost_off, NULL, &scratch, NULL);
        }
    }
    scratch_free(&scratch);
    values_free(&values);
}

struct neighbours *neighbours_new(const struct instance *instance, const double *dual)
{
    struct neighbours *n = NEW(struct neighbours);
    const struct problem *problem = instance->problem;
    n->instance = instance;
    n->dual = dual;
    n->group_price = NEW_ARRAY(double, problem->n_groups * instance->cover->n_prices + 1);
    n->least = NEW_ARRAY(double, problem->n_people + 1);
    n->cell_sum = NEW_ARRAY(double, problem->n_rows * problem->n_posts + 1);
    n->person_sum = NEW_ARRAY(double, problem->n_people + 1);
    price_groups(n);
    price_people(n);
    return n;
}

void neighbours_free(struct neighbours *n)
{
    if (!n)
        return;
    mem_free(n->group_price);
    mem_free(n->least);
    mem_free(n->cell_sum);
    mem_free(n->person_sum);
    mem_free(n);
}

/* Reduced cost of the person's tour. */
static double tour_price(const struct neighbours *n, const struct incumbent *s, int a,
                         int16_t *units)
{
    const struct problem *problem = n->instance->problem;
    const struct person *person = &problem->people[a];
    const struct cover_model *cover = n->instance->cover;
    const double *price = n->group_price + person->group * cover->n_prices;
    double sum = (double)s->cost[a];
    for (int d = 0; d < problem->n_days; d++) {
        size_t i = (size_t)a * (size_t)problem->n_days + (size_t)d;
        if (s->choice[i] < 0)
            continue;
        const struct choice *c = &problem->choices[s->choice[i]];
        choice_units(n->instance, s->choice[i], s->at[i], units);
        for (int k = 0; k < c->n_rows; k++)
            sum -= price[c->first_row + k] * units[k];
        if (cover->sides[person->group] != 0)
            sum -= cover_duty_value(cover, c, price);
    }
    return sum;
}

void neighbours_weigh(struct neighbours *n, const struct incumbent *s)
{
    const struct cover_model *cover = n->instance->cover;
    const struct problem *problem = n->instance->problem;
    int16_t *units = NEW_ARRAY(int16_t, problem->n_rows + 1);
    double sum = 0;
    for (int t = 0; t < cover->n_rows; t++)
        for (int p = 0; p < cover->n_posts; p++) {
            int i = t * cover->n_posts + p;
            double dual = n->dual[p * cover->n_rows + t];
            double part = (double)curve_cost(&cover->curve[i], s->cover->total[i]) +
                          dual * s->cover->total[i] - curve_conjugate(&cover->curve[i], dual);
            sum += part > 0 ? part + 1 : 1;
            n->cell_sum[i] = sum;
        }
    sum = 0;
    for (int a = 0; a < problem->n_people; a++) {
        double part = tour_price(n, s, a, units) - n->least[a];
        sum += part > 0 ? part + 1 : 1;
        n->person_sum[a] = sum;
    }
    mem_free(units);
}

/* Index drawn in proportion to the steps of the running sums. */
static int draw(const double *sum, int n, struct rng *rng)
{
    double at = rng_uniform(rng) * sum[n - 1];
    int lo = 0, hi = n - 1;
    while (lo < hi) {
        int middle = (lo + hi) / 2;
        if (sum[middle] > at)
            hi = middle;
        else
            lo = middle + 1;
    }
    return lo;
}

static int day_of_row(const struct problem *problem, int row)
{
    int d = 0;
    for (int i = 0; i < problem->n_days && problem->row_min > 0; i++)
        if (problem->day_begin_min[i] <= row * problem->row_min)
            d = i;
    return d;
}

static bool contains(const int *list, int n, int a)
{
    for (int i = 0; i < n; i++)
        if (list[i] == a)
            return true;
    return false;
}

/* A shift of the row's day, or of the day before, touches the row or lies near it. */
static bool is_near(const struct neighbours *n, const struct incumbent *s, int a, int row)
{
    const struct problem *problem = n->instance->problem;
    int day = day_of_row(problem, row);
    for (int d = day > 0 ? day - 1 : 0; d <= day; d++) {
        int32_t c = s->choice[(size_t)a * (size_t)problem->n_days + (size_t)d];
        if (c < 0)
            continue;
        const struct choice *choice = &problem->choices[c];
        int margin = 2 + choice->n_rows / 4;
        if (row >= choice->first_row - margin && row < choice->first_row + choice->n_rows + margin)
            return true;
    }
    return false;
}

int neighbours_draw(const struct neighbours *n, const struct incumbent *s, struct rng *rng,
                    int want, int *person, int *at_row)
{
    const struct problem *problem = n->instance->problem;
    const struct cover_model *cover = n->instance->cover;
    int found = 0, n_people = problem->n_people;
    int cell = draw(n->cell_sum, cover->n_rows * cover->n_posts, rng);
    int row = cell / cover->n_posts, post = cell % cover->n_posts;
    *at_row = row;
    want = want < n_people ? want : n_people;
    for (int tries = 0; tries < 16 * want && found < 2 * want / 3; tries++) {
        int a = (int)rng_below(rng, (uint32_t)n_people);
        bool serves = cover_serves(cover, problem->people[a].group, post, row);
        if (!serves || contains(person, found, a) ||
            (found < want / 3 && tries < 8 * want && !is_near(n, s, a, row)))
            continue;
        person[found++] = a;
    }
    while (found < want) {
        int a = rng_below(rng, 2) ? draw(n->person_sum, n_people, rng)
                                  : (int)rng_below(rng, (uint32_t)n_people);
        if (!contains(person, found, a))
            person[found++] = a;
    }
    return found;
}
