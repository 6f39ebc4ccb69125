/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ridge.c - normal equations, the blocks eliminated by their Schur complement.
 *
 *     [ N + sR   V'     ] [ b ]   [ p ]        S b = p - V' D^-1 q,    S = N + sR - V' D^-1 V
 *     [ V        D      ] [ c ] = [ q ]        c = D^-1 (q - V b)
 *
 * D = diag(block weight + s r_block).  S = L E L', E diagonal, in place.  The same factors serve
 * the leading columns alone, since elimination goes forward.  Rows that fade with age need no
 * rescaling of the sums: their weights grow instead, and s grows with them.  Cost: O(K n^2 + n^3 /
 * 6) for the factors with K blocks, whatever the number of rows, and O(K n + n^2 / 2) for a
 * solution. */
#include "forecast/ridge.h"

#include <math.h>
#include <string.h>

#define NEXT_TO_NOTHING 1e-9 /* part of a block's pull */
#define STEP 4               /* numbers, and blocks, taken at once */

/* Row of the factors, so that each has whole steps. */
static size_t stride_of(int n)
{
    return ((size_t)n + STEP - 1) / STEP * STEP;
}

void ridge_begin(struct ridge *out, int n, int n_blocks, struct arena *arena)
{
    *out = (struct ridge){.n = n, .n_blocks = n_blocks};
    out->normal = ARENA_ARRAY(arena, double, n *n);
    out->right = ARENA_ARRAY(arena, double, n);
    out->cross = ARENA_ARRAY(arena, double, n_blocks *n + 1);
    out->block_weight = ARENA_ARRAY(arena, double, n_blocks + 1);
    out->block_right = ARENA_ARRAY(arena, double, n_blocks + 1);
    out->factor = ARENA_ARRAY(arena, double, (size_t)(n + STEP + 2) * stride_of(n));
    out->used = ARENA_ARRAY(arena, int, n);
}

void ridge_clear(struct ridge *ridge)
{
    size_t n = (size_t)ridge->n, k = (size_t)ridge->n_blocks;
    memset(ridge->normal, 0, sizeof(double) * n * n);
    memset(ridge->right, 0, sizeof(double) * n);
    memset(ridge->cross, 0, sizeof(double) * n * k);
    memset(ridge->block_weight, 0, sizeof(double) * k);
    memset(ridge->block_right, 0, sizeof(double) * k);
}

void ridge_add(struct ridge *ridge, const struct ridge_row *row, int block, double y, double weight)
{
    double *cross = ridge->cross + (size_t)block * (size_t)ridge->n;
    for (int i = 0; i < row->n; i++) {
        double wx = weight * row->value[i];
        double *normal = ridge->normal + (size_t)row->column[i] * (size_t)ridge->n;
        ridge->right[row->column[i]] += wx * y;
        cross[row->column[i]] += wx;
        for (int j = i; j < row->n; j++)
            normal[row->column[j]] += wx * row->value[j];
    }
    ridge->block_weight[block] += weight;
    ridge->block_right[block] += weight * y;
}

/* The used columns, ascending, of a row of sums, side by side. */
static void gather(double *out, const double *row, const int *used, int n)
{
    if (used[n - 1] - used[0] == n - 1) {
        memcpy(out, row + used[0], sizeof *out * (size_t)n);
        return;
    }
    for (int i = 0; i < n; i++)
        out[i] = row[used[i]];
}

/* row -= sum_k f_k cross_k from entry `from` on, in whole steps: a few of the lower half are
 * written, too, and never read.   row[stride], cross[STEP * stride] */
static void take_blocks(double *restrict row, const double f[STEP], const double *restrict cross,
                        size_t from, size_t stride)
{
    for (size_t j = from / STEP * STEP; j < stride; j += STEP)
        for (size_t i = 0; i < STEP; i++)
            row[j + i] = row[j + i] - f[0] * cross[j + i] - f[1] * cross[stride + j + i] -
                         f[2] * cross[2 * stride + j + i] - f[3] * cross[3 * stride + j + i];
}

/* The cross sums of up to STEP blocks from *block on that hold more than next to nothing, weighed
 * by d; 0 where there are none.   cross[STEP * stride], d[STEP], right[STEP] out */
static void load_blocks(double *cross, double d[STEP], double right[STEP], int *block,
                        const struct ridge *ridge, size_t stride)
{
    memset(cross, 0, sizeof *cross * STEP * stride);
    int taken = 0;
    for (; *block < ridge->n_blocks && taken < STEP; ++*block) {
        double weight = ridge->block_weight[*block];
        if (weight <= NEXT_TO_NOTHING * ridge->block_pull)
            continue;
        gather(cross + (size_t)taken * stride, ridge->cross + (size_t)*block * (size_t)ridge->n,
               ridge->used, ridge->n_used);
        d[taken] = 1 / (weight + ridge->block_pull);
        right[taken++] = ridge->block_right[*block];
    }
    for (; taken < STEP; taken++)
        d[taken] = right[taken] = 0;
}

/* S and its right side, of the used columns.   cross[STEP * stride]  room */
static void reduce(double *s, double *right, double *cross, const struct ridge *ridge,
                   const double *pull, double scale)
{
    const int *used = ridge->used;
    int n = ridge->n_used;
    size_t stride = stride_of(n);
    gather(right, ridge->right, used, n);
    memset(s, 0, sizeof *s * (size_t)n * stride);
    for (int i = 0; i < n; i++) {
        double *row = s + (size_t)i * stride;
        gather(row + i, ridge->normal + (size_t)used[i] * (size_t)ridge->n, used + i, n - i);
        row[i] += scale * pull[used[i]];
    }
    for (int k = 0; k < ridge->n_blocks;) {
        double d[STEP], rest[STEP], f[STEP];
        load_blocks(cross, d, rest, &k, ridge, stride);
        for (int i = 0; i < n; i++) {
            bool any = false;
            for (size_t m = 0; m < STEP; m++) {
                f[m] = d[m] * cross[m * stride + (size_t)i];
                right[i] -= f[m] * rest[m];
                any |= f[m] != 0;
            }
            if (any)
                take_blocks(s + (size_t)i * stride, f, cross, (size_t)i, stride);
        }
    }
}

/* below -= f row + g next from entry `from` on, in whole steps as above. */
static void take_rows(double *restrict below, const double *restrict row, double f,
                      const double *restrict next, double g, size_t from, size_t stride)
{
    for (size_t j = from / STEP * STEP; j < stride; j += STEP)
        for (size_t i = 0; i < STEP; i++)
            below[j + i] = below[j + i] - f * row[j + i] - g * next[j + i];
}

static double inverse_of(double pivot)
{
    return pivot > 0 ? 1 / pivot : 0;
}

/* Gauss' elimination of a symmetric system by two rows at once, the right side along with it. */
static void eliminate(double *s, double *right, int n)
{
    size_t stride = stride_of(n);
    for (int k = 0; k + 1 < n; k += 2) {
        double *row = s + (size_t)k * stride, *next = row + stride;
        double inverse = inverse_of(row[k]), along = row[k + 1] * inverse;
        for (size_t j = (size_t)k + 1; j < stride; j++)
            next[j] -= along * row[j];
        right[k + 1] -= along * right[k];
        double inverse_next = inverse_of(next[k + 1]);
        for (int i = k + 2; i < n; i++) {
            double f = row[i] * inverse, g = next[i] * inverse_next;
            if (f == 0 && g == 0)
                continue;
            right[i] = right[i] - f * right[k] - g * right[k + 1];
            take_rows(s + (size_t)i * stride, row, f, next, g, (size_t)i, stride);
        }
    }
}

/* The right side, and room after it. */
static double *right_of(const struct ridge *ridge)
{
    return ridge->factor + (size_t)ridge->n * stride_of(ridge->n);
}

void ridge_factor(struct ridge *ridge, const int *used, int n_used, const double *pull,
                  double pull_block, double scale)
{
    double *right = right_of(ridge);
    memcpy(ridge->used, used, sizeof *used * (size_t)n_used);
    ridge->n_used = n_used;
    ridge->block_pull = scale * pull_block;
    reduce(ridge->factor, right, right + stride_of(ridge->n), ridge, pull, scale);
    eliminate(ridge->factor, right, n_used);
}

bool ridge_begins_with(const struct ridge *ridge, const int *used, int n_used)
{
    return n_used <= ridge->n_used && memcmp(ridge->used, used, sizeof *used * (size_t)n_used) == 0;
}

void ridge_solve(double *b, double *c, struct ridge *ridge, int n_first)
{
    size_t stride = stride_of(ridge->n_used);
    const int *used = ridge->used;
    const double *right = right_of(ridge);
    double *x = right_of(ridge) + stride_of(ridge->n);
    memset(b, 0, sizeof *b * (size_t)ridge->n);
    for (int k = n_first - 1; k >= 0; k--) {
        const double *row = ridge->factor + (size_t)k * stride;
        x[k] = right[k];
        for (int j = k + 1; j < n_first; j++)
            x[k] -= row[j] * x[j];
        x[k] = row[k] > 0 ? x[k] / row[k] : 0;
        b[used[k]] = x[k];
    }
    for (int k = 0; k < ridge->n_blocks; k++) {
        const double *cross = ridge->cross + (size_t)k * (size_t)ridge->n;
        double rest = ridge->block_right[k];
        for (int i = 0; i < n_first; i++)
            rest -= cross[used[i]] * x[i];
        c[k] = rest / (ridge->block_weight[k] + ridge->block_pull);
    }
}

double ridge_dot(const struct ridge_row *row, const double *b)
{
    double sum = 0;
    for (int i = 0; i < row->n; i++)
        sum += row->value[i] * b[row->column[i]];
    return sum;
}
