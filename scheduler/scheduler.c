/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scheduler.c - plan to problem, engine, and back.
 *
 * value = cost of cover (short, surplus) and posts beside it + hours above the least of contracts +
 * premium + wishes + uneven burdens + sessions not attended + care; the engine's grains times the
 * grain.  The parts are counted from the tours and from the transport's split; care is what
 * remains: the prices of broken care rules. gap = (value - bound) / max(value - forced - uneven, a
 * hundredth of the wages): uneven burdens are no money; forced is what total hours against total
 * need cost on any roster. week_wages: for every agent and date employed, a seventh of the least
 * hours of the contract, at the agent's wage. */
#include "scheduler/scheduler.h"

#include <assert.h>
#include <math.h>

#include "scheduler/build_part.h"
#include "scheduler/conflict.h"
#include "scheduler/engine.h"
#include "scheduler/explain.h"
#include "scheduler/full.h"
#include "scheduler/offers.h"
#include "scheduler/tours.h"
#include "scheduler/training.h"

static double currency(const struct build *b, int64_t grains)
{
    return (double)grains * b->problem.currency_per_grain;
}

static int count_duties(const struct build *b, const struct tour *tours)
{
    int n = 0;
    for (int p = 0; p < b->problem.n_people; p++)
        for (int day = 0; day < b->problem.n_days; day++)
            n += tours[p].choice[day] >= 0;
    return n;
}

static void fill_duties(struct roster *out, const struct build *b, const struct tour *tours)
{
    out->duty = ARENA_ARRAY(b->arena, struct duty, count_duties(b, tours));
    for (int p = 0; p < b->problem.n_people; p++) {
        for (int day = 0; day < b->problem.n_days; day++) {
            if (tours[p].choice[day] < 0)
                continue;
            tours_duty(&out->duty[out->n_duties++], b, p, tours[p].choice[day],
                       tours[p].pause ? tours[p].pause[day] : NULL);
        }
    }
}

static void fill_absences(struct roster *out, const struct build *b)
{
    int most = b->problem.n_people * b->problem.n_days;
    struct absence *absence = NEW_ARRAY(struct absence, most);
    int n = 0;
    for (int a = 0; a < b->problem.n_people; a++) {
        for (int day = 0; day < b->problem.n_days; day++) {
            int row = build_leave_on(b, a, day, false);
            if (row >= 0)
                absence[n++] = (struct absence){.agent = a,
                                                .work_date = b->horizon->first + day,
                                                .kind = b->plan->leaves[row].kind};
        }
    }
    out->absence = ARENA_ARRAY(b->arena, struct absence, n);
    for (int i = 0; i < n; i++)
        out->absence[i] = absence[i];
    out->n_absences = n;
    mem_free(absence);
}

/* Cost of `units` missing or over, by the pieces of one side. */
static int64_t pieces_cost(const int32_t *width, const int64_t *price, int n, int64_t units)
{
    int64_t cost = 0;
    for (int k = 0; k < n && units > 0; k++) {
        int64_t in_piece = k == n - 1 || units < width[k] ? units : width[k];
        cost += in_piece * price[k];
        units -= in_piece;
    }
    return cost;
}

static void fill_cover_costs(struct roster *out, const struct build *b, const int32_t *given_to)
{
    int64_t cost_short = 0, cost_surplus = 0, cost_duty = 0;
    int n_work = b->plan->n_queues * b->problem.n_rows;
    for (int i = 0; i < b->problem.n_posts * b->problem.n_rows; i++) {
        const struct cover_price *price = &b->problem.cover[i];
        int64_t cover = given_to[i] + (b->problem.given ? b->problem.given[i] : 0);
        *(i < n_work ? &cost_short : &cost_duty) += pieces_cost(
            price->short_width, price->short_price, price->n_short, price->need - cover);
        *(i < n_work ? &cost_surplus : &cost_duty) += pieces_cost(
            price->surplus_width, price->surplus_price, price->n_surplus, cover - price->need);
    }
    out->cost_duty = currency(b, cost_duty);
    out->cost_short = currency(b, cost_short);
    out->cost_surplus = currency(b, cost_surplus);
}

/* Person-hours that a mixture of tours leaves short and has over. */
static void count_hours(struct relaxation *out, const struct build *b, const int32_t *given_to)
{
    for (int i = 0; i < b->plan->n_queues * b->problem.n_rows; i++) {
        int64_t given = given_to[i] + (b->problem.given ? b->problem.given[i] : 0);
        double over = (double)(given - b->problem.cover[i].need) / UNITS_PER_H;
        out->hours_short += fmax(-over, 0);
        out->hours_surplus += fmax(over, 0);
    }
}

/* training: of sessions that are not attended, grains */
static void fill_costs(struct roster *out, const struct build *b, const struct solution *solution,
                       int64_t training)
{
    int64_t premium = 0, wishes = 0, hours = 0, uneven = 0;
    for (int p = 0; p < b->problem.n_people; p++) {
        hours += build_hours(b, p, solution->tours[p].choice);
        wishes += build_same_start(b, p, solution->tours[p].choice);
        uneven += build_uneven(b, p, solution->tours[p].choice);
        for (int day = 0; day < b->problem.n_days; day++) {
            int choice = solution->tours[p].choice[day];
            wishes += build_wishes(b, p, day, choice);
            if (choice >= 0)
                premium += build_premium(b, p, choice);
        }
    }
    fill_cover_costs(out, b, solution->given_to);
    out->cost_premium = currency(b, premium);
    out->cost_wishes = currency(b, wishes);
    out->cost_hours = currency(b, hours);
    out->cost_uneven = currency(b, uneven);
    out->cost_training = currency(b, training);
    double parts = out->cost_short + out->cost_surplus + out->cost_duty + out->cost_hours +
                   out->cost_premium + out->cost_wishes + out->cost_uneven + out->cost_training;
    if (b->locks)
        out->n_changed = locks_changes(&out->cost_changes, b->locks, out);
    out->value = currency(b, solution->value) - out->cost_changes;
    out->cost_care = out->value - parts;
    if (fabs(out->cost_care) < 1e-9 * fabs(out->value)) /* sums of doubles, not a care rule */
        out->cost_care = 0;
}

static void fill_dual(struct roster *out, const struct build *b, const double *dual)
{
    int n = b->problem.n_posts * b->problem.n_rows;
    if (!dual)
        return;
    out->n_dual = b->problem.n_posts;
    out->dual = ARENA_ARRAY(b->arena, double, n);
    for (int i = 0; i < n; i++)
        out->dual[i] = currency(b, llround(dual[i]) * UNITS_PER_H);
}

/* The same back; NULL if it is none of these posts'. */
static double *dual_of(const struct build *b, const struct roster *start)
{
    int n = b->problem.n_posts * b->problem.n_rows;
    if (!start || !start->dual || start->n_dual != b->problem.n_posts)
        return NULL;
    double *dual = ARENA_ARRAY(b->arena, double, n);
    for (int i = 0; i < n; i++)
        dual[i] = start->dual[i] / (UNITS_PER_H * b->problem.currency_per_grain);
    return dual;
}

static void fill_roster(struct roster *out, const struct build *b, struct solution *solution)
{
    fill_duties(out, b, solution->tours);
    fill_costs(out, b, solution, training_place(out, b, solution));
    fill_dual(out, b, solution->dual);
    fill_offers(out, b);
    out->bound = currency(b, solution->bound) - out->cost_changes;
    out->bends = b->bends;
    out->forced = currency(b, solution->forced);
    double base = fmax(out->value - out->forced - out->cost_uneven, out->week_wages / 100);
    out->gap = out->value > out->bound ? (out->value - out->bound) / base : 0;
}

/* The roster lacks somebody at a hard post. */
static bool lacks_hard(const struct build *b, const struct solution *solution)
{
    const struct problem *p = &b->problem;
    int first = (p->n_posts - b->n_duty) * p->n_rows;
    for (int i = 0; i < b->n_duty * p->n_rows; i++) {
        int at = first + i;
        int32_t given = p->given ? p->given[at] : 0;
        if (b->duty[i / p->n_rows].is_hard && solution->given_to[at] + given < p->cover[at].need)
            return true;
    }
    return false;
}

/* Hard posts lack somebody: proven for every roster, or of this one only. */
static void refuse(struct roster *out, const struct build *b, const struct run *run,
                   struct diags *diags)
{
    struct conflict conflict;
    struct text words = {0}, repair = {0};
    enum conflict_end end = conflict_find(&conflict, b, run);
    if (end == CONFLICT_PROVEN) {
        conflict_say(&words, &conflict);
        conflict_say_repair(&repair, &conflict);
        diag_error(diags, &b->plan->site.at, "no roster has %s; what would do: %s", words.bytes,
                   repair.bytes);
        out->end = ROSTER_INFEASIBLE;
    } else {
        diag_error(diags, &b->plan->site.at,
                   "the roster found lacks people at hard posts, and that every one does is not "
                   "proven; %s",
                   end == CONFLICT_NONE ? "one without a lack exists: give more time or iterations"
                                        : "what would do: the posts are priced, not hard");
        out->end = ROSTER_NONE;
    }
    text_free(&words);
    text_free(&repair);
}

enum status scheduler_roster(struct roster *out, const struct plan *plan,
                             const struct horizon *horizon, const struct requirement *requirement,
                             double price_factor, const struct roster *start,
                             const struct locks *locks, struct arena *arena, struct run *run,
                             struct diags *diags)
{
    struct build b;
    struct solution solution = {0};
    *out = (struct roster){.horizon = *horizon,
                           .end = ROSTER_NONE,
                           .value = NAN,
                           .bound = NAN,
                           .forced = NAN,
                           .gap = NAN};
    TRY(build_problem(&b, plan, horizon, requirement, price_factor, locks, arena, diags));
    if (locks && price_factor == 1)
        explain_bent(&b, diags);
    struct engine_start from = {.tours = start ? tours_of_roster(&b, start, NULL) : NULL,
                                .dual = dual_of(&b, start)};
    TRY(engine_solve(&solution, &b.problem, &from, arena, run, diags));
    out->end = solution.end;
    out->iterations = solution.rounds + solution.neighbourhoods;
    out->reproducible = !run->stopped_by_clock;
    out->seconds = run_elapsed_s(run);
    out->week_wages = b.week_wages;
    fill_absences(out, &b);
    if (solution.end == ROSTER_INFEASIBLE) {
        int n = explain_infeasible(&b, diags);
        assert(n > 0);
        (void)n;
    } else if (solution.tours && lacks_hard(&b, &solution)) {
        refuse(out, &b, run, diags);
    } else if (solution.tours) {
        fill_roster(out, &b, &solution);
        if (price_factor == 1 && !start)
            explain_scarce(&b, solution.tours, diags);
    }
    return OK;
}

enum status scheduler_program(struct lp **out, const struct plan *plan,
                              const struct horizon *horizon, const struct requirement *requirement,
                              const struct locks *locks, struct arena *arena, struct diags *diags)
{
    struct build b;
    *out = NULL;
    TRY(build_problem(&b, plan, horizon, requirement, 1, locks, arena, diags));
    return full_program(out, NULL, &b.problem, diags);
}

enum status scheduler_relax(struct relaxation *out, const struct plan *plan,
                            const struct horizon *horizon, const struct requirement *requirement,
                            const struct roster *start, struct arena *arena, struct run *run,
                            struct diags *diags)
{
    struct build b;
    struct solution solution = {0};
    struct roster parts = {0};
    *out = (struct relaxation){.bound = NAN, .value = NAN};
    TRY(build_problem(&b, plan, horizon, requirement, 1, NULL, arena, diags));
    struct engine_start from = {.dual = dual_of(&b, start)};
    TRY(engine_bound(&solution, &b.problem, &from, arena, run, diags));
    out->week_wages = b.week_wages;
    out->rounds = solution.rounds;
    if (!solution.dual)
        return OK;
    out->is_known = true;
    out->bound = currency(&b, solution.bound);
    out->value = currency(&b, solution.relaxed);
    fill_cover_costs(&parts, &b, solution.given_to);
    out->cost_short = parts.cost_short;
    out->cost_surplus = parts.cost_surplus;
    fill_dual(&out->guide, &b, solution.dual);
    count_hours(out, &b, solution.given_to);
    return OK;
}
