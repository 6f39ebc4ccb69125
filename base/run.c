/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c - budget and progress of a run. */
#include "base/run.h"

#include "base/clock.h"

double run_elapsed_s(const struct run *run)
{
    return clock_now_s() - run->started_s;
}

bool run_should_stop(struct run *run)
{
    bool flagged = run->stop && *run->stop;
    if (!flagged && !(run->time_limit_s > 0 && run_elapsed_s(run) >= run->time_limit_s))
        return false;
    /* Workers may ask too: all write the same value. */
    __atomic_store_n(&run->stopped_by_clock, true, __ATOMIC_RELAXED);
    return true;
}

void run_progress(struct run *run, const char *stage, double objective, double bound, double gap)
{
    if (!run->on_progress)
        return;
    struct progress progress = {
        .stage = stage,
        .elapsed_s = run_elapsed_s(run),
        .objective = objective,
        .bound = bound,
        .gap = gap,
    };
    run->on_progress(run->context, &progress);
}
