/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tours.c - a roster as tours of a problem, and a tour's shift as a duty. */
#include "scheduler/tours.h"

#include "scheduler/build_part.h"

static int64_t instant_of(const struct build *b, int32_t minute)
{
    return b->horizon->begin[0] + (int64_t)minute * 60;
}

/* The meal of a duty lies in the choice's window for it. */
static bool has_meal_of(const struct build *b, const struct choice *choice, const struct duty *duty)
{
    if (choice->break_plan < 0)
        return true;
    const struct break_plan *plan = &b->problem.break_plans[choice->break_plan];
    for (int k = 0; k < plan->n_pauses && k < duty->n_pauses; k++) {
        int64_t after_min = (duty->pause[k].start - duty->start) / 60;
        if (plan->is_meal[k] && (after_min < plan->from_min[k] || after_min > plan->to_min[k]))
            return false;
    }
    return true;
}

/* The choice that a duty is, -1 if the problem has none such. */
static int find_choice(const struct build *b, const struct duty *duty)
{
    int day = duty->work_date - b->horizon->first;
    if (day < 0 || day >= b->problem.n_days)
        return -1;
    if (build_kept(b, duty->agent, day) != KEPT_NOT)
        return build_kept(b, duty->agent, day);
    for (int i = b->problem.first_choice[day]; i < b->problem.first_choice[day + 1]; i++)
        if (b->problem.choices[i].type == duty->shift &&
            instant_of(b, b->problem.choices[i].start_min) == duty->start &&
            build_is_rest_day(&b->problem.choices[i]) == duty->is_rest_day &&
            has_meal_of(b, &b->problem.choices[i], duty))
            return i;
    return -1;
}

static struct tour *new_tours(const struct build *b)
{
    struct tour *tours = ARENA_ARRAY(b->arena, struct tour, b->problem.n_people);
    for (int p = 0; p < b->problem.n_people; p++) {
        tours[p].choice = ARENA_ARRAY(b->arena, int32_t, b->problem.n_days);
        tours[p].pause = arena_alloc(b->arena, (size_t)b->problem.n_days, sizeof *tours[p].pause);
        for (int day = 0; day < b->problem.n_days; day++)
            tours[p].choice[day] = -1;
    }
    return tours;
}

struct tour *tours_of_roster(const struct build *b, const struct roster *roster, int *unknown)
{
    struct tour *tours = new_tours(b);
    int none, *first = unknown ? unknown : &none;
    *first = -1;
    for (int i = 0; i < roster->n_duties; i++) {
        const struct duty *duty = &roster->duty[i];
        int choice = duty->agent < b->problem.n_people ? find_choice(b, duty) : -1;
        if (choice < 0) {
            *first = *first < 0 ? i : *first;
            continue;
        }
        int day = b->problem.choices[choice].day;
        tours[duty->agent].choice[day] = choice;
        for (int k = 0; k < duty->n_pauses; k++)
            tours[duty->agent].pause[day][k] = (int16_t)((duty->pause[k].start - duty->start) / 60);
    }
    return tours;
}

static void fill_pauses(struct duty *duty, const struct build *b, const struct choice *choice,
                        const int16_t *start_min)
{
    if (choice->break_plan < 0)
        return;
    const struct break_plan *plan = &b->problem.break_plans[choice->break_plan];
    for (int k = 0; k < plan->n_pauses; k++)
        duty->pause[k] = (struct pause){.start = duty->start + (int64_t)start_min[k] * 60,
                                        .min = plan->len_min[k],
                                        .is_meal = plan->is_meal[k]};
    duty->n_pauses = plan->n_pauses;
}

void tours_duty(struct duty *out, const struct build *b, int person, int32_t c,
                const int16_t *pause_min)
{
    const struct choice *choice = &b->problem.choices[c];
    int day = choice->day;
    *out = (struct duty){
        .agent = person,
        .work_date = b->horizon->first + day,
        .shift = choice->type,
        .start = instant_of(b, choice->start_min),
        .end = instant_of(b, choice->end_min),
        .queues = posts_queues(b->plan, person, b->horizon->first + day),
        .paid_min = shift_paid_min(&b->plan->shifts[choice->type]),
        .is_rest_day = build_is_rest_day(choice),
        .is_fixed = build_leave_on(b, person, day, true) >= 0,
        .is_kept = build_kept(b, person, day) != KEPT_NOT,
    };
    fill_pauses(out, b, choice, pause_min);
}
