/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tokens.c - the file of tokens. */
#include "io/publish/tokens.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/back.h"
#include "io/file.h"
#include "io/out_csv.h"

enum { WHO, TOKEN, SINCE, N_COLUMNS };
static const char *const columns[N_COLUMNS] = {"who", "token", "since"};

const char *tokens_default_file(const char *folder, struct arena *arena)
{
    size_t n = strlen(folder);
    while (n > 1 && folder[n - 1] == '/')
        n--;
    return arena_printf(arena, "%.*s.tokens.csv", (int)n, folder);
}

static enum status refuse(const char *file, const char *why, struct diags *diags)
{
    diag_error(diags, &(struct place){.file = file}, "%s", why);
    return ERR_IO;
}

/* Some folder above has a .git: what lies there is soon committed. */
static bool is_in_git(const char *folder)
{
    char *path = realpath(folder, NULL);
    bool found = false;
    for (char *slash = path; slash && !found; slash = strrchr(path, '/')) {
        struct text git = {0};
        text_printf(&git, "%s/.git", path);
        found = file_exists(git.bytes);
        text_free(&git);
        slash = strrchr(path, '/');
        if (!slash || slash == path)
            break;
        *slash = 0;
    }
    free(path);
    return found;
}

static enum status judge_file(const char *file, struct diags *diags)
{
    struct stat st;
    if (lstat(file, &st) != 0)
        return errno == ENOENT ? OK : refuse(file, strerror(errno), diags);
    if (!S_ISREG(st.st_mode))
        return refuse(file, "is no regular file: name another with --tokens", diags);
    if (st.st_mode & 077)
        return refuse(file, "may be read by others than its owner: chmod 600 it", diags);
    return OK;
}

static bool is_token(const char *s)
{
    return strlen(s) == TOKEN_TEXT - 1 && strspn(s, "0123456789abcdef") == TOKEN_TEXT - 1;
}

bool token_names_file(const char *name)
{
    static const char *const ends[] = {".ics", ".html", ".ics.new", ".html.new"};
    name += name[0] == '.';
    size_t n = strspn(name, "0123456789abcdef");
    for (size_t i = 0; i < 4; i++)
        if (n == TOKEN_TEXT - 1 && strcmp(name + n, ends[i]) == 0)
            return true;
    return false;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct token *)a)->who, ((const struct token *)b)->who);
}

static void read_row(struct tokens *out, struct back *back)
{
    int32_t since;
    const char *token = back_text(back, TOKEN), *who = back_text(back, WHO);
    if (!*who)
        back_fault(back, WHO, "who must not be empty");
    else if (*token && !is_token(token))
        back_fault(back, TOKEN, "a token is 32 hexadecimal digits");
    else if (back_date(&since, back, SINCE)) {
        MEM_GROW(out->token, out->n, out->cap);
        struct token *t = &out->token[out->n++];
        *t = (struct token){.who = arena_strdup(out->arena, who)};
        snprintf(t->token, sizeof t->token, "%s", token);
        snprintf(t->since, sizeof t->since, "%s", back_text(back, SINCE));
    }
}

static enum status read_rows(struct tokens *out, struct diags *diags)
{
    struct back back;
    TRY(back_open(&back, out->file, columns, N_COLUMNS, N_COLUMNS, NULL, out->arena, diags));
    while (back_next(&back))
        read_row(out, &back);
    TRY(back_close(&back, OK));
    if (out->n > 0)
        qsort(out->token, (size_t)out->n, sizeof *out->token, compare);
    for (int i = 1; i < out->n; i++)
        if (compare(&out->token[i - 1], &out->token[i]) == 0) {
            diag_error(diags, &(struct place){.file = out->file}, "'%s' stands twice",
                       out->token[i].who);
            return ERR_DATA;
        }
    return OK;
}

enum status tokens_open(struct tokens *out, const char *file, struct arena *arena,
                        struct diags *diags)
{
    const char *slash = strrchr(file, '/');
    const char *folder = !slash          ? "."
                         : slash == file ? "/"
                                         : arena_strndup(arena, file, (size_t)(slash - file));
    *out = (struct tokens){.arena = arena, .file = file, .name = slash ? slash + 1 : file};
    if (!*out->name || out->name[0] == '.')
        return refuse(file, "is no name for a file of tokens", diags);
    if (is_in_git(folder))
        return refuse(file,
                      "lies in a git work tree, where tokens are soon committed: name another "
                      "place with --tokens",
                      diags);
    TRY(judge_file(file, diags));
    TRY(dir_open(&out->dir, folder, false, diags));
    return file_exists(file) ? read_rows(out, diags) : OK;
}

struct token *tokens_find(const struct tokens *tokens, const char *who)
{
    struct token key = {.who = who};
    return tokens->n > 0
               ? bsearch(&key, tokens->token, (size_t)tokens->n, sizeof *tokens->token, compare)
               : NULL;
}

bool token_renew(struct token *token, const char *since)
{
    unsigned char bits[16];
    if (getrandom(bits, sizeof bits, 0) != (ssize_t)sizeof bits)
        return false;
    for (int i = 0; i < 16; i++)
        snprintf(token->token + 2 * i, 3, "%02x", bits[i]);
    snprintf(token->since, sizeof token->since, "%s", since);
    return true;
}

struct token *tokens_get(struct tokens *tokens, const char *who, const char *since)
{
    struct token *found = tokens_find(tokens, who);
    if (found)
        return found;
    struct token fresh = {.who = arena_strdup(tokens->arena, who)};
    if (!token_renew(&fresh, since))
        return NULL;
    MEM_GROW(tokens->token, tokens->n, tokens->cap);
    int at = tokens->n++;
    for (; at > 0 && strcmp(tokens->token[at - 1].who, who) > 0; at--)
        tokens->token[at] = tokens->token[at - 1];
    tokens->token[at] = fresh;
    return &tokens->token[at];
}

enum status tokens_save(struct tokens *tokens, struct diags *diags)
{
    struct text text = {0};
    text_add(&text, "who,token,since\n");
    for (int i = 0; i < tokens->n; i++) {
        csv_add_field(&text, tokens->token[i].who);
        text_printf(&text, ",%s,%s\n", tokens->token[i].token, tokens->token[i].since);
    }
    enum status status = dir_put(tokens->dir, tokens->name, text.bytes, text.n, 0600, diags);
    if (status == OK)
        status = dir_commit(tokens->dir, diags);
    text_free(&text);
    return status;
}

void tokens_close(struct tokens *tokens)
{
    mem_free(tokens->token);
    dir_close(tokens->dir);
    *tokens = (struct tokens){0};
}
