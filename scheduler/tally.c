/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tally.c - counts over the horizon, kept apart from what follows what.
 *
 * Runs and successions make an automaton of some tens of states.  A hard count over the horizon
 * multiplies its states by the values of the count, and yet says the same everywhere: a letter adds
 * its units, whatever the state, and a value beyond the most is forbidden.  So a state is (q, m),
 * q of the small automaton, m a cell of the grid of counts, and
 *     h_d(q, m) = min over letters k of  r_dk + h_{d+1}(k(q), m + units_k)
 * is, for one q and k, an addition and a minimum over a row of cells: no tables, no look-ups.
 * Blocks (weekends) count once, which the small automaton knows: it is made with a price of 2^j on
 * one more of count j, and the "cost" of its moves is then the set of counts that go up.
 *
 * Counts for which the grid has no room are left to labels.c; here each unit of them costs a toll
 * (Lagrange), which brings h near the truth.
 *
 * Where minutes have a small divisor a cell holds 2^s of its steps: a letter of u steps then leads
 * u / 2^s cells on, rounded down or, if that is no whole number, up.  Both are looked at, so that h
 * is a bound still, and labels count the steps.
 *
 * For each q and value of the outer counts only the inner cells matter that the begin can reach and
 * that reach the end: a span.  Runs of work and rest leave little choice about the sum of minutes,
 * so spans are short, and under fixed days shorter still. */
#include "scheduler/tally.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define MOST_DIMS 6
#define MOST_SHIFT 20
#define MOST_OUT 52 /* bits of a whole number that a double holds */

/* The limits by where they go. */
struct plan {
    const struct limit *minutes;
    struct limit *block, *count, *core; /* [n_limits] */
    int n_blocks, n_counts, n_core, most_cells;
};

static bool is_hard(const struct limit *limit)
{
    if (limit->kind == LIMIT_SUCCESSION)
        return limit->price_hi >= GRAIN_FORBIDDEN;
    return (limit->lo <= 0 || limit->price_lo >= GRAIN_FORBIDDEN) &&
           (limit->hi == INT_MAX || limit->price_hi >= GRAIN_FORBIDDEN);
}

static bool is_whole(const struct limit *limit, int n_days)
{
    return limit->from_day <= 0 && limit->to_day >= n_days && limit->hi < INT_MAX &&
           limit->hi >= 0 && !limit->of_days_off;
}

static bool sort_limits(struct plan *plan, const struct person *person, int n_days)
{
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        bool whole = is_whole(limit, n_days), most = whole && limit->lo <= 0;
        if (limit->kind == LIMIT_GAP || limit->kind == LIMIT_LONG_REST ||
            limit->kind == LIMIT_MOVE || !is_hard(limit))
            return false;
        if (limit->kind == LIMIT_MINUTES && whole && !plan->minutes)
            plan->minutes = limit;
        else if (limit->kind == LIMIT_COUNT && most && limit->block_of_day)
            plan->block[plan->n_blocks++] = *limit;
        else if (limit->kind == LIMIT_COUNT && most)
            plan->count[plan->n_counts++] = *limit;
        else
            plan->core[plan->n_core++] = *limit;
    }
    return plan->n_blocks <= 1 && plan->n_counts < MOST_OUT;
}

static int common_divisor(int a, int b)
{
    while (b != 0) {
        int rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static int minutes_of(const struct limit *minutes, const struct kind *kind)
{
    return minutes && (kind->classes & minutes->classes) != 0 ? kind->minutes[minutes->measure] : 0;
}

static void lay_inner(struct tally *tally, const struct space *space, const struct limit *minutes)
{
    int unit = 0;
    for (int k = 0; k < space->n_kinds; k++)
        unit = common_divisor(unit, minutes_of(minutes, &space->kinds[k]));
    int each = unit > 0 ? unit : 1;
    tally->limit = unit > 0 ? minutes->hi / unit : 0;
    tally->n_inner = 1 + (tally->limit >> tally->shift);
    tally->least = minutes && minutes->lo > 0 ? (minutes->lo + each - 1) / each : 0;
    tally->step = NEW_ARRAY(int, space->n_kinds + 1);
    for (int k = 0; k < space->n_kinds; k++)
        tally->step[k] = minutes_of(minutes, &space->kinds[k]) / each;
}

static int by_most(const void *a, const void *b)
{
    const struct limit *x = a, *y = b;
    return x->hi != y->hi ? (x->hi < y->hi ? -1 : 1)
                          : (x->classes > y->classes) - (x->classes < y->classes);
}

/* The counts in the order of their bits: blocks, if asked for, and the tightest counts of kinds are
 * on the grid, the others out.  Returns them, and how many are on the grid. */
static struct limit *order_counts(struct plan *plan, int n_inner, bool blocks, int *n_dims)
{
    struct limit *list = NEW_ARRAY(struct limit, plan->n_blocks + plan->n_counts + 1);
    long cells = n_inner;
    int n = 0;
    qsort(plan->count, (size_t)plan->n_counts, sizeof *plan->count, by_most);
    for (int i = 0; i < plan->n_blocks && blocks; i++) {
        cells *= plan->block[i].hi + 1;
        list[n++] = plan->block[i];
    }
    *n_dims = n;
    for (int i = 0; i < plan->n_counts; i++) {
        cells *= plan->count[i].hi + 1;
        *n_dims += *n_dims == n && n < MOST_DIMS && cells <= plan->most_cells;
        list[n++] = plan->count[i];
    }
    for (int i = 0; i < plan->n_blocks && !blocks; i++)
        list[n++] = plan->block[i];
    return list;
}

static void lay_outer(struct tally *tally, const struct limit *dim)
{
    int n_masks = 1 << tally->n_dims;
    tally->n_outer = 1;
    for (int j = 0; j < tally->n_dims; j++)
        tally->n_outer *= dim[j].hi + 1;
    tally->outer_to = NEW_ARRAY(int, n_masks * tally->n_outer);
    for (int o = 0; o < tally->n_outer; o++) {
        for (int mask = 0; mask < n_masks; mask++)
            tally->outer_to[mask * tally->n_outer + o] = o;
        for (int j = 0, rest = o, stride = 1; j < tally->n_dims; j++) {
            int size = dim[j].hi + 1;
            for (int mask = 0; mask < n_masks; mask++) {
                int *to = &tally->outer_to[mask * tally->n_outer + o];
                if ((mask >> j & 1) && *to >= 0)
                    *to = rest % size + 1 < size ? *to + stride : -1;
            }
            rest /= size;
            stride *= size;
        }
    }
}

/* The small automaton; counts cost a power of two each there. */
static struct automaton *make_core(const struct space *space, const struct person *person,
                                   const struct plan *plan, const struct limit *count, int n_counts,
                                   const bool *available)
{
    struct person core = *person;
    struct limit *limits = NEW_ARRAY(struct limit, plan->n_core + n_counts + 1);
    memcpy(limits, plan->core, (size_t)plan->n_core * sizeof *limits);
    for (int j = 0; j < n_counts; j++) {
        struct limit *limit = &limits[plan->n_core + j];
        *limit = count[j];
        limit->lo = limit->hi = 0;
        limit->price_hi = (int64_t)1 << j;
    }
    core.limits = limits;
    core.n_limits = plan->n_core + n_counts;
    struct automaton *automaton =
        automaton_new(&core, space->kinds, space->n_kinds, space->n_days, available, MAX_STATES);
    mem_free(limits);
    return automaton;
}

static void lay_spans(struct space *space)
{
    const struct automaton *a = space->automaton;
    struct tally *tally = space->tally;
    tally->span_at = NEW_ARRAY(size_t, a->n_days + 1);
    for (int d = 0; d <= a->n_days; d++) {
        tally->span_at[d] = tally->n_spans;
        tally->n_spans += (size_t)a->n_states[d] * (size_t)tally->n_outer;
    }
}

/* Values where all letters that are there are allowed. */
static size_t count_values(const struct space *space, const bool *available)
{
    const struct automaton *a = space->automaton;
    const struct tally *tally = space->tally;
    int n_letters = a->n_days * (a->n_kinds + 1);
    if (a->n_states[0] == 0)
        return 0;
    double *letter = NEW_ARRAY(double, n_letters);
    for (int i = 0; i < n_letters; i++)
        letter[i] = available[i] ? 0 : INFINITY;
    struct span *span = NEW_ARRAY(struct span, tally->n_spans + 1);
    tally_spans(span, space, letter);
    size_t n_values = span[tally->n_spans].at;
    mem_free(span);
    mem_free(letter);
    return n_values;
}

/* With blocks or without; coarser as long as there are too many values and it may be so. */
static bool try_grid(struct space *space, const struct person *person, struct plan *plan,
                     const bool *available, bool blocks, size_t most_values, int most_shift)
{
    struct tally *tally = space->tally = NEW(struct tally);
    lay_inner(tally, space, plan->minutes);
    int n_counts = plan->n_counts + plan->n_blocks;
    struct limit *count = order_counts(plan, tally->n_inner, blocks, &tally->n_dims);
    tally->n_out = n_counts - tally->n_dims;
    tally->most = NEW_ARRAY(int, tally->n_out + 1);
    for (int j = 0; j < tally->n_out; j++)
        tally->most[j] = count[tally->n_dims + j].hi;
    tally->toll = NEW_ARRAY(double, tally->n_out + 1);
    lay_outer(tally, count);
    space->automaton = make_core(space, person, plan, count, n_counts, available);
    mem_free(count);
    if (space->automaton)
        lay_spans(space);
    for (; space->automaton && tally->shift <= most_shift; tally->shift++) {
        tally->n_inner = 1 + (tally->limit >> tally->shift);
        tally->n_values = count_values(space, available);
        if (tally->n_values <= most_values)
            return true;
    }
    automaton_free(space->automaton);
    tally_free(tally);
    space->automaton = NULL;
    space->tally = NULL;
    return false;
}

bool tally_make(struct space *space, const struct person *person, const bool *available,
                struct space_room room)
{
    struct plan plan = {.most_cells = room.cells,
                        .block = NEW_ARRAY(struct limit, person->n_limits + 1),
                        .count = NEW_ARRAY(struct limit, person->n_limits + 1),
                        .core = NEW_ARRAY(struct limit, person->n_limits + 1)};
    bool made = sort_limits(&plan, person, space->n_days) &&
                (try_grid(space, person, &plan, available, true, room.values, 0) ||
                 try_grid(space, person, &plan, available, false, room.most_values, MOST_SHIFT));
    mem_free(plan.block);
    mem_free(plan.count);
    mem_free(plan.core);
    return made;
}

double tally_size(const struct space *space, const struct person *person)
{
    double size = 1;
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        struct tally tally = {0};
        if (limit->kind == LIMIT_MINUTES && is_whole(limit, space->n_days)) {
            lay_inner(&tally, space, limit);
            mem_free(tally.step);
            size *= tally.n_inner;
        }
        if (limit->kind == LIMIT_COUNT && limit->block_of_day && is_whole(limit, space->n_days))
            size *= limit->hi + 1;
    }
    return size;
}

void tally_free(struct tally *tally)
{
    if (!tally)
        return;
    mem_free(tally->step);
    mem_free(tally->outer_to);
    mem_free(tally->most);
    mem_free(tally->toll);
    mem_free(tally->span_at);
    mem_free(tally);
}

/* --- spans --- */

static void widen(struct span *span, int lo, int hi)
{
    if (span->lo > span->hi) {
        span->lo = lo;
        span->hi = hi;
        return;
    }
    span->lo = lo < span->lo ? lo : span->lo;
    span->hi = hi > span->hi ? hi : span->hi;
}

static int cells_of(const struct tally *tally, int letter)
{
    return tally->step[letter] >> tally->shift;
}

/* Row of the next layer that a letter leads to; -1. */
static ptrdiff_t next_row(const struct tally *tally, struct move move, int outer)
{
    int to = move.to < 0 ? -1 : tally_outer(tally, outer, tally_mask(move));
    return to < 0 ? -1 : (ptrdiff_t)move.to * tally->n_outer + to;
}

/* Spans of the next layer that one row reaches. */
static void reach(const struct tally *tally, const struct move *move, int outer, struct span s,
                  struct span *next, const int *list, int n)
{
    for (int i = 0; i < n; i++) {
        ptrdiff_t row = next_row(tally, move[list[i]], outer);
        int lo = s.lo + cells_of(tally, list[i]);
        int hi = s.hi + cells_of(tally, list[i]) + tally_carry(tally, list[i]);
        if (row >= 0 && lo < tally->n_inner)
            widen(&next[row], lo, hi < tally->n_inner ? hi : tally->n_inner - 1);
    }
}

/* The part of a span from which some letter leads into a span of the next layer. */
static struct span shrink(const struct tally *tally, const struct move *move, int outer,
                          struct span s, const struct span *next, const int *list, int n)
{
    struct span hull = {1, 0, 0};
    for (int i = 0; i < n; i++) {
        ptrdiff_t row = next_row(tally, move[list[i]], outer);
        if (row < 0)
            continue;
        if (next[row].lo > next[row].hi)
            continue;
        int hi = next[row].hi - cells_of(tally, list[i]);
        int lo = next[row].lo - cells_of(tally, list[i]) - tally_carry(tally, list[i]);
        lo = lo > s.lo ? lo : s.lo;
        hi = hi < s.hi ? hi : s.hi;
        if (lo <= hi)
            widen(&hull, lo, hi);
    }
    return hull;
}

static void walk_spans(struct span *span, const struct space *space, int day, const int *list,
                       int n, bool forward)
{
    const struct automaton *a = space->automaton;
    const struct tally *tally = space->tally;
    struct span *here = span + tally->span_at[day], *next = span + tally->span_at[day + 1];
    for (int q = 0; q < a->n_states[day]; q++) {
        const struct move *move = &a->move[day][q * (a->n_kinds + 1)];
        for (int o = 0; o < tally->n_outer; o++) {
            struct span *s = &here[q * tally->n_outer + o];
            if (s->lo > s->hi)
                continue;
            if (forward)
                reach(tally, move, o, *s, next, list, n);
            else
                *s = shrink(tally, move, o, *s, next, list, n);
        }
    }
}

void tally_spans(struct span *span, const struct space *space, const double *letter)
{
    const struct automaton *a = space->automaton;
    const struct tally *tally = space->tally;
    int n_letters = a->n_kinds + 1, *list = NEW_ARRAY(int, n_letters);
    size_t at = 0;
    for (size_t i = 0; i < tally->n_spans; i++)
        span[i] = (struct span){1, 0, 0};
    span[0] = (struct span){0, 0, 0};
    for (int d = 0; d < a->n_days; d++) {
        int n = automaton_letters(list, letter + d * n_letters, n_letters);
        walk_spans(span, space, d, list, n, true);
    }
    for (size_t i = tally->span_at[a->n_days]; i < tally->n_spans; i++)
        span[i].lo =
            span[i].lo > tally->least >> tally->shift ? span[i].lo : tally->least >> tally->shift;
    for (int d = a->n_days - 1; d >= 0; d--) {
        int n = automaton_letters(list, letter + d * n_letters, n_letters);
        walk_spans(span, space, d, list, n, false);
    }
    for (size_t i = 0; i < tally->n_spans; i++) {
        span[i].at = at;
        at += span[i].lo <= span[i].hi ? (size_t)(span[i].hi - span[i].lo + 1) : 0;
    }
    span[tally->n_spans].at = at;
    mem_free(list);
}

/* --- costs to go --- */

/* to[i] = min(to[i], from[i] + cost), four at a time. */
static void take_row(double *restrict to, const double *restrict from, double cost, int n)
{
    int i = 0;
    for (; i + 4 <= n; i += 4)
        for (int j = 0; j < 4; j++) {
            double x = from[i + j] + cost;
            to[i + j] = x < to[i + j] ? x : to[i + j];
        }
    for (; i < n; i++) {
        double x = from[i] + cost;
        to[i] = x < to[i] ? x : to[i];
    }
}

static double tolls_of(const double *toll, int64_t mask)
{
    double sum = 0;
    for (int j = 0; mask != 0; j++, mask >>= 1)
        sum += mask & 1 ? toll[j] : 0;
    return sum;
}

/* Costs to go of one row by a letter that leads `cells` on. */
static void take_letter(double *out, struct span s, struct span next, double cost, int cells)
{
    int lo = next.lo - cells, hi = next.hi - cells;
    lo = lo > s.lo ? lo : s.lo;
    hi = hi < s.hi ? hi : s.hi;
    if (lo <= hi)
        take_row(out + s.at + (lo - s.lo), out + next.at + (lo + cells - next.lo), cost,
                 hi - lo + 1);
}

static void go_back(double *out, const struct tally *tally, const struct move *move, int outer,
                    struct span s, const struct span *next, const double *cost, const double *toll,
                    const int *list, int n)
{
    double *to = out + s.at;
    for (int m = 0; m <= s.hi - s.lo; m++)
        to[m] = INFINITY;
    for (int i = 0; i < n; i++) {
        int k = list[i];
        ptrdiff_t row = next_row(tally, move[k], outer);
        if (row < 0)
            continue;
        double by = cost[k] + tolls_of(toll, tally_mask(move[k]) >> tally->n_dims);
        for (int more = 0; more <= tally_carry(tally, k); more++)
            take_letter(out, s, next[row], by, cells_of(tally, k) + more);
    }
}

void tally_costs_to_go(double *out, const struct span *span, const struct space *space,
                       const double *letter, const double *toll)
{
    const struct automaton *a = space->automaton;
    const struct tally *tally = space->tally;
    int n_letters = a->n_kinds + 1, *list = NEW_ARRAY(int, n_letters);
    for (size_t i = tally->span_at[a->n_days]; i < tally->n_spans; i++)
        for (int m = span[i].lo; m <= span[i].hi; m++)
            out[span[i].at + (size_t)(m - span[i].lo)] =
                a->final[(i - tally->span_at[a->n_days]) / (size_t)tally->n_outer];
    for (int d = a->n_days - 1; d >= 0; d--) {
        const struct span *here = span + tally->span_at[d], *next = span + tally->span_at[d + 1];
        int n = automaton_letters(list, letter + d * n_letters, n_letters);
        for (int row = 0; row < a->n_states[d] * tally->n_outer; row++)
            if (here[row].lo <= here[row].hi)
                go_back(out, tally, &a->move[d][row / tally->n_outer * n_letters],
                        row % tally->n_outer, here[row], next, letter + d * n_letters, toll, list,
                        n);
    }
    mem_free(list);
}
