/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_fair.c - what evening out burdens asks of one agent, as limits.
 *
 * base/ledger.c states the price: the k-th burden of the horizon costs
 *     uneven x (excess + block x floor((k - 1) / block)),
 * excess being what the ledger has above the group's mean (below 0: the burden is drawn to the
 * agent).  That is a stack of priced counts, each of the horizon as a whole: above 0 at
 * uneven x excess, above block, 2 block ... at uneven x block more.  A first count at 0 needs no
 * counter, and a week holds one block of most burdens, so that evening out makes the automaton
 * larger by no more than "worked on Saturday already". */
#include <limits.h>
#include <math.h>

#include "scheduler/build_part.h"
#include "scheduler/value.h"

/* Most of a burden that the horizon can hold for the agent. */
static int most_of(const struct build *b, int agent, const struct limit *limit)
{
    int n = 0, days = b->plan->contracts[b->plan->agents[agent].contract].days_week[1];
    if (!limit->block_of_day)
        return days * ((b->problem.n_days + 6) / 7);
    for (int day = 0; day < b->problem.n_days; day++)
        n += limit->block_of_day[day] >= 0 &&
             (day == 0 || limit->block_of_day[day] != limit->block_of_day[day - 1]);
    return n;
}

static const int8_t *weekends(const struct build *b)
{
    int8_t *block = ARENA_ARRAY(b->arena, int8_t, b->problem.n_days + 1);
    for (int day = 0; day < b->problem.n_days; day++) {
        int32_t weekend = ledger_weekend(b->horizon->first + day);
        block[day] = weekend < 0 ? -1 : (int8_t)((weekend - b->horizon->first + 7) / 7);
    }
    return block;
}

static const int8_t *holidays(const struct build *b, int agent, enum burden burden)
{
    int8_t *block = ARENA_ARRAY(b->arena, int8_t, b->problem.n_days + 1);
    for (int day = 0; day < b->problem.n_days; day++)
        block[day] =
            ledger_is_holiday(b->plan, agent, b->horizon->first + day, burden) ? (int8_t)day : -1;
    return block;
}

static void count_burden(struct limit *limit, const struct build *b, int agent, enum burden burden)
{
    struct night_window window = build_night_window(build_rules(b->plan, agent));
    *limit = (struct limit){.kind = LIMIT_COUNT,
                            .classes = CLASS_BIT_WORK,
                            .to_day = b->problem.n_days,
                            .price_lo = GRAIN_FORBIDDEN,
                            .source = REASON_FAIR};
    switch (burden) {
    case BURDEN_NIGHTS:
        limit->classes = build_window_class(build_night_index(b, &window), NIGHT_BIT);
        break;
    case BURDEN_WEEKENDS:
        limit->block_of_day = weekends(b);
        break;
    case BURDEN_HOLIDAYS:
    case BURDEN_OBSERVANCES:
        limit->block_of_day = holidays(b, agent, burden);
        break;
    case BURDEN_UNDESIRED:
        limit->classes = 1u << UNDESIRED_BIT;
        break;
    case N_BURDENS:
        break;
    }
}

int build_fair(struct limit *out, const struct build *b, int agent)
{
    int n = 0;
    for (int k = 0; k < N_BURDENS; k++) {
        struct limit limit;
        double uneven = b->plan->prices.uneven[k], excess = b->excess[agent * N_BURDENS + k];
        int block = ledger_block(b->plan, agent, (enum burden)k);
        if (uneven <= 0)
            continue;
        count_burden(&limit, b, agent, (enum burden)k);
        int most = most_of(b, agent, &limit);
        for (int hi = 0; hi < most && n < MAX_FAIR_LIMITS; hi += block) {
            limit.hi = hi;
            limit.price_hi =
                llround(uneven * (hi == 0 ? excess : block) / b->problem.currency_per_grain);
            if (limit.price_hi != 0)
                out[n++] = limit;
        }
    }
    return n;
}

int64_t build_uneven(const struct build *b, int agent, const int32_t *choice)
{
    const struct person *person = &b->problem.people[agent];
    int64_t cost = 0;
    for (int i = 0; i < person->n_limits; i++)
        if (person->limits[i].source == REASON_FAIR)
            cost += tour_limit_cost(&b->problem, person, &person->limits[i], choice);
    return cost;
}

int64_t build_least_uneven(const struct build *b)
{
    int64_t least = 0;
    for (int a = 0; a < b->problem.n_people; a++) {
        const struct person *person = &b->problem.people[a];
        for (int i = 0; i < person->n_limits; i++) {
            const struct limit *limit = &person->limits[i];
            if (limit->source == REASON_FAIR && limit->price_hi < 0)
                least += limit->price_hi * b->problem.n_days;
        }
    }
    return least;
}
