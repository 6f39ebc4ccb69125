/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_person.c - what binds one agent: which choices they may have at what cost, and their
 * limits.
 *
 * Allowed.  A choice is forbidden outside the dates of employment, on approved leave (every kind
 * but fixed), for shifts of other teams and for paid hours outside the contract's hours a day.  A
 * fixed day must be worked, with that shift (at its start, if one is given); it is free of the
 * contract's hours a day and of teams.
 *
 * Contract, per week of seven work dates: days in [lo, hi] and paid minutes in [lo, hi].
 *   Employed for e < 7 days of the week: lo = floor(lo e / 7), hi = min(e, ceil(hi e / 7)).
 *   Leave, sick, training on L employed dates count as worked: lo and hi fall by min(L, hi), not
 *   below 0; `unavailable` does not count.
 *   Hours follow the days, each end with its own: hours_lo x lo' / lo and hours_hi x hi' / hi (for
 *   lo = 0: hours_lo x hi' / hi), so a day of leave is worth a day's mean hours of the contract.
 *
 * What an agent has agreed to give up of the contract lowers its least.  Overtime and days off that
 * are worked count in no contract; they are paid as premiums, up to what the agent agrees to.
 *
 * Paid minutes above the least cost the agent's wage, by a second limit on minutes.  Its least is
 * no less than what fixed shifts of the week take: nobody decides those.
 *
 * Rules become limits by kind: build_rules.c.  The ledger gives the past; runs count only if it
 * ends on the day before the horizon, and a ledger that reaches into the horizon is not used.
 *
 * The pattern of an agent's days and, for starts at hours of travel at night, the shuttles forbid
 * choices.  Begin at the same hour all week is a priced limit on moves of the start.
 *
 * Wishes count on dates on which the agent has a choice at all: not on leave, fixed days or outside
 * employment. */
#include "scheduler/build_part.h"

#include <assert.h>
#include <limits.h>
#include <math.h>

static bool binds(const bool *binding, int reason)
{
    return !binding || binding[reason];
}

const struct rule_set *build_rules(const struct plan *plan, int agent)
{
    return plan->agents[agent].rules ? plan->agents[agent].rules : &plan->rules;
}

struct night_window build_night_window(const struct rule_set *rules)
{
    return (struct night_window){.from_h = rules->rule[RULE_NIGHT_FROM].value,
                                 .to_h = rules->rule[RULE_NIGHT_TO].value,
                                 .least_h = rules->rule[RULE_NIGHT_LEAST].value,
                                 .travel_from_h = rules->rule[RULE_TRAVEL_FROM].value,
                                 .travel_to_h = rules->rule[RULE_TRAVEL_TO].value,
                                 .branch = rules->branch};
}

double build_night_premium(const struct rule_set *rules)
{
    return rule_in_force(rules, RULE_NIGHT_PREMIUM) ? rules->rule[RULE_NIGHT_PREMIUM].value : 0;
}

int build_night_index(const struct build *build, const struct night_window *window)
{
    for (int k = 0; k < build->n_nights; k++)
        if (memcmp(&build->nights[k], window, sizeof *window) == 0)
            return k;
    return -1;
}

const struct ledger_entry *build_ledger(const struct build *b, int agent)
{
    int first = b->ledger.first[agent];
    if (first == b->ledger.first[agent + 1])
        return NULL;
    const struct ledger_entry *entry = &b->plan->ledger[b->ledger.row[first]];
    return entry->until < b->horizon->first ? entry : NULL;
}

static int leave_on(const struct build *b, int agent, int day, bool fixed, const bool *binding)
{
    int32_t date = b->horizon->first + day;
    for (int k = b->leaves.first[agent]; k < b->leaves.first[agent + 1]; k++) {
        int i = b->leaves.row[k];
        const struct leave *leave = &b->plan->leaves[i];
        if (leave->status == LEAVE_APPROVED && date >= leave->from && date <= leave->to &&
            (leave->kind == LEAVE_FIXED) == fixed && binds(binding, reason_of_leave(i)))
            return i;
    }
    return -1;
}

int build_leave_on(const struct build *b, int agent, int day, bool fixed)
{
    return leave_on(b, agent, day, fixed, NULL);
}

bool build_is_fixed_choice(const struct build *b, int leave, int i)
{
    const struct leave *fixed = &b->plan->leaves[leave];
    const struct choice *c = &b->problem.choices[i];
    if (c->type != fixed->shift || build_is_rest_day(c))
        return false;
    int64_t start = b->horizon->begin[0] + (int64_t)c->start_min * 60;
    return fixed->fixed_start_min < 0 ||
           tz_minute(plan_site(b->plan, b->plan->shifts[c->type].branch)->zone, start) ==
               fixed->fixed_start_min % 1440;
}

static bool is_employed(const struct agent *agent, int32_t date)
{
    return (agent->from == NO_DATE || date >= agent->from) &&
           (agent->to == NO_DATE || date <= agent->to);
}

static bool is_of_team(const struct shift *shift, const char *team)
{
    for (int i = 0; i < shift->n_teams; i++)
        if (team && strcmp(shift->teams[i], team) == 0)
            return true;
    return shift->n_teams == 0;
}

static bool has_day_hours(const struct build *b, const struct contract *contract,
                          const struct shift *shift)
{
    int paid = pay_ordinary_min(plan_pay(b->plan, shift->branch), shift_paid_min(shift));
    return paid >= contract->hours_day[0] * 60 - 1e-6 && paid <= contract->hours_day[1] * 60 + 1e-6;
}

static bool is_in_pattern(const struct build *b, int agent, int day)
{
    return b->plan->agents[agent].weekdays >> date_weekday(b->horizon->first + day) & 1;
}

/* The agent's own decision that day: nothing about it is forced. */
bool build_is_open_day(const struct build *b, int agent, int day)
{
    return is_in_pattern(b, agent, day) &&
           is_employed(&b->plan->agents[agent], b->horizon->first + day) &&
           leave_on(b, agent, day, true, NULL) < 0 && leave_on(b, agent, day, false, NULL) < 0;
}

static int64_t grains(const struct build *b, double currency)
{
    return llround(currency / b->problem.currency_per_grain);
}

/* A care rule without a price asks for nothing. */
static bool asks(const struct rule_set *rules, int id)
{
    return rule_in_force(rules, (enum rule_id)id) &&
           (rules->rule[id].layer != LAYER_CARE || rules->rule[id].price > 0);
}

static int breaks_min(const struct shift *shift)
{
    int minutes = 0;
    for (int k = 0; k < shift->n_breaks; k++)
        minutes += shift->break_min[k];
    return minutes;
}

/* Whether a rule on single shifts refuses the choice, hard; else what it costs, grains. */
static bool refuses(int64_t *cost, const struct build *b, int agent, int id, const struct choice *c)
{
    const struct rule_set *rules = build_rules(b->plan, agent);
    const struct shift *shift = &b->plan->shifts[c->type];
    const struct rule_def *def = &rule_defs[id];
    const struct rule *rule = &rules->rule[id];
    int over = 0;
    if (def->kind == KIND_LENGTH && (c->classes & build_class_bits(b, agent, def->class_)) != 0)
        over = shift_paid_min(shift) - build_rule_min(rule);
    else if (def->kind == KIND_MEAL &&
             shift_paid_min(shift) > build_rule_min(&rules->rule[RULE_MEAL_AFTER]))
        over = (int)ceil(rule->value) - shift->meal_min;
    else if (def->kind == KIND_PAUSES &&
             (c->classes & build_class_bits(b, agent, def->class_)) != 0)
        over = (int)ceil(rule->value) - breaks_min(shift);
    if (over <= 0)
        return false;
    if (rule->layer != LAYER_CARE)
        return true;
    *cost += over * build_rule_price(b, rule, 60);
    return false;
}

/* Rules on single shifts: what they cost, GRAIN_FORBIDDEN if one refuses and nothing bends. */
static int64_t shift_rules(const struct build *b, int agent, int i, const bool *binding, bool bends)
{
    const struct rule_set *rules = build_rules(b->plan, agent);
    int64_t cost = 0;
    for (int id = 0; id < N_RULES; id++)
        if (asks(rules, id) && binds(binding, REASON_RULE + id) &&
            refuses(&cost, b, agent, id, &b->problem.choices[i]) && !bends)
            return GRAIN_FORBIDDEN;
    return cost;
}

/* What holds the agent on one day. */
struct hold {
    bool is_away; /* leave or not employed */
    int fixed;    /* row of leave, -1 */
    int32_t kept; /* choice of an earlier roster that stays, KEPT_OFF, KEPT_NOT */
    bool bends;   /* kept against rules */
};

/* Overtime and days off that are worked want the agent's consent. */
static bool agrees_to(const struct build *b, int agent, const struct choice *c)
{
    const struct agent *who = &b->plan->agents[agent];
    const struct rule_set *rules = build_rules(b->plan, agent);
    int over = c->minutes[MEASURE_OVERTIME];
    if (build_is_rest_day(c))
        return who->rest_days > 0;
    if (rule_in_force(rules, RULE_OVERTIME_SHIFT) &&
        over > build_rule_min(&rules->rule[RULE_OVERTIME_SHIFT]))
        return false;
    return over == 0 || who->overtime_h > 0;
}

static bool is_allowed(const struct build *b, int agent, int i, const struct hold *hold,
                       const bool *binding)
{
    const struct agent *who = &b->plan->agents[agent];
    const struct shift *shift = &b->plan->shifts[b->problem.choices[i].type];
    if (hold->is_away || shift->branch != who->branch)
        return false;
    if (hold->fixed >= 0)
        return build_is_fixed_choice(b, hold->fixed, i);
    const struct choice *c = &b->problem.choices[i];
    if ((!is_in_pattern(b, agent, c->day) && binds(binding, REASON_PATTERN)) ||
        (!plan_can_arrive(b->plan, build_rules(b->plan, agent),
                          b->horizon->begin[0] + (int64_t)c->start_min * 60) &&
         binds(binding, REASON_SHUTTLE)))
        return false;
    return (is_of_team(shift, who->team) || !binds(binding, REASON_TEAM)) &&
           (has_day_hours(b, &b->plan->contracts[who->contract], shift) ||
            !binds(binding, REASON_DAY_HOURS)) &&
           agrees_to(b, agent, c);
}

/* What one choice costs the agent, GRAIN_FORBIDDEN where they cannot have it. */
static int64_t choice_cost(const struct build *b, int agent, int i, const struct hold *hold,
                           const bool *binding)
{
    int day = b->problem.choices[i].day;
    bool is_kept = hold->kept != KEPT_NOT, bends = is_kept && hold->bends;
    if (is_kept ? hold->kept != i : b->is_kept[i])
        return GRAIN_FORBIDDEN;
    int64_t rules = bends || is_allowed(b, agent, i, hold, binding)
                        ? shift_rules(b, agent, i, binding, bends)
                        : GRAIN_FORBIDDEN;
    int64_t change = is_kept ? 0 : build_change(b, agent, day, i);
    return rules >= GRAIN_FORBIDDEN || change >= GRAIN_FORBIDDEN
               ? GRAIN_FORBIDDEN
               : rules + build_premium(b, agent, i) + build_wishes(b, agent, day, i) + change;
}

static int64_t off_cost(const struct build *b, int agent, int day, const struct hold *hold)
{
    bool must_work = hold->kept == KEPT_NOT ? hold->fixed >= 0
                                            : hold->kept >= 0 || (hold->fixed >= 0 && !hold->bends);
    return must_work ? GRAIN_FORBIDDEN
                     : build_wishes(b, agent, day, -1) +
                           (hold->kept == KEPT_NOT ? build_change(b, agent, day, -1) : 0);
}

static void fill_costs(struct person *out, const struct build *b, int agent, const bool *binding)
{
    const struct agent *who = &b->plan->agents[agent];
    int64_t *cost = ARENA_ARRAY(b->arena, int64_t, b->problem.n_choices);
    int64_t *cost_off = ARENA_ARRAY(b->arena, int64_t, b->problem.n_days);
    bool bends = !binding && b->bends && b->bends[agent];
    int64_t bent = bends ? b->bent[agent] : 0;
    for (int day = 0; day < b->problem.n_days; day++) {
        bool employed =
            is_employed(who, b->horizon->first + day) || !binds(binding, REASON_EMPLOYED);
        struct hold hold = {
            .is_away = !employed || leave_on(b, agent, day, false, binding) >= 0,
            .fixed = leave_on(b, agent, day, true, binding),
            .kept = binds(binding, REASON_KEPT) ? build_kept(b, agent, day) : KEPT_NOT,
            .bends = bends,
        };
        cost_off[day] = off_cost(b, agent, day, &hold);
        for (int i = b->problem.first_choice[day]; i < b->problem.first_choice[day + 1]; i++)
            cost[i] = choice_cost(b, agent, i, &hold, binding);
        if (hold.kept == KEPT_NOT)
            continue;
        *(hold.kept >= 0 ? &cost[hold.kept] : &cost_off[day]) -= bent; /* one way only */
        bent = 0;
    }
    out->cost = cost;
    out->cost_off = cost_off;
}

/* Contract of one week after joining, leaving and leave: see the head. */
struct week_target {
    int days[2], minutes[2];
};

/* Hours of the contract that may be given up: whole days of its mean as far as they reach. */
static void give_up(struct week_target *target, double time_off_h)
{
    int most = (int)floor(time_off_h * 60 + 1e-6);
    int given = most < target->minutes[0] ? most : target->minutes[0];
    if (given <= 0)
        return;
    int days = (given * target->days[0] + target->minutes[0] - 1) / target->minutes[0];
    target->days[0] -= days;
    target->minutes[0] -= given;
}

static struct week_target contract_target(const struct build *b, int agent, int from_day,
                                          int to_day, const bool *binding)
{
    const struct contract *c = &b->plan->contracts[b->plan->agents[agent].contract];
    int employed = 0, counted = 0;
    for (int day = from_day; day < to_day; day++) {
        if (!is_employed(&b->plan->agents[agent], b->horizon->first + day) &&
            binds(binding, REASON_EMPLOYED))
            continue;
        int leave = leave_on(b, agent, day, false, binding);
        employed++;
        counted += leave >= 0 && b->plan->leaves[leave].kind != LEAVE_UNAVAILABLE;
    }
    int lo = c->days_week[0], hi = c->days_week[1];
    if (employed < 7) {
        lo = lo * employed / 7;
        hi = (hi * employed + 6) / 7;
        hi = hi < employed ? hi : employed;
    }
    counted = counted < hi ? counted : hi;
    lo = lo > counted ? lo - counted : 0;
    hi -= counted;
    double of_hi = c->days_week[1] > 0 ? (double)hi / c->days_week[1] : 0;
    double of_lo = c->days_week[0] > 0 ? (double)lo / c->days_week[0] : of_hi;
    struct week_target target = {
        .days = {lo, hi},
        .minutes = {(int)floor(c->hours_week[0] * 60 * of_lo + 1e-6),
                    (int)ceil(c->hours_week[1] * 60 * of_hi - 1e-6)},
    };
    return target;
}

static struct week_target week_target(const struct build *b, int agent, int from_day, int to_day,
                                      const bool *binding)
{
    struct week_target target = contract_target(b, agent, from_day, to_day, binding);
    give_up(&target, b->plan->agents[agent].time_off_h);
    return target;
}

int build_contract_min(const struct build *b, int agent, int from_day, int to_day)
{
    return contract_target(b, agent, from_day, to_day, NULL).minutes[0];
}

/* The contract's minutes of the fixed shifts of a week, or their overtime. */
static int fixed_minutes(const struct build *b, int agent, int from_day, int to_day,
                         enum measure measure, const bool *binding)
{
    int minutes = 0;
    for (int day = from_day; day < to_day; day++) {
        int row = leave_on(b, agent, day, true, binding);
        if (row < 0 || !is_employed(&b->plan->agents[agent], b->horizon->first + day))
            continue;
        const struct shift *shift = &b->plan->shifts[b->plan->leaves[row].shift];
        int paid = shift_paid_min(shift);
        int work = pay_ordinary_min(plan_pay(b->plan, shift->branch), paid);
        minutes += measure == MEASURE_WORK ? work : paid - work;
    }
    return minutes;
}

/* Hours of overtime a week: what the agent agrees to, as far as the rules allow it. */
static double overtime_agreed_h(const struct build *b, int agent)
{
    const struct rule_set *rules = build_rules(b->plan, agent);
    double agreed = b->plan->agents[agent].overtime_h;
    return rule_in_force(rules, RULE_OVERTIME_WEEK)
               ? fmin(agreed, rules->rule[RULE_OVERTIME_WEEK].value)
               : agreed;
}

/* What may be bought of an agent who agrees. */
static void add_bought(struct limits *list, const struct build *b, int agent, int from_day,
                       int to_day, const bool *binding)
{
    const struct agent *who = &b->plan->agents[agent];
    if (who->overtime_h > 0) {
        struct limit *over = build_add_limit(list, LIMIT_MINUTES, REASON_HOURS, from_day, to_day);
        int fixed = fixed_minutes(b, agent, from_day, to_day, MEASURE_OVERTIME, binding);
        int agreed = (int)floor(overtime_agreed_h(b, agent) * 60 + 1e-6);
        over->measure = MEASURE_OVERTIME;
        over->hi = agreed > fixed ? agreed : fixed;
    }
    if (who->rest_days > 0) {
        struct limit *days = build_add_limit(list, LIMIT_COUNT, REASON_DAYS, from_day, to_day);
        days->classes = 1u << REST_DAY_BIT;
        days->hi = who->rest_days;
    }
}

static void add_contract(struct limits *list, const struct build *b, int agent, int from_day,
                         int to_day, const bool *binding)
{
    struct week_target target = week_target(b, agent, from_day, to_day, binding);
    if (binds(binding, REASON_DAYS)) {
        struct limit *days = build_add_limit(list, LIMIT_COUNT, REASON_DAYS, from_day, to_day);
        days->classes = 1u << CONTRACT_BIT;
        days->lo = target.days[0];
        days->hi = target.days[1];
    }
    if (binds(binding, REASON_HOURS)) {
        struct limit *hours = build_add_limit(list, LIMIT_MINUTES, REASON_HOURS, from_day, to_day);
        hours->lo = target.minutes[0];
        hours->hi = target.minutes[1];
    }
    add_bought(list, b, agent, from_day, to_day, binding);
    int64_t wage = grains(b, b->plan->agents[agent].wage_per_h / 60);
    int fixed = fixed_minutes(b, agent, from_day, to_day, MEASURE_WORK, binding);
    int least = target.minutes[0] > fixed ? target.minutes[0] : fixed;
    /* also where the contract's hours are left out: nobody works for nothing */
    if (wage > 0 && (!binds(binding, REASON_HOURS) || least < target.minutes[1])) {
        struct limit *paid = build_add_limit(list, LIMIT_MINUTES, REASON_HOURS, from_day, to_day);
        paid->hi = least;
        paid->price_hi = wage;
    }
}

static void fill_limits(struct person *out, const struct build *b, int agent, const bool *binding)
{
    const struct rule_set *rules = build_rules(b->plan, agent);
    struct limits list = {0};
    int n_days = b->problem.n_days;
    struct limit *apart = build_add_limit(&list, LIMIT_GAP, REASON_ALWAYS, 0, n_days);
    apart->lo = 0; /* one shift at a time, whatever the rules say of rest */
    for (int id = 0; id < N_RULES; id++)
        if (asks(rules, id) && binds(binding, REASON_RULE + id))
            build_add_rule(&list, b, agent, id);
    for (int from = 0; from < n_days; from += 7) {
        int to = from + 7 < n_days ? from + 7 : n_days;
        add_contract(&list, b, agent, from, to, binding);
        struct limit same;
        if (build_same_start_limit(&same, b, agent, from, to))
            *build_add_limit(&list, same.kind, same.source, from, to) = same;
        for (int id = 0; id < N_RULES; id++)
            if (asks(rules, id) && binds(binding, REASON_RULE + id))
                build_add_week_rule(&list, b, agent, id, from, to);
    }
    if (!binding && b->bends && b->bends[agent])
        build_soften(list.item, list.n, b);
    struct limit fair[MAX_FAIR_LIMITS];
    int n_fair = build_fair(fair, b, agent);
    struct limit *limits = ARENA_ARRAY(b->arena, struct limit, list.n + n_fair);
    for (int i = 0; i < list.n; i++)
        limits[i] = list.item[i];
    for (int i = 0; i < n_fair; i++)
        limits[list.n + i] = fair[i];
    out->limits = limits;
    out->n_limits = list.n + n_fair;
    mem_free(list.item);
}

static struct past past_of(const struct build *b, int agent, const bool *binding)
{
    struct past past = {.last_end_min = INT32_MIN};
    const struct ledger_entry *entry = build_ledger(b, agent);
    if (!entry || !binds(binding, REASON_LEDGER))
        return past;
    if (entry->last_shift_end != NO_TIME) {
        int64_t s = entry->last_shift_end - b->horizon->begin[0];
        past.last_end_min = (int32_t)(s >= 0 ? (s + 59) / 60 : s / 60);
    }
    if (entry->until != b->horizon->first - 1)
        return past;
    struct night_window window = build_night_window(build_rules(b->plan, agent));
    past.run_of_work = entry->run_days;
    past.run_of_class[0] = entry->run_days;
    int night_bit = FIRST_WINDOW_BIT + N_WINDOW_BITS * build_night_index(b, &window) + NIGHT_BIT;
    past.run_of_class[night_bit] = entry->run_nights;
    return past;
}

void build_person(struct person *out, const struct build *b, int agent, const bool *binding)
{
    *out = (struct person){.team = -1, .past = past_of(b, agent, binding)};
    fill_costs(out, b, agent, binding);
    fill_limits(out, b, agent, binding);
}
