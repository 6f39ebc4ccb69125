/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doc.c - the tree of a plan, its JSON text, and JSON Merge Patch (RFC 7396):
 *   merge(target, patch): a patch that is no object replaces the target; of an object each member
 *   that is null takes the target's member away, each other is merged into it. */
#include "io/doc.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const doc_type_names[] = {"null",     "true or false", "a number",
                                      "a string", "an object",     "a list"};

struct doc *doc_new(void)
{
    struct arena *arena = arena_new();
    struct doc *doc = ARENA_NEW(arena, struct doc);
    doc->arena = arena;
    doc->root = doc_node_new(arena, DOC_OBJECT, NULL, &(struct place){0});
    return doc;
}

struct place doc_place(struct arena *arena, const struct place *at)
{
    struct place copy = *at;
    copy.file = at->file ? arena_strdup(arena, at->file) : NULL;
    copy.path = at->path ? arena_strdup(arena, at->path) : NULL;
    return copy;
}

struct doc_node *doc_node_new(struct arena *arena, enum doc_type type, const char *key,
                              const struct place *at)
{
    struct doc_node *node = ARENA_NEW(arena, struct doc_node);
    node->type = type;
    node->key = key;
    node->at = *at;
    return node;
}

void doc_append(struct doc_node *parent, struct doc_node *child)
{
    assert(parent->type == DOC_OBJECT || parent->type == DOC_ARRAY);
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->n++;
}

struct doc_node *doc_find(const struct doc_node *object, const char *key)
{
    if (!object || object->type != DOC_OBJECT)
        return NULL;
    for (struct doc_node *child = object->first; child; child = child->next)
        if (strcmp(child->key, key) == 0)
            return child;
    return NULL;
}

void doc_remove(struct doc_node *object, const struct doc_node *child)
{
    struct doc_node *before = NULL;
    for (struct doc_node *node = object->first; node; before = node, node = node->next) {
        if (node != child)
            continue;
        if (before)
            before->next = node->next;
        else
            object->first = node->next;
        if (object->last == node)
            object->last = before;
        object->n--;
        return;
    }
}

struct keyed {
    struct doc_node *node;
    int order;
};

static int by_key(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;
    int d = strcmp(a->node->key, b->node->key);
    return d ? d : (a->order > b->order) - (a->order < b->order);
}

struct doc_node **doc_sorted(struct arena *arena, const struct doc_node *object)
{
    struct keyed *keyed = NEW_ARRAY(struct keyed, object->n + 1);
    int n = 0;
    for (struct doc_node *child = object->first; child; child = child->next, n++)
        keyed[n] = (struct keyed){child, n};
    qsort(keyed, (size_t)n, sizeof *keyed, by_key);
    struct doc_node **sorted = ARENA_ARRAY(arena, struct doc_node *, n + 1);
    for (int i = 0; i < n; i++)
        sorted[i] = keyed[i].node;
    mem_free(keyed);
    return sorted;
}

void doc_report_twins(const struct doc_node *object, const char *what, struct arena *arena,
                      struct diags *diags)
{
    struct doc_node **sorted = doc_sorted(arena, object);
    for (int i = 1, first = 0; i < object->n; i++) {
        if (strcmp(sorted[i]->key, sorted[first]->key) != 0) {
            first = i;
            continue;
        }
        const struct place *at = &sorted[first]->at;
        if (at->file && sorted[i]->at.file && strcmp(at->file, sorted[i]->at.file) != 0)
            diag_error(diags, &sorted[i]->at, "%s '%s' occurs twice: first in %s, line %d", what,
                       sorted[i]->key, at->file, at->line);
        else
            diag_error(diags, &sorted[i]->at, "%s '%s' occurs twice: first in line %d", what,
                       sorted[i]->key, at->line);
    }
}

static void merge_member(struct arena *arena, struct doc_node *target,
                         const struct doc_node *member)
{
    struct doc_node *old = doc_find(target, member->key);
    if (member->type == DOC_NULL) {
        if (old)
            doc_remove(target, old);
        return;
    }
    struct doc_node *merged = doc_merge(arena, old, member);
    if (!old) {
        doc_append(target, merged);
    } else if (merged != old) { /* in the old one's place */
        struct doc_node *next = old->next;
        *old = *merged;
        old->next = next;
    }
}

struct doc_node *doc_merge(struct arena *arena, struct doc_node *target,
                           const struct doc_node *patch)
{
    if (patch->type != DOC_OBJECT) {
        struct doc_node *copy = doc_node_new(arena, patch->type, patch->key, &patch->at);
        *copy = *patch;
        copy->next = NULL;
        return copy;
    }
    if (!target || target->type != DOC_OBJECT)
        target = doc_node_new(arena, DOC_OBJECT, patch->key, &patch->at);
    for (const struct doc_node *member = patch->first; member; member = member->next)
        merge_member(arena, target, member);
    return target;
}

void doc_print_number(struct text *out, double number)
{
    if (!isfinite(number)) {
        text_add(out, "null");
        return;
    }
    char digits[40];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number)
            break;
    }
    text_add(out, digits);
}

void doc_print_string(struct text *out, const char *s)
{
    text_add_char(out, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            text_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            text_printf(out, "\\u%04x", c);
        else
            text_add_char(out, *s);
    }
    text_add_char(out, '"');
}

static void new_line(struct text *out, int depth)
{
    text_printf(out, "\n%*s", 2 * depth, "");
}

static void print_node(struct text *out, const struct doc_node *node, int depth)
{
    if (node->type == DOC_BOOL)
        text_add(out, node->number != 0 ? "true" : "false");
    else if (node->type == DOC_NUMBER)
        doc_print_number(out, node->number);
    else if (node->type == DOC_STRING)
        doc_print_string(out, node->string);
    else if (node->type == DOC_NULL)
        text_add(out, "null");
    if (node->type != DOC_OBJECT && node->type != DOC_ARRAY)
        return;
    bool is_object = node->type == DOC_OBJECT;
    bool is_empty = true;
    text_add_char(out, is_object ? '{' : '[');
    for (const struct doc_node *child = node->first; child; child = child->next) {
        if (is_object && child->type == DOC_NULL)
            continue;
        if (!is_empty)
            text_add_char(out, ',');
        is_empty = false;
        new_line(out, depth + 1);
        if (is_object) {
            doc_print_string(out, child->key);
            text_add(out, ": ");
        }
        print_node(out, child, depth + 1);
    }
    if (!is_empty)
        new_line(out, depth);
    text_add_char(out, is_object ? '}' : ']');
}

void doc_print(struct text *out, const struct doc_node *node)
{
    print_node(out, node, 0);
    text_add_char(out, '\n');
}
