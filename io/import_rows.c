/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_rows.c - files with a row an interval, or a row a contact.
 * The names of the columns stand on the first row that has all that are asked for, among the first
 * 30; if none has, the other delimiters are tried, since a title or a decimal comma may have misled
 * the choice.  A file without names is one of a profile that knows its fields, or of --columns by
 * number alone; its first row counts as names if it reads as neither time nor figure.
 *
 * Rows of one contact: a contact's id may come on several rows near one another (one for each phone
 * that rang).  It is offered once, at its first row, and handled once. */
#include <math.h>
#include <string.h>

#include "io/import_part.h"

#define MOST_ABOVE 30 /* rows before the names */
#define N_RECENT 256
#define MOST_VALUE 1e9

struct rows {
    struct import *import;
    struct sheet *sheet;
    struct import_columns columns;
    bool has_names;
    int header_line;
    /* contacts of the rows just read */
    struct recent {
        uint64_t id;
        int64_t start;
        bool handled;
    } recent[N_RECENT];
    unsigned n_recent;
    struct text name; /* the queue's, of several cells */
};

/* ---- the header ---- */

static const char *const delimiter_tries[] = {"\t|;,", ";", "\t", "|", ","};

/* A row as the names that a profile gives its fields. */
static const struct csv_row *named_row(struct csv_row *row, struct import *import)
{
    static const struct csv_field empty;
    const char *rest = import->profile->names;
    int n = 1;
    for (const char *at = rest; *at; at++)
        n += *at == ',';
    struct csv_field *field = ARENA_ARRAY(import->arena, struct csv_field, n);
    for (int i = 0; i < n; i++) {
        size_t length = strcspn(rest, ",");
        field[i] = empty;
        field[i].text = arena_strndup(import->arena, rest, length);
        field[i].n = length;
        rest += length + (rest[length] == ',');
    }
    *row = (struct csv_row){0, n, field};
    return row;
}

/* A copy of a row's names, for the report. */
static const struct csv_row *keep_row(struct csv_row *kept, const struct csv_row *row,
                                      struct arena *arena)
{
    struct csv_field *field = ARENA_ARRAY(arena, struct csv_field, row->n);
    for (int i = 0; i < row->n; i++) {
        field[i] = row->field[i];
        field[i].text = arena_strdup(arena, row->field[i].text);
    }
    *kept = (struct csv_row){row->line, row->n, field};
    return kept;
}

/* The row of names, or the one that lacks least. */
struct best {
    struct csv_row row;
    int n_missing, line;
};

/* Reads on to the row that has all columns.  *found false: none; the sheet is read past. */
static enum status find_header(struct rows *rows, bool *found, struct best *best)
{
    struct import *import = rows->import;
    const struct csv_row *row;
    *found = false;
    for (int i = 0; i < MOST_ABOVE && !*found; i++) {
        TRY(sheet_next(&row, rows->sheet));
        if (!row)
            return OK;
        int missing =
            import_columns_find(&rows->columns, &import->wanted, row, NULL, import->arena, NULL);
        *found = missing == 0;
        if (best->line == 0 || missing < best->n_missing) {
            keep_row(&best->row, row, import->arena);
            best->n_missing = missing;
            best->line = row->line;
        }
        rows->header_line = row->line;
    }
    return OK;
}

/* Opens with one choice of delimiters.  *found: the columns are known. */
static enum status try_open(struct rows *rows, const char *delimiters, bool *found,
                            struct best *best, struct diags *diags)
{
    struct import *import = rows->import;
    const struct csv_row *row;
    struct csv_row names;
    TRY(sheet_open(&rows->sheet, &import->source, delimiters, import->options->sheet, diags));
    rows->has_names = !import->profile->names && !import->wanted.by_number;
    if (rows->has_names)
        return find_header(rows, found, best);
    TRY(sheet_next(&row, rows->sheet));
    if (!row)
        return OK;
    const struct csv_row *header = import->profile->names ? named_row(&names, import) : row;
    *found = import_columns_find(&rows->columns, &import->wanted, header, NULL, import->arena,
                                 NULL) == 0 &&
             row->n >= header->n;
    if (best->line == 0) {
        keep_row(&best->row, row, import->arena);
        best->line = row->line;
        best->n_missing = header->n > row->n ? header->n : 0;
    }
    sheet_close(rows->sheet);
    rows->sheet = NULL;
    return sheet_open(&rows->sheet, &import->source, delimiters, import->options->sheet, diags);
}

static enum status no_header(struct rows *rows, const struct best *best)
{
    struct import *import = rows->import;
    struct place at = {.file = import->source.name, .line = best->line ? best->line : 1};
    if (import->profile->names && best->n_missing > 0)
        diag_error(import->diags, &at, "this row has %d fields; profile %s has %d", best->row.n,
                   import->profile->name, best->n_missing);
    else
        import_columns_find(&rows->columns, &import->wanted, &best->row, &at, import->arena,
                            import->diags);
    return ERR_DATA;
}

static enum status open_rows(struct rows *rows)
{
    struct import *import = rows->import;
    struct best best = {0};
    bool found = false;
    size_t n = sizeof delimiter_tries / sizeof *delimiter_tries;
    for (size_t i = 0; i < n && !found; i++) {
        const char *delimiters = import->delimiters ? import->delimiters : delimiter_tries[i];
        struct diags *unheard = i == 0 ? NULL : diags_new();
        sheet_close(rows->sheet);
        rows->sheet = NULL;
        enum status status =
            try_open(rows, delimiters, &found, &best, unheard ? unheard : import->diags);
        diags_free(unheard);
        if (status != OK && i == 0)
            return status;
        if (found && i > 0 && !import->delimiters) { /* once more, to be heard */
            import->delimiters = delimiters;
            found = false;
            i = (size_t)-1;
        } else if (found) {
            import->delimiters = delimiters;
        }
        if (import->source.is_workbook)
            break;
    }
    if (!found)
        return no_header(rows, &best);
    import->report->delimiter = sheet_delimiter(rows->sheet);
    import->report->header_line = rows->has_names ? rows->header_line : 0;
    if (import->source.is_workbook && import->decimal == DECIMAL_UNKNOWN)
        import->decimal = DECIMAL_POINT;
    return OK;
}

/* ---- cells ---- */

static const char *cell(const struct csv_row *row, int field)
{
    return field < row->n ? row->field[field].text : "";
}

static const char *start_date(const struct rows *rows, const struct csv_row *row)
{
    return cell(row, rows->columns.set[KEY_START].at[0]);
}

static const char *start_time(const struct rows *rows, const struct csv_row *row)
{
    const struct column_set *set = &rows->columns.set[KEY_START];
    return set->n > 1 ? cell(row, set->at[1]) : NULL;
}

/* The figures of a key added up; NAN if all are empty.  False: skipped. */
static bool read_sum(struct rows *rows, double *sum, const struct csv_row *row, enum import_key key)
{
    const struct column_set *set = &rows->columns.set[key];
    *sum = NAN;
    for (int i = 0; i < set->n; i++) {
        double value;
        struct place at = sheet_place(rows->sheet, row, set->at[i]);
        bool duration = key == KEY_AHT || key == KEY_TOTAL;
        if (!import_value(rows->import, &value, cell(row, set->at[i]), duration, MOST_VALUE, &at))
            return false;
        if (!isnan(value))
            *sum = isnan(*sum) ? value : *sum + value;
    }
    return true;
}

/* Cells of the queue joined by '-'; "" if all are empty. */
static const char *queue_name(struct rows *rows, const struct csv_row *row)
{
    const struct column_set *set = &rows->columns.set[KEY_QUEUE];
    if (rows->import->options->queue)
        return rows->import->options->queue;
    if (set->n == 1)
        return cell(row, set->at[0]);
    text_clear(&rows->name);
    text_add(&rows->name, "");
    for (int i = 0; i < set->n; i++) {
        const char *part = cell(row, set->at[i]);
        if (*part)
            text_printf(&rows->name, "%s%s", rows->name.n > 0 ? "-" : "", part);
    }
    return rows->name.bytes;
}

/* ---- rows of an interval ---- */

/* "30", "15mins", "1 hour": minutes; 0: something else. */
static int length_min(const char *text)
{
    int n = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && n < 10000; at++)
        n = n * 10 + *at - '0';
    while (*at == ' ')
        at++;
    bool hours = *at == 'h' || *at == 'H';
    return at == text || (*at && !hours && *at != 'm' && *at != 'M') ? 0 : n * (hours ? 60 : 1);
}

/* A row that says how long it is says how long slots are. */
static bool check_length(struct rows *rows, const struct import_row *out, const struct csv_row *row)
{
    struct import *import = rows->import;
    const struct column_set *set = &rows->columns.set[KEY_LENGTH];
    if (set->n == 0)
        return true;
    const char *text = cell(row, set->at[0]);
    int minutes = length_min(text);
    struct place at = sheet_place(rows->sheet, row, set->at[0]);
    bool known = minutes == 5 || minutes == 15 || minutes == 30 || minutes == 60;
    if (known && (import->look == LOOK_SPAN || minutes * 60 == import->slot_s))
        return true;
    (void)out;
    import_skip(import, SKIP_LENGTH, &at, "it covers '%.20s', not the %d minutes of a slot", text,
                import->slot_s / 60);
    return false;
}

/* Handling time per contact, from a mean or a total. */
static bool read_aht(struct rows *rows, struct import_row *out, const struct csv_row *row)
{
    double *aht = &out->value[IMPORT_AHT], total;
    if (!read_sum(rows, aht, row, KEY_AHT) || !read_sum(rows, &total, row, KEY_TOTAL))
        return false;
    if (rows->columns.set[KEY_TOTAL].n == 0)
        return true;
    double handled = out->value[IMPORT_HANDLED];
    double contacts = isnan(handled) ? out->value[IMPORT_OFFERED] : handled;
    *aht = contacts > 0 ? total / contacts : NAN;
    return true;
}

static bool read_interval(struct rows *rows, struct import_row *out, const struct csv_row *row)
{
    return check_length(rows, out, row) &&
           read_sum(rows, &out->value[IMPORT_OFFERED], row, KEY_OFFERED) &&
           read_sum(rows, &out->value[IMPORT_HANDLED], row, KEY_HANDLED) &&
           read_aht(rows, out, row);
}

/* ---- rows of a contact ---- */

static bool in_words(const char *text, const char *words)
{
    size_t n = strlen(text);
    for (const char *at = words; *at; at += strcspn(at, "|") + (at[strcspn(at, "|")] == '|'))
        if (strcspn(at, "|") == n && n > 0) {
            size_t i = 0;
            while (i < n && (text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]) == at[i])
                i++;
            if (i == n)
                return true;
        }
    return false;
}

/* Was it handled?  1, 0; NAN: no cell says so. */
static bool read_handled(struct rows *rows, double *out, const struct csv_row *row)
{
    const struct column_set *set = &rows->columns.set[KEY_HANDLED];
    const char *text = set->n > 0 ? cell(row, set->at[0]) : "";
    *out = NAN;
    if (*text == '\0')
        return true;
    *out = in_words(text, "answered|handled|connected|completed|complete|yes|true|1");
    if (*out > 0 ||
        in_words(text, "no answer|unanswered|not answered|abandoned|abandon|missed|busy|"
                       "failed|congestion|lost|no|false|0"))
        return true;
    struct place at = sheet_place(rows->sheet, row, set->at[0]);
    import_skip(rows->import, SKIP_VALUE, &at, "'%.40s' does not say whether it was handled", text);
    return false;
}

static uint64_t id_of(const char *text)
{
    uint64_t hash = 1469598103934665603u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

/* The contact of this row: that of a row before it, or a new one. */
static struct recent *find_contact(struct rows *rows, const struct csv_row *row, int64_t start,
                                   bool *is_new)
{
    const struct column_set *set = &rows->columns.set[KEY_CONTACT];
    const char *text = set->n > 0 ? cell(row, set->at[0]) : "";
    uint64_t id = id_of(text);
    unsigned n = rows->n_recent < N_RECENT ? rows->n_recent : N_RECENT;
    *is_new = false;
    for (unsigned i = 0; *text && i < n; i++)
        if (rows->recent[i].id == id)
            return &rows->recent[i];
    struct recent *recent = &rows->recent[rows->n_recent++ % N_RECENT];
    *recent = (struct recent){*text ? id : 0, start, false};
    *is_new = true;
    return recent;
}

static bool read_contact(struct rows *rows, struct import_row *out, const struct csv_row *row)
{
    double handled, seconds, total;
    bool is_new;
    if (!read_handled(rows, &handled, row) || !read_sum(rows, &seconds, row, KEY_AHT) ||
        !read_sum(rows, &total, row, KEY_TOTAL))
        return false;
    seconds = isnan(seconds) ? total : seconds;
    struct recent *contact = find_contact(rows, row, out->start, &is_new);
    bool counts = !contact->handled && !(handled == 0);
    out->start = contact->start;
    out->value[IMPORT_OFFERED] = is_new;
    out->value[IMPORT_HANDLED] = contact->handled && !isnan(handled) ? 0 : handled;
    out->value[IMPORT_AHT] = counts && !(isnan(handled) && !is_new) ? seconds : NAN;
    contact->handled = contact->handled || handled > 0;
    if (import_counts(rows->import)) {
        rows->import->report->n_contacts += is_new;
        rows->import->report->n_repeated += !is_new;
    }
    return true;
}

/* ---- a row ---- */

/* As many fields as the names; empty ones may follow. */
static bool has_its_fields(const struct rows *rows, const struct csv_row *row)
{
    int n = row->n;
    if (rows->import->source.is_workbook)
        return true;
    while (n > rows->columns.n_fields && row->field[n - 1].n == 0)
        n--;
    return n == rows->columns.n_fields;
}

static bool is_blank(const struct csv_row *row)
{
    for (int i = 0; i < row->n; i++)
        if (row->field[i].n > 0)
            return false;
    return true;
}

/* A first row of a file without names that reads as neither time nor figure: names after all. */
static bool is_names(const struct rows *rows, const struct csv_row *row)
{
    struct stamp stamp;
    double value;
    const struct column_set *offered = &rows->columns.set[KEY_OFFERED];
    if (rows->has_names || rows->import->profile->names || rows->columns.set[KEY_START].n == 0)
        return false;
    return when_parse(&stamp, start_date(rows, row), start_time(rows, row), ORDER_DMY,
                      rows->import->profile->hhmm) == WHEN_BAD &&
           (offered->n == 0 ||
            figure_number(&value, cell(row, offered->at[0]), DECIMAL_UNKNOWN) == FIGURE_BAD);
}

static bool take_row(struct rows *rows, const struct csv_row *row)
{
    struct import *import = rows->import;
    struct import_row out = {.at =
                                 sheet_place(rows->sheet, row, rows->columns.set[KEY_START].at[0])};
    const char *date = start_date(rows, row);
    import->report->n_rows += import_counts(import);
    if (import_is_total(date) || (*date == '\0' && import_is_total(row->field[0].text))) {
        import_skip(import, SKIP_TOTAL, &out.at, "it is a total");
        return true;
    }
    if (!has_its_fields(rows, row)) {
        import_skip(import, SKIP_FIELDS, &out.at, "%d fields, the first line names %d", row->n,
                    rows->columns.n_fields);
        return true;
    }
    if (!import_start(import, &out.start, date, start_time(rows, row), &out.at))
        return true;
    out.queue = queue_name(rows, row);
    if (*out.queue == '\0') {
        import_skip(import, SKIP_QUEUE, &out.at, "it names no queue");
        return true;
    }
    if (import_is_total(out.queue) && !strchr(out.queue, ' ') && !import->options->queue) {
        import_skip(import, SKIP_TOTAL, &out.at, "queue '%.40s' is a total", out.queue);
        return true;
    }
    bool good = import->adds ? read_contact(rows, &out, row) : read_interval(rows, &out, row);
    return !good || import_take(import, &out);
}

static void rows_close(struct rows *rows)
{
    sheet_close(rows->sheet);
    text_free(&rows->name);
}

enum status import_look_rows(struct import *import)
{
    enum status status = OK;
    struct rows rows = {.import = import};
    const struct csv_row *row;
    bool is_first = true;
    TRY_OUT(open_rows(&rows));
    for (;; is_first = false) {
        TRY_OUT(sheet_next(&row, rows.sheet));
        if (!row)
            break;
        if (is_blank(row))
            continue;
        if (is_first && is_names(&rows, row))
            import->report->header_line = row->line;
        else if (!take_row(&rows, row))
            break;
    }
out:
    rows_close(&rows);
    return status;
}

/* ---- the order of dates ---- */

enum status import_order_of_rows(struct import *import)
{
    enum status status = OK;
    struct rows rows = {.import = import};
    const struct csv_row *row;
    TRY_OUT(open_rows(&rows));
    while (import->order == ORDER_UNKNOWN) {
        struct stamp stamp;
        TRY_OUT(sheet_next(&row, rows.sheet));
        if (!row)
            break;
        const char *text = start_date(&rows, row);
        if (strspn(text, "0123456789") >= 4 &&
            when_parse(&stamp, text, start_time(&rows, row), ORDER_UNKNOWN,
                       import->profile->hhmm) == WHEN_OK)
            break; /* the year comes first: so it will */
        import->order = when_proof(text);
        import->report->order_line = row->line;
    }
out:
    rows_close(&rows);
    return status;
}
