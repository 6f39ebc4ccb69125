/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.h - what a planner wants to see when a week is planned: 80 columns of text. */
#ifndef RONDA_CLI_PAGE_H
#define RONDA_CLI_PAGE_H

#include "base/text.h"
#include "planner/figures.h"

struct page {
    const struct plan *plan;
    const struct planned *planned;
    const struct figures *figures;
    const char *folder; /* where the files are; NULL: nowhere */
    double seconds;     /* of the whole run */
};

void page_print(struct text *out, const struct page *page);

#endif
