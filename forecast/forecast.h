/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast.h - contacts expected over a horizon. */
#ifndef RONDA_FORECAST_FORECAST_H
#define RONDA_FORECAST_FORECAST_H

#include "base/plan.h"

/* Every queue of the plan over `grid`, in the client's zone, share applied; a client's own forecast
 * replaces ours where present.  Memory in arena.  Errors: ERR_DATA when a queue has neither history
 * nor a given forecast nor given head-counts (said with the way out). */
enum status forecast_demand(struct demand *out, const struct plan *plan, const struct grid *grid,
                            struct arena *arena, struct diags *diags);

/* The same with the queues side by side on `pool` (NULL: one after another); the bytes are the
 * same.
 */
struct pool;
enum status forecast_demand_parallel(struct demand *out, const struct plan *plan,
                                     const struct grid *grid, struct pool *pool,
                                     struct arena *arena, struct diags *diags);

/* One history and what is known of its calendar; no plan is needed.  Arrays may be NULL with a
 * count of 0; nothing is owned. */
struct forecast_input {
    const char *name; /* of the queue, for messages */
    const struct series *series;
    const struct series *related; /* the client's other queues, summed, to the same end; NULL */
    const struct tz *zone;        /* the client's */
    const struct queue *hours;    /* its opening hours; NULL: what the history shows */
    double aht_s;                 /* where the history has none; NAN */
    const struct holiday *holidays;
    int n_holidays;
    const char *const *calendars; /* those that count, [n_calendars]; NULL: all */
    int n_calendars;
    const struct event *events; /* those of every queue (-1) and of `queue` count */
    int n_events;
    int queue;
    int weeks_of_history; /* of the newest; 0: all */
    int32_t until;        /* only what came before this local date is looked at; NO_DATE: all */
};

/* What the plan knows of one of its queues.  plan->history is there. */
struct forecast_input forecast_queue_input(const struct plan *plan, int queue);

#define N_QUANTILES 7
extern const double forecast_quantiles[N_QUANTILES]; /* 0.05 0.10 0.25 0.50 0.75 0.90 0.95 */
/* Into slot k of each: those of a count of mean `calls` and dispersion c. */
void forecast_fill_quantiles(double *const quantile[N_QUANTILES], int k, double calls, double c);

/* Arrays are [grid.n_slots], of the client's whole volume. */
struct forecast {
    struct grid grid;
    double *calls, *aht_s;
    bool *open;
    double *quantile[N_QUANTILES];
    double dispersion; /* c of the variance m + c m^2 of a slot */
    double day_cv;     /* of the factor that the slots of one local day share, mean 1 */
    char method[64];   /* how it was made, in words */
};

/* Forecast one series over `grid`.  A history that is too short or empty still gives a forecast,
 * and a note says how it was made.  Memory in arena.  Errors: ERR_DATA without any known slot. */
enum status forecast_series(struct forecast *out, const struct forecast_input *in,
                            const struct grid *grid, struct arena *arena, struct diags *diags);

#endif
