/* SPDX-License-Identifier: GPL-3.0-or-later */
/* patch.c - JSON Merge Patch (RFC 7396) over a plan's document.
 *   merge(target, patch): a patch that is no object replaces the target; of an object each member
 *   that is null takes the target's member away, each other is merged into it.
 * What the patch brings keeps the patch's places.  Since rows point to one another, taking an agent
 * away takes their leave, wishes, ledger and sessions along, a queue its events and calls, a shift
 * its wishes. */
#include <string.h>

#include "base/text.h"
#include "io/json.h"
#include "io/knobs.h"
#include "io/plan_patch.h"
#include "io/plan_read.h"
#include "io/tables.h"

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

/* Takes the rows of a table whose cell `column` is `id`. */
static void drop_rows(struct doc *doc, enum table_id table, const char *column, const char *id)
{
    struct doc_node *rows = doc_find(doc->root, tables[table].name);
    struct doc_node *next = rows ? rows->first : NULL;
    for (struct doc_node *row = next; row; row = next) {
        next = row->next;
        const struct doc_node *cell = doc_find(row, column);
        if (cell && cell->type == DOC_STRING && strcmp(cell->string, id) == 0)
            doc_remove(rows, row);
    }
}

/* Takes an agent out of a list of ids, "A001;A002" or JSON; true if nobody is left in it. */
static bool drop_from_list(struct doc *doc, struct doc_node *list, const char *id)
{
    struct text rest = {0};
    bool was_there = false;
    for (const char *s = list->type == DOC_STRING ? list->string : ""; *s;) {
        s += strspn(s, "; ");
        size_t n = strcspn(s, "; ");
        bool is_it = n == strlen(id) && strncmp(s, id, n) == 0;
        was_there = was_there || is_it;
        if (n > 0 && !is_it) {
            text_add(&rest, rest.n > 0 ? ";" : "");
            text_add_n(&rest, s, n);
        }
        s += n;
    }
    if (was_there)
        list->string = arena_strndup(doc->arena, rest.bytes ? rest.bytes : "", rest.n);
    text_free(&rest);
    struct doc_node *next = list->type == DOC_ARRAY ? list->first : NULL;
    for (struct doc_node *item = next; item; item = next) {
        next = item->next;
        if (item->type == DOC_STRING && strcmp(item->string, id) == 0) {
            doc_remove(list, item);
            was_there = true;
        }
    }
    return was_there && (list->type == DOC_ARRAY ? !list->first : !*list->string);
}

/* Sessions that only the agent was asked to, or that the agent holds, go along. */
static void drop_sessions(struct doc *doc, const char *id)
{
    struct doc_node *rows = doc_find(doc->root, tables[TABLE_TRAINING].name);
    struct doc_node *next = rows ? rows->first : NULL;
    for (struct doc_node *row = next; row; row = next) {
        next = row->next;
        struct doc_node *agents = doc_find(row, "agents"), *done = doc_find(row, "done");
        if (done)
            drop_from_list(doc, done, id);
        if (agents && drop_from_list(doc, agents, id))
            doc_remove(rows, row);
    }
    drop_rows(doc, TABLE_TRAINING, "trainer", id);
}

static void note_removed_queue(struct doc *doc, const char *id)
{
    const char **grown = ARENA_ARRAY(doc->arena, const char *, doc->n_removed + 1);
    for (int i = 0; i < doc->n_removed; i++)
        grown[i] = doc->removed[i];
    grown[doc->n_removed++] = id;
    doc->removed = grown;
}

/* Who points to a row that the patch takes away. */
static const struct {
    enum table_id removed, table;
    const char *column;
} followers[] = {
    {TABLE_AGENTS, TABLE_LEAVE, "agent"},  {TABLE_AGENTS, TABLE_WISHES, "agent"},
    {TABLE_AGENTS, TABLE_LEDGER, "agent"}, {TABLE_QUEUES, TABLE_EVENTS, "queue"},
    {TABLE_SHIFTS, TABLE_WISHES, "shift"}, {TABLE_AGENTS, TABLE_PAIRS, "agent"},
    {TABLE_AGENTS, TABLE_PAIRS, "other"},
};

static void drop_followers(struct doc *doc, const struct doc_node *patch)
{
    for (size_t i = 0; i < sizeof followers / sizeof *followers; i++) {
        const struct doc_node *rows = doc_find(patch, tables[followers[i].removed].name);
        for (const struct doc_node *row = rows ? rows->first : NULL; row; row = row->next)
            if (row->type == DOC_NULL)
                drop_rows(doc, followers[i].table, followers[i].column, row->key);
    }
    const struct doc_node *agents = doc_find(patch, tables[TABLE_AGENTS].name);
    for (const struct doc_node *row = agents ? agents->first : NULL; row; row = row->next)
        if (row->type == DOC_NULL)
            drop_sessions(doc, row->key);
    const struct doc_node *queues = doc_find(patch, tables[TABLE_QUEUES].name);
    for (const struct doc_node *row = queues ? queues->first : NULL; row; row = row->next)
        if (row->type == DOC_NULL)
            note_removed_queue(doc, row->key);
}

/* A patch of a whole table by something else would lose it: say so. */
static void check_tables(const struct doc_node *patch, struct diags *diags)
{
    for (const struct doc_node *member = patch->first; member; member = member->next)
        for (int t = 0; t < TABLE_CALLS; t++)
            if (strcmp(member->key, tables[t].name) == 0 && member->type != DOC_OBJECT)
                diag_error(diags, &member->at, "%s must be an object, not %s", member->key,
                           doc_type_names[member->type]);
}

void plan_doc_lay(struct doc *doc, const struct doc_node *patch)
{
    drop_followers(doc, patch);
    doc->root = doc_merge(doc->arena, doc->root, patch);
}

enum status plan_doc_patch(struct doc *doc, const char *file, struct diags *diags)
{
    struct doc_node *patch = NULL;
    size_t before = diags->n_errors;
    TRY(json_read(&patch, file, doc->arena, diags));
    if (patch->type != DOC_OBJECT) {
        diag_error(diags, &patch->at, "a patch must be an object, not %s",
                   doc_type_names[patch->type]);
        return ERR_DATA;
    }
    const struct doc_node *settings = doc_find(patch, "knobs");
    if (settings)
        doc_remove(patch, settings);
    doc_check_root(patch, true, diags);
    check_tables(patch, diags);
    if (diags->n_errors > before)
        return ERR_DATA;
    plan_doc_lay(doc, patch);
    return settings ? knobs_turn(doc, settings, diags) : OK;
}

enum status plan_doc_patch_text(struct doc *doc, const char *json, struct diags *diags)
{
    struct doc_node *patch = NULL;
    char *bytes = arena_strdup(doc->arena, json);
    TRY(json_parse(&patch, "", bytes, strlen(bytes), doc->arena, diags));
    plan_doc_lay(doc, patch);
    return OK;
}
