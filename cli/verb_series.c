/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_series.c - `forecast --calls FILE`: one series of calls without a plan folder. */
#include "cli/load.h"
#include "cli/series.h"
#include "io/out_csv.h"

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
    struct series_input input;
    struct forecast forecast;
    const struct option_value *option = command->options.option;
    TRY_OUT(series_load(&input, command, arena));
    struct grid grid = grid_of(option, input.zone, input.slot_s);
    input.in.until = option[OPT_FROM].date;
    TRY_OUT(forecast_series(&forecast, &input.in, &grid, arena, command->diags));
    text_add(table, "start,queue,expected,p05,p10,p25,p50,p75,p90,p95,aht_s\n");
    for (int slot = 0; slot < grid.n_slots; slot++)
        print_row(table, &forecast, input.zone, input.in.name, slot);
out:
    series_free(&input);
    return status;
}

enum outcome verb_forecast_series(struct command *command)
{
    static const enum option_id wanted[] = {OPT_ZONE, OPT_FROM, OPT_DAYS};
    struct text table = {0};
    if (!series_is_complete(command, wanted, 3))
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
