/* SPDX-License-Identifier: GPL-3.0-or-later */
/* daytable.h - a call history as one row a local day: what every forecasting method reads.
 * A day has n_cells wall-clock cells, from the first hour that is ever open to the last; on a day
 * of 23 hours one cell more is unknown, on one of 25 the hour that occurs twice is averaged.  So a
 * level is always that of a day of 24 hours. */
#ifndef RONDA_FORECAST_DAYTABLE_H
#define RONDA_FORECAST_DAYTABLE_H

#include "forecast/forecast.h"

/* What the calendar says of a day, known ahead. */
struct day_mark {
    int holiday;   /* index into daytable.holiday_names, -1 */
    double effect; /* product of the events' given factors, 1 */
    bool left_out; /* an event of unknown effect: not fitted */
    bool
        after_closed; /* the last day on which the queue is normally open was closed or is absent */
    bool eve;         /* the next day is a holiday */
    bool closed;      /* closed all day: a holiday on which the queue rests */
};

struct daytable {
    int32_t first;         /* local date of row 0 */
    int n_days;            /* rows: history and the days to forecast */
    int n_known;           /* rows of history; those after are all unknown */
    int slot_s;            /* of a cell */
    int first_cell;        /* of a day on which anything is open, counted from midnight */
    int n_cells;           /* from it to the last that is; outside them all is closed */
    double *calls;         /* [n_days * n_cells] contacts in a cell, NAN unknown or closed */
    bool *open;            /* [7 * n_cells] the weekday's cell takes contacts */
    struct day_mark *mark; /* [n_days] */
    int n_holiday_names;
    int n_outages; /* days of zero taken as outages, made unknown */
    int n_cut;     /* single cells made unknown: spikes and dead hours, see clean.h */
};

/* From the history and the calendar in `in`, up to and with the local date `last`.  Cells are those
 * of the wanted slot, or of the history's where that is coarser.  Memory in arena. */
void daytable_make(struct daytable *out, const struct forecast_input *in, int wanted_slot_s,
                   int32_t last, struct arena *arena);

static inline enum weekday daytable_weekday(const struct daytable *t, int day)
{
    return date_weekday(t->first + day);
}
static inline const double *daytable_row(const struct daytable *t, int day)
{
    return t->calls + (size_t)day * (size_t)t->n_cells;
}

#endif
