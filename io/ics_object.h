/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_object.h - an event as a calendar server holds it, perhaps changed by hand. */
#ifndef RONDA_IO_ICS_OBJECT_H
#define RONDA_IO_ICS_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/time.h"

struct ics_object {
    const char *uid; /* "" if it has none */
    int sequence;
    int32_t end;     /* date of DTEND, NO_DATE */
    bool is_ours;    /* it has a digest: we wrote it once */
    bool is_as_left; /* and nobody has changed since what an agent sees */
};

/* The first event of a calendar text of n bytes, which is cut up; text[n] is 0.  False if there is
 * none or the text is no calendar.  Strings in the arena. */
bool ics_read_object(struct ics_object *out, char *text, size_t n, struct arena *arena);

#endif
