/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_check.c - `check`: is the plan folder sound, and what is in it. */
#include "cli/load.h"
#include "cli/numbers.h"
#include "io/tables.h"

static void add_count(struct text *out, int n, const char *one, const char *many)
{
    char text[NUMBER_TEXT];
    text_printf(out, ", %s %s", number_text(text, n, 0), n == 1 ? one : many);
}

/* What the folder holds, in a few lines. */
static void contents(struct text *out, const struct loaded *loaded)
{
    const struct plan *plan = loaded->plan;
    text_printf(out, "%s is sound: site %s in %s", loaded->folder, plan->site.id,
                tz_name(plan->site.zone));
    add_count(out, plan->n_queues, "queue", "queues");
    add_count(out, plan->n_shifts, "shift", "shifts");
    add_count(out, plan->n_agents, "agent", "agents");
    text_add(out, ".\n");
    char date[DATE_TEXT];
    int32_t week = plan_default_week(plan);
    if (plan->last_call_date != NO_DATE)
        text_printf(out, "Calls end on %s; ", date_format(date, plan->last_call_date));
    if (week != NO_DATE)
        text_printf(out, "the week to plan begins on %s.\n", date_format(date, week));
}

enum outcome verb_check(struct command *command)
{
    struct loaded loaded;
    if (command->options.option[OPT_EXPLAIN].given) {
        tables_explain(&command->out);
        return DONE;
    }
    if (command->options.n_arguments == 0) {
        diag_error(command->diags, NULL, "say which folder: ronda check FOLDER");
        return USAGE;
    }
    enum status status = load_plan(&loaded, command, command->options.argument[0], NULL);
    if (status == OK && command->options.option[OPT_JSON].given)
        plan_doc_print(&command->out, loaded.doc);
    else if (status == OK && !command->options.option[OPT_QUIET].given)
        contents(&command->out, &loaded);
    load_free(&loaded);
    return command_outcome(status, true);
}
