/* SPDX-License-Identifier: GPL-3.0-or-later */
/* incumbent.c - a roster under change.
 *
 * Placing the pauses of one shift: with the shift present without pauses, a pause over `t` ticks of
 * a row loses D_row(t), the exact rise of cover cost when that much presence goes, and each tick in
 * which the team has its fill of people away costs the penalty.  Losses of pauses add up as long as
 * no two touch one row; then the chain program of breaks.c is exact.  In any case the change is
 * measured, and undone if it does not help. */
#include "scheduler/incumbent.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"

struct incumbent *incumbent_new(const struct instance *instance)
{
    struct incumbent *s = NEW(struct incumbent);
    const struct problem *problem = instance->problem;
    size_t n_tours = (size_t)problem->n_people * (size_t)problem->n_days;
    size_t n_team_ticks = (size_t)problem->n_teams * (size_t)instance->breaks->n_ticks;
    s->instance = instance;
    s->away_penalty = instance->away_penalty;
    s->choice = NEW_ARRAY(int32_t, n_tours);
    s->at = mem_alloc(n_tours, sizeof *s->at);
    s->cost = NEW_ARRAY(int64_t, problem->n_people);
    s->here = NEW_ARRAY(bool, problem->n_people);
    s->cover = cover_state_new(instance->cover);
    s->on = NEW_ARRAY(int16_t, n_team_ticks + 1);
    s->away = NEW_ARRAY(int16_t, n_team_ticks + 1);
    int per_row = problem->row_min > 0 ? problem->row_min / instance->breaks->tick_min : 1;
    s->loss = NEW_ARRAY(int64_t, (problem->n_rows + 1) * (per_row + 1));
    s->units = NEW_ARRAY(int16_t, problem->n_rows + 1);
    return s;
}

void incumbent_free(struct incumbent *s)
{
    if (!s)
        return;
    mem_free(s->choice);
    mem_free(s->at);
    mem_free(s->cost);
    mem_free(s->here);
    cover_state_free(s->cover);
    mem_free(s->on);
    mem_free(s->away);
    mem_free(s->loss);
    mem_free(s->units);
    mem_free(s);
}

void incumbent_copy(struct incumbent *to, const struct incumbent *from)
{
    const struct problem *problem = from->instance->problem;
    size_t n_people = (size_t)problem->n_people, n_tours = n_people * (size_t)problem->n_days;
    size_t n_team_ticks = (size_t)problem->n_teams * (size_t)from->instance->breaks->n_ticks;
    memcpy(to->choice, from->choice, n_tours * sizeof *to->choice);
    memcpy(to->at, from->at, n_tours * sizeof *to->at);
    memcpy(to->cost, from->cost, n_people * sizeof *to->cost);
    memcpy(to->here, from->here, n_people * sizeof *to->here);
    memcpy(to->on, from->on, n_team_ticks * sizeof *to->on);
    memcpy(to->away, from->away, n_team_ticks * sizeof *to->away);
    cover_state_copy(to->cover, from->cover);
    to->costs = from->costs;
    to->n_over = from->n_over;
}

static int most_away(const struct instance *instance, int team, int on)
{
    int most = (int)floor(instance->team_share[team] * on + 1e-9);
    return most > 1 ? most : 1;
}

int incumbent_over(const struct incumbent *s, int team, int tick)
{
    size_t i = (size_t)team * (size_t)s->instance->breaks->n_ticks + (size_t)tick;
    int over = s->away[i] - most_away(s->instance, team, s->on[i]);
    return over > 0 ? over : 0;
}

bool incumbent_is_full(const struct incumbent *s, int team, int tick)
{
    size_t i = (size_t)team * (size_t)s->instance->breaks->n_ticks + (size_t)tick;
    return s->away[i] >= most_away(s->instance, team, s->on[i]);
}

/* People on shift (what = s->on) or away in ticks [from, to) change by `by`. */
static void count_team(struct incumbent *s, int team, int16_t *what, int from, int to, int by)
{
    size_t base = (size_t)team * (size_t)s->instance->breaks->n_ticks;
    for (int t = from; t < to; t++) {
        s->n_over -= incumbent_over(s, team, t);
        what[base + (size_t)t] = (int16_t)(what[base + (size_t)t] + by);
        s->n_over += incumbent_over(s, team, t);
    }
}

static bool is_limited(const struct instance *instance, int team)
{
    return team >= 0 && instance->team_share[team] < 1;
}

bool incumbent_has_room(const struct incumbent *s, int team, int tick)
{
    if (!is_limited(s->instance, team))
        return true;
    size_t i = (size_t)team * (size_t)s->instance->breaks->n_ticks + (size_t)tick;
    return s->away[i] + 1 <= most_away(s->instance, team, s->on[i] + 1);
}

static void count_pauses(struct incumbent *s, int team, int32_t choice, const uint8_t *at, int by)
{
    const struct break_model *breaks = s->instance->breaks;
    if (breaks->shape_of[choice] < 0 || !is_limited(s->instance, team))
        return;
    const struct break_shape *shape = &breaks->shape[breaks->shape_of[choice]];
    int begin = s->instance->problem->choices[choice].start_min / breaks->tick_min;
    for (int k = 0; k < shape->n_pauses; k++) {
        int from = begin + shape->at[k][at[k]];
        count_team(s, team, s->away, from, from + shape->len[k], by);
    }
}

static void count_shift(struct incumbent *s, int team, int32_t choice, int by)
{
    const struct choice *c = &s->instance->problem->choices[choice];
    int tick_min = s->instance->breaks->tick_min;
    if (is_limited(s->instance, team))
        count_team(s, team, s->on, c->start_min / tick_min, c->end_min / tick_min, by);
}

/* Presence of one shift with its pauses, and being on duty, comes (by 1) or goes (by -1). */
static void count_cover(struct incumbent *s, const struct person *person, int32_t choice,
                        const uint8_t *at, int by)
{
    const struct choice *c = &s->instance->problem->choices[choice];
    choice_units(s->instance, choice, at, s->units);
    for (int i = 0; i < c->n_rows; i++)
        cover_add(s->cover, c->first_row + i, person->group, by * s->units[i]);
    cover_add_duty(s->cover, c, person->group, by);
}

/* Presence and pauses of a day's shift come (by 1) or go (by -1). */
static void count_day(struct incumbent *s, const struct person *person, size_t i, int by)
{
    if (s->choice[i] < 0)
        return;
    count_cover(s, person, s->choice[i], s->at[i], by);
    count_shift(s, person->team, s->choice[i], by);
    count_pauses(s, person->team, s->choice[i], s->at[i], by);
}

static void count_tour(struct incumbent *s, int a, int by)
{
    const struct problem *problem = s->instance->problem;
    for (int d = 0; d < problem->n_days; d++)
        count_day(s, &problem->people[a], (size_t)a * (size_t)problem->n_days + (size_t)d, by);
    s->costs += by * s->cost[a];
    s->here[a] = by > 0;
}

void incumbent_put(struct incumbent *s, int a, const int32_t *choice, uint8_t (*at)[MAX_BREAKS],
                   int64_t cost)
{
    size_t n_days = (size_t)s->instance->problem->n_days, first = (size_t)a * n_days;
    assert(!s->here[a]);
    memmove(s->choice + first, choice, n_days * sizeof *choice);
    memmove(s->at + first, at, n_days * sizeof *at);
    s->cost[a] = cost;
    count_tour(s, a, 1);
}

void incumbent_take(struct incumbent *s, int a)
{
    assert(s->here[a]);
    count_tour(s, a, -1);
}

void incumbent_set_day(struct incumbent *s, int a, int day, int32_t choice, const uint8_t *at,
                       int64_t cost)
{
    const struct problem *problem = s->instance->problem;
    size_t i = (size_t)a * (size_t)problem->n_days + (size_t)day;
    assert(s->here[a]);
    count_day(s, &problem->people[a], i, -1);
    s->choice[i] = choice;
    if (choice >= 0)
        memcpy(s->at[i], at, sizeof s->at[i]);
    count_day(s, &problem->people[a], i, 1);
    s->costs += cost - s->cost[a];
    s->cost[a] = cost;
}

/* Rise of cover cost when the person is away `ticks` of a row; remembered for the shift. */
static int64_t row_loss(struct incumbent *s, const struct person *person, int row, int ticks,
                        int first_row, int per_row)
{
    int64_t *loss = &s->loss[(row - first_row) * (per_row + 1) + ticks];
    if (*loss < 0) {
        int32_t units = s->instance->units_per_tick * ticks;
        *loss = cover_probe(s->cover, row, person->group, -units);
        *loss = *loss + GRAIN_FORBIDDEN; /* kept positive: gains are possible */
    }
    return *loss - GRAIN_FORBIDDEN;
}

/* Loss of a pause over ticks [from, to). */
static double pause_loss(struct incumbent *s, const struct person *person, int from, int to,
                         const struct choice *c, int per_row)
{
    const struct instance *instance = s->instance;
    int64_t loss = 0;
    for (int row = from / per_row; row * per_row < to; row++) {
        int begin = row * per_row > from ? row * per_row : from;
        int end = (row + 1) * per_row < to ? (row + 1) * per_row : to;
        if (row >= c->first_row && row < c->first_row + c->n_rows)
            loss += row_loss(s, person, row, end - begin, c->first_row, per_row);
    }
    for (int t = from; t < to && is_limited(instance, person->team); t++) {
        size_t i = (size_t)person->team * (size_t)instance->breaks->n_ticks + (size_t)t;
        if (s->away[i] + 1 > most_away(instance, person->team, s->on[i]))
            loss += s->away_penalty;
    }
    return (double)loss;
}

/* Best positions for the pauses of a shift that is present without them. */
static void find_pauses(struct incumbent *s, const struct person *person, int32_t choice,
                        const struct break_shape *shape, uint8_t *at)
{
    const struct problem *problem = s->instance->problem;
    const struct choice *c = &problem->choices[choice];
    int tick_min = s->instance->breaks->tick_min, per_row = problem->row_min / tick_min;
    int begin = c->start_min / tick_min;
    double loss[MAX_BREAKS][MAX_POSITIONS];
    for (int i = 0; i < c->n_rows * (per_row + 1); i++)
        s->loss[i] = -1;
    for (int k = 0; k < shape->n_pauses; k++)
        for (int i = 0; i < shape->n[k]; i++) {
            int from = begin + shape->at[k][i];
            loss[k][i] = pause_loss(s, person, from, from + shape->len[k], c, per_row);
        }
    breaks_best(shape, loss, at);
}

static void count_presence(struct incumbent *s, const struct person *person, int32_t choice,
                           const uint8_t *at, int by)
{
    /* The pauses' units come back (by 1) or go (by -1). */
    const struct choice *c = &s->instance->problem->choices[choice];
    choice_units(s->instance, choice, at, s->units);
    for (int i = 0; i < c->n_rows; i++)
        cover_add(s->cover, c->first_row + i, person->group, by * (c->units[i] - s->units[i]));
    count_pauses(s, person->team, choice, at, -by);
}

static int64_t place_shift(struct incumbent *s, const struct person *person, size_t i)
{
    const struct break_model *breaks = s->instance->breaks;
    int32_t choice = s->choice[i];
    const struct break_shape *shape = &breaks->shape[breaks->shape_of[choice]];
    uint8_t old[MAX_BREAKS];
    int64_t before = incumbent_value(s);
    memcpy(old, s->at[i], sizeof old);
    count_presence(s, person, choice, old, 1);
    find_pauses(s, person, choice, shape, s->at[i]);
    count_presence(s, person, choice, s->at[i], -1);
    if (incumbent_value(s) < before)
        return incumbent_value(s) - before;
    count_presence(s, person, choice, s->at[i], 1);
    memcpy(s->at[i], old, sizeof old);
    count_presence(s, person, choice, old, -1);
    return 0;
}

void incumbent_lift_pauses(struct incumbent *s, int a, int day)
{
    const struct problem *problem = s->instance->problem;
    size_t i = (size_t)a * (size_t)problem->n_days + (size_t)day;
    count_presence(s, &problem->people[a], s->choice[i], s->at[i], 1);
}

void incumbent_set_pauses(struct incumbent *s, int a, int day, const uint8_t *at)
{
    const struct problem *problem = s->instance->problem;
    size_t i = (size_t)a * (size_t)problem->n_days + (size_t)day;
    int32_t choice = s->choice[i];
    if (at)
        memcpy(s->at[i], at, sizeof s->at[i]);
    else
        find_pauses(s, &problem->people[a], choice,
                    &s->instance->breaks->shape[s->instance->breaks->shape_of[choice]], s->at[i]);
    count_presence(s, &problem->people[a], choice, s->at[i], -1);
}

int64_t incumbent_place_pauses(struct incumbent *s, int a)
{
    const struct problem *problem = s->instance->problem;
    int64_t change = 0;
    assert(s->here[a]);
    for (int d = 0; d < problem->n_days; d++) {
        size_t i = (size_t)a * (size_t)problem->n_days + (size_t)d;
        if (s->choice[i] >= 0 && s->instance->breaks->shape_of[s->choice[i]] >= 0)
            change += place_shift(s, &problem->people[a], i);
    }
    return change;
}
