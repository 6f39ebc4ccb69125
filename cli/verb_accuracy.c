/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_accuracy.c - `accuracy`: an earlier forecast held against the calls that came. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/load.h"
#include "cli/numbers.h"
#include "cli/series.h"
#include "forecast/accuracy.h"
#include "io/calendar.h"
#include "io/doc.h"

#define SCHEMA 1
#define LEAST_SLOT_S 300
#define MOST_SLOT_S 3600

/* The table, and what has been written about its queues. */
struct earlier {
    const char *file;
    struct forecast_row *row; /* [n] by queue, then start */
    int n;
    struct text out;
    bool json;
};

static int by_queue_and_start(const void *left, const void *right)
{
    const struct forecast_row *a = left, *b = right;
    int d = strcmp(a->queue, b->queue);
    return d ? d : (a->start > b->start) - (a->start < b->start);
}

static enum status read_earlier(struct earlier *out, const char *file, const struct tz *zone,
                                struct command *command, struct arena *arena)
{
    *out = (struct earlier){.file = file, .json = command->options.option[OPT_JSON].given};
    TRY(calendar_forecast(&out->row, &out->n, file, zone, arena, command->diags));
    if (out->n == 0) {
        diag_error(command->diags, &(struct place){.file = file}, "the table has no rows");
        return ERR_DATA;
    }
    qsort(out->row, (size_t)out->n, sizeof *out->row, by_queue_and_start);
    return OK;
}

/* Spacing of rows [0, n) of one queue: the least step; 0 and a report if that is no slot or a start
 * occurs twice. */
static int spacing_of(const struct forecast_row *row, int n, const char *file, struct diags *diags)
{
    int64_t least = INT64_MAX;
    for (int i = 1; i < n; i++)
        if (row[i].start - row[i - 1].start < least)
            least = row[i].start - row[i - 1].start;
    if (least >= LEAST_SLOT_S && least <= MOST_SLOT_S && MOST_SLOT_S % least == 0)
        return (int)least;
    diag_error(diags, &(struct place){.file = file},
               "the rows of queue '%s' do not lie 5, 15, 30 or 60 minutes apart", row->queue);
    return 0;
}

static void json_number(struct text *out, const char *key, double value)
{
    text_printf(out, ", \"%s\": ", key);
    if (isfinite(value))
        text_printf(out, "%.6f", value);
    else
        text_add(out, "null");
}

static void print_json(struct text *out, const char *queue, const struct accuracy *grains)
{
    text_add(out, out->n ? ",\n    {\"queue\": " : "    {\"queue\": ");
    doc_print_string(out, queue);
    for (int g = 0; g < N_ACCURACY_GRAINS; g++) {
        const struct accuracy *a = &grains[g];
        text_printf(out, ",\n      \"%s\": {\"n\": %ld", accuracy_grain_names[g], a->n);
        json_number(out, "expected", a->expected);
        json_number(out, "came", a->came);
        json_number(out, "wape", a->wape);
        json_number(out, "bias", a->bias);
        json_number(out, "mape", a->mape);
        json_number(out, "within_80", a->within_80);
        text_add_char(out, '}');
    }
    text_add_char(out, '}');
}

static void print_text(struct text *out, const char *queue, const struct accuracy *grains)
{
    char expected[NUMBER_TEXT], came[NUMBER_TEXT], wape[NUMBER_TEXT], bias[NUMBER_TEXT],
        mape[NUMBER_TEXT], within[NUMBER_TEXT];
    text_printf(out, "%s%-16s %7s %11s %11s %8s %8s %8s %8s\n", out->n ? "\n" : "", queue, "n",
                "expected", "came", "WAPE", "bias", "MAPE", "in 80 %");
    for (int g = 0; g < N_ACCURACY_GRAINS; g++) {
        const struct accuracy *a = &grains[g];
        text_printf(out, "  by %-11s %7ld %11s %11s %8s %8s %8s %8s\n", accuracy_grain_names[g],
                    a->n, number_text(expected, a->expected, 0), number_text(came, a->came, 0),
                    share_text(wape, a->wape), share_text(bias, a->bias), share_text(mape, a->mape),
                    share_text(within, a->within_80));
    }
}

/* Rows [first, first + n) of one queue against its series. */
static enum status judge(struct earlier *e, int first, int n, const struct series *series,
                         double share, const struct tz *zone, struct command *command,
                         struct arena *arena)
{
    struct accuracy grains[N_ACCURACY_GRAINS];
    const struct forecast_row *row = e->row + first;
    struct place at = {.file = e->file};
    int slot_s = spacing_of(row, n, e->file, command->diags);
    if (slot_s == 0)
        return ERR_DATA;
    if (series->grid.slot_s > slot_s) {
        diag_error(command->diags, &at,
                   "queue '%s' was forecast by %d minutes, its calls are by %d: forecast it by "
                   "--slot %d",
                   row->queue, slot_s / 60, series->grid.slot_s / 60, series->grid.slot_s / 60);
        return ERR_DATA;
    }
    struct accuracy_slot *slot = ARENA_ARRAY(arena, struct accuracy_slot, n);
    for (int i = 0; i < n; i++)
        slot[i] = (struct accuracy_slot){row[i].start, row[i].expected, row[i].p10, row[i].p90};
    accuracy_measure(grains, slot, n, slot_s, series, share, zone);
    if (grains[ACCURACY_SLOT].n == 0)
        diag_warning(command->diags, &at, "there are no calls yet for what was forecast of '%s'",
                     row->queue);
    (e->json ? print_json : print_text)(&e->out, row->queue, grains);
    return OK;
}

/* Rows of one queue from `first`. */
static int count_queue(const struct earlier *e, int first)
{
    int n = 1;
    while (first + n < e->n && strcmp(e->row[first + n].queue, e->row[first].queue) == 0)
        n++;
    return n;
}

static enum status judge_plan(struct earlier *e, const struct plan *plan, struct command *command,
                              struct arena *arena)
{
    const struct option_value *asked = &command->options.option[OPT_QUEUE];
    int judged = 0;
    for (int first = 0, n; first < e->n; first += n) {
        const char *id = e->row[first].queue;
        int q = 0;
        n = count_queue(e, first);
        if (asked->given && strcmp(asked->text, id) != 0)
            continue;
        while (q < plan->n_queues && strcmp(plan->queues[q].id, id) != 0)
            q++;
        if (q == plan->n_queues || !plan->history || plan->history[q].grid.n_slots == 0) {
            diag_warning(command->diags, &(struct place){.file = e->file},
                         "queue '%s' of the table has no calls in the plan: passed over", id);
            continue;
        }
        const struct account *account = &plan->accounts[plan->queues[q].account];
        TRY(judge(e, first, n, &plan->history[q], account->share, account->zone, command, arena));
        judged++;
    }
    if (judged > 0)
        return OK;
    diag_error(command->diags, &(struct place){.file = e->file},
               "no queue of the table has calls in the plan");
    return ERR_DATA;
}

static enum status compare_plan(struct earlier *e, struct command *command)
{
    struct loaded loaded;
    enum status status = OK;
    TRY_OUT(load_plan(&loaded, command, command->options.argument[0], NULL));
    TRY_OUT(read_earlier(e, command->options.argument[1], loaded.plan->site.zone, command,
                         loaded.arena));
    TRY_OUT(judge_plan(e, loaded.plan, command, loaded.arena));
out:
    load_free(&loaded);
    return status;
}

static enum status compare_file(struct earlier *e, struct command *command)
{
    struct series_input input;
    const struct option_value *asked = &command->options.option[OPT_QUEUE];
    struct arena *arena = arena_new();
    enum status status = OK;
    TRY_OUT(series_load(&input, command, arena));
    TRY_OUT(read_earlier(e, command->options.argument[0], input.zone, command, arena));
    for (int first = 0, n; first < e->n; first += n) {
        n = count_queue(e, first);
        if (!asked->given && n < e->n) {
            diag_error(command->diags, &(struct place){.file = e->file},
                       "the table holds several queues: say which, --queue %s", e->row[0].queue);
            status = ERR_DATA;
            goto out;
        }
        if (n == e->n || strcmp(asked->text, e->row[first].queue) == 0)
            TRY_OUT(judge(e, first, n, &input.series, 1, input.zone, command, arena));
    }
    if (e->out.n == 0) {
        diag_error(command->diags, &(struct place){.file = e->file}, "the table has no queue '%s'",
                   asked->text);
        status = ERR_DATA;
    }
out:
    series_free(&input);
    arena_free(arena);
    return status;
}

enum outcome verb_accuracy(struct command *command)
{
    static const enum option_id wanted[] = {OPT_ZONE};
    struct earlier earlier = {0};
    struct text whole = {0};
    bool file = command->options.option[OPT_CALLS].given;
    if (file && !series_is_complete(command, wanted, 1))
        return USAGE;
    if (command->options.n_arguments != (file ? 1 : 2)) {
        diag_error(command->diags, NULL,
                   file ? "--calls stands in place of the folder: ronda accuracy FORECAST --calls "
                          "FILE --zone ZONE"
                        : "say which folder and which table: ronda accuracy FOLDER FORECAST, or "
                          "--calls FILE");
        return USAGE;
    }
    enum status status = file ? compare_file(&earlier, command) : compare_plan(&earlier, command);
    if (status == OK && earlier.json)
        text_printf(&whole, "{\n  \"schema\": %d,\n  \"queues\": [\n%s\n  ]\n}\n", SCHEMA,
                    earlier.out.bytes);
    else if (status == OK)
        text_add_n(&whole, earlier.out.bytes, earlier.out.n);
    text_free(&earlier.out);
    return status == OK ? load_deliver(&whole, command) : command_outcome(status, true);
}
