/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pricing.c - the dynamic program over days.
 *
 * Without instants v_d(q) is the least cost of days 0 .. d-1 that leads to state q; a letter moves
 * on by its cheapest item.  With them, on the labels of a net, v_d(q, f, e) also knows the flag f
 * of the long rest and the last end of work e, and is the least of
 *
 *     day off    v_{d+1}(off(q), f, carry(e))  <-  v_d(q, f, e) + off_d + c(q)
 *     item i     v_{d+1}(k_i(q), f, end_i)     <-  v_d(q, f, e) + r_i + c     over e before i
 *     long rest  v_{d+1}(k_i(q), 1, end_i)     <-  v_d(q, 0, e) + r_i + c     over e that give it
 *
 * The least over all rows of a class is formed item by item first.  A label with flag 0 may well
 * have had the long rest: that only loses the label with flag 1 beside it, which is as cheap.
 * Nothing is stored but the values; the tour is read back by looking for equal values, which is
 * exact as the same sums are formed again. */
#include "scheduler/pricing.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/labels.h"

static double *grow(double *p, size_t *n, size_t need)
{
    if (*n < need) {
        mem_free(p);
        *n = need + need / 2;
        p = NEW_ARRAY(double, *n);
    }
    return p;
}

double *scratch_items(struct scratch *scratch, const struct space *space)
{
    scratch->item = grow(scratch->item, &scratch->n_item, (size_t)space->n_items + 1);
    return scratch->item;
}

void scratch_free(struct scratch *scratch)
{
    mem_free(scratch->label);
    mem_free(scratch->row);
    mem_free(scratch->item);
    *scratch = (struct scratch){0};
}

static void fill_infinite(double *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = INFINITY;
}

/* --- without instants --- */

static void move_on(const struct automaton *a, int day, const double *v, double *w,
                    const double *cost, const int *list, int n)
{
    fill_infinite(w, (size_t)a->n_states[day + 1]);
    for (int q = 0; q < a->n_states[day]; q++) {
        const struct move *move = &a->move[day][q * (a->n_kinds + 1)];
        if (isinf(v[q]))
            continue;
        for (int i = 0; i < n; i++) {
            struct move m = move[list[i]];
            double x = v[q] + m.cost + cost[list[i]];
            if (m.to >= 0 && x < w[m.to])
                w[m.to] = x;
        }
    }
}

/* The letter and the state before by which `state` of the next layer came to its value. */
static int came_from(const struct automaton *a, int day, const double *v, const double *cost,
                     int *state, double value)
{
    int n_letters = a->n_kinds + 1;
    for (int i = 0; i < n_letters; i++) {
        int k = i == 0 ? a->n_kinds : i - 1; /* days off first */
        for (int q = 0; q < a->n_states[day] && !isinf(cost[k]); q++) {
            struct move m = a->move[day][q * n_letters + k];
            if (m.to != *state || v[q] + m.cost + cost[k] != value)
                continue;
            *state = q;
            return k;
        }
    }
    assert(false && "a state without a past");
    return -1;
}

static double price_letters(const struct space *space, const double *item_cost,
                            const int64_t *off_cost, const int32_t *fix, struct scratch *scratch,
                            int32_t *choice)
{
    const struct automaton *a = space->automaton;
    int n_days = space->n_days, n_letters = a->n_kinds + 1, best = 0;
    scratch->row = grow(scratch->row, &scratch->n_row, (size_t)(n_days * n_letters) + 1);
    double *letter = scratch->row, *v = scratch->label, least = INFINITY;
    int *item = NEW_ARRAY(int, n_days *n_letters + 1), *list = NEW_ARRAY(int, n_letters);
    letter_costs(letter, item, space, item_cost, off_cost, fix);
    fill_infinite(v, (size_t)a->n_states[0]);
    v[0] = 0;
    for (int d = 0; d < n_days; d++) {
        int n = automaton_letters(list, letter + d * n_letters, n_letters);
        move_on(a, d, v + space->at[d], v + space->at[d + 1], letter + d * n_letters, list, n);
    }
    for (int q = 0; q < a->n_states[n_days]; q++)
        if (v[space->at[n_days] + (size_t)q] + a->final[q] < least) {
            least = v[space->at[n_days] + (size_t)q] + a->final[q];
            best = q;
        }
    scratch->tour_value = least;
    for (int d = n_days - 1; d >= 0 && choice && !isinf(least); d--) {
        double value = v[space->at[d + 1] + (size_t)best];
        int k = came_from(a, d, v + space->at[d], letter + d * n_letters, &best, value);
        choice[d] = k == a->n_kinds ? -1 : space->choice[item[d * n_letters + k]];
    }
    mem_free(item);
    mem_free(list);
    return least;
}

/* --- a net --- */

/* One day of the program: what the loops need. */
struct step {
    const struct space *space;
    const struct net_layer *layer;
    const double *v; /* labels before */
    double *w;       /* labels after */
    double *most[2]; /* [n_items] the least of a class, by flag */
    const double *item_cost;
    double off_cost;
    int from, to; /* places to look at: all of the day, one, or none */
    bool off;     /* a day off is to be looked at */
};

static struct step make_step(const struct space *space, int day, const double *item_cost,
                             const int64_t *off_cost, const int32_t *fix, struct scratch *scratch)
{
    const struct net_layer *layer = &space->net->layer[day];
    int want = fix ? fix[day] : FIX_FREE;
    struct step s = {.space = space,
                     .layer = layer,
                     .v = scratch->label + layer->at,
                     .w = scratch->label + layer[1].before,
                     .most = {scratch->row, scratch->row + space->net->most_items},
                     .item_cost = item_cost + layer->first_item,
                     .off_cost = off_cost ? (double)off_cost[day] : 0,
                     .to = layer->n_items,
                     .off = space->may_rest[day]};
    if (want == FIX_FREE)
        return s;
    s.off = s.off && want == -1;
    int item = want >= 0 ? space_item(space, day, want) : -1;
    s.from = item < 0 ? s.to : layer->place[item - layer->first_item];
    s.to = item < 0 ? s.to : s.from + 1;
    return s;
}

/* to[i] = min(to[i], cost[i] + v) */
static void take_stretch(double *restrict to, const double *restrict cost, double v, int n)
{
    int i = 0;
    for (; i + 2 <= n; i += 2)
        for (int j = 0; j < 2; j++) {
            double x = cost[i + j] + v;
            to[i + j] = x < to[i + j] ? x : to[i + j];
        }
    if (i < n) {
        double x = cost[i] + v;
        to[i] = x < to[i] ? x : to[i];
    }
}

/* Items that may follow a row, first[] the places from which they follow its labels. */
static bool take_row(const struct step *s, const struct net_row *row, const int16_t *first,
                     double *most)
{
    const double *v = s->v + row->first, *cost = s->layer->cost + row->cost;
    double least = INFINITY;
    bool any = false;
    first += row->first;
    for (int l = 0; l < row->n; l++) {
        int from = first[l], to = l + 1 < row->n ? first[l + 1] : s->to;
        least = v[l] < least ? v[l] : least;
        from = from > s->from ? from : s->from;
        to = to < s->to ? to : s->to;
        if (from >= to || isinf(least))
            continue;
        take_stretch(most + from, cost + from, least, to - from);
        any = true;
    }
    return any;
}

/* The same where tables say the cost of every pair. */
static bool take_pairs(const struct step *s, const struct net_row *row, const double *pair,
                       double *most)
{
    const double *cost = s->layer->cost + row->cost;
    bool any = false;
    for (int l = row->first; l < row->first + row->n; l++) {
        const double *gap = pair + s->layer->ready[l] * s->layer->n_items;
        double v = s->v[l];
        if (isinf(v))
            continue;
        for (int p = s->from; p < s->to; p++) {
            double x = v + cost[p] + gap[p];
            most[p] = x < most[p] ? x : most[p];
        }
        any = true;
    }
    return any;
}

/* What a class leads to, put down. */
static void put_class(const struct step *s, const double *most, const int32_t *to)
{
    for (int p = s->from; p < s->to; p++) {
        double x = most[p] + s->item_cost[s->layer->item_at[p]];
        if (to[p] >= 0 && x < s->w[to[p]])
            s->w[to[p]] = x;
    }
}

static void take_class(const struct step *s, int class)
{
    const struct net_layer *layer = s->layer;
    int n_flags = s->space->net->n_flags;
    bool any[2] = {false, false};
    for (int f = 0; f < n_flags; f++)
        fill_infinite(s->most[f] + s->from, (size_t)(s->to - s->from));
    for (int r = layer->class_row[class]; r < layer->class_row[class + 1]; r++) {
        const struct net_row *row = &layer->row[r];
        bool rests = n_flags == 2 && row->flag == 0;
        bool here = layer->pair ? take_pairs(s, row, layer->pair, s->most[row->flag])
                                : take_row(s, row, layer->ready, s->most[row->flag]);
        any[row->flag] = here || any[row->flag];
        if (rests)
            any[1] = (layer->pair ? take_pairs(s, row, layer->pair_rest, s->most[1])
                                  : take_row(s, row, layer->rested, s->most[1])) ||
                     any[1];
    }
    for (int f = 0; f < n_flags; f++)
        if (any[f])
            put_class(s, s->most[f], layer->to + (class * n_flags + f) * layer->n_items);
}

static void take_off(const struct step *s)
{
    const struct net_layer *layer = s->layer;
    for (int r = 0; r < layer->n_rows; r++) {
        double cost = s->off_cost + layer->row[r].off_cost;
        for (int l = layer->row[r].first; l < layer->row[r].first + layer->row[r].n; l++) {
            double x = s->v[l] + cost;
            if (layer->off[l] >= 0 && x < s->w[layer->off[l]])
                s->w[layer->off[l]] = x;
        }
    }
}

/* The long-rest window ends: flag 0 from now on, at the price of not having rested. */
static void close_window(const struct net_layer *layer, double *label)
{
    const double *v = label + layer->before;
    double *w = label + layer->at;
    fill_infinite(w, (size_t)layer->n_labels);
    for (int b = 0; b < layer->n_before; b++) {
        double x = v[b] + layer->close_cost[b];
        if (layer->closed[b] >= 0 && x < w[layer->closed[b]])
            w[layer->closed[b]] = x;
    }
}

static void run_step(const struct step *s, struct scratch *scratch)
{
    const struct net_layer *next = s->layer + 1;
    fill_infinite(s->w, (size_t)(next->closed ? next->n_before : next->n_labels));
    if (s->off)
        take_off(s);
    for (int c = 0; c < s->layer->n_classes && s->from < s->to; c++)
        take_class(s, c);
    if (next->closed)
        close_window(next, scratch->label);
}

/* Undoes the closing of a window: a label before it that has this value, rested if there is one. */
static int reopen(const struct net_layer *layer, int label, const double *values)
{
    const double *v = values + layer->before;
    double value = values[layer->at + (size_t)label];
    for (int b = layer->n_before - 1; b >= 0; b--)
        if (layer->closed[b] == label && v[b] + layer->close_cost[b] == value)
            return b;
    assert(false && "a window that closed on nothing");
    return 0;
}

/* The label from which a day off leads to `to`; of several that of the first state, -1: none. */
static int came_off(const struct step *s, int to)
{
    const struct net_layer *layer = s->layer;
    int state = INT_MAX, best = -1;
    for (int r = 0; r < layer->n_rows && s->off; r++) {
        const struct net_row *row = &layer->row[r];
        for (int l = row->first; l < row->first + row->n; l++)
            if (layer->off[l] == to && row->state < state &&
                s->v[l] + (s->off_cost + row->off_cost) == s->w[to]) {
                state = row->state;
                best = l;
            }
    }
    return best;
}

/* The row's cheapest label that the item at a place may follow, -1: none. */
static int best_before(const struct step *s, const struct net_row *row, int place, bool rest,
                       double *value)
{
    const struct net_layer *layer = s->layer;
    const int16_t *first = rest ? layer->rested : layer->ready;
    const double *pair = rest ? layer->pair_rest : layer->pair;
    int best = -1;
    *value = INFINITY;
    for (int l = row->first; l < row->first + row->n; l++) {
        double gap = pair                ? pair[first[l] * layer->n_items + place]
                     : first[l] <= place ? 0
                                         : INFINITY;
        if (s->v[l] + gap < *value) {
            *value = s->v[l] + gap;
            best = l;
        }
    }
    return best;
}

/* The label that the item at a place follows on its way to `to`, of the first state; -1. */
static int came_in_class(const struct step *s, int class, int flag, int place, double value,
                         int *state)
{
    const struct net_layer *layer = s->layer;
    int best = -1;
    for (int r = layer->class_row[class]; r < layer->class_row[class + 1]; r++) {
        const struct net_row *row = &layer->row[r];
        bool rest = row->flag == 0 && flag == 1;
        double x;
        int l =
            row->flag <= flag && row->state <= *state ? best_before(s, row, place, rest, &x) : -1;
        /* Of one state, the label that has rested before comes second here, and is taken. */
        if (l >= 0 &&
            x + layer->cost[row->cost + place] + s->item_cost[layer->item_at[place]] == value) {
            *state = row->state;
            best = l;
        }
    }
    return best;
}

/* The same by an item: the label before, *choice the item's. */
static int came_by(const struct step *s, int to, int32_t *choice)
{
    const struct net_layer *layer = s->layer;
    int n_flags = s->space->net->n_flags;
    for (int i = 0; i < layer->n_items; i++) {
        int place = layer->place[i], state = INT_MAX, best = -1;
        if (place < s->from || place >= s->to)
            continue;
        for (int c = 0; c < layer->n_classes; c++)
            for (int f = 0; f < n_flags; f++) {
                int label = layer->to[(c * n_flags + f) * layer->n_items + place] == to
                                ? came_in_class(s, c, f, place, s->w[to], &state)
                                : -1;
                best = label >= 0 ? label : best;
            }
        if (best >= 0) {
            *choice = s->space->choice[layer->first_item + i];
            return best;
        }
    }
    assert(false && "a label without a past");
    return 0;
}

static double price_net(const struct space *space, const double *item_cost, const int64_t *off_cost,
                        const int32_t *fix, struct scratch *scratch, int32_t *choice)
{
    const struct net *net = space->net;
    int n_days = space->n_days, best = -1;
    const double *last = scratch->label + net->layer[n_days].at;
    scratch->row = grow(scratch->row, &scratch->n_row, 2 * (size_t)net->most_items + 1);
    scratch->label[net->layer[0].at] = 0;
    for (int d = 0; d < n_days; d++) {
        struct step s = make_step(space, d, item_cost, off_cost, fix, scratch);
        run_step(&s, scratch);
    }
    scratch->tour_value = INFINITY;
    for (int l = 0; l < net->layer[n_days].n_labels; l++)
        if (last[l] + net->final[l] < scratch->tour_value) {
            scratch->tour_value = last[l] + net->final[l];
            best = l;
        }
    for (int d = n_days - 1; d >= 0 && choice && best >= 0; d--) {
        struct step s = make_step(space, d, item_cost, off_cost, fix, scratch);
        int to = net->layer[d + 1].closed ? reopen(&net->layer[d + 1], best, scratch->label) : best;
        best = came_off(&s, to);
        choice[d] = -1;
        if (best < 0)
            best = came_by(&s, to, &choice[d]);
    }
    return scratch->tour_value;
}

double price_tour(const struct space *space, const double *item_cost, const int64_t *off_cost,
                  const int32_t *fix, struct scratch *scratch, int32_t *choice)
{
    scratch->tour_value = INFINITY;
    if (space->is_empty)
        return INFINITY;
    size_t need = space->net ? space->net->n_values : space->n_values;
    scratch->label = grow(scratch->label, &scratch->n_label, need);
    return space->tally ? price_labels(space, item_cost, off_cost, fix, scratch, choice)
           : space->net ? price_net(space, item_cost, off_cost, fix, scratch, choice)
                        : price_letters(space, item_cost, off_cost, fix, scratch, choice);
}
