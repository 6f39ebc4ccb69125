/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.h - a plan folder in memory: every table of it, cross-references resolved to indices.
 * Read by io/, read-only afterwards; one arena holds it all.  A what-if builds another plan from a
 * patched document, so no stage ever changes one. */
#ifndef RONDA_BASE_PLAN_H
#define RONDA_BASE_PLAN_H

#include "base/demand.h"
#include "base/ledger.h"
#include "base/lists.h"
#include "base/mem.h"
#include "base/pay.h"
#include "base/people.h"
#include "base/requirement.h"
#include "base/rules.h"
#include "base/site.h"

/* site.json "sites": another site that serves the same accounts, with a clock, holidays, seats,
 * rules and pay of its own.  Work dates are everywhere those of the planning site. */
struct branch {
    struct site site; /* id, zone, calendars, seats, shuttles; nothing else of it is used */
    struct rule_set rules;
    struct pay_scheme pay;
};

struct plan {
    struct arena *arena;
    struct site site;
    struct prices prices;
    struct policy policy;
    struct capacity_policy capacity;
    struct rule_set rules; /* in force at the site; agents point to it or to their own */
    struct pay_scheme pay;

    struct branch *branches;
    struct account *accounts;
    struct queue *queues; /* at most 64 */
    struct calling *callings;
    struct dial_list *lists;
    int n_callings, n_lists;
    struct contract *contracts;
    struct tenure *tenure;
    struct shift *shifts;
    struct agent *agents;
    const char **skills;      /* names, from queues and agents, sorted */
    struct holiday *holidays; /* by calendar, then date */
    struct event *events;
    struct leave *leaves;
    struct wish *wishes;
    struct pair *pairs;
    struct training *trainings;
    struct ledger_entry *ledger; /* at most one an agent */
    struct series *history;      /* [n_queues] */
    int n_branches, n_accounts, n_queues, n_contracts, n_tenure, n_shifts, n_agents, n_skills,
        n_holidays, n_events, n_leaves, n_wishes, n_pairs, n_trainings, n_ledger;

    /* A client's own figures, for the queues and slots that are given: NAN where not.  NULL if no
     * such folder. Kept as rows, since their slots need not be the site's. */
    struct given *forecast_given, *requirement_given;
    int n_forecast_given, n_requirement_given;

    int32_t last_call_date; /* last local date (account's zone) in calls/; NO_DATE */
};

/* One row of forecast/ or requirement/. */
struct given {
    int queue;
    int64_t start;
    int slot_s;    /* found from the spacing of the file's rows, or that of a whole day or week */
    bool is_total; /* of a day or a week: its contacts follow a pattern, not a level line */
    double value;  /* contacts expected in the client's volume routed here (share NOT applied), or
                      people needed */
    double aht_s;  /* NAN */
    struct place at;
};

void plan_free(struct plan *plan); /* NULL is fine */

/* First work date of the week to plan when none is asked for: the first week that begins after the
 * last call; without calls the one that holds the first of the client's own figures, NO_DATE
 * without those.  Implemented in plan.c. */
int32_t plan_default_week(const struct plan *plan);
/* Work date `date` is one of calendar `id`'s holidays: index into holidays, -1. */
int plan_holiday(const struct plan *plan, const char *const *calendars, int n_calendars,
                 int32_t date);
/* The rules that bind an agent. */
static inline const struct rule_set *plan_rules(const struct plan *plan, int agent)
{
    const struct rule_set *own = plan->agents[agent].rules;
    return own ? own : &plan->rules;
}
/* The site of a branch, and its pay; NULL: the planning one's. */
static inline const struct site *plan_site(const struct plan *plan, const struct branch *branch)
{
    return branch ? &branch->site : &plan->site;
}
static inline const struct pay_scheme *plan_pay(const struct plan *plan,
                                                const struct branch *branch)
{
    return branch ? &branch->pay : &plan->pay;
}
/* The clock that the agent lives by. */
static inline const struct tz *plan_zone(const struct plan *plan, int agent)
{
    return plan_site(plan, plan->agents[agent].branch)->zone;
}
/* Of the agents whose wage is known, currency per hour; 1 if there is none. */
double plan_mean_wage(const struct plan *plan);

/* Share of a queue's contacts that may give up: as asked where they have patience; of those that an
 * outbound queue dials ahead also as its windows ask.  NAN: not asked. */
double plan_abandon_max(const struct plan *plan, int queue);
/* The agent has the skill and level that the queue asks for. */
bool plan_can_serve(const struct plan *plan, int agent, int queue);
/* Minutes of [start, end) inside the night window of the rules, site's wall clock; true length over
 * DST changes. */
int plan_night_min(const struct plan *plan, const struct rule_set *rules, int64_t start,
                   int64_t end);
/* A shift is a night: at least night_shift_least_h of it lie in the night window. */
bool plan_is_night(const struct plan *plan, const struct rule_set *rules, int64_t start,
                   int64_t end);
/* Minutes of it at hours for which a night meal is due. */
int plan_night_meal_min(const struct plan *plan, const struct rule_set *rules, int64_t start,
                        int64_t end);
/* People can be there at the instant: it is no hour of travel at night, or a shuttle comes then. */
bool plan_can_arrive(const struct plan *plan, const struct rule_set *rules, int64_t start);
/* It begins or ends at an hour of day when travel asks for transport. */
bool plan_travels_at_night(const struct plan *plan, const struct rule_set *rules, int64_t start,
                           int64_t end);

/* Abuse share of the contacts of [start, end), the mean of `queues` (bit set) by people needed; 0
 * where nobody is. */
double plan_abuse_share(const struct plan *plan, const struct requirement *requirement,
                        uint64_t queues, int64_t start, int64_t end);

#endif
