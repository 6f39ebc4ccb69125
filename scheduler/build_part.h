/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_part.h - what the files of build share among themselves. */
#ifndef RONDA_SCHEDULER_BUILD_PART_H
#define RONDA_SCHEDULER_BUILD_PART_H

#include <string.h>

#include "scheduler/build.h"

/* Class bits of choices: bit 0 every one, then these, N_WINDOW_BITS for each night window. */
enum { WEEKEND_BIT = 1, FIRST_WINDOW_BIT = 2 };
enum { NIGHT_BIT, DAY_BIT, TOUCHES_BIT, TRAVEL_BIT, N_WINDOW_BITS };
static inline uint32_t build_window_class(int window, int bit)
{
    return 1u << (FIRST_WINDOW_BIT + N_WINDOW_BITS * window + bit);
}
enum { UNDESIRED_BIT = FIRST_WINDOW_BIT + N_WINDOW_BITS * MAX_NIGHT_WINDOWS };

/* Where a limit came from: struct limit.source. */
const struct rule_set *build_rules(const struct plan *plan, int agent);
struct night_window build_night_window(const struct rule_set *rules);
int build_night_index(const struct build *build, const struct night_window *window); /* -1 */

/* Choice i is a start that the fixed row of leave allows. */
bool build_is_fixed_choice(const struct build *build, int leave, int i);

#endif
