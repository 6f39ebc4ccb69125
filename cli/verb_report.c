/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_report.c - `report`: the files of a run as one HTML page.
 *
 * Cover, wishes and scores are computed anew from the roster that is read back, so that a page
 * never shows a roster that does not hold. */
#include <math.h>
#include <string.h>

#include "cli/load_run.h"
#include "io/json.h"
#include "io/outputs.h"
#include "io/report/report.h"
#include "planner/figures.h"

/* An optional document that another verb printed, with the list that the page shows. */
static enum status read_document(const struct doc_node **out, enum option_id option,
                                 enum verb_id verb, const char *list, const struct loaded *loaded,
                                 struct command *command)
{
    struct doc_node *node = NULL;
    const struct option_value *asked = &command->options.option[option];
    if (!asked->given)
        return OK;
    TRY(json_read(&node, asked->text, loaded->arena, command->diags));
    const struct doc_node *rows = node->type == DOC_OBJECT ? doc_find(node, list) : NULL;
    if (!rows || rows->type != DOC_ARRAY) {
        diag_error(command->diags, &node->at, "this is not what 'ronda %s --json' prints",
                   verb_defs[verb].name);
        return ERR_DATA;
    }
    *out = node;
    return OK;
}

/* Index of the agent that is asked for; -1: none is. */
static enum status find_agent(int *agent, const struct plan *plan, struct command *command)
{
    const struct option_value *asked = &command->options.option[OPT_AGENT];
    *agent = -1;
    if (!asked->given)
        return OK;
    for (int a = 0; a < plan->n_agents; a++)
        if (strcmp(plan->agents[a].id, asked->text) == 0)
            *agent = a;
    if (*agent >= 0)
        return OK;
    diag_error(command->diags, NULL, "no agent is called '%s'", asked->text);
    return ERR_USAGE;
}

static enum outcome write_report(struct report *report, int agent, const struct loaded *loaded,
                                 struct command *command)
{
    struct text page = {0};
    const struct option_value *out = &command->options.option[OPT_OUT];
    const char *otherwise =
        agent < 0 ? "report.html"
                  : arena_printf(loaded->arena, "report-%s.html", loaded->plan->agents[agent].id);
    const char *file =
        out->given ? out->text
                   : arena_printf(loaded->arena, "%s/%s", command->options.argument[1], otherwise);
    report_page(&page, report, agent);
    enum status status = out_write_file(file, page.bytes, page.n, command->diags);
    if (status == OK && !command->options.option[OPT_QUIET].given)
        text_printf(&command->out, "%s\n", file);
    text_free(&page);
    return command_outcome(status, false);
}

static enum status read_all(struct planned *planned, struct report *report, int *agent,
                            const struct loaded *loaded, struct command *command)
{
    struct doc_node *summary = NULL;
    const char *file = arena_printf(loaded->arena, "%s/summary.json", command->options.argument[1]);
    TRY(find_agent(agent, loaded->plan, command));
    TRY(load_run(planned, loaded, command));
    TRY(json_read(&summary, file, loaded->arena, command->diags));
    report->summary = summary;
    const struct doc_node *notice = doc_find(summary, "notice_days");
    planned->notice_days = notice && notice->type == DOC_NUMBER ? (int)notice->number : 0;
    TRY(read_document(&report->simulation, OPT_SIMULATION, VERB_SIMULATE, "queues", loaded,
                      command));
    TRY(read_document(&report->whatif, OPT_WHATIF, VERB_WHATIF, "scenarios", loaded, command));
    TRY(summary_value_read(&planned->roster.value, &planned->roster.bound, file, command->diags));
    planned->roster.gap = NAN;
    return check_roster(&planned->check, loaded->plan, &planned->requirement, &planned->roster,
                        loaded->arena, command->diags);
}

static enum outcome report_run(const struct loaded *loaded, struct command *command)
{
    struct planned planned = {0};
    struct report report = {0};
    struct figures figures;
    int agent;
    enum status status = read_all(&planned, &report, &agent, loaded, command);
    if (status != OK)
        return command_outcome(status, true);
    if (planned.check.n_broken > 0)
        return NOT_HELD;
    planned.has_roster = true;
    planner_figures(&figures, loaded->plan, &planned, loaded->arena);
    report.plan = loaded->plan;
    report.horizon = &planned.horizon;
    report.demand = &planned.demand;
    report.requirement = &planned.requirement;
    report.roster = &planned.roster;
    report.cover = planned.check.cover;
    report.wishes = figures.wishes;
    report.n_wishes = figures.n_wishes;
    report.wellbeing = figures.wellbeing;
    return write_report(&report, agent, loaded, command);
}

enum outcome verb_report(struct command *command)
{
    struct loaded loaded;
    enum status status = load_plan(&loaded, command, command->options.argument[0], NULL);
    enum outcome outcome =
        status == OK ? report_run(&loaded, command) : command_outcome(status, true);
    load_free(&loaded);
    return outcome;
}
