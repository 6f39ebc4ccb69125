/* SPDX-License-Identifier: GPL-3.0-or-later */
/* roster_file.c - a roster as people hand it back: roster.csv, the grid, or the workbook with both.
 *
 * A grid says when people work and no more.  A cell that is as it was keeps the run's shift; a new
 * one is the catalogue's shift with that start and length, its pauses where the run's nearest shift
 * of that kind has them.  Of a workbook's two sheets the one that differs from the run counts. */
#include <stdlib.h>
#include <string.h>

#include "base/posts.h"
#include "io/back.h"
#include "io/outputs.h"

/* The first line names work_date: a table of shifts. */
static enum status is_table(bool *out, const char *file, struct diags *diags)
{
    struct sheet *sheet = NULL;
    const struct csv_row *row;
    enum status status = OK;
    TRY_OUT(sheet_open_file(&sheet, file, NULL, diags));
    TRY_OUT(sheet_next(&row, sheet));
    *out = false;
    for (int i = 0; row && i < row->n; i++)
        *out = *out || strcmp(row->field[i].text, "work_date") == 0;
out:
    sheet_close(sheet);
    return status;
}

static enum status is_workbook(bool *out, const char *file, struct diags *diags)
{
    struct source source = {0};
    enum status status = source_open(&source, file, diags);
    *out = source.is_workbook;
    source_close(&source);
    return status;
}

static bool has_sheet(const char *file, const char *name)
{
    struct sheet *sheet = NULL;
    struct diags *unsaid = diags_new();
    bool has = sheet_open_file(&sheet, file, name, unsaid) == OK;
    sheet_close(sheet);
    diags_free(unsaid);
    return has;
}

/* ---- the grid ---- */

static const struct duty *same_duty(const struct roster *roster, const struct duty *duty)
{
    for (int d = 0; d < roster->n_duties; d++)
        if (roster->duty[d].agent == duty->agent && roster->duty[d].work_date == duty->work_date &&
            roster->duty[d].start == duty->start && roster->duty[d].end == duty->end)
            return &roster->duty[d];
    return NULL;
}

/* The run's shift of that kind whose start on its day is nearest; NULL. */
static const struct duty *like_duty(const struct roster *roster, const struct duty *duty)
{
    const struct duty *best = NULL;
    int64_t least = INT64_MAX;
    for (int d = 0; d < roster->n_duties; d++) {
        const struct duty *other = &roster->duty[d];
        int64_t apart = llabs((long long)(other->start - duty->start -
                                          (int64_t)(other->work_date - duty->work_date) * 86400));
        if (other->shift != duty->shift || other->is_fixed || apart >= least)
            continue;
        best = other;
        least = apart;
    }
    return best;
}

static void fill_duty(struct duty *duty, const struct roster *base, const struct plan *plan)
{
    const struct duty *like = like_duty(base, duty);
    for (int k = 0; like && k < like->n_pauses; k++) {
        duty->pause[k] = like->pause[k];
        duty->pause[k].start += duty->start - like->start;
    }
    duty->n_pauses = like ? like->n_pauses : 0;
    duty->paid_min = (int)((duty->end - duty->start) / 60);
    for (int k = 0; k < duty->n_pauses; k++)
        duty->paid_min -= duty->pause[k].is_meal ? duty->pause[k].min : 0;
    duty->queues = posts_queues(plan, duty->agent, duty->work_date);
}

static enum status read_grid(struct roster *out, const char *file, const struct roster *base,
                             const struct plan *plan, struct arena *arena, struct diags *diags)
{
    int32_t first, last;
    enum status status = OK;
    struct horizon horizon = base->horizon;
    TRY(roster_grid_read(out, &first, &last, file, plan, arena, diags));
    if (first != horizon.first || last != horizon.first + horizon.n_days - 1) {
        diag_error(diags, &(struct place){.file = file}, "its dates are not those of the run");
        return ERR_DATA;
    }
    out->horizon = horizon;
    out->absence = base->absence;
    out->n_absences = base->n_absences;
    for (int d = 0; d < out->n_duties; d++) {
        struct duty *duty = &out->duty[d];
        const struct duty *was = same_duty(base, duty);
        if (was) {
            *duty = *was;
        } else if (duty->shift >= 0) {
            fill_duty(duty, base, plan);
        } else {
            diag_error(diags, &out->duty_at[d],
                       "no shift of shifts.csv has this start and length on that day");
            status = ERR_DATA;
        }
    }
    return status;
}

/* ---- the workbook ---- */

static bool same_times(const struct roster *a, const struct roster *b)
{
    if (a->n_duties != b->n_duties)
        return false;
    for (int d = 0; d < a->n_duties; d++)
        if (!same_duty(b, &a->duty[d]))
            return false;
    return true;
}

static bool same_pauses(const struct roster *a, const struct roster *b)
{
    for (int d = 0; d < a->n_duties; d++) {
        const struct duty *other = same_duty(b, &a->duty[d]);
        if (!other || other->n_pauses != a->duty[d].n_pauses || other->shift != a->duty[d].shift)
            return false;
        for (int k = 0; k < other->n_pauses; k++)
            if (other->pause[k].start != a->duty[d].pause[k].start ||
                other->pause[k].min != a->duty[d].pause[k].min)
                return false;
    }
    return true;
}

static enum status read_workbook(struct roster *out, const char *file, const struct roster *base,
                                 const struct plan *plan, struct arena *arena, struct diags *diags)
{
    struct roster table = {.horizon = out->horizon}, grid = {0};
    bool has_grid = has_sheet(file, SHEET_GRID), has_table = has_sheet(file, SHEET_ROSTER);
    if (!has_grid && !has_table) {
        diag_error(diags, &(struct place){.file = file},
                   "has neither a sheet '%s' nor one '%s', as a run's workbook has", SHEET_GRID,
                   SHEET_ROSTER);
        return ERR_DATA;
    }
    if (has_table)
        TRY(roster_csv_read(&table, file, plan, arena, diags));
    const struct roster *run = base ? base : &table;
    if (has_grid && (base || has_table))
        TRY(read_grid(&grid, file, run, plan, arena, diags));
    bool table_differs =
        has_table && base && (!same_times(&table, base) || !same_pauses(&table, base));
    bool grid_differs = has_grid && !same_times(&grid, run);
    if (table_differs && grid_differs && !same_times(&grid, &table)) {
        diag_error(diags, &(struct place){.file = file},
                   "both sheets, %s and %s, differ from the run and from each other: change one "
                   "of them only",
                   SHEET_GRID, SHEET_ROSTER);
        return ERR_DATA;
    }
    *out = has_table && !(grid_differs && !table_differs) ? table : grid;
    return OK;
}

enum status roster_file_read(struct roster *out, const char *file, const struct roster *base,
                             const struct plan *plan, struct arena *arena, struct diags *diags)
{
    bool workbook, table;
    TRY(is_workbook(&workbook, file, diags));
    if (workbook)
        return read_workbook(out, file, base, plan, arena, diags);
    TRY(is_table(&table, file, diags));
    if (table)
        return roster_csv_read(out, file, plan, arena, diags);
    if (base)
        return read_grid(out, file, base, plan, arena, diags);
    diag_error(diags, &(struct place){.file = file},
               "a grid has no pauses and no kinds of shift: say the run that it is of, 'ronda "
               "verify FOLDER OUT --roster FILE'");
    return ERR_DATA;
}
