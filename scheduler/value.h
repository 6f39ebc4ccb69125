/* SPDX-License-Identifier: GPL-3.0-or-later */
/* value.h - what one person's tour costs apart from cover, from scratch: no automaton, no labels.
 */
#ifndef RONDA_SCHEDULER_VALUE_H
#define RONDA_SCHEDULER_VALUE_H

#include "scheduler/problem.h"

/* Costs of choices and days off and prices of limits, grains; GRAIN_FORBIDDEN if a choice, a day
 * off or a hard limit forbids the tour.  choice[n_days], -1 = off. */
int64_t tour_cost(const struct problem *problem, const struct person *person,
                  const int32_t *choice);

/* The part of it that one limit is, GRAIN_FORBIDDEN if the tour breaks it and it is hard. */
int64_t tour_limit_cost(const struct problem *problem, const struct person *person,
                        const struct limit *limit, const int32_t *choice);

/* Units of work of a whole person that the tour brings: out[n_rows], added to what is there. */
void tour_units(const struct problem *problem, const struct tour *tour, int32_t *out);

/* Everybody's tours counted into a state with nobody there: transported, side posts too. */
struct cover_state;
void tours_cover(struct cover_state *state, const struct tour *tours);

#endif
