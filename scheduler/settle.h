/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settle.h - gives people of a team other tours where their pauses do not fit together. */
#ifndef RONDA_SCHEDULER_SETTLE_H
#define RONDA_SCHEDULER_SETTLE_H

#include "scheduler/incumbent.h"

/* For teams of which too many are away at once, when moving pauses did not help (away.h).  All of
 * the team are here.  needed[n_choices]: as for values_days, or NULL.  Deterministic for a seed.
 * True: incumbent->n_over is 0. */
bool settle_teams(struct incumbent *incumbent, const bool *needed, uint64_t seed);

#endif
