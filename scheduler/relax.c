/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relax.c - an automaton with every counter multiplies their values.  Where that grows too large,
 * counts of days are left out, the loosest first, until what is left stays small: the automaton
 * then says what a tour costs at least, and labels.c counts the rest along the few tours that
 * matter. Minutes, runs, weekends and successions stay in, as they bind nearly always.  Limits on
 * instants (gaps, long rests) do not go together with that. */
#include "scheduler/relax.h"

#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"

struct candidate {
    int index, hi;
};

/* The loosest first. */
static int by_looseness(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return x->hi != y->hi ? (x->hi > y->hi ? -1 : 1) : x->index - y->index;
}

static int list_candidates(struct candidate *list, const struct person *person)
{
    int n = 0;
    for (int i = 0; i < person->n_limits; i++) {
        const struct limit *limit = &person->limits[i];
        if (limit->kind == LIMIT_GAP || limit->kind == LIMIT_LONG_REST)
            return 0;
        if (limit->kind == LIMIT_COUNT && limit->lo <= 0 && !limit->block_of_day &&
            limit->price_hi >= GRAIN_FORBIDDEN)
            list[n++] = (struct candidate){i, limit->hi};
    }
    qsort(list, (size_t)n, sizeof *list, by_looseness);
    return n;
}

/* The automaton without the first `n_out` candidates. */
static bool try_automaton(struct space *space, const struct person *person, const bool *available,
                          const struct candidate *list, int n_out, int most)
{
    struct person kept = *person;
    struct limit *in = NEW_ARRAY(struct limit, person->n_limits + 1);
    kept.limits = in;
    kept.n_limits = 0;
    for (int i = 0; i < person->n_limits; i++) {
        bool out = false;
        for (int k = 0; k < n_out; k++)
            out = out || list[k].index == i;
        if (!out)
            in[kept.n_limits++] = person->limits[i];
    }
    space->automaton =
        automaton_new(&kept, space->kinds, space->n_kinds, space->n_days, available, most);
    mem_free(in);
    return space->automaton != NULL;
}

static void keep_out(struct space *space, const struct person *person, const struct candidate *list,
                     int n_out)
{
    space->kept_out = NEW_ARRAY(struct limit, n_out + 1);
    space->relaxed = *person;
    space->relaxed.limits = space->kept_out;
    space->relaxed.n_limits = n_out;
    for (int k = 0; k < n_out; k++)
        space->kept_out[k] = person->limits[list[k].index];
}

bool relax_automaton(struct space *space, const struct person *person, const bool *available,
                     int small)
{
    struct candidate *list = NEW_ARRAY(struct candidate, person->n_limits + 1);
    int n = list_candidates(list, person), n_out = 0;
    bool made = try_automaton(space, person, available, list, 0, n > 0 ? small : MAX_STATES);
    if (!made && n > 0) {
        /* The fewest out that make it small: between lo, too few, and hi, enough or all. */
        int lo = 0, hi = n;
        while (hi - lo > 1) {
            int middle = (lo + hi) / 2;
            bool fits = try_automaton(space, person, available, list, middle, small);
            automaton_free(space->automaton);
            space->automaton = NULL;
            lo = fits ? lo : middle;
            hi = fits ? middle : hi;
        }
        n_out = hi;
        made = try_automaton(space, person, available, list, n_out, MAX_STATES);
    }
    keep_out(space, person, list, n_out);
    mem_free(list);
    return made;
}
