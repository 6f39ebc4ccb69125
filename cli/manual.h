/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manual.h - the tables of options.h as texts for people and shells. */
#ifndef RONDA_CLI_MANUAL_H
#define RONDA_CLI_MANUAL_H

#include "base/text.h"
#include "cli/options.h"

void manual_help(struct text *out);                         /* all verbs, one line each */
void manual_help_verb(struct text *out, enum verb_id verb); /* usage, paragraphs, options */
void manual_roff(struct text *out, const char *version);    /* ronda(1), man macros */
void manual_bash(struct text *out);                         /* bash completion */

#endif
