/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tokens.h - who has which secret address: a file of its own, outside version control, mode 0600.
 * Rows: who (an agent's id, or "team:NAME" for its index), token (32 hexadecimal digits, 128 random
 * bits; empty: revoked), since (date). */
#ifndef RONDA_IO_PUBLISH_TOKENS_H
#define RONDA_IO_PUBLISH_TOKENS_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/publish/place.h"

#define TOKEN_TEXT 33

struct token {
    const char *who;
    char token[TOKEN_TEXT]; /* "": revoked */
    char since[16];         /* date */
};

struct tokens {
    struct token *token; /* [n] by who */
    int n, cap;
    struct arena *arena;
    struct place_dir *dir; /* that holds the file */
    const char *file, *name;
};

/* "FOLDER.tokens.csv" */
const char *tokens_default_file(const char *folder, struct arena *arena);

/* The caller has locked the folder of feeds.  A file that is not there has no rows.  Refused: a
 * place below a .git, a file that others may read, a symbolic link.  tokens_close in any case.
 * Errors: ERR_IO, ERR_DATA. */
enum status tokens_open(struct tokens *out, const char *file, struct arena *arena,
                        struct diags *diags);
struct token *tokens_find(const struct tokens *tokens, const char *who); /* NULL */
/* That of `who`, given now if there is none; a revoked one stays so.  NULL: no random bits. */
struct token *tokens_get(struct tokens *tokens, const char *who, const char *since);
/* A new one.  False without random bits. */
bool token_renew(struct token *token, const char *since);
/* Stages and commits the file. */
enum status tokens_save(struct tokens *tokens, struct diags *diags);
void tokens_close(struct tokens *tokens);

/* "TOKEN.ics", "TOKEN.html", and what was staged for them. */
bool token_names_file(const char *name);

#endif
