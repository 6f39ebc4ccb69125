/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.c - when is a difference between two rosters a difference between two plans?
 *
 * The best roster of a plan costs something in [bound, value].  So:
 *   - what does not depend on the roster (contacts, need, wages), and the gap, is decided as it
 *     stands;
 *   - the cost is decided when the two intervals do not meet;
 *   - what depends on the roster (hours short and over, premium, ...) is decided when the
 *     difference, priced, is larger than the larger of the two gaps: a smaller one may turn round
 *     in rosters that are as good within what is proven.
 * Two rosters that are proven best leave nothing undecided.  Service follows the hours short and
 * over; shifts and nights count as an hour each, at the least.  Unevenness and wellbeing are no
 * part of the cost: two rosters of one cost may differ in them, so that only proven bests decide.
 */
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
    [ROW_WEEKENDS] = {"weekend_shifts", "weekend shifts", UNIT_NUMBER},
    [ROW_HOLIDAYS] = {"holiday_shifts", "holiday shifts", UNIT_NUMBER},
    [ROW_PAID_HOURS] = {"hours", "paid hours above the least", UNIT_MONEY},
    [ROW_PREMIUM] = {"premium", "premiums", UNIT_MONEY},
    [ROW_WISHES] = {"wishes", "wishes not granted", UNIT_MONEY},
    [ROW_WAGES] = {"wages", "contract wages", UNIT_MONEY},
    [ROW_UNEVEN] = {"gini", "unevenness (Gini)", UNIT_RATIO},
    [ROW_WELLBEING] = {"wellbeing", "wellbeing, of 100", UNIT_POINTS},
    [ROW_COST] = {"cost", "cost of decisions", UNIT_MONEY},
    [ROW_GAP] = {"gap", "proven gap", UNIT_SHARE},
};

static void count_shifts(double row[N_COMPARISON_ROWS], const struct plan *plan,
                         const struct roster *roster)
{
    for (int i = 0; i < roster->n_duties; i++) {
        int32_t date = roster->duty[i].work_date;
        row[ROW_WEEKENDS] += ledger_weekend(date) >= 0;
        row[ROW_HOLIDAYS] +=
            plan_holiday(plan, plan->site.calendars, plan->site.n_calendars, date) >= 0;
    }
}

/* Mean Gini of the groups' burdens, by people; NAN where nobody has any. */
static double unevenness(const struct figures *figures)
{
    double sum = 0, people = 0;
    for (int i = 0; i < figures->n_even; i++) {
        const struct evenness *even = &figures->even[i];
        if ((int)even->balance >= N_BURDENS || isnan(even->gini))
            continue;
        sum += even->gini * even->n_people;
        people += even->n_people;
    }
    return people > 0 ? sum / people : NAN;
}

/* Mean score of the people. */
static double mean_wellbeing(const struct plan *plan, const struct figures *figures)
{
    double sum = 0;
    for (int a = 0; a < plan->n_agents; a++)
        sum += figures->wellbeing[a].score;
    return plan->n_agents > 0 ? sum / plan->n_agents : NAN;
}

void planner_week_figures(struct week_figures *out, const struct plan *plan,
                          const struct planned *planned, const struct figures *figures)
{
    const struct roster *roster = &planned->roster;
    double *row = out->row;
    *out = (struct week_figures){.value = roster->value,
                                 .bound = roster->bound,
                                 .gap_value = figures->gap_value,
                                 .gap_hours = figures->gap_hours};
    row[ROW_CALLS] = figures->week.calls;
    row[ROW_SERVICE] = figures->week.service_level;
    row[ROW_HOURS_NEED] = figures->week.hours_need;
    row[ROW_HOURS_GIVEN] = figures->week.hours_given;
    row[ROW_HOURS_SHORT] = figures->week.hours_short;
    row[ROW_HOURS_OVER] = figures->week.hours_over;
    row[ROW_PEOPLE] = figures->n_people_working;
    row[ROW_SHIFTS] = figures->week.n_shifts;
    row[ROW_NIGHTS] = figures->week.n_nights;
    count_shifts(row, plan, roster);
    row[ROW_PAID_HOURS] = roster->cost_hours;
    row[ROW_PREMIUM] = roster->cost_premium;
    row[ROW_WISHES] = roster->cost_wishes;
    row[ROW_WAGES] = roster->week_wages;
    row[ROW_UNEVEN] = unevenness(figures);
    row[ROW_WELLBEING] = mean_wellbeing(plan, figures);
    row[ROW_COST] = roster->value;
    row[ROW_GAP] = roster->gap;
}

static bool is_decided(const struct comparison *of, enum comparison_row row,
                       const struct week_figures *base, const struct week_figures *other)
{
    double difference = fabs(of->row[row].other - of->row[row].base);
    if (of->gap_value <= 0)
        return true;
    switch (row) {
    case ROW_CALLS:
    case ROW_HOURS_NEED:
    case ROW_WAGES:
    case ROW_GAP:
        return true;
    case ROW_COST:
        return base->value < other->bound || other->value < base->bound;
    case ROW_PAID_HOURS:
    case ROW_PREMIUM:
    case ROW_WISHES:
        return difference > of->gap_value;
    case ROW_UNEVEN:
    case ROW_WELLBEING: /* no part of the cost that the bound is of */
        return false;
    case ROW_SERVICE:
        return of->row[ROW_HOURS_SHORT].is_decided && of->row[ROW_HOURS_OVER].is_decided;
    default:
        return difference > of->gap_hours;
    }
}

void planner_compare(struct comparison *out, const struct week_figures *base,
                     const struct week_figures *other)
{
    *out = (struct comparison){
        .gap_value = fmax(base->gap_value, other->gap_value),
        .gap_hours = fmax(base->gap_hours, other->gap_hours),
    };
    for (int r = 0; r < N_COMPARISON_ROWS; r++)
        out->row[r] = (struct compared){base->row[r], other->row[r], false};
    for (int r = 0; r < N_COMPARISON_ROWS; r++)
        if (r != ROW_SERVICE)
            out->row[r].is_decided = is_decided(out, (enum comparison_row)r, base, other);
    out->row[ROW_SERVICE].is_decided = is_decided(out, ROW_SERVICE, base, other);
}
