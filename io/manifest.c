/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.c - writes manifest.json.  No time of the run, no path of this machine: the same inputs
 * give the same bytes. */
#include "io/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "io/ics_read.h"

static void add_json_string(struct text *out, const char *s)
{
    text_add_char(out, '"');
    for (; *s; s++)
        if (*s == '"' || *s == '\\')
            text_printf(out, "\\%c", *s);
        else if ((unsigned char)*s < ' ')
            text_printf(out, "\\u%04x", (unsigned)*s);
        else
            text_add_char(out, *s);
    text_add_char(out, '"');
}

/* Streams, since a history may be larger than what one would hold. */
static enum status hash_file(char hash[SHA256_TEXT], uint64_t *n_bytes, const char *file,
                             struct diags *diags)
{
    struct sha256 sha;
    char block[65536];
    ssize_t n = -1;
    sha256_begin(&sha);
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && (n = read(fd, block, sizeof block)) > 0)
        sha256_add(&sha, block, (size_t)n);
    int error = errno;
    if (fd >= 0)
        close(fd);
    *n_bytes = sha.n_bytes;
    sha256_end(hash, &sha);
    if (n == 0)
        return OK;
    diag_error(diags, &(struct place){.file = file}, "cannot be read: %s", strerror(error));
    return ERR_IO;
}

static void add_file(struct text *out, bool is_first, const char *name, uint64_t n_bytes,
                     const char *hash)
{
    if (!is_first)
        text_add(out, ",\n");
    text_add(out, MANIFEST_FILE);
    struct text quoted = {0};
    add_json_string(&quoted, name);
    text_printf(out, "%s, \"bytes\": %" PRIu64 ", \"sha256\": \"%s\"}", quoted.bytes + 1, n_bytes,
                hash);
    text_free(&quoted);
}

static enum status add_inputs(struct text *out, const struct outputs *what, struct diags *diags)
{
    enum status status = OK;
    struct text path = {0};
    char hash[SHA256_TEXT];
    text_add(out, "  \"inputs\": [\n");
    for (int i = 0; i < what->n_inputs; i++) {
        uint64_t n_bytes;
        text_clear(&path);
        text_printf(&path, "%s/%s", what->input_folder ? what->input_folder : ".",
                    what->input_names[i]);
        TRY_OUT(hash_file(hash, &n_bytes, path.bytes, diags));
        add_file(out, i == 0, what->input_names[i], n_bytes, hash);
    }
    text_add(out, "\n  ],");
out:
    text_free(&path);
    return status;
}

enum status manifest_json(struct text *out, const struct outputs *what,
                          const struct out_folder *folder, struct diags *diags)
{
    char date[DATE_TEXT];
    text_add(out, MANIFEST_HEAD);
    text_add(out, "  \"version\": ");
    add_json_string(out, what->version ? what->version : "");
    text_add(out, ",\n  \"site\": ");
    add_json_string(out, what->plan->site.id);
    if (what->horizon)
        text_printf(out, ",\n  \"horizon\": {\"first\": \"%s\", \"days\": %d}",
                    date_format(date, what->horizon->first), what->horizon->n_days);
    text_printf(out, ",\n  \"seed\": %" PRIu64 ",\n  \"reproducible\": %s", what->seed,
                !what->roster || what->roster->reproducible ? "true" : "false");
    text_add(out, ",\n  \"tz_data\": ");
    add_json_string(out, tz_data_version());
    text_add(out, ",\n  \"libraries\": [");
    if (what->solver) {
        add_json_string(out, what->solver);
        text_add(out, ", ");
    }
    text_printf(out, "\"libical %s\"],\n", ics_library_version());
    TRY(add_inputs(out, what, diags));
    const struct out_entry *entries;
    int n = out_entries(&entries, folder);
    text_add(out, MANIFEST_OUTPUTS);
    for (int i = 0; i < n; i++)
        add_file(out, i == 0, entries[i].name, entries[i].n_bytes, entries[i].sha256);
    text_add(out, "\n  ]\n}\n");
    return OK;
}
