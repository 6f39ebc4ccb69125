/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dav.h - calendars on a CalDAV server (RFC 4791), one an agent, below one URL. */
#ifndef RONDA_IO_PUBLISH_DAV_H
#define RONDA_IO_PUBLISH_DAV_H

#include "io/ics_write.h"
#include "io/publish/publish.h"
#include "io/publish/revise.h"

/* Makes the server's calendars hold what is shown and live: PUT of what is new (If-None-Match) or
 * has changed (If-Match), DELETE of what has gone.  What someone has changed or removed by hand is
 * reported and left.  Sets `put` of the rows that the server then has, and the counts of `out`.
 * Errors: ERR_USAGE, ERR_IO; a broken line is an error counted in n_failed: run again. */
enum status dav_publish(struct published *out, const struct publishing *what,
                        const struct revision *revision, struct records *today,
                        const struct ics_names *names, struct diags *diags);

#endif
