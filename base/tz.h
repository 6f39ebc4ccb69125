/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tz.h - local time, the only place where it exists.  Reads TZif (RFC 8536, footer rule included)
 * from $RONDA_ZONEINFO-free fixed folders (/usr/share/zoneinfo, /usr/lib/zoneinfo, or the folder
 * given to tz_set_folder in tests); the environment is not read. */
#ifndef RONDA_BASE_TZ_H
#define RONDA_BASE_TZ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/status.h"
#include "base/time.h"

struct tz;

/* The zone of an IANA name ("Asia/Manila").  Errors: ERR_DATA with the nearest known name if there
 * is no such zone or the name is not [A-Za-z0-9_+-/]; ERR_IO if its file cannot be read or is
 * damaged. *out is owned by the caller, tz_free, and set on success only.  Instants are good for
 * years 1 to 9999. */
enum status tz_load(struct tz **out, const char *name, const struct place *at, struct diags *diags);
void tz_free(struct tz *tz);
const char *tz_name(const struct tz *tz);
const char *tz_data_version(void); /* "2025b" of the tz data in use, "unknown" without one */

/* Offset from UTC in seconds (east positive) at an instant; *abbreviation (may be NULL) lives with
 * tz. */
int tz_offset_s(const struct tz *tz, int64_t instant, const char **abbreviation);

/* Local civil time, date and minute of day of an instant. */
void tz_civil(struct civil *out, const struct tz *tz, int64_t instant);
int32_t tz_date(const struct tz *tz, int64_t instant);
int tz_minute(const struct tz *tz, int64_t instant);

/* What a wall-clock reading means. */
enum local_kind {
    LOCAL_ONE,  /* first = second: the one instant */
    LOCAL_GAP,  /* does not exist: read with the offset before (first) and after (second) the change
                 */
    LOCAL_TWICE /* occurs twice: first and second in time order */
};
/* date + minute_of_day (may be < 0 or >= 1440: carried into other dates) + second, wall clock. */
enum local_kind tz_instant(int64_t *first, int64_t *second, const struct tz *tz, int32_t date,
                           int minute_of_day, int second_of_minute);
/* First instant of a reading, moved forward over a gap as RFC 5545 asks: for day boundaries. */
int64_t tz_day_boundary(const struct tz *tz, int32_t date, int minute_of_day);

/* Work date: local date of the instant, or the day before when it is before day_starts_min.  Where
 * the clock is changed round day_starts it is the d with boundary(d) <= instant < boundary(d + 1),
 * so that it agrees with the horizon. */
int32_t tz_work_date(const struct tz *tz, int64_t instant, int day_starts_min);

/* "2026-12-24T21:00+08:00"; seconds follow where there are any. */
#define STAMP_TEXT 32
char *tz_format(char text[STAMP_TEXT], const struct tz *tz, int64_t instant);

/* Horizon of n_days work dates from `first`, 1..MAX_DAYS; slot_min 5, 15, 30 or 60.  Errors:
 * ERR_DATA if a day boundary does not lie on a slot edge; the message names the slot length that
 * would do. */
enum status horizon_make(struct horizon *out, const struct tz *tz, int32_t first, int n_days,
                         int day_starts_min, int slot_min, struct diags *diags);

void tz_set_folder(const char *folder); /* tests only */

#endif
