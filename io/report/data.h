/* SPDX-License-Identifier: GPL-3.0-or-later */
/* data.h - what the page of the site and that of an agent have in common.  Not for use outside
 * io/report/. */
#ifndef RONDA_IO_REPORT_DATA_H
#define RONDA_IO_REPORT_DATA_H

#include "io/report/put.h"
#include "io/report/report.h"

/* Members of the block, each with its key: site, days, zones, accounts, queues, shifts. */
void data_frame(struct text *out, const struct report *report);
/* "sets", "trainings", "duties" and "absences" of one agent, or of all (-1). */
void data_roster(struct text *out, const struct report *report, int agent);

#endif
