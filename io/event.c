/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event.c - {"now": "2026-12-24T08:00", "absent": [{"agent": "A12", "from": ..., "to": ...}], ...}
 *
 * A table says what stands in each list.  Absence, volume and bids are rows of leave.csv and
 * events.csv that are added to the document, so that plan, law and checker see them like any other;
 * the rest says what of the earlier roster holds. */
#include "io/event.h"

#include <math.h>
#include <string.h>

#include "io/json.h"
#include "io/plan_build.h"
#include "io/plan_lay.h"
#include "io/stamp.h"

const char *const happening_names[N_HAPPENINGS] = {"absent", "volume", "swap",
                                                   "bid",    "locked", "off_limits"};

enum { AGENT, WITH, QUEUE, FROM, TO, DATE, SHIFT, KIND, FACTOR, N_MEMBERS };
static const char *const member_names[N_MEMBERS] = {"agent", "with",  "queue", "from",  "to",
                                                    "date",  "shift", "kind",  "factor"};
#define BIT(m) (1u << (m))
static const struct {
    unsigned needs, may;
} shapes[N_HAPPENINGS] = {
    [HAPPENING_ABSENT] = {BIT(AGENT) | BIT(FROM), BIT(TO) | BIT(KIND)},
    [HAPPENING_VOLUME] = {BIT(FROM) | BIT(FACTOR), BIT(TO) | BIT(QUEUE)},
    [HAPPENING_SWAP] = {BIT(AGENT) | BIT(WITH) | BIT(DATE), 0},
    [HAPPENING_BID] = {BIT(AGENT) | BIT(DATE) | BIT(SHIFT), 0},
    [HAPPENING_LOCKED] = {BIT(AGENT) | BIT(FROM), BIT(TO)},
    [HAPPENING_OFF_LIMITS] = {BIT(AGENT), 0},
};

struct reader {
    struct doc *doc;
    struct diags *diags;
    struct event_file *out;
    int n_laid; /* rows */
};

/* A member as text; NULL, reported, if it is something else. */
static const char *text_of(struct reader *r, const struct doc_node *object, int member)
{
    const struct doc_node *node = doc_find(object, member_names[member]);
    if (!node || node->type == DOC_STRING)
        return node ? node->string : NULL;
    diag_error(r->diags, &node->at, "%s must be a string, not %s", member_names[member],
               doc_type_names[node->type]);
    return NULL;
}

static bool date_of(int32_t *out, struct reader *r, const struct doc_node *object, int member)
{
    const char *text = text_of(r, object, member);
    if (!text)
        return false;
    if (date_parse(out, text))
        return true;
    diag_error(r->diags, &doc_find(object, member_names[member])->at,
               "%s must be a date as 2026-12-24, not '%.40s'", member_names[member], text);
    return false;
}

static void check_members(struct reader *r, const struct doc_node *object, enum happening_kind kind)
{
    for (const struct doc_node *child = object->first; child; child = child->next) {
        int m = 0;
        while (m < N_MEMBERS && strcmp(child->key, member_names[m]) != 0)
            m++;
        if (m == N_MEMBERS || !((shapes[kind].needs | shapes[kind].may) & BIT(m)))
            diag_error(r->diags, &child->at, "'%s' says nothing of %s%s", child->key,
                       happening_names[kind],
                       text_hint(r->doc->arena, child->key, member_names, N_MEMBERS));
    }
    for (int m = 0; m < N_MEMBERS; m++)
        if (shapes[kind].needs & BIT(m) && !doc_find(object, member_names[m]))
            diag_error(r->diags, &object->at, "%s lacks %s", happening_names[kind],
                       member_names[m]);
}

/* ---- rows laid over the plan ---- */

static void put_text(struct reader *r, struct doc_node *row, const char *column, const char *text)
{
    struct doc_node *cell = doc_node_new(r->doc->arena, DOC_STRING, column, &row->at);
    cell->string = text;
    doc_append(row, cell);
}

/* A new row of a table, with the event's place. */
static struct doc_node *lay_row(struct reader *r, enum table_id table, const struct doc_node *from)
{
    struct arena *arena = r->doc->arena;
    struct doc_node *rows = doc_find(r->doc->root, tables[table].name);
    if (!rows) {
        rows = doc_node_new(arena, DOC_OBJECT, tables[table].name, &from->at);
        doc_append(r->doc->root, rows);
    }
    const char *key = arena_printf(arena, "event %d", ++r->n_laid);
    struct doc_node *row = doc_node_new(arena, DOC_OBJECT, key, &from->at);
    doc_append(rows, row);
    return row;
}

static struct doc_node *lay_leave(struct reader *r, const struct doc_node *node, const char *from,
                                  const char *to, const char *kind)
{
    struct doc_node *row = lay_row(r, TABLE_LEAVE, node);
    const char *agent = text_of(r, node, AGENT);
    put_text(r, row, "agent", agent ? agent : "");
    put_text(r, row, "from", from);
    put_text(r, row, "to", to);
    put_text(r, row, "kind", kind);
    put_text(r, row, "status", "approved");
    return row;
}

static bool works(const struct event_file *event, const char *agent, int32_t date)
{
    const struct roster *before = event->before;
    for (int i = 0; i < before->n_duties; i++)
        if (before->duty[i].work_date == date &&
            strcmp(event->plan->agents[before->duty[i].agent].id, agent) == 0)
            return true;
    return false;
}

/* A row for each day of the published weeks. */
static void lay_absence(struct reader *r, const struct happening *h)
{
    const struct horizon *horizon = &r->out->before->horizon;
    const char *kind = text_of(r, h->node, KIND), *agent = text_of(r, h->node, AGENT);
    int32_t last = horizon->first + horizon->n_days - 1;
    for (int32_t date = h->from > horizon->first ? h->from : horizon->first;
         date <= h->to && date <= last; date++) {
        char text[DATE_TEXT];
        const char *day = arena_strdup(r->doc->arena, date_format(text, date));
        bool worked = agent && works(r->out, agent, date);
        lay_leave(r, h->node, day, day, !worked ? "unavailable" : kind ? kind : "sick");
    }
}

static void lay(struct reader *r, const struct happening *h, const char *from, const char *to)
{
    const struct doc_node *node = h->node;
    const struct doc_node *factor = doc_find(node, member_names[FACTOR]);
    if (h->kind == HAPPENING_VOLUME) {
        struct doc_node *row = lay_row(r, TABLE_EVENTS, node);
        const char *queue = text_of(r, node, QUEUE);
        put_text(r, row, "from", from);
        put_text(r, row, "to", to);
        if (queue)
            put_text(r, row, "queue", queue);
        put_text(r, row, "kind", "replan");
        if (factor->type == DOC_NUMBER) {
            struct doc_node *cell = doc_node_new(r->doc->arena, DOC_NUMBER, "effect", &factor->at);
            cell->number = factor->number;
            doc_append(row, cell);
        } else {
            diag_error(r->diags, &factor->at, "factor must be a number");
        }
        return;
    }
    if (h->kind == HAPPENING_BID)
        put_text(r, lay_leave(r, node, from, to, "fixed"), "shift", text_of(r, node, SHIFT));
    else
        lay_absence(r, h);
}

static void read_one(struct reader *r, const struct doc_node *node, enum happening_kind kind)
{
    size_t before = r->diags->n_errors;
    struct happening h = {.kind = kind,
                          .node = node,
                          .agent = -1,
                          .other = -1,
                          .queue = -1,
                          .from = INT32_MIN + 1,
                          .to = INT32_MAX};
    if (node->type != DOC_OBJECT) {
        diag_error(r->diags, &node->at, "%s must be a list of objects", happening_names[kind]);
        return;
    }
    check_members(r, node, kind);
    if (r->diags->n_errors > before)
        return;
    int first = shapes[kind].needs & BIT(DATE) ? DATE : FROM;
    if (kind != HAPPENING_OFF_LIMITS) {
        bool good = date_of(&h.from, r, node, first);
        h.to = h.from;
        if (good && doc_find(node, member_names[TO]))
            good = date_of(&h.to, r, node, TO);
        if (good && h.to < h.from)
            diag_error(r->diags, &node->at, "%s ends before it begins", happening_names[kind]);
        if (!good || h.to < h.from)
            return;
    }
    if (kind == HAPPENING_ABSENT || kind == HAPPENING_VOLUME || kind == HAPPENING_BID) {
        const char *to = doc_find(node, member_names[TO]) ? text_of(r, node, TO) : NULL;
        const char *from = text_of(r, node, first);
        lay(r, &h, from, to ? to : from);
    }
    r->out->row[r->out->n++] = h;
}

static int count_rows(const struct doc_node *root)
{
    int n = 0;
    for (const struct doc_node *list = root->first; list; list = list->next)
        n += list->n;
    return n;
}

static void read_now(struct reader *r, const struct doc_node *node)
{
    struct stamp stamp;
    if (node->type != DOC_STRING || !stamp_parse(&stamp, node->string) || !stamp.has_offset) {
        diag_error(r->diags, &node->at,
                   "now must be an instant with its offset, as 2026-12-24T08:00+07:00");
        return;
    }
    int64_t second;
    stamp_instant(&r->out->now, &second, &stamp, NULL);
}

enum status event_read(struct event_file *out, struct doc *doc, const char *file,
                       struct diags *diags)
{
    struct doc_node *root = NULL;
    struct reader r = {.doc = doc, .diags = diags, .out = out};
    size_t before = diags->n_errors;
    const char *names[N_HAPPENINGS + 1];
    *out = (struct event_file){.plan = out->plan, .before = out->before, .now = NO_TIME};
    TRY(json_read(&root, file, doc->arena, diags));
    out->root = root;
    if (root->type != DOC_OBJECT) {
        diag_error(diags, &root->at, "an event must be an object, not %s",
                   doc_type_names[root->type]);
        return ERR_DATA;
    }
    out->row = ARENA_ARRAY(doc->arena, struct happening, count_rows(root) + 1);
    for (int k = 0; k < N_HAPPENINGS; k++)
        names[k] = happening_names[k];
    names[N_HAPPENINGS] = "now";
    for (const struct doc_node *list = root->first; list; list = list->next) {
        int k = 0;
        while (k <= N_HAPPENINGS && strcmp(list->key, names[k]) != 0)
            k++;
        if (k == N_HAPPENINGS)
            read_now(&r, list);
        else if (k > N_HAPPENINGS)
            diag_error(diags, &list->at, "unknown member '%s'%s", list->key,
                       text_hint(doc->arena, list->key, names, N_HAPPENINGS + 1));
        else if (list->type != DOC_ARRAY)
            diag_error(diags, &list->at, "%s must be a list of objects", list->key);
        else
            for (const struct doc_node *item = list->first; item; item = item->next)
                read_one(&r, item, (enum happening_kind)k);
    }
    return diags->n_errors > before ? ERR_DATA : OK;
}

/* ---- names ---- */

static int find_agent(const struct plan *plan, const struct doc_node *node, int member,
                      struct diags *diags)
{
    const struct doc_node *cell = doc_find(node, member_names[member]);
    const char **ids = NEW_ARRAY(const char *, plan->n_agents + 1);
    int found = -1;
    if (!cell || cell->type != DOC_STRING) {
        mem_free(ids);
        return -1;
    }
    for (int a = 0; a < plan->n_agents; a++) {
        ids[a] = plan->agents[a].id;
        if (strcmp(ids[a], cell->string) == 0)
            found = a;
    }
    int near = found < 0 ? text_nearest(cell->string, ids, plan->n_agents) : -1;
    if (found < 0)
        diag_error(diags, &cell->at,
                   near < 0 ? "there is no agent '%s'"
                            : "there is no agent '%s'; did you mean '%s'?",
                   cell->string, near < 0 ? "" : ids[near]);
    mem_free(ids);
    return found;
}

enum status event_resolve(struct event_file *event, const struct plan *plan, struct diags *diags)
{
    size_t before = diags->n_errors;
    for (int i = 0; i < event->n; i++) {
        struct happening *h = &event->row[i];
        const struct doc_node *queue = doc_find(h->node, member_names[QUEUE]);
        h->agent = find_agent(plan, h->node, AGENT, diags);
        h->other = find_agent(plan, h->node, WITH, diags);
        for (int q = 0; q < plan->n_queues && queue; q++)
            if (strcmp(plan->queues[q].id, queue->string) == 0)
                h->queue = q;
    }
    return diags->n_errors > before ? ERR_DATA : OK;
}
