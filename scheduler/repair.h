/* SPDX-License-Identifier: GPL-3.0-or-later */
/* repair.h - the smallest change of one reason that gives an agent a legal week, or one in which
 * they are on duty at some time. */
#ifndef RONDA_SCHEDULER_REPAIR_H
#define RONDA_SCHEDULER_REPAIR_H

#include "base/text.h"
#include "scheduler/breaks.h"
#include "scheduler/build.h"

#define ANY_ROW (-1)

/* The agent has a week under the reasons that bind (NULL: all), with a shift on duty in that row of
 * the cover or, ANY_ROW, whatever it is.  A space too large to tell: yes. */
bool repair_has_week(const struct build *build, const struct break_model *breaks, int agent,
                     const bool *binding, int row);

/* Adds what to change, "contract full: 4 days a week", so that the agent has a week with everything
 * else as it is.  False, and nothing added: no change of this reason alone is known that does. */
bool repair_say(struct text *out, const struct build *build, const struct break_model *breaks,
                int agent, int reason, int row);

/* The same where no change of one reason does: the contract asks for nothing at least. */
bool repair_say_none_owed(struct text *out, const struct build *build,
                          const struct break_model *breaks, int agent);

#endif
