/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spacing.c - how long the slots of a file are. */
#include "io/spacing.h"

#include <stdlib.h>

static const int slot_lengths_s[4] = {300, 900, 1800, 3600};

void spacing_add(struct spacing *spacing, int64_t start)
{
    int64_t step = llabs(start - spacing->last);
    if (spacing->n_rows++ > 0) {
        for (int i = 0; i < 4; i++)
            spacing->count[i] += step == slot_lengths_s[i];
        spacing->days += step >= 23 * 3600 && step <= 25 * 3600;
    }
    spacing->last = start;
}

int spacing_slot_s(const struct spacing *spacing)
{
    int best = -1;
    for (int i = 0; i < 4; i++)
        if (spacing->count[i] > 0 && (best < 0 || spacing->count[i] > spacing->count[best]))
            best = i;
    return best < 0 ? 0 : slot_lengths_s[best];
}
