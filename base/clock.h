/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.h - monotonic seconds, for budgets and progress only, and the time of day, for what is
 * published: neither is ever in the files of a run. */
#ifndef RONDA_BASE_CLOCK_H
#define RONDA_BASE_CLOCK_H

#include <stdint.h>

double clock_now_s(void);
int64_t clock_wall(void); /* the present instant */
void clock_sleep_s(double s);

#endif
