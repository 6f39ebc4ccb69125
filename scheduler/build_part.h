/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_part.h - what the files of build share among themselves. */
#ifndef RONDA_SCHEDULER_BUILD_PART_H
#define RONDA_SCHEDULER_BUILD_PART_H

#include <string.h>

#include "scheduler/build.h"

enum { WEEKEND_BIT = 1, FIRST_NIGHT_BIT = 2 }; /* then night k: 2 + 2k, its days: 3 + 2k */
enum { UNDESIRED_BIT = FIRST_NIGHT_BIT + 2 * MAX_NIGHT_WINDOWS };

/* Where a limit came from: struct limit.source. */
const struct rule_set *build_rules(const struct plan *plan, int agent);
struct night_window build_night_window(const struct rule_set *rules);
int build_night_index(const struct build *build, const struct night_window *window); /* -1 */

/* Choice i is a start that the fixed row of leave allows. */
bool build_is_fixed_choice(const struct build *build, int leave, int i);

#endif
