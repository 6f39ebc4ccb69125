/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.h - the figures of a run as JSON.  Each document begins with its schema's number.  No
 * seconds and no dates of the run: the same input gives the same bytes. */
#ifndef RONDA_CLI_SUMMARY_H
#define RONDA_CLI_SUMMARY_H

#include "base/text.h"
#include "planner/figures.h"

#define SUMMARY_SCHEMA 1

void summary_print(struct text *out, const struct plan *plan, const struct planned *planned,
                   const struct figures *figures);
/* What `close` counted. */
void summary_closed(struct text *out, const struct plan *plan, const struct closed *closed,
                    const struct evenness *even, int n_even);

#endif
