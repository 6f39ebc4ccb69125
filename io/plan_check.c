/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_check.c - what no single cell can tell: rows against one another.
 * People (agents, leave, wishes, ledger) are in plan_check_people.c. */
#include <math.h>
#include <string.h>

#include "io/plan_check.h"

#define MOST_QUEUES 64

struct place cell_place(const struct reading *reading, enum table_id id, const void *row,
                        const char *column)
{
    const struct place *at = (const void *)((const char *)row + tables[id].offset_at);
    const struct doc_node *rows = doc_find(reading->doc->root, tables[id].name);
    for (const struct doc_node *node = rows ? rows->first : NULL; node; node = node->next) {
        if (node->at.line != at->line || node->at.col != at->col || !node->at.file || !at->file ||
            strcmp(node->at.file, at->file) != 0)
            continue;
        const struct doc_node *cell = doc_find(node, column);
        return cell ? cell->at : *at;
    }
    return *at;
}

/* ---- calendars ---- */

bool has_calendar(const struct plan *plan, const char *id)
{
    for (int i = 0; i < plan->n_holidays; i++)
        if (plan->holidays[i].calendar && strcmp(plan->holidays[i].calendar, id) == 0)
            return true;
    return false;
}

void check_calendar(struct reading *reading, const char *id, const struct place *at)
{
    const struct plan *plan = reading->plan;
    const struct doc_node *rows = doc_find(reading->doc->root, "holidays");
    if (has_calendar(plan, id) || (rows && rows->is_partial))
        return;
    const char **names = ARENA_ARRAY(reading->arena, const char *, plan->n_holidays + 1);
    int n = 0;
    for (int i = 0; i < plan->n_holidays; i++)
        if (plan->holidays[i].calendar)
            names[n++] = plan->holidays[i].calendar;
    diag_error(reading->diags, at, "holidays/ has no calendar '%s'%s", id,
               text_hint(reading->arena, id, names, n));
}

void check_site_named(struct reading *reading, enum table_id id, const void *row, const char *site)
{
    const struct name_index *sites = &reading->index[TABLE_SITES];
    const char *own = reading->plan->site.id;
    if (!site || !own || strcmp(site, own) == 0 || index_find(sites, site) >= 0)
        return;
    const char **names = ARENA_ARRAY(reading->arena, const char *, sites->n + 1);
    for (int i = 0; i < sites->n; i++)
        names[i] = sites->name[i];
    names[sites->n] = own;
    REPORT(reading, id, row, "site", "site must be '%s' or one of sites in site.json, not '%s'%s",
           own, site, text_hint(reading->arena, site, names, sites->n + 1));
}

static void check_branches(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    for (int i = 0; i < plan->n_branches; i++) {
        const struct site *site = &plan->branches[i].site;
        if (plan->site.id && strcmp(site->id, plan->site.id) == 0)
            REPORT(reading, TABLE_SITES, &plan->branches[i], "id",
                   "'%s' is the planning site itself", site->id);
        struct place at = cell_place(reading, TABLE_SITES, &plan->branches[i], "holidays");
        for (int c = 0; c < site->n_calendars; c++)
            check_calendar(reading, site->calendars[c], &at);
    }
    for (int s = 0; s < plan->n_shifts; s++)
        check_site_named(reading, TABLE_SHIFTS, &plan->shifts[s], plan->shifts[s].site);
}

static void check_site(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    const struct site *site = &plan->site;
    struct place at = site->at;
    const struct doc_node *node = doc_find(doc_find(reading->doc->root, "site"), "currency");
    if (site->currency &&
        (strlen(site->currency) != 3 || strspn(site->currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3))
        diag_error(reading->diags, node ? &node->at : &at,
                   "currency must be an ISO 4217 code such as PHP, not '%s'", site->currency);
    node = doc_find(doc_find(reading->doc->root, "site"), "holidays");
    for (int i = 0; i < site->n_calendars; i++)
        check_calendar(reading, site->calendars[i], node ? &node->at : &at);
    for (int a = 0; a < plan->n_accounts; a++) {
        at = cell_place(reading, TABLE_ACCOUNTS, &plan->accounts[a], "holidays");
        for (int i = 0; i < plan->accounts[a].n_calendars; i++)
            check_calendar(reading, plan->accounts[a].calendars[i], &at);
    }
}

/* ---- queues ---- */

static void check_pace(struct reading *reading, const struct queue *queue)
{
    struct place at = cell_place(reading, TABLE_QUEUES, queue, "aht_by_concurrency");
    if (queue->n_pace > 0 &&
        (queue->channel != CHANNEL_CHAT || queue->concurrency != queue->n_pace))
        diag_error(reading->diags, &at,
                   "queue '%s' has %d handling times for %s with concurrency %d: give a chat queue "
                   "one for each number of chats at once",
                   queue->id, queue->n_pace, channel_names[queue->channel], queue->concurrency);
}

/* Handling times must rise from the shortest on, and not all be 0. */
static void check_spread(struct reading *reading, const struct queue *queue)
{
    struct place at = cell_place(reading, TABLE_QUEUES, queue, "aht_quantiles");
    bool rises = queue->n_spread >= 2 && queue->spread_s[queue->n_spread - 1] > 0;
    for (int i = 1; i < queue->n_spread; i++)
        rises = rises && queue->spread_s[i] >= queue->spread_s[i - 1];
    if (queue->n_spread > 0 && !rises)
        diag_error(reading->diags, &at,
                   "the aht_quantiles of queue '%s' must rise from the shortest handling time to "
                   "the longest, at least two of them",
                   queue->id);
}

/* Who tries again or leaves a number would else have waited for ever. */
static void check_patience(struct reading *reading, const struct queue *queue)
{
    const char *column = queue->retry_share > 0      ? "retry_share"
                         : !isnan(queue->callback_s) ? "callback_s"
                                                     : NULL;
    if (!column || !isnan(queue->patience_s))
        return;
    struct place at = cell_place(reading, TABLE_QUEUES, queue, column);
    diag_error(reading->diags, &at,
               "queue '%s' has %s, but nobody gives up there: fill patience_s, or leave %s empty",
               queue->id, column, column);
}

static void check_queues(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    for (int q = 0; q < plan->n_queues; q++) {
        check_pace(reading, &plan->queues[q]);
        check_spread(reading, &plan->queues[q]);
        check_patience(reading, &plan->queues[q]);
    }
    if (plan->n_queues > MOST_QUEUES)
        diag_error(reading->diags, &plan->queues[MOST_QUEUES].at, "more than %d queues",
                   MOST_QUEUES);
    bool is_partial = reading->index[TABLE_AGENTS].is_partial || plan->n_agents == 0;
    for (int q = 0; q < plan->n_queues && !is_partial; q++) {
        bool is_served = false;
        for (int a = 0; a < plan->n_agents && !is_served; a++)
            is_served = plan_can_serve(plan, a, q);
        const struct queue *queue = &plan->queues[q];
        if (is_served || queue->skill < 0)
            continue;
        struct place at = cell_place(reading, TABLE_QUEUES, queue, "skill");
        diag_warning(reading->diags, &at,
                     "no agent can serve queue '%s': none has skill '%s' at level %d", queue->id,
                     plan->skills[queue->skill], queue->level);
    }
    for (int i = 0; i < plan->n_events; i++)
        if (plan->events[i].from > plan->events[i].to && plan->events[i].to != NO_DATE) {
            struct place at = cell_place(reading, TABLE_EVENTS, &plan->events[i], "to");
            diag_error(reading->diags, &at, "the event ends before it begins");
        }
}

/* ---- shifts ---- */

/* Work stretches before the meal hold the breaks of `set`, those after it the others; each stretch
 * is at most the longest work. */
static bool split_fits(const struct shift *shift, unsigned set, int meal_at, int longest)
{
    int away[2] = {0, 0}, n[2] = {0, 0};
    for (int i = 0; i < shift->n_breaks; i++) {
        int part = !(set >> i & 1);
        away[part] += shift->break_min[i];
        n[part]++;
    }
    int work[2] = {meal_at - away[0], shift->length_min - meal_at - shift->meal_min - away[1]};
    for (int part = 0; part < 2; part++)
        if (work[part] < 0 || work[part] > (n[part] + 1) * longest)
            return false;
    return true;
}

static bool pauses_fit(const struct shift *shift, int step)
{
    int longest = shift->longest_work_min > 0 ? shift->longest_work_min : shift->length_min;
    int away = 0;
    for (int i = 0; i < shift->n_breaks; i++)
        away += shift->break_min[i];
    if (shift->meal_min == 0)
        return shift->length_min > away &&
               shift->length_min - away <= (shift->n_breaks + 1) * longest;
    int first = (shift->meal_from_min + step - 1) / step * step;
    for (int at = first; at <= shift->meal_to_min; at += step)
        for (unsigned set = 0; set < 1u << shift->n_breaks; set++)
            if (split_fits(shift, set, at, longest))
                return true;
    return false;
}

static void check_teams(struct reading *reading, const struct shift *shift)
{
    const struct plan *plan = reading->plan;
    const char **names = ARENA_ARRAY(reading->arena, const char *, plan->n_agents + 1);
    for (int i = 0; i < plan->n_agents; i++)
        names[i] = plan->agents[i].team;
    for (int t = 0; t < shift->n_teams; t++) {
        bool is_known = reading->index[TABLE_AGENTS].is_partial;
        for (int i = 0; i < plan->n_agents; i++)
            is_known = is_known || strcmp(names[i], shift->teams[t]) == 0;
        struct place at = cell_place(reading, TABLE_SHIFTS, shift, "teams");
        if (!is_known)
            diag_warning(reading->diags, &at, "no agent is in team '%s'%s", shift->teams[t],
                         text_hint(reading->arena, shift->teams[t], names, plan->n_agents));
    }
}

static void check_shift(struct reading *reading, const struct shift *shift)
{
    struct diags *diags = reading->diags;
    struct place at = shift->at;
    if (shift->length_min < 0 || shift->start_min < 0)
        return; /* reported */
    if (shift->meal_min > 0 && (shift->meal_from_min > shift->meal_to_min ||
                                shift->meal_to_min + shift->meal_min > shift->length_min)) {
        at = cell_place(reading, TABLE_SHIFTS, shift, "meal_to_min");
        diag_error(diags, &at,
                   "the meal of shift '%s' cannot start between minute %d and %d: it must end "
                   "within the %d minutes of the shift",
                   shift->id, shift->meal_from_min, shift->meal_to_min, shift->length_min);
    } else if (!pauses_fit(shift, reading->plan->policy.break_step_min)) {
        at = cell_place(reading, TABLE_SHIFTS, shift,
                        shift->longest_work_min > 0 ? "longest_work_min" : "breaks");
        diag_error(
            diags, &at,
            "no placement of meal and breaks fits shift '%s': widen the meal's window, add a "
            "break or allow longer work",
            shift->id);
    }
    if (shift->from != NO_DATE && shift->to != NO_DATE && shift->from > shift->to) {
        at = cell_place(reading, TABLE_SHIFTS, shift, "to");
        diag_error(diags, &at, "shift '%s' ends being valid before it begins", shift->id);
    }
    check_teams(reading, shift);
}

/* ---- contracts ---- */

#define MOST_HOURS 168
#define HALF_STEPS (MOST_HOURS * 12 + 1) /* sums of paid minutes in steps of 5 */

/* Some number of days within bounds, each of a length that the contract allows, gives its hours. */
static bool week_fits(const struct plan *plan, const struct contract *contract)
{
    bool reach[8][HALF_STEPS] = {{true}};
    for (int day = 0; day < contract->days_week[1] && day < 7; day++)
        for (int s = 0; s < plan->n_shifts; s++) {
            double hours = shift_paid_min(&plan->shifts[s]) / 60.0;
            int step = shift_paid_min(&plan->shifts[s]) / 5;
            if (hours < contract->hours_day[0] - 1e-9 || hours > contract->hours_day[1] + 1e-9 ||
                step < 0)
                continue;
            for (int sum = 0; sum + step < HALF_STEPS; sum++)
                reach[day + 1][sum + step] |= reach[day][sum];
        }
    for (int days = contract->days_week[0]; days <= contract->days_week[1]; days++)
        for (int sum = 0; sum < HALF_STEPS; sum++)
            if (reach[days][sum] && sum / 12.0 >= contract->hours_week[0] - 0.09 &&
                sum / 12.0 <= contract->hours_week[1] + 1e-9)
                return true;
    return false;
}

static bool day_fits(const struct plan *plan, const struct contract *contract)
{
    for (int s = 0; s < plan->n_shifts; s++) {
        double hours = shift_paid_min(&plan->shifts[s]) / 60.0;
        if (hours >= contract->hours_day[0] - 1e-9 && hours <= contract->hours_day[1] + 1e-9)
            return true;
    }
    return false;
}

/* "5" or "4 to 5" */
static const char *range(struct reading *reading, double least, double most)
{
    return least == most ? arena_printf(reading->arena, "%g", least)
                         : arena_printf(reading->arena, "%g to %g", least, most);
}

static void check_contracts(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    if (reading->index[TABLE_SHIFTS].is_partial || plan->n_shifts == 0)
        return;
    for (int c = 0; c < plan->n_contracts; c++) {
        const struct contract *contract = &plan->contracts[c];
        bool is_used = false;
        for (int a = 0; a < plan->n_agents; a++)
            is_used = is_used || plan->agents[a].contract == c;
        if (!is_used || contract->days_week[1] == 0 || contract->hours_week[1] == 0 ||
            contract->hours_day[1] == 0)
            continue;
        struct place at = cell_place(reading, TABLE_CONTRACTS, contract, "hours_day");
        if (!day_fits(plan, contract)) {
            diag_error(reading->diags, &at, "no shift has the %s paid hours a day of contract '%s'",
                       range(reading, contract->hours_day[0], contract->hours_day[1]),
                       contract->id);
            continue;
        }
        at = cell_place(reading, TABLE_CONTRACTS, contract, "hours_week");
        if (!week_fits(plan, contract))
            diag_error(reading->diags, &at,
                       "no %s shifts of contract '%s' give its %s paid hours a week",
                       range(reading, contract->days_week[0], contract->days_week[1]), contract->id,
                       range(reading, contract->hours_week[0], contract->hours_week[1]));
    }
}

void plan_check(struct reading *reading)
{
    check_site(reading);
    check_branches(reading);
    check_queues(reading);
    plan_check_lists(reading);
    for (int i = 0; i < reading->plan->n_shifts; i++)
        check_shift(reading, &reading->plan->shifts[i]);
    check_contracts(reading);
    check_people(reading);
}
