/* SPDX-License-Identifier: GPL-3.0-or-later */
/* data_roster.c - the shifts as columns: thousands of people make a small file.
 *
 * "duties" has one array a column, a place each shift: agent, day, shift (numbers of what they
 * name), start (minutes after the horizon begins), min (length), night and bought (1 or 0), paid
 * (minutes), set (number in "sets", the queues it serves), pauses ([minutes after the start,
 * length, ...]; a meal's length is below 0), lessons ([minutes after the start, number in
 * "trainings", ...]).  Agents are numbered as in "agents". */
#include "io/report/data.h"

/* What a column is made from. */
struct view {
    const struct report *report;
    uint64_t *set; /* [n_sets] queues served, in the order in which they come first */
    int n_sets, cap_sets;
    int agent; /* -1: all */
};

static int set_number(const struct view *view, uint64_t queues)
{
    int number = 0;
    while (number < view->n_sets && view->set[number] != queues)
        number++;
    return number;
}

static bool is_shown(const struct view *view, const struct duty *duty)
{
    return view->agent < 0 || duty->agent == view->agent;
}

static void view_begin(struct view *view, const struct report *report, int agent)
{
    *view = (struct view){.report = report, .agent = agent};
    for (int d = 0; d < report->roster->n_duties; d++) {
        const struct duty *duty = &report->roster->duty[d];
        if (!is_shown(view, duty) || set_number(view, duty->queues) < view->n_sets)
            continue;
        MEM_GROW(view->set, view->n_sets, view->cap_sets);
        view->set[view->n_sets++] = duty->queues;
    }
}

static double agent_of(const struct view *view, const struct duty *duty)
{
    return view->agent < 0 ? duty->agent : 0;
}

static double day_of(const struct view *view, const struct duty *duty)
{
    return duty->work_date - view->report->horizon->first;
}

static double shift_of(const struct view *view, const struct duty *duty)
{
    (void)view;
    return duty->shift;
}

static double start_of(const struct view *view, const struct duty *duty)
{
    return (double)(duty->start - view->report->horizon->begin[0]) / 60;
}

static double min_of(const struct view *view, const struct duty *duty)
{
    (void)view;
    return (double)(duty->end - duty->start) / 60;
}

static double paid_of(const struct view *view, const struct duty *duty)
{
    (void)view;
    return duty->paid_min;
}

static double night_of(const struct view *view, const struct duty *duty)
{
    const struct plan *plan = view->report->plan;
    return plan_is_night(plan, plan_rules(plan, duty->agent), duty->start, duty->end);
}

static double bought_of(const struct view *view, const struct duty *duty)
{
    const struct plan *plan = view->report->plan;
    const struct pay_scheme *pay = plan_pay(plan, plan->agents[duty->agent].branch);
    return duty->is_rest_day || pay_ordinary_min(pay, duty->paid_min) < duty->paid_min;
}

static double set_of(const struct view *view, const struct duty *duty)
{
    return set_number(view, duty->queues);
}

static const struct {
    const char *key;
    double (*value)(const struct view *, const struct duty *);
} columns[] = {{"agent", agent_of}, {"day", day_of},       {"shift", shift_of},
               {"start", start_of}, {"min", min_of},       {"paid", paid_of},
               {"night", night_of}, {"bought", bought_of}, {"set", set_of}};

static void put_columns(struct text *out, const struct view *view)
{
    const struct roster *roster = view->report->roster;
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        put_key(out, columns[c].key);
        put_open(out, '[');
        for (int d = 0; d < roster->n_duties; d++)
            if (is_shown(view, &roster->duty[d]))
                put_number(out, columns[c].value(view, &roster->duty[d]), 0);
        put_close(out, ']');
    }
}

static void put_sets(struct text *out, const struct view *view)
{
    put_key(out, "sets");
    put_open(out, '[');
    for (int i = 0; i < view->n_sets; i++) {
        put_open(out, '[');
        for (int q = 0; q < view->report->plan->n_queues; q++)
            if (view->set[i] >> q & 1)
                put_number(out, q, 0);
        put_close(out, ']');
    }
    put_close(out, ']');
}

static void put_pauses(struct text *out, const struct view *view)
{
    const struct roster *roster = view->report->roster;
    put_key(out, "pauses");
    put_open(out, '[');
    for (int d = 0; d < roster->n_duties; d++) {
        const struct duty *duty = &roster->duty[d];
        if (!is_shown(view, duty))
            continue;
        put_open(out, '[');
        for (int i = 0; i < duty->n_pauses; i++) {
            const struct pause *pause = &duty->pause[i];
            put_number(out, (double)(pause->start - duty->start) / 60, 0);
            put_number(out, pause->is_meal ? -pause->min : pause->min, 0);
        }
        put_close(out, ']');
    }
    put_close(out, ']');
}

static void put_lessons(struct text *out, const struct view *view)
{
    const struct roster *roster = view->report->roster;
    put_key(out, "lessons");
    put_open(out, '[');
    for (int d = 0; d < roster->n_duties; d++) {
        const struct duty *duty = &roster->duty[d];
        if (!is_shown(view, duty))
            continue;
        put_open(out, '[');
        for (int i = 0; i < duty->n_lessons; i++) {
            put_number(out, (double)(duty->lesson[i].start - duty->start) / 60, 0);
            put_number(out, duty->lesson[i].training, 0);
        }
        put_close(out, ']');
    }
    put_close(out, ']');
}

static bool is_held(const struct view *view, int training)
{
    const struct roster *roster = view->report->roster;
    for (int d = 0; d < roster->n_duties; d++)
        for (int i = 0; is_shown(view, &roster->duty[d]) && i < roster->duty[d].n_lessons; i++)
            if (roster->duty[d].lesson[i].training == training)
                return true;
    return false;
}

/* Those that nobody shown attends keep their number and lose their name, which may be another's. */
static void put_trainings(struct text *out, const struct view *view)
{
    const struct plan *plan = view->report->plan;
    put_key(out, "trainings");
    put_open(out, '[');
    for (int t = 0; t < plan->n_trainings; t++) {
        put_open(out, '{');
        if (is_held(view, t))
            put_text_member(out, "id", plan->trainings[t].id);
        put_number_member(out, "min", plan->trainings[t].length_min, 0);
        put_close(out, '}');
    }
    put_close(out, ']');
}

/* [agent, day, word]: sick leave is leave, as on every sheet that hangs on a wall. */
static void put_absences(struct text *out, const struct report *report, int agent)
{
    static const char *const word[N_LEAVE_KINDS] = {[LEAVE_LEAVE] = "leave",
                                                    [LEAVE_SICK] = "leave",
                                                    [LEAVE_TRAINING] = "training",
                                                    [LEAVE_UNAVAILABLE] = "unavailable"};
    put_key(out, "absences");
    put_open(out, '[');
    for (int i = 0; i < report->roster->n_absences; i++) {
        const struct absence *absence = &report->roster->absence[i];
        if ((agent >= 0 && absence->agent != agent) || !word[absence->kind])
            continue;
        put_open(out, '[');
        put_number(out, agent < 0 ? absence->agent : 0, 0);
        put_number(out, absence->work_date - report->horizon->first, 0);
        put_text(out, word[absence->kind]);
        put_close(out, ']');
    }
    put_close(out, ']');
}

void data_roster(struct text *out, const struct report *report, int agent)
{
    struct view view;
    view_begin(&view, report, agent);
    put_sets(out, &view);
    put_trainings(out, &view);
    put_key(out, "duties");
    put_open(out, '{');
    put_columns(out, &view);
    put_pauses(out, &view);
    put_lessons(out, &view);
    put_close(out, '}');
    put_absences(out, report, agent);
    mem_free(view.set);
}
