/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_matrix.c - the sheet that clients send: dates across and intervals down, or intervals
 * across and dates down; a cell is what comes then.
 * The head is the first row, among the first 30, with two dates or two times of day; the label of a
 * row is its first cell that reads as the other kind, left of the figures.  An empty cell is
 * unknown. */
#include <math.h>
#include <string.h>

#include "io/import_part.h"

#define MOST_ABOVE 30
#define MOST_VALUE 1e9

/* A date or a time of day that heads a column. */
struct head {
    bool is_used;
    int32_t date;
    int minute, second;
};

struct matrix {
    struct import *import;
    struct sheet *sheet;
    bool dates_across;
    struct head *head; /* [n] */
    int n, first;      /* first: column of the first figure */
};

/* A date, with nothing behind it but perhaps midnight. */
static bool is_date(int32_t *date, const char *text, enum date_order order)
{
    const char *end;
    int minute, second;
    enum when when = when_date(date, &end, text, order);
    if (when == WHEN_BAD)
        return false;
    while (*end == ' ' || *end == 'T')
        end++;
    return *end == '\0' || (when_label(&minute, &second, end) && minute == 0 && second == 0);
}

static void read_heads(struct matrix *matrix, const struct csv_row *row, bool dates)
{
    struct import *import = matrix->import;
    matrix->dates_across = dates;
    matrix->n = row->n;
    matrix->first = -1;
    matrix->head = ARENA_ARRAY(import->arena, struct head, row->n);
    for (int i = 0; i < row->n; i++) {
        struct head *head = &matrix->head[i];
        const char *text = row->field[i].text;
        struct place at = sheet_place(matrix->sheet, row, i);
        head->is_used = dates ? is_date(&head->date, text, import->order)
                              : when_label(&head->minute, &head->second, text);
        if (head->is_used && dates && import->order == ORDER_UNKNOWN) {
            const char *end;
            int32_t date;
            head->is_used = when_date(&date, &end, text, ORDER_UNKNOWN) == WHEN_OK;
            if (!head->is_used)
                import_skip(import, SKIP_DATE_AMBIGUOUS, &at,
                            "the column '%.40s' does not tell the day from the month: "
                            "--date-format dmy, mdy or ymd",
                            text);
            matrix->first = matrix->first < 0 ? i : matrix->first;
            import->report->n_rows += !head->is_used && import_counts(import);
        } else if (!head->is_used && matrix->first >= 0 && *text) {
            import->report->n_rows += import_counts(import);
            import_skip(import, import_is_total(text) ? SKIP_TOTAL : SKIP_TIME, &at,
                        "the column '%.40s' is no %s", text, dates ? "date" : "time of day");
        }
        if (head->is_used && matrix->first < 0)
            matrix->first = i;
        if (head->is_used && !dates && import->look == LOOK_SPAN)
            spacing_add(&import->spacing, head->minute * 60 + head->second);
    }
}

/* Opens the sheet and reads to the head. */
static enum status open_matrix(struct matrix *matrix)
{
    struct import *import = matrix->import;
    const struct csv_row *row = NULL;
    TRY(sheet_open(&matrix->sheet, &import->source, "\t|;,", import->options->sheet,
                   import->diags));
    import->report->delimiter = sheet_delimiter(matrix->sheet);
    if (import->source.is_workbook && import->decimal == DECIMAL_UNKNOWN)
        import->decimal = DECIMAL_POINT;
    for (int line = 0; line < MOST_ABOVE; line++) {
        TRY(sheet_next(&row, matrix->sheet));
        if (!row)
            break;
        int n_dates = 0, n_times = 0, minute, second;
        int32_t date;
        for (int i = 0; i < row->n; i++) {
            n_dates += is_date(&date, row->field[i].text, import->order);
            n_times += when_label(&minute, &second, row->field[i].text);
        }
        if (n_dates < 2 && n_times < 2)
            continue;
        import->report->header_line = row->line;
        read_heads(matrix, row, n_dates >= 2);
        return OK;
    }
    struct place at = {.file = import->source.name};
    diag_error(import->diags, &at,
               "no row holds dates or times across: is this a matrix of one queue?");
    return ERR_DATA;
}

/* The row's own date or time; false: none of its first cells is one. */
static bool read_label(struct matrix *matrix, struct head *label, const struct csv_row *row,
                       int *field)
{
    bool found = false;
    for (int i = 0; i < matrix->first && i < row->n && !found; i++) {
        const char *text = row->field[i].text;
        found = matrix->dates_across ? when_label(&label->minute, &label->second, text)
                                     : is_date(&label->date, text, matrix->import->order);
        *field = i;
    }
    return found;
}

static bool take_cell(struct matrix *matrix, const struct csv_row *row, int column,
                      const struct head *label)
{
    struct import *import = matrix->import;
    const struct head *head = &matrix->head[column];
    const struct head *day = matrix->dates_across ? head : label;
    const struct head *time = matrix->dates_across ? label : head;
    struct import_row out = {.queue = import->options->queue,
                             .value = {NAN, NAN, NAN},
                             .at = sheet_place(matrix->sheet, row, column)};
    struct stamp stamp = {.date = day->date, .minute = time->minute, .second = time->second};
    char text[40], date[DATE_TEXT];
    import->report->n_rows += import_counts(import);
    struct text both = {0};
    text_printf(&both, "%s %02d:%02d", date_format(date, day->date), time->minute / 60,
                time->minute % 60);
    memcpy(text, both.bytes, both.n + 1);
    text_free(&both);
    if (!import_stamp_start(import, &out.start, &stamp, text, &out.at) ||
        !import_value(import, &out.value[IMPORT_OFFERED], row->field[column].text, false,
                      MOST_VALUE, &out.at))
        return true;
    return import_take(import, &out);
}

static bool take_line(struct matrix *matrix, const struct csv_row *row)
{
    struct import *import = matrix->import;
    struct head label = {0};
    int field = 0;
    int32_t date;
    const char *end;
    bool any = false;
    for (int i = 0; i < row->n; i++)
        any = any || row->field[i].n > 0;
    if (!any)
        return true;
    struct place at = sheet_place(matrix->sheet, row, 0);
    bool found = read_label(matrix, &label, row, &field);
    if (found && !matrix->dates_across &&
        when_date(&date, &end, row->field[field].text, import->order) == WHEN_AMBIGUOUS) {
        import->report->n_rows += import_counts(import);
        import_skip(import, SKIP_DATE_AMBIGUOUS, &at,
                    "'%.40s' does not tell the day from the month: --date-format dmy, mdy or ymd",
                    row->field[field].text);
        return true;
    }
    if (!found) {
        import->report->n_rows += import_counts(import);
        import_skip(import, import_is_total(row->field[0].text) ? SKIP_TOTAL : SKIP_TIME, &at,
                    "'%.40s' is no %s", row->field[0].text,
                    matrix->dates_across ? "time of day" : "date");
        return true;
    }
    if (matrix->dates_across && import->look == LOOK_SPAN)
        spacing_add(&import->spacing, label.minute * 60 + label.second);
    for (int i = matrix->first; i < row->n && i < matrix->n; i++)
        if (matrix->head[i].is_used && row->field[i].n > 0 && !take_cell(matrix, row, i, &label))
            return false;
    return true;
}

enum status import_look_matrix(struct import *import)
{
    enum status status = OK;
    struct matrix matrix = {.import = import};
    const struct csv_row *row;
    TRY_OUT(open_matrix(&matrix));
    for (;;) {
        TRY_OUT(sheet_next(&row, matrix.sheet));
        if (!row || !take_line(&matrix, row))
            break;
    }
out:
    sheet_close(matrix.sheet);
    return status;
}

enum status import_order_of_matrix(struct import *import)
{
    enum status status = OK;
    struct sheet *sheet = NULL;
    const struct csv_row *row;
    TRY_OUT(sheet_open(&sheet, &import->source, "\t|;,", import->options->sheet, import->diags));
    do {
        TRY_OUT(sheet_next(&row, sheet));
        for (int i = 0; row && i < row->n && import->order == ORDER_UNKNOWN; i++) {
            import->order = when_proof(row->field[i].text);
            import->report->order_line = row->line;
        }
    } while (row && import->order == ORDER_UNKNOWN);
out:
    sheet_close(sheet);
    return status;
}
