/* SPDX-License-Identifier: GPL-3.0-or-later */
/* neighbours.h - whom to free: people drawn where the duals say that a roster loses most. */
#ifndef RONDA_SCHEDULER_NEIGHBOURS_H
#define RONDA_SCHEDULER_NEIGHBOURS_H

#include "base/rng.h"
#include "scheduler/incumbent.h"

struct neighbours {
    const struct instance *instance;
    const double *dual;  /* [n_posts * n_rows] post-major */
    double *group_price; /* [n_groups * n_rows] */
    double *least;       /* [n_people] cheapest tour under the duals */
    double *cell_sum;    /* [n_rows * n_posts] row-major: running sums of what cells lose */
    double *person_sum;  /* [n_people] the same of people */
};

/* dual must outlive it. */
struct neighbours *neighbours_new(const struct instance *instance, const double *dual);
void neighbours_free(struct neighbours *neighbours);

/* Weighs cells and people of a roster; call when it has changed. */
void neighbours_weigh(struct neighbours *neighbours, const struct incumbent *incumbent);

/* Draws `want` different people (all, if there are fewer) around one cell, in *row.  Returns their
 * number. */
int neighbours_draw(const struct neighbours *neighbours, const struct incumbent *incumbent,
                    struct rng *rng, int want, int *person, int *row);

#endif
