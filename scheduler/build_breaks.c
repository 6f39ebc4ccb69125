/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build_breaks.c - the pauses of a shift, in an order for which a placement exists.
 *
 * A shift names its meal with a window and some short breaks without one.  The engine wants one
 * order and a window each.  Half of the short breaks (one more if odd) go before the meal, the rest
 * after it; pauses are an hour apart from each other and from both ends of the shift.  Where that
 * has no placement, other splits are tried, then less spacing: 30, 15, 0 minutes. */
#include "scheduler/build_part.h"

#include <assert.h>

static const int spacings_min[] = {60, 30, 15, 0};

/* n short breaks from shift->break_min[first], windows over the whole shift. */
static void add_short(struct break_plan *plan, const struct shift *shift, int first, int n,
                      int spacing)
{
    for (int i = 0; i < n; i++) {
        int k = plan->n_pauses++;
        plan->len_min[k] = shift->break_min[first + i];
        plan->from_min[k] = spacing;
        plan->to_min[k] = shift->length_min - spacing - plan->len_min[k];
    }
}

static void add_meal(struct break_plan *plan, const struct shift *shift)
{
    int k = plan->n_pauses++;
    plan->len_min[k] = shift->meal_min;
    plan->from_min[k] = shift->meal_from_min;
    plan->to_min[k] = shift->meal_to_min;
    plan->is_meal[k] = true;
}

static int smallest(int a, int b)
{
    return a < b ? a : b;
}

static int largest(int a, int b)
{
    return a > b ? a : b;
}

/* Draws windows in, so that no start in them is hopeless because of the pauses on either side. */
static void tighten(struct break_plan *plan, int length_min)
{
    int n = plan->n_pauses, least = plan->least_work_min;
    int longest = plan->longest_work_min > 0 ? plan->longest_work_min : length_min;
    for (int k = 0; k < n; k++) {
        int after = k > 0 ? plan->from_min[k - 1] + plan->len_min[k - 1] + least : 0;
        int latest = k > 0 ? plan->to_min[k - 1] + plan->len_min[k - 1] + longest : longest;
        plan->from_min[k] = largest(plan->from_min[k], after);
        plan->to_min[k] = smallest(plan->to_min[k], latest);
    }
    for (int k = n - 1; k >= 0; k--) {
        int next_from = k < n - 1 ? plan->from_min[k + 1] : length_min;
        int next_to = k < n - 1 ? plan->to_min[k + 1] - least : length_min;
        plan->from_min[k] = largest(plan->from_min[k], next_from - longest - plan->len_min[k]);
        plan->to_min[k] = smallest(plan->to_min[k], next_to - plan->len_min[k]);
    }
}

/* Some placement exists: reach[k] is the set of starts of pause k, in steps, that the pauses before
 * it allow. */
static bool has_placement(const struct break_plan *plan, int length_min)
{
    enum { MOST_STEPS = 2881 };
    bool reach[2][MOST_STEPS] = {{false}};
    int longest = plan->longest_work_min > 0 ? plan->longest_work_min : length_min;
    assert(length_min / plan->step_min < MOST_STEPS);
    for (int k = 0; k < plan->n_pauses; k++) {
        bool any = false, *now = reach[k % 2];
        const bool *before = reach[1 - k % 2];
        for (int s = 0; s * plan->step_min <= length_min; s++) {
            int at = s * plan->step_min;
            now[s] = false;
            if (at < plan->from_min[k] || at > plan->to_min[k] ||
                at + plan->len_min[k] > length_min)
                continue;
            if (k == 0)
                now[s] = at <= longest;
            for (int r = 0; k > 0 && r < s && !now[s]; r++) {
                int work = at - r * plan->step_min - plan->len_min[k - 1];
                now[s] = before[r] && work >= plan->least_work_min && work <= longest;
            }
            if (k == plan->n_pauses - 1 && length_min - at - plan->len_min[k] > longest)
                now[s] = false;
            any = any || now[s];
        }
        if (!any)
            return false;
    }
    return plan->n_pauses > 0 || length_min <= longest;
}

static bool try_order(struct break_plan *out, const struct shift *shift, int step_min, int n_before,
                      int spacing)
{
    *out = (struct break_plan){
        .step_min = step_min,
        .longest_work_min = shift->longest_work_min,
        .least_work_min = spacing,
        .away_share_max = shift->away_share_max,
    };
    add_short(out, shift, 0, n_before, spacing);
    if (shift->meal_min > 0)
        add_meal(out, shift);
    add_short(out, shift, n_before, shift->n_breaks - n_before, spacing);
    tighten(out, shift->length_min);
    return has_placement(out, shift->length_min);
}

bool build_breaks(struct break_plan *out, const struct shift *shift, int step_min)
{
    int n = shift->n_breaks, half = shift->meal_min > 0 ? (n + 1) / 2 : n;
    assert(n + (shift->meal_min > 0 ? 1 : 0) <= MAX_BREAKS);
    for (size_t i = 0; i < sizeof spacings_min / sizeof *spacings_min; i++) {
        for (int away = 0; away <= n; away++) { /* splits by distance from the half */
            if (half - away >= 0 && try_order(out, shift, step_min, half - away, spacings_min[i]))
                return true;
            if (half + away <= n && try_order(out, shift, step_min, half + away, spacings_min[i]))
                return true;
        }
    }
    return false;
}

bool build_narrow_meal(struct break_plan *out, const struct break_plan *plan, int length_min,
                       int from_min, int to_min)
{
    *out = *plan;
    for (int k = 0; k < out->n_pauses; k++) {
        if (!out->is_meal[k])
            continue;
        out->from_min[k] = largest(out->from_min[k], from_min);
        out->to_min[k] = smallest(out->to_min[k], to_min);
    }
    tighten(out, length_min);
    return has_placement(out, length_min);
}
