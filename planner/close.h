/* SPDX-License-Identifier: GPL-3.0-or-later */
/* close.h - a week as it was worked becomes the next ledger. */
#ifndef RONDA_PLANNER_CLOSE_H
#define RONDA_PLANNER_CLOSE_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/status.h"

struct closed {
    int32_t first, last;         /* work dates */
    struct ledger_entry *ledger; /* [n_ledger], by agent */
    int n_ledger;
    int n_planned, n_worked; /* shifts */
    int n_missed;            /* planned, not worked, and nobody's swap */
    int n_swapped, n_late;   /* shifts taken over; changed by the employer */
    /* Paid hours: planned, worked beyond the plan, and lost of those planned, against the loss that
     * the queues' shrinkage assumes */
    double hours_planned, hours_extra, hours_lost, hours_assumed;
};

/* Adds the work dates first ... last of `roster` to the plan's ledger, with what `attended` says in
 * its place.  Pure: the same in gives the same out.  Errors: ERR_DATA if the ledger counts any of
 * these dates already, or a row of `attended` lies outside of them.  Memory in arena. */
enum status planner_close(struct closed *out, const struct plan *plan, const struct roster *roster,
                          int32_t first, int32_t last, const struct attended *attended,
                          int n_attended, struct arena *arena, struct diags *diags);

/* By group, then balance; those where everybody has 0 are left out.  n_even is returned. */
int planner_evenness(struct evenness **out, const struct plan *plan,
                     const struct ledger_entry *ledger, int n_ledger, struct arena *arena);

#endif
