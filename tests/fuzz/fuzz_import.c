/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_import.c - interval files of any origin.  The first byte chooses zone and slot. */
#include "io/import.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const zones[] = {"America/New_York", "Asia/Manila", "Australia/Lord_Howe",
                                        NULL};
    static const int slots[] = {0, 5, 15, 30, 60};
    if (n == 0)
        return 0;
    struct import_options options = {
        .columns = "start=start,offered=offered",
        .queue = "q",
        .zone = zones[data[0] % 4],
        .slot_min = slots[data[0] / 4 % 5],
        .refuse_dst = data[0] & 128,
    };
    struct diags *diags = diags_new();
    struct text out = {0}, said = {0};
    struct import_report report;
    enum status status = import_calls(&out, &report, fuzz_file(data + 1, n - 1), &options, diags);
    fuzz_judge(status, diags);
    if (status == OK)
        import_describe(&said, &report);
    text_free(&out);
    text_free(&said);
    diags_free(diags);
    return 0;
}
