/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_outputs.c - all files of a run: the same input, the same bytes; a manifest that is true; an
 * input that cannot be read leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io/file.h"
#include "io/hash.h"
#include "io/json.h"
#include "io/outputs.h"
#include "week.h"

static char top[64];

static int set_up(void **state)
{
    (void)state;
    strcpy(top, "/tmp/ronda-test-XXXXXX");
    return mkdtemp(top) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", top);
    return system(command);
}

static const char *below(const char *folder, const char *name)
{
    static char path[4][300];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s%s%s", top, folder, *name ? "/" : "", name);
    return path[next];
}

static void make_input(const char *name, const char *bytes)
{
    FILE *file = fopen(below("plan", name), "w");
    assert_non_null(file);
    assert_true(fputs(bytes, file) >= 0);
    fclose(file);
}

static const char *const inputs[] = {"agents.csv", "odd \"name\"\\.csv"};

static enum status write_run(const char *folder, int n_inputs, struct diags *diags)
{
    enum status status = OK;
    struct out_folder *out = NULL;
    int32_t first = NO_DATE;
    assert_true(date_parse(&first, "2026-10-26"));
    struct plan *plan = week_plan("America/New_York", "Asia/Manila", first);
    struct roster *roster = week_roster(plan, first);
    size_t all = (size_t)plan->n_queues * (size_t)roster->horizon.grid.n_slots;
    double *some = ARENA_ARRAY(plan->arena, double, all);
    struct demand demand = {
        .grid = roster->horizon.grid, .n_queues = plan->n_queues, .calls = some, .aht_s = some};
    struct requirement need = {
        .grid = roster->horizon.grid, .n_queues = plan->n_queues, .need = some};
    struct outputs what = {.plan = plan,
                           .horizon = &roster->horizon,
                           .demand = &demand,
                           .requirement = &need,
                           .roster = roster,
                           .cover = some,
                           .input_names = inputs,
                           .n_inputs = n_inputs,
                           .input_folder = below("plan", ""),
                           .version = "1.2.3",
                           .solver = "GLPK 5.0",
                           .seed = 7,
                           .now = NO_TIME,
                           .summary_json = "{}\n"};
    TRY_OUT(out_begin(&out, below(folder, ""), diags));
    TRY_OUT(outputs_write(out, &what, diags));
    TRY_OUT(out_commit(out, diags));
out:
    out_abort(out);
    plan_free(plan);
    return status;
}

static const char *text_of(const struct doc_node *object, const char *key)
{
    const struct doc_node *node = doc_find(object, key);
    assert_non_null(node);
    assert_int_equal(node->type, DOC_STRING);
    return node->string;
}

/* Size and hash of each file in a list of the manifest. */
static int check_files(const struct doc_node *list, const char *folder, struct diags *diags)
{
    int n = 0;
    for (const struct doc_node *file = list->first; file; file = file->next, n++) {
        char *bytes = NULL, hash[SHA256_TEXT];
        size_t size;
        const char *path = below(folder, text_of(file, "file"));
        assert_int_equal(file_read(&bytes, &size, path, 1 << 24, diags), OK);
        assert_true(doc_find(file, "bytes")->number == (double)size);
        assert_string_equal(text_of(file, "sha256"), sha256_of(hash, bytes, size));
        mem_free(bytes);
    }
    return n;
}

static void test_manifest(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct arena *arena = arena_new();
    struct doc_node *root = NULL;
    mkdir(below("plan", ""), 0777);
    make_input(inputs[0], "id\nA1\n");
    make_input(inputs[1], "");
    assert_int_equal(write_run("out", 2, diags), OK);
    assert_int_equal(json_read(&root, below("out", "manifest.json"), arena, diags), OK);
    assert_int_equal(diags->n, 0);
    assert_int_equal(check_files(doc_find(root, "inputs"), "plan", diags), 2);
    assert_int_equal(check_files(doc_find(root, "outputs"), "out", diags), 9 + 4); /* 4 agents */
    assert_string_equal(text_of(root, "version"), "1.2.3");
    assert_string_equal(text_of(root, "site"), "site-1");
    assert_string_equal(text_of(root, "tz_data"), tz_data_version());
    assert_string_equal(text_of(doc_find(root, "horizon"), "first"), "2026-10-26");
    assert_true(doc_find(root, "seed")->number == 7);
    assert_int_equal(doc_find(root, "reproducible")->type, DOC_BOOL);
    assert_string_equal(doc_find(root, "libraries")->first->string, "GLPK 5.0");
    arena_free(arena);
    diags_free(diags);
}

static void test_same_bytes(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    char command[300];
    mkdir(below("plan", ""), 0777);
    make_input(inputs[0], "id\nA1\n");
    make_input(inputs[1], "");
    assert_int_equal(write_run("one", 2, diags), OK);
    assert_int_equal(setenv("TZ", "Pacific/Apia", 1), 0);
    assert_int_equal(write_run("two", 2, diags), OK);
    assert_int_equal(write_run("two", 2, diags), OK);
    assert_int_equal(unsetenv("TZ"), 0);
    assert_int_equal(diags->n, 0);
    snprintf(command, sizeof command, "diff -r %s/one %s/two", top, top);
    assert_int_equal(system(command), 0);
    diags_free(diags);
}

static void test_missing_input(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    mkdir(below("plan", ""), 0777);
    make_input(inputs[0], "id\nA1\n");
    assert_int_equal(write_run("out", 2, diags), ERR_IO);
    assert_int_equal(diags->n, 1);
    assert_string_equal(diags->item[0].message, "cannot be read: No such file or directory");
    assert_string_equal(diags->item[0].at.file, below("plan", inputs[1]));
    assert_false(file_exists(below("out", "")));
    diags_free(diags);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(manifest), TEST(same_bytes), TEST(missing_input)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
