/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_lay.c - a merge patch over a plan's document.  Since rows point to one another, taking an
 * agent away takes their leave, wishes, ledger and sessions along, a queue its events and calls, a
 * shift its wishes. */
#include "io/plan_lay.h"

#include <string.h>

#include "io/tables.h"

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

void plan_doc_lay(struct doc *doc, const struct doc_node *patch)
{
    drop_followers(doc, patch);
    doc->root = doc_merge(doc->arena, doc->root, patch);
}
