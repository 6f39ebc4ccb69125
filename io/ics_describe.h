/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_describe.h - what an event says in words.  Not for use outside io/ics*.c. */
#ifndef RONDA_IO_ICS_DESCRIBE_H
#define RONDA_IO_ICS_DESCRIBE_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/text.h"
#include "io/ics_words.h"

/* "Shift N: bank (agent)" */
void ics_summary(struct text *out, const struct ics_words *words, const struct plan *plan,
                 const struct duty *duty, const char *shift);
/* Site time, client times, queues, role, pauses, length; lines end with \n but for the last. */
void ics_description(struct text *out, const struct ics_words *words, const struct plan *plan,
                     const struct duty *duty);

/* Adds s as one line of at most `most` characters: control characters become blanks, what is no
 * UTF-8 '?', marks that turn the direction of text are left out. */
void ics_add_clean(struct text *out, const char *s, int most);

#endif
