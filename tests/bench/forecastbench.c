/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecastbench.c - WAPE and seconds of the forecast and of the plain methods on a call history.
 * usage: forecastbench FILE ZONE NATIVE_MIN SLOT_MIN COLUMN [ORIGINS [DAYS [TABLE]]]
 * Rolling origins: the last 6 Mondays with two weeks after them, closed days not scored.  TABLE is
 * written for other programs: y and obs (1 came, 0 filled in from the week before) by slot, whole
 * weeks from a Monday, hours and weekdays that are never open left out. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "forecast/backtest.h"
#include "forecast/daytable.h"
#include "tests/bench/calls_csv.h"

static double now_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print(const struct backtest *b, double seconds)
{
    char date[DATE_TEXT];
    printf("%d origins from %s, %.3f s an origin\n", b->n_origins, date_format(date, b->origin[0]),
           seconds / b->n_origins);
    printf("%-12s %4s %7s %7s %7s %8s | bands 50/80/90 %% of slots, days, weeks\n", "method",
           "week", "WAPE %", "bias %", "MASE", "pinball");
    for (int i = 0; i < b->n_rows; i++) {
        const struct backtest_row *r = &b->row[i];
        printf("%-12s %4d %7.3f %7.3f %7.4f %8.4f |", r->method, r->week, 100 * r->wape,
               100 * r->bias, r->mase, r->pinball);
        for (int g = 0; g < N_GRAINS; g++)
            printf("%s%3.0f %4.1f %4.1f", g ? ", " : " ", 100 * r->cover[g][0],
                   100 * r->cover[g][1], 100 * r->cover[g][2]);
        printf("\n");
    }
}

/* The history by slot, as peers are given it: NAN where nothing of a slot is known. */
static void by_slot(struct series *out, const struct series *in, int slot_s, struct arena *arena)
{
    int ratio = slot_s / in->grid.slot_s;
    *out = *in;
    out->grid.slot_s = slot_s;
    out->grid.begin -= ((in->grid.begin % slot_s) + slot_s) % slot_s;
    int ahead = (int)((in->grid.begin - out->grid.begin) / in->grid.slot_s);
    out->grid.n_slots = (in->grid.n_slots + ahead + ratio - 1) / ratio;
    out->offered = ARENA_ARRAY(arena, double, out->grid.n_slots);
    for (int k = 0; k < out->grid.n_slots; k++)
        out->offered[k] = NAN;
    for (int k = 0; k < in->grid.n_slots; k++) {
        double *mine = &out->offered[(k + ahead) / ratio];
        if (!isnan(in->offered[k]))
            *mine = (isnan(*mine) ? 0 : *mine) + in->offered[k];
    }
}

/* Prints the seconds, and those of the processor, of the forecast alone at each of the origins,
 * from the history by slot in memory to slots with quantiles, on one thread: what a peer's fit and
 * forecast does.  The best of three, since others use the machine. */
static void time_forecast(const struct forecast_input *in, const struct backtest *b, int slot_s,
                          int days, struct diags *diags)
{
    double sum = 0, sum_processor = 0;
    for (int i = 0; i < b->n_origins; i++) {
        double best = INFINITY, best_processor = INFINITY;
        int64_t begin = tz_day_boundary(in->zone, b->origin[i], 0);
        int64_t end = tz_day_boundary(in->zone, b->origin[i] + days, 0);
        struct grid grid = {begin, slot_s, (int)((end - begin) / slot_s)};
        for (int round = 0; round < 3; round++) {
            struct arena *arena = arena_new();
            struct forecast f;
            double start = now_s(CLOCK_MONOTONIC), processor = now_s(CLOCK_PROCESS_CPUTIME_ID);
            if (forecast_series(&f, in, &grid, arena, diags) == OK) {
                best = fmin(best, now_s(CLOCK_MONOTONIC) - start);
                best_processor = fmin(best_processor, now_s(CLOCK_PROCESS_CPUTIME_ID) - processor);
            }
            arena_free(arena);
        }
        sum += best;
        sum_processor += best_processor;
    }
    printf("%.5f s a forecast, %.5f s of processor\n", sum / b->n_origins,
           sum_processor / b->n_origins);
}

static bool is_open(const struct daytable *t, int day)
{
    const bool *open = t->open + (size_t)daytable_weekday(t, day) * (size_t)t->n_cells;
    for (int c = 0; c < t->n_cells; c++)
        if (open[c])
            return true;
    return false;
}

/* Prints the slots a day and the days a week. */
static int write_table(const char *path, const struct forecast_input *in, int slot_s,
                       struct arena *arena)
{
    struct daytable t;
    FILE *out = fopen(path, "w");
    if (!out)
        return 1;
    daytable_make(&t, in, slot_s, NO_DATE, arena);
    int first = 0, days_a_week = 0, n = t.n_known;
    while (first < n && daytable_weekday(&t, first) != MONDAY)
        first++;
    for (int d = first; d < first + 7 && d < n; d++)
        days_a_week += is_open(&t, d);
    fprintf(out, "y,obs\n");
    for (int d = first; d < n + 6 - (n - first + 6) % 7; d++) {
        for (int c = 0; c < t.n_cells && is_open(&t, d); c++) {
            int known = d < n && !isnan(daytable_row(&t, d)[c]), from = d - 7;
            while (!known && from >= n)
                from -= 7;
            while (!known && from >= 0 && isnan(daytable_row(&t, from)[c]))
                from -= 7;
            double y = known ? daytable_row(&t, d)[c] : from < 0 ? 0 : daytable_row(&t, from)[c];
            fprintf(out, "%g,%d\n", y, known);
        }
    }
    printf("table: %d slots a day, %d days a week\n", t.n_cells, days_a_week);
    return fclose(out) != 0;
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fprintf(
            stderr,
            "usage: forecastbench FILE ZONE NATIVE_MIN SLOT_MIN COLUMN [ORIGINS [DAYS [TABLE]]]\n");
        return 2;
    }
    mem_keep_freed();
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct tz *zone = NULL;
    struct series series;
    struct backtest b;
    int status = 1;
    if (tz_load(&zone, argv[2], NULL, diags) == OK &&
        calls_csv_read(&series, argv[1], zone, atoi(argv[3]) * 60, atoi(argv[5]), arena)) {
        struct forecast_input in = {
            .name = argv[1], .series = &series, .zone = zone, .aht_s = NAN, .until = NO_DATE};
        double start = now_s(CLOCK_MONOTONIC);
        if (backtest_run(&b, &in, atoi(argv[4]) * 60, argc > 6 ? atoi(argv[6]) : 6,
                         argc > 7 ? atoi(argv[7]) : 14, arena, diags) == OK) {
            print(&b, now_s(CLOCK_MONOTONIC) - start);
            struct series slots;
            by_slot(&slots, &series, atoi(argv[4]) * 60, arena);
            in.series = &slots;
            time_forecast(&in, &b, atoi(argv[4]) * 60, argc > 7 ? atoi(argv[7]) : 14, diags);
            in.series = &series;
            status = argc > 8 && write_table(argv[8], &in, atoi(argv[4]) * 60, arena);
        }
    }
    for (size_t i = 0; i < diags->n; i++)
        fprintf(stderr, "forecastbench: %s\n", diags->item[i].message);
    tz_free(zone);
    diags_free(diags);
    arena_free(arena);
    return status;
}
