/* SPDX-License-Identifier: GPL-3.0-or-later */
/* roster_csv.c - roster.csv read back, as we wrote it or edited by hand: columns in any order,
 * queue, role, paid_min, bought and training may be left out.  Only what cannot be understood is a
 * fault here; whether a shift is allowed is the checker's question, which points at duty_at. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/posts.h"
#include "io/back.h"
#include "io/outputs.h"
#include "io/stamp.h"

enum {
    AGENT,
    WORK_DATE,
    START,
    END,
    SHIFT,
    MEAL,
    BREAKS,
    QUEUE,
    ROLE,
    PAID_MIN,
    BOUGHT,
    TRAINING,
    N_COLUMNS
};
static const char *const columns[N_COLUMNS] = {"agent", "work_date", "start",  "end",
                                               "shift", "meal",      "breaks", "queue",
                                               "role",  "paid_min",  "bought", "training"};
#define N_REQUIRED (BREAKS + 1)

struct placed {
    struct duty duty;
    struct place at;
};

struct reader {
    struct back back;
    struct back_ids agents, shifts, queues, trainings;
    struct placed *placed; /* [n], mem_free */
    size_t n, cap;
};

/* ---- pauses: "01:30/15", "01:30+10:00/15", separated by blanks ---- */

/* The instant in the shift at which the site's clocks show the minute; NO_TIME. */
static int64_t find_in_shift(bool *twice, const struct tz *zone, const struct duty *duty,
                             int minute)
{
    int64_t found = NO_TIME;
    *twice = false;
    for (int32_t date = tz_date(zone, duty->start); date <= tz_date(zone, duty->end); date++) {
        int64_t instant[2];
        enum local_kind kind = tz_instant(&instant[0], &instant[1], zone, date, minute, 0);
        for (int i = 0; i < (kind == LOCAL_TWICE ? 2 : kind == LOCAL_ONE ? 1 : 0); i++) {
            if (instant[i] < duty->start || instant[i] >= duty->end)
                continue;
            *twice = found != NO_TIME;
            found = found == NO_TIME ? instant[i] : found;
        }
    }
    return found;
}

/* "+10:00" behind the clock; false if it is none. */
static bool parse_offset(int *offset_s, const char *s, const char **end)
{
    int minutes;
    if ((*s != '+' && *s != '-') || !clock_parse(&minutes, s + 1, end))
        return false;
    *offset_s = (*s == '-' ? -60 : 60) * minutes;
    return true;
}

/* "01:30/15" or "01:30+10:00/15" in the shift. */
static bool read_clock(int64_t *start, int *length_min, struct reader *r, const struct duty *duty,
                       int column, const char *item)
{
    const struct tz *zone = plan_zone(r->back.plan, duty->agent);
    const char *rest;
    int minute, offset_s;
    bool twice = false, good = clock_parse(&minute, item, &rest) && minute < 1440;
    *start = NO_TIME;
    if (good && parse_offset(&offset_s, rest, &rest)) {
        int64_t at = (int64_t)tz_date(zone, duty->start) * 86400 + minute * 60 - offset_s;
        while (at < duty->start)
            at += 86400;
        *start = at < duty->end ? at : NO_TIME;
    } else if (good) {
        *start = find_in_shift(&twice, zone, duty, minute);
    }
    char *end = NULL;
    long length =
        good && *rest == '/' && rest[1] >= '0' && rest[1] <= '9' ? strtol(rest + 1, &end, 10) : 0;
    if (!good || !end || *end || length < 1 || length > 1440) {
        back_fault(&r->back, column, "'%.40s' must be a clock and minutes such as 01:30/15", item);
        return false;
    }
    if (twice || *start == NO_TIME) {
        back_fault(&r->back, column,
                   twice ? "the clocks show '%.40s' twice in this shift: write it with its offset, "
                           "such as 01:30+10:00/15"
                         : "'%.40s' does not lie in this shift",
                   item);
        return false;
    }
    *length_min = (int)length;
    return true;
}

static bool read_pause(struct reader *r, struct duty *duty, int column, const char *item)
{
    struct pause pause = {.is_meal = column == MEAL};
    if (!read_clock(&pause.start, &pause.min, r, duty, column, item))
        return false;
    duty->pause[duty->n_pauses++] = pause;
    return true;
}

/* "coach@01:30/30" */
static bool read_lesson(struct reader *r, struct duty *duty, const char *item)
{
    char id[128];
    struct lesson lesson;
    int length_min;
    const char *at = strchr(item, '@');
    size_t n = at ? (size_t)(at - item) : 0;
    if (n == 0 || duty->n_lessons == MAX_LESSONS) {
        back_fault(&r->back, TRAINING,
                   n == 0 ? "'%.40s' must be a session, its clock and minutes such as "
                            "coach@01:30/30"
                          : "'%.40s' is one session too many for a shift",
                   item);
        return false;
    }
    memcpy(id, item, n);
    id[n] = 0;
    if (!back_id(&lesson.training, &r->back, TRAINING, id, &r->trainings) ||
        !read_clock(&lesson.start, &length_min, r, duty, TRAINING, at + 1))
        return false;
    int right_min = r->back.plan->trainings[lesson.training].length_min;
    if (length_min != right_min) {
        back_fault(&r->back, TRAINING, "session %s lasts %d minutes, not %d", id, right_min,
                   length_min);
        return false;
    }
    duty->lesson[duty->n_lessons++] = lesson;
    return true;
}

#define ITEM_TEXT 128

/* Items of a cell, separated by blanks; each in a buffer that the next call overwrites. */
static const char *next_item(char item[ITEM_TEXT], const char **rest)
{
    *rest += strspn(*rest, " ");
    size_t n = strcspn(*rest, " ");
    if (n == 0)
        return NULL;
    size_t kept = n < ITEM_TEXT - 1 ? n : ITEM_TEXT - 1;
    memcpy(item, *rest, kept);
    item[kept] = 0;
    *rest += n;
    return item;
}

static int compare_pauses(const void *a, const void *b)
{
    const struct pause *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->is_meal - y->is_meal;
}

static bool read_pauses(struct reader *r, struct duty *duty)
{
    char item[ITEM_TEXT];
    for (int column = MEAL; column <= BREAKS; column++)
        for (const char *rest = back_text(&r->back, column); next_item(item, &rest);) {
            if (duty->n_pauses == MAX_BREAKS) {
                back_fault(&r->back, column, "more than %d pauses in a shift", MAX_BREAKS);
                return false;
            }
            if (!read_pause(r, duty, column, item))
                return false;
        }
    qsort(duty->pause, (size_t)duty->n_pauses, sizeof *duty->pause, compare_pauses);
    return true;
}

static int compare_lessons(const void *a, const void *b)
{
    const struct lesson *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

static bool read_lessons(struct reader *r, struct duty *duty)
{
    char item[ITEM_TEXT];
    for (const char *rest = back_text(&r->back, TRAINING); next_item(item, &rest);)
        if (!read_lesson(r, duty, item))
            return false;
    qsort(duty->lesson, (size_t)duty->n_lessons, sizeof *duty->lesson, compare_lessons);
    return true;
}

/* ---- the rest of a row ---- */

/* Those named; none: all that the agent can serve, once the horizon is known. */
static bool read_queues(struct reader *r, struct duty *duty)
{
    char item[128];
    const char *rest = back_text(&r->back, QUEUE);
    for (size_t n; (rest += strspn(rest, " "), n = strcspn(rest, " ")) > 0; rest += n) {
        int queue;
        size_t kept = n < sizeof item - 1 ? n : sizeof item - 1;
        memcpy(item, rest, kept);
        item[kept] = 0;
        if (!back_id(&queue, &r->back, QUEUE, item, &r->queues))
            return false;
        duty->queues |= (uint64_t)1 << queue;
    }
    return true;
}

static bool read_role(struct reader *r, const struct duty *duty)
{
    const char *role = back_text(&r->back, ROLE);
    const struct agent *agent = &r->back.plan->agents[duty->agent];
    if (!*role || strcmp(role, role_names[agent->role]) == 0)
        return true;
    back_fault(&r->back, ROLE, "the role is '%.40s', but that of %s is '%s'", role, agent->id,
               role_names[agent->role]);
    return false;
}

static bool read_paid(struct reader *r, struct duty *duty)
{
    double paid;
    duty->paid_min = (int)((duty->end - duty->start) / 60);
    for (int i = 0; i < duty->n_pauses; i++)
        if (duty->pause[i].is_meal)
            duty->paid_min -= duty->pause[i].min;
    if (!*back_text(&r->back, PAID_MIN))
        return true;
    if (!back_number(&paid, &r->back, PAID_MIN, 0, 100000))
        return false;
    if (paid != (int)paid) {
        back_fault(&r->back, PAID_MIN, "paid_min must be a whole number");
        return false;
    }
    duty->paid_min = (int)paid;
    return true;
}

/* "", overtime (which the shift says anyway) or rest_day. */
static bool read_bought(struct reader *r, struct duty *duty)
{
    const char *bought = back_text(&r->back, BOUGHT);
    duty->is_rest_day = strcmp(bought, "rest_day") == 0;
    if (duty->is_rest_day || !*bought || strcmp(bought, "overtime") == 0)
        return true;
    back_fault(&r->back, BOUGHT, "bought must be empty, overtime or rest_day, not '%s'", bought);
    return false;
}

static bool is_fixed(const struct plan *plan, const struct duty *duty)
{
    for (int i = 0; i < plan->n_leaves; i++) {
        const struct leave *leave = &plan->leaves[i];
        if (leave->agent == duty->agent && leave->kind == LEAVE_FIXED &&
            leave->status == LEAVE_APPROVED && leave->from <= duty->work_date &&
            duty->work_date <= leave->to)
            return true;
    }
    return false;
}

/* Each cell is looked at, so that all faults of the row are told. */
static void read_row(struct reader *r)
{
    struct duty duty = {0};
    bool good = back_id(&duty.agent, &r->back, AGENT, back_text(&r->back, AGENT), &r->agents);
    bool known = good;
    good &= back_date(&duty.work_date, &r->back, WORK_DATE);
    good &= back_id(&duty.shift, &r->back, SHIFT, back_text(&r->back, SHIFT), &r->shifts);
    bool times = back_stamp(&duty.start, &r->back, START);
    times &= back_stamp(&duty.end, &r->back, END);
    if (times && (duty.end <= duty.start || duty.end - duty.start > 2 * 86400)) {
        back_fault(&r->back, END,
                   duty.end <= duty.start ? "the shift ends before it begins"
                                          : "the shift is longer than two days");
        times = false;
    }
    good &= times && known && read_pauses(r, &duty);
    good &= times && known && read_lessons(r, &duty);
    good &= known && read_queues(r, &duty);
    good &= known && read_role(r, &duty);
    good &= times && read_paid(r, &duty);
    good &= read_bought(r, &duty);
    if (!good)
        return;
    duty.is_fixed = is_fixed(r->back.plan, &duty);
    MEM_GROW(r->placed, r->n, r->cap);
    r->placed[r->n++] = (struct placed){duty, back_place(&r->back, AGENT)};
}

/* ---- the whole ---- */

static int compare_placed(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->duty.agent != y->duty.agent)
        return x->duty.agent < y->duty.agent ? -1 : 1;
    if (x->duty.start != y->duty.start)
        return x->duty.start < y->duty.start ? -1 : 1;
    return (x->at.line > y->at.line) - (x->at.line < y->at.line);
}

/* The weeks that hold all work dates, unless the caller knows the horizon. */
static enum status find_horizon(struct roster *out, const struct reader *r)
{
    struct diags *diags = r->back.diags;
    if (out->horizon.n_days == 0) {
        if (r->n == 0) {
            diag_error(diags, &(struct place){.file = r->back.file},
                       "holds no shift, so its week is not known");
            return ERR_DATA;
        }
        int32_t first = r->placed[0].duty.work_date, last = first;
        for (size_t i = 1; i < r->n; i++) {
            int32_t date = r->placed[i].duty.work_date;
            first = date < first ? date : first;
            last = date > last ? date : last;
        }
        TRY(back_horizon(&out->horizon, r->back.plan, first, last, r->back.file, diags));
    }
    enum status status = OK;
    char date[DATE_TEXT];
    for (size_t i = 0; i < r->n; i++) {
        int32_t day = r->placed[i].duty.work_date - out->horizon.first;
        if (day >= 0 && day < out->horizon.n_days)
            continue;
        diag_error(diags, &r->placed[i].at, "the work date %s lies outside of the planned weeks",
                   date_format(date, r->placed[i].duty.work_date));
        status = ERR_DATA;
    }
    return status;
}

static void give_out(struct roster *out, struct reader *r)
{
    if (r->n > 0)
        qsort(r->placed, r->n, sizeof *r->placed, compare_placed);
    struct place *at = ARENA_ARRAY(r->back.arena, struct place, r->n + 1);
    out->duty = ARENA_ARRAY(r->back.arena, struct duty, r->n + 1);
    out->n_duties = (int)r->n;
    for (size_t i = 0; i < r->n; i++) {
        out->duty[i] = r->placed[i].duty;
        if (out->duty[i].queues == 0)
            out->duty[i].queues =
                posts_queues(r->back.plan, out->duty[i].agent, out->duty[i].work_date);
        at[i] = r->placed[i].at;
    }
    if (r->n == 0)
        at[0] = (struct place){.file = r->back.file};
    out->duty_at = at;
}

static int compare_absences(const void *a, const void *b)
{
    const struct absence *x = a, *y = b;
    if (x->agent != y->agent)
        return x->agent < y->agent ? -1 : 1;
    return (x->work_date > y->work_date) - (x->work_date < y->work_date);
}

/* Who is away is not in the file: it is leave.csv's to say. */
static void add_absences(struct roster *out, const struct plan *plan, struct arena *arena)
{
    struct absence *found = NULL;
    size_t n = 0, cap = 0;
    for (int i = 0; i < plan->n_leaves; i++) {
        const struct leave *leave = &plan->leaves[i];
        if (leave->status != LEAVE_APPROVED || leave->kind == LEAVE_FIXED)
            continue;
        for (int day = 0; day < out->horizon.n_days; day++) {
            int32_t date = out->horizon.first + day;
            if (date < leave->from || date > leave->to)
                continue;
            MEM_GROW(found, n, cap);
            found[n++] = (struct absence){leave->agent, date, leave->kind};
        }
    }
    if (n > 0)
        qsort(found, n, sizeof *found, compare_absences);
    out->absence = ARENA_ARRAY(arena, struct absence, n + 1);
    out->n_absences = (int)n;
    if (n > 0)
        memcpy(out->absence, found, n * sizeof *found);
    mem_free(found);
}

enum status roster_csv_read(struct roster *out, const char *file, const struct plan *plan,
                            struct arena *arena, struct diags *diags)
{
    struct reader r = {0};
    TRY(back_open_sheet(&r.back, file, SHEET_ROSTER, columns, N_COLUMNS, N_REQUIRED, plan, arena,
                        diags));
    back_ids_agents(&r.agents, plan, arena);
    back_ids_shifts(&r.shifts, plan, arena);
    back_ids_queues(&r.queues, plan, arena);
    back_ids_trainings(&r.trainings, plan, arena);
    while (back_next(&r.back))
        read_row(&r);
    enum status status = back_close(&r.back, OK);
    if (status == OK)
        status = find_horizon(out, &r);
    if (status == OK) {
        give_out(out, &r);
        add_absences(out, plan, arena);
    }
    mem_free(r.placed);
    return status;
}
