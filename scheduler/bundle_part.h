/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bundle_part.h - what the files of the bundle share. */
#ifndef RONDA_SCHEDULER_BUNDLE_PART_H
#define RONDA_SCHEDULER_BUNDLE_PART_H

#include "scheduler/bundle.h"

/* A total that changes along a direction, and people of a team away at a tick. */
struct entry {
    int total, flow; /* indices */
    double by;       /* units for a whole step */
};
struct away_entry {
    size_t at;
    double by;
};

/* pi(y) of the smoothed curve. */
static inline double smooth_price(const struct price_curve *curve, double centre, double tau,
                                  double y)
{
    for (int i = 0; i + 1 < curve->n; i++) {
        double at_kink = centre + tau * (curve->from[i + 1] - y);
        if (at_kink >= curve->price[i])
            return curve->price[i];
        if (at_kink >= curve->price[i + 1])
            return at_kink;
    }
    return curve->price[curve->n - 1];
}

/* bundle.c */
static inline int bundle_group(const struct master *m, int i)
{
    return m->instance->problem->people[m->person[i]].group;
}
static inline int bundle_team(const struct master *m, int i)
{
    int team = m->instance->problem->people[m->person[i]].team;
    return m->use_teams && teams_limited(m->instance, team) ? team : -1;
}
/* Units that the step at hand, step[n_prices], adds to a side post on row t. */
double bundle_side_step(const struct master *m, int group, int post, int t);
double bundle_on_grid(const struct price_curve *curve, double price);
/* Counts a tour that nobody has counted yet, with weight 1. */
void bundle_count_first(struct master *m, int i);
/* Moves exactly `theta` of weight from tour `from` to tour `to`. */
void bundle_move_weight(struct master *m, int i, int from, int to, double theta);

/* bundle_price.c */
/* What a group's people are worth (cover.h): out[n_prices], or a post's own row of prices. */
const double *bundle_group_prices(const struct master *m, int group, const double *price,
                                  double *out);
/* The Lagrangian at the present prices, rounded to the grid; tours in found[].  Sets `infeasible`
 * if somebody has no tour. */
void bundle_price_trial(struct master *m);
/* The same with the best tours known in place of the best tours. */
double bundle_model_value(const struct master *m);
/* What the weights cost: never less than the Lagrangian, and equal at the optimum. */
double bundle_primal_value(const struct master *m);

/* bundle_tours.c */
/* Reduced cost of a tour under a group's prices, and the team's. */
double bundle_score(const struct master *m, int i, int column, const double *price);
/* step[n_prices] += by * units of the tour: at work, and with side posts on duty, at a start. */
void bundle_add_tour(const struct master *m, int i, int column, double by, double *step);
/* The tour that pricing found for person i joins the pack; false if it is there already. */
bool bundle_add_found(struct master *m, int i);
void bundle_age_tours(struct master *m);

#endif
