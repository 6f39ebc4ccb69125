/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_write.h - an agent's roster as an iCalendar file (RFC 5545, 5546, 7986).
 * One event a shift in UTC, leave as whole days; no name, no reason of leave; CRLF, folded at 75
 * octets outside characters and escape pairs. */
#ifndef RONDA_IO_ICS_WRITE_H
#define RONDA_IO_ICS_WRITE_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/text.h"

/* Adds the whole calendar of plan.agents[agent]; nothing if it would have no event.
 *   roster  sorted by agent, then start
 *   now     DTSTAMP, an instant; NO_TIME: the begin of the roster's horizon
 * Returns the number of events.  The language is the agent's, else that
 * of the plan's policy. */
int ics_calendar(struct text *out, const struct plan *plan, const struct roster *roster, int agent,
                 int64_t now);

/* File names without ".ics": the id where it is [A-Za-z0-9_-]{1,64} and no other agent's differs
 * in case only; else what can be read of it and a part of its hash. */
struct ics_names;
struct ics_names *ics_names_new(const struct plan *plan);
const char *ics_name(const struct ics_names *names, int agent);
void ics_names_free(struct ics_names *names); /* NULL is fine */

#endif
