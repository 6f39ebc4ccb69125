/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carried.c - people on duty from before, slot by slot: who can serve least first, where most is
 * missing.  One person is worth one person in all, whatever they can serve. */
#include "base/carried.h"

#include <math.h>

#include "base/mem.h"
#include "base/posts.h"

#define PER_MIN 4

struct carried {
    uint64_t queues; /* that the agent can serve */
    int64_t end;
    int weight_q;
};

/* Agents on duty beyond `begin`, those with fewest queues first; their number. */
static int find_carried(struct carried *out, const struct plan *plan, int32_t first, int64_t begin)
{
    int64_t *end = NEW_ARRAY(int64_t, plan->n_agents + 1);
    int n = 0;
    for (int a = 0; a < plan->n_agents; a++)
        end[a] = NO_TIME;
    for (int i = 0; i < plan->n_ledger; i++)
        if (plan->ledger[i].until < first)
            end[plan->ledger[i].agent] = plan->ledger[i].last_shift_end;
    for (int a = 0; a < plan->n_agents; a++) {
        struct post_work work = posts_work(plan, a, first);
        if (end[a] <= begin || work.queues == 0 || work.quarters < 0)
            continue;
        struct carried carried = {work.queues, end[a], work.quarters};
        int at = n++;
        for (; at > 0 &&
               __builtin_popcountll(out[at - 1].queues) > __builtin_popcountll(carried.queues);
             at--)
            out[at] = out[at - 1];
        out[at] = carried;
    }
    mem_free(end);
    return n;
}

/* A person's units of a slot. */
static void place(int32_t *given, const struct requirement *r, int t, uint64_t queues,
                  int32_t units)
{
    double person = r->grid.slot_s / 60.0 * PER_MIN;
    while (units > 0) {
        int best = __builtin_ctzll(queues);
        int64_t most = 0;
        for (int q = 0; q < r->n_queues; q++) {
            int at = q * r->grid.n_slots + t;
            int64_t missing = llround(r->need[at] * person) - given[at];
            if ((queues >> q & 1) != 0 && missing > most) {
                best = q;
                most = missing;
            }
        }
        int32_t part = most > 0 && most < units ? (int32_t)most : units;
        given[best * r->grid.n_slots + t] += part;
        units -= part;
    }
}

bool carried_cover(int32_t *given, const struct plan *plan, const struct requirement *requirement,
                   int32_t first)
{
    const struct grid *grid = &requirement->grid;
    struct carried *carried = NEW_ARRAY(struct carried, plan->n_agents + 1);
    int n = find_carried(carried, plan, first, grid->begin);
    for (int i = 0; i < requirement->n_queues * grid->n_slots; i++)
        given[i] = 0;
    for (int i = 0; i < n; i++)
        for (int t = 0; t < grid->n_slots; t++) {
            int64_t from = grid->begin + (int64_t)t * grid->slot_s;
            int64_t left_s = carried[i].end - from;
            if (left_s <= 0)
                break;
            int64_t minutes = (left_s < grid->slot_s ? left_s : grid->slot_s) / 60;
            place(given, requirement, t, carried[i].queues, (int32_t)minutes * carried[i].weight_q);
        }
    mem_free(carried);
    return n > 0;
}
