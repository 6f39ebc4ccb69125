/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conflict.c - phase one and a deletion filter.
 *
 * Phase one is the roster problem of those who count at hard posts, with all prices 0 but that of a
 * hard post's lack, priced limits left out: the rows of hard posts are elastic.  Its bound is the
 * engine's, exact, so a bound above 0 proves that every roster lacks somebody.  Then days, reasons
 * and people are left out one after another and stay out where the proof stands without them; what
 * remains needs each of its members, as the bound only falls when something is left out. */
#include "scheduler/conflict.h"

#include "base/mem.h"
#include "scheduler/build_part.h"
#include "scheduler/engine.h"
#include "scheduler/explain.h"

#define LACK_PRICE 1000 /* grains a unit */
#define PHASE_ITERATIONS 10

/* A reason left out for one agent alone. */
struct spared {
    int agent, reason; /* -1: nobody */
};

struct phase {
    struct problem problem;
    struct person *people;
    struct choice *choices;
    struct cover_price *cover;
};

static bool counts(const struct build *b, int agent, int post)
{
    const struct problem *p = &b->problem;
    for (int row = 0; row < p->n_rows; row++)
        if (problem_side_q(p, p->people[agent].group, post, row) > 0)
            return true;
    return false;
}

static bool is_relevant(const struct build *b, int agent)
{
    for (int k = 0; k < b->n_duty; k++)
        if (b->duty[k].is_hard && counts(b, agent, k))
            return true;
    return false;
}

/* Hard limits only, and nothing costs. */
static void strip(struct person *person, const struct build *b)
{
    const struct problem *p = &b->problem;
    int64_t *cost = ARENA_ARRAY(b->arena, int64_t, p->n_choices);
    int64_t *off = ARENA_ARRAY(b->arena, int64_t, p->n_days);
    struct limit *limits = ARENA_ARRAY(b->arena, struct limit, person->n_limits + 1);
    int n = 0;
    for (int i = 0; i < p->n_choices; i++)
        cost[i] = person->cost[i] >= GRAIN_FORBIDDEN ? GRAIN_FORBIDDEN : 0;
    for (int d = 0; d < p->n_days; d++)
        off[d] = person->cost_off && person->cost_off[d] >= GRAIN_FORBIDDEN ? GRAIN_FORBIDDEN : 0;
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        bool is_lo = limit->lo > 0 || limit->kind == LIMIT_GAP || limit->kind == LIMIT_MOVE;
        if ((is_lo && limit->price_lo >= GRAIN_FORBIDDEN) || limit->price_hi >= GRAIN_FORBIDDEN)
            limits[n++] = *limit;
    }
    person->cost = cost;
    person->cost_off = off;
    person->limits = limits;
    person->n_limits = n;
    person->team = -1;
}

static void add_person(struct phase *phase, const struct conflict *c, int agent,
                       const struct spared *spared)
{
    const struct build *b = c->build;
    int n = n_reasons(b->plan);
    bool *binding = ARENA_ARRAY(b->arena, bool, n);
    for (int i = 0; i < n && c->person[agent]; i++)
        binding[i] = c->reason[i] && !(spared->agent == agent && spared->reason == i);
    struct person *person = &phase->people[phase->problem.n_people++];
    build_person(person, b, agent, binding);
    person->group = b->problem.people[agent].group;
    strip(person, b);
}

/* Lacks of hard posts on the days that count. */
static void price_cover(struct phase *phase, const struct conflict *c)
{
    const struct build *b = c->build;
    const struct problem *p = &b->problem;
    const struct grid *grid = &b->horizon->grid;
    int n_work = p->n_posts - b->n_duty;
    for (int i = 0; i < p->n_posts * p->n_rows; i++)
        phase->cover[i] = (struct cover_price){
            .n_short = 1, .n_surplus = 1, .short_width = {INT32_MAX}, .surplus_width = {INT32_MAX}};
    for (int k = 0; k < b->n_duty; k++)
        for (int d = 0; d < p->n_days && b->duty[k].is_hard; d++) {
            int to = (int)grid_slot(grid, b->horizon->begin[d + 1]);
            for (int t = (int)grid_slot(grid, b->horizon->begin[d]);
                 t < to && c->day[k * p->n_days + d]; t++) {
                int at = (n_work + k) * p->n_rows + t;
                phase->cover[at].need = p->cover[at].need;
                phase->cover[at].short_price[0] = LACK_PRICE;
            }
        }
}

static bool solve_phase(const struct conflict *c, const struct spared *spared, bool *can)
{
    const struct build *b = c->build;
    const struct problem *p = &b->problem;
    struct phase phase = {.problem = *p};
    struct run run = {.seed = c->seed, .iteration_limit = PHASE_ITERATIONS};
    struct solution solution;
    struct diags *diags = diags_new();
    phase.people = ARENA_ARRAY(b->arena, struct person, p->n_people + 1);
    phase.choices = ARENA_ARRAY(b->arena, struct choice, p->n_choices + 1);
    phase.cover = ARENA_ARRAY(b->arena, struct cover_price, p->n_posts * p->n_rows);
    for (int i = 0; i < p->n_choices; i++) {
        phase.choices[i] = p->choices[i];
        phase.choices[i].break_plan = -1; /* presence counts, pauses or not */
    }
    phase.problem.n_people = 0;
    for (int a = 0; a < p->n_people; a++)
        if (is_relevant(b, a))
            add_person(&phase, c, a, spared);
    price_cover(&phase, c);
    phase.problem.choices = phase.choices;
    phase.problem.people = phase.people;
    phase.problem.cover = phase.cover;
    phase.problem.n_teams = 0;
    phase.problem.least_people = 0;
    phase.problem.gap_floor = 1;
    bool solved = engine_solve(&solution, &phase.problem, NULL, b->arena, &run, diags) == OK;
    diags_free(diags);
    *can = solved && solution.tours && solution.value == 0;
    return solved && (solution.end == ROSTER_INFEASIBLE || (solution.tours && solution.bound > 0));
}

bool conflict_is_proven(const struct conflict *c, bool *can)
{
    return solve_phase(c, &(struct spared){-1, -1}, can);
}

/* Leaves out each of n members that is in, where the proof stands without it. */
static void filter(const struct conflict *c, bool *member, int n)
{
    bool can;
    for (int i = 0; i < n; i++) {
        if (!member[i])
            continue;
        member[i] = false;
        member[i] = !conflict_is_proven(c, &can);
    }
}

/* Reasons that bind somebody who counts. */
static void list_reasons(struct conflict *c)
{
    const struct plan *plan = c->build->plan;
    for (int i = 0; i < REASON_RULE; i++)
        c->reason[i] = i != REASON_KEPT || c->build->locks;
    for (int a = 0; a < plan->n_agents; a++) {
        for (int id = 0; id < N_RULES && c->person[a]; id++)
            if (rule_is_hard(build_rules(plan, a), (enum rule_id)id))
                c->reason[REASON_RULE + id] = true;
    }
    for (int i = 0; i < plan->n_leaves; i++)
        c->reason[reason_of_leave(i)] = c->person[plan->leaves[i].agent];
}

enum conflict_end conflict_find(struct conflict *out, const struct build *b, const struct run *run)
{
    int n_days = b->problem.n_days, n_agents = b->plan->n_agents;
    bool can;
    *out = (struct conflict){.build = b,
                             .day = ARENA_ARRAY(b->arena, bool, b->n_duty *n_days + 1),
                             .reason = ARENA_ARRAY(b->arena, bool, n_reasons(b->plan)),
                             .person = ARENA_ARRAY(b->arena, bool, n_agents + 1),
                             .seed = run->seed};
    for (int k = 0; k < b->n_duty; k++)
        for (int d = 0; d < n_days; d++)
            out->day[k * n_days + d] = b->duty[k].is_hard;
    for (int a = 0; a < n_agents; a++)
        out->person[a] = is_relevant(b, a);
    list_reasons(out);
    if (!conflict_is_proven(out, &can))
        return can ? CONFLICT_NONE : CONFLICT_OPEN;
    filter(out, out->day, b->n_duty * n_days);
    filter(out, out->reason, n_reasons(b->plan)); /* leave, which moves most easily, comes last */
    filter(out, out->person, n_agents);
    return CONFLICT_PROVEN;
}

/* --- in words --- */

static int first_person(const struct conflict *c)
{
    for (int a = 0; a < c->build->plan->n_agents; a++)
        if (c->person[a])
            return a;
    return -1;
}

static void say_days(struct text *out, const struct conflict *c)
{
    const struct build *b = c->build;
    char date[DATE_TEXT];
    for (int k = 0; k < b->n_duty; k++) {
        int n = 0;
        for (int d = 0; d < b->problem.n_days; d++) {
            if (!c->day[k * b->problem.n_days + d])
                continue;
            if (n == 0)
                text_printf(out, "%s%s on ", out->n > 0 ? "; " : "",
                            post_kind_names[b->duty[k].kind]);
            text_printf(out, "%s%s", n++ > 0 ? ", " : "", date_format(date, b->horizon->first + d));
        }
    }
}

void conflict_say(struct text *out, const struct conflict *c)
{
    const struct build *b = c->build;
    int who = first_person(c), n = 0;
    say_days(out, c);
    for (int i = 0; i < n_reasons(b->plan); i++) {
        if (!c->reason[i])
            continue;
        int agent = i >= reason_of_leave(0) ? b->plan->leaves[i - reason_of_leave(0)].agent : who;
        text_add(out, "; ");
        if (i >= reason_of_leave(0))
            text_printf(out, "%s: ", b->plan->agents[agent].id);
        explain_say_reason(out, b, agent >= 0 ? agent : 0, i);
    }
    text_add(out, who >= 0 ? "; and all who count are " : "; nobody counts there");
    for (int a = 0; a < b->plan->n_agents; a++)
        if (c->person[a])
            text_printf(out, "%s%s", n++ > 0 ? ", " : "", b->plan->agents[a].id);
}

/* Everybody, all reasons and days, but for what is spared: is there a roster? */
static bool does(const struct conflict *c, const struct spared *spared, int dropped)
{
    struct conflict all = *c;
    bool can;
    const struct build *b = c->build;
    all.reason = ARENA_ARRAY(b->arena, bool, n_reasons(b->plan));
    all.person = ARENA_ARRAY(b->arena, bool, b->plan->n_agents + 1);
    all.day = ARENA_ARRAY(b->arena, bool, b->n_duty * b->problem.n_days + 1);
    for (int i = 0; i < b->n_duty * b->problem.n_days; i++)
        all.day[i] = b->duty[i / b->problem.n_days].is_hard;
    for (int a = 0; a < b->plan->n_agents; a++)
        all.person[a] = is_relevant(b, a);
    list_reasons(&all);
    if (dropped >= 0)
        all.reason[dropped] = false;
    solve_phase(&all, spared, &can);
    return can;
}

/* A rule that nothing on an agent's file lifts: a planner can change it for all, if for any. */
static bool is_for_all(int reason)
{
    return reason >= REASON_RULE && reason < reason_of_leave(0) &&
           !explain_what_is_missing(rule_defs[reason - REASON_RULE].who);
}

static bool is_law(const struct conflict *c, int agent, int reason)
{
    return is_for_all(reason) &&
           build_rules(c->build->plan, agent)->rule[reason - REASON_RULE].layer == LAYER_LAW;
}

/* What leaving out a reason means for an agent (-1: for all). */
static void say_change(struct text *out, const struct conflict *c, int agent, int reason)
{
    const struct build *b = c->build;
    const char *missing = reason >= REASON_RULE && reason < reason_of_leave(0)
                              ? explain_what_is_missing(rule_defs[reason - REASON_RULE].who)
                              : NULL;
    if (missing)
        text_printf(out, "%s on file", missing);
    else {
        text_add(out, "without ");
        explain_say_reason(out, b, agent >= 0 ? agent : first_person(c), reason);
    }
    text_printf(out, " for %s", agent >= 0 ? b->plan->agents[agent].id : "all of them");
}

void conflict_say_repair(struct text *out, const struct conflict *c)
{
    const struct build *b = c->build;
    int n = n_reasons(b->plan);
    for (int i = n - 1; i >= 0; i--) /* leave first */
        for (int a = 0; a < b->plan->n_agents && c->reason[i]; a++) {
            bool is_theirs =
                i < reason_of_leave(0) || b->plan->leaves[i - reason_of_leave(0)].agent == a;
            if (!c->person[a] || !is_theirs || is_for_all(i) || i == REASON_LEDGER ||
                !does(c, &(struct spared){a, i}, -1))
                continue;
            say_change(out, c, a, i);
            return;
        }
    for (int i = reason_of_leave(0) - 1; i >= 0; i--)
        if (c->reason[i] && first_person(c) >= 0 && !is_law(c, first_person(c), i) &&
            i != REASON_LEDGER && does(c, &(struct spared){-1, -1}, i)) {
            say_change(out, c, -1, i);
            return;
        }
    text_add(out, "the post is priced, not hard");
}
