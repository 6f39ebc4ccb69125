/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_check.h - shared by the two halves of the check of a plan as a whole. */
#ifndef RONDA_IO_PLAN_CHECK_H
#define RONDA_IO_PLAN_CHECK_H

#include "io/plan_build.h"

/* Place of a cell of a row's struct; of the row if the cell is empty. */
struct place cell_place(const struct reading *reading, enum table_id id, const void *row,
                        const char *column);
/* A fault at a cell; the place is looked for only now. */
#define REPORT(reading, id, row, column, ...)                          \
    do {                                                               \
        struct place at_ = cell_place((reading), (id), (row), column); \
        diag_error((reading)->diags, &at_, __VA_ARGS__);               \
    } while (0)
bool has_calendar(const struct plan *plan, const char *id);
/* A calendar that holidays/ must have. */
void check_calendar(struct reading *reading, const char *id, const struct place *at);
/* A row's site is the planning one or one of sites. */
void check_site_named(struct reading *reading, enum table_id id, const void *row, const char *site);
/* Agents, leave, wishes, ledger. */
void check_people(struct reading *reading);

#endif
