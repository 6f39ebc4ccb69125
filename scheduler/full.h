/* SPDX-License-Identifier: GPL-3.0-or-later */
/* full.h - the roster problem as one integer program, for other solvers and as an oracle. */
#ifndef RONDA_SCHEDULER_FULL_H
#define RONDA_SCHEDULER_FULL_H

#include "base/diag.h"
#include "base/status.h"
#include "scheduler/lp.h"
#include "scheduler/problem.h"

#define FULL_COLUMNS_MOST 2000000

/* Minimises what the engine minimises, in currency.  The caller's to free.
 *   x[n_people * n_choices]  out  column of a person's choice, -1: not allowed; NULL: not asked
 * Errors: ERR_DATA where the program would have more columns than FULL_COLUMNS_MOST, or a limit
 * has no form in it (a price below 0 but on a count from the first on). */
enum status full_program(struct lp **out, int *x, const struct problem *problem,
                         struct diags *diags);

#endif
