/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.c - the table of rules: one row gives parser, help and manual what they need. */
#include "base/rules.h"

#include <math.h>
#include <string.h>

#include "base/people.h"

#define HARD true /* may be hard */
#define SOFT true /* may be priced */
#define NEVER false

/* name, kind, class A, class B, whom, unit, least, most, otherwise, may be hard, may be priced,
 * help; in the order of RULES(X) */
const struct rule_def rule_defs[N_RULES] = {
    {"rest_between_shifts_h", KIND_GAP, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0, 48, NAN, HARD,
     SOFT, "Least rest between the end of a shift and the start of the next."},
    {"night_to_day_rest_h", KIND_GAP, CLASS_NIGHT, CLASS_DAY, WHO_ANYONE, "h", 0, 96, NAN, HARD,
     SOFT, "Least rest from a night shift to a next one that is not a night."},
    {"rotating_recovery_h", KIND_RECOVERY, CLASS_NIGHT, CLASS_ANY, WHO_ROTATING, "h", 0, 96, NAN,
     HARD, SOFT, "Least rest after the last of nights in a row, profile rotating."},
    {"fixed_night_recovery_h", KIND_RECOVERY, CLASS_NIGHT, CLASS_ANY, WHO_FIXED_NIGHT, "h", 0, 96,
     NAN, HARD, SOFT,
     "Least rest after the last of nights in a row, profile fixed_night_by_choice."},
    {"quick_return_h", KIND_RETURN, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0, 24, NAN, NEVER, SOFT,
     "A return to work after less rest than this counts, once each."},
    {"consecutive_days_max", KIND_RUN, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "days", 1, 31, NAN, HARD,
     SOFT, "Longest run of work dates without a day off, counting the days before the week."},
    {"consecutive_nights_max", KIND_RUN, CLASS_NIGHT, CLASS_ANY, WHO_ANYONE, "nights", 1, 31, NAN,
     HARD, SOFT, "Longest run of night shifts, counting the nights before the week."},
    {"rotating_nights_max", KIND_RUN, CLASS_NIGHT, CLASS_ANY, WHO_ROTATING, "nights", 1, 31, NAN,
     HARD, SOFT, "The same for profile rotating alone."},
    {"fixed_nights_max", KIND_RUN, CLASS_NIGHT, CLASS_ANY, WHO_FIXED_NIGHT, "nights", 1, 31, NAN,
     HARD, SOFT, "The same for profile fixed_night_by_choice alone."},
    {"days_off_together_least", KIND_OFF_RUN, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "days", 1, 7, NAN,
     HARD, SOFT, "Shortest run of days off between two shifts; runs at either edge may go on."},
    {"weekly_rest_h", KIND_LONG_REST, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0, 96, NAN, HARD, SOFT,
     "In every week one rest of at least so many hours without a break."},
    {"week_days_max", KIND_COUNT, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "days", 0, 7, NAN, HARD, SOFT,
     "Most work dates in a week."},
    {"week_nights_max", KIND_COUNT, CLASS_NIGHT, CLASS_ANY, WHO_ANYONE, "nights", 0, 7, NAN, HARD,
     SOFT, "Most night shifts in a week."},
    {"weekend_days_max", KIND_COUNT, CLASS_WEEKEND, CLASS_ANY, WHO_ANYONE, "days", 0, 2, NAN, HARD,
     SOFT, "Most work dates in a week that are a Saturday or a Sunday."},
    {"week_hours_max", KIND_ORDINARY, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 1, 100, NAN, HARD,
     SOFT, "Most paid hours in a week, without overtime and days off that are worked."},
    {"paid_week_hours_max", KIND_MINUTES, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 1, 100, NAN, HARD,
     SOFT, "Most paid hours in a week, overtime and days off that are worked among them."},
    {"long_week_h", KIND_MINUTES, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 1, 100, NAN, NEVER, SOFT,
     "Paid hours above which a week is a long one."},
    {"hard_shifts_week_max", KIND_COUNT, CLASS_HARD, CLASS_ANY, WHO_ANYONE, "shifts", 0, 7, NAN,
     HARD, SOFT, "Most hard shifts in a week: see hard_shift_share."},
    {"hard_shifts_run_max", KIND_RUN, CLASS_HARD, CLASS_ANY, WHO_ANYONE, "days", 1, 31, NAN, HARD,
     SOFT, "Longest run of work dates with hard shifts, in the week alone."},
    {"hard_shift_breaks_min", KIND_PAUSES, CLASS_HARD, CLASS_ANY, WHO_ANYONE, "min", 0, 240, NAN,
     HARD, SOFT, "Least minutes of short breaks in a hard shift, to recover; priced by the hour."},
    {"shift_hours_max", KIND_LENGTH, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 1, 24, NAN, HARD, SOFT,
     "Most paid hours in a shift."},
    {"night_shift_hours_max", KIND_LENGTH, CLASS_NIGHT, CLASS_ANY, WHO_ANYONE, "h", 1, 24, NAN,
     HARD, SOFT, "Most paid hours in a night shift."},
    {"day_after_night_max", KIND_SUCCESSION, CLASS_NIGHT, CLASS_DAY, WHO_ANYONE, "times", 0, 0, NAN,
     HARD, SOFT, "No shift that is not a night on the work date after a night."},
    {"start_move_max_h", KIND_MOVE, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0, 12, NAN, HARD, SOFT,
     "From a shift to the next of the week its start moves by at most so many hours of the clock."},
    {"backward_rotation_max_h", KIND_BACKWARD, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0, 12, NAN,
     HARD, SOFT, "The same, where the next start is at an earlier hour of the day."},
    {"meal_least_min", KIND_MEAL, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "min", 0, 240, NAN, HARD, NEVER,
     "Shortest meal of a shift with more than meal_after_h of work."},
    {"work_stretch_max_h", KIND_STRETCH, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0.5, 24, NAN, HARD,
     NEVER, "Longest work without meal or break."},
    {"minor_nights_max", KIND_COUNT, CLASS_TOUCHES_NIGHT, CLASS_ANY, WHO_MINOR, "shifts", 0, 7, NAN,
     HARD, NEVER, "Most shifts in a week with any minute of night, condition minor."},
    {"pregnant_nights_max", KIND_COUNT, CLASS_TOUCHES_NIGHT, CLASS_ANY, WHO_PREGNANT, "shifts", 0,
     7, NAN, HARD, NEVER, "The same for condition pregnant."},
    {"night_unfit_nights_max", KIND_COUNT, CLASS_TOUCHES_NIGHT, CLASS_ANY, WHO_NIGHT_UNFIT,
     "shifts", 0, 7, NAN, HARD, NEVER, "The same for condition night_unfit, a doctor's note."},
    {"nights_without_consent_max", KIND_COUNT, CLASS_NIGHT, CLASS_ANY, WHO_NO_CONSENT, "nights", 0,
     7, NAN, HARD, NEVER, "Most night shifts in a week without night_consent on file."},
    {"nights_without_health_check_max", KIND_COUNT, CLASS_NIGHT, CLASS_ANY, WHO_NO_HEALTH_CHECK,
     "nights", 0, 7, NAN, HARD, NEVER, "The same without health_check on file."},
    {"nights_without_transport_max", KIND_COUNT, CLASS_TRAVEL, CLASS_ANY, WHO_NO_TRANSPORT,
     "shifts", 0, 7, NAN, HARD, NEVER,
     "Most shifts in a week that begin or end between travel_from_h and travel_to_h, without "
     "transport."},
    {"overtime_shift_max_h", KIND_FIGURE, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0, 24, NAN, HARD,
     NEVER, "Most overtime in a shift."},
    {"overtime_week_max_h", KIND_FIGURE, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0, 100, NAN, HARD,
     NEVER, "Most overtime in a week."},
    {"meal_after_h", KIND_FIGURE, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0, 24, 4, HARD, NEVER,
     "Paid hours of a shift above which meal_least_min asks for a meal."},
    {"hard_shift_share", KIND_FIGURE, CLASS_HARD, CLASS_ANY, WHO_ANYONE, "share", 0.01, 1, 0.2,
     HARD, NEVER,
     "A shift is hard with at least this abuse_share, the mean of the agent's queues by need."},
    {"travel_from_h", KIND_FIGURE, CLASS_TRAVEL, CLASS_ANY, WHO_ANYONE, "h", 0, 24, 23, HARD, NEVER,
     "Hour of day, site time, from which travel needs transport."},
    {"travel_to_h", KIND_FIGURE, CLASS_TRAVEL, CLASS_ANY, WHO_ANYONE, "h", 0, 24, 5, HARD, NEVER,
     "Hour of day, site time, from which it no longer does."},
    {"night_meal_kcal", KIND_FIGURE, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "kcal", 0, 5000, NAN, HARD,
     NEVER, "Least energy of the meal due in a shift with work at night meal hours; listed."},
    {"night_meal_from_h", KIND_FIGURE, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0, 24, 23, HARD,
     NEVER, "Hour of day, site time, from which work calls for a night meal."},
    {"night_meal_to_h", KIND_FIGURE, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "h", 0, 24, 7, HARD, NEVER,
     "Hour of day, site time, from which it no longer does."},
    {"night_from_h", KIND_FIGURE, CLASS_NIGHT, CLASS_ANY, WHO_ANYONE, "h", 0, 24, 22, HARD, NEVER,
     "Hour of day, site time, at which night begins."},
    {"night_to_h", KIND_FIGURE, CLASS_NIGHT, CLASS_ANY, WHO_ANYONE, "h", 0, 24, 6, HARD, NEVER,
     "Hour of day, site time, at which night ends."},
    {"night_shift_least_h", KIND_FIGURE, CLASS_NIGHT, CLASS_ANY, WHO_ANYONE, "h", 0, 24, 3, HARD,
     NEVER, "A shift with at least so many hours of night is a night shift."},
    {"notice_least_days", KIND_FIGURE, CLASS_ANY, CLASS_ANY, WHO_ANYONE, "days", 0, 90, NAN, HARD,
     NEVER, "A week that is planned, by --now, fewer days before it begins is warned of."},
    {"night_premium_share", KIND_FIGURE, CLASS_NIGHT, CLASS_ANY, WHO_ANYONE, "share", 0, 5, 0, HARD,
     NEVER, "Premium for each paid hour of night, as a share of the hourly wage."},
};

int rule_find(const char *name)
{
    for (int i = 0; i < N_RULES; i++)
        if (strcmp(rule_defs[i].name, name) == 0)
            return i;
    return -1;
}

bool rule_is_least(enum rule_kind kind)
{
    return kind == KIND_GAP || kind == KIND_RECOVERY || kind == KIND_RETURN ||
           kind == KIND_OFF_RUN || kind == KIND_LONG_REST || kind == KIND_MEAL ||
           kind == KIND_PAUSES;
}

static bool has_condition(const struct agent *agent, enum condition condition)
{
    for (int i = 0; i < agent->n_conditions; i++)
        if (strcmp(agent->conditions[i], condition_names[condition]) == 0)
            return true;
    return false;
}

bool rule_binds(enum rule_id id, const struct agent *agent)
{
    switch (rule_defs[id].who) {
    case WHO_ROTATING:
        return agent->profile == PROFILE_ROTATING;
    case WHO_FIXED_NIGHT:
        return agent->profile == PROFILE_FIXED_NIGHT;
    case WHO_MINOR:
        return has_condition(agent, CONDITION_MINOR);
    case WHO_PREGNANT:
        return has_condition(agent, CONDITION_PREGNANT);
    case WHO_NIGHT_UNFIT:
        return has_condition(agent, CONDITION_NIGHT_UNFIT);
    case WHO_NO_CONSENT:
        return !agent->night_consent;
    case WHO_NO_HEALTH_CHECK:
        return !agent->health_check;
    case WHO_NO_TRANSPORT:
        return !agent->transport;
    case WHO_ANYONE:
    case N_WHO:
        break;
    }
    return true;
}

void rule_set_narrow(struct rule_set *out, const struct rule_set *site, const struct agent *agent)
{
    *out = *site;
    for (int id = 0; id < N_RULES; id++)
        if (!rule_binds((enum rule_id)id, agent))
            out->rule[id].value = NAN;
}
