/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zip.c - the only home of zlib.
 * A zip file ends with a record (PK 5 6) that says where its central directory is; an entry of that
 * (PK 1 2) gives a member's name, sizes, method (0 stored, 8 deflated) and the place of its local
 * header (PK 3 4), behind whose own name and extra bytes the data stand.  Numbers are
 * little-endian. No zip64: a workbook of more than 4 GiB is refused. */
#include "io/zip.h"

#include <string.h>
#include <zlib.h>

#include "base/mem.h"

#define CHUNK ((size_t)32 << 10)
#define MOST_MEMBERS 4096
#define MOST_LIST ((size_t)4 << 20)
#define MOST_NAME 256

struct member {
    char name[MOST_NAME];
    int method, flags;
    long place, n_packed;
};

struct zip {
    FILE *stream;
    struct member *member;
    size_t n, cap;
    z_stream inflate;
    bool is_open, at_end, is_stored;
    long n_left; /* packed bytes not yet read */
    unsigned char in[CHUNK];
};

static unsigned get16(const unsigned char *at)
{
    return (unsigned)at[0] | (unsigned)at[1] << 8;
}

static long get32(const unsigned char *at)
{
    return (long)get16(at) | (long)get16(at + 2) << 16;
}

/* ---- the list ---- */

/* The end record, found from behind: a comment of at most 64 KiB may follow it. */
static bool find_end(unsigned char record[22], FILE *stream)
{
    bool found = false;
    if (fseek(stream, 0, SEEK_END) != 0)
        return false;
    long size = ftell(stream), n = size < 65557 ? size : 65557;
    unsigned char *tail = mem_alloc((size_t)n + 1, 1);
    if (n >= 22 && fseek(stream, size - n, SEEK_SET) == 0 &&
        fread(tail, 1, (size_t)n, stream) == (size_t)n)
        for (long i = n - 22; i >= 0 && !found; i--)
            if (memcmp(tail + i, "PK\5\6", 4) == 0) {
                memcpy(record, tail + i, 22);
                found = true;
            }
    mem_free(tail);
    return found;
}

static bool read_list(struct zip *zip, const unsigned char *list, size_t n)
{
    size_t at = 0;
    while (at + 46 <= n && memcmp(list + at, "PK\1\2", 4) == 0 && zip->n < MOST_MEMBERS) {
        const unsigned char *entry = list + at;
        size_t name = get16(entry + 28);
        size_t whole = 46 + name + get16(entry + 30) + get16(entry + 32);
        if (at + whole > n)
            return false;
        at += whole;
        if (name >= MOST_NAME)
            continue;
        MEM_GROW(zip->member, zip->n, zip->cap);
        struct member *member = &zip->member[zip->n++];
        *member = (struct member){.method = (int)get16(entry + 10),
                                  .flags = (int)get16(entry + 8),
                                  .place = get32(entry + 42),
                                  .n_packed = get32(entry + 20)};
        memcpy(member->name, entry + 46, name);
    }
    return zip->n > 0;
}

static bool load_list(struct zip *zip)
{
    unsigned char end[22];
    if (!find_end(end, zip->stream))
        return false;
    long n = get32(end + 12), place = get32(end + 16);
    if (n <= 0 || (size_t)n > MOST_LIST || fseek(zip->stream, place, SEEK_SET) != 0)
        return false;
    unsigned char *list = mem_alloc((size_t)n, 1);
    bool good =
        fread(list, 1, (size_t)n, zip->stream) == (size_t)n && read_list(zip, list, (size_t)n);
    mem_free(list);
    return good;
}

enum status zip_open(struct zip **out, FILE *stream, const char *file, struct diags *diags)
{
    struct zip *zip = NEW(struct zip);
    zip->stream = stream;
    if (!load_list(zip)) {
        diag_error(diags, &(struct place){.file = file},
                   "this workbook is damaged: its list of parts cannot be read");
        zip_close(zip);
        return ERR_DATA;
    }
    *out = zip;
    return OK;
}

static void end_member(struct zip *zip)
{
    if (zip->is_open && !zip->is_stored)
        inflateEnd(&zip->inflate);
    zip->is_open = false;
}

void zip_close(struct zip *zip)
{
    if (!zip)
        return;
    end_member(zip);
    mem_free(zip->member);
    mem_free(zip);
}

/* ---- a member ---- */

bool zip_begin(struct zip *zip, const char *name)
{
    unsigned char head[30];
    size_t i = 0;
    end_member(zip);
    while (i < zip->n && strcmp(zip->member[i].name, name) != 0)
        i++;
    if (i == zip->n)
        return false;
    const struct member *member = &zip->member[i];
    if ((member->flags & 1) || (member->method != 0 && member->method != 8) ||
        fseek(zip->stream, member->place, SEEK_SET) != 0 ||
        fread(head, 1, sizeof head, zip->stream) != sizeof head || memcmp(head, "PK\3\4", 4) != 0 ||
        fseek(zip->stream, (long)(get16(head + 26) + get16(head + 28)), SEEK_CUR) != 0)
        return false;
    zip->is_stored = member->method == 0;
    zip->n_left = member->n_packed;
    zip->at_end = false;
    zip->inflate = (z_stream){0};
    /* negative: bare deflate, without zlib's own head */
    zip->is_open = zip->is_stored || inflateInit2(&zip->inflate, -MAX_WBITS) == Z_OK;
    return zip->is_open;
}

static size_t fetch(struct zip *zip, unsigned char *bytes, size_t n)
{
    size_t want = zip->n_left < (long)n ? (size_t)zip->n_left : n;
    size_t got = fread(bytes, 1, want, zip->stream);
    zip->n_left -= (long)got;
    return got;
}

long zip_read(struct zip *zip, char *bytes, size_t n)
{
    if (zip->is_stored) {
        size_t got = fetch(zip, (unsigned char *)bytes, n);
        return got == 0 && zip->n_left > 0 ? -1 : (long)got;
    }
    zip->inflate.next_out = (Bytef *)bytes;
    zip->inflate.avail_out = (uInt)n;
    while (zip->inflate.avail_out == n && !zip->at_end) {
        if (zip->inflate.avail_in == 0) {
            zip->inflate.avail_in = (uInt)fetch(zip, zip->in, CHUNK);
            zip->inflate.next_in = zip->in;
            if (zip->inflate.avail_in == 0)
                return -1;
        }
        int result = inflate(&zip->inflate, Z_NO_FLUSH);
        zip->at_end = result == Z_STREAM_END;
        if (result != Z_OK && result != Z_STREAM_END)
            return -1;
    }
    return (long)(n - zip->inflate.avail_out);
}
