/* SPDX-License-Identifier: GPL-3.0-or-later */
/* thin.h - what no better roster can contain leaves the spaces: fixing by reduced cost. */
#ifndef RONDA_SCHEDULER_THIN_H
#define RONDA_SCHEDULER_THIN_H

#include "base/pool.h"
#include "scheduler/instance.h"

struct thinning;

/* The instance must outlive it and stay as it is but for its spaces.  dual[n_posts * n_rows], on
 * the price grid, and the Lagrangian's value there, grains.  NULL where spaces depend on instants
 * (gaps, long rests), which it does not thin. */
struct thinning *thinning_new(struct instance *instance, const double *dual, double bound);
void thinning_free(struct thinning *thinning); /* the instance has its whole spaces again */

/* Every tour that a roster of at most `value` can contain stays.  Nobody may be pricing. */
void thin_spaces(struct thinning *thinning, double value, struct pool *pool);

#endif
