/* SPDX-License-Identifier: GPL-3.0-or-later */
/* staffing.h - people needed per slot to reach the service level. */
#ifndef RONDA_FORECAST_STAFFING_H
#define RONDA_FORECAST_STAFFING_H

#include "base/plan.h"

/* Every queue over demand->grid: Erlang C or A, occupancy ceiling, shrinkage divided in, rounded
 * once; given head-counts replace ours.  Prices from the queues.  Memory in arena. */
enum status staffing_requirement(struct requirement *out, const struct plan *plan,
                                 const struct demand *demand, struct arena *arena,
                                 struct diags *diags);

#endif
