/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_roster.c - roster.csv against a good plan. */
#include <stdlib.h>

#include "io/outputs.h"
#include "io/plan_read.h"
#include "tests/fuzz/fuzz.h"

static struct plan *good_plan(void)
{
    static struct plan *plan;
    if (plan)
        return plan;
    struct plan_options options = {.rules_folder = fuzz_folder("FUZZ_RULES")};
    const char *folder = fuzz_folder("FUZZ_PLAN");
    struct diags *diags = diags_new();
    struct doc *doc;
    if (plan_doc_read(&doc, folder, diags) != OK ||
        plan_from_doc(&plan, doc, folder, &options, diags) != OK)
        abort();
    plan_doc_free(doc);
    diags_free(diags);
    return plan;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const struct plan *plan = good_plan();
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct roster roster = {0};
    fuzz_judge(roster_csv_read(&roster, fuzz_file(data, n), plan, arena, diags), diags);
    diags_free(diags);
    arena_free(arena);
    return 0;
}
