/* SPDX-License-Identifier: GPL-3.0-or-later */
/* patch.c - patches of a plan's document from a file or a text: checked, laid over it, and the
 * knobs that they name turned. */
#include <string.h>

#include "io/json.h"
#include "io/knobs.h"
#include "io/plan_lay.h"
#include "io/plan_read.h"
#include "io/tables.h"

/* A patch of a whole table by something else would lose it: say so. */
static void check_tables(const struct doc_node *patch, struct diags *diags)
{
    for (const struct doc_node *member = patch->first; member; member = member->next)
        for (int t = 0; t < TABLE_CALLS; t++)
            if (strcmp(member->key, tables[t].name) == 0 && member->type != DOC_OBJECT)
                diag_error(diags, &member->at, "%s must be an object, not %s", member->key,
                           doc_type_names[member->type]);
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
