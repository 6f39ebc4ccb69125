/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.h - two planned weeks side by side, and which differences mean anything. */
#ifndef RONDA_PLANNER_COMPARE_H
#define RONDA_PLANNER_COMPARE_H

#include "planner/figures.h"

enum comparison_row {
    ROW_CALLS,
    ROW_SERVICE,
    ROW_HOURS_NEED,
    ROW_HOURS_GIVEN,
    ROW_HOURS_SHORT,
    ROW_HOURS_OVER,
    ROW_PEOPLE,
    ROW_SHIFTS,
    ROW_NIGHTS,
    ROW_PAID_HOURS,
    ROW_PREMIUM,
    ROW_WISHES,
    ROW_WAGES,
    ROW_COST,
    N_COMPARISON_ROWS
};

enum row_unit { UNIT_NUMBER, UNIT_HOURS, UNIT_MONEY, UNIT_SHARE };

struct comparison_def {
    const char *name;  /* for files */
    const char *title; /* for people */
    enum row_unit unit;
};
extern const struct comparison_def comparison_defs[N_COMPARISON_ROWS];

struct comparison {
    struct compared {
        double base, other;
        bool is_decided; /* false: a better roster within the gap could turn the difference round */
    } row[N_COMPARISON_ROWS];
    double gap_value; /* the larger one's value - bound, currency */
    double gap_hours; /* the same as missing person-hours */
};

/* A week planned and its figures. */
struct week {
    const struct planned *planned;
    const struct figures *figures;
};

void planner_compare(struct comparison *out, const struct week *base, const struct week *other);

#endif
