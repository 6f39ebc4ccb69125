/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress.c - see progress.h. */
#include "cli/progress.h"

#include <math.h>

#include "cli/numbers.h"

void progress_line(struct text *out, const struct progress *progress)
{
    char text[NUMBER_TEXT];
    text_printf(out, "%-13s%5s s", progress->stage, number_text(text, progress->elapsed_s, 0));
    if (isfinite(progress->objective))
        text_printf(out, "  objective %s", number_text(text, progress->objective, 0));
    if (isfinite(progress->bound))
        text_printf(out, "  bound %s", number_text(text, progress->bound, 0));
    if (isfinite(progress->gap))
        text_printf(out, "  gap %s", share_text(text, progress->gap));
}
