/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scheduler.h - from a plan and its requirement to a roster.
 *
 * The problem, in the terms of problem.h.
 *
 * Sets: a people, each of a group g(a) and perhaps a team; p posts (queues), and side posts s; t
 * rows (slots); c choices (a shift at a start on a day); T_a the tours of a person: at most one
 * choice a day, pauses placed within their windows, all hard limits kept.
 *
 * Data: cost_a(tour), grains: its choices, days off, and priced limits; u_t(tour), units: the
 * presence it gives to row t, four a minute of a full person, pauses taken out; w_g, the part of a
 * person that counts as work, below 0 for who takes from the work of others (w, q and the posts
 * served may differ from row to row, by newcomers' stages); v_ts(tour), units on duty, pauses or
 * not, on all rows of its shifts or on their first; q_gs, the part that counts towards side post s,
 * below 0 for who takes from it; phi_pt(y), grains: convex piecewise-linear price of y units of
 * post p on row t against its need.
 *
 * Variables: z_a,tour in {0, 1}; x_gpt >= 0, units that group g gives post p on row t.
 *
 *   minimise    sum_a sum_tours cost_a(tour) z_a,tour + sum_pt phi_pt(sum_g x_gpt)
 *               + sum_st phi_st(sum_a q_g(a)s sum_tours v_ts(tour) z_a,tour)
 *   subject to  sum_tours z_a,tour = 1                                     every person a
 *               sum_p served by g x_gpt = w_g sum_a of g sum_tours u_t(tour) z_a,tour   every g, t
 *               of a team at any tick, on a pause <= max(1, floor(share * on shift))
 *
 * Dual.  Relax the middle rows with prices pi_pt (worth of one unit more at post p on row t) and
 * leave out the last:
 *
 *   L(pi) = sum_pt min_y (phi_pt(y) + pi_pt y)                     side posts too
 *         + sum_a min_{tour in T_a} (cost_a(tour) - sum_t u_t(tour) w_g max_{p served by g} pi_pt
 *                                    - sum_ts v_ts(tour) q_gs pi_st)
 *
 * is a lower bound of every roster's cost for every pi >= -(last slope of phi).  The engine cuts pi
 * into the slopes' box and rounds it to multiples of 1/256 grain; costs and units are whole, so
 * each sum is a dyadic number that a double holds exactly (below 2^44 grains, asserted), and the
 * bound is exact, whenever the search for a good pi stops.  The inner minimum over tours is solved
 * exactly: pauses by a chain program a choice and group (breaks.c), days by a dynamic program over
 * the automaton of the person's limits (automaton.c, space.c, pricing.c).
 *
 * The search: bundle.c (bound), dive.c and improve.c (roster), colgen.c and lpdive.c (small and
 * day-level problems), engine.c (the whole).  forced.c says what total minutes force on any roster;
 * the gap is (value - bound) / max(value - forced - cost of uneven burdens, 1 % of the wages). */
#ifndef RONDA_SCHEDULER_SCHEDULER_H
#define RONDA_SCHEDULER_SCHEDULER_H

#include "base/locks.h"
#include "base/plan.h"
#include "base/run.h"

/* Translate, solve, translate back.  All memory of *out in `arena`.
 * price_factor: scales the price of a missing hour (1 as it is; 0.5 and 2 for the planner's page).
 * start: a roster to begin with, and its duals, or NULL; of agents who have a day in it that is not
 * legal here, or not of this horizon, others are found. locks: what of an earlier roster holds and
 * what changes cost, or NULL. Infeasible: out->end says so, and a diag names the agent and the
 * rules in conflict. */
enum status scheduler_roster(struct roster *out, const struct plan *plan,
                             const struct horizon *horizon, const struct requirement *requirement,
                             double price_factor, const struct roster *start,
                             const struct locks *locks, struct arena *arena, struct run *run,
                             struct diags *diags);

/* The same problem as one integer program (full.h); the caller's to free. */
struct lp;
enum status scheduler_program(struct lp **out, const struct plan *plan,
                              const struct horizon *horizon, const struct requirement *requirement,
                              const struct locks *locks, struct arena *arena, struct diags *diags);

/* The least that a roster can cost, without one: it lies at or above `bound`; a mixture of weeks
 * costs `value`, and no search raises the bound above that.  Hours and costs of cover are the
 * mixture's.  start: whose duals to begin with, or NULL.  run->iteration_limit: rounds at most.
 * All memory in arena. */
struct relaxation {
    bool is_known; /* false: infeasible, or stopped before there was anything */
    double bound, value, week_wages;
    double cost_short, cost_surplus, hours_short, hours_surplus;
    struct roster guide; /* its duals only */
    long rounds;
};
enum status scheduler_relax(struct relaxation *out, const struct plan *plan,
                            const struct horizon *horizon, const struct requirement *requirement,
                            const struct roster *start, struct arena *arena, struct run *run,
                            struct diags *diags);

#endif
