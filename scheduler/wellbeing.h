/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wellbeing.h - the score of base/wellbeing.h, of each agent's roster. */
#ifndef RONDA_SCHEDULER_WELLBEING_H
#define RONDA_SCHEDULER_WELLBEING_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/wellbeing.h"

/* [n_agents] in the arena.  Pure. */
struct wellbeing *wellbeing_new(const struct plan *plan, const struct roster *roster,
                                int notice_days /* 0: not known */, struct arena *arena);

#endif
