/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves, conjugates and the transport against brute force. */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/rng.h"
#include "scheduler/cover.h"

#define POSTS 3
#define GROUPS 4

static const uint64_t group_posts[GROUPS] = {1, 3, 6, 5};

static int pick(struct rng *rng, int n)
{
    return (int)rng_below(rng, (uint32_t)n);
}

/* One row, small numbers. */
static void make_prices(struct cover_price *cover, int32_t *given, struct rng *rng)
{
    for (int p = 0; p < POSTS; p++) {
        cover[p] = (struct cover_price){
            .need = pick(rng, 7), .n_short = pick(rng, 4), .n_surplus = pick(rng, 3)};
        int64_t price = pick(rng, 3);
        for (int k = 0; k < cover[p].n_short; k++) {
            cover[p].short_width[k] = 1 + pick(rng, 3);
            cover[p].short_price[k] = price;
            price += pick(rng, 4);
        }
        price = pick(rng, 2);
        for (int k = 0; k < cover[p].n_surplus; k++) {
            cover[p].surplus_width[k] = 1 + pick(rng, 3);
            cover[p].surplus_price[k] = price;
            price += pick(rng, 3);
        }
        given[p] = pick(rng, 4) == 0 ? pick(rng, 5) : 0;
    }
}

/* The price of y units by the words of problem.h, unit by unit. */
static int64_t price_of(const struct cover_price *cover, int32_t y)
{
    int n = y < cover->need ? cover->n_short : cover->n_surplus;
    const int32_t *width = y < cover->need ? cover->short_width : cover->surplus_width;
    const int64_t *price = y < cover->need ? cover->short_price : cover->surplus_price;
    int32_t away = y < cover->need ? cover->need - y : y - cover->need;
    int64_t cost = 0;
    for (int32_t unit = 0; unit < away; unit++) {
        int k = 0;
        for (int32_t until = 0; k < n - 1; k++) {
            until += width[k];
            if (unit < until)
                break;
        }
        cost += n > 0 ? price[k] : 0;
    }
    return cost;
}

/* Least cost of placing the groups' units, group by group, in every way. */
static int64_t brute(const struct cover_price *cover, const int32_t *given, const int *supply,
                     int group, int left, int post, int32_t *y)
{
    if (group == GROUPS) {
        int64_t cost = 0;
        for (int p = 0; p < POSTS; p++)
            cost += price_of(&cover[p], y[p] + given[p]);
        return cost;
    }
    if (post == POSTS) {
        if (left > 0)
            return INT64_MAX;
        return brute(cover, given, supply, group + 1, group + 1 < GROUPS ? supply[group + 1] : 0, 0,
                     y);
    }
    int64_t best = INT64_MAX;
    int most = (group_posts[group] >> post & 1) != 0 ? left : 0;
    for (int units = 0; units <= most; units++) {
        y[post] += units;
        int64_t cost = brute(cover, given, supply, group, left - units, post + 1, y);
        y[post] -= units;
        best = cost < best ? cost : best;
    }
    return best;
}

/* A fifth group takes from the second post: as if so much less were given there. */
static void taking(void **state)
{
    (void)state;
    static const uint64_t posts[GROUPS + 1] = {1, 3, 6, 5, 2};
    static const int8_t weight[GROUPS + 1] = {4, 4, 4, 4, -1};
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct rng rng;
        struct cover_price cover[POSTS];
        int32_t given[POSTS];
        int supply[GROUPS] = {0}, taken = 0;
        struct person people[2] = {{.group = GROUPS}, {.group = GROUPS}};
        rng_seed(&rng, seed, 5, 0);
        make_prices(cover, given, &rng);
        struct problem problem = {.n_rows = 1,
                                  .n_posts = POSTS,
                                  .n_groups = GROUPS + 1,
                                  .n_days = 1,
                                  .n_people = 2,
                                  .people = people,
                                  .full_row = 8,
                                  .group_posts = posts,
                                  .group_weight_q = weight,
                                  .cover = cover,
                                  .given = given};
        struct cover_model *model = cover_model_new(&problem);
        struct cover_state *s = cover_state_new(model);
        for (int step = 0; step < 16; step++) {
            int g = pick(&rng, GROUPS + 1), units = pick(&rng, 4);
            if (g == GROUPS) {
                units = taken == 4 || (taken > 0 && pick(&rng, 2)) ? -1 : 1;
                taken += units;
            } else {
                units = pick(&rng, 3) == 0 ? -(units < supply[g] ? units : supply[g]) : units;
                supply[g] += units;
            }
            int64_t before = s->value;
            int64_t probe = cover_probe(s, 0, g, g == GROUPS ? 4 * units : units);
            assert_true(s->value == before);
            assert_true(cover_add(s, 0, g, g == GROUPS ? 4 * units : units) == probe);
            int32_t y[POSTS] = {0, -taken, 0};
            assert_int_equal(s->value, brute(cover, given, supply, 0, supply[0], 0, y));
        }
        cover_state_free(s);
        cover_model_free(model);
    }
}

/* Supplies go up and down at random; after each change the value is the brute-force optimum. */
static void transport(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct rng rng;
        struct cover_price cover[POSTS];
        int32_t given[POSTS];
        int supply[GROUPS] = {0};
        rng_seed(&rng, seed, 3, 0);
        make_prices(cover, given, &rng);
        struct problem problem = {.n_rows = 1,
                                  .n_posts = POSTS,
                                  .n_groups = GROUPS,
                                  .group_posts = group_posts,
                                  .cover = cover,
                                  .given = given};
        struct cover_model *model = cover_model_new(&problem);
        struct cover_state *s = cover_state_new(model);
        for (int step = 0; step < 12; step++) {
            int g = pick(&rng, GROUPS), units = pick(&rng, 4);
            units = pick(&rng, 3) == 0 ? -(units < supply[g] ? units : supply[g]) : units;
            int64_t before = s->value, probe = cover_probe(s, 0, g, units);
            assert_true(s->value == before);
            assert_true(cover_add(s, 0, g, units) == probe);
            supply[g] += units;
            int32_t y[POSTS] = {0};
            int64_t want = brute(cover, given, supply, 0, supply[0], 0, y);
            assert_int_equal(s->value, want);
            assert_int_equal(before + probe, want);
        }
        cover_state_free(s);
        cover_model_free(model);
    }
}

static void conjugate(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct rng rng;
        struct cover_price cover[POSTS];
        int32_t given[POSTS];
        rng_seed(&rng, seed, 4, 0);
        make_prices(cover, given, &rng);
        struct problem problem = {.n_rows = 1,
                                  .n_posts = POSTS,
                                  .n_groups = GROUPS,
                                  .group_posts = group_posts,
                                  .cover = cover,
                                  .given = given};
        struct cover_model *model = cover_model_new(&problem);
        for (int p = 0; p < POSTS; p++) {
            const struct curve *curve = &model->curve[p];
            double least = -(double)curve->slope[curve->n - 1];
            for (double price = least; price < least + 14; price += 0.25) {
                double want = INFINITY;
                for (int y = 0; y < 40; y++) {
                    assert_int_equal(curve_cost(curve, y), price_of(&cover[p], y + given[p]));
                    want = fmin(want, (double)curve_cost(curve, y) + price * y);
                }
                assert_true(curve_conjugate(curve, price) == want);
            }
        }
        cover_model_free(model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(transport), cmocka_unit_test(taking),
                                       cmocka_unit_test(conjugate)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
