/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pricingbench.c - the time to price one person's week, every kind of rule of the made-up centre
 * on. Usage: pricingbench [AGENTS/QUEUES/SLOT]... A line of JSON a case: median and slowest person
 * in microseconds, each the least of ROUNDS, over duals of half a missing person's price and some
 * noise; the share of a person in valuing the choices (pauses placed) comes apart, as people of one
 * group share that. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"
#include "scheduler/instance.h"
#include "tests/bench/centre.h"

#define ROUNDS 9

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void make_prices(double *price, const struct instance *instance, int group)
{
    const struct problem *problem = instance->problem;
    double *dual = NEW_ARRAY(double, problem->n_posts * problem->n_rows + 1);
    struct rng rng;
    rng_seed(&rng, 1, 2, 3);
    for (int i = 0; i < problem->n_posts * problem->n_rows; i++)
        dual[i] = (double)(int64_t)((double)instance->price_scale * rng_uniform(&rng));
    cover_group_prices(instance->cover, group, dual, price);
    mem_free(dual);
}

/* Seconds of one pricing of person a. */
static double price_once(const struct instance *instance, const struct values *values, int a,
                         struct scratch *scratch, int32_t *choice)
{
    const struct person *person = &instance->problem->people[a];
    const struct space *space = instance->space[a];
    double begun = clock_now_s(), *cost = scratch_items(scratch, space);
    for (int k = 0; k < space->n_items; k++)
        cost[k] = (double)person->cost[space->choice[k]] - values->choice[space->choice[k]];
    price_tour(space, cost, person->cost_off, NULL, scratch, choice);
    return clock_now_s() - begun;
}

static int run_case(const char *name)
{
    struct centre_size size = {.seed = 1};
    if (sscanf(name, "%d/%d/%d", &size.agents, &size.queues, &size.slot_min) != 3)
        return 2;
    struct arena *arena = arena_new();
    struct problem *problem = centre_week(&size, arena);
    struct instance *instance = instance_new(problem);
    struct scratch scratch = {0};
    struct values values;
    double *price = NEW_ARRAY(double, instance->cover->n_prices + 1), valuing = 1e9;
    double *least = NEW_ARRAY(double, problem->n_people + 1);
    int32_t *choice = NEW_ARRAY(int32_t, problem->n_days + 1);
    values_init(&values, instance);
    make_prices(price, instance, 0);
    for (int round = 0; round < ROUNDS; round++) {
        double begun = clock_now_s();
        values_edges(&values, instance, price);
        values_days(&values, instance, price, NULL, NULL, 0, problem->n_days, false);
        double took = clock_now_s() - begun;
        valuing = took < valuing ? took : valuing;
        for (int a = 0; a < problem->n_people; a++) {
            double s = price_once(instance, &values, a, &scratch, choice);
            least[a] = round == 0 || s < least[a] ? s : least[a];
        }
    }
    qsort(least, (size_t)problem->n_people, sizeof *least, by_size);
    printf("{\"case\": \"%s\", \"median_us\": %.1f, \"slowest_us\": %.1f, \"valuing_us\": %.1f}\n",
           name, 1e6 * least[problem->n_people / 2], 1e6 * least[problem->n_people - 1],
           1e6 * valuing);
    values_free(&values);
    scratch_free(&scratch);
    mem_free(price);
    mem_free(least);
    mem_free(choice);
    instance_free(instance);
    arena_free(arena);
    return 0;
}

int main(int argc, char **argv)
{
    int status = 0;
    if (argc == 1)
        return run_case("110/1/30") | run_case("110/1/15");
    for (int i = 1; i < argc; i++)
        status |= run_case(argv[i]);
    if (status != 0)
        fprintf(stderr, "usage: pricingbench [AGENTS/QUEUES/SLOT]...\n");
    return status;
}
