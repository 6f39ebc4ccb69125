/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nrp_check.h - judges a nurse roster by its instance: is every hard rule kept, what does it cost?
 * Reads both files afresh and shares no code with the reader, the adapter or the solver. */
#ifndef RONDA_TESTS_NRP_CHECK_H
#define RONDA_TESTS_NRP_CHECK_H

#include <stdint.h>
#include <stdio.h>

#include "base/text.h"

struct nrp_verdict {
    int n_faults;       /* rules broken, or lines not understood */
    struct text faults; /* a sentence and newline each */
    int64_t value;      /* of requests and cover; means nothing if a line was not understood */
    int64_t requests, cover;
};

/* The roster: a line a person in the instance's order, id, then a field a day, the shift or `-`. */
void nrp_check(struct nrp_verdict *out, FILE *instance, FILE *roster);
void nrp_verdict_free(struct nrp_verdict *verdict);

#endif
