/* SPDX-License-Identifier: GPL-3.0-or-later */
/* workbook.h - a run as one workbook for spreadsheets (Office Open XML, ISO/IEC 29500). */
#ifndef RONDA_IO_REPORT_WORKBOOK_H
#define RONDA_IO_REPORT_WORKBOOK_H

#include "io/outputs.h"

/* Sheets, as far as `what` has their data:
 *   Grid       roster-grid.csv, then paid hours and nights; coloured by kind of shift
 *   Roster     roster.csv
 *   Coverage   a row a slot: need, given, short and over of all queues, need and given of each;
 *              charts
 *   Pay        a row an agent: paid and night hours, what is paid beside the wage
 *   Payroll, Fairness, Wellbeing, Wishes   those CSV files
 * No cell is a formula.  The same input gives the same bytes: its time stamps are the horizon's
 * begin.  bytes: mem_free.  Errors: ERR_IO where no temporary file can be made; ERR_INTERNAL. */
enum status workbook_xlsx(char **bytes, size_t *n, const struct outputs *what, struct diags *diags);

#endif
