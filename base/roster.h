/* SPDX-License-Identifier: GPL-3.0-or-later */
/* roster.h - who works when: the answer, as plain data. */
#ifndef RONDA_BASE_ROSTER_H
#define RONDA_BASE_ROSTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/people.h"
#include "base/time.h"

struct pause {
    int64_t start; /* instant */
    int min;
    bool is_meal; /* unpaid */
};

/* One shift of one agent. */
struct duty {
    int agent;
    int32_t work_date;
    int shift; /* index into plan.shifts */
    int64_t start, end;
    struct pause pause[MAX_BREAKS]; /* in time order */
    int n_pauses;
    struct lesson lesson[MAX_LESSONS]; /* in time order; paid, away from the queues */
    int n_lessons;
    uint64_t queues; /* bit q: a queue this agent may serve in this duty; one at a time */
    int paid_min;
    bool is_fixed;
    bool is_rest_day; /* bought: a day off that is worked */
    bool is_kept;     /* stays as an earlier roster had it */
};

/* A work date on which the agent is away for a reason that the grid shows. */
struct absence {
    int agent;
    int32_t work_date;
    enum leave_kind kind;
};

/* Why somebody did something else than planned.  Changed: by the employer, overtime among it. */
enum attended_reason {
    ATTENDED_ABSENT,
    ATTENDED_SICK,
    ATTENDED_LEAVE,
    ATTENDED_SWAP,
    ATTENDED_CHANGED,
    N_ATTENDED_REASONS
};
extern const char *const attended_reason_names[N_ATTENDED_REASONS];

/* What an agent did on a work date, in place of what was planned for it. */
struct attended {
    int agent;
    int32_t work_date;
    int64_t start, end; /* NO_TIME both: did not work */
    int shift;          /* -1: that of the plan, or none of the catalogue */
    int lost_min;       /* at work, but lost to the queues beyond the pauses */
    enum attended_reason reason;
    struct place at;
};

/* What the roster buys of an agent beside the contract, or what of it they may keep. */
enum offer_kind { OFFER_OVERTIME, OFFER_REST_DAY, OFFER_TIME_OFF, N_OFFER_KINDS };
extern const char *const offer_kind_names[N_OFFER_KINDS]; /* overtime rest_day time_off */
struct offer {
    int agent;
    int32_t date; /* work date; time off: first of the week */
    enum offer_kind kind;
    int minutes;
    double price; /* currency; time off: what it saves, below 0 */
    int queue;    /* whose cover gains most, -1: not known */
    double worth; /* of that cover by dual prices, currency */
};

/* A row of offers.csv, and one of night.csv: what is to be booked for whom. */
struct offer_row {
    struct offer offer; /* queue and worth: not known */
    struct place at;
};
enum night_what { NIGHT_TRANSPORT_TO, NIGHT_TRANSPORT_HOME, NIGHT_MEAL, N_NIGHT_WHATS };
extern const char *const night_what_names[N_NIGHT_WHATS]; /* transport_to transport_home meal */
struct night_row {
    int agent;
    int32_t work_date;
    enum night_what what;
    int64_t instant;
    struct place at;
};

/* What a stage said about its answer. */
enum roster_end {
    ROSTER_OPTIMAL_ENOUGH,
    ROSTER_BUDGET_SPENT,
    ROSTER_STOPPED,
    ROSTER_INFEASIBLE,
    ROSTER_NONE
};

struct roster {
    struct horizon horizon;
    struct duty *duty; /* [n_duties], by agent, then start */
    int n_duties;
    const struct place *duty_at; /* [n_duties] rows of the file it was read from; NULL: not a file's
                                  */
    struct absence *absence;     /* [n_absences], by agent, then date */
    int n_absences;

    struct offer *offer; /* [n_offers], by agent, then week, then date; time off last */
    int n_offers;

    /* Currency of the site.  value = cost of decisions: missing and surplus hours, hours above
     * the least of contracts, premiums, wishes. */
    enum roster_end end;
    double value, bound; /* NAN if not computed */
    double forced; /* part of value that contract hours against need force on any roster; left out
                      of the gap */
    double week_wages; /* contract wages of the horizon, by the least hours */
    double gap;        /* (value - bound) / max(value - forced - cost_uneven, week_wages / 100) */
    /* parts of value; hours: paid above the least of contracts */
    double cost_short, cost_surplus, cost_hours, cost_premium, cost_wishes, cost_care;
    double cost_duty;     /* posts beside the queues: posts.h */
    double cost_training; /* sessions not attended: training.h */
    double cost_uneven;   /* burdens above the group's mean by the ledger, less those below it */
    /* Beside value, as locks.h prices them; the gap counts them: no roster has a value and price of
     * changes below bound + cost_changes together. */
    double cost_changes;
    int n_changed;
    /* [n_agents] no week of theirs keeps every hard rule together with the days that are locked, so
     * that what they break is told and not refused; NULL: nobody */
    const bool *bends;
    double seconds; /* solving; never written into a reproducible file */
    long iterations;
    bool reproducible;
    /* [n_dual * n_slots] worth of one more person-hour, currency, by queue, then by posts beside
     * them in the order of posts.h; NULL */
    double *dual;
    int n_dual;
};

/* By agent, then start: the order of roster.duty, for qsort. */
int duty_compare(const void *left, const void *right);
void roster_sort(struct roster *roster);

#endif
