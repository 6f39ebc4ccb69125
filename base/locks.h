/* SPDX-License-Identifier: GPL-3.0-or-later */
/* locks.h - what of an earlier roster holds in a new one, day by day of each agent: kept exactly as
 * it was, or free, perhaps at a price for whatever becomes different. */
#ifndef RONDA_BASE_LOCKS_H
#define RONDA_BASE_LOCKS_H

#include "base/mem.h"
#include "base/roster.h"

/* A work date of an agent.  Kept: the shift with its pauses, or the day off, stays to the minute,
 * whatever leave, contract, catalogue or rules say by now; what of them it breaks is told.  Free
 * and different: another shift, another start, off in place of a shift or a shift in place of off;
 * pauses move for nothing. */
struct locked_day {
    bool is_known; /* the earlier roster holds the date; else nothing below counts */
    bool is_kept;
    double change_price;    /* currency for a free day that becomes different, >= 0 */
    const struct duty *was; /* NULL: off */
};

struct locks {
    int32_t first; /* work date of day 0 */
    int n_days, n_agents;
    int64_t begun; /* a day that becomes different gets no shift that begins before; NO_TIME: any */
    struct locked_day *day; /* [n_agents * n_days], agent-major */
};

/* The horizon's days as `before` had them: all free, changes for nothing.  Its duties must outlive
 * the locks.  Memory in arena. */
void locks_make(struct locks *out, const struct roster *before, const struct horizon *horizon,
                int n_agents, struct arena *arena);

/* NULL outside of the horizon. */
struct locked_day *locks_day(const struct locks *locks, int agent, int32_t date);

#define EVERY_AGENT (-1)
/* Those of the work dates from ... to, inclusive, that the earlier roster knows. */
void locks_keep(const struct locks *locks, int agent, int32_t from, int32_t to);
void locks_free(const struct locks *locks, int agent, int32_t from, int32_t to);
void locks_price(const struct locks *locks, int agent, int32_t from, int32_t to,
                 double change_price);

/* The day is other than it was.  now: NULL off. */
bool locks_is_changed(const struct locked_day *day, const struct duty *now);
/* Days of `roster` that are other than they were, and what they cost at their prices. */
int locks_changes(double *cost, const struct locks *locks, const struct roster *roster);

#endif
