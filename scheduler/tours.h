/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tours.h - from a roster's duties to the tours of its problem, and back. */
#ifndef RONDA_SCHEDULER_TOURS_H
#define RONDA_SCHEDULER_TOURS_H

#include "base/roster.h"
#include "scheduler/build.h"

/* A roster as tours [n_people], in the build's arena.  Shifts that the problem does not know are
 * left out; *unknown (may be NULL) is the first of those duties, -1. */
struct tour *tours_of_roster(const struct build *build, const struct roster *roster, int *unknown);

/* The duty that a choice of a person is, its pauses so many minutes after its start. */
void tours_duty(struct duty *out, const struct build *build, int person, int32_t choice,
                const int16_t pause_min[/* pauses of the choice */]);

#endif
