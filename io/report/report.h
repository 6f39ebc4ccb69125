/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.h - the page that is shown on Monday: one HTML file that needs no network.
 * A template (page.html) with the styles, the scripts, the chart library and one block of JSON. */
#ifndef RONDA_IO_REPORT_REPORT_H
#define RONDA_IO_REPORT_REPORT_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/text.h"
#include "base/wellbeing.h"
#include "io/doc.h"

/* A run read back. */
struct report {
    const struct plan *plan;
    const struct horizon *horizon;
    const struct demand *demand;
    const struct requirement *requirement;
    const struct roster *roster;
    const double *cover;              /* [n_queues * n_slots] people given to each queue */
    const struct wish_answer *wishes; /* [n_wishes] */
    int n_wishes;
    const struct wellbeing *wellbeing; /* [n_agents] */
    const struct doc_node *summary;    /* summary.json of the run */
    const struct doc_node *simulation; /* what `simulate --json` printed; NULL: nothing */
    const struct doc_node *whatif;     /* what `whatif --json` printed; NULL: nothing */
};

/* The whole file.  The page of an agent (index, -1: the site's) holds what is that agent's alone;
 * of the members only plan, horizon, roster, wishes and wellbeing are read for it.
 * The site's page holds no wage, no reason of an absence and no person's score: scores and wishes
 * are by team, scores only of teams of REPORT_FEWEST people or more. */
#define REPORT_FEWEST 3
void report_page(struct text *out, const struct report *report, int agent);

/* Its JSON alone, without line breaks; not yet safe inside <script>. */
void report_data(struct text *out, const struct report *report);
void report_agent_data(struct text *out, const struct report *report, int agent);

/* JSON text with every character that could end a <script> or a line of it as an escape: `<`, `>`,
 * `&`, U+2028, U+2029, which stand in strings only. */
void report_add_script_json(struct text *out, const char *json);

#endif
