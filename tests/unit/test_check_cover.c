/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_check_cover.c - the checker's transport of people to queues against trying all splits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "scheduler/check.h"
#include "tests/unit/centre.h"

/* People missing of less than 13 needed, weighed: the first at 1, the second (and those up to 15 %
 * of the need in whole people) at 1.5, then at 2.5. */
static double by_steps(double missing, double need)
{
    double second = fmax(2, ceil(0.15 * need - 1e-9));
    return missing + 0.5 * fmax(0, missing - 1) + fmax(0, missing - second);
}

/* People over a need below 5: the first at 1, the others at 1.5. */
static double over_by_steps(double over)
{
    return over + 0.5 * fmax(0, over - 1);
}

/* All ways to split a half-hour among two queues, by the quarter of a minute. */
static double best_split(const double *need, const double *price, int n_one, int n_both, int n_two)
{
    double best = INFINITY;
    for (int k = 0; k <= 120 * n_both; k++) {
        double part = k / 120.0, cover[2] = {n_one + part, n_two + n_both - part}, cost = 0;
        for (int q = 0; q < 2; q++) {
            double off = need[q] - cover[q];
            cost += off > 0 ? price[q] / 2 * by_steps(off, need[q]) : 50 * over_by_steps(-off);
        }
        best = fmin(best, cost);
    }
    return best;
}

/* In the first slot of duty: of both queues' need the flexible have what the others leave. */
static void shares_add_up(const struct centre *c, const struct check_result *result, const int *n)
{
    int slot = (int)grid_slot(&c->requirement.grid, centre_at(c, "2003-10-27", 480));
    double given[4] = {0}, need[2][4] = {{0}}, of_queue[2] = {0}, of_need[2] = {0};
    for (int i = 0; i < result->n_shares; i++) {
        const struct group_share *share = &result->share[i];
        if (share->slot != slot)
            continue;
        given[share->group] += share->given;
        need[share->queue][share->group] += share->need;
        of_queue[share->queue] += share->given;
        of_need[share->queue] += share->need;
    }
    for (int set = 1; set <= 3; set++)
        assert_true(given[set] == n[set]);
    for (int q = 0; q < 2; q++) {
        int at = q * c->requirement.grid.n_slots + slot, alone = n[1 + q];
        double wanted = c->requirement.need[at];
        assert_true(of_queue[q] == result->cover[at] && of_need[q] == wanted);
        if (alone >= wanted)
            assert_true(need[q][1 + q] == wanted && need[q][3] == 0);
        else if (result->cover[at] >= wanted)
            assert_true(need[q][1 + q] == alone && need[q][3] == wanted - alone);
    }
}

static void cover_is_the_best_split(void **state)
{
    (void)state;
    struct rng rng;
    rng_seed(&rng, 5, 0, 0);
    for (int round = 0; round < 200; round++) {
        struct centre c;
        centre_init(&c, "Asia/Manila", 0, "2003-10-27", 7, 30);
        centre_add_queue(&c, "mail");
        int n[4], kind_of[12], n_agents = 0;
        for (int set = 1; set <= 3; set++) {
            n[set] = (int)rng_below(&rng, 4);
            for (int i = 0; i < n[set]; i++)
                kind_of[n_agents++] = set;
        }
        centre_add_shift(&c, "D", 8 * 60, 8 * 60, 480, 0, 0);
        struct duty *duty = ARENA_ARRAY(c.arena, struct duty, 12);
        for (int i = n_agents - 1; i >= 0; i--) {
            int a = centre_add_agent(&c, "A", 0, (uint64_t)kind_of[i]);
            int64_t start = centre_at(&c, "2003-10-27", 480);
            duty[a] = (struct duty){.agent = a,
                                    .work_date = c.horizon.first,
                                    .start = start,
                                    .end = start + 480 * 60,
                                    .queues = (uint64_t)kind_of[i],
                                    .paid_min = 480};
        }
        double need[2] = {rng_below(&rng, 8), rng_below(&rng, 8)};
        c.requirement.price_short[1] = 300 + rng_below(&rng, 900);
        for (int q = 0; q < 2; q++)
            centre_need(&c, q, 480, 480 + 30, need[q]);
        struct roster roster = {
            .horizon = c.horizon, .duty = duty, .n_duties = n_agents, .value = NAN, .bound = NAN};
        struct check_result result;
        check_roster(&result, &c.plan, &c.requirement, &roster, c.arena, c.diags);
        double first = best_split(need, c.requirement.price_short, n[1], n[3], n[2]);
        double none[2] = {0, 0};
        double others = 15 * best_split(none, c.requirement.price_short, n[1], n[3], n[2]);
        double days_off = 6 * best_split(need, c.requirement.price_short, 0, 0, 0);
        shares_add_up(&c, &result, n);
        double cost = result.cost_short + result.cost_surplus;
        assert_true(fabs(cost - first - others - days_off) < 1e-6);
        centre_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cover_is_the_best_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
