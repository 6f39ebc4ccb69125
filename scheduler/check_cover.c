/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_cover.c - whom each queue gets, and what lacks and surplus cost.
 *
 * Amounts are quarters of a person-minute, as the prices are defined on them: need is rounded to
 * one.  Somebody on duty and not on a pause can serve one of the queues of the duty at a time.
 * Whoever the ledger has on duty into the week is where base/carried.h says.  A slot counts by the
 * stage that its agent has on the work date in which it begins: where a shift runs on into another
 * stage, at the queues of that.  Learners without a mentor named take from a queue whatever it has.
 *
 * Price of a queue's slot: base/requirement.h's steps.  A step ends at its share of the need or at
 * its people, whichever is farther, rounded up to an amount; what lies in it costs its factor times
 * the queue's price.
 *
 * Transport of a slot, exact: people of one set of queues are placed a portion at a time.  A
 * portion ends in the queue where one more unit is cheapest among those that it can reach, directly
 * or by moving somebody already placed from a queue it reaches to another that they can serve. What
 * lies between neither gains nor loses, so the price of a path is that of its end; these are
 * successive shortest augmenting paths of a convex-cost flow, whose result is optimal.
 *
 * A queue's need falls to those who were placed there, who can serve least first, so that the
 * flexible are called upon for what is left; what nobody gives falls to the first of those that
 * could. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/carried.h"
#include "base/posts.h"
#include "scheduler/check_part.h"

#define PER_MIN 4
#define MOST_QUEUES 64

/* One slot: sets of queues with the amounts on hand, and where these have been placed. */
struct slot_flow {
    int n_sets, n_queues;
    const uint64_t *set; /* [n_sets] */
    int64_t *placed;     /* [n_sets * n_queues] */
    int64_t person;      /* one on duty for the whole slot */
    int64_t cover[MOST_QUEUES], need[MOST_QUEUES];
    double price_short[MOST_QUEUES], price_surplus[MOST_QUEUES]; /* a unit */
};

/* How far from the need a step reaches. */
static double step_end(const struct slot_flow *f, int q, const struct price_step *step)
{
    double people = step->people;
    if (f->need[q] > 0)
        people = fmax(people, ceil(step->share * (double)f->need[q] / (double)f->person - 1e-9));
    return people * (double)f->person;
}

/* Cost of one more unit for a queue, and how many more units have the same. */
static double next_cost(const struct slot_flow *f, int q, int64_t *room)
{
    double missing = (double)(f->need[q] - f->cover[q]), begin = 0;
    int k = 0;
    if (missing > 0) {
        /* the step that holds the last of those missing */
        while (step_end(f, q, &short_steps[k]) < missing)
            begin = step_end(f, q, &short_steps[k++]);
        *room = (int64_t)(missing - begin);
        return -short_steps[k].factor * f->price_short[q];
    }
    /* the step that holds the next one over */
    while (step_end(f, q, &surplus_steps[k]) <= -missing)
        k++;
    double end = step_end(f, q, &surplus_steps[k]);
    *room = isinf(end) ? INT64_MAX : (int64_t)(end + missing);
    return surplus_steps[k].factor * f->price_surplus[q];
}

static double cost_of(const struct slot_flow *f, int q, bool *is_short)
{
    int64_t off = f->need[q] - f->cover[q];
    *is_short = off > 0;
    const struct price_step *steps = off > 0 ? short_steps : surplus_steps;
    int n = off > 0 ? N_SHORT_STEPS : N_SURPLUS_STEPS;
    double amount = fabs((double)off), begin = 0, cost = 0;
    for (int k = 0; k < n && begin < amount; k++) {
        double end = fmin(amount, step_end(f, q, &steps[k]));
        cost += steps[k].factor * (end - begin);
        begin = end;
    }
    return cost * (off > 0 ? f->price_short[q] : f->price_surplus[q]);
}

/* How a queue was reached: from another queue by moving people of a set, or directly (-1). */
struct reach {
    bool yes[MOST_QUEUES];
    int from[MOST_QUEUES], by[MOST_QUEUES];
};

static void find_reach(struct reach *r, const struct slot_flow *f, uint64_t set)
{
    int list[MOST_QUEUES], n = 0;
    for (int q = 0; q < f->n_queues; q++) {
        r->yes[q] = set >> q & 1;
        r->from[q] = r->by[q] = -1;
        if (r->yes[q])
            list[n++] = q;
    }
    for (int i = 0; i < n; i++) {
        for (int s = 0; s < f->n_sets; s++) {
            if (f->placed[s * f->n_queues + list[i]] == 0)
                continue;
            for (int q = 0; q < f->n_queues; q++) {
                if (r->yes[q] || !(f->set[s] >> q & 1))
                    continue;
                r->yes[q] = true;
                r->from[q] = list[i];
                r->by[q] = s;
                list[n++] = q;
            }
        }
    }
}

/* Place up to `amount` people of set s where they cost least; returns how many were. */
static int64_t place_portion(struct slot_flow *f, int s, int64_t amount)
{
    struct reach r;
    find_reach(&r, f, f->set[s]);
    int best = -1;
    double least = INFINITY;
    int64_t portion = 0;
    for (int q = 0; q < f->n_queues; q++) {
        int64_t room = 0;
        double cost = r.yes[q] ? next_cost(f, q, &room) : INFINITY;
        if (cost < least) {
            least = cost;
            best = q;
            portion = room;
        }
    }
    assert(best >= 0);
    portion = portion < amount ? portion : amount;
    for (int q = best; r.from[q] >= 0; q = r.from[q]) {
        int64_t there = f->placed[r.by[q] * f->n_queues + r.from[q]];
        portion = portion < there ? portion : there;
    }
    int q = best;
    for (; r.from[q] >= 0; q = r.from[q]) {
        f->placed[r.by[q] * f->n_queues + r.from[q]] -= portion;
        f->placed[r.by[q] * f->n_queues + q] += portion;
    }
    f->placed[s * f->n_queues + q] += portion;
    f->cover[best] += portion;
    return portion;
}

/* Amounts on hand by set of queues and slot. */
struct supply {
    uint64_t *set;
    int64_t *amount; /* [n_sets * n_slots] */
    int64_t *taken;  /* [n_queues * n_slots] by learners from their guides */
    int n_sets, n_slots;
};

static int64_t *supply_of(struct supply *supply, uint64_t set)
{
    for (int s = 0; s < supply->n_sets; s++)
        if (supply->set[s] == set)
            return supply->amount + (size_t)s * (size_t)supply->n_slots;
    int s = supply->n_sets++;
    supply->set = mem_realloc(supply->set, (size_t)supply->n_sets, sizeof *supply->set);
    size_t n = (size_t)supply->n_sets * (size_t)supply->n_slots;
    supply->amount = mem_realloc(supply->amount, n, sizeof *supply->amount);
    supply->set[s] = set;
    int64_t *amount = supply->amount + (size_t)s * (size_t)supply->n_slots;
    for (int t = 0; t < supply->n_slots; t++)
        amount[t] = 0;
    return amount;
}

void check_add_span(int64_t *amount, const struct grid *grid, int64_t from, int64_t to, int by)
{
    from = from > grid->begin ? from : grid->begin;
    to = to < grid_end(grid) ? to : grid_end(grid);
    while (from < to) {
        int64_t t = grid_slot(grid, from), edge = grid->begin + (t + 1) * grid->slot_s;
        int64_t until = to < edge ? to : edge;
        amount[t] += by * (until - from) / 60;
        from = until;
    }
}

void check_add_dated(int64_t *amount, const struct check *c, int32_t date, int64_t from, int64_t to,
                     int by)
{
    const struct grid *grid = &c->requirement->grid;
    int day = date - c->horizon->first, n = c->horizon->n_days;
    for (int k = 0; k < 2; k++) {
        int64_t edge = c->horizon->begin[day + k < 0 ? 0 : day + k > n ? n : day + k];
        int64_t slots = (edge - grid->begin + grid->slot_s - 1) / grid->slot_s;
        int64_t at = grid->begin + slots * grid->slot_s; /* of the first slot that begins then */
        if (k == 0 && day > 0)
            from = from > at ? from : at;
        if (k == 1 && day + 1 < n)
            to = to < at ? to : at;
    }
    check_add_span(amount, grid, from, to, by);
}

/* A duty's work on the slots of a work date, pauses and sessions taken out. */
static void add_work(int64_t *amount, const struct check *c, const struct duty *duty, int32_t date,
                     int by)
{
    check_add_dated(amount, c, date, duty->start, duty->end, by);
    for (int k = 0; k < duty->n_pauses; k++) {
        int64_t from = duty->pause[k].start, to = from + (int64_t)duty->pause[k].min * 60;
        check_add_dated(amount, c, date, from > duty->start ? from : duty->start,
                        to < duty->end ? to : duty->end, -by);
    }
    for (int k = 0; k < duty->n_lessons; k++) {
        const struct lesson *lesson = &duty->lesson[k];
        int64_t to = lesson->start + c->plan->trainings[lesson->training].length_min * 60;
        check_add_dated(amount, c, date, lesson->start, to, -by);
    }
}

/* On its own date a duty is at the queues that the roster names; where it runs on into another
 * stage, at those of the agent then. */
static void add_duty(struct supply *supply, const struct check *c, const struct duty *duty)
{
    uint64_t all = c->plan->n_queues < 64 ? (UINT64_C(1) << c->plan->n_queues) - 1 : UINT64_MAX;
    uint64_t own = posts_queues(c->plan, duty->agent, duty->work_date);
    for (int32_t date = duty->work_date; date <= duty->work_date + 1; date++) {
        struct post_work work = posts_work(c->plan, duty->agent, date);
        uint64_t can = posts_queues(c->plan, duty->agent, date);
        uint64_t set = (can == own ? duty->queues : can) & all;
        if (work.quarters < 0)
            add_work(supply->taken + (size_t)__builtin_ctzll(work.queues) * (size_t)supply->n_slots,
                     c, duty, date, -work.quarters);
        else if (set != 0)
            add_work(supply_of(supply, set), c, duty, date, work.quarters);
    }
}

static struct supply collect(const struct check *c)
{
    struct supply supply = {.n_slots = c->requirement->grid.n_slots};
    supply.taken = NEW_ARRAY(int64_t, c->plan->n_queues *supply.n_slots + 1);
    for (int i = 0; i < c->roster->n_duties; i++)
        add_duty(&supply, c, &c->roster->duty[i]);
    return supply;
}

static void open_slot(struct slot_flow *f, const struct check *c, const int32_t *carried,
                      const int64_t *taken, int t)
{
    const struct requirement *r = c->requirement;
    f->person = r->grid.slot_s / 60 * PER_MIN;
    for (int q = 0; q < f->n_queues; q++) {
        f->need[q] = llround(r->need[q * r->grid.n_slots + t] * (double)f->person);
        f->price_short[q] = r->price_short[q] / (60 * PER_MIN);
        f->price_surplus[q] = r->price_surplus[q] / (60 * PER_MIN);
        f->cover[q] = carried[q * r->grid.n_slots + t] - taken[q * r->grid.n_slots + t];
    }
    for (int i = 0; i < f->n_sets * f->n_queues; i++)
        f->placed[i] = 0;
}

static void close_slot(const struct slot_flow *f, struct check *c, int t)
{
    int n_slots = c->requirement->grid.n_slots;
    double person = c->requirement->grid.slot_s / 60.0 * PER_MIN;
    for (int q = 0; q < f->n_queues; q++) {
        bool is_short;
        double cost = cost_of(f, q, &is_short);
        double hours = (double)(f->need[q] - f->cover[q]) / (60 * PER_MIN);
        *(is_short ? &c->out->cost_short : &c->out->cost_surplus) += cost;
        c->out->hours_short += hours > 0 ? hours : 0;
        c->out->hours_surplus += hours < 0 ? -hours : 0;
        c->out->cover[q * n_slots + t] = (double)f->cover[q] / person;
    }
}

/* ---- what falls to whom ---- */

struct shares {
    struct group_share *row; /* [n] */
    int n, cap;
};

static void add_share(struct shares *out, const struct slot_flow *f, struct group_share of,
                      int64_t need, int64_t given)
{
    if (need == 0 && given == 0)
        return;
    of.need = (double)need / (double)f->person;
    of.given = (double)given / (double)f->person;
    MEM_GROW(out->row, out->n, out->cap);
    out->row[out->n++] = of;
}

static int by_flexibility(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    int nx = __builtin_popcountll(x), ny = __builtin_popcountll(y);
    return nx != ny ? nx - ny : (x > y) - (x < y);
}

static int by_group(const void *a, const void *b)
{
    const struct group_share *x = a, *y = b;
    int order = by_flexibility(&x->group, &y->group);
    if (order == 0)
        order = x->queue - y->queue;
    return order != 0 ? order : x->slot - y->slot;
}

static int index_of(const struct slot_flow *f, uint64_t set)
{
    int s = 0;
    while (f->set[s] != set)
        s++;
    return s;
}

/* Of a slot whose people have been placed; sorted[n_sets] by flexibility, carried: as opened. */
static void share_out(struct shares *out, const struct slot_flow *f, const uint64_t *sorted,
                      const int32_t *carried, int t, int n_slots)
{
    for (int q = 0; q < f->n_queues; q++) {
        int64_t there = carried[q * n_slots + t], left = f->need[q];
        int64_t nobodys = left > f->cover[q] ? left - f->cover[q] : 0;
        int64_t part = there < left ? there : left;
        add_share(out, f, (struct group_share){.slot = t, .queue = q}, part, there);
        left -= part + nobodys;
        for (int i = 0; i < f->n_sets; i++) {
            if (!(sorted[i] >> q & 1))
                continue;
            there = f->placed[index_of(f, sorted[i]) * f->n_queues + q];
            part = there < left ? there : left;
            add_share(out, f, (struct group_share){.slot = t, .queue = q, .group = sorted[i]},
                      part + nobodys, there);
            left -= part;
            nobodys = 0;
        }
        add_share(out, f, (struct group_share){.slot = t, .queue = q, .group = UINT64_C(1) << q},
                  nobodys, 0);
    }
}

static void keep_shares(struct check *c, struct shares *shares)
{
    c->out->n_shares = shares->n;
    c->out->share = ARENA_ARRAY(c->arena, struct group_share, shares->n + 1);
    if (shares->n > 0)
        memcpy(c->out->share, shares->row, (size_t)shares->n * sizeof *shares->row);
    qsort(c->out->share, (size_t)shares->n, sizeof *shares->row, by_group);
    mem_free(shares->row);
}

void check_cover(struct check *check)
{
    int n_queues = check->plan->n_queues, n_slots = check->requirement->grid.n_slots;
    struct supply supply = collect(check);
    int32_t *carried = NEW_ARRAY(int32_t, n_queues *n_slots + 1);
    carried_cover(carried, check->plan, check->requirement, check->horizon->first);
    check->out->cover = ARENA_ARRAY(check->arena, double, n_queues *n_slots);
    struct slot_flow flow = {.n_sets = supply.n_sets,
                             .n_queues = n_queues,
                             .set = supply.set,
                             .placed =
                                 ARENA_ARRAY(check->arena, int64_t, supply.n_sets *n_queues + 1)};
    uint64_t *sorted = NEW_ARRAY(uint64_t, supply.n_sets + 1);
    for (int s = 0; s < supply.n_sets; s++)
        sorted[s] = supply.set[s];
    qsort(sorted, (size_t)supply.n_sets, sizeof *sorted, by_flexibility);
    struct shares shares = {0};
    for (int t = 0; t < n_slots; t++) {
        open_slot(&flow, check, carried, supply.taken, t);
        for (int s = 0; s < supply.n_sets; s++) {
            int64_t left = supply.amount[(size_t)s * (size_t)n_slots + (size_t)t];
            while (left > 0)
                left -= place_portion(&flow, s, left);
        }
        close_slot(&flow, check, t);
        share_out(&shares, &flow, sorted, carried, t, n_slots);
    }
    keep_shares(check, &shares);
    mem_free(sorted);
    mem_free(carried);
    mem_free(supply.set);
    mem_free(supply.taken);
    mem_free(supply.amount);
}
