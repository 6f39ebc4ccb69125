/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evenness.c - how evenly the balances of a group are borne.  Reported, never optimised.
 *
 *   Gini = sum over pairs |x_i - x_j| / (2 n^2 mean(x)), for balances none of which is below 0.
 * Source: Gini 1912, in the form of Sen, On Economic Inequality, 1973, section 2. */
#include <math.h>
#include <stdlib.h>

#include "planner/close.h"

static double balance(const struct ledger_entry *entry, enum balance which)
{
    switch (which) {
    case BALANCE_WISHES:
        return entry->wishes_granted;
    case BALANCE_LATE:
        return entry->late_changes;
    case BALANCE_HOURS:
        return entry->hours;
    default:
        return entry->burden[which];
    }
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Of x[n] in ascending order: sum over pairs |x_i - x_j| = 2 sum (2 i + 1 - n) x_i. */
static double gini(const double *x, int n, double mean)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += (2.0 * i + 1 - n) * x[i];
    return mean > 0 && x[0] >= 0 ? sum / ((double)n * n * mean) : NAN;
}

static struct evenness evenness_of(double *x, int n)
{
    struct evenness out = {.n_people = n};
    qsort(x, (size_t)n, sizeof *x, by_value);
    for (int i = 0; i < n; i++)
        out.mean += x[i] / n;
    out.least = x[0];
    out.most = x[n - 1];
    out.median = (x[(n - 1) / 2] + x[n / 2]) / 2;
    out.gini = gini(x, n, out.mean);
    return out;
}

/* Those whose rows end with the latest: others are not there. */
static int32_t latest(const struct ledger_entry *ledger, int n)
{
    int32_t until = NO_DATE;
    for (int i = 0; i < n; i++)
        until = ledger[i].until > until ? ledger[i].until : until;
    return until;
}

int planner_evenness(struct evenness **out, const struct plan *plan,
                     const struct ledger_entry *ledger, int n_ledger, struct arena *arena)
{
    int *group = NEW_ARRAY(int, plan->n_agents + 1), n_even = 0;
    double *x = NEW_ARRAY(double, n_ledger + 1);
    int n_groups = ledger_groups(group, plan);
    int32_t until = latest(ledger, n_ledger);
    *out = ARENA_ARRAY(arena, struct evenness, (size_t)n_groups * N_BALANCES + 1);
    for (int g = 0; g < n_groups; g++)
        for (int m = 0; m < N_BALANCES; m++) {
            int n = 0, first = -1;
            bool any = false;
            for (int i = 0; i < n_ledger; i++) {
                if (group[ledger[i].agent] != g || ledger[i].until != until)
                    continue;
                first = first < 0 ? ledger[i].agent : first;
                x[n] = balance(&ledger[i], (enum balance)m);
                any |= x[n++] != 0;
            }
            if (!any)
                continue;
            struct evenness *even = &(*out)[n_even++];
            *even = evenness_of(x, n);
            even->first_agent = first;
            even->balance = (enum balance)m;
        }
    mem_free(x);
    mem_free(group);
    return n_even;
}
