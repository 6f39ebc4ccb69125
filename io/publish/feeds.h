/* SPDX-License-Identifier: GPL-3.0-or-later */
/* feeds.h - the folder that a web server hands out: TOKEN.ics an agent, TOKEN.html a team. */
#ifndef RONDA_IO_PUBLISH_FEEDS_H
#define RONDA_IO_PUBLISH_FEEDS_H

#include "io/publish/revise.h"
#include "io/publish/tokens.h"

struct feeds {
    struct place_dir *dir;
    struct tokens tokens;
    char today[DATE_TEXT];
    int n_removed;
};

/* Opens and locks the folder, reads the tokens and gives those that lack one theirs, on the disk.
 * feeds_close in any case.  tokens_file NULL: beside the folder.  Errors: ERR_IO, ERR_DATA. */
enum status feeds_open(struct feeds *out, const char *folder, const char *tokens_file,
                       const struct plan *plan, int64_t now, struct arena *arena,
                       struct diags *diags);
/* Stages the feed of the agent, unless it is revoked: the rows that are shown and live. */
enum status feeds_put(struct feeds *feeds, const struct plan *plan, int agent,
                      const struct record *record, int n, struct diags *diags);
/* Stages the teams' pages, gives all names, removes what no token stands for. */
enum status feeds_commit(struct feeds *feeds, const struct plan *plan, struct diags *diags);
/* Everybody's address, for handing out: agent, name, team, link, a sentence.  url ends in '/'. */
void feeds_sheet(struct text *out, const struct feeds *feeds, const struct plan *plan,
                 const char *url);
void feeds_close(struct feeds *feeds);

/* What a planner does with the tokens of a folder, without the plan. */
enum status feeds_list(struct text *out, const char *folder, const char *tokens_file,
                       const char *url, struct arena *arena, struct diags *diags);
/* A new token for `who` (NULL: for all that have one), or none any longer; the feed moves along, or
 * goes.  *n: how many.  Errors: ERR_DATA if nobody of that name has one. */
enum status feeds_rotate(int *n, const char *folder, const char *tokens_file, const char *who,
                         bool revoke, int64_t now, struct arena *arena, struct diags *diags);

#endif
