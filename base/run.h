/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.h - what a long function is told about the run it is part of: budget, stop, progress, seed,
 * workers. */
#ifndef RONDA_BASE_RUN_H
#define RONDA_BASE_RUN_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

struct pool;

/* One line of progress; numbers that are not known are NAN. */
struct progress {
    const char *stage; /* "bound", "dive", "improve" */
    double elapsed_s, objective, bound, gap;
};

struct run {
    uint64_t seed;
    double
        time_limit_s; /* wall clock for the whole run, 0 = none; a stop by it is not reproducible */
    long iteration_limit; /* 0 = the stage's own default: deterministic */
    double gap_target;    /* stop when the gap is at most this; 0 = go on to the iteration limit */
    double started_s;     /* clock_now_s() at the start */
    volatile sig_atomic_t *stop; /* set by Ctrl-C; may be NULL */
    bool stopped_by_clock;       /* out: the limit or Ctrl-C ended a stage: not reproducible */
    struct pool *pool;           /* NULL: this thread only */
    void (*on_progress)(void *context, const struct progress *progress); /* may be NULL */
    void *context;
};

bool run_should_stop(struct run *run); /* asks clock and flag, notes stopped_by_clock */
double run_elapsed_s(const struct run *run);
void run_progress(struct run *run, const char *stage, double objective, double bound, double gap);

#endif
