/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail.h - invitations and cancellations (iTIP, RFC 5546; iMIP, RFC 6047) as message files for a
 * mail program to send: a file an event, UID-SEQUENCE.eml. */
#ifndef RONDA_IO_PUBLISH_MAIL_H
#define RONDA_IO_PUBLISH_MAIL_H

#include "io/publish/place.h"
#include "io/publish/revise.h"

/* "addresses.csv" of the folder: agent, address. */
struct addresses {
    const char **address; /* [n_agents] of the plan, NULL: none */
};
/* Errors: ERR_IO; ERR_DATA: an unknown agent, what is no address. */
enum status addresses_read(struct addresses *out, const char *folder, const struct plan *plan,
                           struct arena *arena, struct diags *diags);

/* Stages a REQUEST for each changed shift or absence of the rows that is there, a CANCEL for each
 * that has gone, unless it is over. */
enum status mail_put(struct place_dir *dir, const struct revision *revision,
                     const struct addresses *addresses, int agent, const struct record *record,
                     int n, struct diags *diags);

#endif
