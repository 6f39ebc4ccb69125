/* SPDX-License-Identifier: GPL-3.0-or-later */
/* instance.h - a problem compiled for solving: curves, break shapes, people's spaces, and the value
 * of every choice under prices.  Read-only once made, so workers share it. */
#ifndef RONDA_SCHEDULER_INSTANCE_H
#define RONDA_SCHEDULER_INSTANCE_H

#include "base/run.h"
#include "scheduler/breaks.h"
#include "scheduler/cover.h"
#include "scheduler/pricing.h"

/* Prices are multiples of 1 / PRICE_GRID grains a unit, so that sums of them are exact. */
#define PRICE_GRID 256

struct instance {
    const struct problem *problem;
    struct cover_model *cover;
    struct break_model *breaks;
    struct space **space;    /* [n_people], shared by people who are alike */
    struct space **distinct; /* [n_distinct] */
    int n_distinct;
    int too_large;          /* a person whose automaton is too large; -1 */
    bool unfinished;        /* the run was stopped while spaces were made */
    int32_t units_per_tick; /* of one full person */
    int max_units;          /* rows that a tour can touch */
    bool *plain;            /* [n_choices] units are those of presence from start to end */
    double *team_share;     /* [n_teams] least away_share_max of its people; 1 and up: free */
    int64_t away_penalty;   /* grains a tick and person away too many: more than cover can win */
    int64_t grain_step;     /* every roster costs a multiple of it */
    int64_t price_scale;    /* grains: a full person missing over one row, mean of the posts */
};

struct instance *instance_new(const struct problem *problem);
/* The same by the run's workers; spaces are missing (unfinished) if the run was stopped. */
struct instance *instance_compile(const struct problem *problem, struct run *run);
void instance_free(struct instance *instance);

/* What choices bring to people of one group under prices. */
struct values {
    double *choice;            /* [n_choices] grains, pauses placed */
    double *away;              /* [n_choices] grains that the pauses cost at the team's prices */
    uint8_t (*at)[MAX_BREAKS]; /* [n_choices] positions of the pauses */
    double *edge;              /* [n_ticks + 1] integral of the price over time */
};
void values_init(struct values *values, const struct instance *instance);
void values_free(struct values *values);

/* price[n_prices]: the group's (cover.h).  needed[n_choices]: NULL or which choices to value; days
 * [from_day, to_day).  values_edges comes first.  away[n_ticks + 1]: integral of what a tick away
 * costs in the person's team, or NULL.  keep: pauses stay where they are. */
void values_edges(struct values *values, const struct instance *instance, const double *price);
void values_days(struct values *values, const struct instance *instance, const double *price,
                 const double *away, const bool *needed, int from_day, int to_day, bool keep);

/* Units of a choice with pauses at `at`, full weight, over its rows: out[n_rows of the choice]. */
void choice_units(const struct instance *instance, int32_t choice, const uint8_t *at, int16_t *out);

#endif
