/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_hash.c - vectors of FIPS 180-4 (NIST's examples) and of an independent UUID maker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "io/hash.h"

static void test_vectors(void **state)
{
    (void)state;
    char text[SHA256_TEXT];
    assert_string_equal(sha256_of(text, "", 0),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(sha256_of(text, "abc", 3),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const char *two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    assert_string_equal(sha256_of(text, two_blocks, strlen(two_blocks)),
                        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void test_million(void **state)
{
    (void)state;
    char text[SHA256_TEXT], part[1000];
    struct sha256 s;
    memset(part, 'a', sizeof part);
    sha256_begin(&s);
    for (int i = 0; i < 1000; i++)
        sha256_add(&s, part, sizeof part);
    assert_string_equal(sha256_end(text, &s),
                        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* The same bytes in pieces of any size. */
static void test_pieces(void **state)
{
    (void)state;
    char whole[SHA256_TEXT], pieces[SHA256_TEXT], bytes[300];
    for (int i = 0; i < 300; i++)
        bytes[i] = (char)(i * 7);
    for (size_t n = 0; n <= sizeof bytes; n++) {
        sha256_of(whole, bytes, n);
        struct sha256 s;
        sha256_begin(&s);
        for (size_t at = 0, step = 1; at < n; at += step, step = step % 70 + 1) {
            if (step > n - at)
                step = n - at;
            sha256_add(&s, bytes + at, step);
        }
        assert_string_equal(sha256_end(pieces, &s), whole);
    }
}

/* python3 -c 'import uuid; print(uuid.uuid5(uuid.UUID("5d0e863b-..."), NAME))' */
static void test_uuid(void **state)
{
    (void)state;
    char text[UUID_TEXT], name[200];
    assert_string_equal(uuid_of_name(text, "x", 1), "928b5338-3cc5-5086-91cb-daa38bf56267");
    memset(name, 'n', sizeof name);
    assert_string_equal(uuid_of_name(text, name, sizeof name),
                        "06767ee9-64a3-52f0-a16b-8201ccf44bfb");
    assert_string_equal(uuid_of_name(text, "", 0), "16f84f1b-65ed-5383-9e2a-ba195ada8864");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_million),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_uuid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
