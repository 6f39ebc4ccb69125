/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_ics.c - a feed of holidays. */
#include <stdlib.h>

#include "base/time.h"
#include "io/ics_read.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *arena = arena_new();
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
    arena_free(arena);
    return 0;
}
