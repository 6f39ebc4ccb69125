/* SPDX-License-Identifier: GPL-3.0-or-later */
/* faults.c - one pass a file, so that a file's lines stand together; within it as found. */
#include "cli/faults.h"

#include <string.h>

#define SHOWN 20

static const char *const severity_names[] = {"note", "warning", "error"};

static void add_place(struct text *out, const struct place *at)
{
    if (!at->file) {
        text_add(out, "ronda: ");
        return;
    }
    text_add(out, at->file);
    if (at->line > 0)
        text_printf(out, ":%d", at->line);
    if (at->line > 0 && at->col > 0)
        text_printf(out, ":%d", at->col);
    text_add(out, ": ");
}

static void add_fault(struct text *out, const struct diag *diag)
{
    add_place(out, &diag->at);
    text_printf(out, "%s: %s", severity_names[diag->severity], diag->message);
    if (diag->at.path && diag->at.path[0])
        text_printf(out, " (at %s)", diag->at.path);
    text_add_char(out, '\n');
}

static bool same_file(const char *a, const char *b)
{
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static void add_file(struct text *out, const struct diags *diags, const struct diag_file *file,
                     enum severity least)
{
    size_t shown[3] = {0};
    for (size_t i = 0; i < diags->n; i++) {
        const struct diag *diag = &diags->item[i];
        if (diag->severity < least || !same_file(diag->at.file, file->name) ||
            shown[diag->severity] >= SHOWN)
            continue;
        add_fault(out, diag);
        shown[diag->severity]++;
    }
    for (int s = SEV_ERROR; s >= (int)least; s--) {
        size_t more = file->n[s] - shown[s];
        if (more == 0)
            continue;
        add_place(out, &(struct place){.file = file->name});
        text_printf(out, "%zu more %s%s\n", more, severity_names[s], more == 1 ? "" : "s");
    }
}

void faults_print(struct text *out, const struct diags *diags, enum severity least)
{
    for (size_t f = 0; f < diags->n_files; f++)
        add_file(out, diags, &diags->file[f], least);
}
