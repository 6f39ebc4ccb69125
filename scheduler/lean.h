/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lean.h - teams drawn to hours of their own while a roster is sought. */
#ifndef RONDA_SCHEDULER_LEAN_H
#define RONDA_SCHEDULER_LEAN_H

#include "scheduler/bundle.h"

struct lean;

/* The share is felt: of the hours on duty in limited teams an eighth and more are at ticks at which
 * nobody more may go on a pause. */
bool lean_is_worth(const struct incumbent *incumbent);

/* Each team's hour from the weights of the master's tours.  NULL unless cover is by slots and two
 * teams or more are limited in whom they may have away.  From here on the instance's problem has
 * costs of its own, at first those of the problem given. */
struct lean *lean_new(struct instance *instance, const struct master *master);
void lean_free(struct lean *lean); /* the instance has its problem back; NULL is fine */

/* Costs of people's choices from here on: what they are, and share (0 to 1) of the price of the
 * distance to the team's hour. */
void lean_set(struct lean *lean, double share);

/* The same tours at the costs that now hold. */
void lean_recost(struct incumbent *incumbent);

#endif
