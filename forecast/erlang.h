/* SPDX-License-Identifier: GPL-3.0-or-later */
/* erlang.h - the queues M/M/n (Erlang C) and M/M/n+M (Erlang A) in steady state, also where each
 * person holds several contacts at once.
 * Loads from 1e-3 to 1e6 erlangs.  Pure: no I/O, clock or globals. */
#ifndef RONDA_FORECAST_ERLANG_H
#define RONDA_FORECAST_ERLANG_H

#include <stdbool.h>

#include "base/site.h"

/* An interval as the formulae see it. */
struct erlang_load {
    double calls_per_s; /* arrivals, >= 0 */
    double aht_s;       /* mean handling time, > 0 */
    double patience_s;  /* mean patience, > 0; NAN: nobody abandons (Erlang C) */
    double answer_s;    /* T of the service level, >= 0 */
    double short_s;     /* abandons before this are forgiven by SL_SHORT_ABANDON, >= 0 */
    int concurrency;    /* contacts that a person holds at once; 0 is as 1 */
    const double *pace; /* [concurrency] > 0, handling times while a person holds 1, 2, ...; aht_s
                           belongs to the last, the others follow by proportion.  NULL: all equal */
    double retry_share; /* of those who give up come again, some time later; [0, 1) */
};

/* Shares are of those offered unless the name says otherwise; no NAN. */
struct erlang_result {
    double wait_share;      /* had to wait at all */
    double abandon_share;   /* gave up */
    double tries_per_s;     /* arrivals with those who come again, of which the shares are */
    double wait_s;          /* mean over all offered; INFINITY when the queue grows for ever */
    double wait_answered_s; /* mean over those answered */
    double occupancy;       /* in_hand over all that the people can hold, 0..1 */
    double queue_length;    /* mean number waiting */
    double in_hand;         /* mean number of contacts in service */
    double at_work;         /* mean number of people with any */
    double service_level[N_SL_DEFINITIONS];
};

/* Erlang's loss probability of n servers offered `load_erl`.  n >= 0, load_erl >= 0. */
double erlang_b(int n, double load_erl);

/* Erlang's delay probability; 1 when n <= load_erl. */
double erlang_c(int n, double load_erl);

/* All measures of n >= 0 people; who becomes the next contact's is who holds fewest.  Without
 * patience and with n <= load the queue has no steady state: then the waits are infinite, the
 * service level 0, the occupancy 1. Cost: O(sqrt(load)) terms, of the queue as well as of the
 * people; O(n * concurrency) above 1. */
void erlang_measure(struct erlang_result *out, const struct erlang_load *load, int n);

/* What is asked of an interval; NAN = not asked. */
struct erlang_goal {
    double service_level; /* [0, 1) */
    enum sl_definition definition;
    double asa_s, abandon_max, occupancy_max; /* > 0, > 0, (0, 1] */
};

bool erlang_meets(const struct erlang_result *result, const struct erlang_goal *goal);

/* Least n that meets every goal asked; 0 without arrivals.  Every measure is monotone in n, so the
 * search gallops from `guess` (0: from the load) and halves: the guess changes the time, not the
 * answer.  At least one goal is asked; a goal that no number of people reaches asserts (the readers
 * refuse it). */
int erlang_least(const struct erlang_load *load, const struct erlang_goal *goal, int guess);

#endif
