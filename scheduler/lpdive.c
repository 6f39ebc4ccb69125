/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lpdive.c - diving on the linear program, with pricing kept on.
 *
 * Vertices of the program have few tours a person, so the weight of (person, day, choice), the sum
 * over the tours that have it, is often 1 or near it.  After each generation all days of a weight
 * from the threshold on are fixed, worked days first; a fixing throws tours out, so weights are
 * looked at again before the next.  Where none reaches the threshold it falls, and at last the
 * heaviest is fixed.  Then tours that fit the fixings are generated, and so on until every person
 * has one tour.  (Strandmark, Qu and Curtois, Computers & Operations Research 2020,
 * doi:10.1016/j.cor.2020.104945, fix in the same way.)  A way is left as soon as its program is not
 * below the cutoff. */
#include "scheduler/lpdive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define WHOLE (1 - 1e-6)
#define MOST_ROWS 700

/* A day of a person that is not fixed, its heaviest choice and that one's weight. */
struct cell {
    double weight;
    int i, day;
    int32_t choice;
};

static int by_weight(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    if ((x->choice >= 0) != (y->choice >= 0))
        return x->choice >= 0 ? -1 : 1;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->i != y->i ? x->i - y->i : x->day - y->day;
}

static double weight_of(const struct master *m, int i, int day, int32_t choice)
{
    double weight = 0;
    for (int k = 0; k < m->pack[i].n; k++)
        if (m->pack[i].weight[k] > 0 && m->choice[master_tour(m, i, k) + (size_t)day] == choice)
            weight += m->pack[i].weight[k];
    return weight;
}

static struct cell heaviest(const struct master *m, int i, int day)
{
    struct cell cell = {.weight = -1, .i = i, .day = day, .choice = -1};
    for (int k = 0; k < m->pack[i].n; k++) {
        if (m->pack[i].weight[k] <= 0)
            continue;
        int32_t choice = m->choice[master_tour(m, i, k) + (size_t)day];
        double weight = weight_of(m, i, day, choice);
        if (weight > cell.weight) {
            cell.weight = weight;
            cell.choice = choice;
        }
    }
    return cell;
}

static bool is_whole(const struct master *m, int i)
{
    return m->pack[i].weight[master_best(m, i)] >= WHOLE;
}

static bool all_whole(const struct master *m)
{
    for (int i = 0; i < m->n_people; i++)
        if (!is_whole(m, i))
            return false;
    return true;
}

/* Cells not fixed yet; of people in one piece none. */
static int list_cells(const struct master *m, struct cell *list)
{
    int n = 0;
    for (int i = 0; i < m->n_people; i++)
        for (int d = 0; d < m->n_days && !is_whole(m, i); d++)
            if (m->fix[i * m->n_days + d] == FIX_FREE)
                list[n++] = heaviest(m, i, d);
    qsort(list, (size_t)n, sizeof *list, by_weight);
    return n;
}

/* Fixes what is heavy enough, worked days before days off, up to a share; at least one cell. */
static void fix_cells(struct master *m, const struct cell *list, int n,
                      const struct lpdive_rules *rules)
{
    int done = 0, most = 1 + (int)(rules->share * n), enough = 1 + (int)(rules->least_share * n);
    for (double least = rules->threshold; done < enough && least > 0.5; least *= 0.9)
        for (int k = 0; k < n && list[k].choice >= 0 && done < most; k++) {
            if (m->fix[list[k].i * m->n_days + list[k].day] != FIX_FREE || list[k].weight < least ||
                weight_of(m, list[k].i, list[k].day, list[k].choice) < least)
                continue;
            done++;
            master_fix(m, list[k].i, list[k].day, list[k].choice);
        }
    if (done > 0)
        return;
    int best = 0;
    for (int k = 1; k < n; k++)
        if (list[best].weight >= WHOLE ||
            (list[k].weight < WHOLE && list[k].weight > list[best].weight))
            best = k;
    master_fix(m, list[best].i, list[best].day, list[best].choice);
}

bool lpdive_fits(const struct problem *problem)
{
    return problem->row_min <= 0 && problem->n_rows * problem->n_posts <= MOST_ROWS;
}

enum lpdive_end lpdive(struct master *m, const struct lpdive_rules *rules, double cutoff,
                       struct colgen_answer *answer, double *dual, struct run *run)
{
    size_t n_cells = (size_t)(m->n_posts * m->n_rows);
    struct cell *list = NEW_ARRAY(struct cell, m->n_people * m->n_days + 1);
    double *now = NEW_ARRAY(double, n_cells + 1); /* duals of the fixings so far */
    struct colgen *colgen = colgen_new(m, false);
    struct colgen_answer step;
    enum lpdive_end end = LPDIVE_FAILED;
    colgen_begin(colgen, answer, dual);
    enum lp_end solved = colgen_generate(colgen, &rules->root, cutoff, answer, dual, run);
    memcpy(now, dual, n_cells * sizeof *now);
    step = *answer;
    while (solved == LP_OPTIMAL) {
        end = step.lp_value >= cutoff || step.bound >= cutoff ? LPDIVE_CUT
              : all_whole(m)                                  ? LPDIVE_FOUND
                                                              : LPDIVE_FAILED;
        if (end != LPDIVE_FAILED || run_should_stop(run))
            break;
        int n = list_cells(m, list);
        end = n > 0 ? LPDIVE_FAILED : LPDIVE_FOUND; /* all fixed: whole but for rounding */
        if (n == 0)
            break;
        fix_cells(m, list, n, rules);
        solved = colgen_generate(colgen, &rules->step, cutoff, &step, now, run);
    }
    colgen_free(colgen);
    mem_free(now);
    mem_free(list);
    return end;
}
