/* SPDX-License-Identifier: GPL-3.0-or-later */
/* faults.h - diagnostics as the lines that people and editors read. */
#ifndef RONDA_CLI_FAULTS_H
#define RONDA_CLI_FAULTS_H

#include "base/diag.h"
#include "base/text.h"

/* Those of at least `least` severity, one a line, file after file in the order first met:
 *   file:line:column: error: message (at /json/path)
 * 20 a file and severity; what is over is counted in a line of its own.  Faults without a file
 * begin with "ronda: ". */
void faults_print(struct text *out, const struct diags *diags, enum severity least);

#endif
