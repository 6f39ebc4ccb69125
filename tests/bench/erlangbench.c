/* SPDX-License-Identifier: GPL-3.0-or-later */
/* erlangbench.c - Erlang A requirements a second: intervals of queues of 0.1 to 300 erlangs that
 * rise and fall over their days, patience 2 minutes, 80 % in 20 s.  One line of JSON. Usage:
 * erlangbench [INTERVALS [WORKERS [PATIENCE_S]]]; a patience of 0 is none: Erlang C.
 * erlang_peer.py solves the same intervals. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/pool.h"
#include "forecast/erlang.h"

#define QUEUE_INTERVALS 10000

struct work {
    long n_intervals;
    double patience_s; /* NAN: none */
    int64_t *people;   /* [n queues] sum over the queue's intervals */
};

/* Requirement of one queue, its intervals in order, as a plan's staffing goes through them. */
static void staff_queue(void *context, int q, int worker)
{
    (void)worker;
    struct work *work = context;
    long from = (long)q * QUEUE_INTERVALS;
    long to =
        from + QUEUE_INTERVALS < work->n_intervals ? from + QUEUE_INTERVALS : work->n_intervals;
    double peak_erl = 0.2 * pow(1500, q % 101 / 100.0);
    const struct erlang_goal goal = {.service_level = 0.8,
                                     .definition = SL_OFFERED,
                                     .asa_s = NAN,
                                     .abandon_max = NAN,
                                     .occupancy_max = NAN};
    int guess = 0;
    for (long k = from; k < to; k++) {
        double aht_s = 180 + q % 240;
        double load_erl = peak_erl * (0.5 + 0.5 * sin((double)(k % 48) * M_PI / 24) * 0.98);
        struct erlang_load load = {.calls_per_s = load_erl / aht_s,
                                   .aht_s = aht_s,
                                   .patience_s = work->patience_s,
                                   .answer_s = 20,
                                   .short_s = 5};
        guess = erlang_least(&load, &goal, guess);
        work->people[q] += guess;
    }
}

int main(int argc, char **argv)
{
    struct work work = {.n_intervals = argc > 1 ? atol(argv[1]) : 10000000};
    double patience_s = argc > 3 ? atof(argv[3]) : 120;
    work.patience_s = patience_s > 0 ? patience_s : NAN;
    struct pool *pool = pool_new(argc > 2 ? atoi(argv[2]) : 0);
    struct arena *arena = arena_new();
    int n_queues = (int)((work.n_intervals + QUEUE_INTERVALS - 1) / QUEUE_INTERVALS);
    work.people = ARENA_ARRAY(arena, int64_t, n_queues);
    double began = clock_now_s();
    pool_map(pool, n_queues, staff_queue, &work);
    double seconds = clock_now_s() - began;
    int64_t people = 0;
    for (int q = 0; q < n_queues; q++)
        people += work.people[q];
    printf("{\"formula\": \"Erlang %c\", \"intervals\": %ld, \"workers\": %d, \"seconds\": %.2f, "
           "\"per_interval_us\": %.3f, "
           "\"people\": %lld}\n",
           patience_s > 0 ? 'A' : 'C', work.n_intervals, pool_workers(pool), seconds,
           1e6 * seconds / (double)work.n_intervals, (long long)people);
    pool_free(pool);
    arena_free(arena);
    return 0;
}
