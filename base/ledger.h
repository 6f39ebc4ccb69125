/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ledger.h - what the weeks before left with each agent: the rest that is still owed, and the
 * burdens borne so far, which are evened out within groups. */
#ifndef RONDA_BASE_LEDGER_H
#define RONDA_BASE_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"

/* What nobody wants too much of.  Each is counted by work date, a weekend once.  A night is one by
 * the agent's rules; holidays are those of the site, observances those of the agent's own calendar
 * that the site does not keep; undesired: shifts that shifts.csv marks so. */
enum burden {
    BURDEN_NIGHTS,
    BURDEN_WEEKENDS,
    BURDEN_HOLIDAYS,
    BURDEN_OBSERVANCES,
    BURDEN_UNDESIRED,
    N_BURDENS
};
extern const char *const burden_names[N_BURDENS]; /* nights ... undesired_starts */

struct ledger_entry {
    int agent;
    int32_t until;            /* last work date it counts */
    int64_t last_shift_end;   /* instant; NO_TIME = none known */
    int run_days, run_nights; /* consecutive work dates, nights, up to `until` */
    double burden[N_BURDENS]; /* balances: borne, and a group's mean for each day away */
    double wishes_granted, late_changes, hours; /* balances; hours: above the least of contracts */
    struct place at;
};

struct plan;

/* Among whom burdens are evened out: agents of one team, contract, role and profile.  Groups are
 * numbered in the order of their first agents; returns how many.
 *   group[n_agents]  out */
int ledger_groups(int *group, const struct plan *plan);

/* The ledger's row of an agent that stands for what was before `first`; NULL if there is none, it
 * reaches beyond, or it ends earlier than others' rows: somebody new or back after a time.
 *   entry[n_agents]  out */
void ledger_standing(const struct ledger_entry **entry, const struct plan *plan, int32_t first);

/* What each agent bore above the mean of the group before `first`: 0 without a standing row, cut to
 * LEDGER_EXCESS_MOST either way, so that no price runs away.
 *   excess[n_agents * N_BURDENS]  out, agent-major */
#define LEDGER_EXCESS_MOST 10
void ledger_excess(double *excess, const struct plan *plan, int32_t first);

/* What a point of an agent's wishes weighs, 0.5 to 1.5, by policy.wish_order: 1 to all, more to
 * whoever was granted less than the group's mean, or more to whoever was hired earlier.
 *   weight[n_agents]  out */
void ledger_wish_weights(double *weight, const struct plan *plan, int32_t first);

/* The work date is a holiday that weighs on the agent: of the site, or of their own calendar only.
 */
bool ledger_is_holiday(const struct plan *plan, int agent, int32_t date, enum burden burden);

/* One number for the days of a weekend (Saturday and Sunday) by work date, -1 for other days. */
int32_t ledger_weekend(int32_t date);

/* How many of a burden count as one: what contracts let somebody work in a week for nights and
 * undesired starts, which come in runs; else 1. */
int ledger_block(const struct plan *plan, int agent, enum burden burden);

/* The balances of a group, each in one row. */
enum balance { BALANCE_WISHES = N_BURDENS, BALANCE_LATE, BALANCE_HOURS, N_BALANCES };
extern const char *const balance_names[N_BALANCES]; /* the ledger's columns */

struct evenness {
    int first_agent; /* of the group, which has the same team, contract, role and profile */
    enum balance balance;
    int n_people;
    double least, median, most, mean;
    double gini; /* 0 = even, 1 = one has all; NAN where nobody has any */
};

#endif
