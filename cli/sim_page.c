/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_page.c - a block a queue: days, the weeks in all, its verdict; then the weakest intervals and
 * what was not simulated.  "+-" is the half-width of the 95 % band of the mean before it. */
#include "cli/sim_page.h"

#include <math.h>
#include <stdio.h>

#include "cli/numbers.h"
#include "io/doc.h"

#define WEAK_SHOWN 8

static void number(struct text *out, double value, int decimals, int width)
{
    char text[NUMBER_TEXT];
    text_printf(out, "%*s", width, number_text(text, value, decimals));
}

static void share(struct text *out, double value, int width)
{
    char text[NUMBER_TEXT];
    text_printf(out, "%*s", width, share_text(text, value));
}

/* A mean and its band, in units of 1 / scale. */
static void measure(struct text *out, struct sim_measure m, double scale, int width)
{
    number(out, m.mean * scale, 1, width);
    if (isnan(m.mean))
        text_printf(out, "%6s", "");
    else {
        text_add(out, " +-");
        number(out, m.half * scale, 1, 3);
    }
}

/* hours: how long the span is */
static void span_row(struct text *out, const char *title, const struct sim_span *span, double hours)
{
    text_printf(out, "%-10s", title);
    number(out, span->calls < 0.05 ? NAN : span->calls, 0, 10);
    measure(out, span->service_level, 100, 7);
    measure(out, span->asa_s, 1, 7);
    measure(out, span->abandoned, 100, 7);
    measure(out, span->occupancy, 100, 7);
    number(out, span->people * hours, 1, 8);
    text_add_char(out, '\n');
}

/* The same of work that waits for a deadline. */
static void work_row(struct text *out, const char *title, const struct sim_span *span, double hours)
{
    text_printf(out, "%-10s", title);
    number(out, span->calls < 0.05 ? NAN : span->calls, 0, 10);
    measure(out, span->service_level, 100, 7);
    measure(out, span->backlog_h, 1, 7);
    measure(out, span->occupancy, 100, 7);
    number(out, span->people * hours, 1, 8);
    text_add_char(out, '\n');
}

/* "80.0 % in 20 s" and what else is asked of the queue. */
static void targets(struct text *out, const struct queue *queue, bool is_deferred)
{
    char text[NUMBER_TEXT];
    const char *before = ": ";
    if (is_deferred) {
        if (!isnan(queue->service_level))
            text_printf(out, ": %s before the deadline\n", share_text(text, queue->service_level));
        else
            text_add(out, ": no target\n");
        return;
    }
    if (!isnan(queue->service_level)) {
        text_printf(out, "%s%s in %.0f s", before, share_text(text, queue->service_level),
                    isnan(queue->answer_s) ? 20 : queue->answer_s);
        before = ", ";
    }
    if (!isnan(queue->asa_s)) {
        text_printf(out, "%swait at most %.0f s", before, queue->asa_s);
        before = ", ";
    }
    if (!isnan(queue->abandon_max) && queue->patience_s > 0) {
        text_printf(out, "%sat most %s give up", before, share_text(text, queue->abandon_max));
        before = ", ";
    }
    if (!isnan(queue->occupancy_max)) {
        text_printf(out, "%sat most %s occupied", before, share_text(text, queue->occupancy_max));
        before = ", ";
    }
    text_add(out, before[0] == ':' ? ": no target\n" : "\n");
}

static void verdict(struct text *out, const struct sim_queue *of)
{
    static const char *const words[N_SIM_VERDICTS] = {
        [SIM_NO_TARGET] = "No target is set for it.",
        [SIM_HOLDS] = "Over the week every target holds, with 95 % confidence.",
        [SIM_OPEN] = "Over the week it is too close to call: a target lies within the band.",
        [SIM_MISSED] = "Over the week a target is MISSED beyond the band."};
    text_printf(out, "%s", words[of->verdict]);
    if (!isnan(of->weeks_held)) {
        char text[NUMBER_TEXT];
        text_printf(out, "\n%s of the weeks simulated reach the service level.",
                    share_text(text, of->weeks_held));
    }
    text_add_char(out, '\n');
}

static void kept(struct text *out, double hours)
{
    if (!(hours > 0))
        return;
    text_add(out, "For the people it needs ");
    number(out, hours, 1, 0);
    text_add(out, " hours of those who could serve a line are kept.\n");
}

/* "4.2 +-0.3 % come again after giving up." */
static void of_all(struct text *out, struct sim_measure m, const char *what)
{
    measure(out, m, 100, 0);
    text_printf(out, " %% %s", what);
}

static void callers(struct text *out, const struct queue *queue, const struct sim_span *week)
{
    if (queue->retry_share > 0 && week->retried.mean > 0) {
        of_all(out, week->retried, "are callers who gave up and try again.\n");
    }
    if (queue->callback_s > 0 && !isnan(week->called_back.mean)) {
        of_all(out, week->called_back, "leave a number");
        if (!isnan(week->promise_kept.mean)) {
            text_add(out, "; of these ");
            measure(out, week->promise_kept, 100, 0);
            text_printf(out, " %% are rung back within %.0f min", queue->callback_min);
        }
        text_add(out, ".\n");
    }
}

static void queue_block(struct text *out, const struct plan *plan, const struct planned *planned,
                        const struct sim_result *sim, int q)
{
    const struct sim_queue *of = &sim->queue[q];
    const int64_t *begin = planned->horizon.begin;
    void (*row)(struct text *, const char *, const struct sim_span *, double) =
        of->is_deferred ? work_row : span_row;
    text_printf(out, "\n%s", plan->queues[q].id);
    targets(out, &plan->queues[q], of->is_deferred);
    if (of->is_deferred)
        text_printf(out, "%20s%13s%13s%13s%8s\n", "contacts", "in time %", "left, h", "occupied %",
                    "hours");
    else
        text_printf(out, "%20s%13s%13s%13s%13s%8s\n", "contacts", "in time %", "wait s",
                    "give up %", "occupied %", "hours");
    for (int d = 0; d < sim->n_days; d++) {
        char day[NUMBER_TEXT];
        row(out, day_text(day, planned->horizon.first + d), &of->day[d],
            (double)(begin[d + 1] - begin[d]) / 3600);
    }
    row(out, "In all", &of->week, (double)(begin[sim->n_days] - begin[0]) / 3600);
    callers(out, &plan->queues[q], &of->week);
    kept(out, of->reserved_h);
    verdict(out, of);
}

static void clock_text(char text[NUMBER_TEXT], const struct plan *plan,
                       const struct sim_result *sim, int slot)
{
    int64_t at = sim->grid.begin + (int64_t)slot * sim->grid.slot_s;
    int minute = tz_minute(plan->site.zone, at);
    char day[NUMBER_TEXT];
    day_text(day, tz_date(plan->site.zone, at));
    snprintf(text, NUMBER_TEXT, "%.10s %02d:%02d", day, minute / 60, minute % 60);
}

static void weak_block(struct text *out, const struct plan *plan, const struct sim_result *sim)
{
    if (sim->n_weak == 0) {
        text_add(out, "\nNo interval misses its service level.\n");
        return;
    }
    text_printf(out, "\nWeakest intervals, by contacts too late against the target\n");
    for (int i = 0; i < sim->n_weak && i < WEAK_SHOWN; i++) {
        const struct sim_weak *weak = &sim->weak[i];
        const struct sim_span *span = &sim->queue[weak->queue].slot[weak->slot];
        char at[NUMBER_TEXT];
        clock_text(at, plan, sim, weak->slot);
        text_printf(out, "  %s  %-14.14s", at, plan->queues[weak->queue].id);
        measure(out, span->service_level, 100, 6);
        text_add(out, " %");
        number(out, weak->missing, 1, 8);
        text_add(out, " of");
        number(out, span->calls, 0, 6);
        number(out, span->people, 1, 7);
        text_add(out, " people\n");
    }
    if (sim->n_weak > WEAK_SHOWN)
        text_printf(out, "  %d more\n", sim->n_weak - WEAK_SHOWN);
}

static void left_out(struct text *out, const struct plan *plan, const struct sim_result *sim)
{
    for (int q = 0; q < sim->n_queues; q++) {
        if (sim->queue[q].is_simulated)
            continue;
        text_printf(out, "\n%s is not simulated: no contacts are forecast for it.\n",
                    plan->queues[q].id);
        kept(out, sim->queue[q].reserved_h);
    }
}

void sim_page(struct text *out, const struct plan *plan, const struct planned *planned,
              const struct sim_result *sim)
{
    char week[NUMBER_TEXT], from[NUMBER_TEXT], to[NUMBER_TEXT], contacts[NUMBER_TEXT];
    const struct horizon *horizon = &planned->horizon;
    text_printf(out, "%s, week %s, %s to %s (%s)\n", plan->site.id, week_text(week, horizon->first),
                day_text(from, horizon->first), date_text(to, horizon->first + horizon->n_days - 1),
                tz_name(plan->site.zone));
    text_printf(out, "Simulated %d times, %s contacts; +- is the 95 %% band of the mean.\n",
                sim->n_replications, number_text(contacts, sim->contacts, 0));
    if (!sim->reached)
        text_add(out, "The half-width asked for was not reached.\n");
    for (int q = 0; q < sim->n_queues; q++)
        if (sim->queue[q].is_simulated)
            queue_block(out, plan, planned, sim, q);
    weak_block(out, plan, sim);
    left_out(out, plan, sim);
}

void sim_rounds(struct text *out, const struct plan *plan, const struct proof *proof)
{
    text_printf(out,
                "\nProof by simulation       in time %%   target    hours needed   short"
                "   cost, %s\n",
                plan->site.currency);
    for (int i = 0; i < proof->n_rounds; i++) {
        const struct prove_round *round = &proof->round[i];
        bool first = true;
        for (int q = 0; q < plan->n_queues; q++) {
            const struct sim_queue *of = &round->sim.queue[q];
            if (!of->is_simulated)
                continue;
            text_printf(out, "  %-7s %-12.12s",
                        !first   ? ""
                        : i == 0 ? "as made"
                                 : "again",
                        plan->queues[q].id);
            measure(out, of->week.service_level, 100, 6);
            share(out, plan->queues[q].service_level, 9);
            if (first) {
                double hours = 0;
                const struct requirement *need = &round->planned.requirement;
                size_t n = (size_t)need->n_queues * (size_t)need->grid.n_slots;
                for (size_t at = 0; at < n; at++)
                    hours += need->need[at] * need->grid.slot_s / 3600.0;
                number(out, hours, 1, 16);
                number(out, round->planned.check.hours_short, 1, 8);
                number(out, round->planned.check.value, 0, 12);
            }
            text_printf(out, "%s\n", of->verdict == SIM_MISSED ? " missed" : "");
            first = false;
        }
    }
    const struct sim_result *end = &proof->round[proof->chosen].sim;
    text_printf(out, "%s\n",
                end->verdict == SIM_MISSED
                    ? "A target stays missed: where need is not covered, people are missing."
                : end->verdict == SIM_OPEN
                    ? "A target stays too close to call: it lies within the band."
                : end->verdict == SIM_NO_TARGET ? "Nothing simulated has a target."
                                                : "The roster holds in the simulation.");
}

bool sim_missed(const struct plan *plan, const struct sim_result *sim, struct diags *diags)
{
    for (int q = 0; q < sim->n_queues; q++)
        if (sim->queue[q].verdict == SIM_MISSED)
            diag_warning(
                diags, &plan->queues[q].at,
                "queue '%s' misses a target of the week in the simulation, beyond the band",
                plan->queues[q].id);
    return sim->verdict == SIM_MISSED;
}

/* ---- JSON ---- */

static void json_number(struct text *out, const char *name, double value)
{
    text_printf(out, ", \"%s\": ", name);
    if (isfinite(value))
        doc_print_number(out, round(value * 1e6) / 1e6 + 0.0);
    else
        text_add(out, "null");
}

static void json_measure(struct text *out, const char *name, struct sim_measure m)
{
    char half[64];
    snprintf(half, sizeof half, "%s_half", name);
    json_number(out, name, m.mean);
    json_number(out, half, m.half);
}

/* Members that follow another one. */
static void json_span(struct text *out, const struct sim_span *span)
{
    json_number(out, "contacts", span->calls);
    json_number(out, "people", span->people);
    json_measure(out, "service_level", span->service_level);
    json_measure(out, "asa_s", span->asa_s);
    json_measure(out, "wait_s", span->wait_s);
    json_measure(out, "abandoned", span->abandoned);
    json_measure(out, "occupancy", span->occupancy);
    json_measure(out, "retried", span->retried);
    json_measure(out, "called_back", span->called_back);
    json_measure(out, "promise_kept", span->promise_kept);
    json_measure(out, "backlog_h", span->backlog_h);
}

static void json_stamp(struct text *out, const struct plan *plan, const struct sim_result *sim,
                       int slot)
{
    char text[STAMP_TEXT];
    int64_t at = sim->grid.begin + (int64_t)slot * sim->grid.slot_s;
    text_add(out, "\"start\": ");
    doc_print_string(out, tz_format(text, plan->site.zone, at));
}

static void json_queue(struct text *out, const struct plan *plan, const struct planned *planned,
                       const struct sim_result *sim, int q)
{
    const struct sim_queue *of = &sim->queue[q];
    text_add(out, "    {\"id\": ");
    doc_print_string(out, plan->queues[q].id);
    text_printf(out, ", \"simulated\": %s", of->is_simulated ? "true" : "false");
    json_number(out, "hours_kept_off_lines", of->reserved_h);
    if (!of->is_simulated) {
        text_add_char(out, '}');
        return;
    }
    text_printf(out, ", \"deferred\": %s, \"verdict\": \"%s\"", of->is_deferred ? "true" : "false",
                sim_verdict_names[of->verdict]);
    json_number(out, "target", plan->queues[q].service_level);
    json_number(out, "weeks_held", of->weeks_held);
    json_span(out, &of->week);
    text_add(out, ",\n     \"days\": [");
    for (int d = 0; d < sim->n_days; d++) {
        char date[DATE_TEXT];
        text_printf(out, "%s\n      {\"date\": \"%s\"", d > 0 ? "," : "",
                    date_format(date, planned->horizon.first + d));
        json_span(out, &of->day[d]);
        text_add_char(out, '}');
    }
    text_add(out, "],\n     \"intervals\": [");
    const char *before = "";
    for (int k = 0; k < sim->grid.n_slots; k++) {
        if (!(of->slot[k].calls > 0))
            continue;
        text_printf(out, "%s\n      {", before);
        json_stamp(out, plan, sim, k);
        json_span(out, &of->slot[k]);
        text_add_char(out, '}');
        before = ",";
    }
    text_add(out, "]}");
}

void sim_json(struct text *out, const struct plan *plan, const struct planned *planned,
              const struct sim_result *sim)
{
    text_printf(out, "{\n  \"schema\": %d,\n  \"site\": ", SIM_SCHEMA);
    doc_print_string(out, plan->site.id);
    text_printf(
        out, ",\n  \"verdict\": \"%s\",\n  \"replications\": %d,\n  \"half_width_reached\": %s",
        sim_verdict_names[sim->verdict], sim->n_replications, sim->reached ? "true" : "false");
    json_number(out, "contacts_simulated", sim->contacts);
    text_add(out, ",\n  \"queues\": [");
    for (int q = 0; q < sim->n_queues; q++) {
        text_add(out, q > 0 ? ",\n" : "\n");
        json_queue(out, plan, planned, sim, q);
    }
    text_add(out, "\n  ],\n  \"weakest\": [");
    for (int i = 0; i < sim->n_weak && i < WEAK_SHOWN; i++) {
        const struct sim_weak *weak = &sim->weak[i];
        text_printf(out, "%s\n    {", i > 0 ? "," : "");
        json_stamp(out, plan, sim, weak->slot);
        text_add(out, ", \"queue\": ");
        doc_print_string(out, plan->queues[weak->queue].id);
        json_number(out, "contacts_missing", weak->missing);
        text_add_char(out, '}');
    }
    text_add(out, "]\n}\n");
}
