/* SPDX-License-Identifier: GPL-3.0-or-later */
/* little.c - random problems.  Rows of an hour, shifts of 3 to 12 hours that may pass midnight, up
 * to two posts with overlapping groups, side posts that some give to and some take from, limits of
 * every kind, hard or priced. */
#include "little.h"

#include <limits.h>

#define ROW_MIN 60
#define DAY_ROWS 24
#define SCALE 100 /* so that a grain is small against every price */

static int pick(struct rng *rng, int n)
{
    return (int)rng_below(rng, (uint32_t)n);
}

static void make_choices(struct problem *p, const struct little_size *size, struct rng *rng,
                         struct arena *arena)
{
    struct choice *choices = ARENA_ARRAY(arena, struct choice, size->n_days * size->n_starts);
    int *first = ARENA_ARRAY(arena, int, size->n_days + 1);
    for (int d = 0; d < size->n_days; d++) {
        first[d] = p->n_choices;
        for (int s = 0; s < size->n_starts; s++) {
            int start = (DAY_ROWS * s / size->n_starts + pick(rng, 3)) * ROW_MIN;
            int length = size->pauses ? 6 : 3 + pick(rng, 10), begin = d * 1440 + start;
            int first_row = begin / ROW_MIN, n_rows = length;
            n_rows = first_row + n_rows > p->n_rows ? p->n_rows - first_row : n_rows;
            int hours = 3 + pick(rng, 3), over = (s + hours) % 3;
            int16_t *units = ARENA_ARRAY(arena, int16_t, n_rows);
            for (int i = 0; i < n_rows; i++)
                units[i] = 4 * ROW_MIN;
            choices[p->n_choices++] = (struct choice){
                .day = d,
                .type = s,
                .start_min = begin,
                .end_min = begin + length * ROW_MIN,
                .minutes = {60 * hours, 60 * over, 60 * (hours + over)},
                .classes = CLASS_BIT_WORK | (s % 2 ? 2u : 4u),
                .band = start / ROW_MIN,
                .first_row = first_row,
                .n_rows = n_rows,
                .units = units,
                .break_plan = size->pauses ? 0 : -1,
            };
        }
    }
    first[size->n_days] = p->n_choices;
    p->choices = choices;
    p->first_choice = first;
}

static struct limit make_limit(const struct little_size *size, struct rng *rng,
                               enum limit_kind kind)
{
    bool hard = size->hard || pick(rng, 3) == 0;
    int from = pick(rng, 2), n_days = size->n_days;
    struct limit limit = {.kind = kind,
                          .classes = (uint32_t)(1 << pick(rng, 3)),
                          .then = (uint32_t)(1 << pick(rng, 3)),
                          .hi = INT_MAX,
                          .from_day = from,
                          .to_day = n_days - pick(rng, 2),
                          .lo_waived_at_edges = pick(rng, 2) == 0,
                          .price_lo = hard ? GRAIN_FORBIDDEN : SCALE * (5 + pick(rng, 300)),
                          .price_hi = hard ? GRAIN_FORBIDDEN : SCALE * (5 + pick(rng, 300))};
    if (kind == LIMIT_GAP) {
        limit.lo = 60 * (8 + pick(rng, 20));
        limit.then = size->starts && pick(rng, 2) ? limit.then : 0;
        limit.after_run = size->starts && pick(rng, 3) == 0;
        limit.each = size->starts && pick(rng, 3) == 0;
    }
    if (kind == LIMIT_MOVE) {
        limit.lo = pick(rng, 3) == 0 ? INT_MIN : -pick(rng, 6);
        limit.hi = pick(rng, 3) == 0 ? INT_MAX : pick(rng, 6);
    }
    if (kind == LIMIT_RUN) {
        limit.hi = 1 + pick(rng, 3);
        limit.lo = pick(rng, limit.hi + 1);
        limit.of_days_off = pick(rng, 3) == 0;
        limit.classes = limit.of_days_off ? 0 : limit.classes;
    }
    if (kind == LIMIT_COUNT) {
        static const int8_t blocks[] = {0, 0, -1, 1, 1, -1, 2, 2};
        limit.lo = pick(rng, 2);
        limit.hi = limit.lo + pick(rng, 3);
        limit.block_of_day = pick(rng, 2) ? blocks : NULL;
    }
    if (kind == LIMIT_MINUTES) {
        limit.lo = 60 * pick(rng, 10);
        limit.hi = limit.lo + 60 * pick(rng, 8);
        limit.measure = size->starts ? (enum measure)pick(rng, N_MEASURES) : MEASURE_WORK;
    }
    if (kind == LIMIT_LONG_REST)
        limit.lo = 60 * (20 + pick(rng, 30));
    return limit;
}

static struct limit *make_limits(const struct little_size *size, struct rng *rng, int *n,
                                 struct arena *arena)
{
    static const enum limit_kind kinds[] = {LIMIT_GAP,     LIMIT_RUN,        LIMIT_COUNT,
                                            LIMIT_MINUTES, LIMIT_SUCCESSION, LIMIT_LONG_REST,
                                            LIMIT_MOVE};
    const int n_kinds = (int)(sizeof kinds / sizeof *kinds);
    struct limit *limits = ARENA_ARRAY(arena, struct limit, size->n_limits);
    bool rest = false;
    *n = 0;
    for (int i = 0; i < size->n_limits; i++) {
        enum limit_kind kind = kinds[pick(rng, size->starts ? n_kinds : n_kinds - 1)];
        if (kind == LIMIT_LONG_REST && rest)
            continue; /* windows may not overlap */
        rest = rest || kind == LIMIT_LONG_REST;
        limits[(*n)++] = make_limit(size, rng, kind);
    }
    return limits;
}

static void make_person(struct person *person, const struct problem *p,
                        const struct little_size *size, struct rng *rng, struct arena *arena)
{
    int64_t *cost = ARENA_ARRAY(arena, int64_t, p->n_choices);
    int64_t *off = ARENA_ARRAY(arena, int64_t, p->n_days);
    for (int c = 0; c < p->n_choices; c++)
        cost[c] = pick(rng, 8) == 0 ? GRAIN_FORBIDDEN : SCALE * (pick(rng, 200) - 50);
    for (int d = 0; d < p->n_days; d++)
        off[d] = pick(rng, 12) == 0 ? GRAIN_FORBIDDEN : SCALE * pick(rng, 60);
    *person = (struct person){.group = pick(rng, p->n_groups),
                              .team = p->n_teams > 0 ? 0 : -1,
                              .cost = cost,
                              .cost_off = off};
    person->past.last_end_min = pick(rng, 3) == 0 ? INT32_MIN : 120 - 60 * pick(rng, 30);
    person->past.run_of_work = pick(rng, 4);
    for (int bit = 1; bit <= 2; bit++)
        person->past.run_of_class[bit] = pick(rng, person->past.run_of_work + 1);
    person->limits = make_limits(size, rng, &person->n_limits, arena);
}

static void make_cover(struct problem *p, struct rng *rng, struct arena *arena)
{
    struct cover_price *cover = ARENA_ARRAY(arena, struct cover_price, p->n_posts * p->n_rows);
    int n_work = (p->n_posts - p->n_side_posts) * p->n_rows;
    for (int i = 0; i < p->n_posts * p->n_rows; i++)
        cover[i] = (struct cover_price){
            .need = i < n_work
                        ? 4 * 15 * pick(rng, 5 * p->n_people / (p->n_posts - p->n_side_posts) + 1)
                        : 4 * ROW_MIN * pick(rng, 3),
            .n_short = 2,
            .n_surplus = 1,
            .short_width = {60, 0},
            .surplus_width = {0},
            .short_price = {SCALE * (1 + pick(rng, 2)), SCALE * (4 + pick(rng, 3))},
            .surplus_price = {SCALE * pick(rng, 3)}};
    p->cover = cover;
}

static void make_breaks(struct problem *p, struct arena *arena)
{
    struct break_plan *plan = ARENA_NEW(arena, struct break_plan);
    *plan = (struct break_plan){.n_pauses = 2,
                                .len_min = {60, 60},
                                .from_min = {60, 120},
                                .to_min = {120, 240},
                                .step_min = 60,
                                .longest_work_min = 180,
                                .least_work_min = 60,
                                .away_share_max = 1};
    p->break_plans = plan;
    p->n_break_plans = 1;
}

static void make_groups(struct problem *p, const struct little_size *size, struct rng *rng,
                        struct arena *arena)
{
    static const uint64_t two_posts[] = {1, 3, 2}, one_post[] = {1, 0, 1};
    static const int16_t quarters[] = {0, 4, 4, -4, 6};
    static const bool at_start[] = {false, true};
    int8_t *weight = ARENA_ARRAY(arena, int8_t, 3);
    int16_t *side = ARENA_ARRAY(arena, int16_t, 3 * size->n_sides);
    p->n_side_posts = size->n_sides;
    p->n_posts = size->n_posts + size->n_sides;
    p->n_groups = p->n_posts == 1 ? 1 : 3;
    p->group_posts = size->n_posts == 1 ? one_post : two_posts;
    for (int g = 0; g < 3; g++)
        weight[g] = (int8_t)(pick(rng, 4) == 0 ? 1 + pick(rng, 3) : 4);
    for (int i = 0; i < 3 * size->n_sides; i++)
        side[i] = quarters[pick(rng, 5)];
    p->group_weight_q = weight;
    p->group_side_q = side;
    p->side_at_start = at_start;
}

/* Other posts, weights and quarters from the middle of a day on; those of one post may take. */
static void add_stages(struct problem *p, struct rng *rng, struct arena *arena)
{
    int n = p->n_groups, n_sides = n * p->n_side_posts;
    uint64_t *posts = ARENA_ARRAY(arena, uint64_t, 2 * n);
    int8_t *weight = ARENA_ARRAY(arena, int8_t, 2 * n);
    int16_t *side = ARENA_ARRAY(arena, int16_t, 2 * n_sides + 1);
    int *spell = ARENA_ARRAY(arena, int, p->n_rows);
    for (int i = 0; i < 2 * n; i++) {
        posts[i] = p->group_posts[i < n ? i : i == n ? 0 : i - n];
        weight[i] = p->group_weight_q[i < n ? i : i - n];
        if (posts[i] != 3 && pick(rng, 3) == 0)
            weight[i] = (int8_t)(posts[i] != 0 ? -1 - pick(rng, 2) : 4);
    }
    for (int i = 0; i < 2 * n_sides; i++)
        side[i] = p->group_side_q[i < n_sides ? i : 2 * n_sides - 1 - i];
    for (int t = p->n_rows / 2 + DAY_ROWS / 3; t < p->n_rows; t++)
        spell[t] = 1;
    p->n_spells = 2;
    p->spell_of_row = spell;
    p->group_posts = posts;
    p->group_weight_q = weight;
    p->group_side_q = side;
}

struct problem *little_problem(const struct little_size *size, uint64_t seed, struct arena *arena)
{
    struct rng rng;
    struct problem *p = ARENA_NEW(arena, struct problem);
    rng_seed(&rng, seed, 5, 0);
    p->n_days = size->n_days;
    p->n_people = size->n_people;
    p->n_rows = size->n_days * DAY_ROWS;
    make_groups(p, size, &rng, arena);
    if (size->stages)
        add_stages(p, &rng, arena);
    p->row_min = ROW_MIN;
    p->full_row = 4 * ROW_MIN;
    p->currency_per_grain = 0.01;
    p->gap_floor = 1;
    int32_t *begin = ARENA_ARRAY(arena, int32_t, size->n_days + 1);
    for (int d = 0; d <= size->n_days; d++)
        begin[d] = d * 1440;
    p->day_begin_min = begin;
    if (size->pauses)
        make_breaks(p, arena);
    make_choices(p, size, &rng, arena);
    struct person *people = ARENA_ARRAY(arena, struct person, size->n_people);
    for (int a = 0; a < size->n_people; a++)
        make_person(&people[a], p, size, &rng, arena);
    p->people = people;
    make_cover(p, &rng, arena);
    return p;
}

bool little_next(const struct problem *p, int32_t *choice)
{
    for (int d = 0; d < p->n_days; d++) {
        int32_t next = choice[d] < 0 ? p->first_choice[d] : choice[d] + 1;
        if (next < p->first_choice[d + 1]) {
            choice[d] = next;
            return true;
        }
        choice[d] = -1;
    }
    return false;
}
