/* SPDX-License-Identifier: GPL-3.0-or-later */
/* queuesbench.c - seconds to forecast two weeks of many made-up queues, and how they grow with the
 * history.
 * usage: queuesbench [QUEUES [DAYS [WORKERS]]], 200 queues of 730 days by 30 minutes on two
 * threads; then the same queues with half and a quarter of the days. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/pool.h"
#include "base/rng.h"
#include "forecast/forecast.h"

enum { SLOT_S = 1800, SLOTS_A_DAY = 48, AHEAD = 14 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Weekdays twice as busy as weekends, a hump at noon, 8 % a day and the noise of counts. */
static void make_series(struct series *out, int queue, int64_t begin, int days, struct arena *arena)
{
    struct rng rng;
    double day = 1;
    rng_seed(&rng, 9, 1, (uint64_t)queue);
    *out = (struct series){.queue = queue, .grid = {begin, SLOT_S, days * SLOTS_A_DAY}};
    out->offered = ARENA_ARRAY(arena, double, out->grid.n_slots);
    for (int k = 0; k < out->grid.n_slots; k++) {
        int of_day = k % SLOTS_A_DAY, d = k / SLOTS_A_DAY;
        if (of_day == 0)
            day = exp(0.08 * rng_normal(&rng)) * (d % 7 < 5 ? 1 : 0.5);
        double mean = day * (5 + 60 * pow(sin(M_PI * of_day / SLOTS_A_DAY), 2));
        out->offered[k] = fmax(0, round(mean + sqrt(mean) * rng_normal(&rng)));
    }
}

static int run(int queues, int days, struct pool *pool)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct account account = {.id = "a", .share = 1};
    struct plan plan = {.accounts = &account, .n_accounts = 1, .n_queues = queues};
    struct demand demand;
    int64_t begin = (int64_t)date_from_civil(2024, 1, 1) * 86400;
    if (tz_load(&account.zone, "UTC", NULL, diags) != OK)
        return 1;
    plan.queues = ARENA_ARRAY(arena, struct queue, queues);
    plan.history = ARENA_ARRAY(arena, struct series, queues);
    for (int q = 0; q < queues; q++) {
        plan.queues[q] = (struct queue){.id = arena_printf(arena, "q%d", q), .aht_s = 300};
        make_series(&plan.history[q], q, begin, days, arena);
    }
    struct grid grid = {begin + (int64_t)days * 86400, SLOT_S, AHEAD * SLOTS_A_DAY};
    double start = now_s();
    enum status status = forecast_demand_parallel(&demand, &plan, &grid, pool, arena, diags);
    double wall = now_s() - start, rows = (double)queues * days * SLOTS_A_DAY;
    printf("%d queues of %d days by 30 min, %d threads: %.2f s, %.2f us a row\n", queues, days,
           pool_workers(pool), wall, 1e6 * wall / rows);
    tz_free(account.zone);
    diags_free(diags);
    arena_free(arena);
    return status != OK;
}

int main(int argc, char **argv)
{
    int queues = argc > 1 ? atoi(argv[1]) : 200, days = argc > 2 ? atoi(argv[2]) : 730;
    struct pool *pool = pool_new(argc > 3 ? atoi(argv[3]) : 2);
    int failed = 0;
    for (int part = 1; part <= 4; part *= 2)
        failed |= run(queues, days / part, pool);
    pool_free(pool);
    return failed;
}
