/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.h - monotonic seconds, for budgets and progress only: never in an output file. */
#ifndef RONDA_BASE_CLOCK_H
#define RONDA_BASE_CLOCK_H

double clock_now_s(void);

#endif
