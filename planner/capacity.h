/* SPDX-License-Identifier: GPL-3.0-or-later */
/* capacity.h - how many people a site needs over the coming months, and which classes to hire when.
 * Pure: no I/O, clock or globals.  The model is in doc/capacity.md. */
#ifndef RONDA_PLANNER_CAPACITY_H
#define RONDA_PLANNER_CAPACITY_H

#include "planner/planner.h"

/* One skill in one month.  People are full-time equivalents: of the site's mean contract. */
struct capacity_row {
    int month, skill;
    double contacts;                   /* a week, all queues of the skill */
    double hours_need;                 /* person-hours a week, shrinkage included */
    double night_share, weekend_share; /* of hours_need */
    double people_need, people_have;   /* have: who is left and who has joined, learners in part */
    double people_short;               /* >= 0 */
    double leavers;                    /* expected in the month */
    int hires;                         /* who begin their training in the month */
};

/* A class of new people for one skill. */
struct capacity_intake {
    int skill, size;
    int32_t begins, on_the_floor; /* first day of training; first day with contacts of their own */
    bool is_late;                 /* should have begun before the plan's first date */
    int n_nights;                 /* how many of them should be able to work nights */
};

struct capacity {
    int n_months;
    int32_t *month;                 /* [n_months] first date of each */
    struct capacity_row *row;       /* [n_rows] by month, then skill */
    struct capacity_intake *intake; /* [n_intakes] by date of begin, then skill */
    int n_rows, n_intakes;
    double hours_person; /* a week, on contacts, of the mean contract */
    bool is_seasonal;    /* history is long enough for some queue's months to differ */
};

/* From a week's demand (planned by planner_need) and plan->capacity.  Memory in arena.
 * Errors: ERR_DATA from staffing. */
enum status planner_capacity(struct capacity *out, const struct plan *plan,
                             const struct planned *week, struct arena *arena, struct diags *diags);

#endif
