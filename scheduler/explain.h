/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.h - why an agent has no legal week, in the planner's words. */
#ifndef RONDA_SCHEDULER_EXPLAIN_H
#define RONDA_SCHEDULER_EXPLAIN_H

#include "base/text.h"
#include "scheduler/build.h"

/* For each agent without any legal week an error at the agent's row that names reasons of which
 * each is needed for the conflict.  Returns the number of such agents. */
int explain_infeasible(const struct build *build, struct diags *diags);

/* For each agent who bends to kept days a warning that names what they break. */
void explain_bent(const struct build *build, struct diags *diags);

/* One reason of an agent in words. */
struct text;
void explain_say_reason(struct text *text, const struct build *build, int agent, int reason);
/* The column of agents.csv that lifts a rule that binds these; NULL. */
const char *explain_what_is_missing(enum rule_who who);

/* Where leaders, seniors or company for juniors are missing from the roster because too few people
 * can be on duty then at all: a warning a post and day, with the reasons that hold each of the
 * others off and what would do. */
void explain_scarce(const struct build *build, const struct tour *tours, struct diags *diags);

/* Numbers of the reasons that bind an agent, in the order in which they would be left out; ends
 * with -1; in the build's arena. */
int *explain_reasons(const struct build *build, int agent);
/* One of them in words: "rest_between_shifts_h 11 (ID, UU 13/2003)". */
void explain_say_reason(struct text *out, const struct build *build, int agent, int reason);

#endif
