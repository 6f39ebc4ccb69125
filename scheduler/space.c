/* SPDX-License-Identifier: GPL-3.0-or-later */
/* space.c - compiles a person's limits for the dynamic program of pricing.c.
 *
 * Gaps and long rests depend on instants, not on counts.  For every layer the distinct last ends of
 * work that can still matter (some later start would come too soon, or too soon for a long rest)
 * are listed in order of release: the first instant at which work may begin again.  Then the ends
 * allowed before an item are a prefix of the list, so that "the best label that may come before"
 * is one look-up in a running minimum.  The same holds for the ends that give the long rest.  Where
 * soft gaps or gaps by class break the prefix, a table item x end says the cost. */
#include "scheduler/space.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/tally.h"

#define LONG_AGO INT32_MIN
/* Moves of one layer of all people's automata together, before merging; beyond, counts go to a grid
 * (tally.h).  The same of all values of all people's grids with weekends on them. */
#define MOST_MOVES 2000000
#define MOST_GRID_MOVES 200000000
#define MOST_VALUES 4000000 /* of one grid */
#define MOST_SMALL 4000     /* states a day of a day-level problem, however few its people */
#define CORE_STATES 8       /* that runs and successions make, at least */
#define JOIN_CELLS 600

/* A last end of work: when, which of the person's limits of kind GAP count it, and where a limit
 * asks for what follows a run, the day of the shift. */
struct end {
    int32_t min;
    uint32_t gaps;
    int day;
};
#define NO_DAY INT_MIN

/* One layer's list while it is built. */
struct ends {
    int n, cap;
    struct end *end;
};

struct builder {
    const struct problem *problem;
    const struct person *person;
    struct space *space;
    const struct limit **window; /* [n_days] long rest in force on the day, or NULL */
    int32_t *first_start;        /* [n_days] earliest start of an item; INT32_MAX: none */
    struct ends *ends;           /* [n_days + 1] */
    struct instants in;
    bool looks_at_time; /* a limit does */
};

static bool is_allowed(const struct problem *problem, const struct break_model *breaks,
                       const struct person *person, int c)
{
    int shape = breaks->shape_of[c];
    return person->cost[c] < GRAIN_FORBIDDEN && (shape < 0 || breaks->shape[shape].feasible) &&
           problem->choices[c].day >= 0;
}

static struct kind kind_of(struct kind_mask mask, const struct choice *choice)
{
    struct kind kind = {.classes = choice->classes & mask.classes,
                        .band = mask.bands ? choice->band : 0};
    for (int m = 0; m < N_MEASURES; m++)
        kind.minutes[m] = mask.minutes[m] ? choice->minutes[m] : 0;
    return kind;
}

static int find_kind(const struct kind *kinds, int n, struct kind kind)
{
    int k = 0;
    while (k < n && (kinds[k].classes != kind.classes || kinds[k].band != kind.band ||
                     memcmp(kinds[k].minutes, kind.minutes, sizeof kind.minutes) != 0))
        k++;
    return k;
}

/* No limit that counts tells them apart. */
static bool is_alike(const struct person *person, const struct kind *a, const struct kind *b)
{
    if (a->band != b->band || memcmp(a->minutes, b->minutes, sizeof a->minutes) != 0)
        return false;
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        if (limit->kind != LIMIT_GAP && limit->kind != LIMIT_LONG_REST &&
            (((a->classes & limit->classes) != 0) != ((b->classes & limit->classes) != 0) ||
             ((a->classes & limit->then) != 0) != ((b->classes & limit->then) != 0)))
            return false;
    }
    return true;
}

/* Kinds as choices have them, and the first of each set that is alike. */
struct kinds {
    struct kind *kind; /* [n] */
    int n, *letter;    /* [n] index among the firsts */
    int n_letters;
};

static int letter_of(struct kinds *kinds, const struct person *person, struct kind kind)
{
    int k = find_kind(kinds->kind, kinds->n, kind), like = 0;
    if (k < kinds->n)
        return kinds->letter[k];
    while (like < k && !is_alike(person, &kinds->kind[like], &kind))
        like++;
    kinds->kind[kinds->n] = kind;
    kinds->letter[kinds->n++] = like < k ? kinds->letter[like] : kinds->n_letters++;
    return kinds->letter[k];
}

/* The kinds, and items sorted by day, kind, choice. */
static void list_items(struct builder *b, const struct break_model *breaks)
{
    const struct problem *problem = b->problem;
    struct space *space = b->space;
    struct kind_mask mask = limits_mask(b->person->limits, b->person->n_limits);
    struct kinds kinds = {.kind = NEW_ARRAY(struct kind, problem->n_choices + 1),
                          .letter = NEW_ARRAY(int, problem->n_choices + 1)};
    int *letter = NEW_ARRAY(int, problem->n_choices + 1), n = 0;
    for (int c = 0; c < problem->n_choices; c++) {
        bool allowed = is_allowed(problem, breaks, b->person, c);
        letter[c] = -1;
        if (allowed)
            letter[c] = letter_of(&kinds, b->person, kind_of(mask, &problem->choices[c]));
        n += allowed;
    }
    int n_kinds = space->n_kinds = kinds.n_letters;
    space->choice = NEW_ARRAY(int32_t, n + 1);
    space->first = NEW_ARRAY(int, problem->n_days *n_kinds + 1);
    for (int d = 0; d < problem->n_days; d++)
        for (int k = 0; k < n_kinds; k++) {
            space->first[d * n_kinds + k] = space->n_items;
            for (int c = problem->first_choice[d]; c < problem->first_choice[d + 1]; c++)
                if (letter[c] == k)
                    space->choice[space->n_items++] = c;
        }
    space->first[problem->n_days * n_kinds] = space->n_items;
    space->kinds = NEW_ARRAY(struct kind, n_kinds + 1);
    for (int k = kinds.n - 1; k >= 0; k--)
        space->kinds[kinds.letter[k]] = kinds.kind[k];
    mem_free(kinds.kind);
    mem_free(kinds.letter);
    mem_free(letter);
}

static int items_begin(const struct space *space, int day)
{
    return space->first[day * space->n_kinds];
}
static int items_end(const struct space *space, int day)
{
    return space->first[(day + 1) * space->n_kinds];
}

static bool make_automaton(struct builder *b, struct space_room room)
{
    struct space *space = b->space;
    int n_letters = space->n_kinds + 1;
    bool *available = NEW_ARRAY(bool, space->n_days *n_letters);
    for (int d = 0; d < space->n_days; d++) {
        for (int k = 0; k < space->n_kinds; k++)
            available[d * n_letters + k] =
                space->first[d * space->n_kinds + k] < space->first[d * space->n_kinds + k + 1];
        space->may_rest[d] = !b->person->cost_off || b->person->cost_off[d] < GRAIN_FORBIDDEN;
        available[d * n_letters + space->n_kinds] = space->may_rest[d];
    }
    if (b->problem->row_min > 0 || CORE_STATES * tally_size(space, b->person) <= room.states)
        space->automaton = automaton_new(b->person, space->kinds, space->n_kinds, space->n_days,
                                         available, room.states);
    bool made = space->automaton || tally_make(space, b->person, available, room);
    if (!made && room.states < MAX_STATES)
        space->automaton = automaton_new(b->person, space->kinds, space->n_kinds, space->n_days,
                                         available, MAX_STATES);
    mem_free(available);
    return made || space->automaton;
}

/* The long-rest windows: at most one in force on a day. */
static void list_windows(struct builder *b)
{
    struct space *space = b->space;
    for (int i = 0; i < b->person->n_limits; i++) {
        const struct limit *limit = &b->person->limits[i];
        bool rests = limit->kind == LIMIT_LONG_REST;
        b->looks_at_time = b->looks_at_time || rests || limit->kind == LIMIT_GAP;
        if (!rests)
            continue;
        assert(limit->from_day >= 0 && limit->to_day <= space->n_days);
        for (int d = limit->from_day; d < limit->to_day; d++) {
            assert(!b->window[d] && "long-rest windows of one person must not overlap");
            b->window[d] = limit;
        }
        if (limit->from_day >= limit->to_day)
            continue;
        b->in.n_flags = 2;
        b->in.close[limit->to_day - 1] = true;
        b->in.close_price[limit->to_day - 1] =
            limit->price_lo >= GRAIN_FORBIDDEN ? INFINITY : (double)limit->price_lo;
    }
}

/* Minutes by which a start at `start` comes too soon after `end`, by limit i; <= 0: it does not. */
static int64_t gap_lack(const struct limit *limit, int i, struct end end, int32_t start)
{
    if (limit->kind != LIMIT_GAP || end.min == LONG_AGO || !(end.gaps >> (i & 31) & 1))
        return 0;
    return (int64_t)limit->lo - ((int64_t)start - end.min);
}

/* Whether the limit looks at a shift of these classes and day after `end`. */
static bool gap_meets(const struct limit *limit, struct end end, const struct choice *next)
{
    bool goes_on = limit->after_run && end.day == next->day - 1;
    return (limit->then == 0 || (next->classes & limit->then) != 0) &&
           !(goes_on && (next->classes & limit->classes) != 0);
}

/* Cost of a choice after `end`: INFINITY if a hard gap forbids it. */
static double gap_cost(const struct person *person, struct end end, const struct choice *next)
{
    double cost = 0;
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        int64_t lack = gap_lack(limit, i, end, next->start_min);
        if (lack <= 0 || !gap_meets(limit, end, next))
            continue;
        if (limit->price_lo >= GRAIN_FORBIDDEN)
            return INFINITY;
        cost += (double)((limit->each ? 1 : lack) * limit->price_lo);
    }
    return cost;
}

/* A start then can cost something, whatever the shift. */
static bool gap_may_lack(const struct person *person, struct end end, int32_t start)
{
    for (int i = 0; i < person->n_limits; i++)
        if (gap_lack(&person->limits[i], i, end, start) > 0)
            return true;
    return false;
}

/* A rest from `end` to `start` inside the window is long enough. */
static bool is_long_rest(const struct problem *problem, const struct limit *window, int32_t end,
                         int32_t start)
{
    int32_t begin = problem->day_begin_min[window->from_day];
    int32_t close = problem->day_begin_min[window->to_day];
    int64_t from = end > begin ? end : begin, to = start < close ? start : close;
    return to - from >= window->lo;
}

/* Whether anything from day `day` on can depend on this last end. */
static bool end_matters(const struct builder *b, struct end end, int day)
{
    for (int d = day; d < b->space->n_days; d++) {
        if (b->first_start[d] != INT32_MAX && gap_may_lack(b->person, end, b->first_start[d]))
            return true;
        const struct limit *window = b->window[d];
        if (!window || end.min <= b->problem->day_begin_min[window->from_day])
            continue;
        int64_t until = (int64_t)end.min + window->lo;
        if (until > b->first_start[d] || until > b->problem->day_begin_min[window->to_day])
            return true;
    }
    /* The window that closes at the layer itself. */
    const struct limit *last = day > 0 ? b->window[day - 1] : NULL;
    return last && last->to_day == day && end.min > b->problem->day_begin_min[last->from_day] &&
           (int64_t)end.min + last->lo > b->problem->day_begin_min[day];
}

/* First instant at which all hard gaps are kept. */
static int64_t release_min(const struct person *person, struct end end)
{
    int64_t release = end.min;
    for (int i = 0; i < person->n_limits && end.min != LONG_AGO; i++) {
        const struct limit *limit = &person->limits[i];
        if (limit->kind == LIMIT_GAP && (end.gaps >> (i & 31) & 1) &&
            limit->price_lo >= GRAIN_FORBIDDEN && (int64_t)end.min + limit->lo > release)
            release = (int64_t)end.min + limit->lo;
    }
    return release;
}

static bool is_same_end(struct end a, struct end b)
{
    return a.min == b.min && a.gaps == b.gaps && a.day == b.day;
}

/* Insertion keeps the list sorted by release, end, gaps; equal ends are one. */
static void put_end(const struct person *person, struct ends *ends, struct end end)
{
    int64_t release = release_min(person, end);
    int i = ends->n;
    for (; i > 0; i--) {
        struct end other = ends->end[i - 1];
        int64_t other_release = release_min(person, other);
        if (is_same_end(other, end))
            return;
        if (other_release < release || (other_release == release && other.min < end.min) ||
            (other_release == release && other.min == end.min && other.gaps < end.gaps))
            break;
    }
    MEM_GROW(ends->end, ends->n, ends->cap);
    memmove(&ends->end[i + 1], &ends->end[i], (size_t)(ends->n - i) * sizeof *ends->end);
    ends->end[i] = end;
    ends->n++;
}

static int16_t find_end(const struct ends *ends, struct end end)
{
    for (int i = 0; i < ends->n; i++)
        if (is_same_end(ends->end[i], end))
            return (int16_t)i;
    return 0; /* matters no longer */
}

static struct end end_of(const struct builder *b, int32_t choice)
{
    const struct choice *c = &b->problem->choices[choice];
    struct end end = {.min = c->end_min, .day = NO_DAY};
    int n_gaps = 0;
    for (int i = 0; i < b->person->n_limits; i++) {
        const struct limit *limit = &b->person->limits[i];
        if (limit->kind != LIMIT_GAP)
            continue;
        assert(i < 32 && ++n_gaps <= 32);
        if ((limit->classes & c->classes) == 0)
            continue;
        end.gaps |= 1u << i;
        end.day = limit->after_run ? c->day : end.day;
    }
    (void)n_gaps;
    return end;
}

/* The last shift before day 0: of all classes that its runs name. */
static struct end past_end(const struct builder *b)
{
    const struct past *past = &b->person->past;
    struct end end = {.min = past->last_end_min, .day = NO_DAY};
    for (int i = 0; i < b->person->n_limits && i < 32; i++) {
        const struct limit *limit = &b->person->limits[i];
        bool in_run = (limit->classes & CLASS_BIT_WORK) != 0 && past->run_of_work > 0;
        for (int bit = 1; bit < 32; bit++)
            in_run = in_run || ((limit->classes >> bit & 1) != 0 && past->run_of_class[bit] > 0);
        if (limit->kind == LIMIT_GAP && (in_run || (limit->classes & CLASS_BIT_WORK) != 0))
            end.gaps |= 1u << i;
        if (limit->kind == LIMIT_GAP && limit->after_run && in_run)
            end.day = -1;
    }
    return end;
}

static void list_ends(struct builder *b)
{
    struct space *space = b->space;
    for (int layer = 0; layer <= space->n_days; layer++) {
        struct ends *ends = &b->ends[layer];
        put_end(b->person, ends, (struct end){LONG_AGO, 0, NO_DAY});
        if (!b->looks_at_time)
            continue;
        if (layer == 0) {
            struct end past = past_end(b);
            if (past.min != LONG_AGO && end_matters(b, past, 0))
                put_end(b->person, ends, past);
            continue;
        }
        for (int i = items_begin(space, layer - 1); i < items_end(space, layer - 1); i++) {
            struct end end = end_of(b, space->choice[i]);
            if (end_matters(b, end, layer))
                put_end(b->person, ends, end);
        }
        const struct ends *before = &b->ends[layer - 1];
        for (int e = 1; e < before->n; e++)
            if (end_matters(b, before->end[e], layer))
                put_end(b->person, ends, before->end[e]);
    }
    for (int layer = 0; layer <= space->n_days; layer++)
        b->in.n_ends[layer] = b->ends[layer].n;
}

/* Links ends to items: where each leads, and the prefixes.  False if prefixes do not say it all. */
static bool link_items(struct builder *b)
{
    struct space *space = b->space;
    bool prefixes = true;
    for (int d = 0; d < space->n_days; d++) {
        const struct ends *ends = &b->ends[d];
        for (int i = items_begin(space, d); i < items_end(space, d); i++) {
            const struct choice *next = &b->problem->choices[space->choice[i]];
            int32_t start = next->start_min;
            int ready = 0, rested = 0, n_rested = 0;
            for (int e = 0; e < ends->n; e++) {
                double cost = gap_cost(b->person, ends->end[e], next);
                bool rest =
                    b->window[d] && is_long_rest(b->problem, b->window[d], ends->end[e].min, start);
                ready += cost == 0;
                prefixes = prefixes && (cost == 0 ? ready == e + 1 : isinf(cost));
                n_rested += rest;
                rested = rest ? e + 1 : rested;
            }
            prefixes = prefixes && n_rested == rested && rested <= ready;
            b->in.ready[i] = (int16_t)ready;
            b->in.rested[i] = (int16_t)rested;
            b->in.end_at[i] = find_end(&b->ends[d + 1], end_of(b, space->choice[i]));
        }
        b->in.carry[d] = NEW_ARRAY(int16_t, ends->n);
        for (int e = 1; e < ends->n; e++)
            b->in.carry[d][e] = find_end(&b->ends[d + 1], ends->end[e]);
    }
    return prefixes;
}

static void fill_pairs(struct builder *b)
{
    struct space *space = b->space;
    b->in.pair = NEW_ARRAY(double *, space->n_items + 1);
    b->in.pair_rest = NEW_ARRAY(bool *, space->n_items + 1);
    for (int d = 0; d < space->n_days; d++)
        for (int i = items_begin(space, d); i < items_end(space, d); i++) {
            const struct ends *ends = &b->ends[d];
            const struct choice *next = &b->problem->choices[space->choice[i]];
            int32_t start = next->start_min;
            b->in.pair[i] = NEW_ARRAY(double, ends->n);
            b->in.pair_rest[i] = NEW_ARRAY(bool, ends->n);
            for (int e = 0; e < ends->n; e++) {
                b->in.pair[i][e] = gap_cost(b->person, ends->end[e], next);
                b->in.pair_rest[i][e] =
                    b->window[d] && is_long_rest(b->problem, b->window[d], ends->end[e].min, start);
            }
        }
}

static void link_closes(struct builder *b)
{
    struct space *space = b->space;
    for (int d = 0; d < space->n_days; d++) {
        if (!b->in.close[d])
            continue;
        const struct ends *ends = &b->ends[d + 1];
        int32_t close = b->problem->day_begin_min[d + 1];
        b->in.close_rest[d] = NEW_ARRAY(bool, ends->n);
        for (int e = 0; e < ends->n; e++)
            b->in.close_rest[d][e] =
                is_long_rest(b->problem, b->window[d], ends->end[e].min, close);
    }
}

/* Nothing but the order of days matters: the automaton says it all. */
static bool has_instants(const struct builder *b)
{
    bool any = b->in.n_flags > 1 || b->in.pair;
    for (int d = 0; d <= b->space->n_days; d++)
        any = any || b->in.n_ends[d] != 1;
    return any;
}

/* Where each layer's states lie in scratch. */
static void lay_out(struct space *space)
{
    space->at = NEW_ARRAY(size_t, space->n_days + 1);
    for (int d = 0; d <= space->n_days; d++) {
        space->at[d] = space->n_values;
        space->n_values += (size_t)space->automaton->n_states[d];
    }
    space->n_values = space->tally ? space->tally->n_values : space->n_values;
}

static void compile_times(struct builder *b)
{
    struct space *space = b->space;
    int n_days = space->n_days;
    for (int d = 0; d < n_days; d++) {
        b->first_start[d] = INT32_MAX;
        for (int i = items_begin(space, d); i < items_end(space, d); i++) {
            int32_t start = b->problem->choices[space->choice[i]].start_min;
            b->first_start[d] = start < b->first_start[d] ? start : b->first_start[d];
        }
    }
    list_windows(b);
    list_ends(b);
    if (!link_items(b))
        fill_pairs(b);
    link_closes(b);
    space->is_empty = space->automaton->n_states[0] == 0;
    if (!has_instants(b) || space->is_empty) {
        lay_out(space);
        return;
    }
    assert(!space->tally);
    space->net = net_new(space->automaton, &b->in, space->first, space->may_rest);
    automaton_free(space->automaton);
    space->automaton = NULL;
}

static void instants_init(struct instants *in, const struct space *space)
{
    int n_days = in->n_days = space->n_days;
    in->n_flags = 1;
    in->n_ends = NEW_ARRAY(int, n_days + 1);
    in->end_at = NEW_ARRAY(int16_t, space->n_items + 1);
    in->carry = NEW_ARRAY(int16_t *, n_days);
    in->ready = NEW_ARRAY(int16_t, space->n_items + 1);
    in->rested = NEW_ARRAY(int16_t, space->n_items + 1);
    in->close = NEW_ARRAY(bool, n_days);
    in->close_price = NEW_ARRAY(double, n_days);
    in->close_rest = NEW_ARRAY(bool *, n_days);
}

static void instants_free(struct instants *in, int n_items)
{
    for (int i = 0; in->pair && i < n_items; i++) {
        mem_free(in->pair[i]);
        mem_free(in->pair_rest[i]);
    }
    for (int d = 0; d < in->n_days; d++) {
        mem_free(in->carry[d]);
        mem_free(in->close_rest[d]);
    }
    void *parts[] = {in->n_ends, in->end_at,    in->carry, in->ready,       in->rested,
                     in->pair,   in->pair_rest, in->close, in->close_price, in->close_rest};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        mem_free(parts[i]);
}

struct space *space_new(const struct problem *problem, const struct break_model *breaks,
                        const struct person *person)
{
    return space_new_within(problem, breaks, person, (struct space_room){0});
}

static struct space_room default_room(const struct problem *problem, const struct space *space)
{
    int moves = (space->n_kinds + 1) * (problem->n_people + 1), states = MOST_MOVES / moves + 1;
    states = problem->row_min > 0 || states < MOST_SMALL ? states : MOST_SMALL;
    int values = MOST_GRID_MOVES / moves + 1;
    return (struct space_room){.states = states,
                               .cells = states < JOIN_CELLS ? states : JOIN_CELLS,
                               .values = (size_t)(values < MOST_VALUES ? values : MOST_VALUES),
                               .most_values = MOST_VALUES};
}

struct space *space_new_within(const struct problem *problem, const struct break_model *breaks,
                               const struct person *person, struct space_room room)
{
    struct space *space = NEW(struct space);
    struct builder b = {.problem = problem, .person = person, .space = space};
    int n_days = problem->n_days;
    space->n_days = n_days;
    space->may_rest = NEW_ARRAY(bool, n_days);
    list_items(&b, breaks);
    if (room.states == 0)
        room = default_room(problem, space);
    if (!make_automaton(&b, room)) {
        space_free(space);
        return NULL;
    }
    b.window = NEW_ARRAY(const struct limit *, n_days);
    b.first_start = NEW_ARRAY(int32_t, n_days);
    b.ends = NEW_ARRAY(struct ends, n_days + 1);
    instants_init(&b.in, space);
    compile_times(&b);
    instants_free(&b.in, space->n_items);
    for (int d = 0; d <= n_days; d++)
        mem_free(b.ends[d].end);
    mem_free(b.ends);
    mem_free(b.first_start);
    mem_free(b.window);
    return space;
}

void space_free(struct space *space)
{
    if (!space)
        return;
    automaton_free(space->automaton);
    net_free(space->net);
    tally_free(space->tally);
    mem_free(space->first);
    mem_free(space->choice);
    mem_free(space->may_rest);
    mem_free(space->kinds);
    mem_free(space->at);
    mem_free(space);
}

int space_item(const struct space *space, int day, int32_t choice)
{
    for (int i = items_begin(space, day); i < items_end(space, day); i++)
        if (space->choice[i] == choice)
            return i;
    return -1;
}
