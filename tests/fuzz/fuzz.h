/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz.h - hostile bytes as a file, for readers that take a path. */
#ifndef RONDA_TESTS_FUZZ_H
#define RONDA_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/status.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Path of a file in memory that holds the n bytes, good until the next call. */
const char *fuzz_file(const uint8_t *data, size_t n);

/* What a reader returned fits what it told: an error was told, success told none. */
void fuzz_judge(enum status status, const struct diags *diags);

/* From the environment; aborts if it is not there. */
const char *fuzz_folder(const char *variable);

#endif
