/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out_folder.h - what the writers of io ask of a folder that is being made, beyond outputs.h. */
#ifndef RONDA_IO_OUT_FOLDER_H
#define RONDA_IO_OUT_FOLDER_H

#include <stdbool.h>

#include "io/hash.h"
#include "io/outputs.h"

/* A file written so far, for the manifest. */
struct out_entry {
    char *name; /* relative to the folder */
    size_t n_bytes;
    char sha256[SHA256_TEXT];
};
int out_entries(const struct out_entry **entries, const struct out_folder *out);

/* A manifest begins with the first and lists each file of the run after the second, one a line
 * that begins with the third: out_begin knows a folder of ours by them. */
#define MANIFEST_HEAD "{\n  \"ronda_run\": 1,\n"
#define MANIFEST_OUTPUTS "\n  \"outputs\": [\n"
#define MANIFEST_FILE "    {\"file\": \""

/* All n bytes into an open file; false with errno. */
bool out_write_all(int fd, const char *bytes, size_t n);

/* Tests only: renames twice, as file systems need that cannot exchange two folders. */
void out_no_exchange(bool yes);

#endif
