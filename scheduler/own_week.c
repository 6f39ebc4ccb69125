/* SPDX-License-Identifier: GPL-3.0-or-later */
/* own_week.c - see own_week.h.
 *
 * v(c), what choice c does to the cost of cover with the person out and everybody else in, is
 * measured once a choice and kept while the same person is asked about; r(c) = cost_a(c) + v(c) are
 * the item costs of pricing.c.  What an ask rules out costs more than any roster. */
#include "scheduler/own_week.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "scheduler/explain.h"
#include "scheduler/incumbent.h"
#include "scheduler/tours.h"
#include "scheduler/value.h"

#define RULED_OUT ((double)(INT64_C(1) << 42)) /* beyond all sums of grains (scheduler.h) */

struct own_week {
    struct build build;
    struct instance *instance;
    struct incumbent *s;
    struct scratch scratch;
    struct tour *tours;        /* of the roster */
    int person;                /* whose choices are measured; -1 */
    int64_t n_over;            /* of the roster with that person in */
    int64_t without;           /* value with that person out */
    bool *is_measured;         /* [n_choices] */
    int64_t *delta;            /* [n_choices] v */
    uint8_t (*at)[MAX_BREAKS]; /* [n_choices] positions of the pauses */
};

/* ---- the roster in ---- */

/* Positions of a tour's pauses; those that no placement knows go where there is one. */
static void place(uint8_t (*at)[MAX_BREAKS], const struct instance *instance,
                  const struct tour *tour)
{
    double free_of_loss[MAX_BREAKS][MAX_POSITIONS] = {{0}};
    for (int d = 0; d < instance->problem->n_days; d++) {
        int shape = tour->choice[d] >= 0 ? instance->breaks->shape_of[tour->choice[d]] : -1;
        if (shape < 0)
            continue;
        const struct break_shape *breaks = &instance->breaks->shape[shape];
        if (!tour->pause || !break_positions(instance->breaks, breaks, tour->pause[d], at[d]))
            breaks_best(breaks, free_of_loss, at[d]);
    }
}

static void put(struct own_week *own, int a, const struct tour *tour)
{
    const struct problem *problem = &own->build.problem;
    uint8_t(*at)[MAX_BREAKS] = mem_alloc((size_t)problem->n_days, sizeof *at);
    int64_t cost = tour_cost(problem, &problem->people[a], tour->choice);
    if (cost >= GRAIN_FORBIDDEN) /* a roster by hand: what breaks a rule has no price */
        cost = 0;
    place(at, own->instance, tour);
    incumbent_put(own->s, a, tour->choice, at, cost);
    mem_free(at);
}

static enum status put_roster(struct own_week *own, const struct roster *roster,
                              struct diags *diags)
{
    int unknown = -1;
    own->tours = tours_of_roster(&own->build, roster, &unknown);
    if (unknown >= 0) {
        const struct duty *duty = &roster->duty[unknown];
        char date[DATE_TEXT];
        diag_error(diags, roster->duty_at ? &roster->duty_at[unknown] : NULL,
                   "%s's shift on %s is none that the plan's catalogue has for that day: 'ronda "
                   "verify' says what is wrong with it",
                   own->build.plan->agents[duty->agent].id, date_format(date, duty->work_date));
        return ERR_DATA;
    }
    for (int a = 0; a < own->build.problem.n_people; a++)
        put(own, a, &own->tours[a]);
    return OK;
}

enum status own_week_new(struct own_week **out, const struct plan *plan,
                         const struct horizon *horizon, const struct requirement *requirement,
                         const struct roster *roster, struct arena *arena, struct diags *diags)
{
    struct own_week *own = NEW(struct own_week);
    *out = own;
    own->person = -1;
    TRY(build_problem(&own->build, plan, horizon, requirement, 1, NULL, arena, diags));
    int n = own->build.problem.n_choices + 1;
    own->instance = instance_new(&own->build.problem);
    own->s = incumbent_new(own->instance);
    own->is_measured = NEW_ARRAY(bool, n);
    own->delta = NEW_ARRAY(int64_t, n);
    own->at = mem_alloc((size_t)n, sizeof *own->at);
    return put_roster(own, roster, diags);
}

void own_week_free(struct own_week *own)
{
    if (!own)
        return;
    scratch_free(&own->scratch);
    incumbent_free(own->s);
    instance_free(own->instance);
    mem_free(own->is_measured);
    mem_free(own->delta);
    mem_free(own->at);
    mem_free(own);
}

/* ---- reasons ---- */

const int *own_week_reasons(const struct own_week *own, int agent)
{
    return explain_reasons(&own->build, agent);
}

void own_week_say_reason(struct text *out, const struct own_week *own, int agent, int reason)
{
    explain_say_reason(out, &own->build, agent, reason);
}

/* ---- what a shift does to cover ---- */

static void begin_person(struct own_week *own, int a)
{
    if (own->person == a)
        return;
    own->person = a;
    own->n_over = own->s->n_over;
    memset(own->is_measured, 0, (size_t)own->build.problem.n_choices * sizeof *own->is_measured);
    incumbent_take(own->s, a);
    own->without = incumbent_value(own->s);
}

/* The person is in again: nobody is asked about. */
static void end_person(struct own_week *own)
{
    if (own->person < 0)
        return;
    put(own, own->person, &own->tours[own->person]);
    own->person = -1;
}

double own_week_value(struct own_week *own)
{
    end_person(own);
    return (double)incumbent_value(own->s) * own->build.problem.currency_per_grain;
}

double own_week_worth(struct own_week *own, int queue, int slot)
{
    const struct problem *problem = &own->build.problem;
    int64_t most = 0;
    end_person(own);
    for (int g = 0; g < problem->n_groups; g++) {
        if (!(problem->group_posts[problem_group(problem, g, slot)] >> queue & 1))
            continue;
        int64_t saved = -cover_probe(own->s->cover, slot, g, problem->full_row);
        most = saved > most ? saved : most;
    }
    return (double)most * problem->currency_per_grain;
}

/* The person must be out. */
static void measure(struct own_week *own, int32_t choice)
{
    const struct problem *problem = &own->build.problem;
    int day = problem->choices[choice].day;
    if (own->is_measured[choice])
        return;
    int32_t *only = NEW_ARRAY(int32_t, problem->n_days);
    for (int d = 0; d < problem->n_days; d++)
        only[d] = d == day ? choice : -1;
    struct tour tour = {.choice = only};
    uint8_t(*at)[MAX_BREAKS] = mem_alloc((size_t)problem->n_days, sizeof *at);
    place(at, own->instance, &tour);
    incumbent_put(own->s, own->person, only, at, 0);
    incumbent_place_pauses(own->s, own->person);
    own->delta[choice] = incumbent_value(own->s) - own->without;
    size_t i = (size_t)own->person * (size_t)problem->n_days + (size_t)day;
    memcpy(own->at[choice], own->s->at[i], sizeof own->at[choice]);
    own->is_measured[choice] = true;
    incumbent_take(own->s, own->person);
    mem_free(at);
    mem_free(only);
}

/* ---- asks ---- */

/* Not the same time: choices may differ in their meal's window only. */
static bool is_other(const struct own_week *own, int32_t was, int32_t is)
{
    const struct choice *c = own->build.problem.choices;
    if (was < 0 || is < 0)
        return was != is;
    return c[was].type != c[is].type || c[was].start_min != c[is].start_min;
}

/* The choice (-1 off) on that day is what is asked for. */
static bool is_asked(const struct own_week *own, const struct ask *ask, int day, int32_t choice)
{
    const struct choice *c = choice >= 0 ? &own->build.problem.choices[choice] : NULL;
    int64_t begin = own->build.horizon->begin[0];
    switch (ask->kind) {
    case ASK_ANYTHING:
        return true;
    case ASK_OFF:
        return !c;
    case ASK_WORK:
        return c;
    case ASK_SHIFT:
        return c && c->type == ask->shift;
    case ASK_NOT_SHIFT:
        return !c || c->type != ask->shift;
    case ASK_AT:
        return c && begin + (int64_t)c->start_min * 60 <= ask->at &&
               ask->at < begin + (int64_t)c->end_min * 60;
    case ASK_OTHER:
        return is_other(own, own->tours[own->person].choice[day], choice);
    }
    return false;
}

/* One day is as asked, the others are free. */
struct search {
    struct own_week *own;
    const struct space *space;
    const struct person *person;
    double *cost;    /* [n_items] */
    int64_t *off;    /* [n_days] */
    int32_t *choice; /* [n_days] */
    int32_t *best;   /* [n_days] the best so far */
    double value;    /* of it, grains without the others' */
};

static void fill_costs(struct search *search, const struct ask *ask, int asked_day)
{
    const struct problem *problem = &search->own->build.problem;
    for (int k = 0; k < search->space->n_items; k++) {
        int32_t c = search->space->choice[k];
        int day = problem->choices[c].day;
        measure(search->own, c);
        bool is_free = day != asked_day || is_asked(search->own, ask, day, c);
        search->cost[k] =
            is_free ? (double)(search->person->cost[c] + search->own->delta[c]) : RULED_OUT;
    }
    for (int d = 0; d < problem->n_days; d++) {
        int64_t cost = search->person->cost_off ? search->person->cost_off[d] : 0;
        bool is_free = d != asked_day || is_asked(search->own, ask, d, -1);
        search->off[d] = is_free ? cost : (int64_t)RULED_OUT;
    }
}

static void search_day(struct search *search, const struct ask *ask, int asked_day)
{
    struct own_week *own = search->own;
    fill_costs(search, ask, asked_day);
    double value =
        price_tour(search->space, search->cost, search->off, NULL, &own->scratch, search->choice);
    if (isinf(value))
        return;
    value = own->scratch.tour_value;
    if (value >= RULED_OUT / 2 || value >= search->value)
        return;
    search->value = value;
    memcpy(search->best, search->choice, (size_t)own->build.problem.n_days * sizeof *search->best);
}

/* The day that is asked about, or each day in turn where it may be any. */
static void search_days(struct search *search, const struct ask *ask)
{
    const struct own_week *own = search->own;
    int day = ask->date - own->build.horizon->first;
    if (ask->kind == ASK_ANYTHING)
        search_day(search, ask, -1);
    else if (ask->kind != ASK_AT && ask->kind != ASK_OTHER)
        search_day(search, ask, day);
    else
        for (int d = 0; d < own->build.problem.n_days; d++)
            if (ask->kind == ASK_OTHER || (own->build.horizon->begin[d] <= ask->at &&
                                           ask->at < own->build.horizon->begin[d] + 2 * 86400))
                search_day(search, ask, d);
}

/* With that week no more of the team are away at once than may be, while the others' pauses stay:
 * without the person there may be too many already. */
static bool pauses_fit(struct own_week *own, const int32_t *choice)
{
    const struct problem *problem = &own->build.problem;
    uint8_t(*at)[MAX_BREAKS] = mem_alloc((size_t)problem->n_days, sizeof *at);
    for (int d = 0; d < problem->n_days; d++)
        if (choice[d] >= 0)
            memcpy(at[d], own->at[choice[d]], sizeof at[d]);
    incumbent_put(own->s, own->person, choice, at, 0);
    bool fits = own->s->n_over <= own->n_over;
    incumbent_take(own->s, own->person);
    mem_free(at);
    return fits;
}

static void give_out(struct found_week *out, const struct search *search)
{
    struct own_week *own = search->own;
    const struct problem *problem = &own->build.problem;
    out->exists = search->value < INFINITY && pauses_fit(own, search->best);
    if (!out->exists)
        return;
    out->value = (search->value + (double)own->without) * problem->currency_per_grain;
    for (int d = 0; d < problem->n_days; d++) {
        int32_t c = search->best[d];
        if (c < 0)
            continue;
        int16_t pause[MAX_BREAKS] = {0};
        int shape = own->instance->breaks->shape_of[c];
        for (int k = 0; shape >= 0 && k < own->instance->breaks->shape[shape].n_pauses; k++)
            pause[k] = (int16_t)break_start_min(
                own->instance->breaks, &own->instance->breaks->shape[shape], k, own->at[c][k]);
        tours_duty(&out->duty[out->n_duties++], &own->build, own->person, c, pause);
    }
}

void own_week_best(struct found_week *out, struct own_week *own, int agent, const struct ask *ask)
{
    struct person person;
    const struct problem *problem = &own->build.problem;
    *out = (struct found_week){0};
    if (own->person != agent)
        end_person(own);
    begin_person(own, agent);
    build_person(&person, &own->build, agent, ask->binding);
    person.group = problem->people[agent].group;
    person.team = problem->people[agent].team;
    struct space *space = space_new(problem, own->instance->breaks, &person);
    if (!space)
        return;
    struct search search = {.own = own,
                            .space = space,
                            .person = &person,
                            .cost = NEW_ARRAY(double, space->n_items + 1),
                            .off = NEW_ARRAY(int64_t, problem->n_days),
                            .choice = NEW_ARRAY(int32_t, problem->n_days),
                            .best = NEW_ARRAY(int32_t, problem->n_days),
                            .value = INFINITY};
    search_days(&search, ask);
    give_out(out, &search);
    mem_free(search.cost);
    mem_free(search.off);
    mem_free(search.choice);
    mem_free(search.best);
    space_free(space);
}

void own_week_set(struct own_week *own, int agent, const struct found_week *week)
{
    end_person(own);
    struct roster one = {.duty = (struct duty *)week->duty, .n_duties = week->n_duties};
    struct tour *tours = tours_of_roster(&own->build, &one, NULL);
    incumbent_take(own->s, agent);
    own->tours[agent] = tours[agent];
    put(own, agent, &own->tours[agent]);
}
