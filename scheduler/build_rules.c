/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_rules.c - working-time rules as limits, by kind: of the whole horizon, or of each week. */
#include <limits.h>
#include <math.h>

#include "scheduler/build_part.h"

uint32_t build_class_bits(const struct build *b, int agent, enum rule_class class_)
{
    const struct rule_set *rules = build_rules(b->plan, agent);
    struct night_window window = build_night_window(rules);
    int k = build_night_index(b, &window);
    switch (class_) {
    case CLASS_NIGHT:
        return build_window_class(k, NIGHT_BIT);
    case CLASS_DAY:
        return build_window_class(k, DAY_BIT);
    case CLASS_TOUCHES_NIGHT:
        return build_window_class(k, TOUCHES_BIT);
    case CLASS_TRAVEL:
        return build_window_class(k, TRAVEL_BIT);
    case CLASS_WEEKEND:
        return 1u << WEEKEND_BIT;
    case CLASS_HARD:
        k = build_hard_index(b, agent);
        return k >= 0 ? 1u << (FIRST_HARD_BIT + k) : 0;
    case CLASS_ANY:
    case N_CLASSES:
        break;
    }
    return CLASS_BIT_WORK;
}

/* Hours of a rule in minutes. */
int build_rule_min(const struct rule *rule)
{
    return (int)lround(rule->value * 60);
}

/* The price of one unit: hard, or the care layer's price; per minute where the rule is in hours. */
int64_t build_rule_price(const struct build *b, const struct rule *rule, int units_per_price)
{
    return rule->layer == LAYER_CARE
               ? llround(rule->price / units_per_price / b->problem.currency_per_grain)
               : GRAIN_FORBIDDEN;
}

struct limit *build_add_limit(struct limits *list, enum limit_kind kind, int reason, int from_day,
                              int to_day)
{
    MEM_GROW(list->item, list->n, list->cap);
    struct limit *limit = &list->item[list->n++];
    *limit = (struct limit){
        .kind = kind,
        .classes = CLASS_BIT_WORK,
        .hi = INT_MAX,
        .from_day = from_day,
        .to_day = to_day,
        .price_lo = GRAIN_FORBIDDEN,
        .price_hi = GRAIN_FORBIDDEN,
        .source = reason,
    };
    return limit;
}

/* Rules of a kind that looks at the whole horizon. */
void build_add_rule(struct limits *list, const struct build *b, int agent, int id)
{
    const struct rule *rule = &build_rules(b->plan, agent)->rule[id];
    int n_days = b->problem.n_days;
    struct limit *limit;
    const struct rule_def *def = &rule_defs[id];
    switch (def->kind) {
    case KIND_GAP:
    case KIND_RECOVERY:
    case KIND_RETURN:
        limit = build_add_limit(list, LIMIT_GAP, REASON_RULE + id, 0, n_days);
        limit->classes = build_class_bits(b, agent, def->class_);
        limit->then = def->then == CLASS_ANY ? 0 : build_class_bits(b, agent, def->then);
        limit->lo = build_rule_min(rule);
        limit->after_run = def->kind == KIND_RECOVERY;
        limit->each = def->kind == KIND_RETURN;
        limit->price_lo = build_rule_price(b, rule, limit->each ? 1 : 60);
        break;
    case KIND_OFF_RUN:
        limit = build_add_limit(list, LIMIT_RUN, REASON_RULE + id, 0, n_days);
        limit->of_days_off = true;
        limit->classes = 0;
        limit->lo_waived_at_edges = true;
        limit->lo = (int)rule->value;
        limit->price_lo = build_rule_price(b, rule, 1);
        break;
    case KIND_SUCCESSION:
        limit = build_add_limit(list, LIMIT_SUCCESSION, REASON_RULE + id, 0, n_days);
        limit->classes = build_class_bits(b, agent, def->class_);
        limit->then = build_class_bits(b, agent, def->then);
        limit->price_hi = build_rule_price(b, rule, 1);
        break;
    case KIND_RUN:
        limit = build_add_limit(list, LIMIT_RUN, REASON_RULE + id, 0, n_days);
        limit->classes = build_class_bits(b, agent, def->class_);
        limit->hi = (int)rule->value;
        limit->price_hi = build_rule_price(b, rule, 1);
        break;
    default: /* by week, or no constraint */
        break;
    }
}

/* Rules of a kind that looks at each week. */
void build_add_week_rule(struct limits *list, const struct build *b, int agent, int id,
                         int from_day, int to_day)
{
    const struct rule *rule = &build_rules(b->plan, agent)->rule[id];
    struct limit *limit;
    switch (rule_defs[id].kind) {
    case KIND_COUNT:
        limit = build_add_limit(list, LIMIT_COUNT, REASON_RULE + id, from_day, to_day);
        limit->classes = build_class_bits(b, agent, rule_defs[id].class_);
        limit->hi = (int)rule->value;
        limit->price_hi = build_rule_price(b, rule, 1);
        break;
    case KIND_MINUTES:
    case KIND_ORDINARY:
        limit = build_add_limit(list, LIMIT_MINUTES, REASON_RULE + id, from_day, to_day);
        limit->measure = rule_defs[id].kind == KIND_MINUTES ? MEASURE_PAID : MEASURE_WORK;
        limit->classes = build_class_bits(b, agent, rule_defs[id].class_);
        limit->hi = build_rule_min(rule);
        limit->price_hi = build_rule_price(b, rule, 60);
        break;
    case KIND_LONG_REST:
        limit = build_add_limit(list, LIMIT_LONG_REST, REASON_RULE + id, from_day, to_day);
        limit->lo = build_rule_min(rule);
        limit->price_lo = build_rule_price(b, rule, 1);
        break;
    case KIND_MOVE:
    case KIND_BACKWARD:
        limit = build_add_limit(list, LIMIT_MOVE, REASON_RULE + id, from_day, to_day);
        limit->lo = -(int)rule->value;
        limit->hi = rule_defs[id].kind == KIND_MOVE ? (int)rule->value : INT_MAX;
        limit->price_lo = limit->price_hi = build_rule_price(b, rule, 1);
        break;
    default: /* of the horizon, or no constraint */
        break;
    }
}
