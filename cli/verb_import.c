/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_import.c - `import`: how calls get into a plan folder. */
#include "cli/load.h"
#include "io/import.h"

static const int slot_min[] = {5, 15, 30, 60}; /* the words of --slot */

/* 1 for the first word of the option, 2 for the second; 0: not given. */
static int word_of(const struct option_value *option)
{
    return option->given ? option->choice + 1 : 0;
}

enum outcome verb_import(struct command *command)
{
    const struct option_value *option = command->options.option;
    struct import_options how = {
        .profile = word_of(&option[OPT_PROFILE]),
        .columns = option[OPT_COLUMNS].text,
        .is_contacts = option[OPT_ROWS].choice == 1,
        .queue = option[OPT_QUEUE].text,
        .zone = option[OPT_ZONE].text,
        .sheet = option[OPT_SHEET].text,
        .slot_min = option[OPT_SLOT].given ? slot_min[option[OPT_SLOT].choice] : 0,
        .refuse_dst = option[OPT_DST].choice == 1,
        .sum_repeats = option[OPT_REPEATS].choice == 1,
        .order = (enum date_order)word_of(&option[OPT_DATE_FORMAT]),
        .decimal = option[OPT_DECIMAL].given
                       ? option[OPT_DECIMAL].choice == 0 ? DECIMAL_POINT : DECIMAL_COMMA
                       : DECIMAL_UNKNOWN,
        .missing = (enum import_missing)word_of(&option[OPT_MISSING]),
        .as = (enum import_as)word_of(&option[OPT_AS]),
    };
    struct import_report report = {0};
    struct text table = {0};
    if (!how.columns && !how.profile) {
        diag_error(command->diags, NULL,
                   "say which layout the file has: --profile NAME, or --columns "
                   "start=NAME,offered=NAME");
        return USAGE;
    }
    enum status status =
        import_calls(&table, &report, command->options.argument[0], &how, command->diags);
    if (status != OK) {
        text_free(&table);
        return command_outcome(status, true);
    }
    if (!option[OPT_QUIET].given)
        import_describe(option[OPT_OUT].given ? &command->out : &command->aside, &report);
    return load_deliver(&table, command);
}
