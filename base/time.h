/* SPDX-License-Identifier: GPL-3.0-or-later */
/* time.h - instants, dates, slots, weeks.
 * An instant is UTC seconds since 1970 (int64_t), a date is days since 1970-01-01 (int32_t) in some
 * zone, a minute of day is 0..1440 and more (past midnight).  Local time exists only in tz.c and
 * io. */
#ifndef RONDA_BASE_TIME_H
#define RONDA_BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#define NO_TIME INT64_MIN
#define NO_DATE INT32_MIN

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

struct civil {
    int year, month, day; /* 1..12, 1..31 */
    int hour, min, s;
};

int32_t date_from_civil(int year, int month, int day); /* proleptic Gregorian; arguments valid */
void date_to_civil(int *year, int *month, int *day, int32_t date);
bool date_is_valid(int year, int month, int day); /* years 1900..2199 */
enum weekday date_weekday(int32_t date);
/* ISO 8601 week of a date, and the Monday of a week.  week_monday: NO_DATE if there is no such
 * week. */
void date_iso_week(int *year, int *week, int32_t date);
int32_t week_monday(int year, int week);

/* "2026-12-24" / "2026-W52"; false if not exactly that. */
bool date_parse(int32_t *date, const char *s);
bool week_parse(int *year, int *week, const char *s);
#define DATE_TEXT 16
char *date_format(char text[DATE_TEXT], int32_t date); /* 2026-12-24; returns text */
/* `width` decimal digits of value >= 0, zeros in front; returns the place behind.  Many stamps are
 * written: this is ten times faster than printf. */
char *digits_put(char *to, int value, int width);
extern const char *const weekday_names[7]; /* "mon" ... "sun" */

/* Slots of equal length on UTC: slot k is [begin + k * slot_s, begin + (k + 1) * slot_s). */
struct grid {
    int64_t begin;
    int slot_s; /* 300, 900, 1800 or 3600 */
    int n_slots;
};
static inline int64_t grid_end(const struct grid *grid)
{
    return grid->begin + (int64_t)grid->n_slots * grid->slot_s;
}
/* Slot that holds the instant; may lie outside 0..n_slots-1. */
static inline int64_t grid_slot(const struct grid *grid, int64_t instant)
{
    int64_t d = instant - grid->begin;
    return d >= 0 ? d / grid->slot_s : -((-d + grid->slot_s - 1) / grid->slot_s);
}

/* The span to plan: whole work dates of the site.  Work date d runs from its day_starts to that of
 * d + 1, so a week can hold 167 or 169 hours.  begin[n_days] is the end.  Cover counts within
 * [begin[0], begin[n_days]). */
#define MAX_DAYS 42
struct horizon {
    int32_t first;               /* first work date */
    int n_days;                  /* 7 a week */
    int64_t begin[MAX_DAYS + 1]; /* instants */
    struct grid grid; /* cover slots from begin[0] to begin[n_days]; begin[0] lies on a slot edge */
};

#endif
