/* SPDX-License-Identifier: GPL-3.0-or-later */
/* numbers.c - see numbers.h. */
#include "cli/numbers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

char *number_text(char text[NUMBER_TEXT], double value, int decimals)
{
    if (!isfinite(value) || fabs(value) > 1e15) {
        snprintf(text, NUMBER_TEXT, "-");
        return text;
    }
    char plain[32];
    snprintf(plain, sizeof plain, "%.*f", decimals, fabs(value));
    size_t whole = strcspn(plain, "."), n = 0;
    if (value < 0 && strspn(plain, "0.") < strlen(plain))
        text[n++] = '-';
    for (size_t i = 0; plain[i]; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            text[n++] = ',';
        text[n++] = plain[i];
    }
    text[n] = '\0';
    return text;
}

char *share_text(char text[NUMBER_TEXT], double share)
{
    number_text(text, share * 100, 1);
    if (isfinite(share))
        strncat(text, " %", NUMBER_TEXT - strlen(text) - 1);
    return text;
}

char *day_text(char text[NUMBER_TEXT], int32_t date)
{
    int year, month, day;
    date_to_civil(&year, &month, &day, date);
    snprintf(text, NUMBER_TEXT, "%s %2d %.3s", days[date_weekday(date)], day, months[month - 1]);
    return text;
}

char *date_text(char text[NUMBER_TEXT], int32_t date)
{
    int year, month, day;
    date_to_civil(&year, &month, &day, date);
    snprintf(text, NUMBER_TEXT, "%d %s %d", day, months[month - 1], year);
    return text;
}

char *week_text(char text[NUMBER_TEXT], int32_t first)
{
    int year, week;
    while (date_weekday(first) != MONDAY)
        first++;
    date_iso_week(&year, &week, first);
    snprintf(text, NUMBER_TEXT, "%04d-W%02d", year, week);
    return text;
}
