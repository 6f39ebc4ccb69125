/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_cover.c - the requirement as priced rows: steps of base/requirement.h in units and grains,
 * and the grain itself, a millionth of the dearest unit's power of ten. */
#include <assert.h>
#include <math.h>

#include "scheduler/build_part.h"

/* Largest power of ten not above x > 0. */
static double power_of_ten(double x)
{
    return pow(10, floor(log10(x)));
}

static double grain_for(const struct build *b, const struct requirement *requirement,
                        double price_factor)
{
    double dearest = 0;
    for (int q = 0; q < requirement->n_queues; q++) {
        dearest = fmax(dearest, requirement->price_short[q] * price_factor *
                                    short_steps[N_SHORT_STEPS - 1].factor);
        dearest = fmax(dearest,
                       requirement->price_surplus[q] * surplus_steps[N_SURPLUS_STEPS - 1].factor);
    }
    dearest = fmax(dearest / UNITS_PER_H, build_dearest_post(b));
    return dearest > 0 ? power_of_ten(dearest) * 1e-6 : 1e-6;
}

/* One side of the need: widths in units and prices in grains a unit. */
static int price_side(int32_t *width, int64_t *price, const struct build *b,
                      const struct price_step *steps, int n, int32_t need, double price_per_h)
{
    double grains = price_per_h / (b->problem.currency_per_grain * UNITS_PER_H);
    int32_t edge = 0;
    assert(n <= MAX_PIECES);
    for (int k = 0; k < n - 1; k++) {
        double people = ceil(steps[k].share * need / b->problem.full_row - 1e-9);
        int32_t until = (int32_t)fmax(people, steps[k].people) * b->problem.full_row;
        width[k] = until - edge;
        price[k] = llround(steps[k].factor * grains);
        edge = until;
    }
    width[n - 1] = INT32_MAX;
    price[n - 1] = llround(steps[n - 1].factor * grains);
    return n;
}

static struct cover_price price_row(const struct build *b, double need, double price_short,
                                    double price_surplus)
{
    struct cover_price out = {.need = (int32_t)lround(need * b->problem.full_row)};
    out.n_short = price_side(out.short_width, out.short_price, b, short_steps, N_SHORT_STEPS,
                             out.need, price_short);
    out.n_surplus = price_side(out.surplus_width, out.surplus_price, b, surplus_steps,
                               N_SURPLUS_STEPS, out.need, price_surplus);
    return out;
}

void build_cover(struct build *b, double price_factor)
{
    const struct requirement *r = b->requirement;
    struct problem *p = &b->problem;
    p->n_rows = b->horizon->grid.n_slots;
    p->n_posts = r->n_queues + b->n_duty;
    p->n_side_posts = b->n_duty;
    p->row_min = b->horizon->grid.slot_s / 60;
    p->full_row = p->row_min * UNITS_PER_MIN;
    p->currency_per_grain = grain_for(b, r, price_factor);
    struct cover_price *cover = ARENA_ARRAY(b->arena, struct cover_price, p->n_posts * p->n_rows);
    for (int q = 0; q < r->n_queues; q++)
        for (int t = 0; t < p->n_rows; t++)
            cover[q * p->n_rows + t] =
                price_row(b, r->need[q * p->n_rows + t], r->price_short[q] * price_factor,
                          r->price_surplus[q]);
    build_price_posts(b, cover + r->n_queues * p->n_rows);
    p->cover = cover;
}
