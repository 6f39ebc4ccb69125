/* SPDX-License-Identifier: GPL-3.0-or-later */
/* away.h - mends a roster in which too many of a team are on a pause at once. */
#ifndef RONDA_SCHEDULER_AWAY_H
#define RONDA_SCHEDULER_AWAY_H

#include "scheduler/incumbent.h"

/* Moves pauses, not shifts, until nobody is away too many or the tries are used up.  Cover may get
 * dearer; place pauses again afterwards.  Deterministic for a seed.  True: incumbent->n_over is 0.
 */
bool away_mend(struct incumbent *incumbent, uint64_t seed);

#endif
