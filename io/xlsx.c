/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xlsx.c - the only home of expat: workbooks.
 * A workbook is a zip file of XML parts.  xl/workbook.xml lists the sheets with an id each, which
 * xl/_rels/workbook.xml.rels resolves to a part; xl/sharedStrings.xml holds the texts that cells
 * refer to by number, xl/styles.xml the number format of each cell style.  These are read whole;
 * the sheet is streamed: the parser is stopped behind each row and resumed for the next.
 * A document type, which no workbook has, is refused: it is how XML grows without end. */
#include "io/xlsx.h"

#include <assert.h>
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/xlsx_cell.h"
#include "io/zip.h"

#define CHUNK ((size_t)32 << 10)
#define MOST_COLUMNS 4096
#define MOST_FORMATS 65536
#define MOST_TEXT ((size_t)256 << 20) /* of all shared strings */
#define MOST_CELL ((size_t)64 << 10)

struct sheet_name {
    char *name, *id;
    bool is_hidden;
};

struct xlsx {
    struct zip *zip;
    const char *file;
    struct diags *diags;
    XML_Parser parser;
    const char *stop_because; /* why a handler stopped the parser for good */
    /* of the workbook */
    struct sheet_name *sheet;
    size_t n_sheets, cap_sheets;
    bool from_1904;
    const char *wanted_id;
    char *target;
    struct text strings; /* each NUL-terminated */
    size_t *string, n_strings, cap_strings;
    struct own_format {
        int id;
        enum cell_format format;
    } *own;
    size_t n_own, cap_own;
    enum cell_format *style;
    size_t n_styles, cap_styles;
    bool in_styles;
    /* of the sheet */
    bool in_text, in_phonetic, in_value, is_done, row_done, is_suspended;
    struct text value; /* of the present cell or string */
    char type;         /* of the cell: n number, s shared, t text, b, e */
    int style_of_cell, row, col, widest;
    struct text text;
    struct csv_field *field;
    size_t *offset;
    int n_field;
    size_t cap_field, cap_offset;
    struct csv_row out;
};

static enum status fail(struct xlsx *xlsx, const char *what)
{
    struct place at = {.file = xlsx->file, .line = xlsx->row};
    diag_error(xlsx->diags, &at, "this workbook cannot be read%s: %s",
               xlsx->row ? " any further" : "", what);
    xlsx->is_done = true;
    return ERR_DATA;
}

/* ---- XML ---- */

/* A name without its prefix. */
static const char *local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

static bool is_true(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static void stop(struct xlsx *xlsx, const char *why)
{
    xlsx->stop_because = why;
    XML_StopParser(xlsx->parser, XML_FALSE);
}

static void XMLCALL on_doctype(void *context, const char *name, const char *system,
                               const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    stop(context, "it holds a document type");
}

static void begin_xml(struct xlsx *xlsx, XML_StartElementHandler on_start,
                      XML_EndElementHandler on_end, XML_CharacterDataHandler on_text)
{
    if (xlsx->parser)
        XML_ParserFree(xlsx->parser);
    xlsx->parser = XML_ParserCreate(NULL);
    assert(xlsx->parser); /* its memory is exhausted */
    XML_SetUserData(xlsx->parser, xlsx);
    XML_SetElementHandler(xlsx->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xlsx->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xlsx->parser, on_doctype);
}

/* The next piece of the part to the parser. */
static enum status feed(struct xlsx *xlsx, enum XML_Status *result)
{
    void *buffer = XML_GetBuffer(xlsx->parser, (int)CHUNK);
    long n = buffer ? zip_read(xlsx->zip, buffer, CHUNK) : -1;
    if (n < 0)
        return fail(xlsx, "it is damaged");
    *result = XML_ParseBuffer(xlsx->parser, (int)n, n == 0);
    xlsx->is_done = n == 0;
    return OK;
}

static enum status judge(struct xlsx *xlsx, enum XML_Status result)
{
    if (result != XML_STATUS_ERROR)
        return OK;
    return fail(xlsx, xlsx->stop_because ? xlsx->stop_because
                                         : XML_ErrorString(XML_GetErrorCode(xlsx->parser)));
}

/* A part from begin to end. */
static enum status read_part(struct xlsx *xlsx, const char *name, XML_StartElementHandler on_start,
                             XML_EndElementHandler on_end, XML_CharacterDataHandler on_text)
{
    enum XML_Status result;
    if (!zip_begin(xlsx->zip, name))
        return fail(xlsx, "a part is missing or encrypted");
    begin_xml(xlsx, on_start, on_end, on_text);
    xlsx->is_done = false;
    while (!xlsx->is_done) {
        TRY(feed(xlsx, &result));
        TRY(judge(xlsx, result));
    }
    return OK;
}

/* ---- the workbook ---- */

static void XMLCALL on_workbook(void *context, const char *name, const char **attributes)
{
    struct xlsx *xlsx = context;
    const char *state = attribute(attributes, "state");
    if (strcmp(local(name), "workbookPr") == 0)
        xlsx->from_1904 = is_true(attribute(attributes, "date1904"));
    if (strcmp(local(name), "sheet") != 0)
        return;
    const char *title = attribute(attributes, "name"), *id = NULL;
    for (const char **a = attributes; *a; a += 2)
        if (strchr(*a, ':') && strcmp(local(*a), "id") == 0)
            id = a[1];
    if (!title || !id)
        return;
    MEM_GROW(xlsx->sheet, xlsx->n_sheets, xlsx->cap_sheets);
    xlsx->sheet[xlsx->n_sheets++] = (struct sheet_name){mem_strdup(title), mem_strdup(id),
                                                        state && strcmp(state, "visible") != 0};
}

static void XMLCALL on_relation(void *context, const char *name, const char **attributes)
{
    struct xlsx *xlsx = context;
    const char *id = attribute(attributes, "Id"), *target = attribute(attributes, "Target");
    if (strcmp(local(name), "Relationship") != 0 || !id || !target || xlsx->target ||
        strcmp(id, xlsx->wanted_id) != 0)
        return;
    struct text path = {0};
    if (*target != '/')
        text_add(&path, "xl/");
    text_add(&path, target + (*target == '/'));
    xlsx->target = path.bytes;
}

static void XMLCALL on_style(void *context, const char *name, const char **attributes)
{
    struct xlsx *xlsx = context;
    const char *id = attribute(attributes, "numFmtId");
    name = local(name);
    if (strcmp(name, "cellXfs") == 0)
        xlsx->in_styles = true;
    if (xlsx->n_own > MOST_FORMATS || xlsx->n_styles > MOST_FORMATS) {
        stop(xlsx, "it has more than 65536 formats");
        return;
    }
    if (strcmp(name, "numFmt") == 0 && id && attribute(attributes, "formatCode")) {
        MEM_GROW(xlsx->own, xlsx->n_own, xlsx->cap_own);
        xlsx->own[xlsx->n_own++] =
            (struct own_format){atoi(id), cell_format_of(attribute(attributes, "formatCode"))};
    }
    if (strcmp(name, "xf") != 0 || !xlsx->in_styles)
        return;
    MEM_GROW(xlsx->style, xlsx->n_styles, xlsx->cap_styles);
    enum cell_format *style = &xlsx->style[xlsx->n_styles++];
    *style = id ? cell_format_known(atoi(id)) : FORMAT_PLAIN;
    for (size_t i = 0; id && i < xlsx->n_own; i++)
        if (xlsx->own[i].id == atoi(id))
            *style = xlsx->own[i].format;
}

static void XMLCALL on_style_end(void *context, const char *name)
{
    struct xlsx *xlsx = context;
    if (strcmp(local(name), "cellXfs") == 0)
        xlsx->in_styles = false;
}

/* ---- shared strings ---- */

static void XMLCALL on_string(void *context, const char *name, const char **attributes)
{
    (void)attributes;
    struct xlsx *xlsx = context;
    name = local(name);
    xlsx->in_phonetic = xlsx->in_phonetic || strcmp(name, "rPh") == 0;
    xlsx->in_text = strcmp(name, "t") == 0 && !xlsx->in_phonetic;
    if (strcmp(name, "si") != 0)
        return;
    MEM_GROW(xlsx->string, xlsx->n_strings, xlsx->cap_strings);
    xlsx->string[xlsx->n_strings++] = xlsx->strings.n;
}

static void XMLCALL on_string_text(void *context, const char *text, int n)
{
    struct xlsx *xlsx = context;
    if (!xlsx->in_text)
        return;
    text_add_n(&xlsx->strings, text, (size_t)n);
    if (xlsx->strings.n > MOST_TEXT)
        stop(xlsx, "its texts are larger than 256 MiB");
}

static void XMLCALL on_string_end(void *context, const char *name)
{
    struct xlsx *xlsx = context;
    name = local(name);
    xlsx->in_text = false;
    if (strcmp(name, "rPh") == 0)
        xlsx->in_phonetic = false;
    if (strcmp(name, "si") == 0)
        text_add_char(&xlsx->strings, '\0');
}

/* ---- cells ---- */

/* "BC23" -> 54; -1 without letters. */
static int column_of(const char *ref)
{
    int col = 0;
    for (; *ref >= 'A' && *ref <= 'Z' && col <= MOST_COLUMNS; ref++)
        col = col * 26 + *ref - 'A' + 1;
    return col - 1;
}

static void begin_cell(struct xlsx *xlsx, const char **attributes)
{
    const char *ref = attribute(attributes, "r"), *type = attribute(attributes, "t");
    const char *style = attribute(attributes, "s");
    int col = ref ? column_of(ref) : -1;
    xlsx->col = col >= 0 ? col : xlsx->col + 1;
    xlsx->type = 'n';
    if (type)
        xlsx->type = strcmp(type, "str") == 0 || strcmp(type, "inlineStr") == 0 ? 't' : *type;
    xlsx->style_of_cell = style ? atoi(style) : 0;
    text_clear(&xlsx->value);
    if (xlsx->col >= MOST_COLUMNS)
        stop(xlsx, "a row has more than 4096 columns");
}

static void add_field(struct xlsx *xlsx, const char *text)
{
    MEM_GROW(xlsx->field, xlsx->n_field, xlsx->cap_field);
    MEM_GROW(xlsx->offset, xlsx->n_field, xlsx->cap_offset);
    xlsx->offset[xlsx->n_field] = xlsx->text.n;
    xlsx->field[xlsx->n_field] =
        (struct csv_field){.n = strlen(text), .line = xlsx->row, .col = xlsx->n_field + 1};
    xlsx->n_field++;
    text_add(&xlsx->text, text);
    text_add_char(&xlsx->text, '\0');
}

static void end_cell(struct xlsx *xlsx)
{
    const char *value = xlsx->value.n ? xlsx->value.bytes : "";
    struct text number = {0};
    if (*value == '\0' || xlsx->col < xlsx->n_field)
        return;
    if (xlsx->type == 's') {
        size_t which = strtoull(value, NULL, 10);
        value = which < xlsx->n_strings ? xlsx->strings.bytes + xlsx->string[which] : "";
    } else if (xlsx->type == 'n') {
        size_t style = (size_t)xlsx->style_of_cell;
        cell_print(&number, value, style < xlsx->n_styles ? xlsx->style[style] : FORMAT_PLAIN,
                   xlsx->from_1904);
        value = number.bytes;
    }
    while (*value == ' ')
        value++;
    if (*value) {
        while (xlsx->n_field < xlsx->col)
            add_field(xlsx, "");
        add_field(xlsx, value);
    }
    text_free(&number);
}

static void XMLCALL on_cell(void *context, const char *name, const char **attributes)
{
    struct xlsx *xlsx = context;
    name = local(name);
    if (strcmp(name, "row") == 0) {
        const char *row = attribute(attributes, "r");
        xlsx->row = row ? atoi(row) : xlsx->row + 1;
        xlsx->n_field = 0;
        xlsx->col = -1;
        text_clear(&xlsx->text);
    } else if (strcmp(name, "c") == 0) {
        begin_cell(xlsx, attributes);
    }
    xlsx->in_phonetic = xlsx->in_phonetic || strcmp(name, "rPh") == 0;
    xlsx->in_value = !xlsx->in_phonetic && (strcmp(name, "v") == 0 || strcmp(name, "t") == 0);
}

static void XMLCALL on_cell_text(void *context, const char *text, int n)
{
    struct xlsx *xlsx = context;
    if (!xlsx->in_value)
        return;
    text_add_n(&xlsx->value, text, (size_t)n);
    if (xlsx->value.n > MOST_CELL)
        stop(xlsx, "a cell is longer than 65536 bytes");
}

static void XMLCALL on_cell_end(void *context, const char *name)
{
    struct xlsx *xlsx = context;
    name = local(name);
    xlsx->in_value = false;
    if (strcmp(name, "rPh") == 0)
        xlsx->in_phonetic = false;
    if (strcmp(name, "c") == 0)
        end_cell(xlsx);
    if (strcmp(name, "row") != 0 || xlsx->n_field == 0)
        return;
    xlsx->row_done = true;
    XML_StopParser(xlsx->parser, XML_TRUE);
}

/* ---- opening and rows ---- */

static enum status choose_sheet(struct xlsx *xlsx, const char *wanted)
{
    struct place at = {.file = xlsx->file};
    size_t number = wanted ? strtoull(wanted, NULL, 10) : 0, i = 0;
    if (!wanted)
        while (i < xlsx->n_sheets && xlsx->sheet[i].is_hidden)
            i++;
    else
        while (i < xlsx->n_sheets && strcmp(xlsx->sheet[i].name, wanted) != 0)
            i++;
    if (i == xlsx->n_sheets && number >= 1 && number <= xlsx->n_sheets)
        i = number - 1;
    if (i < xlsx->n_sheets) {
        xlsx->wanted_id = xlsx->sheet[i].id;
        return OK;
    }
    if (wanted && xlsx->n_sheets > 0)
        diag_error(xlsx->diags, &at, "the workbook has no sheet '%s'; its first is '%s'", wanted,
                   xlsx->sheet[0].name);
    else
        diag_error(xlsx->diags, &at, "the workbook has no sheet that can be read");
    return ERR_DATA;
}

static enum status open_parts(struct xlsx *xlsx, const char *wanted)
{
    TRY(read_part(xlsx, "xl/workbook.xml", on_workbook, NULL, NULL));
    TRY(choose_sheet(xlsx, wanted));
    TRY(read_part(xlsx, "xl/_rels/workbook.xml.rels", on_relation, NULL, NULL));
    if (zip_begin(xlsx->zip, "xl/styles.xml"))
        TRY(read_part(xlsx, "xl/styles.xml", on_style, on_style_end, NULL));
    if (zip_begin(xlsx->zip, "xl/sharedStrings.xml"))
        TRY(read_part(xlsx, "xl/sharedStrings.xml", on_string, on_string_end, on_string_text));
    if (!xlsx->target || !zip_begin(xlsx->zip, xlsx->target))
        return fail(xlsx, "the sheet is missing");
    begin_xml(xlsx, on_cell, on_cell_end, on_cell_text);
    xlsx->is_done = false;
    return OK;
}

enum status xlsx_open(struct xlsx **out, FILE *stream, const char *file, const char *sheet,
                      struct diags *diags)
{
    struct xlsx *xlsx = NEW(struct xlsx);
    xlsx->file = file;
    xlsx->diags = diags;
    enum status status = zip_open(&xlsx->zip, stream, file, diags);
    if (status == OK)
        status = open_parts(xlsx, sheet);
    if (status != OK) {
        xlsx_close(xlsx);
        return status;
    }
    *out = xlsx;
    return OK;
}

void xlsx_close(struct xlsx *xlsx)
{
    if (!xlsx)
        return;
    for (size_t i = 0; i < xlsx->n_sheets; i++) {
        mem_free(xlsx->sheet[i].name);
        mem_free(xlsx->sheet[i].id);
    }
    mem_free(xlsx->sheet);
    mem_free(xlsx->target);
    mem_free(xlsx->string);
    mem_free(xlsx->own);
    mem_free(xlsx->style);
    mem_free(xlsx->field);
    mem_free(xlsx->offset);
    text_free(&xlsx->strings);
    text_free(&xlsx->value);
    text_free(&xlsx->text);
    if (xlsx->parser)
        XML_ParserFree(xlsx->parser);
    zip_close(xlsx->zip);
    mem_free(xlsx);
}

static void hand_out(struct xlsx *xlsx)
{
    while (xlsx->n_field < xlsx->widest)
        add_field(xlsx, "");
    xlsx->widest = xlsx->n_field;
    for (int i = 0; i < xlsx->n_field; i++)
        xlsx->field[i].text = xlsx->text.bytes + xlsx->offset[i];
    xlsx->out = (struct csv_row){xlsx->row, xlsx->n_field, xlsx->field};
}

enum status xlsx_next(const struct csv_row **row, struct xlsx *xlsx)
{
    *row = NULL;
    xlsx->row_done = false;
    while (!xlsx->row_done && (xlsx->is_suspended || !xlsx->is_done)) {
        enum XML_Status result;
        if (xlsx->is_suspended)
            result = XML_ResumeParser(xlsx->parser);
        else
            TRY(feed(xlsx, &result));
        xlsx->is_suspended = result == XML_STATUS_SUSPENDED;
        TRY(judge(xlsx, result));
    }
    if (!xlsx->row_done)
        return OK;
    hand_out(xlsx);
    *row = &xlsx->out;
    return OK;
}
