/* SPDX-License-Identifier: GPL-3.0-or-later */
/* changes.h - what a publication changed for an agent, as one short message. */
#ifndef RONDA_IO_PUBLISH_CHANGES_H
#define RONDA_IO_PUBLISH_CHANGES_H

#include "io/publish/revise.h"

#define MESSAGE_CHARACTERS 160

/* Adds the message about the changed rows (all of one agent) that are not over yet, in ASCII, at
 * most MESSAGE_CHARACTERS; nothing if there is none.  Returns the first work date that it concerns,
 * NO_DATE. */
int32_t changes_message(struct text *out, const struct revision *revision,
                        const struct ics_words *words, const struct record *record, int n);

/* changes.csv: its first line, and a row of it. */
void changes_head(struct text *out);
void changes_row(struct text *out, const struct revision *revision, int agent,
                 const struct record *record, int n);

#endif
