/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal.h - what the standard output can show. */
#ifndef RONDA_CLI_TERMINAL_H
#define RONDA_CLI_TERMINAL_H

#include <stdbool.h>

/* Columns: $COLUMNS, else the terminal's, else 80. */
int terminal_width(void);
/* The locale's characters are UTF-8: by LC_ALL, LC_CTYPE or LANG, whichever is set first. */
bool terminal_is_utf8(void);
/* A terminal that is not dumb, and nobody said NO_COLOR. */
bool terminal_has_colour(void);

#endif
