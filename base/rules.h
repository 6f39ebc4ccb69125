/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.h - working-time rules as data.  One table (rules.c, rule_defs[]) gives each rule its name,
 * kind, class, unit, range, default and help; packs (rules/NAME.json) and site.json set figures;
 * pricing, checker and explanation implement kinds, never names. */
#ifndef RONDA_BASE_RULES_H
#define RONDA_BASE_RULES_H

#include <stdbool.h>

#include "base/diag.h"

/* What a rule bounds.  "A to B": only where a shift of class A is followed by one of class B. */
enum rule_kind {
    KIND_GAP,        /* least hours from the end of a shift of class A to the next start, of B */
    KIND_RECOVERY,   /* the same after the last shift of a run of class A */
    KIND_RETURN,     /* the same as KIND_GAP, but what counts is how often, not how much lacks */
    KIND_RUN,        /* longest run of consecutive work dates of a class */
    KIND_OFF_RUN,    /* shortest run of days off between shifts of the same week */
    KIND_COUNT,      /* most work dates of a class in a week */
    KIND_MINUTES,    /* most paid hours of a class in a week */
    KIND_ORDINARY,   /* the same without overtime and days off that are worked */
    KIND_SUCCESSION, /* most often in a week that class B comes on the date after class A */
    KIND_MOVE,       /* most hours that the start moves from a shift to the next of the week */
    KIND_BACKWARD,   /* the same, where it moves to an earlier hour of the day */
    KIND_LONG_REST,  /* one rest of at least so many hours in every week */
    KIND_LENGTH,     /* most paid hours of one shift of a class */
    KIND_MEAL,       /* least minutes of meal in a shift with more than meal_after_h of work */
    KIND_PAUSES,     /* least minutes of short breaks in a shift of a class */
    KIND_STRETCH,    /* most hours of work without meal or break */
    KIND_FIGURE,     /* what other rules, pay and lists refer to (night window): no constraint */
    N_KINDS
};
extern const char *const rule_kind_names[N_KINDS];

/* Classes of shifts.  Night and day: by night_shift_least_h; touching: any minute of night;
 * travel: begins or ends between travel_from_h and travel_to_h; hard: at least hard_shift_share of
 * the contacts that the agent may get are abusive (plan_abuse_share). */
enum rule_class {
    CLASS_ANY,
    CLASS_NIGHT,
    CLASS_DAY,
    CLASS_WEEKEND,
    CLASS_TOUCHES_NIGHT,
    CLASS_TRAVEL,
    CLASS_HARD,
    N_CLASSES
};

/* Whom a rule binds: by what an agent's row says, never by sex. */
enum rule_who {
    WHO_ANYONE,
    WHO_ROTATING,
    WHO_FIXED_NIGHT,
    WHO_MINOR,
    WHO_PREGNANT,
    WHO_NIGHT_UNFIT,
    WHO_NO_CONSENT,
    WHO_NO_HEALTH_CHECK,
    WHO_NO_TRANSPORT,
    N_WHO
};
extern const char *const rule_who_names[N_WHO]; /* sentences' ends: "under 18" */

/* id, name in files: the table with units, defaults and help is in rules.c */
#define RULES(X)                                          \
    X(REST_BETWEEN, "rest_between_shifts_h")              \
    X(NIGHT_TO_DAY, "night_to_day_rest_h")                \
    X(ROTATING_RECOVERY, "rotating_recovery_h")           \
    X(FIXED_RECOVERY, "fixed_night_recovery_h")           \
    X(QUICK_RETURN, "quick_return_h")                     \
    X(RUN_DAYS, "consecutive_days_max")                   \
    X(RUN_NIGHTS, "consecutive_nights_max")               \
    X(ROTATING_NIGHTS, "rotating_nights_max")             \
    X(FIXED_NIGHTS, "fixed_nights_max")                   \
    X(OFF_TOGETHER, "days_off_together_least")            \
    X(WEEKLY_REST, "weekly_rest_h")                       \
    X(DAYS_WEEK, "week_days_max")                         \
    X(NIGHTS_WEEK, "week_nights_max")                     \
    X(WEEKEND_DAYS, "weekend_days_max")                   \
    X(WEEK_HOURS, "week_hours_max")                       \
    X(PAID_HOURS, "paid_week_hours_max")                  \
    X(LONG_WEEK, "long_week_h")                           \
    X(HARD_WEEK, "hard_shifts_week_max")                  \
    X(HARD_RUN, "hard_shifts_run_max")                    \
    X(HARD_BREAKS, "hard_shift_breaks_min")               \
    X(DAY_HOURS, "shift_hours_max")                       \
    X(NIGHT_HOURS, "night_shift_hours_max")               \
    X(DAY_AFTER_NIGHT, "day_after_night_max")             \
    X(START_MOVE, "start_move_max_h")                     \
    X(BACKWARD, "backward_rotation_max_h")                \
    X(MEAL_LEAST, "meal_least_min")                       \
    X(WORK_STRETCH, "work_stretch_max_h")                 \
    X(MINOR_NIGHTS, "minor_nights_max")                   \
    X(PREGNANT_NIGHTS, "pregnant_nights_max")             \
    X(UNFIT_NIGHTS, "night_unfit_nights_max")             \
    X(NO_CONSENT, "nights_without_consent_max")           \
    X(NO_HEALTH_CHECK, "nights_without_health_check_max") \
    X(NO_TRANSPORT, "nights_without_transport_max")       \
    X(OVERTIME_SHIFT, "overtime_shift_max_h")             \
    X(OVERTIME_WEEK, "overtime_week_max_h")               \
    X(MEAL_AFTER, "meal_after_h")                         \
    X(HARD_SHARE, "hard_shift_share")                     \
    X(TRAVEL_FROM, "travel_from_h")                       \
    X(TRAVEL_TO, "travel_to_h")                           \
    X(NIGHT_MEAL, "night_meal_kcal")                      \
    X(NIGHT_MEAL_FROM, "night_meal_from_h")               \
    X(NIGHT_MEAL_TO, "night_meal_to_h")                   \
    X(NIGHT_FROM, "night_from_h")                         \
    X(NIGHT_TO, "night_to_h")                             \
    X(NIGHT_LEAST, "night_shift_least_h")                 \
    X(NOTICE, "notice_least_days")                        \
    X(NIGHT_PREMIUM, "night_premium_share")

#define RULE_ENUM_(id, name) RULE_##id,
enum rule_id { RULES(RULE_ENUM_) N_RULES };
#undef RULE_ENUM_

enum rule_layer { LAYER_LAW, LAYER_GOLD, LAYER_CARE, N_LAYERS };
extern const char *const rule_layer_names[N_LAYERS]; /* law gold care */

struct rule_def {
    const char *name;
    enum rule_kind kind;
    enum rule_class class_, then; /* A; B: see the kinds */
    enum rule_who who;
    const char *unit;              /* "h", "days", "share" */
    double least, most, otherwise; /* range; default, NAN = not in force unless a pack sets it */
    bool may_be_hard, may_be_priced;
    const char *help;
};
extern const struct rule_def rule_defs[N_RULES];
int rule_find(const char *name); /* index, -1 */
/* The kind bounds from below: a larger figure is the stricter one. */
bool rule_is_least(enum rule_kind kind);

/* A figure in force. */
struct rule {
    double value; /* NAN: not in force */
    enum rule_layer layer;
    double price; /* care layer: currency per unit broken (an hour short, a day over); law, gold:
                     hard */
    double price_wage_h; /* the same in hours of the site's mean wage; NAN: given as price */
    const char *pack;    /* "PH", "site", "default" */
    const char *article; /* "Labor Code 86"; NULL */
    char certainty;      /* A B C X, '-' */
    const char *waiver;  /* reason, else NULL; a waived gold rule is not in force and is printed */
    struct place at;
};

struct branch;
struct rule_set {
    struct rule rule[N_RULES];
    const struct branch *branch; /* whose clock they go by; NULL: the planning site's */
};
static inline bool rule_in_force(const struct rule_set *set, enum rule_id id)
{
    return set->rule[id].value == set->rule[id].value && set->rule[id].waiver == 0;
}
static inline bool rule_is_hard(const struct rule_set *set, enum rule_id id)
{
    return rule_in_force(set, id) && set->rule[id].layer != LAYER_CARE;
}

struct agent;
/* The rule's condition holds for the agent. */
bool rule_binds(enum rule_id id, const struct agent *agent);
/* The site's figures less those whose conditions do not hold for the agent. */
void rule_set_narrow(struct rule_set *out, const struct rule_set *site, const struct agent *agent);

#endif
