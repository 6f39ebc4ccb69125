/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.c - the one place that asks for the time: a clock that is never set back. */
#include "base/clock.h"

#include <time.h>

double clock_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
