/* SPDX-License-Identifier: GPL-3.0-or-later */
/* labels.c - label setting with completion bounds.
 *
 * The automaton lacks some of the person's limits, so h_d(q), its least cost from state q on day d
 * to the end, is at most what any tour from there costs.  A label is a tour's beginning: day,
 * state, the counters of the limits left out, cost g.  Labels are taken in the order of g + h,
 * among equals the furthest day, then the first made.  As h is the exact cost of a relaxation, the
 * first label that reaches the end is the cheapest tour, and of two labels that agree in all but g
 * the one taken first is the better: the other is dropped.  Near the end of column generation h is
 * nearly the truth, and few labels beside those of the tour itself are made.
 *
 * After MOST_LABELS the least g + h waiting is the value, a bound; from there on the furthest day
 * goes first, which finds some tour soon. */
#include "scheduler/labels.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

#define MOST_LABELS 20000

struct mark {
    double g, f; /* cost so far; with the least to the end */
    int before;  /* the label it goes on from; -1 */
    int state, item;
    int16_t day;
    bool done;
};

/* Labels, their counters, a heap of those waiting, a hash table of those taken. */
struct labels {
    const struct space *space;
    const double *letter, *to_go;
    const int *item;
    bool furthest; /* first */
    int n, cap, n_counters, cap_counters;
    struct mark *mark;
    struct counter *counter; /* [n * n_limits] */
    int n_heap, cap_heap, *heap;
    int n_taken, n_buckets, *bucket;
};

void letter_costs(double *out, int *item, const struct space *space, const double *item_cost,
                  const int64_t *off_cost, const int32_t *fix)
{
    int n_letters = space->n_kinds + 1;
    for (int d = 0; d < space->n_days; d++) {
        int want = fix ? fix[d] : FIX_FREE;
        for (int k = 0; k < space->n_kinds; k++) {
            double least = INFINITY;
            int best = -1;
            for (int i = space->first[d * space->n_kinds + k];
                 i < space->first[d * space->n_kinds + k + 1]; i++)
                if ((want == FIX_FREE || want == space->choice[i]) && item_cost[i] < least) {
                    least = item_cost[i];
                    best = i;
                }
            out[d * n_letters + k] = least;
            if (item)
                item[d * n_letters + k] = best;
        }
        bool off = space->may_rest[d] && (want == FIX_FREE || want == -1);
        out[d * n_letters + space->n_kinds] = !off ? INFINITY : off_cost ? (double)off_cost[d] : 0;
        if (item)
            item[d * n_letters + space->n_kinds] = -1;
    }
}

void costs_to_go(double *h, const struct space *space, const double *letter)
{
    const struct automaton *a = space->automaton;
    int n_letters = a->n_kinds + 1;
    memcpy(h + space->at[a->n_days], a->final, (size_t)a->n_states[a->n_days] * sizeof *h);
    for (int d = a->n_days - 1; d >= 0; d--) {
        const double *next = h + space->at[d + 1], *cost = letter + d * n_letters;
        const struct move *m = a->move[d];
        for (int q = 0; q < a->n_states[d]; q++, m += n_letters) {
            double least = INFINITY;
            for (int k = 0; k < n_letters; k++) {
                double x = m[k].to < 0 ? INFINITY : m[k].cost + cost[k] + next[m[k].to];
                least = x < least ? x : least;
            }
            h[space->at[d] + (size_t)q] = least;
        }
    }
}

static bool goes_first(const struct labels *l, int a, int b)
{
    const struct mark *x = &l->mark[a], *y = &l->mark[b];
    if (l->furthest && x->day != y->day)
        return x->day > y->day;
    if (x->f != y->f)
        return x->f < y->f;
    if (x->day != y->day)
        return x->day > y->day;
    return a < b;
}

static void sift_down(struct labels *l, int i)
{
    for (;;) {
        int best = i, left = 2 * i + 1;
        for (int child = left; child < left + 2 && child < l->n_heap; child++)
            if (goes_first(l, l->heap[child], l->heap[best]))
                best = child;
        if (best == i)
            return;
        int other = l->heap[i];
        l->heap[i] = l->heap[best];
        l->heap[best] = other;
        i = best;
    }
}

static void heap_put(struct labels *l, int label)
{
    MEM_GROW(l->heap, l->n_heap, l->cap_heap);
    int i = l->n_heap++;
    for (; i > 0 && goes_first(l, label, l->heap[(i - 1) / 2]); i = (i - 1) / 2)
        l->heap[i] = l->heap[(i - 1) / 2];
    l->heap[i] = label;
}

static int heap_take(struct labels *l)
{
    int top = l->heap[0];
    l->heap[0] = l->heap[--l->n_heap];
    sift_down(l, 0);
    return top;
}

static void go_furthest(struct labels *l)
{
    l->furthest = true;
    for (int i = l->n_heap / 2; i >= 0; i--)
        sift_down(l, i);
}

static struct counter *counters_of(const struct labels *l, int label)
{
    return l->counter + (size_t)label * (size_t)l->space->relaxed.n_limits;
}

static bool same_place(const struct labels *l, int a, int b)
{
    return l->mark[a].day == l->mark[b].day && l->mark[a].state == l->mark[b].state &&
           memcmp(counters_of(l, a), counters_of(l, b),
                  (size_t)l->space->relaxed.n_limits * sizeof(struct counter)) == 0;
}

static uint64_t hash_of(const struct labels *l, int label)
{
    const int32_t *part = (const int32_t *)counters_of(l, label);
    uint64_t hash = (uint64_t)l->mark[label].day * 1000003u + (uint64_t)l->mark[label].state;
    for (int i = 0; i < 2 * l->space->relaxed.n_limits; i++)
        hash = (hash ^ (uint64_t)(uint32_t)part[i]) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static int *find_bucket(struct labels *l, int label)
{
    size_t mask = (size_t)l->n_buckets - 1;
    for (size_t i = hash_of(l, label) & mask;; i = (i + 1) & mask)
        if (l->bucket[i] == 0 || same_place(l, l->bucket[i] - 1, label))
            return &l->bucket[i];
}

/* False if a label at the same place was taken before. */
static bool take_place(struct labels *l, int label)
{
    if (2 * l->n_taken >= l->n_buckets) {
        int n_old = l->n_buckets, *old = l->bucket;
        l->n_buckets = n_old > 0 ? 2 * n_old : 1024;
        l->bucket = NEW_ARRAY(int, l->n_buckets);
        for (int i = 0; i < n_old; i++)
            if (old[i] != 0)
                *find_bucket(l, old[i] - 1) = old[i];
        mem_free(old);
    }
    int *bucket = find_bucket(l, label);
    if (*bucket != 0)
        return false;
    *bucket = label + 1;
    l->n_taken++;
    return true;
}

/* Room for one label more, its counters those of `before`. */
static int new_label(struct labels *l, int before)
{
    size_t n_limits = (size_t)l->space->relaxed.n_limits;
    MEM_GROW(l->mark, l->n, l->cap);
    while ((size_t)(l->n + 1) * n_limits > (size_t)l->cap_counters)
        MEM_GROW(l->counter, l->cap_counters, l->cap_counters);
    if (before >= 0)
        memcpy(counters_of(l, l->n), counters_of(l, before), n_limits * sizeof(struct counter));
    return l->n;
}

/* One letter on from `from`; the label counts only if all limits allow it. */
static void go_on(struct labels *l, int from, int k)
{
    const struct space *space = l->space;
    const struct automaton *a = space->automaton;
    int n_letters = a->n_kinds + 1, day = l->mark[from].day;
    struct move move = a->move[day][l->mark[from].state * n_letters + k];
    double cost = l->letter[day * n_letters + k];
    if (move.to < 0 || isinf(cost) || isinf(l->to_go[space->at[day + 1] + (size_t)move.to]))
        return;
    int label = new_label(l, from);
    int64_t more = counters_advance(&space->relaxed, day, k < a->n_kinds ? &space->kinds[k] : NULL,
                                    counters_of(l, label));
    if (more != COUNTERS_DEAD && day + 1 == a->n_days) {
        int64_t end = counters_end(&space->relaxed, counters_of(l, label));
        more = end == COUNTERS_DEAD ? end : more + end;
    }
    if (more == COUNTERS_DEAD)
        return;
    double g = l->mark[from].g + move.cost + cost + (double)more;
    l->mark[label] = (struct mark){.g = g,
                                   .f = g + l->to_go[space->at[day + 1] + (size_t)move.to],
                                   .before = from,
                                   .state = move.to,
                                   .item = l->item[day * n_letters + k],
                                   .day = (int16_t)(day + 1)};
    l->n++;
    heap_put(l, label);
}

/* The label at the end of a tour, -1: there is none; *value gets what it costs, at least. */
static int search(struct labels *l, double *value)
{
    const struct automaton *a = l->space->automaton;
    *value = INFINITY;
    while (l->n_heap > 0) {
        int label = heap_take(l);
        if (l->mark[label].day == a->n_days) {
            *value = l->furthest ? *value : l->mark[label].f;
            return label;
        }
        if (!take_place(l, label))
            continue;
        for (int k = 0; k <= a->n_kinds; k++)
            go_on(l, label, k);
        if (!l->furthest && l->n > MOST_LABELS && l->n_heap > 0) {
            *value = l->mark[l->heap[0]].f;
            go_furthest(l);
        }
    }
    return -1;
}

double price_labels(const struct space *space, const double *item_cost, const int64_t *off_cost,
                    const int32_t *fix, struct scratch *scratch, int32_t *choice)
{
    int n = space->n_days * (space->n_kinds + 1), *item = NEW_ARRAY(int, n + 1);
    double *letter = NEW_ARRAY(double, n + 1), value = INFINITY;
    letter_costs(letter, item, space, item_cost, off_cost, fix);
    costs_to_go(scratch->label, space, letter);
    struct labels l = {.space = space, .letter = letter, .to_go = scratch->label, .item = item};
    if (!isinf(scratch->label[space->at[0]])) {
        new_label(&l, -1);
        counters_begin(&space->relaxed, counters_of(&l, 0));
        l.mark[l.n++] = (struct mark){.f = scratch->label[space->at[0]], .before = -1};
        heap_put(&l, 0);
        int end = search(&l, &value);
        value = end < 0 ? INFINITY : value;
        scratch->tour_value = end < 0 ? INFINITY : l.mark[end].f;
        for (int at = end; at > 0 && choice; at = l.mark[at].before)
            choice[l.mark[at].day - 1] = l.mark[at].item >= 0 ? space->choice[l.mark[at].item] : -1;
    }
    mem_free(letter);
    mem_free(item);
    mem_free(l.mark);
    mem_free(l.counter);
    mem_free(l.heap);
    mem_free(l.bucket);
    return value;
}
