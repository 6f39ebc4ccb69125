/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nrp.h - a published nurse-rostering instance: its text format, its rules, its way into the
 * engine's problem and the roster's way back.
 *
 * The format (Curtois and Qu 2014): `#` begins a comment; a line SECTION_... opens a section, a
 * blank line ends it; lines may end in CR LF; fields are separated by commas. SECTION_HORIZON days;
 * day 0 is a Monday SECTION_SHIFTS              id, minutes, ids that may not follow it the next
 * day, `|` between SECTION_STAFF               id, most of each shift (S=n|...), most minutes,
 * fewest minutes, longest run of work, shortest run of work, shortest run of days off, most
 * weekends SECTION_DAYS_OFF            id, days on which the person must not work
 *   SECTION_SHIFT_ON_REQUESTS   id, day, shift, price if the person does not work that shift then
 *   SECTION_SHIFT_OFF_REQUESTS  id, day, shift, price if the person does
 *   SECTION_COVER               day, shift, people needed, price of each missing, of each surplus
 *
 * Hard rules: at most one shift a day; days off; forbidden successions on consecutive days; minutes
 * and counts of each shift over the horizon; weekends, where one counts if Saturday or Sunday is
 * worked; a longest run counts the days inside the horizon only; a shortest run (of work, of days
 * off) is waived for runs that touch the first or the last day.  The value of a roster is the sum
 * of the prices of requests and cover; the least is sought. */
#ifndef RONDA_TESTS_NRP_H
#define RONDA_TESTS_NRP_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/status.h"
#include "base/text.h"
#include "scheduler/problem.h"

#define NRP_MAX_SHIFTS 63 /* class bits of a choice, but for the bit of any work */
#define NRP_MAX_DAYS 800  /* weekends are numbered in an int8_t */
#define NRP_MAX_STAFF 10000

struct nrp_shift {
    const char *id;
    int minutes;
    uint64_t forbids; /* bit s: shift s may not follow on the next day */
};

struct nrp_person {
    const char *id;
    int *max_of; /* [n_shifts], INT_MAX: no limit */
    int max_minutes, min_minutes, max_run, min_run, min_rest, max_weekends;
    bool *day_off; /* [n_days] */
};

struct nrp_request {
    int person, day, shift, price;
    bool on; /* else: off */
};

struct nrp_cover {
    int need, price_under, price_over;
    bool given; /* the file has a line for it */
};

struct nrp {
    int n_days, n_shifts, n_people, n_requests, cap_shifts, cap_people, cap_requests;
    struct nrp_shift *shift;     /* [n_shifts] */
    struct nrp_person *person;   /* [n_people] */
    struct nrp_request *request; /* [n_requests] */
    struct nrp_cover *cover;     /* [n_days * n_shifts], day-major */
};

/* Reads an instance; its strings and arrays live in the arena.  text: n bytes, file: its name, for
 * messages.  Errors: ERR_DATA, every fault with its line. */
enum status nrp_read(struct nrp *out, const char *text, size_t n, const char *file,
                     struct arena *arena, struct diags *diags);

/* The instance as a problem of day-level rows: row day * n_shifts + shift, one unit a person, one
 * post, one group; choice.type = shift; one grain = one point of price.  Limits that no roster can
 * break are left out. */
void nrp_problem(struct problem *out, const struct nrp *nrp, struct arena *arena);

/* One line a person in the file's order: id, then a field a day, the shift or `-`. */
void nrp_roster_text(struct text *out, const struct nrp *nrp, const struct problem *problem,
                     const struct tour *tours /* [n_people] */);

#endif
