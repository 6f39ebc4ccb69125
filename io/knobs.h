/* SPDX-License-Identifier: GPL-3.0-or-later */
/* knobs.h - named figures of a plan that a what-if turns, each a merge patch over the document that
 * is made from the document itself: ten percent more volume, two people fewer, a start dropped. */
#ifndef RONDA_IO_KNOBS_H
#define RONDA_IO_KNOBS_H

#include "base/status.h"
#include "base/text.h"
#include "io/doc.h"

/* Turns one knob.  setting: "volume" or "volume.shop-voice"; value: its text, as "1.1".
 * Errors: ERR_DATA at `at`: an unknown knob or target, with the nearest name, or a value that the
 * knob cannot take.  What the plan itself cannot take is told when it is read. */
enum status knob_turn(struct doc *doc, const char *setting, const char *value,
                      const struct place *at, struct diags *diags);
/* Every member of an object of knobs, in order: {"volume": 1.1, "shift.off": "N"}. */
enum status knobs_turn(struct doc *doc, const struct doc_node *settings, struct diags *diags);

/* Each knob, what it takes and what it patches. */
void knobs_explain(struct text *out);

#endif
