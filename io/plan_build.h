/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_build.h - how a document becomes a plan, inside io/: cells, rows, then the whole.
 *   plan_read.c   the order of the stages
 *   name_index.c  ids of a table's rows
 *   rows.c        a row -> a struct, cells.c one cell -> one member
 *   plan_rules.c  rule packs, plan_pay.c their pay schemes
 *   plan_defaults.c  what was not given
 *   plan_check.c  what no single cell can tell
 *   plan_calls.c  calls/, plan_given.c forecast/ and requirement/ */
#ifndef RONDA_IO_PLAN_BUILD_H
#define RONDA_IO_PLAN_BUILD_H

#include "io/doc.h"
#include "io/plan_read.h"
#include "io/tables.h"

/* Ids of a table's rows, in the order of the rows and sorted. */
struct name_index {
    const char **name; /* [n] */
    struct named_row {
        const char *name;
        int row;
    } *sorted; /* [n] */
    int n;
    bool is_partial; /* rows may be missing: an unknown name is no news */
};

struct reading {
    struct plan *plan;
    struct arena *arena; /* the plan's */
    const struct doc *doc;
    const char *folder;
    const struct plan_options *options;
    struct diags *diags;
    struct name_index index[N_TABLES];
};

/* Indexes the rows of a table: reading->index[id]. */
void index_make(struct reading *reading, enum table_id id);
/* Row of that id, -1. */
int index_find(const struct name_index *index, const char *name);

#define STORE(to, type, value) (*(type *)(to) = (value))
bool is_number_kind(enum cell_kind kind);
/* Fills the column's member or two; a fault is reported. */
void cell_fill(struct reading *reading, const struct column *column, const struct doc_node *node,
               void *object);

/* Fills every member that the table describes from the row's cells; faults are reported. */
void row_fill(struct reading *reading, const struct table *table, const struct doc_node *row,
              void *object);

/* A member of that type; NULL if absent (or no object), or of another type and reported. */
const struct doc_node *member_typed(struct reading *reading, const struct doc_node *object,
                                    const char *key, enum doc_type type);
/* Reports members that are none of names[n]. */
void members_known(struct reading *reading, const struct doc_node *object, const char *const *names,
                   int n);
/* "certainty": A, B, C or X; 0 if absent. */
char read_certainty(struct reading *reading, const struct doc_node *object);
/* Adds a pack's "calling" (NULL: it has none); a later pack's member replaces an earlier one's. */
void plan_read_calling(struct reading *reading, const char *pack, const struct doc_node *node);
/* Each list's windows by name, and what a list and its queue must be. */
void plan_check_lists(struct reading *reading);
/* Lays a pack's "pay" (NULL: it has none) over the scheme at hand. */
void plan_read_pay(struct reading *reading, const char *pack, const struct doc_node *node);

void plan_collect_skills(struct reading *reading);
void plan_read_rules(struct reading *reading);
void plan_set_defaults(struct reading *reading);
void plan_share_rules(struct reading *reading); /* after the defaults */
void plan_check(struct reading *reading);
/* New hires in a class are on leave for training. */
void plan_add_classes(struct reading *reading);
void plan_read_calls(struct reading *reading);
void plan_read_given(struct reading *reading);

#endif
