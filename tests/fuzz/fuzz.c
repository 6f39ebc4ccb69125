/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz.c - what the fuzz targets share. */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

const char *fuzz_file(const uint8_t *data, size_t n)
{
    static char path[64];
    static int fd = -1;
    if (fd < 0)
        fd = memfd_create("fuzz", MFD_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (fd < 0 || ftruncate(fd, 0) != 0 || pwrite(fd, data, n, 0) != (ssize_t)n)
        abort();
    return path;
}

void fuzz_judge(enum status status, const struct diags *diags)
{
    if ((status == OK) == (diags->n_errors > 0))
        abort();
    for (size_t i = 0; i < diags->n; i++)
        if (diags->item[i].message[0] == '\0')
            abort();
}

const char *fuzz_folder(const char *variable)
{
    const char *folder = getenv(variable);
    if (!folder) {
        fprintf(stderr, "%s is not set: use tests/fuzz/run\n", variable);
        abort();
    }
    return folder;
}
