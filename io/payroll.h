/* SPDX-License-Identifier: GPL-3.0-or-later */
/* payroll.h - what a roster's shifts earn, and what night work calls for, as CSV text; and the
 * first read back. */
#ifndef RONDA_IO_PAYROLL_H
#define RONDA_IO_PAYROLL_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/status.h"
#include "base/text.h"

/* agent, work_date, day, tier, night, minutes, rate, extra: paid minutes of each shift by class.
 * rate: of the hourly wage; extra: currency beside the contract's wage. */
void payroll_csv(struct text *out, const struct plan *plan, const struct roster *roster);

/* agent, work_date, what, at: transport to a shift or home from it, a meal.  Only where the agent's
 * rules ask for it. */
void night_csv(struct text *out, const struct plan *plan, const struct roster *roster);

/* agent, date, kind, minutes, price, reason: what the roster buys of whom. */
void offers_csv(struct text *out, const struct plan *plan, const struct roster *roster);

/* Rows of a payroll.csv, in the arena.  Errors: ERR_IO, ERR_DATA. */
enum status payroll_csv_read(struct payroll_row **out, int *n, const char *file,
                             const struct plan *plan, struct arena *arena, struct diags *diags);

/* The same of night.csv and of offers.csv. */
enum status night_csv_read(struct night_row **out, int *n, const char *file,
                           const struct plan *plan, struct arena *arena, struct diags *diags);
enum status offers_csv_read(struct offer_row **out, int *n, const char *file,
                            const struct plan *plan, struct arena *arena, struct diags *diags);

#endif
