/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wishes.h - which wishes a roster grants, and what refusing the others cost. */
#ifndef RONDA_PLANNER_WISHES_H
#define RONDA_PLANNER_WISHES_H

#include "base/plan.h"
#include "base/requirement.h"
#include "base/roster.h"

/* A row a wish and work date on which it could be granted, in the order of the wishes, then of
 * dates; returns how many.  The prices sum to the roster's cost of wishes.  Memory in arena. */
int planner_wishes(struct wish_answer **out, const struct plan *plan,
                   const struct requirement *requirement, const struct roster *roster,
                   struct arena *arena);

/* The duty (NULL: off) is what a wish for that work date asks for; false for WISH_SAME_START and
 * WISH_TEAM_OFF, which have no date. */
bool planner_is_granted(const struct wish *wish, const struct duty *duty);

#endif
