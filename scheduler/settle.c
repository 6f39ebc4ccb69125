/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settle.c - a team's tours one after the other, those that did not fit first.
 *
 * Presence never lowers what a team may have away: most(on) = max(1, floor(share x on)) rises with
 * on.  So whoever joins a team whose pauses fit leaves them fitting, and only has to find room for
 * their own: a tick t has room if away(t) + 1 <= most(on(t) + 1).  Ticks without room cost the
 * penalty of a person away too many, which no cover outweighs; then the dynamic program of
 * pricing.c finds the tour with the fewest such ticks of all tours, and of those the cheapest by
 * what it wins of cover at the margin.
 *
 * A round takes the whole team out and lets its people join in turn: with the tour they had, pauses
 * placed anew; if these do not fit, with the best tour of all.  Who fails comes first in the next
 * round, when there is most room (squeaky wheel); the others are shuffled now and then.  The best
 * round is kept. */
#include "scheduler/settle.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "scheduler/value.h"

#define ROUNDS_MOST 60
#define STIR_EVERY 3
#define SHUFFLE_EVERY 5

/* Tours of a team's people, as they stood. */
struct kept {
    int32_t *choice;           /* [n * n_days] */
    uint8_t (*at)[MAX_BREAKS]; /* the same */
    int64_t *cost;             /* [n] */
    int64_t n_over, value;
};

struct settler {
    struct incumbent *s;
    const bool *needed;
    struct rng rng;
    struct scratch scratch;
    struct values values;
    double *price; /* [n_rows] */
    double *full;  /* [n_ticks + 1] integral of the penalty of ticks without room */
    int *order, n; /* the team's people, who joins first */
    bool *failed;  /* [n] in this order */
    struct kept best;
};

static size_t n_days_of(const struct settler *st)
{
    return (size_t)st->s->instance->problem->n_days;
}

static void keep(struct kept *kept, const struct settler *st)
{
    size_t n_days = n_days_of(st);
    kept->n_over = st->s->n_over;
    kept->value = incumbent_value(st->s);
    for (size_t i = 0; i < (size_t)st->n; i++) {
        size_t a = (size_t)st->order[i], from = a * n_days;
        memcpy(kept->choice + from, st->s->choice + from, n_days * sizeof *kept->choice);
        memcpy(kept->at + from, st->s->at + from, n_days * sizeof *kept->at);
        kept->cost[a] = st->s->cost[a];
    }
}

static void restore(const struct kept *kept, const struct settler *st)
{
    for (int i = 0; i < st->n; i++) {
        size_t a = (size_t)st->order[i], from = a * n_days_of(st);
        if (st->s->here[a])
            incumbent_take(st->s, (int)a);
        incumbent_put(st->s, (int)a, kept->choice + from, kept->at + from, kept->cost[a]);
    }
}

/* What one more person of the kind would win of cover, a unit; which ticks have no room. */
static void set_prices(struct settler *st, int a)
{
    const struct incumbent *s = st->s;
    const struct instance *instance = s->instance;
    const struct person *person = &instance->problem->people[a];
    cover_marginal(s->cover, person->group, st->price);
    for (int t = 0; t < instance->breaks->n_ticks; t++)
        st->full[t + 1] =
            st->full[t] +
            (incumbent_has_room(s, person->team, t) ? 0 : (double)instance->away_penalty);
}

/* The best tour of somebody who is not here, with everybody else as they are. */
static void join_anew(struct settler *st, int a)
{
    const struct instance *instance = st->s->instance;
    const struct problem *problem = instance->problem;
    const struct person *person = &problem->people[a];
    const struct space *space = instance->space[a];
    double *cost = scratch_items(&st->scratch, space);
    int32_t *choice = NEW_ARRAY(int32_t, problem->n_days);
    uint8_t(*at)[MAX_BREAKS] = mem_alloc((size_t)problem->n_days, sizeof *at);
    set_prices(st, a);
    values_edges(&st->values, instance, st->price);
    values_days(&st->values, instance, st->price, st->full, st->needed, 0, problem->n_days, false);
    for (int k = 0; k < space->n_items; k++) {
        int32_t c = space->choice[k];
        cost[k] = (double)person->cost[c] - st->values.choice[c] + st->values.away[c];
    }
    price_tour(space, cost, person->cost_off, NULL, &st->scratch, choice);
    assert(!isinf(st->scratch.tour_value)); /* slots: no grid, so what is found is the best */
    for (int d = 0; d < problem->n_days; d++)
        if (choice[d] >= 0)
            memcpy(at[d], st->values.at[choice[d]], sizeof at[d]);
    incumbent_put(st->s, a, choice, at, tour_cost(problem, person, choice));
    mem_free(choice);
    mem_free(at);
}

/* Everybody in turn, some with another tour in any case; false if somebody's pauses found no room.
 */
static bool join_all(struct settler *st, bool stir)
{
    struct incumbent *s = st->s;
    bool all = true;
    for (int i = 0; i < st->n; i++)
        incumbent_take(s, st->order[i]);
    for (int i = 0; i < st->n; i++) {
        int a = st->order[i];
        size_t from = (size_t)a * n_days_of(st);
        int64_t before = s->n_over;
        incumbent_put(s, a, s->choice + from, s->at + from, s->cost[a]);
        incumbent_place_pauses(s, a);
        if (s->n_over > before || (stir && rng_below(&st->rng, 2) == 0)) {
            incumbent_take(s, a);
            join_anew(st, a);
            incumbent_place_pauses(s, a);
        }
        st->failed[i] = s->n_over > before;
        all = all && !st->failed[i];
    }
    return all;
}

/* Who failed comes first, in the same order; the others after them, shuffled in some rounds. */
static void reorder(struct settler *st, int round)
{
    int *next = NEW_ARRAY(int, st->n + 1), n = 0;
    for (int pass = 1; pass >= 0; pass--)
        for (int i = 0; i < st->n; i++)
            if (st->failed[i] == (pass > 0))
                next[n++] = st->order[i];
    memcpy(st->order, next, (size_t)st->n * sizeof *next);
    mem_free(next);
    for (int i = st->n - 1; i > 0 && round % SHUFFLE_EVERY == SHUFFLE_EVERY - 1; i--) {
        int k = (int)rng_below(&st->rng, (uint32_t)i + 1), a = st->order[i];
        st->order[i] = st->order[k];
        st->order[k] = a;
    }
}

static void settle_team(struct settler *st, int team)
{
    const struct problem *problem = st->s->instance->problem;
    st->n = 0;
    for (int a = 0; a < problem->n_people; a++)
        if (problem->people[a].team == team && st->s->here[a])
            st->order[st->n++] = a;
    keep(&st->best, st);
    for (int round = 0; round < ROUNDS_MOST; round++) {
        bool all = join_all(st, round % STIR_EVERY == STIR_EVERY - 1);
        if (st->s->n_over < st->best.n_over ||
            (st->s->n_over == st->best.n_over && incumbent_value(st->s) < st->best.value))
            keep(&st->best, st);
        if (all)
            break;
        reorder(st, round);
    }
    restore(&st->best, st);
}

static bool is_over(const struct incumbent *s, int team)
{
    for (int t = 0; t < s->instance->breaks->n_ticks; t++)
        if (incumbent_over(s, team, t) > 0)
            return true;
    return false;
}

bool settle_teams(struct incumbent *incumbent, const bool *needed, uint64_t seed)
{
    enum { PURPOSE = 0x73657474 };
    const struct instance *instance = incumbent->instance;
    int n_people = instance->problem->n_people;
    size_t n_tours = (size_t)n_people * (size_t)instance->problem->n_days;
    if (incumbent->n_over == 0)
        return true;
    struct settler st = {.s = incumbent, .needed = needed};
    values_init(&st.values, instance);
    st.price = NEW_ARRAY(double, instance->cover->n_prices + 1);
    st.full = NEW_ARRAY(double, instance->breaks->n_ticks + 1);
    st.order = NEW_ARRAY(int, n_people + 1);
    st.failed = NEW_ARRAY(bool, n_people + 1);
    st.best.choice = mem_alloc(n_tours + 1, sizeof *st.best.choice);
    st.best.at = mem_alloc(n_tours + 1, sizeof *st.best.at);
    st.best.cost = NEW_ARRAY(int64_t, n_people + 1);
    for (int team = 0; team < instance->problem->n_teams; team++) {
        rng_seed(&st.rng, seed, PURPOSE, (uint64_t)team);
        if (is_over(incumbent, team))
            settle_team(&st, team);
    }
    mem_free(st.best.choice);
    mem_free(st.best.at);
    mem_free(st.best.cost);
    mem_free(st.order);
    mem_free(st.failed);
    mem_free(st.price);
    mem_free(st.full);
    values_free(&st.values);
    scratch_free(&st.scratch);
    return incumbent->n_over == 0;
}
