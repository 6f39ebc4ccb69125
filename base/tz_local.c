/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tz_local.c - local time of an instant, and back.
 *
 * A zone is a table of spans of constant offset o_i (tzif.h): span i holds the instants
 * [t_i, t_i+1), whose local readings are [t_i + o_i, t_i+1 + o_i).  A reading L thus means the
 * instant L - o_i for each span i whose readings hold it: one, or two where readings of neighbours
 * overlap (the clock was set back).  Where t_i + o_i-1 <= L < t_i + o_i (the clock was set forward)
 * it means none.  Offsets are less than 26 hours, so only spans within 26 hours of L are looked at.
 */
#include "base/tz.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/tzif.h"

#define DAY_S 86400

static const int64_t least_instant = INT64_C(-62135596800); /* year 1 */
static const int64_t most_instant = INT64_C(253402300799);  /* year 9999 */

/* The instant or reading that many whole cycles earlier which the table holds. */
static int64_t in_table(const struct tz *tz, int64_t t)
{
    if (t < tz->repeat_from)
        return t;
    return tz->repeat_from - TZ_CYCLE_S + (t - tz->repeat_from) % TZ_CYCLE_S;
}

static bool holds(const struct tz *tz, int span, int64_t instant)
{
    return tz->from[span] <= instant && (span + 1 == tz->n_spans || instant < tz->from[span + 1]);
}

/* Span of an instant in the table.  Rows come in time order, so the span found last is tried first;
 * threads may overwrite the hint for one another, which costs time only. */
static int find_span(const struct tz *tz, int64_t instant)
{
    int lo = __atomic_load_n(&tz->last, __ATOMIC_RELAXED);
    if (holds(tz, lo, instant))
        return lo;
    int hi = tz->n_spans;
    lo = 0;
    while (hi - lo > 1) {
        int middle = lo + (hi - lo) / 2;
        if (tz->from[middle] <= instant)
            lo = middle;
        else
            hi = middle;
    }
    __atomic_store_n(&((struct tz *)tz)->last, lo, __ATOMIC_RELAXED);
    return lo;
}

static const struct tz_type *type_at(const struct tz *tz, int64_t instant)
{
    int span = find_span(tz, in_table(tz, instant));
    return &tz->type[tz->kind[span]];
}

int tz_offset_s(const struct tz *tz, int64_t instant, const char **abbreviation)
{
    const struct tz_type *type = type_at(tz, instant);
    if (abbreviation)
        *abbreviation = type->abbreviation;
    return type->offset_s;
}

/* Local date and second of day. */
static int32_t split(int *second_of_day, const struct tz *tz, int64_t instant)
{
    assert(instant >= least_instant && instant <= most_instant);
    int64_t local = instant + type_at(tz, instant)->offset_s;
    int64_t date = local / DAY_S - (local % DAY_S < 0);
    *second_of_day = (int)(local - date * DAY_S);
    return (int32_t)date;
}

void tz_civil(struct civil *out, const struct tz *tz, int64_t instant)
{
    int s;
    int32_t date = split(&s, tz, instant);
    date_to_civil(&out->year, &out->month, &out->day, date);
    out->hour = s / 3600;
    out->min = s / 60 % 60;
    out->s = s % 60;
}

int32_t tz_date(const struct tz *tz, int64_t instant)
{
    int s;
    return split(&s, tz, instant);
}

int tz_minute(const struct tz *tz, int64_t instant)
{
    int s;
    split(&s, tz, instant);
    return s / 60;
}

static int span_offset_s(const struct tz *tz, int span)
{
    return tz->type[tz->kind[span]].offset_s;
}

enum local_kind tz_instant(int64_t *first, int64_t *second, const struct tz *tz, int32_t date,
                           int minute_of_day, int second_of_minute)
{
    int64_t local = (int64_t)date * DAY_S + (int64_t)minute_of_day * 60 + second_of_minute;
    assert(local >= least_instant && local <= most_instant);
    int64_t shift = local - in_table(tz, local);
    local -= shift;
    int begin = find_span(tz, local - TZ_OFFSET_LIMIT_S);
    int n = 0;
    for (int i = begin; i < tz->n_spans && tz->from[i] <= local + TZ_OFFSET_LIMIT_S; i++) {
        int64_t instant = local - span_offset_s(tz, i);
        if (!holds(tz, i, instant))
            continue;
        *second = instant + shift;
        if (n++ == 0)
            *first = *second;
        else
            return LOCAL_TWICE;
    }
    if (n == 1)
        return LOCAL_ONE;
    int i = begin + 1;
    while (local >= tz->from[i] + span_offset_s(tz, i))
        i++;
    *first = local - span_offset_s(tz, i - 1) + shift;
    *second = local - span_offset_s(tz, i) + shift;
    return LOCAL_GAP;
}

int64_t tz_day_boundary(const struct tz *tz, int32_t date, int minute_of_day)
{
    int64_t first, second;
    tz_instant(&first, &second, tz, date, minute_of_day, 0);
    return first;
}

int32_t tz_work_date(const struct tz *tz, int64_t instant, int day_starts_min)
{
    int32_t date = tz_date(tz, instant) - (tz_minute(tz, instant) < day_starts_min);
    /* Both steps are taken only within hours of a change of the clock. */
    while (tz_day_boundary(tz, date, day_starts_min) > instant)
        date--;
    while (tz_day_boundary(tz, date + 1, day_starts_min) <= instant)
        date++;
    return date;
}

/* ":30" where there are any */
static char *put_second(char *to, int s)
{
    if (s == 0)
        return to;
    *to++ = ':';
    return digits_put(to, s, 2);
}

char *tz_format(char text[STAMP_TEXT], const struct tz *tz, int64_t instant)
{
    struct civil c;
    tz_civil(&c, tz, instant);
    int offset = tz_offset_s(tz, instant, NULL), east = abs(offset);
    static const char marks[] = "--T:";
    const int date_and_clock[] = {c.year, c.month, c.day, c.hour, c.min};
    char *end = text;
    for (int i = 0; i < 5; i++) {
        if (i > 0)
            *end++ = marks[i - 1];
        end = digits_put(end, date_and_clock[i], i == 0 ? 4 : 2);
    }
    end = put_second(end, c.s);
    *end++ = offset < 0 ? '-' : '+';
    end = digits_put(end, east / 3600, 2);
    *end++ = ':';
    end = digits_put(end, east / 60 % 60, 2);
    *put_second(end, east % 60) = 0;
    return text;
}

/* The longest slot on whose edges all boundaries lie; 0 if none does. */
static int fitting_slot_min(const struct horizon *horizon)
{
    static const int slots_min[] = {60, 30, 15, 5};
    for (size_t k = 0; k < sizeof slots_min / sizeof *slots_min; k++) {
        bool fits = true;
        for (int day = 0; day <= horizon->n_days; day++)
            fits = fits && horizon->begin[day] % (slots_min[k] * 60) == 0;
        if (fits)
            return slots_min[k];
    }
    return 0;
}

static enum status refuse_slot(const struct tz *tz, int slot_min, int fitting, struct diags *diags)
{
    if (fitting > 0)
        diag_error(
            diags, NULL,
            "days in %s do not begin on a whole %d-minute slot of UTC; set slot_min to %d or "
            "less, or another day_starts",
            tz->name, slot_min, fitting);
    else
        diag_error(diags, NULL,
                   "days in %s do not begin on a whole slot of UTC; set another day_starts",
                   tz->name);
    return ERR_DATA;
}

enum status horizon_make(struct horizon *out, const struct tz *tz, int32_t first, int n_days,
                         int day_starts_min, int slot_min, struct diags *diags)
{
    assert(n_days >= 1 && n_days <= MAX_DAYS);
    assert(slot_min == 5 || slot_min == 15 || slot_min == 30 || slot_min == 60);
    *out = (struct horizon){.first = first, .n_days = n_days};
    for (int day = 0; day <= n_days; day++)
        out->begin[day] = tz_day_boundary(tz, first + day, day_starts_min);
    int fitting = fitting_slot_min(out);
    if (fitting == 0 || fitting % slot_min != 0)
        return refuse_slot(tz, slot_min, fitting, diags);
    out->grid.begin = out->begin[0];
    out->grid.slot_s = slot_min * 60;
    out->grid.n_slots = (int)((out->begin[n_days] - out->begin[0]) / out->grid.slot_s);
    return OK;
}
