/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_json.c - what is JSON and what is not, and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "io/json.h"
#include "tests/unit/scratch.h"

static enum status parse(struct doc_node **out, const char *text, size_t n, struct arena *arena,
                         struct diags *diags)
{
    char *bytes = mem_alloc(n + 1, 1);
    memcpy(bytes, text, n);
    enum status status = json_parse(out, "x.json", bytes, n, arena, diags);
    mem_free(bytes);
    return status;
}

static void test_places(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct doc_node *root = NULL;
    const char *text = "\xef\xbb\xbf// é, then\n{ \"a\": [1, true,\n  \"é\", /* x */ -2.5e1],\n"
                       " \"b c\": {\"d\": null}}\n";
    assert_int_equal(parse(&root, text, strlen(text), arena, diags), OK);
    assert_int_equal(root->n, 2);
    assert_int_equal(root->at.line, 2);
    assert_int_equal(root->at.col, 1);
    const struct doc_node *list = doc_find(root, "a");
    assert_int_equal(list->at.col, 8);
    assert_int_equal(list->n, 4);
    assert_int_equal(list->last->at.line, 3);
    assert_int_equal(list->last->at.col, 16); /* characters, not bytes */
    assert_true(list->last->number == -25);
    assert_string_equal(list->last->at.path, "a[3]");
    const struct doc_node *null = doc_find(doc_find(root, "b c"), "d");
    assert_int_equal(null->type, DOC_NULL);
    assert_string_equal(null->at.path, "[\"b c\"].d");
    assert_int_equal(null->at.line, 4);
    assert_int_equal(null->at.col, 15);
    arena_free(arena);
    diags_free(diags);
}

static void test_good(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "0",
        "-0.0e+10",
        "\"\\u00e9\\ud83d\\ude00\\n\\/\"",
        "[]",
        "{}",
        " [ ] ",
        "{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}",
        "// only a comment before\n1 // and behind",
        "[\"// no comment\", \"/* nor this */\", \"\\\\\"]",
        "1e-400", /* as small as nothing */
        "123456789012345678901234567890",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena *arena = arena_new();
        struct diags *diags = diags_new();
        struct doc_node *root = NULL;
        enum status status = parse(&root, texts[i], strlen(texts[i]), arena, diags);
        if (status != OK)
            fail_msg("%s: %s", texts[i], diags->item[0].message);
        arena_free(arena);
        diags_free(diags);
    }
}

static void test_bad(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line, col;
        const char *part;
    } cases[] = {
        {"", 1, 1, "too early"},
        {"[1,\n2,]", 2, 3, "comma before ']'"},
        {"{\"a\": 1,\n }", 2, 2, "comma before '}'"},
        {"{\"a\": 1 \"b\": 2}", 1, 9, "comma or colon is missing"},
        {"{\"a\": 01}", 1, 7, "not how JSON writes"},
        {"[1.]", 1, 2, "not how JSON writes"},
        {"[-]", 1, 2, "not expected"},
        {"[.5]", 1, 2, "not expected"},
        {"[+1]", 1, 2, "not expected"},
        {"[1e]", 1, 3, "not expected"},
        {"[1e999]", 1, 2, "too large"},
        {"[-1e999]", 1, 2, "too large"},
        {"[NaN]", 1, 2, "not expected"},
        {"{\"a\": 1, \"b\": 2, \"a\": 3}", 1, 23, "'a' occurs twice: first in line 1"},
        {"[\"a\tb\"]", 1, 4, "0x09"},
        {"[\"a\nb\"]", 1, 4, "0x0a"},
        {"[\"\\u0000\"]", 1, 3, "u0000"},
        {"[\"\\ud800\"]", 1, 3, "escape"},
        {"[\"\\x41\"]", 1, 3, "escape"},
        {"[\"a]", 1, 2, "no closing quote"},
        {"['a']", 1, 2, "double quotes"},
        {"{a: 1}", 1, 2, "double quotes"},
        {"[1]\x01", 1, 4, "control byte"},
        {"[1\x0b]", 1, 3, "control byte"},
        {"[1] x", 1, 5, "not expected"},
        {"[\"\xc3\x28\"]", 1, 3, "0xc3"},
        {"[\"\xed\xa0\x80\"]", 1, 3, "UTF-8"},
        {"/* é\n*/ /* x", 2, 4, "no end"},
        {"\xff\xfe[\0]\0", 1, 1, "UTF-16"},
        {"[tru]", 1, 2, "not expected"},
        {"[1 2]", 1, 4, "not expected"},
        {"{\"a\" 1}", 1, 6, "not expected"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct diags *diags = diags_new();
        struct doc_node *root = NULL;
        size_t n = strlen(cases[i].text);
        if (parse(&root, cases[i].text, n, arena, diags) != ERR_DATA)
            fail_msg("taken: %s", cases[i].text);
        expect_fault(diags, cases[i].line, cases[i].col, cases[i].part);
        arena_free(arena);
        diags_free(diags);
    }
}

/* 64 levels pass, 65 do not, a million crash nobody. */
static void test_depth(void **state)
{
    (void)state;
    const int levels[] = {64, 65, 1000, 1000000};
    for (int i = 0; i < 4; i++) {
        struct arena *arena = arena_new();
        struct diags *diags = diags_new();
        struct doc_node *root = NULL;
        struct text text = {0};
        for (int k = 0; k < levels[i]; k++)
            text_add_char(&text, '[');
        for (int k = 0; k < levels[i]; k++)
            text_add_char(&text, ']');
        enum status status = parse(&root, text.bytes, text.n, arena, diags);
        assert_int_equal(status, i == 0 ? OK : ERR_DATA);
        text_free(&text);
        arena_free(arena);
        diags_free(diags);
    }
}

static const char sample[] = "// c\n{\"site\": {\"id\": \"x\", \"n\": [1, -2.5e3, true, null]},\n"
                             "/* two\nlines */ \"\\u00e9\": \"\\\"\", \"z\": {}}\n";

/* Each beginning, and each byte changed: an answer, and a place within the text. */
static void test_damage(void **state)
{
    (void)state;
    const unsigned char changes[] = {0, '"', '\\', '/', '*', ',', '}', '9', 0x80, 0xff, '\n'};
    for (size_t n = 0; n < sizeof sample; n++)
        for (size_t c = 0; c < sizeof changes; c++) {
            char copy[sizeof sample];
            struct arena *arena = arena_new();
            struct diags *diags = diags_new();
            struct doc_node *root = NULL;
            memcpy(copy, sample, sizeof sample);
            copy[n] = (char)changes[c];
            size_t length = c == 0 ? n : sizeof sample - 1;
            enum status status = parse(&root, copy, length, arena, diags);
            assert_true((status == OK) == (diags->n_errors == 0));
            if (status != OK)
                assert_in_range(diags->item[0].at.line, 1, 6);
            arena_free(arena);
            diags_free(diags);
        }
}

/* What is printed reads back as the same. */
static void test_round_trip(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct doc_node *root = NULL;
    const char *text = "{\"a\": [0.1, 1e300, -0.30000000000000004, 5e-324, 12345678901234567],"
                       "\"b\\n\\\"\": \"\\u0001é\", \"c\": [[], {}, true, false, null]}";
    assert_int_equal(parse(&root, text, strlen(text), arena, diags), OK);
    struct text once = {0}, twice = {0};
    doc_print(&once, root);
    assert_int_equal(parse(&root, once.bytes, once.n, arena, diags), OK);
    doc_print(&twice, root);
    assert_string_equal(once.bytes, twice.bytes);
    const struct doc_node *list = doc_find(root, "a");
    assert_true(list->first->number == 0.1);
    assert_true(list->first->next->next->number == -0.30000000000000004);
    assert_true(list->first->next->next->next->number == 5e-324);
    text_free(&once);
    text_free(&twice);
    arena_free(arena);
    diags_free(diags);
}

/* Source: RFC 7396, appendix A. */
static void test_merge_patch(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
        {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
        {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
        {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
        {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
        {"[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"},
        {"{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"},
        {"{\"a\":\"foo\"}", "null", "null"},
        {"{\"a\":\"foo\"}", "\"bar\"", "\"bar\""},
        {"[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"},
        {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
        {"{\"a\":1,\"b\":2,\"c\":3}", "{\"b\":{\"x\":5}}", "{\"a\":1,\"b\":{\"x\":5},\"c\":3}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct diags *diags = diags_new();
        struct doc_node *node[3];
        for (int k = 0; k < 3; k++)
            assert_int_equal(parse(&node[k], cases[i][k], strlen(cases[i][k]), arena, diags), OK);
        struct text got = {0}, want = {0};
        doc_print(&got, doc_merge(arena, node[0], node[1]));
        doc_print(&want, node[2]);
        assert_string_equal(got.bytes, want.bytes);
        text_free(&got);
        text_free(&want);
        arena_free(arena);
        diags_free(diags);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),      cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad),         cmocka_unit_test(test_depth),
        cmocka_unit_test(test_damage),      cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_merge_patch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
