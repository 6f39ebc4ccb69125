/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out_csv.h - tables of a run as CSV text: one header row, comma, LF, UTF-8, no locale.
 * Each function adds the whole file to `out`; each is a file's bytes by itself, so that a stage can
 * write it alone.  Rows come in the order of the model. */
#ifndef RONDA_IO_OUT_CSV_H
#define RONDA_IO_OUT_CSV_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/text.h"
#include "base/wellbeing.h"

/* start, queue, expected, p05 ... p95 (those there are), aht_s; start in the account's zone. */
void forecast_csv(struct text *out, const struct plan *plan, const struct demand *demand);

/* start, queue, need; start in the site's zone; need to the last bit, so that it reads back equal.
 */
void requirement_csv(struct text *out, const struct plan *plan, const struct requirement *need);

/* start, queue, need, given, short, over: mean people over the slot, those on a pause not counted.
 *   cover[n_queues * need->grid.n_slots]  people given to each queue */
void coverage_csv(struct text *out, const struct plan *plan, const struct requirement *need,
                  const double *cover);

/* Ids of a set of queues, joined by blanks: "bank-voice bank-chat". */
void csv_add_queues(struct text *out, const struct plan *plan, uint64_t queues);

/* group, queue, start, need, given: of each group's people in each queue; a group is the queues
 * that it serves, joined by blanks, and empty for those on duty from before. */
void groups_csv(struct text *out, const struct plan *plan, const struct grid *grid,
                const struct group_share *share, int n_shares);

/* agent, work_date, start, end, shift, meal, breaks, queue, role, paid_min; and bought, overtime or
 * rest_day, where any shift is.
 * A pause is HH:MM/MINUTES, site's wall clock, with the offset behind the clock where that reading
 * occurs twice ("01:30+10:00/15"); breaks and queues are separated by a space. */
void roster_csv(struct text *out, const struct plan *plan, const struct roster *roster);

/* agent, name, team, then a column a work date: 21:00-06:00, OFF, VL, TR, UA, empty when not
 * employed.  Made for spreadsheets: no cell can be taken for a formula.  Sick leave is VL too: this
 * sheet hangs on walls. */
void roster_grid_csv(struct text *out, const struct plan *plan, const struct roster *roster);

/* ledger.csv of a plan folder: what `close` leaves. */
void ledger_csv(struct text *out, const struct plan *plan, const struct ledger_entry *ledger,
                int n_ledger);

/* team, contract, role, profile, balance, people, least, median, most, mean, gini: a row a group
 * and balance. */
void fairness_csv(struct text *out, const struct plan *plan, const struct evenness *even,
                  int n_even);

/* agent, score, then the units beyond each figure of wellbeing_rules[]. */
void wellbeing_csv(struct text *out, const struct plan *plan, const struct wellbeing *wellbeing);

/* agent, work_date, wish, shift, points, granted, price: a row a wish and date. */
void wishes_csv(struct text *out, const struct plan *plan, const struct wish_answer *wishes,
                int n_wishes);

/* One field, quoted where it must be. */
void csv_add_field(struct text *out, const char *s);
/* A field that no spreadsheet takes for a formula. */
void csv_add_cell(struct text *out, const char *s);
/* A number without exponent, at most `decimals` digits behind the point, none that are 0; NAN is
 * empty.  decimals < 0: as many as it takes to read back the same number. */
void csv_add_number(struct text *out, double value, int decimals);

#endif
