/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_part.h - what the files of the checker share among themselves. */
#ifndef RONDA_SCHEDULER_CHECK_PART_H
#define RONDA_SCHEDULER_CHECK_PART_H

#include "base/mem.h"
#include "scheduler/check.h"

struct check {
    const struct plan *plan;
    const struct requirement *requirement;
    const struct roster *roster;
    const struct horizon *horizon;
    struct check_result *out;
    struct arena *arena;
    struct diags *diags;
    int *order;                         /* [n_duties] duties by agent, then start */
    int *first_of;                      /* [n_agents + 1] into order */
    int *duty_on;                       /* [n_agents * n_days] first duty of a work date, -1 */
    int *leave_first, *leave_row;       /* rows of leave by agent: [n_agents + 1], [n_leaves] */
    const struct ledger_entry **ledger; /* [n_agents] that ends before the horizon, or NULL */
};

/* One rule broken.  duty -1: of the agent's week; agent -1: of the whole roster.  Only told where
 * the roster says that the agent bends to kept days. */
void check_fault(struct check *check, int agent, int duty, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* "2003-10-27T21:00+08:00" on the site's clock, "2003-10-27"; kept in the arena. */
const char *check_stamp(const struct check *check, int64_t instant);
const char *check_date(const struct check *check, int32_t date);
const char *check_agent(const struct check *check, int agent);

/* Row of approved leave that covers the date, -1: fixed shifts only, or all others. */
int check_leave(const struct check *check, int agent, int32_t date, bool fixed);
bool check_employed(const struct check *check, int agent, int32_t date);
const struct rule_set *check_rules(const struct check *check, int agent);

/* What a shift earns (check_pay.c). */
struct check_paid {
    int paid_min, ordinary_min;            /* all; those of the contract's time */
    double hours, extra_hours;             /* of wage: in all; beside the contract's wage */
    double over_hours;                     /* of wage: of the minutes beyond the first tier */
    int min[N_PAY_DAYS][MAX_PAY_TIERS][2]; /* by class, tier, night */
};
void check_pay(struct check_paid *out, const struct plan *plan, const struct rule_set *rules,
               const struct duty *duty);
/* One agent's duties in order. */
struct week {
    struct check *check;
    int agent;
    const char *who;
    const struct rule_set *rules;
};
static inline struct week check_week(struct check *check, int agent)
{
    return (struct week){.check = check,
                         .agent = agent,
                         .who = check_agent(check, agent),
                         .rules = check_rules(check, agent)};
}
static inline int week_n(const struct week *w)
{
    return w->check->first_of[w->agent + 1] - w->check->first_of[w->agent];
}
static inline int week_index(const struct week *w, int i)
{
    return w->check->order[w->check->first_of[w->agent] + i];
}
static inline const struct duty *week_duty(const struct week *w, int i)
{
    return &w->check->roster->duty[week_index(w, i)];
}
/* First duty of a day of the horizon, NULL: off. */
static inline const struct duty *week_on(const struct week *w, int day)
{
    int i = w->check->duty_on[w->agent * w->check->horizon->n_days + day];
    return i < 0 ? NULL : &w->check->roster->duty[i];
}

/* Parts of the horizon's slots that [from, to) covers, times `by`: amount[n_slots]. */
void check_add_span(int64_t *amount, const struct grid *grid, int64_t from, int64_t to, int by);
/* The same for the slots that begin on the work date alone; dates beyond the horizon's edges are
 * those of its first and last day. */
void check_add_dated(int64_t *amount, const struct check *check, int32_t date, int64_t from,
                     int64_t to, int by);

/* What the checker looks things up in: every file of it begins with these. */
void check_prepare(struct check *check);

/* Every rule in force for the agent: faults of hard ones, the price of the others.  rules.c's
 * kinds, check_rules.c. */
void check_rules_of(const struct week *w);
/* Units by which the agent's roster goes beyond `value` as the figure of rule `id`, in force or
 * not: hours, days or times, as the rule is priced. */
double check_rule_units(const struct week *w, int id, double value);

/* Paid minutes of a shift that are the contract's: without overtime; none of a day off worked. */
int check_ordinary_min(const struct plan *plan, const struct duty *duty);

/* Least hours of the contract in a week, after leave and employment; before: what the agent gives
 * up is still in it. */
double check_owed_h(const struct week *w, int from_day, int to_day, bool before);

void check_duties(struct check *check);   /* check_duty.c: each shift against the catalogue */
void check_weeks(struct check *check);    /* check_week.c: contracts, leave, rules */
void check_teams(struct check *check);    /* check_team.c: shares away at once */
void check_cover(struct check *check);    /* check_cover.c: transport and prices */
void check_posts(struct check *check);    /* check_posts.c: who is on duty beside queues */
void check_training(struct check *check); /* check_training.c: sessions, who does not attend */
void check_money(struct check *check);    /* check_money.c: premium, wishes, the roster's figures */

#endif
