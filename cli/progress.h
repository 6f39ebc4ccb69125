/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress.h - the one line that shows how far a run is. */
#ifndef RONDA_CLI_PROGRESS_H
#define RONDA_CLI_PROGRESS_H

#include "base/run.h"
#include "base/text.h"

/* "bound  12 s  objective 123,456  bound 120,001  gap 2.9 %", what is not known left out. */
void progress_line(struct text *out, const struct progress *progress);

#endif
