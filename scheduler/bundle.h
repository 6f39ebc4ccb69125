/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bundle.h - the master without an LP: a disaggregated proximal bundle over some people's tours. */
#ifndef RONDA_SCHEDULER_BUNDLE_H
#define RONDA_SCHEDULER_BUNDLE_H

#include "base/pool.h"
#include "scheduler/teams.h"

/* A curve of cover.h in the terms of prices: price[i] = -slope[i] falls, from[i] as there. */
struct price_curve {
    int n;
    double from[CURVE_PIECES], price[CURVE_PIECES];
};

/* The weeks a person has: convex weights over at most `cap` tours. */
struct pack {
    int n;
    double *weight, *cost; /* [cap] */
    int *idle;             /* [cap] rounds without weight */
    int *column;           /* [cap] in the linear program of colgen.c; -1: not in it */
};

struct master {
    const struct instance *instance;
    struct pool *pool; /* for pricing; NULL */
    int max_people, cap, n_days, max_units, n_rows, n_prices, n_posts, n_groups, n_workers;

    int n_people;
    int *person;       /* [n_people] index in the problem */
    int32_t *fix;      /* [n_people * n_days] */
    struct pack *pack; /* [n_people] */
    bool *settled;     /* [n_people] has one tour and gets no other */
    bool *frozen;      /* [n_posts * n_rows] nobody here can change the row (master_freeze) */
    int32_t *choice;   /* [n_people * cap * n_days] */
    uint8_t (*at)[MAX_BREAKS]; /* [n_people * cap * n_days] */
    int16_t *units;            /* [n_people * cap * max_units] day by day */

    const struct price_curve *curve; /* [n_posts * n_rows] post-major */
    double *flow;                    /* [n_groups * n_posts * n_rows] units by weights */
    double *total;                   /* [n_posts * n_rows] */
    bool has_rest;                   /* it began with an incumbent */
    double *rest;  /* [n_groups * n_rows] work of people who are not here; then their units at side
                      posts, [n_side_posts * n_rows] */
    double *price; /* [n_posts * n_rows] of the smoothed curves at total */
    double *centre, *trial; /* [n_posts * n_rows] duals on the grid */
    double tau;             /* grains a unit per unit */
    double centre_value;    /* the Lagrangian at the centre; -INFINITY: not known */
    double trial_value;
    double effort, most_effort; /* how much harder than asked the sweeps work, 1 and up */
    double tau_least, tau_most; /* between these it adapts */
    int streak;                 /* rounds in a row that the centre moved; negative: did not */
    int infeasible;             /* a person (index in the problem) without a tour; -1 */
    int rounds;                 /* since the slots were assigned */
    int place_every;            /* rounds after which pauses are placed anew; between, they stay */

    struct teams *teams; /* NULL: no team is limited */
    bool use_teams;
    struct away_entry *away; /* [n_ticks] people away along a direction */
    double *team_step;       /* [n_ticks] zero between uses */

    bool *active;                    /* [n_groups] */
    bool *needed;                    /* [n_choices] */
    double *group_price;             /* [n_groups * n_prices] of trial */
    int max_slots, n_slots, *slot;   /* [n_people] which values a person sees */
    int *slot_group, *slot_team;     /* [n_slots]; team -1: not priced */
    struct values *values;           /* [n_slots] */
    double *best, *tour_best;        /* [n_people] priced value; that of the tour found */
    int n_tolls;                     /* most of a person */
    double *toll;                    /* [n_people * n_tolls] of a space with a grid (labels.h) */
    int32_t *found;                  /* [n_people * n_days] priced tour */
    struct scratch *scratch;         /* [n_workers] */
    double *score, *step;            /* [cap], [n_prices] */
    double *seen;                    /* [n_prices] group price while sweeping */
    struct entry *entry;             /* changes of totals along a direction */
    uint8_t (*found_at)[MAX_BREAKS]; /* [n_days] */
};

struct price_curve *price_curves_new(const struct cover_model *cover); /* [n_posts * n_rows] */

struct master *master_new(const struct instance *instance, const struct price_curve *curve,
                          int max_people, int cap, struct pool *pool);
void master_free(struct master *master);

/* Begin with these people, nobody's tours known.  `incumbent` holds everybody's tours, theirs too,
 * and its teams are priced; NULL: nobody is there, and teams are not priced.
 * centre[n_posts * n_rows] starts the duals (NULL: half the first shortage price). */
void master_begin(struct master *master, const int *person, int n_people,
                  const struct incumbent *incumbent, const double *centre, double tau);
/* From here on teams are priced: the Lagrangian is no bound any more. */
void master_use_teams(struct master *master);
/* The person's tour is in the incumbent already: it becomes the pack's first, with weight 1. */
void master_seed(struct master *master, int i, const int32_t *choice, uint8_t (*at)[MAX_BREAKS],
                 int64_t cost);
/* One more tour of weight 0; false if it contradicts the fixings or is there already. */
bool master_add(struct master *master, int i, const int32_t *choice, uint8_t (*at)[MAX_BREAKS],
                double cost);

enum round_result { ROUND_MOVED, ROUND_NULL, ROUND_CONVERGED, ROUND_INFEASIBLE };
/* One round: sweeps of weight steps, pricing of everybody at the new prices, centre or bundle.
 * tolerance: relative gap between the weights' own cost and the centre's value that counts as
 * converged. */
enum round_result master_round(struct master *master, int sweeps, double tolerance);

/* The round before the first one where the centre is good already: everybody is priced there. */
enum round_result master_look(struct master *master);

/* Fix (person i, day) to a choice or -1: tours that differ go, their weight moves to the best left.
 * Some tour of the pack must agree. */
void master_fix(struct master *master, int i, int day, int32_t choice);

/* After everybody was seeded: days outside [from_day, to_day) stay as they are.  Rows of their own
 * leave the linear program; day-level rows only. */
void master_freeze(struct master *master, int from_day, int to_day);

/* Forget tours that had no weight for more than `rounds`. */
void master_drop_idle(struct master *master, int rounds);
/* Leave person i its heaviest tour only, pauses and all. */
void master_settle(struct master *master, int i);
/* The heaviest tour of person i: it agrees with the fixings. */
int master_best(const struct master *master, int i);

static inline bool master_has_tours(const struct master *m) /* everybody one at least */
{
    for (int i = 0; i < m->n_people; i++)
        if (m->pack[i].n == 0)
            return false;
    return true;
}

static inline size_t master_tour(const struct master *m, int i, int column)
{
    return ((size_t)i * (size_t)m->cap + (size_t)column) * (size_t)m->n_days;
}

#endif
