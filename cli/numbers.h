/* SPDX-License-Identifier: GPL-3.0-or-later */
/* numbers.h - numbers, dates and weeks as people read them; no locale. */
#ifndef RONDA_CLI_NUMBERS_H
#define RONDA_CLI_NUMBERS_H

#include <stdint.h>

#include "base/time.h"

#define NUMBER_TEXT 48

/* "12,345.6"; "-" for NAN; never "-0".  Returns text. */
char *number_text(char text[NUMBER_TEXT], double value, int decimals);
/* "82.1 %" of a share; "-" for NAN. */
char *share_text(char text[NUMBER_TEXT], double share);
/* "Mon 27 Oct" */
char *day_text(char text[NUMBER_TEXT], int32_t date);
/* "27 October 2003" */
char *date_text(char text[NUMBER_TEXT], int32_t date);
/* "2003-W44": the ISO week of the Monday in the seven days from `first`. */
char *week_text(char text[NUMBER_TEXT], int32_t first);

#endif
