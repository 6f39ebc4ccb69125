/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_forecast_bank.c - the calls of a real bank, rolling origins: better than the plain means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/backtest.h"
#include "tests/bench/calls_csv.h"

static struct arena *arena;
static struct diags *diags;
static struct tz *zone;
static struct series series;

static int setup(void **state)
{
    (void)state;
    char path[4096];
    arena = arena_new();
    diags = diags_new();
    snprintf(path, sizeof path, "%s/samples/manila-bank/calls/bank-voice.csv",
             getenv("TOP_SRCDIR"));
    return tz_load(&zone, "America/New_York", NULL, diags) != OK ||
           !calls_csv_read(&series, path, zone, 300, 2, arena);
}

static int teardown(void **state)
{
    (void)state;
    tz_free(zone);
    diags_free(diags);
    arena_free(arena);
    return 0;
}

static struct forecast_input input(void)
{
    return (struct forecast_input){
        .name = "bank", .series = &series, .zone = zone, .aht_s = 210, .until = NO_DATE};
}

/* Row of a method over all weeks. */
static const struct backtest_row *row(const struct backtest *b, const char *method)
{
    for (int i = 0; i < b->n_rows; i++)
        if (b->row[i].week == 0 && strcmp(b->row[i].method, method) == 0)
            return &b->row[i];
    fail();
    return NULL;
}

static void beats_the_plain_methods(void **state)
{
    (void)state;
    static const struct {
        int slot_s;
        double most; /* WAPE */
    } bars[] = {{1800, 0.053}, {300, 0.075}};
    for (int i = 0; i < 2; i++) {
        struct forecast_input in = input();
        struct backtest b;
        assert_int_equal(backtest_run(&b, &in, bars[i].slot_s, 6, 14, arena, diags), OK);
        assert_int_equal(b.n_origins, 6);
        assert_int_equal(b.origin[0], date_from_civil(2003, 9, 8));
        const struct backtest_row *ours = row(&b, "combination");
        assert_true(ours->wape <= bars[i].most);
        assert_true(ours->wape < row(&b, "mean of 8")->wape);
        assert_true(ours->wape < row(&b, "median of 6")->wape);
        assert_true(ours->cover[GRAIN_SLOT][BAND_80] > 0.75 &&
                    ours->cover[GRAIN_SLOT][BAND_80] < 0.86);
        assert_true(ours->cover[GRAIN_SLOT][BAND_90] > 0.86 &&
                    ours->cover[GRAIN_SLOT][BAND_90] < 0.94);
    }
}

/* The plain methods' own figures are known from elsewhere (R): the protocol is the same. */
static void protocol_is_the_usual_one(void **state)
{
    (void)state;
    struct forecast_input in = input();
    struct backtest b;
    assert_int_equal(backtest_run(&b, &in, 300, 6, 14, arena, diags), OK);
    assert_true(fabs(row(&b, "last week")->wape - 0.1167) < 0.0001);
    assert_true(fabs(row(&b, "median of 6")->wape - 0.0865) < 0.0001);
    assert_true(fabs(row(&b, "last week")->mase - 1.064) < 0.001);
}

/* The week after the clocks went back in New York: the same local hours, one UTC hour later. */
static void follows_the_client_clock(void **state)
{
    (void)state;
    struct forecast_input in = input();
    struct forecast f;
    int64_t begin = (int64_t)date_from_civil(2003, 10, 27) * 86400;
    struct grid grid = {begin, 1800, 7 * 48};
    assert_int_equal(forecast_series(&f, &in, &grid, arena, diags), OK);
    for (int k = 0; k < grid.n_slots; k++) {
        int64_t at = begin + (int64_t)k * 1800;
        int hour = tz_minute(zone, at) / 60;
        bool open = date_weekday(tz_date(zone, at)) <= FRIDAY && hour >= 7 &&
                    tz_minute(zone, at) < 21 * 60 + 5;
        assert_true(f.open[k] == open);
        assert_true(open ? f.calls[k] > 50 : f.calls[k] == 0);
        for (int i = 1; i < N_QUANTILES; i++)
            assert_true(f.quantile[i][k] >= f.quantile[i - 1][k]);
        assert_true(f.aht_s[k] == 210);
    }
    /* 07:00 in New York is 12:00 UTC in winter: Monday's first slot with calls. */
    assert_true(f.calls[23] == 0 && f.calls[24] > 0);
}

/* A finer and a coarser grid hold the same contacts. */
static void grids_agree(void **state)
{
    (void)state;
    double sum[3] = {0};
    static const int slots[] = {300, 900, 3600};
    for (int i = 0; i < 3; i++) {
        struct forecast_input in = input();
        struct forecast f;
        struct grid grid = {(int64_t)date_from_civil(2003, 10, 27) * 86400, slots[i],
                            5 * 86400 / slots[i]};
        assert_int_equal(forecast_series(&f, &in, &grid, arena, diags), OK);
        for (int k = 0; k < grid.n_slots; k++)
            sum[i] += f.calls[k];
    }
    assert_true(fabs(sum[1] / sum[0] - 1) < 0.01);
    assert_true(fabs(sum[2] / sum[0] - 1) < 0.01);
}

static void same_input_same_numbers(void **state)
{
    (void)state;
    struct forecast_input in = input();
    struct forecast f, g;
    struct grid grid = {(int64_t)date_from_civil(2003, 10, 27) * 86400, 1800, 48};
    assert_int_equal(forecast_series(&f, &in, &grid, arena, diags), OK);
    assert_int_equal(forecast_series(&g, &in, &grid, arena, diags), OK);
    assert_memory_equal(f.calls, g.calls, sizeof *f.calls * 48);
    /* What comes later cannot be looked at. */
    in.until = date_from_civil(2003, 9, 1);
    grid.begin = (int64_t)date_from_civil(2003, 9, 1) * 86400;
    assert_int_equal(forecast_series(&f, &in, &grid, arena, diags), OK);
    in.until = NO_DATE;
    assert_int_equal(forecast_series(&g, &in, &grid, arena, diags), OK);
    assert_memory_equal(f.calls, g.calls, sizeof *f.calls * 48);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beats_the_plain_methods),  cmocka_unit_test(protocol_is_the_usual_one),
        cmocka_unit_test(follows_the_client_clock), cmocka_unit_test(grids_agree),
        cmocka_unit_test(same_input_same_numbers),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
