/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_posts.c - groups of people who serve and count alike, and the side posts of base/posts.h.
 *
 * A group is a set of queues, a weight at work and the quarters at each side post, in each spell:
 * the days between two on which somebody's stage changes.  A side post has one price a unit on
 * either side of its need: currency a person-hour / 240, or for those that count people where their
 * shift begins, currency a person / a full row. */
#include "scheduler/build_part.h"

#include <assert.h>
#include <math.h>

enum status build_list_posts(struct build *b, struct diags *diags)
{
    b->n_duty = duty_posts(b->duty, b->plan, b->horizon->first, b->horizon->n_days);
    if (b->plan->n_queues + b->n_duty <= MAX_POSTS)
        return OK;
    diag_error(diags, &b->plan->site.at,
               "%d queues and %d posts beside them (leaders, seats, pairs ...) are more than %d",
               b->plan->n_queues, b->n_duty, MAX_POSTS);
    return ERR_DATA;
}

/* Currency a unit. */
static double unit_price(const struct build *b, const struct duty_post *post, double price)
{
    return price / (post->at_start ? b->problem.full_row : UNITS_PER_H);
}

double build_dearest_post(const struct build *b)
{
    double dearest = 0;
    for (int k = 0; k < b->n_duty; k++) {
        const struct duty_post *post = &b->duty[k];
        dearest = fmax(dearest, unit_price(b, post, fmax(post->price_short, post->price_surplus)));
    }
    return dearest;
}

void build_price_posts(const struct build *b, struct cover_price *cover)
{
    double grain = b->problem.currency_per_grain;
    for (int k = 0; k < b->n_duty; k++) {
        const struct duty_post *post = &b->duty[k];
        for (int t = 0; t < b->problem.n_rows; t++) {
            double need = duty_post_need(b->plan, post, b->requirement, t);
            cover[k * b->problem.n_rows + t] = (struct cover_price){
                .need = (int32_t)lround(need * b->problem.full_row),
                .n_short = 1,
                .n_surplus = 1,
                .short_width = {INT32_MAX},
                .surplus_width = {INT32_MAX},
                .short_price = {llround(unit_price(b, post, post->price_short) / grain)},
                .surplus_price = {llround(unit_price(b, post, post->price_surplus) / grain)}};
        }
    }
}

uint64_t build_queues(const struct build *b, int agent)
{
    return posts_queues_in(b->plan, agent, b->horizon->first, b->horizon->n_days);
}

/* Where spells begin, first[n] dates; the spell of each row. */
static int find_spells(struct build *b, int32_t *first)
{
    const struct horizon *horizon = b->horizon;
    int n = 0, *of_row = ARENA_ARRAY(b->arena, int, b->problem.n_rows + 1);
    for (int day = 0; day < horizon->n_days; day++)
        if (day == 0 || posts_change(b->plan, horizon->first + day))
            first[n++] = horizon->first + day;
    for (int t = 0; t < b->problem.n_rows && n > 1; t++) {
        int32_t date = posts_date(b->plan, &horizon->grid, t);
        while (of_row[t] + 1 < n && date >= first[of_row[t] + 1])
            of_row[t]++;
    }
    b->problem.spell_of_row = n > 1 ? of_row : NULL;
    b->problem.n_spells = n;
    return n;
}

/* What an agent is, spell by spell. */
struct kind {
    uint64_t *posts;  /* [n_spells] */
    int8_t *weight_q; /* [n_spells] */
    int16_t *side_q;  /* [n_spells * n_duty] */
};

static struct kind new_kind(const struct build *b, int n_spells)
{
    return (struct kind){.posts = ARENA_ARRAY(b->arena, uint64_t, n_spells),
                         .weight_q = ARENA_ARRAY(b->arena, int8_t, n_spells),
                         .side_q = ARENA_ARRAY(b->arena, int16_t, n_spells * b->n_duty + 1)};
}

static void describe(struct kind *out, const struct build *b, int agent, const int32_t *first,
                     int n_spells)
{
    for (int s = 0; s < n_spells; s++) {
        struct post_work work = posts_work(b->plan, agent, first[s]);
        out->posts[s] = work.queues;
        out->weight_q[s] = (int8_t)work.quarters;
        for (int k = 0; k < b->n_duty; k++)
            out->side_q[s * b->n_duty + k] =
                (int16_t)duty_post_quarters(b->plan, b->duty, b->n_duty, k, agent, first[s]);
    }
}

static bool is_same(const struct kind *x, const struct kind *y, int n_spells, int n_duty)
{
    size_t n = (size_t)n_spells, sides = n * (size_t)n_duty;
    return memcmp(x->posts, y->posts, n * sizeof *x->posts) == 0 &&
           memcmp(x->weight_q, y->weight_q, n * sizeof *x->weight_q) == 0 &&
           memcmp(x->side_q, y->side_q, sides * sizeof *x->side_q) == 0;
}

/* The groups found, spell after spell. */
static void lay_groups(struct build *b, const struct kind *kind, int n_groups, int n_spells)
{
    uint64_t *posts = ARENA_ARRAY(b->arena, uint64_t, n_spells *n_groups + 1);
    int8_t *weight_q = ARENA_ARRAY(b->arena, int8_t, n_spells *n_groups + 1);
    int16_t *side_q = ARENA_ARRAY(b->arena, int16_t, n_spells *n_groups * b->n_duty + 1);
    for (int s = 0; s < n_spells; s++)
        for (int g = 0; g < n_groups; g++) {
            int at = s * n_groups + g;
            posts[at] = kind[g].posts[s];
            weight_q[at] = kind[g].weight_q[s];
            for (int k = 0; k < b->n_duty; k++)
                side_q[at * b->n_duty + k] = kind[g].side_q[s * b->n_duty + k];
        }
    b->problem.n_groups = n_groups;
    b->problem.group_posts = posts;
    b->problem.group_weight_q = weight_q;
    b->problem.group_side_q = side_q;
}

void build_groups(struct build *b, struct person *people)
{
    int32_t *first = ARENA_ARRAY(b->arena, int32_t, b->horizon->n_days);
    int n_agents = b->plan->n_agents, n_groups = 0, n_spells = find_spells(b, first);
    struct kind *kind = ARENA_ARRAY(b->arena, struct kind, n_agents + 1);
    bool *at_start = ARENA_ARRAY(b->arena, bool, b->n_duty);
    for (int a = 0; a < n_agents; a++) {
        if (!kind[n_groups].posts)
            kind[n_groups] = new_kind(b, n_spells);
        describe(&kind[n_groups], b, a, first, n_spells);
        int g = 0;
        while (!is_same(&kind[g], &kind[n_groups], n_spells, b->n_duty))
            g++;
        people[a].group = g;
        n_groups += g == n_groups;
    }
    lay_groups(b, kind, n_groups, n_spells);
    for (int k = 0; k < b->n_duty; k++)
        at_start[k] = b->duty[k].at_start;
    b->problem.side_at_start = at_start;
}
