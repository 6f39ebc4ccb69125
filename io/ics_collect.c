/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_collect.c - which entries an agent's calendar has. */
#include <string.h>

#include "base/mem.h"
#include "io/ics_entry.h"

const char *const ics_kind_names[N_ICS_KINDS] = {"shift", "leave", "training", "holiday"};

static struct ics_entry *add(struct ics_entries *out, enum ics_kind kind, int agent, int32_t date)
{
    MEM_GROW(out->entry, out->n, out->cap);
    const struct ics_entry *before = out->n > 0 ? &out->entry[out->n - 1] : NULL;
    bool same = before && before->kind == kind && before->date == date;
    struct ics_entry *entry = &out->entry[out->n];
    *entry = (struct ics_entry){.kind = kind,
                                .agent = agent,
                                .date = date,
                                .number = same ? before->number + 1 : 0,
                                .label = ""};
    out->n++;
    return entry;
}

/* First duty of the agent or of those after. */
static int first_duty(const struct roster *roster, int agent)
{
    int low = 0, high = roster->n_duties;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (roster->duty[middle].agent < agent)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_shifts(struct ics_entries *out, const struct plan *plan,
                       const struct roster *roster, int agent, int32_t from, int32_t to)
{
    for (int d = first_duty(roster, agent); d < roster->n_duties && roster->duty[d].agent == agent;
         d++) {
        const struct duty *duty = &roster->duty[d];
        if (duty->work_date < from || duty->work_date >= to)
            continue;
        struct ics_entry *entry = add(out, ICS_SHIFT, agent, duty->work_date);
        entry->start = duty->start;
        entry->end = duty->end;
        entry->duty = duty;
        entry->label = plan->shifts[duty->shift].id;
    }
}

/* leave.csv in its order; by first day in what comes out. */
static void add_absences(struct ics_entries *out, const struct plan *plan, int agent, int32_t from,
                         int32_t to, enum ics_kind kind)
{
    int first = out->n;
    for (int i = 0; i < plan->n_leaves; i++) {
        const struct leave *leave = &plan->leaves[i];
        bool of_kind = kind == ICS_TRAINING
                           ? leave->kind == LEAVE_TRAINING
                           : leave->kind == LEAVE_LEAVE || leave->kind == LEAVE_SICK;
        if (leave->agent != agent || !of_kind || leave->status != LEAVE_APPROVED ||
            leave->from >= to || leave->to < from)
            continue;
        struct ics_entry *entry = add(out, kind, agent, leave->from);
        entry->start = leave->from;
        entry->end = leave->to + 1;
        for (; entry > out->entry + first && entry[-1].date > entry->date; entry--) {
            struct ics_entry earlier = *entry;
            *entry = entry[-1];
            entry[-1] = earlier;
        }
    }
    for (int i = first; i < out->n; i++)
        out->entry[i].number = i > first && out->entry[i - 1].date == out->entry[i].date
                                   ? out->entry[i - 1].number + 1
                                   : 0;
}

static bool serves_account(const struct plan *plan, int agent, int account)
{
    for (int q = 0; q < plan->n_queues; q++)
        if (plan->queues[q].account == account && plan_can_serve(plan, agent, q))
            return true;
    return false;
}

static void add_holidays(struct ics_entries *out, const struct plan *plan, int agent, int32_t from,
                         int32_t to)
{
    for (int32_t date = from; date < to; date++)
        for (int a = 0; a < plan->n_accounts; a++) {
            const struct account *account = &plan->accounts[a];
            int h = plan_holiday(plan, account->calendars, account->n_calendars, date);
            if (h < 0 || !serves_account(plan, agent, a))
                continue;
            struct ics_entry *entry = add(out, ICS_HOLIDAY, agent, date);
            entry->start = date;
            entry->end = date + 1;
            entry->account = a;
            entry->label = plan->holidays[h].name;
        }
}

void ics_collect(struct ics_entries *out, const struct plan *plan, const struct roster *roster,
                 int agent, int32_t from, int32_t to)
{
    if (roster)
        add_shifts(out, plan, roster, agent, from, to);
    add_absences(out, plan, agent, from, to, ICS_LEAVE);
    add_absences(out, plan, agent, from, to, ICS_TRAINING);
    if (plan->policy.client_holidays)
        add_holidays(out, plan, agent, from, to);
}

void ics_identify(struct ics_entry *entry, const struct plan *plan)
{
    char day[DATE_TEXT];
    struct text name = {0};
    text_printf(&name, "%s\n%s\n%s\n%s\n%d", plan->site.id, plan->agents[entry->agent].id,
                ics_kind_names[entry->kind], date_format(day, entry->date), entry->number);
    uuid_of_name(entry->uid, name.bytes, name.n);
    text_free(&name);
}
