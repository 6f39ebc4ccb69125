/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wellbeing.c - score = 100 - sum over the rules of points x units broken a week, not below 0.
 *
 * Units are the checker's (check_rules.c): hours that lack, days or nights over, times.  The
 * figures are those of the sources, whatever the site has in force; the points are ronda's own: ten
 * for what a source ties to about a third more injuries or risk (a quick return, a night beyond the
 * third), five for a day, one or two for an hour.  The Fatigue and Risk Index was withdrawn in 2021
 * and is not what this is. */
#include "scheduler/wellbeing.h"

#include <math.h>

#include "scheduler/check_part.h"

/* Days of notice that lack, once for all of the roster; none are charged where it is not known. */
static double notice_lacking(const struct week *week, const struct wellbeing_rule *rule, int days)
{
    return days > 0 && week_n(week) > 0 ? fmax(0, rule->value - days) : 0;
}

struct wellbeing *wellbeing_new(const struct plan *plan, const struct roster *roster,
                                int notice_days, struct arena *arena)
{
    struct check check = {
        .plan = plan, .roster = roster, .horizon = &roster->horizon, .arena = arena};
    struct wellbeing *out = ARENA_ARRAY(arena, struct wellbeing, plan->n_agents + 1);
    double weeks = fmax(1, roster->horizon.n_days / 7.0);
    check_prepare(&check);
    for (int a = 0; a < plan->n_agents; a++) {
        struct week week = check_week(&check, a);
        out[a].score = 100;
        for (int k = 0; k < N_WELLBEING; k++) {
            const struct wellbeing_rule *rule = &wellbeing_rules[k];
            if (!rule_binds(rule->id, &plan->agents[a]))
                continue;
            bool is_notice = rule->id == RULE_NOTICE;
            out[a].units[k] = is_notice ? notice_lacking(&week, rule, notice_days)
                                        : check_rule_units(&week, (int)rule->id, rule->value);
            out[a].score -= rule->points * out[a].units[k] / (is_notice ? 1 : weeks);
        }
        out[a].score = fmax(0, out[a].score);
    }
    return out;
}
