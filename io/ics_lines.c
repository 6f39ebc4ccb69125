/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_lines.c - content lines of at most 75 octets (RFC 5545, 3.1).
 *
 * A line is broken only between whole units (a UTF-8 character, or a backslash with what it
 * escapes: some readers drop an event in which the pair is split), and where it can be had not
 * beside a blank, since editors and mail strip blanks at the end of a line. */
#include "io/ics_lines.h"

#include <string.h>

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

/* Ends the line that begins at out->bytes[begin], and folds it. */
static void end_line(struct text *out, size_t begin)
{
    struct text line = {0};
    if (out->n - begin > LINE_MOST) {
        text_add_n(&line, out->bytes + begin, out->n - begin);
        out->n = begin;
        const char *s = line.bytes;
        size_t n = line.n;
        for (size_t room = LINE_MOST, part; n > 0; room = LINE_MOST - 1) {
            part = fitting(s, n, room);
            text_add(out, room == LINE_MOST ? "" : "\r\n ");
            text_add_n(out, s, part);
            s += part;
            n -= part;
        }
        text_free(&line);
    }
    text_add_n(out, "\r\n", 2);
}

void ics_line(struct text *out, const char *head, const char *value)
{
    size_t begin = out->n;
    text_add(out, head);
    text_add_char(out, ':');
    text_add(out, value);
    end_line(out, begin);
}

void ics_text_line(struct text *out, const char *head, const char *value)
{
    size_t begin = out->n;
    text_add(out, head);
    text_add_char(out, ':');
    for (const char *s = value; *s;) {
        size_t plain = strcspn(s, "\\;,\n");
        text_add_n(out, s, plain);
        s += plain;
        if (*s) {
            text_add_char(out, '\\');
            text_add_char(out, *s == '\n' ? 'n' : *s);
            s++;
        }
    }
    end_line(out, begin);
}
