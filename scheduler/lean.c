/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lean.c - teams drawn to hours of their own while a roster is sought.
 *
 * Of a team max(1, floor(share x on)) may be away at once.  Each team that is there loses half a
 * person to the floor on average, so the fewer teams are there at once, the more pauses fit.  No
 * price of bundle.c sees that, as a mixture of tours has any number on duty.  People of a team who
 * begin at about the same time do it, mostly at no other cost: they trade shifts with people of
 * other teams who serve the same queues.  So, while diving and annealing, a choice of somebody in
 * such a team costs share x PRICE x hours from its start to the team's hour more, less and less
 * towards the end.  Hours: the starts of all such people by the bound's weights, from the emptiest
 * hour of the day on; teams in the order of their mean start, each in the middle of a stretch that
 * holds as many starts as its people have. */
#include "scheduler/lean.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "scheduler/value.h"

#define DAY_MIN 1440
#define FELT 8     /* one in so many */
#define PRICE 0.03 /* of an hour, in missing ticks of one person */

struct lean {
    struct instance *instance;
    const struct problem *given;
    struct problem problem;
    struct person *people; /* [n_people] */
    int64_t *cost;         /* [people in limited teams * n_choices] */
    int *at_min;           /* [n_teams] minute of the day */
};

static int minute_of_day(int32_t minute)
{
    return ((minute % DAY_MIN) + DAY_MIN) % DAY_MIN;
}

/* A team's starts by weight, on the axis that begins at the emptiest hour. */
struct team_starts {
    double weight, mean;
    int team;
};

static int by_mean(const void *a, const void *b)
{
    const struct team_starts *x = a, *y = b;
    return x->mean != y->mean ? (x->mean < y->mean ? -1 : 1) : x->team - y->team;
}

/* starts[n_teams * DAY_MIN] by weight and minute of the day, of people in limited teams. */
static void count_starts(const struct master *m, double *starts)
{
    const struct problem *problem = m->instance->problem;
    for (int i = 0; i < m->n_people; i++) {
        int team = problem->people[m->person[i]].team;
        if (!teams_limited(m->instance, team))
            continue;
        double *own = starts + (ptrdiff_t)team * DAY_MIN;
        for (int k = 0; k < m->pack[i].n; k++)
            for (int d = 0; d < m->n_days; d++) {
                int32_t choice = m->choice[master_tour(m, i, k) + (size_t)d];
                if (choice >= 0)
                    own[minute_of_day(problem->choices[choice].start_min)] += m->pack[i].weight[k];
            }
    }
}

static int emptiest_hour(const double *starts)
{
    double least = INFINITY;
    int hour = 0;
    for (int h = 0; h < DAY_MIN / 60; h++) {
        double sum = 0;
        for (int t = 0; t < 60; t++)
            sum += starts[h * 60 + t];
        if (sum < least) {
            least = sum;
            hour = h;
        }
    }
    return hour;
}

static struct team_starts weigh_team(const double *own, int team, int from)
{
    struct team_starts of = {.team = team};
    double sum = 0;
    for (int i = 0; i < DAY_MIN; i++) {
        of.weight += own[(from + i) % DAY_MIN];
        sum += own[(from + i) % DAY_MIN] * i;
    }
    of.mean = of.weight > 0 ? sum / of.weight : 0;
    return of;
}

static void find_hours(struct lean *lean, const struct master *m)
{
    int n_teams = lean->given->n_teams, n = 0;
    double *own = NEW_ARRAY(double, (size_t)n_teams *DAY_MIN), *all = NEW_ARRAY(double, DAY_MIN);
    struct team_starts *team = NEW_ARRAY(struct team_starts, n_teams);
    count_starts(m, own);
    for (int t = 0; t < n_teams; t++)
        for (int i = 0; i < DAY_MIN; i++)
            all[i] += own[t * DAY_MIN + i];
    int from = emptiest_hour(all) * 60;
    for (int t = 0; t < n_teams; t++)
        if (teams_limited(m->instance, t))
            team[n++] = weigh_team(own + t * DAY_MIN, t, from);
    qsort(team, (size_t)n, sizeof *team, by_mean);
    double before = 0, sum = 0;
    for (int k = 0, i = 0; k < n; k++) {
        double middle = before + team[k].weight / 2;
        before += team[k].weight;
        while (i < DAY_MIN - 1 && sum + all[(from + i) % DAY_MIN] <= middle)
            sum += all[(from + i++) % DAY_MIN];
        lean->at_min[team[k].team] = (from + i) % DAY_MIN;
    }
    mem_free(team);
    mem_free(own);
    mem_free(all);
}

bool lean_is_worth(const struct incumbent *s)
{
    const struct instance *instance = s->instance;
    size_t n_ticks = (size_t)instance->breaks->n_ticks;
    int64_t all = 0, full = 0;
    for (int team = 0; team < instance->problem->n_teams; team++)
        for (size_t t = 0; t < n_ticks && teams_limited(instance, team); t++) {
            int on = s->on[(size_t)team * n_ticks + t];
            all += on;
            full += incumbent_is_full(s, team, (int)t) ? on : 0;
        }
    return full > 0 && full * FELT >= all;
}

struct lean *lean_new(struct instance *instance, const struct master *master)
{
    const struct problem *problem = instance->problem;
    int n_limited = 0, n_leaning = 0;
    for (int t = 0; t < problem->n_teams; t++)
        n_limited += teams_limited(instance, t);
    if (n_limited < 2 || problem->row_min <= 0)
        return NULL;
    struct lean *lean = NEW(struct lean);
    lean->instance = instance;
    lean->given = problem;
    lean->at_min = NEW_ARRAY(int, problem->n_teams);
    find_hours(lean, master);
    for (int a = 0; a < problem->n_people; a++)
        n_leaning += teams_limited(instance, problem->people[a].team);
    lean->people = NEW_ARRAY(struct person, problem->n_people);
    lean->cost = mem_alloc((size_t)n_leaning * (size_t)problem->n_choices, sizeof *lean->cost);
    int64_t *cost = lean->cost;
    for (int a = 0; a < problem->n_people; a++) {
        lean->people[a] = problem->people[a];
        if (teams_limited(instance, problem->people[a].team)) {
            lean->people[a].cost = cost;
            cost += problem->n_choices;
        }
    }
    lean->problem = *problem;
    lean->problem.people = lean->people;
    lean_set(lean, 0);
    instance->problem = &lean->problem;
    return lean;
}

void lean_free(struct lean *lean)
{
    if (!lean)
        return;
    lean->instance->problem = lean->given;
    mem_free(lean->people);
    mem_free(lean->cost);
    mem_free(lean->at_min);
    mem_free(lean);
}

static int64_t extra_cost(const struct lean *lean, int team, int32_t choice, double price)
{
    int away = abs(minute_of_day(lean->given->choices[choice].start_min) - lean->at_min[team]);
    away = away < DAY_MIN - away ? away : DAY_MIN - away;
    return (int64_t)(price * away / 60 / (double)lean->instance->grain_step) *
           lean->instance->grain_step;
}

void lean_set(struct lean *lean, double share)
{
    const struct problem *problem = lean->given;
    double price =
        share * PRICE * (double)lean->instance->price_scale * lean->instance->units_per_tick;
    int64_t *cost = lean->cost;
    for (int a = 0; a < problem->n_people; a++) {
        const struct person *person = &problem->people[a];
        if (!teams_limited(lean->instance, person->team))
            continue;
        for (int c = 0; c < problem->n_choices; c++, cost++)
            *cost = person->cost[c] < GRAIN_FORBIDDEN
                        ? person->cost[c] + extra_cost(lean, person->team, c, price)
                        : GRAIN_FORBIDDEN;
    }
}

void lean_recost(struct incumbent *s)
{
    const struct problem *problem = s->instance->problem;
    for (int a = 0; a < problem->n_people; a++) {
        if (!s->here[a])
            continue;
        s->costs -= s->cost[a];
        s->cost[a] = tour_cost(problem, &problem->people[a],
                               s->choice + (size_t)a * (size_t)problem->n_days);
        s->costs += s->cost[a];
    }
}
