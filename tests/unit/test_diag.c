/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_diag.c - faults are kept in order, counted, capped and printable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/rng.h"
#include "base/text.h"

static void keeps_order_and_place(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    char file[] = "agents.csv", path[] = "/site/zone";
    diag_error(diags, &((struct place){.file = file, .line = 3, .col = 7}), "agent '%s' twice",
               "A1");
    diag_warning(diags, &((struct place){.file = "site.json", .path = path}), "old");
    diag_note(diags, NULL, "nowhere");
    memset(file, 'x', sizeof file - 1); /* the strings were copied */
    memset(path, 'x', sizeof path - 1);
    assert_int_equal(diags->n, 3);
    assert_int_equal(diags->n_errors, 1);
    assert_int_equal(diags->n_warnings, 1);
    assert_int_equal(diags->item[0].severity, SEV_ERROR);
    assert_string_equal(diags->item[0].at.file, "agents.csv");
    assert_int_equal(diags->item[0].at.line, 3);
    assert_int_equal(diags->item[0].at.col, 7);
    assert_string_equal(diags->item[0].message, "agent 'A1' twice");
    assert_string_equal(diags->item[1].at.path, "/site/zone");
    assert_null(diags->item[2].at.file);
    assert_int_equal(diags->item[2].at.line, 0);
    diags_free(diags);
}

static void message_is_printable(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    diag_error(diags, NULL, "a\nb\x1b[31m\x7f \xc2\x9b|\xc3\xa9|\xff|\xe2\x82");
    diag_error(diags, &((struct place){.path = "/a\rb"}), "x");
    assert_string_equal(diags->item[0].message, "a?b?[31m? ??|\xc3\xa9|?|??");
    assert_string_equal(diags->item[1].at.path, "/a?b");
    diags_free(diags);
}

/* Whatever bytes come in, clean UTF-8 comes out and nothing clean is changed. */
static void any_bytes_become_clean(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct rng rng;
    rng_seed(&rng, 1, 2, 3);
    for (int k = 0; k < 900; k++) {
        char bytes[65] = {0};
        for (int i = 0; i < 64; i++)
            bytes[i] = (char)(rng_below(&rng, 255) + 1);
        diag_error(diags, NULL, "%s", bytes);
        const char *message = diags->item[k].message;
        assert_int_equal(strlen(message), 64);
        assert_true(text_is_clean_utf8(message, 64));
        for (int i = 0; i < 64; i++)
            assert_true(message[i] == bytes[i] || message[i] == '?');
    }
    diags_free(diags);
}

/* The model: of each file and severity the first DIAG_KEPT stay, all are counted. */
static void caps_each_file_and_severity(void **state)
{
    (void)state;
    static const char *const files[] = {"a.csv", "b.csv", NULL, "c.csv"};
    struct diags *diags = diags_new();
    struct rng rng;
    size_t n[4][3] = {{0}}, kept = 0;
    rng_seed(&rng, 7, 0, 0);
    for (int k = 0; k < 20000; k++) {
        uint32_t f = rng_below(&rng, 4), s = rng_below(&rng, 8) == 0 ? SEV_WARNING : SEV_ERROR;
        diag_add(diags, (enum severity)s, &((struct place){.file = files[f], .line = k}), "x");
        kept += n[f][s]++ < DIAG_KEPT;
        assert_int_equal(diags->n, kept);
    }
    assert_int_equal(diags->n_files, 4);
    assert_int_equal(diags->n_errors + diags->n_warnings, 20000);
    size_t seen[4][3] = {{0}};
    for (size_t i = 0; i < diags->n_files; i++)
        for (int f = 0; f < 4; f++) {
            const char *a = diags->file[i].name, *b = files[f];
            if (a == b || (a && b && strcmp(a, b) == 0)) {
                memcpy(seen[f], diags->file[i].n, sizeof seen[f]);
                assert_true(n[f][SEV_ERROR] > DIAG_KEPT && n[f][SEV_WARNING] < DIAG_KEPT);
            }
        }
    assert_memory_equal(seen, n, sizeof n);
    for (size_t i = 1; i < diags->n; i++)
        assert_true(diags->item[i].at.line > diags->item[i - 1].at.line);
    diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_order_and_place),
        cmocka_unit_test(message_is_printable),
        cmocka_unit_test(any_bytes_become_clean),
        cmocka_unit_test(caps_each_file_and_severity),
    };
    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
