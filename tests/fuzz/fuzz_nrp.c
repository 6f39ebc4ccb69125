/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_nrp.c - nurse-rostering instances, up to the engine's problem. */
#include "tests/bench/nrp.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct nrp nrp;
    struct problem problem;
    enum status status = nrp_read(&nrp, (const char *)data, n, "fuzz.txt", arena, diags);
    fuzz_judge(status, diags);
    if (status == OK)
        nrp_problem(&problem, &nrp, arena);
    diags_free(diags);
    arena_free(arena);
    return 0;
}
