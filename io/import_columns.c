/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_columns.c - the option --columns against the first line of a file. */
#include "io/import_columns.h"

#include <string.h>

static const char *const keys[] = {"start", "queue", "offered", "handled", "aht"};
enum { START, QUEUE, FIRST_VALUE, N_KEYS = 5 };

/* The column of that name; -1 and a report. */
static int find_column(const char *name, const struct csv *csv, const struct csv_row *header,
                       struct arena *arena, struct diags *diags)
{
    const char **names = ARENA_ARRAY(arena, const char *, header->n);
    for (int i = 0; i < header->n; i++) {
        names[i] = header->field[i].text;
        if (strcmp(names[i], name) == 0)
            return i;
    }
    struct place at = csv_place(csv, header, -1);
    int near = text_nearest(name, names, header->n);
    if (near >= 0)
        diag_error(diags, &at, "the file has no column '%s'; did you mean '%s'?", name,
                   names[near]);
    else
        diag_error(diags, &at, "the file has no column '%s'", name);
    return -1;
}

/* One "key=column" of the option into names[]. */
static enum status read_item(const char **names, const char *item, struct arena *arena,
                             struct diags *diags)
{
    const char *split = strchr(item, '=');
    const char *key = split ? arena_strndup(arena, item, (size_t)(split - item)) : item;
    for (int k = 0; k < N_KEYS; k++) {
        if (strcmp(key, keys[k]) != 0 || !split || split[1] == '\0')
            continue;
        if (names[k]) {
            diag_error(diags, NULL, "--columns gives '%s' twice", key);
            return ERR_USAGE;
        }
        names[k] = split + 1;
        return OK;
    }
    diag_error(diags, NULL,
               "--columns wants start=COLUMN,offered=COLUMN and may have queue=, handled= and "
               "aht=, not '%s'",
               item);
    return ERR_USAGE;
}

static enum status read_option(const char **names, const struct import_options *options,
                               struct arena *arena, struct diags *diags)
{
    const char *rest = options->columns ? options->columns : "start=start,offered=offered";
    while (*rest) {
        size_t n = strcspn(rest, ",");
        TRY(read_item(names, arena_strndup(arena, rest, n), arena, diags));
        rest += n + (rest[n] == ',');
    }
    if (!names[START] || !names[FIRST_VALUE]) {
        diag_error(diags, NULL, "--columns must name both start and offered");
        return ERR_USAGE;
    }
    if (!names[QUEUE] == !options->queue) {
        diag_error(diags, NULL,
                   options->queue ? "--queue and a queue column exclude one another"
                                  : "say which queue it is: --queue NAME, or queue=COLUMN");
        return ERR_USAGE;
    }
    return OK;
}

enum status import_columns_find(struct import_columns *out, const struct import_options *options,
                                const struct csv *csv, const struct csv_row *header,
                                struct arena *arena, struct diags *diags)
{
    const char *names[N_KEYS] = {0};
    size_t before = diags->n_errors;
    *out = (struct import_columns){.time = -1, .queue = -1, .value = {-1, -1, -1}};
    TRY(read_option(names, options, arena, diags));
    out->n_fields = header->n;
    const char *plus = strchr(names[START], '+');
    if (plus) {
        out->time = find_column(plus + 1, csv, header, arena, diags);
        names[START] = arena_strndup(arena, names[START], (size_t)(plus - names[START]));
    }
    out->start = find_column(names[START], csv, header, arena, diags);
    if (names[QUEUE])
        out->queue = find_column(names[QUEUE], csv, header, arena, diags);
    for (int v = 0; v < N_IMPORT_VALUES; v++)
        if (names[FIRST_VALUE + v])
            out->value[v] = find_column(names[FIRST_VALUE + v], csv, header, arena, diags);
    return diags->n_errors > before ? ERR_DATA : OK;
}
