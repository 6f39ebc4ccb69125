/* SPDX-License-Identifier: GPL-3.0-or-later */
/* instance.c - compiles a problem and values its choices.
 *
 * Under prices pi_r a choice with units u_r is worth sum_r u_r pi_r less what its pauses lose. With
 * E(t) the integral of the price over presence up to tick t, a pause [s, s + l) loses
 * E(s + l) - E(s): the best placement is a small chain program over positions (breaks.c), once a
 * choice and group, whoever takes it. */
#include "scheduler/instance.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pool.h"

#define GRACE_S 2.0

static bool is_plain(const struct problem *problem, const struct choice *choice)
{
    if (problem->row_min <= 0)
        return false;
    int first = choice->start_min / problem->row_min;
    int32_t per_min = problem->full_row / problem->row_min;
    for (int i = 0; i < choice->n_rows; i++) {
        int from = (first + i) * problem->row_min, to = from + problem->row_min;
        from = from > choice->start_min ? from : choice->start_min;
        to = to < choice->end_min ? to : choice->end_min;
        if (choice->first_row != first || to < from || choice->units[i] != (to - from) * per_min)
            return false;
    }
    int last = first + choice->n_rows;
    return choice->n_rows > 0 &&
           (last * problem->row_min >= choice->end_min || last == problem->n_rows);
}

static void find_rows(struct instance *instance)
{
    const struct problem *problem = instance->problem;
    instance->plain = NEW_ARRAY(bool, problem->n_choices);
    for (int d = 0; d < problem->n_days; d++) {
        int most = 0;
        for (int c = problem->first_choice[d]; c < problem->first_choice[d + 1]; c++) {
            const struct choice *choice = &problem->choices[c];
            assert(choice->day == d && choice->first_row + choice->n_rows <= problem->n_rows);
            most = choice->n_rows > most ? choice->n_rows : most;
            instance->plain[c] = is_plain(problem, choice);
        }
        instance->max_units += most;
    }
    if (problem->row_min > 0) {
        assert(problem->full_row % problem->row_min == 0);
        instance->units_per_tick =
            problem->full_row / problem->row_min * instance->breaks->tick_min;
    }
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

static int64_t with_prices(int64_t step, const int64_t *price, int n)
{
    for (int i = 0; i < n && step != 1; i++)
        if (price[i] < GRAIN_FORBIDDEN)
            step = common_divisor(step, price[i]);
    return step;
}

/* Whole units at whole prices: costs of rosters are multiples of the divisor that all have. */
static void find_step(struct instance *instance)
{
    const struct problem *problem = instance->problem;
    int64_t step = 0;
    for (int a = 0; a < problem->n_people && step != 1; a++) {
        const struct person *person = &problem->people[a];
        step = with_prices(step, person->cost, problem->n_choices);
        step = person->cost_off ? with_prices(step, person->cost_off, problem->n_days) : step;
        for (int i = 0; i < person->n_limits; i++) {
            step = with_prices(step, &person->limits[i].price_lo, 1);
            step = with_prices(step, &person->limits[i].price_hi, 1);
        }
    }
    for (int i = 0; i < problem->n_posts * problem->n_rows && step != 1; i++) {
        step = with_prices(step, problem->cover[i].short_price, problem->cover[i].n_short);
        step = with_prices(step, problem->cover[i].surplus_price, problem->cover[i].n_surplus);
    }
    instance->grain_step = step > 0 ? step : 1;
}

/* People with equal keys share a space: kin[a] is the first of them.  Returns their number. */
static int find_kin(const struct problem *problem, int *kin)
{
    int n = problem->n_people, n_distinct = 0;
    unsigned char **key = NEW_ARRAY(unsigned char *, n + 1);
    size_t *length = NEW_ARRAY(size_t, n + 1);
    int *first = NEW_ARRAY(int, n + 1);
    for (int a = 0; a < n; a++) {
        size_t size;
        unsigned char *mine = space_key(problem, &problem->people[a], &size);
        int i = 0;
        while (i < n_distinct && (length[i] != size || memcmp(key[i], mine, size) != 0))
            i++;
        if (i == n_distinct) {
            key[i] = mine;
            length[i] = size;
            first[n_distinct++] = a;
        } else {
            mem_free(mine);
        }
        kin[a] = first[i];
    }
    for (int i = 0; i < n_distinct; i++)
        mem_free(key[i]);
    mem_free(key);
    mem_free(length);
    mem_free(first);
    return n_distinct;
}

struct space_work {
    struct instance *instance;
    struct run *run;
    const int *person; /* [n_distinct] */
    double begun_s;
};

/* A stop at once still gets a roster where that is a matter of moments; day-level problems heed no
 * clock here, as the room for their spaces is limited, and so is the time for them. */
static bool has_to_stop(const struct space_work *work)
{
    struct run *run = work->run;
    if (!run || run_elapsed_s(run) - work->begun_s <= GRACE_S)
        return false;
    return work->instance->problem->row_min > 0 ? run_should_stop(run) : run->stop && *run->stop;
}

static void make_space(void *context, int item, int worker)
{
    struct space_work *work = context;
    const struct instance *instance = work->instance;
    (void)worker;
    if (has_to_stop(work))
        return;
    const struct person *person = &instance->problem->people[work->person[item]];
    instance->distinct[item] = space_new(instance->problem, instance->breaks, person);
}

static void make_spaces(struct instance *instance, struct run *run)
{
    int n = instance->problem->n_people, n_distinct = 0;
    int *kin = NEW_ARRAY(int, n + 1), *person = NEW_ARRAY(int, n + 1);
    struct space_work work = {instance, run, person, run ? run_elapsed_s(run) : 0};
    instance->n_distinct = find_kin(instance->problem, kin);
    instance->space = NEW_ARRAY(struct space *, n);
    instance->distinct = NEW_ARRAY(struct space *, n);
    for (int a = 0; a < n; a++)
        if (kin[a] == a)
            person[n_distinct++] = a;
    pool_map(run ? run->pool : NULL, n_distinct, make_space, &work);
    instance->unfinished = has_to_stop(&work);
    for (int i = n_distinct - 1; i >= 0; i--) {
        instance->space[person[i]] = instance->distinct[i];
        if (!instance->distinct[i] && !instance->unfinished)
            instance->too_large = person[i];
    }
    for (int a = 0; a < n; a++)
        instance->space[a] = instance->space[kin[a]];
    mem_free(kin);
    mem_free(person);
}

static void find_shares(struct instance *instance)
{
    const struct problem *problem = instance->problem;
    instance->team_share = NEW_ARRAY(double, problem->n_teams + 1);
    for (int t = 0; t < problem->n_teams; t++)
        instance->team_share[t] = 1;
    for (int a = 0; a < problem->n_people; a++) {
        int team = problem->people[a].team;
        if (team < 0 || !instance->space[a])
            continue;
        assert(team < problem->n_teams);
        for (int i = 0; i < instance->space[a]->n_items; i++) {
            int plan = problem->choices[instance->space[a]->choice[i]].break_plan;
            if (plan >= 0 && problem->break_plans[plan].away_share_max > 0 &&
                problem->break_plans[plan].away_share_max < instance->team_share[team])
                instance->team_share[team] = problem->break_plans[plan].away_share_max;
        }
    }
}

static void find_scales(struct instance *instance)
{
    const struct problem *problem = instance->problem;
    int64_t highest = 1, sum = 0, n = 0;
    int n_work = (problem->n_posts - problem->n_side_posts) * problem->n_rows, most_q = 4;
    int n_sides = instance->cover->n_spells * problem->n_groups * problem->n_side_posts;
    for (int i = 0; i < n_sides; i++)
        most_q += abs(problem->group_side_q[i]);
    for (int i = 0; i < problem->n_posts * problem->n_rows; i++) {
        const struct cover_price *cover = &problem->cover[i];
        for (int k = 0; k < cover->n_short; k++)
            highest = cover->short_price[k] > highest ? cover->short_price[k] : highest;
        for (int k = 0; k < cover->n_surplus; k++)
            highest = cover->surplus_price[k] > highest ? cover->surplus_price[k] : highest;
        if (i < n_work && cover->need > 0 && cover->n_short > 0) {
            sum += cover->short_price[0];
            n++;
        }
    }
    /* A person's whole tour at the dearest price, so that no tour is worth anybody away too many.
     */
    instance->away_penalty =
        2 * highest * (instance->max_units + 1) * (problem->full_row + 1) * most_q / 4;
    instance->price_scale = n > 0 && sum / n > 0 ? sum / n : 1;
}

struct instance *instance_compile(const struct problem *problem, struct run *run)
{
    struct instance *instance = NEW(struct instance);
    instance->problem = problem;
    instance->too_large = -1;
    instance->cover = cover_model_new(problem);
    instance->breaks = break_model_new(problem);
    find_rows(instance);
    make_spaces(instance, run);
    find_shares(instance);
    find_scales(instance);
    find_step(instance);
    return instance;
}

struct instance *instance_new(const struct problem *problem)
{
    return instance_compile(problem, NULL);
}

void instance_free(struct instance *instance)
{
    if (!instance)
        return;
    for (int i = 0; i < instance->n_distinct; i++)
        space_free(instance->distinct[i]);
    cover_model_free(instance->cover);
    break_model_free(instance->breaks);
    mem_free(instance->space);
    mem_free(instance->distinct);
    mem_free(instance->plain);
    mem_free(instance->team_share);
    mem_free(instance);
}

void values_init(struct values *values, const struct instance *instance)
{
    int n = instance->problem->n_choices;
    values->choice = NEW_ARRAY(double, n);
    values->away = NEW_ARRAY(double, n);
    values->at = mem_alloc((size_t)n, sizeof *values->at);
    values->edge = NEW_ARRAY(double, instance->breaks->n_ticks + 1);
}

void values_free(struct values *values)
{
    mem_free(values->choice);
    mem_free(values->away);
    mem_free(values->at);
    mem_free(values->edge);
    *values = (struct values){0};
}

void values_edges(struct values *values, const struct instance *instance, const double *price)
{
    const struct problem *problem = instance->problem;
    if (problem->row_min <= 0)
        return;
    int per_row = problem->row_min / instance->breaks->tick_min;
    for (int t = 0; t < instance->breaks->n_ticks; t++) {
        int row = t / per_row;
        values->edge[t + 1] =
            values->edge[t] + (row < problem->n_rows ? price[row] * instance->units_per_tick : 0);
    }
}

/* Loss of cover by the pauses of a choice, placed best (or kept); *cost gets their price in the
 * team. */
static double pause_losses(const struct break_shape *shape, const double *edge, const double *away,
                           uint8_t *at, bool keep, double *cost)
{
    double loss[MAX_BREAKS][MAX_POSITIONS], sum = 0;
    for (int k = 0; k < shape->n_pauses && !keep; k++)
        for (int i = 0; i < shape->n[k]; i++) {
            int from = shape->at[k][i], to = from + shape->len[k];
            loss[k][i] = edge[to] - edge[from] + (away ? away[to] - away[from] : 0);
        }
    if (!keep)
        breaks_best(shape, loss, at);
    *cost = 0;
    for (int k = 0; k < shape->n_pauses; k++) {
        int from = shape->at[k][at[k]], to = from + shape->len[k];
        sum += edge[to] - edge[from];
        *cost += away ? away[to] - away[from] : 0;
    }
    return sum;
}

void values_days(struct values *values, const struct instance *instance, const double *price,
                 const double *away, const bool *needed, int from_day, int to_day, bool keep)
{
    const struct problem *problem = instance->problem;
    const struct break_model *breaks = instance->breaks;
    for (int c = problem->first_choice[from_day]; c < problem->first_choice[to_day]; c++) {
        const struct choice *choice = &problem->choices[c];
        double value = 0;
        if (needed && !needed[c])
            continue;
        if (instance->plain[c])
            value = values->edge[choice->end_min / breaks->tick_min] -
                    values->edge[choice->start_min / breaks->tick_min];
        for (int i = 0; i < choice->n_rows && !instance->plain[c]; i++)
            value += price[choice->first_row + i] * choice->units[i];
        int shape = breaks->shape_of[c], begin = choice->start_min / breaks->tick_min;
        values->away[c] = 0;
        if (shape >= 0 && breaks->shape[shape].feasible)
            value -=
                pause_losses(&breaks->shape[shape], values->edge + begin,
                             away ? away + begin : NULL, values->at[c], keep, &values->away[c]);
        if (instance->cover->first_side < instance->cover->n_posts)
            value += cover_duty_value(instance->cover, choice, price);
        values->choice[c] = value;
    }
}

void choice_units(const struct instance *instance, int32_t choice, const uint8_t *at, int16_t *out)
{
    const struct problem *problem = instance->problem;
    const struct choice *c = &problem->choices[choice];
    int shape_index = instance->breaks->shape_of[choice];
    memcpy(out, c->units, (size_t)c->n_rows * sizeof *out);
    if (shape_index >= 0) {
        const struct break_shape *shape = &instance->breaks->shape[shape_index];
        int tick_min = instance->breaks->tick_min, per_row = problem->row_min / tick_min;
        int begin = c->start_min / tick_min;
        for (int k = 0; k < shape->n_pauses; k++)
            for (int t = 0; t < shape->len[k]; t++) {
                int row = (begin + shape->at[k][at[k]] + t) / per_row - c->first_row;
                if (row >= 0 && row < c->n_rows)
                    out[row] = (int16_t)(out[row] - instance->units_per_tick);
            }
    }
}
