/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_ridge.c - the elimination of blocks against a plain solution of all columns at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

#include "base/rng.h"
#include "forecast/ridge.h"

enum { COLUMNS = 5, BLOCKS = 3, ALL = COLUMNS + BLOCKS, ROWS = 40 };

struct sample {
    struct ridge_row row[ROWS];
    int block[ROWS];
    double y[ROWS], weight[ROWS];
};

static void make(struct sample *s)
{
    struct rng rng;
    rng_seed(&rng, 4, 1, 1);
    for (int d = 0; d < ROWS; d++) {
        s->row[d] = (struct ridge_row){.n = 3,
                                       .column = {0, 1 + d % 2, 3 + d % 3 / 2},
                                       .value = {1, rng_normal(&rng), rng_normal(&rng)}};
        s->block[d] = d * BLOCKS / ROWS;
        s->y[d] = 2 + rng_normal(&rng);
        s->weight[d] = 0.5 + d / 40.0;
    }
}

/* X'UX + R and X'Uy with the blocks as the last columns, without those not used. */
static void plainly(double *b, const struct sample *s, const int *used, int n_used,
                    const double *pull, double pull_block, double scale)
{
    double normal[ALL * ALL] = {0}, right[ALL] = {0};
    for (int d = 0; d < ROWS; d++) {
        double x[ALL] = {0};
        for (int i = 0; i < s->row[d].n; i++)
            for (int u = 0; u < n_used; u++)
                if (used[u] == s->row[d].column[i])
                    x[used[u]] = s->row[d].value[i];
        x[COLUMNS + s->block[d]] = 1;
        for (int i = 0; i < ALL; i++) {
            right[i] += s->weight[d] * x[i] * s->y[d];
            for (int j = 0; j < ALL; j++)
                normal[i * ALL + j] += s->weight[d] * x[i] * x[j];
        }
    }
    for (int i = 0; i < ALL; i++)
        normal[i * ALL + i] += scale * (i < COLUMNS ? pull[i] : pull_block);
    gsl_matrix_view a = gsl_matrix_view_array(normal, ALL, ALL);
    gsl_vector_view r = gsl_vector_view_array(right, ALL), x = gsl_vector_view_array(b, ALL);
    assert_int_equal(gsl_linalg_cholesky_decomp1(&a.matrix), 0);
    gsl_linalg_cholesky_solve(&a.matrix, &r.vector, &x.vector);
}

static void blocks_are_eliminated(void **state)
{
    (void)state;
    static const int all[] = {0, 1, 2, 3, 4}, some[] = {0, 2, 4};
    static const double pull[] = {0.01, 1, 2, 0.5, 0.5};
    struct arena *arena = arena_new();
    struct sample sample;
    struct ridge ridge;
    double b[COLUMNS], c[BLOCKS], both[ALL];
    make(&sample);
    ridge_begin(&ridge, COLUMNS, BLOCKS, arena);
    for (int twice = 0; twice < 2; twice++) {
        ridge_clear(&ridge);
        for (int d = 0; d < ROWS; d++)
            ridge_add(&ridge, &sample.row[d], sample.block[d], sample.y[d], sample.weight[d]);
    }
    for (int part = 0; part < 2; part++) {
        const int *used = part ? some : all;
        int n = part ? 3 : 5;
        ridge_factor(&ridge, used, n, pull, 2, 3);
        ridge_solve(b, c, &ridge, n);
        plainly(both, &sample, used, n, pull, 2, 3);
        for (int j = 0; j < COLUMNS; j++)
            assert_true(fabs(b[j] - both[j]) < 1e-10);
        for (int k = 0; k < BLOCKS; k++)
            assert_true(fabs(c[k] - both[COLUMNS + k]) < 1e-10);
    }
    ridge_factor(&ridge, all, 5, pull, 2, 3); /* the first columns alone, by the same factors */
    assert_true(ridge_begins_with(&ridge, all, 3));
    assert_false(ridge_begins_with(&ridge, some, 3));
    ridge_solve(b, c, &ridge, 3);
    plainly(both, &sample, all, 3, pull, 2, 3);
    for (int j = 0; j < COLUMNS; j++)
        assert_true(fabs(b[j] - both[j]) < 1e-10);
    ridge_solve(b, c, &ridge, 5);
    const double *x = sample.row[1].value;
    double dot = b[0] + x[1] * b[2] + x[2] * b[3];
    assert_true(fabs(ridge_dot(&sample.row[1], b) - dot) < 1e-12);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(blocks_are_eliminated)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
