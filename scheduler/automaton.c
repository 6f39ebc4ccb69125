/* SPDX-License-Identifier: GPL-3.0-or-later */
/* automaton.c - counters become states.
 *
 * Forward: from the begin, every letter of a day advances one or two counters a limit; equal
 * counter vectors are one state.  Counters stop where they no longer matter (a run beyond its
 * longest, a count beyond what is asked for), closed windows go back to 0.  Backward: states
 * without a way to the end are dropped, and states of one layer with the same moves at the same
 * costs are merged, from the last layer to the first.  So only the differences that bind remain:
 * days exactly 5, minutes exactly 2400 and a run of at most 6 over a week of 8-hour shifts leave
 * three states a day (days off so far), whatever the number of limits. */
#include "scheduler/automaton.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"

#define DEAD COUNTERS_DEAD

/* One layer being built: distinct rows of `width` bytes, found by a hash table. */
struct rows {
    size_t width;
    int n, cap, *bucket, n_buckets; /* buckets: 1 + index, open addressing */
    unsigned char *row;
};

/* By words: rows are hundreds of bytes wide, and everybody with a past of their own has some
 * thousands of them. */
static uint64_t hash_bytes(const unsigned char *bytes, size_t n)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i += sizeof hash) {
        uint64_t word = 0;
        memcpy(&word, bytes + i, n - i < sizeof word ? n - i : sizeof word);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    return hash;
}

static int *find_bucket(struct rows *rows, const void *row)
{
    uint64_t hash = hash_bytes(row, rows->width);
    size_t mask = (size_t)rows->n_buckets - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        int at = rows->bucket[i];
        if (at == 0 || memcmp(rows->row + (size_t)(at - 1) * rows->width, row, rows->width) == 0)
            return &rows->bucket[i];
    }
}

static void grow_buckets(struct rows *rows)
{
    mem_free(rows->bucket);
    rows->n_buckets = rows->n_buckets > 0 ? rows->n_buckets * 2 : 64;
    rows->bucket = NEW_ARRAY(int, rows->n_buckets);
    for (int i = 0; i < rows->n; i++)
        *find_bucket(rows, rows->row + (size_t)i * rows->width) = i + 1;
}

/* Index of the row, which is added if new. */
static int rows_put(struct rows *rows, const void *row)
{
    if (2 * rows->n >= rows->n_buckets)
        grow_buckets(rows);
    int *bucket = find_bucket(rows, row);
    if (*bucket == 0) {
        if (rows->n == rows->cap) {
            rows->cap = rows->cap > 0 ? rows->cap * 2 : 64;
            rows->row = mem_realloc(rows->row, (size_t)rows->cap, rows->width);
        }
        memcpy(rows->row + (size_t)rows->n * rows->width, row, rows->width);
        *bucket = ++rows->n;
    }
    return *bucket - 1;
}

static void rows_free(struct rows *rows)
{
    mem_free(rows->bucket);
    mem_free(rows->row);
}

static bool counts(const struct limit *limit)
{
    return limit->kind == LIMIT_RUN || limit->kind == LIMIT_COUNT || limit->kind == LIMIT_MINUTES ||
           limit->kind == LIMIT_SUCCESSION || limit->kind == LIMIT_MOVE;
}

struct kind_mask limits_mask(const struct limit *limits, int n_limits)
{
    struct kind_mask mask = {0};
    for (int i = 0; i < n_limits; i++) {
        if (!counts(&limits[i]))
            continue;
        mask.classes |= limits[i].classes | limits[i].then;
        if (limits[i].kind == LIMIT_MINUTES)
            mask.minutes[limits[i].measure] = true;
        mask.bands = mask.bands || limits[i].kind == LIMIT_MOVE;
    }
    return mask;
}

/* Price of `units` outside; DEAD if the limit is hard. */
static int64_t priced(int64_t units, int64_t price)
{
    return units <= 0 ? 0 : price >= GRAIN_FORBIDDEN ? DEAD : units * price;
}

static int64_t plus(int64_t a, int64_t b)
{
    return a == DEAD || b == DEAD ? DEAD : a + b;
}

static bool matches(const struct limit *limit, const struct kind *kind)
{
    return limit->of_days_off ? !kind : kind && (kind->classes & limit->classes) != 0;
}

/* Where a counter may stop: beyond it nothing changes. */
static int counter_cap(const struct limit *limit)
{
    int lo = limit->lo > 0 ? limit->lo : 0;
    return limit->hi < INT_MAX && limit->hi > lo ? limit->hi : lo;
}

static int64_t advance_run(const struct limit *limit, int day, const struct kind *kind,
                           struct counter *at)
{
    int64_t cost = 0;
    int cap = counter_cap(limit);
    if (matches(limit, kind)) {
        if (at->a == 0)
            at->b = limit->lo_waived_at_edges && day == 0;
        if (at->a >= limit->hi)
            cost = priced(1, limit->price_hi);
        at->a = at->a < cap ? at->a + 1 : cap > 0 ? cap : 1;
        if (at->a >= limit->lo)
            at->b = 0;
        return cost;
    }
    if (at->a > 0 && !at->b)
        cost = priced(limit->lo - at->a, limit->price_lo);
    *at = (struct counter){0, 0};
    return cost;
}

/* Units of a match over the most, counted once each. */
static int64_t add_units(const struct limit *limit, struct counter *at, int32_t units)
{
    int64_t sum = (int64_t)at->a + units, over = 0;
    int cap = counter_cap(limit);
    if (limit->hi < INT_MAX && sum > limit->hi)
        over = sum - (at->a > limit->hi ? at->a : limit->hi);
    at->a = (int32_t)(sum < cap ? sum : cap);
    return priced(over, limit->price_hi);
}

static int64_t advance_window(const struct limit *limit, int day, const struct kind *kind,
                              struct counter *at)
{
    int64_t cost = 0;
    if (day < limit->from_day || day >= limit->to_day)
        return 0;
    const int8_t *block = limit->kind == LIMIT_COUNT ? limit->block_of_day : NULL;
    if (block && day > limit->from_day && block[day] != block[day - 1])
        at->b = 0;
    if (matches(limit, kind) && !(block && (block[day] < 0 || at->b))) {
        int32_t units = limit->kind == LIMIT_COUNT ? 1 : kind ? kind->minutes[limit->measure] : 0;
        cost = add_units(limit, at, units);
        at->b = block != NULL;
    }
    if (day == limit->to_day - 1) {
        cost = plus(cost, priced(limit->lo - at->a, limit->price_lo));
        *at = (struct counter){0, 0};
    }
    return cost;
}

static int64_t advance_succession(const struct limit *limit, const struct kind *kind,
                                  struct counter *at)
{
    int64_t cost = 0;
    if (at->a && kind && (kind->classes & limit->then) != 0)
        cost = priced(1, limit->price_hi);
    at->a = matches(limit, kind);
    return cost;
}

/* a: 1 + the band of the last match. */
static int64_t advance_move(const struct limit *limit, int day, const struct kind *kind,
                            struct counter *at)
{
    int64_t cost = 0;
    if (day < limit->from_day || day >= limit->to_day)
        return 0;
    if (kind && matches(limit, kind)) {
        int later = at->a > 0 ? (kind->band + N_BANDS - (at->a - 1)) % N_BANDS : 0;
        int move = later <= N_BANDS / 2 ? later : later - N_BANDS;
        cost = plus(move > limit->hi ? priced(move - limit->hi, limit->price_hi) : 0,
                    move < limit->lo ? priced(limit->lo - move, limit->price_lo) : 0);
        at->a = kind->band + 1;
    }
    if (day == limit->to_day - 1)
        at->a = 0;
    return cost;
}

int64_t counters_advance(const struct person *person, int day, const struct kind *kind,
                         struct counter *counters)
{
    int64_t cost = 0;
    for (int i = 0; i < person->n_limits && cost != DEAD; i++) {
        const struct limit *limit = &person->limits[i];
        if (limit->kind == LIMIT_RUN)
            cost = plus(cost, advance_run(limit, day, kind, &counters[i]));
        else if (limit->kind == LIMIT_COUNT || limit->kind == LIMIT_MINUTES)
            cost = plus(cost, advance_window(limit, day, kind, &counters[i]));
        else if (limit->kind == LIMIT_SUCCESSION)
            cost = plus(cost, advance_succession(limit, kind, &counters[i]));
        else if (limit->kind == LIMIT_MOVE)
            cost = plus(cost, advance_move(limit, day, kind, &counters[i]));
    }
    return cost;
}

int64_t counters_end(const struct person *person, const struct counter *counters)
{
    int64_t cost = 0;
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        if (limit->kind == LIMIT_RUN && counters[i].a > 0 && !limit->lo_waived_at_edges)
            cost = plus(cost, priced(limit->lo - counters[i].a, limit->price_lo));
    }
    return cost;
}

/* Longest run of a class of the set up to day -1. */
static int past_run(const struct past *past, uint64_t classes)
{
    int run = (classes & CLASS_BIT_WORK) != 0 ? past->run_of_work : 0;
    for (int bit = 1; bit < 32; bit++)
        if ((classes >> bit & 1) != 0 && past->run_of_class[bit] > run)
            run = past->run_of_class[bit];
    return run;
}

void counters_begin(const struct person *person, struct counter *counters)
{
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        int run = past_run(&person->past, limit->classes);
        if (limit->kind == LIMIT_SUCCESSION)
            counters[i].a = run > 0;
        if (limit->kind != LIMIT_RUN || limit->of_days_off || run == 0)
            continue;
        counters[i].a = run < counter_cap(limit) ? run : counter_cap(limit);
        counters[i].b = limit->lo_waived_at_edges && run < limit->lo;
    }
}

/* Most units that a day can bring a window limit: its best kind. */
static int64_t units_of_day(const struct limit *limit, const struct kind *kinds, int n_kinds,
                            const bool *available)
{
    int64_t most = limit->of_days_off && available[n_kinds] ? 1 : 0;
    for (int k = 0; k < n_kinds; k++) {
        int64_t units = limit->kind == LIMIT_COUNT ? 1 : kinds[k].minutes[limit->measure];
        if (available[k] && units > most && matches(limit, &kinds[k]))
            most = units;
    }
    return most;
}

/* The same of all days from each on to the limit's end: most[n_days + 1]. */
static void add_up_units(int64_t *most, const struct limit *limit, const struct kind *kinds,
                         int n_kinds, const bool *available)
{
    const int8_t *block = limit->kind == LIMIT_COUNT ? limit->block_of_day : NULL;
    int next = -1; /* block that counts already */
    for (int d = limit->to_day - 1; d >= 0; d--) {
        int64_t units = d < limit->from_day || (block && block[d] < 0)
                            ? 0
                            : units_of_day(limit, kinds, n_kinds, available + d * (n_kinds + 1));
        most[d] = most[d + 1] + (block && units > 0 && block[d] == next ? 0 : units);
        next = block && units > 0 ? block[d] : next;
    }
}

/* Minutes that every match of `limit` in [from, its end) takes from `minutes`, a hard limit over
 * all of those days; 0 if it says nothing about them. */
static int32_t least_minutes(const struct limit *limit, const struct limit *minutes,
                             const struct kind *kinds, int n_kinds, int from)
{
    int32_t least = INT32_MAX;
    if (minutes->kind != LIMIT_MINUTES || minutes->hi == INT_MAX ||
        minutes->price_hi < GRAIN_FORBIDDEN || minutes->of_days_off || limit->of_days_off ||
        from < minutes->from_day || limit->to_day > minutes->to_day)
        return 0;
    for (int k = 0; k < n_kinds; k++) {
        if (!matches(limit, &kinds[k]))
            continue;
        int32_t took = matches(minutes, &kinds[k]) ? kinds[k].minutes[minutes->measure] : 0;
        least = took < least ? took : least;
    }
    return least == INT32_MAX ? 0 : least;
}

/* What the days from `day` on can still bring each window limit, before any day is chosen. */
struct ahead {
    int64_t most;    /* units */
    int by_minutes;  /* index of a limit on minutes that bounds them too; -1 */
    int32_t minutes; /* that a unit takes of it */
};

/* units[n_limits * (n_days + 1)]: see add_up_units(). */
static void look_ahead(struct ahead *ahead, const struct person *person, const struct kind *kinds,
                       int n_kinds, const int64_t *units, int n_days, int day)
{
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        ahead[i].by_minutes = -1;
        if (limit->kind != LIMIT_COUNT && limit->kind != LIMIT_MINUTES)
            continue;
        int from = day > limit->from_day ? day : limit->from_day;
        ahead[i].most = units[i * (n_days + 1) + day];
        for (int j = 0; j < person->n_limits && limit->kind == LIMIT_COUNT; j++) {
            int32_t took = least_minutes(limit, &person->limits[j], kinds, n_kinds, from);
            if (took > 0) {
                ahead[i].by_minutes = j;
                ahead[i].minutes = took;
            }
        }
    }
}

/* Counters that can no longer reach their limit become one and the same, so that layers stay small
 * before they are merged: which days are left, and the minutes left, say what can still come.
 * False if a hard least can no longer be reached. */
static bool forget(const struct person *person, const struct ahead *ahead, int day,
                   struct counter *counters)
{
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        struct counter *at = &counters[i];
        if ((limit->kind != LIMIT_COUNT && limit->kind != LIMIT_MINUTES) || day >= limit->to_day)
            continue;
        int64_t most = ahead[i].most, by = ahead[i].by_minutes;
        if (by >= 0) {
            int64_t left = (person->limits[by].hi - counters[by].a) / ahead[i].minutes;
            most = left < most ? left : most;
        }
        if (at->a + most < limit->lo && limit->price_lo >= GRAIN_FORBIDDEN)
            return false;
        int settled = limit->lo > 0 ? limit->lo : 0;
        if (limit->hi < INT_MAX && at->a >= settled && at->a + most <= limit->hi) {
            at->a = settled;
            at->b = limit->kind == LIMIT_COUNT && limit->block_of_day ? 0 : at->b;
        }
    }
    return true;
}

/* The forward pass: rows[d] the counter vectors of layer d, move[d] their moves. */
static bool explore(const struct person *person, const struct kind *kinds, int n_kinds, int n_days,
                    const bool *available, int most, struct rows *layer, struct move **move)
{
    size_t n_limits = (size_t)(person->n_limits > 0 ? person->n_limits : 1);
    struct counter *next = NEW_ARRAY(struct counter, n_limits);
    struct ahead *ahead = NEW_ARRAY(struct ahead, n_limits);
    int64_t *units = NEW_ARRAY(int64_t, n_limits *(size_t)(n_days + 1));
    bool fits = true;
    for (int i = 0; i < person->n_limits; i++)
        if (person->limits[i].kind == LIMIT_COUNT || person->limits[i].kind == LIMIT_MINUTES)
            add_up_units(units + i * (n_days + 1), &person->limits[i], kinds, n_kinds, available);
    counters_begin(person, next);
    for (int d = 0; d <= n_days; d++)
        layer[d].width = n_limits * sizeof *next;
    rows_put(&layer[0], next);
    for (int d = 0; d < n_days && fits; d++) {
        move[d] = NEW_ARRAY(struct move, layer[d].n * (n_kinds + 1));
        look_ahead(ahead, person, kinds, n_kinds, units, n_days, d + 1);
        for (int s = 0; s < layer[d].n && layer[d + 1].n <= most; s++)
            for (int k = 0; k <= n_kinds; k++) {
                struct move *m = &move[d][s * (n_kinds + 1) + k];
                m->to = -1;
                if (!available[d * (n_kinds + 1) + k])
                    continue;
                memcpy(next, layer[d].row + (size_t)s * layer[d].width, layer[d].width);
                int64_t cost = counters_advance(person, d, k < n_kinds ? &kinds[k] : NULL, next);
                if (cost == DEAD || !forget(person, ahead, d + 1, next))
                    continue;
                m->cost = (double)cost;
                m->to = rows_put(&layer[d + 1], next);
            }
        fits = layer[d + 1].n <= most;
    }
    mem_free(next);
    mem_free(ahead);
    mem_free(units);
    return fits;
}

/* The last layer: states of equal end cost are one.  merged[s] = new index, -1 dropped. */
static void merge_last(struct automaton *automaton, const struct person *person,
                       const struct rows *layer, int *merged)
{
    struct rows distinct = {.width = sizeof(double)};
    for (int s = 0; s < layer->n; s++) {
        const void *row = layer->row + (size_t)s * layer->width;
        int64_t cost = counters_end(person, row);
        double final = (double)cost;
        merged[s] = cost == DEAD ? -1 : rows_put(&distinct, &final);
    }
    automaton->n_states[automaton->n_days] = distinct.n;
    automaton->final = NEW_ARRAY(double, distinct.n > 0 ? distinct.n : 1);
    if (distinct.n > 0)
        memcpy(automaton->final, distinct.row, (size_t)distinct.n * sizeof(double));
    rows_free(&distinct);
}

/* Layer d, moves rewritten to the merged states of layer d + 1 (after[]). */
static void merge_layer(struct automaton *automaton, int d, struct move *move, int n,
                        const int *after, int *merged)
{
    int n_letters = automaton->n_kinds + 1;
    struct rows distinct = {.width = (size_t)n_letters * sizeof(struct move)};
    struct move *row = NEW_ARRAY(struct move, n_letters);
    for (int s = 0; s < n; s++) {
        bool alive = false;
        memset(row, 0, distinct.width); /* padding too: rows are compared as bytes */
        for (int k = 0; k < n_letters; k++) {
            const struct move *m = &move[s * n_letters + k];
            row[k].to = m->to >= 0 ? after[m->to] : -1;
            row[k].cost = row[k].to >= 0 ? m->cost : 0;
            alive = alive || row[k].to >= 0;
        }
        merged[s] = alive ? rows_put(&distinct, row) : -1;
    }
    automaton->n_states[d] = distinct.n;
    automaton->move[d] = NEW_ARRAY(struct move, (distinct.n > 0 ? distinct.n : 1) * n_letters);
    if (distinct.n > 0)
        memcpy(automaton->move[d], distinct.row, (size_t)distinct.n * distinct.width);
    mem_free(row);
    rows_free(&distinct);
}

struct automaton *automaton_new(const struct person *person, const struct kind *kinds, int n_kinds,
                                int n_days, const bool *available, int most)
{
    struct automaton *automaton = NULL;
    struct rows *layer = NEW_ARRAY(struct rows, n_days + 1);
    struct move **move = NEW_ARRAY(struct move *, n_days + 1);
    if (explore(person, kinds, n_kinds, n_days, available, most, layer, move)) {
        automaton = NEW(struct automaton);
        automaton->n_days = n_days;
        automaton->n_kinds = n_kinds;
        automaton->n_states = NEW_ARRAY(int, n_days + 1);
        automaton->move = NEW_ARRAY(struct move *, n_days + 1);
        int *after = NEW_ARRAY(int, layer[n_days].n + 1);
        merge_last(automaton, person, &layer[n_days], after);
        for (int d = n_days - 1; d >= 0; d--) {
            int *merged = NEW_ARRAY(int, layer[d].n + 1);
            merge_layer(automaton, d, move[d], layer[d].n, after, merged);
            mem_free(after);
            after = merged;
        }
        mem_free(after);
    }
    for (int d = 0; d <= n_days; d++) {
        rows_free(&layer[d]);
        mem_free(move[d]);
    }
    mem_free(layer);
    mem_free(move);
    return automaton;
}

void automaton_free(struct automaton *automaton)
{
    if (!automaton)
        return;
    for (int d = 0; d < automaton->n_days; d++)
        mem_free(automaton->move[d]);
    mem_free(automaton->move);
    mem_free(automaton->n_states);
    mem_free(automaton->final);
    mem_free(automaton);
}

int automaton_letters(int *list, const double *cost, int n_letters)
{
    int n = 0;
    for (int k = 0; k < n_letters; k++)
        if (!isinf(cost[k]))
            list[n++] = k;
    return n;
}
