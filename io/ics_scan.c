/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_scan.c - unfolds and cuts content lines (RFC 5545, 3.1):
 *     name *(";" parameter) ":" value CRLF
 * A line that begins with a blank or tab goes on with the one before.  LF alone is taken too. */
#include "io/ics_scan.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"

/* Moves behind the line's end; the line without it is s[n].  n = 0 and *at at the end at last. */
static char *cut_physical(size_t *n, struct ics_scan *scan)
{
    char *s = scan->at;
    char *feed = memchr(s, '\n', (size_t)(scan->end - s));
    *n = feed ? (size_t)(feed - s) : (size_t)(scan->end - s);
    scan->at = feed ? feed + 1 : scan->end;
    scan->line++;
    if (*n > 0 && s[*n - 1] == '\r')
        --*n;
    return s;
}

/* A logical line, joined in place and ended with 0. */
static char *cut_logical(size_t *n, int *line, struct ics_scan *scan)
{
    *line = scan->line;
    char *s = cut_physical(n, scan);
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t')) {
        size_t more;
        char *next = cut_physical(&more, scan);
        memmove(s + *n, next + 1, more - 1);
        *n += more - 1;
    }
    return s;
}

/* The colon that ends name and parameters; those may hold colons in quotes. */
static char *find_colon(char *s)
{
    bool quoted = false;
    for (; *s; s++) {
        if (*s == '"')
            quoted = !quoted;
        if (*s == ':' && !quoted)
            return s;
    }
    return NULL;
}

static void refuse(struct ics_scan *scan, const struct place *at, const char *what)
{
    scan->is_broken = true;
    diag_error(scan->diags, at, "%s", what);
}

bool ics_next_line(struct ics_line *out, struct ics_scan *scan)
{
    while (scan->at < scan->end) {
        size_t n;
        int line;
        char *s = cut_logical(&n, &line, scan);
        struct place at = {.file = scan->file, .line = line, .col = 1};
        if (n == 0)
            continue;
        bool is_text = text_is_clean_utf8(s, n);
        s[n] = 0; /* after the last look at what follows: the next line begins behind its feed */
        char *colon = is_text ? find_colon(s) : NULL;
        if (!is_text)
            refuse(scan, &at, "the line holds a control character or bytes that are not UTF-8");
        else if (!colon)
            refuse(scan, &at, "is no line of a calendar: NAME:VALUE is expected");
        if (!colon)
            continue;
        *colon = 0;
        *out = (struct ics_line){.name = s, .value = colon + 1, .name_at = at, .value_at = at};
        out->value_at.col = (int)(colon - s) + 2;
        s[strcspn(s, ";")] = 0;
        return true;
    }
    return false;
}

/* Exactly n digits. */
static bool take_number(int *out, const char *s, int n)
{
    *out = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        *out = *out * 10 + (s[i] - '0');
    }
    return true;
}

bool ics_parse_day(int32_t *date, int *second, const char *s)
{
    int year, month, day, hour, min, sec;
    if (!take_number(&year, s, 4) || !take_number(&month, s + 4, 2) ||
        !take_number(&day, s + 6, 2) || !date_is_valid(year, month, day))
        return false;
    *date = date_from_civil(year, month, day);
    *second = -1;
    if (s[8] == 0)
        return true;
    if (s[8] != 'T' || !take_number(&hour, s + 9, 2) || !take_number(&min, s + 11, 2) ||
        !take_number(&sec, s + 13, 2) || hour > 23 || min > 59 || sec > 60)
        return false;
    *second = hour * 3600 + min * 60 + sec;
    return s[15] == 0 || strcmp(s + 15, "Z") == 0;
}

bool ics_parse_duration(int64_t *seconds, const char *s)
{
    static const struct {
        char unit;
        bool of_time; /* behind the T */
        int seconds;
    } units[] = {{'W', false, 604800},
                 {'D', false, 86400},
                 {'H', true, 3600},
                 {'M', true, 60},
                 {'S', true, 1}};
    bool after_t = false;
    *seconds = 0;
    if (*s == '+')
        s++;
    if (*s++ != 'P')
        return false;
    for (size_t unit = 0; *s; unit++) {
        if (*s == 'T' && !after_t) {
            after_t = true;
            s++;
        }
        size_t digits = strspn(s, "0123456789");
        int count;
        if (digits < 1 || digits > 6 || !take_number(&count, s, (int)digits))
            return false;
        while (unit < 5 && (units[unit].unit != s[digits] || units[unit].of_time != after_t))
            unit++;
        if (unit == 5)
            return false;
        *seconds += (int64_t)count * units[unit].seconds;
        s += digits + 1;
    }
    return *seconds > 0 && *seconds <= (int64_t)3660 * 86400;
}

void ics_unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        if (*s == '\\' && s[1]) {
            s++;
            *to++ = *s == 'n' || *s == 'N' ? ' ' : *s;
        } else {
            *to++ = *s;
        }
    }
    *to = 0;
}
