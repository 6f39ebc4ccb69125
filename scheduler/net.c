/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net.c - which labels (state, flag, last end) occur, and where each leads.
 *
 * A state knows the band of the last start, and that leaves few last ends: of all labels one in
 * thirty can occur.  They are found once, from the begin on, and numbered; pricing.c then looks at
 * no others.
 *
 * Most states differ in what they remember and not in where they lead: states whose moves go to
 * the same states, item by item, make a class, and only their costs differ.  So the least over a
 * class is formed item by item before anything is put down.  With a day's items sorted by the ends
 * that they may follow, those that may follow a label are all from some place on: one stretch of
 * additions and minima.  Where gaps are soft or look at classes of shifts, a table of ends and
 * items says it in place of the order. */
#include "scheduler/net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define LOOK_BACK 64 /* costs of so many rows are looked at for equal ones */

/* While it is made: labels that occur, all cells of a layer (state, flag, end). */
struct net_maker {
    struct net *net;
    const struct automaton *a;
    const struct instants *in;
    const int *first;
    const bool *may_rest;
    bool **occurs;    /* [n_days + 1] -> cells */
    bool **before;    /* the same before a window closes; NULL where none does */
    int32_t **number; /* [n_days + 1] -> cells: label, -1 */
    int *kind;        /* [n_items of a day] by place */
    int day;
};

static int n_cells(const struct net_maker *m, int layer)
{
    return m->a->n_states[layer] * m->in->n_flags * m->in->n_ends[layer];
}

static int cell_of(const struct net_maker *m, int layer, int state, int flag, int end)
{
    return (state * m->in->n_flags + flag) * m->in->n_ends[layer] + end;
}

static const struct move *moves_of(const struct net_maker *m, int day, int state)
{
    return &m->a->move[day][state * (m->a->n_kinds + 1)];
}

/* Cost of the gap between an end and an item; INFINITY: too short. */
static double gap_before(const struct instants *in, int item, int end)
{
    return in->pair ? in->pair[item][end] : end < in->ready[item] ? 0 : INFINITY;
}

static bool rests_before(const struct instants *in, int item, int end)
{
    return in->pair ? in->pair_rest[item][end] : end < in->rested[item];
}

/* --- what occurs --- */

static void reach_from(struct net_maker *m, int d, int state, int flag, int end, bool *next)
{
    const struct instants *in = m->in;
    const struct move *move = moves_of(m, d, state);
    int n_kinds = m->a->n_kinds;
    if (m->may_rest[d] && move[n_kinds].to >= 0)
        next[cell_of(m, d + 1, move[n_kinds].to, flag, in->carry[d][end])] = true;
    for (int k = 0; k < n_kinds; k++)
        for (int i = m->first[d * n_kinds + k]; i < m->first[d * n_kinds + k + 1]; i++) {
            if (move[k].to < 0 || isinf(gap_before(in, i, end)))
                continue;
            next[cell_of(m, d + 1, move[k].to, flag, in->end_at[i])] = true;
            if (flag == 0 && in->n_flags == 2 && rests_before(in, i, end))
                next[cell_of(m, d + 1, move[k].to, 1, in->end_at[i])] = true;
        }
}

/* Cost of a label when the window closes before `layer`. */
static double closing_cost(const struct instants *in, int layer, int flag, int end)
{
    return flag == 1 || in->close_rest[layer - 1][end] ? 0 : in->close_price[layer - 1];
}

static void find_labels(struct net_maker *m)
{
    int n_days = m->net->n_days, n_flags = m->in->n_flags;
    m->occurs[0] = NEW_ARRAY(bool, n_cells(m, 0) + 1);
    m->occurs[0][m->in->n_ends[0] - 1] = true; /* the past's end if it matters, else long ago */
    for (int d = 0; d < n_days; d++) {
        int n_ends = m->in->n_ends[d], n = n_cells(m, d);
        bool *next = m->occurs[d + 1] = NEW_ARRAY(bool, n_cells(m, d + 1) + 1);
        for (int c = 0; c < n; c++)
            if (m->occurs[d][c])
                reach_from(m, d, c / (n_ends * n_flags), c / n_ends % n_flags, c % n_ends, next);
        if (!m->in->close[d])
            continue;
        m->before[d + 1] = next;
        m->occurs[d + 1] = NEW_ARRAY(bool, n_cells(m, d + 1) + 1);
        n_ends = m->in->n_ends[d + 1];
        for (int c = 0; c < n_cells(m, d + 1); c++)
            if (next[c] && !isinf(closing_cost(m->in, d + 1, c / n_ends % n_flags, c % n_ends)))
                m->occurs[d + 1][cell_of(m, d + 1, c / (n_ends * n_flags), 0, c % n_ends)] = true;
    }
}

/* --- a layer's items, rows and labels --- */

/* Entries that may come before; an item's place goes by it. */
static int ends_before(const struct net_maker *m, int item)
{
    return m->in->pair ? 0 : m->in->ready[item];
}

static int by_ready(const void *a, const void *b, void *context)
{
    const struct net_maker *m = context;
    int first = m->net->layer[m->day].first_item;
    int i = first + *(const int16_t *)a, j = first + *(const int16_t *)b;
    int x = ends_before(m, i), y = ends_before(m, j);
    return x != y ? x - y : i - j;
}

static void place_items(struct net_maker *m, int d)
{
    struct net_layer *layer = &m->net->layer[d];
    int n_kinds = m->a->n_kinds;
    layer->first_item = m->first[d * n_kinds];
    layer->n_items = m->first[(d + 1) * n_kinds] - layer->first_item;
    layer->item_at = NEW_ARRAY(int16_t, layer->n_items + 1);
    layer->place = NEW_ARRAY(int16_t, layer->n_items + 1);
    for (int i = 0; i < layer->n_items; i++)
        layer->item_at[i] = (int16_t)i;
    m->day = d;
    qsort_r(layer->item_at, (size_t)layer->n_items, sizeof *layer->item_at, by_ready, m);
    for (int p = 0; p < layer->n_items; p++)
        layer->place[layer->item_at[p]] = (int16_t)p;
    for (int k = 0; k < n_kinds; k++)
        for (int i = m->first[d * n_kinds + k]; i < m->first[d * n_kinds + k + 1]; i++)
            m->kind[layer->place[i - layer->first_item]] = k;
    m->net->most_items = layer->n_items > m->net->most_items ? layer->n_items : m->net->most_items;
}

static int compare_moves(const struct net_maker *m, int p, int q)
{
    const struct move *x = moves_of(m, m->day, p), *y = moves_of(m, m->day, q);
    for (int k = 0; k < m->a->n_kinds; k++)
        if (x[k].to != y[k].to)
            return x[k].to < y[k].to ? -1 : 1;
    return 0;
}

static int by_moves(const void *a, const void *b, void *context)
{
    int p = *(const int *)a, q = *(const int *)b, order = compare_moves(context, p, q);
    return order != 0 ? order : p - q;
}

/* Costs of a state's moves by place; rows of equal costs share them. */
static int put_costs(struct net_maker *m, struct net_layer *layer, int state, int *n)
{
    int size = layer->n_items;
    double *mine = layer->cost + (size_t)*n * (size_t)size;
    const struct move *move = moves_of(m, m->day, state);
    for (int p = 0; p < size; p++)
        mine[p] = move[m->kind[p]].to < 0 ? (double)INFINITY : move[m->kind[p]].cost;
    for (int k = *n - 1; k >= 0 && k >= *n - LOOK_BACK; k--)
        if (memcmp(mine, layer->cost + (size_t)k * (size_t)size, (size_t)size * sizeof *mine) == 0)
            return k * size;
    return (*n)++ * size;
}

/* The states in the order of their classes; the last layer's have no moves. */
static int *order_states(struct net_maker *m, int d)
{
    int n = m->a->n_states[d], *state = NEW_ARRAY(int, n + 1);
    for (int q = 0; q < n; q++)
        state[q] = q;
    m->day = d;
    if (d < m->net->n_days)
        qsort_r(state, (size_t)n, sizeof *state, by_moves, m);
    return state;
}

/* Numbers the labels of one state and flag; false if it has none. */
static bool number_row(struct net_maker *m, int d, struct net_row *row)
{
    struct net_layer *layer = &m->net->layer[d];
    row->first = layer->n_labels;
    for (int e = 0; e < m->in->n_ends[d]; e++) {
        int cell = cell_of(m, d, row->state, row->flag, e);
        m->number[d][cell] = m->occurs[d][cell] ? layer->n_labels++ : -1;
    }
    row->n = layer->n_labels - row->first;
    return row->n > 0;
}

static void make_rows(struct net_maker *m, int d)
{
    struct net_layer *layer = &m->net->layer[d];
    int n_states = m->a->n_states[d], *state = order_states(m, d), n_costs = 0, last = -1;
    bool moves = d < m->net->n_days;
    m->number[d] = NEW_ARRAY(int32_t, n_cells(m, d) + 1);
    layer->row = NEW_ARRAY(struct net_row, n_states * m->in->n_flags + 1);
    layer->class_row = NEW_ARRAY(int, n_states + 2);
    layer->cost = NEW_ARRAY(double, (size_t)(n_states + 1) * (size_t)layer->n_items + 1);
    for (int s = 0; s < n_states; s++) {
        int cost = -1;
        for (int f = 0; f < m->in->n_flags; f++) {
            struct net_row row = {.state = state[s], .flag = f};
            if (!number_row(m, d, &row))
                continue;
            if (moves && cost < 0)
                cost = put_costs(m, layer, state[s], &n_costs);
            row.cost = cost;
            row.off_cost = moves ? moves_of(m, d, state[s])[m->a->n_kinds].cost : 0;
            if (moves && (last < 0 || compare_moves(m, last, state[s]) != 0))
                layer->class_row[layer->n_classes++] = layer->n_rows;
            last = state[s];
            layer->row[layer->n_rows++] = row;
        }
    }
    layer->class_row[layer->n_classes] = layer->n_rows;
    layer->cost =
        mem_realloc(layer->cost, (size_t)n_costs * (size_t)layer->n_items + 1, sizeof *layer->cost);
    layer->row = mem_realloc(layer->row, (size_t)layer->n_rows + 1, sizeof *layer->row);
    mem_free(state);
}

/* --- where labels lead --- */

/* Numbers of a layer's labels as moves reach them: before a closing, if there is one. */
static const int32_t *numbers_before(struct net_maker *m, int d, int32_t **own)
{
    struct net_layer *layer = &m->net->layer[d];
    int n = n_cells(m, d), n_ends = m->in->n_ends[d], n_flags = m->in->n_flags;
    *own = NULL;
    if (!m->before[d])
        return m->number[d];
    *own = NEW_ARRAY(int32_t, n + 1);
    layer->closed = NEW_ARRAY(int32_t, n + 1);
    layer->close_cost = NEW_ARRAY(double, n + 1);
    for (int c = 0; c < n; c++) {
        (*own)[c] = m->before[d][c] ? layer->n_before : -1;
        if (!m->before[d][c])
            continue;
        double cost = closing_cost(m->in, d, c / n_ends % n_flags, c % n_ends);
        layer->close_cost[layer->n_before] = cost;
        layer->closed[layer->n_before++] =
            isinf(cost) ? -1 : m->number[d][cell_of(m, d, c / (n_ends * n_flags), 0, c % n_ends)];
    }
    return *own;
}

/* First place from which items may follow, by the entries that may come before them. */
static int16_t first_place(const struct net_layer *layer, int end, const int16_t *entries)
{
    int p = 0;
    while (p < layer->n_items && entries[layer->first_item + layer->item_at[p]] <= end)
        p++;
    return (int16_t)p;
}

/* Places after a long rest go up with the places themselves. */
static bool is_sorted(const struct net_maker *m, const struct net_layer *layer)
{
    const int16_t *rested = m->in->rested + layer->first_item;
    for (int p = 1; p < layer->n_items && !m->in->pair; p++)
        if (rested[layer->item_at[p - 1]] > rested[layer->item_at[p]])
            return false;
    return !m->in->pair;
}

static void fill_tables(struct net_maker *m, int d)
{
    struct net_layer *layer = &m->net->layer[d];
    size_t n = (size_t)m->in->n_ends[d] * (size_t)layer->n_items;
    layer->pair = NEW_ARRAY(double, n + 1);
    layer->pair_rest = m->in->n_flags == 2 ? NEW_ARRAY(double, n + 1) : NULL;
    for (int e = 0; e < m->in->n_ends[d]; e++)
        for (int p = 0; p < layer->n_items; p++) {
            int item = layer->first_item + layer->item_at[p], at = e * layer->n_items + p;
            layer->pair[at] = gap_before(m->in, item, e);
            if (layer->pair_rest)
                layer->pair_rest[at] =
                    rests_before(m->in, item, e) ? layer->pair[at] : (double)INFINITY;
        }
}

static void link_labels(struct net_maker *m, int d, const int32_t *next)
{
    struct net_layer *layer = &m->net->layer[d];
    bool sorted = is_sorted(m, layer);
    layer->ready = NEW_ARRAY(int16_t, layer->n_labels + 1);
    layer->rested = NEW_ARRAY(int16_t, layer->n_labels + 1);
    layer->off = NEW_ARRAY(int32_t, layer->n_labels + 1);
    if (!sorted)
        fill_tables(m, d);
    for (int r = 0; r < layer->n_rows; r++) {
        const struct net_row *row = &layer->row[r];
        struct move off = moves_of(m, d, row->state)[m->a->n_kinds];
        for (int e = 0, l = row->first; e < m->in->n_ends[d]; e++) {
            if (m->number[d][cell_of(m, d, row->state, row->flag, e)] < 0)
                continue;
            layer->ready[l] = sorted ? first_place(layer, e, m->in->ready) : (int16_t)e;
            layer->rested[l] = sorted ? first_place(layer, e, m->in->rested) : (int16_t)e;
            layer->off[l++] = m->may_rest[d] && off.to >= 0
                                  ? next[cell_of(m, d + 1, off.to, row->flag, m->in->carry[d][e])]
                                  : -1;
        }
    }
}

static void link_classes(struct net_maker *m, int d, const int32_t *next)
{
    struct net_layer *layer = &m->net->layer[d];
    int n_flags = m->in->n_flags;
    layer->to = NEW_ARRAY(int32_t, layer->n_classes *n_flags * layer->n_items + 1);
    int32_t *to = layer->to;
    for (int c = 0; c < layer->n_classes; c++) {
        const struct move *move = moves_of(m, d, layer->row[layer->class_row[c]].state);
        for (int f = 0; f < n_flags; f++)
            for (int p = 0; p < layer->n_items; p++) {
                int state = move[m->kind[p]].to;
                int end = m->in->end_at[layer->first_item + layer->item_at[p]];
                *to++ = state >= 0 ? next[cell_of(m, d + 1, state, f, end)] : -1;
            }
    }
}

static void lay_out(struct net *net)
{
    for (int d = 0; d <= net->n_days; d++) {
        struct net_layer *layer = &net->layer[d];
        layer->at = layer->before = net->n_values;
        net->n_values += (size_t)layer->n_labels;
        if (layer->closed) {
            layer->before = net->n_values;
            net->n_values += (size_t)layer->n_before;
        }
    }
}

static void make_layers(struct net_maker *m)
{
    struct net *net = m->net;
    int n_days = net->n_days;
    make_rows(m, n_days);
    for (int d = n_days - 1; d >= 0; d--) {
        int32_t *own;
        place_items(m, d);
        make_rows(m, d);
        const int32_t *next = numbers_before(m, d + 1, &own);
        link_labels(m, d, next);
        link_classes(m, d, next);
        mem_free(own);
    }
    const struct net_layer *last = &net->layer[n_days];
    net->final = NEW_ARRAY(double, last->n_labels + 1);
    for (int r = 0; r < last->n_rows; r++)
        for (int l = 0; l < last->row[r].n; l++)
            net->final[last->row[r].first + l] = m->a->final[last->row[r].state];
    lay_out(net);
}

struct net *net_new(const struct automaton *automaton, const struct instants *instants,
                    const int *first, const bool *may_rest)
{
    int n_days = instants->n_days;
    struct net *net = NEW(struct net);
    struct net_maker m = {.net = net,
                          .a = automaton,
                          .in = instants,
                          .first = first,
                          .may_rest = may_rest,
                          .occurs = NEW_ARRAY(bool *, n_days + 1),
                          .before = NEW_ARRAY(bool *, n_days + 1),
                          .number = NEW_ARRAY(int32_t *, n_days + 1),
                          .kind = NEW_ARRAY(int, first[n_days * automaton->n_kinds] + 1)};
    net->n_days = n_days;
    net->n_flags = instants->n_flags;
    net->layer = NEW_ARRAY(struct net_layer, n_days + 1);
    find_labels(&m);
    make_layers(&m);
    for (int d = 0; d <= n_days; d++) {
        mem_free(m.occurs[d]);
        mem_free(m.before[d]);
        mem_free(m.number[d]);
    }
    mem_free(m.occurs);
    mem_free(m.before);
    mem_free(m.number);
    mem_free(m.kind);
    return net;
}

void net_free(struct net *net)
{
    if (!net)
        return;
    for (int d = 0; d <= net->n_days; d++) {
        struct net_layer *layer = &net->layer[d];
        void *parts[] = {layer->row,       layer->class_row, layer->ready,     layer->rested,
                         layer->off,       layer->item_at,   layer->place,     layer->cost,
                         layer->to,        layer->pair,      layer->pair_rest, layer->closed,
                         layer->close_cost};
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            mem_free(parts[i]);
    }
    mem_free(net->layer);
    mem_free(net->final);
    mem_free(net);
}
