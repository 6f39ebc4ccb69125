/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_import.c - `import`: how calls get into a plan folder. */
#include "cli/load.h"
#include "io/import.h"

static const int slot_min[] = {5, 15, 30, 60}; /* the words of --slot */

enum outcome verb_import(struct command *command)
{
    const struct option_value *option = command->options.option;
    struct import_options how = {
        .columns = option[OPT_COLUMNS].text,
        .queue = option[OPT_QUEUE].text,
        .zone = option[OPT_ZONE].text,
        .slot_min = option[OPT_SLOT].given ? slot_min[option[OPT_SLOT].choice] : 0,
        .refuse_dst = option[OPT_DST].choice == 1,
    };
    struct import_report report = {0};
    struct text table = {0};
    if (!how.columns) {
        diag_error(command->diags, NULL,
                   "say which columns hold what: --columns start=NAME,offered=NAME");
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
