/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_init.c - `init`: how a plan folder begins. */
#include "cli/command.h"
#include "io/init.h"

enum outcome verb_init(struct command *command)
{
    const char *folder = command->options.argument[0];
    enum status status = init_write(folder, command->diags);
    if (status == OK && !command->options.option[OPT_QUIET].given)
        text_printf(&command->out,
                    "%s holds a plan that works as it is; read %s/README.md, then change it.\n"
                    "  ronda check %s\n  ronda plan %s\n",
                    folder, folder, folder, folder);
    return command_outcome(status, false);
}
