/* SPDX-License-Identifier: GPL-3.0-or-later */
/* teams.c - the away rows.
 *
 * At a tick, away <= max(1, floor(share * on)) of a team.  Its right side follows the presence, so
 * it is no linear row; here it is max(1, share * on - 1/4), looked up afresh each round, and one
 * person too many costs a price that rises with the excess around a centre, as the smoothed curves
 * of bundle.c do.  Only pauses are priced by it.  It steers tours to starts and pauses that fit
 * together; what holds in the end is counted in whole people by incumbent.c. */
#include "scheduler/teams.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

bool teams_limited(const struct instance *instance, int team)
{
    return team >= 0 && instance->team_share[team] < 1;
}

struct teams *teams_new(const struct instance *instance)
{
    const struct problem *problem = instance->problem;
    bool any = false;
    for (int t = 0; t < problem->n_teams; t++)
        any = any || teams_limited(instance, t);
    if (!any || problem->row_min <= 0)
        return NULL;
    struct teams *teams = NEW(struct teams);
    size_t n_ticks = (size_t)instance->breaks->n_ticks, n = (size_t)problem->n_teams * n_ticks;
    teams->instance = instance;
    teams->n_ticks = instance->breaks->n_ticks;
    teams->most = 2.0 * (double)instance->price_scale * instance->units_per_tick;
    teams->slope = 0.3 * teams->most;
    teams->on = NEW_ARRAY(double, n + 1);
    teams->away = NEW_ARRAY(double, n + 1);
    teams->rest = NEW_ARRAY(double, n + 1);
    teams->cap = NEW_ARRAY(double, n + 1);
    teams->centre = NEW_ARRAY(double, n + 1);
    teams->price = NEW_ARRAY(double, n + 1);
    teams->edge = NEW_ARRAY(double, (size_t)problem->n_teams *(n_ticks + 1));
    return teams;
}

void teams_free(struct teams *teams)
{
    if (!teams)
        return;
    mem_free(teams->on);
    mem_free(teams->away);
    mem_free(teams->rest);
    mem_free(teams->cap);
    mem_free(teams->centre);
    mem_free(teams->price);
    mem_free(teams->edge);
    mem_free(teams);
}

void teams_begin(struct teams *teams, const struct incumbent *incumbent)
{
    size_t n = (size_t)teams->instance->problem->n_teams * (size_t)teams->n_ticks;
    for (size_t i = 0; i < n; i++) {
        teams->on[i] = incumbent ? incumbent->on[i] : 0;
        teams->away[i] = incumbent ? incumbent->away[i] : 0;
        teams->rest[i] = teams->away[i];
        teams->centre[i] = 0;
        teams->price[i] = 0;
    }
}

static void add_pauses(const struct teams *teams, double *away, const int32_t *choice,
                       uint8_t (*at)[MAX_BREAKS], double by)
{
    const struct problem *problem = teams->instance->problem;
    const struct break_model *breaks = teams->instance->breaks;
    for (int d = 0; d < problem->n_days; d++) {
        if (choice[d] < 0 || breaks->shape_of[choice[d]] < 0)
            continue;
        const struct break_shape *shape = &breaks->shape[breaks->shape_of[choice[d]]];
        int begin = problem->choices[choice[d]].start_min / breaks->tick_min;
        for (int k = 0; k < shape->n_pauses; k++)
            for (int t = 0; t < shape->len[k]; t++)
                away[begin + shape->at[k][at[d][k]] + t] += by;
    }
}

void teams_add(struct teams *teams, int team, const int32_t *choice, uint8_t (*at)[MAX_BREAKS],
               double by)
{
    const struct problem *problem = teams->instance->problem;
    int tick_min = teams->instance->breaks->tick_min;
    double *on = teams->on + (ptrdiff_t)team * teams->n_ticks;
    for (int d = 0; d < problem->n_days; d++) {
        if (choice[d] < 0)
            continue;
        const struct choice *c = &problem->choices[choice[d]];
        for (int t = c->start_min / tick_min; t < c->end_min / tick_min; t++)
            on[t] += by;
    }
    add_pauses(teams, teams->away + (ptrdiff_t)team * teams->n_ticks, choice, at, by);
}

void teams_leave(struct teams *teams, int team, const int32_t *choice, uint8_t (*at)[MAX_BREAKS])
{
    add_pauses(teams, teams->rest + (ptrdiff_t)team * teams->n_ticks, choice, at, -1);
}

double teams_cost(const struct teams *teams, int team, const int32_t *choice,
                  uint8_t (*at)[MAX_BREAKS])
{
    const struct problem *problem = teams->instance->problem;
    const struct break_model *breaks = teams->instance->breaks;
    const double *price = teams->price + (ptrdiff_t)team * teams->n_ticks;
    double cost = 0;
    for (int d = 0; d < problem->n_days; d++) {
        if (choice[d] < 0 || breaks->shape_of[choice[d]] < 0)
            continue;
        const struct break_shape *shape = &breaks->shape[breaks->shape_of[choice[d]]];
        const double *from = price + problem->choices[choice[d]].start_min / breaks->tick_min;
        for (int k = 0; k < shape->n_pauses; k++)
            for (int t = 0; t < shape->len[k]; t++)
                cost += from[shape->at[k][at[d][k]] + t];
    }
    return cost;
}

void teams_price(struct teams *teams)
{
    const struct instance *instance = teams->instance;
    for (int team = 0; team < instance->problem->n_teams; team++) {
        if (!teams_limited(instance, team))
            continue;
        for (int t = 0; t < teams->n_ticks; t++) {
            size_t i = (size_t)team * (size_t)teams->n_ticks + (size_t)t;
            double cap = instance->team_share[team] * teams->on[i] - 0.25;
            teams->cap[i] = cap > 1 ? cap : 1;
            teams->price[i] = teams_price_at(teams, i, teams->away[i]);
        }
    }
}

double teams_fix_prices(struct teams *teams)
{
    double sum = 0;
    for (int team = 0; team < teams->instance->problem->n_teams; team++) {
        double *edge = teams->edge + (ptrdiff_t)team * (teams->n_ticks + 1);
        for (int t = 0; t < teams->n_ticks; t++) {
            size_t i = (size_t)team * (size_t)teams->n_ticks + (size_t)t;
            teams->price[i] = floor(teams->price[i] * PRICE_GRID + 0.5) / PRICE_GRID;
            edge[t + 1] = edge[t] + teams->price[i];
            sum += teams->price[i] * (teams->cap[i] - teams->rest[i]);
        }
    }
    return sum;
}

double teams_excess_cost(const struct teams *teams)
{
    double sum = 0;
    size_t n = (size_t)teams->instance->problem->n_teams * (size_t)teams->n_ticks;
    for (size_t i = 0; i < n; i++)
        sum += teams->away[i] > teams->cap[i] ? teams->away[i] - teams->cap[i] : 0;
    return sum * teams->most;
}

void teams_move_centre(struct teams *teams)
{
    size_t n = (size_t)teams->instance->problem->n_teams * (size_t)teams->n_ticks;
    memcpy(teams->centre, teams->price, n * sizeof *teams->centre);
}
