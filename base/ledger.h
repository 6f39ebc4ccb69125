/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ledger.h - what the weeks before left with each agent. */
#ifndef RONDA_BASE_LEDGER_H
#define RONDA_BASE_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"

struct ledger_entry {
    int agent;
    int32_t until;            /* last work date it counts */
    int64_t last_shift_end;   /* instant; NO_TIME = none known */
    int run_days, run_nights; /* consecutive work dates, nights, up to `until` */
    double nights, weekends, holidays, wishes_granted, late_changes, hours; /* balances */
    struct place at;
};

#endif
