/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init.h - a plan folder to begin with. */
#ifndef RONDA_IO_INIT_H
#define RONDA_IO_INIT_H

#include "base/diag.h"
#include "base/status.h"

/* Writes a commented plan folder that works as it is: a small queue served round the clock from an
 * offshore site, twelve agents, ten weeks of made-up calls (the same bytes each time).  The folder
 * is made if it is not there, and must hold nothing.
 * Errors: ERR_USAGE if it holds something; ERR_IO, and then nothing is left behind. */
enum status init_write(const char *folder, struct diags *diags);

#endif
