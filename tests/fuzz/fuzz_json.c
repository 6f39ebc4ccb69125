/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_json.c - JSON; what was accepted is printed, read again and printed alike. */
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "tests/fuzz/fuzz.h"

static enum status parse(struct doc_node **out, const void *bytes, size_t n, struct arena *arena)
{
    struct diags *diags = diags_new();
    char *copy = mem_alloc(n + 1, 1);
    memcpy(copy, bytes, n);
    enum status status = json_parse(out, "fuzz.json", copy, n, arena, diags);
    fuzz_judge(status, diags);
    mem_free(copy);
    diags_free(diags);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *arena = arena_new();
    struct text once = {0}, twice = {0};
    struct doc_node *node;
    if (n > 0 && parse(&node, data, n, arena) == OK) {
        doc_print(&once, node);
        if (parse(&node, once.bytes, once.n, arena) != OK)
            abort();
        doc_print(&twice, node);
        if (strcmp(once.bytes, twice.bytes) != 0)
            abort();
    }
    text_free(&once);
    text_free(&twice);
    arena_free(arena);
    return 0;
}
