/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wishes.c - a wish counts on the work dates that it means, as far as the agent is employed, not
 * away, not on a fixed shift and may work then.  One that is not granted costs points x wish_point
 * x the agent's weight (base/ledger.h); a wish for the same start that for each hour of a move. */
#include "planner/wishes.h"

#include <stdlib.h>

#include "base/team_off.h"

struct view {
    const struct plan *plan;
    const struct roster *roster;
    const double *weight; /* [n_agents] */
    const bool *team_off; /* [n_agents * n_days] */
};

static const struct duty *duty_on(const struct view *v, int agent, int32_t date)
{
    for (int i = 0; i < v->roster->n_duties; i++)
        if (v->roster->duty[i].agent == agent && v->roster->duty[i].work_date == date)
            return &v->roster->duty[i];
    return NULL;
}

static bool is_held(const struct view *v, int agent, int32_t date)
{
    const struct agent *who = &v->plan->agents[agent];
    if ((who->from != NO_DATE && date < who->from) || (who->to != NO_DATE && date > who->to) ||
        !(who->weekdays >> date_weekday(date) & 1))
        return true;
    for (int i = 0; i < v->plan->n_leaves; i++) {
        const struct leave *leave = &v->plan->leaves[i];
        if (leave->agent == agent && leave->status == LEAVE_APPROVED && leave->from <= date &&
            date <= leave->to)
            return true;
    }
    return false;
}

bool planner_is_granted(const struct wish *wish, const struct duty *duty)
{
    switch (wish->kind) {
    case WISH_OFF:
        return !duty;
    case WISH_WORK:
        return duty != NULL;
    case WISH_SHIFT:
        return duty && duty->shift == wish->shift;
    case WISH_NOT_SHIFT:
        return !duty || duty->shift != wish->shift;
    case WISH_TEAM_OFF:
    case WISH_SAME_START:
    case N_WISH_KINDS:
        break;
    }
    return false;
}

static int hours_moved(const struct view *v, int agent, int32_t first, int n_days)
{
    int moved = 0, before = -1;
    for (int32_t date = first; date < first + n_days; date++) {
        const struct duty *duty = duty_on(v, agent, date);
        if (!duty)
            continue;
        int hour = tz_minute(plan_zone(v->plan, agent), duty->start) / 60;
        int apart = before < 0 ? 0 : abs(hour - before);
        moved += apart > 12 ? 24 - apart : apart;
        before = hour;
    }
    return moved;
}

static double price_of(const struct view *v, const struct wish *wish)
{
    return wish->points * v->plan->prices.wish_point * v->weight[wish->agent];
}

/* The wish in the week, or on the date, that begins `day` days into the horizon; false: not meant.
 */
static bool answer(struct wish_answer *out, const struct view *v, int index, int day)
{
    const struct wish *wish = &v->plan->wishes[index];
    const struct horizon *horizon = &v->roster->horizon;
    int32_t date = horizon->first + day;
    *out = (struct wish_answer){.wish = index, .date = date};
    if (wish->kind == WISH_SAME_START) {
        int left = horizon->n_days - day;
        int moved = hours_moved(v, wish->agent, date, left < 7 ? left : 7);
        out->granted = moved == 0;
        out->price = moved * price_of(v, wish);
        return day % 7 == 0;
    }
    bool meant =
        wish->date == NO_DATE ? wish->weekday == (int)date_weekday(date) : wish->date == date;
    bool is_team_off = wish->kind == WISH_TEAM_OFF;
    if ((!meant && !is_team_off) || is_held(v, wish->agent, date))
        return false;
    const struct duty *duty = duty_on(v, wish->agent, date);
    out->granted = is_team_off ? v->team_off[wish->agent * horizon->n_days + day] == !duty
                               : planner_is_granted(wish, duty);
    out->price = out->granted ? 0 : price_of(v, wish);
    return true;
}

int planner_wishes(struct wish_answer **out, const struct plan *plan,
                   const struct requirement *requirement, const struct roster *roster,
                   struct arena *arena)
{
    bool *team_off = ARENA_ARRAY(arena, bool, plan->n_agents * roster->horizon.n_days + 1);
    double *weight = NEW_ARRAY(double, plan->n_agents + 1);
    struct wish_answer *answers = NULL;
    size_t n = 0, cap = 0;
    struct view v = {plan, roster, weight, team_off};
    team_days_off(team_off, plan, requirement, &roster->horizon);
    ledger_wish_weights(weight, plan, roster->horizon.first);
    for (int i = 0; i < plan->n_wishes; i++)
        for (int day = 0; day < roster->horizon.n_days; day++) {
            MEM_GROW(answers, n, cap);
            n += answer(&answers[n], &v, i, day);
        }
    *out = ARENA_ARRAY(arena, struct wish_answer, n + 1);
    for (size_t i = 0; i < n; i++)
        (*out)[i] = answers[i];
    mem_free(answers);
    mem_free(weight);
    return (int)n;
}
