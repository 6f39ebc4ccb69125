/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_plan.c - `plan`: a folder in, a folder and the page out.
 *
 * The place for the files is claimed before the search begins, so that a minute's work is not lost
 * to a folder that cannot be written. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/deliver.h"
#include "cli/load_run.h"
#include "cli/numbers.h"
#include "cli/page.h"
#include "cli/sim_page.h"
#include "cli/summary.h"
#include "io/outputs.h"
#include "io/report/workbook.h"
#include "scheduler/lp.h"

static void default_folder(char folder[NUMBER_TEXT + 8], int32_t first)
{
    char week[NUMBER_TEXT];
    snprintf(folder, NUMBER_TEXT + 8, "plan-%s", week_text(week, first));
}

static enum status write_workbook(struct out_folder *folder, const struct outputs *what,
                                  struct diags *diags)
{
    char *bytes;
    size_t n;
    TRY(workbook_xlsx(&bytes, &n, what, diags));
    enum status status = out_file(folder, "roster.xlsx", bytes, n, diags);
    mem_free(bytes);
    return status;
}

enum status deliver_files(struct out_folder *folder, const struct loaded *loaded,
                          const struct planned *planned, const struct figures *figures,
                          const char *summary, struct command *command)
{
    const struct option_value *now = &command->options.option[OPT_NOW];
    struct outputs what = {
        .plan = loaded->plan,
        .horizon = &planned->horizon,
        .demand = &planned->demand,
        .requirement = &planned->requirement,
        .roster = &planned->roster,
        .cover = planned->check.cover,
        .share = planned->check.share,
        .n_shares = planned->check.n_shares,
        .input_folder = loaded->folder,
        .version = PACKAGE_VERSION,
        .solver = arena_printf(loaded->arena, "GLPK %s", lp_version()),
        .seed = command->run.seed,
        .now = now->given ? now->instant : NO_TIME,
        .even = figures->even,
        .n_even = figures->n_even,
        .wishes = figures->wishes,
        .n_wishes = figures->n_wishes,
        .wellbeing = figures->wellbeing,
        .summary_json = summary,
        .write_more = write_workbook,
    };
    what.n_inputs = plan_doc_files(loaded->doc, &what.input_names);
    TRY(outputs_write(folder, &what, command->diags));
    return out_commit(folder, command->diags);
}

/* Too late for people to plan their sleep; only --now says when it is. */
static void warn_of_notice(const struct plan *plan, const struct horizon *horizon,
                           struct command *command)
{
    const struct option_value *now = &command->options.option[OPT_NOW];
    const struct rule *rule = &plan->rules.rule[RULE_NOTICE];
    if (!now->given || !rule_in_force(&plan->rules, RULE_NOTICE))
        return;
    int days = horizon->first - tz_date(plan->site.zone, now->instant);
    if (days < rule->value)
        diag_warning(command->diags, NULL,
                     "people get %d days' notice of this week; %s of %s asks for %g (%s)",
                     days > 0 ? days : 0, rule_defs[RULE_NOTICE].name, rule->pack, rule->value,
                     rule->article ? rule->article : "no source");
}

/* From the date of --now, a day at least; 0 without it. */
static int notice_days(const struct plan *plan, const struct horizon *horizon,
                       const struct command *command)
{
    const struct option_value *now = &command->options.option[OPT_NOW];
    if (!now->given)
        return 0;
    int days = horizon->first - tz_date(plan->site.zone, now->instant);
    return days > 1 ? days : 1;
}

/* Files and page of a roster that holds. */
static enum status deliver(struct out_folder *folder, const char *folder_name,
                           const struct loaded *loaded, struct planned *planned,
                           const struct proof *proof, struct command *command)
{
    struct figures figures;
    struct text summary = {0};
    warn_of_notice(loaded->plan, &planned->horizon, command);
    planned->notice_days = notice_days(loaded->plan, &planned->horizon, command);
    planner_figures(&figures, loaded->plan, planned, loaded->arena);
    summary_print(&summary, loaded->plan, planned, &figures);
    enum status status = deliver_files(folder, loaded, planned, &figures, summary.bytes, command);
    struct page page = {loaded->plan, planned, &figures, folder_name, run_elapsed_s(&command->run)};
    if (status == OK && command->options.option[OPT_JSON].given)
        text_add(&command->out, summary.bytes);
    else if (status == OK && !command->options.option[OPT_QUIET].given)
        page_print(&command->out, &page);
    if (status == OK && proof->n_rounds > 0 && !command->options.option[OPT_QUIET].given)
        sim_rounds(command->options.option[OPT_JSON].given ? &command->aside : &command->out,
                   loaded->plan, proof);
    text_free(&summary);
    return status;
}

/* Roster, and its proof where that is asked for. */
static enum status make_week(struct planned *planned, struct locks *locks, struct proof *proof,
                             const struct loaded *loaded, int32_t first, struct command *command)
{
    struct sim_options options;
    struct run *run = &command->run;
    bool is_proved = command->options.option[OPT_PROVE].given;
    *planned = (struct planned){0};
    TRY(planner_need(planned, loaded->plan, first, load_n_weeks(command), loaded->arena, run,
                     command->diags));
    TRY(load_earlier(planned, locks, loaded, command));
    double limit_s = run->time_limit_s;
    run->time_limit_s = is_proved ? limit_s / 2 : limit_s; /* the rest is for its corrections */
    enum status status =
        planner_roster(planned, loaded->plan, !is_proved, loaded->arena, run, command->diags);
    run->time_limit_s = limit_s;
    if (status != OK)
        return status;
    if (!is_proved || !planned->has_roster || planned->check.n_broken > 0)
        return OK;
    simulate_options(&options, &command->options);
    TRY(planner_prove(proof, planned, loaded->plan, &options, loaded->arena, run, command->diags));
    return planner_prices(planned, loaded->plan, loaded->arena, run, command->diags);
}

/* Files, page and the exit code of a planned week; proof->n_rounds 0: none was asked for. */
static enum outcome finish_week(struct out_folder *folder, const char *name,
                                const struct loaded *loaded, struct planned *planned,
                                const struct proof *proof, struct command *command)
{
    enum outcome outcome = command_planned(planned, command);
    if (outcome != DONE && outcome != LIMIT_WITH_ROSTER)
        return outcome;
    planned->roster.reproducible = !command->run.stopped_by_clock;
    enum status status = deliver(folder, name, loaded, planned, proof, command);
    if (status != OK)
        return command_outcome(status, false);
    if (proof->n_rounds > 0 &&
        sim_missed(loaded->plan, &proof->round[proof->chosen].sim, command->diags))
        return NOT_HELD;
    return outcome;
}

static enum outcome plan_week(const struct loaded *loaded, int32_t first, struct command *command)
{
    char otherwise[NUMBER_TEXT + 8];
    struct planned planned;
    struct locks locks;
    struct proof proof = {0};
    struct out_folder *folder = NULL;
    const struct option_value *asked = &command->options.option[OPT_OUT];
    default_folder(otherwise, first);
    const char *name = asked->given ? asked->text : otherwise;
    enum outcome outcome;
    enum status status = out_begin(&folder, name, command->diags);
    if (status == OK)
        status = make_week(&planned, &locks, &proof, loaded, first, command);
    if (status == OK)
        outcome = finish_week(folder, name, loaded, &planned, &proof, command);
    else
        outcome = command_outcome(status, false);
    out_abort(folder);
    return outcome;
}

enum outcome verb_plan(struct command *command)
{
    struct loaded loaded;
    int32_t first;
    enum status status = load_plan(&loaded, command, command->options.argument[0], NULL);
    if (status == OK)
        status = load_week(&first, &loaded, command);
    enum outcome outcome = command_outcome(status, true);
    if (status == OK) {
        load_begin_run(command);
        outcome = plan_week(&loaded, first, command);
        load_end_run(command);
    }
    load_free(&loaded);
    return outcome;
}
