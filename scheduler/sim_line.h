/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_line.h - a line during a replication: who has come, who waits, who comes again.
 * A line is a span [head, next) of an array of contacts, since it is served in order: no queue is
 * stored.  A special line (one whose callers try again, or that flows over to other groups) has
 * events of its own beside arrivals. */
#ifndef RONDA_SCHEDULER_SIM_LINE_H
#define RONDA_SCHEDULER_SIM_LINE_H

#include "scheduler/sim_part.h"

/* Instants with an index below 2^24, earliest first. */
struct sim_heap {
    uint64_t *key;
    int n, cap;
};

struct sim_waiting {
    struct sim_contact *contact; /* in order of coming */
    int next, head;              /* not yet come, first not yet served */
    int64_t next_at;             /* the line's next event */
    int slot;                    /* of the contact at head */
    int64_t slot_end;
    bool is_special;
    struct sim_contacts drawn;
    /* special lines only */
    struct sim_contacts came, again; /* who has come, first or again; who will come again */
    int n_drawn;                     /* of drawn: have come */
    struct sim_heap leaving;         /* contacts of came: when they give up */
    struct sim_heap coming;          /* contacts of again: when they come */
    int64_t due_at;                  /* when the head flows over */
    struct rng rng;
};

/* Draws the line's contacts; cell[n_slots] as of sim_draw_line. */
void sim_line_begin(struct sim_waiting *out, struct sim_count *cell, const struct sim_model *model,
                    int l, int replication);
/* Of a special line: the next arrival comes; false when what is next is no arrival.
 * cell[n_slots] counts who comes again. */
bool sim_line_come(struct sim_waiting *w, struct sim_count *cell, const struct sim_model *model);
/* The last who came waits: remembers when patience ends. */
void sim_line_joined(struct sim_waiting *w);
/* Whoever gives up now comes again, perhaps. */
void sim_line_give_up(struct sim_waiting *w, const struct sim_model *model,
                      const struct sim_line *line, int64_t now);
/* The contact gave up: the first to notice draws whether it comes again. */
void sim_line_try_again(struct sim_waiting *w, const struct sim_model *model,
                        const struct sim_line *line, int contact);
/* Next event after something has changed. */
void sim_line_refresh(struct sim_waiting *w, const struct sim_line *line, int64_t now);
void sim_line_free(struct sim_waiting *w);

#endif
