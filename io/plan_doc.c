/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_doc.c - the files of a plan folder as one document.
 *
 * The root has the members of site.json and one object a table.  A row's key is its id; rows
 * without one are keyed by the cells that tell them apart, joined by a blank:
 *   leave "A017 2026-12-24", wishes "A017 sat off", events "2026-11-27 shop-voice campaign",
 *   holidays "PH 2026-12-30" (a second one of that date "PH 2026-12-30 #2"), ledger "A017".
 * Cells of number columns are numbers, yes and no are booleans, all others strings; empty cells are
 * left out, or null where the column must be filled.  What does not read as a number stays a
 * string: its fault is told with those of all other cells, when the plan is built.
 * Here only faults of form are reported: broken files, unknown or missing columns, twins. */
#include <stdlib.h>
#include <string.h>

#include "io/csv.h"
#include "io/file.h"
#include "io/ics_read.h"
#include "io/json.h"
#include "io/plan_read.h"
#include "io/tables.h"

#define MOST_ROWS 1000000

struct folder_reading {
    struct doc *doc;
    const char *folder;
    struct diags *diags;
};

/* A CSV table on its way into the document. */
struct table_reading {
    const struct table *table;
    struct doc_node *parent;
    const char *file; /* in the arena */
    int *column;      /* [n_fields] column of the table, -1 unknown */
    int n_fields;
};

static void note_file(struct doc *doc, const char *name)
{
    if (doc->n_files == doc->cap_files) {
        int cap = doc->cap_files ? 2 * doc->cap_files : 32;
        const char **grown = ARENA_ARRAY(doc->arena, const char *, cap);
        for (int i = 0; i < doc->n_files; i++)
            grown[i] = doc->files[i];
        doc->files = grown;
        doc->cap_files = cap;
    }
    int i = doc->n_files++;
    for (; i > 0 && strcmp(doc->files[i - 1], name) > 0; i--)
        doc->files[i] = doc->files[i - 1];
    doc->files[i] = arena_strdup(doc->arena, name);
}

/* ---- the header ---- */

static void check_header_field(struct folder_reading *reading, struct table_reading *to,
                               const struct csv *csv, const struct csv_row *row, int field)
{
    const struct table *table = to->table;
    struct place at = csv_place(csv, row, field);
    const char *name = row->field[field].text;
    int column = table_column(table, name);
    const char *names[MOST_COLUMNS];
    for (int i = 0; i < table->n_columns; i++)
        names[i] = table->column[i].name;
    int near = text_nearest(name, names, table->n_columns);
    if (*name == '\0')
        diag_error(reading->diags, &at, "column %d has no name", field + 1);
    else if (column < 0 && near >= 0)
        diag_error(reading->diags, &at, "unknown column '%s'; did you mean '%s'?", name,
                   names[near]);
    else if (column < 0)
        diag_error(reading->diags, &at, "unknown column '%s'", name);
    for (int i = 0; i < field; i++)
        if (column >= 0 && to->column[i] == column)
            diag_error(reading->diags, &at, "column '%s' occurs twice: first as column %d", name,
                       i + 1);
    to->column[field] = column;
}

/* False if columns are missing that the rows cannot do without. */
static bool read_header(struct folder_reading *reading, struct table_reading *to,
                        const struct csv *csv, const struct csv_row *row)
{
    const struct table *table = to->table;
    bool is_complete = true;
    to->n_fields = row->n;
    to->column = ARENA_ARRAY(reading->doc->arena, int, row->n);
    for (int i = 0; i < row->n; i++)
        check_header_field(reading, to, csv, row, i);
    for (int c = 0; c < table->n_columns; c++) {
        bool is_there = false;
        for (int i = 0; i < row->n; i++)
            is_there = is_there || to->column[i] == c;
        if (is_there || !table->column[c].required)
            continue;
        struct place at = csv_place(csv, row, -1);
        diag_error(reading->diags, &at, "column '%s' is missing: %s", table->column[c].name,
                   table->column[c].help);
        to->parent->is_partial = true;
        for (int k = 0; k < MOST_KEYS && table->key[k]; k++)
            is_complete = is_complete && strcmp(table->key[k], table->column[c].name) != 0;
    }
    return is_complete;
}

/* ---- rows ---- */

/* -?digits[.digits][e[+-]digits]: what people write; no hexadecimal, no inf. */
static bool is_plain_number(const char *s)
{
    s += *s == '-' || *s == '+';
    size_t whole = strspn(s, "0123456789");
    s += whole;
    size_t part = *s == '.' ? strspn(s + 1, "0123456789") : 0;
    s += *s == '.' ? part + 1 : 0;
    if (whole + part == 0)
        return false;
    if (*s == 'e' || *s == 'E') {
        s += 1 + (s[1] == '+' || s[1] == '-');
        size_t n = strspn(s, "0123456789");
        if (n == 0)
            return false;
        s += n;
    }
    return *s == '\0';
}

static struct doc_node *make_cell(struct arena *arena, const struct column *column,
                                  const char *text, const struct place *at)
{
    struct doc_node *cell = doc_node_new(arena, DOC_STRING, column->name, at);
    bool is_number = column->kind == CELL_NUMBER || column->kind == CELL_INTEGER;
    if (*text == '\0') {
        cell->type = DOC_NULL;
    } else if (is_number && is_plain_number(text)) {
        cell->type = DOC_NUMBER;
        cell->number = strtod(text, NULL);
    } else if (column->kind == CELL_FLAG && (!strcmp(text, "yes") || !strcmp(text, "no"))) {
        cell->type = DOC_BOOL;
        cell->number = *text == 'y';
    } else {
        cell->string = arena_strdup(arena, text);
    }
    return cell;
}

static const char *make_key(struct arena *arena, const struct table_reading *to,
                            const struct csv_row *row)
{
    const char *key = "";
    for (int k = 0; k < MOST_KEYS && to->table->key[k]; k++) {
        int column = table_column(to->table, to->table->key[k]);
        for (int i = 0; i < row->n; i++)
            if (to->column[i] == column && row->field[i].n > 0)
                key = arena_printf(arena, "%s%s%s", key, *key ? " " : "", row->field[i].text);
    }
    return key;
}

static void read_row(struct folder_reading *reading, struct table_reading *to,
                     const struct csv *csv, const struct csv_row *row)
{
    struct arena *arena = reading->doc->arena;
    struct place at = csv_place(csv, row, 0);
    at.file = to->file;
    if (row->n != to->n_fields) {
        diag_error(reading->diags, &at, "this row has %d fields, the first line names %d columns",
                   row->n, to->n_fields);
        to->parent->is_partial = true;
        return;
    }
    const char *key = make_key(arena, to, row);
    struct doc_node *node = doc_node_new(arena, DOC_OBJECT, key, &at);
    for (int i = 0; i < row->n; i++) {
        if (to->column[i] < 0)
            continue;
        const struct column *column = &to->table->column[to->column[i]];
        struct place cell_at = csv_place(csv, row, i);
        cell_at.file = to->file;
        if (column->kind == CELL_ID)
            node->at = cell_at;
        else if (row->field[i].n > 0 || (column->required && !column->otherwise))
            doc_append(node, make_cell(arena, column, row->field[i].text, &cell_at));
    }
    doc_append(to->parent, node);
}

static enum status read_rows(struct folder_reading *reading, struct table_reading *to,
                             struct csv *csv)
{
    const struct csv_row *row;
    TRY(csv_next(&row, csv));
    if (!read_header(reading, to, csv, row))
        return ERR_DATA;
    for (int n = 0;; n++) {
        TRY(csv_next(&row, csv));
        if (!row)
            return OK;
        if (n == MOST_ROWS) {
            struct place at = csv_place(csv, row, 0);
            diag_error(reading->diags, &at, "more than %d rows", MOST_ROWS);
            return ERR_DATA;
        }
        read_row(reading, to, csv, row);
    }
}

static void read_table_file(struct folder_reading *reading, const struct table *table,
                            struct doc_node *parent, const char *name)
{
    struct arena *arena = reading->doc->arena;
    struct table_reading to = {.table = table, .parent = parent};
    struct csv *csv = NULL;
    to.file = path_join(arena, reading->folder, name);
    note_file(reading->doc, name);
    if (csv_open(&csv, to.file, NULL, reading->diags) != OK || read_rows(reading, &to, csv) != OK)
        parent->is_partial = true;
    csv_close(csv);
}

/* ---- keys ---- */

/* "PH 2026-12-30" again becomes "PH 2026-12-30 #2". */
static void number_repeats(struct arena *arena, struct doc_node *table)
{
    struct doc_node **sorted = doc_sorted(arena, table);
    for (int i = 1, first = 0; i < table->n; i++) {
        if (strcmp(sorted[i]->key, sorted[first]->key) == 0)
            sorted[i]->key = arena_printf(arena, "%s #%d", sorted[i]->key, i - first + 1);
        else
            first = i;
    }
}

/* "A1" and "a1" would be one calendar file on many machines. */
static void warn_case_twins(struct folder_reading *reading, const struct table *table,
                            const struct doc_node *node)
{
    struct arena *arena = reading->doc->arena;
    struct doc_node *lower = doc_node_new(arena, DOC_OBJECT, NULL, &node->at);
    for (const struct doc_node *row = node->first; row; row = row->next) {
        char *key = arena_strdup(arena, row->key);
        for (char *c = key; *c; c++)
            *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
        struct doc_node *copy = doc_node_new(arena, DOC_STRING, key, &row->at);
        copy->string = row->key;
        doc_append(lower, copy);
    }
    struct doc_node **sorted = doc_sorted(arena, lower);
    for (int i = 1; i < lower->n; i++)
        if (strcmp(sorted[i]->key, sorted[i - 1]->key) == 0 &&
            strcmp(sorted[i]->string, sorted[i - 1]->string) != 0)
            diag_error(reading->diags, &sorted[i]->at,
                       "%s '%s' and '%s' of line %d differ only in case: files named after them "
                       "would collide",
                       table->row, sorted[i]->string, sorted[i - 1]->string,
                       sorted[i - 1]->at.line);
}

static void check_keys(struct folder_reading *reading, const struct table *table,
                       struct doc_node *node)
{
    if (table->may_repeat)
        number_repeats(reading->doc->arena, node);
    else
        doc_report_twins(node, table->row, reading->doc->arena, reading->diags);
    if (table->key[0] && strcmp(table->key[0], "id") == 0)
        warn_case_twins(reading, table, node);
}

/* ---- tables ---- */

/* A holiday feed: rows of a calendar that is named as the file. */
static void read_holiday_feed(struct folder_reading *reading, struct doc_node *parent,
                              const char *name, const char *base)
{
    struct arena *arena = reading->doc->arena;
    struct ics_holiday *holidays = NULL;
    int n = 0;
    struct place at = {.file = path_join(arena, reading->folder, name)};
    const char *calendar = arena_strndup(arena, base, strlen(base) - 4);
    note_file(reading->doc, name);
    if (ics_read_holidays(&holidays, &n, at.file, arena, reading->diags) != OK) {
        parent->is_partial = true;
        return;
    }
    for (int i = 0; i < n; i++) {
        char date[DATE_TEXT];
        at.line = holidays[i].line;
        date_format(date, holidays[i].date);
        struct doc_node *row =
            doc_node_new(arena, DOC_OBJECT, arena_printf(arena, "%s %s", calendar, date), &at);
        const char *cells[4] = {calendar, date, "regular", holidays[i].name};
        for (int c = 0; c < 4; c++)
            doc_append(row, make_cell(arena, &tables[TABLE_HOLIDAYS].column[c], cells[c], &at));
        doc_append(parent, row);
    }
}

static void read_holidays(struct folder_reading *reading, struct doc_node *parent)
{
    struct arena *arena = reading->doc->arena;
    const char *folder = path_join(arena, reading->folder, "holidays");
    const char *const *names;
    int n;
    if (!file_exists(folder))
        return;
    if (folder_list(&names, &n, folder, arena, reading->diags) != OK) {
        parent->is_partial = true;
        return;
    }
    for (int i = 0; i < n; i++) {
        const char *name = path_join(arena, "holidays", names[i]);
        if (name_ends(names[i], ".csv"))
            read_table_file(reading, &tables[TABLE_HOLIDAYS], parent, name);
        else if (name_ends(names[i], ".ics"))
            read_holiday_feed(reading, parent, name, names[i]);
    }
}

static void read_table(struct folder_reading *reading, const struct table *table)
{
    struct doc *doc = reading->doc;
    const char *path = path_join(doc->arena, reading->folder, table->file);
    struct place at = {.file = path};
    struct doc_node *node = doc_node_new(doc->arena, DOC_OBJECT, table->name, &at);
    doc_append(doc->root, node);
    if (table == &tables[TABLE_HOLIDAYS])
        read_holidays(reading, node);
    else if (file_exists(path) || table->required)
        read_table_file(reading, table, node, table->file);
    check_keys(reading, table, node);
}

/* ---- site.json ---- */

static void check_schema(struct folder_reading *reading, const struct doc_node *root)
{
    const struct doc_node *schema = doc_find(root, "schema");
    if (!schema)
        diag_error(reading->diags, &root->at, "\"schema\": 1 is missing");
    else if (schema->type != DOC_NUMBER || schema->number != 1)
        diag_error(reading->diags, &schema->at, "schema must be 1: this ronda knows no other");
}

static enum status read_site(struct folder_reading *reading)
{
    struct doc *doc = reading->doc;
    const char *path = path_join(doc->arena, reading->folder, "site.json");
    note_file(doc, "site.json");
    struct doc_node *root = NULL;
    TRY(json_read(&root, path, doc->arena, reading->diags));
    if (root->type != DOC_OBJECT) {
        diag_error(reading->diags, &root->at, "site.json must hold an object, not %s",
                   doc_type_names[root->type]);
        return ERR_DATA;
    }
    doc->root = root;
    doc_check_root(root, false, reading->diags);
    check_schema(reading, root);
    return OK;
}

/* ---- the folder ---- */

/* CSV and JSON files in the folder that nobody reads are likely misspelt. */
static void warn_unread(struct folder_reading *reading, const char *const *names, int n)
{
    static const char *const known[] = {
        "site.json", "queues.csv",     "shifts.csv",    "agents.csv", "events.csv",
        "leave.csv", "wishes.csv",     "ledger.csv",    "pairs.csv",  "training.csv",
        "lists.csv", "attendance.csv", "published.csv", "changes.csv"};
    int n_known = (int)(sizeof known / sizeof *known);
    for (int i = 0; i < n; i++) {
        bool is_known = !name_ends(names[i], ".csv") && !name_ends(names[i], ".json");
        for (int k = 0; k < n_known; k++)
            is_known = is_known || strcmp(names[i], known[k]) == 0;
        if (is_known)
            continue;
        int near = text_nearest(names[i], known, n_known);
        struct place at = {.file = path_join(reading->doc->arena, reading->folder, names[i])};
        diag_warning(reading->diags, &at, "this file is not read%s%s%s",
                     near < 0 ? "" : "; did you mean '", near < 0 ? "" : known[near],
                     near < 0 ? "" : "'?");
    }
}

/* Files that the plan is built from later: histories and the folder's own packs. */
static void note_folder(struct folder_reading *reading, const char *folder, const char *end)
{
    struct arena *arena = reading->doc->arena;
    const char *path = path_join(arena, reading->folder, folder);
    const char *const *names;
    int n;
    if (!file_exists(path) || folder_list(&names, &n, path, arena, reading->diags) != OK)
        return;
    for (int i = 0; i < n; i++)
        if (name_ends(names[i], end))
            note_file(reading->doc, path_join(arena, folder, names[i]));
}

enum status plan_doc_read(struct doc **out, const char *folder, struct diags *diags)
{
    struct folder_reading reading = {.doc = doc_new(), .folder = folder, .diags = diags};
    size_t before = diags->n_errors;
    const char *const *names;
    int n;
    enum status status = folder_list(&names, &n, folder, reading.doc->arena, diags);
    if (status != OK) {
        plan_doc_free(reading.doc);
        return status;
    }
    status = read_site(&reading);
    for (int t = TABLE_QUEUES; t <= TABLE_LEDGER; t++)
        read_table(&reading, &tables[t]);
    warn_unread(&reading, names, n);
    note_folder(&reading, "calls", ".csv");
    note_folder(&reading, "forecast", ".csv");
    note_folder(&reading, "requirement", ".csv");
    note_folder(&reading, "rules", ".json");
    if (status != OK) {
        plan_doc_free(reading.doc);
        return status;
    }
    reading.doc->n_errors = diags->n_errors - before;
    *out = reading.doc;
    return OK;
}

void plan_doc_free(struct doc *doc)
{
    if (doc)
        arena_free(doc->arena); /* holds the doc itself */
}

void plan_doc_print(struct text *out, const struct doc *doc)
{
    doc_print(out, doc->root);
}

int plan_doc_files(const struct doc *doc, const char *const **names)
{
    *names = doc->files;
    return doc->n_files;
}

void doc_check_root(const struct doc_node *root, bool with_tables, struct diags *diags)
{
    const char *names[2 + N_TABLES] = {"schema", "$schema"};
    int n = 2;
    for (int t = 0; t < TABLE_CALLS; t++)
        if (with_tables || tables[t].is_json)
            names[n++] = tables[t].name;
    for (const struct doc_node *child = root->first; child; child = child->next) {
        bool is_known = false;
        for (int i = 0; i < n; i++)
            is_known = is_known || strcmp(child->key, names[i]) == 0;
        int near = is_known ? -1 : text_nearest(child->key, names, n);
        if (near >= 0)
            diag_error(diags, &child->at, "unknown member '%s'; did you mean '%s'?", child->key,
                       names[near]);
        else if (!is_known)
            diag_error(diags, &child->at, "unknown member '%s'", child->key);
    }
}
