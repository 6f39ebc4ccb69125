/* SPDX-License-Identifier: GPL-3.0-or-later */
/* thin.c - fixing by reduced cost.
 *
 * With duals pi, a roster costs L(pi) and the sum of its people's reduced costs over their least
 * (and of what its cover loses, >= 0).  So in a roster of at most `value` nobody has a tour whose
 * reduced cost is more than value - L(pi) over the person's least.  For a move of the person's
 * automaton from state q on day d to state k(q), the cheapest tour through it costs
 *     v_d(q) + r + c + h_{d+1}(k(q)),
 * v the least cost of what comes before, h of what comes after.  Moves beyond the limit go, and
 * states without moves with them.  Pricing over what is left is as exact as before for all rosters
 * that would be better, and many times faster. */
#include "scheduler/thin.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/labels.h"

struct thinning {
    struct instance *instance;
    const double *dual;
    double bound, value;
    struct space **whole, **thin; /* [n_people] thin: NULL at first */
    double *group_price;          /* [n_groups * n_prices] */
    struct values *values;        /* [n_groups] */
    struct scratch *scratch;      /* [n_workers] */
    int n_workers;
};

static void price_groups(struct thinning *t)
{
    const struct instance *instance = t->instance;
    const struct cover_model *cover = instance->cover;
    for (int g = 0; g < cover->n_groups; g++) {
        double *price = t->group_price + g * cover->n_prices;
        cover_group_prices(cover, g, t->dual, price);
        values_init(&t->values[g], instance);
        values_edges(&t->values[g], instance, price);
        values_days(&t->values[g], instance, price, NULL, NULL, 0, instance->problem->n_days,
                    false);
    }
}

struct thinning *thinning_new(struct instance *instance, const double *dual, double bound)
{
    for (int i = 0; i < instance->n_distinct; i++)
        if (instance->distinct[i]->net || instance->distinct[i]->tally)
            return NULL;
    struct thinning *t = NEW(struct thinning);
    size_t n = (size_t)instance->problem->n_people;
    t->instance = instance;
    t->dual = dual;
    t->bound = bound;
    t->whole = NEW_ARRAY(struct space *, n + 1);
    t->thin = NEW_ARRAY(struct space *, n + 1);
    memcpy(t->whole, instance->space, n * sizeof *t->whole);
    t->group_price = NEW_ARRAY(double, instance->cover->n_groups * instance->cover->n_prices + 1);
    t->values = NEW_ARRAY(struct values, instance->cover->n_groups + 1);
    price_groups(t);
    return t;
}

static void free_thin(struct space *space)
{
    if (!space)
        return;
    automaton_free(space->automaton);
    mem_free(space->at);
    mem_free(space);
}

void thinning_free(struct thinning *t)
{
    if (!t)
        return;
    for (int a = 0; a < t->instance->problem->n_people; a++) {
        t->instance->space[a] = t->whole[a];
        free_thin(t->thin[a]);
    }
    for (int g = 0; g < t->instance->cover->n_groups; g++)
        values_free(&t->values[g]);
    for (int w = 0; w < t->n_workers; w++)
        scratch_free(&t->scratch[w]);
    mem_free(t->scratch);
    mem_free(t->values);
    mem_free(t->group_price);
    mem_free(t->whole);
    mem_free(t->thin);
    mem_free(t);
}

/* v of every state, laid out as the labels are. */
static void costs_so_far(double *v, const struct space *space, const double *letter)
{
    const struct automaton *a = space->automaton;
    int n_letters = a->n_kinds + 1;
    for (size_t i = 0; i < space->n_values; i++)
        v[i] = INFINITY;
    v[space->at[0]] = 0;
    for (int d = 0; d < a->n_days; d++)
        for (int q = 0; q < a->n_states[d]; q++)
            for (int k = 0; k < n_letters; k++) {
                struct move m = a->move[d][q * n_letters + k];
                size_t to = space->at[d + 1] + (size_t)(m.to < 0 ? 0 : m.to);
                double x = v[space->at[d] + (size_t)q] + m.cost + letter[d * n_letters + k];
                if (m.to >= 0 && x < v[to])
                    v[to] = x;
            }
}

/* The automaton without the moves beyond `most`; v and h as laid out in `space`. */
static struct automaton *without(const struct space *space, const double *letter, const double *v,
                                 const double *h, double most)
{
    const struct automaton *a = space->automaton;
    int n_letters = a->n_kinds + 1, *place = NEW_ARRAY(int, space->n_values + 1);
    struct automaton *out = NEW(struct automaton);
    out->n_days = a->n_days;
    out->n_kinds = a->n_kinds;
    out->n_states = NEW_ARRAY(int, a->n_days + 1);
    out->move = NEW_ARRAY(struct move *, a->n_days);
    for (int d = 0; d <= a->n_days; d++)
        for (int q = 0; q < a->n_states[d]; q++) {
            size_t i = space->at[d] + (size_t)q;
            place[i] = v[i] + h[i] <= most ? out->n_states[d]++ : -1;
        }
    out->final = NEW_ARRAY(double, out->n_states[a->n_days] + 1);
    for (int q = 0; q < a->n_states[a->n_days]; q++)
        if (place[space->at[a->n_days] + (size_t)q] >= 0)
            out->final[place[space->at[a->n_days] + (size_t)q]] = a->final[q];
    for (int d = 0; d < a->n_days; d++) {
        out->move[d] = NEW_ARRAY(struct move, out->n_states[d] * n_letters + 1);
        for (int q = 0; q < a->n_states[d]; q++) {
            size_t i = space->at[d] + (size_t)q;
            for (int k = 0; k < n_letters && place[i] >= 0; k++) {
                struct move m = a->move[d][q * n_letters + k];
                size_t to = space->at[d + 1] + (size_t)(m.to < 0 ? 0 : m.to);
                bool stays = m.to >= 0 && v[i] + m.cost + letter[d * n_letters + k] + h[to] <= most;
                out->move[d][place[i] * n_letters + k] =
                    (struct move){stays ? place[to] : -1, stays ? m.cost : 0};
            }
        }
    }
    mem_free(place);
    return out;
}

/* The same items over another automaton. */
static struct space *space_over(const struct space *space, struct automaton *automaton)
{
    struct space *out = NEW(struct space);
    *out = *space;
    out->automaton = automaton;
    out->at = NEW_ARRAY(size_t, space->n_days + 1);
    out->n_values = 0;
    for (int d = 0; d <= space->n_days; d++) {
        size_t n = (size_t)automaton->n_states[d];
        out->at[d] = out->n_values;
        out->n_values += n;
    }
    return out;
}

static void thin_person(void *context, int item, int worker)
{
    struct thinning *t = context;
    const struct person *person = &t->instance->problem->people[item];
    const struct space *space = t->instance->space[item];
    struct scratch *scratch = &t->scratch[worker];
    double *cost = scratch_items(scratch, space);
    for (int k = 0; k < space->n_items; k++)
        cost[k] = (double)person->cost[space->choice[k]] -
                  t->values[person->group].choice[space->choice[k]];
    double least = price_tour(space, cost, person->cost_off, NULL, scratch, NULL);
    size_t n_letters = (size_t)(space->n_days * (space->n_kinds + 1));
    double *letter = NEW_ARRAY(double, n_letters + 1);
    double *v = NEW_ARRAY(double, 2 * space->n_values + 1), *h = v + space->n_values;
    letter_costs(letter, NULL, space, cost, person->cost_off, NULL);
    costs_so_far(v, space, letter);
    costs_to_go(h, space, letter);
    /* Sums in another order are the same: prices are on the grid. */
    double most = least + (t->value - t->bound);
    struct automaton *thin = without(space, letter, v, h, most);
    mem_free(letter);
    mem_free(v);
    struct space *old = t->thin[item];
    t->thin[item] = space_over(space, thin);
    t->instance->space[item] = t->thin[item];
    free_thin(old);
}

void thin_spaces(struct thinning *t, double value, struct pool *pool)
{
    if (!t)
        return;
    if (!t->scratch) {
        t->n_workers = pool_workers(pool);
        t->scratch = NEW_ARRAY(struct scratch, t->n_workers);
    }
    t->value = value;
    pool_map(pool, t->instance->problem->n_people, thin_person, t);
}
