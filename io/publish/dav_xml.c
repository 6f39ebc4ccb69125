/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dav_xml.c - expat over a multistatus: of each response its href, etag and calendar data. */
#include "io/publish/dav_xml.h"

#include <expat.h>
#include <string.h>

#define ITEMS_MOST 100000

struct reading {
    XML_Parser parser;
    struct arena *arena;
    struct dav_item *item; /* [n], mem_free */
    int n, cap;
    struct dav_item now;
    struct text text; /* of the element that is open */
    bool is_wanted, is_bad;
};

/* The name behind the name space; all that are asked for are told apart by it. */
static const char *local(const char *name)
{
    const char *bar = strrchr(name, '|');
    return bar ? bar + 1 : name;
}

static void begin_element(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *r = context;
    const char *s = local(name);
    (void)attributes;
    if (strcmp(s, "response") == 0)
        r->now = (struct dav_item){0};
    r->is_wanted =
        strcmp(s, "href") == 0 || strcmp(s, "getetag") == 0 || strcmp(s, "calendar-data") == 0;
    text_clear(&r->text);
}

static void end_element(void *context, const XML_Char *name)
{
    struct reading *r = context;
    const char *s = local(name);
    if (strcmp(s, "response") == 0 && r->now.href && r->now.data) {
        MEM_GROW(r->item, r->n, r->cap);
        r->item[r->n++] = r->now;
        if (r->n > ITEMS_MOST)
            XML_StopParser(r->parser, XML_FALSE);
    } else if (strcmp(s, "href") == 0 && !r->now.href) {
        r->now.href = arena_strndup(r->arena, r->text.bytes, r->text.n);
    } else if (strcmp(s, "getetag") == 0) {
        r->now.etag = arena_strndup(r->arena, r->text.bytes, r->text.n);
    } else if (strcmp(s, "calendar-data") == 0) {
        r->now.data = arena_strndup(r->arena, r->text.bytes, r->text.n);
        r->now.n_data = strlen(r->now.data);
    }
    r->is_wanted = false;
}

static void take_text(void *context, const XML_Char *s, int n)
{
    struct reading *r = context;
    if (r->is_wanted)
        text_add_n(&r->text, s, (size_t)n);
}

static void refuse_type(void *context, const XML_Char *name, const XML_Char *system,
                        const XML_Char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    struct reading *r = context;
    r->is_bad = true;
    XML_StopParser(r->parser, XML_FALSE);
}

bool dav_items(struct dav_item **out, int *n, const struct text *xml, struct arena *arena)
{
    struct reading r = {.arena = arena, .parser = XML_ParserCreateNS(NULL, '|')};
    text_clear(&r.text);
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, begin_element, end_element);
    XML_SetCharacterDataHandler(r.parser, take_text);
    XML_SetStartDoctypeDeclHandler(r.parser, refuse_type);
    bool good = xml->n > 0 &&
                XML_Parse(r.parser, xml->bytes, (int)xml->n, XML_TRUE) == XML_STATUS_OK &&
                !r.is_bad;
    XML_ParserFree(r.parser);
    text_free(&r.text);
    *n = good ? r.n : 0;
    *out = ARENA_ARRAY(arena, struct dav_item, r.n + 1);
    if (r.n > 0)
        memcpy(*out, r.item, (size_t)r.n * sizeof *r.item);
    mem_free(r.item);
    return good;
}
