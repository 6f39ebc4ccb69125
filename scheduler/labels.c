/* SPDX-License-Identifier: GPL-3.0-or-later */
/* labels.c - label setting with completion bounds.
 *
 * Costs to go over the grid (tally.c) leave some counts out, so they are at most what any tour
 * costs from there.  With a toll t_j >= 0 on each unit of count j left out, of which a beginning
 * has had c_j of the most m_j, h(place) - sum_j t_j (m_j - c_j) is such a bound too, as nobody has
 * more than m_j - c_j units to come.  A label is a tour's beginning: day, place, counts, cost g.
 * Labels are taken in the order of g plus that bound, among equals the furthest day, then the first
 * made.  The bound never falls along a tour, so the first label that reaches the end is the
 * cheapest tour, and of two labels that agree in all but g the one taken first is the better: the
 * other is dropped.
 *
 * After each search the tolls take a step along the subgradient: the counts of the cheapest tour
 * under tolls, less the most, in Polyak's length.  They belong to a person, and follow the duals
 * from round to round, so that few labels beside those of the tour itself are made.
 *
 * After MOST_LABELS the least bound waiting is the value; from there on the furthest day goes
 * first, which finds some tour soon, or gives up: then tolls rise and it is tried again.  At last
 * any tour will do: letters are free, so a bound above 0 says that the counts do not fit, and such
 * labels lead nowhere; if the begin is one there is no tour. */
#include "scheduler/labels.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/tally.h"

#define MOST_LABELS 20000 /* until the value is a bound; as many again find a tour, or not */
#define TRIES 3
#define LARGE_GRID 1000000 /* values: one try a round, tolls go on from round to round */
#define LAST_TRIES 6       /* with tolls that rise, while there is no tour at all */
#define ANY_TRIES 20       /* for any tour */
#define TOLL_UNIT 64       /* of an inner cell, where letters are free */

struct mark {
    double g, f; /* cost so far; with the least to the end */
    int before;  /* the label it goes on from; -1 */
    int state, outer, inner, item;
    int16_t day;
};

/* Labels, their counts, a heap of those waiting, a hash table of those taken. */
struct labels {
    const struct space *space;
    const double *letter, *to_go;
    const struct span *span;
    const int *item;
    double *toll;  /* [n_out] */
    bool furthest; /* first */
    bool any;      /* tour will do */
    int most;      /* labels until the value is a bound */
    int n, cap, cap_counts;
    struct mark *mark;
    int16_t *count; /* [n * n_out] of counts left out of the grid */
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

static int16_t *counts_of(const struct labels *l, int label)
{
    return l->count + (size_t)label * (size_t)l->space->tally->n_out;
}

static size_t counts_size(const struct labels *l)
{
    return (size_t)l->space->tally->n_out * sizeof(int16_t);
}

static bool same_place(const struct labels *l, int a, int b)
{
    const struct mark *x = &l->mark[a], *y = &l->mark[b];
    return x->day == y->day && x->state == y->state && x->outer == y->outer &&
           x->inner == y->inner && memcmp(counts_of(l, a), counts_of(l, b), counts_size(l)) == 0;
}

static uint64_t hash_of(const struct labels *l, int label)
{
    const struct mark *x = &l->mark[label];
    uint64_t hash = (uint64_t)x->day * 1000003u + (uint64_t)x->state;
    hash = (hash * 4099u + (uint64_t)x->outer) * 8209u + (uint64_t)x->inner;
    for (int j = 0; j < l->space->tally->n_out; j++)
        hash = (hash ^ (uint64_t)counts_of(l, label)[j]) * 0x9e3779b97f4a7c15u;
    hash *= 0x9e3779b97f4a7c15u;
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

/* Room for one label more, its counts those of `before`. */
static int new_label(struct labels *l, int before)
{
    int n_out = l->space->tally->n_out;
    MEM_GROW(l->mark, l->n, l->cap);
    while ((l->n + 1) * n_out >= l->cap_counts) /* never none: there is a place to point to */
        MEM_GROW(l->count, l->cap_counts, l->cap_counts);
    if (before >= 0)
        memcpy(counts_of(l, l->n), counts_of(l, before), counts_size(l));
    return l->n;
}

/* What the tolls of units that may still come take off the bound. */
static double owed(const struct labels *l, const int16_t *count)
{
    const struct tally *tally = l->space->tally;
    double sum = 0;
    for (int j = 0; j < tally->n_out; j++)
        sum += l->toll[j] * (tally->most[j] - count[j]);
    return sum;
}

/* Counts of a label after a move; false: too many. */
static bool take_counts(const struct labels *l, int16_t *count, int64_t mask)
{
    for (int j = 0; mask != 0; j++, mask >>= 1)
        if (mask & 1 && ++count[j] > l->space->tally->most[j])
            return false;
    return true;
}

/* One letter on from `from`. */
static void go_on(struct labels *l, int from, int k)
{
    const struct space *space = l->space;
    const struct automaton *a = space->automaton;
    const struct tally *tally = space->tally;
    struct mark at = l->mark[from];
    int n_letters = a->n_kinds + 1, day = at.day;
    struct move move = a->move[day][at.state * n_letters + k];
    double cost = l->letter[day * n_letters + k];
    if (move.to < 0 || isinf(cost))
        return;
    int outer = tally_outer(tally, at.outer, tally_mask(move)), inner = at.inner + tally->step[k];
    double rest = outer < 0 ? INFINITY
                            : tally_cost(l->to_go, l->span, tally, day + 1, move.to, outer,
                                         inner >> tally->shift);
    bool ends = day + 1 == a->n_days;
    if (isinf(rest) || inner > tally->limit || (ends && inner < tally->least))
        return;
    int label = new_label(l, from);
    if (!take_counts(l, counts_of(l, label), tally_mask(move) >> tally->n_dims))
        return;
    double g = at.g + cost;
    double f = g + rest - (ends ? 0 : owed(l, counts_of(l, label)));
    if (l->any && f > 0)
        return;
    l->mark[label] = (struct mark){.g = g,
                                   .f = f,
                                   .before = from,
                                   .state = move.to,
                                   .outer = outer,
                                   .inner = inner,
                                   .item = l->item[day * n_letters + k],
                                   .day = (int16_t)(day + 1)};
    l->n++;
    heap_put(l, label);
}

/* The label at the end of a tour, -1: none was found; *value gets what any costs, at least. */
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
        if (!l->furthest && l->n > l->most && l->n_heap > 0) {
            *value = l->mark[l->heap[0]].f;
            go_furthest(l);
        }
        if (l->n > 2 * l->most)
            return -1;
    }
    return -1;
}

static void begin(struct labels *l)
{
    const struct tally *tally = l->space->tally;
    l->n = l->n_heap = l->n_taken = 0;
    l->furthest = false;
    if (l->bucket)
        memset(l->bucket, 0, (size_t)l->n_buckets * sizeof *l->bucket);
    new_label(l, -1);
    memset(counts_of(l, 0), 0, counts_size(l));
    double h = tally_cost(l->to_go, l->span, tally, 0, 0, 0, 0);
    l->mark[l->n++] = (struct mark){.f = h - owed(l, counts_of(l, 0)), .before = -1};
    heap_put(l, 0);
}

/* Cheapest step on from a place of the grid under tolls. */
struct grid_step {
    double value;
    int letter, outer, inner; /* cells */
    int64_t mask;             /* counts that it takes one of */
};

static void try_letter(struct grid_step *best, const struct labels *l, int day, int state,
                       int outer, int inner, int k)
{
    const struct tally *tally = l->space->tally;
    int letter = day * (l->space->n_kinds + 1) + k;
    struct move m = l->space->automaton->move[day][state * (l->space->n_kinds + 1) + k];
    int to = m.to < 0 ? -1 : tally_outer(tally, outer, tally_mask(m));
    if (to < 0)
        return;
    double cost = l->letter[letter];
    for (int64_t j = 0, mask = tally_mask(m) >> tally->n_dims; mask != 0; j++, mask >>= 1)
        cost += mask & 1 ? l->toll[j] : 0;
    for (int more = 0; more <= tally_carry(tally, k); more++) {
        int next = inner + (tally->step[k] >> tally->shift) + more;
        double x = cost + tally_cost(l->to_go, l->span, tally, day + 1, m.to, to, next);
        if (x < best->value)
            *best = (struct grid_step){x, k, to, next, tally_mask(m) >> tally->n_dims};
    }
}

/* Counts of the cheapest tour under tolls. */
static void count_relaxed(const struct labels *l, int16_t *count)
{
    const struct automaton *a = l->space->automaton;
    int n_letters = a->n_kinds + 1, state = 0, outer = 0, inner = 0;
    memset(count, 0, counts_size(l));
    for (int d = 0; d < a->n_days; d++) {
        struct grid_step best = {.value = INFINITY};
        for (int k = 0; k < n_letters; k++)
            try_letter(&best, l, d, state, outer, inner, k);
        for (int j = 0; best.mask != 0; j++, best.mask >>= 1)
            count[j] = (int16_t)(count[j] + (best.mask & 1));
        state = a->move[d][state * n_letters + best.letter].to;
        outer = best.outer;
        inner = best.inner;
    }
}

/* A step of the tolls; `room`: how much the bound may still rise. */
static void move_tolls(struct labels *l, double room)
{
    const struct tally *tally = l->space->tally;
    int16_t *count = NEW_ARRAY(int16_t, tally->n_out + 1);
    double squares = 0;
    count_relaxed(l, count);
    for (int j = 0; j < tally->n_out; j++) {
        int over = count[j] - tally->most[j];
        squares += over > 0 || l->toll[j] > 0 ? (double)over * over : 0;
    }
    for (int j = 0; j < tally->n_out && squares > 0; j++) {
        double toll = l->toll[j] + room * (count[j] - tally->most[j]) / squares;
        l->toll[j] = toll > 0 ? floor(4 * toll) / 4 : 0;
    }
    mem_free(count);
}

/* Without a tour nobody knows how far the bound may rise: a unit is as dear as the dearest day. */
static double dearest(const struct labels *l)
{
    double most = 1;
    for (int i = 0; i < l->space->n_days * (l->space->n_kinds + 1); i++)
        most = !isinf(l->letter[i]) && fabs(l->letter[i]) > most ? fabs(l->letter[i]) : most;
    return most;
}

static void read_tour(const struct labels *l, int end, int32_t *choice)
{
    for (int at = end; at > 0 && choice; at = l->mark[at].before)
        choice[l->mark[at].day - 1] =
            l->mark[at].item >= 0 ? l->space->choice[l->mark[at].item] : -1;
}

/* What a tour costs by these letters. */
static double cost_of(const struct labels *l, const double *letter, int end)
{
    int n_letters = l->space->n_kinds + 1;
    double cost = 0;
    for (int at = end; at > 0; at = l->mark[at].before) {
        int first = (l->mark[at].day - 1) * n_letters, k = 0;
        while (k < l->space->n_kinds && l->item[first + k] != l->mark[at].item)
            k++;
        cost += letter[first + (l->mark[at].item >= 0 ? k : l->space->n_kinds)];
    }
    return cost;
}

/* Each count's toll is what a unit of it brings the inner count at most: if all of them together
 * cannot bring its least, that is proven at once. */
static void toll_by_inner(struct labels *l)
{
    const struct automaton *a = l->space->automaton;
    const struct tally *tally = l->space->tally;
    int n_letters = a->n_kinds + 1;
    for (int d = 0; d < a->n_days; d++)
        for (int i = 0; i < a->n_states[d] * n_letters; i++) {
            struct move move = a->move[d][i];
            int64_t mask = move.to < 0 ? 0 : tally_mask(move) >> tally->n_dims;
            for (int j = 0; mask != 0; j++, mask >>= 1)
                if ((mask & 1) && l->toll[j] < TOLL_UNIT * tally->step[i % n_letters])
                    l->toll[j] = TOLL_UNIT * tally->step[i % n_letters];
        }
}

/* Any tour, its cost in scratch->tour_value; false: there is none, and that is proven. */
static bool search_any(struct labels *l, double *to_go, struct scratch *scratch, int32_t *choice)
{
    int n = l->space->n_days * (l->space->n_kinds + 1), n_out = l->space->tally->n_out;
    const double *letter = l->letter;
    double *none = NEW_ARRAY(double, n + 1), *toll = l->toll;
    bool possible = true;
    for (int i = 0; i < n; i++)
        none[i] = isinf(letter[i]) ? INFINITY : 0;
    l->letter = none;
    l->any = true;
    l->toll = NEW_ARRAY(double, n_out + 1);
    toll_by_inner(l);
    for (int i = 0; i < ANY_TRIES && possible && isinf(scratch->tour_value); i++) {
        double value;
        tally_costs_to_go(to_go, l->span, l->space, l->letter, l->toll);
        begin(l);
        possible = l->mark[0].f <= 0;
        int end = possible ? search(l, &value) : -1;
        possible = possible && (end >= 0 || l->n_heap > 0);
        if (end >= 0) {
            scratch->tour_value = cost_of(l, letter, end);
            read_tour(l, end, choice);
        } else if (possible) {
            move_tolls(l, 4 * TOLL_UNIT);
        }
    }
    mem_free(l->toll);
    mem_free(none);
    l->toll = toll;
    l->letter = letter;
    l->any = false;
    return possible;
}

static double search_tours(struct labels *l, double *to_go, struct scratch *scratch,
                           int32_t *choice)
{
    double bound = -INFINITY;
    int tries = l->space->tally->n_values < LARGE_GRID ? TRIES : 1;
    for (int i = 0; i < tries || (isinf(scratch->tour_value) && i < LAST_TRIES); i++) {
        double value;
        tally_costs_to_go(to_go, l->span, l->space, l->letter, l->toll);
        if (isinf(tally_cost(to_go, l->span, l->space->tally, 0, 0, 0, 0)))
            return INFINITY;
        begin(l);
        double least = l->mark[0].f;
        int end = search(l, &value);
        if (end < 0 && l->n_heap == 0)
            return INFINITY;
        bound = value > bound ? value : bound;
        if (end >= 0 && l->mark[end].g < scratch->tour_value) {
            scratch->tour_value = l->mark[end].g;
            read_tour(l, end, choice);
        }
        double room = scratch->tour_value - least;
        if (room > 0 && l->space->tally->n_out > 0)
            move_tolls(l, isinf(room) ? dearest(l) : room);
        if (scratch->tour_value <= bound)
            break;
    }
    if (isinf(scratch->tour_value) && !search_any(l, to_go, scratch, choice))
        return INFINITY;
    return bound;
}

double price_labels(const struct space *space, const double *item_cost, const int64_t *off_cost,
                    const int32_t *fix, struct scratch *scratch, int32_t *choice)
{
    const struct tally *tally = space->tally;
    int n = space->n_days * (space->n_kinds + 1), *item = NEW_ARRAY(int, n + 1);
    double *letter = NEW_ARRAY(double, n + 1), *toll = NEW_ARRAY(double, tally->n_out + 1);
    struct span *span = NEW_ARRAY(struct span, tally->n_spans + 1);
    memcpy(toll, tally->toll, (size_t)tally->n_out * sizeof *toll);
    letter_costs(letter, item, space, item_cost, off_cost, fix);
    tally_spans(span, space, letter);
    struct labels l = {.space = space,
                       .letter = letter,
                       .most = scratch->most_labels > 0 ? scratch->most_labels : MOST_LABELS,
                       .to_go = scratch->label,
                       .span = span,
                       .item = item,
                       .toll = scratch->toll ? scratch->toll : toll};
    double value = search_tours(&l, scratch->label, scratch, choice);
    mem_free(span);
    mem_free(toll);
    mem_free(letter);
    mem_free(item);
    mem_free(l.mark);
    mem_free(l.count);
    mem_free(l.heap);
    mem_free(l.bucket);
    return value;
}
