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
    ROW_WEEKENDS,
    ROW_HOLIDAYS,
    ROW_PAID_HOURS,
    ROW_PREMIUM,
    ROW_WISHES,
    ROW_WAGES,
    ROW_UNEVEN,
    ROW_WELLBEING,
    ROW_COST,
    ROW_GAP,
    N_COMPARISON_ROWS
};

enum row_unit { UNIT_NUMBER, UNIT_HOURS, UNIT_MONEY, UNIT_SHARE, UNIT_POINTS, UNIT_RATIO };

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

/* A planned week as the rows of a comparison. */
struct week_figures {
    double row[N_COMPARISON_ROWS]; /* NAN: not known */
    double value, bound;           /* of the best roster known; no roster costs less */
    double gap_value, gap_hours;   /* value - bound, currency; the same as missing person-hours */
};

/* A week with a roster.  Service, cover and cost are the roster's. */
void planner_week_figures(struct week_figures *out, const struct plan *plan,
                          const struct planned *planned, const struct figures *figures);

void planner_compare(struct comparison *out, const struct week_figures *base,
                     const struct week_figures *other);

#endif
