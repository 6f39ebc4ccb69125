/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spacing.h - the slot length of a series, from the differences of neighbouring rows. */
#ifndef RONDA_IO_SPACING_H
#define RONDA_IO_SPACING_H

#include <stdint.h>

/* How often each slot length that we know came.  Starts as {0}. */
struct spacing {
    int64_t last;
    int n_rows, count[4]; /* 5, 15, 30, 60 minutes */
    int days;             /* a day, as long as the clock makes it */
};
void spacing_add(struct spacing *spacing, int64_t start);
/* The length that came most often; 0 if none did. */
int spacing_slot_s(const struct spacing *spacing);

#endif
