/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_series.c - `forecast --calls FILE`: one series of calls without a plan folder. */
#include <math.h>

#include "cli/load.h"
#include "forecast/forecast.h"
#include "io/import.h"
#include "io/out_csv.h"

static const int slot_min[] = {5, 15, 30, 60}; /* the words of --slot */

/* What cannot be left out; false if something is, and said. */
static bool is_complete(struct command *command)
{
    static const enum option_id wanted[] = {OPT_ZONE, OPT_FROM, OPT_DAYS};
    const struct options *options = &command->options;
    bool complete = true;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        const struct option_def *def = &option_defs[wanted[i]];
        if (options->option[wanted[i]].given)
            continue;
        diag_error(command->diags, NULL, "--calls wants --%s %s too", def->name, def->value);
        complete = false;
    }
    if (options->n_arguments > 0) {
        diag_error(command->diags, NULL, "--calls stands in place of the folder '%s'",
                   options->argument[0]);
        complete = false;
    }
    return complete;
}

static enum status read_calls(struct series *series, struct command *command, struct arena *arena)
{
    const struct option_value *option = command->options.option;
    struct import_report report;
    struct import_options how = {
        .columns =
            option[OPT_COLUMNS].given ? option[OPT_COLUMNS].text : "start=start,offered=offered",
        .queue = option[OPT_QUEUE].given ? option[OPT_QUEUE].text : "calls",
        .zone = option[OPT_ZONE].text,
        .refuse_dst = option[OPT_DST].choice == 1,
    };
    return import_series(series, &report, option[OPT_CALLS].text, &how, arena, command->diags);
}

static void print_row(struct text *out, const struct forecast *forecast, const struct tz *zone,
                      const char *queue, int slot)
{
    char start[STAMP_TEXT];
    int64_t at = forecast->grid.begin + (int64_t)slot * forecast->grid.slot_s;
    text_printf(out, "%s,", tz_format(start, zone, at));
    csv_add_field(out, queue);
    text_add_char(out, ',');
    csv_add_number(out, forecast->calls[slot], 4);
    for (int i = 0; i < N_QUANTILES; i++) {
        text_add_char(out, ',');
        csv_add_number(out, forecast->quantile[i][slot], 4);
    }
    text_add_char(out, ',');
    csv_add_number(out, forecast->aht_s[slot], 1);
    text_add_char(out, '\n');
}

/* Slots from the first date's midnight to that after the last one, in the zone. */
static struct grid grid_of(const struct option_value *option, const struct tz *zone, int slot_s)
{
    int32_t first = option[OPT_FROM].date, after = first + (int32_t)option[OPT_DAYS].number;
    int64_t begin = tz_day_boundary(zone, first, 0), end = tz_day_boundary(zone, after, 0);
    return (struct grid){begin, slot_s, (int)((end - begin) / slot_s)};
}

static enum status forecast_file(struct text *table, struct command *command, struct arena *arena)
{
    enum status status = OK;
    struct tz *zone = NULL;
    struct series series;
    struct forecast forecast;
    const struct option_value *option = command->options.option;
    const char *queue = option[OPT_QUEUE].given ? option[OPT_QUEUE].text : "calls";
    TRY_OUT(tz_load(&zone, option[OPT_ZONE].text, NULL, command->diags));
    TRY_OUT(read_calls(&series, command, arena));
    int slot_s =
        option[OPT_SLOT].given ? slot_min[option[OPT_SLOT].choice] * 60 : series.grid.slot_s;
    struct grid grid = grid_of(option, zone, slot_s);
    struct forecast_input in = {.name = queue,
                                .series = &series,
                                .zone = zone,
                                .aht_s = NAN,
                                .until = option[OPT_FROM].date};
    TRY_OUT(forecast_series(&forecast, &in, &grid, arena, command->diags));
    text_add(table, "start,queue,expected,p05,p10,p25,p50,p75,p90,p95,aht_s\n");
    for (int slot = 0; slot < grid.n_slots; slot++)
        print_row(table, &forecast, zone, queue, slot);
out:
    tz_free(zone);
    return status;
}

enum outcome verb_forecast_series(struct command *command)
{
    struct text table = {0};
    if (!is_complete(command))
        return USAGE;
    struct arena *arena = arena_new();
    enum status status = forecast_file(&table, command, arena);
    enum outcome outcome =
        status == OK ? load_deliver(&table, command) : command_outcome(status, true);
    if (status != OK)
        text_free(&table);
    arena_free(arena);
    return outcome;
}
