/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_wishes.c - what wishes cost that are not granted: points x wish_point x the weight of the
 * agent's wishes (base/ledger.h).  Those of a date are a cost of the choice, or of the day off; the
 * same start all week is a limit on moves of the start, priced by the hour. */
#include <math.h>

#include "scheduler/build_part.h"
#include "scheduler/value.h"

static int64_t price(const struct build *b, int agent, double points)
{
    return llround(points * b->plan->prices.wish_point * b->wish_weight[agent] /
                   b->problem.currency_per_grain);
}

static bool is_granted(const struct wish *wish, int shift)
{
    switch (wish->kind) {
    case WISH_OFF:
        return shift < 0;
    case WISH_WORK:
        return shift >= 0;
    case WISH_SHIFT:
        return shift == wish->shift;
    case WISH_NOT_SHIFT:
        return shift != wish->shift;
    case WISH_TEAM_OFF:   /* of the team: build_wishes */
    case WISH_SAME_START: /* of the week: build_same_start_limit */
    case N_WISH_KINDS:
        break;
    }
    return true;
}

int64_t build_wishes(const struct build *b, int agent, int day, int choice)
{
    int32_t date = b->horizon->first + day;
    if (!build_is_open_day(b, agent, day))
        return 0;
    int shift = choice >= 0 ? b->problem.choices[choice].type : -1;
    double points = 0;
    for (int k = b->wishes.first[agent]; k < b->wishes.first[agent + 1]; k++) {
        const struct wish *wish = &b->plan->wishes[b->wishes.row[k]];
        bool meant =
            wish->date != NO_DATE ? wish->date == date : wish->weekday == (int)date_weekday(date);
        bool is_team_off = b->team_off[agent * b->horizon->n_days + day];
        bool differs = wish->kind == WISH_TEAM_OFF && is_team_off != (shift < 0);
        if ((meant && !is_granted(wish, shift)) || differs)
            points += wish->points;
    }
    return price(b, agent, points);
}

bool build_same_start_limit(struct limit *out, const struct build *b, int agent, int from_day,
                            int to_day)
{
    double points = 0;
    for (int k = b->wishes.first[agent]; k < b->wishes.first[agent + 1]; k++) {
        const struct wish *wish = &b->plan->wishes[b->wishes.row[k]];
        points += wish->kind == WISH_SAME_START ? wish->points : 0;
    }
    *out = (struct limit){.kind = LIMIT_MOVE,
                          .classes = CLASS_BIT_WORK,
                          .from_day = from_day,
                          .to_day = to_day,
                          .price_lo = price(b, agent, points),
                          .price_hi = price(b, agent, points),
                          .source = REASON_WISH};
    return out->price_hi > 0;
}

int64_t build_same_start(const struct build *b, int agent, const int32_t *choice)
{
    const struct person *person = &b->problem.people[agent];
    int64_t cost = 0;
    for (int i = 0; i < person->n_limits; i++)
        if (person->limits[i].source == REASON_WISH)
            cost += tour_limit_cost(&b->problem, person, &person->limits[i], choice);
    return cost;
}
