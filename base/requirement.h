/* SPDX-License-Identifier: GPL-3.0-or-later */
/* requirement.h - people needed per slot and queue, and what it costs to miss it. */
#ifndef RONDA_BASE_REQUIREMENT_H
#define RONDA_BASE_REQUIREMENT_H

#include "base/time.h"

/* What is dialled of outbound queues' lists in each slot, as their work is laid.  Arrays are
 * [n_queues * n_slots], queue-major. */
struct dialled {
    double *dials, *reached; /* people, of whom so many answer; 0 where there is no list */
    double *dial_s;          /* a person's time for each dial; 0 where dials run ahead of people */
    double *open_s;          /* time of the slot in which may be dialled */
};

/* Arrays are [n_queues * grid.n_slots], queue-major.  need: people rostered (shrinkage already
 * divided in), >= 0, whole numbers unless a client's file or pooling says otherwise. */
struct requirement {
    struct grid grid;
    int n_queues;
    double *need;
    double *need_base;      /* before shrinkage; NULL if given by the client */
    double *price_short;    /* [n_queues] currency a missing person-hour */
    double *price_surplus;  /* [n_queues] currency a surplus person-hour */
    struct dialled dialled; /* of our staffing; members NULL: none */
    char *source; /* [n_queues] 's' our staffing, 'c' the client's head-counts, '-' none */
};

/* What a slot's people of one group, those who serve the same queues, do for one of these.  Each
 * person counts once in all, in parts where they are shared out; people on a pause are not there.
 */
struct group_share {
    int slot, queue;
    uint64_t group; /* queues that its people serve; 0: those on duty from before the horizon */
    double need;    /* what of the queue's need falls to the group: all groups' are the queue's */
    double given;   /* all queues' are the group's people */
};

/* Prices rise with the distance from the need, so that a lack is spread before it is piled up and a
 * small queue is not left alone for a large one.  Per queue and slot, the people missing (or over)
 * up to `share` of the need, rounded up to whole people, and at least up to `people`, cost `factor`
 * times the queue's price; those beyond it the next step's.  The last step has no end.  Steps are
 * whole people because rosters are: a finer step would be a price that none can avoid. */
struct price_step {
    double share, people, factor;
};
enum { N_SHORT_STEPS = 3, N_SURPLUS_STEPS = 2 };
extern const struct price_step short_steps[N_SHORT_STEPS], surplus_steps[N_SURPLUS_STEPS];

#endif
