/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_read.h - a plan folder becomes one document, the document becomes a struct plan. */
#ifndef RONDA_IO_PLAN_READ_H
#define RONDA_IO_PLAN_READ_H

#include "base/plan.h"
#include "base/text.h"

struct doc; /* io/doc.h: the plan as one JSON-like tree; each node knows its place; tables keyed by
               id */

struct plan_options {
    bool refuse_dst; /* --dst refuse: a history row with a doubtful local time is an error */
    const char *rules_folder; /* where packs are found besides FOLDER/rules; NULL: installed ones */
};

/* The folder's files as one document (histories stay in their files).  Faults of form in tables
 * are reported and remembered: plan_from_doc still tells all other faults, then refuses.
 * Errors: ERR_IO, ERR_DATA only where no document can be made: no folder, no readable site.json. */
enum status plan_doc_read(struct doc **out, const char *folder, struct diags *diags);
/* RFC 7396 merge patch from a JSON file; what the patch brings carries the patch's places. */
enum status plan_doc_patch(struct doc *doc, const char *file, struct diags *diags);
/* The same of a text of our own. */
enum status plan_doc_patch_text(struct doc *doc, const char *json, struct diags *diags);
/* Check as a whole and resolve: every fault with file, line, column (JSON: path), nearest right
 * names. */
enum status plan_from_doc(struct plan **out, const struct doc *doc, const char *folder,
                          const struct plan_options *options, struct diags *diags);
void plan_doc_free(struct doc *doc);
/* The document as JSON text (what `check --json` prints). */
void plan_doc_print(struct text *out, const struct doc *doc);
/* Files that were read, for the manifest: names relative to the folder, sorted. */
int plan_doc_files(const struct doc *doc, const char *const **names);

#endif
