/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grid_csv.c - the sheet that everybody knows read back: a row an agent, a column a work date.
 *
 * A cell is OFF, what the agent is away for (VL, SL, TR, UA; empty: not there), or the site's clock
 * from and to, 21:00-06:00, several separated by blanks; a clock before day_starts is on the next
 * date, and an end at or before its start too.  Columns: agent, then any of name and team, then the
 * dates in order. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "io/back.h"
#include "io/outputs.h"
#include "io/stamp.h"

struct reader {
    struct sheet *sheet;
    const struct csv_row *row;
    const struct plan *plan;
    struct arena *arena;
    struct diags *diags;
    const char *file;
    struct back_ids agents;
    int n_fields, first_column, n_dates; /* of the first line; columns of dates */
    int32_t first;
    struct placed {
        struct duty duty;
        struct place at;
    } *duty;
    struct absence *absence;
    size_t n_duties, cap_duties, n_absences, cap_absences;
    bool *is_there; /* [n_agents] has a row */
    bool is_bad;
};

static void fault(struct reader *r, int field, const char *what, const char *cell)
{
    struct place at = sheet_place(r->sheet, r->row, field);
    diag_error(r->diags, &at, what, cell);
    r->is_bad = true;
}

static void read_header(struct reader *r)
{
    const struct csv_row *row = r->row;
    int i = 1;
    if (row->n < 1 || strcmp(row->field[0].text, "agent") != 0)
        fault(r, 0, "the first column must be 'agent'%s", "");
    while (i < row->n && !date_parse(&r->first, row->field[i].text)) {
        if (strcmp(row->field[i].text, "name") != 0 && strcmp(row->field[i].text, "team") != 0)
            fault(r, i, "'%.40s' must be name, team or a date such as 2026-12-24",
                  row->field[i].text);
        i++;
    }
    r->n_fields = row->n;
    r->first_column = i;
    int end = row->n; /* the workbook has sums behind the dates */
    while (end > i && (strcmp(row->field[end - 1].text, "hours") == 0 ||
                       strcmp(row->field[end - 1].text, "nights") == 0))
        end--;
    r->n_dates = end - i;
    if (r->n_dates == 0)
        fault(r, -1, "no column is a date such as 2026-12-24%s", "");
    if (r->n_dates > MAX_DAYS)
        fault(r, i, "more than six weeks; leave the earlier dates out%s", "");
    for (int32_t date = r->first; i < end; i++, date++) {
        int32_t got;
        if (!date_parse(&got, row->field[i].text) || got != date)
            fault(r, i, "'%.40s' must be the date after the column before", row->field[i].text);
    }
}

/* The catalogue's shift with this start on the date and this length; -1. */
static int find_shift(const struct plan *plan, int32_t date, int start_min, int64_t length_s)
{
    for (int s = 0; s < plan->n_shifts; s++) {
        const struct shift *shift = &plan->shifts[s];
        if (shift->length_min * INT64_C(60) != length_s ||
            !(shift->weekdays >> date_weekday(date) & 1) ||
            (shift->from != NO_DATE && date < shift->from) ||
            (shift->to != NO_DATE && date > shift->to))
            continue;
        for (int at = shift->start_min; at <= shift->start_last_min; at += shift->start_step_min)
            if (at % 1440 == start_min)
                return s;
    }
    return -1;
}

/* The instant of a wall clock on a work date; false if there is none, or two. */
static bool instant_of(int64_t *out, const struct plan *plan, int agent, int32_t date, int minute)
{
    int64_t second;
    const struct tz *zone = plan_zone(plan, agent);
    int32_t by_start;
    for (int32_t d = date - 1; plan->agents[agent].branch && d <= date + 1; d++) {
        bool is_one = tz_instant(out, &second, zone, d, minute, 0) == LOCAL_ONE;
        by_start = tz_work_date(plan->site.zone, *out, plan->site.day_starts_min);
        if (by_start == date)
            return is_one;
    }
    if (minute < plan->site.day_starts_min)
        date++;
    return tz_instant(out, &second, plan->site.zone, date, minute, 0) == LOCAL_ONE;
}

static void add_duty(struct reader *r, int agent, int32_t date, int field, const char *span)
{
    const char *rest;
    int from, to;
    int64_t start = 0, end = 0, unused;
    if (!clock_parse(&from, span, &rest) || *rest != '-' || !clock_parse(&to, rest + 1, &rest) ||
        *rest || from >= 1440 || to > 1440) {
        fault(r, field, "'%.40s' must be OFF, VL, SL, TR, UA or a time such as 21:00-06:00", span);
        return;
    }
    bool good = instant_of(&start, r->plan, agent, date, from);
    int32_t end_date = good ? tz_date(plan_zone(r->plan, agent), start) + (to <= from) : date;
    good =
        good && tz_instant(&end, &unused, plan_zone(r->plan, agent), end_date, to, 0) == LOCAL_ONE;
    if (!good) {
        fault(r, field, "'%.40s' does not exist or occurs twice on the site's clocks that day",
              span);
        return;
    }
    int shift = find_shift(r->plan, date, from, end - start);
    MEM_GROW(r->duty, r->n_duties, r->cap_duties);
    r->duty[r->n_duties].at = sheet_place(r->sheet, r->row, field);
    r->duty[r->n_duties].at.file = r->file;
    r->duty[r->n_duties++].duty = (struct duty){
        .agent = agent,
        .work_date = date,
        .shift = shift,
        .start = start,
        .end = end,
        .paid_min = (int)((end - start) / 60) - (shift >= 0 ? r->plan->shifts[shift].meal_min : 0)};
}

static void add_absence(struct reader *r, int agent, int32_t date, enum leave_kind kind)
{
    MEM_GROW(r->absence, r->n_absences, r->cap_absences);
    r->absence[r->n_absences++] = (struct absence){agent, date, kind};
}

static void read_cell(struct reader *r, int agent, int32_t date, int field)
{
    static const struct {
        const char *code;
        enum leave_kind kind;
    } away[] = {{"VL", LEAVE_LEAVE},
                {"SL", LEAVE_SICK},
                {"TR", LEAVE_TRAINING},
                {"UA", LEAVE_UNAVAILABLE},
                {"", LEAVE_UNAVAILABLE}};
    const char *text = r->row->field[field].text;
    if (strcmp(text, "OFF") == 0)
        return;
    for (size_t i = 0; i < sizeof away / sizeof *away; i++)
        if (strcmp(text, away[i].code) == 0) {
            add_absence(r, agent, date, away[i].kind);
            return;
        }
    for (size_t n; (text += strspn(text, " "), n = strcspn(text, " ")) > 0; text += n)
        add_duty(r, agent, date, field, arena_strndup(r->arena, text, n));
}

static int find_agent(struct reader *r)
{
    const char *name = r->row->field[0].text;
    name += *name == '\'';
    for (int a = 0; a < r->agents.n; a++)
        if (strcmp(r->agents.name[a], name) == 0)
            return a;
    struct place at = sheet_place(r->sheet, r->row, 0);
    diag_warning(r->diags, &at, "agents.csv has no '%.80s': the row is passed over", name);
    return -1;
}

static void read_row(struct reader *r)
{
    if (r->row->n < r->first_column + r->n_dates || r->row->n > r->n_fields) {
        fault(r, 0, "this row has not as many fields as the first line%s", "");
        return;
    }
    int agent = find_agent(r);
    if (agent < 0)
        return;
    if (r->is_there[agent])
        fault(r, 0, "'%.80s' has two rows", r->row->field[0].text);
    r->is_there[agent] = true;
    for (int i = 0; i < r->n_dates; i++)
        read_cell(r, agent, r->first + i, r->first_column + i);
}

static enum status read_rows(struct reader *r)
{
    read_header(r);
    if (r->is_bad)
        return ERR_DATA;
    for (;;) {
        TRY(sheet_next(&r->row, r->sheet));
        if (!r->row)
            break;
        read_row(r);
    }
    for (int a = 0; a < r->plan->n_agents; a++)
        for (int i = 0; i < r->n_dates && !r->is_there[a]; i++)
            add_absence(r, a, r->first + i, LEAVE_UNAVAILABLE);
    return r->is_bad ? ERR_DATA : OK;
}

static int by_agent_then_start(const void *a, const void *b)
{
    return duty_compare(&((const struct placed *)a)->duty, &((const struct placed *)b)->duty);
}

static void give_out(struct roster *out, const struct reader *r)
{
    out->duty = ARENA_ARRAY(r->arena, struct duty, r->n_duties + 1);
    out->absence = ARENA_ARRAY(r->arena, struct absence, r->n_absences + 1);
    out->n_duties = (int)r->n_duties;
    out->n_absences = (int)r->n_absences;
    struct place *at = ARENA_ARRAY(r->arena, struct place, r->n_duties + 1);
    if (r->n_duties > 0)
        qsort(r->duty, r->n_duties, sizeof *r->duty, by_agent_then_start);
    else
        at[0] = (struct place){.file = r->file};
    for (size_t i = 0; i < r->n_duties; i++) {
        out->duty[i] = r->duty[i].duty;
        at[i] = r->duty[i].at;
    }
    out->duty_at = at;
    if (r->n_absences > 0)
        memcpy(out->absence, r->absence, r->n_absences * sizeof *r->absence);
}

enum status roster_grid_read(struct roster *out, int32_t *first, int32_t *last, const char *file,
                             const struct plan *plan, struct arena *arena, struct diags *diags)
{
    enum status status = OK;
    struct reader r = {
        .plan = plan, .arena = arena, .diags = diags, .file = arena_strdup(arena, file)};
    r.is_there = ARENA_ARRAY(arena, bool, plan->n_agents + 1);
    back_ids_agents(&r.agents, plan, arena);
    *out = (struct roster){0};
    TRY_OUT(sheet_open_file(&r.sheet, file, SHEET_GRID, diags));
    TRY_OUT(sheet_next(&r.row, r.sheet));
    TRY_OUT(read_rows(&r));
    give_out(out, &r);
    *first = r.first;
    *last = r.first + r.n_dates - 1;
out:
    sheet_close(r.sheet);
    mem_free(r.duty);
    mem_free(r.absence);
    return status;
}
