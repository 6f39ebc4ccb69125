/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_part.h - what the files of the simulation share among themselves.
 * Time is ticks of 2^-16 s since the grid's begin: 38 bits hold six weeks, so that an instant and a
 * server fit into one word of the heap. */
#ifndef RONDA_SCHEDULER_SIM_PART_H
#define RONDA_SCHEDULER_SIM_PART_H

#include "base/mem.h"
#include "base/rng.h"
#include "scheduler/sim.h"

#define SIM_TICKS 65536 /* a second */
#define SIM_SERVER_BITS 24
#define SIM_NEVER INT64_MAX
#define SIM_TICKS_MOST UINT32_MAX /* of a handling time or patience: 18 hours */

/* One duty as the simulation sees it. */
struct sim_server {
    int group;
    int64_t come;          /* when its shift begins */
    double pace;           /* a contact takes it so many times as long */
    uint64_t absence_item; /* of the stream of absences: agent and day, so that rosters share it */
    double absence;        /* chance of not coming */
};

/* What the roster asks of a server: to come, to leave its work for a while, to go. */
enum sim_turn { SIM_COME, SIM_PAUSE, SIM_RESERVED, SIM_GO };
struct sim_event {
    int64_t at;
    int64_t length; /* SIM_PAUSE: how long; SIM_RESERVED: until when */
    int server;
    enum sim_turn turn;
};

/* A simulated queue: a line, or work that waits for a deadline. */
struct sim_line {
    int queue;                 /* of the plan */
    int reach;                 /* work: slots in which it may be done; 0: a line */
    int priority;              /* lowest first */
    int64_t overflow;          /* wait after which a group takes it that is not its own */
    int64_t callback, promise; /* wait after which a number is left, 0: never; rung back within */
    double retry_share, retry_s;
    const double *spread; /* [n_spread] factors of the handling time at even steps, mean 1; NULL */
    int n_spread;
    int concurrency; /* contacts a person holds at once */
    double *pace;    /* [concurrency] handling time while a person holds 1, 2, ... over that at the
                        last; NULL: all equal */
    int64_t answer, short_abandon; /* ticks */
    double patience_s;             /* NAN: nobody gives up */
    double abuse_share, recovery_s;
    double volume_sigma, volume_mu;             /* log of a day's factor */
    double *rate;                               /* [n_slots] contacts a tick while open */
    double *aht_s;                              /* [n_slots] */
    int64_t *open_from, *open_to;               /* [n_slots] ticks */
    double *open_share;                         /* [n_slots] of the slot; NULL for lines */
    const double *dials, *reach_share, *dial_s; /* [n_slots] of lists that people dial one by one:
                                       how many, the share that answers, seconds each; NULL */
};

/* People who serve the same: bit l is line l, bit d of `deferred` work n_lines + d. */
struct sim_group {
    uint64_t lines;
    uint64_t own; /* of lines: without waiting for the overflow */
    uint64_t deferred;
};

/* Time of a server for deferred work that is known beforehand: kept for it, or without a line. */
struct sim_kept {
    int server, slot;
    int64_t ticks;
};

/* Constant during the replications. */
struct sim_model {
    const struct plan *plan;
    struct grid grid;
    int n_days;
    const int *day_of; /* [n_slots] */
    int64_t slot_ticks;
    struct sim_line *line; /* [n_lines], then [n_deferred] */
    int n_lines, n_deferred;
    struct sim_group *group; /* [n_groups] */
    int n_groups;
    struct sim_kept *kept; /* [n_kept] */
    int n_kept;
    struct sim_server *server; /* [n_servers] */
    int n_servers;
    struct sim_event *event; /* [n_events] in time order, then one at SIM_NEVER */
    int n_events;
    double *reserved_h; /* [n_queues] */
    uint64_t seed;
    enum sim_handling handling;
    double handling_mu, handling_sigma; /* log-normal of mean 1 */
    double late_share, late_s;
};

void sim_model(struct sim_model *out, const struct plan *plan, const struct demand *demand,
               const struct requirement *requirement, const struct roster *roster,
               const struct sim_options *options, uint64_t seed, struct arena *arena);

/* Counts of one replication, by the slot in which the contact came. */
struct sim_count {
    uint32_t offered, answered, in_time, abandoned, abandoned_in_time, abandoned_short;
    uint32_t retried, called_back, kept_promise; /* of offered, of answered, of called_back */
    int64_t wait_answered, wait_abandoned;       /* ticks */
};
/* Counts of a span. */
struct sim_tally {
    uint64_t offered, answered, in_time, abandoned, abandoned_in_time, abandoned_short;
    uint64_t retried, called_back, kept_promise;
    int64_t wait_answered, wait_abandoned, busy, staffed;
};
/* Service level y / x by a definition. */
void sim_service(double *y, double *x, const struct sim_tally *t, enum sl_definition definition);

/* Deferred work of a slot. */
struct sim_work {
    double in_time;    /* share of what came in it */
    double left;       /* ticks when it ends */
    double done, able; /* ticks: worked in it, and of those who could work on it */
};
struct sim_counts {
    struct sim_count *cell;  /* [(n_lines + n_deferred) * n_slots] */
    struct sim_work *work;   /* [n_deferred * n_slots] */
    int64_t *busy, *staffed; /* [n_groups * n_slots] person-ticks */
};

/* Contacts of a line in time order; ticks. */
struct sim_contact {
    int64_t at;
    uint32_t handling, patience;
};
struct sim_contacts {
    struct sim_contact *contact; /* [n] */
    int n, cap;
};

/* The line's contacts of a replication, and their number a slot.
 *   cell[n_slots]   out   only `offered` */
void sim_draw_line(struct sim_contacts *out, struct sim_count *cell, const struct sim_model *model,
                   int line, int replication);
/* Work of the lists that are dialled one by one, ticks, added to load[n_slots]; those who answer
 * are added to `offered`. */
void sim_draw_dials(double *load, struct sim_count *cell, const struct sim_model *model, int line,
                    int replication);
bool sim_draw_absence(const struct sim_model *model, int server, int replication);
int64_t sim_draw_lateness(const struct sim_model *model, int server, int replication); /* ticks */
/* Whether and how who has given up comes again: out->at is the delay, handling stays. */
void sim_seed_retries(struct rng *rng, const struct sim_model *model, int line, int replication);
bool sim_draw_retry(struct sim_contact *out, const struct sim_line *line, struct rng *rng);

/* Deferred work of a replication whose lines have been run: counts->work.
 *   late[n_servers]   ticks by which a server comes late; below 0: not at all */
void sim_backlog(struct sim_counts *counts, const struct sim_model *model, const int64_t *late,
                 int replication);
/* The same with given work and people, the earliest deadline first: a week among weeks like it.
 *   work[n_deferred * n_slots]    out
 *   load[n_deferred * n_slots]    ticks that come in the slot
 *   able[n_groups * n_slots]      ticks of the group's people */
void sim_earliest_first(struct sim_work *work, const struct sim_model *model, const double *load,
                        const double *able);

/* Whether the roster has learners in tandem without a mentor named; the part of their time that
 * such learners take of whose duty it is; how many times as long a contact takes an agent on a date
 * who is guiding for that part of it. */
bool sim_any_guided(const struct plan *plan, const struct roster *roster);
double sim_guided_part(const struct plan *plan, const struct roster *roster,
                       const struct duty *duty);
double sim_pace(const struct plan *plan, int agent, int32_t date, double guiding);

struct sim_scratch; /* of a worker */
struct sim_scratch *sim_scratch_new(const struct sim_model *model);
void sim_scratch_free(struct sim_scratch *scratch);

/* One replication; counts are overwritten. */
void sim_replicate(struct sim_counts *out, const struct sim_model *model, int replication,
                   struct sim_scratch *scratch);

#endif
