/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_part.h - what the files of build share among themselves. */
#ifndef RONDA_SCHEDULER_BUILD_PART_H
#define RONDA_SCHEDULER_BUILD_PART_H

#include <string.h>

#include "scheduler/build.h"

/* Class bits of choices: bit 0 every one, then these, N_WINDOW_BITS for each night window. */
enum { WEEKEND_BIT = 1, FIRST_WINDOW_BIT = 2 };
enum { NIGHT_BIT, DAY_BIT, TOUCHES_BIT, TRAVEL_BIT, N_WINDOW_BITS };
static inline uint32_t build_window_class(int window, int bit)
{
    return 1u << (FIRST_WINDOW_BIT + N_WINDOW_BITS * window + bit);
}
enum { UNDESIRED_BIT = FIRST_WINDOW_BIT + N_WINDOW_BITS * MAX_NIGHT_WINDOWS };
/* Of the agent in build.hard, -1: no shift of theirs can be hard. */
int build_hard_index(const struct build *build, int agent);
/* Queues that the agent can serve at some time of the horizon. */
uint64_t build_queues(const struct build *build, int agent);
enum {
    CONTRACT_BIT = UNDESIRED_BIT + 1,
    REST_DAY_BIT
}; /* the contract's day, or a day off worked */
enum { FIRST_HARD_BIT = REST_DAY_BIT + 1 }; /* one for each set of queues in build.hard */
_Static_assert((int)FIRST_HARD_BIT + MAX_HARD <= 32, "class bits");
static inline bool build_is_rest_day(const struct choice *choice)
{
    return (choice->classes >> REST_DAY_BIT & 1u) != 0;
}

/* Where a limit came from: struct limit.source. */
const struct rule_set *build_rules(const struct plan *plan, int agent);
struct rule_set build_rules_of_window(const struct night_window *window);
struct night_window build_night_window(const struct rule_set *rules);
double build_night_premium(const struct rule_set *rules); /* share of the wage */
int build_night_index(const struct build *build, const struct night_window *window); /* -1 */

/* Choice i is a start that the fixed row of leave allows. */
bool build_is_fixed_choice(const struct build *build, int leave, int i);

/* Starts of a shift's meal, minutes after the shift's start, that earn the same. */
#define MOST_MEAL_RUNS 16
struct meal_runs {
    int n; /* 0: all of the window earns the same */
    struct meal_run {
        int from_min, to_min;
    } run[MOST_MEAL_RUNS];
};
void build_meal_runs(struct meal_runs *out, const struct build *build, const struct choice *choice);
/* The plan with its meal in [from_min, to_min]; false: no placement fits. */
bool build_narrow_meal(struct break_plan *out, const struct break_plan *plan, int length_min,
                       int from_min, int to_min);
/* Fills extra_h and night_h of all choices. */
void build_earnings(struct build *build);
/* Rows, posts, grain and cover prices of the problem; price_factor scales that of a missing hour.
 */
void build_cover(struct build *build, double price_factor);

/* build.c: choices and break plans while they are listed. */
struct listed {
    struct choice choice;
    bool is_kept;
};
struct choices {
    struct listed *item;
    int n, cap;
    struct break_plan *plan; /* [n_plans] the shifts', those with a narrower meal, kept ones */
    int *plan_shift;         /* [n_plans] -1: of a kept shift */
    int n_plans, cap_plans, cap_shifts;
};
int build_add_plan(struct choices *list, const struct break_plan *plan, int shift);
/* A shift on a day, all but its pauses; as a day of the contract, or as a day off worked. */
struct choice build_choice(const struct build *build, int day, int shift, int64_t start,
                           int64_t end, bool is_rest_day);

/* build_rules.c */
struct limits {
    struct limit *item;
    int n, cap;
};
/* A hard limit on every choice, without figures yet. */
struct limit *build_add_limit(struct limits *list, enum limit_kind kind, int reason, int from_day,
                              int to_day);
uint32_t build_class_bits(const struct build *build, int agent, enum rule_class class_);
int build_rule_min(const struct rule *rule); /* hours of a rule in minutes */
/* The price of one unit: hard, or the care layer's price; per minute where the rule is in hours. */
int64_t build_rule_price(const struct build *build, const struct rule *rule, int units_per_price);
/* Rules of a kind that looks at the whole horizon, or at each week: nothing of the other kinds. */
void build_add_rule(struct limits *list, const struct build *build, int agent, int id);
void build_add_week_rule(struct limits *list, const struct build *build, int agent, int id,
                         int from_day, int to_day);

/* build_locks.c */
/* Adds the kept shifts of a day to the list, whose items of the day begin at first. */
enum status build_list_kept(struct choices *list, const struct build *build, int day, int first,
                            struct diags *diags);
/* Which choice each kept day has; needs the sorted choices. */
void build_find_kept(struct build *build);
/* Who bends, and what that costs them; needs the people, and makes those anew. */
void build_bend(struct build *build);
/* What a choice (-1: off) of an agent's free day costs for being other than it was, grains. */
int64_t build_change(const struct build *build, int agent, int day, int choice);
/* Hard limits of who bends: a price for each unit that nobody would pay without need. */
void build_soften(struct limit *limits, int n_limits, const struct build *build);

/* build_posts.c */
/* The side posts of the horizon; ERR_DATA if they are too many. */
enum status build_list_posts(struct build *build, struct diags *diags);
/* Currency a unit of the dearest; their rows of cover[n_duty * n_rows]. */
double build_dearest_post(const struct build *build);
void build_price_posts(const struct build *build, struct cover_price *cover);
/* Everybody's group, people[n_agents], and the groups. */
void build_groups(struct build *build, struct person *people);

/* The agent's own decision that day: nothing about it is forced. */
bool build_is_open_day(const struct build *build, int agent, int day);
/* The wish for the same start in a week; false: there is none. */
bool build_same_start_limit(struct limit *out, const struct build *build, int agent, int from_day,
                            int to_day);

#endif
