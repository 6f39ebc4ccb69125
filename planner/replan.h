/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replan.h - the least change that mends a week after something happened. */
#ifndef RONDA_PLANNER_REPLAN_H
#define RONDA_PLANNER_REPLAN_H

#include "planner/planner.h"

/* What happened, or what must stay: work dates from ... to, inclusive. */
enum happened { HAPPENED_ABSENT, HAPPENED_VOLUME, HAPPENED_SWAP, HAPPENED_BID, HAPPENED_LOCKED };
struct incident {
    enum happened what;
    int agent, other; /* index, -1 */
    int queue;        /* HAPPENED_VOLUME; -1: all */
    int32_t from, to;
};

enum change_kind {
    CHANGE_EVENT, /* the event itself: absent, swapped, bid for */
    CHANGE_CALL,  /* a shift on a day off */
    CHANGE_MOVE,  /* another shift or start */
    CHANGE_OFF,   /* the shift goes: time off */
    N_CHANGE_KINDS
};
extern const char *const change_kind_names[N_CHANGE_KINDS];

/* A day that is other than it was. */
struct change_made {
    enum change_kind kind;
    int agent;
    int32_t date;
    const struct duty *was, *now; /* NULL: off */
    double price;                 /* currency */
    bool is_overtime;             /* beyond the contract, or on a day off that is bought */
    int order;                    /* whom to call first: 1, 2, ...; events 0 */
};

struct replan {
    const struct roster *before; /* in: the roster that was published */
    const struct incident *incident;
    int n_incidents;
    int64_t now; /* what has begun stays */
    /* out */
    struct locks locks;
    struct change_made *change; /* [n_changes], by order; the event's own last */
    int n_changes, n_to_call;
    double cost_changes;                    /* of those that are not the event's */
    double hours_short_before, hours_short; /* if nothing were done; now */
};

/* Price of a changed day of an agent, currency: hours of the mean wage, 16 today, 8 tomorrow, and
 * so on down, 16 / (1 + days of notice), never below 1. */
double replan_price(const struct plan *plan, int notice_days);

/* planned: horizon, demand and requirement of the weeks, the plan's own with the event in it; the
 * roster is made here, begun from ask->before.  Days before `now`, shifts that have begun, locked
 * days, and agents named by HAPPENED_LOCKED stay.  Of more than REPLAN_MOST people only those are
 * free whom the event touches, and others with their skills.  Memory in arena. */
#define REPLAN_MOST 60
enum status planner_replan(struct replan *ask, struct planned *planned, const struct plan *plan,
                           struct arena *arena, struct run *run, struct diags *diags);

#endif
