/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.h - a growing buffer of bytes, and small helpers on names.  Locale-free (setlocale is never
 * called). */
#ifndef RONDA_BASE_TEXT_H
#define RONDA_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Start as {0}; bytes is NUL-terminated after any call. */
struct text {
    char *bytes;
    size_t n, cap;
};

void text_free(struct text *text);
void text_clear(struct text *text);
void text_add(struct text *text, const char *s);
void text_add_n(struct text *text, const char *s, size_t n);
void text_add_char(struct text *text, char c);
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Index of the name nearest to `name` (Damerau-Levenshtein, at most 1 + length / 3 edits; ASCII
 * case is half an edit), -1 if none is near.  names[n]. */
int text_nearest(const char *name, const char *const *names, int n);

/* "; did you mean 'x'?" or nothing, for the end of a message; lives in the arena. */
const char *text_hint(struct arena *arena, const char *name, const char *const *names, int n);

/* An id: letters, digits, '_', '-', '.', 1 to 64 bytes, not "." or "..". */
bool text_is_id(const char *s);
/* Bytes of the UTF-8 character at s (1..4), 0 if the n bytes there do not begin with one. */
size_t text_utf8_length(const char *s, size_t n);
/* Valid UTF-8 without control characters, U+0080..9F among them (tab allowed). */
bool text_is_clean_utf8(const char *s, size_t n);

#endif
