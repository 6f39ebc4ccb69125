/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stamp.h - points of time as files write them. */
#ifndef RONDA_IO_STAMP_H
#define RONDA_IO_STAMP_H

#include <stdbool.h>

#include "base/tz.h"

struct stamp {
    int32_t date;
    int minute, second; /* wall clock */
    bool has_offset;
    int offset_s; /* east of UTC */
};

/* "2026-12-24T21:00", with blank for T, with ":30" seconds, with "Z" or "+08:00" or "+0800" behind;
 * 24:00 is the end of the day.  False if not exactly that. */
bool stamp_parse(struct stamp *out, const char *text);
/* The instant; with an offset always LOCAL_ONE, else as tz_instant says. */
enum local_kind stamp_instant(int64_t *first, int64_t *second, const struct stamp *stamp,
                              const struct tz *zone);
/* "21:05", "7:00", up to 48:00: minutes.  *end is behind it.  False if not exactly that. */
bool clock_parse(int *minute, const char *text, const char **end);

#endif
