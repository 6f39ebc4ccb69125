/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_scratch.h - the state of a replication, a worker's own. */
#ifndef RONDA_SCHEDULER_SIM_SCRATCH_H
#define RONDA_SCHEDULER_SIM_SCRATCH_H

#include "scheduler/sim_line.h"

#define NOBODY (-1)

struct list {
    int first, last;
};

enum whereabouts { OUT, IDLE, BUSY, AWAY };
struct server {
    int64_t idle_since, here_since;
    int64_t owed, until;        /* pauses not yet taken; reserved until */
    int next, prev;             /* in the list that it is in */
    int line, n_held, n_listed; /* n_listed: the list of its line's part-time servers, 0: none */
    int64_t since,
        next_end; /* the number held; the heap's valid word (of lines with pace, and when away) */
    enum whereabouts place;
    bool is_absent, goes;
    double pace;
};

struct line {
    struct sim_waiting w;
    struct list *part; /* [concurrency] by contacts held */
    int *group;        /* [n_groups] that can serve it, first the n_own that do so at once */
    int n_groups, n_own;
    bool yields; /* some of its people serve a line that comes before it by priority */
};

struct group {
    struct list idle;
    int *line; /* [n_lines] by priority */
    int n_lines;
};

struct sim_scratch {
    const struct sim_model *model;
    struct sim_counts *counts;
    struct server *server;
    struct line *line;
    struct group *group;
    uint64_t *heap; /* [n_heap] instant and server */
    int n_heap, heap_cap;
    int64_t *end; /* [n_servers * most_held] of contacts in hand, lines with pace */
    int most_held;
    bool hole; /* heap[0] has been taken and may be written over */
    int64_t now, slot_end;
    int slot;      /* that holds now */
    int64_t *late; /* [n_servers] ticks; below 0: does not come */
};

#endif
