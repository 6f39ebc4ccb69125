/* SPDX-License-Identifier: GPL-3.0-or-later */
/* own_week.h - one person's week in a roster where everybody else stays as they are: the cheapest
 * one, under all that binds the person or without some of it, and under what one asks of a day.
 *
 * The others' cover is fixed and no two shifts of a person touch the same time, so what a shift
 * does to the cost of cover is a figure of its own: it is measured by putting the shift in, its
 * pauses where they cost least, and the dynamic program over the days (pricing.h) is exact. */
#ifndef RONDA_SCHEDULER_OWN_WEEK_H
#define RONDA_SCHEDULER_OWN_WEEK_H

#include "scheduler/build.h"

#include "base/roster.h"
#include "base/text.h"

struct own_week;

/* plan, horizon, requirement and roster must outlive it.  Errors: ERR_DATA, reported: a shift that
 * is none of the catalogue's on its day, so that the roster is none of ours. */
enum status own_week_new(struct own_week **out, const struct plan *plan,
                         const struct horizon *horizon, const struct requirement *requirement,
                         const struct roster *roster, struct arena *arena, struct diags *diags);
void own_week_free(struct own_week *own); /* NULL is fine */

/* Reasons by number (build.h) that hold for somebody: list[n], ends with -1; arena memory. */
const int *own_week_reasons(const struct own_week *own, int agent);
/* "rest_between_shifts_h 11 (ID, UU 13/2003)": a reason in a planner's words. */
void own_week_say_reason(struct text *out, const struct own_week *own, int agent, int reason);

enum ask_kind {
    ASK_ANYTHING,
    ASK_OFF, /* on work date `date` */
    ASK_WORK,
    ASK_SHIFT,     /* `shift` on that date */
    ASK_NOT_SHIFT, /* anything but it */
    ASK_AT,        /* on duty at the instant `at` */
    ASK_OTHER      /* any week but that of the roster */
};
struct ask {
    enum ask_kind kind;
    int32_t date;
    int shift;
    int64_t at;
    const bool *binding; /* [n_reasons] which reasons hold; NULL: all */
};

/* A week and what the whole roster costs with it, currency.  exists false: there is no such week
 * while the others' shifts and pauses stay, or it is too large to search. */
struct found_week {
    bool exists;
    double value;
    struct duty duty[MAX_DAYS];
    int n_duties;
};

/* The roster as it is. */
double own_week_value(struct own_week *own);
/* What one more whole person of the queue would save of the cost of cover over the slot. */
double own_week_worth(struct own_week *own, int queue, int slot);
/* The cheapest week of the agent, everybody else as they are. */
void own_week_best(struct found_week *out, struct own_week *own, int agent, const struct ask *ask);
/* The agent works that week from now on. */
void own_week_set(struct own_week *own, int agent, const struct found_week *week);

#endif
