/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_backtest.c - `backtest`: how good the forecast would have been, for the queues of a plan
 * folder or for one file of calls. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/load.h"
#include "cli/numbers.h"
#include "cli/series.h"
#include "forecast/backtest.h"
#include "io/doc.h"

#define SCHEMA 1
#define USUAL_ORIGINS 6
#define USUAL_DAYS 14

static const char *const grain_names[N_GRAINS] = {"slots", "days", "weeks"};
static const int band_percent[N_BANDS] = {50, 80, 90};

static int count_or(const struct option_value *option, int otherwise)
{
    return option->given ? (int)option->number : otherwise;
}

static void add_share(struct text *out, double share, int width)
{
    if (isnan(share))
        text_printf(out, " %*s", width, "-");
    else
        text_printf(out, " %*.*f", width, width > 5 ? 2 : 1, 100 * share);
}

static void print_rows(struct text *out, const struct backtest *b)
{
    text_add(out,
             "\nmethod       week  WAPE %  bias %   MASE pinball   slots 80  90   days 80  90\n");
    for (int i = 0; i < b->n_rows; i++) {
        const struct backtest_row *r = &b->row[i];
        char week[NUMBER_TEXT] = "all";
        if (r->week > 0)
            number_text(week, r->week, 0);
        text_printf(out, "%-12s %4s", r->method, week);
        add_share(out, r->wape, 7);
        add_share(out, r->bias, 7);
        text_printf(out, " %6.3f %7.4f  ", r->mase, r->pinball);
        for (int g = GRAIN_SLOT; g <= GRAIN_DAY; g++) {
            add_share(out, r->cover[g][BAND_80], 5);
            add_share(out, r->cover[g][BAND_90], 5);
            text_add(out, g == GRAIN_SLOT ? "  " : "\n");
        }
    }
}

static void print_text(struct text *out, const struct backtest *b, const char *queue, int slot_s,
                       int days)
{
    char first[NUMBER_TEXT], last[NUMBER_TEXT];
    text_printf(out, "%s%s: %d forecast%s of %d days by slots of %d minutes, from %s",
                out->n ? "\n" : "", queue, b->n_origins, b->n_origins == 1 ? "" : "s", days,
                slot_s / 60, date_text(first, b->origin[0]));
    if (b->n_origins > 1)
        text_printf(out, " to\n%s", date_text(last, b->origin[b->n_origins - 1]));
    text_add_char(out, '\n');
    print_rows(out, b);
}

static void json_number(struct text *out, const char *key, double value)
{
    text_printf(out, ", \"%s\": ", key);
    if (isfinite(value))
        text_printf(out, "%.6f", value);
    else
        text_add(out, "null");
}

static void json_row(struct text *out, const struct backtest_row *r)
{
    text_printf(out, "        {\"method\": \"%s\", \"week\": ", r->method);
    if (r->week > 0)
        text_printf(out, "%d", r->week);
    else
        text_add(out, "\"all\"");
    text_printf(out, ", \"n\": %ld", r->n);
    json_number(out, "wape", r->wape);
    json_number(out, "bias", r->bias);
    json_number(out, "mase", r->mase);
    json_number(out, "pinball", r->pinball);
    text_add(out, ",\n         \"cover\": {");
    for (int g = 0; g < N_GRAINS; g++) {
        text_printf(out, "%s\"%s\": {\"n\": %ld", g ? ", " : "", grain_names[g], r->n_of[g]);
        for (int b = 0; b < N_BANDS; b++) {
            char key[8];
            snprintf(key, sizeof key, "%d", band_percent[b]);
            json_number(out, key, r->cover[g][b]);
        }
        text_add_char(out, '}');
    }
    text_add(out, "}}");
}

static void print_json(struct text *out, const struct backtest *b, const char *queue, int slot_s,
                       int days)
{
    char date[DATE_TEXT];
    text_add(out, out->n ? ",\n    {\"queue\": " : "    {\"queue\": ");
    doc_print_string(out, queue);
    text_printf(out, ", \"slot_min\": %d, \"horizon_days\": %d,\n      \"origins\": [", slot_s / 60,
                days);
    for (int i = 0; i < b->n_origins; i++)
        text_printf(out, "%s\"%s\"", i ? ", " : "", date_format(date, b->origin[i]));
    text_add(out, "],\n      \"rows\": [\n");
    for (int i = 0; i < b->n_rows; i++) {
        json_row(out, &b->row[i]);
        text_add(out, i + 1 < b->n_rows ? ",\n" : "\n");
    }
    text_add(out, "      ]}");
}

/* One series, after those before it. */
static enum status test_series(struct text *out, const struct forecast_input *in, int slot_s,
                               struct command *command, struct arena *arena)
{
    const struct option_value *option = command->options.option;
    struct backtest b;
    int days = count_or(&option[OPT_HORIZON_DAYS], USUAL_DAYS);
    slot_s = slot_s > in->series->grid.slot_s ? slot_s : in->series->grid.slot_s;
    TRY(backtest_run(&b, in, slot_s, count_or(&option[OPT_ORIGINS], USUAL_ORIGINS), days, arena,
                     command->diags));
    (option[OPT_JSON].given ? print_json : print_text)(out, &b, in->name, slot_s, days);
    return OK;
}

/* Every queue with calls, or the one that is asked for. */
static enum status test_plan(struct text *out, struct command *command)
{
    struct loaded loaded;
    const struct option_value *option = command->options.option;
    enum status status = OK;
    int n = 0;
    TRY_OUT(load_plan(&loaded, command, command->options.argument[0], NULL));
    const struct plan *plan = loaded.plan;
    for (int q = 0; q < plan->n_queues && plan->history; q++) {
        if (option[OPT_QUEUE].given && strcmp(option[OPT_QUEUE].text, plan->queues[q].id) != 0)
            continue;
        if (plan->history[q].grid.n_slots == 0)
            continue;
        struct forecast_input in = forecast_queue_input(plan, q);
        if (option[OPT_FROM].given)
            in.until = option[OPT_FROM].date;
        int slot_s = option[OPT_SLOT].given ? series_slot_s(command) : plan->site.slot_min * 60;
        TRY_OUT(test_series(out, &in, slot_s, command, loaded.arena));
        n++;
    }
    if (n == 0) {
        diag_error(command->diags, NULL, "%s has no calls of %s%s", loaded.folder,
                   option[OPT_QUEUE].given ? "queue " : "any queue",
                   option[OPT_QUEUE].given ? option[OPT_QUEUE].text : "");
        status = ERR_DATA;
    }
out:
    load_free(&loaded);
    return status;
}

static enum status test_file(struct text *out, struct command *command)
{
    struct series_input input;
    const struct option_value *option = command->options.option;
    struct arena *arena = arena_new();
    enum status status = OK;
    TRY_OUT(series_load(&input, command, arena));
    if (option[OPT_FROM].given)
        input.in.until = option[OPT_FROM].date;
    TRY_OUT(test_series(out, &input.in, input.slot_s, command, arena));
out:
    series_free(&input);
    arena_free(arena);
    return status;
}

enum outcome verb_backtest(struct command *command)
{
    static const enum option_id wanted[] = {OPT_ZONE};
    struct text body = {0}, whole = {0};
    bool file = command->options.option[OPT_CALLS].given;
    if (file && !series_is_complete(command, wanted, 1))
        return USAGE;
    if (!file && command->options.n_arguments == 0) {
        diag_error(command->diags, NULL,
                   "say which folder: ronda backtest FOLDER, or --calls FILE");
        return USAGE;
    }
    enum status status = file ? test_file(&body, command) : test_plan(&body, command);
    if (status == OK && command->options.option[OPT_JSON].given)
        text_printf(&whole, "{\n  \"schema\": %d,\n  \"series\": [\n%s\n  ]\n}\n", SCHEMA,
                    body.bytes);
    else if (status == OK)
        text_add_n(&whole, body.bytes, body.n);
    text_free(&body);
    if (status == OK)
        return load_deliver(&whole, command);
    return command_outcome(status, true);
}
