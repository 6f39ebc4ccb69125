/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dav.c - one query an agent tells what the server has; what differs from the rows is put or
 * deleted, guarded by the etag, so that a change that comes between is never overwritten.
 *
 * Nothing has to be remembered of the server but which version of a row it had (`put`): an event
 * that is missing although it was there was deleted by hand.  All else is in the events themselves:
 * sequence, and the digest that tells a change by hand. */
#include "io/publish/dav.h"

#include <stdlib.h>
#include <string.h>

#include "io/ics_object.h"
#include "io/publish/dav_xml.h"
#include "io/publish/http.h"

#define CALENDAR_TYPE "text/calendar; charset=utf-8"
#define XML_TYPE "application/xml; charset=utf-8"

static const char query[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<C:calendar-query xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">"
    "<D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name=\"VCALENDAR\">"
    "<C:comp-filter name=\"VEVENT\"/></C:comp-filter></C:filter></C:calendar-query>\n";
static const char make[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<C:mkcalendar xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:set><D:prop>"
    "<D:displayname>%s</D:displayname><C:supported-calendar-component-set><C:comp name=\"VEVENT\"/>"
    "</C:supported-calendar-component-set></D:prop></D:set></C:mkcalendar>\n";

/* An event that the server has. */
struct held {
    struct ics_object object;
    const char *href, *etag;
    bool is_wanted;
};

struct talk {
    const struct publishing *what;
    const struct revision *revision;
    struct published *out;
    struct http *http;
    struct diags *diags;
    struct arena *arena;  /* reset for each agent */
    const char *calendar; /* URL of the agent's, ends in '/' */
    struct held *held;    /* [n_held] by uid */
    int n_held;
    struct ics_voice voice;
    struct http_answer answer;
};

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct held *)a)->object.uid, ((const struct held *)b)->object.uid);
}

static struct held *find(const struct talk *t, const char *uid)
{
    struct held key = {.object.uid = uid};
    return t->n_held > 0 ? bsearch(&key, t->held, (size_t)t->n_held, sizeof *t->held, compare)
                         : NULL;
}

/* "https://host" with an href, which is a path or a whole URL. */
static const char *url_of(const struct talk *t, const char *href)
{
    if (href[0] != '/')
        return href;
    const char *host = strstr(t->what->caldav, "://") + 3;
    size_t n = (size_t)(strchr(host, '/') - t->what->caldav);
    return arena_printf(t->arena, "%.*s%s", (int)n, t->what->caldav, href);
}

static enum status request(struct talk *t, const char *method, const char *url, const char *header,
                           const char *type, const char *body)
{
    return http_request(&t->answer, t->http, method, url, header, type, body, t->diags);
}

/* What the server did not take, though it answers. */
static void fail(struct talk *t, const char *method, const char *url)
{
    t->out->n_failed++;
    diag_error(t->diags, &(struct place){.file = url}, "%s is refused by the server (%d)", method,
               t->answer.code);
}

static void by_hand(struct talk *t, const char *url, const char *what)
{
    t->out->n_by_hand++;
    diag_warning(t->diags, &(struct place){.file = url}, "%s; it is left so", what);
}

static enum status make_calendar(struct talk *t)
{
    struct text body = {0};
    text_printf(&body, make, t->voice.name.bytes);
    enum status status = request(t, "MKCALENDAR", t->calendar, NULL, XML_TYPE, body.bytes);
    text_free(&body);
    if (status == OK && t->answer.code != 201) {
        fail(t, "MKCALENDAR", t->calendar);
        return ERR_DATA;
    }
    return status;
}

static void hold(struct talk *t, struct dav_item *item, int n)
{
    t->held = ARENA_ARRAY(t->arena, struct held, n + 1);
    t->n_held = 0;
    for (int i = 0; i < n; i++) {
        struct held held = {.href = item[i].href, .etag = item[i].etag ? item[i].etag : "*"};
        if (ics_read_object(&held.object, item[i].data, item[i].n_data, t->arena))
            t->held[t->n_held++] = held;
    }
    if (t->n_held > 0)
        qsort(t->held, (size_t)t->n_held, sizeof *t->held, compare);
}

/* Asks what the agent's calendar holds, making it first where there is none.  ERR_DATA: this
 * calendar will not do, the next may. */
static enum status ask(struct talk *t)
{
    struct dav_item *item;
    int n;
    t->n_held = 0;
    TRY(request(t, "REPORT", t->calendar, NULL, XML_TYPE, query));
    if (t->answer.code == 404)
        return make_calendar(t);
    if (t->answer.code != 207 || !dav_items(&item, &n, &t->answer.body, t->arena)) {
        fail(t, "REPORT", t->calendar);
        return ERR_DATA;
    }
    hold(t, item, n);
    return OK;
}

/* After a lost answer the event may be there already: as we left it, in this version. */
static bool is_there(struct talk *t, const char *url, const struct ics_entry *entry)
{
    struct ics_object object;
    if (request(t, "GET", url, NULL, NULL, NULL) != OK || t->answer.code != 200)
        return false;
    char *text = arena_strndup(t->arena, t->answer.body.bytes, t->answer.body.n);
    return ics_read_object(&object, text, strlen(text), t->arena) && object.is_as_left &&
           object.sequence == entry->sequence;
}

static enum status put(struct talk *t, const struct ics_entry *entry, int number,
                       const struct held *held, bool *done)
{
    struct text events = {0}, calendar = {0};
    char uid[UUID_TEXT];
    ics_event_uid(uid, entry, number);
    const char *url =
        held ? url_of(t, held->href) : arena_printf(t->arena, "%s%s.ics", t->calendar, uid);
    const char *header =
        held ? arena_printf(t->arena, "If-Match: %s", held->etag) : "If-None-Match: *";
    ics_add_event(&events, &t->voice, entry, number);
    ics_add_calendar(&calendar, &t->voice, &events, false);
    enum status status = request(t, "PUT", url, header, CALENDAR_TYPE, calendar.bytes);
    text_free(&events);
    text_free(&calendar);
    if (status != OK)
        return status;
    int code = t->answer.code;
    *done = code / 100 == 2 || (code == 412 && is_there(t, url, entry));
    t->out->n_put += *done;
    t->answer.code = code;
    if (!*done && code == 412)
        by_hand(t, url, "was changed by hand while it was published");
    else if (!*done)
        fail(t, "PUT", url);
    return OK;
}

/* One event of a live row; *done: the server has it in this version. */
static enum status bring(struct talk *t, const struct record *record, int number, bool *done)
{
    char uid[UUID_TEXT];
    const struct ics_entry *entry = &record->entry;
    ics_event_uid(uid, entry, number);
    struct held *held = find(t, uid);
    *done = false;
    if (!held && record->put == entry->sequence) {
        by_hand(t, arena_printf(t->arena, "%s%s.ics", t->calendar, uid),
                "was deleted by hand from the calendar");
        *done = true; /* known: put back with the next change only */
        return OK;
    }
    if (held) {
        held->is_wanted = true;
        if (!held->object.is_as_left) {
            by_hand(t, url_of(t, held->href), "was changed by hand in the calendar");
            return OK;
        }
        *done = held->object.sequence == entry->sequence;
        if (*done)
            return OK;
    }
    return put(t, entry, number, held, done);
}

static enum status bring_all(struct talk *t, struct record *record, int n)
{
    for (int i = 0; i < n; i++) {
        struct ics_entry *entry = &record[i].entry;
        if (!record[i].is_shown || entry->is_cancelled)
            continue;
        bool all = true, done;
        ics_put_into_words(entry, t->what->plan, t->voice.words, t->arena);
        for (int number = 0; number <= ics_n_breaks(entry, t->what->plan); number++) {
            TRY(bring(t, &record[i], number, &done));
            all &= done;
        }
        if (all)
            record[i].put = entry->sequence;
    }
    return OK;
}

/* Ours, of the dates that are shown, and wanted no longer. */
static enum status take_away(struct talk *t)
{
    for (int i = 0; i < t->n_held; i++) {
        const struct held *held = &t->held[i];
        const char *url = url_of(t, held->href);
        if (held->is_wanted || !held->object.is_ours || held->object.end == NO_DATE ||
            held->object.end < t->revision->shown_from)
            continue;
        if (!held->object.is_as_left) {
            by_hand(t, url, "has gone from the roster, but was changed by hand in the calendar");
            continue;
        }
        TRY(request(t, "DELETE", url, arena_printf(t->arena, "If-Match: %s", held->etag), NULL,
                    NULL));
        if (t->answer.code / 100 == 2 || t->answer.code == 404)
            t->out->n_deleted++;
        else if (t->answer.code == 412)
            by_hand(t, url, "was changed by hand while it was published");
        else
            fail(t, "DELETE", url);
    }
    return OK;
}

static enum status publish_agent(struct talk *t, const char *name, struct record *record, int n)
{
    const struct plan *plan = t->what->plan;
    const char *base = t->what->caldav;
    arena_reset(t->arena);
    t->calendar =
        arena_printf(t->arena, "%s%s%s/", base, base[strlen(base) - 1] == '/' ? "" : "/", name);
    ics_voice_begin(&t->voice, plan, ics_words_for(plan, record->entry.agent), NULL, NULL);
    enum status status = ask(t);
    if (status == OK)
        status = bring_all(t, record, n);
    if (status == OK)
        status = take_away(t);
    ics_voice_end(&t->voice);
    for (int i = 0; i < n; i++) /* gone with the arena */
        record[i].entry.summary = record[i].entry.description = NULL;
    return status == ERR_DATA ? OK : status;
}

enum status dav_publish(struct published *out, const struct publishing *what,
                        const struct revision *revision, struct records *today,
                        const struct ics_names *names, struct diags *diags)
{
    struct talk t = {.what = what, .revision = revision, .out = out, .diags = diags};
    TRY(http_new(&t.http, what));
    t.arena = arena_new();
    enum status status = OK;
    for (int i = 0, n; status == OK && i < today->n; i += n) {
        struct record *record = &today->record[i];
        for (n = 1; i + n < today->n && strcmp(record[n].agent, record->agent) == 0;)
            n++;
        if (record->entry.agent >= 0)
            status = publish_agent(&t, ics_name(names, record->entry.agent), record, n);
    }
    if (status == ERR_IO) { /* the line: what came through is noted, the rest is for the next run */
        out->n_failed++;
        status = OK;
    }
    text_free(&t.answer.body);
    http_free(t.http);
    arena_free(t.arena);
    return status;
}
