/* SPDX-License-Identifier: GPL-3.0-or-later */
/* when.h - dates and times of day as other programs write them.
 * Order of day and month is never guessed: a date such as 03/04/2026 is WHEN_AMBIGUOUS until the
 * caller knows an order. */
#ifndef RONDA_IO_WHEN_H
#define RONDA_IO_WHEN_H

#include "io/stamp.h"

enum date_order { ORDER_UNKNOWN, ORDER_DMY, ORDER_MDY, ORDER_YMD, N_ORDERS };
extern const char *const date_order_words[N_ORDERS]; /* "day/month/year" ... */

enum when { WHEN_OK, WHEN_BAD, WHEN_AMBIGUOUS };

/* "2026-12-24" (also / or .), "20261224", "24.12.2026", "12/24/2026", "24-Dec-2026",
 * "December 24, 2026"; a weekday's name may stand before it.  *end is behind it. */
enum when when_date(int32_t *date, const char **end, const char *text, enum date_order order);
/* "21:05", "21:05:30", "21.05", "21h05", "9:05 PM", "9 PM", "2105"; with hhmm also "905" and "0".
 * *end is behind it. */
bool when_time(int *minute, int *second, const char **end, const char *text, bool hhmm);
/* A point of time: both in `date`, where `time` is NULL, else in two cells.  In one cell it may
 * also be digits (20261224210500, 10 digits of seconds since 1970, 13 of milliseconds) and have an
 * offset; a date alone is its midnight.  A time may be a range, "21:00-21:30": its begin counts. */
enum when when_parse(struct stamp *out, const char *date, const char *time, enum date_order order,
                     bool hhmm);
/* A time of day alone, perhaps a range, and nothing else. */
bool when_label(int *minute, int *second, const char *text);
/* The order that this date proves: its day is above 12. */
enum date_order when_proof(const char *text);

#endif
