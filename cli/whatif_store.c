/* SPDX-License-Identifier: GPL-3.0-or-later */
/* whatif_store.c - {"schema": 1, "name": ..., "end": "done", "numbers": [...]}: figures in the
 * order of comparison_defs, then value, bound, gap_value, gap_hours; null: not known.  Numbers
 * read back as they were, so that a table of kept results has the bytes of a fresh one.
 *
 * The key: version, options, the bytes of the plan's files, the document as it is and as the
 * scenario has it. */
#include "cli/whatif_store.h"

#include <math.h>
#include <string.h>

#include "io/doc.h"
#include "io/file.h"
#include "io/json.h"
#include "io/outputs.h"

#define MOST_BYTES ((size_t)1 << 31)
#define N_MORE 4

static void numbers_of(double *number[N_COMPARISON_ROWS + N_MORE], struct week_figures *figures)
{
    double *more[N_MORE] = {&figures->value, &figures->bound, &figures->gap_value,
                            &figures->gap_hours};
    for (int r = 0; r < N_COMPARISON_ROWS; r++)
        number[r] = &figures->row[r];
    memcpy(number + N_COMPARISON_ROWS, more, sizeof more);
}

static void add_document(struct sha256 *sha, const struct loaded *loaded)
{
    struct text text = {0};
    plan_doc_print(&text, loaded->doc);
    sha256_add(sha, text.bytes, text.n + 1);
    text_free(&text);
}

enum status store_key_begin(struct sha256 *out, const struct loaded *base,
                            const struct scenarios *of, struct command *command)
{
    const struct run *run = &command->run;
    const char *const *names;
    int n = plan_doc_files(base->doc, &names);
    struct text text = {0};
    text_printf(&text,
                "ronda " PACKAGE_VERSION " %s schema 1 seed %llu iterations %ld gap %a week %d %d",
                tz_data_version(), (unsigned long long)run->seed, run->iteration_limit,
                run->gap_target, (int)of->first, of->screens);
    if (of->proof)
        text_printf(&text, " proof %a %d %a", of->proof->half_width, of->proof->replications,
                    of->proof->handling_cv);
    sha256_begin(out);
    sha256_add(out, text.bytes, text.n + 1);
    text_free(&text);
    for (int i = 0; i < n; i++) {
        char *bytes;
        size_t n_bytes;
        TRY(file_read(&bytes, &n_bytes, path_join(base->arena, base->folder, names[i]), MOST_BYTES,
                      command->diags));
        sha256_add(out, names[i], strlen(names[i]) + 1);
        sha256_add(out, bytes, n_bytes + 1);
        mem_free(bytes);
    }
    add_document(out, base);
    return OK;
}

void store_key(char key[SHA256_TEXT], const struct sha256 *begun, const struct loaded *scenario)
{
    struct sha256 sha = *begun;
    add_document(&sha, scenario);
    sha256_end(key, &sha);
}

static const char *file_of(struct arena *arena, const char *folder, const char *key)
{
    return arena_printf(arena, "%s/scenarios/%s.json", folder, key);
}

/* False: not whole. */
static bool take(struct scenario *out, const struct doc_node *root)
{
    double *number[N_COMPARISON_ROWS + N_MORE];
    const struct doc_node *end = doc_find(root, "end"), *list = doc_find(root, "numbers");
    if (!end || end->type != DOC_STRING || !list || list->type != DOC_ARRAY ||
        (list->n != 0 && list->n != N_COMPARISON_ROWS + N_MORE))
        return false;
    numbers_of(number, &out->figures);
    int i = 0;
    for (const struct doc_node *item = list->first; item; item = item->next)
        *number[i++] = item->type == DOC_NUMBER ? item->number : NAN;
    out->has_figures = list->n > 0;
    for (int e = 0; e < N_SCENARIO_ENDS; e++)
        if (strcmp(scenario_end_names[e], end->string) == 0) {
            out->end = (enum scenario_end)e;
            return true;
        }
    return false;
}

void store_read(struct scenario *out, const char *folder, const char *key)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new(); /* what cannot be read is made anew */
    struct doc_node *root;
    const char *file = file_of(arena, folder, key);
    if (file_exists(file) && json_read(&root, file, arena, diags) == OK)
        out->is_known = take(out, root);
    diags_free(diags);
    arena_free(arena);
}

enum status store_write(const struct scenario *scenario, const char *folder, const char *key,
                        struct diags *diags)
{
    struct arena *arena = arena_new();
    struct text text = {0};
    struct week_figures figures = scenario->figures;
    double *number[N_COMPARISON_ROWS + N_MORE];
    numbers_of(number, &figures);
    text_add(&text, "{\"schema\": 1, \"name\": ");
    doc_print_string(&text, scenario->name);
    text_printf(&text, ", \"end\": \"%s\", \"numbers\": [", scenario_end_names[scenario->end]);
    for (int i = 0; i < N_COMPARISON_ROWS + N_MORE && scenario->has_figures; i++) {
        text_add(&text, i > 0 ? ", " : "");
        if (isfinite(*number[i]))
            doc_print_number(&text, *number[i]);
        else
            text_add(&text, "null");
    }
    text_add(&text, "]}\n");
    enum status status = out_write_file(file_of(arena, folder, key), text.bytes, text.n, diags);
    text_free(&text);
    arena_free(arena);
    return status;
}
