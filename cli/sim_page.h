/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_page.h - what a simulation found, as 80 columns of text or as JSON. */
#ifndef RONDA_CLI_SIM_PAGE_H
#define RONDA_CLI_SIM_PAGE_H

#include "base/text.h"
#include "planner/prove.h"

#define SIM_SCHEMA 1

/* Queues day by day, verdicts, weakest intervals. */
void sim_page(struct text *out, const struct plan *plan, const struct planned *planned,
              const struct sim_result *sim);
void sim_json(struct text *out, const struct plan *plan, const struct planned *planned,
              const struct sim_result *sim);

/* A row a round and queue: service, need, cost. */
void sim_rounds(struct text *out, const struct plan *plan, const struct proof *proof);

/* The exit code of a verdict, and the sentence that says which queue misses what. */
bool sim_missed(const struct plan *plan, const struct sim_result *sim, struct diags *diags);

#endif
