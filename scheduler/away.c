/* SPDX-License-Identifier: GPL-3.0-or-later */
/* away.c - pauses of several shifts moved together.
 *
 * Placing one shift's pauses at a time gets stuck when each of the places that would do is taken by
 * a colleague who could go elsewhere.  So, at a moment with too many away: lift the pauses of one
 * of those away and of one to four colleagues who are on duty then, and place them again one after
 * the other in random order.  What does not make matters worse is kept, so the search walks along
 * plateaus. */
#include "scheduler/away.h"

#include <string.h>

#include "base/mem.h"
#include "base/rng.h"

#define TRIES_A_TICK 60 /* for each tick too many at the begin */
#define TRIES_MOST 20000
#define LIFTED_MOST 5

/* A shift with pauses: person and day. */
struct seat {
    int person, day;
};

struct crowd {
    struct seat *seat;
    int n;
};

static bool is_over(const struct incumbent *s, int team, int tick)
{
    return incumbent_over(s, team, tick) > 0;
}

/* The first moment with too many away, from a random one on. */
static bool find_tick(const struct incumbent *s, struct rng *rng, int *team, int *tick)
{
    int n_ticks = s->instance->breaks->n_ticks, n = s->instance->problem->n_teams * n_ticks;
    int from = (int)rng_below(rng, (uint32_t)n);
    for (int i = 0; i < n; i++) {
        int at = (from + i) % n;
        *team = at / n_ticks;
        *tick = at % n_ticks;
        if (is_over(s, *team, *tick))
            return true;
    }
    return false;
}

/* Whether the shift has a pause at the tick. */
static bool is_away(const struct incumbent *s, struct seat seat, int tick)
{
    const struct break_model *breaks = s->instance->breaks;
    size_t i = (size_t)seat.person * (size_t)s->instance->problem->n_days + (size_t)seat.day;
    const struct break_shape *shape = &breaks->shape[breaks->shape_of[s->choice[i]]];
    int begin = s->instance->problem->choices[s->choice[i]].start_min / breaks->tick_min;
    for (int k = 0; k < shape->n_pauses; k++) {
        int from = begin + shape->at[k][s->at[i][k]];
        if (tick >= from && tick < from + shape->len[k])
            return true;
    }
    return false;
}

/* Shifts of the team that last over the tick and have pauses. */
static void find_crowd(struct crowd *crowd, const struct incumbent *s, int team, int tick)
{
    const struct problem *problem = s->instance->problem;
    const struct break_model *breaks = s->instance->breaks;
    crowd->n = 0;
    for (int p = 0; p < problem->n_people; p++) {
        if (problem->people[p].team != team || !s->here[p])
            continue;
        for (int d = 0; d < problem->n_days; d++) {
            int c = s->choice[(size_t)p * (size_t)problem->n_days + (size_t)d];
            if (c >= 0 && breaks->shape_of[c] >= 0 &&
                problem->choices[c].start_min <= tick * breaks->tick_min &&
                problem->choices[c].end_min > tick * breaks->tick_min)
                crowd->seat[crowd->n++] = (struct seat){p, d};
        }
    }
}

/* One of those away comes first, the others in random order after it: the first n are chosen. */
static void choose(struct crowd *crowd, int n, const struct incumbent *s, int tick, struct rng *rng)
{
    for (int i = 0; i < n; i++) {
        int k = i + (int)rng_below(rng, (uint32_t)(crowd->n - i));
        for (int turns = 0; i == 0 && turns < crowd->n && !is_away(s, crowd->seat[k], tick);
             turns++)
            k = (k + 1) % crowd->n;
        struct seat seat = crowd->seat[k];
        crowd->seat[k] = crowd->seat[i];
        crowd->seat[i] = seat;
    }
}

/* Lifts and places the pauses of n shifts; puts them back if more are away too many. */
static void move_together(struct incumbent *s, const struct seat *seat, int n, struct rng *rng)
{
    uint8_t old[LIFTED_MOST][MAX_BREAKS];
    int64_t before = s->n_over;
    size_t n_days = (size_t)s->instance->problem->n_days;
    for (int i = 0; i < n; i++) {
        memcpy(old[i], s->at[(size_t)seat[i].person * n_days + (size_t)seat[i].day], sizeof old[i]);
        incumbent_lift_pauses(s, seat[i].person, seat[i].day);
    }
    int first = (int)rng_below(rng, (uint32_t)n);
    for (int i = 0; i < n; i++) {
        const struct seat *next = &seat[(first + i) % n];
        incumbent_set_pauses(s, next->person, next->day, NULL);
    }
    if (s->n_over <= before)
        return;
    for (int i = 0; i < n; i++)
        incumbent_lift_pauses(s, seat[i].person, seat[i].day);
    for (int i = 0; i < n; i++)
        incumbent_set_pauses(s, seat[i].person, seat[i].day, old[i]);
}

bool away_mend(struct incumbent *incumbent, uint64_t seed)
{
    enum { PURPOSE = 0x61776179 };
    const struct problem *problem = incumbent->instance->problem;
    struct crowd crowd = {.seat = NEW_ARRAY(struct seat, problem->n_people * problem->n_days + 1)};
    struct rng rng;
    rng_seed(&rng, seed, PURPOSE, 0);
    int64_t tries = incumbent->n_over * TRIES_A_TICK;
    tries = tries < TRIES_MOST ? tries : TRIES_MOST;
    int team, tick;
    while (incumbent->n_over > 0 && tries-- > 0 && find_tick(incumbent, &rng, &team, &tick)) {
        find_crowd(&crowd, incumbent, team, tick);
        int n = 2 + (int)rng_below(&rng, LIFTED_MOST - 1);
        n = n < crowd.n ? n : crowd.n;
        choose(&crowd, n, incumbent, tick, &rng);
        move_together(incumbent, crowd.seat, n, &rng);
    }
    mem_free(crowd.seat);
    return incumbent->n_over == 0;
}
