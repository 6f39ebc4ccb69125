/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backlog.h - work that may wait until a deadline: e-mail, back office.
 * A week is taken as one of many like it: what its last slots leave over is there in its first.
 * Pure: no I/O, clock or globals. */
#ifndef RONDA_FORECAST_BACKLOG_H
#define RONDA_FORECAST_BACKLOG_H

/* Work of a slot is due `reach` slots after the slot's begin. */
struct backlog {
    const double *work_s; /* [n_slots] person-seconds that come in the slot, >= 0 */
    const double *open_s; /* [n_slots] seconds of the slot in which it is worked on */
    int n_slots, reach;   /* 1 <= reach; beyond n_slots it is n_slots */
};

/* People who work on it per open second, as level as can be with what the same people do besides.
 *   people[n_slots]   out
 *   beside[n_slots]   in   people of other work in the slot, >= 0
 * Minimises the sum over slots of open_s (beside + people)^2, so that work is done in the valleys;
 * every contact is in time if worked on in order of deadline.  Work whose reach is never open is
 * left out.  Cost: O(sweeps n_slots reach). */
void backlog_level(double *people, const struct backlog *backlog, const double *beside);

/* Share of each slot's work that is done in time, the earliest deadline first; 1 without work.
 *   in_time[n_slots]  out
 *   people[n_slots]   in   people on it in the slot */
void backlog_in_time(double *in_time, const struct backlog *backlog, const double *people);

#endif
