/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_init.c - `init`: how a plan folder begins. */
#include "cli/series.h"
#include "io/init.h"

static enum status write_plan(const char *folder, struct command *command)
{
    const struct option_value *from = &command->options.option[OPT_INIT_FROM];
    struct import_options layout = series_layout(command);
    struct init_from how = {.zone = layout.zone, .order = layout.order, .decimal = layout.decimal};
    struct text report = {0};
    if (!from->given)
        return init_write(folder, command->diags);
    enum status status = init_from(folder, from->text, &how, &report, command->diags);
    if (status == OK && !command->options.option[OPT_QUIET].given)
        text_add_n(&command->out, report.bytes, report.n);
    text_free(&report);
    return status;
}

enum outcome verb_init(struct command *command)
{
    const char *folder = command->options.argument[0];
    enum status status = write_plan(folder, command);
    if (status == OK && !command->options.option[OPT_QUIET].given)
        text_printf(&command->out,
                    "%s holds a plan that works as it is; read %s/README.md, then change it.\n"
                    "  ronda check %s\n  ronda plan %s\n",
                    folder, folder, folder, folder);
    return command_outcome(status, false);
}
