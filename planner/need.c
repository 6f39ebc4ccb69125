/* SPDX-License-Identifier: GPL-3.0-or-later */
/* need.c - the stages before the roster: horizon, forecast, staffing. */
#include <string.h>

#include "base/posts.h"
#include "forecast/forecast.h"
#include "forecast/staffing.h"
#include "planner/planner.h"

static bool has_name(const char *const *names, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* The site, a client or an agent keeps the calendar. */
static bool is_kept(const struct plan *plan, const char *calendar)
{
    if (has_name(plan->site.calendars, plan->site.n_calendars, calendar))
        return true;
    for (int i = 0; i < plan->n_branches; i++)
        if (has_name(plan->branches[i].site.calendars, plan->branches[i].site.n_calendars,
                     calendar))
            return true;
    for (int i = 0; i < plan->n_accounts; i++)
        if (has_name(plan->accounts[i].calendars, plan->accounts[i].n_calendars, calendar))
            return true;
    for (int a = 0; a < plan->n_agents; a++)
        if (plan->agents[a].observance && strcmp(plan->agents[a].observance, calendar) == 0)
            return true;
    return false;
}

/* A date that may yet move, in the horizon or, as clients' zones differ, a day beside it. */
static void warn_of_holidays(const struct plan *plan, const struct horizon *horizon,
                             struct diags *diags)
{
    for (int i = 0; i < plan->n_holidays; i++) {
        const struct holiday *holiday = &plan->holidays[i];
        char date[DATE_TEXT];
        if (holiday->status == HOLIDAY_CONFIRMED || holiday->date < horizon->first - 1 ||
            holiday->date > horizon->first + horizon->n_days || !is_kept(plan, holiday->calendar))
            continue;
        diag_warning(diags, &holiday->at,
                     "the week touches %s of calendar %s, %s, whose date is %s, not confirmed: "
                     "volume, pay and fairness follow it",
                     holiday->name, holiday->calendar, date_format(date, holiday->date),
                     holiday_status_names[holiday->status]);
    }
}

static void warn_of_mentors(const struct plan *plan, int32_t first, int n_days, struct diags *diags)
{
    for (int a = 0; a < plan->n_agents; a++)
        for (int32_t date = first; date < first + n_days; date++) {
            if (!posts_mentor_away(plan, a, date))
                continue;
            diag_warning(diags, &plan->agents[a].at,
                         "mentor %s of %s is on leave for most of the week: any senior guides them",
                         plan->agents[plan->agents[a].mentor].id, plan->agents[a].id);
            break;
        }
}

enum status planner_need(struct planned *out, const struct plan *plan, int32_t first, int n_weeks,
                         struct arena *arena, struct run *run, struct diags *diags)
{
    const struct site *site = &plan->site;
    TRY(horizon_make(&out->horizon, site->zone, first, 7 * n_weeks, site->day_starts_min,
                     site->slot_min, diags));
    warn_of_holidays(plan, &out->horizon, diags);
    warn_of_mentors(plan, first, 7 * n_weeks, diags);
    TRY(forecast_demand_parallel(&out->demand, plan, &out->horizon.grid, run->pool, arena, diags));
    return staffing_requirement(&out->requirement, plan, &out->demand, arena, diags);
}
