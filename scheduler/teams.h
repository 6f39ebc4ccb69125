/* SPDX-License-Identifier: GPL-3.0-or-later */
/* teams.h - how many of a team may be away at once, as priced rows of the bundle: for dives and
 * neighbourhoods only, never for the bound. */
#ifndef RONDA_SCHEDULER_TEAMS_H
#define RONDA_SCHEDULER_TEAMS_H

#include "scheduler/incumbent.h"

struct teams {
    const struct instance *instance;
    int n_ticks;
    double most, slope;     /* highest price; rise of the price a person away too many */
    double *on, *away;      /* [n_teams * n_ticks] people by weights */
    double *rest;           /* [n_teams * n_ticks] people away who are not priced */
    double *cap;            /* people who may be away */
    double *centre, *price; /* grains a tick and person away */
    double *edge;           /* [n_teams * (n_ticks + 1)] integral of the price */
};

struct teams *teams_new(const struct instance *instance); /* NULL if no team is limited */
void teams_free(struct teams *teams);

bool teams_limited(const struct instance *instance, int team);

/* Start from who is there (NULL: nobody), prices 0. */
void teams_begin(struct teams *teams, const struct incumbent *incumbent);
/* A tour's presence and pauses, times `by`. */
void teams_add(struct teams *teams, int team, const int32_t *choice, uint8_t (*at)[MAX_BREAKS],
               double by);
/* One who is there already is priced from here on: the tour leaves the rest. */
void teams_leave(struct teams *teams, int team, const int32_t *choice, uint8_t (*at)[MAX_BREAKS]);
/* What the tour's pauses cost at the present prices. */
double teams_cost(const struct teams *teams, int team, const int32_t *choice,
                  uint8_t (*at)[MAX_BREAKS]);
/* Caps from presence, prices from people away and caps, integrals from prices. */
void teams_price(struct teams *teams);
void teams_move_centre(struct teams *teams); /* to the present prices */
/* Rounds the prices to the price grid and integrates them; sum over rows of price * (cap - rest).
 */
double teams_fix_prices(struct teams *teams);
/* People away beyond the caps, at the highest price. */
double teams_excess_cost(const struct teams *teams);
static inline double teams_price_at(const struct teams *teams, size_t i, double away)
{
    double price = teams->centre[i] + teams->slope * (away - teams->cap[i]);
    return price < 0 ? 0 : price > teams->most ? teams->most : price;
}

#endif
