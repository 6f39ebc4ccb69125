/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.h - numbers and durations as other programs write them. */
#ifndef RONDA_IO_FIGURE_H
#define RONDA_IO_FIGURE_H

#include <stdbool.h>

/* Which mark begins the decimals.  UNKNOWN: a point does, but "1,234" is ambiguous; DOUBTFUL (a
 * file that is split by semicolons): "1.234" is ambiguous too. */
enum decimal { DECIMAL_UNKNOWN, DECIMAL_DOUBTFUL, DECIMAL_POINT, DECIMAL_COMMA };
enum figure { FIGURE_OK, FIGURE_BAD, FIGURE_AMBIGUOUS };

/* "1234", "12.5", "12,5", "1,234.5", "1.234,5", "1 234" (thousands split by blanks, points, commas
 * or apostrophes), "1e3". */
enum figure figure_number(double *out, const char *text, enum decimal decimal);
/* Seconds: a number, "00:04:35" or "4:35" (minutes and seconds), with parts of a second. */
enum figure figure_duration(double *out_s, const char *text, enum decimal decimal);
/* The mark that this number proves, DECIMAL_POINT or DECIMAL_COMMA; else DECIMAL_UNKNOWN. */
enum decimal figure_proof(const char *text);

#endif
