/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast.c - the forecast of one series.
 *
 * It becomes a table of local days (daytable.c), its days to come are predicted (combine.c),
 * and each UTC slot takes the contacts of the local cells that it overlaps.  Quantiles are negative
 * binomial about that. */
#include "forecast/forecast.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "forecast/aht.h"
#include "forecast/borrow.h"
#include "forecast/combine.h"
#include "forecast/daytable.h"
#include "forecast/quantile.h"

#define FEW_DAYS 21
#define STALE_DAYS 28

const double forecast_quantiles[N_QUANTILES] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

static void forecast_alloc(struct forecast *out, const struct grid *grid, struct arena *arena)
{
    *out = (struct forecast){.grid = *grid};
    out->calls = ARENA_ARRAY(arena, double, grid->n_slots);
    out->aht_s = ARENA_ARRAY(arena, double, grid->n_slots);
    out->open = ARENA_ARRAY(arena, bool, grid->n_slots);
    for (int i = 0; i < N_QUANTILES; i++)
        out->quantile[i] = ARENA_ARRAY(arena, double, grid->n_slots);
}

/* Contacts of [begin, begin + slot_s): the local cells at their rate, cut where cells end. */
static double slot_calls(bool *open, const struct daytable *t, const double *cells,
                         const struct tz *zone, int64_t begin, int slot_s)
{
    int piece_s = t->slot_s < slot_s ? t->slot_s : slot_s;
    double sum = 0;
    for (int64_t at = begin; at < begin + slot_s; at += piece_s) {
        int day = tz_date(zone, at) - t->first;
        int cell = tz_minute(zone, at) * 60 / t->slot_s - t->first_cell;
        if (day < t->n_known || day >= t->n_days || cell < 0 || cell >= t->n_cells)
            continue;
        size_t w = (size_t)daytable_weekday(t, day) * (size_t)t->n_cells;
        *open |= t->open[w + (size_t)cell] && !t->mark[day].closed;
        sum += cells[(size_t)(day - t->n_known) * (size_t)t->n_cells + (size_t)cell] * piece_s /
               t->slot_s;
    }
    return sum;
}

void forecast_fill_quantiles(double *const quantile[N_QUANTILES], int k, double calls, double c)
{
    double q[N_QUANTILES];
    quantile_reals(q, calls, c, forecast_quantiles, N_QUANTILES);
    for (int i = 0; i < N_QUANTILES; i++)
        quantile[i][k] = q[i];
}

static void fill_slots(struct forecast *out, const struct forecast_input *in,
                       const struct daytable *t, const double *cells)
{
    double aht_s[AHT_HOURS];
    aht_by_hour(aht_s, in->series, in->zone, in->aht_s, t->first + t->n_known);
    for (int k = 0; k < out->grid.n_slots; k++) {
        int64_t begin = out->grid.begin + (int64_t)k * out->grid.slot_s;
        double calls = slot_calls(&out->open[k], t, cells, in->zone, begin, out->grid.slot_s);
        out->calls[k] = calls;
        out->aht_s[k] = aht_s[tz_minute(in->zone, begin) / 60];
        forecast_fill_quantiles(out->quantile, k, calls, out->dispersion);
    }
}

static int count_known_days(const struct daytable *t)
{
    int n = 0;
    for (int d = 0; d < t->n_known; d++) {
        const double *row = daytable_row(t, d);
        for (int c = 0; c < t->n_cells; c++)
            if (!isnan(row[c])) {
                n++;
                break;
            }
    }
    return n;
}

static void say_how(const struct forecast *out, const struct forecast_input *in, int n_days,
                    const struct daytable *t, struct diags *diags)
{
    const struct place *at = in->hours ? &in->hours->at : NULL;
    int lead = tz_date(in->zone, out->grid.begin) - (t->first + t->n_known);
    if (n_days <= FEW_DAYS)
        diag_note(diags, at, "queue '%s': only %d days of history; the forecast is %s", in->name,
                  n_days, out->method);
    if (t->n_outages > 0)
        diag_note(diags, at, "queue '%s': %d days of zero amid busy ones are taken as outages",
                  in->name, t->n_outages);
    if (t->n_cut > 0)
        diag_note(diags, at,
                  "queue '%s': %d slots of history are spikes or dead hours and left out", in->name,
                  t->n_cut);
    if (lead > STALE_DAYS)
        diag_warning(diags, at,
                     "queue '%s': its history ends %d days before the days to forecast; add newer "
                     "calls if there are any",
                     in->name, lead);
}

enum status forecast_series(struct forecast *out, const struct forecast_input *in,
                            const struct grid *grid, struct arena *arena, struct diags *diags)
{
    assert(grid->n_slots > 0);
    enum status status = OK;
    struct arena *scratch = arena_new();
    struct daytable t;
    struct forecast_input until = *in;
    int32_t begin = tz_date(in->zone, grid->begin);
    if (in->until == NO_DATE || in->until > begin)
        until.until = begin; /* a week of the past is forecast as it would have been */
    int n_days = 0;
    forecast_alloc(out, grid, arena);
    if (in->series->grid.n_slots > 0) {
        daytable_make(&t, &until, grid->slot_s, tz_date(in->zone, grid_end(grid) - 1), scratch);
        n_days = count_known_days(&t);
    }
    if (n_days == 0) {
        diag_error(diags, in->hours ? &in->hours->at : NULL,
                   "queue '%s' has no history before the days to forecast: give calls/, or the "
                   "client's own forecast/",
                   in->name);
        status = ERR_DATA;
        goto out;
    }
    int n_ahead = t.n_days - t.n_known;
    double *cells = ARENA_ARRAY(scratch, double, (size_t)n_ahead *(size_t)t.n_cells);
    struct choice choice;
    int lead = begin - t.first - t.n_known;
    const struct related *related = borrow_related(&until, &t, n_days, lead, scratch);
    combine_predict(cells, &choice, &t, related, t.n_known, lead, n_ahead, scratch);
    out->dispersion = choice.spread.cell;
    out->day_cv = choice.spread.day_cv;
    snprintf(out->method, sizeof out->method, "%s",
             choice.n_origins > 0 ? "chosen by backtest"
             : related            ? "that of the client's other queues, at its own level"
                                  : "weekday level times the pooled profile");
    fill_slots(out, &until, &t, cells);
    say_how(out, in, n_days, &t, diags);
out:
    arena_free(scratch);
    return status;
}
