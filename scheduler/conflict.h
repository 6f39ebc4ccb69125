/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conflict.h - why a roster cannot have all who must be on duty: rules, days and people of which
 * each is needed for the proof, and the cheapest change that does. */
#ifndef RONDA_SCHEDULER_CONFLICT_H
#define RONDA_SCHEDULER_CONFLICT_H

#include "base/run.h"
#include "base/text.h"
#include "scheduler/build.h"

/* What the proof rests on.  A reason dropped is dropped for everybody; a person dropped is bound by
 * nothing any more. */
struct conflict {
    const struct build *build;
    bool *day;    /* [n_duty * n_days] the post must be full on that work date */
    bool *reason; /* [n_reasons] */
    bool *person; /* [n_agents] who counts at such a post */
    uint64_t seed;
};

enum conflict_end {
    CONFLICT_NONE,   /* some roster has all who must be there */
    CONFLICT_PROVEN, /* none has: the conflict is irreducible */
    CONFLICT_OPEN    /* neither is known */
};
/* Arrays in the build's arena. */
enum conflict_end conflict_find(struct conflict *out, const struct build *build,
                                const struct run *run);

/* Phase one: nothing has a price but hard posts that lack somebody.  Whether a bound above 0 proves
 * that someone always lacks; *can: a roster was found in which nobody does. */
bool conflict_is_proven(const struct conflict *conflict, bool *can);

/* The conflict in words, and the first change that makes a roster possible with everything else as
 * it is, tried: an agent's leave, contract or papers, a rule for all, the post. */
void conflict_say(struct text *out, const struct conflict *conflict);
void conflict_say_repair(struct text *out, const struct conflict *conflict);

#endif
