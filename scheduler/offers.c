/* SPDX-License-Identifier: GPL-3.0-or-later */
/* offers.c - overtime, days off worked and time off, read from a finished roster.
 *
 * Overtime is the end of a shift; its price is what minutes beyond the first tier earn.  A day off
 * costs all that it earns.  Time off is what the week's contract minutes fall short of the
 * contract, and saves its wage.  The worth of a stretch is the dual prices of a queue over it,
 * taken for the queue that gains most of those that the agent serves. */
#include "scheduler/offers.h"

#include "scheduler/build_part.h"

struct list {
    struct offer *item;
    int n, cap;
};

static double worth_of(const struct roster *roster, int queue, int64_t from, int64_t to)
{
    const struct grid *grid = &roster->horizon.grid;
    double worth = 0;
    for (int t = 0; t < grid->n_slots; t++) {
        int64_t begin = grid->begin + (int64_t)t * grid->slot_s, end = begin + grid->slot_s;
        int64_t lo = from > begin ? from : begin, hi = to < end ? to : end;
        if (hi > lo)
            worth += roster->dual[queue * grid->n_slots + t] * (double)(hi - lo) / 3600;
    }
    return worth;
}

static void find_worth(struct offer *offer, const struct roster *roster, const struct duty *duty,
                       int n_queues, int64_t from)
{
    offer->queue = -1;
    for (int q = 0; q < n_queues && roster->dual; q++) {
        double worth = duty->queues >> q & 1 ? worth_of(roster, q, from, duty->end) : 0;
        if (worth <= offer->worth)
            continue;
        offer->queue = q;
        offer->worth = worth;
    }
}

/* Hours of wage that the shift earns: all of a day off, else beyond the first tier. */
static double bought_hours(const struct build *b, const struct duty *duty)
{
    const struct rule_set *rules = build_rules(b->plan, duty->agent);
    const struct pay_scheme *pay = plan_pay(b->plan, rules->branch);
    struct pay_work work = pay_work_of(duty);
    struct pay_minutes minutes = {0};
    double hours = 0;
    pay_count(&minutes, b->plan, rules, &work, work.start, work.end);
    for (enum pay_day day = 0; day < N_PAY_DAYS; day++)
        for (int tier = duty->is_rest_day ? 0 : 1; tier < pay_rates(pay, day)->n; tier++)
            for (int night = 0; night < 2; night++)
                hours += minutes.min[day][tier][night] / 60.0 *
                         pay_rate(pay, day, tier, night, build_night_premium(rules));
    return hours;
}

static void add_duty(struct list *list, const struct build *b, const struct roster *roster,
                     const struct duty *duty)
{
    int over =
        duty->paid_min -
        pay_ordinary_min(plan_pay(b->plan, b->plan->agents[duty->agent].branch), duty->paid_min);
    if (duty->is_fixed || (over == 0 && !duty->is_rest_day))
        return;
    MEM_GROW(list->item, list->n, list->cap);
    struct offer *offer = &list->item[list->n++];
    *offer = (struct offer){
        .agent = duty->agent,
        .date = duty->work_date,
        .kind = duty->is_rest_day ? OFFER_REST_DAY : OFFER_OVERTIME,
        .minutes = duty->is_rest_day ? duty->paid_min : over,
        .price = b->plan->agents[duty->agent].wage_per_h * bought_hours(b, duty),
    };
    find_worth(offer, roster, duty, b->plan->n_queues,
               duty->is_rest_day ? duty->start : duty->end - (int64_t)over * 60);
}

/* One week of an agent; duties [from, to) are the agent's. */
static void add_week(struct list *list, const struct build *b, const struct roster *roster,
                     int agent, int from, int to, int from_day)
{
    int to_day = from_day + 7 < b->horizon->n_days ? from_day + 7 : b->horizon->n_days;
    int worked = 0;
    for (int d = from; d < to; d++) {
        const struct duty *duty = &roster->duty[d];
        int day = duty->work_date - b->horizon->first;
        if (day < from_day || day >= to_day)
            continue;
        worked += duty->is_rest_day
                      ? 0
                      : pay_ordinary_min(plan_pay(b->plan, b->plan->agents[duty->agent].branch),
                                         duty->paid_min);
        add_duty(list, b, roster, duty);
    }
    int left = build_contract_min(b, agent, from_day, to_day) - worked;
    if (left <= 0 || b->plan->agents[agent].time_off_h <= 0)
        return;
    MEM_GROW(list->item, list->n, list->cap);
    list->item[list->n++] = (struct offer){.agent = agent,
                                           .date = b->horizon->first + from_day,
                                           .kind = OFFER_TIME_OFF,
                                           .minutes = left,
                                           .price = -b->plan->agents[agent].wage_per_h * left / 60,
                                           .queue = -1};
}

void fill_offers(struct roster *out, const struct build *b)
{
    struct list list = {0};
    for (int agent = 0, from = 0, to; agent < b->plan->n_agents; agent++, from = to) {
        for (to = from; to < out->n_duties && out->duty[to].agent == agent;)
            to++;
        for (int day = 0; day < b->horizon->n_days; day += 7)
            add_week(&list, b, out, agent, from, to, day);
    }
    out->offer = ARENA_ARRAY(b->arena, struct offer, list.n + 1);
    for (int i = 0; i < list.n; i++)
        out->offer[i] = list.item[i];
    out->n_offers = list.n;
    mem_free(list.item);
}
