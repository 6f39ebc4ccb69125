/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.h - working-time rules as data.  One table (rules.c, rule_defs[]) gives each rule its name,
 * kind, class, unit, range, default and help; packs (rules/NAME.json) and site.json set figures;
 * pricing, checker and explanation implement kinds, never names. */
#ifndef RONDA_BASE_RULES_H
#define RONDA_BASE_RULES_H

#include <stdbool.h>

#include "base/diag.h"

enum rule_kind {
    KIND_GAP,        /* least minutes between the end of a shift and the next start */
    KIND_RUN,        /* longest run of consecutive work dates of a class */
    KIND_COUNT,      /* most work dates of a class in a week */
    KIND_MINUTES,    /* most paid minutes in a week */
    KIND_SUCCESSION, /* class A on a date forbids class B on the next */
    KIND_LONG_REST,  /* one rest of at least so many minutes in every week */
    KIND_PAY,        /* figures that pay needs (night window, premiums): no constraint */
    N_KINDS
};
extern const char *const rule_kind_names[N_KINDS];

enum rule_class { CLASS_ANY, CLASS_NIGHT, CLASS_DAY, CLASS_WEEKEND, N_CLASSES };

/* id, name in files: the table with units, defaults and help is in rules.c */
#define RULES(X)                             \
    X(REST_BETWEEN, "rest_between_shifts_h") \
    X(RUN_DAYS, "consecutive_days_max")      \
    X(RUN_NIGHTS, "consecutive_nights_max")  \
    X(WEEKLY_REST, "weekly_rest_h")          \
    X(WEEK_HOURS, "week_hours_max")          \
    X(NIGHT_FROM, "night_from_h")            \
    X(NIGHT_TO, "night_to_h")                \
    X(NIGHT_LEAST, "night_shift_least_h")    \
    X(NIGHT_PREMIUM, "night_premium_share")

#define RULE_ENUM_(id, name) RULE_##id,
enum rule_id { RULES(RULE_ENUM_) N_RULES };
#undef RULE_ENUM_

enum rule_layer { LAYER_LAW, LAYER_GOLD, LAYER_CARE, N_LAYERS };
extern const char *const rule_layer_names[N_LAYERS]; /* law gold care */

struct rule_def {
    const char *name;
    enum rule_kind kind;
    enum rule_class class_;
    const char *unit;              /* "h", "days", "share" */
    double least, most, otherwise; /* range; default, NAN = not in force unless a pack sets it */
    bool may_be_priced;
    const char *help;
};
extern const struct rule_def rule_defs[N_RULES];
int rule_find(const char *name); /* index, -1 */

/* A figure in force. */
struct rule {
    double value; /* NAN: not in force */
    enum rule_layer layer;
    double price; /* care layer: currency per unit broken (an hour short, a day over); law, gold:
                     hard */
    const char *pack;    /* "PH", "site", "default" */
    const char *article; /* "Labor Code 86"; NULL */
    char certainty;      /* A B C X, '-' */
    const char *waiver;  /* reason, else NULL; a waived gold rule is not in force and is printed */
    struct place at;
};

struct rule_set {
    struct rule rule[N_RULES];
};
static inline bool rule_in_force(const struct rule_set *set, enum rule_id id)
{
    return set->rule[id].value == set->rule[id].value && set->rule[id].waiver == 0;
}
static inline bool rule_is_hard(const struct rule_set *set, enum rule_id id)
{
    return rule_in_force(set, id) && set->rule[id].layer != LAYER_CARE;
}

#endif
