/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_csv.c - rows and fields; places go forward and fields end where they say. */
#include <stdlib.h>
#include <string.h>

#include "io/csv.h"
#include "tests/fuzz/fuzz.h"

static void judge_row(const struct csv_row *row, int *line)
{
    if (row->line < *line || row->n < 1)
        abort();
    for (int i = 0; i < row->n; i++) {
        const struct csv_field *field = &row->field[i];
        if (field->line < *line || field->col < 1 || strlen(field->text) != field->n)
            abort();
        *line = field->line;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct diags *diags = diags_new();
    struct csv *csv;
    const struct csv_row *row;
    enum status status = csv_open(&csv, fuzz_file(data, n), NULL, diags);
    fuzz_judge(status, diags);
    if (status == OK) {
        int line = 1;
        while ((status = csv_next(&row, csv)) == OK && row)
            judge_row(row, &line);
        fuzz_judge(status, diags);
        csv_close(csv);
    }
    diags_free(diags);
    return 0;
}
