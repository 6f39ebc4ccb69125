/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows.c - a row of the document into a struct: each column's cell, its default, what is missing
 * and what nobody knows. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/plan_build.h"

static void set_unset(const struct column *column, void *to, void *to_n)
{
    switch (column->kind) {
    case CELL_NUMBER:
        STORE(to, double, NAN);
        break;
    case CELL_INTEGER:
    case CELL_CLOCK:
    case CELL_REF:
    case CELL_SKILL:
        STORE(to, int, -1);
        break;
    case CELL_DATE:
        STORE(to, int32_t, NO_DATE);
        break;
    case CELL_STAMP:
        STORE(to, int64_t, NO_TIME);
        break;
    case CELL_SHIFT_START:
        STORE(to, int, -1);
        STORE(to_n, int, -1);
        break;
    case CELL_DATE_OR_DAY:
        STORE(to, int32_t, NO_DATE);
        STORE(to_n, int, -1);
        break;
    default: /* zero, NULL, an empty list */
        break;
    }
}

/* A default that the table gives as a cell's text. */
static void default_fill(struct reading *reading, const struct column *column, void *object)
{
    if (!column->otherwise || column->otherwise[0] == '(' || column->otherwise[0] == '\0')
        return;
    struct doc_node node = {.type = DOC_STRING, .string = column->otherwise};
    if (is_number_kind(column->kind)) {
        node.type = DOC_NUMBER;
        node.number = atof(column->otherwise);
    }
    cell_fill(reading, column, &node, object);
}

static void report_missing(struct reading *reading, const struct table *table,
                           const struct column *column, const struct doc_node *row,
                           const struct doc_node *cell)
{
    const struct place *at = cell ? &cell->at : &row->at;
    if (table->is_one)
        diag_error(reading->diags, at, "%s lacks '%s': %s", table->name, column->name,
                   column->help);
    else
        diag_error(reading->diags, at, "%s '%s' lacks '%s': %s", table->row, row->key, column->name,
                   column->help);
}

/* Members that no column has: what JSON and patches may bring. */
static void report_unknown(struct reading *reading, const struct table *table,
                           const struct doc_node *row)
{
    const char *names[MOST_COLUMNS];
    for (int i = 0; i < table->n_columns; i++)
        names[i] = table->column[i].name;
    for (const struct doc_node *cell = row->first; cell; cell = cell->next) {
        int column = table_column(table, cell->key);
        if (column < 0 || table->column[column].kind == CELL_ID)
            diag_error(reading->diags, &cell->at, "%s knows no '%s'%s", table->name, cell->key,
                       text_hint(reading->arena, cell->key, names, table->n_columns));
    }
}

void row_fill(struct reading *reading, const struct table *table, const struct doc_node *row,
              void *object)
{
    char *base = object;
    assert(table->n_columns <= MOST_COLUMNS);
    if (row->type != DOC_OBJECT) {
        diag_error(reading->diags, &row->at, "%s must be an object, not %s", row->key,
                   doc_type_names[row->type]);
        return;
    }
    report_unknown(reading, table, row);
    const struct doc_node *rows = doc_find(reading->doc->root, table->name);
    bool is_partial = rows && rows->is_partial;
    for (int i = 0; i < table->n_columns; i++) {
        const struct column *column = &table->column[i];
        const struct doc_node *cell = doc_find(row, column->name);
        struct doc_node id = {.type = DOC_STRING, .string = row->key, .at = row->at};
        if (column->kind == CELL_ID)
            cell = &id;
        if (column->kind == CELL_OTHER)
            continue;
        set_unset(column, base + column->offset, base + column->offset_n);
        if (cell && cell->type != DOC_NULL)
            cell_fill(reading, column, cell, object);
        else if (column->required && !column->otherwise && (cell || !is_partial))
            report_missing(reading, table, column, row, cell);
        else
            default_fill(reading, column, object);
    }
    if (table->offset_at != SIZE_MAX)
        STORE(base + table->offset_at, struct place, doc_place(reading->arena, &row->at));
}
