/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nrp_problem.c - a nurse-rostering instance as the engine's problem, and the roster's way back.
 *
 * People p, days d, shifts s; one choice a (d, s), one row a (d, s), a choice gives its row 1 unit.
 *   cover                 row's need and two linear prices
 *   days off, shift of    cost GRAIN_FORBIDDEN
 *     which none is allowed
 *   off-request w         cost of (d, s) += w
 *   on-request w          cost_off[d] += w, cost of (d, t) += w for every t other than s:
 *                         w for whatever is not (d, s)
 *   minutes               LIMIT_MINUTES lo..hi over the horizon
 *   most of a shift       LIMIT_COUNT over the shift's class bit
 *   longest, shortest     LIMIT_RUN of any work, lo waived at the edges; past empty, so the first
 *     run of work         run begins in the horizon
 *   shortest run of rest  LIMIT_RUN of days off, lo waived at the edges
 *   weekends              LIMIT_COUNT of blocks: Saturday and Sunday of week w are block w
 *   s may not be followed LIMIT_SUCCESSION, one limit for all s that forbid the same set
 *
 * A limit that no roster breaks is left out, as a counter costs the pricing labels. */
#include <limits.h>

#include "tests/bench/nrp.h"

/* Bit 0 is any work. */
static uint64_t class_of(int shift)
{
    return (uint64_t)CLASS_BIT_WORK << 1 << shift;
}

static void add_choices(struct problem *out, const struct nrp *nrp, struct arena *arena)
{
    int n = nrp->n_days * nrp->n_shifts;
    struct choice *choice = ARENA_ARRAY(arena, struct choice, n);
    int *first = ARENA_ARRAY(arena, int, nrp->n_days + 1);
    int32_t *begin = ARENA_ARRAY(arena, int32_t, nrp->n_days + 1);
    int16_t *one = ARENA_NEW(arena, int16_t);
    *one = 1;
    for (int d = 0; d <= nrp->n_days; d++) {
        begin[d] = d * 1440;
        first[d] = d * nrp->n_shifts;
    }
    for (int i = 0; i < n; i++) {
        int d = i / nrp->n_shifts, s = i % nrp->n_shifts;
        choice[i] = (struct choice){
            .day = d,
            .type = s,
            .start_min = begin[d],
            .end_min = begin[d] + nrp->shift[s].minutes,
            .minutes = {nrp->shift[s].minutes},
            .classes = CLASS_BIT_WORK | class_of(s),
            .first_row = i,
            .n_rows = 1,
            .units = one,
            .break_plan = -1,
        };
    }
    out->choices = choice;
    out->n_choices = n;
    out->first_choice = first;
    out->day_begin_min = begin;
}

static void add_cover(struct problem *out, const struct nrp *nrp, struct arena *arena)
{
    int n = nrp->n_days * nrp->n_shifts;
    struct cover_price *cover = ARENA_ARRAY(arena, struct cover_price, n);
    for (int i = 0; i < n; i++)
        cover[i] = (struct cover_price){
            .need = nrp->cover[i].need,
            .n_short = 1,
            .n_surplus = 1,
            .short_width = {INT32_MAX},
            .surplus_width = {INT32_MAX},
            .short_price = {nrp->cover[i].price_under},
            .surplus_price = {nrp->cover[i].price_over},
        };
    uint64_t *posts = ARENA_NEW(arena, uint64_t);
    *posts = 1;
    out->cover = cover;
    out->n_rows = n;
    out->n_posts = 1;
    out->group_posts = posts;
    out->n_groups = 1;
    out->full_row = 1;
}

/* Costs of a person's choices and days off. */
struct costs {
    int64_t *choice, *off;
};

static void forbid(struct costs *costs, const struct nrp *nrp, const struct nrp_person *person)
{
    for (int i = 0; i < nrp->n_days * nrp->n_shifts; i++)
        if (person->day_off[i / nrp->n_shifts] || person->max_of[i % nrp->n_shifts] == 0)
            costs->choice[i] = GRAIN_FORBIDDEN;
}

static void add_request(struct costs *costs, const struct nrp *nrp,
                        const struct nrp_request *request)
{
    for (int s = 0; s < nrp->n_shifts; s++) {
        int64_t *cost = &costs->choice[request->day * nrp->n_shifts + s];
        if ((s == request->shift) != request->on && *cost < GRAIN_FORBIDDEN)
            *cost += request->price;
    }
    if (request->on)
        costs->off[request->day] += request->price;
}

static const int8_t *weekends(int *n, const struct nrp *nrp, struct arena *arena)
{
    int8_t *block = ARENA_ARRAY(arena, int8_t, nrp->n_days);
    *n = 0;
    for (int d = 0; d < nrp->n_days; d++) {
        block[d] = (int8_t)(d % 7 >= 5 ? d / 7 : -1);
        *n += d % 7 == 5;
    }
    return block;
}

/* A person's limits as they grow. */
struct limits {
    struct limit *limit;
    int n;
};

static struct limit *add_limit(struct limits *limits, const struct nrp *nrp, enum limit_kind kind,
                               uint64_t classes)
{
    struct limit *limit = &limits->limit[limits->n++];
    *limit = (struct limit){
        .kind = kind,
        .classes = classes,
        .lo = 0,
        .hi = INT_MAX,
        .to_day = nrp->n_days,
        .price_lo = GRAIN_FORBIDDEN,
        .price_hi = GRAIN_FORBIDDEN,
        .source = -1,
    };
    return limit;
}

static void limit_minutes(struct limits *limits, const struct nrp *nrp,
                          const struct nrp_person *person)
{
    struct limit *limit = add_limit(limits, nrp, LIMIT_MINUTES, CLASS_BIT_WORK);
    limit->lo = person->min_minutes;
    limit->hi = person->max_minutes;
}

static void limit_runs(struct limits *limits, const struct nrp *nrp,
                       const struct nrp_person *person)
{
    if (person->max_run < nrp->n_days || person->min_run > 1) {
        struct limit *limit = add_limit(limits, nrp, LIMIT_RUN, CLASS_BIT_WORK);
        limit->lo_waived_at_edges = true;
        limit->lo = person->min_run;
        limit->hi = person->max_run;
    }
    if (person->min_rest > 1) {
        struct limit *limit = add_limit(limits, nrp, LIMIT_RUN, 0);
        limit->of_days_off = true;
        limit->lo_waived_at_edges = true;
        limit->lo = person->min_rest;
    }
}

/* Counts that days and minutes do not limit already. */
static void limit_counts(struct limits *limits, const struct nrp *nrp,
                         const struct nrp_person *person, const int8_t *block, int n_weekends)
{
    int n_free = 0;
    for (int d = 0; d < nrp->n_days; d++)
        n_free += !person->day_off[d];
    for (int s = 0; s < nrp->n_shifts; s++) {
        int by_minutes = person->max_minutes / nrp->shift[s].minutes, most = person->max_of[s];
        if (most > 0 && most < n_free && most < by_minutes)
            add_limit(limits, nrp, LIMIT_COUNT, class_of(s))->hi = most;
    }
    if (person->max_weekends < n_weekends) {
        struct limit *limit = add_limit(limits, nrp, LIMIT_COUNT, CLASS_BIT_WORK);
        limit->block_of_day = block;
        limit->hi = person->max_weekends;
    }
}

static void limit_successions(struct limits *limits, const struct nrp *nrp)
{
    uint64_t done = 0;
    for (int s = 0; s < nrp->n_shifts; s++) {
        uint64_t forbids = nrp->shift[s].forbids, from = 0;
        if (forbids == 0 || (done & class_of(s)))
            continue;
        for (int t = s; t < nrp->n_shifts; t++)
            if (nrp->shift[t].forbids == forbids)
                from |= class_of(t);
        done |= from;
        struct limit *limit = add_limit(limits, nrp, LIMIT_SUCCESSION, from);
        limit->then = forbids << 1;
        limit->hi = 0;
    }
}

static const struct person *people(const struct nrp *nrp, struct arena *arena)
{
    int n_choices = nrp->n_days * nrp->n_shifts, n_weekends;
    const int8_t *block = weekends(&n_weekends, nrp, arena);
    struct person *person = ARENA_ARRAY(arena, struct person, nrp->n_people);
    struct costs *costs = ARENA_ARRAY(arena, struct costs, nrp->n_people);
    for (int a = 0; a < nrp->n_people; a++) {
        costs[a].choice = ARENA_ARRAY(arena, int64_t, n_choices);
        costs[a].off = ARENA_ARRAY(arena, int64_t, nrp->n_days);
        forbid(&costs[a], nrp, &nrp->person[a]);
        /* Minutes, two runs, weekends; a count and a succession a shift. */
        struct limits limits = {ARENA_ARRAY(arena, struct limit, 4 + 2 * nrp->n_shifts), 0};
        limit_minutes(&limits, nrp, &nrp->person[a]);
        limit_runs(&limits, nrp, &nrp->person[a]);
        limit_counts(&limits, nrp, &nrp->person[a], block, n_weekends);
        limit_successions(&limits, nrp);
        person[a] = (struct person){
            .team = -1,
            .cost = costs[a].choice,
            .cost_off = costs[a].off,
            .limits = limits.limit,
            .n_limits = limits.n,
            .past.last_end_min = INT32_MIN,
        };
    }
    for (int i = 0; i < nrp->n_requests; i++)
        add_request(&costs[nrp->request[i].person], nrp, &nrp->request[i]);
    return person;
}

void nrp_problem(struct problem *out, const struct nrp *nrp, struct arena *arena)
{
    *out = (struct problem){.n_days = nrp->n_days, .n_people = nrp->n_people};
    out->currency_per_grain = 1;
    add_choices(out, nrp, arena);
    add_cover(out, nrp, arena);
    out->people = people(nrp, arena);
}

void nrp_roster_text(struct text *out, const struct nrp *nrp, const struct problem *problem,
                     const struct tour *tours)
{
    for (int a = 0; a < nrp->n_people; a++) {
        text_add(out, nrp->person[a].id);
        for (int d = 0; d < nrp->n_days; d++) {
            int32_t choice = tours[a].choice[d];
            text_add_char(out, ',');
            text_add(out, choice < 0 ? "-" : nrp->shift[problem->choices[choice].type].id);
        }
        text_add_char(out, '\n');
    }
}
