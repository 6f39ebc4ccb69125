/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_verify.c - `verify`: the files of a run read back and checked from first principles: every
 * rule, the cover, the cost.
 *
 * A roster file that cannot be understood is an answer ("no"), not a fault of the plan: exit code
 * 7.  A file that is not there is invalid input. */
#include <math.h>

#include "cli/edits.h"
#include "cli/load.h"
#include "cli/numbers.h"
#include "io/file.h"
#include "io/out_csv.h"
#include "io/outputs.h"
#include "io/payroll.h"
#include "planner/planner.h"

/* Where the files are. */
struct asked {
    const char *run; /* the run's roster, if another is asked about */
    const char *roster, *requirement, *summary, *payroll, *night, *offers; /* NULL: not given */
    bool by_hand; /* a roster other than the run's own: the summary's figures are not its claims */
};

static void find_files(struct asked *asked, struct arena *arena, const struct options *options)
{
    *asked = (struct asked){0};
    if (options->n_arguments > 1) {
        const char *folder = options->argument[1];
        asked->roster = arena_printf(arena, "%s/roster.csv", folder);
        asked->requirement = arena_printf(arena, "%s/requirement.csv", folder);
        asked->summary = arena_printf(arena, "%s/summary.json", folder);
        asked->payroll = arena_printf(arena, "%s/payroll.csv", folder);
        asked->night = arena_printf(arena, "%s/night.csv", folder);
        asked->offers = arena_printf(arena, "%s/offers.csv", folder);
    }
    if (options->option[OPT_ROSTER].given && asked->roster && file_exists(asked->roster))
        asked->run = asked->roster;
    if (options->option[OPT_ROSTER].given)
        asked->roster = options->option[OPT_ROSTER].text;
    asked->by_hand = options->option[OPT_ROSTER].given;
    if (options->option[OPT_REQUIREMENT].given)
        asked->requirement = options->option[OPT_REQUIREMENT].text;
}

/* The requirement that the roster is held against: the run's own, or computed anew. */
static enum status read_need(struct planned *planned, const struct asked *asked,
                             const struct loaded *loaded, struct command *command)
{
    int32_t first;
    if (asked->requirement) {
        TRY(requirement_csv_read(&planned->requirement, asked->requirement, loaded->plan,
                                 loaded->arena, command->diags));
        return requirement_horizon(&planned->horizon, loaded->plan, &planned->requirement,
                                   command->diags);
    }
    TRY(load_week(&first, loaded, command));
    return planner_need(planned, loaded->plan, first, 1, loaded->arena, &command->run,
                        command->diags);
}

/* stated: what the run's summary says, NAN if it was not read. */
static void say(struct text *out, const struct asked *asked, const struct loaded *loaded,
                const struct planned *planned, double stated)
{
    const struct check_result *check = &planned->check;
    char text[NUMBER_TEXT];
    if (check->n_broken > 0) {
        text_printf(out, "%s: %d fault%s.\n", asked->roster, check->n_broken,
                    check->n_broken == 1 ? "" : "s");
        return;
    }
    text_printf(out, "%s holds: %s shifts, no rule broken;\n", asked->roster,
                number_text(text, planned->roster.n_duties, 0));
    text_printf(out, "%s person-hours short, ", number_text(text, check->hours_short, 1));
    text_printf(out, "%s over; ", number_text(text, check->hours_surplus, 1));
    text_printf(out, "cost of decisions %s %s", loaded->plan->site.currency,
                number_text(text, check->value, 2));
    if (asked->by_hand && !isnan(stated))
        text_printf(out, " (the plan's was %s)", number_text(text, stated, 2));
    text_add(out, isnan(stated) || asked->by_hand ? ".\n" : ", as stated.\n");
}

static void say_json(struct text *out, const struct planned *planned)
{
    const struct check_result *check = &planned->check;
    text_printf(out,
                "{\n  \"schema\": 1,\n  \"holds\": %s,\n  \"faults\": %d,\n  \"shifts\": %d,\n"
                "  \"hours_short\": ",
                check->n_broken == 0 ? "true" : "false", check->n_broken, planned->roster.n_duties);
    csv_add_number(out, check->hours_short, 3);
    text_add(out, ",\n  \"hours_over\": ");
    csv_add_number(out, check->hours_surplus, 3);
    text_add(out, ",\n  \"value\": ");
    csv_add_number(out, check->value, 3);
}

/* The roster's rows, and what the run's summary states of it. */
static enum status read_roster(struct planned *planned, struct roster *run, double *stated,
                               const struct asked *asked, const struct loaded *loaded,
                               struct diags *diags)
{
    struct roster *roster = &planned->roster;
    double bound = NAN;
    *stated = NAN;
    if (asked->summary)
        TRY(summary_value_read(stated, &bound, asked->summary, diags));
    roster->horizon = planned->horizon;
    if (asked->run) {
        run->horizon = planned->horizon;
        TRY(roster_csv_read(run, asked->run, loaded->plan, loaded->arena, diags));
    }
    if (asked->by_hand)
        TRY(roster_file_read(roster, asked->roster, asked->run ? run : NULL, loaded->plan,
                             loaded->arena, diags));
    else
        TRY(roster_csv_read(roster, asked->roster, loaded->plan, loaded->arena, diags));
    roster->value = asked->by_hand ? NAN : *stated;
    roster->bound = asked->by_hand ? NAN : bound;
    roster->gap = NAN;
    return OK;
}

/* Where the run left a payroll.csv: is it the roster's? */
static enum status verify_payroll(struct planned *planned, const struct asked *asked,
                                  const struct loaded *loaded, struct diags *diags)
{
    struct payroll_row *rows;
    int n;
    if (!asked->payroll || asked->by_hand || !file_exists(asked->payroll))
        return OK;
    TRY(payroll_csv_read(&rows, &n, asked->payroll, loaded->plan, loaded->arena, diags));
    planned->check.n_broken += check_payroll(rows, n, loaded->plan, &planned->roster, diags);
    return OK;
}

/* The same of night.csv and offers.csv. */
static enum status verify_lists(struct planned *planned, const struct asked *asked,
                                const struct loaded *loaded, struct diags *diags)
{
    const struct roster *roster = &planned->roster;
    struct night_row *night;
    struct offer_row *offers;
    int n;
    if (asked->by_hand)
        return OK;
    if (asked->night && file_exists(asked->night)) {
        TRY(night_csv_read(&night, &n, asked->night, loaded->plan, loaded->arena, diags));
        planned->check.n_broken += check_night(night, n, loaded->plan, roster, diags);
    }
    if (asked->offers && file_exists(asked->offers)) {
        TRY(offers_csv_read(&offers, &n, asked->offers, loaded->plan, loaded->arena, diags));
        planned->check.n_broken +=
            check_offers(offers, n, loaded->plan, &planned->requirement, roster, diags);
    }
    return OK;
}

static enum outcome verify(const struct asked *asked, const struct loaded *loaded,
                           struct command *command)
{
    struct planned planned = {0};
    struct roster run = {0};
    double stated;
    enum status status = read_need(&planned, asked, loaded, command);
    if (status != OK)
        return command_outcome(status, true);
    status = read_roster(&planned, &run, &stated, asked, loaded, command->diags);
    if (status != OK)
        return status == ERR_DATA ? NOT_HELD : command_outcome(status, true);
    status = check_roster(&planned.check, loaded->plan, &planned.requirement, &planned.roster,
                          loaded->arena, command->diags);
    if (status != OK)
        return command_outcome(status, true);
    status = verify_payroll(&planned, asked, loaded, command->diags);
    if (status == OK)
        status = verify_lists(&planned, asked, loaded, command->diags);
    if (status != OK)
        return status == ERR_DATA ? NOT_HELD : command_outcome(status, true);
    bool as_json = command->options.option[OPT_JSON].given;
    if (as_json)
        say_json(&command->out, &planned);
    else if (!command->options.option[OPT_QUIET].given)
        say(&command->out, asked, loaded, &planned, stated);
    if (asked->run && (as_json || !command->options.option[OPT_QUIET].given))
        status = edits_say(&command->out, as_json, loaded->plan, &planned.requirement, &run,
                           &planned.roster);
    if (as_json)
        text_add(&command->out, "\n}\n");
    if (status != OK)
        return command_outcome(status, true);
    return planned.check.n_broken > 0 ? NOT_HELD : DONE;
}

enum outcome verb_verify(struct command *command)
{
    struct loaded loaded;
    struct asked asked;
    enum status status = load_plan(&loaded, command, command->options.argument[0], NULL);
    enum outcome outcome = command_outcome(status, true);
    find_files(&asked, loaded.arena, &command->options);
    if (status == OK && !asked.roster) {
        diag_error(command->diags, NULL,
                   "say which roster: ronda verify FOLDER OUT, or --roster FILE");
        outcome = USAGE;
    } else if (status == OK) {
        outcome = verify(&asked, &loaded, command);
    }
    load_free(&loaded);
    return outcome;
}
