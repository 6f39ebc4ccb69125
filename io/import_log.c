/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_log.c - Asterisk's queue_log: a line an event, EPOCH|CALLID|QUEUE|AGENT|EVENT|data...
 * ENTERQUEUE        a contact is offered, there and then; a later one of the same call and queue
 *                   repeats it (a caller who was sent back)
 * CONNECT           it is handled
 * COMPLETEAGENT, COMPLETECALLER, TRANSFER, BLINDTRANSFER, ATTENDEDTRANSFER
 *                   it is over; data holdtime|calltime, of the last three behind extension|context
 *                   (attended: behind the method and its peers; then no time is taken)
 * All of a contact counts in the slot where it entered.  Calls are remembered until a day after
 * their last event, so memory is bounded by the calls of a day; an event of a call that never
 * entered (the log begins later) is skipped. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/import_part.h"

#define MOST_LINE 8192
#define N_FIELDS 9
#define REMEMBERED_S 86400

struct call {
    char *key; /* queue and call id, a '|' between; NULL: empty */
    int64_t entered, last;
    bool handled, timed;
};

struct log {
    struct import *import;
    struct call *call; /* open addressing */
    size_t n, cap;
    int64_t now;
    struct place at;
};

/* ---- calls ---- */

static size_t hash_of(const char *text)
{
    size_t hash = 1469598103934665603u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

static struct call *place_of(struct call *call, size_t cap, const char *key)
{
    size_t i = hash_of(key) % cap;
    while (call[i].key && strcmp(call[i].key, key) != 0)
        i = (i + 1) % cap;
    return &call[i];
}

/* Forgets calls that are a day old; grows only if that is not enough. */
static void make_room(struct log *log)
{
    struct call *old = log->call;
    size_t cap = log->cap, kept = 0;
    for (size_t i = 0; i < cap; i++)
        kept += old[i].key && old[i].last >= log->now - REMEMBERED_S;
    log->cap = kept * 4 > cap ? cap * 2 + 1 : cap;
    log->call = NEW_ARRAY(struct call, log->cap);
    log->n = kept;
    for (size_t i = 0; i < cap; i++) {
        if (!old[i].key)
            continue;
        if (old[i].last >= log->now - REMEMBERED_S)
            *place_of(log->call, log->cap, old[i].key) = old[i];
        else
            mem_free(old[i].key);
    }
    mem_free(old);
}

/* ---- events ---- */

/* Adds to the slot where the call entered. */
static bool add(struct log *log, const struct call *call, const char *queue, double offered,
                double handled, double seconds)
{
    struct import *import = log->import;
    struct import_row row = {.start = call->entered,
                             .queue = import->options->queue ? import->options->queue : queue,
                             .value = {offered, handled, seconds},
                             .at = log->at};
    return import_take(import, &row);
}

static bool on_enter(struct log *log, const char *key, const char *queue)
{
    if (log->n * 2 >= log->cap)
        make_room(log);
    struct call *call = place_of(log->call, log->cap, key);
    if (call->key) {
        call->last = log->now;
        log->import->report->n_repeated += import_counts(log->import);
        log->import->report->n_taken += import_counts(log->import);
        return true;
    }
    *call = (struct call){mem_strdup(key), log->now, log->now, false, false};
    log->n++;
    log->import->report->n_contacts += import_counts(log->import);
    return add(log, call, queue, 1, 0, NAN);
}

/* Events by name, and the data field that holds the seconds of talk. */
static const struct event {
    const char *name;
    int call_time; /* field of the line, 0: none */
} events[] = {{"CONNECT", 0},  {"COMPLETEAGENT", 6},   {"COMPLETECALLER", 6},
              {"TRANSFER", 8}, {"BLINDTRANSFER", 8},   {"ATTENDEDTRANSFER", 0},
              {"ABANDON", 0},  {"EXITWITHTIMEOUT", 0}, {"EXITWITHKEY", 0},
              {"EXITEMPTY", 0}};
#define FIRST_WITHOUT_AGENT 6

static bool on_event(struct log *log, int event, const char *key, char *field[N_FIELDS])
{
    struct import *import = log->import;
    struct call *call = place_of(log->call, log->cap, key);
    double seconds = NAN;
    if (!call->key) {
        import_skip(import, SKIP_EVENT, &log->at, "%s of a call that never entered the queue",
                    events[event].name);
        return true;
    }
    call->last = log->now;
    const char *text = events[event].call_time ? field[events[event].call_time] : "";
    if (*text && !call->timed && !import_value(import, &seconds, text, true, 1e6, &log->at))
        return true;
    call->timed = call->timed || !isnan(seconds);
    bool handled = event < FIRST_WITHOUT_AGENT && !call->handled;
    call->handled = call->handled || handled;
    return add(log, call, field[2], 0, handled, seconds);
}

static void split(char *field[N_FIELDS], char *line)
{
    static char nothing[1] = "";
    for (int i = 0; i < N_FIELDS; i++) {
        char *bar = line ? strchr(line, '|') : NULL;
        field[i] = line ? line : nothing;
        if (bar)
            *bar = '\0';
        line = bar ? bar + 1 : NULL;
    }
}

static bool read_epoch(int64_t *out, const char *text)
{
    size_t n = strspn(text, "0123456789");
    if (n < 1 || n > 10 || (text[n] && text[n] != '.'))
        return false;
    *out = strtoll(text, NULL, 10);
    return true;
}

static bool take_line(struct log *log, char *line)
{
    struct import *import = log->import;
    char *field[N_FIELDS];
    struct text key = {0};
    bool goes_on = true;
    split(field, line);
    import->report->n_rows += import_counts(import);
    if (!read_epoch(&log->now, field[0]) || *field[4] == '\0') {
        import_skip(import, SKIP_EVENT, &log->at, "no EPOCH|CALLID|QUEUE|AGENT|EVENT");
        return true;
    }
    text_printf(&key, "%s|%s", field[2], field[1]);
    int event = (int)(sizeof events / sizeof *events);
    while (event-- > 0 && strcmp(events[event].name, field[4]) != 0)
        continue;
    if (strcmp(field[4], "ENTERQUEUE") == 0)
        goes_on = on_enter(log, key.bytes, field[2]);
    else if (event >= 0)
        goes_on = on_event(log, event, key.bytes, field);
    else
        import->report->n_other += import_counts(import);
    text_free(&key);
    return goes_on;
}

/* A line without its end; false at the end of the file.  *whole: it fitted. */
static bool next_line(char line[MOST_LINE], bool *whole, FILE *stream)
{
    if (!fgets(line, MOST_LINE, stream))
        return false;
    size_t n = strcspn(line, "\r\n");
    *whole = line[n] != '\0' || feof(stream);
    line[n] = '\0';
    if (!*whole)
        for (int c = getc(stream); c != '\n' && c != EOF; c = getc(stream))
            continue;
    return true;
}

enum status import_look_log(struct import *import)
{
    struct log log = {.import = import, .cap = 4093, .at = {.file = import->source.name}};
    char line[MOST_LINE];
    bool whole, goes_on = true;
    log.call = NEW_ARRAY(struct call, log.cap);
    rewind(import->source.stream);
    while (goes_on && next_line(line, &whole, import->source.stream)) {
        log.at.line++;
        char *begin = strncmp(line, "\xef\xbb\xbf", 3) == 0 ? line + 3 : line;
        if (!text_is_clean_utf8(line, strlen(line)) || !whole) {
            import->report->n_rows += import_counts(import);
            import_skip(import, SKIP_EVENT, &log.at,
                        whole ? "bytes that are no text" : "longer than 8191 bytes");
        } else if (*begin) {
            goes_on = take_line(&log, begin);
        }
    }
    for (size_t i = 0; i < log.cap; i++)
        mem_free(log.call[i].key);
    mem_free(log.call);
    return OK;
}
