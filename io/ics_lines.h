/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_lines.h - content lines of an iCalendar text, escaped and folded.
 * Not for use outside io/ics*.c and io/publish/. */
#ifndef RONDA_IO_ICS_LINES_H
#define RONDA_IO_ICS_LINES_H

#include "base/text.h"

/* Adds "HEAD:VALUE" CRLF, folded.  head: name and parameters.  The value as it is: it must hold
 * neither control characters nor what its type would have escaped. */
void ics_line(struct text *out, const char *head, const char *value);
/* The same for a value of type TEXT: escaped; line breaks become \n. */
void ics_text_line(struct text *out, const char *head, const char *value);

#endif
