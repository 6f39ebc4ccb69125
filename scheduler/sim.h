/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim.h - does a roster hold?  Discrete events over the roster's weeks, many times over.
 * Reads plan, demand, requirement and roster; includes base only.  Model: doc/simulation.md. */
#ifndef RONDA_SCHEDULER_SIM_H
#define RONDA_SCHEDULER_SIM_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/run.h"

enum sim_handling { SIM_LOG_NORMAL, SIM_EXPONENTIAL };

#define SIM_HANDLING_CV 0.8   /* deviation of handling times over their mean */
#define SIM_HALF_WIDTH 0.005  /* of the weekly service level */
#define SIM_REPLICATIONS 1000 /* cap */
#define SIM_FEWEST_RUNS 32    /* replications before the half-width is looked at */

struct sim_options {
    double half_width; /* stop when every queue's weekly service level is as close; < 0: never */
    bool decide;       /* go on while a target of the week lies within 1.5 of its band */
    int replications;  /* at most, >= 2 */
    enum sim_handling handling;
    double handling_cv; /* log-normal only, >= 0 */
    double volume_cv;   /* of a day's common factor; NAN: the forecast's own */
};
static inline struct sim_options sim_defaults(void)
{
    return (struct sim_options){.half_width = SIM_HALF_WIDTH,
                                .replications = SIM_REPLICATIONS,
                                .handling = SIM_LOG_NORMAL,
                                .handling_cv = SIM_HANDLING_CV,
                                .volume_cv = (double)__builtin_nanf("")};
}

/* A mean over the replications and the half-width of its 95 % band; NAN where nothing came. */
struct sim_measure {
    double mean, half;
};

/* A queue over a slot, a day or all: contacts by the slot in which they come. */
struct sim_span {
    double calls;                     /* offered, mean of the replications */
    double people;                    /* who can serve the queue and are at work, mean */
    struct sim_measure service_level; /* by the queue's definition; 20 s where none is asked */
    struct sim_measure asa_s;         /* mean wait of those answered */
    struct sim_measure wait_s;        /* mean wait of all, those who gave up with theirs */
    struct sim_measure abandoned;     /* share */
    struct sim_measure occupancy;     /* of these people, whatever they serve */
    struct sim_measure retried;       /* share of the contacts that come again after giving up */
    struct sim_measure called_back;   /* share that left a number */
    struct sim_measure promise_kept;  /* of these, rung back within the time promised */
    struct sim_measure backlog_h;     /* deferred work left at the end, hours; NAN for lines */
};

enum sim_verdict { SIM_NO_TARGET, SIM_HOLDS, SIM_OPEN, SIM_MISSED, N_SIM_VERDICTS };
extern const char *const sim_verdict_names[N_SIM_VERDICTS]; /* none holds open missed */

struct sim_queue {
    bool is_simulated;     /* else: no contacts are forecast */
    bool is_deferred;      /* not a line: service is the share done before its deadline, people and
                              occupancy those who can work on it, waits are NAN */
    double reserved_h;     /* of no line: person-hours kept for its head-counts, taken from people
                              who could serve a line too */
    struct sim_span *slot; /* [n_slots] */
    struct sim_span *day;  /* [n_days] */
    struct sim_span week;
    double weeks_held;        /* share of the replications whose service level reaches the target */
    enum sim_verdict verdict; /* of the service level, wait, abandonment and occupancy over all:
                                 beyond the band or not */
};

/* A slot of a queue that misses its service level; worst first, by contacts not in time. */
struct sim_weak {
    int queue, slot;
    double missing; /* contacts a replication short of the target */
};

struct sim_result {
    struct grid grid;
    int n_days, n_queues, n_replications;
    bool reached;            /* the half-width was */
    double contacts;         /* simulated in all */
    struct sim_queue *queue; /* [n_queues] */
    struct sim_weak *weak;   /* [n_weak] */
    int n_weak;
    enum sim_verdict verdict; /* the worst of the queues */
};

/* Deterministic in plan, demand, requirement, roster, options and run->seed, whatever run->pool,
 * unless run stops it between batches.  Everything in `arena`.
 *   demand, requirement   over roster->horizon's grid; requirement->need counts for the queues that
 *                         are no lines: so many people are kept for them
 * Cost: about 0.2 microseconds a contact. */
void sim_roster(struct sim_result *out, const struct plan *plan, const struct demand *demand,
                const struct requirement *requirement, const struct roster *roster,
                const struct sim_options *options, struct arena *arena, struct run *run);

#endif
