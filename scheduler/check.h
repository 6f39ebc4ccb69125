/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.h - is a roster right?  Recomputed from first principles: includes only base/, shares the
 * rules' data and none of the solver's code. */
#ifndef RONDA_SCHEDULER_CHECK_H
#define RONDA_SCHEDULER_CHECK_H

#include "base/plan.h"
#include "base/roster.h"

/* What the checker computed itself. */
struct check_result {
    int n_broken; /* hard rules broken; each is an error in diags, in the planner's words */
    double value; /* cost of decisions, currency, by its own code */
    double cost_short, cost_surplus, cost_premium, cost_wishes, cost_care;
    double cost_uneven;                /* evening out burdens; may be below 0 */
    double cost_duty;                  /* posts beside the queues */
    double cost_training;              /* sessions that are not attended */
    double cost_hours;                 /* paid above the least of contracts */
    double hours_short, hours_surplus; /* person-hours over all queues and slots */
    double *cover; /* [n_queues * n_slots] people each queue gets, by its own transport */
    struct group_share *share; /* [n_shares] the same by group, by queue, slot and group */
    int n_shares;
};

/* Rules, cover and cost of `roster` under `plan` and `requirement`.  roster->value, if not NAN, is
 * compared: a difference beyond rounding is a fault too.  Faults are diags (file: the roster's,
 * line by duty when known). */
enum status check_roster(struct check_result *out, const struct plan *plan,
                         const struct requirement *requirement, const struct roster *roster,
                         struct arena *arena, struct diags *diags);

/* Rows of payroll.csv against a roster sorted by agent and start: number of faults, each in diags.
 */
int check_payroll(const struct payroll_row *row, int n, const struct plan *plan,
                  const struct roster *roster, struct diags *diags);

/* Rows of night.csv and of offers.csv, likewise: what the roster calls for and nothing else. */
int check_night(const struct night_row *row, int n, const struct plan *plan,
                const struct roster *roster, struct diags *diags);
int check_offers(const struct offer_row *row, int n, const struct plan *plan,
                 const struct requirement *requirement, const struct roster *roster,
                 struct diags *diags);

#endif
