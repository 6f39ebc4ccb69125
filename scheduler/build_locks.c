/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_locks.c - what of an earlier roster holds (base/locks.h).
 *
 * A kept shift is a choice of its own, with its pauses fixed, for the days that keep it only: it
 * may differ from all that the catalogue offers by now.  The days of a person that are kept leave
 * one way each; pricing, counters, cover and pauses need to know no more.
 *
 * Who bends.  Kept days can break hard rules, alone or with leave that came later.  Whoever has no
 * week otherwise, or a kept shift that the catalogue does not offer, bends: of the kept days
 * nothing is refused, and each unit that a hard limit lacks costs a price that no gain of cover
 * outweighs (an hour of the dearest cover a minute, 24 a day or time).  So the least is broken that
 * can be.  That least is found by pricing these prices alone, and is taken off the cost of a kept
 * day, which is paid in any case: what remains is what the roster costs by itself, and the bound
 * stays one. */
#include <math.h>

#include "scheduler/build_part.h"
#include "scheduler/pricing.h"
#include "scheduler/repair.h"

static const struct locked_day *lock_of(const struct build *b, int agent, int day)
{
    return b->locks ? locks_day(b->locks, agent, b->horizon->first + day) : NULL;
}

/* The shift that stays on a day; NULL: none. */
static const struct duty *kept_duty(const struct build *b, int agent, int day)
{
    const struct locked_day *lock = lock_of(b, agent, day);
    return lock && lock->is_kept ? lock->was : NULL;
}

static int gcd(int a, int b)
{
    return b == 0 ? a : gcd(b, a % b);
}

static int pause_after_min(const struct duty *duty, int k)
{
    return (int)((duty->pause[k].start - duty->start) / 60);
}

/* Pauses where they were. */
static struct break_plan fixed_plan(const struct build *b, const struct duty *duty)
{
    struct break_plan plan = {.n_pauses = duty->n_pauses,
                              .away_share_max = b->plan->shifts[duty->shift].away_share_max};
    for (int k = 0; k < duty->n_pauses; k++) {
        plan.len_min[k] = duty->pause[k].min;
        plan.is_meal[k] = duty->pause[k].is_meal;
        plan.from_min[k] = plan.to_min[k] = pause_after_min(duty, k);
        plan.step_min = gcd(plan.from_min[k], plan.step_min);
    }
    return plan;
}

static bool has_pauses(const struct break_plan *plan, const struct duty *duty)
{
    bool has = plan->n_pauses == duty->n_pauses;
    for (int k = 0; k < duty->n_pauses && has; k++)
        has = plan->len_min[k] == duty->pause[k].min && plan->from_min[k] == plan->to_min[k] &&
              plan->from_min[k] == pause_after_min(duty, k) &&
              plan->is_meal[k] == duty->pause[k].is_meal;
    return has;
}

/* Same shift at the same time, pauses apart. */
static bool is_same_shift(const struct build *b, const struct choice *c, const struct duty *duty)
{
    int64_t begin = b->horizon->begin[0];
    return c->type == duty->shift && begin + (int64_t)c->start_min * 60 == duty->start &&
           build_is_rest_day(c) == duty->is_rest_day;
}

static bool is_kept_shift(const struct build *b, const struct choice *c, bool is_kept,
                          const struct break_plan *plans, const struct duty *duty)
{
    if (!is_same_shift(b, c, duty) || b->horizon->begin[0] + (int64_t)c->end_min * 60 != duty->end)
        return false;
    return c->break_plan < 0 ? duty->n_pauses == 0
                             : is_kept && has_pauses(&plans[c->break_plan], duty);
}

static int plan_for(struct choices *list, const struct build *b, const struct duty *duty)
{
    if (duty->n_pauses == 0)
        return -1;
    for (int i = 0; i < list->n_plans; i++)
        if (list->plan_shift[i] < 0 && has_pauses(&list->plan[i], duty))
            return i;
    struct break_plan plan = fixed_plan(b, duty);
    return build_add_plan(list, &plan, -1);
}

enum status build_list_kept(struct choices *list, const struct build *b, int day, int first,
                            struct diags *diags)
{
    enum status status = OK;
    char date[DATE_TEXT];
    for (int a = 0; a < b->plan->n_agents; a++) {
        const struct duty *duty = kept_duty(b, a, day);
        bool known = !duty;
        for (int i = first; i < list->n && !known; i++)
            known =
                is_kept_shift(b, &list->item[i].choice, list->item[i].is_kept, list->plan, duty);
        if (known)
            continue;
        if (duty->start < b->horizon->begin[day] || duty->start >= b->horizon->begin[day + 1]) {
            diag_error(diags, &b->plan->site.at,
                       "agent %s: the shift of %s that is to stay does not begin on that work date",
                       b->plan->agents[a].id, date_format(date, b->horizon->first + day));
            status = ERR_DATA;
            continue;
        }
        MEM_GROW(list->item, list->n, list->cap);
        struct listed *item = &list->item[list->n++];
        item->choice = build_choice(b, day, duty->shift, duty->start, duty->end, duty->is_rest_day);
        item->choice.break_plan = plan_for(list, b, duty);
        item->is_kept = true;
    }
    return status;
}

void build_find_kept(struct build *b)
{
    const struct problem *p = &b->problem;
    if (!b->locks)
        return;
    b->kept = ARENA_ARRAY(b->arena, int32_t, b->plan->n_agents * p->n_days + 1);
    for (int a = 0; a < b->plan->n_agents; a++)
        for (int day = 0; day < p->n_days; day++) {
            int32_t *kept = &b->kept[a * p->n_days + day];
            const struct locked_day *lock = lock_of(b, a, day);
            *kept = lock && lock->is_kept ? KEPT_OFF : KEPT_NOT;
            if (*kept == KEPT_NOT || !lock->was)
                continue;
            for (int i = p->first_choice[day]; i < p->first_choice[day + 1] && *kept < 0; i++)
                if (is_kept_shift(b, &p->choices[i], b->is_kept[i], p->break_plans, lock->was))
                    *kept = i;
        }
}

static bool starts_before(const struct build *b, int choice, int64_t instant)
{
    return instant != NO_TIME &&
           b->horizon->begin[0] + (int64_t)b->problem.choices[choice].start_min * 60 < instant;
}

int64_t build_change(const struct build *b, int agent, int day, int choice)
{
    const struct locked_day *lock = lock_of(b, agent, day);
    if (!lock || !lock->is_known)
        return 0;
    bool same = lock->was ? choice >= 0 && is_same_shift(b, &b->problem.choices[choice], lock->was)
                          : choice < 0;
    if (!same && choice >= 0 && starts_before(b, choice, b->locks->begun))
        return GRAIN_FORBIDDEN;
    return same ? 0 : llround(lock->change_price / b->problem.currency_per_grain);
}

static int64_t dearest_hour(const struct build *b)
{
    int64_t dearest = 1;
    for (int i = 0; i < b->problem.n_posts * b->problem.n_rows; i++) {
        const struct cover_price *price = &b->problem.cover[i];
        int64_t unit = price->short_price[price->n_short - 1];
        dearest = unit > dearest ? unit : dearest;
    }
    return dearest * UNITS_PER_H;
}

void build_soften(struct limit *limits, int n_limits, const struct build *b)
{
    int64_t hour = dearest_hour(b);
    for (int i = 0; i < n_limits; i++) {
        struct limit *limit = &limits[i];
        bool in_minutes =
            limit->kind == LIMIT_MINUTES || (limit->kind == LIMIT_GAP && !limit->each);
        int64_t price = in_minutes ? hour : 24 * hour;
        if (limit->source == REASON_ALWAYS)
            continue;
        limit->price_lo = limit->price_lo >= GRAIN_FORBIDDEN ? price : limit->price_lo;
        limit->price_hi = limit->price_hi >= GRAIN_FORBIDDEN ? price : limit->price_hi;
    }
}

static bool *all_reasons(const struct build *b)
{
    bool *binding = ARENA_ARRAY(b->arena, bool, n_reasons(b->plan));
    for (int i = 0; i < n_reasons(b->plan); i++)
        binding[i] = true;
    return binding;
}

/* The prices of what is allowed, made nothing. */
static const int64_t *free_of_cost(const int64_t *cost, int n, struct arena *arena)
{
    int64_t *free = ARENA_ARRAY(arena, int64_t, n + 1);
    for (int i = 0; i < n; i++)
        free[i] = cost[i] >= GRAIN_FORBIDDEN ? GRAIN_FORBIDDEN : 0;
    return free;
}

/* The bent person with hard limits alone, and of these the sides that are hard. */
static struct person only_hard(const struct build *b, int agent, const bool *all)
{
    struct person strict, person;
    build_person(&strict, b, agent, all);
    build_person(&person, b, agent, NULL);
    struct limit *hard = ARENA_ARRAY(b->arena, struct limit, person.n_limits + 1);
    int n = 0;
    for (int i = 0; i < person.n_limits; i++) {
        bool lo = strict.limits[i].price_lo >= GRAIN_FORBIDDEN;
        bool hi = strict.limits[i].price_hi >= GRAIN_FORBIDDEN;
        if (!lo && !hi)
            continue;
        hard[n] = person.limits[i];
        hard[n].price_lo = lo ? hard[n].price_lo : 0;
        hard[n].price_hi = hi ? hard[n].price_hi : 0;
        n++;
    }
    person.limits = hard;
    person.n_limits = n;
    person.cost = free_of_cost(person.cost, b->problem.n_choices, b->arena);
    person.cost_off = free_of_cost(person.cost_off, b->problem.n_days, b->arena);
    return person;
}

/* Least price of hard limits over the ways that are left; -1: there is none. */
static int64_t least_bent(const struct build *b, const struct break_model *breaks, int agent,
                          const bool *all)
{
    struct person person = only_hard(b, agent, all);
    struct scratch scratch = {0};
    struct space *space = space_new(&b->problem, breaks, &person);
    if (!space)
        return 0;
    double *free_items = NEW_ARRAY(double, space->n_items + 1);
    double least = price_tour(space, free_items, NULL, NULL, &scratch, NULL);
    mem_free(free_items);
    scratch_free(&scratch);
    space_free(space);
    return isfinite(least) ? (int64_t)least : -1;
}

/* The catalogue has the shift, and pauses can lie there. */
static bool is_offered(const struct build *b, const struct break_model *breaks,
                       const struct duty *duty, int day)
{
    const struct problem *p = &b->problem;
    int16_t after[MAX_BREAKS];
    uint8_t at[MAX_BREAKS];
    for (int k = 0; k < duty->n_pauses; k++)
        after[k] = (int16_t)pause_after_min(duty, k);
    for (int i = p->first_choice[day]; i < p->first_choice[day + 1]; i++) {
        const struct choice *c = &p->choices[i];
        if (b->is_kept[i] || !is_same_shift(b, c, duty) ||
            b->horizon->begin[0] + (int64_t)c->end_min * 60 != duty->end)
            continue;
        int shape = breaks->shape_of[i];
        if (shape < 0 ? duty->n_pauses == 0
                      : breaks->shape[shape].n_pauses == duty->n_pauses &&
                            break_positions(breaks, &breaks->shape[shape], after, at))
            return true;
    }
    return false;
}

static bool must_bend(const struct build *b, const struct break_model *breaks, int agent,
                      const bool *all)
{
    bool is_any = false, offered = true;
    for (int day = 0; day < b->problem.n_days; day++) {
        const struct duty *duty = kept_duty(b, agent, day);
        is_any = is_any || build_kept(b, agent, day) != KEPT_NOT;
        offered = offered && (!duty || is_offered(b, breaks, duty, day));
    }
    return is_any && (!offered || !repair_has_week(b, breaks, agent, all, ANY_ROW));
}

void build_bend(struct build *b)
{
    if (!b->locks)
        return;
    struct break_model *breaks = break_model_new(&b->problem);
    struct person *people = ARENA_ARRAY(b->arena, struct person, b->problem.n_people);
    bool *all = all_reasons(b);
    b->bends = ARENA_ARRAY(b->arena, bool, b->problem.n_people);
    b->bent = ARENA_ARRAY(b->arena, int64_t, b->problem.n_people);
    for (int a = 0; a < b->problem.n_people; a++) {
        people[a] = b->problem.people[a];
        if (!must_bend(b, breaks, a, all))
            continue;
        b->bends[a] = true;
        int64_t least = least_bent(b, breaks, a, all);
        b->bent[a] = least > 0 ? least : 0;
        struct person bent;
        build_person(&bent, b, a, NULL);
        bent.team = people[a].team;
        bent.group = people[a].group;
        people[a] = bent;
    }
    b->problem.people = people;
    break_model_free(breaks);
}
