/* SPDX-License-Identifier: GPL-3.0-or-later */
/* value.c - the price of a roster, limit by limit over whole tours.  Written apart from automaton.c
 * and space.c on purpose: tests hold the one against the other, and the value that a solution
 * reports is this one. */
#include "scheduler/value.h"

#include <limits.h>

#include "base/mem.h"
#include "scheduler/cover.h"
#include "scheduler/engine.h"

static int64_t outside(const struct limit *limit, int64_t amount)
{
    int64_t cost = 0;
    if (limit->lo > 0 && amount < limit->lo) {
        if (limit->price_lo >= GRAIN_FORBIDDEN)
            return GRAIN_FORBIDDEN;
        cost += (limit->lo - amount) * limit->price_lo;
    }
    if (limit->hi < INT_MAX && amount > limit->hi) {
        if (limit->price_hi >= GRAIN_FORBIDDEN)
            return GRAIN_FORBIDDEN;
        cost += (amount - limit->hi) * limit->price_hi;
    }
    return cost;
}

static bool match(const struct problem *problem, const struct limit *limit, int32_t choice)
{
    if (limit->of_days_off)
        return choice < 0;
    return choice >= 0 && (problem->choices[choice].classes & limit->classes) != 0;
}

static int run_before(const struct past *past, uint64_t classes)
{
    int run = (classes & 1) != 0 ? past->run_of_work : 0;
    for (int bit = 1; bit < 32; bit++)
        if ((classes >> bit & 1) != 0 && past->run_of_class[bit] > run)
            run = past->run_of_class[bit];
    return run;
}

static int64_t run_cost(const struct problem *problem, const struct person *person,
                        const struct limit *limit, const int32_t *choice)
{
    int64_t cost = 0;
    int before = limit->of_days_off ? 0 : run_before(&person->past, limit->classes);
    for (int d = 0; d <= problem->n_days;) {
        int from = d, length = d == 0 ? before : 0;
        while (d < problem->n_days && match(problem, limit, choice[d]))
            d++;
        length += d - from;
        bool edge = from == 0 || d == problem->n_days;
        struct limit part = *limit;
        if (length == 0 || (edge && limit->lo_waived_at_edges))
            part.lo = 0;
        if (d == from && from == 0)
            part.hi = INT_MAX; /* all of it lies in the past */
        if (d > from && from == 0 && before > limit->hi)
            part.hi = before; /* what was too much already is not charged again */
        cost += outside(&part, length);
        if (cost >= GRAIN_FORBIDDEN)
            return GRAIN_FORBIDDEN;
        d++;
    }
    return cost;
}

static int64_t window_cost(const struct problem *problem, const struct limit *limit,
                           const int32_t *choice)
{
    int64_t amount = 0;
    int last_block = -1;
    if (limit->from_day >= limit->to_day)
        return 0; /* no days, no limit */
    for (int d = limit->from_day; d < limit->to_day && d < problem->n_days; d++) {
        if (!match(problem, limit, choice[d]))
            continue;
        int block = limit->block_of_day ? limit->block_of_day[d] : 0;
        if (limit->kind == LIMIT_MINUTES) {
            amount += choice[d] >= 0 ? problem->choices[choice[d]].minutes[limit->measure] : 0;
        } else if (!limit->block_of_day || (block >= 0 && block != last_block)) {
            amount++;
            last_block = block;
        }
    }
    return outside(limit, amount);
}

/* Minutes that lack between one shift and the next, day after day if `adjacent`. */
static int64_t lacking(const struct limit *limit, int64_t end, const struct choice *next,
                       bool adjacent)
{
    if (limit->then != 0 && (next->classes & limit->then) == 0)
        return 0;
    if (limit->after_run && adjacent && (next->classes & limit->classes) != 0)
        return 0;
    int64_t gap = next->start_min - end;
    return gap < limit->lo ? limit->lo - gap : 0;
}

static int64_t gap_cost(const struct problem *problem, const struct person *person,
                        const struct limit *limit, const int32_t *choice)
{
    int64_t cost = 0, end = INT32_MIN;
    int run = run_before(&person->past, limit->classes), last_day = run > 0 ? -1 : -2;
    if (run > 0 || (limit->classes & 1) != 0)
        end = person->past.last_end_min;
    for (int d = 0; d < problem->n_days; d++) {
        if (choice[d] < 0)
            continue;
        const struct choice *c = &problem->choices[choice[d]];
        int64_t lack = end != INT32_MIN ? lacking(limit, end, c, last_day == d - 1) : 0;
        if (lack > 0 && limit->price_lo >= GRAIN_FORBIDDEN)
            return GRAIN_FORBIDDEN;
        if (lack > 0)
            cost += limit->each ? limit->price_lo : lack * limit->price_lo;
        end = (c->classes & limit->classes) != 0 ? c->end_min : INT32_MIN;
        last_day = d;
    }
    return cost;
}

static int64_t move_cost(const struct problem *problem, const struct limit *limit,
                         const int32_t *choice)
{
    int64_t cost = 0;
    int last = -1;
    for (int d = limit->from_day; d < limit->to_day; d++) {
        if (!match(problem, limit, choice[d]))
            continue;
        int band = problem->choices[choice[d]].band;
        int move = last < 0 ? 0 : (band - last + N_BANDS) % N_BANDS;
        move = move > N_BANDS / 2 ? move - N_BANDS : move;
        last = band;
        if ((move > limit->hi && limit->price_hi >= GRAIN_FORBIDDEN) ||
            (move < limit->lo && limit->price_lo >= GRAIN_FORBIDDEN))
            return GRAIN_FORBIDDEN;
        if (move > limit->hi)
            cost += (move - limit->hi) * limit->price_hi;
        if (move < limit->lo)
            cost += (limit->lo - move) * limit->price_lo;
    }
    return cost;
}

static int64_t succession_cost(const struct problem *problem, const struct person *person,
                               const struct limit *limit, const int32_t *choice)
{
    int64_t n = 0;
    bool before = run_before(&person->past, limit->classes) > 0;
    for (int d = 0; d < problem->n_days; d++) {
        if (before && choice[d] >= 0 && (problem->choices[choice[d]].classes & limit->then) != 0)
            n++;
        before = match(problem, limit, choice[d]);
    }
    if (n > 0 && limit->price_hi >= GRAIN_FORBIDDEN)
        return GRAIN_FORBIDDEN;
    return n * limit->price_hi;
}

static int64_t rest_cost(const struct problem *problem, const struct person *person,
                         const struct limit *limit, const int32_t *choice)
{
    int64_t begin = problem->day_begin_min[limit->from_day];
    int64_t close = problem->day_begin_min[limit->to_day], end = begin;
    if (person->past.last_end_min > end)
        end = person->past.last_end_min;
    for (int d = 0; d < limit->to_day; d++) {
        if (choice[d] < 0)
            continue;
        const struct choice *c = &problem->choices[choice[d]];
        int64_t start = c->start_min < close ? c->start_min : close;
        if (d >= limit->from_day && start - end >= limit->lo)
            return 0;
        end = c->end_min > end ? c->end_min : end;
    }
    if (close - end >= limit->lo)
        return 0;
    return limit->price_lo >= GRAIN_FORBIDDEN ? GRAIN_FORBIDDEN : limit->price_lo;
}

int64_t tour_limit_cost(const struct problem *problem, const struct person *person,
                        const struct limit *limit, const int32_t *choice)
{
    switch (limit->kind) {
    case LIMIT_GAP:
        return gap_cost(problem, person, limit, choice);
    case LIMIT_RUN:
        return run_cost(problem, person, limit, choice);
    case LIMIT_COUNT:
    case LIMIT_MINUTES:
        return window_cost(problem, limit, choice);
    case LIMIT_SUCCESSION:
        return succession_cost(problem, person, limit, choice);
    case LIMIT_MOVE:
        return move_cost(problem, limit, choice);
    case LIMIT_LONG_REST:
        return limit->from_day < limit->to_day ? rest_cost(problem, person, limit, choice) : 0;
    case N_LIMIT_KINDS:
        break;
    }
    return 0;
}

int64_t tour_cost(const struct problem *problem, const struct person *person, const int32_t *choice)
{
    int64_t cost = 0;
    for (int d = 0; d < problem->n_days; d++) {
        int64_t part = choice[d] >= 0     ? person->cost[choice[d]]
                       : person->cost_off ? person->cost_off[d]
                                          : 0;
        if (part >= GRAIN_FORBIDDEN)
            return GRAIN_FORBIDDEN;
        cost += part;
    }
    for (int i = 0; i < person->n_limits; i++) {
        int64_t part = tour_limit_cost(problem, person, &person->limits[i], choice);
        if (part >= GRAIN_FORBIDDEN)
            return GRAIN_FORBIDDEN;
        cost += part;
    }
    return cost;
}

/* Units lost to a pause of [from, to) elapsed minutes. */
static void take_pause(const struct problem *problem, int from, int to, int32_t *out)
{
    int32_t per_min = problem->full_row / problem->row_min;
    for (int row = from / problem->row_min; row < problem->n_rows; row++) {
        int begin = row * problem->row_min, end = begin + problem->row_min;
        if (begin >= to)
            break;
        int minutes = (to < end ? to : end) - (from > begin ? from : begin);
        out[row] -= minutes * per_min;
    }
}

void tour_units(const struct problem *problem, const struct tour *tour, int32_t *out)
{
    for (int d = 0; d < problem->n_days; d++) {
        if (tour->choice[d] < 0)
            continue;
        const struct choice *c = &problem->choices[tour->choice[d]];
        for (int i = 0; i < c->n_rows; i++)
            out[c->first_row + i] += c->units[i];
        if (c->break_plan < 0 || !tour->pause)
            continue;
        const struct break_plan *plan = &problem->break_plans[c->break_plan];
        for (int k = 0; k < plan->n_pauses; k++) {
            int from = c->start_min + tour->pause[d][k];
            take_pause(problem, from, from + plan->len_min[k], out);
        }
    }
}

void tours_cover(struct cover_state *state, const struct tour *tours)
{
    const struct problem *problem = state->model->problem;
    int32_t *units = NEW_ARRAY(int32_t, problem->n_rows * problem->n_groups + 1);
    for (int a = 0; a < problem->n_people; a++) {
        int group = problem->people[a].group;
        tour_units(problem, &tours[a], units + group * problem->n_rows);
        for (int d = 0; d < problem->n_days; d++)
            if (tours[a].choice[d] >= 0)
                cover_add_duty(state, &problem->choices[tours[a].choice[d]], group, 1);
    }
    for (int g = 0; g < problem->n_groups; g++)
        for (int row = 0; row < problem->n_rows; row++)
            cover_add(state, row, g, units[g * problem->n_rows + row]);
    mem_free(units);
}

int64_t problem_value(const struct problem *problem, const struct tour *tours)
{
    struct cover_model *model = cover_model_new(problem);
    struct cover_state *state = cover_state_new(model);
    tours_cover(state, tours);
    int64_t value = state->value;
    for (int a = 0; a < problem->n_people; a++)
        value += tour_cost(problem, &problem->people[a], tours[a].choice);
    cover_state_free(state);
    cover_model_free(model);
    return value;
}
