/* SPDX-License-Identifier: GPL-3.0-or-later */
/* problem.h - the roster problem as the engine sees it: people, days, choices, cover rows, limits,
 * prices. It knows no queues' names, no laws, no calendar: build.c translates a week of a centre
 * into it, a benchmark adapter translates nurse rostering into it.
 *
 * Money is int64_t in grains (`currency_per_grain`).  Cover is int32_t in units: for slot cover one
 * person with full weight present for one minute is 4 units (so that quarters of a person stay
 * whole numbers); for day-level cover one person is 1 unit.  Minutes of time are elapsed minutes
 * since the horizon's begin. */
#ifndef RONDA_SCHEDULER_PROBLEM_H
#define RONDA_SCHEDULER_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/people.h"

#define GRAIN_FORBIDDEN (INT64_MAX / 4) /* a cost that means "not allowed" */
#define MAX_POSTS 64                    /* side posts included */
#define MAX_PIECES 4
#define N_BANDS 24

/* Piecewise-linear, convex price of cover x against need on one row of one post:
 * missing units cost short_price[0] for the first short_width[0], then short_price[1] ...; the same
 * for surplus. Prices rise with distance and are >= 0; the last width counts as endless. */
struct cover_price {
    int32_t need;
    int n_short, n_surplus;
    int32_t short_width[MAX_PIECES], surplus_width[MAX_PIECES];
    int64_t short_price[MAX_PIECES], surplus_price[MAX_PIECES]; /* grains a unit */
};

/* Pauses of a choice in their order: each starts in [from_min, to_min] after the choice's start, on
 * a multiple of step_min; no stretch of work (before, between, after pauses) is longer than
 * longest_work_min (0 = no limit), nor between two pauses shorter than least_work_min. */
struct break_plan {
    int n_pauses;
    int len_min[MAX_BREAKS], from_min[MAX_BREAKS], to_min[MAX_BREAKS];
    bool is_meal[MAX_BREAKS];
    int step_min, longest_work_min, least_work_min;
    double away_share_max; /* of the person's team on duty; at least one may be away */
};

/* Minutes of a choice: the contract's, overtime, all that are paid. */
enum measure { MEASURE_WORK, MEASURE_OVERTIME, MEASURE_PAID, N_MEASURES };

/* Something a person can do on a day: one shift at one start.  At most one choice a person and day.
 */
struct choice {
    int day;  /* 0 .. n_days - 1 */
    int type; /* shift type, for the caller */
    int32_t start_min,
        end_min; /* elapsed minutes since the horizon's begin; end may pass the horizon */
    int32_t minutes[N_MEASURES]; /* what LIMIT_MINUTES counts */
    uint64_t classes;            /* bit set that limits refer to; bit 0 is set for every choice */
    int band; /* of the start on a circle of N_BANDS, for LIMIT_MOVE: its hour of day */
    int first_row, n_rows; /* cover rows it touches ... */
    const int16_t
        *units;     /* ... with these units at full weight, pauses not yet taken out [n_rows] */
    int break_plan; /* index, -1 = no pauses */
};
#define CLASS_BIT_WORK 1u

/* A limit on one person's roster.  A "match" is a choice with any bit of `classes`; for LIMIT_RUN
 * with `of_days_off` a match is a day off.  Each unit outside [lo, hi] costs its price;
 * GRAIN_FORBIDDEN: hard. */
enum limit_kind {
    LIMIT_GAP,   /* minutes from the end of a match to the next start, if that is a match of `then`
                    (0: any), >= lo; unit: a minute, or with `each` a gap that is too short.
                    `after_run`: not where a match of `classes` follows on the next day */
    LIMIT_RUN,   /* length of each maximal run of matching days in lo .. hi; unit: a day */
    LIMIT_COUNT, /* matching days (or blocks) in [from_day, to_day) in lo .. hi; unit: one */
    LIMIT_MINUTES, /* sum of minutes[measure] of matches in [from_day, to_day) in lo .. hi; unit: a
                    * minute
                    */
    LIMIT_SUCCESSION, /* a match of `classes` followed next day by a match of `then`; unit: one */
    LIMIT_MOVE, /* bands from a match to the next in [from_day, to_day), later > 0, in lo .. hi with
                   lo <= 0 (INT_MIN: not limited), the short way round the circle; unit: a band */
    LIMIT_LONG_REST, /* at least one rest of lo minutes that lies, from_day's begin to to_day's
                        begin, in the  window (rest before the first shift counts from
                        past.last_end_min or the window) */
    N_LIMIT_KINDS
};

struct limit {
    enum limit_kind kind;
    uint64_t classes, then;
    enum measure measure; /* LIMIT_MINUTES */
    bool of_days_off;
    bool after_run, each;    /* LIMIT_GAP */
    bool lo_waived_at_edges; /* LIMIT_RUN: runs that touch either edge of the horizon may be shorter
                              */
    int lo, hi;              /* lo <= 0 / hi = INT_MAX: not limited */
    int from_day, to_day;
    const int8_t *block_of_day; /* LIMIT_COUNT: count blocks with any match, -1 = day counts not;
                                   NULL: days */
    int64_t price_lo, price_hi;
    int source; /* rule or contract figure it came from, for explanation; the caller's code */
};

/* What happened before day 0, from the ledger. */
struct past {
    int32_t last_end_min; /* elapsed minutes, usually negative; INT32_MIN = long ago */
    int run_of_work;      /* days worked up to day -1; run_by_class the same for a class bit */
    int run_of_class[32];
};

struct person {
    int group; /* what posts the person can fill: problem.group_posts[group] */
    int team;  /* -1 none: for away_share_max */
    const int64_t
        *cost; /* [n_choices] grains, GRAIN_FORBIDDEN = not allowed; people may share one array */
    const int64_t *cost_off;    /* [n_days] grains for not working that day, GRAIN_FORBIDDEN = must
                                   work; NULL = 0 */
    const struct limit *limits; /* [n_limits]; people may share */
    int n_limits;
    struct past past;
};

/* Posts come in two sorts.  A group's people serve one of `group_posts` at a time, pauses taken
 * out, with group_weight_q quarters of a person.  Beside it they count towards side posts, which
 * are the last n_side_posts of all posts, by being on duty, pauses or not: group_side_q quarters
 * each, below 0 for who takes from it (a learner from the seniors who may guide).  A side post
 * counts on all rows of a choice or, as `side_at_start` says, on the first only: who begins
 * together.  A weight below 0 takes from the group's one post, whoever serves it.
 *
 * What a group is may change within the horizon (a newcomer's stages): rows of the same spell see
 * the same.  Mostly there is one spell. */
struct problem {
    int n_days, n_people, n_choices, n_rows, n_posts, n_groups, n_break_plans, n_teams;
    int n_side_posts;
    const int32_t *day_begin_min; /* [n_days + 1] elapsed minutes; days may be 23 or 25 h */
    const struct choice *choices; /* sorted by day, start, type */
    const int *first_choice; /* [n_days + 1] choices of day d: first_choice[d] .. first_choice[d +
                                1] - 1 */
    const struct break_plan *break_plans;
    const struct cover_price *cover; /* [n_posts * n_rows], post-major */
    const int32_t *given; /* [n_posts * n_rows] units that are there anyway (carried in), or NULL */
    int n_spells;         /* 0 is 1 */
    const int *spell_of_row;      /* [n_rows]; NULL: one spell */
    const uint64_t *group_posts;  /* [n_spells * n_groups] bit set of posts, no side posts */
    const int8_t *group_weight_q; /* [n_spells * n_groups] quarters, -4 .. 4; NULL: whole people */
    const int16_t *group_side_q;  /* [n_spells * n_groups * n_side_posts] */
    const bool *side_at_start;    /* [n_side_posts] */
    const struct person *people;
    int row_min;      /* minutes a row covers, 0 = day-level rows without time */
    int32_t full_row; /* units of one full person over one row */
    double currency_per_grain;
    int64_t least_people; /* grains, <= 0: all that prices below 0 can save in any roster */
    int64_t gap_floor; /* grains: least divisor of the gap (1 % of the wages), for run.gap_target */
};

/* Index of a group's posts and weight on a row, its quarters at a side post there. */
static inline int problem_group(const struct problem *problem, int group, int row)
{
    return problem->spell_of_row ? problem->spell_of_row[row] * problem->n_groups + group : group;
}
static inline int problem_side_q(const struct problem *problem, int group, int side, int row)
{
    return problem->group_side_q[problem_group(problem, group, row) * problem->n_side_posts + side];
}
/* The row after the last of the spell that holds the row. */
static inline int problem_spell_end(const struct problem *problem, int row)
{
    int end = problem->spell_of_row ? row + 1 : problem->n_rows;
    while (end < problem->n_rows && problem->spell_of_row[end] == problem->spell_of_row[row])
        end++;
    return end;
}
/* All posts that the group serves or takes from at some time. */
static inline uint64_t problem_posts(const struct problem *problem, int group)
{
    uint64_t posts = problem->group_posts[group];
    for (int s = 1; s < problem->n_spells; s++)
        posts |= problem->group_posts[s * problem->n_groups + group];
    return posts;
}

/* A person's whole roster. */
struct tour {
    int32_t *choice;              /* [n_days] index, -1 = off */
    int16_t (*pause)[MAX_BREAKS]; /* [n_days] pause starts, minutes after the start; NULL if no
                                     break plans */
};

#endif
