/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diag.c - faults found.
 *
 * All are counted; of each file and severity the first DIAG_KEPT are kept with place and message,
 * so that ten million bad rows cost no memory and a flood of warnings hides no error.  Messages go
 * to terminals: control bytes and bytes that are not UTF-8 become '?'. */
#include "base/diag.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

struct diags *diags_new(void)
{
    return NEW(struct diags);
}

void diags_free(struct diags *diags)
{
    if (!diags)
        return;
    for (size_t i = 0; i < diags->n; i++) {
        mem_free((char *)diags->item[i].at.path);
        mem_free(diags->item[i].message);
    }
    for (size_t i = 0; i < diags->n_files; i++)
        mem_free(diags->file[i].name);
    mem_free(diags->item);
    mem_free(diags->file);
    mem_free(diags);
}

/* The count of a file; name NULL is the one of faults without a file. */
static struct diag_file *find_file(struct diags *diags, const char *name)
{
    /* Faults of one file come together: look at the last one found first. */
    for (size_t k = 0; k <= diags->n_files; k++) {
        size_t i = k == 0 ? diags->last_file : k - 1;
        if (i >= diags->n_files)
            continue;
        const char *known = diags->file[i].name;
        if (known == name || (known && name && strcmp(known, name) == 0)) {
            diags->last_file = i;
            return &diags->file[i];
        }
    }
    MEM_GROW(diags->file, diags->n_files, diags->cap_files);
    diags->last_file = diags->n_files++;
    diags->file[diags->last_file].name = name ? mem_strdup(name) : NULL;
    return &diags->file[diags->last_file];
}

static char *make_printable(char *s)
{
    size_t length;
    for (char *p = s; *p; p += length) {
        length = text_utf8_length(p, strlen(p) < 4 ? strlen(p) : 4);
        bool is_control = (unsigned char)*p < 0x20 || *p == 0x7f ||
                          (length == 2 && *p == '\xc2' && (unsigned char)p[1] < 0xa0);
        if (length == 0 || is_control)
            memset(p, '?', length = length > 0 ? length : 1);
    }
    return s;
}

static char *format_message(const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    assert(n >= 0);
    char *message = mem_alloc((size_t)n + 1, 1);
    vsnprintf(message, (size_t)n + 1, format, again);
    va_end(again);
    return make_printable(message);
}

void diag_add(struct diags *diags, enum severity severity, const struct place *at,
              const char *format, ...)
{
    struct diag_file *file = find_file(diags, at ? at->file : NULL);
    diags->n_errors += severity == SEV_ERROR;
    diags->n_warnings += severity == SEV_WARNING;
    if (file->n[severity]++ >= DIAG_KEPT)
        return;
    MEM_GROW(diags->item, diags->n, diags->cap);
    struct diag *diag = &diags->item[diags->n++];
    diag->severity = severity;
    if (at)
        diag->at = *at;
    diag->at.file = file->name;
    diag->at.path = at && at->path ? make_printable(mem_strdup(at->path)) : NULL;
    va_list args;
    va_start(args, format);
    diag->message = format_message(format, args);
    va_end(args);
}
