/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_lay.h - a merge patch over a plan's document, inside io/. */
#ifndef RONDA_IO_PLAN_LAY_H
#define RONDA_IO_PLAN_LAY_H

#include "io/doc.h"

/* Merges; rows that point to what it takes away go along. */
void plan_doc_lay(struct doc *doc, const struct doc_node *patch);

#endif
