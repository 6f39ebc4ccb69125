/* SPDX-License-Identifier: GPL-3.0-or-later */
/* week.h - a small plan and a roster made in code, for the tests of what io writes.
 * Five agents: A1 works every night, B2 nights and days, C3 is on sick
 * leave, D4 in training then on duty, E5 has nothing. */
#ifndef RONDA_TESTS_UNIT_WEEK_H
#define RONDA_TESTS_UNIT_WEEK_H

#include "base/plan.h"
#include "base/roster.h"

#define WEEK_AGENTS 5
#define WEEK_DAYS 7

/* In an arena of its own: plan_free. */
struct plan *week_plan(const char *site_zone, const char *client_zone, int32_t first);
/* In the plan's arena.  Nights 21:00-06:00 and days 09:00-14:00 of the site, with pauses. */
struct roster *week_roster(const struct plan *plan, int32_t first);

#endif
