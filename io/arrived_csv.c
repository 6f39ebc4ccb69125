/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arrived_csv.c - what has come in of a day so far: start, queue, offered; a row an interval, site
 * time where there is no offset. */
#include <string.h>

#include "io/back.h"
#include "io/outputs.h"

enum { START, QUEUE, OFFERED, N_COLUMNS };
static const char *const columns[N_COLUMNS] = {"start", "queue", "offered"};

enum status arrived_csv_read(struct arrived **out, int *n, const char *file,
                             const struct plan *plan, struct arena *arena, struct diags *diags)
{
    struct back back = {0};
    struct back_ids queues = {0};
    struct arrived *rows = NULL;
    size_t n_rows = 0, cap = 0;
    TRY(back_open(&back, file, columns, N_COLUMNS, N_COLUMNS, plan, arena, diags));
    back_ids_queues(&queues, plan, arena);
    while (back_next(&back)) {
        MEM_GROW(rows, n_rows, cap);
        struct arrived *row = &rows[n_rows];
        bool good = back_stamp(&row->start, &back, START);
        good &= back_id(&row->queue, &back, QUEUE, back_text(&back, QUEUE), &queues);
        good &= back_number(&row->contacts, &back, OFFERED, 0, 1e7);
        n_rows += good;
    }
    *n = (int)n_rows;
    *out = ARENA_COPY(arena, rows, n_rows);
    mem_free(rows);
    return back_close(&back, OK);
}
