/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interval.c - rows of interval files.
 * In forecast/ a start may also be a day or a week: the row is its total.
 * A start is a local time of the queue's account, or carries its offset.  A local time that does
 * not exist or occurs twice says nothing of which instant was meant: the row is unknown, with a
 * warning (an error with --dst refuse). */
#include "io/interval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "io/stamp.h"

struct interval_file {
    struct reading *reading;
    const struct table *table;
    struct csv *csv;
    struct diags *diags; /* a bin of its own on the second look */
    struct diags *own;
    int field[MOST_VALUES]; /* [n_columns] of the row, -1 = not there */
    int n_fields;
    const char *unknown[8]; /* queue names that were told already */
    int n_unknown;
};

int files_in(const char *const **names, const struct reading *reading, const char *folder)
{
    const struct doc *doc = reading->doc;
    size_t n = strlen(folder);
    int first = 0, count = 0;
    for (int i = 0; i < doc->n_files; i++) {
        if (strncmp(doc->files[i], folder, n) != 0 || doc->files[i][n] != '/')
            continue;
        first = count == 0 ? i : first;
        count++;
    }
    *names = doc->files + first;
    return count;
}

/* ---- header ---- */

static void read_header(struct interval_file *file, const struct csv_row *row)
{
    const struct table *table = file->table;
    const char *names[MOST_VALUES];
    for (int c = 0; c < table->n_columns; c++) {
        names[c] = table->column[c].name;
        file->field[c] = -1;
    }
    file->n_fields = row->n;
    for (int i = 0; i < row->n; i++) {
        struct place at = csv_place(file->csv, row, i);
        int column = table_column(table, row->field[i].text);
        if (column < 0)
            diag_error(
                file->diags, &at, "unknown column '%s'%s", row->field[i].text,
                text_hint(file->reading->arena, row->field[i].text, names, table->n_columns));
        else if (file->field[column] >= 0)
            diag_error(file->diags, &at, "column '%s' occurs twice: first as column %d",
                       names[column], file->field[column] + 1);
        else
            file->field[column] = i;
    }
}

static enum status check_header(struct interval_file *file, const struct csv_row *row)
{
    enum status status = OK;
    struct place at = csv_place(file->csv, row, -1);
    read_header(file, row);
    for (int c = 0; c < file->table->n_columns; c++) {
        const struct column *column = &file->table->column[c];
        if (!column->required || file->field[c] >= 0)
            continue;
        diag_error(file->diags, &at, "column '%s' is missing: %s", column->name, column->help);
        status = ERR_DATA;
    }
    return row ? status : ERR_DATA;
}

enum status interval_open(struct interval_file **out, struct reading *reading, enum table_id id,
                          const char *name, bool report)
{
    enum status status = OK;
    const struct csv_row *row = NULL;
    struct interval_file *file = NEW(struct interval_file);
    file->reading = reading;
    file->table = &tables[id];
    file->own = report ? NULL : diags_new();
    file->diags = report ? reading->diags : file->own;
    const char *path = path_join(reading->arena, reading->folder, name);
    TRY_OUT(csv_open(&file->csv, path, NULL, file->diags));
    TRY_OUT(csv_next(&row, file->csv));
    TRY_OUT(check_header(file, row));
out:
    if (status != OK) {
        interval_close(file);
        return status;
    }
    *out = file;
    return OK;
}

void interval_close(struct interval_file *file)
{
    if (!file)
        return;
    csv_close(file->csv);
    diags_free(file->own);
    mem_free(file);
}

/* ---- rows ---- */

static const char *text_of(const struct interval_file *file, const struct csv_row *row, int column)
{
    int field = file->field[column];
    return field >= 0 ? row->field[field].text : "";
}

/* A name that is not known is told once. */
static void report_queue(struct interval_file *file, const char *name, const struct place *at)
{
    const struct reading *reading = file->reading;
    const struct name_index *index = &reading->index[TABLE_QUEUES];
    int most = (int)(sizeof file->unknown / sizeof *file->unknown);
    for (int i = 0; i < reading->doc->n_removed; i++)
        if (strcmp(reading->doc->removed[i], name) == 0)
            return;
    for (int i = 0; i < file->n_unknown; i++)
        if (strcmp(file->unknown[i], name) == 0)
            return;
    if (file->n_unknown < most)
        file->unknown[file->n_unknown++] = arena_strdup(reading->arena, name);
    if (!index->is_partial)
        diag_error(file->diags, at, "there is no queue '%s' (none of its rows is read)%s", name,
                   text_hint(reading->arena, name, index->name, index->n));
}

/* A day, 2026-12-24, or a week, 2026-W52, from midnight to midnight of the queue's account. */
static bool read_whole(struct interval_row *out, const struct plan *plan, const char *text)
{
    int32_t date, days = 1;
    int year, week;
    if (week_parse(&year, &week, text)) {
        date = week_monday(year, week);
        days = 7;
        if (date == NO_DATE)
            return false;
    } else if (!date_parse(&date, text))
        return false;
    const struct tz *zone =
        out->queue >= 0 ? plan->accounts[plan->queues[out->queue].account].zone : NULL;
    if (!zone)
        return true; /* queue or zone is at fault, and reported */
    out->start = tz_day_boundary(zone, date, 0);
    out->whole_s = (int)(tz_day_boundary(zone, date + days, 0) - out->start);
    return true;
}

static void read_start(struct interval_file *file, struct interval_row *out, const char *text)
{
    const struct plan *plan = file->reading->plan;
    struct stamp stamp;
    bool totals = file->table == &tables[TABLE_FORECAST];
    out->start = NO_TIME;
    if (totals && read_whole(out, plan, text))
        return;
    if (!stamp_parse(&stamp, text)) {
        diag_error(file->diags, &out->at,
                   "start must be a time such as 2026-12-24T21:00 or 2026-12-24T21:00+08:00%s, not "
                   "'%.40s'",
                   totals ? ", or a day or a week such as 2026-12-24 or 2026-W52" : "", text);
        return;
    }
    int account = out->queue >= 0 ? plan->queues[out->queue].account : -1;
    const struct tz *zone = account >= 0 ? plan->accounts[account].zone : NULL;
    if (!zone && !stamp.has_offset)
        return; /* queue or zone is at fault, and reported */
    int64_t second;
    enum local_kind kind = stamp_instant(&out->start, &second, &stamp, zone);
    out->is_doubtful = kind != LOCAL_ONE;
    if (kind == LOCAL_ONE)
        return;
    enum severity severity = file->reading->options->refuse_dst ? SEV_ERROR : SEV_WARNING;
    diag_add(file->diags, severity, &out->at, "%s %s in %s: this row is taken as unknown", text,
             kind == LOCAL_GAP ? "does not exist" : "occurs twice", tz_name(zone));
}

static double read_value(struct interval_file *file, const struct csv_row *row, int c)
{
    const struct column *column = &file->table->column[c];
    const char *text = text_of(file, row, c);
    if (*text == '\0')
        return NAN;
    char *end;
    size_t n = strspn(text, "0123456789.eE+-");
    double value = strtod(text, &end);
    if (text[n] == '\0' && *end == '\0' && value >= column->least && value <= column->most)
        return value;
    struct place at = csv_place(file->csv, row, file->field[c]);
    struct text range = {0};
    column_describe(&range, column);
    diag_error(file->diags, &at, "%s must be %s, not '%.40s'%s", column->name, range.bytes, text,
               strchr(text, ',') ? ": write a decimal point" : "");
    text_free(&range);
    return NAN;
}

bool interval_next(struct interval_row *out, struct interval_file *file)
{
    const struct csv_row *row;
    for (;;) {
        if (csv_next(&row, file->csv) != OK || !row)
            return false;
        if (row->n == file->n_fields)
            break;
        struct place at = csv_place(file->csv, row, 0);
        diag_error(file->diags, &at, "this row has %d fields, the first line names %d columns",
                   row->n, file->n_fields);
    }
    *out = (struct interval_row){.at = csv_place(file->csv, row, file->field[0])};
    const char *name = text_of(file, row, 1);
    out->queue = index_find(&file->reading->index[TABLE_QUEUES], name);
    if (out->queue < 0) {
        struct place at = csv_place(file->csv, row, file->field[1]);
        report_queue(file, name, &at);
    }
    read_start(file, out, text_of(file, row, 0));
    for (int c = 2; c < file->table->n_columns; c++)
        out->value[c] = read_value(file, row, c);
    return true;
}
