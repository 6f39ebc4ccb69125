/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outbound.h - lists of numbers to be dialled, within the windows of those called.
 * Pure: no I/O, clock or globals. */
#ifndef RONDA_FORECAST_OUTBOUND_H
#define RONDA_FORECAST_OUTBOUND_H

#include "base/plan.h"
#include "base/requirement.h"
#include "base/status.h"

/* Seconds of a slot in which a list may be dialled: its windows on the clock of those called, none
 * on holidays of the window's calendar, its dates, and the queue's own opening hours. */
int outbound_open_s(const struct plan *plan, const struct dial_list *list, int64_t begin,
                    int slot_s);

/* A list without a minute to be dialled in: ERR_DATA, with its place. */
enum status outbound_check(const struct plan *plan, int queue, const struct grid *grid,
                           struct diags *diags);

/* Adds the people who dial the queue's lists, before shrinkage.
 *   need[n_slots]     in, out
 *   beside[n_slots]   in, out   people of other work; the lists' are laid into its valleys, added
 *   dialled           in, out   what is dialled in each slot is added; arrays [n_slots]; NULL */
void outbound_add(double *need, const struct plan *plan, int queue, const struct grid *grid,
                  double *beside, const struct dialled *dialled, struct arena *arena);

#endif
