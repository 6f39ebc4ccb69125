/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fairness.c - a line a group and balance: people, least, median, most, Gini. */
#include "cli/fairness.h"

#include "cli/numbers.h"

#define GROUPS_SHOWN 6

static void group_name(struct text *out, const struct plan *plan, const struct agent *agent)
{
    if (agent->team && *agent->team)
        text_printf(out, "%s, ", agent->team);
    text_add(out, plan->contracts[agent->contract].id);
    if (agent->role != ROLE_AGENT)
        text_printf(out, ", %s", role_names[agent->role]);
    if (agent->profile != PROFILE_ROTATING)
        text_add(out, ", nights by choice");
}

static void row(struct text *out, const struct plan *plan, const struct evenness *even,
                bool is_first)
{
    char number[NUMBER_TEXT];
    struct text group = {0};
    if (is_first)
        group_name(&group, plan, &plan->agents[even->first_agent]);
    text_printf(out, "  %-22.22s %-16s%6d", group.bytes ? group.bytes : "",
                balance_names[even->balance], even->n_people);
    const double values[] = {even->least, even->median, even->most};
    for (int v = 0; v < 3; v++)
        text_printf(out, "%8s", number_text(number, values[v], 1));
    text_printf(out, "%7s\n", number_text(number, even->gini, 2));
    text_free(&group);
}

void fairness_table(struct text *out, const struct plan *plan, const struct evenness *even,
                    int n_even)
{
    int n_groups = 0, last = -1;
    text_add(out,
             "                                          people   least  median    most   Gini\n");
    for (int i = 0; i < n_even; i++) {
        bool is_first = even[i].first_agent != last;
        last = even[i].first_agent;
        n_groups += is_first;
        if (n_groups <= GROUPS_SHOWN)
            row(out, plan, &even[i], is_first);
    }
    if (n_groups > GROUPS_SHOWN)
        text_printf(out, "  %d more groups: see fairness.csv\n", n_groups - GROUPS_SHOWN);
}
