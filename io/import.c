/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.c - a file of another program becomes rows of calls/.
 * Looks at the file again and again, so that memory holds the series of some queues and no rows:
 *   0. only where a date may be ambiguous: until one proves the order of day and month;
 *   1. silently: queues, span, what the decimals look like, and spacing (the difference of
 *      neighbouring rows that occurs most often, or what the rows say they cover);
 *   2. values into slots of that spacing, with the line that filled each; all is told now, in the
 *      file's order;
 *   3. where all slots are more than GROUP_SLOTS, only those of the first queues are held; once
 * they are written the next ones are filled by one look more, that tells of their slots alone. Rows
 * of single contacts are added up in slots on UTC.  How rows are read is the layouts' affair
 * (import_rows.c, import_matrix.c, import_log.c), what is written import_write.c's. */
#include "io/import.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/import_part.h"
#include "io/outputs.h"

#define MOST_YEARS 60
#define MOST_QUEUES 10000
#define MOST_SLOTS ((int64_t)64 << 20) /* of all queues */
#define GROUP_SLOTS ((int64_t)4 << 20) /* held at a time: 128 MiB, unless one queue has more */
#define CONTACT_SLOT_S 1800

/* ---- queues ---- */

/* The name as an id: what an id cannot hold becomes '_'. */
static char *make_id(const char *text)
{
    char *id = mem_strdup(text);
    if (strlen(id) > 60) /* room for a number behind it */
        id[60] = '\0';
    for (char *c = id; *c; c++) {
        char one[2] = {*c == '.' ? 'x' : *c, '\0'};
        if (!text_is_id(one))
            *c = '_';
    }
    return id;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_taken(const struct import *import, const char *id)
{
    for (size_t q = 0; q < import->n_queues; q++) {
        const char *a = import->queue[q].name, *b = id;
        while (*a && lower(*a) == lower(*b))
            a++, b++;
        if (*a == *b)
            return true;
    }
    return false;
}

/* Two queues never share an id, nor differ in case alone: files are named after them. */
static char *free_id(const struct import *import, const char *raw)
{
    char *id = make_id(raw);
    size_t n = strlen(id);
    for (int number = 2; is_taken(import, id) && number < 2 * MOST_QUEUES; number++) {
        struct text text = {0};
        text_printf(&text, "%.*s-%d", (int)(n > 58 ? 58 : n), id, number);
        if (!is_taken(import, text.bytes)) {
            mem_free(id);
            return text.bytes;
        }
        text_free(&text);
    }
    return id;
}

static size_t hash_of(const char *text)
{
    size_t hash = 1469598103934665603u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

/* Where the name is in the index, or belongs. */
static int *index_place(const struct import *import, const char *raw)
{
    size_t i = hash_of(raw) % import->n_index;
    while (import->index[i] && strcmp(import->queue[import->index[i] - 1].raw, raw) != 0)
        i = (i + 1) % import->n_index;
    return &import->index[i];
}

static struct import_queue *add_queue(struct import *import, int *place,
                                      const struct import_row *row)
{
    if (import->n_queues >= MOST_QUEUES) {
        diag_error(import->diags, &row->at,
                   "more than %d queues: name the column that holds them, or --queue", MOST_QUEUES);
        import->has_failed = true;
        return NULL;
    }
    char *id = free_id(import, row->queue);
    if (strcmp(id, row->queue) != 0)
        diag_note(import->diags, &row->at, "queue '%s' is named '%s'", row->queue, id);
    MEM_GROW(import->queue, import->n_queues, import->cap_queues);
    struct import_queue *queue = &import->queue[import->n_queues++];
    queue->raw = mem_strdup(row->queue);
    queue->name = id;
    *place = (int)import->n_queues;
    return queue;
}

static struct import_queue *find_queue(struct import *import, const struct import_row *row)
{
    int *place = index_place(import, row->queue);
    return *place ? &import->queue[*place - 1] : add_queue(import, place, row);
}

/* ---- a row ---- */

static void look_at_row(struct import *import, struct import_queue *queue,
                        const struct import_row *row)
{
    int64_t start = row->start;
    if (import->adds)
        start -= (start % import->slot_s + import->slot_s) % import->slot_s;
    queue->first = queue->n_rows == 0 || start < queue->first ? start : queue->first;
    queue->last = queue->n_rows == 0 || start > queue->last ? start : queue->last;
    queue->n_rows++;
    if (!import->adds && import->layout != LAYOUT_MATRIX)
        spacing_add(&queue->spacing, start);
}

static double plus(double sum, double value)
{
    return isnan(value) ? sum : isnan(sum) ? value : sum + value;
}

static void add_contact(struct slot *slot, const struct import_row *row)
{
    if (slot->line == 0)
        *slot = (struct slot){{0, NAN, NAN}, row->at.line, 0};
    for (int v = 0; v < N_IMPORT_VALUES; v++)
        slot->value[v] = plus(slot->value[v], row->value[v]);
    slot->n_timed += !isnan(row->value[IMPORT_AHT]);
}

/* A second row of a slot: counts add up, handling times by contacts. */
static void add_row(struct slot *slot, const struct import_row *row)
{
    double weight[2], *aht = &slot->value[IMPORT_AHT];
    const double *value[2] = {slot->value, row->value};
    for (int i = 0; i < 2; i++) {
        double handled = value[i][IMPORT_HANDLED];
        weight[i] = isnan(handled) ? value[i][IMPORT_OFFERED] : handled;
        if (isnan(value[i][IMPORT_AHT]) || isnan(weight[i]))
            weight[i] = 0;
    }
    double all = weight[0] + weight[1];
    double seconds = (weight[0] > 0 ? weight[0] * *aht : 0) +
                     (weight[1] > 0 ? weight[1] * row->value[IMPORT_AHT] : 0);
    *aht = all > 0 ? seconds / all : NAN;
    for (int v = 0; v < IMPORT_AHT; v++)
        slot->value[v] += row->value[v]; /* unknown stays unknown */
}

static void fill_slot(struct import *import, struct import_queue *queue,
                      const struct import_row *row)
{
    for (int v = 0; v < N_IMPORT_VALUES; v++)
        import->has[v] = import->has[v] || !isnan(row->value[v]);
    if (!queue->slot)
        return;
    int64_t after = row->start - queue->first;
    struct slot *slot = &queue->slot[after / import->slot_s];
    if (import->adds) {
        add_contact(slot, row);
    } else if (after % import->slot_s != 0) {
        import_skip(import, SKIP_OFF_SLOT, &row->at,
                    "it does not start on one of the %d-minute slots", import->slot_s / 60);
        return;
    } else if (slot->line > 0 && import->options->sum_repeats) {
        add_row(slot, row);
        import->report->n_repeated++;
    } else if (slot->line > 0) {
        import_skip(import, SKIP_REPEATED, &row->at, "line %d has this slot already", slot->line);
        return;
    } else {
        memcpy(slot->value, row->value, sizeof row->value);
        slot->line = row->at.line;
    }
    import->report->n_taken++;
}

bool import_take(struct import *import, const struct import_row *row)
{
    struct import_queue *queue = import->has_failed ? NULL : find_queue(import, row);
    if (queue && import->look != LOOK_SPAN)
        fill_slot(import, queue, row);
    else if (queue)
        look_at_row(import, queue, row);
    return queue != NULL;
}

/* ---- between the looks ---- */

static enum status find_slot_length(struct import *import)
{
    struct spacing all = import->spacing;
    struct place at = {.file = import->source.name};
    for (size_t q = 0; q < import->n_queues; q++) {
        for (int i = 0; i < 4; i++)
            all.count[i] += import->queue[q].spacing.count[i];
        all.days += import->queue[q].spacing.days;
    }
    int asked_s = import->options->slot_min * 60;
    import->slot_s = spacing_slot_s(&all);
    if (import->slot_s == 0 && asked_s == 0 && all.days > 0) {
        diag_warning(import->diags, &at,
                     "a row is a day: its contacts stand in the hour with which it begins");
        import->slot_s = 3600;
    }
    if (import->slot_s == 0 && asked_s == 0) {
        diag_error(import->diags, &at,
                   "no two rows are 5, 15, 30 or 60 minutes apart: say how long a slot is");
        return ERR_DATA;
    }
    import->slot_s = import->slot_s ? import->slot_s : asked_s;
    if (asked_s % import->slot_s == 0)
        return OK;
    diag_error(import->diags, &at, "rows are %d minutes apart: they do not add up to %d",
               import->slot_s / 60, import->options->slot_min);
    return ERR_DATA;
}

/* A file of contacts tells of all queues from its first row to its last: no row there is 0. */
static void share_span(struct import *import)
{
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t q = 0; q < import->n_queues; q++) {
        first = import->queue[q].first < first ? import->queue[q].first : first;
        last = import->queue[q].last > last ? import->queue[q].last : last;
    }
    for (size_t q = 0; q < import->n_queues; q++) {
        import->queue[q].first = first;
        import->queue[q].last = last;
    }
}

static enum status make_series(struct import *import)
{
    struct place at = {.file = import->source.name};
    int64_t all = 0;
    if (!import->adds)
        TRY(find_slot_length(import));
    else if (import->options->missing != MISSING_UNKNOWN)
        share_span(import);
    for (size_t q = 0; q < import->n_queues; q++) {
        struct import_queue *queue = &import->queue[q];
        queue->n_slots = (queue->last - queue->first) / import->slot_s + 1;
        all += queue->n_slots;
        if (queue->n_slots > (int64_t)MOST_YEARS * 366 * 86400 / import->slot_s) {
            diag_error(import->diags, &at, "the rows of queue '%s' span more than %d years",
                       queue->name, MOST_YEARS);
            return ERR_DATA;
        }
    }
    if (all > MOST_SLOTS) {
        diag_error(import->diags, &at, "%zu queues over this span are more than %lld slots",
                   import->n_queues, (long long)MOST_SLOTS);
        return ERR_DATA;
    }
    return OK;
}

static int by_name(const void *left, const void *right)
{
    const struct import_queue *a = left, *b = right;
    return strcmp(a->name, b->name);
}

/* The order in which they are written, so that a group is a run of them. */
static void sort_queues(struct import *import)
{
    if (import->n_queues == 0)
        return;
    qsort(import->queue, import->n_queues, sizeof *import->queue, by_name);
    memset(import->index, 0, sizeof *import->index * import->n_index);
    for (size_t q = 0; q < import->n_queues; q++)
        *index_place(import, import->queue[q].raw) = (int)q + 1;
}

/* A file of contacts: seconds become means, and a slot of nobody is 0. */
static void finish_contacts(struct import *import)
{
    for (size_t q = import->group_begin; q < import->group_end; q++)
        for (int64_t i = 0; i < import->queue[q].n_slots; i++) {
            struct slot *slot = &import->queue[q].slot[i];
            if (slot->line > 0 && slot->n_timed > 0)
                slot->value[IMPORT_AHT] /= slot->n_timed;
        }
}

/* Where a series has neither row nor zero at its ends, it does not reach that far. */
static void trim(struct import *import)
{
    if (import->adds)
        return;
    for (size_t q = import->group_begin; q < import->group_end; q++) {
        struct import_queue *queue = &import->queue[q];
        while (queue->n_slots > 0 && queue->slot[queue->n_slots - 1].line == 0)
            queue->n_slots--;
        int64_t skip = 0;
        while (skip < queue->n_slots && queue->slot[skip].line == 0)
            skip++;
        if (skip == 0)
            continue;
        queue->n_slots -= skip;
        queue->first += skip * import->slot_s;
        memmove(queue->slot, queue->slot + skip, (size_t)queue->n_slots * sizeof *queue->slot);
    }
}

/* ---- the whole ---- */

static void import_free(struct import *import)
{
    for (size_t q = 0; q < import->n_queues; q++) {
        mem_free(import->queue[q].raw);
        mem_free(import->queue[q].name);
        mem_free(import->queue[q].slot);
    }
    mem_free(import->queue);
    mem_free(import->index);
    tz_free(import->zone);
    arena_free(import->arena);
    source_close(&import->source);
}

static enum status look(struct import *import)
{
    static enum status (*const look_by[])(struct import *) = {
        [LAYOUT_INTERVALS] = import_look_rows,
        [LAYOUT_CONTACTS] = import_look_rows,
        [LAYOUT_QUEUE_LOG] = import_look_log,
        [LAYOUT_MATRIX] = import_look_matrix,
    };
    TRY(look_by[import->layout](import));
    return import->has_failed ? ERR_DATA : OK;
}

static enum status prepare(struct import *import, const char *file)
{
    const struct import_options *options = import->options;
    import->profile = import_profile(options->profile);
    import->layout = options->is_contacts ? LAYOUT_CONTACTS : import->profile->layout;
    import->adds = import->layout == LAYOUT_CONTACTS || import->layout == LAYOUT_QUEUE_LOG;
    import->slot_s = options->slot_min ? options->slot_min * 60 : CONTACT_SLOT_S;
    import->order = options->order;
    import->n_index = MOST_QUEUES * 2 + 1;
    import->index = NEW_ARRAY(int, import->n_index);
    const char *zone = options->zone ? options->zone : import->profile->zone;
    TRY(import_wanted_read(&import->wanted, options, import->arena, import->diags));
    if (zone)
        TRY(tz_load(&import->zone, zone, NULL, import->diags));
    return source_open(&import->source, file, import->diags);
}

/* All looks but those that fill.  import_free in any case. */
static enum status find_series(struct import *import, const char *file)
{
    TRY(prepare(import, file));
    if (import->order == ORDER_UNKNOWN && import->layout != LAYOUT_QUEUE_LOG)
        TRY(import->layout == LAYOUT_MATRIX ? import_order_of_matrix(import)
                                            : import_order_of_rows(import));
    if (import->order == ORDER_UNKNOWN)
        import->report->order_line = 0;
    import->report->order = import->order;
    TRY(look(import));
    if (import->n_queues > 0)
        TRY(make_series(import));
    sort_queues(import);
    if (import->decimal == DECIMAL_UNKNOWN && import->report->delimiter == ';')
        import->decimal = DECIMAL_DOUBTFUL;
    import->look = LOOK_FILL;
    return OK;
}

/* Queues begin .. end - 1 from one look at the file. */
static enum status fill_queues(struct import *import, size_t begin, size_t end)
{
    import->group_begin = begin;
    import->group_end = end;
    for (size_t q = begin; q < end; q++)
        import->queue[q].slot = NEW_ARRAY(struct slot, import->queue[q].n_slots);
    TRY(look(import));
    import->look = LOOK_AGAIN;
    finish_contacts(import);
    trim(import);
    return OK;
}

/* The next group, in the place of the last one. */
static enum status fill_group(struct import *import)
{
    size_t begin = import->group_end, end = begin;
    int64_t n_slots = 0;
    for (size_t q = import->group_begin; q < import->group_end; q++) {
        mem_free(import->queue[q].slot);
        import->queue[q].slot = NULL;
    }
    while (end < import->n_queues &&
           (end == begin || n_slots + import->queue[end].n_slots <= GROUP_SLOTS))
        n_slots += import->queue[end++].n_slots;
    return fill_queues(import, begin, end);
}

static enum status nothing_taken(struct import *import)
{
    struct place at = {.file = import->source.name};
    if (import->report->n_taken > 0)
        return OK;
    diag_error(import->diags, &at, "no row could be taken");
    return ERR_DATA;
}

/* All groups into `out`, or by way of it into the file; the first has been filled. */
static enum status write_all(struct text *out, struct import *import)
{
    import_write_head(out, import);
    import_write_group(out, import);
    while (import->group_end < import->n_queues && !import->write_failed) {
        TRY(fill_group(import));
        import_write_group(out, import);
    }
    import_flush(out, import, true);
    return nothing_taken(import);
}

struct writing {
    struct import *import;
    enum status status; /* of what is not the file's fault */
};

static bool write_to(void *context, const char *name)
{
    struct writing *writing = context;
    struct text piece = {0};
    struct import *import = writing->import;
    import->file = fopen(name, "w");
    if (!import->file)
        return false;
    writing->status = write_all(&piece, import);
    text_free(&piece);
    bool closed = fclose(import->file) == 0;
    return closed && !import->write_failed && writing->status == OK;
}

/* out: a text; NULL: the file `out_file`. */
static enum status import_any(struct text *out, const char *out_file, struct import_report *report,
                              const char *file, const struct import_options *options,
                              struct diags *diags)
{
    enum status status = OK;
    struct import import = {.options = options,
                            .report = report,
                            .diags = diags,
                            .decimal = options->decimal,
                            .arena = arena_new()};
    struct writing writing = {.import = &import};
    size_t before = diags->n_errors;
    *report = (struct import_report){0};
    TRY_OUT(find_series(&import, file));
    TRY_OUT(fill_group(&import));
    if (import.group_end == import.n_queues)
        TRY_OUT(nothing_taken(&import));
    status = diags->n_errors > before ? ERR_DATA : OK;
    report->is_read = status == OK;
    if (status == OK)
        status = out ? write_all(out, &import) : out_write_by(out_file, write_to, &writing, diags);
out:
    import_free(&import);
    return status;
}

enum status import_calls(struct text *out, struct import_report *report, const char *file,
                         const struct import_options *options, struct diags *diags)
{
    return import_any(out, NULL, report, file, options, diags);
}

enum status import_calls_to(const char *out_file, struct import_report *report, const char *file,
                            const struct import_options *options, struct diags *diags)
{
    return import_any(NULL, out_file, report, file, options, diags);
}

/* The queue that is asked for, or the only one; NULL and a report else. */
static const struct import_queue *one_queue(const struct import *import, const char *file)
{
    struct place at = {.file = file};
    const char *wanted = import->options->only;
    if (!wanted && import->n_queues == 1)
        return &import->queue[0];
    for (size_t q = 0; wanted && q < import->n_queues; q++)
        if (strcmp(import->queue[q].name, wanted) == 0)
            return &import->queue[q];
    if (wanted)
        diag_error(import->diags, &at, "there is no queue '%s' in the file; it holds '%s'%s",
                   wanted, import->queue[0].name, import->n_queues > 1 ? " and others" : "");
    else
        diag_error(import->diags, &at,
                   "the file holds %zu queues ('%s', '%s', ...); say which with --queue",
                   import->n_queues, import->queue[0].name, import->queue[1].name);
    return NULL;
}

static void copy_series(struct series *out, const struct import *import,
                        const struct import_queue *queue, struct arena *arena)
{
    out->grid = (struct grid){queue->first, import->slot_s, (int)queue->n_slots};
    out->offered = ARENA_ARRAY(arena, double, queue->n_slots);
    out->aht_s = ARENA_ARRAY(arena, double, queue->n_slots);
    out->n_ambiguous = (int)import->report->n_doubtful;
    for (int64_t i = 0; i < queue->n_slots; i++) {
        const struct slot *slot = &queue->slot[i];
        out->offered[i] = slot->line > 0 ? slot->value[IMPORT_OFFERED] : NAN;
        out->aht_s[i] = slot->line > 0 ? slot->value[IMPORT_AHT] : NAN;
    }
}

enum status import_series(struct series *out, struct import_report *report, const char *file,
                          const struct import_options *options, struct arena *arena,
                          struct diags *diags)
{
    enum status status = OK;
    struct import import = {.options = options,
                            .report = report,
                            .diags = diags,
                            .decimal = options->decimal,
                            .arena = arena_new()};
    size_t before = diags->n_errors;
    *report = (struct import_report){0};
    *out = (struct series){0};
    TRY_OUT(find_series(&import, file));
    const struct import_queue *queue = import.n_queues > 0 ? one_queue(&import, file) : NULL;
    if (!queue && import.n_queues > 0)
        TRY_OUT(ERR_DATA);
    size_t q = queue ? (size_t)(queue - import.queue) : 0;
    TRY_OUT(fill_queues(&import, q, queue ? q + 1 : q));
    TRY_OUT(nothing_taken(&import));
    report->slot_min = import.slot_s / 60;
    copy_series(out, &import, queue, arena);
    status = diags->n_errors > before ? ERR_DATA : OK;
out:
    import_free(&import);
    return status;
}
