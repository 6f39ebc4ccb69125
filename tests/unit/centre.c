/* SPDX-License-Identifier: GPL-3.0-or-later */
/* centre.c - small centres made in code. */
#include "tests/unit/centre.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/text.h"

int32_t test_date(const char *text)
{
    int32_t date = NO_DATE;
    bool ok = date_parse(&date, text);
    assert(ok);
    (void)ok;
    return date;
}

static void no_rules(struct rule_set *rules)
{
    for (int i = 0; i < N_RULES; i++)
        rules->rule[i] =
            (struct rule){.value = rule_defs[i].otherwise, .pack = "default", .certainty = '-'};
}

void centre_init(struct centre *c, const char *zone, int day_starts_min, const char *first,
                 int n_days, int slot_min)
{
    *c = (struct centre){.arena = arena_new(), .diags = diags_new()};
    struct plan *p = &c->plan;
    struct place here = {.file = "site.json", .line = 1, .col = 1};
    p->site = (struct site){.id = "test-1",
                            .currency = "PHP",
                            .week_start = MONDAY,
                            .day_starts_min = day_starts_min,
                            .slot_min = slot_min,
                            .at = here};
    enum status status = tz_load(&p->site.zone, zone, &here, c->diags);
    assert(status == OK);
    p->prices = (struct prices){.short_per_h = 400, .surplus_per_h = 100, .wish_point = 10};
    p->policy = (struct policy){.break_step_min = 15, .language = "en"};
    no_rules(&p->rules);
    p->accounts = ARENA_ARRAY(c->arena, struct account, 1);
    p->queues = ARENA_ARRAY(c->arena, struct queue, CENTRE_ROWS);
    p->contracts = ARENA_ARRAY(c->arena, struct contract, CENTRE_ROWS);
    p->shifts = ARENA_ARRAY(c->arena, struct shift, CENTRE_ROWS);
    p->agents = ARENA_ARRAY(c->arena, struct agent, CENTRE_ROWS);
    p->leaves = ARENA_ARRAY(c->arena, struct leave, CENTRE_ROWS);
    p->wishes = ARENA_ARRAY(c->arena, struct wish, CENTRE_ROWS);
    p->ledger = ARENA_ARRAY(c->arena, struct ledger_entry, CENTRE_ROWS);
    p->n_accounts = 1;
    p->last_call_date = NO_DATE;
    status = horizon_make(&c->horizon, p->site.zone, test_date(first), n_days, day_starts_min,
                          slot_min, c->diags);
    assert(status == OK);
    (void)status;
    struct requirement *r = &c->requirement;
    size_t n = (size_t)CENTRE_ROWS * (size_t)c->horizon.grid.n_slots;
    r->grid = c->horizon.grid;
    r->need = arena_alloc(c->arena, n, sizeof *r->need);
    r->price_short = ARENA_ARRAY(c->arena, double, CENTRE_ROWS);
    r->price_surplus = ARENA_ARRAY(c->arena, double, CENTRE_ROWS);
    r->source = ARENA_ARRAY(c->arena, char, CENTRE_ROWS);
    centre_add_queue(c, "voice");
    centre_add_contract(c, "full", 5, 5, 40, 40, 8, 8);
}

void centre_free(struct centre *c)
{
    tz_free(c->plan.site.zone);
    diags_free(c->diags);
    arena_free(c->arena);
}

int centre_add_queue(struct centre *c, const char *id)
{
    int q = c->plan.n_queues++;
    c->plan.queues[q] = (struct queue){.id = id, .skill = q, .level = 1};
    c->plan.n_skills = c->plan.n_queues;
    c->requirement.n_queues = c->plan.n_queues;
    c->requirement.price_short[q] = 400;
    c->requirement.price_surplus[q] = 100;
    c->requirement.source[q] = 'c';
    return q;
}

int centre_add_contract(struct centre *c, const char *id, int days_lo, int days_hi, double hours_lo,
                        double hours_hi, double day_lo, double day_hi)
{
    c->plan.contracts[c->plan.n_contracts] =
        (struct contract){.id = id,
                          .days_week = {days_lo, days_hi},
                          .hours_week = {hours_lo, hours_hi},
                          .hours_day = {day_lo, day_hi},
                          .at = {.file = "site.json", .line = 10 + c->plan.n_contracts, .col = 5}};
    return c->plan.n_contracts++;
}

int centre_add_shift(struct centre *c, const char *id, int start_min, int last_min, int length_min,
                     int meal_min, int n_breaks)
{
    struct shift *s = &c->plan.shifts[c->plan.n_shifts];
    *s = (struct shift){.id = id,
                        .start_min = start_min,
                        .start_last_min = last_min,
                        .start_step_min = 30,
                        .length_min = length_min,
                        .meal_min = meal_min,
                        .meal_from_min = meal_min ? length_min / 3 / 15 * 15 : 0,
                        .meal_to_min = meal_min ? length_min * 2 / 3 / 15 * 15 : 0,
                        .n_breaks = n_breaks,
                        .away_share_max = 1,
                        .weekdays = 127,
                        .from = NO_DATE,
                        .to = NO_DATE,
                        .at = {.file = "shifts.csv", .line = 2 + c->plan.n_shifts, .col = 1}};
    for (int i = 0; i < n_breaks; i++)
        s->break_min[i] = 15;
    return c->plan.n_shifts++;
}

int centre_add_agent(struct centre *c, const char *id, int contract, uint64_t queues)
{
    struct skill_level *skills = ARENA_ARRAY(c->arena, struct skill_level, CENTRE_ROWS);
    int n = 0;
    for (int q = 0; q < CENTRE_ROWS; q++)
        if (queues >> q & 1)
            skills[n++] = (struct skill_level){.skill = q, .level = 1};
    c->plan.agents[c->plan.n_agents] =
        (struct agent){.id = id,
                       .weekdays = 0x7f,
                       .contract = contract,
                       .skills = skills,
                       .n_skills = n,
                       .team = "",
                       .level = 1,
                       .from = NO_DATE,
                       .to = NO_DATE,
                       .wage_per_h = 100,
                       .mentor = -1,
                       .since = NO_DATE,
                       .rules = &c->plan.rules,
                       .at = {.file = "agents.csv", .line = 2 + c->plan.n_agents, .col = 1}};
    return c->plan.n_agents++;
}

void centre_add_leave(struct centre *c, int agent, const char *from, const char *to,
                      enum leave_kind kind, int shift)
{
    c->plan.leaves[c->plan.n_leaves] =
        (struct leave){.agent = agent,
                       .from = test_date(from),
                       .to = test_date(to),
                       .kind = kind,
                       .status = LEAVE_APPROVED,
                       .shift = shift,
                       .fixed_start_min = -1,
                       .at = {.file = "leave.csv", .line = 2 + c->plan.n_leaves, .col = 1}};
    c->plan.n_leaves++;
}

void centre_add_ledger(struct centre *c, int agent, int64_t last_shift_end, int run_days,
                       int run_nights)
{
    c->plan.ledger[c->plan.n_ledger] =
        (struct ledger_entry){.agent = agent,
                              .until = c->horizon.first - 1,
                              .last_shift_end = last_shift_end,
                              .run_days = run_days,
                              .run_nights = run_nights,
                              .at = {.file = "ledger.csv", .line = 2 + c->plan.n_ledger, .col = 1}};
    c->plan.n_ledger++;
}

struct wish *centre_add_wish(struct centre *c, int agent, const char *date, enum wish_kind kind,
                             int shift, double points)
{
    struct wish *wish = &c->plan.wishes[c->plan.n_wishes++];
    *wish = (struct wish){.agent = agent,
                          .date = date ? test_date(date) : NO_DATE,
                          .weekday = -1,
                          .kind = kind,
                          .shift = shift,
                          .points = points};
    return wish;
}

void centre_rule(struct centre *c, enum rule_id id, double value)
{
    c->plan.rules.rule[id] =
        (struct rule){.value = value, .layer = LAYER_LAW, .pack = "test", .certainty = 'X'};
}

void centre_need(struct centre *c, int queue, int from_min, int to_min, double need)
{
    const struct grid *grid = &c->horizon.grid;
    for (int t = 0; t < grid->n_slots; t++) {
        int minute = tz_minute(c->plan.site.zone, grid->begin + (int64_t)t * grid->slot_s);
        if ((minute >= from_min && minute < to_min) || minute < to_min - 1440)
            c->requirement.need[queue * grid->n_slots + t] = need;
    }
}

static void random_agent(struct centre *c, struct rng *rng, int n_queues)
{
    char *id = arena_printf(c->arena, "A%02d", c->plan.n_agents + 1);
    uint64_t queues = 1 + rng_below(rng, (1u << n_queues) - 1);
    int a = centre_add_agent(c, id, (int)rng_below(rng, 2), queues);
    c->plan.agents[a].team = rng_below(rng, 2) ? "red" : "blue";
    c->plan.agents[a].wage_per_h = 80 + rng_below(rng, 40);
    char from[DATE_TEXT], to[DATE_TEXT];
    int32_t first = c->horizon.first + (int32_t)rng_below(rng, 5);
    date_format(from, first);
    date_format(to, first + (int32_t)rng_below(rng, 2));
    switch (rng_below(rng, 8)) {
    case 0:
        centre_add_leave(c, a, from, to, LEAVE_LEAVE, -1);
        break;
    case 1:
        centre_add_leave(c, a, from, from, LEAVE_FIXED, c->plan.agents[a].contract);
        break;
    case 2:
        centre_add_ledger(c, a, c->horizon.begin[0] + 3600 * (-4 + (int)rng_below(rng, 6)), 1, 1);
        break;
    case 3:
        centre_add_wish(c, a, from, WISH_OFF, -1, 1 + rng_below(rng, 5));
        break;
    case 4:
        centre_add_wish(c, a, NULL, WISH_NOT_SHIFT, (int)rng_below(rng, 2), 2)->weekday = 2;
        break;
    case 5:
        c->plan.agents[a].from = first;
        break;
    case 6:
        c->plan.agents[a].to = first;
        break;
    default:
        break;
    }
}

/* A holiday in the midst of the week that pays twice. */
static void random_pay(struct centre *c, struct rng *rng)
{
    static const char *const calendars[] = {"XX"};
    struct pay_scheme *pay = &c->plan.pay;
    c->plan.site.calendars = calendars;
    c->plan.site.n_calendars = 1;
    c->plan.holidays = ARENA_ARRAY(c->arena, struct holiday, 1);
    c->plan.holidays[0] = (struct holiday){
        .calendar = "XX", .date = c->horizon.first + 2 + (int32_t)rng_below(rng, 3)};
    c->plan.n_holidays = 1;
    pay->holiday[HOLIDAY_REGULAR] = PAY_REGULAR_HOLIDAY;
    pay->day[PAY_REGULAR] = (struct pay_rates){.n = 1, .rate = {2}};
    pay->stacking = rng_below(rng, 2) ? PAY_MULTIPLY : PAY_ADD;
    pay->attribution = rng_below(rng, 2) ? BY_CALENDAR_HOURS : BY_SHIFT_START;
}

/* A longer shift with two hours of overtime, a rate for days off, and people who agree to some of
 * it. */
static void random_consent(struct centre *c, struct rng *rng)
{
    struct pay_rates *day = c->plan.pay.day;
    day[PAY_ORDINARY] = (struct pay_rates){.n = 2, .until_min = {480, 0}, .rate = {1, 1.5}};
    day[PAY_REST] = (struct pay_rates){.n = 1, .rate = {1.3}};
    int l = centre_add_shift(c, "L", 19 * 60, 20 * 60, 660, 60, 2);
    c->plan.shifts[l].away_share_max = 0.5;
    for (int a = 0; a < c->plan.n_agents; a++) {
        c->plan.agents[a].overtime_h = rng_below(rng, 3) * 2.0;
        c->plan.agents[a].rest_days = (int)rng_below(rng, 2);
        c->plan.agents[a].time_off_h = rng_below(rng, 2) * 8.0;
    }
}

void centre_random(struct centre *c, uint64_t seed, int n_agents, int n_queues)
{
    struct rng rng;
    rng_seed(&rng, seed, 77, 0);
    bool noon = rng_below(&rng, 2);
    centre_init(c, "Europe/Warsaw", noon ? 720 : 0,
                rng_below(&rng, 2) ? "2026-03-23" : "2026-03-30", 7, 30);
    for (int q = 1; q < n_queues; q++)
        centre_add_queue(c, arena_printf(c->arena, "queue%d", q));
    centre_add_contract(c, "part", 3, 4, 15, 24, 4, 6);
    centre_add_shift(c, "N", 18 * 60, 22 * 60, 540, 60, 2);
    centre_add_shift(c, "P", 15 * 60, 20 * 60, 330, 30, 1);
    for (int s = 0; s < 2; s++) {
        c->plan.shifts[s].longest_work_min = 240;
        c->plan.shifts[s].away_share_max = 0.5;
    }
    centre_rule(c, RULE_REST_BETWEEN, 11);
    centre_rule(c, RULE_RUN_DAYS, 6);
    centre_rule(c, RULE_WEEKLY_REST, 35);
    centre_rule(c, RULE_NIGHT_PREMIUM, 0.1);
    bool pay = rng_below(&rng, 2);
    if (pay)
        random_pay(c, &rng);
    for (int i = 0; i < n_agents; i++)
        random_agent(c, &rng, n_queues);
    if (pay)
        random_consent(c, &rng);
    for (int q = 0; q < n_queues; q++)
        for (int from = 18; from < 30; from += 3)
            centre_need(c, q, from * 60, (from + 3) * 60,
                        0.25 * rng_below(&rng, (uint32_t)(3 * n_agents / n_queues) + 1));
}

int64_t centre_at(const struct centre *c, const char *date, int minute)
{
    int64_t first, second;
    enum local_kind kind =
        tz_instant(&first, &second, c->plan.site.zone, test_date(date), minute, 0);
    assert(kind == LOCAL_ONE);
    (void)kind;
    return first;
}

const char *centre_messages(struct centre *c)
{
    struct text text = {0};
    text_add(&text, "");
    for (size_t i = 0; i < c->diags->n; i++)
        text_printf(&text, "%s\n", c->diags->item[i].message);
    const char *out = arena_strdup(c->arena, text.bytes);
    text_free(&text);
    return out;
}
