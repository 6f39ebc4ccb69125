/* SPDX-License-Identifier: GPL-3.0-or-later */
/* put.h - JSON without blanks, for the page's block of data. */
#ifndef RONDA_IO_REPORT_PUT_H
#define RONDA_IO_REPORT_PUT_H

#include "base/text.h"
#include "io/doc.h"

/* Each begins with the comma that is due. */
void put_key(struct text *out, const char *key);
void put_open(struct text *out, char bracket); /* '[' or '{' */
void put_close(struct text *out, char bracket);
void put_text(struct text *out, const char *s); /* NULL is null */
/* At most `decimals` digits behind the point; null if not finite. */
void put_number(struct text *out, double value, int decimals);
void put_numbers(struct text *out, const double *value, int n, int decimals);
/* NULL is null; members called `skip` (may be NULL) are left out, at any depth. */
void put_node(struct text *out, const struct doc_node *node, const char *skip);

/* Key and value. */
void put_text_member(struct text *out, const char *key, const char *s);
void put_number_member(struct text *out, const char *key, double value, int decimals);

#endif
