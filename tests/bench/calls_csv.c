/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calls_csv.c - two passes over the file: its span, then its counts. */
#include "tests/bench/calls_csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse(int64_t *at, double *calls, char *line, const struct tz *zone, int column)
{
    int year, month, day, hour, min;
    if (sscanf(line, "%d-%d-%d%*1[T ]%d:%d", &year, &month, &day, &hour, &min) != 5)
        return false;
    for (; column > 0 && line; column--)
        line = strchr(line + 1, ',');
    int64_t second;
    enum local_kind kind =
        tz_instant(at, &second, zone, date_from_civil(year, month, day), hour * 60 + min, 0);
    *calls = line && kind == LOCAL_ONE ? strtod(line + 1, NULL) : NAN;
    return line;
}

bool calls_csv_read(struct series *out, const char *path, const struct tz *zone, int slot_s,
                    int column, struct arena *arena)
{
    FILE *file = fopen(path, "r");
    char line[1024];
    int64_t at, first = INT64_MAX, last = INT64_MIN;
    double calls;
    *out = (struct series){0};
    if (!file)
        return false;
    while (fgets(line, sizeof line, file))
        if (parse(&at, &calls, line, zone, column)) {
            first = at < first ? at : first;
            last = at > last ? at : last;
        }
    if (first > last) {
        fclose(file);
        return false;
    }
    out->grid = (struct grid){first, slot_s, (int)((last - first) / slot_s) + 1};
    out->offered = ARENA_ARRAY(arena, double, out->grid.n_slots);
    for (int k = 0; k < out->grid.n_slots; k++)
        out->offered[k] = NAN;
    rewind(file);
    while (fgets(line, sizeof line, file))
        if (parse(&at, &calls, line, zone, column) && !isnan(calls))
            out->offered[grid_slot(&out->grid, at)] = calls;
    fclose(file);
    return true;
}
