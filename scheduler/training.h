/* SPDX-License-Identifier: GPL-3.0-or-later */
/* training.h - sessions of training.csv placed within the shifts of a roster. */
#ifndef RONDA_SCHEDULER_TRAINING_H
#define RONDA_SCHEDULER_TRAINING_H

#include "scheduler/build.h"
#include "scheduler/engine.h"

/* Fills the lessons of roster->duty, which are those of solution->tours by person and day, and
 * brings value, bound and given_to of the solution up to date.  Returns what those cost who do not
 * attend, grains; 0 without any session. */
int64_t training_place(struct roster *roster, const struct build *build, struct solution *solution);

#endif
