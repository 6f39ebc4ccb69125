/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relax.h - which limits an automaton holds, and which are left to labels.c. */
#ifndef RONDA_SCHEDULER_RELAX_H
#define RONDA_SCHEDULER_RELAX_H

#include "scheduler/space.h"

/* space->automaton over space->kinds, of at most `small` states a layer if it can be; the limits
 * left out go to space->relaxed. available as for automaton_new.  False: too large even so. */
bool relax_automaton(struct space *space, const struct person *person, const bool *available,
                     int small);

#endif
