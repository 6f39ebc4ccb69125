/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_text.c - the buffer, nearest names against a slow oracle, ids, UTF-8 against the definition.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/text.h"

static void buffer_grows(void **state)
{
    (void)state;
    struct text text = {0};
    text_clear(&text);
    assert_string_equal(text.bytes, "");
    text_add(&text, "ab");
    text_add_char(&text, 'c');
    text_add_n(&text, "d\0e", 3);
    assert_int_equal(text.n, 6);
    assert_memory_equal(text.bytes, "abcd\0e", 7);
    text_clear(&text);
    for (int i = 0; i < 2000; i++)
        text_printf(&text, "%04d", i);
    assert_int_equal(text.n, 8000);
    for (int i = 0; i < 2000; i++) {
        char digits[5] = {0};
        memcpy(digits, text.bytes + 4 * (size_t)i, 4);
        assert_int_equal(atoi(digits), i);
    }
    text_printf(&text, "%5000s", "x"); /* longer than what is spare */
    assert_int_equal(text.n, 13000);
    assert_int_equal(text.bytes[12999], 'x');
    assert_int_equal(text.bytes[13000], '\0');
    text_free(&text);
    assert_null(text.bytes);
}

/* Half edits from a to b, by the recursion that defines them. */
static int slow_distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
    if (n_a == 0 || n_b == 0)
        return 2 * (int)(n_a + n_b);
    char x = a[n_a - 1], y = b[n_b - 1];
    int change = x == y ? 0 : tolower((unsigned char)x) == tolower((unsigned char)y) ? 1 : 2;
    int best = slow_distance(a, n_a - 1, b, n_b - 1) + change;
    int d = slow_distance(a, n_a - 1, b, n_b) + 2;
    best = d < best ? d : best;
    d = slow_distance(a, n_a, b, n_b - 1) + 2;
    best = d < best ? d : best;
    if (n_a > 1 && n_b > 1 && x == b[n_b - 2] && y == a[n_a - 2]) {
        d = slow_distance(a, n_a - 2, b, n_b - 2) + 2;
        best = d < best ? d : best;
    }
    return best;
}

static int slow_nearest(const char *name, const char *const *names, int n)
{
    int nearest = -1, least = 2 * (1 + (int)strlen(name) / 3) + 1;
    for (int i = 0; i < n; i++) {
        int d = slow_distance(name, strlen(name), names[i], strlen(names[i]));
        if (d < least) {
            least = d;
            nearest = i;
        }
    }
    return nearest;
}

static void random_word(char word[7], struct rng *rng)
{
    uint32_t n = rng_below(rng, 7);
    for (uint32_t i = 0; i < n; i++)
        word[i] = "abAB"[rng_below(rng, 4)];
    word[n] = '\0';
}

static void nearest_agrees_with_the_definition(void **state)
{
    (void)state;
    struct rng rng;
    int n_found = 0, n_none = 0;
    rng_seed(&rng, 11, 0, 0);
    for (int k = 0; k < 400; k++) {
        char words[5][7], name[7];
        const char *names[5];
        random_word(name, &rng);
        for (int i = 0; i < 5; i++) {
            random_word(words[i], &rng);
            names[i] = words[i];
        }
        int nearest = text_nearest(name, names, 5);
        assert_int_equal(nearest, slow_nearest(name, names, 5));
        n_found += nearest >= 0;
        n_none += nearest < 0;
    }
    assert_true(n_found > 50 && n_none > 10); /* both answers were tried */
}

static void nearest_of_real_names(void **state)
{
    (void)state;
    static const char *const columns[] = {"id", "account", "channel", "skill", "aht_s", "level"};
    assert_int_equal(text_nearest("acount", columns, 6), 1);
    assert_int_equal(text_nearest("ahts", columns, 6), 4);
    assert_int_equal(text_nearest("AHT_S", columns, 6), 4);
    assert_int_equal(text_nearest("lvele", columns, 6), 5);
    assert_int_equal(text_nearest("patience", columns, 6), -1);
    assert_int_equal(text_nearest("x", columns, 0), -1);
    static const char *const twins[] = {"ba", "ab", "ab"};
    assert_int_equal(text_nearest("ab", twins, 3), 1); /* the first of the nearest */
}

static void nearest_of_absurd_lengths(void **state)
{
    (void)state;
    char longest[4001];
    memset(longest, 'a', 4000);
    longest[4000] = '\0';
    const char *names[] = {longest, "a"};
    assert_int_equal(text_nearest(longest, names, 2), -1);
    assert_int_equal(text_nearest("a", names, 2), 1);
    longest[128] = '\0'; /* as long as is looked at */
    assert_int_equal(text_nearest(longest, names, 2), 0);
    assert_int_equal(text_nearest("", names, 2), 1);
}

static void ids(void **state)
{
    (void)state;
    char longest[66];
    memset(longest, 'x', 65);
    longest[65] = '\0';
    assert_false(text_is_id(longest));
    assert_true(text_is_id(longest + 1));
    static const char *const good[] = {"A017", "0", "a.b", "-", "_x", "...", "bank-voice", ".x"};
    static const char *const bad[] = {"",    ".",        "..",  "../x", "a/b",     "a b",
                                      "a\n", "\xc3\xa9", "a:b", "a\\b", "caf\xe9", "a'"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(text_is_id(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(text_is_id(bad[i]));
}

/* The code point that n bytes spell by the bit patterns of RFC 3629, -1 if they spell none. */
static long decode(const unsigned char *b, size_t n)
{
    static const long least[5] = {0, 0, 0x80, 0x800, 0x10000};
    static const unsigned char mark[5] = {0, 0, 0xc0, 0xe0, 0xf0};
    if (n == 1)
        return b[0] < 0x80 ? b[0] : -1;
    unsigned char rest = (unsigned char)(0x7f >> n);
    if ((b[0] & (unsigned char)~rest) != mark[n])
        return -1;
    long point = b[0] & rest;
    for (size_t i = 1; i < n; i++) {
        if (b[i] >> 6 != 2)
            return -1;
        point = point << 6 | (b[i] & 0x3f);
    }
    bool surrogate = point >= 0xd800 && point < 0xe000;
    return point >= least[n] && point <= 0x10ffff && !surrogate ? point : -1;
}

/* All beginnings of three bytes, with two fourth bytes. */
static void utf8_agrees_with_the_definition(void **state)
{
    (void)state;
    static const unsigned char fourth[] = {0x80, 0x41};
    for (unsigned k = 0; k < 2u << 24; k++) {
        unsigned char b[4] = {(unsigned char)(k >> 16), (unsigned char)(k >> 8), (unsigned char)k,
                              fourth[k >> 24]};
        if (b[0] < 0x80 && (k & 0xffff) != 0)
            continue;
        size_t expected = 0;
        for (size_t n = 1; n <= 4; n++)
            if (decode(b, n) >= 0)
                expected = n;
        if (text_utf8_length((const char *)b, 4) != expected)
            fail_msg("%02x %02x %02x %02x", b[0], b[1], b[2], b[3]);
        if (expected > 1 && text_utf8_length((const char *)b, expected - 1) != 0)
            fail_msg("cut: %02x %02x %02x %02x", b[0], b[1], b[2], b[3]);
    }
}

static void clean_utf8(void **state)
{
    (void)state;
    assert_true(text_is_clean_utf8("", 0));
    assert_true(text_is_clean_utf8("Ni\xc3\xb1o\t\xf0\x9f\x98\x80", 10));
    assert_false(text_is_clean_utf8("a\nb", 3));
    assert_false(text_is_clean_utf8("a\0b", 3));
    assert_false(text_is_clean_utf8("a\x7f", 2));
    assert_false(text_is_clean_utf8("\xc2\x85", 2));
    assert_true(text_is_clean_utf8("\xc2\xa0", 2));
    assert_false(text_is_clean_utf8("caf\xe9", 4));
    assert_false(text_is_clean_utf8("\xe2\x82", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffer_grows),
        cmocka_unit_test(nearest_agrees_with_the_definition),
        cmocka_unit_test(nearest_of_real_names),
        cmocka_unit_test(nearest_of_absurd_lengths),
        cmocka_unit_test(ids),
        cmocka_unit_test(utf8_agrees_with_the_definition),
        cmocka_unit_test(clean_utf8),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
