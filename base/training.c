/* SPDX-License-Identifier: GPL-3.0-or-later */
/* training.c - whom a row of training.csv asks for, and when. */
#include "base/training.h"

#include <string.h>

static bool is_listed(const char *const *list, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (name && strcmp(list[i], name) == 0)
            return true;
    return false;
}

bool training_asks(const struct plan *plan, int training, int agent)
{
    const struct training *row = &plan->trainings[training];
    const struct agent *who = &plan->agents[agent];
    if (agent == row->trainer || is_listed(row->done, row->n_done, who->id))
        return false;
    return (row->n_agents == 0 && row->n_teams == 0) ||
           is_listed(row->agents, row->n_agents, who->id) ||
           is_listed(row->teams, row->n_teams, who->team);
}

static int32_t last_date(const struct horizon *horizon)
{
    return horizon->first + horizon->n_days - 1;
}

bool training_is_open(const struct plan *plan, int training, const struct horizon *horizon)
{
    const struct training *row = &plan->trainings[training];
    return row->by >= horizon->first && (row->from == NO_DATE || row->from <= last_date(horizon));
}

double training_price(const struct plan *plan, int training, const struct horizon *horizon)
{
    const struct training *row = &plan->trainings[training];
    return row->by <= last_date(horizon) ? row->price : 0;
}

bool training_wants(const struct plan *plan, int training, int agent, const struct horizon *horizon)
{
    const struct training *row = &plan->trainings[training];
    const struct agent *who = &plan->agents[agent];
    int32_t from = row->from > horizon->first ? row->from : horizon->first;
    int32_t to = row->by < last_date(horizon) ? row->by : last_date(horizon);
    return training_is_open(plan, training, horizon) && training_asks(plan, training, agent) &&
           (who->from == NO_DATE || who->from <= to) && (who->to == NO_DATE || who->to >= from);
}
