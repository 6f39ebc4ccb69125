/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attendance.c - attendance.csv: what was worked in place of the roster, a row an agent and work
 * date.  A date without a row was worked as planned. */
#include <string.h>

#include "io/back.h"
#include "io/outputs.h"

enum { AGENT, WORK_DATE, START, END, SHIFT, LOST_MIN, REASON, N_COLUMNS };
static const char *const columns[N_COLUMNS] = {"agent", "work_date", "start", "end",
                                               "shift", "lost_min",  "reason"};
#define N_REQUIRED (END + 1)

struct reader {
    struct back back;
    struct back_ids agents, shifts;
};

/* Both times or none of them. */
static bool read_times(struct reader *r, struct attended *row)
{
    bool has_start = *back_text(&r->back, START), has_end = *back_text(&r->back, END);
    row->start = row->end = NO_TIME;
    if (has_start != has_end) {
        back_fault(&r->back, has_start ? END : START,
                   "start and end stand together; both empty: did not work");
        return false;
    }
    if (!has_start)
        return true;
    bool good = back_stamp(&row->start, &r->back, START);
    good &= back_stamp(&row->end, &r->back, END);
    if (good && (row->end <= row->start || row->end - row->start > 86400)) {
        back_fault(&r->back, END,
                   row->end <= row->start ? "the shift ends before it begins"
                                          : "the shift is longer than a day");
        good = false;
    }
    return good;
}

static bool read_reason(struct reader *r, struct attended *row)
{
    const char *text = back_text(&r->back, REASON);
    if (!*text) {
        row->reason = row->start == NO_TIME ? ATTENDED_ABSENT : ATTENDED_CHANGED;
        return true;
    }
    for (int i = 0; i < N_ATTENDED_REASONS; i++)
        if (strcmp(text, attended_reason_names[i]) == 0) {
            row->reason = (enum attended_reason)i;
            return true;
        }
    back_fault(&r->back, REASON, "reason must be absent, sick, leave, swap or changed, not '%.40s'",
               text);
    return false;
}

static bool read_row(struct attended *row, struct reader *r)
{
    double lost = 0;
    *row = (struct attended){.shift = -1, .at = back_place(&r->back, AGENT)};
    bool good = back_id(&row->agent, &r->back, AGENT, back_text(&r->back, AGENT), &r->agents);
    good &= back_date(&row->work_date, &r->back, WORK_DATE);
    good &= read_times(r, row);
    good &= read_reason(r, row);
    if (*back_text(&r->back, SHIFT))
        good &= back_id(&row->shift, &r->back, SHIFT, back_text(&r->back, SHIFT), &r->shifts);
    if (*back_text(&r->back, LOST_MIN))
        good &= back_number(&lost, &r->back, LOST_MIN, 0, 1440);
    row->lost_min = (int)lost;
    return good;
}

enum status attendance_csv_read(struct attended **out, int *n, const char *file,
                                const struct plan *plan, struct arena *arena, struct diags *diags)
{
    struct reader r = {0};
    struct attended *rows = NULL;
    size_t n_rows = 0, cap = 0;
    TRY(back_open(&r.back, file, columns, N_COLUMNS, N_REQUIRED, plan, arena, diags));
    back_ids_agents(&r.agents, plan, arena);
    back_ids_shifts(&r.shifts, plan, arena);
    while (back_next(&r.back)) {
        MEM_GROW(rows, n_rows, cap);
        n_rows += read_row(&rows[n_rows], &r);
    }
    *n = (int)n_rows;
    *out = ARENA_COPY(arena, rows, n_rows);
    mem_free(rows);
    return back_close(&r.back, OK);
}
