/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dav_xml.h - the answer to a calendar query (RFC 4918, 13; RFC 4791, 9). */
#ifndef RONDA_IO_PUBLISH_DAV_XML_H
#define RONDA_IO_PUBLISH_DAV_XML_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/text.h"

struct dav_item {
    const char *href, *etag;
    char *data; /* calendar text */
    size_t n_data;
};

/* The items of a multistatus document that have calendar data; all in the arena.  False if it is
 * not well formed or declares a document type. */
bool dav_items(struct dav_item **out, int *n, const struct text *xml, struct arena *arena);

#endif
