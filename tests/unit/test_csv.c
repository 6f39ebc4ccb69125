/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_csv.c - rows and places, over every line end and at every edge of the buffer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/csv.h"
#include "tests/unit/scratch.h"

/* All rows as "line:col=text|..." lines; the fault, if any, stays in diags. */
static void dump(struct text *out, const char *bytes, size_t n, struct diags *diags)
{
    struct csv *csv = NULL;
    const struct csv_row *row;
    text_clear(out);
    if (csv_open(&csv, scratch_write("x.csv", bytes, n), NULL, diags) != OK)
        return;
    while (csv_next(&row, csv) == OK && row) {
        for (int i = 0; i < row->n; i++)
            text_printf(out, "%d:%d=%s|", row->field[i].line, row->field[i].col,
                        row->field[i].text);
        text_add_char(out, '\n');
    }
    csv_close(csv);
}

static void test_rows(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a,b\n1,2\n", "1:1=a|1:3=b|\n2:1=1|2:3=2|\n"},
        {"a,b\r\n1,2\r\n", "1:1=a|1:3=b|\n2:1=1|2:3=2|\n"},
        {"a,b\r1,2", "1:1=a|1:3=b|\n2:1=1|2:3=2|\n"},
        {"\xef\xbb\xbf\"a\";b\n,;\n", "1:1=a|1:5=b|\n2:1=,|2:3=|\n"},
        {"a\tb c\n x \t\"q\"\n", "1:1=a|1:3=b c|\n2:2=x|2:5=q|\n"},
        {"\n\n  \na,b\n\n1,2\n\n", "4:1=a|4:3=b|\n6:1=1|6:3=2|\n"},
        {"é,ü\n\"x\n\"\"é\",y\n", "1:1=é|1:3=ü|\n2:1=x\n\"é|3:6=y|\n"},
        {"a\n,\n", "1:1=a|\n2:1=|2:2=|\n"},
        {"a,b,c\n\"\",,\n", "1:1=a|1:3=b|1:5=c|\n2:1=|2:4=|2:5=|\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct diags *diags = diags_new();
        struct text got = {0};
        dump(&got, cases[i][0], strlen(cases[i][0]), diags);
        assert_int_equal(diags->n, 0);
        assert_string_equal(got.bytes, cases[i][1]);
        text_free(&got);
        diags_free(diags);
    }
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n; /* 0: to the NUL */
        int line, col;
        const char *part;
    } cases[] = {
        {"a,b\n1,x\"y\n", 0, 2, 4, "bare field"},
        {"a,b\n\"x\"y,2\n", 0, 2, 4, "closing quote"},
        {"a,b\n1,\"xy\nz\n", 0, 2, 3, "never closed"},
        {"a,b\nx\0y,1\n", 10, 2, 2, "zero byte"},
        {"a,b\n1,xé\xff\n", 0, 2, 5, "not UTF-8"},
        {"\xff\xfe"
         "a",
         3, 1, 1, "UTF-16"},
        {"\0a\0,", 4, 1, 1, "UTF-16"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct diags *diags = diags_new();
        struct text got = {0};
        dump(&got, cases[i].bytes, cases[i].n ? cases[i].n : strlen(cases[i].bytes), diags);
        assert_int_equal(diags->n, 1);
        expect_fault(diags, cases[i].line, cases[i].col, cases[i].part);
        text_free(&got);
        diags_free(diags);
    }
}

/* Fields that lie over the edge of the buffer come whole, and their places stay right. */
static void test_buffer_edges(void **state)
{
    (void)state;
    for (size_t before = 65530; before < 65545; before++) {
        struct text file = {0}, got = {0}, end = {0};
        struct diags *diags = diags_new();
        size_t n = (before - 8) / 8;
        for (size_t i = 0; i < n; i++)
            text_add(&file, "abc,def\n");
        for (size_t i = file.n; i < before; i++)
            text_add_char(&file, ' ');
        size_t blanks = before - n * 8;
        text_add(&file, "\"é\r\n\"\"x\",\"y\"\r\nz,é\r\n");
        dump(&got, file.bytes, file.n, diags);
        assert_int_equal(diags->n, 0);
        text_printf(&end, "%zu:%zu=é\r\n\"x|%zu:6=y|\n%zu:1=z|%zu:3=é|\n", n + 1, blanks + 1, n + 2,
                    n + 3, n + 3);
        assert_string_equal(got.bytes + got.n - end.n, end.bytes);
        text_free(&file);
        text_free(&got);
        text_free(&end);
        diags_free(diags);
    }
}

/* Caps: a field, the fields of a row; blank lines do not count. */
static void test_caps(void **state)
{
    (void)state;
    struct text file = {0}, got = {0};
    struct diags *diags = diags_new();
    text_add(&file, "a,b\n1,\"");
    for (int i = 0; i < 66000; i++)
        text_add_char(&file, 'x');
    dump(&got, file.bytes, file.n, diags);
    expect_fault(diags, 2, 3, "longer than 65536");
    diags_free(diags);
    diags = diags_new();
    text_clear(&file);
    for (int i = 0; i < 5000; i++)
        text_add_char(&file, ',');
    dump(&got, file.bytes, file.n, diags);
    expect_fault(diags, 1, 4097, "4096 fields");
    diags_free(diags);
    diags = diags_new();
    text_clear(&file);
    text_add(&file, "a\n");
    for (int i = 0; i < 140000; i++)
        text_add_char(&file, '\n');
    text_add(&file, "b\n");
    dump(&got, file.bytes, file.n, diags);
    assert_int_equal(diags->n, 0);
    assert_string_equal(got.bytes, "1:1=a|\n140002:1=b|\n");
    text_free(&file);
    text_free(&got);
    diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_buffer_edges),
        cmocka_unit_test(test_caps),
    };
    return cmocka_run_group_tests(tests, scratch_set_up, scratch_tear_down);
}
