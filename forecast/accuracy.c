/* SPDX-License-Identifier: GPL-3.0-or-later */
/* accuracy.c - sums of errors by slot, day and week, see accuracy.h.  A slot outside the opening
 * hours has neither contacts nor rows: it is not scored, unless contacts were forecast or came. */
#include "forecast/accuracy.h"

#include <math.h>

const char *const accuracy_grain_names[N_ACCURACY_GRAINS] = {"slot", "day", "week"};

/* What came in [start, start + slot_s); NAN if a part of it is unknown. */
static double contacts(const struct series *series, int64_t start, int slot_s)
{
    const struct grid *grid = &series->grid;
    double sum = 0;
    for (int64_t at = start; at < start + slot_s; at += grid->slot_s) {
        int64_t k = grid_slot(grid, at);
        if (k < 0 || k >= grid->n_slots)
            return NAN;
        sum += series->offered[k];
    }
    return sum;
}

/* Sums of a grain, and of the period of it that is under way. */
struct tally {
    struct accuracy *out;
    double expected, came, error, relative;
    long n_relative;
    int32_t period;
    bool begun;
};

static void close_period(struct tally *tally)
{
    struct accuracy *out = tally->out;
    double error = fabs(tally->came - tally->expected);
    if (!tally->begun)
        return;
    out->n++;
    out->expected += tally->expected;
    out->came += tally->came;
    tally->error += error;
    if (tally->came > 0) {
        tally->relative += error / tally->came;
        tally->n_relative++;
    }
    tally->expected = tally->came = 0;
    tally->begun = false;
}

static void add_slot(struct tally *tally, int32_t period, double expected, double came)
{
    if (tally->begun && tally->period != period)
        close_period(tally);
    tally->begun = true;
    tally->period = period;
    tally->expected += expected;
    tally->came += came;
}

static void finish(struct tally *tally)
{
    struct accuracy *out = tally->out;
    close_period(tally);
    out->wape = out->came > 0 ? tally->error / out->came : NAN;
    out->bias = out->came > 0 ? (out->expected - out->came) / out->came : NAN;
    out->mape = tally->n_relative > 0 ? tally->relative / (double)tally->n_relative : NAN;
    out->within_80 = NAN;
}

void accuracy_measure(struct accuracy *out, const struct accuracy_slot *slot, int n, int slot_s,
                      const struct series *series, double share, const struct tz *zone)
{
    struct tally tally[N_ACCURACY_GRAINS];
    long with_band = 0, within = 0;
    for (int g = 0; g < N_ACCURACY_GRAINS; g++) {
        out[g] = (struct accuracy){0};
        tally[g] = (struct tally){.out = &out[g]};
    }
    for (int k = 0; k < n; k++) {
        double came = share * contacts(series, slot[k].start, slot_s);
        if (isnan(came) || (came <= 0 && slot[k].expected <= 0))
            continue;
        int32_t date = tz_date(zone, slot[k].start);
        const int32_t period[N_ACCURACY_GRAINS] = {k, date, date - (int)date_weekday(date)};
        for (int g = 0; g < N_ACCURACY_GRAINS; g++)
            add_slot(&tally[g], period[g], slot[k].expected, came);
        if (isnan(slot[k].p10) || isnan(slot[k].p90))
            continue;
        with_band++;
        within += came >= slot[k].p10 && came <= slot[k].p90;
    }
    for (int g = 0; g < N_ACCURACY_GRAINS; g++)
        finish(&tally[g]);
    if (with_band > 0)
        out[ACCURACY_SLOT].within_80 = (double)within / (double)with_band;
}
