/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event.h - what happened to a week that is planned already: the file of `replan --event`. */
#ifndef RONDA_IO_EVENT_H
#define RONDA_IO_EVENT_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/status.h"
#include "base/text.h"

struct doc;
struct doc_node;

enum happening_kind {
    HAPPENING_ABSENT,     /* agent, from, to; perhaps kind of leave */
    HAPPENING_VOLUME,     /* from, to, factor; perhaps queue: contacts times the factor */
    HAPPENING_SWAP,       /* agent, with, date: each works what the other had, or has off */
    HAPPENING_BID,        /* agent, date, shift: takes it */
    HAPPENING_LOCKED,     /* agent, from, to: stays as it is */
    HAPPENING_OFF_LIMITS, /* agent: all of the agent's days stay */
    N_HAPPENINGS
};
extern const char *const happening_names[N_HAPPENINGS]; /* members of the file */

struct happening {
    enum happening_kind kind;
    int agent, other; /* index, -1 */
    int queue;        /* index, -1: all */
    int32_t from, to; /* dates, inclusive */
    const struct doc_node *node;
};

struct event_file {
    const struct plan *plan;     /* in: without the event */
    const struct roster *before; /* in: the roster that was published */
    int64_t now;                 /* NO_TIME: not given */
    struct happening *row;
    int n;
    const struct doc_node *root;
};

/* Reads the file and lays what it says of leave, volume and fixed shifts over the document. Whoever
 * is absent on a day off is unavailable then: such a day counts for no hours of the contract.
 * Strings live in the document's arena. Errors: ERR_IO, ERR_DATA, each fault with its place. */
enum status event_read(struct event_file *out, struct doc *doc, const char *file,
                       struct diags *diags);
/* Names become rows of the plan that was made of the document.  Errors: ERR_DATA. */
enum status event_resolve(struct event_file *event, const struct plan *plan, struct diags *diags);

#endif
