/* SPDX-License-Identifier: GPL-3.0-or-later */
/* time.c - dates and weeks of the proleptic Gregorian calendar.
 *
 * Days are counted in eras of 400 years = 146097 days.  Within one the year is taken to begin on
 * 1 March, so that the leap day is its last; then the first day of month m (0 = March) is day
 * (153 m + 2) / 5 of the year.  1970-01-01 is day 719468 from 0000-03-01. */
#include "base/time.h"

#include <stdio.h>
#include <string.h>

#define ERA_DAYS 146097
#define EPOCH_DAY 719468
#define FIRST_YEAR 1900
#define LAST_YEAR 2199

const char *const weekday_names[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int32_t date_from_civil(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = floor_divide(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int32_t)(era * ERA_DAYS + day_of_era - EPOCH_DAY);
}

void date_to_civil(int *year, int *month, int *day, int32_t date)
{
    int64_t days = (int64_t)date + EPOCH_DAY;
    int64_t era = floor_divide(days, ERA_DAYS);
    int64_t day_of_era = days - era * ERA_DAYS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (ERA_DAYS - 1)) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool date_is_valid(int year, int month, int day)
{
    static const int month_days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1)
        return false;
    return day <= month_days[month - 1] + (month == 2 && is_leap(year));
}

enum weekday date_weekday(int32_t date)
{
    int64_t d = (int64_t)date + THURSDAY; /* 1970-01-01 */
    return (enum weekday)(d - 7 * floor_divide(d, 7));
}

/* Week 1 is the week of 4 January; a week belongs to the year of its Thursday. */
static int32_t first_monday(int year)
{
    int32_t fourth = date_from_civil(year, 1, 4);
    return fourth - (int32_t)date_weekday(fourth);
}

void date_iso_week(int *year, int *week, int32_t date)
{
    int month, day;
    date_to_civil(year, &month, &day, date - (int32_t)date_weekday(date) + THURSDAY);
    *week = (date - first_monday(*year)) / 7 + 1;
}

int32_t week_monday(int year, int week)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || week < 1)
        return NO_DATE;
    int32_t monday = first_monday(year) + 7 * (week - 1);
    return monday < first_monday(year + 1) ? monday : NO_DATE;
}

/* Reads exactly what the pattern says: 'd' is a digit, which goes on with the number in
 * numbers[k]; '/' goes to the next number; other characters stand for themselves. */
static bool match(int *numbers, const char *pattern, const char *s)
{
    *numbers = 0;
    for (; *pattern; pattern++) {
        if (*pattern == '/') {
            *++numbers = 0;
            continue;
        }
        if (*pattern == 'd') {
            if (*s < '0' || *s > '9')
                return false;
            *numbers = *numbers * 10 + (*s - '0');
        } else if (*s != *pattern) {
            return false;
        }
        s++;
    }
    return *s == '\0';
}

bool date_parse(int32_t *date, const char *s)
{
    int n[3];
    if (!match(n, "dddd-/dd-/dd", s) || !date_is_valid(n[0], n[1], n[2]))
        return false;
    *date = date_from_civil(n[0], n[1], n[2]);
    return true;
}

bool week_parse(int *year, int *week, const char *s)
{
    int n[2];
    if (!match(n, "dddd-W/dd", s) || week_monday(n[0], n[1]) == NO_DATE)
        return false;
    *year = n[0];
    *week = n[1];
    return true;
}

char *digits_put(char *to, int value, int width)
{
    for (char *at = to + width; at > to; value /= 10)
        *--at = (char)('0' + value % 10);
    return to + width;
}

char *date_format(char text[DATE_TEXT], int32_t date)
{
    int year, month, day;
    date_to_civil(&year, &month, &day, date);
    char *end = digits_put(text, year, 4);
    *end++ = '-';
    end = digits_put(end, month, 2);
    *end++ = '-';
    *digits_put(end, day, 2) = 0;
    return text;
}
