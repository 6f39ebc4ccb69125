/* SPDX-License-Identifier: GPL-3.0-or-later */
/* whatif_page.h - scenarios held against the week as it is: text, CSV, JSON. */
#ifndef RONDA_CLI_WHATIF_PAGE_H
#define RONDA_CLI_WHATIF_PAGE_H

#include "base/text.h"
#include "cli/load.h"
#include "planner/scenarios.h"

#define WHATIF_SCHEMA 1

struct whatif_page {
    const struct plan *plan;
    const struct scenarios *of;
    const struct plan_change *change; /* [of->n], none for the first */
};

/* One scenario: two columns; several: a row each. */
void whatif_text(struct text *out, const struct whatif_page *page);
void whatif_csv(struct text *out, const struct whatif_page *page);
void whatif_json(struct text *out, const struct whatif_page *page);

#endif
