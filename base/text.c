/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c - a growing buffer of bytes, and small helpers on names.
 *
 * Nearness of names is the optimal string alignment distance (Damerau 1964,
 * doi:10.1145/363958.363994; Levenshtein 1966): the fewest insertions, deletions, substitutions and
 * swaps of neighbours, no part edited twice.  It is counted in half edits, since a letter in the
 * other case is half an edit. */
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

#define EDIT 2 /* half edits */
#define CASE_EDIT 1
#define LONGEST 128 /* longer names are no typing errors of one another */

void text_free(struct text *text)
{
    mem_free(text->bytes);
    *text = (struct text){0};
}

/* Room for n more bytes and the NUL. */
static void reserve(struct text *text, size_t n)
{
    size_t need = text->n + n + 1;
    if (need <= text->cap)
        return;
    size_t cap = text->cap < 32 ? 32 : text->cap;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    text->bytes = mem_realloc(text->bytes, cap, 1);
    text->cap = cap;
}

void text_clear(struct text *text)
{
    reserve(text, 0);
    text->n = 0;
    text->bytes[0] = '\0';
}

void text_add(struct text *text, const char *s)
{
    text_add_n(text, s, strlen(s));
}

void text_add_n(struct text *text, const char *s, size_t n)
{
    reserve(text, n);
    if (n > 0)
        memcpy(text->bytes + text->n, s, n);
    text->n += n;
    text->bytes[text->n] = '\0';
}

void text_add_char(struct text *text, char c)
{
    text_add_n(text, &c, 1);
}

void text_printf(struct text *text, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    reserve(text, 64);
    int n = vsnprintf(text->bytes + text->n, text->cap - text->n, format, args);
    va_end(args);
    if (n > 0 && (size_t)n >= text->cap - text->n) {
        reserve(text, (size_t)n);
        vsnprintf(text->bytes + text->n, text->cap - text->n, format, again);
    }
    va_end(again);
    if (n > 0)
        text->n += (size_t)n;
    text->bytes[text->n] = '\0';
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

/* Half edits that make the byte a into b. */
static int substitution(char a, char b)
{
    if (a == b)
        return 0;
    return lower(a) == lower(b) ? CASE_EDIT : EDIT;
}

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* Half edits from a to b, neither longer than LONGEST; three rows of the usual table are held. */
static int distance(const char *a, const char *b)
{
    int rows[3][LONGEST + 1];
    int *before = rows[0], *above = rows[1], *row = rows[2];
    int n_a = (int)strlen(a), n_b = (int)strlen(b);
    for (int j = 0; j <= n_b; j++)
        above[j] = j * EDIT;
    for (int i = 1; i <= n_a; i++) {
        row[0] = i * EDIT;
        for (int j = 1; j <= n_b; j++) {
            row[j] = min(above[j], row[j - 1]) + EDIT;
            row[j] = min(row[j], above[j - 1] + substitution(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = min(row[j], before[j - 2] + EDIT);
        }
        int *oldest = before;
        before = above;
        above = row;
        row = oldest;
    }
    return above[n_b];
}

int text_nearest(const char *name, const char *const *names, int n)
{
    size_t length = strnlen(name, LONGEST + 1);
    if (length > LONGEST)
        return -1;
    int nearest = -1;
    int limit = EDIT * (1 + (int)length / 3); /* inclusive */
    for (int i = 0; i < n; i++) {
        size_t other = strnlen(names[i], LONGEST + 1);
        if (other > LONGEST)
            continue;
        int d = distance(name, names[i]);
        if (d <= limit) {
            nearest = i;
            limit = d - 1;
        }
    }
    return nearest;
}

const char *text_hint(struct arena *arena, const char *name, const char *const *names, int n)
{
    int nearest = text_nearest(name, names, n);
    return nearest < 0 ? "" : arena_printf(arena, "; did you mean '%s'?", names[nearest]);
}

bool text_is_id(const char *s)
{
    size_t n = strnlen(s, 65);
    if (n < 1 || n > 64 || strcmp(s, ".") == 0 || strcmp(s, "..") == 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool is_letter = lower(s[i]) >= 'a' && lower(s[i]) <= 'z';
        bool is_digit = s[i] >= '0' && s[i] <= '9';
        if (!is_letter && !is_digit && s[i] != '_' && s[i] != '-' && s[i] != '.')
            return false;
    }
    return true;
}

/* RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF. */
size_t text_utf8_length(const char *s, size_t n)
{
    const unsigned char *b = (const unsigned char *)s;
    size_t length = n == 0        ? 0
                    : b[0] < 0x80 ? 1
                    : b[0] < 0xc2 ? 0
                    : b[0] < 0xe0 ? 2
                    : b[0] < 0xf0 ? 3
                    : b[0] < 0xf5 ? 4
                                  : 0;
    if (length > n)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((b[i] & 0xc0) != 0x80)
            return 0;
    if ((b[0] == 0xe0 && b[1] < 0xa0) || (b[0] == 0xed && b[1] > 0x9f) ||
        (b[0] == 0xf0 && b[1] < 0x90) || (b[0] == 0xf4 && b[1] > 0x8f))
        return 0;
    return length;
}

bool text_is_clean_utf8(const char *s, size_t n)
{
    size_t length;
    for (size_t i = 0; i < n; i += length) {
        unsigned char c = (unsigned char)s[i];
        length = text_utf8_length(s + i, n - i);
        if (length == 0 || (c < 0x20 && c != '\t') || c == 0x7f)
            return false;
        if (c == 0xc2 && (unsigned char)s[i + 1] < 0xa0)
            return false;
    }
    return true;
}
