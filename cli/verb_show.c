/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_show.c - `show`: a roster drawn in the terminal. */
#include <string.h>

#include "cli/numbers.h"
#include "cli/ran.h"
#include "cli/terminal.h"
#include "io/report/show.h"

static void head(struct text *out, const struct ran *ran)
{
    char week[NUMBER_TEXT], from[NUMBER_TEXT], to[NUMBER_TEXT], hours[NUMBER_TEXT];
    const struct horizon *horizon = &ran->horizon;
    text_printf(out, "%s, week %s, %s to %s (%s)\n", ran->plan->site.id,
                week_text(week, horizon->first), day_text(from, horizon->first),
                date_text(to, horizon->first + horizon->n_days - 1), tz_name(ran->plan->site.zone));
    text_printf(out, "%d shifts, ", ran->roster.n_duties);
    text_printf(out, "%s person-hours short, ", number_text(hours, ran->check.hours_short, 1));
    text_printf(out, "%s over", number_text(hours, ran->check.hours_surplus, 1));
    if (ran->check.n_broken > 0)
        text_printf(out, "; %d fault%s: see 'ronda verify'", ran->check.n_broken,
                    ran->check.n_broken == 1 ? "" : "s");
    text_add(out, "\n\n");
}

static void legend(struct text *out, const struct show *show)
{
    text_add(out, show->is_utf8 ? "\n█ on duty  ▓ at night  ░ on a pause  VL leave  TR training  "
                                  "UA not available\n"
                                : "\n# on duty  = at night  - on a pause  VL leave  TR training  "
                                  "UA not available\n");
}

static enum outcome draw(const struct ran *ran, struct command *command)
{
    const struct option_value *agent = &command->options.option[OPT_AGENT];
    const struct option_value *day = &command->options.option[OPT_DAY];
    int width = terminal_width(), a = -1;
    struct show show = {
        .plan = ran->plan,
        .roster = &ran->roster,
        .requirement = &ran->requirement,
        .cover = ran->check.cover,
        .width = width < SHOW_WIDTH_LEAST ? SHOW_WIDTH_LEAST : width,
        .is_utf8 = terminal_is_utf8(),
        .has_colour = terminal_has_colour(),
    };
    if (agent->given && (a = ran_find_agent(ran, agent->text, command->diags)) < 0)
        return USAGE;
    if (day->given &&
        (day->date < ran->horizon.first || day->date >= ran->horizon.first + ran->horizon.n_days)) {
        diag_error(command->diags, NULL, "%s lies outside of the roster's weeks", day->text);
        return USAGE;
    }
    head(&command->out, ran);
    if (a >= 0)
        show_agent(&command->out, &show, a);
    else if (day->given)
        show_day(&command->out, &show, day->date);
    else
        show_week(&command->out, &show);
    legend(&command->out, &show);
    return DONE;
}

enum outcome verb_show(struct command *command)
{
    struct loaded loaded = {0};
    struct ran ran = {0};
    const struct options *options = &command->options;
    bool has_folder = options->n_arguments > 1;
    enum status status = OK;
    if (has_folder)
        status = load_plan(&loaded, command, options->argument[0], NULL);
    else
        loaded.arena = arena_new();
    if (status == OK)
        status = ran_read(&ran, options->argument[options->n_arguments - 1],
                          has_folder ? &loaded : NULL, loaded.arena, command);
    enum outcome outcome = status == OK ? draw(&ran, command) : command_outcome(status, true);
    ran_free(&ran);
    load_free(&loaded);
    return outcome;
}
