/* SPDX-License-Identifier: GPL-3.0-or-later */
/* series.c - see series.h. */
#include "cli/series.h"

#include <math.h>
#include <string.h>

#include "io/calendar.h"

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

/* 1 for the first word of the option, 2 for the second; 0: not given. */
static int word_of(const struct option_value *option)
{
    return option->given ? option->choice + 1 : 0;
}

struct import_options series_layout(const struct command *command)
{
    const struct option_value *option = command->options.option;
    return (struct import_options){
        .profile = word_of(&option[OPT_PROFILE]),
        .columns = option[OPT_COLUMNS].text,
        .is_contacts = option[OPT_ROWS].choice == 1,
        .zone = option[OPT_ZONE].text,
        .sheet = option[OPT_SHEET].text,
        .slot_min = series_slot_s(command) / 60,
        .refuse_dst = option[OPT_DST].choice == 1,
        .sum_repeats = option[OPT_REPEATS].choice == 1,
        .order = (enum date_order)word_of(&option[OPT_DATE_FORMAT]),
        .decimal = option[OPT_DECIMAL].given
                       ? option[OPT_DECIMAL].choice == 0 ? DECIMAL_POINT : DECIMAL_COMMA
                       : DECIMAL_UNKNOWN,
        .missing = (enum import_missing)word_of(&option[OPT_MISSING]),
    };
}

/* Does a column say the queue?  Then --queue picks one; else it names that of all rows. */
static bool names_queues(const struct import_options *how)
{
    if (how->columns &&
        (strncmp(how->columns, "queue=", 6) == 0 || strstr(how->columns, ",queue=")))
        return true;
    return how->profile && strcmp(import_profile_name(how->profile - 1), "matrix") != 0;
}

static enum status read_calls(struct series_input *out, struct command *command,
                              struct arena *arena)
{
    const struct option_value *option = command->options.option;
    struct import_report report;
    struct import_options how = series_layout(command);
    if (!how.columns && !how.profile)
        how.columns = "start=start,offered=offered";
    if (names_queues(&how))
        how.only = option[OPT_QUEUE].given ? option[OPT_QUEUE].text : NULL;
    else
        how.queue = out->in.name;
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
