/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: every form of a word, every fault with its nearest name; help and completion
 * that know every verb and option. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/time.h"
#include "cli/manual.h"
#include "cli/options.h"

#define MOST_WORDS 10

/* Parses "ronda WORD ..."; NULL ends the words.  Returns the messages, one a line. */
static enum status parse(struct options *out, struct text *faults, const char *const *words)
{
    char *argv[MOST_WORDS + 2] = {(char *)"ronda"};
    int argc = 1;
    for (; words[argc - 1]; argc++)
        argv[argc] = (char *)words[argc - 1];
    struct diags *diags = diags_new();
    enum status status = options_parse(out, argc, argv, diags);
    text_clear(faults);
    for (size_t i = 0; i < diags->n; i++)
        text_printf(faults, "%s\n", diags->item[i].message);
    diags_free(diags);
    return status;
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_forms(void **state)
{
    (void)state;
    struct options o;
    struct text faults = {0};
    assert_int_equal(parse(&o, &faults, WORDS("plan", "F", "-o", "out", "--gap=0.02", "-q")), OK);
    assert_int_equal(o.verb, VERB_PLAN);
    assert_int_equal(o.n_arguments, 1);
    assert_string_equal(o.argument[0], "F");
    assert_string_equal(o.option[OPT_OUT].text, "out");
    assert_true(fabs(o.option[OPT_GAP].number - 0.02) < 1e-15);
    assert_true(o.option[OPT_QUIET].given);
    assert_false(o.option[OPT_VERBOSE].given);

    assert_int_equal(parse(&o, &faults, WORDS("--out", "-", "plan", "-oother", "--", "-F")), OK);
    assert_string_equal(o.option[OPT_OUT].text, "other");
    assert_string_equal(o.argument[0], "-F");

    assert_int_equal(parse(&o, &faults, WORDS("--version")), OK);
    assert_int_equal(parse(&o, &faults, WORDS("plan", "--help")), OK);
    text_free(&faults);
}

static void test_values(void **state)
{
    (void)state;
    struct options o;
    struct text faults = {0};
    assert_int_equal(parse(&o, &faults,
                           WORDS("plan", "F", "--week", "2003-W44", "--workers", "2", "--now",
                                 "2003-10-27T20:00:30+08:00", "--dst", "refuse")),
                     OK);
    assert_int_equal(o.option[OPT_WEEK].date, date_from_civil(2003, 10, 27));
    assert_true(fabs(o.option[OPT_WORKERS].number - 2) < 1e-15);
    assert_int_equal(o.option[OPT_NOW].instant,
                     (int64_t)date_from_civil(2003, 10, 27) * 86400 + 12 * 3600 + 30);
    assert_int_equal(o.option[OPT_DST].choice, 1);

    assert_int_equal(parse(&o, &faults, WORDS("plan", "F", "--week=2003-10-30")), OK);
    assert_int_equal(o.option[OPT_WEEK].date, date_from_civil(2003, 10, 30));
    assert_int_equal(parse(&o, &faults, WORDS("plan", "F", "--now=2003-10-27T20:00Z")), OK);
    assert_int_equal(parse(&o, &faults, WORDS("plan", "F", "--now=2003-10-27T20:00-0530")), OK);
    assert_int_equal(o.option[OPT_NOW].instant,
                     (int64_t)date_from_civil(2003, 10, 28) * 86400 + 90 * 60);
    text_free(&faults);
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *words[6], *message;
    } cases[] = {
        {{NULL}, "say what to do; 'ronda help' lists the verbs\n"},
        {{"plna", "F"}, "there is no verb 'plna'; did you mean 'plan'?\n"},
        {{"xyzzy"}, "there is no verb 'xyzzy'; 'ronda help' lists them\n"},
        {{"plan", "F", "--wek", "2003-W44"},
         "there is no option '--wek'; did you mean '--week'?\ntoo many"},
        {{"plan", "F", "-x"}, "there is no option '-x'\n"},
        {{"plan", "F", "--zzzzzzzzzz"}, "there is no option '--zzzzzzzzzz'\n"},
        {{"plan"}, "too few arguments; usage: ronda plan FOLDER\n"},
        {{"plan", "A", "B", "C", "D"}, "too many arguments; usage: ronda plan FOLDER\n"},
        {{"check", "A", "--gap", "0.1"}, "'ronda check' takes no --gap\n"},
        {{"plan", "A", "--gap"}, "--gap wants a value: --gap SHARE\n"},
        {{"plan", "A", "--gap", "1.5"}, "--gap wants a number from 0 to 1, not '1.5'\n"},
        {{"plan", "A", "--gap", "nan"}, "--gap wants a number from 0 to 1, not 'nan'\n"},
        {{"plan", "A", "--gap", "0x1p-4"}, "--gap wants a number from 0 to 1, not '0x1p-4'\n"},
        {{"plan", "A", "--workers", "1.5"},
         "--workers wants a whole number from 1 to 256, not '1.5'\n"},
        {{"plan", "A", "--workers", "0"},
         "--workers wants a whole number from 1 to 256, not '0'\n"},
        {{"plan", "A", "--dst", "guess"}, "--dst wants one of unknown|refuse, not 'guess'\n"},
        {{"plan", "A", "--dst", "unk"}, "--dst wants one of unknown|refuse, not 'unk'\n"},
        {{"plan", "A", "--week", "2003-W54"},
         "--week wants a week as 2003-W44 or a date as 2003-10-27, not '2003-W54'\n"},
        {{"plan", "A", "--now", "2003-10-27T20:00"},
         "--now wants an instant as 2003-10-27T12:00:00+08:00, not '2003-10-27T20:00'\n"},
        {{"plan", "A", "--now", "2003-10-27T24:00Z"},
         "--now wants an instant as 2003-10-27T12:00:00+08:00, not '2003-10-27T24:00Z'\n"},
        {{"plan", "A", "--out="}, "--out wants a value that is not empty\n"},
        {{"plan", "A", "--json=yes"}, "--json takes no value\n"},
    };
    struct options o;
    struct text faults = {0};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        assert_int_equal(parse(&o, &faults, cases[c].words), ERR_USAGE);
        size_t n = strlen(cases[c].message);
        if (strcmp(cases[c].message + n - 8, "too many") == 0)
            n -= 8;
        if (strncmp(faults.bytes, cases[c].message, n) != 0 || faults.bytes[n] != '\0')
            fail_msg("got: %swant: %s", faults.bytes, cases[c].message);
    }
    text_free(&faults);
}

/* All faults of a line at once. */
static void test_many_faults(void **state)
{
    (void)state;
    struct options o;
    struct text faults = {0};
    assert_int_equal(parse(&o, &faults, WORDS("plan", "--gap", "x", "--sed", "--workers=-1")),
                     ERR_USAGE);
    assert_string_equal(faults.bytes, "--gap wants a number from 0 to 1, not 'x'\n"
                                      "there is no option '--sed'; did you mean '--seed'?\n"
                                      "--workers wants a whole number from 1 to 256, not '-1'\n");
    text_free(&faults);
}

/* The tables are whole: no hole, no name twice; the texts made from them name every row. */
static void test_tables(void **state)
{
    (void)state;
    struct text help = {0}, roff = {0}, bash = {0};
    manual_help(&help);
    manual_roff(&roff, "1.2.3");
    manual_bash(&bash);
    for (int v = 0; v < N_VERBS; v++) {
        struct text one = {0};
        assert_non_null(verb_defs[v].name);
        assert_true(verb_defs[v].least <= verb_defs[v].most);
        assert_true(verb_defs[v].most <= MAX_ARGUMENTS);
        assert_non_null(strstr(help.bytes, verb_defs[v].name));
        assert_non_null(strstr(bash.bytes, verb_defs[v].name));
        manual_help_verb(&one, (enum verb_id)v);
        assert_non_null(strstr(one.bytes, verb_defs[v].summary));
        for (int w = 0; w < v; w++)
            assert_string_not_equal(verb_defs[v].name, verb_defs[w].name);
        text_free(&one);
    }
    for (int i = 0; i < N_OPTIONS; i++) {
        assert_non_null(option_defs[i].name);
        assert_int_equal(option_defs[i].kind == VALUE_NONE, !option_defs[i].value);
        for (int j = 0; j < i; j++) {
            bool same = strcmp(option_defs[i].name, option_defs[j].name) == 0;
            for (int v = 0; v < N_VERBS && same; v++) /* of one name, no verb takes both */
                assert_false(verb_takes(&verb_defs[v], (enum option_id)i) &&
                             verb_takes(&verb_defs[v], (enum option_id)j));
            assert_true(!option_defs[i].letter || option_defs[i].letter != option_defs[j].letter);
        }
    }
    assert_non_null(strstr(roff.bytes, "ronda 1.2.3"));
    text_free(&help);
    text_free(&roff);
    text_free(&bash);
}

/* Help keeps to 80 columns. */
static void test_width(void **state)
{
    (void)state;
    struct text help = {0};
    manual_help(&help);
    for (int v = 0; v < N_VERBS; v++)
        manual_help_verb(&help, (enum verb_id)v);
    for (const char *line = help.bytes; *line;) {
        size_t n = strcspn(line, "\n");
        if (n > 80 || (n > 0 && line[n - 1] == ' '))
            fail_msg("%zu columns: %.*s", n, (int)n, line);
        line += n + (line[n] == '\n');
    }
    text_free(&help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),  cmocka_unit_test(test_values),
        cmocka_unit_test(test_faults), cmocka_unit_test(test_many_faults),
        cmocka_unit_test(test_tables), cmocka_unit_test(test_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
