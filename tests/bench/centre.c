/* SPDX-License-Identifier: GPL-3.0-or-later */
/* centre.c - centre weeks for benchmarks.
 *
 * Weeks of seven days, elapsed minutes from Monday 00:00.  Seven of ten agents work 5 x 8 h (9 h
 * shifts, an hour's meal, two short breaks), the others 20 to 30 h (5 and 6 h shifts); starts every
 * 30 minutes in bands of 11.  11 h between shifts, at most 6 days in a row (the ledger's days
 * count) and 5 nights, 35 h of rest in the week; a few on leave, a third with a wish for a day off.
 * Of a team, about 50 people round the clock, at most half of those on duty are on a pause, and at
 * least one may be (doc/rostering.md has figures for 35 %, too).  What a planner would rather not
 * do has a price: no day off alone, no day shift after a night, starts that move by 4 h or more.
 *
 * Prices in wages an hour, chosen once: a missing hour 4 and a surplus hour 0.5, in the steps of
 * base/plan.c; an hour at night 0.1, one above a part-timer's least 1, a wish 2, a rule broken 1.
 * The need follows a curve with two peaks and 3 % of noise, in whole people, scaled so that all the
 * hours the people may work, less pauses, are 97 % of it: as most centres, it is a little short. */
#include "tests/bench/centre.h"

#include <limits.h>
#include <math.h>

#include "base/requirement.h"
#include "base/rng.h"

#define WEEK 7
#define MAX_WEEKS 6
#define DAY_MIN 1440
#define GRAINS_PER_WAGE 24000
#define UNITS_PER_H 240
#define AWAY_SHARE 0.5
#define TEAM 50 /* people */
#define NOISE 0.03
#define SUPPLY 0.97 /* of the need */
#define WAGES_SHORT 4
#define WAGES_OVER 0.5

enum { CLASS_NIGHT_SHIFT = 2, CLASS_DAY_SHIFT = 4, N_LIMITS = 10, N_WEEKLY = 5 };

struct maker {
    const struct centre_size *size;
    struct arena *arena;
    struct problem *problem;
    struct rng rng;
};

static const struct shift_form {
    int length_min, meal_min, n_breaks, full;
} forms[] = {{540, 60, 2, 1}, {300, 0, 1, 0}, {360, 0, 2, 0}};
#define N_FORMS ((int)(sizeof forms / sizeof *forms))

static void make_break_plans(struct maker *m)
{
    struct break_plan *plans = ARENA_ARRAY(m->arena, struct break_plan, N_FORMS);
    plans[0] = (struct break_plan){.n_pauses = 3,
                                   .len_min = {15, 60, 15},
                                   .from_min = {60, 180, 330},
                                   .to_min = {165, 330, 480},
                                   .is_meal = {false, true, false}};
    plans[1] =
        (struct break_plan){.n_pauses = 1, .len_min = {15}, .from_min = {90}, .to_min = {195}};
    plans[2] = (struct break_plan){
        .n_pauses = 2, .len_min = {15, 15}, .from_min = {60, 180}, .to_min = {150, 300}};
    for (int i = 0; i < N_FORMS; i++) {
        plans[i].step_min = 15;
        plans[i].longest_work_min = 240;
        plans[i].least_work_min = 45;
        plans[i].away_share_max = m->size->away_share > 0 ? m->size->away_share : AWAY_SHARE;
    }
    m->problem->break_plans = plans;
    m->problem->n_break_plans = N_FORMS;
}

static void make_choice(struct maker *m, struct choice *c, int day, int form, int start_of_day)
{
    struct problem *problem = m->problem;
    int row_min = problem->row_min, start = day * DAY_MIN + start_of_day;
    int end = start + forms[form].length_min;
    int first = start / row_min, last = (end - 1) / row_min;
    last = last < problem->n_rows ? last : problem->n_rows - 1;
    int16_t *units = ARENA_ARRAY(m->arena, int16_t, last - first + 1);
    for (int t = first; t <= last; t++) {
        int from = t * row_min > start ? t * row_min : start;
        int to = (t + 1) * row_min < end ? (t + 1) * row_min : end;
        units[t - first] = (int16_t)((to - from) * 4);
    }
    bool night = start_of_day >= 19 * 60 || start_of_day < 3 * 60;
    *c = (struct choice){.day = day,
                         .type = form,
                         .start_min = start,
                         .end_min = end,
                         .minutes = {forms[form].length_min - forms[form].meal_min},
                         .classes = CLASS_BIT_WORK | (night ? CLASS_NIGHT_SHIFT : CLASS_DAY_SHIFT),
                         .band = start_of_day / 60,
                         .first_row = first,
                         .n_rows = last - first + 1,
                         .units = units,
                         .break_plan = form};
}

static void make_choices(struct maker *m)
{
    static const int bands[2][3] = {{360, 780, 1200}, {1080, 1200, 60}};
    struct problem *problem = m->problem;
    int n_bands = m->size->night ? 2 : 3, n = 0;
    struct choice *choices =
        ARENA_ARRAY(m->arena, struct choice, problem->n_days * N_FORMS * 3 * 11);
    int *first = ARENA_ARRAY(m->arena, int, problem->n_days + 1);
    for (int d = 0; d < problem->n_days; d++) {
        first[d] = n;
        for (int start = 0; start < DAY_MIN; start += 30)
            for (int f = 0; f < N_FORMS; f++)
                for (int b = 0; b < n_bands; b++) {
                    int after = (start - bands[m->size->night][b] + DAY_MIN) % DAY_MIN;
                    if (after > 300)
                        continue;
                    make_choice(m, &choices[n++], d, f, start);
                    break;
                }
    }
    first[problem->n_days] = n;
    problem->choices = choices;
    problem->first_choice = first;
    problem->n_choices = n;
}

static int night_minutes(const struct choice *c)
{
    int minutes = 0;
    for (int t = c->start_min; t < c->end_min; t += 15) {
        int of_day = t % DAY_MIN;
        minutes += of_day >= 22 * 60 || of_day < 6 * 60 ? 15 : 0;
    }
    return minutes;
}

/* Those of a week, from its first day on; days: at most that many are worked. */
static void week_limits(struct limit *limits, const struct limit *base, int from, bool full,
                        int days)
{
    for (int i = 0; i < N_WEEKLY; i++) {
        limits[i] = *base;
        limits[i].from_day = from;
        limits[i].to_day = from + WEEK;
    }
    limits[0].kind = LIMIT_LONG_REST;
    limits[0].lo = 35 * 60;
    limits[1].kind = LIMIT_COUNT;
    limits[1].lo = full ? days : days - 1;
    limits[1].hi = days;
    limits[2].kind = LIMIT_MINUTES;
    limits[2].lo = full ? 480 * days : 240 * days;
    limits[2].hi = full ? 480 * days : 360 * days;
    limits[3].kind = LIMIT_MOVE; /* soft */
    limits[3].lo = -3;
    limits[3].hi = 3;
    limits[3].price_lo = limits[3].price_hi = GRAINS_PER_WAGE / 4;
    limits[4].kind = LIMIT_MINUTES; /* hours above the least are paid */
    limits[4].hi = full ? 480 * days : 240 * days;
    limits[4].price_hi = GRAINS_PER_WAGE / 60;
}

/* leave[n_weeks]: a day of the week, -1 none. */
static const struct limit *make_limits(struct maker *m, bool full, const int *leave, int *n)
{
    int n_weeks = m->problem->n_days / WEEK, n_weekly = full ? N_WEEKLY - 1 : N_WEEKLY;
    struct limit *limits = ARENA_ARRAY(m->arena, struct limit, N_LIMITS + N_WEEKLY * n_weeks);
    struct limit base = {.classes = CLASS_BIT_WORK,
                         .hi = INT_MAX,
                         .to_day = m->problem->n_days,
                         .price_lo = GRAIN_FORBIDDEN,
                         .price_hi = GRAIN_FORBIDDEN};
    for (int i = 0; i < N_LIMITS - N_WEEKLY; i++)
        limits[i] = base;
    limits[0].kind = LIMIT_GAP;
    limits[0].lo = 660;
    limits[1].kind = LIMIT_RUN;
    limits[1].hi = 6;
    limits[2].kind = LIMIT_RUN;
    limits[2].classes = CLASS_NIGHT_SHIFT;
    limits[2].hi = 5;
    limits[3].kind = LIMIT_RUN; /* soft from here on */
    limits[3].of_days_off = true;
    limits[3].lo_waived_at_edges = true;
    limits[3].lo = 2;
    limits[3].price_lo = GRAINS_PER_WAGE;
    limits[4].kind = LIMIT_SUCCESSION;
    limits[4].classes = CLASS_NIGHT_SHIFT;
    limits[4].then = CLASS_DAY_SHIFT;
    limits[4].price_hi = GRAINS_PER_WAGE;
    *n = N_LIMITS - N_WEEKLY;
    for (int w = 0; w < n_weeks; w++, *n += n_weekly)
        week_limits(limits + *n, &base, w * WEEK, full, leave[w] >= 0 ? 4 : 5);
    return limits;
}

/* What a person would rather not do in a week, and leave. */
static void make_week(struct maker *m, int64_t *cost, int week, int *leave)
{
    const struct problem *problem = m->problem;
    *leave = rng_below(&m->rng, 12) == 0 ? (int)rng_below(&m->rng, WEEK) : -1;
    int off = *leave >= 0 ? week * WEEK + *leave : -1;
    for (int c = 0; c < problem->n_choices && off >= 0; c++)
        if (problem->choices[c].day == off)
            cost[c] = GRAIN_FORBIDDEN;
    if (rng_below(&m->rng, 3) != 0)
        return;
    int day = week * WEEK + (int)rng_below(&m->rng, WEEK);
    for (int c = problem->first_choice[day]; c < problem->first_choice[day + 1]; c++)
        cost[c] += cost[c] < GRAIN_FORBIDDEN ? GRAINS_PER_WAGE * 2 : 0;
}

static void make_person(struct maker *m, struct person *person, int index, int n_groups)
{
    struct problem *problem = m->problem;
    bool full = index % 10 < 7;
    int leave[MAX_WEEKS];
    int64_t *cost = ARENA_ARRAY(m->arena, int64_t, problem->n_choices);
    for (int c = 0; c < problem->n_choices; c++) {
        const struct choice *choice = &problem->choices[c];
        cost[c] = night_minutes(choice) * (int64_t)(GRAINS_PER_WAGE / 10) / 60;
        if (forms[choice->type].full != full)
            cost[c] = GRAIN_FORBIDDEN;
    }
    for (int w = 0; w < problem->n_days / WEEK; w++)
        make_week(m, cost, w, &leave[w]);
    *person = (struct person){.group = (int)rng_below(&m->rng, (uint32_t)n_groups),
                              .team = index % m->problem->n_teams};
    person->cost = cost;
    person->limits = make_limits(m, full, leave, &person->n_limits);
    person->past.last_end_min = -(int32_t)rng_below(&m->rng, 96) * 30;
    person->past.run_of_work = (int)rng_below(&m->rng, 6);
    person->past.run_of_class[1] = (int)rng_below(&m->rng, (uint32_t)person->past.run_of_work + 1);
}

/* Groups: each queue alone, then neighbours in pairs. */
static int make_groups(struct maker *m)
{
    int queues = m->size->queues, n = queues == 1 ? 1 : 2 * queues;
    uint64_t *posts = ARENA_ARRAY(m->arena, uint64_t, n);
    for (int g = 0; g < n; g++)
        posts[g] = g < queues ? 1ull << g : 1ull << g % queues | 1ull << (g + 1) % queues;
    m->problem->group_posts = posts;
    m->problem->n_groups = n;
    return n;
}

static double curve_at(const struct maker *m, int queue, int minute)
{
    double h = (double)(minute % DAY_MIN) / 60;
    int day = minute / DAY_MIN;
    double week = (day + queue) % 7 < 5 ? 1 : 0.7;
    if (m->size->night) {
        double from = fmod(h - 20 + 24, 24);
        return from >= 14 ? 0
                          : week * (0.3 + sin(from / 14 * 3.14159265) * (1.1 + 0.2 * sin(from)));
    }
    double shift = h - 2.0 * queue;
    return week * (0.9 + 0.5 * sin((shift - 7) / 12 * 3.14159265) +
                   0.25 * sin((shift - 3) / 6 * 3.14159265));
}

/* Prices of one side of the need: widths in units, `wages` an hour of a person. */
static void price_side(int32_t *width, int64_t *price, const struct problem *problem,
                       const struct price_step *steps, int n, int32_t need, double wages)
{
    int32_t edge = 0;
    for (int k = 0; k < n; k++) {
        double people = fmax(steps[k].people, ceil(steps[k].share * need / problem->full_row));
        int32_t until = k < n - 1 ? (int32_t)people * problem->full_row : INT32_MAX;
        width[k] = until - edge;
        price[k] = llround(steps[k].factor * wages * GRAINS_PER_WAGE / UNITS_PER_H);
        edge = until;
    }
}

static void make_cover(struct maker *m, double person_hours)
{
    struct problem *problem = m->problem;
    int n = problem->n_posts * problem->n_rows;
    struct cover_price *cover = ARENA_ARRAY(m->arena, struct cover_price, n);
    double *need = ARENA_ARRAY(m->arena, double, n), sum = 0;
    for (int i = 0; i < n; i++) {
        int queue = i / problem->n_rows, minute = i % problem->n_rows * problem->row_min;
        need[i] = curve_at(m, queue, minute) * (1 + NOISE * rng_normal(&m->rng));
        need[i] = need[i] > 0 ? need[i] : 0;
        sum += need[i] * problem->row_min / 60;
    }
    for (int i = 0; i < n; i++) {
        int people = (int)(need[i] * person_hours / sum / SUPPLY + 0.5);
        int32_t units = people * problem->full_row;
        cover[i] = (struct cover_price){
            .need = units, .n_short = N_SHORT_STEPS, .n_surplus = N_SURPLUS_STEPS};
        price_side(cover[i].short_width, cover[i].short_price, problem, short_steps, N_SHORT_STEPS,
                   units, WAGES_SHORT);
        price_side(cover[i].surplus_width, cover[i].surplus_price, problem, surplus_steps,
                   N_SURPLUS_STEPS, units, WAGES_OVER);
    }
    problem->cover = cover;
}

struct problem *centre_week(const struct centre_size *size, struct arena *arena)
{
    struct problem *problem = ARENA_NEW(arena, struct problem);
    struct maker m = {.size = size, .arena = arena, .problem = problem};
    rng_seed(&m.rng, size->seed, 77, (uint64_t)size->agents);
    problem->n_days = WEEK * (size->weeks > 1 ? size->weeks : 1);
    problem->n_people = size->agents;
    problem->row_min = size->slot_min;
    problem->full_row = 4 * size->slot_min;
    problem->n_rows = problem->n_days * DAY_MIN / size->slot_min;
    problem->n_posts = size->queues;
    problem->n_teams = (size->agents + TEAM - 1) / TEAM;
    problem->currency_per_grain = 1.0 / GRAINS_PER_WAGE;
    int32_t *begin = ARENA_ARRAY(arena, int32_t, problem->n_days + 1);
    for (int d = 0; d <= problem->n_days; d++)
        begin[d] = d * DAY_MIN;
    problem->day_begin_min = begin;
    make_break_plans(&m);
    make_choices(&m);
    int n_groups = make_groups(&m);
    struct person *people = ARENA_ARRAY(arena, struct person, size->agents);
    double paid = 0, present = 0;
    for (int a = 0; a < size->agents; a++) {
        make_person(&m, &people[a], a, n_groups);
        bool full = a % 10 < 7;
        paid += full ? 40 : 20;
        present += full ? 37.5 : 28.75;
    }
    problem->people = people;
    problem->gap_floor = (int64_t)(paid * GRAINS_PER_WAGE / 100);
    make_cover(&m, present);
    return problem;
}
