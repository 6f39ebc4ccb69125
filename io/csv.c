/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv.c - the only home of libcsv.
 *
 * libcsv splits and unquotes but knows no positions.  It is fed byte by byte where a field may
 * begin or end: the first byte after a delimiter or line end that is no blank begins a field, so
 * each field's place is exact.  What can only be inside of one is fed at once. */
#include "io/csv.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/file.h"

#define MOST_FIELD ((size_t)64 << 10)
#define MOST_FIELDS 4096
#define BUFFER ((size_t)64 << 10)

/* A file in UTF-16, on its way to UTF-8. */
struct utf16 {
    int low;       /* which byte of a unit is the low one; -1: the file is not UTF-16 */
    unsigned high; /* first half of a pair that waits for its second, 0: none */
    unsigned char raw[BUFFER / 4];
    size_t n_left; /* 1: half a unit stands in raw */
};

struct csv {
    FILE *stream;
    bool is_lenient; /* the stream is not ours either */
    struct utf16 wide;
    bool *told; /* that a byte is not UTF-8; NULL: that is an error */
    char *file;
    struct diags *diags;
    struct csv_parser parser;
    char *buffer;
    size_t n, at;
    int line, col; /* of the byte that comes next */
    bool after_cr; /* a line feed that comes next belongs to it */
    bool in_field; /* a byte of the field was seen: its place is known */
    int field_line, field_col;
    size_t field_bytes; /* of the field so far */
    struct text text;   /* the fields of the row, each NUL-terminated */
    struct csv_field *field;
    size_t *offset; /* of each field in text */
    size_t n_field, cap_field, cap_offset;
    bool row_done, is_at_end;
    bool has_row; /* some row was there */
    struct csv_row row;
};

static enum status fail(struct csv *csv, int line, int col, const char *what)
{
    struct place at = {.file = csv->file, .line = line, .col = col};
    diag_error(csv->diags, &at, "%s", what);
    csv->is_at_end = true;
    return ERR_DATA;
}

static void add_utf8(struct csv *csv, unsigned code)
{
    char *to = csv->buffer + csv->n;
    if (code < 0x80) {
        to[0] = (char)code;
        csv->n += 1;
        return;
    }
    int n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (int i = n - 1; i > 0; i--, code >>= 6)
        to[i] = (char)(0x80 | (code & 0x3f));
    to[0] = (char)((0xf00 >> n & 0xff) | code);
    csv->n += (size_t)n;
}

/* Halves of pairs that stand alone become U+FFFD. */
static void add_unit(struct csv *csv, unsigned unit)
{
    struct utf16 *wide = &csv->wide;
    bool is_second = unit >= 0xdc00 && unit < 0xe000;
    if (wide->high) {
        unsigned high = wide->high;
        wide->high = 0;
        if (is_second) {
            add_utf8(csv, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
            return;
        }
        add_utf8(csv, 0xfffd);
    }
    if (unit >= 0xd800 && unit < 0xdc00)
        wide->high = unit;
    else
        add_utf8(csv, is_second ? 0xfffd : unit);
}

/* A unit becomes at most three bytes, and three more for a half before it: all fit. */
static bool refill_wide(struct csv *csv)
{
    struct utf16 *wide = &csv->wide;
    size_t n = wide->n_left;
    csv->n = csv->at = 0;
    while (csv->n == 0) {
        size_t got = fread(wide->raw + n, 1, sizeof wide->raw - n, csv->stream);
        if (got == 0)
            return false;
        n += got;
        for (size_t i = 0; i + 1 < n; i += 2)
            add_unit(csv, (unsigned)(wide->raw[i + (size_t)wide->low] |
                                     wide->raw[i + 1 - (size_t)wide->low] << 8));
        wide->n_left = n % 2;
        wide->raw[0] = wide->raw[n - 1];
        n = wide->n_left;
    }
    return true;
}

static bool refill(struct csv *csv)
{
    if (csv->wide.low >= 0)
        return refill_wide(csv);
    csv->n = fread(csv->buffer, 1, BUFFER, csv->stream);
    csv->at = 0;
    return csv->n > 0;
}

/* ---- opening ---- */

/* The delimiter that occurs most often in the first line, quotes aside; the earlier one wins. */
static char find_delimiter(const char *bytes, size_t n, const char *delimiters)
{
    size_t best = 0;
    char found = delimiters[0];
    for (const char *d = delimiters; *d; d++) {
        size_t count = 0;
        bool quoted = false, any = false;
        for (size_t i = 0; i < n; i++) {
            if (bytes[i] == '"')
                quoted = !quoted;
            if (!quoted && any && (bytes[i] == '\n' || bytes[i] == '\r'))
                break;
            any = any || (bytes[i] != '\n' && bytes[i] != '\r');
            count += !quoted && bytes[i] == *d;
        }
        if (count > best) {
            best = count;
            found = *d;
        }
    }
    return found;
}

static const char is_empty[] = "the file is empty: a line of column names is missing";

/* UTF-16 with a mark, or without one: each second byte of the begin is zero. */
static bool is_utf16(const char *bytes, size_t n)
{
    if (n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
        return true;
    return n >= 4 && ((!bytes[0] && bytes[1] && !bytes[2] && bytes[3]) ||
                      (bytes[0] && !bytes[1] && bytes[2] && !bytes[3]));
}

static enum status look_at_begin(struct csv *csv, const char *delimiters)
{
    if (!refill(csv)) {
        int error = ferror(csv->stream) ? errno : 0;
        return fail(csv, error ? 0 : 1, 0, error ? strerror(error) : is_empty);
    }
    if (csv->is_lenient && is_utf16(csv->buffer, csv->n)) {
        bool little = csv->buffer[0] == '\xff' || (csv->buffer[0] && !csv->buffer[1]);
        csv->wide.low = little ? 0 : 1;
        rewind(csv->stream);
        refill(csv);
    } else if (is_utf16(csv->buffer, csv->n))
        return fail(csv, 1, 1,
                    "this is UTF-16: save the file as UTF-8 (\"CSV UTF-8\" in a spreadsheet)");
    if (csv->n >= 3 && memcmp(csv->buffer, "\xef\xbb\xbf", 3) == 0)
        csv->at = 3;
    csv_set_delim(&csv->parser, (unsigned char)find_delimiter(csv->buffer + csv->at,
                                                              csv->n - csv->at, delimiters));
    return OK;
}

static enum status open_stream(struct csv **out, FILE *stream, bool *told, const char *file,
                               const char *delimiters, struct diags *diags)
{
    struct csv *csv = NEW(struct csv);
    csv->stream = stream;
    csv->is_lenient = told != NULL;
    csv->told = told;
    csv->wide.low = -1;
    csv->file = mem_strdup(file);
    csv->diags = diags;
    csv->line = csv->col = 1;
    csv->buffer = mem_alloc(BUFFER, 1);
    csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    enum status status = look_at_begin(csv, delimiters ? delimiters : ",;\t");
    if (status != OK) {
        csv_close(csv);
        return status;
    }
    *out = csv;
    return OK;
}

enum status csv_open(struct csv **out, const char *file, const char *delimiters,
                     struct diags *diags)
{
    FILE *stream = NULL;
    TRY(file_open(&stream, file, diags));
    return open_stream(out, stream, NULL, file, delimiters, diags);
}

enum status csv_open_stream(struct csv **out, FILE *stream, bool *told, const char *file,
                            const char *delimiters, struct diags *diags)
{
    return open_stream(out, stream, told, file, delimiters, diags);
}

void csv_close(struct csv *csv)
{
    if (!csv)
        return;
    csv_free(&csv->parser);
    if (!csv->is_lenient)
        fclose(csv->stream);
    text_free(&csv->text);
    mem_free(csv->field);
    mem_free(csv->offset);
    mem_free(csv->buffer);
    mem_free(csv->file);
    mem_free(csv);
}

char csv_delimiter(const struct csv *csv)
{
    return (char)csv_get_delim((struct csv_parser *)&csv->parser);
}

struct place csv_place(const struct csv *csv, const struct csv_row *row, int field)
{
    struct place at = {.file = csv->file, .line = row->line};
    if (field >= 0 && field < row->n) {
        at.line = row->field[field].line;
        at.col = row->field[field].col;
    }
    return at;
}

/* ---- rows ---- */

static void on_field(void *bytes, size_t n, void *context)
{
    struct csv *csv = context;
    MEM_GROW(csv->field, csv->n_field, csv->cap_field);
    MEM_GROW(csv->offset, csv->n_field, csv->cap_offset);
    csv->offset[csv->n_field] = csv->text.n;
    csv->field[csv->n_field++] = (struct csv_field){
        .n = n,
        .line = csv->in_field ? csv->field_line : csv->line,
        .col = csv->in_field ? csv->field_col : csv->col,
    };
    text_add_n(&csv->text, bytes ? bytes : "", n);
    text_add_char(&csv->text, '\0');
    csv->in_field = false;
    csv->field_bytes = 0;
}

static void on_row(int c, void *context)
{
    (void)c;
    struct csv *csv = context;
    csv->row_done = true;
}

/* Where the byte stands, then past it. */
static void move(struct csv *csv, char c)
{
    bool is_end = c == '\n' || c == '\r';
    if (c == '\n' && csv->after_cr) {
        csv->after_cr = false;
    } else if (is_end) {
        csv->line++;
        csv->col = 1;
        csv->after_cr = c == '\r';
    } else {
        csv->after_cr = false;
        csv->col += (c & 0xc0) != 0x80;
    }
}

static enum status broken_quotes(struct csv *csv, char c)
{
    if (c == '"')
        return fail(csv, csv->line, csv->col,
                    "a quote inside a bare field: put the whole field in quotes and double it");
    return fail(csv, csv->line, csv->col,
                "text after a closing quote: a quote inside a quoted field must be doubled");
}

static enum status feed(struct csv *csv, char c)
{
    if (c == '\0')
        return fail(csv, csv->line, csv->col, "a zero byte is not allowed");
    bool is_mark = c == csv_delimiter(csv) || c == '\n' || c == '\r' || c == ' ' || c == '\t';
    if (!csv->in_field && !is_mark) {
        csv->in_field = true;
        csv->field_line = csv->line;
        csv->field_col = csv->col;
    }
    csv->field_bytes = csv->in_field ? csv->field_bytes + 1 : 0;
    if (csv->field_bytes > MOST_FIELD)
        return fail(csv, csv->field_line, csv->field_col,
                    "this field is longer than 65536 bytes: is its closing quote missing?");
    if (csv_parse(&csv->parser, &c, 1, on_field, on_row, csv) != 1)
        return csv_error(&csv->parser) == CSV_EPARSE
                   ? broken_quotes(csv, c)
                   : fail(csv, csv->line, csv->col, "cannot be parsed");
    if (csv->n_field > MOST_FIELDS)
        return fail(csv, csv->line, csv->col, "more than 4096 fields in a row");
    move(csv, c);
    return OK;
}

/* How many of the next bytes can only belong to the field that has begun. */
static size_t plain_run(const struct csv *csv)
{
    const char *s = csv->buffer + csv->at, delimiter = csv_delimiter(csv);
    size_t most = csv->n - csv->at, n = 0;
    if (most > MOST_FIELD - csv->field_bytes)
        most = MOST_FIELD - csv->field_bytes;
    while (n < most && (unsigned char)s[n] > ' ' && s[n] != '"' && s[n] != delimiter)
        n++;
    return n;
}

/* The same for n plain bytes within a field as to feed each by itself. */
static enum status feed_run(struct csv *csv, size_t n)
{
    const char *s = csv->buffer + csv->at;
    size_t taken = csv_parse(&csv->parser, s, n, on_field, on_row, csv);
    for (size_t i = 0; i < taken; i++)
        csv->col += (s[i] & 0xc0) != 0x80;
    if (taken != n)
        return broken_quotes(csv, s[taken]);
    csv->after_cr = false;
    csv->field_bytes += n;
    csv->at += n;
    return OK;
}

static enum status finish(struct csv *csv)
{
    csv->is_at_end = true;
    if (ferror(csv->stream))
        return fail(csv, csv->line, 0, "reading fails here");
    if (csv_fini(&csv->parser, on_field, on_row, csv) != 0)
        return fail(csv, csv->field_line, csv->field_col, "this quote is never closed");
    return OK;
}

static void tell_once(struct csv *csv, int line, int col)
{
    struct place at = {.file = csv->file, .line = line, .col = col};
    if (!*csv->told)
        diag_warning(csv->diags, &at, "this byte is not UTF-8: it and others are read as '?'");
    *csv->told = true;
}

/* Fields point into the text only now that it grows no more. */
static enum status hand_out(struct csv *csv)
{
    for (size_t i = 0; i < csv->n_field; i++) {
        struct csv_field *field = &csv->field[i];
        char *text = csv->text.bytes + csv->offset[i];
        field->text = text;
        int col = field->col;
        for (size_t k = 0, length; k < field->n; k += length, col++) {
            length = text_utf8_length(field->text + k, field->n - k);
            if (length == 0 && csv->is_lenient) {
                length = 1;
                text[k] = '?';
                tell_once(csv, field->line, col);
            } else if (length == 0)
                return fail(csv, field->line, col,
                            "this byte is not UTF-8: save the file as UTF-8 (\"CSV UTF-8\" in a "
                            "spreadsheet)");
        }
    }
    csv->row =
        (struct csv_row){.line = csv->field[0].line, .n = (int)csv->n_field, .field = csv->field};
    return OK;
}

enum status csv_next(const struct csv_row **row, struct csv *csv)
{
    *row = NULL;
    csv->n_field = 0;
    csv->row_done = false;
    text_clear(&csv->text);
    while (!csv->row_done && !csv->is_at_end) {
        size_t run = csv->in_field ? plain_run(csv) : 0;
        if (csv->at == csv->n && !refill(csv))
            TRY(finish(csv));
        else if (run > 1)
            TRY(feed_run(csv, run));
        else
            TRY(feed(csv, csv->buffer[csv->at++]));
    }
    if (!csv->row_done)
        return csv->has_row ? OK : fail(csv, 1, 0, is_empty); /* blank lines alone */
    csv->has_row = true;
    TRY(hand_out(csv));
    *row = &csv->row;
    return OK;
}
