/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_publish.c - `publish`: the roster that counts, handed out; `feeds`: who has which address.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/load.h"
#include "io/file.h"
#include "io/outputs.h"
#include "io/publish/feeds.h"
#include "io/publish/publish.h"

static int64_t present(const struct options *options)
{
    const struct option_value *now = &options->option[OPT_NOW];
    return now->given ? now->instant : clock_wall();
}

static const char *with_slash(const char *url, struct arena *arena)
{
    return url ? arena_printf(arena, "%s%s", url, name_ends(url, "/") ? "" : "/") : NULL;
}

/* The roster file that is named: --roster, or that of the run's folder; NULL. */
static const char *roster_file(const struct options *options, struct arena *arena)
{
    if (options->option[OPT_ROSTER].given)
        return options->option[OPT_ROSTER].text;
    return options->n_arguments > 1 ? path_join(arena, options->argument[1], "roster.csv") : NULL;
}

static void fill(struct publishing *out, const struct loaded *loaded, struct command *command)
{
    const struct option_value *option = command->options.option;
    *out = (struct publishing){.plan = loaded->plan,
                               .folder = loaded->folder,
                               .now = present(&command->options),
                               .feeds = option[OPT_FEEDS].text,
                               .tokens = option[OPT_TOKENS].text,
                               .url = with_slash(option[OPT_URL].text, loaded->arena),
                               .files = option[OPT_FILES].text,
                               .mail = option[OPT_MAIL].text,
                               .caldav = with_slash(option[OPT_CALDAV].text, loaded->arena),
                               .credentials = option[OPT_CREDENTIALS].text,
                               .user = getenv("RONDA_CALDAV_USER"),
                               .password = getenv("RONDA_CALDAV_PASSWORD"),
                               .run = &command->run};
}

static void say(struct text *out, const struct publishing *what, const struct published *did)
{
    if (did->revision == 0)
        text_add(out, "Nothing has changed.\n");
    else
        text_printf(out, "Revision %d: %d new, %d changed, %d gone; %d messages in changes.csv.\n",
                    did->revision, did->n_new, did->n_changed, did->n_gone, did->n_messages);
    if (what->feeds)
        text_printf(out, "Feeds: %d, of which %d written; %d removed.\n", did->n_feeds,
                    did->n_feeds_written, did->n_feeds_removed);
    if (what->files)
        text_printf(out, "Files: %d written.\n", did->n_files_written);
    if (what->mail)
        text_printf(out, "Mails: %d.\n", did->n_mails);
    if (what->caldav)
        text_printf(out, "Server: %d put, %d deleted, %d changed by hand, %d failed.\n", did->n_put,
                    did->n_deleted, did->n_by_hand, did->n_failed);
}

/* The roster is checked by its own rules when it is planned and by `verify`; here it is read. */
static enum outcome publish_loaded(const struct loaded *loaded, struct command *command)
{
    struct publishing what;
    struct published did;
    struct roster roster = {0};
    fill(&what, loaded, command);
    const char *file = roster_file(&command->options, loaded->arena);
    if (file) {
        enum status read =
            roster_csv_read(&roster, file, loaded->plan, loaded->arena, command->diags);
        if (read != OK)
            return command_outcome(read, true);
        what.roster = &roster;
    }
    enum status status = publish(&did, &what, loaded->arena, command->diags);
    if (status != OK)
        return command_outcome(status, false);
    if (!command->options.option[OPT_QUIET].given)
        say(&command->out, &what, &did);
    return did.n_failed > 0 ? IN_PART : DONE;
}

enum outcome verb_publish(struct command *command)
{
    struct loaded loaded;
    enum status status = load_plan(&loaded, command, command->options.argument[0], NULL);
    enum outcome outcome = command_outcome(status, true);
    if (status == OK)
        outcome = publish_loaded(&loaded, command);
    load_free(&loaded);
    return outcome;
}

enum outcome verb_feeds(struct command *command)
{
    const struct options *options = &command->options;
    const char *what = options->argument[0], *folder = options->argument[1];
    const char *who = options->n_arguments > 2 ? options->argument[2] : NULL;
    const char *tokens = options->option[OPT_TOKENS].text;
    bool list = strcmp(what, "list") == 0, revoke = strcmp(what, "revoke") == 0;
    if ((!list && !revoke && strcmp(what, "rotate") != 0) || (list && who) || (revoke && !who)) {
        diag_error(command->diags, NULL,
                   "say: ronda feeds list DIR, rotate DIR [WHO] or revoke DIR WHO");
        return USAGE;
    }
    struct arena *arena = arena_new();
    enum status status;
    int n = 0;
    if (list) {
        const char *url = with_slash(options->option[OPT_URL].text, arena);
        status = feeds_list(&command->out, folder, tokens, url ? url : "", arena, command->diags);
    } else {
        status =
            feeds_rotate(&n, folder, tokens, who, revoke, present(options), arena, command->diags);
        if (status == OK && !options->option[OPT_QUIET].given)
            text_printf(&command->out, "%d %s.%s\n", n, revoke ? "revoked" : "renewed",
                        revoke ? "" : " Publish again to renew the pages of teams and the links.");
    }
    arena_free(arena);
    return command_outcome(status, false);
}
