/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cells.c - one cell of the document into one member of the model, by kind.
 * Each parser says only whether the text is of its kind; the message is made from the column's
 * description, so that all faults of cells read alike: "aht_s must be a number from 1 to 86400, not
 * 'abc'".  References, zones and ids have messages of their own. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/people.h"
#include "base/site.h"
#include "io/figure.h"
#include "io/plan_build.h"
#include "io/stamp.h"

#define MOST_TEXT 2000

struct cell {
    struct reading *reading;
    const struct column *column;
    const struct place *at;
    const char *text; /* of the cell, lists joined by ';' */
    void *to, *to_n;  /* members */
};

/* ---- lists ---- */

static const char *skip_blanks(const char *s)
{
    return s + strspn(s, " \t");
}

/* The next item of a list, trimmed; *rest moves behind it.  NULL at the end. */
static const char *next_item(struct arena *arena, const char **rest, const char *separators)
{
    *rest = skip_blanks(*rest);
    if (**rest == '\0')
        return NULL;
    size_t n = strcspn(*rest, separators);
    size_t trimmed = n;
    while (trimmed > 0 && ((*rest)[trimmed - 1] == ' ' || (*rest)[trimmed - 1] == '\t'))
        trimmed--;
    const char *item = arena_strndup(arena, *rest, trimmed);
    *rest += n;
    if (**rest)
        ++*rest;
    return item;
}

static int count_items(const char *text, const char *separators)
{
    int n = 1;
    for (; *text; text++)
        n += strchr(separators, *text) != NULL;
    return n;
}

/* ---- parsers: true if the text is of the kind ---- */

static bool read_text(struct cell *cell)
{
    size_t n = strlen(cell->text);
    if (n > MOST_TEXT || !text_is_clean_utf8(cell->text, n))
        return false;
    STORE(cell->to, const char *, arena_strdup(cell->reading->arena, cell->text));
    return true;
}

static int find_word(const struct column *column, const char *text)
{
    for (int i = 0; i < column->n_words; i++)
        if (strcmp(column->words[i], text) == 0)
            return i;
    return -1;
}

static bool read_name(struct cell *cell)
{
    if (!text_is_id(cell->text) || (cell->column->words && find_word(cell->column, cell->text) < 0))
        return false;
    return read_text(cell);
}

static bool read_word(struct cell *cell)
{
    int word = find_word(cell->column, cell->text);
    if (word >= 0)
        STORE(cell->to, int, word);
    return word >= 0;
}

static bool read_flag(struct cell *cell)
{
    bool yes = strcmp(cell->text, "yes") == 0, no = strcmp(cell->text, "no") == 0;
    STORE(cell->to, bool, yes);
    return yes || no;
}

static bool read_clock(struct cell *cell)
{
    const char *end;
    int minute;
    if (!clock_parse(&minute, cell->text, &end) || *end || minute > 1440)
        return false;
    STORE(cell->to, int, minute);
    return true;
}

static bool read_date(struct cell *cell)
{
    return date_parse(cell->to, cell->text);
}

/* "sat" or "saturday"; *rest behind it; -1. */
static int parse_weekday(const char *text, const char **rest)
{
    static const char *const tails[7] = {"day", "sday", "nesday", "rsday", "day", "urday", "day"};
    for (int i = 0; i < 7; i++) {
        if (strncmp(text, weekday_names[i], 3) != 0)
            continue;
        size_t tail = strlen(tails[i]);
        *rest = text + 3 + (strncmp(text + 3, tails[i], tail) == 0 ? tail : 0);
        return i;
    }
    return -1;
}

static bool read_weekday(struct cell *cell)
{
    const char *rest;
    int weekday = parse_weekday(cell->text, &rest);
    if (weekday < 0 || *rest)
        return false;
    STORE(cell->to, int, weekday);
    return true;
}

static bool read_date_or_day(struct cell *cell)
{
    struct cell day = *cell;
    day.to = cell->to_n;
    STORE(cell->to, int32_t, NO_DATE);
    STORE(cell->to_n, int, -1);
    return date_parse(cell->to, cell->text) || read_weekday(&day);
}

/* "mon-fri", "fri-mon", "sun"; lists of them split by , ; or + up to the first other byte. */
static bool parse_weekdays(unsigned *bits, const char *text, const char **end)
{
    *bits = 0;
    for (;;) {
        const char *rest;
        int from = parse_weekday(text, &rest), to = from;
        if (from < 0)
            return false;
        if (*rest == '-')
            to = parse_weekday(rest + 1, &rest);
        if (to < 0)
            return false;
        for (int day = from;; day = (day + 1) % 7) {
            *bits |= 1u << day;
            if (day == to)
                break;
        }
        text = skip_blanks(rest);
        if (*text == '\0' || !strchr(",;+", *text)) {
            *end = rest;
            return true;
        }
        text = skip_blanks(text + 1);
    }
}

static bool read_weekdays(struct cell *cell)
{
    const char *end;
    return parse_weekdays(cell->to, cell->text, &end) && *end == '\0';
}

/* "mon-fri 07:00-21:05", "20:00-04:00" every day and past midnight. */
static bool parse_open_span(struct open_span *out, const char *item)
{
    const char *rest = item;
    *out = (struct open_span){.weekdays = 0x7f};
    if (*item < '0' || *item > '9') {
        if (!parse_weekdays(&out->weekdays, item, &rest) || *rest != ' ')
            return false;
        rest = skip_blanks(rest);
    }
    if (!clock_parse(&out->from_min, rest, &rest) || *rest != '-' ||
        !clock_parse(&out->to_min, rest + 1, &rest) || *rest || out->from_min > 1440)
        return false;
    if (out->to_min <= out->from_min)
        out->to_min += 1440;
    return out->to_min <= 2880;
}

static bool read_open(struct cell *cell)
{
    struct arena *arena = cell->reading->arena;
    const char *rest = cell->text, *item;
    struct open_span *spans = ARENA_ARRAY(arena, struct open_span, count_items(rest, ";"));
    int n = 0;
    if (strcmp(rest, "always") == 0 || strcmp(rest, "24/7") == 0)
        return true;
    while ((item = next_item(arena, &rest, ";")))
        if (!parse_open_span(&spans[n++], item))
            return false;
    STORE(cell->to, const struct open_span *, spans);
    STORE(cell->to_n, int, n);
    return true;
}

static bool parse_count(int *out, const char *text, const char **end)
{
    size_t n = strspn(text, "0123456789");
    if (n == 0 || n > 4)
        return false;
    *out = atoi(text);
    *end = text + n;
    return true;
}

/* "2x15", "15;10", "2x15+10" */
static bool read_breaks(struct cell *cell)
{
    struct arena *arena = cell->reading->arena;
    const char *rest = cell->text, *item;
    int *minutes = cell->to, n = 0;
    while ((item = next_item(arena, &rest, ";+,"))) {
        int count = 1, length;
        const char *end;
        if (!parse_count(&length, item, &end))
            return false;
        if (*end == 'x') {
            count = length;
            if (!parse_count(&length, end + 1, &end))
                return false;
        }
        if (*end || length < 1 || length > 120 || n + count > MAX_BREAKS - 1)
            return false;
        for (; count > 0; count--)
            minutes[n++] = length;
    }
    STORE(cell->to_n, int, n);
    return true;
}

static bool number_fits(const struct column *column, double value)
{
    bool is_whole = column->kind == CELL_INTEGER || column->kind == CELL_DAYS_RANGE;
    if (is_whole && value != floor(value))
        return false;
    for (int i = 0; column->words && i < column->n_words; i++)
        if (atof(column->words[i]) == value)
            return true;
    return !column->words && value >= column->least && value <= column->most;
}

/* "300/420/540" */
static bool read_list(struct cell *cell)
{
    struct arena *arena = cell->reading->arena;
    const char *rest = cell->text, *item;
    double *numbers = ARENA_ARRAY(arena, double, count_items(rest, "/"));
    int n = 0;
    while ((item = next_item(arena, &rest, "/"))) {
        double value;
        if (figure_number(&value, item, DECIMAL_POINT) != FIGURE_OK ||
            !number_fits(cell->column, value))
            return false;
        numbers[n++] = value;
    }
    STORE(cell->to, const double *, numbers);
    STORE(cell->to_n, int, n);
    return true;
}

/* "21:00;23:00" */
static bool read_clocks(struct cell *cell)
{
    struct arena *arena = cell->reading->arena;
    const char *rest = cell->text, *item, *end;
    int *minutes = ARENA_ARRAY(arena, int, count_items(rest, ";,")), n = 0;
    while ((item = next_item(arena, &rest, ";,"))) {
        if (!clock_parse(&minutes[n], item, &end) || *end || minutes[n] >= 1440)
            return false;
        n++;
    }
    STORE(cell->to, const int *, minutes);
    STORE(cell->to_n, int, n);
    return true;
}

static bool read_names(struct cell *cell)
{
    struct arena *arena = cell->reading->arena;
    const char *rest = cell->text, *item;
    const char **names = ARENA_ARRAY(arena, const char *, count_items(rest, ";,"));
    int n = 0;
    while ((item = next_item(arena, &rest, ";,"))) {
        if (*item == '\0' || !text_is_clean_utf8(item, strlen(item)))
            return false;
        names[n++] = item;
    }
    STORE(cell->to, const char *const *, names);
    STORE(cell->to_n, int, n);
    return true;
}

/* The row of another table, -1 and a report if there is none. */
static int find_row(const struct cell *cell, enum table_id id, const char *name)
{
    const struct name_index *index = &cell->reading->index[id];
    int row = index_find(index, name);
    if (row < 0 && !index->is_partial && index->n > 0)
        diag_error(cell->reading->diags, cell->at, "there is no %s '%s'%s", tables[id].row, name,
                   text_hint(cell->reading->arena, name, index->name, index->n));
    return row;
}

static bool read_ref(struct cell *cell)
{
    STORE(cell->to, int, find_row(cell, cell->column->ref, cell->text));
    return true;
}

static bool read_shift_start(struct cell *cell)
{
    const char *split = strchr(cell->text, '@'), *end;
    size_t n = split ? (size_t)(split - cell->text) : strlen(cell->text);
    int minute = -1;
    if (split && (!clock_parse(&minute, split + 1, &end) || *end))
        return false;
    const char *name = arena_strndup(cell->reading->arena, cell->text, n);
    STORE(cell->to, int, find_row(cell, TABLE_SHIFTS, name));
    STORE(cell->to_n, int, minute);
    return true;
}

static int find_skill(const struct plan *plan, const char *name)
{
    for (int lo = 0, hi = plan->n_skills; lo < hi;) {
        int mid = (lo + hi) / 2, d = strcmp(plan->skills[mid], name);
        if (d == 0)
            return mid;
        if (d < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return -1;
}

static bool read_skill(struct cell *cell)
{
    if (!text_is_id(cell->text))
        return false;
    STORE(cell->to, int, find_skill(cell->reading->plan, cell->text));
    return true;
}

static int by_skill(const void *left, const void *right)
{
    const struct skill_level *a = left, *b = right;
    return a->skill - b->skill;
}

/* "bank;en:3" */
static bool read_skills(struct cell *cell)
{
    struct arena *arena = cell->reading->arena;
    const char *rest = cell->text, *item;
    struct skill_level *skills = ARENA_ARRAY(arena, struct skill_level, count_items(rest, ";,"));
    int n = 0;
    while ((item = next_item(arena, &rest, ";,"))) {
        const char *colon = strchr(item, ':'), *end = "";
        int level = 1;
        if (colon && !parse_count(&level, colon + 1, &end))
            return false;
        if (colon)
            item = arena_strndup(arena, item, (size_t)(colon - item));
        if (*end || level < 1 || level > 9 || !text_is_id(item))
            return false;
        skills[n++] = (struct skill_level){find_skill(cell->reading->plan, item), level};
    }
    qsort(skills, (size_t)n, sizeof *skills, by_skill);
    for (int i = 1; i < n; i++)
        if (skills[i].skill == skills[i - 1].skill)
            return false;
    STORE(cell->to, const struct skill_level *, skills);
    STORE(cell->to_n, int, n);
    return n > 0;
}

static void report_both_readings(const struct cell *cell, enum local_kind kind, int64_t first,
                                 int64_t second)
{
    char a[STAMP_TEXT], b[STAMP_TEXT];
    const struct tz *zone = cell->reading->plan->site.zone;
    diag_error(cell->reading->diags, cell->at,
               "%s %s in %s, where the clock is changed: write %s or %s", cell->text,
               kind == LOCAL_GAP ? "does not exist" : "occurs twice", tz_name(zone),
               tz_format(a, zone, first), tz_format(b, zone, second));
}

static bool read_stamp(struct cell *cell)
{
    struct stamp stamp;
    const struct tz *zone = cell->reading->plan->site.zone;
    if (!stamp_parse(&stamp, cell->text))
        return false;
    if (!zone && !stamp.has_offset)
        return true; /* the zone's fault is reported */
    int64_t first, second;
    enum local_kind kind = stamp_instant(&first, &second, &stamp, zone);
    STORE(cell->to, int64_t, first);
    if (kind != LOCAL_ONE)
        report_both_readings(cell, kind, first, second);
    return true;
}

static bool read_zone(struct cell *cell)
{
    tz_load(cell->to, cell->text, cell->at, cell->reading->diags);
    return true;
}

static bool read_id(struct cell *cell)
{
    STORE(cell->to, const char *, arena_strdup(cell->reading->arena, cell->text));
    return text_is_id(cell->text);
}

/* By kind; NULL: numbers, which come as such. */
static bool (*const readers[N_CELL_KINDS])(struct cell *cell) = {
    [CELL_ID] = read_id,
    [CELL_TEXT] = read_text,
    [CELL_NAME] = read_name,
    [CELL_FLAG] = read_flag,
    [CELL_WORD] = read_word,
    [CELL_CLOCK] = read_clock,
    [CELL_DATE] = read_date,
    [CELL_WEEKDAY] = read_weekday,
    [CELL_DATE_OR_DAY] = read_date_or_day,
    [CELL_STAMP] = read_stamp,
    [CELL_REF] = read_ref,
    [CELL_SHIFT_START] = read_shift_start,
    [CELL_SKILL] = read_skill,
    [CELL_SKILLS] = read_skills,
    [CELL_NAMES] = read_names,
    [CELL_WEEKDAYS] = read_weekdays,
    [CELL_OPEN] = read_open,
    [CELL_BREAKS] = read_breaks,
    [CELL_CLOCKS] = read_clocks,
    [CELL_NUMBERS] = read_list,
    [CELL_ZONE] = read_zone,
};

/* ---- numbers ---- */

bool is_number_kind(enum cell_kind kind)
{
    return kind == CELL_NUMBER || kind == CELL_INTEGER || kind == CELL_RANGE ||
           kind == CELL_DAYS_RANGE;
}

/* A number, or two in order for ranges. */
static bool read_numbers(const struct column *column, const struct doc_node *node, void *to)
{
    double value[2] = {node->number, node->number};
    bool is_range = column->kind == CELL_RANGE || column->kind == CELL_DAYS_RANGE;
    if (is_range && node->type == DOC_ARRAY) {
        if (node->n != 2 || node->first->type != DOC_NUMBER || node->last->type != DOC_NUMBER)
            return false;
        value[0] = node->first->number;
        value[1] = node->last->number;
    } else if (node->type != DOC_NUMBER) {
        return false;
    }
    if (!number_fits(column, value[0]) || !number_fits(column, value[1]) || value[0] > value[1])
        return false;
    for (int i = 0; i < 1 + is_range; i++) {
        if (column->kind == CELL_INTEGER || column->kind == CELL_DAYS_RANGE)
            ((int *)to)[i] = (int)value[i];
        else
            ((double *)to)[i] = value[i];
    }
    return true;
}

/* ---- cells ---- */

/* A list of strings as one, "a;b"; NULL if it holds anything else. */
static const char *join_strings(struct arena *arena, const struct doc_node *list)
{
    const char *text = "";
    for (const struct doc_node *item = list->first; item; item = item->next) {
        if (item->type != DOC_STRING)
            return NULL;
        text = arena_printf(arena, "%s%s%s", text, *text ? ";" : "", item->string);
    }
    return text;
}

static bool takes_list(enum cell_kind kind)
{
    return kind == CELL_NAMES || kind == CELL_CLOCKS || kind == CELL_SKILLS ||
           kind == CELL_WEEKDAYS || kind == CELL_OPEN || kind == CELL_BREAKS;
}

/* The cell as text for a reader; NULL if its type is wrong. */
static const char *cell_text(struct arena *arena, enum cell_kind kind, const struct doc_node *node)
{
    if (node->type == DOC_STRING)
        return node->string;
    if (node->type == DOC_BOOL && kind == CELL_FLAG)
        return node->number != 0 ? "yes" : "no";
    if (node->type == DOC_ARRAY && takes_list(kind))
        return join_strings(arena, node);
    return NULL;
}

/* What stands in the cell, short enough for a message. */
static const char *cell_shown(struct arena *arena, const struct doc_node *node)
{
    struct text text = {0};
    if (node->type == DOC_STRING) {
        size_t n = 0, length;
        size_t all = strlen(node->string);
        while (n < all && n < 60 && (length = text_utf8_length(node->string + n, all - n)) > 0)
            n += length;
        text_printf(&text, "'%.*s'%s", (int)n, node->string, n < all ? "..." : "");
    } else if (node->type == DOC_NUMBER) {
        doc_print_number(&text, node->number);
    } else if (node->type == DOC_ARRAY && node->n > 0 && node->n < 8) {
        for (const struct doc_node *item = node->first; item; item = item->next)
            text_printf(&text, "%s%s", item == node->first ? "[" : ", ", cell_shown(arena, item));
        text_add_char(&text, ']');
    } else {
        text_add(&text, doc_type_names[node->type]);
    }
    const char *shown = arena_strdup(arena, text.bytes);
    text_free(&text);
    return shown;
}

static void report_cell(struct reading *reading, const struct column *column,
                        const struct doc_node *node)
{
    struct text text = {0};
    column_describe(&text, column);
    const char *shown = cell_shown(reading->arena, node);
    const char *hint = "";
    if (column->n_words > 0 && node->type == DOC_STRING)
        hint = text_hint(reading->arena, node->string, column->words, column->n_words);
    else if (is_number_kind(column->kind) && node->type == DOC_STRING && strchr(node->string, ','))
        hint = ": write a decimal point";
    diag_error(reading->diags, &node->at, "%s must be %s, not %s%s", column->name, text.bytes,
               shown, hint);
    text_free(&text);
}

void cell_fill(struct reading *reading, const struct column *column, const struct doc_node *node,
               void *object)
{
    char *base = object;
    struct cell cell = {.reading = reading,
                        .column = column,
                        .at = &node->at,
                        .to = base + column->offset,
                        .to_n = base + column->offset_n};
    bool is_good = false;
    if (is_number_kind(column->kind)) {
        is_good = read_numbers(column, node, cell.to);
    } else {
        cell.text = cell_text(reading->arena, column->kind, node);
        is_good = cell.text && readers[column->kind](&cell);
    }
    if (!is_good)
        report_cell(reading, column, node);
}
