/* SPDX-License-Identifier: GPL-3.0-or-later */
/* demand.h - contacts: what came (history) and what is expected (demand). */
#ifndef RONDA_BASE_DEMAND_H
#define RONDA_BASE_DEMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

/* What came on one queue, in the client's whole volume (account.share not applied).
 * Slot k covers [grid.begin + k * slot_s, ...).  offered NAN = unknown (no row); 0 = a row that
 * says 0. */
struct series {
    int queue;
    struct grid grid; /* slot_s: 300, 900, 1800 or 3600; n_slots 0: no history */
    double *offered;  /* [n_slots] */
    double *handled;  /* [n_slots] or NULL */
    double *aht_s;    /* [n_slots], NAN unknown, or NULL */
    int n_ambiguous;  /* rows dropped as their local time did not exist or occurred twice */
};

/* Contacts of a queue that came in an interval from `start`. */
struct arrived {
    int queue;
    int64_t start;
    double contacts;
};

/* What is expected over a horizon, routed share applied.  Arrays are [n_queues * grid.n_slots],
 * queue-major. */
struct demand {
    struct grid grid;
    int n_queues;
    double *calls;                                   /* expected contacts per slot; 0 when closed */
    double *aht_s;                                   /* mean handling time */
    bool *open;                                      /* the queue takes contacts in the slot */
    double *p05, *p10, *p25, *p50, *p75, *p90, *p95; /* quantiles of contacts, NULL if none */
    double *day_cv; /* [n_queues] contacts of a local day share a factor of mean 1 and this
                       coefficient of variation: 0 where it is not known; NULL if none */
    char *source;   /* [n_queues] 'f' our forecast, 'c' the client's, '-' none */
};

#endif
