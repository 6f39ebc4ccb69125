/* SPDX-License-Identifier: GPL-3.0-or-later */
/* when.c - dates and times of other programs.
 * A date is three parts, a b c, split by one of "-/. " or ",".  Four digits first: year, month,
 * day.  A month in letters names itself.  Else the year is last and only an order that is known
 * tells day from month; a year of two digits (00 to 69 are 20xx) is never told from a day without
 * one.  English and Indonesian month names, by their first three letters. */
#include "io/when.h"

#include <stdlib.h>
#include <string.h>

const char *const date_order_words[N_ORDERS] = {"unknown", "day/month/year", "month/day/year",
                                                "year/month/day"};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/* text begins with `word`, whatever the case. */
static bool begins(const char *text, const char *word)
{
    for (; *word; text++, word++)
        if (lower(*text) != *word)
            return false;
    return true;
}

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

/* ---- dates ---- */

/* 1 to 12; 0 if no month begins so. */
static int month_of(const char *text)
{
    static const struct {
        char name[4];
        int month;
    } months[] = {{"jan", 1},  {"feb", 2},  {"mar", 3},  {"apr", 4}, {"may", 5}, {"mei", 5},
                  {"jun", 6},  {"jul", 7},  {"aug", 8},  {"agu", 8}, {"sep", 9}, {"oct", 10},
                  {"okt", 10}, {"nov", 11}, {"dec", 12}, {"des", 12}};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (begins(text, months[i].name))
            return months[i].month;
    return 0;
}

struct part {
    int value, digits; /* digits 0: a month in letters */
};

static bool read_part(struct part *out, const char **text)
{
    const char *at = *text;
    *out = (struct part){0};
    if (is_letter(*at)) {
        out->value = month_of(at);
        while (is_letter(*at))
            at++;
    } else {
        for (; is_digit(*at) && out->digits < 8; at++, out->digits++)
            out->value = out->value * 10 + *at - '0';
        if (out->digits == 0 || is_digit(*at))
            return false;
    }
    *text = at;
    return out->digits > 0 || out->value > 0;
}

/* What splits two parts; blanks round it belong to it. */
static bool skip_split(const char **text)
{
    const char *at = skip_blanks(*text);
    at += *at == '-' || *at == '/' || *at == '.' || *at == ',';
    at = skip_blanks(at);
    bool any = at > *text;
    *text = at;
    return any;
}

static int full_year(const struct part *year)
{
    if (year->digits == 2)
        return year->value + (year->value < 70 ? 2000 : 1900);
    return year->digits == 4 ? year->value : 0;
}

static enum when make_date(int32_t *date, int year, int month, int day)
{
    if (!date_is_valid(year, month, day))
        return WHEN_BAD;
    *date = date_from_civil(year, month, day);
    return WHEN_OK;
}

static enum when from_parts(int32_t *date, const struct part part[3], enum date_order order)
{
    const struct part *a = &part[0], *b = &part[1], *c = &part[2];
    if (a->digits == 4 && (b->digits <= 2))
        return make_date(date, a->value, b->value, c->value);
    if (b->digits == 0) /* 24-Dec-2026 */
        return make_date(date, full_year(c), b->value, a->value);
    if (a->digits == 0) /* Dec 24, 2026 */
        return make_date(date, full_year(c), a->value, b->value);
    if (a->digits > 2 || b->digits > 2 || (c->digits != 2 && c->digits != 4))
        return WHEN_BAD;
    switch (order) {
    case ORDER_DMY:
        return make_date(date, full_year(c), b->value, a->value);
    case ORDER_MDY:
        return make_date(date, full_year(c), a->value, b->value);
    case ORDER_YMD:
        return c->digits == 2 ? make_date(date, full_year(a), b->value, c->value) : WHEN_BAD;
    default:
        break;
    }
    /* 05/05/2026 reads the same both ways. */
    return c->digits == 4 && a->value == b->value ? make_date(date, c->value, b->value, a->value)
                                                  : WHEN_AMBIGUOUS;
}

static const char *skip_weekday(const char *text)
{
    text = skip_blanks(text);
    if (!is_letter(*text) || month_of(text) > 0)
        return text;
    while (is_letter(*text))
        text++;
    while (*text == '.' || *text == ',' || *text == ' ')
        text++;
    return text;
}

static bool read_parts(struct part part[3], const char **text)
{
    const char *at = skip_weekday(*text);
    bool good = read_part(&part[0], &at);
    if (good && part[0].digits == 8) {
        int all = part[0].value;
        part[0] = (struct part){all / 10000, 4};
        part[1] = (struct part){all / 100 % 100, 2};
        part[2] = (struct part){all % 100, 2};
    } else {
        good = good && skip_split(&at) && read_part(&part[1], &at) && skip_split(&at) &&
               read_part(&part[2], &at) && part[2].digits > 0;
    }
    *text = at;
    return good;
}

enum when when_date(int32_t *date, const char **end, const char *text, enum date_order order)
{
    struct part part[3];
    *end = text;
    return read_parts(part, end) ? from_parts(date, part, order) : WHEN_BAD;
}

enum date_order when_proof(const char *text)
{
    struct part part[3];
    int32_t date;
    if (!read_parts(part, &text) || from_parts(&date, part, ORDER_UNKNOWN) != WHEN_AMBIGUOUS ||
        part[2].digits != 4)
        return ORDER_UNKNOWN;
    bool dmy = from_parts(&date, part, ORDER_DMY) == WHEN_OK;
    bool mdy = from_parts(&date, part, ORDER_MDY) == WHEN_OK;
    return dmy && !mdy ? ORDER_DMY : mdy && !dmy ? ORDER_MDY : ORDER_UNKNOWN;
}

/* ---- times of day ---- */

/* At most n digits; -1 if none or more. */
static int digits(const char **text, int n)
{
    int value = 0, count = 0;
    const char *at = *text;
    for (; is_digit(*at); at++, count++)
        if (count < n)
            value = value * 10 + *at - '0';
    if (count == 0 || count > n)
        return -1;
    *text = at;
    return value;
}

/* "AM", "p.m.": adds to the hour; false if the hour is none of that clock. */
static bool half_of_day(int *hour, bool *given, const char **text)
{
    const char *at = skip_blanks(*text);
    bool pm = begins(at, "pm") || begins(at, "p.m.");
    *given = pm || begins(at, "am") || begins(at, "a.m.");
    if (!*given)
        return true;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (pm ? 12 : 0);
    *text = at + (at[1] == '.' ? 4 : 2);
    return true;
}

static bool read_seconds(int *second, const char **text)
{
    if ((**text != ':' && **text != '.') || !is_digit((*text)[1]))
        return true;
    ++*text;
    *second = digits(text, 2);
    if (**text == '.' && is_digit((*text)[1])) /* parts of a second say nothing here */
        for (++*text; is_digit(**text);)
            ++*text;
    return *second >= 0 && *second <= 59;
}

bool when_time(int *minute, int *second, const char **end, const char *text, bool hhmm)
{
    const char *at = skip_blanks(text), *from = at;
    int hour = digits(&at, 4), min = 0;
    long n = at - from;
    bool half = false, split = (*at == ':' || *at == '.' || lower(*at) == 'h') && is_digit(at[1]);
    *second = 0;
    if (hour < 0)
        return false;
    if (split && n <= 2) {
        at++;
        min = digits(&at, 2);
        if (min < 0 || !read_seconds(second, &at))
            return false;
    } else if (hhmm || n == 4) {
        min = hour % 100;
        hour /= 100;
    }
    bool plain = split || hhmm || n == 4;
    if (!half_of_day(&hour, &half, &at) || (!half && !plain) || min > 59)
        return false;
    *minute = hour * 60 + min;
    *end = at;
    return *minute * 60 + *second <= 86400;
}

/* Behind the begin of a range, "-21:30" or " to 21:30": nothing may be left then. */
static bool is_range_end(const char *text, int begin)
{
    int minute, second;
    text = skip_blanks(text);
    if (*text == '-')
        text++;
    else if (begins(text, "\xe2\x80\x93"))
        text += 3;
    else if (begins(text, "to "))
        text += 3;
    else
        return false;
    if (!when_time(&minute, &second, &text, text, false) || *skip_blanks(text))
        return false;
    return minute > begin || minute == 0;
}

bool when_label(int *minute, int *second, const char *text)
{
    const char *end;
    if (!when_time(minute, second, &end, text, false))
        return false;
    return *skip_blanks(end) == '\0' || is_range_end(end, *minute);
}

/* ---- points of time ---- */

static bool all_digits(const char *text, size_t n)
{
    return strspn(text, "0123456789") == n && text[n] == '\0';
}

/* Seconds or milliseconds since 1970, or YYYYMMDDhhmm[ss]. */
static bool from_digits(struct stamp *out, const char *text)
{
    size_t n = strlen(text);
    if (!all_digits(text, n) || (n != 10 && n != 12 && n != 13 && n != 14))
        return false;
    if (n == 10 || n == 13) {
        int64_t instant = strtoll(text, NULL, 10) / (n == 13 ? 1000 : 1);
        out->date = (int32_t)(instant / 86400);
        out->minute = (int)(instant % 86400 / 60);
        out->second = (int)(instant % 60);
        return out->has_offset = true;
    }
    char date[9] = {0}, clock[5] = {0};
    const char *end;
    int none;
    memcpy(date, text, 8);
    memcpy(clock, text + 8, 4);
    if (when_date(&out->date, &end, date, ORDER_UNKNOWN) != WHEN_OK ||
        !when_time(&out->minute, &none, &end, clock, true))
        return false;
    out->second = n == 14 ? atoi(text + 12) : 0;
    return out->second < 60;
}

/* What may follow a time in one cell: nothing, an offset, "UTC", the end of a range. */
static bool read_tail(struct stamp *out, const char *text)
{
    char iso[48] = "2000-01-01T00:00";
    struct stamp offset;
    text = skip_blanks(text);
    if (*text == '\0')
        return true;
    if (is_range_end(text, out->minute))
        return true;
    if (strcmp(text, "UTC") == 0 || strcmp(text, "GMT") == 0 || strcmp(text, "z") == 0)
        text = "Z";
    if (strlen(text) > 8)
        return false;
    memcpy(iso + 16, text, strlen(text) + 1);
    if (!stamp_parse(&offset, iso) || !offset.has_offset || offset.minute || offset.second)
        return false;
    out->has_offset = true;
    out->offset_s = offset.offset_s;
    return true;
}

enum when when_parse(struct stamp *out, const char *date, const char *time, enum date_order order,
                     bool hhmm)
{
    const char *end;
    if (!time && stamp_parse(out, date))
        return WHEN_OK;
    *out = (struct stamp){0};
    if (!time && from_digits(out, date))
        return WHEN_OK;
    *out = (struct stamp){0};
    enum when when = when_date(&out->date, &end, date, order);
    if (when == WHEN_BAD)
        return when;
    if (time) {
        const char *begin = time; /* a workbook's time may carry a date */
        int32_t unused;
        int zero, zero_s = 0;
        if (*skip_blanks(end) &&
            (!when_time(&zero, &zero_s, &end, end, false) || zero || zero_s || *skip_blanks(end)))
            return WHEN_BAD;
        if (strlen(time) > 10 && when_date(&unused, &end, time, ORDER_DMY) == WHEN_OK && *end)
            begin = end;
        end = begin;
    } else {
        end = skip_blanks(end);
        if (*end == '\0')
            return when; /* midnight: a row a day */
        end += *end == 'T' || *end == ',' || *end == '_';
    }
    if (!when_time(&out->minute, &out->second, &end, end, hhmm) || !read_tail(out, end))
        return WHEN_BAD;
    return when;
}
