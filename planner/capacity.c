/* SPDX-License-Identifier: GPL-3.0-or-later */
/* capacity.c - people needed per month, and the classes that keep up with them.
 *
 * Need.  The contacts of the planned week, times (1 + growth)^m, times the month's season, are
 * staffed as any week is, so that a larger line needs fewer people a contact.  A queue's season is
 * the mean volume a known day of the same month of the newest year, over that of the planned week's
 * month; 1 where the history does not hold both.
 *
 * Hours.  h = mean contract hours a week x (1 - paid breaks) x (1 - leave) x fit: what one person
 * gives to the need.
 *
 * Have.  Of n people, n (1 - attrition)^m are left.  Who can serve several skills is counted once:
 * hours of people of one set of skills flow to those skills as a maximum flow, the least flexible
 * people first.  A hire counts half while nesting and nothing in training.
 *
 * Classes.  Month by month: where people are short once all earlier classes are on the floor, a
 * class begins so early that it is on the floor on the month's first day, or at once if that has
 * passed, as large as the lack at full attrition, at least class_least, split at class_most. */
#include "planner/capacity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/staffing.h"

#define KNOWN_DAYS_LEAST 15 /* of a month that is to say anything of the season */
#define MONTH_DAYS 30.4375
#define LACK_LEAST 0.05 /* people: less is not worth a class */

struct maker {
    struct capacity *out;
    const struct plan *plan;
    const struct planned *week;
    const struct capacity_policy *policy;
    struct arena *arena;
    uint64_t *skills_of; /* [n_groups] sets of skills that agents have */
    double *people;      /* [n_groups] of contracts' mean, employed when the plan begins */
    int n_groups;
    int *skill; /* [n_wanted] that queues ask for */
    int n_wanted;
};

/* ---- dates ---- */

static int32_t month_begin(int32_t date, int ahead)
{
    int year, month, day;
    date_to_civil(&year, &month, &day, date);
    int index = year * 12 + month - 1 + ahead;
    return date_from_civil(index / 12, index % 12 + 1, 1);
}

static int month_of(int32_t date)
{
    int year, month, day;
    date_to_civil(&year, &month, &day, date);
    return month;
}

/* ---- season ---- */

/* Mean contacts a known day of the newest such month before `until`; NAN. */
static double month_mean(const struct plan *plan, int queue, int month, int32_t until)
{
    const struct series *series = &plan->history[queue];
    const struct tz *zone = plan->accounts[plan->queues[queue].account].zone;
    double sum = 0;
    int days = 0;
    int32_t last = NO_DATE, day = NO_DATE;
    for (int k = series->grid.n_slots - 1; k >= 0; k--) {
        if (isnan(series->offered[k]))
            continue;
        int32_t date = tz_date(zone, series->grid.begin + (int64_t)k * series->grid.slot_s);
        if (date >= until || month_of(date) != month)
            continue;
        if (last == NO_DATE)
            last = date;
        if (date < last - 31)
            break;
        sum += series->offered[k];
        days += date != day;
        day = date;
    }
    return days >= KNOWN_DAYS_LEAST ? sum / days : NAN;
}

static double season(const struct maker *m, int queue, int32_t month)
{
    int32_t first = m->week->horizon.first;
    double then = month_mean(m->plan, queue, month_of(month), first);
    double now = month_mean(m->plan, queue, month_of(first), first);
    return then > 0 && now > 0 ? then / now : 1;
}

/* ---- need ---- */

static void add_need(struct maker *m, struct capacity_row *row, const struct demand *demand,
                     const struct requirement *requirement, int queue)
{
    const struct grid *grid = &demand->grid;
    const struct plan *plan = m->plan;
    double weeks = m->week->horizon.n_days / 7.0, slot_h = grid->slot_s / 3600.0;
    for (int k = 0; k < grid->n_slots; k++) {
        size_t at = (size_t)queue * (size_t)grid->n_slots + (size_t)k;
        int64_t begin = grid->begin + (int64_t)k * grid->slot_s;
        double hours = requirement->need[at] * slot_h / weeks;
        row->contacts += demand->calls[at] / weeks;
        row->hours_need += hours;
        row->night_share += hours *
                            plan_night_min(plan, &plan->rules, begin, begin + grid->slot_s) * 60 /
                            grid->slot_s;
        if (date_weekday(tz_date(plan->site.zone, begin)) >= SATURDAY)
            row->weekend_share += hours;
    }
}

static enum status month_need(struct maker *m, int month, struct diags *diags)
{
    struct demand demand = m->week->demand;
    struct requirement requirement;
    struct capacity *out = m->out;
    double growth = pow(1 + m->policy->growth, month);
    size_t n_slots = (size_t)demand.grid.n_slots;
    demand.calls = ARENA_ARRAY(m->arena, double, (size_t)demand.n_queues *n_slots);
    for (int q = 0; q < demand.n_queues; q++) {
        double factor = growth * season(m, q, out->month[month]);
        out->is_seasonal |= factor != growth;
        for (size_t k = (size_t)q * n_slots; k < (size_t)(q + 1) * n_slots; k++)
            demand.calls[k] = m->week->demand.calls[k] * factor;
    }
    TRY(staffing_requirement(&requirement, m->plan, &demand, m->arena, diags));
    for (int i = 0; i < m->n_wanted; i++) {
        struct capacity_row *row = &out->row[month * m->n_wanted + i];
        *row = (struct capacity_row){.month = month, .skill = m->skill[i]};
        for (int q = 0; q < demand.n_queues; q++)
            if (m->plan->queues[q].skill == row->skill)
                add_need(m, row, &demand, &requirement, q);
        if (row->hours_need > 0) {
            row->night_share /= row->hours_need;
            row->weekend_share /= row->hours_need;
        }
        row->people_need = row->hours_need / out->hours_person;
    }
    return OK;
}

/* ---- people ---- */

static double contract_hours(const struct contract *contract)
{
    return (contract->hours_week[0] + contract->hours_week[1]) / 2;
}

/* Mean share of paid time that is paid breaks, over the catalogue. */
static double break_share(const struct plan *plan)
{
    double breaks = 0, paid = 0;
    for (int s = 0; s < plan->n_shifts; s++) {
        paid += shift_paid_min(&plan->shifts[s]);
        for (int b = 0; b < plan->shifts[s].n_breaks; b++)
            breaks += plan->shifts[s].break_min[b];
    }
    return paid > 0 ? breaks / paid : 0;
}

static bool is_employed(const struct agent *agent, int32_t date)
{
    return (agent->from == NO_DATE || agent->from <= date) &&
           (agent->to == NO_DATE || agent->to >= date);
}

static void count_people(struct maker *m)
{
    const struct plan *plan = m->plan;
    double hours = 0;
    int n = 0;
    m->skills_of = ARENA_ARRAY(m->arena, uint64_t, plan->n_agents + 1);
    m->people = ARENA_ARRAY(m->arena, double, plan->n_agents + 1);
    for (int a = 0; a < plan->n_agents; a++) {
        const struct agent *agent = &plan->agents[a];
        uint64_t skills = 0;
        for (int i = 0; i < m->n_wanted; i++)
            for (int k = 0; k < agent->n_skills; k++)
                skills |= agent->skills[k].skill == m->skill[i] ? UINT64_C(1) << i : 0;
        if (!skills || !is_employed(agent, m->week->horizon.first))
            continue;
        int g = 0;
        while (g < m->n_groups && m->skills_of[g] != skills)
            g++;
        m->n_groups += g == m->n_groups;
        m->skills_of[g] = skills;
        m->people[g] += contract_hours(&plan->contracts[agent->contract]);
        hours += contract_hours(&plan->contracts[agent->contract]);
        n++;
    }
    double mean = n > 0 ? hours / n : 40;
    for (int g = 0; g < m->n_groups; g++)
        m->people[g] /= mean;
    m->out->hours_person = mean * (1 - break_share(plan)) * (1 - m->policy->leave) * m->policy->fit;
}

/* Share of a month in which a class works, people who nest as half. */
static double share_at_work(const struct maker *m, const struct capacity_intake *intake,
                            int32_t from, int32_t to)
{
    double days = 0;
    for (int32_t date = from; date < to; date++)
        if (date >= intake->on_the_floor)
            days += 1;
        else if (date >= intake->on_the_floor - m->policy->nesting_days)
            days += 0.5;
    return days / (to - from);
}

static double left_after(const struct maker *m, double days)
{
    return days > 0 ? pow(1 - m->policy->attrition, days / MONTH_DAYS) : 1;
}

/* People of one skill's classes in a month; finished: as if all of them were on the floor. */
static double of_classes(const struct maker *m, int skill, int month, bool finished)
{
    const struct capacity *out = m->out;
    int32_t from = out->month[month], to = month_begin(from, 1);
    double people = 0;
    for (int c = 0; c < out->n_intakes; c++) {
        const struct capacity_intake *intake = &out->intake[c];
        if (intake->skill != skill)
            continue;
        double at_work = finished ? 1 : share_at_work(m, intake, from, to);
        people += intake->size * at_work * left_after(m, (from + to) / 2.0 - intake->begins);
    }
    return people;
}

/* Moves people of group g to the wanted skill i as far as they go, others making room: depth-first
 * search for an augmenting path.  given[g * n_wanted + i]. */
static double augment(struct maker *m, double *given, double *spare, bool *seen, int i, double most)
{
    for (int g = 0; g < m->n_groups; g++) {
        if (!(m->skills_of[g] >> i & 1) || seen[g])
            continue;
        if (spare[g] > 1e-9) {
            double moved = fmin(most, spare[g]);
            spare[g] -= moved;
            given[g * m->n_wanted + i] += moved;
            return moved;
        }
        seen[g] = true;
        for (int j = 0; j < m->n_wanted; j++) {
            double held = given[g * m->n_wanted + j];
            if (j == i || !(held > 1e-9))
                continue;
            double moved = augment(m, given, spare, seen, j, fmin(most, held));
            if (moved > 0) {
                given[g * m->n_wanted + j] -= moved;
                given[g * m->n_wanted + i] += moved;
                return moved;
            }
        }
    }
    return 0;
}

/* Who is there in a month: classes with their own skill, the others where they are needed most. */
static void share_people(struct maker *m, int month, double *have, bool finished)
{
    struct capacity_row *row = &m->out->row[month * m->n_wanted];
    int32_t from = m->out->month[month], to = month_begin(from, 1);
    double left = left_after(m, (from + to) / 2.0 - m->week->horizon.first);
    double *given = NEW_ARRAY(double, m->n_groups * m->n_wanted + 1);
    double *spare = NEW_ARRAY(double, m->n_groups + 1), *lack = NEW_ARRAY(double, m->n_wanted + 1);
    bool *seen = NEW_ARRAY(bool, m->n_groups + 1);
    for (int g = 0; g < m->n_groups; g++)
        spare[g] = m->people[g] * left;
    for (int i = 0; i < m->n_wanted; i++) {
        have[i] = of_classes(m, row[i].skill, month, finished);
        lack[i] = fmax(0, row[i].people_need - have[i]);
        for (double moved = 1; lack[i] > 1e-9 && moved > 0; lack[i] -= moved) {
            memset(seen, 0, (size_t)m->n_groups + 1);
            moved = augment(m, given, spare, seen, i, lack[i]);
        }
    }
    for (int g = 0; g < m->n_groups; g++) {
        int first = 0;
        while (!(m->skills_of[g] >> first & 1))
            first++;
        given[g * m->n_wanted + first] +=
            spare[g]; /* over and above: shown with their first skill */
        for (int i = 0; i < m->n_wanted; i++)
            have[i] += given[g * m->n_wanted + i];
    }
    mem_free(given);
    mem_free(spare);
    mem_free(lack);
    mem_free(seen);
}

/* ---- classes ---- */

static int32_t monday_before(int32_t date)
{
    return date - (int32_t)date_weekday(date);
}

static void add_intakes(struct maker *m, const struct capacity_row *row, double lack)
{
    struct capacity *out = m->out;
    const struct capacity_policy *policy = m->policy;
    int lead = policy->training_days + policy->nesting_days;
    int32_t begins = monday_before(out->month[row->month] - lead);
    bool is_late = begins < m->week->horizon.first;
    if (is_late)
        begins = monday_before(m->week->horizon.first + 6);
    lack /= left_after(m, out->month[row->month] - begins); /* some leave while they learn */
    int people = (int)ceil(lack - 1e-9);
    for (int c = 0; c < out->n_intakes && people > 0; c++) { /* room in a class of that day */
        struct capacity_intake *intake = &out->intake[c];
        int room = policy->class_most - intake->size;
        if (intake->skill != row->skill || intake->begins != begins)
            continue;
        room = room < people ? room : people;
        intake->size += room;
        intake->n_nights = (int)ceil(intake->size * row->night_share - 1e-9);
        people -= room;
    }
    while (people > 0) {
        int size = people < policy->class_most ? people : policy->class_most;
        size = size > policy->class_least ? size : policy->class_least;
        out->intake[out->n_intakes++] =
            (struct capacity_intake){.skill = row->skill,
                                     .size = size,
                                     .begins = begins,
                                     .on_the_floor = begins + lead,
                                     .is_late = is_late,
                                     .n_nights = (int)ceil(size * row->night_share - 1e-9)};
        people -= size;
    }
}

static int by_begin(const void *a, const void *b)
{
    const struct capacity_intake *x = a, *y = b;
    if (x->begins != y->begins)
        return x->begins < y->begins ? -1 : 1;
    return x->skill != y->skill ? x->skill - y->skill : y->size - x->size;
}

/* Whole classes for what is short for ever, month by month. */
static void hire(struct maker *m)
{
    struct capacity *out = m->out;
    double *have = NEW_ARRAY(double, m->n_wanted + 1);
    double most = 1; /* classes */
    for (int r = 0; r < out->n_rows; r++)
        most += 2 + out->row[r].people_need / m->policy->class_most;
    out->intake = ARENA_ARRAY(m->arena, struct capacity_intake, (size_t)(most * out->n_months));
    for (int month = 0; month < out->n_months; month++) {
        share_people(m, month, have, true);
        for (int i = 0; i < m->n_wanted; i++) {
            const struct capacity_row *row = &out->row[month * m->n_wanted + i];
            if (row->people_need - have[i] > LACK_LEAST)
                add_intakes(m, row, row->people_need - have[i]);
        }
    }
    qsort(out->intake, (size_t)out->n_intakes, sizeof *out->intake, by_begin);
    mem_free(have);
}

/* What the months look like with these classes. */
static void settle(struct maker *m)
{
    struct capacity *out = m->out;
    double *have = NEW_ARRAY(double, m->n_wanted + 1);
    for (int month = 0; month < out->n_months; month++) {
        int32_t from = out->month[month], to = month_begin(from, 1);
        share_people(m, month, have, false);
        for (int i = 0; i < m->n_wanted; i++) {
            struct capacity_row *row = &out->row[month * m->n_wanted + i];
            row->people_have = have[i];
            row->people_short = fmax(0, row->people_need - have[i]);
            row->leavers = have[i] * m->policy->attrition;
            for (int c = 0; c < out->n_intakes; c++)
                if (out->intake[c].skill == row->skill && out->intake[c].begins >= from &&
                    out->intake[c].begins < to)
                    row->hires += out->intake[c].size;
        }
    }
    mem_free(have);
}

static void find_wanted(struct maker *m)
{
    m->skill = ARENA_ARRAY(m->arena, int, m->plan->n_queues + 1);
    for (int q = 0; q < m->plan->n_queues; q++) {
        int i = 0;
        while (i < m->n_wanted && m->skill[i] != m->plan->queues[q].skill)
            i++;
        m->skill[i] = m->plan->queues[q].skill;
        m->n_wanted += i == m->n_wanted;
    }
}

enum status planner_capacity(struct capacity *out, const struct plan *plan,
                             const struct planned *week, struct arena *arena, struct diags *diags)
{
    *out = (struct capacity){.n_months = plan->capacity.months};
    struct maker m = {
        .out = out, .plan = plan, .week = week, .policy = &plan->capacity, .arena = arena};
    find_wanted(&m);
    count_people(&m);
    out->month = ARENA_ARRAY(arena, int32_t, out->n_months);
    out->n_rows = out->n_months * m.n_wanted;
    out->row = ARENA_ARRAY(arena, struct capacity_row, out->n_rows);
    for (int month = 0; month < out->n_months; month++) {
        out->month[month] = month_begin(week->horizon.first, month);
        TRY(month_need(&m, month, diags));
    }
    hire(&m);
    settle(&m);
    return OK;
}
