/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_money.c - what decisions cost beside cover, and whether the roster's figures are true.
 *
 * Premiums of a shift: what it earns beside the contract's wage (check_pay.c), the meal where it
 * lies.  Fixed shifts cost nothing: nobody decides them.  A
 * wish that is not granted costs its points; wishes for dates on leave, fixed, or outside
 * employment are not counted.  A burden (nights, weekends ...) costs its price times what the
 * agent's ledger has above the group's mean, and by the block that comes before it.
 *
 * value = short + surplus + duty + hours + premium + wishes + uneven + training + care, to 1e-5 of
 * it and the price of a minute (hours: check_week.c). gap = (value - bound) / max(value - forced -
 * uneven, a hundredth of the wages), where the wages are the contract's least hours for each
 * seventh of a week employed. */
#include <math.h>
#include <stdlib.h>

#include "base/team_off.h"
#include "scheduler/check_part.h"

static double premium_of(const struct check *c, const struct duty *duty)
{
    struct check_paid paid;
    if (check_leave(c, duty->agent, duty->work_date, true) >= 0)
        return 0;
    check_pay(&paid, c->plan, check_rules(c, duty->agent), duty);
    return paid.extra_hours * c->plan->agents[duty->agent].wage_per_h;
}

/* Points of one wish on one date that are missed. */
static double points_missed(const struct check *c, const struct wish *wish, int day,
                            const bool *team_off)
{
    int32_t date = c->horizon->first + day;
    if (!(c->plan->agents[wish->agent].weekdays >> date_weekday(date) & 1) ||
        !check_employed(c, wish->agent, date) || check_leave(c, wish->agent, date, true) >= 0 ||
        check_leave(c, wish->agent, date, false) >= 0)
        return 0;
    int i = c->duty_on[wish->agent * c->horizon->n_days + day];
    int shift = i < 0 ? -1 : c->roster->duty[i].shift;
    bool granted = wish->kind == WISH_OFF    ? i < 0
                   : wish->kind == WISH_WORK ? i >= 0
                   : wish->kind == WISH_TEAM_OFF
                       ? (i < 0) == team_off[wish->agent * c->horizon->n_days + day]
                   : wish->kind == WISH_SHIFT ? shift == wish->shift
                                              : shift != wish->shift;
    return granted ? 0 : wish->points;
}

/* Hours that the agent's starts move within the weeks, the short way round the clock. */
static int hours_moved(const struct check *c, int agent)
{
    int moved = 0, before = -1;
    for (int day = 0; day < c->horizon->n_days; day++) {
        int i = c->duty_on[agent * c->horizon->n_days + day];
        before = day % 7 == 0 ? -1 : before;
        if (i < 0)
            continue;
        int hour = tz_minute(plan_zone(c->plan, agent), c->roster->duty[i].start) / 60;
        int apart = before < 0 ? 0 : abs(hour - before);
        moved += apart > 12 ? 24 - apart : apart;
        before = hour;
    }
    return moved;
}

static double wishes_missed(const struct check *c)
{
    double points = 0;
    double *weight = ARENA_ARRAY(c->arena, double, c->plan->n_agents + 1);
    bool *team_off = ARENA_ARRAY(c->arena, bool, c->plan->n_agents * c->horizon->n_days + 1);
    team_days_off(team_off, c->plan, c->requirement, c->horizon);
    ledger_wish_weights(weight, c->plan, c->horizon->first);
    for (int i = 0; i < c->plan->n_wishes; i++) {
        const struct wish *wish = &c->plan->wishes[i];
        if (wish->kind == WISH_SAME_START)
            points += hours_moved(c, wish->agent) * wish->points * weight[wish->agent];
        for (int day = 0; day < c->horizon->n_days; day++) {
            int32_t date = c->horizon->first + day;
            bool meant = wish->date == NO_DATE ? wish->weekday == (int)date_weekday(date)
                                               : wish->date == date;
            if (meant || wish->kind == WISH_TEAM_OFF)
                points += points_missed(c, wish, day, team_off) * weight[wish->agent];
        }
    }
    return points;
}

/* How often a burden falls on an agent in the horizon. */
static int burden_of(const struct check *c, int agent, enum burden burden)
{
    int n = 0;
    int32_t weekend = -1;
    for (int day = 0; day < c->horizon->n_days; day++) {
        int32_t date = c->horizon->first + day;
        int i = c->duty_on[agent * c->horizon->n_days + day];
        if (i < 0)
            continue;
        const struct duty *duty = &c->roster->duty[i];
        if (burden == BURDEN_NIGHTS)
            n += plan_is_night(c->plan, check_rules(c, agent), duty->start, duty->end);
        else if (burden == BURDEN_UNDESIRED)
            n += c->plan->shifts[duty->shift].undesired;
        else if (burden != BURDEN_WEEKENDS)
            n += ledger_is_holiday(c->plan, agent, date, burden);
        else if (ledger_weekend(date) >= 0 && ledger_weekend(date) != weekend) {
            weekend = ledger_weekend(date);
            n++;
        }
    }
    return n;
}

/* The n burdens of an agent one after the other, each at its own price. */
static double uneven_cost(const struct check *c)
{
    double cost = 0, *excess = ARENA_ARRAY(c->arena, double, c->plan->n_agents *N_BURDENS + 1);
    ledger_excess(excess, c->plan, c->horizon->first);
    for (int a = 0; a < c->plan->n_agents; a++)
        for (int k = 0; k < N_BURDENS; k++) {
            int n = burden_of(c, a, (enum burden)k);
            int block = ledger_block(c->plan, a, (enum burden)k);
            for (int i = 0; i < n; i++)
                cost += c->plan->prices.uneven[k] *
                        (excess[a * N_BURDENS + k] + (double)(i / block * block));
        }
    return cost;
}

static double wages_of(const struct check *c)
{
    double wages = 0;
    for (int a = 0; a < c->plan->n_agents; a++) {
        const struct contract *contract = &c->plan->contracts[c->plan->agents[a].contract];
        double hours = fmax(contract->hours_week[0] - c->plan->agents[a].time_off_h, 0);
        for (int day = 0; day < c->horizon->n_days; day++)
            if (check_employed(c, a, c->horizon->first + day))
                wages += c->plan->agents[a].wage_per_h * hours / 7;
    }
    return wages;
}

static double dearest_minute(const struct check *c)
{
    double price = 0;
    for (int q = 0; q < c->requirement->n_queues; q++)
        price = fmax(price, c->requirement->price_short[q]);
    return price / 60;
}

static void check_claims(struct check *c)
{
    const struct roster *roster = c->roster;
    double value = c->out->value, tolerance = 1e-5 * fabs(value) + dearest_minute(c);
    if (!isnan(roster->value) && fabs(roster->value - value) > tolerance)
        check_fault(c, -1, -1, "the roster says that it costs %.2f; it costs %.2f", roster->value,
                    value);
    if (!isnan(roster->bound) && roster->bound > value + tolerance)
        check_fault(c, -1, -1,
                    "the roster says that none costs less than %.2f; it costs %.2f itself",
                    roster->bound, value);
    if (isnan(roster->value) || isnan(roster->bound) || isnan(roster->gap))
        return;
    double wages = wages_of(c);
    if (fabs(roster->week_wages - wages) > 1e-6 * wages)
        check_fault(c, -1, -1, "the roster says that contract wages are %.2f; they are %.2f",
                    roster->week_wages, wages);
    double over = roster->value - roster->bound;
    double gap =
        over > 0 ? over / fmax(roster->value - roster->forced - c->out->cost_uneven, wages / 100)
                 : 0;
    if (fabs(gap - roster->gap) > 1e-6)
        check_fault(c, -1, -1, "the roster says that its gap is %.3f %%; it is %.3f %%",
                    100 * roster->gap, 100 * gap);
}

void check_money(struct check *check)
{
    struct check_result *out = check->out;
    for (int i = 0; i < check->roster->n_duties; i++)
        out->cost_premium += premium_of(check, &check->roster->duty[i]);
    out->cost_wishes = wishes_missed(check) * check->plan->prices.wish_point;
    out->cost_uneven = uneven_cost(check);
    out->value = out->cost_short + out->cost_surplus + out->cost_duty + out->cost_hours +
                 out->cost_premium + out->cost_wishes + out->cost_uneven + out->cost_training +
                 out->cost_care;
    check_claims(check);
}
