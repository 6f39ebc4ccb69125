/* SPDX-License-Identifier: GPL-3.0-or-later */
/* data_agent.c - the block of one agent's page: the agent's own week and balances, and nothing from
 * which another's could be told. */
#include "io/report/data.h"

/* What the weeks before left; "ledger" is null without a row. */
static void put_ledger(struct text *out, const struct plan *plan, int agent)
{
    char date[DATE_TEXT];
    put_key(out, "ledger");
    for (int i = 0; i < plan->n_ledger; i++) {
        const struct ledger_entry *entry = &plan->ledger[i];
        const double rest[] = {entry->wishes_granted, entry->late_changes, entry->hours};
        if (entry->agent != agent)
            continue;
        put_open(out, '{');
        put_text_member(out, "until", date_format(date, entry->until));
        for (int k = 0; k < N_BALANCES; k++)
            put_number_member(out, balance_names[k],
                              k < N_BURDENS ? entry->burden[k] : rest[k - N_BURDENS], 4);
        put_close(out, '}');
        return;
    }
    put_text(out, NULL);
}

static void put_own_wishes(struct text *out, const struct report *report, int agent)
{
    put_key(out, "own_wishes");
    put_open(out, '[');
    for (int i = 0; i < report->n_wishes; i++) {
        const struct wish_answer *answer = &report->wishes[i];
        const struct wish *wish = &report->plan->wishes[answer->wish];
        if (wish->agent != agent)
            continue;
        put_open(out, '{');
        put_number_member(out, "day", answer->date - report->horizon->first, 0);
        put_text_member(out, "wish", wish_kind_names[wish->kind]);
        put_text_member(out, "shift",
                        wish->shift >= 0 ? report->plan->shifts[wish->shift].id : NULL);
        put_number_member(out, "granted", answer->granted, 0);
        put_close(out, '}');
    }
    put_close(out, ']');
}

/* Only the rules that this week goes beyond. */
static void put_wellbeing(struct text *out, const struct wellbeing *own)
{
    put_number_member(out, "score", own->score, 1);
    put_key(out, "beyond");
    put_open(out, '[');
    for (int k = 0; k < N_WELLBEING; k++) {
        const struct wellbeing_rule *rule = &wellbeing_rules[k];
        if (own->units[k] <= 0)
            continue;
        put_open(out, '{');
        put_text_member(out, "rule", rule_defs[rule->id].name);
        put_number_member(out, "value", rule->value, 3);
        put_number_member(out, "units", own->units[k], 3);
        put_number_member(out, "points", rule->points, 3);
        put_text_member(out, "source", rule->source);
        put_close(out, '}');
    }
    put_close(out, ']');
}

void report_agent_data(struct text *out, const struct report *report, int agent)
{
    const struct agent *own = &report->plan->agents[agent];
    put_open(out, '{');
    put_text_member(out, "kind", "agent");
    data_frame(out, report);
    put_key(out, "agents");
    put_open(out, '[');
    put_open(out, '{');
    put_text_member(out, "id", own->id);
    put_text_member(out, "name", own->name);
    put_text_member(out, "team_name", own->team);
    put_close(out, '}');
    put_close(out, ']');
    data_roster(out, report, agent);
    put_wellbeing(out, &report->wellbeing[agent]);
    put_own_wishes(out, report, agent);
    put_ledger(out, report->plan, agent);
    put_close(out, '}');
}
