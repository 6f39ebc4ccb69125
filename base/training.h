/* SPDX-License-Identifier: GPL-3.0-or-later */
/* training.h - classes, coaching and meetings that are held within shifts: who is to attend, and
 * what it costs when somebody does not. */
#ifndef RONDA_BASE_TRAINING_H
#define RONDA_BASE_TRAINING_H

#include "base/plan.h"
#include "base/time.h"

/* Row `training` asks the agent to attend: named, or of a team named (without either: everybody),
 * not done, and not the trainer. */
bool training_asks(const struct plan *plan, int training, int agent);
/* Its work dates overlap those of the horizon. */
bool training_is_open(const struct plan *plan, int training, const struct horizon *horizon);
/* Currency for each who is asked and employed on its last date but does not attend in the horizon:
 * nothing while the deadline lies beyond. */
double training_price(const struct plan *plan, int training, const struct horizon *horizon);
/* It asks the agent, its dates overlap the horizon, and they are employed on one of both. */
bool training_wants(const struct plan *plan, int training, int agent,
                    const struct horizon *horizon);

#endif
