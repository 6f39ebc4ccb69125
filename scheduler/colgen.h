/* SPDX-License-Identifier: GPL-3.0-or-later */
/* colgen.h - the other back end of the master: column generation on the linear program, for small
 * problems and as the bundle's oracle; and the integer program over the columns. */
#ifndef RONDA_SCHEDULER_COLGEN_H
#define RONDA_SCHEDULER_COLGEN_H

#include "base/run.h"
#include "scheduler/bundle.h"
#include "scheduler/incumbent.h"

struct colgen_rules {
    int rounds;       /* at most */
    int iterations;   /* of the simplex a round */
    int nodes;        /* of the integer program; 0: none */
    double smoothing; /* Wentges: weight of the best duals in those priced, 0 .. 0.9 */
    double tolerance; /* relative gap of bound to LP value that ends it */
};

struct colgen_answer {
    bool solved;     /* the linear program was solved to the tolerance */
    double lp_value; /* grains; of the last master solved */
    double bound;    /* grains; best Lagrangian value, exact */
    int rounds;
    bool found;  /* the integer program has a solution, in `column` */
    int *column; /* [n_people] of the master's packs; the caller frees */
};

/* Column generation over the people of `master`, whose packs give the first columns and take the
 * new ones (they must hold a tour each, none counted in an incumbent, teams not priced).
 * dual[n_posts * n_rows] gets the duals of the bound if it is better than `bound` was: set
 * answer->bound before (-INFINITY: nothing known).  False if the library failed: answer holds what
 * was known. */
bool colgen(struct colgen_answer *answer, struct master *master, const struct colgen_rules *rules,
            double *dual, struct run *run);

#endif
