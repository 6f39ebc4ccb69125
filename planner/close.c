/* SPDX-License-Identifier: GPL-3.0-or-later */
/* close.c - the roster as worked, day by day, into balances.
 *
 * For each agent and date of the span there is one duty or none: the plan's (of two the one that
 * ends later), or what attendance says in its place.
 *
 * Balances grow by what was borne (base/ledger.h).  Somebody away on an occasion (a date; for
 * weekends both days) is credited with the mean of those of the group who were there, so that leave
 * neither spares anybody later nor is paid for by nights.  Whoever has no standing row (new, or
 * back after a time) enters at the mean of the group's rows.  Plain absence is not credited.
 *
 *   run_days    dates worked in a row up to the last one, going on from a row that ends on the day
 *               before the first; run_nights the same of nights
 *   hours       paid hours less what the contract's least asks of the dates there
 *   wishes      points of wishes that the plan granted: a swap is the agent's own doing
 *   late        dates whose shift the employer changed
 *
 * Shrinkage.  Of the paid hours planned, those lost: shifts missed, late arrivals and early leaves,
 * and minutes that attendance calls lost; a swap or an employer's change loses nothing. */
#include "planner/close.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "planner/wishes.h"

struct close {
    const struct plan *plan;
    const struct roster *roster;
    struct closed *out;
    int32_t first;
    int n_days;
    const struct duty **planned;        /* [n_agents * n_days] or NULL */
    const struct attended **attended;   /* [n_agents * n_days] */
    struct duty *worked;                /* [n_agents * n_days] start NO_TIME: not */
    bool *away;                         /* [n_agents * n_days] not employed, on leave, sick */
    const struct ledger_entry **before; /* [n_agents] standing row, or NULL */
    struct arena *arena;
};

static size_t at(const struct close *c, int agent, int day)
{
    return (size_t)agent * (size_t)c->n_days + (size_t)day;
}

static bool is_employed(const struct agent *agent, int32_t date)
{
    return (agent->from == NO_DATE || date >= agent->from) &&
           (agent->to == NO_DATE || date <= agent->to);
}

static bool is_worked(const struct close *c, int agent, int day)
{
    return c->worked[at(c, agent, day)].start != NO_TIME;
}

/* ---- the roster as worked ---- */

static void place_planned(struct close *c)
{
    for (int d = 0; d < c->roster->n_duties; d++) {
        const struct duty *duty = &c->roster->duty[d];
        int day = duty->work_date - c->first;
        if (day < 0 || day >= c->n_days)
            continue;
        const struct duty **place = &c->planned[at(c, duty->agent, day)];
        if (!*place || duty->end > (*place)->end)
            *place = duty;
    }
    for (int i = 0; i < c->roster->n_absences; i++) {
        int day = c->roster->absence[i].work_date - c->first;
        if (day >= 0 && day < c->n_days)
            c->away[at(c, c->roster->absence[i].agent, day)] = true;
    }
    for (int a = 0; a < c->plan->n_agents; a++)
        for (int day = 0; day < c->n_days; day++)
            c->away[at(c, a, day)] |= !is_employed(&c->plan->agents[a], c->first + day);
}

static enum status place_attended(struct close *c, const struct attended *attended, int n,
                                  struct diags *diags)
{
    char date[DATE_TEXT];
    enum status status = OK;
    for (int i = 0; i < n; i++) {
        int day = attended[i].work_date - c->first;
        if (day < 0 || day >= c->n_days) {
            diag_error(diags, &attended[i].at, "work date %s is not of the week that is closed",
                       date_format(date, attended[i].work_date));
            status = ERR_DATA;
            continue;
        }
        const struct attended **place = &c->attended[at(c, attended[i].agent, day)];
        if (*place) {
            diag_error(diags, &attended[i].at, "%s has two rows for %s: the first is in line %d",
                       c->plan->agents[attended[i].agent].id,
                       date_format(date, attended[i].work_date), (*place)->at.line);
            status = ERR_DATA;
        }
        *place = &attended[i];
        if (attended[i].start == NO_TIME && !c->planned[at(c, attended[i].agent, day)])
            diag_warning(diags, &attended[i].at, "%s had no shift on %s that could be missed",
                         c->plan->agents[attended[i].agent].id,
                         date_format(date, attended[i].work_date));
    }
    return status;
}

static int meal_min(const struct close *c, int shift)
{
    return shift >= 0 ? c->plan->shifts[shift].meal_min : 0;
}

/* What attendance says, over the plan's duty. */
static void replace_duty(const struct close *c, struct duty *duty, const struct attended *row)
{
    int shift = row->shift >= 0 ? row->shift : duty->start != NO_TIME ? duty->shift : -1;
    *duty = (struct duty){.agent = row->agent,
                          .work_date = row->work_date,
                          .shift = shift,
                          .start = row->start,
                          .end = row->end};
    if (row->start != NO_TIME)
        duty->paid_min = (int)((row->end - row->start) / 60) - meal_min(c, shift);
}

static void make_worked(struct close *c)
{
    for (int a = 0; a < c->plan->n_agents; a++)
        for (int day = 0; day < c->n_days; day++) {
            struct duty *duty = &c->worked[at(c, a, day)];
            const struct duty *planned = c->planned[at(c, a, day)];
            const struct attended *row = c->attended[at(c, a, day)];
            *duty = planned ? *planned : (struct duty){.start = NO_TIME};
            if (!row)
                continue;
            replace_duty(c, duty, row);
            c->away[at(c, a, day)] |=
                planned && row->start == NO_TIME &&
                (row->reason == ATTENDED_SICK || row->reason == ATTENDED_LEAVE);
        }
}

/* ---- what was lost ---- */

static double assumed_share(const struct close *c, const struct duty *duty)
{
    double sum = 0;
    int n = 0;
    for (int q = 0; q < c->plan->n_queues; q++)
        if (duty->queues >> q & 1) {
            sum += c->plan->queues[q].shrinkage;
            n++;
        }
    return n > 0 ? sum / n : c->plan->policy.shrinkage;
}

static void count_day(struct close *c, int agent, int day)
{
    struct closed *out = c->out;
    const struct duty *planned = c->planned[at(c, agent, day)];
    const struct duty *worked = &c->worked[at(c, agent, day)];
    const struct attended *row = c->attended[at(c, agent, day)];
    bool was = worked->start != NO_TIME;
    double hours = was ? worked->paid_min / 60.0 : 0, plan = planned ? planned->paid_min / 60.0 : 0;
    bool own = !row || (row->reason != ATTENDED_SWAP && row->reason != ATTENDED_CHANGED);
    out->n_planned += planned != NULL;
    out->n_worked += was;
    out->n_missed += planned && !was && own;
    out->n_swapped += row && was && row->reason == ATTENDED_SWAP;
    out->n_late += row && row->reason == ATTENDED_CHANGED;
    out->hours_planned += plan;
    out->hours_assumed += planned ? plan * assumed_share(c, planned) : 0;
    out->hours_lost += (own && plan > hours ? plan - hours : 0) + (row ? row->lost_min / 60.0 : 0);
    out->hours_extra += hours > plan && !(row && row->reason == ATTENDED_SWAP) ? hours - plan : 0;
}

/* ---- balances ---- */

static bool bore(const struct close *c, int agent, int day, enum burden burden)
{
    const struct duty *duty = &c->worked[at(c, agent, day)];
    const struct rule_set *rules = c->plan->agents[agent].rules;
    if (duty->start == NO_TIME)
        return false;
    switch (burden) {
    case BURDEN_NIGHTS:
        return plan_is_night(c->plan, rules ? rules : &c->plan->rules, duty->start, duty->end);
    case BURDEN_WEEKENDS:
        return ledger_weekend(c->first + day) >= 0;
    case BURDEN_HOLIDAYS:
    case BURDEN_OBSERVANCES:
        return ledger_is_holiday(c->plan, agent, c->first + day, burden);
    case BURDEN_UNDESIRED:
        return duty->shift >= 0 && c->plan->shifts[duty->shift].undesired;
    case N_BURDENS:
        break;
    }
    return false;
}

/* Days of one occasion from `day` on: a weekend is one, any other date too. */
static int occasion_days(const struct close *c, int day, enum burden burden)
{
    int32_t weekend = ledger_weekend(c->first + day);
    bool two = burden == BURDEN_WEEKENDS && weekend == c->first + day && day + 1 < c->n_days;
    return two ? 2 : 1;
}

/* One burden of one occasion: borne, or credited to those away.  Groups are small, so each is
 * summed by a look at everybody. */
static void add_occasion(const struct close *c, const int *group, int n_groups, int day, int days,
                         enum burden burden)
{
    double *borne = NEW_ARRAY(double, n_groups + 1), *there = NEW_ARRAY(double, n_groups + 1);
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < c->out->n_ledger; i++) {
            struct ledger_entry *entry = &c->out->ledger[i];
            int a = entry->agent;
            bool is_there = false, is_borne = false;
            for (int d = day; d < day + days; d++) {
                is_there |= !c->away[at(c, a, d)];
                is_borne |= bore(c, a, d, burden);
            }
            if (pass == 0) {
                borne[group[a]] += is_borne;
                there[group[a]] += is_there || is_borne;
            } else if (is_there || is_borne) {
                entry->burden[burden] += is_borne;
            } else if (burden != BURDEN_OBSERVANCES && there[group[a]] > 0) {
                entry->burden[burden] += borne[group[a]] / there[group[a]];
            }
        }
    mem_free(borne);
    mem_free(there);
}

static void add_burdens(const struct close *c, const int *group, int n_groups)
{
    for (int k = 0; k < N_BURDENS; k++)
        for (int day = 0, days; day < c->n_days; day += days) {
            days = occasion_days(c, day, (enum burden)k);
            add_occasion(c, group, n_groups, day, days, (enum burden)k);
        }
}

static void add_runs(const struct close *c, struct ledger_entry *entry)
{
    int a = entry->agent;
    if (!c->before[a] || c->before[a]->until + 1 != c->first)
        entry->run_days = entry->run_nights = 0;
    for (int day = 0; day < c->n_days; day++) {
        const struct duty *duty = &c->worked[at(c, a, day)];
        entry->run_days = is_worked(c, a, day) ? entry->run_days + 1 : 0;
        entry->run_nights = bore(c, a, day, BURDEN_NIGHTS) ? entry->run_nights + 1 : 0;
        if (is_worked(c, a, day) && duty->end > entry->last_shift_end)
            entry->last_shift_end = duty->end;
    }
}

/* Paid hours above what the least of the contract asks of the dates there. */
static double hours_above(const struct close *c, int agent)
{
    const struct contract *contract = &c->plan->contracts[c->plan->agents[agent].contract];
    double paid = 0, asked = 0;
    for (int from = 0; from < c->n_days; from += 7) {
        double employed = 0, away = 0;
        for (int day = from; day < from + 7 && day < c->n_days; day++) {
            bool is_here = is_employed(&c->plan->agents[agent], c->first + day);
            employed += is_here;
            away += is_here && c->away[at(c, agent, day)];
            paid += is_worked(c, agent, day) ? c->worked[at(c, agent, day)].paid_min / 60.0 : 0;
        }
        double days = fmax(contract->days_week[0], 1);
        asked += fmax(0, contract->hours_week[0] * (employed / 7 - away / days));
    }
    return paid - asked;
}

/* Points of the agent's wishes that the plan granted. */
static double points_granted(const struct close *c, int agent)
{
    double points = 0;
    for (int i = 0; i < c->plan->n_wishes; i++) {
        const struct wish *wish = &c->plan->wishes[i];
        for (int day = 0; wish->agent == agent && day < c->n_days; day++) {
            int32_t date = c->first + day;
            const struct duty *duty = c->planned[at(c, agent, day)];
            bool meant = wish->date == NO_DATE ? wish->weekday == (int)date_weekday(date)
                                               : wish->date == date;
            if (meant && !c->away[at(c, agent, day)] && !(duty && duty->is_fixed) &&
                planner_is_granted(wish, duty))
                points += wish->points;
        }
    }
    return points;
}

static int changes_late(const struct close *c, int agent)
{
    int n = 0;
    for (int day = 0; day < c->n_days; day++) {
        const struct attended *row = c->attended[at(c, agent, day)];
        n += row && row->reason == ATTENDED_CHANGED;
    }
    return n;
}

/* ---- rows ---- */

/* Mean of the standing rows of an agent's group, without place or runs. */
static struct ledger_entry group_mean(const struct close *c, const int *group, int agent)
{
    struct ledger_entry mean = {.agent = agent, .last_shift_end = NO_TIME};
    int n = 0;
    for (int a = 0; a < c->plan->n_agents; a++) {
        const struct ledger_entry *row = c->before[a];
        if (!row || group[a] != group[agent])
            continue;
        for (int k = 0; k < N_BURDENS; k++)
            mean.burden[k] += row->burden[k];
        mean.wishes_granted += row->wishes_granted;
        n++;
    }
    for (int k = 0; k < N_BURDENS && n > 0; k++)
        mean.burden[k] /= n;
    mean.wishes_granted /= n > 0 ? n : 1;
    return mean;
}

static const struct ledger_entry *any_row(const struct plan *plan, int agent)
{
    for (int i = 0; i < plan->n_ledger; i++)
        if (plan->ledger[i].agent == agent)
            return &plan->ledger[i];
    return NULL;
}

static bool is_here_at_all(const struct close *c, int agent)
{
    for (int day = 0; day < c->n_days; day++)
        if (is_employed(&c->plan->agents[agent], c->first + day))
            return true;
    return false;
}

/* The row that an agent enters the span with; false: none, nor does one come of it. */
static bool begin_row(struct ledger_entry *out, const struct close *c, const int *group, int agent)
{
    const struct ledger_entry *old = any_row(c->plan, agent);
    bool is_here = is_here_at_all(c, agent);
    if (!is_here && !old)
        return false;
    *out = c->before[agent] || !is_here ? *old : group_mean(c, group, agent);
    if (old && is_here && !c->before[agent]) { /* back: hours and rest are their own */
        out->last_shift_end = old->last_shift_end;
        out->hours = old->hours;
        out->late_changes = old->late_changes;
    }
    return true;
}

static void make_ledger(struct close *c)
{
    const struct plan *plan = c->plan;
    int *group = NEW_ARRAY(int, plan->n_agents + 1), n = 0;
    int n_groups = ledger_groups(group, plan);
    struct ledger_entry *gone = NEW_ARRAY(struct ledger_entry, plan->n_agents + 1);
    int n_gone = 0;
    c->out->ledger = ARENA_ARRAY(c->arena, struct ledger_entry, plan->n_agents + 1);
    for (int a = 0; a < plan->n_agents; a++) {
        struct ledger_entry row;
        if (!begin_row(&row, c, group, a))
            continue;
        if (is_here_at_all(c, a))
            c->out->ledger[n++] = row;
        else
            gone[n_gone++] = row;
    }
    c->out->n_ledger = n;
    add_burdens(c, group, n_groups);
    for (int i = 0; i < n; i++) {
        struct ledger_entry *entry = &c->out->ledger[i];
        add_runs(c, entry);
        entry->until = c->out->last;
        entry->hours += hours_above(c, entry->agent);
        entry->wishes_granted += points_granted(c, entry->agent);
        entry->late_changes += changes_late(c, entry->agent);
    }
    for (int i = 0; i < n_gone; i++) /* who is not employed keeps the row as it is */
        c->out->ledger[c->out->n_ledger++] = gone[i];
    mem_free(gone);
    mem_free(group);
}

static int by_agent(const void *a, const void *b)
{
    const struct ledger_entry *x = a, *y = b;
    return (x->agent > y->agent) - (x->agent < y->agent);
}

/* Dates that the ledger counts already cannot be counted again; a hole is warned of. */
static enum status check_span(const struct plan *plan, int32_t first, struct diags *diags)
{
    char a[DATE_TEXT], b[DATE_TEXT];
    int32_t latest = NO_DATE;
    const struct place *place = NULL;
    for (int i = 0; i < plan->n_ledger; i++)
        if (plan->ledger[i].until > latest) {
            latest = plan->ledger[i].until;
            place = &plan->ledger[i].at;
        }
    if (latest != NO_DATE && latest >= first) {
        diag_error(diags, place,
                   "the ledger counts up to %s already, so %s cannot be closed once more; to close "
                   "it anew bring back the ledger of before",
                   date_format(a, latest), date_format(b, first));
        return ERR_DATA;
    }
    if (latest != NO_DATE && latest + 1 < first)
        diag_warning(diags, place,
                     "the ledger ends on %s: the dates up to %s are counted by nobody, and runs "
                     "begin anew",
                     date_format(a, latest), date_format(b, first - 1));
    return OK;
}

enum status planner_close(struct closed *out, const struct plan *plan, const struct roster *roster,
                          int32_t first, int32_t last, const struct attended *attended,
                          int n_attended, struct arena *arena, struct diags *diags)
{
    *out = (struct closed){.first = first, .last = last};
    TRY(check_span(plan, first, diags));
    int n_days = last - first + 1;
    size_t n = (size_t)plan->n_agents * (size_t)n_days;
    struct close c = {.plan = plan,
                      .roster = roster,
                      .out = out,
                      .first = first,
                      .n_days = n_days,
                      .planned = ARENA_ARRAY(arena, const struct duty *, n + 1),
                      .attended = ARENA_ARRAY(arena, const struct attended *, n + 1),
                      .worked = ARENA_ARRAY(arena, struct duty, n + 1),
                      .away = ARENA_ARRAY(arena, bool, n + 1),
                      .before = ARENA_ARRAY(arena, const struct ledger_entry *, plan->n_agents + 1),
                      .arena = arena};
    ledger_standing(c.before, plan, first);
    place_planned(&c);
    TRY(place_attended(&c, attended, n_attended, diags));
    make_worked(&c);
    for (int a = 0; a < plan->n_agents; a++)
        for (int day = 0; day < n_days; day++)
            count_day(&c, a, day);
    make_ledger(&c);
    if (out->n_ledger > 0)
        qsort(out->ledger, (size_t)out->n_ledger, sizeof *out->ledger, by_agent);
    return OK;
}
