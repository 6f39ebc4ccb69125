/* SPDX-License-Identifier: GPL-3.0-or-later */
/* posts.c - people needed on duty beside the queues.
 *
 * With N(t) the people needed over all queues in slot t:
 *   leader   ceil(N / policy.leader_span): leaders and supervisors
 *   senior   ceil(N / policy.night_senior_span) in slots that begin at night: seniors, leaders,
 *            supervisors
 *   company  1 where N > 0 and the plan has juniors: everybody who is not one
 *   counter  2 where the queue needs anybody: all who serve it, leaders and supervisors
 *   seats    at most its seats: everybody of a site
 *   guide    0: seniors who are nobody's mentor add, learners in tandem take, where a shift begins
 *   pair     0: the mentor adds, the learner takes
 *   together 0, a lack and a surplus alike: one adds, the other takes, where a shift begins
 *   apart    at most 1: both of them
 * Needs come from the requirement and not from who is on duty, so that each is a row of cover.
 *
 * Stages are rows of site.json's tenure: that of the largest from_day not above the days since the
 * agent was hired, on each work date anew.  In a class a new hire is on leave for training (io); in
 * tandem they look on; in the pool a contact takes `handling` times as long, and support_min_per_h
 * of each hour are a senior's: 1 / handling - support / 60 of a person, to a quarter, at least one.
 * A mentor in tandem gives support_min_per_h away likewise.  Where no mentor is named it is not
 * known who guides, so the learner takes it, to a quarter too: from the first queue that they learn
 * and a guide serves, whenever they are on duty and not on a pause. */
#include "base/posts.h"

#include <math.h>
#include <string.h>

const char *const post_kind_names[N_POST_KINDS] = {"leaders",
                                                   "seniors at night",
                                                   "company of juniors",
                                                   "two at a counter",
                                                   "people over the seats",
                                                   "guides of learners",
                                                   "mentors with their learners",
                                                   "pairs that begin together",
                                                   "pairs kept apart"};

#define COUNTER_LEAST 2

const struct tenure *tenure_on(const struct plan *plan, int agent, int32_t date)
{
    int32_t since = plan->agents[agent].since;
    const struct tenure *best = NULL;
    for (int i = 0; i < plan->n_tenure && since != NO_DATE; i++) {
        const struct tenure *row = &plan->tenure[i];
        if (row->from_day <= date - since && (!best || row->from_day > best->from_day))
            best = row;
    }
    return best && best->stage != STAGE_FULL ? best : NULL;
}

static bool is_learner(const struct plan *plan, int agent, int32_t date)
{
    const struct tenure *tenure = tenure_on(plan, agent, date);
    return tenure && tenure->stage == STAGE_TANDEM;
}

bool posts_can_serve(const struct plan *plan, int agent, int queue, int32_t date)
{
    const struct tenure *tenure = tenure_on(plan, agent, date);
    if (tenure && (tenure->stage != STAGE_POOL || plan->queues[queue].level > tenure->level))
        return false;
    return plan_can_serve(plan, agent, queue);
}

uint64_t posts_queues(const struct plan *plan, int agent, int32_t date)
{
    uint64_t queues = 0;
    for (int q = 0; q < plan->n_queues; q++)
        queues |= (uint64_t)posts_can_serve(plan, agent, q, date) << q;
    return queues;
}

uint64_t posts_queues_in(const struct plan *plan, int agent, int32_t first, int n_days)
{
    uint64_t queues = 0;
    for (int32_t date = first; date < first + n_days; date++)
        queues |= posts_queues(plan, agent, date);
    return queues;
}

/* First date of the site's week that holds the date. */
static int32_t week_of(const struct plan *plan, int32_t date)
{
    return date - ((int)date_weekday(date) - (int)plan->site.week_start + 7) % 7;
}

#define MENTOR_AWAY_MOST 3

bool posts_mentor_away(const struct plan *plan, int learner, int32_t date)
{
    int away = 0, mentor = plan->agents[learner].mentor;
    int32_t first = week_of(plan, date);
    if (mentor < 0 || !is_learner(plan, learner, date))
        return false;
    for (int32_t day = first; day < first + 7; day++) {
        bool is_away = false;
        for (int i = 0; i < plan->n_leaves && !is_away; i++) {
            const struct leave *leave = &plan->leaves[i];
            is_away = leave->agent == mentor && leave->status == LEAVE_APPROVED &&
                      leave->kind != LEAVE_FIXED && leave->from <= day && day <= leave->to;
        }
        away += is_away;
    }
    return away > MENTOR_AWAY_MOST;
}

/* The learner in tandem whom the agent guides by name, the first of them; -1. */
static int learner_of(const struct plan *plan, int agent, int32_t date)
{
    for (int a = 0; a < plan->n_agents; a++)
        if (plan->agents[a].mentor == agent && is_learner(plan, a, date) &&
            !posts_mentor_away(plan, a, date))
            return a;
    return -1;
}

/* A learner whose guide is the mentor named. */
static bool is_named(const struct plan *plan, int learner, int32_t date)
{
    int mentor = plan->agents[learner].mentor;
    return mentor >= 0 && learner_of(plan, mentor, date) == learner;
}

bool posts_guides(const struct plan *plan, int agent, int32_t date)
{
    return plan->agents[agent].role == ROLE_SENIOR && learner_of(plan, agent, date) < 0;
}

/* A whole person less what handling and support take, in quarters. */
static int quarters_left(double part)
{
    int quarters = (int)lround(4 * part);
    return quarters < 1 ? 1 : quarters > 4 ? 4 : quarters;
}

double posts_work_part(const struct plan *plan, int agent, int32_t date)
{
    const struct tenure *own = tenure_on(plan, agent, date);
    if (own && own->stage != STAGE_POOL)
        return 0;
    if (own)
        return 1 / own->handling - own->support_min_per_h / 60;
    int learner = learner_of(plan, agent, date);
    return learner < 0 ? 1 : 1 - tenure_on(plan, learner, date)->support_min_per_h / 60;
}

double posts_guide_part(const struct plan *plan, int learner, int32_t date)
{
    const struct tenure *own = tenure_on(plan, learner, date);
    return is_learner(plan, learner, date) && !is_named(plan, learner, date)
               ? own->support_min_per_h / 60
               : 0;
}

/* The first queue in the learner's skills that a guide serves, else the first that one does; -1. */
static int taught_queue(const struct plan *plan, int learner, int32_t date)
{
    int any = -1;
    for (int q = 0; q < plan->n_queues; q++) {
        bool served = false;
        for (int a = 0; a < plan->n_agents && !served; a++)
            served = posts_can_serve(plan, a, q, date) && posts_guides(plan, a, date);
        if (served && plan_can_serve(plan, learner, q))
            return q;
        any = served && any < 0 ? q : any;
    }
    return any;
}

struct post_work posts_work(const struct plan *plan, int agent, int32_t date)
{
    const struct tenure *own = tenure_on(plan, agent, date);
    if (!own || own->stage == STAGE_POOL)
        return (struct post_work){posts_queues(plan, agent, date),
                                  quarters_left(posts_work_part(plan, agent, date))};
    int takes = 4 - quarters_left(1 - posts_guide_part(plan, agent, date));
    int queue = takes > 0 ? taught_queue(plan, agent, date) : -1;
    return queue < 0 ? (struct post_work){0, 0} : (struct post_work){UINT64_C(1) << queue, -takes};
}

bool posts_change(const struct plan *plan, int32_t date)
{
    for (int a = 0; a < plan->n_agents; a++)
        if (tenure_on(plan, a, date) != tenure_on(plan, a, date - 1) ||
            posts_mentor_away(plan, a, date) != posts_mentor_away(plan, a, date - 1))
            return true;
    return false;
}

static bool any_junior(const struct plan *plan, int32_t date)
{
    for (int a = 0; a < plan->n_agents; a++)
        if (tenure_on(plan, a, date))
            return true;
    return false;
}

/* Each learner who is guided by name on some date; a post for all who are not on some. */
static void add_pairs(struct duty_post *out, int *n, const struct plan *plan, int32_t first,
                      int n_days)
{
    double price = plan->prices.alone_per_h * 8;
    bool guided = false;
    for (int a = 0; a < plan->n_agents; a++) {
        bool named = false, unnamed = false;
        for (int32_t date = first; date < first + n_days; date++)
            if (is_learner(plan, a, date)) {
                named = named || is_named(plan, a, date);
                unnamed = unnamed || !is_named(plan, a, date);
            }
        bool fits = *n < MOST_DUTY_POSTS - 1;
        if (named && fits)
            out[(*n)++] = (struct duty_post){POST_PAIR, a, true, price, 0, false};
        guided = guided || unnamed || (named && !fits);
    }
    if (guided)
        out[(*n)++] = (struct duty_post){POST_GUIDE, -1, true, price, 0, false};
}

/* Who must work together, or must not. */
static void add_named(struct duty_post *out, int *n, const struct plan *plan)
{
    double hour = plan->prices.pair_per_h, shift = hour * 8;
    for (int i = 0; i < plan->n_pairs && i < MOST_PAIRS; i++)
        out[(*n)++] = plan->pairs[i].kind == PAIR_TOGETHER
                          ? (struct duty_post){POST_TOGETHER, i, true, shift, shift, false}
                          : (struct duty_post){POST_APART, i, false, 0, hour, false};
}

/* A hard post costs so much that nothing else is worth a lack. */
#define HARD_FACTOR 25
static void harden(struct duty_post *post, const struct policy *policy)
{
    post->is_hard = (post->kind == POST_LEADER && policy->leader_hard) ||
                    (post->kind == POST_SENIOR && policy->night_senior_hard) ||
                    (post->kind == POST_COUNTER && policy->counter_hard);
    if (post->is_hard)
        post->price_short *= HARD_FACTOR;
}

/* Of the planning site (-1) or a branch. */
static int seats_of(const struct plan *plan, int branch)
{
    return (branch < 0 ? &plan->site : &plan->branches[branch].site)->seats;
}

int duty_posts(struct duty_post *out, const struct plan *plan, int32_t first, int n_days)
{
    const struct prices *prices = &plan->prices;
    int n = 0;
    bool juniors = false;
    for (int32_t date = first; date < first + n_days && !juniors; date++)
        juniors = any_junior(plan, date);
    if (plan->policy.leader_span > 0)
        out[n++] = (struct duty_post){POST_LEADER, -1, false, prices->span_per_h, 0, false};
    if (plan->policy.night_senior_span > 0)
        out[n++] = (struct duty_post){POST_SENIOR, -1, false, prices->span_per_h, 0, false};
    if (juniors)
        out[n++] = (struct duty_post){POST_COMPANY, -1, false, prices->alone_per_h, 0, false};
    for (int i = -1; i < plan->n_branches && n < MOST_DUTY_POSTS / 2; i++)
        if (seats_of(plan, i) > 0)
            out[n++] = (struct duty_post){POST_SEATS, i, false, 0, prices->seat_per_h, false};
    for (int q = 0; q < plan->n_queues && n < MOST_DUTY_POSTS / 2; q++)
        if (plan->queues[q].channel == CHANNEL_COUNTER)
            out[n++] = (struct duty_post){POST_COUNTER, q, false, prices->alone_per_h, 0, false};
    add_named(out, &n, plan);
    add_pairs(out, &n, plan, first, n_days);
    for (int k = 0; k < n; k++)
        harden(&out[k], &plan->policy);
    return n;
}

static bool is_night(const struct plan *plan, int64_t instant)
{
    return plan_night_min(plan, &plan->rules, instant, instant + 60) > 0;
}

int32_t posts_date(const struct plan *plan, const struct grid *grid, int slot)
{
    return tz_work_date(plan->site.zone, grid->begin + (int64_t)slot * grid->slot_s,
                        plan->site.day_starts_min);
}

/* ceil(need / span), free of dust. */
static double spanned(double need, int span)
{
    return ceil(need / span - 1e-9);
}

double duty_post_need(const struct plan *plan, const struct duty_post *post,
                      const struct requirement *requirement, int slot)
{
    int n_slots = requirement->grid.n_slots;
    double all = 0;
    for (int q = 0; q < requirement->n_queues; q++)
        all += requirement->need[q * n_slots + slot];
    switch (post->kind) {
    case POST_LEADER:
        return spanned(all, plan->policy.leader_span);
    case POST_SENIOR:
        return is_night(plan, requirement->grid.begin + (int64_t)slot * requirement->grid.slot_s)
                   ? spanned(all, plan->policy.night_senior_span)
                   : 0;
    case POST_COMPANY:
        return all > 0 && any_junior(plan, posts_date(plan, &requirement->grid, slot)) ? 1 : 0;
    case POST_COUNTER:
        return requirement->need[post->of * n_slots + slot] > 0 ? COUNTER_LEAST : 0;
    case POST_SEATS:
        return seats_of(plan, post->of);
    case POST_APART:
        return 1;
    case POST_TOGETHER:
    case POST_GUIDE:
    case POST_PAIR:
    case N_POST_KINDS:
        break;
    }
    return 0;
}

/* The learner has a pair of their own among the posts. */
static bool is_paired(const struct duty_post *post, int n, int learner)
{
    for (int i = 0; i < n; i++)
        if (post[i].kind == POST_PAIR && post[i].of == learner)
            return true;
    return false;
}

int duty_post_quarters(const struct plan *plan, const struct duty_post *post, int n, int k,
                       int agent, int32_t date)
{
    const struct agent *who = &plan->agents[agent];
    bool leads = who->role == ROLE_LEADER || who->role == ROLE_SUPERVISOR;
    switch (post[k].kind) {
    case POST_LEADER:
        return leads ? 4 : 0;
    case POST_SENIOR:
        return leads || who->role == ROLE_SENIOR ? 4 : 0;
    case POST_COMPANY:
        return tenure_on(plan, agent, date) ? 0 : 4;
    case POST_COUNTER:
        return leads || posts_can_serve(plan, agent, post[k].of, date) ? 4 : 0;
    case POST_SEATS:
        return who->branch == (post[k].of < 0 ? NULL : &plan->branches[post[k].of]) ? 4 : 0;
    case POST_GUIDE:
        if (is_learner(plan, agent, date))
            return is_named(plan, agent, date) && is_paired(post, n, agent) ? 0 : -4;
        return posts_guides(plan, agent, date) ? 4 : 0;
    case POST_PAIR:
        if (agent == post[k].of)
            return is_learner(plan, agent, date) && is_named(plan, agent, date) ? -4 : 0;
        return agent == plan->agents[post[k].of].mentor ? 4 : 0;
    case POST_TOGETHER:
        return agent == plan->pairs[post[k].of].agent   ? 4
               : agent == plan->pairs[post[k].of].other ? -4
                                                        : 0;
    case POST_APART:
        return agent == plan->pairs[post[k].of].agent || agent == plan->pairs[post[k].of].other ? 4
                                                                                                : 0;
    case N_POST_KINDS:
        break;
    }
    return 0;
}
