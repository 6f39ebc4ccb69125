/* SPDX-License-Identifier: GPL-3.0-or-later */
/* roster.c - the order of duties. */
#include "base/roster.h"

#include <stdlib.h>

int duty_compare(const void *left, const void *right)
{
    const struct duty *a = left, *b = right;
    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    return (a->start > b->start) - (a->start < b->start);
}

void roster_sort(struct roster *roster)
{
    if (roster->n_duties > 0)
        qsort(roster->duty, (size_t)roster->n_duties, sizeof *roster->duty, duty_compare);
}
