/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_pace.c - how fast people are: newcomers, mentors, and guides whom nobody has named.
 *
 * A contact takes 1 / part times as long, for the part of a person of base/posts.h.  Seniors who
 * begin together with learners in tandem without a mentor named give them support_min_per_h of each
 * hour, in equal parts, and keep a quarter of a person at least, as in the roster.  People beyond
 * the plan's agents are whole. */
#include <math.h>

#include "base/posts.h"
#include "scheduler/sim_part.h"

#define LEAST_PART 0.25

bool sim_any_guided(const struct plan *plan, const struct roster *roster)
{
    for (int i = 0; i < roster->n_duties; i++)
        if (roster->duty[i].agent < plan->n_agents &&
            posts_guide_part(plan, roster->duty[i].agent, roster->duty[i].work_date) > 0)
            return true;
    return false;
}

double sim_guided_part(const struct plan *plan, const struct roster *roster,
                       const struct duty *duty)
{
    double taken = 0;
    int n_guides = 0;
    if (duty->agent >= plan->n_agents || !posts_guides(plan, duty->agent, duty->work_date))
        return 0;
    for (int i = 0; i < roster->n_duties; i++) {
        const struct duty *other = &roster->duty[i];
        if (other->start != duty->start || other->agent >= plan->n_agents)
            continue;
        taken += posts_guide_part(plan, other->agent, other->work_date);
        n_guides += posts_guides(plan, other->agent, other->work_date);
    }
    return taken / n_guides; /* the duty's own agent is one */
}

double sim_pace(const struct plan *plan, int agent, int32_t date, double guiding)
{
    double part = agent < plan->n_agents ? posts_work_part(plan, agent, date) : 1;
    if (guiding > 0)
        part = fmax(part - guiding, LEAST_PART);
    return part > 0 ? 1 / part : 1;
}
