/* SPDX-License-Identifier: GPL-3.0-or-later */
/* polish.h - small problems once more, with the linear and the integer program. */
#ifndef RONDA_SCHEDULER_POLISH_H
#define RONDA_SCHEDULER_POLISH_H

#include "base/run.h"
#include "scheduler/bundle.h"

/* The problem is small enough for the linear program over slot rows. */
bool polish_fits(const struct problem *problem);

/* Column generation from the tours of `root` and of the incumbent, then the integer program over
 * all columns.  *bound and dual[] (grains) get better or stay; so does the incumbent. */
void polish(struct incumbent *incumbent, const struct master *root, double *bound, double *dual,
            struct run *run);

#endif
