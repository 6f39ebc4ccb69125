/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.c - numbers of other programs.
 * A point or comma either begins the decimals or splits thousands.  Two kinds of mark: the last is
 * the decimal one.  One kind, several times: thousands.  Once: the decimals, unless exactly three
 * digits follow and one to three, not a lone 0, come before: then only the file can tell. */
#include "io/figure.h"

#include <stdlib.h>
#include <string.h>

#define MOST 48

/* The bytes of a number without blanks and apostrophes, and where its marks are. */
struct scan {
    char text[MOST];
    int n, n_points, n_commas;
    int first, last; /* mark, -1: none */
};

static bool scan_number(struct scan *out, const char *text)
{
    *out = (struct scan){.first = -1, .last = -1};
    while (*text == ' ' || *text == '\t')
        text++;
    for (; *text; text++) {
        if (strncmp(text, "\xc2\xa0", 2) == 0) {
            text++;
            continue;
        }
        if (strncmp(text, "\xe2\x80\xaf", 3) == 0) {
            text += 2;
            continue;
        }
        if (*text == ' ' || *text == '\'')
            continue;
        if (!strchr("0123456789.,+-eE", *text) || out->n + 1 >= MOST)
            return false;
        if (*text == '.' || *text == ',') {
            out->first = out->first < 0 ? out->n : out->first;
            out->last = out->n;
            out->n_points += *text == '.';
            out->n_commas += *text == ',';
        }
        out->text[out->n++] = *text;
    }
    return out->n > 0;
}

static int digits_at(const struct scan *scan, int at)
{
    return (int)strspn(scan->text + at, "0123456789");
}

/* Takes the marks out from `from` to `to`; false if they do not split groups of three. */
static bool join_thousands(struct scan *scan, int to)
{
    int kept = scan->first;
    if (scan->first < 1 || digits_at(scan, 0) > 3)
        return false;
    for (int i = scan->first; i < scan->n; i++) {
        bool mark = i <= to && (scan->text[i] == '.' || scan->text[i] == ',');
        if (mark && digits_at(scan, i + 1) != 3)
            return false;
        if (!mark)
            scan->text[kept++] = scan->text[i];
    }
    scan->text[kept] = '\0';
    scan->n = kept;
    return true;
}

/* One mark with one to three digits, no lone zero, before it and three behind. */
static bool is_doubtful(const struct scan *scan)
{
    int before = digits_at(scan, 0);
    return before == scan->last && before >= 1 && before <= 3 && scan->text[0] != '0' &&
           scan->n == scan->last + 4 && digits_at(scan, scan->last + 1) == 3;
}

static enum figure parse(double *out, const struct scan *scan)
{
    char *end;
    *out = strtod(scan->text, &end);
    return *end == '\0' && *out >= 0 && *out <= 1e12 ? FIGURE_OK : FIGURE_BAD;
}

/* The decimal mark becomes a point. */
static enum figure with_decimals(double *out, struct scan *scan)
{
    char mark = scan->text[scan->last];
    if ((mark == '.' ? scan->n_points : scan->n_commas) != 1)
        return FIGURE_BAD;
    scan->text[scan->last] = '.';
    if (scan->first == scan->last)
        return parse(out, scan);
    int before = scan->last - 1;
    while (before > 0 && scan->text[before] != '.' && scan->text[before] != ',')
        before--;
    return join_thousands(scan, before) ? parse(out, scan) : FIGURE_BAD;
}

static enum figure as_thousands(double *out, struct scan *scan)
{
    return join_thousands(scan, scan->last) ? parse(out, scan) : FIGURE_BAD;
}

enum figure figure_number(double *out, const char *text, enum decimal decimal)
{
    struct scan scan;
    if (!scan_number(&scan, text))
        return FIGURE_BAD;
    if (scan.first < 0)
        return parse(out, &scan);
    char mark = scan.text[scan.last];
    bool known = decimal == DECIMAL_POINT || decimal == DECIMAL_COMMA;
    bool is_mark = known && (mark == '.') == (decimal == DECIMAL_POINT);
    if (scan.n_points && scan.n_commas)
        return known && !is_mark ? FIGURE_BAD : with_decimals(out, &scan);
    if (scan.first != scan.last)
        return as_thousands(out, &scan);
    if (known)
        return is_mark ? with_decimals(out, &scan) : as_thousands(out, &scan);
    if (is_doubtful(&scan) && (mark == ',' || decimal == DECIMAL_DOUBTFUL))
        return FIGURE_AMBIGUOUS;
    return with_decimals(out, &scan);
}

enum decimal figure_proof(const char *text)
{
    struct scan scan;
    double value;
    if (!text[strcspn(text, ".,")] || !scan_number(&scan, text))
        return DECIMAL_UNKNOWN;
    bool both = scan.n_points && scan.n_commas;
    bool point = scan.text[scan.last] == '.';
    if (!both && scan.first != scan.last) { /* 1.234.567: the other one begins the decimals */
        enum decimal other = point ? DECIMAL_COMMA : DECIMAL_POINT;
        return as_thousands(&value, &scan) == FIGURE_OK ? other : DECIMAL_UNKNOWN;
    }
    if (!both && is_doubtful(&scan))
        return DECIMAL_UNKNOWN;
    return with_decimals(&value, &scan) != FIGURE_OK ? DECIMAL_UNKNOWN
           : point                                   ? DECIMAL_POINT
                                                     : DECIMAL_COMMA;
}

enum figure figure_duration(double *out_s, const char *text, enum decimal decimal)
{
    if (!strchr(text, ':'))
        return figure_number(out_s, text, decimal);
    double part[3];
    int n = 0;
    for (const char *at = text; n < 3; n++) {
        size_t length = strspn(at, "0123456789.,");
        char one[MOST];
        bool last = at[length] == '\0';
        if (length == 0 || length >= MOST || (!last && at[length] != ':'))
            return FIGURE_BAD;
        memcpy(one, at, length);
        one[length] = '\0';
        char *comma = strchr(one, ',');
        if (comma)
            *comma = '.';
        char *end;
        part[n] = strtod(one, &end);
        if (*end || (!last && strchr(one, '.')) || (n > 0 && part[n] >= 60))
            return FIGURE_BAD;
        at += length + 1;
        if (last) {
            *out_s = n == 2   ? part[0] * 3600 + part[1] * 60 + part[2]
                     : n == 1 ? part[0] * 60 + part[1]
                              : part[0];
            return FIGURE_OK;
        }
    }
    return FIGURE_BAD;
}
