/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.c - when is a difference between two rosters a difference between two plans?
 *
 * The best roster of a plan costs something in [bound, value].  So:
 *   - what does not depend on the roster (contacts, need, wages) is decided as it stands;
 *   - the cost is decided when the two intervals do not meet;
 *   - what depends on the roster (hours short and over, premium, ...) is decided when the
 *     difference, priced, is larger than the larger of the two gaps: a smaller one may turn round
 *     in rosters that are as good within what is proven.
 * Two rosters that are proven best leave nothing undecided.  Service follows the hours short and
 * over; shifts and nights count as an hour each, at the least. */
#include "planner/compare.h"

#include <math.h>

const struct comparison_def comparison_defs[N_COMPARISON_ROWS] = {
    [ROW_CALLS] = {"contacts", "contacts", UNIT_NUMBER},
    [ROW_SERVICE] = {"service_level", "service level", UNIT_SHARE},
    [ROW_HOURS_NEED] = {"hours_need", "person-hours needed", UNIT_HOURS},
    [ROW_HOURS_GIVEN] = {"hours_given", "person-hours given", UNIT_HOURS},
    [ROW_HOURS_SHORT] = {"hours_short", "person-hours short", UNIT_HOURS},
    [ROW_HOURS_OVER] = {"hours_over", "person-hours over", UNIT_HOURS},
    [ROW_PEOPLE] = {"people", "people at work", UNIT_NUMBER},
    [ROW_SHIFTS] = {"shifts", "shifts", UNIT_NUMBER},
    [ROW_NIGHTS] = {"nights", "night shifts", UNIT_NUMBER},
    [ROW_PAID_HOURS] = {"hours", "paid hours above the least", UNIT_MONEY},
    [ROW_PREMIUM] = {"premium", "premiums", UNIT_MONEY},
    [ROW_WISHES] = {"wishes", "wishes not granted", UNIT_MONEY},
    [ROW_WAGES] = {"wages", "contract wages", UNIT_MONEY},
    [ROW_COST] = {"cost", "cost of decisions", UNIT_MONEY},
};

static void fill(double row[N_COMPARISON_ROWS], const struct week *week)
{
    const struct figures *figures = week->figures;
    const struct roster *roster = &week->planned->roster;
    row[ROW_CALLS] = figures->week.calls;
    row[ROW_SERVICE] = figures->week.service_level;
    row[ROW_HOURS_NEED] = figures->week.hours_need;
    row[ROW_HOURS_GIVEN] = figures->week.hours_given;
    row[ROW_HOURS_SHORT] = figures->week.hours_short;
    row[ROW_HOURS_OVER] = figures->week.hours_over;
    row[ROW_PEOPLE] = figures->n_people_working;
    row[ROW_SHIFTS] = figures->week.n_shifts;
    row[ROW_NIGHTS] = figures->week.n_nights;
    row[ROW_PAID_HOURS] = roster->cost_hours;
    row[ROW_PREMIUM] = roster->cost_premium;
    row[ROW_WISHES] = roster->cost_wishes;
    row[ROW_WAGES] = roster->week_wages;
    row[ROW_COST] = roster->value;
}

static bool is_decided(const struct comparison *of, enum comparison_row row,
                       const struct roster *base, const struct roster *other)
{
    double difference = fabs(of->row[row].other - of->row[row].base);
    if (of->gap_value <= 0)
        return true;
    switch (row) {
    case ROW_CALLS:
    case ROW_HOURS_NEED:
    case ROW_WAGES:
        return true;
    case ROW_COST:
        return base->value < other->bound || other->value < base->bound;
    case ROW_PAID_HOURS:
    case ROW_PREMIUM:
    case ROW_WISHES:
        return difference > of->gap_value;
    case ROW_SERVICE:
        return of->row[ROW_HOURS_SHORT].is_decided && of->row[ROW_HOURS_OVER].is_decided;
    default:
        return difference > of->gap_hours;
    }
}

void planner_compare(struct comparison *out, const struct week *base, const struct week *other)
{
    double a[N_COMPARISON_ROWS], b[N_COMPARISON_ROWS];
    fill(a, base);
    fill(b, other);
    *out = (struct comparison){
        .gap_value = fmax(base->figures->gap_value, other->figures->gap_value),
        .gap_hours = fmax(base->figures->gap_hours, other->figures->gap_hours),
    };
    for (int r = 0; r < N_COMPARISON_ROWS; r++)
        out->row[r] = (struct compared){a[r], b[r], false};
    const struct roster *x = &base->planned->roster, *y = &other->planned->roster;
    for (int r = 0; r < N_COMPARISON_ROWS; r++)
        if (r != ROW_SERVICE)
            out->row[r].is_decided = is_decided(out, (enum comparison_row)r, x, y);
    out->row[ROW_SERVICE].is_decided = is_decided(out, ROW_SERVICE, x, y);
}
