/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fairness.h - balances by group as a table for people. */
#ifndef RONDA_CLI_FAIRNESS_H
#define RONDA_CLI_FAIRNESS_H

#include "base/plan.h"
#include "base/text.h"

void fairness_table(struct text *out, const struct plan *plan, const struct evenness *even,
                    int n_even);

#endif
