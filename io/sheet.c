/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.c - one face for CSV files and workbooks. */
#include "io/sheet.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/xlsx.h"

struct sheet {
    const struct source *source;
    struct csv *csv; /* one of the two */
    struct xlsx *xlsx;
    struct source own; /* of sheet_open_file */
};

/* ---- the source ---- */

static enum status fail(const char *name, const char *why, struct diags *diags)
{
    diag_error(diags, &(struct place){.file = name}, "cannot be read: %s", why);
    return ERR_IO;
}

/* The standard input, in a file that can be read twice. */
static enum status keep_input(struct source *out, struct diags *diags)
{
    char bytes[16384];
    size_t n;
    out->stream = tmpfile();
    if (!out->stream)
        return fail(out->name, strerror(errno), diags);
    while ((n = fread(bytes, 1, sizeof bytes, stdin)) > 0)
        if (fwrite(bytes, 1, n, out->stream) != n)
            return fail(out->name, strerror(errno), diags);
    if (ferror(stdin) || fflush(out->stream) != 0)
        return fail(out->name, strerror(errno), diags);
    return OK;
}

enum status source_open(struct source *out, const char *file, struct diags *diags)
{
    bool is_input = strcmp(file, "-") == 0;
    *out = (struct source){.name = is_input ? "standard input" : file};
    TRY(is_input ? keep_input(out, diags) : file_open(&out->stream, file, diags));
    char begin[4] = {0};
    rewind(out->stream);
    size_t n = fread(begin, 1, sizeof begin, out->stream);
    out->is_workbook = n == 4 && memcmp(begin, "PK\3\4", 4) == 0;
    if (n == 4 && memcmp(begin, "\xd0\xcf\x11\xe0", 4) == 0) {
        diag_error(diags, &(struct place){.file = out->name},
                   "this is an old .xls workbook, or one with a password: save it as .xlsx or CSV");
        return ERR_DATA;
    }
    return OK;
}

void source_close(struct source *source)
{
    if (source->stream)
        fclose(source->stream);
    source->stream = NULL;
}

/* ---- rows ---- */

enum status sheet_open(struct sheet **out, struct source *source, const char *delimiters,
                       const char *name, struct diags *diags)
{
    struct sheet *sheet = NEW(struct sheet);
    sheet->source = source;
    rewind(source->stream);
    enum status status = source->is_workbook
                             ? xlsx_open(&sheet->xlsx, source->stream, source->name, name, diags)
                             : csv_open_stream(&sheet->csv, source->stream, &source->told,
                                               source->name, delimiters, diags);
    if (status != OK) {
        sheet_close(sheet);
        return status;
    }
    *out = sheet;
    return OK;
}

enum status sheet_open_file(struct sheet **out, const char *file, const char *name,
                            struct diags *diags)
{
    struct sheet *sheet = NEW(struct sheet);
    sheet->source = &sheet->own;
    enum status status = source_open(&sheet->own, file, diags);
    if (status == OK && sheet->own.is_workbook) {
        status = xlsx_open(&sheet->xlsx, sheet->own.stream, sheet->own.name, name, diags);
    } else if (status == OK) {
        source_close(&sheet->own);
        status = csv_open(&sheet->csv, file, NULL, diags);
    }
    if (status == OK)
        *out = sheet;
    else
        sheet_close(sheet);
    return status;
}

enum status sheet_next(const struct csv_row **row, struct sheet *sheet)
{
    return sheet->xlsx ? xlsx_next(row, sheet->xlsx) : csv_next(row, sheet->csv);
}

void sheet_close(struct sheet *sheet)
{
    if (!sheet)
        return;
    csv_close(sheet->csv);
    xlsx_close(sheet->xlsx);
    source_close(&sheet->own);
    mem_free(sheet);
}

struct place sheet_place(const struct sheet *sheet, const struct csv_row *row, int field)
{
    if (sheet->csv)
        return csv_place(sheet->csv, row, field);
    struct place at = {.file = sheet->source->name, .line = row->line};
    if (field >= 0 && field < row->n)
        at.col = row->field[field].col;
    return at;
}

char sheet_delimiter(const struct sheet *sheet)
{
    return sheet->csv ? csv_delimiter(sheet->csv) : '\0';
}
