/* SPDX-License-Identifier: GPL-3.0-or-later */
/* colgen.h - the other back end of the master: column generation on the linear program, for small
 * problems, for day-level problems, and as the bundle's oracle; and the integer program over the
 * columns. */
#ifndef RONDA_SCHEDULER_COLGEN_H
#define RONDA_SCHEDULER_COLGEN_H

#include "base/run.h"
#include "scheduler/bundle.h"
#include "scheduler/incumbent.h"
#include "scheduler/lp.h"

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
 * new ones (they must hold a tour each, teams not priced).
 * dual[n_posts * n_rows] gets the duals of the bound if it is better than `bound` was: set
 * answer->bound before (-INFINITY: nothing known).  False if the library failed: answer holds what
 * was known. */
bool colgen(struct colgen_answer *answer, struct master *master, const struct colgen_rules *rules,
            double *dual, struct run *run);

/* The same piece by piece: a program that stays while days are fixed (lpdive.c).  It belongs to the
 * thread that made it. */
struct colgen;
struct colgen *colgen_new(struct master *master, bool integer);
void colgen_free(struct colgen *colgen);
/* Prices everybody at dual[] before there is a program: tours to begin with, and a bound. */
void colgen_begin(struct colgen *colgen, struct colgen_answer *answer, const double *dual);
/* Rounds of the linear program and of pricing, until nothing new is found, the tolerance or the
 * number of rounds is reached, or no solution can be below `cutoff` any more (INFINITY: none).
 * answer->bound: as for colgen().  LP_OPTIMAL unless the library or somebody without a tour ended
 * it; then the packs' weights are those of the program. */
enum lp_end colgen_generate(struct colgen *colgen, const struct colgen_rules *rules, double cutoff,
                            struct colgen_answer *answer, double *dual, struct run *run);

#endif
