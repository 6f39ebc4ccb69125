/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forced.c - what hours against need force on any roster.
 *
 * A relaxation of skills, times, side posts and every rule but each person's own hard limits: W
 * units of cover lie anywhere, on the cheapest pieces of the cover's prices.  Person a brings
 * between least_a and most_a units, the extremes of their tours.  Where minutes M above a threshold
 * m_a cost p_a each in windows that cover the horizon, and no choice brings more than r_a units a
 * minute, u units mean M >= u / r_a, so that cost_a >= p_a x max(0, u / r_a - m_a). Beyond the
 * least a person's units are thus free up to r_a m_a and cost p_a / r_a from there on: convex, as
 * the cover is.  So the sum is least where the cheapest units still win more on the dearest lack
 * than they cost.  Every other cost of people is left out: what prices below 0 can save is
 * problem.least_people. */
#include "scheduler/forced.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* Units at one price; for cover a price below 0 is what a unit wins. */
struct piece {
    int64_t price, width;
};

static int by_price(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    return x->price < y->price ? -1 : x->price > y->price;
}

/* The person's tours under hard limits alone, so that prices do not mix with units; NULL if no
 * limit has a price. */
static struct space *hard_space(const struct instance *instance, int a)
{
    struct person person = instance->problem->people[a];
    struct limit *hard = NEW_ARRAY(struct limit, person.n_limits + 1);
    int n = 0;
    for (int i = 0; i < person.n_limits; i++) {
        const struct limit *limit = &person.limits[i];
        if (limit->price_lo >= GRAIN_FORBIDDEN && limit->price_hi >= GRAIN_FORBIDDEN)
            hard[n++] = *limit;
    }
    bool has_prices = n < person.n_limits;
    person.limits = hard;
    person.n_limits = n;
    struct space *space =
        has_prices ? space_new(instance->problem, instance->breaks, &person) : NULL;
    mem_free(hard);
    return space;
}

/* Units of cover of a choice, pauses taken out.  Pauses of a shift that passes the horizon's end,
 * or over which the weight changes, may or may not cost cover: then the most, or 0 as the least. */
static int64_t units_of(const struct instance *instance, const struct person *person,
                        int32_t choice, int sign, int16_t *units)
{
    const struct problem *problem = instance->problem;
    const struct choice *c = &problem->choices[choice];
    const uint8_t first[MAX_BREAKS] = {0};
    bool inside = problem->row_min == 0 || c->end_min <= problem->n_rows * problem->row_min;
    for (int i = 1; i < c->n_rows && inside; i++)
        inside = cover_weight(instance->cover, person->group, c->first_row + i) ==
                 cover_weight(instance->cover, person->group, c->first_row);
    double sum = 0;
    if (inside)
        choice_units(instance, choice, first, units);
    for (int i = 0; i < c->n_rows; i++) {
        double weight = cover_weight(instance->cover, person->group, c->first_row + i);
        bool counts = inside || (sign > 0 ? weight > 0 : weight < 0);
        sum += counts ? weight * (inside ? units[i] : c->units[i]) : 0;
    }
    return (int64_t)sum;
}

/* Most (sign 1) or fewest (-1) units of cover that a tour of the space can bring. */
static int64_t extreme_units(const struct instance *instance, const struct person *person,
                             const struct space *space, int sign, struct scratch *scratch,
                             int16_t *units)
{
    double *cost = scratch_items(scratch, space);
    for (int k = 0; k < space->n_items; k++)
        cost[k] = -(double)(sign * units_of(instance, person, space->choice[k], sign, units));
    double best = price_tour(space, cost, NULL, NULL, scratch, NULL);
    return isinf(best) ? 0 : -sign * (int64_t)best;
}

/* Minutes of work up to which nothing is paid, over windows that cover the horizon, and the least
 * price of one more.  False: some day's minutes have no price. */
static bool paid_beyond(const struct person *person, int n_days, int64_t *minutes, int64_t *price)
{
    bool *has = NEW_ARRAY(bool, n_days);
    int n = 0;
    *minutes = 0;
    *price = INT64_MAX;
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        bool fits = limit->kind == LIMIT_MINUTES && limit->measure == MEASURE_WORK &&
                    (limit->classes & CLASS_BIT_WORK) != 0 && limit->hi < INT_MAX &&
                    limit->price_hi < GRAIN_FORBIDDEN;
        for (int d = limit->from_day; d < limit->to_day && fits; d++)
            fits = !has[d];
        if (!fits)
            continue;
        for (int d = limit->from_day; d < limit->to_day; d++, n++)
            has[d] = true;
        *minutes += limit->hi;
        *price = limit->price_hi < *price ? limit->price_hi : *price;
    }
    mem_free(has);
    return n == n_days;
}

/* Most units of cover a minute of work; 0 if there is no telling. */
static double most_a_minute(const struct instance *instance, const struct person *person,
                            const struct space *space, int16_t *units)
{
    double most = 0;
    for (int k = 0; k < space->n_items; k++) {
        int64_t sum = units_of(instance, person, space->choice[k], 1, units);
        int32_t minutes = instance->problem->choices[space->choice[k]].minutes[MEASURE_WORK];
        if (sum > 0 && minutes == 0)
            return 0;
        most = sum > 0 ? fmax(most, (double)sum / minutes) : most;
    }
    return most;
}

/* What all people can bring. */
struct supply {
    int64_t must, cost; /* units that they bring at the least, and what these cost */
    struct piece *more; /* [n] beyond */
    int n;
};

static void add_person(struct supply *supply, const struct instance *instance, int a,
                       struct scratch *scratch, int16_t *units)
{
    const struct person *person = &instance->problem->people[a];
    struct space *hard = hard_space(instance, a);
    const struct space *space = hard ? hard : instance->space[a];
    int64_t least = extreme_units(instance, person, space, -1, scratch, units);
    int64_t most = extreme_units(instance, person, space, 1, scratch, units);
    int64_t minutes, price, slope = 0, until = most;
    double ratio = most_a_minute(instance, person, space, units);
    if (ratio > 0 && paid_beyond(person, instance->problem->n_days, &minutes, &price)) {
        slope = (int64_t)floor((double)price / ratio);
        until = (int64_t)ceil(ratio * (double)minutes);
    }
    space_free(hard);
    supply->must += least;
    supply->cost += least > until ? (least - until) * slope : 0;
    until = until < least ? least : until > most ? most : until;
    supply->more[supply->n++] = (struct piece){0, until - least};
    supply->more[supply->n++] = (struct piece){slope, most - until};
}

static struct supply supply_of(const struct instance *instance)
{
    int n_people = instance->problem->n_people;
    struct supply supply = {.more = NEW_ARRAY(struct piece, 2 * n_people + 1)};
    struct scratch scratch = {0};
    int16_t *units = NEW_ARRAY(int16_t, instance->cover->n_rows + 1);
    for (int a = 0; a < n_people; a++)
        if (problem_posts(instance->problem, instance->problem->people[a].group) != 0)
            add_person(&supply, instance, a, &scratch, units);
    mem_free(units);
    scratch_free(&scratch);
    qsort(supply.more, (size_t)supply.n, sizeof *supply.more, by_price);
    return supply;
}

/* All pieces of all curves, the dearest lack first; *at_least: what it costs where they begin, with
 * *least units in all: 0, or what learners take at most. */
static struct piece *cover_pieces(const struct cover_model *model, int *n, int64_t *least,
                                  int64_t *at_least)
{
    int cells = model->n_rows * model->n_posts;
    struct piece *piece = NEW_ARRAY(struct piece, cells * CURVE_PIECES + 1);
    *n = 0;
    *least = *at_least = 0;
    for (int i = 0; i < cells; i++) {
        const struct curve *curve = &model->curve[i];
        if (i % model->n_posts >= model->first_side)
            continue; /* its prices are >= 0 */
        *least += curve->from[0];
        *at_least += curve->at_least;
        for (int k = 0; k < curve->n; k++)
            piece[(*n)++] =
                (struct piece){curve->slope[k],
                               k + 1 < curve->n ? curve->from[k + 1] - curve->from[k] : INT32_MAX};
    }
    qsort(piece, (size_t)*n, sizeof *piece, by_price);
    return piece;
}

static int64_t least_of(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t forced_cost(const struct instance *instance)
{
    int n_cover;
    int64_t cost, least;
    struct supply supply = supply_of(instance);
    struct piece *cover = cover_pieces(instance->cover, &n_cover, &least, &cost);
    cost += supply.cost;
    int64_t must = supply.must - least;
    for (int c = 0, s = 0; c < n_cover; c++) {
        int64_t part = least_of(must, cover[c].width);
        cost += part * cover[c].price;
        cover[c].width -= part;
        must -= part;
        for (; s < supply.n && cover[c].price + supply.more[s].price < 0; s++) {
            part = least_of(cover[c].width, supply.more[s].width);
            cost += part * (cover[c].price + supply.more[s].price);
            cover[c].width -= part;
            supply.more[s].width -= part;
            if (supply.more[s].width > 0)
                break;
        }
    }
    mem_free(cover);
    mem_free(supply.more);
    return cost;
}
