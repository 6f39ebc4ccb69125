/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_defaults.c - what was not given and no constant can stand for: the defaults that io/tables.c
 * describes in brackets, in one place.
 *   wage            mean of the wages given; 1 if none is (prices then count hours of wage)
 *   prices          short 4, surplus 1/2, wish point 1/4, start change 1/10 of the mean wage;
 *                   leader 4, alone and seat 20; a training missed 8; uneven night or start 1/10,
 * weekend 1/2, holiday or observance 1 care rules      the mean wage, or price_wage_h of it, for
 * each unit broken queue prices    those of prices; shrinkage that of policy service level   0.8 in
 * answer_s for voice, chat, counter without any target meal window     from a third of the length
 * to two thirds less half the meal start_last      start; earlier than start means the next day */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "io/plan_build.h"

#define SHORT_WAGES 4.0
#define SURPLUS_WAGES 0.5
#define WISH_WAGES 0.25
#define SPAN_WAGES 4.0
#define ALONE_WAGES 20.0
#define SEAT_WAGES 20.0
#define TRAINING_WAGES 8.0
#define SERVICE_LEVEL 0.8
static const double uneven_wages[N_BURDENS] = {[BURDEN_NIGHTS] = 0.1,
                                               [BURDEN_WEEKENDS] = 0.5,
                                               [BURDEN_HOLIDAYS] = 1,
                                               [BURDEN_OBSERVANCES] = 1,
                                               [BURDEN_UNDESIRED] = 0.1};

static void set_if_nan(double *value, double otherwise)
{
    if (isnan(*value))
        *value = otherwise;
}

static void set_rule_prices(struct rule_set *rules, double wage)
{
    for (int i = 0; i < N_RULES; i++) {
        struct rule *rule = &rules->rule[i];
        double wage_h = isnan(rule->price_wage_h) ? 1 : rule->price_wage_h;
        set_if_nan(&rule->price, rule->layer == LAYER_CARE ? wage_h * wage : 0);
    }
}

static void set_prices(struct plan *plan, double wage)
{
    struct prices *prices = &plan->prices;
    set_if_nan(&prices->short_per_h, SHORT_WAGES * wage);
    set_if_nan(&prices->surplus_per_h, SURPLUS_WAGES * wage);
    set_if_nan(&prices->wish_point, WISH_WAGES * wage);
    set_if_nan(&prices->span_per_h, SPAN_WAGES * wage);
    set_if_nan(&prices->alone_per_h, ALONE_WAGES * wage);
    set_if_nan(&prices->pair_per_h, ALONE_WAGES * wage);
    set_if_nan(&prices->seat_per_h, SEAT_WAGES * wage);
    for (int k = 0; k < N_BURDENS; k++)
        set_if_nan(&prices->uneven[k], uneven_wages[k] * wage);
    set_rule_prices(&plan->rules, wage);
    for (int i = 0; i < plan->n_branches; i++)
        set_rule_prices(&plan->branches[i].rules, wage);
}

/* NULL: the planning site, or one that is not known. */
static const struct branch *branch_of(const struct plan *plan, const char *site)
{
    for (int i = 0; i < plan->n_branches; i++)
        if (strcmp(plan->branches[i].site.id, site) == 0)
            return &plan->branches[i];
    return NULL;
}

static void set_queue(const struct plan *plan, struct queue *queue)
{
    bool is_answered = queue->channel == CHANNEL_VOICE || queue->channel == CHANNEL_CHAT ||
                       queue->channel == CHANNEL_COUNTER;
    if (is_answered && isnan(queue->asa_s) && isnan(queue->abandon_max) &&
        isnan(queue->occupancy_max))
        set_if_nan(&queue->service_level, SERVICE_LEVEL);
    set_if_nan(&queue->shrinkage, plan->policy.shrinkage);
    set_if_nan(&queue->price_short_per_h, plan->prices.short_per_h);
    set_if_nan(&queue->price_surplus_per_h, plan->prices.surplus_per_h);
}

static int round_to(int minutes, int step)
{
    return step > 0 ? (minutes + step / 2) / step * step : minutes;
}

static void set_shift(const struct plan *plan, struct shift *shift)
{
    int step = plan->policy.break_step_min;
    shift->site = shift->site ? shift->site : plan->site.id;
    shift->branch = shift->site ? branch_of(plan, shift->site) : NULL;
    if (shift->start_last_min < 0)
        shift->start_last_min = shift->start_min;
    else if (shift->start_last_min < shift->start_min)
        shift->start_last_min += 1440;
    if (shift->meal_min <= 0) {
        shift->meal_from_min = shift->meal_to_min = 0;
        return;
    }
    if (shift->meal_from_min < 0)
        shift->meal_from_min = round_to(shift->length_min / 3, step);
    if (shift->meal_to_min < 0)
        shift->meal_to_min = round_to(2 * shift->length_min / 3 - shift->meal_min / 2, step);
}

void plan_set_defaults(struct reading *reading)
{
    struct plan *plan = reading->plan;
    double wage = plan_mean_wage(plan);
    set_prices(plan, wage);
    for (int i = 0; i < plan->n_agents; i++) {
        struct agent *agent = &plan->agents[i];
        set_if_nan(&agent->wage_per_h, wage);
        agent->team = agent->team ? agent->team : "";
        agent->site = agent->site ? agent->site : plan->site.id;
        agent->branch = agent->site ? branch_of(plan, agent->site) : NULL;
    }
    for (int i = 0; i < plan->n_trainings; i++)
        set_if_nan(&plan->trainings[i].price, TRAINING_WAGES * wage);
    for (int i = 0; i < plan->n_queues; i++)
        set_queue(plan, &plan->queues[i]);
    for (int i = 0; i < plan->n_shifts; i++)
        set_shift(plan, &plan->shifts[i]);
}

/* First day after a stage: the next larger from_day; INT_MAX: none. */
static int stage_ends(const struct plan *plan, const struct tenure *stage)
{
    int ends = INT_MAX;
    for (int i = 0; i < plan->n_tenure; i++)
        if (plan->tenure[i].from_day > stage->from_day && plan->tenure[i].from_day < ends)
            ends = plan->tenure[i].from_day;
    return ends;
}

void plan_add_classes(struct reading *reading)
{
    struct plan *plan = reading->plan;
    int most = plan->n_leaves + plan->n_tenure * plan->n_agents;
    struct leave *leaves = ARENA_ARRAY(reading->arena, struct leave, most + 1);
    for (int i = 0; i < plan->n_leaves; i++)
        leaves[i] = plan->leaves[i];
    plan->leaves = leaves;
    for (int i = 0; i < plan->n_tenure; i++) {
        const struct tenure *stage = &plan->tenure[i];
        int ends = stage_ends(plan, stage);
        for (int a = 0; a < plan->n_agents && stage->stage == STAGE_CLASS; a++) {
            int32_t since = plan->agents[a].since;
            if (since != NO_DATE)
                leaves[plan->n_leaves++] =
                    (struct leave){.agent = a,
                                   .from = since + stage->from_day,
                                   .to = ends < INT_MAX ? since + ends - 1 : since + 36500,
                                   .kind = LEAVE_TRAINING,
                                   .status = LEAVE_APPROVED,
                                   .shift = -1,
                                   .fixed_start_min = -1,
                                   .note = "class",
                                   .at = plan->agents[a].at};
        }
    }
}
