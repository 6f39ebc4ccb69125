/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_close.c - `close`: the roster as worked becomes the plan folder's next ledger.csv.
 *
 * The ledger is replaced in one step when all of it is on the disk.  A week that it counts already
 * is refused, so that closing twice changes nothing. */
#include <math.h>
#include <stdio.h>

#include "cli/fairness.h"
#include "cli/load.h"
#include "cli/numbers.h"
#include "cli/summary.h"
#include "io/out_csv.h"
#include "io/outputs.h"
#include "planner/close.h"

/* What is closed: a roster and its work dates. */
struct span {
    struct roster roster;
    int32_t first, last;
};

static const char *roster_file(const struct loaded *loaded, const struct command *command)
{
    char week[NUMBER_TEXT];
    const struct options *options = &command->options;
    if (options->option[OPT_ROSTER].given)
        return options->option[OPT_ROSTER].text;
    if (options->n_arguments > 1)
        return arena_printf(loaded->arena, "%s/roster.csv", options->argument[1]);
    if (options->option[OPT_WEEK].given)
        return arena_printf(loaded->arena, "plan-%s/roster.csv",
                            week_text(week, options->option[OPT_WEEK].date));
    return NULL;
}

static enum status read_span(struct span *out, const struct loaded *loaded, struct command *command)
{
    const struct option_value *grid = &command->options.option[OPT_GRID];
    *out = (struct span){0};
    if (grid->given)
        return roster_grid_read(&out->roster, &out->first, &out->last, grid->text, loaded->plan,
                                loaded->arena, command->diags);
    const char *file = roster_file(loaded, command);
    if (!file) {
        diag_error(command->diags, NULL,
                   "say what was planned: ronda close FOLDER OUT, --week WEEK for plan-WEEK, "
                   "--roster FILE or --grid FILE");
        return ERR_USAGE;
    }
    TRY(roster_csv_read(&out->roster, file, loaded->plan, loaded->arena, command->diags));
    out->first = out->roster.horizon.first;
    out->last = out->first + out->roster.horizon.n_days - 1;
    return OK;
}

static enum status write_ledger(const char *file, const struct loaded *loaded,
                                const struct closed *closed, struct diags *diags)
{
    struct text text = {0};
    ledger_csv(&text, loaded->plan, closed->ledger, closed->n_ledger);
    enum status status = out_write_file(file, text.bytes, text.n, diags);
    text_free(&text);
    return status;
}

static void say_shrinkage(struct text *out, const struct closed *closed)
{
    char text[NUMBER_TEXT];
    double hours = closed->hours_planned;
    text_printf(out, "Shrinkage measured %s, ", share_text(text, closed->hours_lost / hours));
    text_printf(out, "assumed %s", share_text(text, closed->hours_assumed / hours));
    text_printf(out, ": %s of ", number_text(text, closed->hours_lost, 1));
    text_printf(out, "%s paid hours were lost.\n", number_text(text, hours, 1));
}

static void say(struct text *out, const struct loaded *loaded, const struct closed *closed,
                const struct evenness *even, int n_even, const char *file)
{
    char from[NUMBER_TEXT], to[NUMBER_TEXT], hours[NUMBER_TEXT];
    text_printf(out, "%s, %s to %s\n\n", loaded->plan->site.id, day_text(from, closed->first),
                date_text(to, closed->last));
    text_printf(out,
                "%d shifts planned, %d worked: %d missed, %d swapped, %d changed late; %s "
                "hours beyond the plan.\n",
                closed->n_planned, closed->n_worked, closed->n_missed, closed->n_swapped,
                closed->n_late, number_text(hours, closed->hours_extra, 1));
    if (closed->hours_planned > 0)
        say_shrinkage(out, closed);
    text_add(out, "\nBalances by group\n");
    fairness_table(out, loaded->plan, even, n_even);
    text_printf(out, "\n%d people up to %s are in\n%s\n", closed->n_ledger,
                date_text(to, closed->last), file);
}

/* What is closed, and the ledger that comes of it. */
static enum status make_ledger(struct closed *out, const struct loaded *loaded,
                               struct command *command)
{
    struct span span;
    struct attended *attended = NULL;
    int n = 0;
    const struct option_value *worked = &command->options.option[OPT_WORKED];
    TRY(read_span(&span, loaded, command));
    if (worked->given)
        TRY(attendance_csv_read(&attended, &n, worked->text, loaded->plan, loaded->arena,
                                command->diags));
    return planner_close(out, loaded->plan, &span.roster, span.first, span.last, attended, n,
                         loaded->arena, command->diags);
}

static enum status deliver(const struct loaded *loaded, const struct closed *closed,
                           struct command *command)
{
    struct evenness *even;
    const struct option_value *option = command->options.option;
    const char *file = option[OPT_OUT].given
                           ? option[OPT_OUT].text
                           : arena_printf(loaded->arena, "%s/ledger.csv", loaded->folder);
    int n_even =
        planner_evenness(&even, loaded->plan, closed->ledger, closed->n_ledger, loaded->arena);
    TRY(write_ledger(file, loaded, closed, command->diags));
    if (option[OPT_JSON].given)
        summary_closed(&command->out, loaded->plan, closed, even, n_even);
    else if (!option[OPT_QUIET].given)
        say(&command->out, loaded, closed, even, n_even, file);
    return OK;
}

enum outcome verb_close(struct command *command)
{
    struct loaded loaded;
    struct closed closed;
    enum status status = load_plan(&loaded, command, command->options.argument[0], NULL);
    if (status == OK)
        status = make_ledger(&closed, &loaded, command);
    enum outcome outcome = command_outcome(status, true);
    if (status == OK)
        outcome = command_outcome(deliver(&loaded, &closed, command), false);
    load_free(&loaded);
    return outcome;
}
