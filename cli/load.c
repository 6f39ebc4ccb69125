/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.c - see load.h.
 *
 * Rule packs are looked for in the plan folder, then in the data folder: $RONDA_DATA if that is
 * set, else the folder of the program itself if it has rules/ (a build tree), else where `make
 * install` put them. */
#include "cli/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/pool.h"
#include "io/event.h"
#include "io/knobs.h"
#include "io/outputs.h"

#define PATH_BYTES 4096

/* The program's own folder, if it holds rules/. */
static bool beside_program(char folder[PATH_BYTES])
{
    ssize_t n = readlink("/proc/self/exe", folder, PATH_BYTES - 32);
    if (n <= 0)
        return false;
    folder[n] = '\0';
    char *slash = strrchr(folder, '/');
    if (!slash)
        return false;
    snprintf(slash, 16, "/rules");
    return access(folder, R_OK | X_OK) == 0;
}

static const char *rules_folder(struct arena *arena)
{
    char folder[PATH_BYTES];
    const char *asked = getenv("RONDA_DATA");
    if (asked && asked[0])
        return arena_printf(arena, "%s/rules", asked);
    if (beside_program(folder))
        return arena_strdup(arena, folder);
    return RONDA_DATADIR "/rules";
}

static enum status make_change(struct doc *doc, const struct plan_change *change,
                               struct diags *diags)
{
    if (change->patch)
        return plan_doc_patch(doc, change->patch, diags);
    if (change->event)
        return event_read(change->event, doc, change->event_file, diags);
    if (change->json)
        return plan_doc_patch_text(doc, change->json, diags);
    const struct place at = {.file = arena_printf(doc->arena, "--sweep %s", change->text)};
    return knob_turn(doc, change->knob, change->setting, &at, diags);
}

enum status load_plan(struct loaded *out, struct command *command, const char *folder,
                      const struct plan_change *change)
{
    const struct options *options = &command->options;
    *out = (struct loaded){.folder = folder, .arena = arena_new()};
    struct plan_options how = {.refuse_dst = options->option[OPT_DST].choice == 1,
                               .rules_folder = rules_folder(out->arena)};
    TRY(plan_doc_read(&out->doc, folder, command->diags));
    if (change)
        TRY(make_change(out->doc, change, command->diags));
    TRY(plan_from_doc(&out->plan, out->doc, folder, &how, command->diags));
    if (options->option[OPT_LANGUAGE].given)
        out->plan->policy.language = options->option[OPT_LANGUAGE].text;
    return OK;
}

void load_free(struct loaded *loaded)
{
    plan_free(loaded->plan);
    plan_doc_free(loaded->doc);
    arena_free(loaded->arena);
    *loaded = (struct loaded){0};
}

enum status load_week(int32_t *first, const struct loaded *loaded, struct command *command)
{
    const struct option_value *asked = &command->options.option[OPT_WEEK];
    *first = asked->given ? asked->date : plan_default_week(loaded->plan);
    if (*first == NO_DATE) {
        diag_error(
            command->diags, NULL,
            "%s has no calls and no figures of the client: say which week to plan, --week 2026-W52",
            loaded->folder);
        return ERR_USAGE;
    }
    while (date_weekday(*first) != loaded->plan->site.week_start)
        --*first;
    return OK;
}

int load_n_weeks(const struct command *command)
{
    const struct option_value *asked = &command->options.option[OPT_WEEKS];
    return asked->given ? (int)asked->number : 1;
}

enum status load_plan_week(struct loaded *out, int32_t *first, struct command *command)
{
    TRY(load_plan(out, command, command->options.argument[0], NULL));
    return load_week(first, out, command);
}

enum outcome load_deliver(struct text *table, struct command *command)
{
    const struct option_value *out = &command->options.option[OPT_OUT];
    enum status status = OK;
    if (out->given)
        status = out_write_file(out->text, table->bytes, table->n, command->diags);
    else
        text_add_n(&command->out, table->bytes, table->n);
    text_free(table);
    return command_outcome(status, false);
}

void load_begin_run(struct command *command)
{
    const struct option_value *option = command->options.option;
    struct run *run = &command->run;
    run->seed = option[OPT_SEED].given ? (uint64_t)option[OPT_SEED].number : 1;
    run->time_limit_s = option[OPT_TIME_LIMIT].number;
    run->iteration_limit = (long)option[OPT_ITERATIONS].number;
    run->gap_target = option[OPT_GAP].number;
    run->pool = pool_new((int)option[OPT_WORKERS].number);
}

void load_end_run(struct command *command)
{
    pool_free(command->run.pool);
    command->run.pool = NULL;
}
