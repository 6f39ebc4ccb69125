/* SPDX-License-Identifier: GPL-3.0-or-later */
/* repair.h - the smallest change of one reason that gives an agent a legal week. */
#ifndef RONDA_SCHEDULER_REPAIR_H
#define RONDA_SCHEDULER_REPAIR_H

#include "base/text.h"
#include "scheduler/breaks.h"
#include "scheduler/build.h"

/* The agent has a week under the reasons that bind (NULL: all).  A space too large to tell: yes. */
bool repair_has_week(const struct build *build, const struct break_model *breaks, int agent,
                     const bool *binding);

/* Adds what to change, "contract full: 4 days a week", so that the agent has a week with everything
 * else as it is.  False, and nothing added: no change of this reason alone is known that does. */
bool repair_say(struct text *out, const struct build *build, const struct break_model *breaks,
                int agent, int reason);

/* The same where no change of one reason does: the contract asks for nothing at least. */
bool repair_say_none_owed(struct text *out, const struct build *build,
                          const struct break_model *breaks, int agent);

#endif
