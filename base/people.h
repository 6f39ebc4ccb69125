/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people.h - agents, contracts, shifts, leave and wishes.  Plain data of the plan's arena. */
#ifndef RONDA_BASE_PEOPLE_H
#define RONDA_BASE_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/time.h"
struct branch; /* base/plan.h */

/* site.json "contracts": paid time, meals excluded.  Ranges [least, most], both included. */
struct contract {
    const char *id;
    int days_week[2];
    double hours_week[2];
    double hours_day[2];
    struct place at;
};

#define MAX_BREAKS 6 /* the meal included */

/* A row of the catalogue: one length and break pattern, several starts. */
struct shift {
    const char *id;
    int start_min,
        start_last_min; /* site wall clock of the work date; last >= start, may pass 1440 */
    int start_step_min; /* default 30 */
    int length_min;     /* from start to end, meal included */
    int meal_min;       /* 0 = none; unpaid */
    int meal_from_min,
        meal_to_min; /* window of the meal's start, minutes after the shift's start */
    int n_breaks;    /* short breaks, paid */
    int break_min[MAX_BREAKS - 1];
    int longest_work_min;     /* longest work without meal or break; 0 = no limit */
    double away_share_max;    /* largest share of a team on a pause at once, (0, 1]; at least one
                                 person may */
    unsigned weekdays;        /* work dates it may start on, bit 0 = Monday */
    const char *const *teams; /* [n_teams]; none: every team */
    int n_teams;
    int32_t from, to;            /* dates of validity, NO_DATE = open */
    const char *site;            /* whose clock the starts are on and whose people work it */
    const struct branch *branch; /* the same; NULL: the planning site */
    bool undesired;              /* nobody likes it: a burden to be evened out */
    struct place at;
};
static inline int shift_paid_min(const struct shift *shift)
{
    return shift->length_min - shift->meal_min;
}

/* site.json "tenure": how far a new hire is, by days since they were hired. */
enum stage { STAGE_CLASS, STAGE_TANDEM, STAGE_POOL, STAGE_FULL, N_STAGES };
extern const char *const stage_names[N_STAGES]; /* class tandem pool full */
struct tenure {
    const char *id;
    int from_day; /* 0: the day they were hired */
    enum stage stage;
    double handling;          /* of a contact, times that of the experienced */
    double support_min_per_h; /* minutes of a senior's hour that they take */
    int level;                /* highest case level they serve */
    struct place at;
};

enum role { ROLE_AGENT, ROLE_SENIOR, ROLE_LEADER, ROLE_ANALYST, ROLE_SUPERVISOR, N_ROLES };
extern const char *const role_names[N_ROLES];
enum profile { PROFILE_ROTATING, PROFILE_FIXED_NIGHT, N_PROFILES };
extern const char *const profile_names[N_PROFILES]; /* rotating fixed_night_by_choice */

/* What an agent's row can say beside: only what rules about night work ask for. */
enum condition { CONDITION_MINOR, CONDITION_PREGNANT, CONDITION_NIGHT_UNFIT, N_CONDITIONS };
extern const char *const condition_names[N_CONDITIONS]; /* minor pregnant night_unfit */

struct skill_level {
    int skill; /* index into plan.skills */
    int level; /* 1 and up, default 1 */
};

struct agent {
    const char *id;
    const char *name;                 /* may be NULL */
    int contract;                     /* index */
    const struct skill_level *skills; /* [n_skills] */
    int n_skills;
    const char *team; /* "" = none */
    enum role role;
    int level; /* case level, default 1 */
    const char *site;
    const struct branch *branch; /* the same; NULL: the planning site */
    int32_t from, to;            /* employed, inclusive; NO_DATE = open */
    unsigned weekdays;           /* work dates that they may work on, bit 0 = Monday */
    double wage_per_h;
    bool night_consent, health_check, transport;
    /* A week, agreed to: overtime, days off worked, hours of the contract given up. */
    double overtime_h, time_off_h;
    int rest_days;
    enum profile profile;
    const char *const *conditions; /* words of condition_names, [n_conditions] */
    int n_conditions;
    const char *observance;       /* calendar id or NULL */
    int mentor;                   /* agent index or -1 */
    int32_t since;                /* hired; NO_DATE */
    const char *language;         /* of calendar and messages; NULL: the policy's */
    const struct rule_set *rules; /* in force for this agent; see rules.h */
    struct place at;
};

enum leave_kind {
    LEAVE_LEAVE,
    LEAVE_SICK,
    LEAVE_TRAINING,
    LEAVE_UNAVAILABLE,
    LEAVE_FIXED,
    N_LEAVE_KINDS
};
extern const char *const leave_kind_names[N_LEAVE_KINDS];
enum leave_status { LEAVE_APPROVED, LEAVE_REQUESTED, LEAVE_REFUSED, N_LEAVE_STATUS };
extern const char *const leave_status_names[N_LEAVE_STATUS];

/* Whole work dates.  Only approved rows bind.  leave, sick and training count as worked contract
 * time: a day's mean hours of the contract each, up to its days; unavailable does not. */
struct leave {
    int agent;
    int32_t from, to; /* work dates, inclusive */
    enum leave_kind kind;
    enum leave_status status;
    int shift;           /* LEAVE_FIXED: that shift; else -1 */
    int fixed_start_min; /* LEAVE_FIXED with a start given as "N@21:00"; -1: any start of the shift
                          */
    const char *note;
    struct place at;
};

/* The last one is of all weeks, without a date. */
enum wish_kind {
    WISH_OFF,
    WISH_WORK,
    WISH_SHIFT,
    WISH_NOT_SHIFT,
    WISH_TEAM_OFF,   /* off with the team: each day that differs from team_off.h's misses it once */
    WISH_SAME_START, /* each hour that the start moves in a week misses it once */
    N_WISH_KINDS
};
extern const char *const wish_kind_names[N_WISH_KINDS]; /* off ... team_off same_start */
struct wish {
    int agent;
    int32_t date; /* a work date, or NO_DATE for every such weekday */
    int weekday;  /* 0..6, or -1 */
    enum wish_kind kind;
    int shift; /* WISH_SHIFT, WISH_NOT_SHIFT */
    double points;
    struct place at;
};

/* pairs.csv: two who begin their shifts together, or are never on duty at once. */
enum pair_kind { PAIR_TOGETHER, PAIR_APART, N_PAIR_KINDS };
extern const char *const pair_kind_names[N_PAIR_KINDS]; /* together apart */
#define MOST_PAIRS 16
struct pair {
    int agent, other;
    enum pair_kind kind;
    struct place at;
};

/* training.csv: what people sit through at some time within their shifts. */
enum training_kind { TRAINING_CLASS, TRAINING_COACHING, TRAINING_MEETING, N_TRAINING_KINDS };
extern const char *const training_kind_names[N_TRAINING_KINDS]; /* training coaching meeting */
struct training {
    const char *id;
    enum training_kind kind;
    int length_min;            /* whole slots */
    int32_t from, by;          /* work dates, inclusive; from NO_DATE = open */
    const char *const *agents; /* ids [n_agents] and */
    const char *const *teams;  /* [n_teams] who is to attend; none of either: everybody */
    const char *const *done;   /* ids [n_done] of those who have attended */
    int n_agents, n_teams, n_done;
    int class_most, quorum; /* most (0 = no limit) and fewest people in one session */
    int trainer;            /* agent who holds it, -1 = none */
    const char *room;       /* one session at a time in it; NULL = any place */
    double price;           /* currency for each who does not attend by the deadline */
    struct place at;
};

/* Somebody's place in a session, within a shift. */
#define MAX_LESSONS 4
struct lesson {
    int training;
    int64_t start; /* instant */
};

/* What became of a wish on a work date; of WISH_SAME_START in the week that begins then. */
struct wish_answer {
    int wish;
    int32_t date;
    bool granted;
    double price; /* currency: what refusing it cost */
};

#endif
