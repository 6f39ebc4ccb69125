/* SPDX-License-Identifier: GPL-3.0-or-later */
/* given.h - a client's own head-counts. */
#ifndef RONDA_FORECAST_GIVEN_H
#define RONDA_FORECAST_GIVEN_H

#include "base/plan.h"

/* Replaces need[grid->n_slots] where requirement/ has rows of the queue; false if it has none.
 * They are people rostered and stand as they are.  A slot that several rows touch takes their mean
 * by time, so that person-hours stay the client's. */
bool given_take(double *need, const struct plan *plan, int queue, const struct grid *grid,
                struct arena *arena);

#endif
