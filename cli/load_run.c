/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load_run.c - see load_run.h. */
#include "cli/load_run.h"

#include "io/outputs.h"

/* Weeks, forecast and requirement. */
static enum status read_need(struct planned *planned, const char *file, const struct loaded *loaded,
                             struct command *command)
{
    int32_t first;
    int n_weeks = 1;
    struct requirement given = {0};
    if (file) {
        struct horizon horizon;
        TRY(requirement_csv_read(&given, file, loaded->plan, loaded->arena, command->diags));
        TRY(requirement_horizon(&horizon, loaded->plan, &given, command->diags));
        first = horizon.first;
        n_weeks = horizon.n_days / 7;
    } else {
        TRY(load_week(&first, loaded, command));
    }
    TRY(planner_need(planned, loaded->plan, first, n_weeks, loaded->arena, &command->run,
                     command->diags));
    if (file)
        planned->requirement = given;
    return OK;
}

enum status load_run(struct planned *planned, const struct loaded *loaded, struct command *command)
{
    const struct options *options = &command->options;
    const char *roster = options->option[OPT_ROSTER].text;
    const char *requirement = options->option[OPT_REQUIREMENT].text;
    if (options->n_arguments > 1) {
        const char *folder = options->argument[1];
        if (!roster)
            roster = arena_printf(loaded->arena, "%s/roster.csv", folder);
        if (!requirement)
            requirement = arena_printf(loaded->arena, "%s/requirement.csv", folder);
    }
    if (!roster) {
        diag_error(command->diags, NULL, "say which roster: ronda %s FOLDER OUT%s",
                   verb_defs[options->verb].name,
                   verb_takes(&verb_defs[options->verb], OPT_ROSTER) ? ", or --roster FILE" : "");
        return ERR_USAGE;
    }
    TRY(read_need(planned, requirement, loaded, command));
    planned->roster.horizon = planned->horizon;
    return roster_csv_read(&planned->roster, roster, loaded->plan, loaded->arena, command->diags);
}

/* The date lies in what both rosters know. */
static enum status check_lock_date(int32_t date, const struct horizon *now,
                                   const struct horizon *before, const char *folder,
                                   struct command *command)
{
    char until[DATE_TEXT], first[DATE_TEXT], last[DATE_TEXT];
    int32_t end = before->first + before->n_days - 1;
    if (date >= now->first && date >= before->first && date <= end)
        return OK;
    diag_error(
        command->diags, NULL,
        "--lock-until %s keeps nothing: the roster of %s has %s to %s, the plan begins on %s",
        date_format(until, date), folder, date_format(first, before->first), date_format(last, end),
        date_format((char[DATE_TEXT]){0}, now->first));
    return ERR_USAGE;
}

enum status load_earlier(struct planned *planned, struct locks *locks, const struct loaded *loaded,
                         struct command *command)
{
    const struct option_value *from = &command->options.option[OPT_EARLIER];
    const struct option_value *until = &command->options.option[OPT_LOCK_UNTIL];
    struct roster before = {0};
    if (!from->given && until->given) {
        diag_error(command->diags, NULL,
                   "--lock-until wants the roster whose days stay: --from OUT");
        return ERR_USAGE;
    }
    if (!from->given)
        return OK;
    TRY(roster_csv_read(&before, arena_printf(loaded->arena, "%s/roster.csv", from->text),
                        loaded->plan, loaded->arena, command->diags));
    planned->roster = before;
    planned->has_roster = true;
    if (!until->given)
        return OK;
    TRY(check_lock_date(until->date, &planned->horizon, &before.horizon, from->text, command));
    locks_make(locks, &before, &planned->horizon, loaded->plan->n_agents, loaded->arena);
    locks_keep(locks, EVERY_AGENT, planned->horizon.first, until->date);
    planned->locks = locks;
    return OK;
}
