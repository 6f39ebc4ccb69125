/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carried.h - whom people serve who are on duty from before the horizon. */
#ifndef RONDA_BASE_CARRIED_H
#define RONDA_BASE_CARRIED_H

#include "base/plan.h"
#include "base/requirement.h"

/* Cover by those whom the ledger has on duty into a horizon that begins on `first`, in quarters of
 * a person-minute.  Slot by slot, those who can serve fewest queues first and then as the agents
 * come, each is with the queue of theirs that lacks most people until it lacks none, then with the
 * next; where none lacks anything, with the first of them.
 *   given[n_queues * n_slots]   out, queue-major
 * False if nobody is: then all is 0. */
bool carried_cover(int32_t *given, const struct plan *plan, const struct requirement *requirement,
                   int32_t first);

#endif
