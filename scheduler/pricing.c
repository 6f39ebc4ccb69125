/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pricing.c - the dynamic program over days.
 *
 * v_d(q, f, e) is the least cost of days 0 .. d-1 that leads to state q, flag f and last end e.
 *     off:      v_{d+1}(off(q), f, carry(e))          <- v_d(q, f, e) + off_d + c(q)
 *     item i:   v_{d+1}(k_i(q), f, end_i)             <- min_{e < ready_i} v_d(q, f, e) + r_i + c
 *     long rest v_{d+1}(k_i(q), 1, end_i)             <- min_{e < rested_i} v_d(q, 0, e) + r_i + c
 * The minima over e are prefixes of one running minimum a row (q, f).  A label with flag 0 may well
 * have had the long rest: that only loses the label with flag 1 beside it, which is as cheap.
 * Nothing is stored but the values; the tour is read back by looking for equal values, which is
 * exact as the same sums are formed again. */
#include "scheduler/pricing.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/labels.h"

/* One day of the program: what the loops need. */
struct step {
    const struct space *space;
    int day, n_ends, n_next; /* entries before and after */
    const double *v;         /* labels before */
    double *w;               /* labels after */
    double *prefix;
    const double *item_cost;
    double off_cost;
    int from, to; /* items to look at: all of the day, one, or none */
    bool off;     /* a day off is to be looked at */
};

static double *grow(double *p, size_t *n, size_t need)
{
    if (*n < need) {
        mem_free(p);
        *n = need + need / 2;
        p = NEW_ARRAY(double, *n);
    }
    return p;
}

static void scratch_fit(struct scratch *scratch, const struct space *space)
{
    scratch->label = grow(scratch->label, &scratch->n_label, space->n_labels);
    scratch->prefix = grow(scratch->prefix, &scratch->n_prefix, space->n_prefix);
}

double *scratch_items(struct scratch *scratch, const struct space *space)
{
    scratch->item = grow(scratch->item, &scratch->n_item, (size_t)space->n_items + 1);
    return scratch->item;
}

void scratch_free(struct scratch *scratch)
{
    mem_free(scratch->label);
    mem_free(scratch->prefix);
    mem_free(scratch->item);
    *scratch = (struct scratch){0};
}

static void fill_infinite(double *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = INFINITY;
}

static size_t n_rows(const struct space *space, int layer)
{
    return (size_t)space->automaton->n_states[layer] * (size_t)space->n_flags;
}

static struct step make_step(const struct space *space, int day, const double *item_cost,
                             const int64_t *off_cost, const int32_t *fix, struct scratch *scratch)
{
    int n_kinds = space->n_kinds, want = fix ? fix[day] : FIX_FREE;
    struct step s = {.space = space,
                     .day = day,
                     .n_ends = space->n_ends[day],
                     .n_next = space->n_ends[day + 1],
                     .v = scratch->label + space->at[day],
                     .w = scratch->label + space->before[day + 1],
                     .prefix = scratch->prefix,
                     .item_cost = item_cost,
                     .off_cost = off_cost ? (double)off_cost[day] : 0,
                     .from = space->first[day * n_kinds],
                     .to = space->first[(day + 1) * n_kinds],
                     .off = space->may_rest[day]};
    if (want == FIX_FREE)
        return s;
    s.off = s.off && want == -1;
    int item = want >= 0 ? space_item(space, day, want) : -1;
    s.from = item < 0 ? s.to : item;
    s.to = item < 0 ? s.to : item + 1;
    return s;
}

/* prefix[row][e] = least label of the first e entries. */
static void run_prefixes(const struct step *s)
{
    size_t rows = n_rows(s->space, s->day);
    for (size_t row = 0; row < rows; row++) {
        const double *v = s->v + row * (size_t)s->n_ends;
        double *p = s->prefix + row * (size_t)(s->n_ends + 1), least = INFINITY;
        p[0] = least;
        for (int e = 0; e < s->n_ends; e++) {
            least = v[e] < least ? v[e] : least;
            p[e + 1] = least;
        }
    }
}

static void take_off(const struct step *s, size_t row, size_t to_row, double cost)
{
    const double *v = s->v + row * (size_t)s->n_ends;
    double *w = s->w + to_row * (size_t)s->n_next;
    const int16_t *carry = s->space->carry[s->day];
    for (int e = 0; e < s->n_ends; e++) {
        double x = v[e] + cost;
        w[carry[e]] = x < w[carry[e]] ? x : w[carry[e]];
    }
}

/* Items from .. to, from one row to another, over the prefixes that `entry` names. */
static void take_items(const struct step *s, size_t row, size_t to_row, const int16_t *entry,
                       double cost, int from, int to)
{
    const double *p = s->prefix + row * (size_t)(s->n_ends + 1);
    double *w = s->w + to_row * (size_t)s->n_next;
    const int16_t *end_at = s->space->end_at;
    for (int i = from; i < to; i++) {
        double x = p[entry[i]] + s->item_cost[i] + cost;
        if (x < w[end_at[i]])
            w[end_at[i]] = x;
    }
}

/* The same where a table says the cost of every pair. */
static double best_before(const struct step *s, size_t row, int item, bool rest, int *which)
{
    const double *v = s->v + row * (size_t)s->n_ends, *pair = s->space->pair[item];
    double best = INFINITY;
    for (int e = 0; e < s->n_ends; e++) {
        if (rest && !s->space->pair_rest[item][e])
            continue;
        if (v[e] + pair[e] < best) {
            best = v[e] + pair[e];
            *which = e;
        }
    }
    return best;
}

static void take_pairs(const struct step *s, size_t row, size_t to_row, bool rest, double cost,
                       int from, int to)
{
    double *w = s->w + to_row * (size_t)s->n_next;
    int which;
    for (int i = from; i < to; i++) {
        double x = best_before(s, row, i, rest, &which) + s->item_cost[i] + cost;
        if (x < w[s->space->end_at[i]])
            w[s->space->end_at[i]] = x;
    }
}

static void take_kind(const struct step *s, int q, int k, struct move move)
{
    const struct space *space = s->space;
    int from = space->first[s->day * space->n_kinds + k], n_flags = space->n_flags;
    int to = space->first[s->day * space->n_kinds + k + 1];
    from = from > s->from ? from : s->from;
    to = to < s->to ? to : s->to;
    for (int f = 0; f < n_flags && from < to; f++) {
        size_t row = (size_t)(q * n_flags + f), to_row = (size_t)(move.to * n_flags + f);
        if (isinf(s->prefix[row * (size_t)(s->n_ends + 1) + (size_t)s->n_ends]))
            continue;
        if (space->pair) {
            take_pairs(s, row, to_row, false, move.cost, from, to);
            if (f == 0 && n_flags == 2)
                take_pairs(s, row, to_row + 1, true, move.cost, from, to);
            continue;
        }
        take_items(s, row, to_row, space->ready, move.cost, from, to);
        if (f == 0 && n_flags == 2)
            take_items(s, row, to_row + 1, space->rested, move.cost, from, to);
    }
}

/* The long-rest window ends after the day: flag 0 from now on, at the price of not having rested.
 */
static void close_window(const struct step *s, double *closed)
{
    const struct space *space = s->space;
    const bool *rest = space->close_rest[s->day];
    double price = space->close_price[s->day];
    size_t n_next = (size_t)s->n_next;
    for (int q = 0; q < space->automaton->n_states[s->day + 1]; q++) {
        const double *v = s->w + (size_t)(2 * q) * n_next;
        double *w = closed + (size_t)(2 * q) * n_next;
        for (size_t e = 0; e < n_next; e++) {
            double x = v[e] + (rest[e] ? 0 : price);
            w[e] = v[n_next + e] < x ? v[n_next + e] : x;
            w[n_next + e] = INFINITY;
        }
    }
}

static void run_step(const struct step *s, struct scratch *scratch)
{
    const struct space *space = s->space;
    const struct automaton *a = space->automaton;
    int day = s->day, n_flags = space->n_flags;
    fill_infinite(s->w, n_rows(space, day + 1) * (size_t)s->n_next);
    run_prefixes(s);
    for (int q = 0; q < a->n_states[day]; q++) {
        const struct move *moves = &a->move[day][q * (a->n_kinds + 1)];
        struct move off = moves[a->n_kinds];
        for (int f = 0; f < n_flags && s->off && off.to >= 0; f++)
            take_off(s, (size_t)(q * n_flags + f), (size_t)(off.to * n_flags + f),
                     s->off_cost + off.cost);
        for (int k = 0; k < a->n_kinds; k++)
            if (moves[k].to >= 0)
                take_kind(s, q, k, moves[k]);
    }
    if (space->close[day])
        close_window(s, scratch->label + space->at[day + 1]);
}

/* A label: row (state and flag) and entry. */
struct label {
    size_t row;
    int end;
    double value;
};

/* How a label of layer day + 1, before any closing, came about: the choice, and the label before.
 */
static bool came_off(const struct step *s, struct label *label)
{
    const struct automaton *a = s->space->automaton;
    int n_flags = s->space->n_flags;
    size_t q_to = label->row / (size_t)n_flags, f = label->row % (size_t)n_flags;
    for (int q = 0; s->off && q < a->n_states[s->day]; q++) {
        struct move off = a->move[s->day][q * (a->n_kinds + 1) + a->n_kinds];
        if (off.to != (int)q_to)
            continue;
        size_t row = (size_t)(q * n_flags) + f;
        const double *v = s->v + row * (size_t)s->n_ends;
        for (int e = 0; e < s->n_ends; e++)
            if (s->space->carry[s->day][e] == label->end &&
                v[e] + (s->off_cost + off.cost) == label->value) {
                *label = (struct label){row, e, v[e]};
                return true;
            }
    }
    return false;
}

/* Label of `row` that item i follows at total `value`, with a long rest between if `rest`. */
static bool follows(const struct step *s, size_t row, int i, bool rest, double cost, double value,
                    struct label *label)
{
    const struct space *space = s->space;
    const double *v = s->v + row * (size_t)s->n_ends;
    if (space->pair) {
        int which = -1;
        double x = best_before(s, row, i, rest, &which);
        if (isinf(x) || x + s->item_cost[i] + cost != value)
            return false;
        *label = (struct label){row, which, v[which]};
        return true;
    }
    double x = s->prefix[row * (size_t)(s->n_ends + 1) +
                         (size_t)(rest ? space->rested[i] : space->ready[i])];
    if (isinf(x) || x + s->item_cost[i] + cost != value)
        return false;
    int e = 0;
    while (v[e] != x)
        e++;
    *label = (struct label){row, e, x};
    return true;
}

static int came_by(const struct step *s, struct label *label)
{
    const struct space *space = s->space;
    const struct automaton *a = space->automaton;
    int n_flags = space->n_flags;
    struct label to = *label;
    size_t q_to = to.row / (size_t)n_flags, f_to = to.row % (size_t)n_flags;
    for (int k = 0; k < a->n_kinds; k++) {
        int from = space->first[s->day * a->n_kinds + k];
        int end = space->first[s->day * a->n_kinds + k + 1];
        from = from > s->from ? from : s->from;
        end = end < s->to ? end : s->to;
        for (int i = from; i < end; i++) {
            if (space->end_at[i] != to.end)
                continue;
            for (int q = 0; q < a->n_states[s->day]; q++) {
                struct move m = a->move[s->day][q * (a->n_kinds + 1) + k];
                size_t row = (size_t)(q * n_flags);
                if (m.to != (int)q_to)
                    continue;
                if (follows(s, row + f_to, i, false, m.cost, to.value, label) ||
                    (f_to == 1 && follows(s, row, i, true, m.cost, to.value, label)))
                    return space->choice[i];
            }
        }
    }
    assert(false && "a label without a past");
    return -1;
}

/* Undoes the closing of a window: which label before it has this value. */
static void reopen(const struct step *s, struct label *label)
{
    const double *v = s->w + label->row * (size_t)s->n_next;
    if (v[s->n_next + label->end] == label->value)
        label->row++;
    label->value = s->w[label->row * (size_t)s->n_next + (size_t)label->end];
}

static struct label best_label(const struct space *space, const struct scratch *scratch)
{
    const double *v = scratch->label + space->at[space->n_days];
    struct label best = {0, 0, INFINITY};
    double least = INFINITY;
    size_t n_ends = (size_t)space->n_ends[space->n_days];
    for (size_t row = 0; row < n_rows(space, space->n_days); row++)
        for (size_t e = 0; e < n_ends; e++) {
            double x = v[row * n_ends + e];
            if (x + space->automaton->final[row / (size_t)space->n_flags] < least) {
                least = x + space->automaton->final[row / (size_t)space->n_flags];
                best = (struct label){row, (int)e, x};
            }
        }
    return best;
}

double price_tour(const struct space *space, const double *item_cost, const int64_t *off_cost,
                  const int32_t *fix, struct scratch *scratch, int32_t *choice)
{
    if (space->automaton->n_states[0] == 0)
        return INFINITY;
    scratch_fit(scratch, space);
    if (space->tally)
        return price_labels(space, item_cost, off_cost, fix, scratch, choice);
    fill_infinite(scratch->label, n_rows(space, 0) * (size_t)space->n_ends[0]);
    scratch->label[space->n_ends[0] - 1] = 0; /* the past's end if it matters, else long ago */
    for (int d = 0; d < space->n_days; d++) {
        struct step s = make_step(space, d, item_cost, off_cost, fix, scratch);
        run_step(&s, scratch);
    }
    struct label label = best_label(space, scratch);
    if (isinf(label.value))
        return INFINITY;
    double value = label.value + space->automaton->final[label.row / (size_t)space->n_flags];
    scratch->tour_value = value;
    for (int d = space->n_days - 1; d >= 0 && choice; d--) {
        struct step s = make_step(space, d, item_cost, off_cost, fix, scratch);
        if (space->close[d])
            reopen(&s, &label);
        run_prefixes(&s);
        choice[d] = came_off(&s, &label) ? -1 : came_by(&s, &label);
    }
    return value;
}
