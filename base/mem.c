/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mem.c - memory: checked allocation and arenas.
 *
 * An arena is a list of blocks.  `current` is the block that is being filled up to `used`; the
 * blocks after it are empty (left by arena_reset) and are taken before new ones.  A request that
 * does not fit in 64 KiB gets a block of its own size.
 *
 * Under AddressSanitizer each request gets a block of exactly its size, so that a write past the
 * end of one array is found although the next one would follow it here. */
#include "base/mem.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define EACH_ITS_OWN_BLOCK true
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#undef EACH_ITS_OWN_BLOCK
#define EACH_ITS_OWN_BLOCK true
#endif
#ifndef EACH_ITS_OWN_BLOCK
#define EACH_ITS_OWN_BLOCK false
#endif

#define BLOCK_SIZE ((size_t)64 * 1024)
#define ALIGNMENT ((size_t)16)
#define KEPT (64 * 1024 * 1024)

struct block {
    struct block *next;
    size_t size; /* of bytes */
    _Alignas(16) char bytes[];
};

struct arena {
    struct block *first, *current; /* NULL: no block yet */
    size_t used;                   /* bytes of current */
};

static _Noreturn void die_exhausted(void)
{
    /* fputs may want memory, so the message is best effort. */
    fputs("ronda: out of memory\n", stderr);
    abort();
}

static size_t checked_product(size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes) || bytes > PTRDIFF_MAX - BLOCK_SIZE)
        die_exhausted();
    return bytes > 0 ? bytes : 1;
}

void *mem_alloc(size_t n, size_t size)
{
    void *p = calloc(1, checked_product(n, size));
    if (!p)
        die_exhausted();
    return p;
}

void *mem_realloc(void *p, size_t n, size_t size)
{
    void *q = realloc(p, checked_product(n, size));
    if (!q)
        die_exhausted();
    return q;
}

void mem_free(void *p)
{
    free(p);
}

char *mem_strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(mem_alloc(n, 1), s, n);
}

size_t mem_grow_(void *pointer_to_array, size_t cap, size_t size)
{
    size_t bigger = cap < 8 ? 8 : cap * 2;
    void *array;
    /* The array's own type is not known here; memcpy reads the pointer whatever it points to. */
    memcpy(&array, pointer_to_array, sizeof array);
    if (cap > SIZE_MAX / 2)
        die_exhausted();
    array = mem_realloc(array, bigger, size);
    memset((char *)array + cap * size, 0, (bigger - cap) * size);
    memcpy(pointer_to_array, &array, sizeof array);
    return bigger;
}

void mem_keep_freed(void)
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, KEPT);
    mallopt(M_MMAP_THRESHOLD, KEPT / 2);
#endif
}

struct arena *arena_new(void)
{
    return NEW(struct arena);
}

static void free_blocks(struct arena *arena)
{
    struct block *next;
    for (struct block *block = arena->first; block; block = next) {
        next = block->next;
        free(block);
    }
    arena->first = NULL;
}

void arena_free(struct arena *arena)
{
    if (arena)
        free_blocks(arena);
    mem_free(arena);
}

void arena_reset(struct arena *arena)
{
    if (EACH_ITS_OWN_BLOCK)
        free_blocks(arena); /* so that a pointer kept over the reset is found */
    arena->current = arena->first;
    arena->used = 0;
}

/* A new block of at least `bytes`, linked in after the current one and made current. */
static void add_block(struct arena *arena, size_t bytes)
{
    size_t size = EACH_ITS_OWN_BLOCK || bytes > BLOCK_SIZE ? bytes : BLOCK_SIZE;
    struct block *block = malloc(sizeof *block + size);
    if (!block)
        die_exhausted();
    block->size = size;
    block->next = arena->current ? arena->current->next : arena->first;
    if (arena->current)
        arena->current->next = block;
    else
        arena->first = block;
    arena->current = block;
    arena->used = 0;
}

void *arena_alloc(struct arena *arena, size_t n, size_t size)
{
    size_t bytes = checked_product(n, size);
    if (!EACH_ITS_OWN_BLOCK)
        bytes = (bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    if (!arena->current || bytes > arena->current->size - arena->used) {
        struct block *next = arena->current ? arena->current->next : NULL;
        if (next && bytes <= next->size) {
            arena->current = next;
            arena->used = 0;
        } else {
            add_block(arena, bytes);
        }
    }
    void *p = arena->current->bytes + arena->used;
    arena->used += bytes;
    return memset(p, 0, bytes);
}

void *arena_copy(struct arena *arena, const void *p, size_t n, size_t size)
{
    void *copy = arena_alloc(arena, n + 1, size);
    return n > 0 ? memcpy(copy, p, n * size) : copy;
}

char *arena_strdup(struct arena *arena, const char *s)
{
    return arena_strndup(arena, s, strlen(s));
}

char *arena_strndup(struct arena *arena, const char *s, size_t n)
{
    size_t length = strnlen(s, n);
    return memcpy(arena_alloc(arena, length + 1, 1), s, length);
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        die_exhausted(); /* ENOMEM or longer than INT_MAX */
    char *s = arena_alloc(arena, (size_t)n + 1, 1);
    vsnprintf(s, (size_t)n + 1, format, again);
    va_end(again);
    return s;
}
