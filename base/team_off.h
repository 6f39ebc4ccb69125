/* SPDX-License-Identifier: GPL-3.0-or-later */
/* team_off.h - the days off that a team shares: data for wishes `team_off`. */
#ifndef RONDA_BASE_TEAM_OFF_H
#define RONDA_BASE_TEAM_OFF_H

#include "base/plan.h"
#include "base/requirement.h"
#include "base/time.h"

/* off[n_agents * n_days]: the agent's team is off on that day of the horizon; false for everybody
 * whose team shares none.  Deterministic; the same for solver and checker. */
void team_days_off(bool *off, const struct plan *plan, const struct requirement *requirement,
                   const struct horizon *horizon);

#endif
