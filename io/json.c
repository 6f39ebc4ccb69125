/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c - the only home of cJSON.
 *
 * cJSON builds the tree but says nothing of places and forgives much: duplicate keys, 01, 1e999,
 * control bytes, bad UTF-8, "\u0000".  So the text is looked at three times:
 *   1. bytes: UTF-8, no NUL; comments are blanked in place, so that positions hold;
 *   2. cJSON: structure, escapes, numbers;
 *   3. a walk over text and tree in step: places, and what cJSON forgave.
 * Columns count characters, not bytes. */
#include "io/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/file.h"

#define MOST_BYTES ((size_t)64 << 20)
#define MOST_LEVELS 64

struct walk {
    const char *text, *end;
    const char *at;
    int line, col;
    const char *file;
    struct arena *arena;
    struct diags *diags;
    int n_faults;
};

static struct place here(const struct walk *walk, const char *path)
{
    return (struct place){walk->file, walk->line, walk->col, path};
}

#define FAULT(walk, at, ...)                        \
    do {                                            \
        diag_error((walk)->diags, at, __VA_ARGS__); \
        (walk)->n_faults++;                         \
    } while (0)

static void step(struct walk *walk)
{
    char c = *walk->at++;
    if (c == '\n') {
        walk->line++;
        walk->col = 1;
    } else if ((c & 0xc0) != 0x80) {
        walk->col++;
    }
}

static void step_to(struct walk *walk, const char *to)
{
    while (walk->at < to)
        step(walk);
}

/* ---- bytes ---- */

static bool is_utf16(const char *bytes, size_t n)
{
    return n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0);
}

/* Every byte: UTF-8, no NUL. */
static void check_bytes(struct walk walk, int *n_faults)
{
    while (walk.at < walk.end) {
        size_t length = text_utf8_length(walk.at, (size_t)(walk.end - walk.at));
        struct place at = here(&walk, NULL);
        if (length == 0)
            FAULT(&walk, &at, "this byte (0x%02x) is not UTF-8: save the file as UTF-8",
                  (unsigned char)*walk.at);
        else if (*walk.at == '\0')
            FAULT(&walk, &at, "a zero byte is not allowed");
        if (walk.n_faults > 0)
            break;
        step_to(&walk, walk.at + length);
    }
    *n_faults += walk.n_faults;
}

/* Blanks comments outside strings; the lines stay. */
static void blank_comments(struct walk walk, char *bytes, int *n_faults)
{
    bool in_string = false;
    while (walk.at < walk.end) {
        char c = *walk.at;
        if (in_string && c == '\\' && walk.at + 1 < walk.end)
            step(&walk);
        else if (c == '"')
            in_string = !in_string;
        else if (c == '\n')
            in_string = false;
        bool is_line = !in_string && c == '/' && walk.at[1] == '/';
        bool is_block = !in_string && c == '/' && walk.at[1] == '*';
        if (!is_line && !is_block) {
            step(&walk);
            continue;
        }
        const char *close = is_line ? strchr(walk.at, '\n') : strstr(walk.at + 2, "*/");
        if (!close && is_block) {
            struct place at = here(&walk, NULL);
            FAULT(&walk, &at, "this comment has no end: */ is missing");
            *n_faults += walk.n_faults;
            return;
        }
        close = !close ? walk.end : is_block ? close + 2 : close;
        for (; walk.at < close; step(&walk))
            if (*walk.at != '\n' && *walk.at != '\r')
                bytes[walk.at - walk.text] = ' ';
    }
}

/* ---- what cJSON did not understand ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The last byte before `at` that is no blank; 0 at the begin. */
static char byte_before(const struct walk *walk, const char *at)
{
    while (at > walk->text && is_space(at[-1]))
        at--;
    return at > walk->text ? at[-1] : '\0';
}

/* cJSON stops one byte behind what should have been the name of a member. */
static bool is_behind_name(const struct walk *walk, const char *stop)
{
    char c = stop > walk->text ? stop[-1] : '\0';
    char before = c ? byte_before(walk, stop - 1) : '\0';
    bool is_name = before == ',' || (before == '{' && c != '}');
    return is_name && !is_space(c) && !strchr("0123456789-\"[{", c);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

/* The quote before `stop` that opens a string which its line does not close; NULL if none does. */
static const char *open_quote(const struct walk *walk, const char *stop)
{
    const char *quote = NULL;
    for (const char *s = walk->text; s < stop; s++) {
        if (quote && *s == '\n')
            return quote;
        if (quote && *s == '\\')
            s++;
        else if (*s == '"')
            quote = quote ? NULL : s;
    }
    return NULL;
}

static void explain_syntax(struct walk *walk, const char *stop)
{
    const char *quote = open_quote(walk, stop < walk->end ? stop : walk->end);
    if (quote) {
        step_to(walk, quote);
        struct place where = here(walk, NULL);
        FAULT(walk, &where, "this string is not closed on its line");
        return;
    }
    stop = stop < walk->end ? stop : walk->end;
    bool is_open =
        stop > walk->text && stop[-1] == '"' && !memchr(stop, '"', (size_t)(walk->end - stop));
    bool is_name = !is_open && is_behind_name(walk, stop);
    step_to(walk, stop - (is_name || is_open));
    while (walk->at < walk->end && is_space(*walk->at))
        step(walk);
    char last = byte_before(walk, walk->at);
    struct place at = here(walk, NULL);
    char c = '\0';
    if (walk->at < walk->end)
        c = *walk->at;
    if (c == '\0')
        FAULT(walk, &at, "the text ends too early: a closing quote, ] or } is missing");
    else if ((c == ']' || c == '}') && last == ',')
        FAULT(walk, &at, "a comma before '%c' is not allowed: take it away", c);
    else if (last == ',' && c == ',')
        FAULT(walk, &at, "two commas in a row: take one away");
    else if (is_name && is_letter(c))
        FAULT(walk, &at, "the name of a member stands in double quotes");
    else if (c == '\'')
        FAULT(walk, &at, "strings stand in double quotes");
    else if (is_open)
        FAULT(walk, &at, "this string has no closing quote");
    else if (c == '"' && last != '\0' && strchr("\"}]0123456789el", last))
        FAULT(walk, &at, "a comma or colon is missing before this string");
    else if (c == '\\' || c == '"')
        FAULT(walk, &at, "an escape that JSON does not know");
    else if ((unsigned char)c < 0x20)
        FAULT(walk, &at, "a control byte (0x%02x) is not allowed", (unsigned char)c);
    else
        FAULT(walk, &at, "'%.*s' is not expected here",
              (int)text_utf8_length(walk->at, (size_t)(walk->end - walk->at)), walk->at);
}

/* ---- text and tree in step ---- */

static void skip_space(struct walk *walk)
{
    while (walk->at < walk->end && (unsigned char)*walk->at <= ' ') {
        if (!is_space(*walk->at)) {
            struct place at = here(walk, NULL);
            FAULT(walk, &at, "a control byte (0x%02x) is not allowed", (unsigned char)*walk->at);
        }
        step(walk);
    }
}

/* From the opening quote to behind the closing one. */
static void walk_string(struct walk *walk, const char *path)
{
    step(walk);
    while (walk->at < walk->end && *walk->at != '"') {
        struct place at = here(walk, path);
        if ((unsigned char)*walk->at < 0x20)
            FAULT(walk, &at, "a control byte (0x%02x) must be escaped in a string",
                  (unsigned char)*walk->at);
        if (strncmp(walk->at, "\\u0000", 6) == 0)
            FAULT(walk, &at, "\\u0000 is not allowed");
        if (*walk->at == '\\')
            step(walk);
        step(walk);
    }
    step(walk);
}

static size_t digits(const char *s)
{
    return strspn(s, "0123456789");
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? */
static bool is_json_number(const char *s, size_t n)
{
    const char *end = s + n;
    s += *s == '-';
    size_t whole = digits(s);
    if (whole == 0 || (whole > 1 && *s == '0'))
        return false;
    s += whole;
    if (*s == '.') {
        size_t part = digits(s + 1);
        if (part == 0)
            return false;
        s += 1 + part;
    }
    if (*s == 'e' || *s == 'E') {
        s += 1 + (s[1] == '+' || s[1] == '-');
        if (digits(s) == 0)
            return false;
        s += digits(s);
    }
    return s == end;
}

static void walk_number(struct walk *walk, double value, const char *path)
{
    size_t n = strspn(walk->at, "+-0123456789.eE");
    struct place at = here(walk, path);
    int shown = (int)(n < 40 ? n : 40);
    if (!is_json_number(walk->at, n))
        FAULT(walk, &at, "'%.*s' is not how JSON writes a number", shown, walk->at);
    else if (!isfinite(value))
        FAULT(walk, &at, "%.*s is too large a number", shown, walk->at);
    step_to(walk, walk->at + n);
}

/* a.b, a[2]; keys that are not plain in brackets and quotes. */
static const char *member_path(struct walk *walk, const char *path, const char *key)
{
    if (!text_is_id(key) || strchr(key, '.'))
        return arena_printf(walk->arena, "%s[\"%s\"]", path, key);
    return arena_printf(walk->arena, "%s%s%s", path, *path ? "." : "", key);
}

static struct doc_node *walk_value(struct walk *walk, const cJSON *item, const char *key,
                                   const char *path, int level);

static void walk_children(struct walk *walk, struct doc_node *node, const cJSON *item,
                          const char *path, int level)
{
    int i = 0;
    step(walk);
    for (const cJSON *child = item->child; child; child = child->next, i++) {
        const char *key = NULL, *below;
        skip_space(walk);
        if (node->type == DOC_OBJECT) {
            key = arena_strdup(walk->arena, child->string);
            below = member_path(walk, path, key);
            walk_string(walk, below);
            skip_space(walk);
            step(walk); /* the colon */
        } else {
            below = arena_printf(walk->arena, "%s[%d]", path, i);
        }
        doc_append(node, walk_value(walk, child, key, below, level + 1));
        skip_space(walk);
        step(walk); /* comma or closing bracket */
    }
    if (item->child == NULL) {
        skip_space(walk);
        step(walk);
    }
    if (node->type == DOC_OBJECT && node->n > 1) {
        size_t before = walk->diags->n_errors;
        doc_report_twins(node, "member", walk->arena, walk->diags);
        walk->n_faults += (int)(walk->diags->n_errors - before);
    }
}

static enum doc_type type_of(const cJSON *item)
{
    return cJSON_IsObject(item)   ? DOC_OBJECT
           : cJSON_IsArray(item)  ? DOC_ARRAY
           : cJSON_IsString(item) ? DOC_STRING
           : cJSON_IsNumber(item) ? DOC_NUMBER
           : cJSON_IsBool(item)   ? DOC_BOOL
                                  : DOC_NULL;
}

static struct doc_node *walk_value(struct walk *walk, const cJSON *item, const char *key,
                                   const char *path, int level)
{
    skip_space(walk);
    struct place at = here(walk, *path ? path : NULL);
    struct doc_node *node = doc_node_new(walk->arena, type_of(item), key, &at);
    if (level == MOST_LEVELS + 1)
        FAULT(walk, &at, "more than %d levels of brackets", MOST_LEVELS);
    switch (node->type) {
    case DOC_OBJECT:
    case DOC_ARRAY:
        walk_children(walk, node, item, path, level);
        break;
    case DOC_STRING:
        node->string = arena_strdup(walk->arena, item->valuestring);
        walk_string(walk, path);
        break;
    case DOC_NUMBER:
        node->number = item->valuedouble;
        walk_number(walk, node->number, path);
        break;
    case DOC_BOOL:
        node->number = cJSON_IsTrue(item);
        step_to(walk, walk->at + (cJSON_IsTrue(item) ? 4 : 5));
        break;
    case DOC_NULL:
        step_to(walk, walk->at + 4);
        break;
    }
    return node;
}

enum status json_parse(struct doc_node **out, const char *file, char *bytes, size_t n,
                       struct arena *arena, struct diags *diags)
{
    size_t bom = n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    struct walk walk = {.text = bytes + bom,
                        .end = bytes + n,
                        .at = bytes + bom,
                        .line = 1,
                        .col = 1,
                        .file = arena_strdup(arena, file),
                        .arena = arena,
                        .diags = diags};
    if (is_utf16(bytes, n)) {
        struct place at = here(&walk, NULL);
        diag_error(diags, &at, "this is UTF-16: save the file as UTF-8");
        return ERR_DATA;
    }
    check_bytes(walk, &walk.n_faults);
    if (walk.n_faults == 0)
        blank_comments(walk, bytes + bom, &walk.n_faults);
    if (walk.n_faults > 0)
        return ERR_DATA;
    const char *stop = NULL;
    cJSON *root =
        cJSON_ParseWithLengthOpts(walk.text, (size_t)(walk.end - walk.text) + 1, &stop, true);
    if (root) {
        *out = walk_value(&walk, root, NULL, "", 1);
        skip_space(&walk);
    } else {
        explain_syntax(&walk, stop ? stop : walk.text);
    }
    cJSON_Delete(root);
    return walk.n_faults > 0 ? ERR_DATA : OK;
}

enum status json_read(struct doc_node **out, const char *file, struct arena *arena,
                      struct diags *diags)
{
    char *bytes = NULL;
    size_t n = 0;
    TRY(file_read(&bytes, &n, file, MOST_BYTES, diags));
    enum status status = json_parse(out, file, bytes, n, arena, diags);
    mem_free(bytes);
    return status;
}
