/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tzif.c - parser of compiled time zone files, RFC 8536 (versions 1 to 3) and RFC 9636 (version 4).
 *
 *   header   "TZif", version, 15 reserved bytes, six counts of 4 bytes:
 *            isut, isstd, leap, time, type, char
 *   block    times (4 or 8 bytes each), the type of each time (1 byte), types (offset 4, is-DST 1,
 *            place of the abbreviation 1), abbreviations, leap seconds, isstd, isut
 *   version 2 and later: the header and block again with 8-byte times, then "\n" rule "\n"
 *
 * All integers are big-endian.  Before the first time, type 0 holds; after the last one the rule
 * does, a POSIX TZ string; it is unrolled for 400 years, after which it repeats (tz_rule.c).
 * Each read goes through take(), which knows how many bytes are left. */
#include "base/tzif.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"

#define HEADER_SIZE 44
#define YEAR_10000 INT64_C(253402300800)

struct cursor {
    const unsigned char *at;
    size_t left;
};

struct counts {
    uint32_t isut, isstd, leap, time, type, abbreviation_bytes;
};

/* The next n bytes, NULL if there are fewer. */
static const unsigned char *take(struct cursor *cursor, uint64_t n)
{
    if (n > cursor->left)
        return NULL;
    const unsigned char *bytes = cursor->at;
    cursor->at += n;
    cursor->left -= (size_t)n;
    return bytes;
}

static uint32_t read_u32(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* Two's complement of 4 or 8 bytes. */
static int64_t read_time(const unsigned char *b, size_t width)
{
    if (width == 4)
        return (int32_t)read_u32(b);
    return (int64_t)((uint64_t)read_u32(b) << 32 | read_u32(b + 4));
}

static const char *read_header(struct counts *counts, char *version, struct cursor *cursor)
{
    const unsigned char *b = take(cursor, HEADER_SIZE);
    if (!b)
        return "it is cut off";
    if (memcmp(b, "TZif", 4) != 0)
        return "it does not begin with TZif";
    *version = (char)b[4];
    if (*version != '\0' && *version < '2')
        return "its version is not known";
    *counts = (struct counts){
        .isut = read_u32(b + 20),
        .isstd = read_u32(b + 24),
        .leap = read_u32(b + 28),
        .time = read_u32(b + 32),
        .type = read_u32(b + 36),
        .abbreviation_bytes = read_u32(b + 40),
    };
    return NULL;
}

/* Where the version 1 block is only stepped over, its counts are not checked. */
static uint64_t block_size(const struct counts *c, size_t width)
{
    return c->time * ((uint64_t)width + 1) + c->type * UINT64_C(6) + c->abbreviation_bytes +
           c->leap * ((uint64_t)width + 4) + c->isstd + c->isut;
}

static const char *check_counts(const struct counts *c)
{
    if (c->type < 1 || c->type > 256)
        return "it has no types of local time, or more than 256";
    if (c->leap > 0)
        return "it counts leap seconds (the \"right\" files), which plans do not";
    if ((c->isut != 0 && c->isut != c->type) || (c->isstd != 0 && c->isstd != c->type))
        return "its counts do not agree";
    return NULL;
}

void tzif_add_span(struct tz *tz, int64_t from, int kind)
{
    if (tz->n_spans > 0 && tz->from[tz->n_spans - 1] == from) {
        tz->kind[tz->n_spans - 1] = (uint16_t)kind; /* an empty span gives way */
        return;
    }
    if ((tz->n_spans & (tz->n_spans - 1)) == 0) { /* 0 or a power of two: full */
        size_t room = tz->n_spans > 0 ? 2 * (size_t)tz->n_spans : 1;
        tz->from = mem_realloc(tz->from, room, sizeof *tz->from);
        tz->kind = mem_realloc(tz->kind, room, sizeof *tz->kind);
    }
    tz->from[tz->n_spans] = from;
    tz->kind[tz->n_spans++] = (uint16_t)kind;
}

static bool is_abbreviation_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '-';
}

int tzif_add_type(struct tz *tz, int offset_s, const char *abbreviation, size_t n)
{
    if (n < 1 || n >= sizeof tz->type->abbreviation)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (!is_abbreviation_char(abbreviation[i]))
            return -1;
    if (offset_s <= -TZ_OFFSET_LIMIT_S || offset_s >= TZ_OFFSET_LIMIT_S)
        return -1;
    tz->type = mem_realloc(tz->type, (size_t)tz->n_types + 1, sizeof *tz->type);
    struct tz_type *type = &tz->type[tz->n_types];
    *type = (struct tz_type){.offset_s = offset_s};
    memcpy(type->abbreviation, abbreviation, n);
    return tz->n_types++;
}

/* types: 6 bytes each; abbreviations: n_bytes, NUL-terminated one by one. */
static const char *read_types(struct tz *tz, const unsigned char *types, uint32_t n_types,
                              const char *abbreviations, size_t n_bytes)
{
    for (uint32_t i = 0; i < n_types; i++, types += 6) {
        size_t place = types[5];
        if (types[4] > 1 || place >= n_bytes)
            return "a type of local time is out of range";
        const char *s = abbreviations + place;
        size_t length = strnlen(s, n_bytes - place);
        if (length == n_bytes - place)
            return "an abbreviation has no end";
        if (tzif_add_type(tz, (int32_t)read_u32(types), s, length) < 0)
            return "an offset or an abbreviation is absurd";
    }
    return NULL;
}

static const char *read_spans(struct tz *tz, const unsigned char *times, size_t width,
                              const unsigned char *kinds, uint32_t n_times)
{
    tzif_add_span(tz, INT64_MIN, 0);
    for (uint32_t i = 0; i < n_times; i++) {
        int64_t from = read_time(times + i * width, width);
        if (from <= tz->from[tz->n_spans - 1] || from >= YEAR_10000)
            return "its times are not in order";
        if (kinds[i] >= tz->n_types)
            return "a time has a type that is not there";
        tzif_add_span(tz, from, kinds[i]);
    }
    return NULL;
}

static const char *read_block(struct tz *tz, struct cursor *cursor, const struct counts *c,
                              size_t width)
{
    const char *fault = check_counts(c);
    if (fault)
        return fault;
    if (block_size(c, width) > cursor->left)
        return "it is cut off";
    const unsigned char *times = take(cursor, c->time * (uint64_t)width);
    const unsigned char *kinds = take(cursor, c->time);
    const unsigned char *types = take(cursor, c->type * UINT64_C(6));
    const unsigned char *abbreviations = take(cursor, c->abbreviation_bytes);
    take(cursor, (uint64_t)c->isstd + c->isut);
    fault = read_types(tz, types, c->type, (const char *)abbreviations, c->abbreviation_bytes);
    return fault ? fault : read_spans(tz, times, width, kinds, c->time);
}

static const char *read_footer(struct tz *tz, struct cursor *cursor)
{
    const unsigned char *newline = take(cursor, 1);
    if (!newline || *newline != '\n')
        return "its rule is missing";
    const char *rule = (const char *)cursor->at;
    const char *end = memchr(rule, '\n', cursor->left);
    if (!end)
        return "its rule is cut off";
    return end > rule ? tzif_add_rule(tz, rule, (size_t)(end - rule)) : NULL;
}

const char *tzif_parse(struct tz *tz, const unsigned char *bytes, size_t n)
{
    struct cursor cursor = {bytes, n};
    struct counts counts;
    char version;
    tz->repeat_from = INT64_MAX;
    const char *fault = read_header(&counts, &version, &cursor);
    if (fault)
        return fault;
    if (version == '\0')
        return read_block(tz, &cursor, &counts, 4);
    if (!take(&cursor, block_size(&counts, 4)))
        return "it is cut off";
    fault = read_header(&counts, &version, &cursor);
    if (!fault)
        fault = read_block(tz, &cursor, &counts, 8);
    return fault ? fault : read_footer(tz, &cursor);
}
