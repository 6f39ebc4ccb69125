/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_scan.h - content lines of an iCalendar text with their places, which libical does not tell.
 * Not for use outside io/ics*.c. */
#ifndef RONDA_IO_ICS_SCAN_H
#define RONDA_IO_ICS_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

struct ics_scan {
    const char *file;
    char *at, *end; /* what is left of the text; *end is 0 */
    int line;       /* of *at, 1-based */
    bool is_broken; /* something was reported */
    struct diags *diags;
};

/* One unfolded line, cut in place. */
struct ics_line {
    const char *name; /* as written: compare without case */
    char *value;      /* behind the colon */
    struct place name_at, value_at;
};

/* The next line that has something in it; false at the end.  Lines that are no content lines
 * (no colon, control characters, no UTF-8) are reported and passed over. */
bool ics_next_line(struct ics_line *out, struct ics_scan *scan);

/* A date ("20261225") or a time ("20261225T090000", with Z or without): day, and seconds after its
 * midnight, -1 for a whole day.  False if there is no such day or time. */
bool ics_parse_day(int32_t *date, int *second, const char *s);
/* "P2D", "P1W", "PT36H", "P1DT12H": seconds > 0.  False if not that, or beyond ten years. */
bool ics_parse_duration(int64_t *seconds, const char *s);
/* In place: escape pairs to what they stand for, line breaks to blanks. */
void ics_unescape(char *s);

#endif
