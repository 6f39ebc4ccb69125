/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_read.c - a document becomes a plan: the order of the stages.
 * Every stage goes on after faults, so that all are told at once; at the end one fault is enough to
 * refuse. */
#include "io/plan_read.h"

#include <stdlib.h>
#include <string.h>

#include "io/plan_build.h"

/* ---- skills ---- */

static void add_skill_names(struct reading *reading, struct doc_node *set, enum table_id id,
                            const char *column)
{
    const struct doc_node *rows = doc_find(reading->doc->root, tables[id].name);
    for (const struct doc_node *row = rows ? rows->first : NULL; row; row = row->next) {
        const struct doc_node *cell = doc_find(row, column);
        const struct doc_node *item = cell && cell->type == DOC_ARRAY ? cell->first : cell;
        for (; item; item = item == cell ? NULL : item->next) {
            const char *s = item->type == DOC_STRING ? item->string : "";
            while (*s) {
                size_t n = strcspn(s, ";,: \t");
                const char *name = arena_strndup(reading->arena, s, n);
                if (text_is_id(name))
                    doc_append(set, doc_node_new(reading->arena, DOC_NULL, name, &row->at));
                s += n;
                s += strcspn(s, ";,"); /* over the level */
                s += strspn(s, ";, \t");
            }
        }
    }
}

void plan_collect_skills(struct reading *reading)
{
    struct doc_node *set = doc_node_new(reading->arena, DOC_OBJECT, NULL, &reading->doc->root->at);
    struct plan *plan = reading->plan;
    add_skill_names(reading, set, TABLE_QUEUES, "skill");
    add_skill_names(reading, set, TABLE_AGENTS, "skills");
    struct doc_node **sorted = doc_sorted(reading->arena, set);
    plan->skills = ARENA_ARRAY(reading->arena, const char *, set->n + 1);
    for (int i = 0; i < set->n; i++)
        if (i == 0 || strcmp(sorted[i]->key, sorted[i - 1]->key) != 0)
            plan->skills[plan->n_skills++] = sorted[i]->key;
}

/* ---- rows ---- */

/* One object of site.json; none: all defaults. */
static void read_one(struct reading *reading, enum table_id id, void *object)
{
    const struct table *table = &tables[id];
    const struct doc_node *node = doc_find(reading->doc->root, table->name);
    struct doc_node none = {.type = DOC_OBJECT, .key = table->name};
    if (!node && table->required)
        diag_error(reading->diags, &reading->doc->root->at, "site.json lacks '%s': %s", table->name,
                   table->help);
    else
        row_fill(reading, table, node ? node : &none, object);
}

/* All rows of a table: an array of structs of `size` bytes; their number. */
static int read_rows(struct reading *reading, enum table_id id, void *array_of, size_t size)
{
    const struct table *table = &tables[id];
    const struct doc_node *rows = doc_find(reading->doc->root, table->name);
    if (!rows || rows->type != DOC_OBJECT) {
        if (rows || table->required)
            diag_error(reading->diags, rows ? &rows->at : &reading->doc->root->at,
                       rows ? "%s must be an object" : "'%s' is missing", table->name);
        return 0;
    }
    char *array = arena_alloc(reading->arena, (size_t)rows->n + 1, size);
    memcpy(array_of, &array, sizeof array);
    int i = 0;
    for (const struct doc_node *row = rows->first; row; row = row->next, i++)
        row_fill(reading, table, row, array + (size_t)i * size);
    if (i == 0 && table->required && !rows->is_partial)
        diag_error(reading->diags, &rows->at, "%s has no rows: %s", table->name, table->help);
    return i;
}

#define READ_ROWS(reading, id, member, count)                                             \
    (reading)->plan->count = read_rows((reading), (id), (void *)&(reading)->plan->member, \
                                       sizeof *(reading)->plan->member)

static int by_calendar(const void *left, const void *right)
{
    const struct holiday *a = left, *b = right;
    int d = strcmp(a->calendar ? a->calendar : "", b->calendar ? b->calendar : "");
    d = d ? d : (a->date > b->date) - (a->date < b->date);
    d = d ? d : strcmp(a->at.file ? a->at.file : "", b->at.file ? b->at.file : "");
    return d ? d : a->at.line - b->at.line;
}

static void read_tables(struct reading *reading)
{
    struct plan *plan = reading->plan;
    for (enum table_id id = TABLE_SITES; id <= TABLE_AGENTS; id++)
        index_make(reading, id);
    read_one(reading, TABLE_SITE, &plan->site);
    read_one(reading, TABLE_PRICES, &plan->prices);
    read_one(reading, TABLE_POLICY, &plan->policy);
    read_one(reading, TABLE_CAPACITY, &plan->capacity);
    plan_collect_skills(reading);
    READ_ROWS(reading, TABLE_SITES, branches, n_branches);
    READ_ROWS(reading, TABLE_ACCOUNTS, accounts, n_accounts);
    READ_ROWS(reading, TABLE_CONTRACTS, contracts, n_contracts);
    READ_ROWS(reading, TABLE_TENURE, tenure, n_tenure);
    READ_ROWS(reading, TABLE_QUEUES, queues, n_queues);
    READ_ROWS(reading, TABLE_SHIFTS, shifts, n_shifts);
    READ_ROWS(reading, TABLE_AGENTS, agents, n_agents);
    READ_ROWS(reading, TABLE_EVENTS, events, n_events);
    READ_ROWS(reading, TABLE_HOLIDAYS, holidays, n_holidays);
    READ_ROWS(reading, TABLE_LEAVE, leaves, n_leaves);
    READ_ROWS(reading, TABLE_WISHES, wishes, n_wishes);
    READ_ROWS(reading, TABLE_LISTS, lists, n_lists);
    READ_ROWS(reading, TABLE_PAIRS, pairs, n_pairs);
    READ_ROWS(reading, TABLE_TRAINING, trainings, n_trainings);
    READ_ROWS(reading, TABLE_LEDGER, ledger, n_ledger);
    if (plan->n_holidays > 1)
        qsort(plan->holidays, (size_t)plan->n_holidays, sizeof *plan->holidays, by_calendar);
}

enum status plan_from_doc(struct plan **out, const struct doc *doc, const char *folder,
                          const struct plan_options *options, struct diags *diags)
{
    static const struct plan_options no_options;
    struct arena *arena = arena_new();
    struct plan *plan = ARENA_NEW(arena, struct plan);
    struct reading reading = {.plan = plan,
                              .arena = arena,
                              .doc = doc,
                              .folder = folder,
                              .options = options ? options : &no_options,
                              .diags = diags};
    size_t before = diags->n_errors;
    plan->arena = arena;
    plan->last_call_date = NO_DATE;
    read_tables(&reading);
    plan_read_rules(&reading);
    plan_set_defaults(&reading);
    plan_share_rules(&reading);
    plan_check(&reading);
    plan_add_classes(&reading);
    plan_read_calls(&reading);
    plan_read_given(&reading);
    if (diags->n_errors > before || doc->n_errors > 0) {
        plan_free(plan);
        return ERR_DATA;
    }
    *out = plan;
    return OK;
}
