/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_plan.c - a whole plan folder in which one file is hostile; the first byte chooses which. */
#include <stdio.h>
#include <stdlib.h>

#include "io/plan_read.h"
#include "tests/fuzz/fuzz.h"

static const char *const names[] = {
    "site.json",      "queues.csv",        "shifts.csv",    "agents.csv",      "leave.csv",
    "wishes.csv",     "ledger.csv",        "events.csv",    "holidays/XX.csv", "calls/x.csv",
    "forecast/x.csv", "requirement/x.csv", "rules/XX.json",
};
#define N_NAMES (int)(sizeof names / sizeof *names)

static char *read_all(const char *path, size_t *n)
{
    struct text text = {0};
    FILE *file = fopen(path, "rb");
    for (int c; file && (c = fgetc(file)) != EOF;)
        text_add_char(&text, (char)c);
    if (file)
        fclose(file);
    *n = text.n;
    return text.bytes;
}

static void write_all(const char *path, const void *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, n, file) != n || fclose(file) != 0)
        abort();
}

static void read_plan(const char *folder)
{
    struct plan_options options = {.rules_folder = fuzz_folder("FUZZ_RULES")};
    struct diags *diags = diags_new();
    struct doc *doc = NULL;
    struct plan *plan = NULL;
    enum status status = plan_doc_read(&doc, folder, diags);
    if (status == OK)
        status = plan_from_doc(&plan, doc, folder, &options, diags);
    fuzz_judge(status, diags);
    if (status == OK)
        plan_free(plan);
    plan_doc_free(doc);
    diags_free(diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0)
        return 0;
    const char *folder = fuzz_folder("FUZZ_PLAN"), *name = names[data[0] % N_NAMES];
    char path[4096];
    size_t n_kept;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    char *kept = read_all(path, &n_kept);
    write_all(path, data + 1, n - 1);
    read_plan(folder);
    if (kept)
        write_all(path, kept, n_kept);
    else
        remove(path);
    mem_free(kept);
    return 0;
}
