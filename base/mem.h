/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mem.h - memory.  Exhaustion aborts here and nowhere else.
 * One arena a model, one scratch a worker.  Under ASan each arena allocation is its own block. */
#ifndef RONDA_BASE_MEM_H
#define RONDA_BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t n, size_t size); /* zeroed; n * size is checked; never NULL */
void *mem_realloc(void *p, size_t n, size_t size);
void mem_free(void *p);
char *mem_strdup(const char *s);

/* What is freed is kept for the next request up to some 64 MiB, in place of going back to the
 * system at once: arenas that come and go else fault their pages in again each time.  For main();
 * nothing where the C library has no such setting. */
void mem_keep_freed(void);

#define NEW(type) ((type *)mem_alloc(1, sizeof(type)))
#define NEW_ARRAY(type, n) ((type *)mem_alloc((size_t)(n), sizeof(type)))

/* Room for one more element at p[n]: grows by doubling, zeroes the new part.  cap is any integer
 * lvalue. */
#define MEM_GROW(p, n, cap)                                             \
    do {                                                                \
        if ((size_t)(n) >= (size_t)(cap)) {                             \
            size_t grow_ = mem_grow_(&(p), (size_t)(cap), sizeof *(p)); \
            (cap) = (__typeof__(cap))grow_;                             \
        }                                                               \
    } while (0)
size_t mem_grow_(void *pointer_to_array, size_t cap, size_t size);

struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *arena);                          /* NULL is fine */
void arena_reset(struct arena *arena);                         /* forget all, keep the blocks */
void *arena_alloc(struct arena *arena, size_t n, size_t size); /* zeroed, aligned to 16 */
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t n);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, n) ((type *)arena_alloc((arena), (size_t)(n), sizeof(type)))
/* The n elements of p, and a zeroed one after them. */
void *arena_copy(struct arena *arena, const void *p, size_t n, size_t size);
#define ARENA_COPY(arena, p, n) ((__typeof__(p))arena_copy((arena), (p), (size_t)(n), sizeof *(p)))

#endif
