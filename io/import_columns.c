/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_columns.c - the columns that a profile or --columns names against the names of a file.
 * A column goes by its name, else by its name in another case, else by its number from 1. */
#include "io/import_columns.h"

#include <stdlib.h>
#include <string.h>

/* ---- the option ---- */

/* One "key=column" of the option into spec[]. */
static enum status read_item(const char *given[N_KEYS], const char *item, struct arena *arena,
                             struct diags *diags)
{
    const char *split = strchr(item, '=');
    const char *key = split ? arena_strndup(arena, item, (size_t)(split - item)) : item;
    for (int k = 0; k < N_KEYS; k++) {
        if (strcmp(key, import_keys[k]) != 0 || !split || split[1] == '\0')
            continue;
        if (given[k]) {
            diag_error(diags, NULL, "--columns gives '%s' twice", key);
            return ERR_USAGE;
        }
        given[k] = split + 1;
        return OK;
    }
    diag_error(diags, NULL,
               "--columns wants start=COLUMN,offered=COLUMN and may have queue=, handled=, aht=, "
               "total=, length= and contact=, not '%s'",
               item);
    return ERR_USAGE;
}

static bool is_number(const char *spec)
{
    return *spec && spec[strspn(spec, "0123456789+")] == '\0';
}

static enum status check_wanted(const struct import_wanted *wanted,
                                const struct import_options *options, bool queue_given,
                                struct diags *diags)
{
    enum import_layout layout = options->is_contacts ? LAYOUT_CONTACTS : wanted->profile->layout;
    bool has_rows = layout == LAYOUT_INTERVALS || layout == LAYOUT_CONTACTS;
    if (!has_rows && options->columns) {
        diag_error(diags, NULL, "profile %s has no columns to name", wanted->profile->name);
        return ERR_USAGE;
    }
    if (has_rows &&
        (!wanted->spec[KEY_START] || (layout == LAYOUT_INTERVALS && !wanted->spec[KEY_OFFERED]))) {
        diag_error(diags, NULL,
                   layout == LAYOUT_INTERVALS ? "--columns must name both start and offered"
                                              : "--columns must name start");
        return ERR_USAGE;
    }
    if (wanted->spec[KEY_AHT] && wanted->spec[KEY_TOTAL]) {
        diag_error(diags, NULL, "--columns: aht and total exclude one another");
        return ERR_USAGE;
    }
    if (options->queue && queue_given) {
        diag_error(diags, NULL, "--queue and a queue column exclude one another");
        return ERR_USAGE;
    }
    if (!options->queue && !wanted->spec[KEY_QUEUE] && layout != LAYOUT_QUEUE_LOG) {
        diag_error(diags, NULL, "say which queue it is: --queue NAME, or queue=COLUMN");
        return ERR_USAGE;
    }
    return OK;
}

enum status import_wanted_read(struct import_wanted *out, const struct import_options *options,
                               struct arena *arena, struct diags *diags)
{
    const char *given[N_KEYS] = {0};
    const char *rest = options->columns   ? options->columns
                       : options->profile ? ""
                                          : "start=start,offered=offered";
    *out = (struct import_wanted){.profile = import_profile(options->profile)};
    while (*rest) {
        size_t n = strcspn(rest, ",");
        TRY(read_item(given, arena_strndup(arena, rest, n), arena, diags));
        rest += n + (rest[n] == ',');
    }
    out->by_number = *given != NULL;
    for (int k = 0; k < N_KEYS; k++) {
        out->spec[k] = given[k] ? given[k] : out->profile->column[k];
        out->by_number = out->by_number && (!out->spec[k] || is_number(out->spec[k]));
    }
    if (given[KEY_AHT] && !given[KEY_TOTAL])
        out->spec[KEY_TOTAL] = NULL;
    if (given[KEY_TOTAL] && !given[KEY_AHT])
        out->spec[KEY_AHT] = NULL;
    TRY(check_wanted(out, options, given[KEY_QUEUE] != NULL, diags));
    if (options->queue)
        out->spec[KEY_QUEUE] = NULL;
    return OK;
}

/* ---- the file ---- */

static bool same_but_case(const char *left, const char *right)
{
    for (; *left && *right; left++, right++) {
        char a = *left >= 'A' && *left <= 'Z' ? (char)(*left + 32) : *left;
        char b = *right >= 'A' && *right <= 'Z' ? (char)(*right + 32) : *right;
        if (a != b)
            return false;
    }
    return *left == *right;
}

/* The column of that name or number; -1: none. */
static int find_column(const char *name, const struct csv_row *header)
{
    for (int i = 0; i < header->n; i++)
        if (strcmp(header->field[i].text, name) == 0)
            return i;
    for (int i = 0; i < header->n; i++)
        if (same_but_case(header->field[i].text, name))
            return i;
    if (name[strspn(name, "0123456789")] == '\0' && strlen(name) <= 4) {
        int number = atoi(name);
        return number >= 1 && number <= header->n ? number - 1 : -1;
    }
    return -1;
}

static void tell_missing(const char *name, const struct csv_row *header, const struct place *at,
                         struct arena *arena, struct diags *diags)
{
    const char **names = ARENA_ARRAY(arena, const char *, header->n);
    for (int i = 0; i < header->n; i++)
        names[i] = header->field[i].text;
    int near = text_nearest(name, names, header->n);
    if (near >= 0)
        diag_error(diags, at, "the file has no column '%s'; did you mean '%s'?", name, names[near]);
    else
        diag_error(diags, at, "the file has no column '%s'", name);
}

/* One part, "name|other name?"; its column, -1 where it may be missing, -2 where it may not. */
static int find_part(const char *part, const struct csv_row *header, struct arena *arena,
                     const char **first)
{
    size_t n = strlen(part);
    bool optional = n > 0 && part[n - 1] == '?';
    char *rest = arena_strndup(arena, part, n - optional);
    *first = rest;
    for (char *next; rest; rest = next) {
        next = strchr(rest, '|');
        if (next)
            *next++ = '\0';
        int column = find_column(rest, header);
        if (column >= 0)
            return column;
    }
    return optional ? -1 : -2;
}

/* The columns of a key; how many are missing. */
static int find_set(struct column_set *out, const char *spec, const struct csv_row *header,
                    const struct place *at, struct arena *arena, struct diags *diags)
{
    int whole = find_column(spec, header), missing = 0;
    *out = (struct column_set){0};
    if (whole >= 0) {
        *out = (struct column_set){1, {whole}};
        return 0;
    }
    for (const char *rest = spec; rest && out->n < MOST_PARTS;) {
        size_t n = strcspn(rest, "+");
        const char *first;
        int column = find_part(arena_strndup(arena, rest, n), header, arena, &first);
        if (column >= 0)
            out->at[out->n++] = column;
        missing += column == -2;
        if (column == -2 && diags)
            tell_missing(first, header, at, arena, diags);
        rest = rest[n] ? rest + n + 1 : NULL;
    }
    return missing;
}

int import_columns_find(struct import_columns *out, const struct import_wanted *wanted,
                        const struct csv_row *header, const struct place *at, struct arena *arena,
                        struct diags *diags)
{
    int missing = 0;
    *out = (struct import_columns){.n_fields = header->n, .by_number = wanted->by_number};
    for (int k = 0; k < N_KEYS; k++)
        if (wanted->spec[k])
            missing += find_set(&out->set[k], wanted->spec[k], header, at, arena, diags);
    return missing;
}
