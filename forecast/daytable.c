/* SPDX-License-Identifier: GPL-3.0-or-later */
/* daytable.c - instants to local days and cells; closed, missing and zero told apart.
 *
 * Closed   outside the opening hours; without stated hours, a cell of a weekday that fewer than one
 *          week in ten has a row for; a holiday on which the queue was closed before.
 * Missing  open, but no row: unknown, and no method may take it for 0.
 * Zero     a row that says 0.  One to three whole days of zero amid a busy time are an outage:
 *          unknown; so are up to eight weeks of it that came but once.  A longer silence, and one
 *          that comes again, is believed, but not before the first contact of a busy queue: it was
 *          not there yet. */
#include "forecast/daytable.h"

#include <math.h>
#include <string.h>

#include "forecast/clean.h"
#include "forecast/hours.h"
#include "forecast/recur.h"

#define DAY_S 86400
#define MONDAY_1970 4 /* 1970-01-05 */
#define SEEN_LEAST 0.1
#define OUTAGE_DAYS 3
#define LONG_OUTAGE_DAYS 56
#define OUTAGE_BUSY 20.0
#define START_LEAST 14
#define PART_KNOWN 0.6

/* The history at its own slot, by local day and cell. */
struct native {
    int32_t first;
    int n_days, n_cells, slot_s;
    double *sum;      /* [n_days * n_cells] */
    unsigned char *n; /* slots that fell in the cell */
    bool *open;       /* [7 * n_cells] */
};

/* Slots k .. k + n - 1 of the history from native cell `cell` on. */
static void place_run(struct native *nt, const double *offered, int64_t cell, int n)
{
    int64_t end = (int64_t)nt->n_days * nt->n_cells; /* a day is a whole number of cells */
    int first = cell < 0 ? (int)-cell : 0;
    int last = end - cell < n ? (int)(end - cell) : n;
    for (int i = first; i < last; i++)
        if (offered[i] >= 0 && isfinite(offered[i])) {
            nt->sum[cell + i] += offered[i];
            nt->n[cell + i]++;
        }
}

/* A day's slots at once where the offset at their ends is the same, else one by one. */
static void place_slots(struct native *nt, const struct forecast_input *in)
{
    const struct grid *grid = &in->series->grid;
    for (int k = 0, n; k < grid->n_slots; k += n) {
        int64_t at = grid->begin + (int64_t)k * grid->slot_s;
        int offset_s = tz_offset_s(in->zone, at, NULL);
        n = k + nt->n_cells <= grid->n_slots ? nt->n_cells : 1;
        if (tz_offset_s(in->zone, at + (int64_t)(n - 1) * grid->slot_s, NULL) != offset_s)
            n = 1;
        int64_t local = at + offset_s - (int64_t)nt->first * DAY_S;
        int64_t cell = local / nt->slot_s - (local % nt->slot_s < 0);
        if (cell < (int64_t)nt->n_days * nt->n_cells)
            place_run(nt, in->series->offered + k, cell, n);
    }
}

/* Weeks in which a weekday's cell has a row.   seen[7 * n_cells] */
static void count_seen(int *seen, const struct native *nt)
{
    size_t n = (size_t)nt->n_cells;
    for (int d = 0; d < nt->n_days; d++) {
        int *mine = seen + (size_t)date_weekday(nt->first + d) * n;
        for (size_t c = 0; c < n; c++)
            mine[c] += nt->n[(size_t)d * n + c] > 0;
    }
}

/* By stated hours, else by what is seen; where next to nothing is, any row will do. */
static void infer_open(struct native *nt, const struct queue *hours, struct arena *arena)
{
    double least = SEEN_LEAST * nt->n_days / 7;
    int *seen = ARENA_ARRAY(arena, int, 7 * nt->n_cells);
    bool any = false;
    count_seen(seen, nt);
    for (int pass = 0; pass < 2 && !any; pass++, least = 0)
        for (int at = 0; at < 7 * nt->n_cells; at++) {
            int w = at / nt->n_cells, minute = at % nt->n_cells * nt->slot_s / 60;
            nt->open[at] = hours ? hours_open(hours, MONDAY_1970 + w, minute)
                                 : seen[at] > 0 && seen[at] >= least;
            any |= nt->open[at];
        }
}

/* A weekday that a short history does not reach is open when any other is. */
static void open_unreached(struct native *nt)
{
    for (int later = nt->n_days; later < 7; later++) {
        size_t w = (size_t)date_weekday(nt->first + later) * (size_t)nt->n_cells;
        for (int c = 0; c < nt->n_cells; c++)
            for (int day = 0; day < nt->n_days; day++) {
                size_t v = (size_t)date_weekday(nt->first + day) * (size_t)nt->n_cells;
                nt->open[w + (size_t)c] |= nt->open[v + (size_t)c];
            }
    }
}

/* Cell of the table from `ratio` native cells; scaled up when most of what is open is known. */
static double gather(const struct native *nt, int day, int cell, int ratio)
{
    enum weekday w = date_weekday(nt->first + day);
    double sum = 0;
    int known = 0, open = 0;
    for (int c = cell * ratio; c < (cell + 1) * ratio; c++) {
        size_t at = (size_t)day * (size_t)nt->n_cells + (size_t)c;
        if (!nt->open[(size_t)w * (size_t)nt->n_cells + (size_t)c])
            continue;
        open++;
        if (nt->n[at] == 0)
            continue;
        known++;
        sum += nt->sum[at] / nt->n[at];
    }
    return known > 0 && known >= PART_KNOWN * open ? sum * open / known : NAN;
}

/* The first cell of `ratio` native ones that is open on some weekday, and how many to the last. */
static void find_range(struct daytable *t, const struct native *nt, int ratio)
{
    int first = nt->n_cells, last = -1;
    for (int at = 0; at < 7 * nt->n_cells; at++) {
        int c = at % nt->n_cells;
        first = nt->open[at] && c < first ? c : first;
        last = nt->open[at] && c > last ? c : last;
    }
    t->first_cell = last < 0 ? 0 : first / ratio;
    t->n_cells = last < 0 ? nt->n_cells / ratio : last / ratio + 1 - t->first_cell;
}

static void aggregate(struct daytable *t, const struct native *nt, struct arena *arena)
{
    int ratio = t->slot_s / nt->slot_s;
    find_range(t, nt, ratio);
    size_t n_cells = (size_t)t->n_cells;
    t->calls = ARENA_ARRAY(arena, double, (size_t)t->n_days *n_cells);
    t->open = ARENA_ARRAY(arena, bool, 7 * n_cells);
    for (int d = 0; d < t->n_days; d++)
        for (int c = 0; c < t->n_cells; c++)
            t->calls[(size_t)d * n_cells + (size_t)c] =
                d < t->n_known ? gather(nt, d, t->first_cell + c, ratio) : NAN;
    for (int w = 0; w < 7; w++)
        for (int c = 0; c < t->n_cells * ratio; c++)
            t->open[(size_t)w * n_cells + (size_t)(c / ratio)] |=
                nt->open[(size_t)w * (size_t)nt->n_cells + (size_t)(t->first_cell * ratio + c)];
}

static bool weekday_is_open(const struct daytable *t, int day)
{
    const bool *open = t->open + (size_t)daytable_weekday(t, day) * (size_t)t->n_cells;
    for (int c = 0; c < t->n_cells; c++)
        if (open[c])
            return true;
    return false;
}

/* Sum of what is known of a day; NAN if nothing is. */
static double day_sum(const struct daytable *t, int day)
{
    const double *row = daytable_row(t, day);
    double sum = 0;
    bool any = false;
    for (int c = 0; c < t->n_cells; c++)
        if (!isnan(row[c])) {
            sum += row[c];
            any = true;
        }
    return any ? sum : NAN;
}

/* The next run of open days of zero with busy days on both sides, from day *at on; its days, 0
 * where there is none.  *at becomes the busy day after it.   last out  the busy day before it */
static int next_silence(int *last, int *at, const struct daytable *t, const double *sum)
{
    int zeros = 0;
    for (; *at < t->n_known; ++*at) {
        int d = *at;
        if (isnan(sum[d]) || !weekday_is_open(t, d))
            continue;
        if (sum[d] <= 0) {
            zeros++;
            continue;
        }
        bool amid = zeros > 0 && *last >= 0 && sum[d] >= OUTAGE_BUSY && sum[*last] >= OUTAGE_BUSY;
        if (amid)
            return zeros;
        *last = d;
        zeros = 0;
    }
    return 0;
}

/* Silences that are outages become unknown: the short ones, and a longer one that was the only one
 * of its kind; a rest that comes again is the queue's own. */
static void drop_outages(struct daytable *t, const double *sum)
{
    int n_long = 0;
    for (int last = -1, d = 0, zeros; (zeros = next_silence(&last, &d, t, sum)) > 0; last = d++)
        n_long += zeros > OUTAGE_DAYS;
    for (int last = -1, d = 0, zeros; (zeros = next_silence(&last, &d, t, sum)) > 0; last = d++) {
        if (zeros > (n_long == 1 ? LONG_OUTAGE_DAYS : OUTAGE_DAYS))
            continue;
        for (int z = last + 1; z < d; z++) {
            t->n_outages += sum[z] <= 0;
            for (int c = 0; c < t->n_cells; c++)
                t->calls[(size_t)z * (size_t)t->n_cells + (size_t)c] = NAN;
        }
    }
}

/* Days of zero before the first busy one: the queue was not there yet, if they are many and the
 * days after them are busy. */
static void drop_before_start(struct daytable *t, double *sum)
{
    int start = 0, days = 0, zeros = 0;
    double after = 0;
    while (start < t->n_known && !(sum[start] > 0)) {
        zeros += sum[start] <= 0;
        start++;
    }
    for (int d = start; d < t->n_known; d++)
        if (!isnan(sum[d])) {
            after += sum[d];
            days++;
        }
    if (zeros < START_LEAST || days == 0 || after < OUTAGE_BUSY * days)
        return;
    for (int d = 0; d < start; d++) {
        sum[d] = NAN;
        for (int c = 0; c < t->n_cells; c++)
            t->calls[(size_t)d * (size_t)t->n_cells + (size_t)c] = NAN;
    }
}

static bool calendar_counts(const struct forecast_input *in, const struct holiday *h)
{
    if (h->kind == HOLIDAY_OBSERVANCE || h->kind == HOLIDAY_SPECIAL_WORKING)
        return false;
    if (!in->calendars)
        return true;
    for (int c = 0; c < in->n_calendars; c++)
        if (strcmp(in->calendars[c], h->calendar) == 0)
            return true;
    return false;
}

/* Holidays of one name share an index: the first row that bears the name. */
static void mark_holidays(struct daytable *t, const struct forecast_input *in, struct arena *arena)
{
    int *id = ARENA_ARRAY(arena, int, in->n_holidays + 1);
    for (int i = 0; i < in->n_holidays; i++) {
        const struct holiday *h = &in->holidays[i];
        id[i] = -1;
        if (!calendar_counts(in, h))
            continue;
        for (int j = 0; j < i && id[i] < 0; j++)
            if (id[j] >= 0 && strcmp(in->holidays[j].name, h->name) == 0)
                id[i] = id[j];
        if (id[i] < 0)
            id[i] = t->n_holiday_names++;
        int64_t day = (int64_t)h->date - t->first;
        if (day >= 0 && day < t->n_days)
            t->mark[day].holiday = id[i];
        if (day > 0 && day <= t->n_days)
            t->mark[day - 1].eve = true;
    }
}

static void mark_events(struct daytable *t, const struct forecast_input *in)
{
    for (int i = 0; i < in->n_events; i++) {
        const struct event *e = &in->events[i];
        if (e->queue >= 0 && e->queue != in->queue)
            continue;
        int32_t from = e->from > t->first ? e->from : t->first;
        int32_t to = e->to < t->first + t->n_days - 1 ? e->to : t->first + t->n_days - 1;
        for (int32_t d = from; d <= to; d++) {
            if (isfinite(e->effect) && e->effect > 0)
                t->mark[d - t->first].effect *= e->effect;
            else
                t->mark[d - t->first].left_out = true;
            t->mark[d - t->first].closed |= e->effect <= 0; /* nothing comes */
        }
    }
}

/* A holiday on an open weekday is closed if the last of its name was; without one, if most
 * holidays so far were.  Of the past: the day has no rows, or only zeros. */
static void mark_closed(struct daytable *t, const double *sum, struct arena *arena)
{
    int *last = ARENA_ARRAY(arena, int, t->n_holiday_names + 1); /* +1 closed, -1 open, 0 unseen */
    int closed = 0, seen = 0, start = 0;
    while (start < t->n_known && isnan(sum[start]))
        start++; /* before it there was no queue that could rest */
    for (int d = start; d < t->n_days; d++) {
        int h = t->mark[d].holiday;
        if (h < 0 || !weekday_is_open(t, d))
            continue;
        if (d < t->n_known) {
            bool rested = isnan(sum[d]) || sum[d] <= 0;
            t->mark[d].closed = rested;
            last[h] = rested ? 1 : -1;
            closed += rested;
            seen++;
        } else
            t->mark[d].closed = last[h] > 0 || (last[h] == 0 && 2 * closed > seen);
    }
}

/* The day before, passing over weekdays that are never open, was closed or has no rows. */
static void mark_after(struct daytable *t, const double *sum)
{
    for (int d = 1; d < t->n_days; d++) {
        int before = d - 1;
        while (before > 0 && before > d - 7 && !weekday_is_open(t, before))
            before--;
        bool rested = before < t->n_known ? isnan(sum[before]) && weekday_is_open(t, before)
                                          : t->mark[before].closed;
        t->mark[d].after_closed = rested;
    }
}

static void mark_days(struct daytable *t, const struct forecast_input *in, struct arena *arena)
{
    double *sum = ARENA_ARRAY(arena, double, t->n_days + 1);
    t->mark = ARENA_ARRAY(arena, struct day_mark, t->n_days + 1);
    for (int d = 0; d < t->n_days; d++) {
        sum[d] = day_sum(t, d);
        t->mark[d] = (struct day_mark){.holiday = -1, .effect = 1};
    }
    drop_before_start(t, sum);
    bool weekdays[7] = {false};
    for (int d = 0; d < 7 && d < t->n_days; d++)
        weekdays[daytable_weekday(t, d)] = weekday_is_open(t, d);
    mark_holidays(t, in, arena);
    if (t->n_holiday_names == 0 && t->n_days >= 7)
        recur_mark(t, sum, weekdays, arena);
    mark_events(t, in);
    mark_closed(t, sum, arena);
    mark_after(t, sum);
    drop_outages(t, sum);
    t->n_cut = clean_cells(t, arena);
}

void daytable_make(struct daytable *out, const struct forecast_input *in, int wanted_slot_s,
                   int32_t last, struct arena *arena)
{
    const struct grid *grid = &in->series->grid;
    struct native nt = {.slot_s = grid->slot_s, .n_cells = DAY_S / grid->slot_s};
    nt.first = tz_date(in->zone, grid->begin);
    int32_t end = tz_date(in->zone, grid_end(grid) - 1) + 1;
    if (in->until != NO_DATE && in->until < end)
        end = in->until > nt.first ? in->until : nt.first;
    if (in->weeks_of_history > 0 && end - in->weeks_of_history * 7 > nt.first)
        nt.first = end - in->weeks_of_history * 7;
    nt.n_days = end - nt.first;
    size_t n = (size_t)nt.n_days * (size_t)nt.n_cells + 1;
    nt.sum = ARENA_ARRAY(arena, double, n);
    nt.n = ARENA_ARRAY(arena, unsigned char, n);
    nt.open = ARENA_ARRAY(arena, bool, 7 * nt.n_cells);
    place_slots(&nt, in);
    infer_open(&nt, in->hours, arena);
    if (!in->hours)
        open_unreached(&nt);
    *out = (struct daytable){.first = nt.first, .n_known = nt.n_days};
    out->slot_s = wanted_slot_s > grid->slot_s ? wanted_slot_s : grid->slot_s;
    out->n_days = last < nt.first + nt.n_days ? nt.n_days : last + 1 - nt.first;
    aggregate(out, &nt, arena);
    mark_days(out, in, arena);
}
