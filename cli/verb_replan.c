/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_replan.c - `replan`: a published week mended after something happened.
 *
 * The event's rows of leave and volume join the document before the plan is made of it; what stays
 * is said to the planner.  The folder of the new run also has changes.csv: who is affected, and in
 * which order to call. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/deliver.h"
#include "cli/load.h"
#include "cli/numbers.h"
#include "cli/summary.h"
#include "io/doc.h"
#include "io/event.h"
#include "io/outputs.h"
#include "planner/actuals.h"
#include "planner/replan.h"

struct replanning {
    struct command *command;
    struct loaded plain, loaded; /* without the event, with it */
    struct event_file event;
    struct roster before;
    struct planned planned;
    struct replan ask;
    struct arrived_day *day; /* [n_queues]; NULL: no actuals */
};

/* ---- reading ---- */

static enum status read_before(struct replanning *r)
{
    const char *folder = r->command->options.option[OPT_OLD].text;
    const char *file = arena_printf(r->plain.arena, "%s/roster.csv", folder);
    TRY(roster_csv_read(&r->before, file, r->plain.plan, r->plain.arena, r->command->diags));
    r->before.value = r->before.bound = r->before.gap = NAN;
    return OK;
}

/* The instant from which things may change. */
static enum status find_now(struct replanning *r, const struct arrived *arrived, int n)
{
    const struct option_value *now = &r->command->options.option[OPT_NOW];
    int64_t last = NO_TIME;
    for (int i = 0; i < n; i++)
        last = arrived[i].start > last ? arrived[i].start : last;
    r->ask.now = now->given                ? now->instant
                 : r->event.now != NO_TIME ? r->event.now
                 : last != NO_TIME         ? last + r->planned.horizon.grid.slot_s
                                           : NO_TIME;
    if (r->ask.now != NO_TIME)
        return OK;
    diag_error(r->command->diags, NULL,
               "say what time it is: --now 2026-12-24T08:00:00+07:00, or \"now\" in the event");
    return ERR_USAGE;
}

static enum status read_need(struct replanning *r)
{
    const struct option_value *file = &r->command->options.option[OPT_ACTUALS];
    const struct plan *plan = r->loaded.plan;
    struct arena *arena = r->loaded.arena;
    struct arrived *arrived = NULL;
    int n = 0;
    TRY(planner_need(&r->planned, plan, r->before.horizon.first, r->before.horizon.n_days / 7,
                     arena, &r->command->run, r->command->diags));
    if (file->given)
        TRY(arrived_csv_read(&arrived, &n, file->text, plan, arena, r->command->diags));
    TRY(find_now(r, arrived, n));
    if (!file->given)
        return OK;
    r->day = ARENA_ARRAY(arena, struct arrived_day, plan->n_queues + 1);
    return planner_take_actuals(&r->planned, r->day, plan, arrived, n, r->ask.now, arena,
                                r->command->diags);
}

static void find_incidents(struct replanning *r)
{
    static const enum happened kinds[N_HAPPENINGS] = {
        [HAPPENING_ABSENT] = HAPPENED_ABSENT, [HAPPENING_VOLUME] = HAPPENED_VOLUME,
        [HAPPENING_SWAP] = HAPPENED_SWAP,     [HAPPENING_BID] = HAPPENED_BID,
        [HAPPENING_LOCKED] = HAPPENED_LOCKED, [HAPPENING_OFF_LIMITS] = HAPPENED_LOCKED,
    };
    struct incident *incident = ARENA_ARRAY(r->loaded.arena, struct incident, r->event.n + 1);
    for (int i = 0; i < r->event.n; i++) {
        const struct happening *h = &r->event.row[i];
        incident[i] =
            (struct incident){kinds[h->kind], h->agent, h->other, h->queue, h->from, h->to};
    }
    r->ask.incident = incident;
    r->ask.n_incidents = r->event.n;
    r->ask.before = &r->before;
}

static enum status read_all(struct replanning *r)
{
    const struct option_value *option = r->command->options.option;
    struct plan_change change = {.event = &r->event, .event_file = option[OPT_EVENT].text};
    if (!option[OPT_OLD].given || (!option[OPT_EVENT].given && !option[OPT_ACTUALS].given)) {
        diag_error(r->command->diags, NULL,
                   "say which run to mend and what happened: --from OLD --event FILE");
        return ERR_USAGE;
    }
    TRY(load_plan(&r->plain, r->command, r->command->options.argument[0], NULL));
    TRY(read_before(r));
    r->event = (struct event_file){.plan = r->plain.plan, .before = &r->before, .now = NO_TIME};
    TRY(load_plan(&r->loaded, r->command, r->command->options.argument[0],
                  option[OPT_EVENT].given ? &change : NULL));
    TRY(event_resolve(&r->event, r->loaded.plan, r->command->diags));
    find_incidents(r);
    return read_need(r);
}

/* ---- writing ---- */

static void duty_text(char text[NUMBER_TEXT], const struct plan *plan, const struct duty *duty)
{
    if (!duty) {
        snprintf(text, NUMBER_TEXT, "off");
        return;
    }
    int from = tz_minute(plan->site.zone, duty->start), to = tz_minute(plan->site.zone, duty->end);
    snprintf(text, NUMBER_TEXT, "%.16s %02d:%02d-%02d:%02d", plan->shifts[duty->shift].id,
             from / 60, from % 60, to / 60, to % 60);
}

static const char *shift_name(const struct plan *plan, const struct duty *duty)
{
    return duty ? plan->shifts[duty->shift].id : "";
}

static void stamp(struct text *out, const struct plan *plan, const struct duty *duty)
{
    char text[STAMP_TEXT];
    if (duty)
        text_add(out, tz_format(text, plan->site.zone, duty->start));
}

static void changes_csv(struct text *out, const struct replanning *r)
{
    const struct plan *plan = r->loaded.plan;
    char date[DATE_TEXT];
    text_add(out, "order,agent,work_date,what,old_shift,old_start,shift,start,overtime,price\n");
    for (int i = 0; i < r->ask.n_changes; i++) {
        const struct change_made *c = &r->ask.change[i];
        if (c->order > 0)
            text_printf(out, "%d", c->order);
        text_printf(out, ",%s,%s,%s,%s,", plan->agents[c->agent].id, date_format(date, c->date),
                    change_kind_names[c->kind], shift_name(plan, c->was));
        stamp(out, plan, c->was);
        text_printf(out, ",%s,", shift_name(plan, c->now));
        stamp(out, plan, c->now);
        text_printf(out, ",%s,%.2f\n", c->is_overtime ? "yes" : "no", c->price);
    }
}

static void say_actuals(struct text *out, const struct replanning *r)
{
    char came[NUMBER_TEXT], expected[NUMBER_TEXT];
    for (int q = 0; q < r->loaded.plan->n_queues && r->day; q++)
        if (r->day[q].expected > 0)
            text_printf(out,
                        "%s: %s contacts came where %s were expected; the rest of the day x %.2f\n",
                        r->loaded.plan->queues[q].id, number_text(came, r->day[q].came, 0),
                        number_text(expected, r->day[q].expected, 0), r->day[q].factor);
}

static void say_changes(struct text *out, const struct replanning *r, const char *folder)
{
    static const char *const what[N_CHANGE_KINDS] = {"event", "ask to come", "ask to move",
                                                     "time off"};
    const struct replan *ask = &r->ask;
    char was[NUMBER_TEXT], now[NUMBER_TEXT], day[NUMBER_TEXT];
    say_actuals(out, r);
    text_printf(out, "%d day%s to change beside the event itself.\n", ask->n_to_call,
                ask->n_to_call == 1 ? "" : "s");
    for (int i = 0; i < ask->n_changes; i++) {
        const struct change_made *c = &ask->change[i];
        duty_text(was, r->loaded.plan, c->was);
        duty_text(now, r->loaded.plan, c->now);
        if (c->order > 0)
            text_printf(out, "%3d. ", c->order);
        else
            text_add(out, "   - ");
        text_printf(out, "%-12s %-10s %-11s %s -> %s%s\n", r->loaded.plan->agents[c->agent].id,
                    day_text(day, c->date), what[c->kind], was, now,
                    c->is_overtime ? " (overtime)" : "");
    }
    text_printf(out, "Person-hours short: %s if nothing were done, ",
                number_text(was, ask->hours_short_before, 1));
    text_printf(out, "%s now; ", number_text(now, ask->hours_short, 1));
    text_printf(out, "the changes are priced at %s %s.\n", r->loaded.plan->site.currency,
                number_text(was, ask->cost_changes, 0));
    text_printf(out, "Roster, changes.csv and calendars are in %s\n", folder);
}

static void changes_json(struct text *out, const struct replanning *r)
{
    const struct plan *plan = r->loaded.plan;
    char date[DATE_TEXT];
    text_printf(out,
                "{\n  \"schema\": 1,\n  \"changes\": %d,\n  \"cost_changes\": %.2f,\n"
                "  \"hours_short_before\": %.3f,\n  \"hours_short\": %.3f,\n  \"value\": %.2f,\n"
                "  \"bound\": %.2f,\n  \"days\": [",
                r->ask.n_to_call, r->ask.cost_changes, r->ask.hours_short_before,
                r->ask.hours_short, r->planned.roster.value, r->planned.roster.bound);
    for (int i = 0; i < r->ask.n_changes; i++) {
        const struct change_made *c = &r->ask.change[i];
        text_printf(out, "%s\n    {\"order\": %d, \"agent\": ", i > 0 ? "," : "", c->order);
        doc_print_string(out, plan->agents[c->agent].id);
        text_printf(out, ", \"work_date\": \"%s\", \"what\": \"%s\", \"old_start\": \"",
                    date_format(date, c->date), change_kind_names[c->kind]);
        stamp(out, plan, c->was);
        text_add(out, "\", \"start\": \"");
        stamp(out, plan, c->now);
        text_printf(out, "\", \"price\": %.2f}", c->price);
    }
    text_add(out, "\n  ]\n}\n");
}

static enum status write_run(struct replanning *r, struct out_folder *folder, const char *name)
{
    struct command *command = r->command;
    struct figures figures;
    struct text summary = {0}, changes = {0};
    planner_figures(&figures, r->loaded.plan, &r->planned, r->loaded.arena);
    summary_print(&summary, r->loaded.plan, &r->planned, &figures);
    changes_csv(&changes, r);
    enum status status = out_file(folder, "changes.csv", changes.bytes, changes.n, command->diags);
    if (status == OK)
        status = deliver_files(folder, &r->loaded, &r->planned, &figures, summary.bytes, command);
    if (status == OK && command->options.option[OPT_JSON].given)
        changes_json(&command->out, r);
    else if (status == OK && !command->options.option[OPT_QUIET].given)
        say_changes(&command->out, r, name);
    text_free(&summary);
    text_free(&changes);
    return status;
}

static enum outcome mend(struct replanning *r)
{
    struct command *command = r->command;
    const struct option_value *out = &command->options.option[OPT_OUT];
    const char *name = out->given ? out->text
                                  : arena_printf(r->loaded.arena, "%s-replanned",
                                                 command->options.option[OPT_OLD].text);
    struct out_folder *folder = NULL;
    enum status status = out_begin(&folder, name, command->diags);
    if (status == OK)
        status = planner_replan(&r->ask, &r->planned, r->loaded.plan, r->loaded.arena,
                                &command->run, command->diags);
    enum outcome outcome = command_outcome(status, false);
    if (status == OK)
        outcome = command_planned(&r->planned, command);
    if (outcome == DONE || outcome == LIMIT_WITH_ROSTER) {
        r->planned.roster.reproducible = !command->run.stopped_by_clock;
        status = write_run(r, folder, name);
        outcome = status == OK ? outcome : command_outcome(status, false);
    }
    out_abort(folder);
    return outcome;
}

enum outcome verb_replan(struct command *command)
{
    struct replanning r = {.command = command};
    load_begin_run(command);
    enum status status = read_all(&r);
    enum outcome outcome = status == OK ? mend(&r) : command_outcome(status, true);
    load_end_run(command);
    load_free(&r.loaded);
    load_free(&r.plain);
    return outcome;
}
