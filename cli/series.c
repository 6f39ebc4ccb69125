/* SPDX-License-Identifier: GPL-3.0-or-later */
/* series.c - see series.h. */
#include "cli/series.h"

#include <math.h>

#include "io/calendar.h"
#include "io/import.h"

static const int slot_min[] = {5, 15, 30, 60}; /* the words of --slot */

int series_slot_s(const struct command *command)
{
    const struct option_value *slot = &command->options.option[OPT_SLOT];
    return slot->given ? slot_min[slot->choice] * 60 : 0;
}

bool series_is_complete(struct command *command, const enum option_id *wanted, int n)
{
    const struct options *options = &command->options;
    bool complete = true;
    for (int i = 0; i < n; i++) {
        const struct option_def *def = &option_defs[wanted[i]];
        if (options->option[wanted[i]].given)
            continue;
        diag_error(command->diags, NULL, "--calls wants --%s %s too", def->name, def->value);
        complete = false;
    }
    if (options->verb != VERB_ACCURACY && options->n_arguments > 0) {
        diag_error(command->diags, NULL, "--calls stands in place of the folder '%s'",
                   options->argument[0]);
        complete = false;
    }
    return complete;
}

static enum status read_calls(struct series_input *out, struct command *command,
                              struct arena *arena)
{
    const struct option_value *option = command->options.option;
    struct import_report report;
    struct import_options how = {
        .columns =
            option[OPT_COLUMNS].given ? option[OPT_COLUMNS].text : "start=start,offered=offered",
        .queue = out->in.name,
        .zone = option[OPT_ZONE].text,
        .refuse_dst = option[OPT_DST].choice == 1,
    };
    TRY(import_series(&out->series, &report, option[OPT_CALLS].text, &how, arena, command->diags));
    out->slot_s = option[OPT_SLOT].given ? series_slot_s(command) : out->series.grid.slot_s;
    return OK;
}

enum status series_load(struct series_input *out, struct command *command, struct arena *arena)
{
    const struct option_value *option = command->options.option;
    struct holiday *holidays;
    struct event *events;
    *out = (struct series_input){0};
    out->in =
        (struct forecast_input){.name = option[OPT_QUEUE].given ? option[OPT_QUEUE].text : "calls",
                                .series = &out->series,
                                .aht_s = NAN,
                                .until = NO_DATE};
    TRY(tz_load(&out->zone, option[OPT_ZONE].text, NULL, command->diags));
    out->in.zone = out->zone;
    if (option[OPT_HOLIDAYS].given) {
        TRY(calendar_holidays(&holidays, &out->in.n_holidays, option[OPT_HOLIDAYS].text, arena,
                              command->diags));
        out->in.holidays = holidays;
    }
    if (option[OPT_EVENTS].given) {
        TRY(calendar_events(&events, &out->in.n_events, option[OPT_EVENTS].text, out->in.name,
                            arena, command->diags));
        out->in.events = events;
    }
    return read_calls(out, command, arena);
}

void series_free(struct series_input *input)
{
    tz_free(input->zone);
    input->zone = NULL;
}
