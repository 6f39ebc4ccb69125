/* SPDX-License-Identifier: GPL-3.0-or-later */
/* revise.h - what is published now, against what was: which entries are new, changed, gone. */
#ifndef RONDA_IO_PUBLISH_REVISE_H
#define RONDA_IO_PUBLISH_REVISE_H

#include "io/publish/register.h"

#define SHOWN_DAYS_BACK 14
#define SHOWN_DAYS_AHEAD 60
#define KEPT_DAYS_BACK 60

struct revision {
    const struct plan *plan;
    const struct roster *roster; /* NULL: what is published stays, the plan's leave is looked at */
    int64_t now;
    int32_t shown_from, shown_to; /* dates [from, to) of a feed */
    int32_t kept_from;            /* rows that end before it are forgotten */
    int number;                   /* of this revision: the highest of the register + 1 */
    struct arena *arena;          /* for what the rows hold */
};
void revision_begin(struct revision *out, const struct plan *plan, const struct roster *roster,
                    const struct records *old, int64_t now, struct arena *arena);

/* Appends the agent's rows of today to `out`, given those of before, by kind, date, number: an
 * entry whose visible content is the same keeps its version; one that has changed, come back or
 * gone gets sequence + 1, the stamp (never an earlier one) and the revision.  The words of what is
 * shown are in `words`, which may be reset after. */
void revise_agent(struct records *out, const struct revision *revision, int agent,
                  const struct record *old, int n_old, struct arena *words);
/* Rows of someone whom the plan does not have: kept as they are. */
void revise_stranger(struct records *out, const struct revision *revision, const struct record *old,
                     int n_old);

/* The entry lies in the dates of the roster that is published. */
bool revision_covers(const struct revision *revision, const struct ics_entry *entry);
/* ... in [from, to), whole days if they touch it. */
bool entry_within(const struct ics_entry *entry, int32_t from, int32_t to);

#endif
