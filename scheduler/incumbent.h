/* SPDX-License-Identifier: GPL-3.0-or-later */
/* incumbent.h - a whole roster under change: tours with placed pauses, the cover they give, and how
 * many of a team are away.  Every change is exact, in grains. */
#ifndef RONDA_SCHEDULER_INCUMBENT_H
#define RONDA_SCHEDULER_INCUMBENT_H

#include "scheduler/instance.h"

struct incumbent {
    const struct instance *instance;
    int32_t *choice;           /* [n_people * n_days] -1 off */
    uint8_t (*at)[MAX_BREAKS]; /* [n_people * n_days] positions of pauses */
    int64_t *cost;             /* [n_people] tour_cost */
    bool *here;                /* [n_people] the person's tour is counted in */
    struct cover_state *cover;
    int16_t *on, *away;   /* [n_teams * n_ticks] people on a shift; on a pause */
    int64_t costs;        /* of those here */
    int64_t away_penalty; /* grains a tick and person away too many; at first the instance's */
    int64_t n_over;       /* ticks x people away beyond what the team may have */
    int64_t *loss;        /* scratch of pause placement */
    int16_t *units;       /* scratch [n_rows] */
};

struct incumbent *incumbent_new(const struct instance *instance); /* nobody here */
void incumbent_free(struct incumbent *incumbent);
void incumbent_copy(struct incumbent *to, const struct incumbent *from);

/* Cover, costs, and the penalty of people away too many. */
static inline int64_t incumbent_value(const struct incumbent *incumbent)
{
    return incumbent->cover->value + incumbent->costs + incumbent->n_over * incumbent->away_penalty;
}

/* The person must not be here.  choice[n_days], at[n_days]. */
void incumbent_put(struct incumbent *incumbent, int person, const int32_t *choice,
                   uint8_t (*at)[MAX_BREAKS], int64_t cost);
void incumbent_take(struct incumbent *incumbent, int person); /* must be here */

/* Another shift on a day of somebody who is here: choice -1 (at NULL) a day off.  `cost`: of the
 * whole tour then. */
void incumbent_set_day(struct incumbent *incumbent, int person, int day, int32_t choice,
                       const uint8_t *at, int64_t cost);

/* Best pauses of one person, shift by shift, everything else as it is; never makes the value worse.
 * Returns the change (<= 0).  Exact unless two pauses share a row. */
int64_t incumbent_place_pauses(struct incumbent *incumbent, int person);

/* The person's shift of a day without its pauses; then with them again, at[MAX_BREAKS], or where
 * they cost least (NULL).  Nothing else may happen to the person in between. */
void incumbent_lift_pauses(struct incumbent *incumbent, int person, int day);
void incumbent_set_pauses(struct incumbent *incumbent, int person, int day, const uint8_t *at);

/* How many of a team are away beyond what it may have at a tick. */
int incumbent_over(const struct incumbent *incumbent, int team, int tick);
/* Nobody more of those on duty may go on a pause. */
bool incumbent_is_full(const struct incumbent *incumbent, int team, int tick);
/* One more of the team, who comes with it, may be on a pause at the tick. */
bool incumbent_has_room(const struct incumbent *incumbent, int team, int tick);

#endif
