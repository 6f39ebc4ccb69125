/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_demand.c - the demand of a plan: forecasts, given slots and totals, and what a young queue
 * takes from its client's others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "forecast/forecast.h"

#define HOURS 24
#define DAY_S 86400
#define OLD_DAYS 140
#define YOUNG_DAYS 18
#define N_QUEUES 4

/* One client, UTC, by the hour.  Queue 0 has 20 weeks from Monday 2026-01-05, queue 1 the last 18
 * days of them, at a fifth of its contacts; 2 and 3 have none. */
struct fixture {
    struct arena *arena;
    struct diags *diags;
    struct account account;
    struct queue queue[N_QUEUES];
    struct series history[N_QUEUES];
    struct plan plan;
    struct grid grid; /* the week after */
    double truth[7 * HOURS];
    struct demand demand;
};

/* 10 at night to 110 at noon; Sundays half. */
static double usual(int day, int hour)
{
    double shape = 10 + 100 * exp(-(hour - 12) * (hour - 12) / 20.0);
    return day % 7 == 6 ? shape / 2 : shape;
}

/* A day is 15 % up or down for all queues at once. */
static void fill(struct fixture *f)
{
    struct series *old = &f->history[0], *young = &f->history[1];
    struct rng rng;
    double day = 1;
    rng_seed(&rng, 5, 0, 0);
    for (int k = 0; k < OLD_DAYS * HOURS; k++) {
        if (k % HOURS == 0)
            day = exp(0.15 * rng_normal(&rng));
        double mean = usual(k / HOURS, k % HOURS) * day;
        int at = k - (OLD_DAYS - YOUNG_DAYS) * HOURS;
        old->offered[k] = fmax(0, round(mean + sqrt(mean) * rng_normal(&rng)));
        double noise = sqrt(mean / 5) * rng_normal(&rng);
        if (at >= 0)
            young->offered[at] = fmax(0, round(mean / 5 + noise));
    }
}

static void begin(struct fixture *f)
{
    *f = (struct fixture){.arena = arena_new(), .diags = diags_new()};
    static const char *const id[N_QUEUES] = {"old", "young", "none", "counts"};
    int64_t first = (int64_t)date_from_civil(2026, 1, 5) * DAY_S;
    int64_t end = first + (int64_t)OLD_DAYS * DAY_S;
    assert_int_equal(tz_load(&f->account.zone, "UTC", NULL, f->diags), OK);
    f->account.share = 1;
    f->grid = (struct grid){end, 3600, 7 * HOURS};
    for (int q = 0; q < N_QUEUES; q++)
        f->queue[q] =
            (struct queue){.id = id[q], .aht_s = 200, .volume_factor = 1, .aht_factor = 1};
    for (int q = 0; q < 2; q++) {
        int days = q == 0 ? OLD_DAYS : YOUNG_DAYS;
        f->history[q].grid = (struct grid){end - (int64_t)days * DAY_S, 3600, days * HOURS};
        f->history[q].offered = ARENA_ARRAY(f->arena, double, days *HOURS);
    }
    fill(f);
    f->plan = (struct plan){.accounts = &f->account,
                            .n_accounts = 1,
                            .queues = f->queue,
                            .n_queues = 2,
                            .history = f->history};
}

static void end(struct fixture *f)
{
    tz_free(f->account.zone);
    diags_free(f->diags);
    arena_free(f->arena);
}

static const double *row(const struct fixture *f, int queue)
{
    return f->demand.calls + queue * f->grid.n_slots;
}

static void forecast(struct fixture *f)
{
    assert_int_equal(forecast_demand(&f->demand, &f->plan, &f->grid, f->arena, f->diags), OK);
}

static double error_of_young(const struct fixture *f)
{
    double error = 0;
    for (int k = 0; k < f->grid.n_slots; k++)
        error += fabs(row(f, 1)[k] - usual(OLD_DAYS + k / HOURS, k % HOURS) / 5);
    return error;
}

/* The level is known from 18 days to some 4 %, the ratio to the other queue much better. */
static void a_young_queue_leans_on_its_relatives(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    forecast(&f);
    double leaning = error_of_young(&f);
    assert_non_null(strstr(f.diags->item[f.diags->n - 1].message, "the client's other queues"));
    struct account other = {.share = 1, .zone = f.account.zone};
    struct account two[2] = {f.account, other};
    f.plan.accounts = two;
    f.queue[1].account = 1;
    forecast(&f);
    assert_true(leaning < 0.7 * error_of_young(&f));
    end(&f);
}

/* A channel that waits has another day, and a list has none. */
static void only_queues_alike_are_related(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    f.queue[1].channel = CHANNEL_EMAIL;
    forecast(&f);
    double alone = error_of_young(&f);
    f.queue[1].channel = CHANNEL_OUTBOUND;
    forecast(&f);
    assert_true(error_of_young(&f) == alone);
    f.queue[1].channel = CHANNEL_CHAT;
    forecast(&f);
    assert_true(error_of_young(&f) < alone);
    end(&f);
}

/* A day and a week of which the total is known, of a queue without a history. */
static void a_total_takes_the_pattern_of_the_relatives(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    struct given totals[] = {
        {.queue = 2,
         .start = f.grid.begin - DAY_S,
         .slot_s = 7 * DAY_S,
         .is_total = true,
         .value = 700,
         .aht_s = NAN},
        {.queue = 2,
         .start = f.grid.begin + 6 * DAY_S,
         .slot_s = DAY_S,
         .is_total = true,
         .value = 50,
         .aht_s = 90},
    };
    f.plan.n_queues = 3;
    f.plan.forecast_given = totals;
    f.plan.n_forecast_given = 2;
    forecast(&f);
    assert_int_equal(f.demand.source[2], 'c');
    double week = 0, day = 0;
    struct grid later = {grid_end(&f.grid) - 3600, 3600, 24}; /* a total covers one hour of it */
    for (int k = 0; k < 7 * HOURS; k++)
        *(k < 6 * HOURS ? &week : &day) += row(&f, 2)[k];
    assert_true(fabs(day - 50) < 1e-9);
    /* The first day of the week, a Sunday, lies before the days to forecast: it has its part, and
     * is not history any more. */
    assert_true(fabs(week - 700 / 6.5 * 6) < 0.02 * 700);
    assert_true(fabs(row(&f, 2)[12] / row(&f, 2)[2] * row(&f, 0)[2] / row(&f, 0)[12] - 1) < 0.02);
    assert_true(f.demand.aht_s[2 * f.grid.n_slots + 12] == 200);
    assert_true(f.demand.aht_s[2 * f.grid.n_slots + 6 * HOURS + 12] == 90);
    assert_true(f.demand.p05[2 * f.grid.n_slots + 12] < row(&f, 2)[12]);
    f.grid = later;
    forecast(&f);
    assert_true(row(&f, 2)[0] > 0 && row(&f, 2)[1] == 0);
    end(&f);
}

/* With nobody to follow: its open hours, evenly. */
static void a_total_alone_is_spread_over_the_open_hours(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    struct given total = {.queue = 0,
                          .start = f.grid.begin,
                          .slot_s = DAY_S,
                          .is_total = true,
                          .value = 48,
                          .aht_s = NAN};
    f.plan.history = NULL;
    f.plan.n_queues = 1;
    f.plan.forecast_given = &total;
    f.plan.n_forecast_given = 1;
    forecast(&f);
    for (int k = 0; k < HOURS; k++)
        assert_true(fabs(row(&f, 0)[k] - 2) < 1e-9);
    assert_true(row(&f, 0)[HOURS] == 0);
    assert_non_null(strstr(f.diags->item[0].message, "evenly"));
    end(&f);
}

/* A total of a queue with a history keeps its pattern and dispersion. */
static void a_total_scales_our_forecast(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    f.plan.n_queues = 1;
    forecast(&f);
    double sum = 0, noon = row(&f, 0)[12], spread = f.demand.p95[12] / noon;
    for (int k = 0; k < HOURS; k++)
        sum += row(&f, 0)[k];
    struct given total = {.queue = 0,
                          .start = f.grid.begin,
                          .slot_s = DAY_S,
                          .is_total = true,
                          .value = 2 * sum,
                          .aht_s = NAN};
    f.plan.forecast_given = &total;
    f.plan.n_forecast_given = 1;
    forecast(&f);
    assert_true(fabs(row(&f, 0)[12] - 2 * noon) < 1e-9 * noon);
    assert_true(f.demand.p95[12] / row(&f, 0)[12] > 1.1 &&
                f.demand.p95[12] / row(&f, 0)[12] < spread);
    end(&f);
}

static void given_slots_and_counts(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    f.account.share = 0.25;
    f.queue[2].aht_s = 240;
    struct given contacts[] = {
        {.queue = 2, .start = f.grid.begin + 3600, .slot_s = 7200, .value = 30, .aht_s = NAN},
        {.queue = 2, .start = f.grid.begin + 10800, .slot_s = 1800, .value = 4, .aht_s = 500}};
    struct given people[] = {{.queue = 3, .start = f.grid.begin, .slot_s = 3600, .value = 2}};
    f.plan.n_queues = 4;
    f.plan.forecast_given = contacts;
    f.plan.n_forecast_given = 2;
    f.plan.requirement_given = people;
    f.plan.n_requirement_given = 1;
    forecast(&f);
    assert_string_equal(f.demand.source, "ffc-");
    assert_true(fabs(row(&f, 0)[12] - 27.5) < 3); /* a quarter of 110 */
    assert_true(f.demand.p05[12] < f.demand.p50[12] && f.demand.p50[12] < f.demand.p95[12]);
    const double *aht_s = f.demand.aht_s + 2 * f.grid.n_slots;
    assert_true(row(&f, 2)[0] == 0 && row(&f, 2)[1] == 15 && row(&f, 2)[2] == 15);
    assert_true(row(&f, 2)[3] == 4 && aht_s[1] == 240 && aht_s[3] == 500);
    assert_true(row(&f, 3)[0] == 0 && f.demand.open[3 * f.grid.n_slots]);
    /* Without any of them: refused, and by name. */
    f.plan.n_requirement_given = 0;
    assert_int_equal(forecast_demand(&f.demand, &f.plan, &f.grid, f.arena, f.diags), ERR_DATA);
    assert_non_null(strstr(f.diags->item[f.diags->n - 1].message, "'counts'"));
    end(&f);
}

static void factors(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    forecast(&f);
    double calls = row(&f, 0)[12], p95 = f.demand.p95[12], aht_s = f.demand.aht_s[12];
    f.queue[0].volume_factor = 1.2;
    f.queue[0].aht_factor = 0.9;
    forecast(&f);
    assert_true(fabs(row(&f, 0)[12] - 1.2 * calls) < 1e-9 * calls);
    assert_true(f.demand.p95[12] > p95 && f.demand.p95[12] < 1.3 * p95);
    assert_true(fabs(f.demand.aht_s[12] - 0.9 * aht_s) < 1e-9 * aht_s);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_young_queue_leans_on_its_relatives),
        cmocka_unit_test(only_queues_alike_are_related),
        cmocka_unit_test(a_total_takes_the_pattern_of_the_relatives),
        cmocka_unit_test(a_total_alone_is_spread_over_the_open_hours),
        cmocka_unit_test(a_total_scales_our_forecast),
        cmocka_unit_test(given_slots_and_counts),
        cmocka_unit_test(factors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
