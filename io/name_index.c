/* SPDX-License-Identifier: GPL-3.0-or-later */
/* name_index.c - which row of a table has an id: sorted once, then halved. */
#include <stdlib.h>
#include <string.h>

#include "io/plan_build.h"

static int by_name(const void *left, const void *right)
{
    const struct named_row *a = left, *b = right;
    int d = strcmp(a->name, b->name);
    return d ? d : a->row - b->row;
}

void index_make(struct reading *reading, enum table_id id)
{
    const struct doc_node *rows = doc_find(reading->doc->root, tables[id].name);
    struct name_index *index = &reading->index[id];
    index->is_partial = !rows || rows->is_partial;
    if (!rows || rows->type != DOC_OBJECT)
        return;
    index->name = ARENA_ARRAY(reading->arena, const char *, rows->n + 1);
    index->sorted = ARENA_ARRAY(reading->arena, struct named_row, rows->n + 1);
    for (const struct doc_node *row = rows->first; row; row = row->next) {
        index->name[index->n] = row->key;
        index->sorted[index->n] = (struct named_row){row->key, index->n};
        index->n++;
    }
    qsort(index->sorted, (size_t)index->n, sizeof *index->sorted, by_name);
}

int index_find(const struct name_index *index, const char *name)
{
    for (int lo = 0, hi = index->n; lo < hi;) {
        int mid = (lo + hi) / 2, d = strcmp(index->sorted[mid].name, name);
        if (d == 0)
            return index->sorted[mid].row;
        if (d < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return -1;
}
