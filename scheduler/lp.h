/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lp.h - a small contract to the linear programming library.  Minimises cost * x subject to
 * lo <= rows <= hi and lo <= x <= hi; grows by rows and columns; warm starts.  0-based.
 * An lp belongs to the thread that made it.  -INFINITY and INFINITY: no limit. */
#ifndef RONDA_SCHEDULER_LP_H
#define RONDA_SCHEDULER_LP_H

#include <stdbool.h>

struct lp;

enum lp_end {
    LP_OPTIMAL,    /* solved; for integers: proven */
    LP_FEASIBLE,   /* integers: the budget is spent, a solution is there */
    LP_INFEASIBLE, /* or unbounded */
    LP_LIMIT,      /* the budget is spent, no answer */
    LP_FAILED      /* the library gave up; every lp of this thread is dead and can only be freed */
};

struct lp *lp_new(void);
void lp_free(struct lp *lp); /* NULL is fine */

/* Index of the new row or column. */
int lp_add_row(struct lp *lp, double lo, double hi);
int lp_add_column(struct lp *lp, double cost, double lo, double hi, bool integer, int n,
                  const int *row, const double *coefficient);

/* The whole matrix at once, in place of what there is: n entries, none twice.  False if the library
 * failed. */
bool lp_load(struct lp *lp, int n, const int *row, const int *column, const double *coefficient);
void lp_price_column(struct lp *lp, int column, double cost);

void lp_bound_column(struct lp *lp, int column, double lo, double hi);
/* Takes out the columns of mark[n_columns]; those left keep their order, indices close up. */
void lp_drop_columns(struct lp *lp, const bool *mark, int n_columns);

/* Of each solve from here on; 0: none.  Where it cuts one, nothing is the same twice. */
void lp_limit_time(struct lp *lp, double seconds);

/* Goes on from the last basis; by the dual simplex where bounds have changed since.  Budget:
 * simplex iterations. */
enum lp_end lp_solve(struct lp *lp, int iterations);
/* After lp_solve said LP_OPTIMAL.  Budget: nodes of the tree, so the same answer every time. */
enum lp_end lp_solve_integer(struct lp *lp, int nodes);

/* Of the last solve. */
double lp_value(const struct lp *lp);
double lp_dual(const struct lp *lp, int row); /* of the linear program only */
double lp_column(const struct lp *lp, int column);
bool lp_is_basic(const struct lp *lp, int column); /* of the linear program only */

/* To a file that is written anew, as free MPS or CPLEX's LP.  False: it cannot be written. */
bool lp_write(struct lp *lp, const char *file, bool as_lp);

/* Version of the GLPK in use, "5.0"; lives for ever. */
const char *lp_version(void);

#endif
