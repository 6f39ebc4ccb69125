/* SPDX-License-Identifier: GPL-3.0-or-later */
/* feeds.c - rolling calendars under tokens.
 *
 * The token is the only secret and the only name: neither file names nor pages tell a person's
 * name. Tokens are on the disk before a file has their name, so that a killed run leaves no file
 * that the next one does not know. */
#include "io/publish/feeds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/ics_describe.h"
#include "io/out_csv.h"

#define TEAM "team:"

static void file_name(char name[64], const char *token, const char *end)
{
    snprintf(name, 64, "%s%s", token, end);
}

static enum status no_random(const struct feeds *feeds, struct diags *diags)
{
    diag_error(diags, &(struct place){.file = feeds->tokens.file},
               "the system gives no random bits: no token is made");
    return ERR_INTERNAL;
}

static const char *team_key(const char *team, struct arena *arena)
{
    return arena_printf(arena, TEAM "%s", team);
}

static enum status give_tokens(struct feeds *feeds, const struct plan *plan, struct arena *arena,
                               struct diags *diags)
{
    int before = feeds->tokens.n;
    for (int a = 0; a < plan->n_agents; a++) {
        const char *team = plan->agents[a].team;
        if (!tokens_get(&feeds->tokens, plan->agents[a].id, feeds->today))
            return no_random(feeds, diags);
        if (team && *team && !tokens_get(&feeds->tokens, team_key(team, arena), feeds->today))
            return no_random(feeds, diags);
    }
    return feeds->tokens.n > before ? tokens_save(&feeds->tokens, diags) : OK;
}

static enum status open_both(struct feeds *out, const char *folder, const char *tokens_file,
                             const struct tz *zone, int64_t now, struct arena *arena,
                             struct diags *diags)
{
    *out = (struct feeds){0};
    date_format(out->today, zone ? tz_date(zone, now) : (int32_t)(now / 86400));
    TRY(dir_open(&out->dir, folder, true, diags));
    return tokens_open(&out->tokens, tokens_file ? tokens_file : tokens_default_file(folder, arena),
                       arena, diags);
}

enum status feeds_open(struct feeds *out, const char *folder, const char *tokens_file,
                       const struct plan *plan, int64_t now, struct arena *arena,
                       struct diags *diags)
{
    TRY(open_both(out, folder, tokens_file, plan->site.zone, now, arena, diags));
    return give_tokens(out, plan, arena, diags);
}

enum status feeds_put(struct feeds *feeds, const struct plan *plan, int agent,
                      const struct record *record, int n, struct diags *diags)
{
    const struct token *token = tokens_find(&feeds->tokens, plan->agents[agent].id);
    struct text events = {0}, calendar = {0};
    struct ics_voice voice;
    char name[64];
    if (!token || !token->token[0])
        return OK;
    ics_voice_begin(&voice, plan, ics_words_for(plan, agent), "PUBLISH", NULL);
    for (int i = 0; i < n; i++)
        if (record[i].is_shown && !record[i].entry.is_cancelled)
            ics_add_events(&events, &voice, &record[i].entry, false);
    ics_add_calendar(&calendar, &voice, &events, true);
    ics_voice_end(&voice);
    file_name(name, token->token, ".ics");
    enum status status = dir_put(feeds->dir, name, calendar.bytes, calendar.n, 0666, diags);
    text_free(&events);
    text_free(&calendar);
    return status;
}

/* ---- a team's page ---- */

static void add_html(struct text *out, const char *s)
{
    struct text clean = {0};
    ics_add_clean(&clean, s, 100);
    for (const char *c = clean.bytes; c && *c; c++)
        switch (*c) {
        case '<':
            text_add(out, "&lt;");
            break;
        case '>':
            text_add(out, "&gt;");
            break;
        case '&':
            text_add(out, "&amp;");
            break;
        case '"':
            text_add(out, "&quot;");
            break;
        default:
            text_add_char(out, *c);
        }
    text_free(&clean);
}

static void add_page(struct text *out, const struct feeds *feeds, const struct plan *plan,
                     const char *team)
{
    const struct ics_words *words = ics_words_of(plan->policy.language);
    text_printf(out,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"robots\" content=\"noindex\">\n<title>",
                words->language);
    add_html(out, team);
    text_add(out, "</title>\n</head>\n<body>\n<h1>");
    add_html(out, team);
    text_add(out, "</h1>\n<ul>\n");
    for (int a = 0; a < plan->n_agents; a++) {
        const struct agent *agent = &plan->agents[a];
        const struct token *token = tokens_find(&feeds->tokens, agent->id);
        if (!agent->team || strcmp(agent->team, team) != 0 || !token || !token->token[0])
            continue;
        text_printf(out, "<li><a href=\"%s.ics\">", token->token);
        add_html(out, agent->id);
        text_printf(out, "</a> (%s)</li>\n", words->role[agent->role]);
    }
    text_add(out, "</ul>\n</body>\n</html>\n");
}

static enum status put_pages(struct feeds *feeds, const struct plan *plan, struct diags *diags)
{
    enum status status = OK;
    struct text page = {0};
    for (int i = 0; status == OK && i < feeds->tokens.n; i++) {
        const struct token *token = &feeds->tokens.token[i];
        bool is_team = strncmp(token->who, TEAM, strlen(TEAM)) == 0;
        bool exists = false;
        for (int a = 0; is_team && !exists && a < plan->n_agents; a++)
            exists = plan->agents[a].team &&
                     strcmp(plan->agents[a].team, token->who + strlen(TEAM)) == 0;
        if (!exists || !token->token[0])
            continue;
        char name[64];
        text_clear(&page);
        add_page(&page, feeds, plan, token->who + strlen(TEAM));
        file_name(name, token->token, ".html");
        status = dir_put(feeds->dir, name, page.bytes, page.n, 0666, diags);
    }
    text_free(&page);
    return status;
}

enum status feeds_commit(struct feeds *feeds, const struct plan *plan, struct diags *diags)
{
    TRY(put_pages(feeds, plan, diags));
    TRY(dir_commit(feeds->dir, diags));
    feeds->n_removed = dir_sweep(feeds->dir, token_names_file);
    return OK;
}

void feeds_close(struct feeds *feeds)
{
    tokens_close(&feeds->tokens);
    dir_close(feeds->dir);
    feeds->dir = NULL;
}

/* ---- handing out ---- */

void feeds_sheet(struct text *out, const struct feeds *feeds, const struct plan *plan,
                 const char *url)
{
    text_add(out, "agent,name,team,link,note\n");
    for (int a = 0; a < plan->n_agents; a++) {
        const struct agent *agent = &plan->agents[a];
        const struct token *token = tokens_find(&feeds->tokens, agent->id);
        if (!token || !token->token[0])
            continue;
        csv_add_cell(out, agent->id);
        text_add_char(out, ',');
        csv_add_cell(out, agent->name ? agent->name : "");
        text_add_char(out, ',');
        csv_add_cell(out, agent->team ? agent->team : "");
        text_printf(out, ",%s%s.ics,", url, token->token);
        csv_add_cell(out, ics_words_for(plan, a)->keep_secret);
        text_add_char(out, '\n');
    }
}

static bool is_team(const struct token *token)
{
    return strncmp(token->who, TEAM, strlen(TEAM)) == 0;
}

enum status feeds_list(struct text *out, const char *folder, const char *tokens_file,
                       const char *url, struct arena *arena, struct diags *diags)
{
    struct feeds feeds;
    enum status status = open_both(&feeds, folder, tokens_file, NULL, 0, arena, diags);
    if (status == OK)
        text_add(out, "who,state,since,link\n");
    for (int i = 0; status == OK && i < feeds.tokens.n; i++) {
        const struct token *token = &feeds.tokens.token[i];
        csv_add_cell(out, token->who);
        if (token->token[0])
            text_printf(out, ",live,%s,%s%s%s\n", token->since, url, token->token,
                        is_team(token) ? ".html" : ".ics");
        else
            text_printf(out, ",revoked,%s,\n", token->since);
    }
    feeds_close(&feeds);
    return status;
}

static enum status renew(struct feeds *feeds, struct token *token, bool revoke,
                         char before[TOKEN_TEXT], struct diags *diags)
{
    memcpy(before, token->token, TOKEN_TEXT);
    token->token[0] = 0;
    if (!revoke && !token_renew(token, feeds->today))
        return no_random(feeds, diags);
    snprintf(token->since, sizeof token->since, "%s", feeds->today);
    return OK;
}

/* The files of a token take the new name, or go. */
static void move_files(struct feeds *feeds, const char *before, const char *after)
{
    static const char *const ends[] = {".ics", ".html"};
    char from[64], to[64];
    for (int i = 0; before[0] && i < 2; i++) {
        file_name(from, before, ends[i]);
        file_name(to, after, ends[i]);
        if (after[0])
            dir_rename(feeds->dir, from, to);
        else
            dir_remove(feeds->dir, from);
    }
}

static enum status rotate(int *n, struct feeds *feeds, const char *who, bool revoke,
                          struct diags *diags)
{
    char(*before)[TOKEN_TEXT] = mem_alloc((size_t)feeds->tokens.n + 1, TOKEN_TEXT);
    enum status status = OK;
    *n = 0;
    for (int i = 0; status == OK && i < feeds->tokens.n; i++) {
        struct token *token = &feeds->tokens.token[i];
        memcpy(before[i], token->token, TOKEN_TEXT);
        if (who ? strcmp(who, token->who) != 0 : !token->token[0])
            continue;
        status = renew(feeds, token, revoke, before[i], diags);
        ++*n;
    }
    if (status == OK && *n == 0 && who) {
        diag_error(diags, &(struct place){.file = feeds->tokens.file},
                   "nobody here is '%s': 'ronda feeds list' tells who is", who);
        status = ERR_DATA;
    }
    if (status == OK && *n > 0)
        status = tokens_save(&feeds->tokens, diags);
    for (int i = 0; status == OK && i < feeds->tokens.n; i++)
        if (strcmp(before[i], feeds->tokens.token[i].token) != 0)
            move_files(feeds, before[i], feeds->tokens.token[i].token);
    mem_free(before);
    return status;
}

enum status feeds_rotate(int *n, const char *folder, const char *tokens_file, const char *who,
                         bool revoke, int64_t now, struct arena *arena, struct diags *diags)
{
    struct feeds feeds;
    enum status status = open_both(&feeds, folder, tokens_file, NULL, now, arena, diags);
    if (status == OK)
        status = rotate(n, &feeds, who, revoke, diags);
    feeds_close(&feeds);
    return status;
}
