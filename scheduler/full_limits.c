/* SPDX-License-Identifier: GPL-3.0-or-later */
/* full_limits.c - one person's limits as rows over x, 0 or 1 for each choice of the person.
 *
 * Hard limits are rows; priced ones have a column w >= 0 that takes what is beyond, at its price.
 * With m(d) the sum of x over the day's matches (1 less that of all for days off), k(d) of all:
 *
 *   count, minutes  lo - w <= sum <= hi + w'; blocks have a column z >= m(d), z <= sum of m.  From
 * 0 on the price may be below 0: it is then the sum's own run, most       sum of m over hi + 1 days
 * <= hi + w, days of the past counted in run, least      m(d) - m(d-1) <= m(d+k), k < lo; priced:
 * w_k >= that of k - 1, and >= the start of a run less m(d+k) succession      m(d) + then(d+1) <= 1
 * + w gap             for each end e of work on a day: the shifts that end at e or later, and those
 * of a later day that come too soon after e, and no work between, are one at most; priced: w >=
 * what they lack less the most if no such shift ends move            the same for bands long rest
 * some r(e) = 1, e an end of work or the window's begin; no work overlaps it */
#include <limits.h>
#include <stdlib.h>

#include "scheduler/full_part.h"

/* A person's limit. */
struct of {
    struct full *full;
    const struct person *person;
    const struct limit *limit;
    int a;
};

static const struct choice *choice_at(const struct of *f, int i)
{
    return &f->full->problem->choices[i];
}
static int from_choice(const struct of *f, int day)
{
    return f->full->problem->first_choice[day];
}

/* A column for what is beyond at this price; -1: hard. */
static int slack(const struct of *f, int64_t price)
{
    if (price >= GRAIN_FORBIDDEN)
        return -1;
    return full_column(f->full, full_money(f->full, price), 0, INFINITY, false);
}

static void add_slack(const struct of *f, int column, double by)
{
    if (column >= 0)
        full_add(f->full, column, by);
}

/* Sum of x over the day's choices of these classes, times `by`. */
static void add_classes(const struct of *f, int day, uint64_t classes, double by)
{
    for (int i = from_choice(f, day); i < from_choice(f, day + 1); i++)
        if (full_x(f->full, f->a, i) >= 0 && (choice_at(f, i)->classes & classes) != 0)
            full_add(f->full, full_x(f->full, f->a, i), by);
}

static void add_work(const struct of *f, int day, double by)
{
    for (int i = from_choice(f, day); i < from_choice(f, day + 1); i++)
        if (full_x(f->full, f->a, i) >= 0)
            full_add(f->full, full_x(f->full, f->a, i), by);
}

/* m(d) times `by`. */
static void add_match(const struct of *f, int day, double by)
{
    if (f->limit->of_days_off) {
        f->full->terms.constant += by;
        add_work(f, day, -by);
    } else {
        add_classes(f, day, f->limit->classes, by);
    }
}

static int run_before(const struct of *f)
{
    const struct past *past = &f->person->past;
    int run = (f->limit->classes & 1) != 0 ? past->run_of_work : 0;
    for (int bit = 1; bit < 32; bit++)
        if ((f->limit->classes >> bit & 1) != 0 && past->run_of_class[bit] > run)
            run = past->run_of_class[bit];
    return f->limit->of_days_off ? 0 : run;
}

/* --- counts and minutes --- */

/* A column that is 1 if any day of the block matches; days [from, to). */
static int block_column(const struct of *f, int from, int to)
{
    int z = full_column(f->full, 0, 0, 1, false);
    for (int d = from; d < to; d++) {
        add_match(f, d, 1);
        full_add(f->full, z, -1);
        full_row(f->full, -INFINITY, 0);
    }
    for (int d = from; d < to; d++)
        add_match(f, d, -1);
    full_add(f->full, z, 1);
    full_row(f->full, -INFINITY, 0);
    return z;
}

/* Columns and factors of the sum that the window counts. */
static struct terms window_terms(const struct of *f)
{
    const struct limit *l = f->limit;
    const struct problem *p = f->full->problem;
    struct terms out = {0};
    int to = l->to_day < p->n_days ? l->to_day : p->n_days;
    for (int d = l->from_day; d < to;) {
        int next = d + 1;
        if (l->kind == LIMIT_COUNT && l->block_of_day) {
            while (next < to && l->block_of_day[next] == l->block_of_day[d])
                next++;
            if (l->block_of_day[d] >= 0) {
                int z = block_column(f, d, next);
                MEM_GROW(out.column, out.n, out.cap_column);
                MEM_GROW(out.by, out.n, out.cap_by);
                out.column[out.n] = z;
                out.by[out.n++] = 1;
            }
        } else {
            for (int i = from_choice(f, d); i < from_choice(f, d + 1); i++) {
                if (full_x(f->full, f->a, i) < 0 || (choice_at(f, i)->classes & l->classes) == 0)
                    continue;
                MEM_GROW(out.column, out.n, out.cap_column);
                MEM_GROW(out.by, out.n, out.cap_by);
                out.column[out.n] = full_x(f->full, f->a, i);
                out.by[out.n++] =
                    l->kind == LIMIT_MINUTES ? choice_at(f, i)->minutes[l->measure] : 1;
            }
        }
        d = next;
    }
    return out;
}

static void add_terms(const struct of *f, const struct terms *terms)
{
    for (int k = 0; k < terms->n; k++)
        full_add(f->full, terms->column[k], terms->by[k]);
}

static void add_window(const struct of *f)
{
    const struct limit *l = f->limit;
    if (l->from_day >= l->to_day)
        return;
    struct terms terms = window_terms(f);
    if (l->of_days_off || (l->price_hi < 0 && (l->hi != 0 || l->lo > 0)))
        f->full->refusal = "a count of days off, or a price below 0";
    if (l->lo > 0) {
        add_terms(f, &terms);
        add_slack(f, slack(f, l->price_lo), 1);
        full_row(f->full, l->lo, INFINITY);
    }
    if (l->hi < INT_MAX && l->price_hi != 0) {
        bool is_own = l->price_hi < 0;
        add_terms(f, &terms);
        add_slack(f, slack(f, l->price_hi), -1);
        full_row(f->full, is_own ? 0 : -INFINITY, l->hi);
    }
    mem_free(terms.column);
    mem_free(terms.by);
}

/* --- runs --- */

static void add_longest(const struct of *f, int before)
{
    int hi = f->limit->hi;
    for (int d = 0; d < f->full->problem->n_days; d++) {
        int own = d < hi ? d + 1 : hi + 1; /* days of the window that are not past */
        if (hi + 1 - own > before)
            continue;
        for (int k = d - own + 1; k <= d; k++)
            add_match(f, k, 1);
        add_slack(f, slack(f, f->limit->price_hi), -1);
        full_row(f->full, -INFINITY, own - 1);
    }
}

/* The start of a run on day d, times `by`. */
static void add_start(const struct of *f, int d, double by)
{
    add_match(f, d, by);
    if (d > 0)
        add_match(f, d - 1, -by);
}

/* A run that starts on day d, or began `before` days ago (d = -1) and lacks of lo what is not
 * matched.  Beyond the horizon nothing matches; a run up to there is waived or not. */
static void add_lacks(const struct of *f, int d, int before)
{
    const struct limit *l = f->limit;
    int n_days = f->full->problem->n_days, shorter = -1; /* column of k - 1 */
    bool is_hard = l->price_lo >= GRAIN_FORBIDDEN;
    for (int k = d < 0 ? before : 1; k < l->lo; k++) {
        int day = d < 0 ? k - before : d + k;
        if (day >= n_days && l->lo_waived_at_edges)
            break;
        int w = slack(f, l->price_lo);
        if (d < 0)
            f->full->terms.constant += 1;
        else
            add_start(f, d, 1);
        if (day < n_days)
            add_match(f, day, -1);
        add_slack(f, w, -1);
        full_row(f->full, -INFINITY, 0);
        if (shorter >= 0) {
            full_add(f->full, shorter, 1);
            full_add(f->full, w, -1);
            full_row(f->full, -INFINITY, 0);
        }
        shorter = w;
    }
    /* Ended before the edge it lacks the days beyond it too. */
    if (!is_hard && l->lo_waived_at_edges && d + l->lo > n_days && shorter >= 0)
        lp_price_column(f->full->lp, shorter,
                        full_money(f->full, l->price_lo) * (d + l->lo - n_days + 1));
}

static void add_shortest(const struct of *f, int before)
{
    bool waived = f->limit->lo_waived_at_edges;
    if (!waived)
        add_lacks(f, before > 0 ? -1 : 0, before);
    for (int d = 1; d < f->full->problem->n_days; d++)
        add_lacks(f, d, 0);
}

static void add_run(const struct of *f)
{
    int before = run_before(f);
    if (f->limit->hi < INT_MAX)
        add_longest(f, before);
    if (f->limit->lo > 1)
        add_shortest(f, before);
}

static void add_succession(const struct of *f)
{
    int n_days = f->full->problem->n_days;
    for (int d = run_before(f) > 0 ? -1 : 0; d + 1 < n_days; d++) {
        if (d >= 0)
            add_match(f, d, 1);
        add_classes(f, d + 1, f->limit->then, 1);
        add_slack(f, slack(f, f->limit->price_hi), -1);
        full_row(f->full, -INFINITY, d >= 0 ? 1 : 0);
    }
}

/* --- from one shift to the next --- */

/* Ends of the day's matches, rising, each once. */
static int list_ends(const struct of *f, int32_t *end, int day)
{
    int n = 0;
    for (int i = from_choice(f, day); i < from_choice(f, day + 1); i++) {
        const struct choice *c = choice_at(f, i);
        int at = 0;
        if (full_x(f->full, f->a, i) < 0 || (c->classes & f->limit->classes) == 0)
            continue;
        while (at < n && end[at] < c->end_min)
            at++;
        if (at < n && end[at] == c->end_min)
            continue;
        for (int k = n++; k > at; k--)
            end[k] = end[k - 1];
        end[at] = c->end_min;
    }
    return n;
}

/* Minutes (or times) by which a choice comes too soon after an end. */
static int64_t lacks(const struct of *f, int64_t end, int i, bool adjacent)
{
    const struct limit *l = f->limit;
    const struct choice *c = choice_at(f, i);
    if (full_x(f->full, f->a, i) < 0 || (l->then != 0 && (c->classes & l->then) == 0) ||
        (l->after_run && adjacent && (c->classes & l->classes) != 0))
        return 0;
    int64_t lack = end + l->lo - c->start_min;
    return lack <= 0 ? 0 : l->each ? 1 : lack;
}

/* Those of day `to` that come too soon after `end`; how many, and the most that one lacks. */
static int too_soon(const struct of *f, int64_t end, int from, int to, int64_t *most)
{
    int n = 0;
    *most = 0;
    for (int i = from_choice(f, to); i < from_choice(f, to + 1); i++) {
        int64_t lack = lacks(f, end, i, to == from + 1);
        n += lack > 0;
        *most = lack > *most ? lack : *most;
    }
    return n;
}

static void add_too_soon(const struct of *f, int64_t end, int from, int to, bool is_hard)
{
    for (int i = from_choice(f, to); i < from_choice(f, to + 1); i++) {
        int64_t lack = lacks(f, end, i, to == from + 1);
        if (lack > 0)
            full_add(f->full, full_x(f->full, f->a, i), is_hard ? 1 : (double)lack);
    }
}

/* One end, or the past (from -1, whose shift is there in any case), against a later day. */
static void add_gap_row(const struct of *f, int64_t end, int from, int to, int w)
{
    int64_t most;
    if (too_soon(f, end, from, to, &most) == 0)
        return;
    bool is_hard = w < 0;
    double big = is_hard ? 1 : (double)most;
    add_too_soon(f, end, from, to, is_hard);
    for (int i = from >= 0 ? from_choice(f, from) : 0; from >= 0 && i < from_choice(f, from + 1);
         i++)
        if (full_x(f->full, f->a, i) >= 0 && choice_at(f, i)->end_min >= end &&
            (choice_at(f, i)->classes & f->limit->classes) != 0)
            full_add(f->full, full_x(f->full, f->a, i), big);
    for (int d = from + 1; d < to; d++)
        add_work(f, d, -big);
    add_slack(f, w, -1);
    full_row(f->full, -INFINITY, from >= 0 ? big : 0);
}

static void add_gaps_from(const struct of *f, const int32_t *end, int n, int from)
{
    int n_days = f->full->problem->n_days;
    bool is_hard = f->limit->price_lo >= GRAIN_FORBIDDEN;
    int w = -1;
    for (int to = from + 1; to < n_days; to++) {
        int before = 0;
        for (int k = 0; k < n; k++) {
            int64_t most;
            int count = too_soon(f, end[k], from, to, &most);
            /* a later end with the same shifts after it says no more */
            if (count == 0 || ((is_hard || f->limit->each) && count == before))
                continue;
            if (w < 0 && !is_hard)
                w = slack(f, f->limit->price_lo);
            add_gap_row(f, end[k], from, to, w);
            before = count;
        }
    }
}

static void add_gap(const struct of *f)
{
    const struct problem *p = f->full->problem;
    int32_t *end = NEW_ARRAY(int32_t, p->n_choices + 1);
    const struct past *past = &f->person->past;
    int run = run_before(f);
    if (past->last_end_min != INT32_MIN && (run > 0 || (f->limit->classes & 1) != 0)) {
        struct of of = *f;
        struct limit limit = *f->limit;
        limit.after_run = limit.after_run && run > 0; /* else its day is long ago */
        of.limit = &limit;
        add_gaps_from(&of, &past->last_end_min, 1, -1);
    }
    for (int d = 0; d < p->n_days; d++)
        add_gaps_from(f, end, list_ends(f, end, d), d);
    mem_free(end);
}

static int64_t move_cost(const struct limit *l, int from, int to)
{
    int move = (to - from + N_BANDS) % N_BANDS;
    move = move > N_BANDS / 2 ? move - N_BANDS : move;
    if (move > l->hi)
        return l->price_hi >= GRAIN_FORBIDDEN ? GRAIN_FORBIDDEN : (move - l->hi) * l->price_hi;
    if (move < l->lo)
        return l->price_lo >= GRAIN_FORBIDDEN ? GRAIN_FORBIDDEN : (l->lo - move) * l->price_lo;
    return 0;
}

static bool is_match(const struct of *f, int i)
{
    return full_x(f->full, f->a, i) >= 0 && (choice_at(f, i)->classes & f->limit->classes) != 0;
}

/* From a band of one day to another day, hard (what is forbidden) or priced. */
static void add_move_row(const struct of *f, int from, int band, int to, bool is_hard, int *w)
{
    int64_t most = 0;
    for (int i = from_choice(f, to); i < from_choice(f, to + 1); i++) {
        int64_t cost = is_match(f, i) ? move_cost(f->limit, band, choice_at(f, i)->band) : 0;
        if (cost > most && (cost >= GRAIN_FORBIDDEN) == is_hard)
            most = cost;
    }
    if (most == 0)
        return;
    double big = is_hard ? 1 : full_money(f->full, most);
    for (int i = from_choice(f, to); i < from_choice(f, to + 1); i++) {
        int64_t cost = is_match(f, i) ? move_cost(f->limit, band, choice_at(f, i)->band) : 0;
        if (cost > 0 && (cost >= GRAIN_FORBIDDEN) == is_hard)
            full_add(f->full, full_x(f->full, f->a, i), is_hard ? 1 : full_money(f->full, cost));
    }
    for (int i = from_choice(f, from); i < from_choice(f, from + 1); i++)
        if (is_match(f, i) && choice_at(f, i)->band == band)
            full_add(f->full, full_x(f->full, f->a, i), big);
    for (int d = from + 1; d < to; d++)
        add_classes(f, d, f->limit->classes, -big);
    if (!is_hard && *w < 0)
        *w = full_column(f->full, 1, 0, INFINITY, false);
    add_slack(f, is_hard ? -1 : *w, -1);
    full_row(f->full, -INFINITY, big);
}

static void add_move(const struct of *f)
{
    const struct limit *l = f->limit;
    for (int from = l->from_day; from < l->to_day; from++) {
        bool starts[N_BANDS] = {false};
        int w = -1;
        for (int i = from_choice(f, from); i < from_choice(f, from + 1); i++)
            if (is_match(f, i))
                starts[choice_at(f, i)->band] = true;
        for (int band = 0; band < N_BANDS; band++)
            for (int to = from + 1; to < l->to_day && starts[band]; to++) {
                add_move_row(f, from, band, to, true, &w);
                add_move_row(f, from, band, to, false, &w);
            }
    }
}

/* --- long rest --- */

/* r of a rest that begins at `begin`: nothing overlaps it. */
static int rest_column(const struct of *f, int64_t begin)
{
    const struct problem *p = f->full->problem;
    int r = full_column(f->full, 0, 0, 1, true);
    for (int d = 0; d < p->n_days; d++) {
        bool any = false;
        for (int i = from_choice(f, d); i < from_choice(f, d + 1); i++) {
            const struct choice *c = choice_at(f, i);
            if (full_x(f->full, f->a, i) < 0 || c->start_min >= begin + f->limit->lo ||
                c->end_min <= begin)
                continue;
            full_add(f->full, full_x(f->full, f->a, i), 1);
            any = true;
        }
        if (any) {
            full_add(f->full, r, 1);
            full_row(f->full, -INFINITY, 1);
        }
    }
    return r;
}

static int by_minute(const void *left, const void *right)
{
    const int32_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

static void add_long_rest(const struct of *f)
{
    const struct problem *p = f->full->problem;
    const struct limit *l = f->limit;
    if (l->from_day >= l->to_day)
        return;
    int32_t begin = p->day_begin_min[l->from_day], close = p->day_begin_min[l->to_day];
    begin = f->person->past.last_end_min > begin ? f->person->past.last_end_min : begin;
    int32_t *at = NEW_ARRAY(int32_t, p->n_choices + 1);
    int *rest = NEW_ARRAY(int, p->n_choices + 1);
    int n = 0, n_rests = 0;
    at[n++] = begin;
    for (int i = 0; i < from_choice(f, l->to_day); i++)
        if (full_x(f->full, f->a, i) >= 0 && choice_at(f, i)->end_min > begin)
            at[n++] = choice_at(f, i)->end_min;
    qsort(at, (size_t)n, sizeof *at, by_minute);
    for (int k = 0; k < n; k++)
        if ((k == 0 || at[k] != at[k - 1]) && (int64_t)at[k] + l->lo <= close)
            rest[n_rests++] = rest_column(f, at[k]);
    for (int k = 0; k < n_rests; k++)
        full_add(f->full, rest[k], 1);
    add_slack(f, slack(f, l->price_lo), 1);
    full_row(f->full, 1, INFINITY);
    mem_free(rest);
    mem_free(at);
}

void full_limits(struct full *full, int person)
{
    struct of f = {full, &full->problem->people[person], NULL, person};
    for (int i = 0; i < f.person->n_limits; i++) {
        f.limit = &f.person->limits[i];
        switch (f.limit->kind) {
        case LIMIT_GAP:
            add_gap(&f);
            break;
        case LIMIT_RUN:
            add_run(&f);
            break;
        case LIMIT_COUNT:
        case LIMIT_MINUTES:
            add_window(&f);
            break;
        case LIMIT_SUCCESSION:
            add_succession(&f);
            break;
        case LIMIT_MOVE:
            add_move(&f);
            break;
        case LIMIT_LONG_REST:
            add_long_rest(&f);
            break;
        case N_LIMIT_KINDS:
            break;
        }
    }
}
