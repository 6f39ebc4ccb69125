/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hash.c - SHA-256 and SHA-1 (FIPS 180-4), UUID version 5 (RFC 9562).
 *
 * Both hashes pad the message to a multiple of 64 bytes (0x80, zeros, its length in bits as a
 * big-endian 64-bit number) and mix block by block into their state: SHA-256 as in section 6.2.2,
 * SHA-1 as in 6.1.2 of the standard, whose names (a ... h, W, K) are kept.  Eighty lines are less
 * than a cryptographic library would ask of the build, and nothing here guards a secret. */
#include "io/hash.h"

#include <stdio.h>
#include <string.h>

static uint32_t rotate_left(uint32_t x, int n)
{
    return x << n | x >> (32 - n);
}

static uint32_t big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static const uint32_t K256[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void mix_sha256(uint32_t h[8], const unsigned char block[64])
{
    uint32_t w[64], v[8];
    for (int t = 0; t < 16; t++)
        w[t] = big_endian(block + 4 * t);
    for (int t = 16; t < 64; t++) {
        uint32_t x = w[t - 15], y = w[t - 2];
        w[t] = w[t - 16] + w[t - 7] + (rotate_left(x, 25) ^ rotate_left(x, 14) ^ x >> 3) +
               (rotate_left(y, 15) ^ rotate_left(y, 13) ^ y >> 10);
    }
    memcpy(v, h, sizeof v);
    for (int t = 0; t < 64; t++) {
        uint32_t a = v[0], e = v[4];
        uint32_t t1 = v[7] + (rotate_left(e, 26) ^ rotate_left(e, 21) ^ rotate_left(e, 7)) +
                      ((e & v[5]) ^ (~e & v[6])) + K256[t] + w[t];
        uint32_t t2 = (rotate_left(a, 30) ^ rotate_left(a, 19) ^ rotate_left(a, 10)) +
                      ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof v[0]);
        v[4] += t1;
        v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++)
        h[i] += v[i];
}

static void mix_sha1(uint32_t h[5], const unsigned char block[64])
{
    static const uint32_t K[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    uint32_t w[80];
    for (int t = 0; t < 16; t++)
        w[t] = big_endian(block + 4 * t);
    for (int t = 16; t < 80; t++)
        w[t] = rotate_left(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int t = 0; t < 80; t++) {
        uint32_t f = t < 20              ? (b & c) ^ (~b & d)
                     : t >= 40 && t < 60 ? (b & c) ^ (b & d) ^ (c & d)
                                         : b ^ c ^ d;
        uint32_t next = rotate_left(a, 5) + f + e + K[t / 20] + w[t];
        e = d;
        d = c;
        c = rotate_left(b, 30);
        b = a;
        a = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

/* Both hashes: bytes go through the block; a full one is mixed. */
static void add_bytes(uint32_t *h, uint64_t *n_bytes, unsigned char block[64], const void *bytes,
                      size_t n, void (*mix)(uint32_t *, const unsigned char *))
{
    const unsigned char *p = bytes;
    while (n > 0) {
        size_t at = *n_bytes % 64, room = 64 - at, part = n < room ? n : room;
        memcpy(block + at, p, part);
        *n_bytes += part;
        p += part;
        n -= part;
        if (at + part == 64)
            mix(h, block);
    }
}

static void add_padding(uint32_t *h, uint64_t *n_bytes, unsigned char block[64],
                        void (*mix)(uint32_t *, const unsigned char *))
{
    static const unsigned char pad[64] = {0x80};
    uint64_t n_bits = *n_bytes * 8;
    unsigned char length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (unsigned char)(n_bits >> (56 - 8 * i));
    size_t at = *n_bytes % 64;
    add_bytes(h, n_bytes, block, pad, at < 56 ? 56 - at : 120 - at, mix);
    add_bytes(h, n_bytes, block, length, 8, mix);
}

void sha256_begin(struct sha256 *s)
{
    static const uint32_t begin[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(s->h, begin, sizeof begin);
    s->n_bytes = 0;
}

void sha256_add(struct sha256 *s, const void *bytes, size_t n)
{
    add_bytes(s->h, &s->n_bytes, s->block, bytes, n, mix_sha256);
}

char *sha256_end(char text[SHA256_TEXT], struct sha256 *s)
{
    add_padding(s->h, &s->n_bytes, s->block, mix_sha256);
    for (int i = 0; i < 8; i++)
        snprintf(text + 8 * i, 9, "%08lx", (unsigned long)s->h[i]);
    return text;
}

char *sha256_of(char text[SHA256_TEXT], const void *bytes, size_t n)
{
    struct sha256 s;
    sha256_begin(&s);
    sha256_add(&s, bytes, n);
    return sha256_end(text, &s);
}

char *uuid_of_name(char text[UUID_TEXT], const void *name, size_t n)
{
    /* Drawn once for ronda; it must never change, or every event in every calendar would. */
    static const unsigned char name_space[16] = {0x5d, 0x0e, 0x86, 0x3b, 0x21, 0x7c, 0x4e, 0x5a,
                                                 0x9f, 0x43, 0xc8, 0x1a, 0x60, 0xd2, 0x97, 0xb4};
    uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    uint64_t n_bytes = 0;
    unsigned char block[64];
    add_bytes(h, &n_bytes, block, name_space, sizeof name_space, mix_sha1);
    add_bytes(h, &n_bytes, block, name, n, mix_sha1);
    add_padding(h, &n_bytes, block, mix_sha1);
    uint32_t version = (h[1] & 0xffff0fff) | 0x5000, variant = (h[2] & 0x3fffffff) | 0x80000000;
    snprintf(text, UUID_TEXT, "%08lx-%04lx-%04lx-%04lx-%04lx%08lx", (unsigned long)h[0],
             (unsigned long)(version >> 16), (unsigned long)(version & 0xffff),
             (unsigned long)(variant >> 16), (unsigned long)(variant & 0xffff),
             (unsigned long)h[3]);
    return text;
}
