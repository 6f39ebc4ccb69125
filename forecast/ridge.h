/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ridge.h - weighted ridge regression of sparse rows that grows row by row and is solved along the
 * way.  Each row has the columns of its effects and may lie in one of several blocks, whose own
 * column is 1 for its rows; blocks are eliminated first, since no two meet. */
#ifndef RONDA_FORECAST_RIDGE_H
#define RONDA_FORECAST_RIDGE_H

#include <stdbool.h>

#include "base/mem.h"

/* At most RIDGE_MOST entries of a row are not 0. */
#define RIDGE_MOST 20
struct ridge_row {
    int n;
    int column[RIDGE_MOST]; /* ascending */
    double value[RIDGE_MOST];
};

/* Sums over the rows so far: X'UX of the columns (upper half), X'Uy, and the same with and of the
 * blocks. */
struct ridge {
    int n, n_blocks;
    double *normal;       /* [n * n] */
    double *right;        /* [n] */
    double *cross;        /* [n_blocks * n] */
    double *block_weight; /* [n_blocks] */
    double *block_right;  /* [n_blocks] */
    double *factor;       /* of the used columns, with the right side and room */
    int *used, n_used;    /* [n] */
    double block_pull;
};

void ridge_begin(struct ridge *out, int n, int n_blocks, struct arena *arena);
void ridge_clear(struct ridge *ridge);
void ridge_add(struct ridge *ridge, const struct ridge_row *row, int block, double y,
               double weight);

/* Ready to solve for the columns used[n_used] and those they begin with.
 *   pull[n]  in  r_j > 0 */
void ridge_factor(struct ridge *ridge, const int *used, int n_used, const double *pull,
                  double pull_block, double scale);
/* The factors serve these columns, too. */
bool ridge_begins_with(const struct ridge *ridge, const int *used, int n_used);

/* argmin sum u e^2 + scale (sum r_j b_j^2 + r_block sum c_k^2) over the first of the used columns.
 *   b[n], c[n_blocks]  out  0 for what is not used */
void ridge_solve(double *b, double *c, struct ridge *ridge, int n_first);

double ridge_dot(const struct ridge_row *row, const double *b);

#endif
