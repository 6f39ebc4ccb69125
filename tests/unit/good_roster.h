/* SPDX-License-Identifier: GPL-3.0-or-later */
/* good_roster.h - a week of four agents in Manila that keeps every rule, for tests to damage. */
#ifndef RONDA_TESTS_GOOD_ROSTER_H
#define RONDA_TESTS_GOOD_ROSTER_H

#include "base/roster.h"
#include "scheduler/check.h"
#include "tests/unit/centre.h"

enum { N, P, W, R };     /* shifts */
enum { A1, A2, A3, A4 }; /* agents */

struct good {
    struct centre c;
    struct roster roster;
};

/* Duties: 0-4 A1 Mon-Fri, 5-9 A2 Tue-Sat, 10-12 A3 Mon Wed Thu, 13-17 A4 Mon-Fri.
 * Freed by centre_free(&good->c). */
void good_roster(struct good *g);
/* One duty more; start_min on the date, the meal `meal_at` minutes after it. */
void good_add_duty(struct good *g, int agent, int shift, const char *date, int start_min,
                   int meal_at);
/* The checker's verdict; its faults are in g->c.diags. */
struct check_result good_check(struct good *g);

#endif
