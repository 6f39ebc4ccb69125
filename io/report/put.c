/* SPDX-License-Identifier: GPL-3.0-or-later */
/* put.c - see put.h.  What was written last tells whether a comma is due. */
#include "io/report/put.h"

#include <math.h>
#include <string.h>

#include "io/out_csv.h"

static void comma(struct text *out)
{
    char before = out->n > 0 ? out->bytes[out->n - 1] : '[';
    if (before != '[' && before != '{' && before != ':')
        text_add_char(out, ',');
}

void put_key(struct text *out, const char *key)
{
    comma(out);
    doc_print_string(out, key);
    text_add_char(out, ':');
}

void put_open(struct text *out, char bracket)
{
    comma(out);
    text_add_char(out, bracket);
}

void put_close(struct text *out, char bracket)
{
    text_add_char(out, bracket);
}

void put_text(struct text *out, const char *s)
{
    comma(out);
    if (s)
        doc_print_string(out, s);
    else
        text_add(out, "null");
}

void put_number(struct text *out, double value, int decimals)
{
    comma(out);
    if (isfinite(value))
        csv_add_number(out, value, decimals);
    else
        text_add(out, "null");
}

void put_numbers(struct text *out, const double *value, int n, int decimals)
{
    put_open(out, '[');
    for (int i = 0; i < n; i++)
        put_number(out, value[i], decimals);
    put_close(out, ']');
}

void put_node(struct text *out, const struct doc_node *node, const char *skip)
{
    if (!node || node->type == DOC_NULL) {
        put_text(out, NULL);
    } else if (node->type == DOC_STRING) {
        put_text(out, node->string);
    } else if (node->type == DOC_NUMBER) {
        comma(out);
        doc_print_number(out, node->number);
    } else if (node->type == DOC_BOOL) {
        comma(out);
        text_add(out, node->number != 0 ? "true" : "false");
    } else {
        bool is_object = node->type == DOC_OBJECT;
        put_open(out, is_object ? '{' : '[');
        for (const struct doc_node *child = node->first; child; child = child->next) {
            if (is_object && skip && strcmp(child->key, skip) == 0)
                continue;
            if (is_object)
                put_key(out, child->key);
            put_node(out, child, skip);
        }
        put_close(out, is_object ? '}' : ']');
    }
}

void put_text_member(struct text *out, const char *key, const char *s)
{
    put_key(out, key);
    put_text(out, s);
}

void put_number_member(struct text *out, const char *key, double value, int decimals)
{
    put_key(out, key);
    put_number(out, value, decimals);
}
