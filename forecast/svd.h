/* SPDX-License-Identifier: GPL-3.0-or-later */
/* svd.h - days as mixtures of a few shapes: singular vectors of the table of days by cells. */
#ifndef RONDA_FORECAST_SVD_H
#define RONDA_FORECAST_SVD_H

#include "forecast/daytable.h"

enum { SVD_SHAPES = 3 };

struct svd {
    const struct daytable *t;
    double *shape;               /* [SVD_SHAPES * n_cells], orthonormal; NULL: too few days */
    double score[7][SVD_SHAPES]; /* smoothed, by weekday */
    int n[7];                    /* days that went into them */
    int upto;
};

/* Shapes of the whole days before `origin`, a year of them at most.  Memory in scratch. */
void svd_make(struct svd *out, const struct daytable *t, int origin, struct arena *scratch);

/* Rows origin .. origin + n_ahead - 1 as of `origin`, never earlier than the one asked for before;
 * NAN where there is nothing to go by.   out[n_ahead * n_cells] */
void svd_predict(double *out, struct svd *svd, int origin, int n_ahead);

#endif
