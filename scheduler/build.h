/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build.h - a week of a centre as a struct problem.  The head of build.c states what becomes what,
 * with units.  check*.c computes the same from its own code: what is decided here is repeated
 * there.
 */
#ifndef RONDA_SCHEDULER_BUILD_H
#define RONDA_SCHEDULER_BUILD_H

#include "base/diag.h"
#include "base/locks.h"
#include "base/plan.h"
#include "base/posts.h"
#include "base/requirement.h"
#include "base/status.h"
#include "scheduler/problem.h"

#define UNITS_PER_MIN 4 /* of one whole person */
#define UNITS_PER_H (60 * UNITS_PER_MIN)

/* Hours of night and of travel at night that some agent's rules name: four class bits. */
struct night_window {
    double from_h, to_h, least_h, travel_from_h, travel_to_h;
    const struct branch *branch; /* on whose clock */
};
#define MAX_NIGHT_WINDOWS 6
#define MAX_HARD 3

/* What a person is bound by, beside the catalogue: each can be left out to find a conflict. */
enum reason {
    REASON_DAYS,      /* contract: days a week */
    REASON_HOURS,     /* contract: hours a week */
    REASON_DAY_HOURS, /* contract: hours a day */
    REASON_TEAM,      /* shifts of other teams */
    REASON_EMPLOYED,  /* dates of employment */
    REASON_PATTERN,   /* days of the agent */
    REASON_SHUTTLE,   /* starts at night at which nobody is brought */
    REASON_LEDGER,    /* the last shift and the runs before the week */
    REASON_KEPT,      /* days of an earlier roster that stay */
    N_PLAIN_REASONS
};
#define REASON_RULE ((int)N_PLAIN_REASONS) /* + rule id; + N_RULES + index of a row of leave */
#define REASON_ALWAYS (-1)                 /* one shift at a time: cannot be left out */
#define REASON_WISH (-3)                   /* the same start all week: priced only */
#define REASON_FAIR (-2)                   /* evening out burdens: priced only */
static inline int reason_of_leave(int leave)
{
    return REASON_RULE + N_RULES + leave;
}
static inline int n_reasons(const struct plan *plan)
{
    return REASON_RULE + N_RULES + plan->n_leaves;
}

/* Rows of a table by agent: row[first[a]] .. row[first[a + 1] - 1], in the table's order. */
struct rows_by_agent {
    int *first, *row;
};

/* The problem and what it takes to read its answer.  All memory in the arena. */
struct build {
    struct problem problem;
    const struct plan *plan;
    const struct horizon *horizon;
    const struct requirement *requirement;
    struct arena *arena;
    struct duty_post duty[MOST_DUTY_POSTS]; /* the side posts */
    int n_duty;
    struct night_window nights[MAX_NIGHT_WINDOWS];
    int n_nights;
    uint64_t hard[MAX_HARD]; /* sets of queues, some abusive, of agents with rules on hard shifts */
    double hard_share[MAX_HARD];
    int n_hard;
    bool night_pays[MAX_NIGHT_WINDOWS]; /* somebody gets a premium in it */
    bool buys_rest_days;                /* somebody agrees to work days off */
    /* Hours of wage beside the contract's that choices earn: see build_pay.c. */
    double *extra_h; /* [n_choices] */
    double *night_h; /* [n_nights * n_choices] times the night premium */
    struct rows_by_agent leaves, wishes, ledger;
    bool *team_off;      /* [n_agents * n_days] the agent's team is off */
    double *excess;      /* [n_agents * N_BURDENS] and */
    double *wish_weight; /* [n_agents]: base/ledger.h */
    double week_wages;   /* contract wages of the horizon by the least hours, currency */
    /* What of an earlier roster holds: build_locks.c.  NULL: nothing. */
    const struct locks *locks;
    bool *is_kept; /* [n_choices] for days that are kept only */
    int32_t *kept; /* [n_agents * n_days] the choice of a kept day, KEPT_OFF, KEPT_NOT */
    bool *bends;   /* [n_agents] has no week that keeps every hard rule beside the kept days */
    int64_t *bent; /* [n_agents] least that they pay for it, grains: taken off a kept day's cost */
};
#define KEPT_OFF (-1)
#define KEPT_NOT (-2)
static inline int32_t build_kept(const struct build *build, int agent, int day)
{
    return build->kept ? build->kept[agent * build->problem.n_days + day] : KEPT_NOT;
}

/* Translate.  price_factor scales the price of a missing hour; locks may be NULL.
 * Errors: ERR_DATA, each fault in diags: a start that the clocks skip or repeat, a shift whose
 * pauses fit nowhere, a fixed shift that cannot be had, a kept one that begins on another day. */
enum status build_problem(struct build *out, const struct plan *plan, const struct horizon *horizon,
                          const struct requirement *requirement, double price_factor,
                          const struct locks *locks, struct arena *arena, struct diags *diags);

/* Costs, limits and past of one agent as out; binding[n_reasons(plan)] tells which reasons hold,
 * NULL: all, but that what bends to kept days is bent.  Needs the choices of `build`. */
void build_person(struct person *out, const struct build *build, int agent, const bool *binding);

/* Parts of a choice's or day's cost, grains; both 0 on a day that is fixed or not the agent's. */
int64_t build_premium(const struct build *build, int agent, int choice);
int64_t build_wishes(const struct build *build, int agent, int day, int choice /* -1 = off */);

/* What wishes for the same start all week cost on a tour, grains. */
int64_t build_same_start(const struct build *build, int agent, const int32_t *choice);

/* What the hours of a tour cost above the least of the contract, grains.  choice[n_days] */
int64_t build_hours(const struct build *build, int agent, const int32_t *choice);

/* What evening out burdens asks of an agent: priced limits, out[MAX_FAIR_LIMITS]; how many. */
#define MAX_FAIR_LIMITS 64
int build_fair(struct limit *out, const struct build *build, int agent);
/* What they cost on a tour, grains; below 0 where a burden falls on who bore less than others. */
int64_t build_uneven(const struct build *build, int agent, const int32_t *choice);
/* All that burdens can save in any roster, grains, <= 0. */
int64_t build_least_uneven(const struct build *build);

/* Least minutes of the contract in a week, before what may be given up. */
int build_contract_min(const struct build *build, int agent, int from_day, int to_day);

/* The row of leave that holds agent on the day of the horizon, -1: approved rows only.
 * `fixed`: look for fixed shifts; else for all others. */
int build_leave_on(const struct build *build, int agent, int day, bool fixed);

/* Pauses of a shift as a break plan whose placement exists.  False: no placement fits. */
bool build_breaks(struct break_plan *out, const struct shift *shift, int step_min);

/* Ledger of an agent that ends before the horizon, or NULL. */
const struct ledger_entry *build_ledger(const struct build *build, int agent);

#endif
