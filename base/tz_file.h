/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tz_file.h - where tz data lies; for tz.c only. */
#ifndef RONDA_BASE_TZ_FILE_H
#define RONDA_BASE_TZ_FILE_H

#include <stddef.h>

#include "base/diag.h"
#include "base/status.h"

/* The bytes of a zone's file, owned by the caller, mem_free.  Errors as tz_load. */
enum status tz_file_read(unsigned char **bytes, size_t *n, const char *name, const struct place *at,
                         struct diags *diags);

#endif
