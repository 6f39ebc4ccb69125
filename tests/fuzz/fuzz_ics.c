/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_ics.c - every calendar that is read: a feed of holidays, and an event that a server gives
 * back, by itself and within the server's answer. */
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "io/ics_object.h"
#include "io/ics_read.h"
#include "io/publish/dav_xml.h"
#include "tests/fuzz/fuzz.h"

static void read_holidays(const uint8_t *data, size_t n, struct arena *arena)
{
    struct diags *diags = diags_new();
    struct ics_holiday *holidays = NULL;
    int n_holidays = 0;
    enum status status =
        ics_read_holidays(&holidays, &n_holidays, fuzz_file(data, n), arena, diags);
    fuzz_judge(status, diags);
    for (int i = 0; status == OK && i < n_holidays; i++)
        if (holidays[i].date == NO_DATE || !holidays[i].name)
            abort();
    diags_free(diags);
}

/* Cut up in place: a copy of just these bytes. */
static void read_object(const char *data, size_t n, struct arena *arena)
{
    struct ics_object object;
    char *text = mem_alloc(n + 1, 1);
    if (n > 0)
        memcpy(text, data, n);
    ics_read_object(&object, text, n, arena);
    if (!object.uid || (object.is_as_left && !object.is_ours))
        abort();
    mem_free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *arena = arena_new();
    struct text xml = {0};
    struct dav_item *item;
    int n_items;
    read_holidays(data, n, arena);
    read_object((const char *)data, n, arena);
    text_add_n(&xml, (const char *)data, n);
    if (dav_items(&item, &n_items, &xml, arena))
        for (int i = 0; i < n_items; i++)
            read_object(item[i].data, item[i].n_data, arena);
    text_free(&xml);
    arena_free(arena);
    return 0;
}
