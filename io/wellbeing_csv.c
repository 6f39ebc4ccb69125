/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wellbeing_csv.c - wellbeing.csv: the score of each agent, and what it comes from. */
#include "io/out_csv.h"

void wellbeing_csv(struct text *out, const struct plan *plan, const struct wellbeing *wellbeing)
{
    text_add(out, "agent,score");
    for (int k = 0; k < N_WELLBEING; k++)
        text_printf(out, ",%s", rule_defs[wellbeing_rules[k].id].name);
    text_add_char(out, '\n');
    for (int a = 0; a < plan->n_agents; a++) {
        csv_add_cell(out, plan->agents[a].id);
        text_add_char(out, ',');
        csv_add_number(out, wellbeing[a].score, 1);
        for (int k = 0; k < N_WELLBEING; k++) {
            text_add_char(out, ',');
            csv_add_number(out, wellbeing[a].units[k], 2);
        }
        text_add_char(out, '\n');
    }
}
