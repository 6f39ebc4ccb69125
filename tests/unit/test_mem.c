/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_mem.c - zeroed, aligned, apart, and exhaustion aborts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

static void grows_by_doubling_and_zeroes(void **state)
{
    (void)state;
    int *numbers = NULL;
    int n = 0, cap = 0, n_moves = 0;
    for (; n < 1000; n++) {
        int before = cap;
        MEM_GROW(numbers, n, cap);
        n_moves += cap != before;
        for (int i = before; i < cap; i++)
            assert_int_equal(numbers[i], 0);
        numbers[n] = n;
    }
    for (int i = 0; i < n; i++)
        assert_int_equal(numbers[i], i);
    assert_true(n_moves <= 8); /* 8, 16, ... 1024 */
    mem_free(numbers);
}

static bool all_are(const unsigned char *p, size_t n, unsigned char value)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != value)
            return false;
    return true;
}

static void arena_pieces_are_zeroed_aligned_apart(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 15, 16, 17, 4000, 60000, 65536, 65537, 300000};
    enum { N = 400 };
    struct arena *arena = arena_new();
    unsigned char *piece[N];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < N; i++) {
            size_t size = sizes[(i * 7 + round) % 10];
            piece[i] = arena_alloc(arena, size, 1);
            assert_int_equal((uintptr_t)piece[i] % 16, 0);
            assert_true(all_are(piece[i], size, 0));
            memset(piece[i], i % 255 + 1, size);
        }
        for (int i = 0; i < N; i++)
            assert_true(
                all_are(piece[i], sizes[(i * 7 + round) % 10], (unsigned char)(i % 255 + 1)));
        arena_reset(arena);
    }
    arena_free(arena);
    arena_free(NULL);
}

static void arena_strings(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(arena_strdup(arena, "Manila"), "Manila");
    assert_string_equal(arena_strndup(arena, "Manila", 3), "Man");
    assert_string_equal(arena_strndup(arena, "Ma", 30), "Ma");
    assert_string_equal(arena_printf(arena, "%s-%d", "A", 17), "A-17");
    arena_free(arena);
}

static void product_overflows(void)
{
    mem_alloc(SIZE_MAX / 4, 8);
}
static void realloc_overflows(void)
{
    mem_realloc(NULL, SIZE_MAX / 2, 3);
}
static void arena_overflows(void)
{
    struct arena *arena = arena_new();
    arena_alloc(arena, SIZE_MAX / 16 + 1, 16);
}

/* Does it end the process by abort()?  In a child, whose message is not wanted. */
static bool aborts(void (*act)(void))
{
    int result;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit no_core = {0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        act();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &result, 0), child);
    return WIFSIGNALED(result) && WTERMSIG(result) == SIGABRT;
}

static void exhaustion_aborts(void **state)
{
    (void)state;
    assert_true(aborts(product_overflows));
    assert_true(aborts(realloc_overflows));
    assert_true(aborts(arena_overflows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_by_doubling_and_zeroes),
        cmocka_unit_test(arena_pieces_are_zeroed_aligned_apart),
        cmocka_unit_test(arena_strings),
        cmocka_unit_test(exhaustion_aborts),
    };
    return cmocka_run_group_tests_name("mem", tests, NULL, NULL);
}
