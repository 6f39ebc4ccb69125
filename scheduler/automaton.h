/* SPDX-License-Identifier: GPL-3.0-or-later */
/* automaton.h - a person's limits on counts, minutes, runs, successions and moves as a layered
 * automaton: one layer a day, one letter a kind of choice (or a day off), costs on the moves. */
#ifndef RONDA_SCHEDULER_AUTOMATON_H
#define RONDA_SCHEDULER_AUTOMATON_H

#include <stdbool.h>
#include <stdint.h>

#include "scheduler/problem.h"

/* What the limits see of a choice. */
struct kind {
    uint64_t classes;
    int32_t minutes[N_MEASURES];
    int band;
};

struct move {
    int32_t to;  /* state of the next layer, -1: not allowed */
    double cost; /* grains, a whole number */
};

/* State 0 of layer 0 is the begin.  n_states[0] == 0: no sequence of kinds obeys the limits. */
struct automaton {
    int n_days, n_kinds;
    int *n_states;      /* [n_days + 1] */
    struct move **move; /* [n_days] -> [n_states[d] * (n_kinds + 1)]; the last letter is off */
    double *final;      /* [n_states[n_days]] cost at the end */
};

/* What limits can tell apart: the class bits they use, which minutes count, whether bands do. */
struct kind_mask {
    uint64_t classes;
    bool minutes[N_MEASURES], bands;
};
struct kind_mask limits_mask(const struct limit *limits, int n_limits);

/* available[n_days * (n_kinds + 1)]: letters that occur on a day.  GAP and LONG_REST limits are not
 * its business.  Returns NULL if a layer would need more than `most` states. */
#define MAX_STATES 400000
struct automaton *automaton_new(const struct person *person, const struct kind *kinds, int n_kinds,
                                int n_days, const bool *available, int most);
void automaton_free(struct automaton *automaton);
/* Letters of a day that are allowed: those whose cost[n_letters] is finite; their number. */
int automaton_letters(int *list, const double *cost, int n_letters);

/* The counters themselves, for limits that are kept out of an automaton: one a limit. */
struct counter {
    int32_t a, b;
};
void counters_begin(const struct person *person, struct counter *counters);
/* Cost of the letter (kind, or NULL for a day off) on `day`; COUNTERS_DEAD: not allowed. */
#define COUNTERS_DEAD INT64_MAX
int64_t counters_advance(const struct person *person, int day, const struct kind *kind,
                         struct counter *counters);
int64_t counters_end(const struct person *person, const struct counter *counters);

#endif
