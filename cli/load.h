/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.h - what most verbs begin with: a plan folder read, the week chosen, the run set up. */
#ifndef RONDA_CLI_LOAD_H
#define RONDA_CLI_LOAD_H

#include "base/plan.h"
#include "cli/command.h"
#include "io/plan_read.h"

struct loaded {
    const char *folder;
    struct doc *doc;
    struct plan *plan;
    struct arena *arena; /* for what the verb makes */
};

struct event_file;

/* What is other than in the folder: one of a merge patch's file, a knob and its setting, an event,
 * a patch as text. */
struct plan_change {
    const char *patch;
    const char *knob, *setting;
    const char *text;         /* "knob=setting", for faults */
    struct event_file *event; /* io/event.h: what happened, read from event_file */
    const char *event_file;
    const char *json; /* a merge patch as text */
};

/* The folder as a plan, under the command's options; with a change, what it would be then.
 * load_free in any case. */
enum status load_plan(struct loaded *out, struct command *command, const char *folder,
                      const struct plan_change *change);
void load_free(struct loaded *loaded);

/* First work date of the week asked for: the site's week that holds the date given, or the first
 * after the last call. */
enum status load_week(int32_t *first, const struct loaded *loaded, struct command *command);

int load_n_weeks(const struct command *command); /* --weeks, else 1 */

/* Plan and first week. */
enum status load_plan_week(struct loaded *out, int32_t *first, struct command *command);

/* A stage's table to the file that --out names, or to the standard output; frees it. */
enum outcome load_deliver(struct text *table, struct command *command);

/* Seed, budgets and workers from the options; the pool lives until load_end_run. */
void load_begin_run(struct command *command);
void load_end_run(struct command *command);

#endif
