/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures.h - a planned week as the figures that a planner reads: per day, in all, what stays short
 * and why.  One computation for the page, for summary.json and for comparisons. */
#ifndef RONDA_PLANNER_FIGURES_H
#define RONDA_PLANNER_FIGURES_H

#include "base/wellbeing.h"
#include "planner/close.h"
#include "planner/planner.h"
#include "planner/wishes.h"

/* Over some slots, all queues together.  Person-hours are of people at work, pauses taken out. */
struct span_figures {
    double calls;         /* contacts expected */
    double service_level; /* expected, weighted by contacts; NAN without any */
    double hours_need, hours_given, hours_short, hours_over;
    int worst_slot, worst_queue; /* where most people are missing; -1: nowhere */
    double worst_need, worst_given;
    int n_shifts, n_nights; /* that start on these work dates */
};

/* Why a slot stays short. */
enum short_reason {
    SHORT_NO_SHIFT,  /* no shift of the catalogue reaches the slot */
    SHORT_NO_PEOPLE, /* fewer people are there that day than are needed at once */
    SHORT_NO_HOURS,  /* everyone with the skill works the full contract hours */
    SHORT_DEARER,    /* a roster that covers it leaves as much or more uncovered elsewhere */
    N_SHORT_REASONS
};
extern const char *const short_reason_names[N_SHORT_REASONS]; /* for files */
extern const char *const short_reason_help[N_SHORT_REASONS];  /* for people */

/* Slots [from, to) of one queue in a row, all short for one reason. */
struct short_span {
    int queue, day;     /* day of the horizon */
    int from, to;       /* slots */
    double hours, most; /* person-hours missing; most people missing at once */
    double worth_per_h; /* largest worth of one more person-hour (dual price); NAN if not known */
    enum short_reason reason;
};

/* A row of training.csv in the horizon. */
struct training_figures {
    int n_asked, n_attend, n_sessions;
    int *missing; /* [n_asked - n_attend] agents who do not attend */
};

struct figures {
    int n_days;
    struct span_figures *day; /* [n_days] */
    struct span_figures week;
    double paid_hours;
    double premium[N_PREMIUMS]; /* parts of the cost of premiums, currency: no fixed shifts */
    int n_people_working;
    double gap_value;          /* value - bound, currency */
    double gap_hours;          /* the same as missing person-hours at their mean price */
    struct short_span *shorts; /* [n_shorts], largest first */
    int n_shorts;
    struct wellbeing *wellbeing; /* [n_agents] */
    struct evenness *even;       /* [n_even] balances by group once the roster is worked */
    int n_even;
    struct wish_answer *wishes; /* [n_wishes] */
    int n_wishes;
    struct training_figures *training; /* [n_trainings] */
};

/* Of a planned week with a roster.  Memory in arena. */
void planner_figures(struct figures *out, const struct plan *plan, const struct planned *planned,
                     struct arena *arena);

/* Who attends what, [n_trainings]. */
struct training_figures *planner_training(const struct plan *plan, const struct planned *planned,
                                          struct arena *arena);

#endif
