/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show.h - a roster drawn with characters, for those who live in a terminal.
 * Pure text: what the terminal can do is the caller's to say. */
#ifndef RONDA_IO_REPORT_SHOW_H
#define RONDA_IO_REPORT_SHOW_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/text.h"

struct show {
    const struct plan *plan;
    const struct roster *roster;
    const struct requirement *requirement;
    const double *cover; /* [n_queues * n_slots] people given; NULL: not known */
    int width;           /* columns, SHOW_WIDTH_LEAST and up */
    bool is_utf8;        /* blocks; else # = - */
    bool has_colour;
};
#define SHOW_WIDTH_LEAST 56

/* Need against cover, then a line an agent by team, a week below the other. */
void show_week(struct text *out, const struct show *show);
/* One work date, hour by hour, of those who are on duty then. */
void show_day(struct text *out, const struct show *show, int32_t date);
/* One agent, a line a work date. */
void show_agent(struct text *out, const struct show *show, int agent);

#endif
