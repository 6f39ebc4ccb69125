/* SPDX-License-Identifier: GPL-3.0-or-later */
/* centre.h - small centres made in code, for the tests of scheduler/. */
#ifndef RONDA_TESTS_CENTRE_H
#define RONDA_TESTS_CENTRE_H

#include "base/plan.h"
#include "base/rng.h"
#include "base/roster.h"

/* A plan with its week and requirement; all rows have room for CENTRE_ROWS. */
#define CENTRE_ROWS 64
struct centre {
    struct arena *arena;
    struct diags *diags;
    struct plan plan;
    struct horizon horizon;
    struct requirement requirement;
};

/* One account, one queue "voice" (skill 0), one contract "full" (5 days, 40 h, 8 h a day), no
 * shift, no agent, no rule but the night window, a need of 0. */
void centre_init(struct centre *c, const char *zone, int day_starts_min, const char *first,
                 int n_days, int slot_min);
void centre_free(struct centre *c);

int centre_add_queue(struct centre *c, const char *id); /* a skill of its own */
int centre_add_contract(struct centre *c, const char *id, int days_lo, int days_hi, double hours_lo,
                        double hours_hi, double day_lo, double day_hi);
/* Starts from start_min to last_min each 30 minutes; a meal of meal_min in the middle third and
 * n_breaks of 15 minutes. */
int centre_add_shift(struct centre *c, const char *id, int start_min, int last_min, int length_min,
                     int meal_min, int n_breaks);
int centre_add_agent(struct centre *c, const char *id, int contract, uint64_t queues);
void centre_add_leave(struct centre *c, int agent, const char *from, const char *to,
                      enum leave_kind kind, int shift);
void centre_add_ledger(struct centre *c, int agent, int64_t last_shift_end, int run_days,
                       int run_nights);
struct wish *centre_add_wish(struct centre *c, int agent, const char *date, enum wish_kind kind,
                             int shift, double points);
void centre_rule(struct centre *c, enum rule_id id, double value);
/* Need of one queue in all slots that begin in [from_min, to_min) of each day, site time. */
void centre_need(struct centre *c, int queue, int from_min, int to_min, double need);

/* A random week: agents, contracts, leave, ledger, wishes and need that fit together. */
void centre_random(struct centre *c, uint64_t seed, int n_agents, int n_queues);

int32_t test_date(const char *text);
/* The one instant of a local time of the site. */
int64_t centre_at(const struct centre *c, const char *date, int minute);
/* All messages so far, one a line; the caller's until the next call. */
const char *centre_messages(struct centre *c);

#endif
