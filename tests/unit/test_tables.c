/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_tables.c - the table of columns is whole, and what is made from it is up to date. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/people.h"
#include "io/init.h"
#include "io/plan_read.h"
#include "io/tables.h"
#include "tests/unit/scratch.h"

static void test_rows(void **state)
{
    (void)state;
    for (int t = 0; t < N_TABLES; t++) {
        const struct table *table = &tables[t];
        assert_true(table->n_columns > 0 && table->n_columns <= MOST_COLUMNS);
        assert_non_null(table->help);
        for (int c = 0; c < table->n_columns; c++) {
            const struct column *column = &table->column[c];
            assert_non_null(column->help);
            assert_true(table_column(table, column->name) == c); /* none twice */
            size_t n = strlen(column->help);
            if (column->help[n - 1] != '.')
                fail_msg("%s.%s: %s", table->name, column->name, column->help);
            if (column->kind == CELL_NUMBER || column->kind == CELL_RANGE)
                assert_true(column->least < column->most);
            if (column->kind == CELL_WORD)
                assert_true(column->n_words > 0);
        }
        for (int k = 0; k < MOST_KEYS && table->key[k]; k++)
            assert_true(table_column(table, table->key[k]) >= 0);
    }
}

/* doc/site.schema.json is what the table says; a new one is left beside the test if not. */
static void test_schema(void **state)
{
    (void)state;
    const char *top = getenv("TOP_SRCDIR");
    char path[512];
    struct text want = {0}, got = {0};
    snprintf(path, sizeof path, "%s/doc/site.schema.json", top ? top : ".");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (int c = getc(file); c != EOF; c = getc(file))
        text_add_char(&got, (char)c);
    fclose(file);
    tables_schema(&want);
    if (strcmp(got.bytes, want.bytes) != 0) {
        file = fopen("site.schema.json.new", "w");
        assert_non_null(file);
        fwrite(want.bytes, 1, want.n, file);
        fclose(file);
        fail_msg("doc/site.schema.json is not what io/tables.c says: see site.schema.json.new");
    }
    text_free(&want);
    text_free(&got);
}

static void test_explain(void **state)
{
    (void)state;
    struct text text = {0};
    tables_explain(&text);
    for (int t = 0; t < N_TABLES; t++) {
        assert_non_null(strstr(text.bytes, tables[t].file));
        for (int c = 0; c < tables[t].n_columns; c++)
            assert_non_null(strstr(text.bytes, tables[t].column[c].help));
    }
    text_free(&text);
}

/* What `ronda init` writes is sound, has no warning, and every week of it is whole. */
static void test_init(void **state)
{
    (void)state;
    char folder[128], rules[512], command[256];
    const char *top = getenv("TOP_SRCDIR");
    struct diags *diags = diags_new();
    snprintf(folder, sizeof folder, "%s/new", scratch_folder);
    snprintf(rules, sizeof rules, "%s/rules", top ? top : ".");
    assert_int_equal(init_write(folder, diags), OK);
    struct doc *doc = NULL;
    struct plan *plan = NULL;
    struct plan_options options = {.refuse_dst = true, .rules_folder = rules};
    assert_int_equal(plan_doc_read(&doc, folder, diags), OK);
    assert_int_equal(plan_from_doc(&plan, doc, folder, &options, diags), OK);
    assert_int_equal(diags->n, 0);
    assert_int_equal(plan->n_agents, 12);
    assert_int_equal(plan->history[0].grid.n_slots, 70 * 48 - 2);
    for (int i = 0; i < plan->history[0].grid.n_slots; i++)
        assert_true(plan->history[0].offered[i] >= 0);
    assert_int_equal(plan_default_week(plan), date_from_civil(2026, 3, 16));
    plan_free(plan);
    plan_doc_free(doc);
    /* again: it holds something now; an empty folder is fine */
    assert_int_equal(init_write(folder, diags), ERR_USAGE);
    snprintf(command, sizeof command, "rm -rf %s/*", folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(init_write(folder, diags), OK);
    diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_schema),
        cmocka_unit_test(test_explain),
        cmocka_unit_test_setup_teardown(test_init, scratch_set_up, scratch_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
