/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coarse.h - where a long horizon's duals begin: at those of sums of its rows. */
#ifndef RONDA_SCHEDULER_COARSE_H
#define RONDA_SCHEDULER_COARSE_H

#include "base/run.h"
#include "scheduler/bundle.h"

/* Rows are so many that the bundle would take long from duals that know nothing. */
bool coarse_helps(const struct problem *problem);

/* master_begin() with everybody; where rows are many and `centre` is NULL, at duals of the same
 * problem with fewer rows and with tours that go with them.  These end when the run should stop, or
 * `until_s` seconds after its start (0: no limit).  True if the duals are worth a look. */
bool coarse_begin(struct master *master, const double *centre, double tau, struct run *run,
                  double until_s);

#endif
