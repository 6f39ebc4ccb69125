/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tz_rule.c - the yearly rule at the end of a TZif file: a POSIX TZ string with the extension of
 * RFC 8536 section 3.3.1 (times of day from -167 to 167 hours).
 *
 *   rule  = name offset [name [offset] "," date ["/" time] "," date ["/" time]]
 *   name  = 3 letters or more, or "<" letters digits + - ">"
 *   date  = "M" month "." week "." weekday   (week 5 = last; Sunday = 0)
 *         | "J" day 1..365, 29 February never counted  |  day 0..365, it is
 *
 * Offsets are west positive.  A date's time is read on the clock that is about to be changed, so
 * with L the local reading in seconds, daylight time starts at the instant L - standard offset and
 * ends at L - daylight offset.  The events of 400 years and some are unrolled into spans. */
#include "base/tzif.h"

#include <stdbool.h>

#include "base/time.h"

#define HOUR_S 3600
#define DAY_S 86400

enum day_kind { DAY_MONTH_WEEK, DAY_NO_LEAP, DAY_OF_YEAR };

struct yearly {
    enum day_kind kind;
    int month, week, weekday; /* DAY_MONTH_WEEK, Sunday = 0 */
    int day;                  /* the others */
    int time_s;               /* after local midnight, may be < 0 or past the day */
};

/* What is left of the string. */
struct scan {
    const char *at, *end;
};

static bool accept(struct scan *scan, char c)
{
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

static bool read_number(int *number, struct scan *scan, int least, int most)
{
    const char *begin = scan->at;
    *number = 0;
    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9' && *number <= most)
        *number = *number * 10 + (*scan->at++ - '0');
    return scan->at > begin && *number >= least && *number <= most;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool read_name(struct scan *name, struct scan *scan)
{
    bool quoted = accept(scan, '<');
    name->at = scan->at;
    while (scan->at < scan->end && (quoted ? *scan->at != '>' : is_letter(*scan->at)))
        scan->at++;
    name->end = scan->at;
    return (!quoted || accept(scan, '>')) && name->end - name->at >= 3;
}

/* [+-]hh[:mm[:ss]] */
static bool read_time_s(int *seconds, struct scan *scan, int most_hours)
{
    bool negative = accept(scan, '-');
    int hour, min = 0, s = 0;
    if (!negative)
        accept(scan, '+');
    if (!read_number(&hour, scan, 0, most_hours))
        return false;
    if (accept(scan, ':')) {
        if (!read_number(&min, scan, 0, 59))
            return false;
        if (accept(scan, ':') && !read_number(&s, scan, 0, 59))
            return false;
    }
    *seconds = hour * HOUR_S + min * 60 + s;
    if (negative)
        *seconds = -*seconds;
    return true;
}

static bool read_date(struct yearly *date, struct scan *scan)
{
    if (!accept(scan, ','))
        return false;
    if (accept(scan, 'M')) {
        date->kind = DAY_MONTH_WEEK;
        if (!read_number(&date->month, scan, 1, 12) || !accept(scan, '.') ||
            !read_number(&date->week, scan, 1, 5) || !accept(scan, '.') ||
            !read_number(&date->weekday, scan, 0, 6))
            return false;
    } else if (accept(scan, 'J')) {
        date->kind = DAY_NO_LEAP;
        if (!read_number(&date->day, scan, 1, 365))
            return false;
    } else {
        date->kind = DAY_OF_YEAR;
        if (!read_number(&date->day, scan, 0, 365))
            return false;
    }
    date->time_s = 2 * HOUR_S;
    return !accept(scan, '/') || read_time_s(&date->time_s, scan, 167);
}

static int32_t month_week_date(const struct yearly *date, int year)
{
    int32_t first = date_from_civil(year, date->month, 1);
    int weekday_of_first = ((int)date_weekday(first) + 1) % 7; /* Sunday = 0 */
    int32_t day = first + (date->weekday - weekday_of_first + 7) % 7 + 7 * (date->week - 1);
    int32_t next_month = date->month < 12 ? date_from_civil(year, date->month + 1, 1)
                                          : date_from_civil(year + 1, 1, 1);
    return day < next_month ? day : day - 7; /* week 5 is the last one, which may be the fourth */
}

/* Day 60 is 1 March in every year. */
static int32_t no_leap_date(const struct yearly *date, int year)
{
    int common_year, month, day;
    date_to_civil(&common_year, &month, &day, date_from_civil(1970, 1, 1) + date->day - 1);
    return date_from_civil(year, month, day);
}

static int64_t local_reading(const struct yearly *date, int year)
{
    int32_t day = date->kind == DAY_MONTH_WEEK ? month_week_date(date, year)
                  : date->kind == DAY_NO_LEAP  ? no_leap_date(date, year)
                                               : date_from_civil(year, 1, 1) + date->day;
    return (int64_t)day * DAY_S + date->time_s;
}

/* One change of the clock. */
struct event {
    int64_t at;
    int kind;
};

/* Appends an event of the rule if it comes after the spans that are there. */
static void add_event(struct tz *tz, struct event event, int64_t after)
{
    if (event.at > after && event.at >= tz->from[tz->n_spans - 1])
        tzif_add_span(tz, event.at, event.kind);
}

/* Year of the last span, not before 1600: then the rule holds from there, standard time before. */
static int first_year(const struct tz *tz)
{
    const int64_t year_1600 = (int64_t)date_from_civil(1600, 1, 1) * DAY_S;
    int64_t last = tz->from[tz->n_spans - 1];
    int year, month, day;
    date_to_civil(&year, &month, &day, (int32_t)((last > year_1600 ? last : year_1600) / DAY_S));
    return year;
}

static void unroll(struct tz *tz, const struct yearly *begin, const struct yearly *end,
                   int standard, int daylight)
{
    int64_t after = tz->from[tz->n_spans - 1];
    int year = first_year(tz);
    int standard_s = tz->type[standard].offset_s, daylight_s = tz->type[daylight].offset_s;
    for (int y = year - 1; y <= year + 404; y++) {
        struct event start = {local_reading(begin, y) - standard_s, daylight};
        struct event stop = {local_reading(end, y) - daylight_s, standard};
        /* In the south a year begins in daylight time.  Where daylight time is all year, a stop
         * falls on the next year's start, which then replaces it. */
        add_event(tz, start.at < stop.at ? start : stop, after);
        add_event(tz, start.at < stop.at ? stop : start, after);
    }
    tz->repeat_from = (int64_t)date_from_civil(year + 402, 1, 1) * DAY_S;
}

static int add_type(struct tz *tz, const struct scan *name, int offset_s)
{
    return tzif_add_type(tz, offset_s, name->at, (size_t)(name->end - name->at));
}

const char *tzif_add_rule(struct tz *tz, const char *s, size_t n)
{
    static const char fault[] = "its rule cannot be read";
    struct scan scan = {s, s + n};
    struct scan standard_name, daylight_name;
    struct yearly begin = {0}, end = {0};
    int west_s;
    if (!read_name(&standard_name, &scan) || !read_time_s(&west_s, &scan, 24))
        return fault;
    int standard = add_type(tz, &standard_name, -west_s);
    if (standard < 0)
        return fault;
    if (tz->n_spans == 1)
        tz->kind[0] = (uint16_t)standard; /* no times: the rule holds from ever */
    if (scan.at == scan.end)
        return NULL;
    if (!read_name(&daylight_name, &scan))
        return fault;
    west_s -= HOUR_S;
    if (scan.at < scan.end && *scan.at != ',' && !read_time_s(&west_s, &scan, 24))
        return fault;
    int daylight = add_type(tz, &daylight_name, -west_s);
    if (daylight < 0 || !read_date(&begin, &scan) || !read_date(&end, &scan) || scan.at < scan.end)
        return fault;
    unroll(tz, &begin, &end, standard, daylight);
    return NULL;
}
