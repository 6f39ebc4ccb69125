/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forced.h - the part of a roster's cost that total hours against total need force on any. */
#ifndef RONDA_SCHEDULER_FORCED_H
#define RONDA_SCHEDULER_FORCED_H

#include "scheduler/instance.h"

/* Grains.  No roster of the instance costs less.  Cost: one tour priced a person, twice. */
int64_t forced_cost(const struct instance *instance);

#endif
