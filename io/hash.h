/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hash.h - SHA-256 for the manifest, and UUIDs made of names for calendar events. */
#ifndef RONDA_IO_HASH_H
#define RONDA_IO_HASH_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_TEXT 65 /* 64 hexadecimal digits and NUL */
#define UUID_TEXT 37

/* Of bytes that come piece by piece. */
struct sha256 {
    uint32_t h[8];
    uint64_t n_bytes;
    unsigned char block[64];
};
void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *bytes, size_t n);
char *sha256_end(char text[SHA256_TEXT], struct sha256 *s); /* lower case; returns text */

char *sha256_of(char text[SHA256_TEXT], const void *bytes, size_t n);

/* Version 5 UUID of name[n] in the name space of ronda's calendars: the same name, the same UUID,
 * on every machine.  Source: RFC 9562, 5.5. */
char *uuid_of_name(char text[UUID_TEXT], const void *name, size_t n);

#endif
