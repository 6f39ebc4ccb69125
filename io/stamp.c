/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stamp.c - points of time: ISO 8601 in its extended form, to the second. */
#include "io/stamp.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Two digits; -1 if they are not. */
static int two(const char *s)
{
    return is_digit(s[0]) && is_digit(s[1]) ? (s[0] - '0') * 10 + s[1] - '0' : -1;
}

bool clock_parse(int *minute, const char *text, const char **end)
{
    int hour = two(text);
    if (hour < 0 && is_digit(text[0]) && text[1] == ':')
        hour = *text++ - '0';
    else
        text += hour < 0 ? 0 : 2;
    if (hour < 0 || *text != ':')
        return false;
    int min = two(text + 1);
    if (min < 0 || min > 59 || hour * 60 + min > 2880)
        return false;
    *minute = hour * 60 + min;
    *end = text + 3;
    return true;
}

static bool parse_offset(struct stamp *out, const char *text)
{
    out->has_offset = *text != '\0';
    if (*text == '\0' || strcmp(text, "Z") == 0)
        return true;
    int sign = *text == '+' ? 1 : *text == '-' ? -1 : 0;
    int hour = sign ? two(text + 1) : -1;
    if (hour < 0 || hour > 14)
        return false;
    text += 3;
    text += *text == ':';
    int min = *text ? two(text) : 0;
    if (min < 0 || min > 59 || (*text && text[2]))
        return false;
    out->offset_s = sign * (hour * 3600 + min * 60);
    return true;
}

bool stamp_parse(struct stamp *out, const char *text)
{
    *out = (struct stamp){0};
    if (strnlen(text, 40) < 15 || (text[10] != 'T' && text[10] != ' '))
        return false;
    char date[11] = {0};
    memcpy(date, text, 10);
    const char *rest;
    if (!date_parse(&out->date, date) || !clock_parse(&out->minute, text + 11, &rest))
        return false;
    if (*rest == ':') {
        out->second = two(rest + 1);
        if (out->second < 0 || out->second > 59)
            return false;
        rest += 3;
    }
    if (out->minute * 60 + out->second > 86400)
        return false;
    return parse_offset(out, rest);
}

enum local_kind stamp_instant(int64_t *first, int64_t *second, const struct stamp *stamp,
                              const struct tz *zone)
{
    if (!stamp->has_offset)
        return tz_instant(first, second, zone, stamp->date, stamp->minute, stamp->second);
    *first = *second =
        (int64_t)stamp->date * 86400 + stamp->minute * 60 + stamp->second - stamp->offset_s;
    return LOCAL_ONE;
}
