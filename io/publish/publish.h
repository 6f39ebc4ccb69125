/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish.h - the roster that counts, handed out: register, messages, feeds, files, mails, servers.
 */
#ifndef RONDA_IO_PUBLISH_PUBLISH_H
#define RONDA_IO_PUBLISH_PUBLISH_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/run.h"

struct publishing {
    const struct plan *plan;
    const struct roster *roster; /* NULL: what is published stays; leave and dates are looked at */
    const char *folder;          /* the plan's: published.csv, changes.csv */
    int64_t now;
    /* Where to; NULL: not there. */
    const char *feeds, *tokens; /* tokens NULL: beside feeds */
    const char *url;            /* of the feeds, ends in '/': writes the sheet of links */
    const char *files;          /* a file an agent, to import */
    const char *mail;           /* messages for a mail program; has addresses.csv */
    const char *caldav;         /* URL of a collection of calendars, ends in '/' */
    const char *credentials;    /* netrc file of mode 0600; NULL: user and password */
    const char *user, *password;
    struct run *run; /* its stop flag ends the talk with a server */
};

struct published {
    int revision;                 /* 0: nothing has changed */
    int n_new, n_changed, n_gone; /* entries */
    int n_messages;               /* agents */
    int n_feeds, n_feeds_written, n_feeds_removed;
    int n_files_written, n_mails;
    int n_put, n_deleted, n_by_hand, n_failed; /* on the server */
};

/* In this order, each whole or not at all: changes.csv, published.csv, feeds, files and mails, the
 * server; run again after a kill it does what was left.  Two runs on one plan folder wait for one
 * another.  n_failed counts what a server did not take: reported, not an error.
 * Errors: ERR_IO, ERR_DATA (register, tokens, addresses), ERR_USAGE. */
enum status publish(struct published *out, const struct publishing *what, struct arena *arena,
                    struct diags *diags);

#endif
