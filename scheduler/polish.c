/* SPDX-License-Identifier: GPL-3.0-or-later */
/* polish.c - where the linear program is small, its bound is exact to the last digit and the
 * integer program over its columns finds combinations that a dive misses.  GLPK's simplex takes
 * tens of seconds from some 50 people on half-hour rows, hence the limit. */
#include "scheduler/polish.h"

#include <math.h>

#include "base/mem.h"
#include "scheduler/colgen.h"

#define MOST_CELLS 3000 /* people x rows x posts */
#define POLISH_PACK 160

bool polish_fits(const struct problem *problem)
{
    return (int64_t)problem->n_people * problem->n_rows * problem->n_posts <= MOST_CELLS;
}

/* All tours that the root knows, and the incumbent's. */
static void give_tours(struct master *m, const struct master *root, const struct incumbent *s)
{
    for (int i = 0; i < m->n_people; i++) {
        size_t own = (size_t)i * (size_t)m->n_days;
        master_seed(m, i, s->choice + own, s->at + own, s->cost[i]);
        for (int k = 0; k < root->pack[i].n; k++) {
            size_t tour = master_tour(root, i, k);
            master_add(m, i, root->choice + tour, root->at + tour, root->pack[i].cost[k]);
        }
    }
}

/* The program's tours become the incumbent if they are better. */
static void take_tours(struct incumbent *s, const struct master *m, const int *column)
{
    struct incumbent *other = incumbent_new(s->instance);
    for (int i = 0; i < m->n_people; i++) {
        size_t tour = master_tour(m, i, column[i]);
        incumbent_put(other, i, m->choice + tour, m->at + tour,
                      (int64_t)llround(m->pack[i].cost[column[i]]));
    }
    for (int i = 0; i < m->n_people; i++)
        incumbent_place_pauses(other, i);
    if (incumbent_value(other) < incumbent_value(s))
        incumbent_copy(s, other);
    incumbent_free(other);
}

void polish(struct incumbent *s, const struct master *root, double *bound, double *dual,
            struct run *run)
{
    static const struct colgen_rules rules = {
        .rounds = 100, .iterations = 20000, .nodes = 300, .smoothing = 0.5, .tolerance = 1e-8};
    struct colgen_answer answer = {.bound = *bound};
    struct master *m =
        master_new(s->instance, root->curve, root->n_people, POLISH_PACK, root->pool);
    master_begin(m, root->person, root->n_people, NULL, dual, root->tau);
    give_tours(m, root, s);
    colgen(&answer, m, &rules, dual, run);
    *bound = answer.bound;
    if (answer.found)
        take_tours(s, m, answer.column);
    mem_free(answer.column);
    master_free(m);
}
