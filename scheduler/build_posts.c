/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_posts.c - groups of people who serve and count alike, and the side posts of base/posts.h.
 *
 * A group is a set of queues, a weight at work and the quarters at each side post.  A side post has
 * one price a unit on either side of its need: currency a person-hour / 240, or for those that
 * count people where their shift begins, currency a person / a full row. */
#include "scheduler/build_part.h"

#include <assert.h>
#include <math.h>

enum status build_list_posts(struct build *b, struct diags *diags)
{
    b->n_duty = duty_posts(b->duty, b->plan, b->horizon->first);
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
    uint64_t queues = 0;
    for (int q = 0; q < b->plan->n_queues; q++)
        if (posts_can_serve(b->plan, agent, q, b->horizon->first))
            queues |= UINT64_C(1) << q;
    return queues;
}

struct groups {
    uint64_t *posts;
    uint8_t *weight_q;
    int16_t *side_q; /* [n_agents * n_duty] */
    bool *at_start;
};

/* The group of an agent, added if new. */
static int group_of(struct groups *groups, int *n, const struct build *b, int agent)
{
    int32_t first = b->horizon->first;
    size_t n_duty = (size_t)b->n_duty;
    int16_t *side = groups->side_q + (size_t)*n * n_duty;
    uint64_t posts = build_queues(b, agent);
    int weight_q = posts_work_q(b->plan, agent, first);
    for (int k = 0; k < b->n_duty; k++)
        side[k] = (int16_t)duty_post_quarters(b->plan, b->duty, b->n_duty, k, agent, first);
    int g = 0;
    while (g < *n &&
           (groups->posts[g] != posts || groups->weight_q[g] != weight_q ||
            memcmp(groups->side_q + (size_t)g * n_duty, side, n_duty * sizeof *side) != 0))
        g++;
    if (g < *n)
        return g;
    groups->posts[g] = posts;
    groups->weight_q[g] = (uint8_t)weight_q;
    return (*n)++;
}

void build_groups(struct build *b, struct person *people)
{
    struct problem *p = &b->problem;
    int n_agents = b->plan->n_agents;
    struct groups groups = {.posts = ARENA_ARRAY(b->arena, uint64_t, n_agents),
                            .weight_q = ARENA_ARRAY(b->arena, uint8_t, n_agents),
                            .side_q = ARENA_ARRAY(b->arena, int16_t, n_agents * b->n_duty + 1),
                            .at_start = ARENA_ARRAY(b->arena, bool, b->n_duty)};
    for (int a = 0; a < n_agents; a++)
        people[a].group = group_of(&groups, &p->n_groups, b, a);
    for (int k = 0; k < b->n_duty; k++)
        groups.at_start[k] = b->duty[k].at_start;
    p->group_posts = groups.posts;
    p->group_weight_q = groups.weight_q;
    p->group_side_q = groups.side_q;
    p->side_at_start = groups.at_start;
}
