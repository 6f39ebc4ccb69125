/* SPDX-License-Identifier: GPL-3.0-or-later */
/* series.h - one file of calls, its zone and its calendar, as --calls and its fellows give them. */
#ifndef RONDA_CLI_SERIES_H
#define RONDA_CLI_SERIES_H

#include "cli/command.h"
#include "forecast/forecast.h"
#include "io/import.h"

struct series_input {
    struct tz *zone;
    struct series series;
    struct forecast_input in; /* until NO_DATE */
    int slot_s;               /* of --slot, else the file's */
};

/* Seconds of --slot; 0 without it. */
int series_slot_s(const struct command *command);

/* How the file of calls is laid out: --profile, --columns and the others that say it; the queue is
 * left to the caller. */
struct import_options series_layout(const struct command *command);

/* False if an option of wanted[n] is missing, or there are arguments, and said. */
bool series_is_complete(struct command *command, const enum option_id *wanted, int n);

/* Reads what --calls and its fellows name, with the calendar; series_free in any case. */
enum status series_load(struct series_input *out, struct command *command, struct arena *arena);
void series_free(struct series_input *input);

#endif
