/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish.c - one walk over the agents: revise each one's rows, stage what is handed out of them;
 * then everything takes its name.
 *
 * changes.csv comes before the register: a run killed between the two tells the same changes again
 * when it is repeated, rather than never.  The register comes before the feeds: they can be made
 * again from it, with the same versions. */
#include "io/publish/publish.h"

#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "io/back.h"
#include "io/file.h"
#include "io/ics_write.h"
#include "io/publish/changes.h"
#include "io/publish/dav.h"
#include "io/publish/feeds.h"
#include "io/publish/http.h"
#include "io/publish/mail.h"

struct publisher {
    const struct publishing *what;
    struct published *out;
    struct diags *diags;
    struct arena *arena;
    struct revision revision;
    struct records old, today;
    struct place_dir *folder, *files, *mail;
    struct feeds feeds;
    struct addresses addresses;
    struct ics_names *names;
    struct text changes;
    struct arena *words; /* reset for each agent */
};

static bool same_folder(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static enum status open_places(struct publisher *p)
{
    const struct publishing *what = p->what;
    if (what->feeds && same_folder(what->feeds, what->folder)) {
        diag_error(p->diags, &(struct place){.file = what->feeds},
                   "is the plan folder: feeds need one of their own");
        return ERR_USAGE;
    }
    if (what->caldav)
        TRY(http_judge(what, p->diags));
    TRY(dir_open(&p->folder, what->folder, true, p->diags));
    TRY(register_read(&p->old, path_join(p->arena, what->folder, "published.csv"), what->plan,
                      p->arena, p->diags));
    if (what->mail)
        TRY(addresses_read(&p->addresses, what->mail, what->plan, p->arena, p->diags));
    if (what->feeds)
        TRY(feeds_open(&p->feeds, what->feeds, what->tokens, what->plan, what->now, p->arena,
                       p->diags));
    if (what->files)
        TRY(dir_open(&p->files, what->files, false, p->diags));
    return what->mail ? dir_open(&p->mail, what->mail, false, p->diags) : OK;
}

/* The week's file, or the rolling one without a roster: what has gone is in it as cancelled. */
static enum status put_file(struct publisher *p, int agent, const struct record *record, int n)
{
    const struct publishing *what = p->what;
    struct text events = {0}, calendar = {0}, name = {0};
    struct ics_voice voice;
    int n_events = 0;
    enum status status = OK;
    ics_voice_begin(&voice, what->plan, ics_words_for(what->plan, agent), "PUBLISH", NULL);
    for (int i = 0; i < n; i++) {
        bool here = what->roster ? revision_covers(&p->revision, &record[i].entry) : true;
        if (here && record[i].entry.summary && (record[i].is_shown || what->roster))
            n_events += ics_add_events(&events, &voice, &record[i].entry, true);
    }
    if (n_events > 0) {
        ics_add_calendar(&calendar, &voice, &events, n_events > 1);
        text_printf(&name, "%s.ics", ics_name(p->names, agent));
        status = dir_put(p->files, name.bytes, calendar.bytes, calendar.n, 0666, p->diags);
    }
    ics_voice_end(&voice);
    text_free(&events);
    text_free(&calendar);
    text_free(&name);
    return status;
}

static void count(struct published *out, const struct record *record, int n)
{
    for (int i = 0; i < n; i++) {
        if (!record[i].is_changed)
            continue;
        out->n_gone += record[i].entry.is_cancelled;
        out->n_new += !record[i].before;
        out->n_changed += record[i].before && !record[i].entry.is_cancelled;
    }
}

/* One agent of the plan, or one (agent -1) of whom only the register knows. */
static enum status publish_agent(struct publisher *p, int agent, const struct record *old,
                                 int n_old)
{
    int first = p->today.n;
    if (agent < 0) {
        revise_stranger(&p->today, &p->revision, old, n_old);
        return OK;
    }
    arena_reset(p->words);
    revise_agent(&p->today, &p->revision, agent, old, n_old, p->words);
    const struct record *record = p->today.record + first;
    int n = p->today.n - first;
    count(p->out, record, n);
    size_t before = p->changes.n;
    changes_row(&p->changes, &p->revision, agent, record, n);
    p->out->n_messages += p->changes.n > before;
    if (p->feeds.dir)
        TRY(feeds_put(&p->feeds, p->what->plan, agent, record, n, p->diags));
    if (p->files)
        TRY(put_file(p, agent, record, n));
    if (p->mail)
        TRY(mail_put(p->mail, &p->revision, &p->addresses, agent, record, n, p->diags));
    for (int i = 0; i < n; i++) /* gone with the arena */
        p->today.record[first + i].entry.summary = p->today.record[first + i].entry.description =
            NULL;
    return OK;
}

/* Agents of the plan and of the register, merged by id. */
static enum status walk(struct publisher *p)
{
    const struct plan *plan = p->what->plan;
    struct back_ids ids;
    int most = p->old.n + (p->what->roster ? p->what->roster->n_duties : 0);
    p->today = (struct records){.record = NEW_ARRAY(struct record, most + 1), .cap = most + 1};
    back_ids_agents(&ids, plan, p->arena);
    for (int i = 0, o = 0; i < ids.n || o < p->old.n;) {
        const struct record *old = o < p->old.n ? &p->old.record[o] : NULL;
        int order = i == ids.n ? 1 : o == p->old.n ? -1 : strcmp(ids.sorted_name[i], old->agent);
        const char *id = order <= 0 ? ids.sorted_name[i] : old->agent;
        int n_old = 0;
        while (o + n_old < p->old.n && strcmp(old[n_old].agent, id) == 0)
            n_old++;
        TRY(publish_agent(p, order <= 0 ? ids.sorted_row[i] : -1, old, n_old));
        i += order <= 0;
        o += n_old;
    }
    return OK;
}

/* The register, and before it what has changed, if anything has. */
static enum status commit_folder(struct publisher *p)
{
    struct text text = {0};
    enum status status = OK;
    bool changed = p->out->n_new + p->out->n_changed + p->out->n_gone > 0;
    if (changed) {
        p->out->revision = p->revision.number;
        changes_head(&text);
        text_add_n(&text, p->changes.bytes ? p->changes.bytes : "", p->changes.n);
        TRY_OUT(dir_put(p->folder, "changes.csv", text.bytes, text.n, 0666, p->diags));
        TRY_OUT(dir_commit(p->folder, p->diags));
        text_clear(&text);
    }
    register_print(&text, &p->today);
    TRY_OUT(dir_put(p->folder, "published.csv", text.bytes, text.n, 0666, p->diags));
    TRY_OUT(dir_commit(p->folder, p->diags));
out:
    text_free(&text);
    return status;
}

/* The sheet lies beside the tokens, as secret as they are. */
static enum status put_sheet(struct publisher *p)
{
    struct text sheet = {0}, name = {0};
    feeds_sheet(&sheet, &p->feeds, p->what->plan, p->what->url);
    text_add(&name, p->feeds.tokens.name);
    if (name_ends(name.bytes, ".tokens.csv"))
        name.n -= strlen(".tokens.csv");
    name.bytes[name.n] = 0;
    text_add(&name, ".links.csv");
    enum status status =
        dir_put(p->feeds.tokens.dir, name.bytes, sheet.bytes, sheet.n, 0600, p->diags);
    if (status == OK)
        status = dir_commit(p->feeds.tokens.dir, p->diags);
    text_free(&sheet);
    text_free(&name);
    return status;
}

static enum status commit(struct publisher *p)
{
    struct published *out = p->out;
    TRY(commit_folder(p));
    if (p->feeds.dir) {
        TRY(feeds_commit(&p->feeds, p->what->plan, p->diags));
        out->n_feeds = dir_n_put(p->feeds.dir);
        out->n_feeds_written = dir_n_written(p->feeds.dir);
        out->n_feeds_removed = p->feeds.n_removed;
        if (p->what->url)
            TRY(put_sheet(p));
    }
    if (p->files) {
        TRY(dir_commit(p->files, p->diags));
        out->n_files_written = dir_n_written(p->files);
    }
    if (p->mail) {
        TRY(dir_commit(p->mail, p->diags));
        out->n_mails = dir_n_put(p->mail);
    }
    return OK;
}

/* What the server then has goes into the register, also where the talk broke off. */
static enum status talk(struct publisher *p)
{
    enum status status = dav_publish(p->out, p->what, &p->revision, &p->today, p->names, p->diags);
    enum status saved = commit_folder(p);
    return status != OK ? status : saved;
}

enum status publish(struct published *out, const struct publishing *what, struct arena *arena,
                    struct diags *diags)
{
    enum status status = OK;
    struct publisher p = {.what = what,
                          .out = out,
                          .diags = diags,
                          .arena = arena,
                          .words = arena_new(),
                          .names = ics_names_new(what->plan)};
    *out = (struct published){0};
    TRY_OUT(open_places(&p));
    revision_begin(&p.revision, what->plan, what->roster, &p.old, what->now, arena);
    TRY_OUT(walk(&p));
    TRY_OUT(commit(&p));
    if (what->caldav)
        TRY_OUT(talk(&p));
out:
    feeds_close(&p.feeds);
    dir_close(p.files);
    dir_close(p.mail);
    dir_close(p.folder);
    records_free(&p.old);
    records_free(&p.today);
    text_free(&p.changes);
    ics_names_free(p.names);
    arena_free(p.words);
    return status;
}
