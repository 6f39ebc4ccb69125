/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edits.h - what was changed in a roster by hand, and what each change alone breaks and costs. */
#ifndef RONDA_CLI_EDITS_H
#define RONDA_CLI_EDITS_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/status.h"
#include "base/text.h"

/* A line an agent and day of `edited` that is other than in `base`, pauses among it: was and is,
 * the change of cost and cover when nothing else were changed, and the rules that it breaks.  As
 * JSON: a member "edits", with a comma before it.  Both rosters are of one horizon. */
enum status edits_say(struct text *out, bool as_json, const struct plan *plan,
                      const struct requirement *requirement, const struct roster *base,
                      const struct roster *edited);

#endif
