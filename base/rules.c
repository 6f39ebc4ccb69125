/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.c - the table of rules: one row gives parser, help and manual what they need. */
#include "base/rules.h"

#include <math.h>
#include <string.h>

/* name, kind, class, unit, least, most, otherwise, may_be_priced, help; in the order of RULES(X) */
const struct rule_def rule_defs[N_RULES] = {
    {"rest_between_shifts_h", KIND_GAP, CLASS_ANY, "h", 0, 48, NAN, true,
     "Least rest between the end of a shift and the start of the next."},
    {"consecutive_days_max", KIND_RUN, CLASS_ANY, "days", 1, 31, NAN, true,
     "Longest run of work dates without a day off, counting the days before the week."},
    {"consecutive_nights_max", KIND_RUN, CLASS_NIGHT, "nights", 1, 31, NAN, true,
     "Longest run of night shifts, counting the nights before the week."},
    {"weekly_rest_h", KIND_LONG_REST, CLASS_ANY, "h", 0, 96, NAN, false,
     "In every week one rest of at least so many hours without a break."},
    {"week_hours_max", KIND_MINUTES, CLASS_ANY, "h", 1, 100, NAN, false,
     "Most paid hours in a week."},
    {"night_from_h", KIND_PAY, CLASS_NIGHT, "h", 0, 24, 22, false,
     "Hour of day, site time, at which night begins."},
    {"night_to_h", KIND_PAY, CLASS_NIGHT, "h", 0, 24, 6, false,
     "Hour of day, site time, at which night ends."},
    {"night_shift_least_h", KIND_PAY, CLASS_NIGHT, "h", 0, 24, 3, false,
     "A shift with at least so many hours of night is a night shift."},
    {"night_premium_share", KIND_PAY, CLASS_NIGHT, "share", 0, 5, 0, false,
     "Premium for each paid hour of night, as a share of the hourly wage."},
};

int rule_find(const char *name)
{
    for (int i = 0; i < N_RULES; i++)
        if (strcmp(rule_defs[i].name, name) == 0)
            return i;
    return -1;
}
