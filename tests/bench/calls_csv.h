/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calls_csv.h - a call history for tests and benchmarks: local wall-clock rows to a struct series.
 * Not the reader that ronda uses: that is in io/ and checks what it reads. */
#ifndef RONDA_TESTS_CALLS_CSV_H
#define RONDA_TESTS_CALLS_CSV_H

#include "base/demand.h"
#include "base/mem.h"
#include "base/tz.h"

/* Lines "YYYY-MM-DD[T ]HH:MM,...": the count is in column `column` (0 is the time).  Readings that
 * do not exist or occur twice stay unknown.  False if the file cannot be read or has no rows. */
bool calls_csv_read(struct series *out, const char *path, const struct tz *zone, int slot_s,
                    int column, struct arena *arena);

#endif
