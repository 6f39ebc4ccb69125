/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dive.c - diving with pricing kept on.
 *
 * The weight of a person's day is the weight of all tours that agree with the person's heaviest
 * tour on that day.  Each step fixes the days of greatest weight, always to what the heaviest tour
 * has, so the fixings of a person stay feasible together; then the bundle goes on with what is
 * left, and pricing finds tours that fit what has been fixed. */
#include "scheduler/dive.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

struct candidate {
    double weight;
    int i, day;
};

static int by_weight(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->i != y->i)
        return x->i < y->i ? -1 : 1;
    return x->day - y->day;
}

static double day_weight(const struct master *m, int i, int column, int day)
{
    int32_t choice = m->choice[master_tour(m, i, column) + (size_t)day];
    double weight = 0;
    for (int k = 0; k < m->pack[i].n; k++)
        if (m->choice[master_tour(m, i, k) + (size_t)day] == choice)
            weight += m->pack[i].weight[k];
    return weight;
}

static int list_candidates(const struct master *m, struct candidate *list)
{
    int n = 0;
    for (int i = 0; i < m->n_people; i++) {
        int column = master_best(m, i);
        for (int d = 0; d < m->n_days; d++)
            if (m->fix[i * m->n_days + d] == FIX_FREE)
                list[n++] = (struct candidate){day_weight(m, i, column, d), i, d};
    }
    qsort(list, (size_t)n, sizeof *list, by_weight);
    return n;
}

/* Fixes at least `least` days; a person's tour may change under way, so each is looked at again. */
static void fix_days(struct master *m, const struct candidate *list, int n, int least,
                     double threshold)
{
    for (int k = 0; k < n && (k < least || list[k].weight >= threshold); k++) {
        int i = list[k].i, day = list[k].day;
        int32_t choice = m->choice[master_tour(m, i, master_best(m, i)) + (size_t)day];
        master_fix(m, i, day, choice);
    }
}

/* People whose days are fixed but whose pauses still differ from tour to tour. */
static int list_unsettled(const struct master *m, struct candidate *list)
{
    int n = 0;
    for (int i = 0; i < m->n_people; i++)
        if (!m->settled[i])
            list[n++] = (struct candidate){m->pack[i].weight[master_best(m, i)], i, 0};
    qsort(list, (size_t)n, sizeof *list, by_weight);
    return n;
}

static void run_rounds(struct master *m, const struct dive_rules *rules, struct run *run)
{
    for (int r = 0; r < rules->rounds && !run_should_stop(run); r++)
        if (master_round(m, rules->sweeps, 1e-4) == ROUND_CONVERGED)
            break;
}

void dive(struct master *m, const struct dive_rules *rules, struct run *run)
{
    struct candidate *list = NEW_ARRAY(struct candidate, m->n_people * m->n_days + 1);
    int n = list_candidates(m, list);
    while (n > 0 && !run_should_stop(run)) {
        fix_days(m, list, n, 1 + (int)(rules->share * n), rules->threshold);
        n = list_candidates(m, list);
        if (n > 0)
            run_rounds(m, rules, run);
    }
    n = list_unsettled(m, list);
    while (n > 0 && rules->settle > 0 && !run_should_stop(run)) {
        int least = 1 + (int)(rules->settle * n);
        for (int k = 0; k < n && (k < least || list[k].weight >= rules->threshold); k++)
            master_settle(m, list[k].i);
        n = list_unsettled(m, list);
        if (n > 0)
            run_rounds(m, rules, run);
    }
    mem_free(list);
}
