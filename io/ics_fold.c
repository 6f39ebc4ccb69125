/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_fold.c - content lines of at most 75 octets (RFC 5545, 3.1).
 *
 * libical counts right but breaks between a backslash and what it escapes, and some readers then
 * drop the event.  So its lines are unfolded and folded again here: only between whole units (a
 * UTF-8 character, or a backslash with its character), and where it can be had not beside a blank,
 * since editors and mail strip blanks at the end of a line.  It also writes a quote in a text as
 * \", which the standard does not know (3.3.11): the backslash goes. */
#include <string.h>

#include "io/ics_write.h"

#define LINE_MOST 75

/* Octets of the unit at s: a character, or an escape pair. */
static size_t unit_length(const char *s, size_t n)
{
    size_t first = text_utf8_length(s, n);
    if (first == 0)
        first = 1;
    if (*s != '\\' || n < 2)
        return first;
    size_t second = text_utf8_length(s + 1, n - 1);
    return 1 + (second ? second : 1);
}

/* Octets of s that fit into `room`; all n if they do. */
static size_t fitting(const char *s, size_t n, size_t room)
{
    if (n <= room)
        return n;
    size_t any = 0, good = 0;
    for (size_t at = 0; at < n;) {
        size_t next = at + unit_length(s + at, n - at);
        if (next > room)
            break;
        at = any = next;
        if (s[at - 1] != ' ' && s[at] != ' ')
            good = at;
    }
    return good > room / 2 ? good : any;
}

/* One unfolded line, folded. */
static void fold_line(struct text *out, const char *s, size_t n)
{
    size_t room = LINE_MOST;
    for (;;) {
        size_t part = fitting(s, n, room);
        text_add_n(out, s, part);
        text_add(out, "\r\n");
        s += part;
        n -= part;
        if (n == 0)
            return;
        text_add_char(out, ' ');
        room = LINE_MOST - 1;
    }
}

/* In place, \" to ": libical writes nothing else in which the pair could stand. */
static void unescape_quotes(struct text *line)
{
    size_t to = 0;
    for (size_t at = 0; at < line->n; at++) {
        bool pair = line->bytes[at] == '\\' && at + 1 < line->n;
        if (pair && line->bytes[at + 1] == '"')
            at++;
        line->bytes[to++] = line->bytes[at];
        if (pair && line->bytes[at] == '\\')
            line->bytes[to++] = line->bytes[++at];
    }
    line->n = to;
}

void ics_fold(struct text *out, const char *lines)
{
    struct text line = {0};
    for (const char *s = lines; *s;) {
        const char *end = strstr(s, "\r\n");
        if (!end)
            end = s + strlen(s);
        text_add_n(&line, s, (size_t)(end - s));
        s = *end ? end + 2 : end;
        if (*s == ' ' || *s == '\t') { /* goes on */
            s++;
            continue;
        }
        unescape_quotes(&line);
        fold_line(out, line.bytes ? line.bytes : "", line.n);
        text_clear(&line);
    }
    text_free(&line);
}
