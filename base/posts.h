/* SPDX-License-Identifier: GPL-3.0-or-later */
/* posts.h - who is needed on duty beside the queues: leaders, seniors, company for juniors, two at
 * a counter, guides of new hires, seats.  What a plan asks for, as data; solver and checker count
 * on their own. */
#ifndef RONDA_BASE_POSTS_H
#define RONDA_BASE_POSTS_H

#include "base/plan.h"
#include "base/requirement.h"

enum post_kind {
    POST_LEADER,   /* a leader for so many people needed */
    POST_SENIOR,   /* a senior for so many people needed at night */
    POST_COMPANY,  /* somebody experienced wherever anybody is needed */
    POST_COUNTER,  /* two at a counter that is open */
    POST_SEATS,    /* no more people than seats */
    POST_GUIDE,    /* as many seniors as learners who begin together */
    POST_PAIR,     /* a learner begins with the mentor named */
    POST_TOGETHER, /* two of a pair begin at once */
    POST_APART,    /* no two of a pair at once */
    N_POST_KINDS
};
extern const char *const post_kind_names[N_POST_KINDS]; /* in words, for outputs */

struct duty_post {
    enum post_kind kind;
    int of;        /* POST_COUNTER: queue; POST_SEATS: branch, -1 the planning site; POST_PAIR: the
                      learner; TOGETHER, APART: row of        pairs; else -1 */
    bool at_start; /* counts people where their shift begins, else while they are on duty */
    /* currency a person-hour missing or over; at_start: a person */
    double price_short, price_surplus;
    bool is_hard; /* must be full: a roster that lacks somebody is none */
};

#define MOST_DUTY_POSTS 48

/* How far a new hire is on a date: NULL for the experienced. */
const struct tenure *tenure_on(const struct plan *plan, int agent, int32_t date);

/* Dates are work dates; a slot counts by the stage of the date in which it begins.
 * Skills and case level allow the queue; nobody who looks on (class, tandem) serves any. */
bool posts_can_serve(const struct plan *plan, int agent, int queue, int32_t date);
/* All such, a bit set; on some of the dates. */
uint64_t posts_queues(const struct plan *plan, int agent, int32_t date);
uint64_t posts_queues_in(const struct plan *plan, int agent, int32_t first, int n_days);

/* How an agent at work counts: quarters of a person at one of the queues.  Below 0, at one queue:
 * a learner guided by nobody named takes so much of the guides. */
struct post_work {
    uint64_t queues;
    int quarters;
};
struct post_work posts_work(const struct plan *plan, int agent, int32_t date);
/* The agent's own part of a person, not in quarters: a contact takes them 1 / part times as long.
 * What learners without a mentor named take is not in it. */
double posts_work_part(const struct plan *plan, int agent, int32_t date);
/* Part of a guide's time that such a learner takes; 0 of everybody else. */
double posts_guide_part(const struct plan *plan, int learner, int32_t date);
/* A senior who guides learners without a mentor named. */
bool posts_guides(const struct plan *plan, int agent, int32_t date);

/* A learner in tandem whose named mentor is on leave on most of the site's week of the date: any
 * senior guides. */
bool posts_mentor_away(const struct plan *plan, int learner, int32_t date);

/* Somebody's stage or guide is another than on the date before. */
bool posts_change(const struct plan *plan, int32_t date);
/* The work date in which a slot begins. */
int32_t posts_date(const struct plan *plan, const struct grid *grid, int slot);

/* The posts of a plan's dates, in a fixed order: out[MOST_DUTY_POSTS]; their number.  Named pairs
 * that find no room are guided by anybody. */
int duty_posts(struct duty_post *out, const struct plan *plan, int32_t first, int n_days);
/* People needed at a post in a slot; POST_SEATS: most that may be there. */
double duty_post_need(const struct plan *plan, const struct duty_post *post,
                      const struct requirement *requirement, int slot);
/* Quarters of a person that the agent counts there; below 0: takes from it.  post[n]: all posts. */
int duty_post_quarters(const struct plan *plan, const struct duty_post *post, int n, int k,
                       int agent, int32_t date);

#endif
