/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_import.c - `import`: how calls get into a plan folder. */
#include "cli/load.h"
#include "cli/series.h"

enum outcome verb_import(struct command *command)
{
    const struct option_value *option = command->options.option;
    struct import_options how = series_layout(command);
    how.queue = option[OPT_QUEUE].text;
    how.as = option[OPT_AS].given ? (enum import_as)(option[OPT_AS].choice + 1) : AS_BY_PROFILE;
    struct import_report report = {0};
    struct text table = {0};
    if (!how.columns && !how.profile) {
        diag_error(command->diags, NULL,
                   "say which layout the file has: --profile NAME, or --columns "
                   "start=NAME,offered=NAME");
        return USAGE;
    }
    const char *file = command->options.argument[0], *to = option[OPT_OUT].text;
    enum status status = option[OPT_OUT].given
                             ? import_calls_to(to, &report, file, &how, command->diags)
                             : import_calls(&table, &report, file, &how, command->diags);
    if (report.is_read && !option[OPT_QUIET].given)
        import_describe(option[OPT_OUT].given ? &command->out : &command->aside, &report);
    if (status == OK && !option[OPT_OUT].given)
        return load_deliver(&table, command);
    text_free(&table);
    return command_outcome(status, !report.is_read);
}
