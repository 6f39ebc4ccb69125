/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calendar.c - small tables beside a file of calls, see calendar.h. */
#include "io/calendar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "io/back.h"
#include "io/ics_read.h"
#include "io/stamp.h"

#define EFFECT_MOST 100.0
#define CONTACTS_MOST 1e9

static bool is_feed(const char *file)
{
    size_t n = strlen(file);
    return n > 4 && (strcmp(file + n - 4, ".ics") == 0 || strcmp(file + n - 4, ".ICS") == 0);
}

/* One of words[n]; an empty cell is the first. */
static bool read_word(int *out, struct back *back, int column, const char *const *words, int n)
{
    const char *text = back_text(back, column);
    *out = 0;
    if (!*text)
        return true;
    for (int i = 0; i < n; i++)
        if (strcmp(words[i], text) == 0) {
            *out = i;
            return true;
        }
    int near = text_nearest(text, words, n);
    if (near >= 0)
        back_fault(back, column, "there is no %s '%.40s'; did you mean '%s'?", back->column[column],
                   text, words[near]);
    else
        back_fault(back, column, "there is no %s '%.40s'; '%s' is one", back->column[column], text,
                   words[0]);
    return false;
}

static const char *text_or(const struct back *back, int column, const char *otherwise)
{
    const char *text = back_text(back, column);
    return *text ? arena_strdup(back->arena, text) : otherwise;
}

enum { H_DATE, H_CALENDAR, H_KIND, H_NAME, H_STATUS, H_REGION, N_H };
static const char *const holiday_columns[N_H] = {"date", "calendar", "kind",
                                                 "name", "status",   "region"};

static void read_holiday(struct holiday *out, int *n, struct back *back)
{
    int kind, status;
    struct holiday h = {.calendar = text_or(back, H_CALENDAR, ""),
                        .name = text_or(back, H_NAME, "holiday"),
                        .region = text_or(back, H_REGION, NULL),
                        .at = back_place(back, H_DATE)};
    bool sound = back_date(&h.date, back, H_DATE);
    sound &= read_word(&kind, back, H_KIND, holiday_kind_names, N_HOLIDAY_KINDS);
    sound &= read_word(&status, back, H_STATUS, holiday_status_names, N_HOLIDAY_STATUS);
    h.kind = (enum holiday_kind)kind;
    h.status = (enum holiday_status)status;
    if (sound)
        out[(*n)++] = h;
}

static enum status read_feed(struct holiday **out, int *n, const char *file, struct arena *arena,
                             struct diags *diags)
{
    struct ics_holiday *dates;
    TRY(ics_read_holidays(&dates, n, file, arena, diags));
    *out = ARENA_ARRAY(arena, struct holiday, *n + 1);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct holiday){.calendar = "",
                                     .date = dates[i].date,
                                     .name = dates[i].name,
                                     .at = {.file = file, .line = dates[i].line}};
    return OK;
}

/* By date, then as they stand in the file. */
static int by_date(const void *left, const void *right)
{
    const struct holiday *a = left, *b = right;
    return a->date != b->date ? (a->date > b->date) - (a->date < b->date) : a->at.line - b->at.line;
}

/* Room for one more of the rows that are being read; what they were is left in the arena. */
static void *room_for(void *rows, int n, int *cap, size_t size, struct arena *arena)
{
    if (n < *cap)
        return rows;
    *cap = *cap ? 2 * *cap : 64;
    char *more = arena_alloc(arena, (size_t)*cap, size);
    if (n > 0)
        memcpy(more, rows, (size_t)n * size);
    return more;
}

enum status calendar_holidays(struct holiday **out, int *n, const char *file, struct arena *arena,
                              struct diags *diags)
{
    struct back back;
    int cap = 0;
    *out = NULL;
    *n = 0;
    if (is_feed(file))
        return read_feed(out, n, file, arena, diags);
    TRY(back_open(&back, file, holiday_columns, N_H, 1, NULL, arena, diags));
    while (back_next(&back)) {
        *out = room_for(*out, *n, &cap, sizeof **out, arena);
        read_holiday(*out, n, &back);
    }
    if (*n > 1)
        qsort(*out, (size_t)*n, sizeof **out, by_date);
    return back_close(&back, OK);
}

enum { E_FROM, E_TO, E_QUEUE, E_KIND, E_EFFECT, E_NOTE, N_E };
static const char *const event_columns[N_E] = {"from", "to", "queue", "kind", "effect", "note"};

static void read_event(struct event *out, int *n, struct back *back, const char *queue)
{
    struct event e = {.queue = -1,
                      .kind = text_or(back, E_KIND, "event"),
                      .effect = NAN,
                      .note = text_or(back, E_NOTE, NULL),
                      .at = back_place(back, E_FROM)};
    bool sound = back_date(&e.from, back, E_FROM);
    e.to = e.from;
    if (*back_text(back, E_TO))
        sound &= back_date(&e.to, back, E_TO);
    if (*back_text(back, E_EFFECT))
        sound &= back_number(&e.effect, back, E_EFFECT, 0, EFFECT_MOST);
    if (sound && e.to < e.from) {
        back_fault(back, E_TO, "the event ends before it begins");
        return;
    }
    const char *mine = back_text(back, E_QUEUE);
    if (sound && (!*mine || strcmp(mine, queue) == 0))
        out[(*n)++] = e;
}

enum status calendar_events(struct event **out, int *n, const char *file, const char *queue,
                            struct arena *arena, struct diags *diags)
{
    struct back back;
    int cap = 0;
    *out = NULL;
    *n = 0;
    TRY(back_open(&back, file, event_columns, N_E, 1, NULL, arena, diags));
    while (back_next(&back)) {
        *out = room_for(*out, *n, &cap, sizeof **out, arena);
        read_event(*out, n, &back, queue);
    }
    return back_close(&back, OK);
}

enum { F_START, F_EXPECTED, F_QUEUE, F_P10, F_P90, F_P05, F_P25, F_P50, F_P75, F_P95, F_AHT, N_F };
static const char *const forecast_columns[N_F] = {
    "start", "expected", "queue", "p10", "p90", "p05", "p25", "p50", "p75", "p95", "aht_s"};

/* A number or, where the cell is empty, NAN. */
static bool read_contacts(double *out, struct back *back, int column)
{
    *out = NAN;
    return !*back_text(back, column) || back_number(out, back, column, 0, CONTACTS_MOST);
}

static void read_forecast(struct forecast_row *out, int *n, struct back *back,
                          const struct tz *zone)
{
    struct forecast_row row = {.queue = text_or(back, F_QUEUE, "")};
    struct stamp stamp;
    int64_t second;
    const char *start = back_text(back, F_START);
    bool sound = read_contacts(&row.p10, back, F_P10);
    sound &= read_contacts(&row.p90, back, F_P90);
    sound &= back_number(&row.expected, back, F_EXPECTED, 0, CONTACTS_MOST);
    if (!stamp_parse(&stamp, start) ||
        stamp_instant(&row.start, &second, &stamp, zone) != LOCAL_ONE) {
        back_fault(back, F_START,
                   "start must be a time such as 2026-12-24T21:00+08:00, not '%.40s'", start);
        return;
    }
    if (sound)
        out[(*n)++] = row;
}

enum status calendar_forecast(struct forecast_row **out, int *n, const char *file,
                              const struct tz *zone, struct arena *arena, struct diags *diags)
{
    struct back back;
    int cap = 0;
    *out = NULL;
    *n = 0;
    TRY(back_open(&back, file, forecast_columns, N_F, 2, NULL, arena, diags));
    while (back_next(&back)) {
        *out = room_for(*out, *n, &cap, sizeof **out, arena);
        read_forecast(*out, n, &back, zone);
    }
    return back_close(&back, OK);
}
