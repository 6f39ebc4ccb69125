/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tzif.h - a time zone as a table of spans, and its parser; for the sources of tz.h and their tests
 * only. */
#ifndef RONDA_BASE_TZIF_H
#define RONDA_BASE_TZIF_H

#include <stddef.h>
#include <stdint.h>

/* 400 years are a whole number of weeks, so a yearly rule repeats exactly after them. */
#define TZ_CYCLE_S (INT64_C(146097) * 86400)
/* No offset is further from UTC. */
#define TZ_OFFSET_LIMIT_S (26 * 3600)

struct tz_type {
    int offset_s;          /* east positive, |offset_s| < TZ_OFFSET_LIMIT_S */
    char abbreviation[16]; /* "PST", "+08" */
};

/* Span i is [from[i], from[i + 1]); from[0] = INT64_MIN, the last one has no end. */
struct tz {
    char *name;
    int n_spans;
    int64_t *from;  /* [n_spans], strictly ascending */
    uint16_t *kind; /* [n_spans] index of type[] */
    int n_types;
    struct tz_type *type; /* [n_types] */
    /* Instants from here on are looked up whole cycles earlier; INT64_MAX: the last span goes on.
     * The cycle before it, and a year after it, lie in the table. */
    int64_t repeat_from;
    int last; /* span found last: a hint, written and read atomically */
};

/* Fill a zeroed tz, but for its name, from the n bytes of a TZif file, version 1 to 4.  NULL if
 * well, else what is wrong with the file, a constant; tz is then to be freed as usual.  Safe on any
 * bytes. */
const char *tzif_parse(struct tz *tz, const unsigned char *bytes, size_t n);

/* Spans of a POSIX TZ string ("EST5EDT,M3.2.0,M11.1.0"), s[n], that follow those in tz; needs
 * n_spans >= 1. Result as above. */
const char *tzif_add_rule(struct tz *tz, const char *s, size_t n);

/* For the two sources that fill a tz. */
void tzif_add_span(struct tz *tz, int64_t from, int kind);
int tzif_add_type(struct tz *tz, int offset_s, const char *abbreviation, size_t n);

#endif
