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

#endif
