/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ledger.c - where people stand among their like.
 *
 * In a group with the balances b_1 ... b_n of one burden, agent a stands at b_a - mean(b).  A week
 * that costs each of them price x (b_a - mean) for one more is the first-order part of
 * price / 2 x sum (b_a - mean)^2: those below the mean are drawn to it, those above are spared, and
 * if all take the same, nothing is paid.  A burden that comes in blocks is charged by the block:
 * the k-th one of a horizon costs
 *     price x (b_a - mean + block x floor((k - 1) / block)).
 * The same convex price for all of a group leaves balances that differ by no more than a block,
 * where rules and contracts allow it. */
#include "base/ledger.h"

#include <math.h>
#include <string.h>

#include "base/plan.h"

const char *const burden_names[N_BURDENS] = {"nights", "weekends", "holidays", "observances",
                                             "undesired_starts"};

const char *const balance_names[N_BALANCES] = {
    "nights",           "weekends",       "holidays",     "observances",
    "undesired_starts", "wishes_granted", "late_changes", "hours"};

static bool are_alike(const struct agent *a, const struct agent *b)
{
    return a->contract == b->contract && a->role == b->role && a->profile == b->profile &&
           strcmp(a->team ? a->team : "", b->team ? b->team : "") == 0;
}

int ledger_groups(int *group, const struct plan *plan)
{
    int *first = NEW_ARRAY(int, plan->n_agents + 1), n = 0;
    for (int a = 0; a < plan->n_agents; a++) {
        int g = 0;
        while (g < n && !are_alike(&plan->agents[first[g]], &plan->agents[a]))
            g++;
        if (g == n)
            first[n++] = a;
        group[a] = g;
    }
    mem_free(first);
    return n;
}

void ledger_standing(const struct ledger_entry **entry, const struct plan *plan, int32_t first)
{
    int32_t latest = NO_DATE;
    for (int i = 0; i < plan->n_ledger; i++)
        if (plan->ledger[i].until < first && plan->ledger[i].until > latest)
            latest = plan->ledger[i].until;
    for (int a = 0; a < plan->n_agents; a++)
        entry[a] = NULL;
    for (int i = 0; i < plan->n_ledger; i++)
        if (latest != NO_DATE && plan->ledger[i].until == latest)
            entry[plan->ledger[i].agent] = &plan->ledger[i];
}

/* Whether a burden can fall on the agent at all. */
static bool bears(const struct plan *plan, int agent, int burden)
{
    return burden != BURDEN_OBSERVANCES || plan->agents[agent].observance;
}

static double cut(double x, double most)
{
    return fmax(-most, fmin(x, most));
}

/* excess[stride * a] = value[a] - mean of the group's values, over agents whose value is known. */
static void above_mean(double *excess, int stride, const double *value, const int *group,
                       int n_groups, int n_agents)
{
    double *sum = NEW_ARRAY(double, n_groups + 1);
    int *n = NEW_ARRAY(int, n_groups + 1);
    for (int a = 0; a < n_agents; a++)
        if (!isnan(value[a])) {
            sum[group[a]] += value[a];
            n[group[a]]++;
        }
    for (int a = 0; a < n_agents; a++)
        excess[a * stride] = isnan(value[a]) ? 0 : value[a] - sum[group[a]] / n[group[a]];
    mem_free(sum);
    mem_free(n);
}

void ledger_excess(double *excess, const struct plan *plan, int32_t first)
{
    int *group = NEW_ARRAY(int, plan->n_agents + 1);
    const struct ledger_entry **entry = NEW_ARRAY(const struct ledger_entry *, plan->n_agents + 1);
    double *value = NEW_ARRAY(double, plan->n_agents + 1);
    int n_groups = ledger_groups(group, plan);
    ledger_standing(entry, plan, first);
    for (int k = 0; k < N_BURDENS; k++) {
        for (int a = 0; a < plan->n_agents; a++)
            value[a] = entry[a] && bears(plan, a, k) ? entry[a]->burden[k] : NAN;
        above_mean(excess + k, N_BURDENS, value, group, n_groups, plan->n_agents);
        for (int a = 0; a < plan->n_agents; a++)
            excess[a * N_BURDENS + k] = cut(excess[a * N_BURDENS + k], LEDGER_EXCESS_MOST);
    }
    mem_free(value);
    mem_free(entry);
    mem_free(group);
}

/* What decides whose wishes go first: larger goes first.  Not known: not a number. */
static double claim(const struct plan *plan, int agent, const struct ledger_entry *entry,
                    int32_t first)
{
    int32_t since = plan->agents[agent].since;
    if (plan->policy.wish_order == WISHES_BY_SENIORITY)
        return since != NO_DATE && since <= first ? (first - since) / 365.25 : NAN;
    return entry ? -entry->wishes_granted : NAN;
}

void ledger_wish_weights(double *weight, const struct plan *plan, int32_t first)
{
    int *group = NEW_ARRAY(int, plan->n_agents + 1);
    const struct ledger_entry **entry = NEW_ARRAY(const struct ledger_entry *, plan->n_agents + 1);
    double *value = NEW_ARRAY(double, plan->n_agents + 1);
    double *excess = NEW_ARRAY(double, plan->n_agents + 1);
    int n_groups = ledger_groups(group, plan);
    ledger_standing(entry, plan, first);
    for (int a = 0; a < plan->n_agents; a++)
        value[a] = claim(plan, a, entry[a], first);
    above_mean(excess, 1, value, group, n_groups, plan->n_agents);
    for (int a = 0; a < plan->n_agents; a++) {
        double mean = isnan(value[a]) ? 0 : fabs(value[a] - excess[a]);
        weight[a] = plan->policy.wish_order == WISHES_BY_POINTS
                        ? 1
                        : 1 + cut(excess[a] / fmax(mean, 1), 1) / 2;
    }
    mem_free(excess);
    mem_free(value);
    mem_free(entry);
    mem_free(group);
}

/* Days that are no holiday but for those who keep them count for those only. */
static bool is_kept(const struct plan *plan, const char *const *calendars, int n_calendars,
                    int32_t date, bool with_observances)
{
    for (int i = 0; i < plan->n_holidays; i++) {
        const struct holiday *holiday = &plan->holidays[i];
        if (holiday->date != date || holiday->kind == HOLIDAY_SPECIAL_WORKING ||
            (holiday->kind == HOLIDAY_OBSERVANCE && !with_observances))
            continue;
        for (int c = 0; c < n_calendars; c++)
            if (strcmp(calendars[c], holiday->calendar) == 0)
                return true;
    }
    return false;
}

bool ledger_is_holiday(const struct plan *plan, int agent, int32_t date, enum burden burden)
{
    const struct site *site = plan_site(plan, plan->agents[agent].branch);
    const char *own = plan->agents[agent].observance;
    bool of_site = is_kept(plan, site->calendars, site->n_calendars, date, false);
    if (burden == BURDEN_HOLIDAYS)
        return of_site;
    return burden == BURDEN_OBSERVANCES && own && !of_site && is_kept(plan, &own, 1, date, true);
}

int32_t ledger_weekend(int32_t date)
{
    enum weekday day = date_weekday(date);
    return day == SATURDAY ? date : day == SUNDAY ? date - 1 : -1;
}

int ledger_block(const struct plan *plan, int agent, enum burden burden)
{
    int days = plan->contracts[plan->agents[agent].contract].days_week[1];
    return (burden == BURDEN_NIGHTS || burden == BURDEN_UNDESIRED) && days > 1 ? days : 1;
}
