/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest pauses against all placements. */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/rng.h"
#include "scheduler/breaks.h"

#define TICK 15

static int pick(struct rng *rng, int n)
{
    return (int)rng_below(rng, (uint32_t)n);
}

/* Least loss over all legal placements from pause k on, by the words of problem.h. */
static double enumerate(const struct break_plan *plan, int length_min, const double *loss_of_tick,
                        int k, int end_before)
{
    int longest = plan->longest_work_min > 0 ? plan->longest_work_min : INT_MAX;
    if (k == plan->n_pauses)
        return length_min - end_before <= longest ? 0 : INFINITY;
    double best = INFINITY;
    for (int s = 0; s <= length_min - plan->len_min[k]; s += plan->step_min) {
        int work = s - end_before;
        if (s < plan->from_min[k] || s > plan->to_min[k] || work < 0 || work > longest ||
            (k > 0 && work < plan->least_work_min))
            continue;
        double loss = 0;
        for (int t = s; t < s + plan->len_min[k]; t += TICK)
            loss += loss_of_tick[t / TICK];
        best = fmin(best,
                    loss + enumerate(plan, length_min, loss_of_tick, k + 1, s + plan->len_min[k]));
    }
    return best;
}

static void make_plan(struct break_plan *plan, int length_min, struct rng *rng)
{
    *plan = (struct break_plan){.n_pauses = 1 + pick(rng, 4),
                                .step_min = TICK * (1 + pick(rng, 2)),
                                .longest_work_min = pick(rng, 3) ? 60 * (2 + pick(rng, 4)) : 0,
                                .least_work_min = TICK * pick(rng, 6)};
    for (int k = 0; k < plan->n_pauses; k++) {
        plan->len_min[k] = TICK * (1 + pick(rng, 3));
        plan->from_min[k] = pick(rng, length_min / plan->n_pauses) * (k + 1) / 2;
        plan->to_min[k] = plan->from_min[k] + pick(rng, 240);
    }
}

static void placement(void **state)
{
    (void)state;
    int n_feasible = 0;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        struct rng rng;
        struct break_plan plan;
        double loss_of_tick[64], loss[MAX_BREAKS][MAX_POSITIONS];
        uint8_t at[MAX_BREAKS], again[MAX_BREAKS];
        int16_t start_min[MAX_BREAKS];
        rng_seed(&rng, seed, 6, 0);
        int length_min = 60 * (3 + pick(&rng, 9));
        make_plan(&plan, length_min, &rng);
        for (int t = 0; t < 64; t++)
            loss_of_tick[t] = pick(&rng, 20) - 4;
        struct choice choice = {.start_min = 60, .end_min = 60 + length_min, .break_plan = 0};
        struct problem problem = {.choices = &choice,
                                  .n_choices = 1,
                                  .break_plans = &plan,
                                  .n_break_plans = 1,
                                  .row_min = TICK};
        struct break_model *model = break_model_new(&problem);
        const struct break_shape *shape = &model->shape[model->shape_of[0]];
        double want = enumerate(&plan, length_min, loss_of_tick, 0, 0);
        assert_int_equal(shape->feasible, !isinf(want));
        assert_int_equal(model->tick_min, TICK);
        for (int k = 0; k < shape->n_pauses && shape->feasible; k++)
            for (int i = 0; i < shape->n[k]; i++) {
                loss[k][i] = 0;
                for (int t = 0; t < shape->len[k]; t++)
                    loss[k][i] += loss_of_tick[shape->at[k][i] + t];
            }
        if (shape->feasible) {
            n_feasible++;
            assert_true(breaks_best(shape, loss, at) == want);
            for (int k = 0; k < shape->n_pauses; k++)
                start_min[k] = (int16_t)break_start_min(model, shape, k, at[k]);
            assert_true(break_positions(model, shape, start_min, again));
            for (int k = 0; k < shape->n_pauses; k++)
                assert_int_equal(at[k], again[k]);
        }
        break_model_free(model);
    }
    assert_in_range(n_feasible, 200, 1400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(placement)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
